package exchange

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"pingyi"
)

// readXLSX reads the visible sheets of a workbook: the stored values, never a
// format's rounding of them; of a formula the result last computed, as nothing
// here computes one. Macros are not looked at.
func readXLSX(data []byte) (sheets []*sheet, err error) {
	// The library panics on some workbooks that no program writes.
	defer func() {
		if p := recover(); p != nil {
			sheets, err = nil, damaged(fmt.Errorf("excelize: %v", p))
		}
	}()
	f, parts, err := openXLSX(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var m meter
	cells := map[*sheet][][]cell{}
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err != nil {
			return nil, damaged(err)
		} else if !shown {
			sheets = append(sheets, &sheet{format: XLSX, name: name}) // noted as no plan
			continue
		}
		s := &sheet{format: XLSX, name: name}
		all, err := readCells(f, name, true, &m)
		if err == nil {
			err = show(f, name, all)
		}
		if err != nil {
			return nil, err.(*pingyi.Error).At(pingyi.Place{Table: name})
		}
		cells[s] = all
		sheets = append(sheets, s)
	}
	// To find what is merged the library builds every row and column up to the
	// furthest; of a sheet without cells it builds nothing.
	for part, refs := range parts.merged {
		f.Pkg.Store(part, mergedOnly(refs))
	}
	for _, s := range sheets {
		if all, shown := cells[s]; shown {
			if err := s.finish(f, all, &m); err != nil {
				return nil, err.(*pingyi.Error).At(pingyi.Place{Table: s.name})
			}
		}
	}
	return sheets, nil
}

// openXLSX opens a workbook that has been surveyed.
func openXLSX(data []byte) (*excelize.File, *surveyed, error) {
	parts, err := survey(data)
	if err != nil {
		return nil, nil, err
	}
	// With both limits the same, nothing goes to temporary files.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked})
	if err != nil {
		return nil, nil, damaged(err)
	}
	return f, parts, nil
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
		columns = trimmed(columns)
		if len(columns) > 0 {
			if err := m.add(len(columns), n); err != nil {
				return nil, err
			}
		}
		cells := make([]cell, len(columns))
		for i, text := range columns {
			if err := m.text(text); err != nil {
				return nil, err
			}
			cells[i].text = text
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

// finish makes the rows of s from its cells and the ranges that are merged.
func (s *sheet) finish(f *excelize.File, all [][]cell, m *meter) error {
	merged, err := f.GetMergeCells(s.name, true)
	if err != nil {
		return damaged(err)
	}
	for _, c := range merged {
		if err := merge(all, c, m); err != nil {
			return err
		}
	}
	for i, cells := range all {
		if says(cells) {
			s.rows = append(s.rows, row{n: i + 1, table: 1, cells: cells})
		}
	}
	return nil
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
