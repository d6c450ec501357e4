package store

import (
	"context"

	"pingyi"
)

// Panels lists the panels with their last round, which is the zero round where
// none was opened yet. Right: read-panels.
func (d *Desk) Panels(ctx context.Context) (list []PanelSummary, err error) {
	err = d.read(ctx, func(v *view) error {
		list = nil
		if err := v.actor.May(pingyi.ReadPanels, nil, nil); err != nil {
			return err
		}
		seal, err := v.seal()
		if err != nil {
			return err
		}
		return scan(v, panelPart, func(_ string, p pingyi.Panel) error {
			r, _, err := v.lastRound(p.ID)
			list = append(list, PanelSummary{p, seal.discreet(r)})
			return err
		})
	})
	return list, err
}

// PanelSummary is a panel as a list shows it.
type PanelSummary struct {
	Panel pingyi.Panel
	Round pingyi.Round
}

// CreatePanel enters a new panel. Its members must be there, enabled, and able to
// rate; its chair must have that role; a department named must have a plan.
// Right: manage-panels.
func (d *Desk) CreatePanel(ctx context.Context, p pingyi.Panel) error {
	p, err := p.Clean()
	if err != nil {
		return err
	}
	return d.update(ctx, pingyi.CommandCreatePanel, func(t *tx) error {
		if err := t.actor.May(pingyi.ManagePanels, nil, nil); err != nil {
			return err
		}
		if _, found, err := get[pingyi.Panel](t, panelKey(p.ID)); err != nil || found {
			if err == nil {
				err = pingyi.Errorf(pingyi.Exists, "评审组 %s 已经有了", "there is a panel %s already", p.ID)
			}
			return err
		}
		for _, id := range p.Members {
			m, err := t.member(id)
			if err != nil {
				return err
			}
			if err := (pingyi.Actor{Member: m}).May(pingyi.Rate, &p, nil); err != nil {
				return err
			}
		}
		if p.Chair != "" {
			if err := t.canChair(p.Chair); err != nil {
				return err
			}
		}
		for _, code := range p.Departments {
			if _, _, err := t.planHead(pingyi.PlanKey{Year: p.Year, Department: code}); err != nil {
				return err
			}
		}
		return t.put(panelKey(p.ID), p)
	})
}

// NameChair makes a member the panel's chair, in place of another if it had one.
// [pingyi.State] once its result is signed. Right: manage-panels.
func (d *Desk) NameChair(ctx context.Context, panel, member string) error {
	return d.update(ctx, pingyi.CommandNameChair, func(t *tx) error {
		if err := t.actor.May(pingyi.ManagePanels, nil, nil); err != nil {
			return err
		}
		p, err := t.panel(panel)
		if err != nil {
			return err
		}
		if last, _, err := t.lastRound(panel); err != nil || last.Signature != nil {
			if err == nil {
				err = signed(panel)
			}
			return err
		}
		if err := t.canChair(member); err != nil {
			return err
		}
		p.Chair = member
		return t.put(panelKey(p.ID), p)
	})
}

// canChair refuses a member who is there for something else.
func (t *tx) canChair(id string) error {
	m, err := t.member(id)
	if err == nil && (m.Role != pingyi.Chair || m.Disabled) {
		err = pingyi.Errorf(pingyi.Invalid, "%s 的角色是%s，不能任组长（添加成员时用 --role chair）",
			"%s is a %s and cannot chair: add the member with --role chair", m.ID, m.Role)
	}
	return err
}

// Judging returns the panels in whose open round the plan is being rated: whoever
// changes it then changes what raters have read. Right: read-panels.
func (d *Desk) Judging(ctx context.Context, k pingyi.PlanKey) (panels []string, err error) {
	list, err := d.Panels(ctx)
	for _, p := range list {
		if p.Panel.Judges(k) && p.Round.No > 0 && !p.Round.Closed {
			panels = append(panels, p.Panel.ID)
		}
	}
	return panels, err
}

func (v *view) panel(id string) (pingyi.Panel, error) {
	if err := pingyi.CheckCode(pingyi.NounPanel, id); err != nil {
		return pingyi.Panel{}, err
	}
	p, found, err := get[pingyi.Panel](v, panelKey(id))
	if err == nil && !found {
		err = noSuch(pingyi.NounPanel, id)
	}
	return p, err
}

// judged returns the plans that the panel judges, in order.
func (v *view) judged(p pingyi.Panel) ([]pingyi.Plan, error) {
	keys, err := v.planKeys(p.Year)
	if err != nil {
		return nil, err
	}
	var plans []pingyi.Plan
	for _, k := range keys {
		if !p.Judges(k) {
			continue
		}
		plan, err := v.plan(k)
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, nil
}
