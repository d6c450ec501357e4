package exchange

import (
	"bytes"
	"errors"
	"io"

	"pingyi"
)

// Source says what is known of a file before it is read.
type Source struct {
	Name       string            // as the user named it; its beginning may give the department's code
	Format     Format            // "" tells it by the name
	Year       int               // 0 takes the file's own
	Department pingyi.Department // the zero value takes the file's own
}

// Import is one plan as a file gives it.
type Import struct {
	Plan pingyi.Plan // cleaned
	// Has tells the fields for which the file has a column or a section, be it
	// empty. Where it is false the file says nothing, and a record keeps what it
	// has. FieldDepartment stands for the department's name.
	Has     map[pingyi.Field]bool
	Table   string // the sheet or table it came from; "" where the format has none
	Dropped int    // characters left behind by a word processor
	Skipped []Note // what was passed over: signatures, notes, a table that is no plan
}

// Note is something about a file that is no error but that a clerk should see.
type Note struct {
	Place  pingyi.Place
	zh, en string
}

// In returns the sentence in l, with its place.
func (n Note) In(l pingyi.Lang) string {
	return n.Place.In(l) + l.Of("："+n.zh, ": "+n.en)
}

// Read makes plans of a file's content. It is all or nothing: an error is one
// [*pingyi.Error] or the first twenty of them joined, each with its place.
//
// [pingyi.TooBig] is for a file over one of the limits, [pingyi.Invalid] for
// everything else that is wrong with it.
func Read(src Source, data []byte) ([]Import, error) {
	imports, err := read(src, data)
	if err == nil {
		err = distinct(imports)
	}
	if err != nil {
		return nil, inFile(src.Name, err)
	}
	return imports, nil
}

func read(src Source, data []byte) ([]Import, error) {
	if src.Year != 0 {
		if err := pingyi.CheckYear(src.Year); err != nil {
			return nil, err
		}
	}
	format, err := formatOf(src, data)
	if err != nil {
		return nil, err
	}
	var sheets []*sheet
	switch format {
	case JSON:
		return readJSON(src, data)
	case XLSX:
		sheets, err = readXLSX(data)
	case DOCX:
		sheets, err = readDOCX(data)
	default:
		sheets, err = readText(format, data)
	}
	if err != nil {
		return nil, err
	}
	return recognise(src, sheets)
}

// distinct refuses a file that gives one department's plan twice.
func distinct(imports []Import) error {
	seen := map[pingyi.PlanKey]bool{}
	for _, im := range imports {
		if k := im.Plan.Key(); seen[k] {
			return pingyi.Errorf(pingyi.Invalid, "部门 %s 的 %d 年度计划在文件里出现了两次，请删去一份或改正部门编码",
				"the plan of department %s for %d is there twice: delete one, or mend its department code",
				k.Department, k.Year).At(pingyi.Place{Table: im.Table})
		} else {
			seen[k] = true
		}
	}
	return nil
}

// inFile adds the file's name to every error in err.
func inFile(name string, err error) error {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		var named []error
		for _, e := range all.Unwrap() {
			named = append(named, inFile(name, e))
		}
		return errors.Join(named...)
	}
	if e, ok := errors.AsType[*pingyi.Error](err); ok {
		return e.At(pingyi.Place{File: name})
	}
	return err
}

// faults gathers the errors of one file.
type faults []error

func (f *faults) add(err error) { *f = append(*f, err) }

// full reports whether there is no point in looking for more.
func (f faults) full() bool { return len(f) >= maxErrors }

func (f faults) err() error {
	if len(f) == 1 {
		return f[0]
	}
	return errors.Join(f...)
}

// Write writes the plans to w as one file of format f, cleaned first: an error
// of [pingyi.Plan.Clean] is returned before anything is written. Equal plans
// give equal bytes.
//
// Several plans become one array in JSON, a sheet each in .xlsx, a table each in
// .docx, blocks one below the other in the rest. No plan at all is an empty
// array in JSON and [pingyi.NotFound] elsewhere, as no other format can say it.
func Write(w io.Writer, f Format, plans []pingyi.Plan) error {
	if _, err := ParseFormat(string(f)); err != nil {
		return err
	}
	clean := make([]pingyi.Plan, len(plans))
	for i, p := range plans {
		var err error
		if clean[i], _, err = p.Clean(); err != nil {
			return err
		}
		if err = checkTiers(clean[i].Scale); err != nil {
			return err
		}
	}
	if f == JSON {
		return writeJSON(w, clean)
	}
	if len(clean) == 0 {
		return pingyi.Errorf(pingyi.NotFound, "没有可导出的绩效计划", "there is no plan to export")
	}
	pages := make([]page, len(clean))
	for i, p := range clean {
		pages[i] = newPage(p)
	}
	var b bytes.Buffer
	var err error
	switch f {
	case TXT:
		writeTXT(&b, pages)
	case CSV:
		err = writeCSV(&b, ',', pages)
	case TSV:
		err = writeCSV(&b, '\t', pages)
	case DOCX:
		err = writeDOCX(&b, pages)
	case XLSX:
		err = writeXLSX(&b, pages)
	}
	if err == nil {
		_, err = w.Write(b.Bytes())
	}
	return err
}
