package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"pingyi"
)

// readDOCX reads the main part of a Word document: paragraphs, and tables with
// their merged cells. Text that tracked changes have deleted, text boxes,
// pictures and notes are left out; nothing is ever unpacked to disk.
func readDOCX(data []byte) ([]*sheet, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	part, err := zr.Open(mainPart(zr))
	if err != nil {
		return nil, damaged(err)
	}
	defer part.Close()
	w := wordReader{sheet: &sheet{format: DOCX}}
	if err := w.read(&limitReader{r: part, left: MaxUnpacked}); err != nil {
		return nil, err
	}
	return []*sheet{w.sheet}, nil
}

// mainPart finds the document by the package's relationships; some programs
// call it document2.xml.
func mainPart(zr *zip.Reader) string {
	const usual = "word/document.xml"
	f, err := zr.Open("_rels/.rels")
	if err != nil {
		return usual
	}
	defer f.Close()
	var rels struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		}
	}
	if xml.NewDecoder(io.LimitReader(f, 1<<20)).Decode(&rels) != nil {
		return usual
	}
	for _, r := range rels.Relationship {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return path.Clean(strings.TrimPrefix(r.Target, "/"))
		}
	}
	return usual
}

// limitReader fails with [pingyi.TooBig] past its limit, counting what is really
// unpacked.
type limitReader struct {
	r    io.Reader
	left int64
}

func (l *limitReader) Read(b []byte) (int, error) {
	n, err := l.r.Read(b)
	if l.left -= int64(n); l.left < 0 {
		return 0, unpackedTooBig()
	}
	return n, err
}

// wordReader walks the elements of a document.
type wordReader struct {
	sheet  *sheet
	meter  meter
	tables int // so far, outermost only
	rows   int // of this table
	depth  int // tables within tables

	above []cell // the row above, blank or not, for merged cells
	cells []cell // of this row
	cell  *wordCell
	text  strings.Builder // of this paragraph
	in    bool            // inside w:t
}

// wordCell is a cell being read.
type wordCell struct {
	paragraphs []string
	span       int
	up         bool
}

func (w *wordReader) read(r io.Reader) error {
	dec := xml.NewDecoder(r)
	nested, skip := 0, 0
	for {
		token, err := dec.RawToken()
		if err == io.EOF {
			if nested != 0 {
				return damaged(io.ErrUnexpectedEOF)
			}
			return nil
		}
		if err != nil {
			if e, ok := errors.AsType[*pingyi.Error](err); ok {
				return e
			}
			return damaged(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if nested++; nested > maxDepth {
				return pingyi.Errorf(pingyi.TooBig, "文档的元素嵌套超过 %d 层，不予读取", "the document nests elements more than %d deep and is not read", maxDepth)
			}
			if skip == 0 && left(t.Name.Local) {
				skip = nested
			}
			if skip == 0 && t.Name.Space == "w" {
				w.start(t)
			}
		case xml.EndElement:
			if skip == 0 && t.Name.Space == "w" {
				if err := w.end(t.Name.Local); err != nil {
					return err
				}
			}
			if nested == skip {
				skip = 0
			}
			if nested--; nested < 0 {
				return damaged(nil)
			}
		case xml.CharData:
			if w.in && skip == 0 {
				w.text.Write(t)
			}
		case xml.Directive:
			return pingyi.Errorf(pingyi.Invalid, "文档里有 DTD 声明，不予读取", "the document holds a DTD and is not read")
		}
	}
}

// left tells the elements whose content is no text of the document.
func left(element string) bool {
	switch element {
	case "del", "moveFrom", "drawing", "pict", "object", "txbxContent", "Fallback", "instrText", "pPrChange", "rPrChange", "tcPrChange", "trPrChange", "tblPrChange":
		return true
	}
	return false
}

func (w *wordReader) start(t xml.StartElement) {
	outer := w.depth == 1
	switch t.Name.Local {
	case "tbl":
		if w.depth++; w.depth == 1 {
			w.tables++
			w.rows, w.above = 0, nil
		}
	case "tr":
		if outer {
			w.rows++
			w.cells = nil
		}
	case "gridBefore":
		if n, _ := strconv.Atoi(val(t)); outer && len(w.cells) == 0 && n > 0 && n <= MaxColumns {
			w.cells = append(w.cells, make([]cell, n)...)
		}
	case "tc":
		if outer {
			w.cell = &wordCell{span: 1}
		}
	case "gridSpan":
		if n, _ := strconv.Atoi(val(t)); outer && w.cell != nil && n > 0 {
			w.cell.span = min(n, MaxColumns+1)
		}
	case "vMerge":
		if outer && w.cell != nil {
			w.cell.up = val(t) != "restart"
		}
	case "p":
		w.text.Reset()
	case "t":
		w.in = true
	case "br", "cr":
		w.text.WriteByte('\n')
	case "tab":
		// A tab stop of a paragraph's style has the same name, but a position.
		if val(t) == "" {
			w.text.WriteByte('\t')
		}
	case "noBreakHyphen":
		w.text.WriteByte('-')
	case "sym":
		w.text.WriteRune('□') // a picture of a symbol font; its number says nothing
	}
}

func (w *wordReader) end(element string) error {
	switch element {
	case "t":
		w.in = false
	case "p":
		text := w.text.String()
		w.text.Reset()
		if w.cell != nil {
			w.cell.paragraphs = append(w.cell.paragraphs, text)
		} else if w.depth == 0 {
			w.sheet.paragraph(strings.Trim(text, "\n"), 0)
		}
		return w.meter.add(0, 0)
	case "tc":
		if w.depth == 1 && w.cell != nil {
			w.endCell()
			if len(w.cells) > MaxColumns {
				return w.meter.add(len(w.cells), w.rows)
			}
		}
	case "tr":
		if w.depth == 1 {
			return w.endRow()
		}
	case "tbl":
		w.depth = max(0, w.depth-1)
	}
	return nil
}

func (w *wordReader) endCell() {
	c := cell{text: strings.Join(w.cell.paragraphs, "\n"), span: w.cell.span}
	if col := len(w.cells); w.cell.up && col < len(w.above) {
		c.up, c.text = true, w.above[col].text
	}
	w.cells = append(w.cells, c)
	if w.cell.span > 1 {
		w.cells = append(w.cells, make([]cell, w.cell.span-1)...)
	}
	w.cell = nil
}

func (w *wordReader) endRow() error {
	if err := w.meter.add(len(w.cells), w.rows); err != nil {
		return err
	}
	if says(w.cells) {
		w.sheet.rows = append(w.sheet.rows, row{n: w.rows, table: w.tables, cells: w.cells})
	}
	w.above, w.cells = w.cells, nil
	return nil
}

// val returns the attribute w:val.
func val(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}
