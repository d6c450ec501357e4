package exchange

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
)

// writeTXT prints pages as a Word table pasted as text: a tab before each cell,
// an empty line between rows. The further lines of a cell or paragraph have two
// tabs.
func writeTXT(b *bytes.Buffer, pages []page) {
	row := func(cells []string) {
		for _, c := range cells {
			b.WriteString("\t" + strings.ReplaceAll(c, "\n", "\n\t\t") + "\n")
		}
		b.WriteByte('\n')
	}
	for _, g := range pages {
		for _, text := range g.above {
			b.WriteString(strings.ReplaceAll(text, "\n", "\n\t\t") + "\n")
		}
		b.WriteByte('\n')
		upper, lower := g.header()
		row(upper[:len(g.columns)+1])
		row(lower)
		for _, cells := range g.rows {
			row(cells)
		}
	}
}

// writeCSV prints pages with one header row, for programs that sort and filter.
// The byte order mark is what makes a spreadsheet take it for UTF-8.
func writeCSV(w io.Writer, comma rune, pages []page) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.Comma = comma
	write := func(cells ...string) error {
		for i, text := range cells {
			cells[i] = armed(text)
		}
		return c.Write(cells)
	}
	for _, g := range pages {
		for _, text := range g.above {
			if err := write(text); err != nil {
				return err
			}
		}
		if err := write(append(append([]string{}, g.columns...), g.tiers...)...); err != nil {
			return err
		}
		for _, cells := range g.rows {
			if err := write(cells...); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}
