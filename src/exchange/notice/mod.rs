//! A notice becomes the draft of a round: what it says of itself, its schedule, its group, each with the
//! place where it stands, as a `round.toml` that people edit; and what nobody has understood.
//!
//! bytes → [`paper`] (numbered paragraphs) → [`head`], [`schedule`], [`bodies`] → [`NoticeDraft`] →
//! [`NoticeDraft::written`]. The words are `seeds/import/notice.toml`; reading writes nothing.

pub mod actors;
pub mod bodies;
pub mod dates;
pub mod head;
pub mod paper;
pub mod schedule;
pub mod words;

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use toml::Value;

use crate::domain::round::{Milestone, PopulationRule, RoundInfo};
use crate::text::day;
use bodies::ReadGroup;
use head::ReadHead;
use paper::NoticeText;
use schedule::{Quote, ReadMilestone, ReadSchedule};

/// What stands for a place where the notice has no word.
const UNSAID: &str = "通知未写";
/// Longest sentence that is quoted beside a proposal, in characters.
const MAX_QUOTE: usize = 60;

/// A part of the round, as a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftPart {
    /// `[notice]`, `[[milestone]]`; nothing for the keys at the top.
    head: &'static str,
    /// In the order in which people look at them.
    keys: Vec<(&'static str, Value)>,
    /// What it is: 节点.
    pub label: &'static str,
    /// What it says: M4 报送方案 2020-07-31.
    pub says: String,
    /// Where in the notice; nothing for what the notice does not say.
    pub quote: Option<Quote>,
}

/// The draft of a round.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoticeDraft {
    /// The city that the notice is of.
    pub city: Option<String>,
    /// The days of the milestones were read; without any there is no round.
    pub has_schedule: bool,
    pub parts: Vec<DraftPart>,
    /// What was not understood, and why.
    pub unread: Vec<(Quote, &'static str)>,
    /// What a round needs and the notice does not say.
    pub missing: Vec<String>,
}

impl DraftPart {
    fn new(head: &'static str, label: &'static str, says: String, quote: Option<Quote>) -> Self {
        Self {
            head,
            keys: Vec::new(),
            label,
            says,
            quote,
        }
    }

    fn put(&mut self, key: &'static str, value: impl Into<Value>) {
        self.keys.push((key, value.into()));
    }

    fn put_list(&mut self, key: &'static str, values: &[String]) {
        let values = values.iter().cloned().map(Value::String);
        self.put(key, Value::Array(values.collect()));
    }

    fn source(&mut self) {
        let place = self
            .quote
            .as_ref()
            .map(|quote| format!("通知{}", quote.place));
        self.put("source", place.unwrap_or_else(|| UNSAID.to_owned()));
    }
}

/// Makes the draft of a notice, in the frame of another round.
pub fn draft(paper: &NoticeText, base: &RoundInfo, city: Option<&str>) -> NoticeDraft {
    let head = head::read(paper);
    let city = city
        .map(str::to_owned)
        .or_else(|| head.city.as_ref().map(|told| told.value.clone()));
    let schedule = schedule::read(paper, head.dated_on.as_ref().map(|told| told.value));
    let group = bodies::read(paper, city.as_deref().unwrap_or_default());
    let mut draft = NoticeDraft {
        city: city.clone(),
        has_schedule: schedule
            .milestones
            .iter()
            .any(|one| one.kind.base.is_some()),
        ..NoticeDraft::default()
    };
    draft.top(&head, city.as_deref(), &schedule);
    draft.notice(&head);
    draft.scope(paper);
    draft.milestones(&schedule, &group, base);
    draft.dates(&schedule);
    draft.group(&group);
    draft.unread = schedule.unread;
    draft.unread.extend(group.unread);
    draft
}

impl NoticeDraft {
    fn top(&mut self, head: &ReadHead, city: Option<&str>, schedule: &ReadSchedule) {
        let first = schedule.milestones.first();
        let mut part = DraftPart::new("", "城市", city.unwrap_or("没有读出").to_owned(), None);
        part.quote = head.city.as_ref().map(|told| told.quote.clone());
        match city {
            Some(city) => part.put("city", city),
            None => self.missing.push("城市".to_owned()),
        }
        if let Some(first) = first {
            part.put("year", i64::from(first.due_on.year()));
        }
        if schedule.dates.is_empty() {
            // Those of the other round are not this one's.
            part.put("date", Value::Array(Vec::new()));
        }
        self.parts.push(part);
    }

    fn notice(&mut self, head: &ReadHead) {
        let title = head.title.as_ref();
        let says = title
            .map_or("没有读出标题", |told| told.value.as_str())
            .to_owned();
        let mut part = DraftPart::new(
            "[notice]",
            "通知",
            says,
            title.map(|told| told.quote.clone()),
        );
        match title {
            Some(title) => part.put("title", title.value.as_str()),
            None => self.missing.push("标题".to_owned()),
        }
        match &head.issuers {
            Some(issuers) => {
                part.put_list("issuers", &issuers.value);
                let _ = write!(part.says, "；{}", issuers.value.join("、"));
            }
            None => self.missing.push("印发单位".to_owned()),
        }
        match &head.dated_on {
            Some(dated) => {
                part.put("dated_on", dated.value.to_string());
                let _ = write!(part.says, "；{}", day::words(dated.value));
            }
            None => self.missing.push("印发日期".to_owned()),
        }
        if let Some(number) = &head.number {
            part.put("number", number.value.as_str());
            let _ = write!(part.says, "；{}", number.value);
        }
        part.source();
        self.parts.push(part);
    }

    fn scope(&mut self, paper: &NoticeText) {
        match head::scope(paper) {
            Some(told) => {
                let says = told.value.suffixes.join("、");
                let mut part = DraftPart::new("[scope]", "范围", says, Some(told.quote.clone()));
                part.put_list("suffixes", &told.value.suffixes);
                part.put("open_ended", told.value.open_ended);
                part.put("rule", told.quote.text.as_str());
                part.source();
                self.parts.push(part);
            }
            None => self.missing.push("名称后缀（沿用范本）".to_owned()),
        }
        match head::threshold(paper) {
            Some(told) => {
                let bound = if told.value.inclusive {
                    "含"
                } else {
                    "不含"
                };
                let says = format!("培训 {} 家以上，{bound}本数", told.value.least);
                let mut part = DraftPart::new("[thresholds]", "门槛", says, Some(told.quote));
                part.put(
                    "training_min_associations",
                    i64::try_from(told.value.least).unwrap_or(1),
                );
                part.put("training_inclusive", told.value.inclusive);
                self.parts.push(part);
            }
            None => self.missing.push("培训的家数门槛（沿用范本）".to_owned()),
        }
    }

    fn milestones(&mut self, schedule: &ReadSchedule, group: &ReadGroup, base: &RoundInfo) {
        let mut extra = base.milestones.len();
        let mut parts = Vec::new();
        for read in &schedule.milestones {
            let of_base = read.kind.base.as_deref();
            let known = base
                .milestones
                .iter()
                .find(|one| Some(one.id.as_str()) == of_base);
            let id = known.map_or_else(
                || {
                    extra += 1;
                    format!("M{extra}")
                },
                |known| known.id.clone(),
            );
            parts.push((read.due_on, milestone(read, id, known, group, base)));
        }
        for (at, known) in base.milestones.iter().enumerate() {
            if schedule
                .milestones
                .iter()
                .any(|read| read.kind.base.as_deref() == Some(&known.id))
            {
                continue;
            }
            let Some(due_on) = between(base, at, schedule) else {
                continue;
            };
            let says = format!(
                "{} {} {due_on}（暂按范本的间隔）",
                known.id,
                known.title.zh()
            );
            let mut part = DraftPart::new("[[milestone]]", "节点", says, None);
            part.put("id", known.id.as_str());
            part.put("due_on", due_on.to_string());
            part.put("remark", "通知没有写这一节点，日期暂按范本的间隔，请核对");
            part.source();
            self.missing
                .push(format!("节点 {} {}", known.id, known.title.zh()));
            parts.push((due_on, part));
        }
        parts.sort_by_key(|(due_on, _)| *due_on);
        self.parts.extend(parts.into_iter().map(|(_, part)| part));
    }

    fn dates(&mut self, schedule: &ReadSchedule) {
        for (at, read) in schedule.dates.iter().enumerate() {
            let (id, title) = match read.kind {
                Some(kind) => (kind.id.clone(), kind.title.clone()),
                None => (format!("date_{}", at + 1), "其他日期".to_owned()),
            };
            let says = format!("{title} {}", read.printed);
            let mut part = DraftPart::new("[[date]]", "日期", says, Some(read.quote.clone()));
            part.put("id", id);
            part.put("title", title);
            part.put("printed", read.printed.as_str());
            part.put("from", read.from.to_string());
            part.put("to", read.to.to_string());
            if let Some(kind) = read.kind {
                part.put_list("against", &kind.against);
            }
            part.source();
            self.parts.push(part);
        }
    }

    fn group(&mut self, group: &ReadGroup) {
        let says = group
            .name
            .clone()
            .unwrap_or_else(|| "名称没有读出".to_owned());
        let mut part = DraftPart::new("[working_group]", "工作组", says, group.quote.clone());
        let told = [
            ("name", "工作组名称", &group.name),
            ("head", "组长", &group.head),
            ("office_at", "办公室所在", &group.office_at),
        ];
        for (key, label, value) in told {
            match value {
                Some(value) => part.put(key, value.as_str()),
                None => self.missing.push(label.to_owned()),
            }
        }
        part.put_list("deputies", &group.deputies);
        part.source();
        self.parts.push(part);
        if group.bodies.is_empty() {
            self.missing.push("成员单位（沿用范本）".to_owned());
        }
        for body in &group.bodies {
            let place = body.places.join("、");
            let says = format!(
                "{}：{}",
                body.name,
                match body.duties.as_slice() {
                    [] => "职责未列".to_owned(),
                    duties => duties.join("；"),
                }
            );
            let quote = Quote {
                place,
                text: String::new(),
            };
            let mut part = DraftPart::new("[[body]]", "成员单位", says, Some(quote));
            part.put("name", body.name.as_str());
            part.put_list("aliases", &body.aliases);
            part.put_list("duties", &body.duties);
            if body.duties.is_empty() {
                part.put("remark", "职责未列");
            }
            part.source();
            self.parts.push(part);
        }
    }

    /// The draft as `round.toml`, each part under the place where it stands.
    pub fn written(&self) -> String {
        let mut text = String::from(
            "# 由通知读出的一轮，每项上面是它在通知里的位置；改好以后用它新建台账。\n",
        );
        for missing in &self.missing {
            let _ = writeln!(text, "# 通知没有写，请补上：{missing}");
        }
        for (quote, why) in &self.unread {
            let _ = writeln!(text, "# {why}  {}：{}", quote.place, short(&quote.text));
        }
        for part in &self.parts {
            text.push('\n');
            if let Some(quote) = &part.quote {
                let said = if quote.text.is_empty() {
                    String::new()
                } else {
                    format!("：{}", short(&quote.text))
                };
                let _ = writeln!(text, "# {}{said}", quote.place);
            }
            if !part.head.is_empty() {
                let _ = writeln!(text, "{}", part.head);
            }
            for (key, value) in &part.keys {
                let _ = writeln!(text, "{key} = {value}");
            }
        }
        text
    }
}

/// The beginning of a sentence.
fn short(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    match text.char_indices().nth(MAX_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A milestone of the notice. What its sentence does not say stays as in the frame.
fn milestone(
    read: &ReadMilestone,
    id: String,
    known: Option<&Milestone>,
    group: &ReadGroup,
    base: &RoundInfo,
) -> DraftPart {
    let kind = read.kind;
    let population = read.population.or(known.map(|known| known.population));
    let population = population.unwrap_or(PopulationRule::Once);
    let title = known.map_or(&*kind.title, |known| known.title.zh());
    let says = format!(
        "{id} {title} {}，{}",
        read.due_on,
        population.scope().text(base)
    );
    let mut part = DraftPart::new("[[milestone]]", "节点", says, Some(read.quote.clone()));
    part.put("id", id);
    part.put("title", title);
    part.put(
        "short",
        known.map_or(&*kind.short, |known| known.short.zh()),
    );
    part.put("due_on", read.due_on.to_string());
    part.put("scope", population.scope().id());
    part.put("population", population.id());
    let called = |names: &[String]| {
        names
            .iter()
            .map(|name| group.called(name))
            .collect::<Vec<_>>()
    };
    for (key, found, framed) in [
        ("lead", &read.actors.lead, known.map(|known| &known.lead)),
        (
            "participants",
            &read.actors.participants,
            known.map(|known| &known.participants),
        ),
    ] {
        let found = called(found);
        match framed {
            // The frame says more, and nothing else.
            Some(framed) if found.iter().all(|name| framed.contains(name)) => {
                part.put_list(key, framed);
            }
            _ => part.put_list(key, &found),
        }
    }
    if known.is_some_and(|known| known.meets) {
        part.put("meets", true);
    }
    part.put(
        "product",
        known.map_or(kind.title.as_str(), |known| known.product.zh()),
    );
    let direct = &base.thresholds.direct_registration;
    if read.quote.text.contains(direct.as_str()) {
        part.put("addressed_to", direct.as_str());
    }
    if read.doubtful {
        part.put("remark", "期限不是一天，按最迟的一天，请核对");
    } else if read.actors.lead.is_empty() {
        part.put("remark", "通知没有写明牵头单位，请核对");
    }
    part.source();
    part
}

impl ReadGroup {
    /// A body as the list of the members has it.
    fn called(&self, name: &str) -> String {
        let words = words::notice_words();
        let key = words.body_key(name);
        let member = self
            .bodies
            .iter()
            .find(|body| words.body_key(&body.name) == key);
        member.map_or_else(|| name.to_owned(), |body| body.name.clone())
    }
}

/// The day of a milestone that the notice leaves out: as far after the one before it as in the frame, and not
/// after the next.
fn between(base: &RoundInfo, at: usize, schedule: &ReadSchedule) -> Option<NaiveDate> {
    let milestones = &base.milestones.raw;
    let told = |one: &Milestone| {
        let mut read = schedule.milestones.iter();
        read.find(|read| read.kind.base.as_deref() == Some(&one.id))
            .map(|read| read.due_on)
    };
    let before = milestones[..at]
        .iter()
        .rev()
        .find_map(|one| Some((one.due_on, told(one)?)));
    let after = milestones[at + 1..]
        .iter()
        .find_map(|one| Some((one.due_on, told(one)?)));
    let (old, new) = before.or(after)?;
    let moved = new.checked_add_signed(milestones[at].due_on - old)?;
    let earliest = before.map_or(moved, |(_, day)| moved.max(day));
    Some(after.map_or(earliest, |(_, day)| earliest.min(day)))
}
