//! Milestones as calendar files, read back by a calendar library.

use std::collections::HashSet;

use icalendar::{
    Calendar, CalendarComponent, CalendarDateTime, Component as _, DatePerhapsTime, Event,
};
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::exchange::calendar;

use crate::support::{Home, date, instant, moment};

fn ledger(home: &Home) -> Ledger {
    let (mut session, mut ledger) = home.open("张三");
    let command = Command::Mark {
        milestone: "M4".into(),
        subject: Subject::Association(86),
        on: date("2020-07-18"),
    };
    session
        .execute(&mut ledger, &command, moment("2020-07-20"))
        .expect("marked");
    ledger
}

fn events(text: &str) -> Vec<Event> {
    let calendar: Calendar = text.parse().expect("a calendar");
    calendar
        .components
        .iter()
        .filter_map(|component| match component {
            CalendarComponent::Event(event) => Some(event.clone()),
            _ => None,
        })
        .collect()
}

fn day(at: Option<DatePerhapsTime>) -> chrono::NaiveDate {
    match at {
        Some(DatePerhapsTime::Date(day)) => day,
        other => panic!("a whole day, not {other:?}"),
    }
}

#[test]
fn eight_milestones_are_whole_days_with_two_alarms_each() {
    let home = Home::new();
    let ledger = ledger(&home);
    let text = calendar::write(&ledger, None, date("2020-07-20"), instant());
    let events = events(&text);
    assert_eq!(events.len(), 8);
    let mut uids = HashSet::new();
    for (event, milestone) in events.iter().zip(ledger.round().milestones()) {
        assert_eq!(day(event.get_start()), milestone.due_on);
        assert_eq!(
            day(event.get_end()),
            milestone.due_on.succ_opt().expect("a day")
        );
        let title = format!("{} {}", milestone.id, milestone.title);
        assert_eq!(event.get_summary(), Some(title.as_str()));
        assert!(uids.insert(event.get_uid().expect("an id").to_owned()));
        assert_eq!(event.components().len(), 2);
        for alarm in event.components() {
            assert!(uids.insert(alarm.property_value("UID").expect("an id").to_owned()));
        }
    }
    // 63 and 15 hours before midnight: at nine, three days and one day before.
    for hours in [63, 15] {
        let trigger = format!("TRIGGER;RELATED=START:-PT{}S", hours * 3600);
        assert_eq!(text.matches(&trigger).count(), 8, "{trigger}");
    }
    assert!(matches!(
        events[0].get_timestamp(),
        Some(at) if CalendarDateTime::from(at) == CalendarDateTime::from(instant())
    ));
}

#[test]
fn lines_end_and_fold_as_the_format_wants_and_nothing_depends_on_the_clock() {
    let home = Home::new();
    let ledger = ledger(&home);
    let write = || calendar::write(&ledger, Some(12), date("2020-07-20"), instant());
    let text = write();
    assert_eq!(text, write());
    assert!(text.ends_with("\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{line}");
    }
}

#[test]
fn a_unit_sees_what_it_still_owes() {
    let home = Home::new();
    let ledger = ledger(&home);
    let unit = ledger.unit_ix("开封市商务局").expect("the unit");
    let events = events(&calendar::write(
        &ledger,
        Some(unit),
        date("2020-07-20"),
        instant(),
    ));
    // The meetings of the city are not its own.
    let ids: Vec<&str> = events
        .iter()
        .filter_map(|event| event.get_summary()?.split(' ').next())
        .collect();
    assert_eq!(ids, ["M2", "M3", "M4", "M5", "M6", "M7"]);
    let m4 = events[2].get_description().expect("a description");
    assert!(m4.contains("截至 2020-07-20：完成 1/4"), "{m4}");
    assert!(m4.contains("未完成：开封市网络经济协会、"), "{m4}");
    assert!(!m4.contains("开封市酒业协会"), "{m4}");
    // 教育体育局 has 44: the description stays short.
    let unit = ledger.unit_ix("开封市教育体育局").expect("the unit");
    let events = self::events(&calendar::write(
        &ledger,
        Some(unit),
        date("2020-07-20"),
        instant(),
    ));
    let m4 = events[2].get_description().expect("a description");
    assert!(m4.contains("等 44 个"), "{m4}");
}
