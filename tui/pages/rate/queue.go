package rate

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
)

// job is one call of the desk. Jobs run one after another: two quick presses on
// one activity reach the record in the order of the keys.
type job struct {
	run   func(*store.Desk) tea.Msg
	loads bool // reads the paper
	write bool // leaving before it has run would lose something
	marks *marking

	drafts *pingyi.ActivityKey // of which it writes the draft
}

// marking is the mark that a job sets; a nil mark takes one back.
type marking struct {
	key    pingyi.ActivityKey
	mark   *pingyi.Mark
	rubric string // digest of what it is given by
}

// finished is what a job comes back with. A page that has gone may still have a
// job under way: its message must not be taken for another page's.
type finished struct {
	of  *identity
	msg tea.Msg
}

type identity struct{ _ byte }

// enqueue puts a job at the end. The command is nil while another is running:
// that one's end starts it.
func (m *Model) enqueue(j job) tea.Cmd {
	m.jobs = append(slices.Clip(m.jobs), j)
	if len(m.jobs) > 1 {
		return nil
	}
	return m.start()
}

// start runs the first job.
func (m *Model) start() tea.Cmd {
	if len(m.jobs) == 0 {
		return nil
	}
	run, desk, self := m.jobs[0].run, m.desk, m.self
	ran := make(chan struct{})
	m.ran = ran
	return func() tea.Msg {
		defer close(ran)
		return finished{self, run(desk)}
	}
}

// flush brings all that is not in the record yet there by one command, because
// nobody will be there to start one job after another.
func (m *Model) flush() tea.Cmd {
	cmd := m.keepTyped()
	if cmd != nil || m.unsavedWrites() == 0 { // it is the only one
		return cmd
	}
	rest, desk, ran := m.jobs[1:], m.desk, m.ran
	m.jobs = m.jobs[:1]
	return func() tea.Msg {
		<-ran
		for _, j := range rest {
			if j.write {
				j.run(desk)
			}
		}
		return nil
	}
}

// unsavedWrites counts the jobs that have not reached the record.
func (m Model) unsavedWrites() int {
	n := 0
	for _, j := range m.jobs {
		if j.write {
			n++
		}
	}
	return n
}

// awaits reports whether a job for what is said of the activity is still to come.
func (m Model) awaits(key pingyi.ActivityKey) bool {
	return m.awaitsMark(key) || slices.ContainsFunc(m.jobs, func(j job) bool { return j.drafts != nil && *j.drafts == key })
}

// awaitsMark reports whether one for its mark is.
func (m Model) awaitsMark(key pingyi.ActivityKey) bool {
	return slices.ContainsFunc(m.jobs, func(j job) bool { return j.marks != nil && j.marks.key == key })
}
