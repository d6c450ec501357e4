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
	for n := 1; dec.More() && !all.full(); n++ {
		if n > MaxRows {
			return nil, pingyi.Errorf(pingyi.TooBig, "文件里超过 %d 份计划，请分成几个文件", "the file has more than %d plans: part it", MaxRows)
		}
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

// present notes the fields that are there: one that only some activities have is
// refused, lest it be emptied in the others. The sum is only written where the
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
		given := 0
		without := -1
		for i, a := range activities {
			if a[string(f)] != nil {
				given++
			} else {
				without = i
			}
		}
		if given > 0 && without >= 0 {
			return pingyi.Errorf(pingyi.Invalid, "别的活动有“%s”，这一项没有；没有内容请写 \"\"", "other activities have %q, this one has not: write \"\" for an empty text", string(f)).
				At(pingyi.Place{Activity: without + 1, Field: string(f)})
		}
		im.Has[f] = without < 0
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
