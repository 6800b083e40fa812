//! The values of conditions: what can be written, how it is read, what it asks.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::syntax::Op;
use super::table::Meaning;
use crate::app::clock::parse_date;
use crate::app::find::{self, UnitChoice};
use crate::domain::finding;
use crate::domain::ledger::{AssocIx, Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::model::{ItemState, Light, Section, Stage, Status, UnitKind};
use crate::domain::progress::{self, Tally};
use crate::domain::round::{MilestoneIx, Scope};
use crate::search::{Query, Strength};
use crate::text::cells::visible;
use crate::text::fold::fold_text;

/// A value that is suggested.
pub struct Choice {
    /// As it is written.
    pub text: String,
    /// What it means.
    pub about: String,
}

fn choice(text: impl Into<String>, about: impl Into<String>) -> Choice {
    Choice {
        text: text.into(),
        about: about.into(),
    }
}

/// Nothing can be suggested.
pub fn none(_: &Ledger, _: usize) -> Vec<Choice> {
    Vec::new()
}

/// Something that has a fixed word, an identifier and perhaps more names.
struct Named<T: 'static> {
    value: T,
    names: &'static [&'static str],
    word: &'static str,
}

const fn named<T>(value: T, names: &'static [&'static str], word: &'static str) -> Named<T> {
    Named { value, names, word }
}

fn choices<T>(all: &[Named<T>]) -> Vec<Choice> {
    all.iter()
        .map(|one| choice(one.names[0], one.word))
        .collect()
}

/// Finds one by a name, or by a beginning that no other shares.
fn pick<'a, T>(all: &'a [Named<T>], text: &str) -> Result<&'a Named<T>, String> {
    let wanted = fold_text(text);
    let names = |one: &Named<T>| one.names.iter().copied().chain([one.word]).map(fold_text);
    if let Some(exact) = all.iter().find(|one| names(one).any(|name| name == wanted)) {
        return Ok(exact);
    }
    let begun: Vec<&Named<T>> = all
        .iter()
        .filter(|one| names(one).any(|name| name.starts_with(&wanted)))
        .collect();
    let words = |some: &[&Named<T>]| {
        let words: Vec<String> = some
            .iter()
            .map(|one| format!("{} {}", one.names[0], one.word))
            .collect();
        words.join("、")
    };
    let text = visible(text);
    match begun.as_slice() {
        [one] => Ok(one),
        [] => Err(format!(
            "没有 {text}，可用 {}",
            words(&all.iter().collect::<Vec<_>>())
        )),
        several => Err(format!("{text} 可以是 {}，请写得更完整", words(several))),
    }
}

/// Names and words are not compared by size.
fn only_is(op: Op) -> Result<(), String> {
    match op {
        Op::Is => Ok(()),
        _ => Err(format!("不能用 {} 比较，请用冒号", op.sign())),
    }
}

/// Short names of the units, or full ones where a short one means another unit.
pub fn units(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let units = ledger.units();
    for (ix, unit) in units.iter().enumerate() {
        first.insert(&unit.name, ix);
    }
    for (ix, unit) in units.iter().enumerate() {
        for name in std::iter::once(&unit.short).chain(&unit.aliases) {
            first.entry(name).or_insert(ix);
        }
    }
    let direct = &ledger.round().info.thresholds.direct_registration;
    let all = units.iter().enumerate().map(|(ix, unit)| {
        let own = first.get(unit.short.as_str()) == Some(&ix);
        let text = if own { &unit.short } else { &unit.name };
        let about = format!("{} {} 家", unit.name, unit.associations.len());
        choice(text, about)
    });
    all.chain([choice(direct, "没有业务主管单位")]).collect()
}

/// `unit:教育`
pub fn unit(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = find::unit(ledger, value).map_err(|error| error.to_string())?;
    Ok(match found {
        UnitChoice::Unit(unit) => Meaning::new(
            ledger.units()[unit].short.clone(),
            move |ledger: &Ledger, ix, _| ledger.unit_of(ix) == Some(unit),
        ),
        UnitChoice::Direct => Meaning::new(
            ledger.round().info.thresholds.direct_registration.clone(),
            |ledger: &Ledger, ix, _| ledger.unit_of(ix).is_none(),
        ),
    })
}

const STATUSES: [Named<Status>; 2] = [
    named(
        Status::Planned,
        &[Status::Planned.id()],
        Status::Planned.word(),
    ),
    named(
        Status::Decoupled,
        &[Status::Decoupled.id()],
        Status::Decoupled.word(),
    ),
];

/// Printed statuses.
pub fn statuses(_: &Ledger, _: usize) -> Vec<Choice> {
    choices(&STATUSES)
}

/// `status:拟`
pub fn status(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = pick(&STATUSES, value)?;
    let status = found.value;
    Ok(Meaning::new(found.word, move |ledger: &Ledger, ix, _| {
        ledger.associations()[ix].status == status
    }))
}

const LIGHTS: [Named<Light>; 5] = {
    const fn light(light: Light, names: &'static [&'static str]) -> Named<Light> {
        named(light, names, light.sign())
    }
    [
        light(Light::Red, &["red", "红灯"]),
        light(Light::Yellow, &["yellow", "黄灯"]),
        light(Light::Blue, &["blue", "蓝灯"]),
        light(Light::Green, &["green", "绿灯"]),
        light(Light::Grey, &["grey", "灰灯", "gray"]),
    ]
};

/// Lights, with what they mean.
pub fn lights(_: &Ledger, _: usize) -> Vec<Choice> {
    LIGHTS
        .iter()
        .map(|one| choice(one.names[0], format!("{} {}", one.word, one.value.word())))
        .collect()
}

/// `light:red,黄`
pub fn light(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = pick(&LIGHTS, value)?;
    let light = found.value;
    Ok(Meaning::new(
        found.word,
        move |ledger: &Ledger, ix, as_of| progress::light(ledger, ix, as_of) == light,
    ))
}

const STAGES: [Named<Stage>; 7] = {
    const fn stage(stage: Stage, names: &'static [&'static str]) -> Named<Stage> {
        named(stage, names, stage.word())
    }
    [
        stage(Stage::NotStarted, &["not_started"]),
        stage(Stage::PlanSubmitted, &["plan_submitted"]),
        stage(Stage::Approved, &["approved"]),
        stage(Stage::InProgress, &["in_progress"]),
        stage(Stage::Completed, &["completed"]),
        stage(Stage::Closed, &["closed"]),
        stage(Stage::Historic, &["historic"]),
    ]
};

/// Stages; by their words, which are shorter.
pub fn stages(_: &Ledger, _: usize) -> Vec<Choice> {
    STAGES
        .iter()
        .map(|one| choice(one.word, one.names[0]))
        .collect()
}

/// `stage:方案`
pub fn stage(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = pick(&STAGES, value)?;
    let stage = found.value;
    Ok(Meaning::new(found.word, move |ledger: &Ledger, ix, _| {
        ledger.progress(ix).stage == stage
    }))
}

/// A number or, for equality, a range of them.
#[derive(Clone, Copy)]
struct Numbers {
    op: Op,
    from: i64,
    to: i64,
}

impl Numbers {
    /// Reads `10`, and `10-20` where nothing else than equality is asked.
    fn read(op: Op, text: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<i64>().ok();
        if let Some(one) = number(text) {
            return Some(Self {
                op,
                from: one,
                to: one,
            });
        }
        // The first minus behind the first character is not its sign.
        let second = text.char_indices().nth(1)?.0;
        let minus = second + text[second..].find(['-', '~'])?;
        let (from, to) = (number(&text[..minus])?, number(&text[minus + 1..])?);
        (op == Op::Is && from <= to).then_some(Self { op, from, to })
    }

    fn hold(self, value: i64) -> bool {
        if self.from == self.to {
            self.op.holds(&value, &self.from)
        } else {
            (self.from..=self.to).contains(&value)
        }
    }
}

/// The unsettled item that is due first, of an association with a task.
fn next_due(ledger: &Ledger, association: AssocIx) -> Option<NaiveDate> {
    has_task(ledger, association)
        .then(|| ledger.progress(association).next_due)
        .flatten()
        .map(|(on, _)| on)
}

/// 拟脱钩. The others have no checklist in this round (`domain.md` D16).
fn has_task(ledger: &Ledger, association: AssocIx) -> bool {
    ledger.associations()[association].status == Status::Planned
}

/// Days and dates that are often asked for.
pub fn dues(_: &Ledger, _: usize) -> Vec<Choice> {
    ["0d", "3d", "7d", "15d", "30d"]
        .map(|days| {
            choice(
                days,
                if days == "0d" {
                    "逾期"
                } else {
                    "内到期，含逾期"
                },
            )
        })
        .into()
}

/// `due<7d`, `due:0-7`, `due<=2020-07-31`
pub fn due(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    let folded = fold_text(value);
    if folded.chars().filter(|c| !c.is_ascii_digit()).count() >= 2
        && let Ok(date) = parse_date(value)
    {
        return Ok(Meaning::new(
            date.to_string(),
            move |ledger: &Ledger, ix, _| {
                next_due(ledger, ix).is_some_and(|due_on| op.holds(&due_on, &date))
            },
        ));
    }
    let bare: String = match folded.as_str() {
        "today" | "今天" => "0".to_owned(),
        days => days.trim_end_matches(['d', '天', '日']).to_owned(),
    };
    let days = Numbers::read(op, &bare).ok_or_else(|| {
        format!(
            "{} 不是天数或日期，请写成 7d、0-7 或 2020-07-31 的样子",
            visible(value)
        )
    })?;
    Ok(Meaning::new(
        format!("{bare}天"),
        move |ledger: &Ledger, ix, as_of| {
            let thresholds = &ledger.round().info.thresholds;
            next_due(ledger, ix)
                .is_some_and(|due_on| days.hold(thresholds.days_left(due_on, as_of)))
        },
    ))
}

/// Percents that are often asked for.
pub fn percents(_: &Ledger, _: usize) -> Vec<Choice> {
    ["100", "50", "80"]
        .map(|percent| choice(percent, "百分之几"))
        .into()
}

fn percent(
    op: Op,
    value: &str,
    tally: impl Fn(&Ledger, AssocIx) -> Tally + Send + Sync + 'static,
) -> Result<Meaning, String> {
    let folded = fold_text(value);
    let bare = folded.trim_end_matches('%').to_owned();
    let percents = Numbers::read(op, &bare).ok_or_else(|| {
        let shown = visible(value);
        format!("{shown} 不是百分数，请写成 50、50% 或 20-50 的样子")
    })?;
    Ok(Meaning::new(
        format!("{bare}%"),
        move |ledger: &Ledger, ix, _| {
            let percent = i64::try_from(tally(ledger, ix).percent()).unwrap_or(i64::MAX);
            has_task(ledger, ix) && percents.hold(percent)
        },
    ))
}

/// `done<50`
pub fn done(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    percent(op, value, |ledger, ix| ledger.progress(ix).all())
}

/// `资产<100`
pub fn section(_: &Ledger, which: usize, op: Op, value: &str) -> Result<Meaning, String> {
    percent(op, value, move |ledger, ix| {
        ledger.progress(ix).section(Section::ALL[which])
    })
}

/// `no:10-20`
pub fn no(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    let folded = fold_text(value);
    let numbers = Numbers::read(op, &folded).ok_or_else(|| {
        let shown = visible(value);
        format!("{shown} 不是序号，请写成 29 或 10-20 的样子")
    })?;
    Ok(Meaning::new(folded, move |ledger: &Ledger, ix, _| {
        numbers.hold(ledger.associations()[ix].no.into())
    }))
}

/// A text that a name has to contain, in characters, pinyin or initials.
fn containing(value: &str) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    let query = Query::of_words([value]);
    move |name| {
        query
            .terms()
            .all(|term| term.matches(name) == Some(Strength::Tight))
    }
}

/// `name:商会`
pub fn name(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let contains = containing(value);
    Ok(Meaning::new(value, move |ledger: &Ledger, ix, _| {
        contains(&ledger.associations()[ix].name)
    }))
}

/// Unit names as printed.
pub fn printed_units(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let printed = ledger.printed_units().iter();
    printed
        .map(|printed| {
            let about = format!("{} 家", printed.associations.len());
            choice(&printed.name, about)
        })
        .collect()
}

/// `printed:文物局`
pub fn printed(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let contains = containing(value);
    let printed = ledger.printed_units().iter();
    let found: Vec<bool> = printed.map(|printed| contains(&printed.name)).collect();
    Ok(Meaning::new(value, move |ledger: &Ledger, ix, _| {
        let printed = ledger.associations()[ix].printed;
        found.get(printed).copied().unwrap_or(false)
    }))
}

const KINDS: [Named<UnitKind>; 4] = {
    const fn kind(kind: UnitKind, names: &'static [&'static str]) -> Named<UnitKind> {
        named(kind, names, kind.word())
    }
    [
        kind(UnitKind::CityBureau, &["city_bureau"]),
        kind(UnitKind::Vertical, &["vertical", "垂直管理"]),
        kind(UnitKind::PartyOrMass, &["party_or_mass"]),
        kind(UnitKind::DirectRegistration, &["direct_registration"]),
    ]
};

/// Kinds of units; by their words, which are shorter.
pub fn kinds(_: &Ledger, _: usize) -> Vec<Choice> {
    KINDS
        .iter()
        .map(|one| choice(one.word, one.names[0]))
        .collect()
}

/// `kind:党群`
pub fn kind(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = pick(&KINDS, value)?;
    let kind = found.value;
    Ok(Meaning::new(found.word, move |ledger: &Ledger, ix, _| {
        let unit = ledger.unit_of(ix).map(|unit| ledger.units()[unit].kind);
        unit.unwrap_or(UnitKind::DirectRegistration) == kind
    }))
}

/// Items by id; their states follow when one is written.
pub fn items(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let items = ledger.round().items.iter();
    items
        .flat_map(|item| {
            let states = ITEM_STATES.iter().map(|state| {
                let text = format!("{}={}", item.id, state.names[0]);
                choice(text, format!("{} {}", state.word, item.label))
            });
            std::iter::once(choice(&item.id, &item.label)).chain(states)
        })
        .collect()
}

const ITEM_STATES: [Named<ItemState>; 5] = {
    const fn state(state: ItemState, names: &'static [&'static str]) -> Named<ItemState> {
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
pub fn item(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let folded = fold_text(value);
    let (id, state) = match folded.split_once(['=', ':']) {
        Some((id, state)) => (id.trim(), Some(pick(&ITEM_STATES, state.trim())?)),
        None => (folded.as_str(), None),
    };
    let items = &ledger.round().items;
    let item = ledger.round().item_ix(id).ok_or_else(|| {
        let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        format!("没有事项 {}，可用 {}", visible(id), ids.join(" "))
    })?;
    let words = format!(
        "{} {}",
        items[item].id,
        state.map_or("已办或不涉及", |state| state.word)
    );
    let state = state.map(|state| state.value);
    Ok(Meaning::new(words, move |ledger: &Ledger, ix, _| {
        let now = ledger.item(ix, item).state;
        has_task(ledger, ix) && state.map_or(now.settled(), |state| now == state)
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    Done,
    Open,
    Late,
}

const REACHED: [Named<Reached>; 3] = [
    named(Reached::Done, &["done", "完成"], "已完成"),
    named(Reached::Open, &["open"], "未完成"),
    named(Reached::Late, &["late"], "逾期未完成"),
];

/// Where an association can stand with a milestone.
pub fn milestone_states(_: &Ledger, _: usize) -> Vec<Choice> {
    choices(&REACHED)
}

/// `M4:done`
pub fn milestone(_: &Ledger, which: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = pick(&REACHED, value)?;
    let wanted = found.value;
    Ok(Meaning::new(
        found.word,
        move |ledger: &Ledger, ix, as_of| {
            let Some(subject) = concerned(ledger, which, ix) else {
                return false;
            };
            let done = milestone::reached_by(ledger, which, subject, as_of).is_some();
            let round = ledger.round();
            let late = || {
                let due_on = round.milestones()[which].due_on;
                round.info.thresholds.days_left(due_on, as_of) < 0
            };
            match wanted {
                Reached::Done => done,
                Reached::Open => !done,
                Reached::Late => !done && late(),
            }
        },
    ))
}

/// Who has to reach a milestone on behalf of an association with a task, if anybody has.
fn concerned(ledger: &Ledger, which: MilestoneIx, ix: AssocIx) -> Option<SubjectIx> {
    if !has_task(ledger, ix) {
        return None;
    }
    match ledger.round().milestones()[which].scope {
        Scope::City => Some(SubjectIx::City),
        Scope::Unit => {
            let unit = ledger.unit_of(ix)?;
            milestone::unit_in(ledger, which, unit).then_some(SubjectIx::Unit(unit))
        }
        Scope::Association => Some(SubjectIx::Association(ix)),
    }
}

/// What a ledger can hold about an association.
const KEPT: [Named<fn(&Ledger, AssocIx) -> bool>; 3] = [
    named(has_problem, &["problem", "问题"], "核对问题"),
    named(has_record, &["record", "记录"], "清单记录"),
    named(Ledger::has_answers, &["form", "表格"], "已填表格"),
];

fn has_problem(ledger: &Ledger, association: AssocIx) -> bool {
    // Forms that are not there contradict nothing.
    ledger.has_answers(association) && !finding::check(ledger, association).is_empty()
}

fn has_record(ledger: &Ledger, association: AssocIx) -> bool {
    ledger.records(association).next().is_some()
}

/// What can be asked for.
pub fn kept(_: &Ledger, _: usize) -> Vec<Choice> {
    choices(&KEPT)
}

/// `has:problem`
pub fn has(_: &Ledger, _: usize, op: Op, value: &str) -> Result<Meaning, String> {
    only_is(op)?;
    let found = pick(&KEPT, value)?;
    let has = found.value;
    Ok(Meaning::new(found.word, move |ledger: &Ledger, ix, _| {
        has(ledger, ix)
    }))
}
