//! Plays what was scheduled, one deed after the other, by the rules of the domain and without a
//! file: the history is written at once when it is whole.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::DemoError;
use super::lot;
use super::schedule::{Deed, Event};
use super::script::Play;
use tuogou::domain::change::{EntryKind, NewEntry};
use tuogou::domain::command::{Command, Context, Title};
use tuogou::domain::decide;
use tuogou::domain::id::{AssocIx, ItemIx};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::domain::round::NaRule;
use tuogou::words;

/// The history that the events come to.
pub fn run(ledger: Ledger, play: &Play, events: Vec<Event>) -> Result<Vec<NewEntry>, DemoError> {
    let mut player = Player {
        ledger,
        play,
        entries: Vec::new(),
    };
    for event in events {
        player.deed(event)?;
    }
    Ok(player.entries)
}

struct Player<'a> {
    ledger: Ledger,
    play: &'a Play,
    entries: Vec<NewEntry>,
}

impl Player<'_> {
    fn deed(&mut self, Event { at, by, deed }: Event) -> Result<(), DemoError> {
        match deed {
            Deed::Do(command) => self.execute(at, &by, &command),
            Deed::Slip(command) => {
                self.execute(at, &by, &command)?;
                self.take_back(at + Duration::seconds(3), &by)
            }
            Deed::NotConcerned(association) => self.not_concerned(at, &by, association),
            Deed::Begin(association, item) => {
                if self.ledger.item(association, item).state != ItemState::Open {
                    return Ok(());
                }
                let no = self.ledger.associations()[association].no;
                let id = &self.ledger.round().items[item].id;
                let note = lot::pick(no, &format!("doing {id}"), &self.play.papers.doing);
                let note = note.cloned();
                let command = self.set(association, item, ItemState::Doing, note, None);
                self.execute(at, &by, &command)
            }
            Deed::Settle {
                association,
                item,
                evidence,
                note,
            } => self.settle(at, &by, (association, item), evidence, note),
            Deed::Close(association, item) => {
                let left = |one: tuogou::domain::ledger::ItemView<'_>| {
                    one.ix != item && !one.state.settled()
                };
                if self.ledger.checklist(association).any(left) {
                    return Ok(());
                }
                let command = self.set(association, item, ItemState::Done, None, None);
                self.execute(at, &by, &command)
            }
        }
    }

    fn set(
        &self,
        association: AssocIx,
        item: ItemIx,
        state: ItemState,
        note: Option<String>,
        evidence: Option<String>,
    ) -> Command {
        Command::SetItem {
            association: self.ledger.associations()[association].no,
            item: self.ledger.round().items[item].id.clone(),
            state: Some(state),
            note,
            evidence,
        }
    }

    /// The forms say that an item does not concern an association. Where the form of after can
    /// only say that it is done, it is ticked: 不涉及 would contradict that form.
    fn unconcerned(&self, association: AssocIx, item: ItemIx) -> bool {
        let def = &self.ledger.round().items[item];
        let ticked_later = def.form.not_applicable.is_empty() && !def.form.done.is_empty();
        match &def.na {
            NaRule::Answer { conditions, .. } if !ticked_later => {
                self.ledger.meets(association, conditions) == Some(true)
            }
            _ => false,
        }
    }

    fn not_concerned(
        &mut self,
        at: DateTime<Utc>,
        by: &str,
        association: AssocIx,
    ) -> Result<(), DemoError> {
        let concerns = |item: &ItemIx| {
            self.ledger.item(association, *item).state.settled()
                || !self.unconcerned(association, *item)
        };
        let items = self
            .ledger
            .round()
            .items
            .keys()
            .filter(|item| !concerns(item));
        let set = |item| self.set(association, item, ItemState::NotApplicable, None, None);
        let name = self.ledger.name(association);
        let command = Command::Batch {
            title: Title::Named(format!("{name} 依基本情况表设为不涉及").into()),
            commands: items.map(set).collect(),
        };
        self.execute(at, by, &command)
    }

    fn settle(
        &mut self,
        at: DateTime<Utc>,
        by: &str,
        (association, item): (AssocIx, ItemIx),
        evidence: String,
        note: String,
    ) -> Result<(), DemoError> {
        let state = self.ledger.item(association, item).state;
        if state.settled() || state == ItemState::Doubtful {
            return Ok(());
        }
        if self.unconcerned(association, item) {
            let command = self.set(association, item, ItemState::NotApplicable, None, None);
            return self.execute(at, by, &command);
        }
        let no = self.ledger.associations()[association].no;
        let id = &self.ledger.round().items[item].id;
        let reason = self.play.reasons.iter().find(|reason| {
            reason.item == *id && lot::happens(no, &format!("reason {id}"), reason.share)
        });
        let reason = reason.map(|reason| reason.text.clone());
        let command = match reason {
            Some(text) => self.set(
                association,
                item,
                ItemState::NotApplicable,
                Some(text),
                None,
            ),
            None => self.set(
                association,
                item,
                ItemState::Done,
                Some(note),
                Some(evidence),
            ),
        };
        self.execute(at, by, &command)
    }

    fn execute(&mut self, at: DateTime<Utc>, by: &str, command: &Command) -> Result<(), DemoError> {
        let as_of = at.date_naive();
        let context = Context::new(by, at, as_of);
        let decision = decide::decide(&self.ledger, command, &context);
        let decision = decision.map_err(|refusal| DemoError::Refused { on: as_of, refusal })?;
        self.record(NewEntry {
            kind: EntryKind::Do,
            target: None,
            by: context.by,
            at,
            as_of,
            what: words::entry(&self.ledger, &decision.occasion, &decision.changes),
            changes: decision.changes,
        })
    }

    /// Takes back the newest entry, which is the one just made.
    fn take_back(&mut self, at: DateTime<Utc>, by: &str) -> Result<(), DemoError> {
        let (Some(last), Ok(seq)) = (self.entries.last(), i64::try_from(self.entries.len())) else {
            return Ok(());
        };
        let entry = tuogou::domain::change::Entry {
            seq,
            seal: tuogou::domain::seal::Seal::NONE,
            body: last.clone(),
        };
        let as_of: NaiveDate = at.date_naive();
        let changes = decide::invert(&self.ledger, &entry);
        let changes = changes.map_err(|refusal| DemoError::Refused { on: as_of, refusal })?;
        self.record(NewEntry {
            kind: EntryKind::Undo,
            target: Some(seq),
            by: by.to_owned(),
            at,
            as_of,
            what: entry.body.what,
            changes,
        })
    }

    fn record(&mut self, entry: NewEntry) -> Result<(), DemoError> {
        self.ledger.apply(&entry.changes)?;
        if !entry.changes.is_empty() {
            self.entries.push(entry);
        }
        Ok(())
    }
}
