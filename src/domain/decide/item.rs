//! Checklist items: states, reasons, closing.

use super::{Decision, Occasion, Refusal};
use crate::domain::change::{Change, ItemRecord, ItemSaid, Key};
use crate::domain::command::Context;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::{Basis, ItemView, Ledger};
use crate::domain::model::{ItemState, Status};
use crate::domain::round::NaRule;
use crate::text::plain::Plain;

/// What is wanted of an item; `None` leaves that part as it is.
pub(super) struct ItemWish {
    pub state: Option<ItemState>,
    pub note: Option<Plain>,
    pub evidence: Option<Plain>,
}

/// Finds an item by its id.
pub(super) fn item_ix(ledger: &Ledger, id: &str) -> Result<ItemIx, Refusal> {
    ledger.round().item_ix(id).ok_or_else(|| {
        let ids: Vec<&str> = ledger
            .round()
            .items
            .iter()
            .map(|item| item.id.as_str())
            .collect();
        Refusal::UnknownItem {
            id: id.to_owned(),
            known: ids.join(" "),
        }
    })
}

/// Decides a wish about one item.
pub(super) fn set_item(
    ledger: &Ledger,
    assoc: AssocIx,
    ix: ItemIx,
    wish: ItemWish,
    context: &Context,
) -> Result<Decision, Refusal> {
    let assoc = ledger.keeper(assoc, ix);
    let view = ledger.item(assoc, ix);
    let def = view.def;
    let association = &ledger.associations()[assoc];
    let before = ledger.record(assoc, ix);
    // What an earlier version let in can be cleared.
    if association.status == Status::Decoupled && wish.state != Some(ItemState::Open) {
        return Err(Refusal::DecoupledBefore(ledger.name(assoc).to_owned()));
    }
    // A note on an item in doubt leaves the state that was set, and with it the doubt.
    let known = before.map_or(view.state, |record| record.state);
    let state = wish.state.unwrap_or(known);

    if state == ItemState::Doubtful {
        return Err(Refusal::DoubtIsDerived);
    }
    if before.is_none() && wish.state == Some(ItemState::Open) && wish.note.is_none() {
        check_clearing(ledger, &view)?;
    }

    let changed = wish.state;
    let (mut note, evidence) = texts(wish, before, view.state, state);
    let settled_elsewhere = matches!(view.basis, Basis::Rule | Basis::Form(..));
    if state == ItemState::NotApplicable && !(settled_elsewhere && view.state == state) {
        note = reason(ledger, assoc, ix, note)?;
    }
    if def.closes
        && changed == Some(ItemState::Done)
        && view.state == ItemState::Done
        && let Some(record) = before
    {
        return Err(Refusal::AlreadyClosed {
            name: ledger.name(assoc).to_owned(),
            on: record.on,
            by: record.by.to_string(),
        });
    }
    if def.closes && state == ItemState::Done && view.state != ItemState::Done {
        check_closing(ledger, assoc, ix, context)?;
    }

    // What is written beside a state later does not move who has set it, when, and for which day;
    // who has written it stands in the history.
    let set = before.filter(|record| record.state == state).map_or_else(
        || (context.by.as_str().into(), context.at, context.as_of),
        |record| (record.by.clone(), record.at, record.on),
    );
    let (by, at, on) = set;
    let after = (state != ItemState::Open || !note.is_empty() || !evidence.is_empty()).then(|| {
        let said = ItemSaid {
            state,
            note,
            evidence,
            by,
        };
        ItemRecord::new(said, at, on)
    });
    let same = says_the_same(before, after.as_ref(), view.state);
    let change = Change::item(association.no, &def.id, before.cloned(), after);
    Ok(Decision {
        occasion: Occasion::Single(change.key().clone()),
        changes: (!same).then_some(change).into_iter().collect(),
    })
}

/// What follows from a mark, a form or a rule is not cleared here.
fn check_clearing(ledger: &Ledger, view: &ItemView<'_>) -> Result<(), Refusal> {
    let item = view.def.id.clone();
    match view.basis {
        Basis::Mark(milestone, _) => {
            let milestone = ledger.round().milestones()[milestone].id.clone();
            Err(Refusal::FollowsFromMark { item, milestone })
        }
        Basis::Rule => Err(Refusal::FollowsFromRule { item }),
        Basis::Form(field, _) => {
            let label = ledger.round().field(field).label.clone();
            Err(Refusal::FollowsFromForm { item, label })
        }
        Basis::Untouched | Basis::Record(_) | Basis::Doubted(..) => Ok(()),
    }
}

/// Note and evidence as they will stand. Clearing takes the whole record away; leaving 不涉及 takes
/// its reason away.
fn texts(
    wish: ItemWish,
    before: Option<&ItemRecord>,
    was: ItemState,
    becomes: ItemState,
) -> (Plain, Plain) {
    let cleared = wish.state == Some(ItemState::Open);
    let left_na = was == ItemState::NotApplicable && becomes != ItemState::NotApplicable;
    let kept = |text: fn(&ItemRecord) -> &Plain, dropped: bool| {
        let record = before.filter(|_| !dropped);
        record.map(text).cloned().unwrap_or_default()
    };
    let note = wish.note;
    let evidence = wish.evidence;
    (
        note.unwrap_or_else(|| kept(|record| &record.note, cleared || left_na)),
        evidence.unwrap_or_else(|| kept(|record| &record.evidence, cleared)),
    )
}

/// Nothing would change. A tick on what a mark already says adds nothing.
fn says_the_same(
    before: Option<&ItemRecord>,
    after: Option<&ItemRecord>,
    shown: ItemState,
) -> bool {
    match (before, after) {
        (None, None) => true,
        (Some(old), Some(new)) => old.agrees(new),
        (None, Some(new)) => new.state == shown && new.note.is_empty() && new.evidence.is_empty(),
        (Some(_), None) => false,
    }
}

/// Says under which condition an item may be set to 不涉及, or why it may not.
pub fn not_applicable_when(ledger: &Ledger, assoc: AssocIx, item: ItemIx) -> Result<&str, Refusal> {
    let def = &ledger.round().items[item];
    let Some(when) = def.na.when() else {
        return Err(Refusal::NeverNotApplicable {
            item: def.id.clone(),
            label: def.label.clone(),
        });
    };
    if def.na == NaRule::NotInTraining
        && let Some(unit) = ledger.unit_of(assoc)
        && ledger.in_training(unit)
    {
        return Err(Refusal::UnitIsInTraining {
            item: def.id.clone(),
            unit: ledger.units()[unit].name.to_string(),
            reason: ledger.training(unit),
        });
    }
    if let NaRule::Answer { conditions, .. } = &def.na
        && ledger.meets(assoc, conditions) == Some(false)
    {
        return Err(Refusal::AnswerSaysOtherwise {
            item: def.id.clone(),
            when: when.to_owned(),
        });
    }
    Ok(when)
}

/// The reason for 不涉及: the one given, or what the form says where it says so.
fn reason(ledger: &Ledger, assoc: AssocIx, item: ItemIx, note: Plain) -> Result<Plain, Refusal> {
    let when = not_applicable_when(ledger, assoc, item)?;
    if !note.is_empty() {
        return Ok(note);
    }
    let def = &ledger.round().items[item];
    match &def.na {
        NaRule::Answer { conditions, .. } if ledger.meets(assoc, conditions) == Some(true) => {
            Ok(when.into())
        }
        _ => Err(Refusal::ReasonMissing {
            item: def.id.clone(),
            when: when.to_owned(),
        }),
    }
}

/// 销号: by someone who has not handled it, and with nothing left (`domain.md` 4.7 F3).
fn check_closing(
    ledger: &Ledger,
    assoc: AssocIx,
    closing: ItemIx,
    context: &Context,
) -> Result<(), Refusal> {
    let closing_id = &ledger.round().items[closing].id;
    let no = ledger.associations()[assoc].no;
    let handled = context.handled.of(no, &context.by);
    let mut own: Vec<&str> = handled.map(Key::id).filter(|id| id != closing_id).collect();
    // Whoever decides without the history knows what stands there.
    for (item, record) in ledger.records(assoc) {
        let id = ledger.round().items[item].id.as_str();
        if item != closing && record.by == context.by && !own.contains(&id) {
            own.push(id);
        }
    }
    if !own.is_empty() {
        return Err(Refusal::ClosingOwnWork {
            by: context.by.clone(),
            count: own.len(),
            first: first_of(&own),
        });
    }
    let open: Vec<&str> = ledger
        .checklist(assoc)
        .filter(|item| item.ix != closing && !item.state.settled())
        .map(|item| item.def.id.as_str())
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal::ClosingUnfinished {
        count: open.len(),
        first: first_of(&open),
    })
}

/// The first few of some ids.
fn first_of(ids: &[&str]) -> String {
    let dots = if ids.len() > 8 {
        s!(" 等", " ...")
    } else {
        ""
    };
    format!("{}{dots}", ids[..ids.len().min(8)].join(" "))
}

#[cfg(test)]
mod tests {
    use crate::domain::change::Record;
    use crate::domain::command::Command;
    use crate::domain::decide::{Refusal, decide};
    use crate::domain::ledger::Ledger;
    use crate::domain::model::{ItemState, Section};
    use crate::domain::tests::{context, done, ledger, set, settle_all, with_note};

    #[test]
    fn closing_is_for_someone_else_and_for_the_end() {
        let mut ledger = ledger();
        let close = set(29, "F3", ItemState::Done);
        let refused = decide(&ledger, &close, &context("李四", "2020-09-30"));
        assert!(
            matches!(refused, Err(Refusal::ClosingUnfinished { count: 46, .. })),
            "{refused:?}"
        );
        settle_all(&mut ledger, 29, "张三");
        let refused = decide(&ledger, &close, &context("张三", "2020-09-30"));
        assert_eq!(
            refused,
            Err(Refusal::ClosingOwnWork {
                by: "张三".into(),
                count: 44,
                first: "P2 P4 P5 P6 P7 P8 P9 A1 等".into(),
            })
        );
        done(&mut ledger, "李四", "2020-09-30", &close);
    }

    #[test]
    fn not_applicable_needs_its_condition_and_a_reason() {
        let mut ledger = ledger();
        let at = context("张三", "2020-07-20");
        let na = ItemState::NotApplicable;
        let refused =
            |ledger: &Ledger, command: Command| decide(ledger, &command, &at).expect_err("refused");
        assert!(matches!(
            refused(&ledger, with_note(29, "A1", na, "有理由")),
            Refusal::NeverNotApplicable { .. }
        ));
        assert!(matches!(
            refused(&ledger, set(29, "A3", na)),
            Refusal::ReasonMissing { .. }
        ));
        assert!(matches!(
            refused(&ledger, with_note(29, "A3", na, "  ")),
            Refusal::ReasonMissing { .. }
        ));
        assert!(matches!(
            refused(&ledger, with_note(29, "P3", na, "没来")),
            Refusal::UnitIsInTraining { .. }
        ));
        assert_eq!(
            refused(&ledger, set(29, "A3", ItemState::Doubtful)),
            Refusal::DoubtIsDerived
        );
        done(
            &mut ledger,
            "张三",
            "2020-07-20",
            &with_note(29, "A3", na, "无编制"),
        );
        let ix = ledger.association_ix(29).expect("29");
        assert_eq!(ledger.progress(ix).section(Section::Institution).total, 4);
        // Leaving 不涉及 takes the reason away.
        done(
            &mut ledger,
            "张三",
            "2020-07-21",
            &set(29, "A3", ItemState::Done),
        );
        let item = ledger.round().item_ix("A3").expect("A3");
        assert_eq!(ledger.record(ix, item).expect("a record").note, "");
    }

    #[test]
    fn what_is_typed_is_made_safe_and_kept_short() {
        let ledger = ledger();
        let at = context("张三", "2020-07-20");
        let decision = decide(
            &ledger,
            &with_note(29, "A1", ItemState::Done, "一\u{1b}[2J\n二"),
            &at,
        )
        .expect("accepted");
        let Some(Record::Item(record)) = decision.changes[0].after() else {
            panic!("an item changes");
        };
        assert_eq!(record.note, "一[2J 二");
        let long = decide(
            &ledger,
            &with_note(29, "A1", ItemState::Done, &"字".repeat(501)),
            &at,
        );
        assert!(matches!(long, Err(Refusal::TooLong(_))));
    }

    #[test]
    fn asking_for_what_already_is_changes_nothing() {
        let mut ledger = ledger();
        done(
            &mut ledger,
            "张三",
            "2020-07-20",
            &set(29, "A1", ItemState::Done),
        );
        assert!(
            done(
                &mut ledger,
                "李四",
                "2020-07-21",
                &set(29, "A1", ItemState::Done)
            )
            .is_empty()
        );
        assert!(
            done(
                &mut ledger,
                "李四",
                "2020-07-21",
                &set(30, "A1", ItemState::Open)
            )
            .is_empty()
        );
    }
}
