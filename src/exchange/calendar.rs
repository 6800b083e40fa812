//! Milestones as a calendar file: for the city, or for one unit with what it still owes. All
//! instants are parameters, so that the same ledger gives the same file.

use std::fmt::Write as _;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, Trigger};

use crate::domain::ledger::{Ledger, SubjectIx, UnitIx};
use crate::domain::milestone;
use crate::domain::round::MilestoneIx;

/// Hours before the day begins at which an alarm rings: at nine three days and one day before.
const ALARMS: [i64; 2] = [3 * 24 - 9, 24 - 9];
/// Most associations that a description names.
const NAMED: usize = 20;

/// Writes the milestones that concern the city, or one unit.
pub fn write(
    ledger: &Ledger,
    unit: Option<UnitIx>,
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
) -> String {
    let info = &ledger.round().info;
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//tuogou//tuogou//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property((key, value));
    }
    let whose = unit.map_or(info.city.as_str(), |unit| &ledger.units()[unit].name);
    calendar.name(&format!("{whose}脱钩节点"));
    for ix in 0..info.milestones.len() {
        let subject = unit.map_or(SubjectIx::City, SubjectIx::Unit);
        let owed = milestone::below(ledger, ix, subject);
        if owed.is_empty() {
            continue;
        }
        calendar.push(event(ledger, ix, subject, &owed, as_of, made_at));
    }
    calendar.to_string()
}

fn event(
    ledger: &Ledger,
    ix: MilestoneIx,
    subject: SubjectIx,
    owed: &[SubjectIx],
    as_of: NaiveDate,
    made_at: DateTime<Utc>,
) -> Event {
    let info = &ledger.round().info;
    let def = &info.milestones[ix];
    let open: Vec<&SubjectIx> = owed
        .iter()
        .filter(|one| milestone::reached_by(ledger, ix, **one, as_of).is_none())
        .collect();
    let whose = match subject {
        SubjectIx::Unit(unit) => format!("-unit-{}", ledger.units()[unit].name),
        SubjectIx::City | SubjectIx::Association(_) => String::new(),
    };
    let uid = format!("{}-{}{whose}@tuogou", info.id, def.id);
    let title = format!("{} {}", def.id, def.title);
    let mut about = format!("应有：{}\n牵头：{}\n", def.product, def.lead.join("、"));
    let done = owed.len() - open.len();
    let _ = write!(about, "截至 {as_of}：完成 {done}/{}", owed.len());
    if !open.is_empty() && owed.len() > 1 {
        let named: Vec<String> = open
            .iter()
            .take(NAMED)
            .map(|one| ledger.subject_name(**one))
            .collect();
        let rest = open.len() - named.len();
        let more = if rest > 0 {
            format!("等 {} 个", open.len())
        } else {
            String::new()
        };
        let _ = write!(about, "\n未完成：{}{more}", named.join("、"));
    }
    // A day that lasts until the next one: `all_day` of the crate would end it as it begins.
    let next = def.due_on.checked_add_days(Days::new(1));
    let mut event = Event::new();
    event
        .uid(&uid)
        .timestamp(made_at)
        .summary(&title)
        .description(&about)
        .starts(def.due_on)
        .ends(next.unwrap_or(def.due_on));
    for (at, hours) in ALARMS.into_iter().enumerate() {
        let days = (hours + 9) / 24;
        let text = format!("{title}还有 {days} 天");
        let mut alarm = Alarm::display(&text, Trigger::before_start(Duration::hours(hours)));
        alarm.uid(&format!("{at}-{uid}")).timestamp(made_at);
        event.alarm(alarm);
    }
    event.done()
}
