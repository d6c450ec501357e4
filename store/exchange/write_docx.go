package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// writeDOCX writes the least of a Word document that Word, WPS and LibreOffice
// open: its types, its one relationship and its text.
func writeDOCX(w io.Writer, pages []page) error {
	var doc wordWriter
	for _, g := range pages {
		doc.page(g)
	}
	return doc.pack(w)
}

// pack writes the document whose body has been gathered, on A4 laid across.
func (w *wordWriter) pack(out io.Writer) error {
	var doc wordWriter
	doc.raw(xmlHead, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`, w.String(), `<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="850" w:right="850" w:bottom="850" w:left="850" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	zw := zip.NewWriter(out)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", doc.String()},
	} {
		// The moment is fixed, so that equal plans give equal bytes; it is the
		// first that the archive's own clock can say.
		f, err := zw.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return zw.Close()
}

// wordWriter gathers the text of a document.
type wordWriter struct{ bytes.Buffer }

func (w *wordWriter) raw(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

// paragraph writes one paragraph, its further lines after breaks.
func (w *wordWriter) paragraph(text string) {
	w.raw(`<w:p>`)
	for i, line := range strings.Split(text, "\n") {
		w.raw(`<w:r>`)
		if i > 0 {
			w.raw(`<w:br/>`)
		}
		w.raw(`<w:t xml:space="preserve">`)
		_ = xml.EscapeText(w, []byte(line)) // a buffer does not fail
		w.raw(`</w:t></w:r>`)
	}
	w.raw(`</w:p>`)
}

// cell writes a cell with the properties that merge it, a paragraph for a line.
func (w *wordWriter) cell(merge, text string) {
	w.raw(`<w:tc><w:tcPr>`, merge, `</w:tcPr>`)
	for line := range strings.SplitSeq(text, "\n") {
		w.paragraph(line)
	}
	w.raw(`</w:tc>`)
}

// openTable begins a table of so many columns.
func (w *wordWriter) openTable(columns int) {
	w.raw(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		w.raw(`<w:`, side, ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	w.raw(`</w:tblBorders></w:tblPr><w:tblGrid>`)
	for range columns {
		w.raw(`<w:gridCol w:w="`, strconv.Itoa(15000/columns), `"/>`)
	}
	w.raw(`</w:tblGrid>`)
}

// repeated is of a row that stands on every sheet of paper.
const repeated = `<w:trPr><w:tblHeader/></w:trPr>`

func (w *wordWriter) page(g page) {
	for _, text := range g.above {
		w.paragraph(text)
	}
	w.openTable(g.width())
	upper, lower := g.header()
	w.raw(`<w:tr>`, repeated)
	for _, text := range g.columns {
		w.cell(`<w:vMerge w:val="restart"/>`, text)
	}
	w.cell(`<w:gridSpan w:val="`+strconv.Itoa(len(g.tiers))+`"/>`, upper[len(g.columns)])
	w.raw(`</w:tr><w:tr>`, repeated)
	for i, text := range lower {
		merge := ""
		if i < len(g.columns) {
			merge = `<w:vMerge/>`
		}
		w.cell(merge, text)
	}
	w.raw(`</w:tr>`)
	for _, cells := range g.rows {
		w.row("", cells)
	}
	w.closeTable()
}

// row writes a row of cells, none of them merged.
func (w *wordWriter) row(properties string, cells []string) {
	w.raw(`<w:tr>`, properties)
	for _, text := range cells {
		w.cell("", text)
	}
	w.raw(`</w:tr>`)
}

// closeTable ends a table, with a paragraph: two in a row would grow together.
func (w *wordWriter) closeTable() { w.raw(`</w:tbl><w:p/>`) }

// table writes a table whose first row is its header.
func (w *wordWriter) table(rows [][]string) {
	w.openTable(len(rows[0]))
	w.row(repeated, rows[0])
	for _, cells := range rows[1:] {
		w.row("", cells)
	}
	w.closeTable()
}
