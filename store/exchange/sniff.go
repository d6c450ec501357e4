package exchange

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"

	"pingyi"
)

// formatOf settles the format of src and checks it against what the content
// really is: names lie often enough (a web page saved as .xls, an old workbook
// renamed to .xlsx).
func formatOf(src Source, data []byte) (Format, error) {
	inside, err := contentWithin(src.Name, data)
	if err != nil {
		return "", err
	}
	format := src.Format
	if format == "" {
		if format, err = FormatOf(src.Name); err != nil {
			return "", err
		}
	} else if _, err := ParseFormat(string(format)); err != nil {
		return "", err
	}
	office := format == DOCX || format == XLSX
	switch {
	case inside != "" && inside != format:
		return "", pingyi.Errorf(pingyi.Invalid, "文件内容其实是 .%[1]s，请改扩展名或用 --format %[1]s 导入",
			"the content is in truth a .%[1]s: rename the file or pass --format %[1]s", inside)
	case inside == "" && office:
		return "", pingyi.Errorf(pingyi.Invalid, "文件内容不是 .%s，而是普通文字，请改扩展名为 .txt 或 .csv，或另存为 .%[1]s",
			"the content is no .%s but plain text: rename it to .txt or .csv, or save it as .%[1]s", format)
	}
	return format, nil
}

// contentWithin is contentOf for a file that is neither empty nor over [MaxFile].
func contentWithin(name string, data []byte) (Format, error) {
	if len(data) > MaxFile {
		return "", pingyi.Errorf(pingyi.TooBig, "文件有 %d MB，最多 %d MB；请把它分成几个文件", "the file has %d MB, the limit is %d MB: split it",
			(len(data)+1<<20-1)>>20, MaxFile>>20)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return "", pingyi.Errorf(pingyi.Invalid, "文件是空的", "the file is empty")
	}
	return contentOf(name, data)
}

// contentOf tells DOCX and XLSX by their content, "" for text, and refuses the
// rest with a sentence that says what it is.
func contentOf(name string, data []byte) (Format, error) {
	refuse := func(ext string) (Format, error) {
		what, saveAs, _ := unreadable(ext)
		return "", pingyi.Errorf(pingyi.Invalid, "文件内容是%s，不能直接读取，请打开后另存为 %s 再导入", "the content is %s, which cannot be read: open it and save it as %s", what, saveAs)
	}
	has := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case has("\xd0\xcf\x11\xe0"):
		ext := strings.ToLower(strings.TrimPrefix(path.Ext(base(name)), "."))
		switch ext {
		case "xls", "et", "doc", "wps", "ppt":
			return refuse(ext)
		}
		return "", pingyi.Errorf(pingyi.Invalid, "这是旧格式（.xls .doc .wps .et）或加了密码的文件，请打开后去掉密码，另存为 .xlsx 或 .docx 再导入",
			"this is of an old format (.xls .doc .wps .et) or encrypted: open it and save it as .xlsx or .docx without a password")
	case has("%PDF"):
		return refuse("pdf")
	case has("{\\rtf"):
		return refuse("rtf")
	case has("\x89PNG"), has("\xff\xd8\xff"), has("GIF8"), has("II*\x00"), has("MM\x00*"), has("BM") && bytes.IndexByte(data[:min(64, len(data))], 0) >= 0:
		return refuse("png")
	case has("Rar!"), has("7z\xbc\xaf"), has("\x1f\x8b"):
		return refuse("zip")
	case has("PK\x03\x04"), has("PK\x05\x06"):
		return zipContent(data, refuse)
	case has("\xff\xfe"), has("\xfe\xff"): // UTF-16 is full of zero bytes
		return "", nil
	}
	start := strings.ToLower(string(bytes.TrimLeft(data[:min(512, len(data))], "\xef\xbb\xbf \t\r\n")))
	for _, tag := range []string{"<html", "<!doctype html", "<head", "<table", "<meta", "mime-version:"} {
		if strings.HasPrefix(start, tag) {
			return refuse("html")
		}
	}
	if strings.HasPrefix(start, "<?xml") {
		if strings.Contains(start, "<html") {
			return refuse("html")
		}
		return "", pingyi.Errorf(pingyi.Invalid, "文件内容是 XML，不能直接读取，请打开后另存为 .xlsx 或 .docx 再导入", "the content is XML, which cannot be read: open it and save it as .xlsx or .docx")
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", pingyi.Errorf(pingyi.Invalid, "文件是二进制数据，不是表格或文字，请另存为 .xlsx、.docx 或 .csv 再导入",
			"the file is binary data, neither a table nor text: save it as .xlsx, .docx or .csv")
	}
	return "", nil
}

// zipContent tells what kind of document a zip archive is.
func zipContent(data []byte, refuse func(string) (Format, error)) (Format, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", damaged(err)
	}
	for _, f := range zr.File {
		switch {
		case strings.HasPrefix(f.Name, "word/"):
			return DOCX, nil
		case strings.HasPrefix(f.Name, "xl/"):
			if strings.HasSuffix(f.Name, "workbook.bin") {
				return refuse("xlsb")
			}
			return XLSX, nil
		case strings.HasPrefix(f.Name, "ppt/"):
			return refuse("ppt")
		case f.Name == "mimetype" || f.Name == "content.xml":
			return refuse("ods")
		case f.Name == "OFD.xml":
			return refuse("ofd")
		}
	}
	return refuse("zip")
}

// damaged is the error for a document that does not unpack or parse.
func damaged(cause error) *pingyi.Error {
	return pingyi.Errorf(pingyi.Invalid, "文件损坏或不完整，打不开，请在原来的软件里打开并重新保存", "the file is damaged or cut short: open it where it was made and save it anew").Because(cause)
}

// unpackedTooBig is the error for a document over [MaxUnpacked].
func unpackedTooBig() *pingyi.Error {
	return pingyi.Errorf(pingyi.TooBig, "文件解压后超过 %d MB，不予读取", "the file unpacks to more than %d MB and is not read", MaxUnpacked>>20)
}
