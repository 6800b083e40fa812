//! What the rules see of persons: who stands in which table, when they retired, by which number
//! they are reached.

use chrono::Months;

use super::FormGrounds;
use super::alike;
use super::answers::Answers;
use super::check::Fired;
use crate::domain::form::month;
use crate::domain::round::form_rules::RuleCheck;
use crate::text::lang::Both;

/// Column 姓名 of every table of people.
const PERSON: usize = 1;

impl RuleCheck {
    /// Everyone `before` stands `after`, with what became of them.
    pub(super) fn people(
        &self,
        answers: &Answers<'_>,
        before: &str,
        after: &str,
        unsaid: &str,
    ) -> Vec<Fired> {
        let mut found = Vec::new();
        if !answers.filled(after) {
            return found;
        }
        for name in answers.rows(before).iter().map(|person| &person[PERSON]) {
            let mut rows = answers.rows(after).iter();
            let key = format!("{after}.{name}");
            match rows.find(|row| alike::same_person(&row[PERSON], name)) {
                None => found.push(self.item(answers, name, &key)),
                Some(row) if row.last().is_none_or(String::is_empty) => {
                    let said = FormGrounds::Written(Both::same(unsaid.replace("{item}", name)));
                    found.push(Fired::new(&[after.to_owned()], said, &key));
                }
                Some(_) => {}
            }
        }
        found
    }

    /// Everyone of a table who has retired so many years before the notice, or more.
    pub(super) fn retired(
        &self,
        answers: &Answers<'_>,
        table: &str,
        column: usize,
        years: u32,
    ) -> Vec<Fired> {
        let dated_on = answers.ledger.round().info.notice.dated_on;
        let Some(since) = dated_on.checked_sub_months(Months::new(12 * years)) else {
            return Vec::new();
        };
        let people = answers.rows(table).iter().filter(|row| {
            let text = row.get(column.saturating_sub(1));
            let retired = text.and_then(|text| month::parse(text));
            retired.is_some_and(|month| month.end() <= since)
        });
        let names = people.filter_map(|row| row.get(PERSON));
        names.map(|name| self.item(answers, name, name)).collect()
    }
}

/// Somebody stands in a table, and what became of them does not say that they may stay.
pub(super) fn listed(
    answers: &Answers<'_>,
    name: &str,
    table: &str,
    after: Option<&str>,
    stays: &[String],
) -> bool {
    let Some(name) = answers.text(name) else {
        return false;
    };
    let row_of = |table: &str| {
        let mut rows = answers.rows(table).iter();
        rows.find(|row| alike::same_person(&row[PERSON], name))
    };
    let became = after.and_then(row_of);
    if row_of(table).is_none() && became.is_none() {
        return false;
    }
    let became = became.and_then(|row| row.last());
    let may_stay = |text: &String| stays.iter().any(|word| text.contains(word.as_str()));
    !became.is_some_and(may_stay)
}

/// A telephone number without what people write between its digits.
pub fn phone_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 7).then_some(digits)
}
