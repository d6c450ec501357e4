package pingyi_test

import (
	"testing"

	"pingyi"
)

func TestAnUndoingIsNamedByWhatItUndoes(t *testing.T) {
	undo := pingyi.UndoCommand(pingyi.CommandPaste)
	redo := pingyi.UndoCommand(undo)
	for _, c := range []struct{ command, zh, en string }{
		{undo, "撤销：粘贴", "undo paste"},
		{redo, "重做：粘贴", "redo paste"},
		{pingyi.UndoCommand(redo), "撤销：粘贴", "undo paste"},
		{pingyi.UndoCommand(pingyi.CommandEditActivity), "撤销：修改活动", "undo edit activity"},
	} {
		if zh, en := pingyi.CommandTitle(c.command, pingyi.Zh), pingyi.CommandTitle(c.command, pingyi.En); zh != c.zh || en != c.en {
			t.Errorf("%q is %q and %q", c.command, zh, en)
		}
	}
	if !pingyi.IsKeying(undo) || !pingyi.IsKeying(redo) || pingyi.IsKeying(pingyi.CommandRate) || pingyi.IsKeying("undo "+pingyi.CommandRate) {
		t.Error("what is a step of keying is not told from what is none")
	}
}
