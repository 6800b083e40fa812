//! How fast it has to go on to be done in time, and how fast it went (`domain.md` D8).

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::calendar::Calendar;
use crate::domain::id::ItemIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Stage;
use crate::exchange::report::Burn;

/// Working days over which the speed so far is taken.
const RECENT: i64 = 10;

/// Beyond this many working days a forecast says nothing.
const FAR: i64 = 2600;

/// How fast it has to go on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pace {
    /// The milestone that completes the associations, `M7`.
    pub milestone: String,
    pub title: String,
    pub due_on: NaiveDate,
    /// Days that are left until then; negative when it is past.
    #[serde(skip)]
    days_left: i64,
    /// Working days after the as-of date (not before the notice) up to it; negative when past.
    pub working_days: i64,
    /// Associations with a task that are not done.
    pub associations: usize,
    /// Items that are due until then and not settled.
    pub items: usize,
    /// Associations a working day from now on; null when no day is left.
    pub associations_a_day: Option<f64>,
    /// Items a working day from now on; null when no day is left.
    pub items_a_day: Option<f64>,
    /// Items a working day over the last ten.
    pub recent_items_a_day: f64,
    /// The day on which the items would be done at that speed; null when it does not move.
    pub expected_on: Option<NaiveDate>,
}

impl Pace {
    /// What is left on `as_of`, over the days that are left.
    ///
    /// # Panics
    /// When the round has no milestone, which reading a seed rules out.
    pub fn new(ledger: &Ledger, burn: &Burn, as_of: NaiveDate) -> Self {
        let round = ledger.round();
        let milestones = round.milestones();
        let completing = milestones
            .iter()
            .find(|def| def.reaches_stage == Some(Stage::Completed));
        let def = completing
            .or(milestones.last())
            .expect("a round has milestones");
        let associations = ledger.totals().unfinished();
        let until = |ix: ItemIx| {
            let item = &round.items[ix];
            !item.closes && round.item_due_on(item) <= def.due_on
        };
        let open = ledger.totals().items();
        let items = open
            .filter(|(ix, stand, _)| stand.done_on.is_none() && until(*ix))
            .map(|(_, _, count)| count)
            .sum();
        let calendar = &round.info.calendar;
        let start = as_of.max(round.info.notice.dated_on);
        let working_days = calendar.working_days_between(start, def.due_on);
        let a_day = |left: usize| (working_days > 0).then(|| ratio(left, working_days));
        let gained =
            done_on(burn, as_of).saturating_sub(done_on(burn, back(calendar, as_of, RECENT)));
        Self {
            milestone: def.id.clone(),
            title: def.title.to_string(),
            due_on: def.due_on,
            days_left: round.info.thresholds.days_left(def.due_on, as_of),
            working_days,
            associations,
            items,
            associations_a_day: a_day(associations),
            items_a_day: a_day(items),
            recent_items_a_day: ratio(gained, RECENT),
            expected_on: expected_on(calendar, items, gained, as_of),
        }
    }

    /// The pace in one sentence.
    pub fn sentence(&self) -> String {
        let Self {
            associations,
            items,
            ..
        } = self;
        let on = self.due_on.format("%m-%d");
        let what = format!("{on} {}", self.title);
        if *associations == 0 && *items == 0 {
            return t!("{what}：全部完成", "{what}: all completed");
        }
        match (self.associations_a_day, self.items_a_day) {
            (Some(each), Some(of_items)) => t!(
                "还需每工作日 {each:.1} 家、{of_items:.1} 项（到 {on}，{} 个工作日）",
                "needed each working day: {each:.1} associations, {of_items:.1} items (until {on}, {} working days)",
                self.working_days
            ),
            _ if self.days_left == 0 => {
                t!(
                    "今天是 {what} 的最后一天，还差 {associations} 家、{items} 项",
                    "today is the last day of {what}; {associations} associations, {items} items left"
                )
            }
            _ if self.days_left > 0 => {
                t!(
                    "{what} 前再无工作日，还差 {associations} 家、{items} 项",
                    "no working day left before {what}; {associations} associations, {items} items left"
                )
            }
            _ => t!(
                "{what} 已过，还差 {associations} 家、{items} 项",
                "{what} has passed; {associations} associations, {items} items left"
            ),
        }
    }

    /// The same where there is little room.
    pub fn brief(&self) -> String {
        let (associations, items) = (self.associations, self.items);
        if associations == 0 && items == 0 {
            return t!("{} 全部完成", "{} all completed", self.title);
        }
        match (self.associations_a_day, self.items_a_day) {
            (Some(each), Some(of_items)) => t!(
                "须每日 {each:.1} 家 {of_items:.1} 项",
                "a day: {each:.1} assoc., {of_items:.1} items"
            ),
            _ => t!(
                "还差 {associations} 家 {items} 项",
                "{associations} assoc., {items} items left"
            ),
        }
    }

    /// Where the speed so far leads, where there is little room.
    pub fn brief_forecast(&self) -> String {
        let each = self.recent_items_a_day;
        match self.expected_on {
            Some(on) => t!(
                "照近 {RECENT} 日 {each:.1} 项，{} 办完",
                "at {each:.1} a day (last {RECENT}) done {}",
                on.format("%m-%d")
            ),
            None => t!(
                "近 {RECENT} 日每日 {each:.1} 项",
                "{each:.1} a day in the last {RECENT}"
            ),
        }
    }

    /// The speed so far in one sentence, and where it leads.
    pub fn forecast(&self) -> String {
        let recent = t!(
            "近 {RECENT} 个工作日每日 {:.1} 项",
            "{:.1} items a day in the last {RECENT} working days",
            self.recent_items_a_day
        );
        match self.expected_on {
            Some(on) => t!("{recent}，照此 {on} 办完", "{recent}; so done on {on}"),
            None => recent,
        }
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "counts of a city, far below 2^52"
)]
fn ratio(count: usize, days: i64) -> f64 {
    count as f64 / days as f64
}

/// The day so many working days before another.
fn back(calendar: &Calendar, from: NaiveDate, days: i64) -> NaiveDate {
    let mut day = from;
    while calendar.working_days_between(day, from) < days {
        let Some(before) = day.pred_opt() else {
            break;
        };
        day = before;
    }
    day
}

/// When so many items are done at the speed of the last days; `None` when nothing moves, or
/// nothing is left, or it is too far away to mean something.
fn expected_on(
    calendar: &Calendar,
    items: usize,
    gained: usize,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    let items = i64::try_from(items).ok().filter(|items| *items > 0)?;
    let gained = i64::try_from(gained).ok().filter(|gained| *gained > 0)?;
    let needed = (items * RECENT + gained - 1) / gained;
    let days = usize::try_from(needed).ok().filter(|_| needed < FAR)?;
    let working = as_of.iter_days().skip(1);
    let mut working = working.filter(|day| calendar.is_working(*day));
    working.nth(days - 1)
}

/// Items that were done by a day.
fn done_on(burn: &Burn, day: NaiveDate) -> usize {
    let point = burn.done.iter().rfind(|point| point.on <= day);
    point.map_or(0, |point| point.items)
}
