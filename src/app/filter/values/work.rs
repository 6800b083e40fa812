//! Where the work stands: items, milestones, what is kept about an association.

use std::sync::Arc;

use super::{Choice, NamedValue, Op, RowTests, choice, choices, named, only_is, pick};
use crate::app::filter::table::RowTest;
use crate::app::listing::SeenRows;
use crate::domain::finding::{self, Kind, Scope as FindingScope};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::model::ItemState;
use crate::domain::note::NoteKind;
use crate::domain::round::{ItemDef, MemberBody, Round, Scope, official};
use crate::text::cells::visible;
use crate::text::fold::fold_text;

/// Items by id; their states follow when one is written.
pub fn items(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let items = ledger.round().items.iter();
    items
        .flat_map(|item| {
            let states = ITEM_STATES.iter().map(|state| {
                let text = format!("{}={}", item.id, state.shown());
                choice(text, &item.label)
            });
            std::iter::once(choice(&item.id, &item.label)).chain(states)
        })
        .collect()
}

const ITEM_STATES: [NamedValue<ItemState>; 5] = {
    const fn state(state: ItemState, names: &'static [&'static str]) -> NamedValue<ItemState> {
        named(state, names, state.word())
    }
    [
        state(ItemState::Open, &["open"]),
        state(ItemState::Doing, &["doing"]),
        state(ItemState::Done, &["done"]),
        state(ItemState::NotApplicable, &["na", "not_applicable"]),
        state(ItemState::Doubtful, &["doubtful"]),
    ]
};

/// `item:A1`, `item:A1=open`
pub fn item(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let folded = fold_text(value);
    let (id, state) = match folded.split_once(['=', ':']) {
        Some((id, state)) => (id.trim(), Some(pick(&ITEM_STATES, state.trim())?)),
        None => (folded.as_str(), None),
    };
    let items = &ledger.round().items;
    let item = ledger.round().item_ix(id).ok_or_else(|| {
        let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        t!(
            "没有事项 {}，可用 {}",
            "no item {}; there are {}",
            visible(id),
            ids.join(" ")
        )
    })?;
    let words = format!(
        "{} {}",
        items[item].id,
        state.map_or(s!("已办或不涉及", "done or n/a"), |state| state
            .shown())
    );
    let state = state.map(|state| state.value);
    Ok(RowTests::new(words, move |seen, ix| {
        let now = || seen.ledger.item(ix, item).state;
        let holds = |now: ItemState| state.map_or(now.settled(), |state| now == state);
        seen.share(ix).has_task() && holds(now())
    }))
}

/// Fields of the forms by id.
pub fn fields(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let fields = ledger.round().forms.iter().flat_map(|form| &form.fields);
    fields
        .map(|field| choice(&field.id, field.name()))
        .collect()
}

/// `field:a2.1.address`: somebody has filled it in; with a minus before it, nobody has.
pub fn field(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let round = ledger.round();
    let field = round.field_ix(&fold_text(value)).ok_or_else(|| {
        t!(
            "没有栏目 {}，写编号如 a2.1.address",
            "no field {}; write its id, such as a2.1.address",
            visible(value)
        )
    })?;
    let words = t!("{} 已填", "{} filled in", round.field(field).id);
    Ok(RowTests::new(words, move |seen, ix| {
        seen.ledger.answer(ix, field).is_some()
    }))
}

/// Everybody who sees to an item or looks at it, as the checklist calls them, each once.
fn bodies_of(round: &Round) -> Vec<&str> {
    let mut bodies: Vec<&str> = Vec::new();
    for body in round.items.iter().flat_map(ItemDef::bodies) {
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    bodies
}

/// Everybody who has a part in an item, with the duties that the notice gives them.
pub fn bodies(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let round = ledger.round();
    let duties = |name: &str| {
        let of = |body: &&MemberBody| body.name == name;
        let found = round.info.bodies.iter().find(of);
        found.map_or_else(String::new, |body| official::joined(&body.duties))
    };
    let bodies = bodies_of(round).into_iter();
    bodies.map(|name| choice(name, duties(name))).collect()
}

/// `责任:财政局`: something is left that this body sees to or looks at.
pub fn body(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let round = ledger.round();
    let known = bodies_of(round);
    let called = |body: &&MemberBody| body.aliases.iter().any(|alias| alias == value);
    let member = round.info.bodies.iter().find(called);
    let name = known.iter().copied().find(|name| *name == value);
    let name = name.or_else(|| member.map(|body| body.name.as_str()));
    let name = name.or_else(|| known.iter().copied().find(|name| name.contains(value)));
    let name = name.filter(|name| !value.is_empty() && known.contains(name));
    let name = name.ok_or_else(|| {
        let known = known.join(" ");
        t!(
            "没有由 {} 负责或审核的事项，可用 {known}",
            "no item is done or checked by {}; there are {known}",
            visible(value)
        )
    })?;
    let items = round.items.iter_enumerated();
    let items = items.filter(|(_, item)| item.bodies().any(|body| body == name));
    let items: Vec<ItemIx> = items.map(|(ix, _)| ix).collect();
    let words = t!(
        "有未办事项由 {name} 负责或审核",
        "open: what {name} does or checks"
    );
    Ok(RowTests::new(words, move |seen, ix| {
        let open = |item: &ItemIx| !seen.ledger.item(ix, *item).state.settled();
        seen.share(ix).has_task() && items.iter().any(open)
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MilestoneReached {
    Done,
    Open,
    Late,
}

const REACHED: [NamedValue<MilestoneReached>; 3] = [
    named(MilestoneReached::Done, &["done", "完成"], "已完成"),
    named(MilestoneReached::Open, &["open"], "未完成"),
    named(MilestoneReached::Late, &["late"], "逾期未完成"),
];

/// Where an association can stand with a milestone.
pub fn milestone_states(_: &Ledger, _: usize) -> Vec<Choice> {
    choices(&REACHED)
}

/// `M4:done`
pub fn milestone(_: &Ledger, which: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let found = pick(&REACHED, value)?;
    let (which, wanted) = (MilestoneIx::from(which), found.value);
    Ok(RowTests::new(found.shown(), move |seen, ix| {
        let (ledger, as_of) = (seen.ledger, seen.as_of);
        let Some(subject) = concerned(seen, which, ix) else {
            return false;
        };
        let done = milestone::reached_by(ledger, which, subject, as_of).is_some();
        let late = || {
            let due_on = ledger.due_on(which, subject);
            ledger.round().info.thresholds.days_left(due_on, as_of) < 0
        };
        match wanted {
            MilestoneReached::Done => done,
            MilestoneReached::Open => !done,
            MilestoneReached::Late => !done && late(),
        }
    }))
}

/// Who has to reach a milestone on behalf of an association with a task, if anybody has.
fn concerned(seen: &SeenRows<'_>, which: MilestoneIx, ix: AssocIx) -> Option<SubjectIx> {
    if !seen.share(ix).has_task() {
        return None;
    }
    let ledger = seen.ledger;
    match ledger.round().milestones()[which].scope {
        Scope::City => Some(SubjectIx::City),
        Scope::Unit => {
            let unit = ledger.unit_of(ix)?;
            ledger
                .concerns(which, unit)
                .then_some(SubjectIx::Unit(unit))
        }
        Scope::Association => Some(SubjectIx::Association(ix)),
    }
}

/// What may be kept about an association: every kind of note, and these.
fn keepings() -> Vec<NamedValue<RowTest>> {
    let kinds = NoteKind::ALL.into_iter();
    let kinds = kinds.filter(|kind| !kind.rules().filter[0].is_empty());
    let notes = kinds.map(|kind| {
        let rules = kind.rules();
        named(RowTest::Noted(kind), &rules.filter, rules.filter_word.zh)
    });
    let mut all = vec![
        named(problem(), &["problem", "问题"], "核对问题"),
        named(signal(), &["signal", "暗不脱"], "明脱暗不脱迹象"),
        named(record(), &["record", "记录"], "清单记录"),
        named(form(), &["form", "表格"], "已填表格"),
    ];
    all.extend(notes);
    all.push(named(exit(), &["exit", "退出"], "退出本轮"));
    all
}

fn problem() -> RowTest {
    RowTest::AskMore(Arc::new(|seen, ix| {
        let found = finding::of(seen.ledger, FindingScope::Forms(ix), seen.as_of);
        found.iter().any(|one| one.open(seen.ledger))
    }))
}

fn signal() -> RowTest {
    RowTest::AskMore(Arc::new(|seen, ix| {
        let found = finding::of(seen.ledger, FindingScope::Papers(ix), seen.as_of);
        found
            .iter()
            .any(|one| one.kind == Kind::Signals && one.open(seen.ledger))
    }))
}

fn record() -> RowTest {
    RowTest::Ask(Arc::new(|seen, ix| {
        seen.ledger.records(ix).next().is_some()
    }))
}

fn form() -> RowTest {
    RowTest::Ask(Arc::new(|seen, ix| seen.ledger.answered(ix)))
}

fn exit() -> RowTest {
    RowTest::Ask(Arc::new(|seen, ix| seen.ledger.exit_of(ix).is_some()))
}

/// What can be asked for.
pub fn kept(_: &Ledger, _: usize) -> Vec<Choice> {
    choices(&keepings())
}

/// `has:problem`
pub fn has(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let all = keepings();
    let found = pick(&all, value)?;
    Ok(RowTests {
        test: found.value.clone(),
        words: found.shown().to_owned(),
    })
}
