package exchange

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"pingyi"
)

// decode returns text as UTF-8 with "\n" line ends. UTF-16 is told by its byte
// order mark; what is not UTF-8 is taken for GB18030, of which GBK and GB2312
// are parts.
func decode(data []byte) (string, error) {
	s, err := utf8Of(data)
	if err != nil {
		return "", err
	}
	if strings.IndexByte(s, 0) >= 0 {
		return "", pingyi.Errorf(pingyi.Invalid, "文件里有零字节，不是文字文件，请另存为 UTF-8 或 GB18030 编码的文本",
			"the file holds zero bytes and is no text: save it as text in UTF-8 or GB18030")
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s, nil
}

func utf8Of(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", unknownEncoding(data, 0)
		}
		return string(b), nil
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	if at, ok := brokenUTF8(data); ok {
		return "", unknownEncoding(data, at)
	}
	b, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		return "", unknownEncoding(data, 0)
	}
	if i := bytes.IndexRune(b, utf8.RuneError); i >= 0 {
		return "", unknownEncoding(b, i)
	}
	return string(b), nil
}

// brokenUTF8 reports whether data is UTF-8 but for a few damaged bytes, and
// where the first lies. Read as GB18030 it would be a file of wrong characters.
func brokenUTF8(data []byte) (at int, ok bool) {
	at = -1
	good, bad := 0, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			if bad++; at < 0 {
				at = i
			}
		case n >= 3: // two bytes of GBK are often valid UTF-8 by chance, three seldom
			good++
		}
		i += n
	}
	return at, good > 20*bad
}

func unknownEncoding(data []byte, at int) *pingyi.Error {
	return pingyi.Errorf(pingyi.Invalid, "文字编码有误，既不是完好的 UTF-8 也不是 GB18030，请用记事本另存为 UTF-8 编码",
		"the encoding is wrong, neither sound UTF-8 nor GB18030: save the file as UTF-8").At(pingyi.Place{Row: 1 + bytes.Count(data[:at], []byte("\n"))})
}
