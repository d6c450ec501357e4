package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"pingyi"
)

// readXLSX reads the visible sheets of a workbook: the stored values, never a
// format's rounding of them; of a formula the result last computed, as nothing
// here computes one. Macros are not looked at.
func readXLSX(data []byte) (sheets []*sheet, err error) {
	if err := unpacked(data); err != nil {
		return nil, err
	}
	// The library panics on some workbooks that no program writes.
	defer func() {
		if p := recover(); p != nil {
			sheets, err = nil, damaged(fmt.Errorf("excelize: %v", p))
		}
	}()
	// With both limits the same, nothing goes to temporary files.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked})
	if err != nil {
		return nil, damaged(err)
	}
	defer f.Close()
	var m meter
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err != nil {
			return nil, damaged(err)
		} else if !shown {
			sheets = append(sheets, &sheet{format: XLSX, name: name}) // noted as no plan
			continue
		}
		s, err := readWorksheet(f, name, &m)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// unpacked inflates every part once, so that a bomb is met before anything is
// built of it.
func unpacked(data []byte) error {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return damaged(err)
	}
	left := int64(MaxUnpacked)
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			return damaged(err)
		}
		b, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close()
		if left -= int64(len(b)); left < 0 {
			return unpackedTooBig()
		}
		if err != nil {
			return damaged(err)
		}
		// The library compares every merged range with every other.
		if bytes.Count(b, []byte("mergeCell ")) > MaxRows {
			return pingyi.Errorf(pingyi.TooBig, "合并单元格太多，最多 %d 处", "too many merged cells: at most %d", MaxRows)
		}
	}
	return nil
}

// readCells lists the cells by row, blank rows too, as numbers or as they show.
// A sheet of charts has none.
func readCells(f *excelize.File, name string, raw bool, m *meter) ([][]cell, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, nil
	}
	defer rows.Close()
	var all [][]cell
	for n := 1; rows.Next(); n++ {
		columns, err := rows.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			return nil, damaged(err)
		}
		cells := make([]cell, len(columns))
		for i, text := range columns {
			cells[i].text = text
		}
		cells = trimmed(cells)
		if err := m.add(len(cells), n); err != nil {
			return nil, err
		}
		all = append(all, cells)
	}
	if err := rows.Error(); err != nil {
		return nil, damaged(err)
	}
	return all, nil
}

// show replaces numbers by what a person sees of them, such as 95% for 0.95, and
// keeps the number for amounts.
func show(f *excelize.File, name string, all [][]cell) error {
	shown, err := readCells(f, name, false, &meter{})
	if err != nil {
		return err
	}
	for i := range min(len(all), len(shown)) {
		for j := range min(len(all[i]), len(shown[i])) {
			if c := &all[i][j]; c.text != shown[i][j].text {
				c.text, c.raw = shown[i][j].text, c.text
			}
		}
	}
	return nil
}

func readWorksheet(f *excelize.File, name string, m *meter) (*sheet, error) {
	s := &sheet{format: XLSX, name: name}
	at := pingyi.Place{Table: name}
	all, err := readCells(f, name, true, m)
	if err == nil {
		err = show(f, name, all)
	}
	if err != nil {
		return nil, err.(*pingyi.Error).At(at)
	}
	merged, err := f.GetMergeCells(name, true)
	if err != nil {
		return nil, damaged(err).At(at)
	}
	for _, c := range merged {
		if err := merge(all, c, m); err != nil {
			return nil, err.(*pingyi.Error).At(at)
		}
	}
	for i, cells := range all {
		if says(cells) {
			s.rows = append(s.rows, row{n: i + 1, table: 1, cells: cells})
		}
	}
	return s, nil
}

// merge marks the cells that a merged range covers, as far as rows are written.
func merge(all [][]cell, c excelize.MergeCell, m *meter) error {
	left, top, err := excelize.CellNameToCoordinates(c.GetStartAxis())
	if err != nil {
		return damaged(err)
	}
	right, bottom, err := excelize.CellNameToCoordinates(c.GetEndAxis())
	if err != nil {
		return damaged(err)
	}
	left, top, right, bottom = min(left, right)-1, min(top, bottom)-1, max(left, right)-1, max(top, bottom)-1
	if top >= len(all) || left >= MaxColumns {
		return nil
	}
	text := ""
	if left < len(all[top]) {
		text = all[top][left].text
		all[top][left].span = right - left + 1
	}
	for i := top + 1; i <= min(bottom, len(all)-1); i++ {
		if err := m.add(left+1, i+1); err != nil {
			return err
		}
		if len(all[i]) <= left {
			all[i] = append(all[i], make([]cell, left+1-len(all[i]))...)
		}
		all[i][left] = cell{text: text, span: right - left + 1, up: true}
	}
	return nil
}
