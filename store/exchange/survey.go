package exchange

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"pingyi"
)

// surveyed is what a workbook's parts hold that the library tells only after
// building all of them, by the name of the part.
type surveyed struct {
	merged   map[string][]string        // ranges of each worksheet
	formulas map[string]map[string]bool // cells that hold a formula
	errors   map[string]map[string]bool // cells that show an error
}

// survey streams every part of a workbook once, so that a bomb is met before
// anything is built of it.
func survey(data []byte) (*surveyed, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	if len(zr.File) > maxParts {
		return nil, tooMany(words{"文件部件", "parts"}, maxParts)
	}
	s := surveyor{left: MaxUnpacked, counts: map[string]int{}, surveyed: surveyed{map[string][]string{}, map[string]map[string]bool{}, map[string]map[string]bool{}}}
	for _, f := range zr.File {
		if err := s.part(f); err != nil {
			return nil, err
		}
	}
	return &s.surveyed, nil
}

// surveyor counts the elements of all parts together.
type surveyor struct {
	left     int64
	elements int
	counts   map[string]int // of the elements that are limited
	cell     string         // the one that was met last
	surveyed
}

// note adds the cell met last to those of a part.
func (s *surveyor) note(cells map[string]map[string]bool, part string) {
	if cells[part] == nil {
		cells[part] = map[string]bool{}
	}
	cells[part][s.cell] = true
}

func (s *surveyor) part(f *zip.File) error {
	part, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	defer part.Close()
	limited := &limitReader{r: part, left: s.left}
	r := bufio.NewReader(limited)
	if start, _ := r.Peek(64); bytes.HasPrefix(bytes.TrimLeft(start, "\xef\xbb\xbf \t\r\n"), []byte("<")) {
		// The library reads its parts by the same names.
		err = s.elementsOf(r, strings.ReplaceAll(f.Name, "\\", "/"))
	}
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	s.left = limited.left
	if e, ok := errors.AsType[*pingyi.Error](err); ok {
		return e
	}
	if err != nil {
		return damaged(err)
	}
	return nil
}

// elementsOf counts the elements of one part. Where it is no XML the count ends,
// as the library's reading does.
func (s *surveyor) elementsOf(r io.Reader, name string) error {
	dec := xml.NewDecoder(r)
	foreign := false
	dec.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		foreign = true
		return nil, errors.ErrUnsupported
	}
	for depth, first := 0, true; ; {
		token, err := dec.RawToken()
		if foreign {
			return damaged(err)
		}
		if e, ok := errors.AsType[*pingyi.Error](err); ok {
			return e
		}
		if err != nil {
			return nil
		}
		switch t := token.(type) {
		case xml.StartElement:
			if first && t.Name.Local == "worksheet" {
				s.merged[name] = nil
			}
			first = false
			if depth++; depth > maxDepth {
				return pingyi.Errorf(pingyi.TooBig, "文档的元素嵌套超过 %d 层，不予读取", "the document nests elements more than %d deep and is not read", maxDepth)
			}
			if err := s.element(t, name); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		}
	}
}

func (s *surveyor) element(t xml.StartElement, part string) error {
	if s.elements++; s.elements > maxElements {
		return tooMany(words{"元素", "elements"}, maxElements)
	}
	var what words
	var limit int
	switch t.Name.Local {
	case "row":
		what, limit = words{"行（含空行）", "rows, empty ones included"}, maxEmpty
	case "c":
		what, limit = words{"单元格（含空格）", "cells, empty ones included"}, MaxCells
		s.cell = ""
		for _, a := range t.Attr {
			if a.Name.Local == "r" {
				s.cell = a.Value
			}
		}
		for _, a := range t.Attr {
			if a.Name.Local == "t" && a.Value == "e" {
				s.note(s.errors, part)
			}
		}
	case "f":
		s.note(s.formulas, part)
		return nil
	case "sheet":
		what, limit = words{"工作表", "sheets"}, maxSheets
	case "mergeCell":
		// The library compares every merged range with every other.
		what, limit = words{"合并单元格", "merged cells"}, MaxRows
		for _, a := range t.Attr {
			if refs, sheet := s.merged[part]; sheet && a.Name.Local == "ref" {
				s.merged[part] = append(refs, a.Value)
			}
		}
	default:
		return nil
	}
	if s.counts[t.Name.Local]++; s.counts[t.Name.Local] > limit {
		return tooMany(what, limit)
	}
	return nil
}

func tooMany(what words, limit int) *pingyi.Error {
	return pingyi.Errorf(pingyi.TooBig, "文件里的%s太多，最多 %d 个，请只留计划的表格另存", "the file has too many %s, the limit is %d: save the plan's table alone", what, limit)
}

// mergedOnly is a worksheet that has nothing but merged ranges.
func mergedOnly(refs []string) []byte {
	var b bytes.Buffer
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/><mergeCells>`)
	for _, ref := range refs {
		b.WriteString(`<mergeCell ref="`)
		_ = xml.EscapeText(&b, []byte(ref)) // a buffer does not fail
		b.WriteString(`"/>`)
	}
	b.WriteString(`</mergeCells></worksheet>`)
	return b.Bytes()
}
