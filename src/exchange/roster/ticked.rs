//! States that are columns: 已脱钩 and 拟脱钩 side by side, with a tick below the one that holds.

use super::columns::Header;
use super::sheet::{RosterLine, RosterSheet};
use super::words::{ColumnMeaning, RosterColumn, words};

/// The columns, and what each is called.
pub struct TickedStates {
    /// Position, the letter, the state.
    columns: Vec<(u16, String, String)>,
}

impl TickedStates {
    /// Where no column has the state, those that are headed by one, if they are headed by different ones.
    pub fn of(sheet: &RosterSheet, header: &Header) -> Option<Self> {
        let is_absent = header.absent.contains(&RosterColumn::Status);
        if is_absent || header.at(RosterColumn::Status).is_some() {
            return None;
        }
        // Below a heading over both of them stands what each is.
        let state = |heading: &str| {
            heading
                .split(' ')
                .next_back()
                .unwrap_or_default()
                .to_owned()
        };
        let columns = header.unused.iter().filter_map(|(at, heading)| {
            let state = state(heading);
            words().status(&state)?;
            Some((*at, sheet.column_name(*at), state))
        });
        let columns: Vec<(u16, String, String)> = columns.collect();
        let meanings = columns.iter().map(|(_, _, state)| words().status(state));
        let meanings: Vec<Option<ColumnMeaning>> = meanings.collect();
        let differ = meanings.iter().any(|meaning| *meaning != meanings[0]);
        differ.then_some(Self { columns })
    }

    /// A column is one of them.
    pub fn has(&self, column: u16) -> bool {
        self.columns.iter().any(|(at, ..)| *at == column)
    }

    /// The state that is ticked in a row, or what is wrong with it.
    pub fn read(&self, line: &RosterLine) -> Result<&str, String> {
        let mut found = None;
        for (at, letter, state) in &self.columns {
            let text = line.text(*at);
            match words().is_ticked(text) {
                Some(true) if found.is_some() => {
                    return Err(s!(
                        "几种状态都打了勾，请只留一个",
                        "several states are ticked; leave one"
                    )
                    .to_owned());
                }
                Some(true) => found = Some(state),
                Some(false) => {}
                None => {
                    return Err(t!(
                        "{letter} 列“{state}”下写着“{text}”，看不出是不是打勾；请写 √ 或留空",
                        "below \"{state}\" in column {letter} stands \"{text}\": a tick or not? write √ or nothing"
                    ));
                }
            }
        }
        found
            .map(String::as_str)
            .ok_or_else(|| s!("几种状态都没有打勾", "no state is ticked").to_owned())
    }

    /// What the reader should know.
    pub fn note(&self) -> String {
        let columns = self.columns.iter();
        let columns: Vec<String> = columns
            .map(|(_, letter, state)| format!("{letter}“{state}”"))
            .collect();
        t!(
            "状态看哪一列打了勾：{}",
            "the status is the column that is ticked: {}",
            columns.join("、")
        )
    }
}
