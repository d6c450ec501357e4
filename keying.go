package pingyi

import "strings"

// The steps of the hands in a plan's grid, as the journal names them.
const (
	CommandEnter          = "enter"
	CommandClear          = "clear"
	CommandCut            = "cut"
	CommandPaste          = "paste"
	CommandFillDown       = "fill down"
	CommandDitto          = "ditto"
	CommandFillSeries     = "fill series"
	CommandReplaceAll     = "replace all"
	CommandPutTemplate    = "put template"
	CommandInsertRows     = "insert rows"
	CommandDuplicateRows  = "duplicate rows"
	CommandMoveRows       = "move rows"
	CommandDeleteRows     = "delete rows"
	CommandSettle         = "settle"
	CommandResume         = "resume draft"
	CommandEditActivities = "edit activities" // several steps at once
)

// What an undoing and a redoing are named by, before the command that they undo.
const (
	undoing = "undo "
	redoing = "redo "
)

// UndoCommand returns the command that takes back what command did. An undoing is
// taken back by a redoing, and that by an undoing.
func UndoCommand(command string) string {
	if undone, ok := strings.CutPrefix(command, undoing); ok {
		return redoing + undone
	}
	return undoing + strings.TrimPrefix(command, redoing)
}

// IsRedoing reports whether a command takes an undoing back.
func IsRedoing(command string) bool { return strings.HasPrefix(command, redoing) }

// IsKeying reports whether a command is a step of the hands in a plan's grid, its
// undoing or its redoing.
func IsKeying(command string) bool {
	command = strings.TrimPrefix(strings.TrimPrefix(command, undoing), redoing)
	return keyingTitle(command) != ""
}

func keyingTitle(command string) string {
	switch command {
	case CommandEnter:
		return "填写"
	case CommandClear:
		return "清除"
	case CommandCut:
		return "剪切"
	case CommandPaste:
		return "粘贴"
	case CommandFillDown:
		return "向下填充"
	case CommandDitto:
		return "同上"
	case CommandFillSeries:
		return "填充序列"
	case CommandReplaceAll:
		return "全部替换"
	case CommandPutTemplate:
		return "套用模板"
	case CommandInsertRows:
		return "插入行"
	case CommandDuplicateRows:
		return "复制行"
	case CommandMoveRows:
		return "移动行"
	case CommandDeleteRows:
		return "删除行"
	case CommandSettle:
		return "选定内容"
	case CommandResume:
		return "接着写草稿"
	case CommandEditActivities:
		return "修改多项活动"
	}
	return ""
}
