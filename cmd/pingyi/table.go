package main

import (
	"fmt"
	"strings"
)

// column is one of a printed table; figures are aligned to the right.
type column struct {
	title string
	right bool
}

// printTable prints rows under the columns' titles, aligned by what a terminal
// shows: a hanzi takes two columns. What is stored is made visible, never obeyed.
func (a *app) printTable(columns []column, rows [][]string) {
	m := a.measure
	width := make([]int, len(columns))
	all := make([][]string, 0, len(rows)+1)
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	for _, row := range append([][]string{titles}, rows...) {
		line := make([]string, len(row))
		for i, text := range row {
			line[i] = oneLine(text)
			width[i] = max(width[i], m.Width(line[i]))
		}
		all = append(all, line)
	}
	for _, row := range all {
		for i := range row {
			if columns[i].right {
				row[i] = m.PadLeft(row[i], width[i])
			} else {
				row[i] = m.Pad(row[i], width[i])
			}
		}
		fmt.Fprintln(a.out, strings.TrimRight(strings.Join(row, "  "), " "))
	}
}
