package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"pingyi"
)

// readJSON reads one plan or an array of them, as exports write it.
func readJSON(src Source, data []byte) ([]Import, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	b := []byte(text)
	if err := syntax(b); err != nil {
		return nil, err
	}
	var imports []Import
	var all faults
	dec := json.NewDecoder(bytes.NewReader(b))
	if bytes.HasPrefix(bytes.TrimLeft(b, " \t\n"), []byte("[")) {
		if _, err := dec.Token(); err != nil {
			return nil, damaged(err)
		}
	}
	for dec.More() && !all.full() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, damaged(err)
		}
		row, _ := position(b, int(dec.InputOffset())-len(raw))
		im, err := onePlan(src, raw)
		if err != nil {
			e := pingyi.Errorf(pingyi.Invalid, "不是有效的绩效计划", "no valid plan").Because(err)
			if known, ok := errors.AsType[*pingyi.Error](err); ok {
				e = known
			}
			all.add(e.At(pingyi.Place{Row: row}))
			continue
		}
		imports = append(imports, im)
	}
	if len(all) > 0 {
		return nil, all.err()
	}
	if len(imports) == 0 {
		return nil, pingyi.Errorf(pingyi.Invalid, "文件里没有绩效计划", "the file holds no plan")
	}
	if src.Department.Code != "" && len(imports) > 1 {
		return nil, tooManyFor(src.Department.Code, len(imports))
	}
	return imports, nil
}

// syntax checks the whole file, so that the error can say where.
func syntax(b []byte) error {
	var whole json.RawMessage
	err := json.Unmarshal(b, &whole)
	bad, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return nil
	}
	row, col := position(b, int(bad.Offset))
	return pingyi.Errorf(pingyi.Invalid, "不是有效的 JSON（第 %[1]d 行第 %[2]d 个字节附近）", "not valid JSON (near row %[1]d, byte %[2]d)", row, col).
		Because(err).At(pingyi.Place{Row: row})
}

// position returns the row and the byte within it of an offset, from 1.
func position(b []byte, offset int) (row, col int) {
	b = b[:min(max(0, offset), len(b))]
	return 1 + bytes.Count(b, []byte("\n")), max(1, len(b)-bytes.LastIndexByte(b, '\n')-1)
}

func onePlan(src Source, raw json.RawMessage) (Import, error) {
	var p pingyi.Plan
	if err := p.UnmarshalJSON(raw); err != nil {
		return Import{}, err
	}
	if err := checkTiers(p.Scale); err != nil {
		return Import{}, err
	}
	if src.Year != 0 && p.Year != 0 && p.Year != src.Year {
		return Import{}, otherYear(p.Year, src.Year)
	}
	if p.Year == 0 {
		p.Year = src.Year
	}
	pre := preamble{department: p.Department, has: map[pingyi.Field]bool{pingyi.FieldDepartment: p.Department.Code != ""}}
	var named bool
	var err error
	if p.Department, named, err = department(src, pre); err != nil {
		return Import{}, err
	}
	im := Import{Has: map[pingyi.Field]bool{pingyi.FieldName: true, pingyi.FieldBudget: true, pingyi.FieldDepartment: named}}
	if im.Plan, im.Dropped, err = p.Clean(); err != nil {
		return Import{}, err
	}
	return im, im.present(raw)
}

// present notes the fields that are there. The sum is only written where the
// filed table states one, so that its absence says that it does not.
func (im *Import) present(raw json.RawMessage) error {
	var plan map[string]json.RawMessage
	if err := json.Unmarshal(raw, &plan); err != nil && err != io.EOF {
		return err
	}
	for _, f := range []pingyi.Field{pingyi.FieldOverallGoal, pingyi.FieldDutyGoals} {
		im.Has[f] = plan[string(f)] != nil
	}
	var activities []map[string]json.RawMessage
	if list := plan["activities"]; list != nil {
		if err := json.Unmarshal(list, &activities); err != nil {
			return err
		}
	}
	im.Has[pingyi.FieldStatedTotal] = true
	for _, f := range []pingyi.Field{pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator, pingyi.FieldCriteria} {
		im.Has[f] = len(activities) == 0
		for _, a := range activities {
			im.Has[f] = im.Has[f] || a[string(f)] != nil
		}
	}
	return nil
}

// writeJSON writes an array that people can read and compare.
func writeJSON(w io.Writer, plans []pingyi.Plan) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(plans)
}
