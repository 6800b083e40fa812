//! What a scenario expects.

use std::collections::HashSet;

use tuogou::app::find::{self, UnitChoice};
use tuogou::app::listing::{Filter, GroupBy, Listing, SortBy};
use tuogou::domain::id::{AssocIx, UnitIx};
use tuogou::domain::ledger::SubjectIx;
use tuogou::domain::light::Reason;
use tuogou::domain::milestone::{self, Countdown, Standing};
use tuogou::domain::model::{Light, Status};
use tuogou::domain::summary::{self, Summary};
use tuogou::words::why::{self, What};

use super::desk::Desk;

type Outcome = Result<(), String>;

/// Nothing when two things are the same.
fn same(what: &str, expected: &str, found: &str) -> Outcome {
    if expected == found {
        Ok(())
    } else {
        Err(format!("{what}: expected {expected}, found {found}"))
    }
}

/// `red` or `红`.
fn sign(text: &str) -> Option<&'static str> {
    let known = |light: &&Light| light.id() == text || light.sign() == text;
    Light::ALL.iter().find(known).map(|light| light.sign())
}

fn reason(text: &str) -> bool {
    [
        Reason::NoTask,
        Reason::Exited,
        Reason::NotStarted,
        Reason::DoneInTime,
        Reason::OnCourse,
        Reason::Soon,
        Reason::MadeUpLate,
        Reason::Urgent,
        Reason::Overdue,
    ]
    .iter()
    .any(|known| known.word() == text)
}

impl Desk {
    /// One expectation:
    ///
    /// - `light WHAT COLOUR [REASON]`: WHAT is `city`, `29`, `29 A1`, `29 机构`, `M4`, `M4 29`,
    ///   `M4 单位`, `A1` and `机构` over the city, or a unit;
    /// - `green WHAT: WORDS`: what would turn it green contains the words;
    /// - `days WHAT N`: calendar days left; `counted WHAT N`: as the round counts;
    /// - `due WHAT DATE`;
    /// - `stage 29 WORD`, `item 29 A1 STATE`;
    /// - `milestone M4 [单位] done N of N light COLOUR days N`, any of these;
    /// - `members M3 NAMES`: exactly these units, in the order of the roster;
    /// - `planned M3 N`: 拟脱钩 below the units of a milestone;
    /// - `stats`, `unit NAME`: `total N planned N decoupled N completed N exited N light COLOUR`;
    /// - `countdown M4 11` or `countdown over 55`;
    /// - `sum 150 = 37 + 113`.
    pub fn expect(&self, line: &str) -> Outcome {
        let words: Vec<&str> = line.split_whitespace().collect();
        match &words[..] {
            ["light", what @ .., word] if reason(word) => match what {
                [what @ .., colour] => {
                    self.light(what, colour)?;
                    let found = self.assess(what)?.reason.word();
                    same(&format!("light {}", what.join(" ")), word, found)
                }
                [] => Err("light of what?".to_owned()),
            },
            ["light", what @ .., colour] => self.light(what, colour),
            ["green", ..] => {
                let (what, expected) = line["green".len()..]
                    .split_once(':')
                    .ok_or("green WHAT: words")?;
                let what: Vec<&str> = what.split_whitespace().collect();
                let answer = why::why(&self.seen, self.what(&what)?, self.as_of);
                if answer.green.contains(expected.trim()) {
                    Ok(())
                } else {
                    same("green", expected.trim(), &answer.green)
                }
            }
            [key @ ("days" | "counted" | "due"), what @ .., expected] => {
                let found = self.assess(what)?;
                let none = || "nothing".to_owned();
                let found = match *key {
                    "days" => found.days_left.map_or_else(none, |days| days.to_string()),
                    "counted" => found
                        .counted_left
                        .map_or_else(none, |days| days.to_string()),
                    _ => found.due_on.map_or_else(none, |on| on.to_string()),
                };
                same(&format!("{key} {}", what.join(" ")), expected, &found)
            }
            ["stage", no, expected] => {
                let found = self.seen.progress(self.association(no)?).stage.word();
                same(&format!("stage {no}"), expected, found)
            }
            ["item", no, id, expected] => {
                let ix = self.association(no)?;
                let item = self.seen.round().item_ix(id).ok_or("no such item")?;
                let found = self.seen.item(ix, item).state.word();
                same(&format!("item {no} {id}"), expected, found)
            }
            ["milestone", id, rest @ ..] => self.milestone(id, rest),
            ["members", id, expected @ ..] => {
                let found = self.members(id)?;
                let names = found
                    .iter()
                    .map(|unit| self.seen.units()[*unit].short.as_str());
                let found = names.collect::<Vec<_>>().join(" ");
                same(&format!("members {id}"), &expected.join(" "), &found)
            }
            ["planned", id, expected] => {
                let members = self.members(id)?;
                let planned = members
                    .iter()
                    .map(|unit| self.seen.units()[*unit].planned());
                let found = planned.sum::<usize>().to_string();
                same(&format!("planned {id}"), expected, &found)
            }
            ["stats", rest @ ..] => {
                let all = self.seen.associations().keys();
                summed(&summary::of(&self.seen, all, self.as_of), rest)
            }
            ["unit", name, rest @ ..] => {
                let UnitChoice::Unit(unit) = self.unit(name)? else {
                    return Err(format!("{name} is no unit"));
                };
                let all = self.seen.units()[unit].associations.iter().copied();
                summed(&summary::of(&self.seen, all, self.as_of), rest)
            }
            ["countdown", expected @ ..] => {
                let found = match milestone::countdown(&self.seen, self.as_of) {
                    Countdown::Next {
                        milestone,
                        days_left,
                    } => {
                        let id = &self.seen.round().milestones()[milestone].id;
                        format!("{id} {days_left}")
                    }
                    Countdown::Target {
                        date, days_left, ..
                    } => {
                        let id = &self.seen.round().info.dates[date].id;
                        format!("{id} {days_left}")
                    }
                    Countdown::Over { days_since, .. } => format!("over {days_since}"),
                };
                same("countdown", &expected.join(" "), &found)
            }
            ["sum", "150", "=", "37", "+", "113"] => self.check_sums(),
            _ => Err(format!("{line} is not a thing to expect")),
        }
    }

    fn association(&self, text: &str) -> Result<AssocIx, String> {
        find::association(&self.seen, text).map_err(|error| error.to_string())
    }

    fn unit(&self, text: &str) -> Result<UnitChoice, String> {
        find::unit(&self.seen, text).map_err(|error| error.to_string())
    }

    /// The units that have to reach a milestone.
    fn members(&self, id: &str) -> Result<Vec<UnitIx>, String> {
        let ix = self
            .seen
            .round()
            .milestone_ix(id)
            .ok_or("no such milestone")?;
        let members = milestone::population(&self.seen, ix).into_iter();
        Ok(members
            .filter_map(|member| match member {
                SubjectIx::Unit(unit) => Some(unit),
                SubjectIx::City | SubjectIx::Association(_) => None,
            })
            .collect())
    }

    /// Whose light is meant.
    fn what(&self, words: &[&str]) -> Result<What, String> {
        let round = self.seen.round();
        let section = |text: &str| {
            let mut sections = round.sections.iter();
            let found = sections.find(|info| info.short.is(text) || info.id.id() == text);
            found.map(|info| info.id)
        };
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let unit = |text: &str| match self.unit(text)? {
            UnitChoice::Unit(unit) => Ok(unit),
            UnitChoice::Direct => Err(format!("{text} is no unit")),
        };
        match words {
            ["city"] => Ok(What::City),
            [id] if round.milestone_ix(id).is_some() => {
                let ix = round.milestone_ix(id).ok_or("no such milestone")?;
                Ok(What::Milestone(ix, SubjectIx::City))
            }
            [id, whose] if round.milestone_ix(id).is_some() => {
                let ix = round.milestone_ix(id).ok_or("no such milestone")?;
                let subject = if number(whose) {
                    SubjectIx::Association(self.association(whose)?)
                } else {
                    SubjectIx::Unit(unit(whose)?)
                };
                Ok(What::Milestone(ix, subject))
            }
            [no] if number(no) => Ok(What::Association(self.association(no)?)),
            [no, part] if number(no) => {
                let ix = self.association(no)?;
                match (round.item_ix(part), section(part)) {
                    (Some(item), _) => Ok(What::Item(ix, item)),
                    (None, Some(section)) => Ok(What::SectionOf(ix, section)),
                    (None, None) => Err(format!("{part} is neither an item nor a section")),
                }
            }
            [part] => match (round.item_ix(part), section(part)) {
                (Some(item), _) => Ok(What::Items(item)),
                (None, Some(section)) => Ok(What::Section(section)),
                (None, None) => unit(part).map(What::Unit),
            },
            _ => Err(format!("{} has no light", words.join(" "))),
        }
    }

    fn assess(&self, words: &[&str]) -> Result<tuogou::domain::light::Assessment, String> {
        Ok(why::assess(&self.seen, self.what(words)?, self.as_of))
    }

    fn light(&self, what: &[&str], colour: &str) -> Outcome {
        let expected = sign(colour).ok_or_else(|| format!("{colour} is no light"))?;
        let found = self.assess(what)?.light.sign();
        same(&format!("light {}", what.join(" ")), expected, found)
    }

    fn milestone(&self, id: &str, rest: &[&str]) -> Outcome {
        let ix = self
            .seen
            .round()
            .milestone_ix(id)
            .ok_or("no such milestone")?;
        let (subject, rest) = match rest {
            [first, rest @ ..] if !matches!(*first, "done" | "light" | "days") => {
                match self.unit(first)? {
                    UnitChoice::Unit(unit) => (SubjectIx::Unit(unit), rest),
                    UnitChoice::Direct => return Err(format!("{first} is no unit")),
                }
            }
            rest => (SubjectIx::City, rest),
        };
        let members = milestone::below(&self.seen, ix, subject);
        let standing = milestone::standing(&self.seen, ix, &members, self.as_of);
        stands(&standing, rest)?;
        // Two ways to the same light.
        let asked = why::assess(&self.seen, What::Milestone(ix, subject), self.as_of);
        same("light by why", standing.light.sign(), asked.light.sign())
    }

    /// Sums are the same under every grouping and every filter of status.
    pub fn check_sums(&self) -> Outcome {
        for status in [None, Some(Status::Planned), Some(Status::Decoupled)] {
            let expected = match status {
                None => (150, 37, 113),
                Some(Status::Planned) => (113, 0, 113),
                Some(Status::Decoupled) => (37, 37, 0),
            };
            let filter = Filter {
                status,
                ..Filter::default()
            };
            for group_by in [GroupBy::Unit, GroupBy::PrintedUnit, GroupBy::Status] {
                let listing = Listing::new(
                    &self.seen,
                    &filter,
                    group_by,
                    SortBy::default(),
                    &HashSet::new(),
                    self.as_of,
                );
                let counts = |sum: &Summary| (sum.total, sum.decoupled, sum.planned);
                let groups = listing.groups().map(|key| counts(&listing.sum(key)));
                let added = groups.fold((0, 0, 0), |all, one| {
                    (all.0 + one.0, all.1 + one.1, all.2 + one.2)
                });
                for found in [counts(&listing.shown()), added] {
                    let what = format!("sum by {} of {status:?}", group_by.word());
                    same(&what, &format!("{expected:?}"), &format!("{found:?}"))?;
                }
            }
        }
        Ok(())
    }
}

/// `done 44 of 113 light yellow days -5`.
fn stands(standing: &Standing, rest: &[&str]) -> Outcome {
    match rest {
        [] => Ok(()),
        ["done", done, "of", all, rest @ ..] => {
            same("done", done, &standing.done.to_string())?;
            same("of", all, &standing.population.to_string())?;
            stands(standing, rest)
        }
        ["light", colour, rest @ ..] => {
            let expected = sign(colour).ok_or_else(|| format!("{colour} is no light"))?;
            same("light", expected, standing.light.sign())?;
            stands(standing, rest)
        }
        ["days", days, rest @ ..] => {
            same("days", days, &standing.days_left.to_string())?;
            stands(standing, rest)
        }
        _ => Err(format!("{} is not known of a milestone", rest.join(" "))),
    }
}

/// `total 150 planned 113 light red`.
fn summed(sum: &Summary, rest: &[&str]) -> Outcome {
    match rest {
        [] => Ok(()),
        ["light", colour, rest @ ..] => {
            let expected = sign(colour).ok_or_else(|| format!("{colour} is no light"))?;
            same("light", expected, sum.light.sign())?;
            summed(sum, rest)
        }
        [key, expected, rest @ ..] => {
            let found = match *key {
                "total" => sum.total,
                "planned" => sum.planned,
                "decoupled" => sum.decoupled,
                "completed" => sum.completed,
                "exited" => sum.left.all(),
                "done" => sum.items.done,
                "items" => sum.items.total,
                _ => return Err(format!("{key} is not counted")),
            };
            same(key, expected, &found.to_string())?;
            summed(sum, rest)
        }
        [key] => Err(format!("{key} is how many?")),
    }
}
