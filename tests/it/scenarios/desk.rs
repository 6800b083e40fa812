//! The ledger of a scenario: how it is made, what is done in it, on which day it is seen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tuogou::app::clock::parse_date;
use tuogou::app::session::Session;
use tuogou::domain::ledger::Ledger;
use tuogou::exchange::seed;
use tuogou::store::Origin;

use crate::support::Home;

/// A ledger at work.
pub struct Desk {
    home: Home,
    /// The state as it is looked at.
    pub seen: Ledger,
    /// The day on which it is looked at.
    pub as_of: NaiveDate,
}

impl Desk {
    /// The round of Kaifeng 2020, with options: `count=working due_day_inclusive=false …`.
    pub fn kaifeng(options: &str) -> Result<Self, String> {
        let home = Home::new();
        let mut documents = seed::builtin_documents();
        let options: Vec<&str> = options.split_whitespace().collect();
        for option in &options {
            let (key, value) = option
                .split_once('=')
                .ok_or_else(|| format!("{option} is not an option: key=value"))?;
            change_option(&mut documents, key, value)?;
        }
        if !options.is_empty() {
            // Under its own id the round would be read as the program ships it.
            put(&mut documents, "", "id", "\"kaifeng-2020-otherwise\"")?;
        }
        let origin = Origin::new(
            documents,
            seed::builtin_roster().expect("the roster is whole"),
        );
        let made = Session::create(&home.ledger(), "王".to_owned(), origin);
        let (_, seen) = made.map_err(|error| error.to_string())?;
        Ok(Self {
            home,
            as_of: seen.round().info.notice.dated_on,
            seen,
        })
    }

    /// Looks at the ledger as it stood on a day.
    pub fn look_at(&mut self, day: &str) -> Result<(), String> {
        self.as_of = parse_date(day).map_err(|none| none.to_string())?;
        let (session, ledger) = self.home.open("王");
        let past = session.as_it_stood(&ledger, self.as_of);
        let past = past.map_err(|error| error.to_string())?;
        self.seen = past.map_or(ledger, |(past, _)| past);
        Ok(())
    }

    /// `2020-07-20 王 tick 29 A1`: the program's own command line, on that day, by 王; with
    /// `{A1,A2}` one after the other. The inner error is a refusal.
    pub fn act(&self, line: &str) -> Result<Result<(), String>, String> {
        if let Some((before, rest)) = line.split_once('{') {
            let (each, after) = rest.split_once('}').ok_or("a brace is not closed")?;
            for one in each.split(',') {
                if let Err(refusal) = self.act(&format!("{before}{one}{after}"))? {
                    return Ok(Err(format!("{one}: {refusal}")));
                }
            }
            return Ok(Ok(()));
        }
        let words = words(line)?;
        let [day, by, command @ ..] = &words[..] else {
            return Err("a command is: day who what".to_owned());
        };
        parse_date(day).map_err(|none| none.to_string())?;
        let mut program = self.home.program();
        program.env("TUOGOU_USER", by).args(["--as-of", day]);
        let output = program.args(command).output();
        let output = output.map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim_end().trim_start_matches("tuogou: ").to_owned();
        match output.status.code() {
            Some(0) => Ok(Ok(())),
            Some(1) => Ok(Err(said)),
            _ => Err(said),
        }
    }
}

/// Divides at spaces, quotes kept together.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or("a quote is not closed")?,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    Ok(words)
}

/// Sets an option of `round.toml`.
fn change_option(
    documents: &mut BTreeMap<String, String>,
    key: &str,
    value: &str,
) -> Result<(), String> {
    match key {
        "count" => put(documents, "calendar", key, &format!("\"{value}\"")),
        "training_basis" => put(documents, "thresholds", key, &format!("\"{value}\"")),
        "soon_days"
        | "urgent_days"
        | "due_day_inclusive"
        | "training_min_associations"
        | "training_inclusive" => put(documents, "thresholds", key, value),
        _ => Err(format!("{key} is no option")),
    }
}

/// Replaces the line of a key in a part of `round.toml`.
fn put(
    documents: &mut BTreeMap<String, String>,
    part: &str,
    key: &str,
    value: &str,
) -> Result<(), String> {
    let round = documents.get_mut("round.toml").ok_or("no round.toml")?;
    let mut at = String::new();
    let mut found = false;
    let lines = round.lines().map(|line| {
        if let Some(heading) = line.strip_prefix('[') {
            heading.trim_end_matches(']').clone_into(&mut at);
        }
        let here = at == part && line.split('=').next().map(str::trim) == Some(key);
        if here && !found {
            found = true;
            format!("{key} = {value}")
        } else {
            line.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    *round = text;
    if found {
        Ok(())
    } else {
        Err(format!("{key} is not in round.toml"))
    }
}
