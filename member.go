package pingyi

import (
	"fmt"
	"strconv"
	"strings"
)

// Role is what a member is there to do.
type Role string

// The roles. The record's owner, whoever may open its directory, is no member
// but acts with rights of its own; see [Actor].
const (
	Clerk    Role = "clerk"
	Reviewer Role = "reviewer"
	Chair    Role = "chair"
	Auditor  Role = "auditor"
	Admin    Role = "admin"
	Owner    Role = "owner"
)

// Roles returns the roles that a member can have.
func Roles() []Role { return []Role{Clerk, Reviewer, Chair, Auditor, Admin} }

// ParseRole reads a role by its code or its Chinese title.
func ParseRole(s string) (Role, error) {
	for _, r := range Roles() {
		if s == string(r) || s == r.In(Zh) {
			return r, nil
		}
	}
	const roles = "clerk（填报员）、reviewer（评委）、chair（组长）、auditor（监督）或 admin（管理员）"
	if s == "" {
		return "", Errorf(Invalid, "没有指定角色，请用 "+roles, "no role is given: use clerk, reviewer, chair, auditor or admin")
	}
	return "", Errorf(Invalid, "没有“%s”这个角色，请用 "+roles,
		"there is no role %q: use clerk, reviewer, chair, auditor or admin", Excerpt(s, 20))
}

// In returns the role's title.
func (r Role) In(l Lang) string {
	switch r {
	case Clerk:
		return l.Of("填报员", "clerk")
	case Reviewer:
		return l.Of("评委", "reviewer")
	case Chair:
		return l.Of("组长", "chair")
	case Auditor:
		return l.Of("监督", "auditor")
	case Admin:
		return l.Of("管理员", "administrator")
	case Owner:
		return l.Of("记录所有者", "owner of the record")
	}
	return string(r)
}

// Weight is how much a member's score counts in a weighted mean, in hundredths:
// 100 is the usual 1.
type Weight int

// ParseWeight reads a weight from 0.01 to 100 with at most two decimals.
func ParseWeight(s string) (Weight, error) {
	whole, frac, dotted := strings.Cut(strings.TrimSpace(HalfWidth(s)), ".")
	n, err := strconv.Atoi(whole + (frac + "00")[:2])
	if err != nil || whole == "" || !digits(whole) || !digits(frac) || len(frac) > 2 || dotted && frac == "" || n < 1 || n > int(maxWeight) {
		return 0, badWeight(s)
	}
	return Weight(n), nil
}

const maxWeight Weight = 100_00

func badWeight(s string) error {
	return Errorf(Invalid, "权重“%s”不对，请填 0.01 到 100 的数，最多两位小数",
		"the weight %q is wrong: enter a number from 0.01 to 100 with at most two decimals", Excerpt(s, 20))
}

// String returns the weight without needless zeros: "1.5".
func (w Weight) String() string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", w/100, w%100), "0"), ".")
}

// MarshalText writes the form of String.
func (w Weight) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what ParseWeight reads.
func (w *Weight) UnmarshalText(b []byte) (err error) {
	*w, err = ParseWeight(string(b))
	return err
}

// Member is a person with rights.
type Member struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Role     Role   `json:"role"`
	Weight   Weight `json:"weight"`
	Disabled bool   `json:"disabled,omitempty"`
}

// Clean returns the member as the record keeps it: the name cleaned, the weight
// 1 where there is none. The error says which of its fields breaks a rule.
func (m Member) Clean() (Member, error) {
	if err := CheckCode(NounMember, m.ID); err != nil {
		return m, err
	}
	if m.ID == string(Owner) {
		return m, Errorf(Invalid, "“owner”是记录所有者的代号，请换一个", "\"owner\" names the owner of the record: choose another id")
	}
	name, _, err := CleanLine(m.Name)
	if err != nil {
		return m, Errorf(Invalid, "成员姓名“%s”：%s", "the member's name %q: %s", Excerpt(m.Name, 40), err)
	}
	if n := len([]rune(name)); n == 0 || n > 40 {
		return m, Errorf(Invalid, "成员姓名要有 1 至 40 个字", "a member's name has 1 to 40 characters")
	}
	if _, err := ParseRole(string(m.Role)); err != nil {
		return m, err
	}
	switch {
	case m.Weight == 0:
		m.Weight = 100
	case m.Weight < 1 || m.Weight > maxWeight:
		return m, badWeight(m.Weight.String())
	}
	m.Name = name
	return m, nil
}

// Actor is who does something: with whose rights, and by whose hand.
type Actor struct {
	Member Member
	// By is who is at the keyboard when that is not the member: the owner
	// entering somebody's paper ballot. The journal names both.
	By string
}

// OwnerActor is the record's owner acting as such.
func OwnerActor() Actor { return Actor{Member: Member{ID: string(Owner), Role: Owner}} }

// String names the actor as the journal does: "r1", "r1 (owner)".
func (a Actor) String() string {
	if a.By == "" {
		return a.Member.ID
	}
	return a.Member.ID + " (" + a.By + ")"
}
