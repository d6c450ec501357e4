package sshd

import (
	"context"
	"strings"
	"time"

	"pingyi"
)

// watchEvery is how often at most members are looked up after changes of the
// record.
const watchEvery = 100 * time.Millisecond

// watch ends the sessions of members that are disabled, and of invitations that
// are over.
func (s *Server) watch(ended <-chan struct{}) {
	woken, stop := s.cfg.Store.Wake()
	defer stop()
	for {
		select {
		case _, open := <-woken:
			if !open {
				return
			}
		case <-ended:
			return
		}
		s.dismiss()
		select {
		case <-time.After(watchEvery):
		case <-ended:
			return
		}
	}
}

// hangUp is how long a client has to hang up when its session was ended against
// what runs in it.
const hangUp = 5 * time.Second

func (s *Server) dismiss() {
	all := s.gate.now()
	if len(all) == 0 {
		return
	}
	ids, err := s.door.Enabled(context.Background())
	if err != nil {
		s.log.Error("the record cannot be asked who is disabled", "error", shown(err.Error()))
		return
	}
	for _, v := range all {
		switch {
		case v.who.owner():
		case !ids[v.who.member]:
			v.end(disabled())
		case v.who.code != "":
			if _, err := v.desk(""); err != nil {
				v.uninvite(err)
			}
		}
	}
}

func disabled() error {
	return pingyi.Errorf(pingyi.Forbidden, "您的账号已被停用；有疑问请找管理员", "your account has been disabled: ask the administrator if you wonder why")
}

// end ends the session for a reason that it then says. What runs has a moment to
// leave the terminal as it was; the record refuses it by now.
func (v *session) end(why error) {
	v.mu.Lock()
	again := v.why != nil
	if !again {
		v.why = why
	}
	v.mu.Unlock()
	if again {
		return
	}
	v.cancel()
	time.AfterFunc(cutGrace, func() {
		select {
		case <-v.done:
			return
		default:
		}
		v.restore()
		v.say(why)
		v.mu.Lock()
		if v.ch != nil {
			_ = v.ch.Close()
		}
		v.mu.Unlock()
		v.line.finish(hangUp)
	})
}

// uninvite ends what came by an invitation that is over. A command that has just
// used it is given the time to say so.
func (v *session) uninvite(why error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.screen && v.why == nil {
		v.why = why
	}
	time.AfterFunc(cutGrace, v.cancel)
}

// stop tells the session that the server stops: a command is cancelled, screens
// have heard it from [Visit.Stopping].
func (v *session) stop() {
	v.mu.Lock()
	began, screen, ch := v.began, v.screen, v.ch
	v.mu.Unlock()
	switch {
	case began && !screen:
		v.cancel()
	case !began && ch != nil:
		_ = ch.Close()
	}
}

// say writes an error's sentence to the session, once.
func (v *session) say(err error) {
	v.mu.Lock()
	said, to, eol := v.said, v.err, "\n"
	v.said = true
	if v.asked.terminal != nil {
		to, eol = v.out, "\r\n"
	}
	lang, known := v.asked.lang()
	encode := v.encode
	v.mu.Unlock()
	if said || to == nil {
		return
	}
	text := both(err)
	if known {
		text = pingyi.Explain(err, lang)
	}
	b := []byte(strings.ReplaceAll("pingyi: "+text+"\n", "\n", eol))
	if encode != nil {
		b = encode(b)
	}
	_, _ = to.Write(b)
}

// restore leaves a terminal that was drawn on as it was: the main screen, its
// cursor, no mouse, no marked pastes, no colours. What was written tells whether it
// was drawn on: with arguments, too, the screens may have been meant.
func (v *session) restore() {
	v.mu.Lock()
	out := v.out
	v.mu.Unlock()
	if out != nil && out.onScreen() {
		_, _ = out.Write([]byte("\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[0m" + mainScreen + "\x1b[?25h\r\n"))
	}
}
