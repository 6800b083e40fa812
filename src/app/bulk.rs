//! One action for many associations: what it would change, for how many, and why not for the
//! others, before anything is recorded. States are set, never turned.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::command::{BulkAction, Command, Context, Title};
use crate::domain::decide::{self, Refusal};
use crate::domain::fact::{Exit, ExitKind};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::model::ItemState;
use crate::domain::round::Scope;

/// What has to be asked before an action can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkQuestion {
    On,
    /// Why 不涉及, or why it left.
    Reason,
    Document,
    /// Number of the association that one became part of.
    Into,
}

/// The answers to [`BulkAction::questions`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkAnswers {
    pub on: Option<NaiveDate>,
    pub reason: String,
    pub document: String,
    /// The other association.
    pub into: Option<u32>,
}

impl BulkAction {
    /// Everything that can be done, in the order of the checklist and the milestones.
    pub fn all(ledger: &Ledger) -> Vec<Self> {
        let round = ledger.round();
        let states = [
            ItemState::Done,
            ItemState::Doing,
            ItemState::NotApplicable,
            ItemState::Open,
        ];
        // What an association reaches itself comes first.
        let mut milestones: Vec<MilestoneIx> = round.milestones().keys().collect();
        milestones.sort_by_key(|ix| round.milestones()[*ix].scope != Scope::Association);
        let mut actions = vec![Self::Close];
        actions.extend(milestones.iter().copied().map(Self::Mark));
        for state in states {
            let items = round.items.iter_enumerated();
            let items = items.filter(|(_, def)| !def.closes || state == ItemState::Open);
            actions.extend(items.map(|(item, _)| Self::Item(item, state)));
        }
        actions.extend(milestones.into_iter().map(Self::Unmark));
        actions.extend(ExitKind::ALL.map(Self::Exit));
        actions.push(Self::Return);
        actions
    }

    /// What has to be asked first.
    pub const fn questions(self) -> &'static [BulkQuestion] {
        use BulkQuestion::{Document, Into, On, Reason};
        match self {
            Self::Item(_, ItemState::NotApplicable) => &[Reason],
            Self::Mark(_) => &[On],
            Self::Exit(ExitKind::Merged) => &[On, Into, Document, Reason],
            Self::Exit(_) => &[On, Document, Reason],
            Self::Item(..) | Self::Unmark(_) | Self::Close | Self::Return => &[],
        }
    }

    /// Asked once more even for a single association.
    pub const fn needs_confirmation(self) -> bool {
        matches!(self, Self::Close | Self::Exit(_) | Self::Return)
    }

    /// Whose milestone it marks, or takes the mark of, and whose duty it settles where that is a
    /// unit's; nobody where it is about what is each association's own.
    pub fn members(self, ledger: &Ledger, whose: &[AssocIx]) -> BTreeSet<SubjectIx> {
        let members = whose.iter().filter_map(|ix| self.member(ledger, *ix));
        members.collect()
    }

    fn member(self, ledger: &Ledger, whose: AssocIx) -> Option<SubjectIx> {
        match self {
            Self::Mark(milestone) | Self::Unmark(milestone) => member(ledger, milestone, whose),
            Self::Item(ix, _) if ledger.round().items[ix].per_unit() => {
                ledger.unit_of(whose).map(SubjectIx::Unit)
            }
            _ => None,
        }
    }

    fn command(self, ledger: &Ledger, whose: AssocIx, answers: &BulkAnswers) -> Option<Command> {
        let round = ledger.round();
        let association = ledger.associations()[whose].no;
        let item = |item: ItemIx, state, note| Command::SetItem {
            association,
            item: round.items[item].id.clone(),
            state: Some(state),
            note,
            evidence: None,
        };
        Some(match self {
            Self::Item(ix, state) => {
                let given = state == ItemState::NotApplicable && !answers.reason.is_empty();
                item(ix, state, given.then(|| answers.reason.clone()))
            }
            Self::Close => {
                let closing = round.items.position(|def| def.closes)?;
                let given = !answers.reason.is_empty();
                item(
                    closing,
                    ItemState::Done,
                    given.then(|| answers.reason.clone()),
                )
            }
            Self::Mark(ix) => Command::Mark {
                milestone: round.milestones()[ix].id.clone(),
                subject: ledger.subject(member(ledger, ix, whose)?),
                on: answers.on?,
            },
            Self::Unmark(ix) => Command::Unmark {
                milestone: round.milestones()[ix].id.clone(),
                subject: ledger.subject(member(ledger, ix, whose)?),
            },
            Self::Exit(kind) => Command::SetExit {
                association,
                exit: Some(Exit {
                    kind,
                    on: answers.on?,
                    document: answers.document.as_str().into(),
                    reason: answers.reason.as_str().into(),
                    into: answers.into,
                }),
            },
            Self::Return => Command::SetExit {
                association,
                exit: None,
            },
        })
    }
}

/// Who reaches a milestone for an association.
fn member(ledger: &Ledger, milestone: MilestoneIx, whose: AssocIx) -> Option<SubjectIx> {
    Some(match ledger.round().milestones()[milestone].scope {
        Scope::City => SubjectIx::City,
        Scope::Unit => SubjectIx::Unit(ledger.unit_of(whose)?),
        Scope::Association => SubjectIx::Association(whose),
    })
}

/// Whose a milestone or duty is, where it is not the association's own: their names, and which day
/// that stands there goes.
fn wider(
    ledger: &Ledger,
    action: BulkAction,
    whose: SubjectIx,
    on: Option<NaiveDate>,
) -> Option<String> {
    let name = match whose {
        SubjectIx::Association(_) => return None,
        SubjectIx::City => ledger.round().info.everywhere().into(),
        SubjectIx::Unit(unit) => ledger.units()[unit].short.to_string(),
    };
    let marked = match action {
        BulkAction::Mark(milestone) | BulkAction::Unmark(milestone) => {
            ledger.mark(milestone, whose)
        }
        _ => None,
    };
    let was = marked.map(|mark| mark.done_on);
    Some(match (was, on) {
        (Some(was), Some(on)) => t!(
            "{name}（已于 {was} 登记，将改为 {on}）",
            "{name} (marked {was}, will be {on})"
        ),
        (Some(was), None) => t!(
            "{name}（{was} 的登记将取消）",
            "{name} (the mark of {was} will be taken back)"
        ),
        (None, _) => name,
    })
}

/// What an action would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkPlan {
    /// What is done.
    pub action: BulkAction,
    /// The same, in words.
    pub title: String,
    /// What changes something.
    pub commands: Vec<Command>,
    /// The units, or the city, whose milestones or duties it changes: no association's own.
    pub wider: Vec<String>,
    /// For how many everything already is as asked.
    pub same: usize,
    /// Numbers of those for whom it cannot be had, and why.
    pub refused: Vec<(u32, Refusal)>,
}

impl BulkPlan {
    /// Works it out; records nothing.
    pub fn new(
        ledger: &Ledger,
        whose: &[AssocIx],
        action: BulkAction,
        answers: &BulkAnswers,
        context: &Context,
    ) -> Self {
        let mut plan = Self {
            action,
            title: action.title(ledger),
            commands: Vec::new(),
            wider: Vec::new(),
            same: 0,
            refused: Vec::new(),
        };
        // Associations of one unit share its milestones and duties.
        let mut seen = BTreeSet::new();
        for ix in whose {
            let shared = action.member(ledger, *ix);
            if shared.is_some_and(|subject| !seen.insert(subject)) {
                continue;
            }
            let Some(command) = action.command(ledger, *ix, answers) else {
                plan.same += 1;
                continue;
            };
            match decide::decide(ledger, &command, context) {
                Ok(decision) if decision.changes.is_empty() => plan.same += 1,
                Ok(_) => {
                    let on = answers.on;
                    let wider = shared.and_then(|whose| wider(ledger, action, whose, on));
                    plan.wider.extend(wider);
                    plan.commands.push(command);
                }
                Err(refusal) => plan.refused.push((ledger.associations()[*ix].no, refusal)),
            }
        }
        plan
    }

    /// One entry, one undo; `None` when nothing would change.
    pub fn command(&self) -> Option<Command> {
        match self.commands.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            many => Some(Command::Batch {
                title: Title::Bulk(self.action),
                commands: many.to_vec(),
            }),
        }
    }

    /// `将改 44 条；2 条已是如此；3 条不能改：29 …`; where it changes no association's own, whose
    /// it is, by name.
    pub fn sentence(&self) -> String {
        let mut parts = vec![t!(
            "{}：将改 {} 条",
            "{}: {} to be changed",
            self.title,
            self.commands.len()
        )];
        match self.wider.as_slice() {
            [] => {}
            [one] => parts.push(t!(
                "改的不是协会，是 {one}",
                "it is not the associations that change but {one}"
            )),
            many => {
                let dots = if many.len() > 6 {
                    s!(" 等", " ...")
                } else {
                    ""
                };
                let names = many[..many.len().min(6)].join(s!("、", ", "));
                let count = many.len();
                parts.push(t!(
                    "改的不是协会，是 {count} 个单位：{names}{dots}",
                    "it is not the associations that change but {count} units: {names}{dots}"
                ));
            }
        }
        if self.same > 0 {
            parts.push(t!(
                "{} 条已是如此或不在范围",
                "{} are so already or out of scope",
                self.same
            ));
        }
        if let Some((no, refusal)) = self.refused.first() {
            let dots = if self.refused.len() > 1 {
                s!(" 等", " ...")
            } else {
                ""
            };
            parts.push(t!(
                "{} 条不能改：{no}{dots} {refusal}",
                "{} cannot be changed: {no}{dots} {refusal}",
                self.refused.len()
            ));
        }
        parts.join(s!("；", "; "))
    }
}
