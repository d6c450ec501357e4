// Package exchange reads plans from the files that offices keep and writes them
// to such files; it writes ballots to be filled in and reads them back, and writes
// results. It knows formats, not storage: nothing here opens a file, asks for the
// time or sees the record.
//
// Every reader of plans turns its format into the same thing, a sheet of rows and
// cells ([sheet]), and one recogniser makes plans of sheets. Every writer of plans
// prints the same page ([page]). What is written reads back as the same plan, byte
// for byte in JSON; where a text would be taken for something else (a goal that
// reads like a heading) it is written behind an apostrophe, as spreadsheets do it,
// and the reader takes that off again.
package exchange

import (
	"path"
	"strings"

	"pingyi"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	JSON Format = "json"
	CSV  Format = "csv"
	TSV  Format = "tsv"
	XLSX Format = "xlsx"
	DOCX Format = "docx"
	TXT  Format = "txt" // a Word table pasted as text
)

// Limits on one file. They hold for what is read, whatever a file's own headers
// say of it.
const (
	MaxFile     = 20 << 20 // bytes
	MaxUnpacked = 64 << 20 // bytes of a .docx or .xlsx once unpacked
	MaxRows     = pingyi.MaxActivities
	MaxColumns  = 200
	MaxCells    = 300_000
	maxDepth    = 200       // elements within elements
	maxElements = 1_500_000 // of a document or workbook
	maxSheets   = 2_000
	maxParts    = 10_000  // files within a workbook
	maxEmpty    = 100_000 // rows that a workbook mentions, most of them empty
	widestSheet = 16_384  // columns that a spreadsheet may write, empty to the right
	maxErrors   = 20      // of one file, so that a clerk can mend them in one go
)

// Formats returns every format, the complete one first.
func Formats() []Format { return []Format{JSON, CSV, TSV, XLSX, DOCX, TXT} }

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, error) {
	for _, f := range Formats() {
		if strings.EqualFold(s, string(f)) {
			return f, nil
		}
	}
	return "", pingyi.Errorf(pingyi.Invalid, "没有“%s”这种格式，可用的有 %s", "there is no format %q: use one of %s",
		pingyi.Excerpt(s, 20), list(Formats()))
}

func list(fs []Format) string {
	names := make([]string, len(fs))
	for i, f := range fs {
		names[i] = string(f)
	}
	return strings.Join(names, " ")
}

// FormatOf tells the format by the extension of a file's name. The error for a
// kind that cannot be read says what it is and what to save it as.
func FormatOf(fileName string) (Format, error) {
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(base(fileName)), "."))
	switch ext {
	case "json":
		return JSON, nil
	case "csv":
		return CSV, nil
	case "tsv", "tab":
		return TSV, nil
	case "xlsx", "xlsm": // macros are left alone
		return XLSX, nil
	case "docx", "docm":
		return DOCX, nil
	case "txt", "text":
		return TXT, nil
	}
	at := pingyi.Place{File: fileName}
	if what, saveAs, ok := unreadable(ext); ok {
		return "", pingyi.Errorf(pingyi.Invalid, "这是%s，不能直接读取，请打开后另存为 %s 再导入", "this is %s, which cannot be read: open it and save it as %s",
			what, saveAs).At(at)
	}
	return "", pingyi.Errorf(pingyi.Invalid, "看不出文件是什么格式，请用 --format 指明（%s）", "the name does not tell the format: give it with --format (%s)",
		list(Formats())).At(at)
}

// words is a phrase in both languages, for an error's arguments.
type words struct{ zh, en string }

func (w words) In(l pingyi.Lang) string { return l.Of(w.zh, w.en) }

// unreadable names what the known but unreadable extensions stand for.
func unreadable(ext string) (what words, saveAs string, ok bool) {
	switch ext {
	case "xls", "xlt":
		return words{"旧版 Excel 工作簿（.xls）", "an old Excel workbook (.xls)"}, ".xlsx", true
	case "et", "ett":
		return words{"WPS 表格（.et）", "a WPS spreadsheet (.et)"}, ".xlsx", true
	case "xlsb":
		return words{"二进制 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"}, ".xlsx", true
	case "ods", "fods":
		return words{"OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)"}, ".xlsx", true
	case "doc", "dot":
		return words{"旧版 Word 文档（.doc）", "an old Word document (.doc)"}, ".docx", true
	case "wps", "wpt":
		return words{"WPS 文字文档（.wps）", "a WPS document (.wps)"}, ".docx", true
	case "odt", "fodt":
		return words{"OpenDocument 文档（.odt）", "an OpenDocument text (.odt)"}, ".docx", true
	case "rtf":
		return words{"RTF 文档", "an RTF document"}, ".docx", true
	case "htm", "html", "mht", "mhtml":
		return words{"网页", "a web page"}, ".xlsx / .docx", true
	case "pdf":
		return words{"PDF 文件", "a PDF file"}, ".docx / .xlsx", true
	case "ofd":
		return words{"OFD 版式文件", "an OFD file"}, ".docx / .xlsx", true
	case "png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff":
		return words{"图片", "a picture"}, ".docx / .xlsx / .csv", true
	case "zip", "rar", "7z", "gz", "tar":
		return words{"压缩包（请先解压）", "an archive (unpack it first)"}, ".docx / .xlsx / .csv", true
	case "ppt", "pptx":
		return words{"演示文稿", "a presentation"}, ".docx / .xlsx", true
	}
	return words{}, "", false
}

// base is the last part of a path of either kind of system.
func base(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
