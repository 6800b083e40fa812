//! The one function that says whether a command may happen and what it changes. Pure.

use chrono::{Days, NaiveDate};

use super::change::{Change, Entry, ItemRecord, Mark, Subject};
use super::command::{Command, Context};
use super::ledger::{AssocIx, Basis, Ledger, SubjectIx};
use super::milestone;
use super::model::ItemState;
use super::remark;
use super::round::{ItemIx, MilestoneIx, NaRule, PopulationRule, Scope};

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// In words, for the history and the status line.
    pub what: String,
    /// Empty when everything already is as asked.
    pub changes: Vec<Change>,
}

/// Why a command cannot be had. Each sentence says what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No association with this number.
    #[error("没有序号为 {0} 的协会，请用 tuogou list 查看名册")]
    UnknownAssociation(u32),
    /// No such item in the checklist.
    #[error("清单中没有事项 {id}，本轮的事项为 {known}")]
    UnknownItem {
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// No such milestone in the round.
    #[error("没有节点 {id}，本轮的节点为 {known}")]
    UnknownMilestone {
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// No such unit.
    #[error("没有业务主管单位 {0}，请用 tuogou stats 查看单位名称")]
    UnknownUnit(String),
    /// The template never allows 不涉及.
    #[error("{item} {label}：按清单规定不得设为不涉及")]
    NeverNotApplicable {
        /// Item id.
        item: String,
        /// Its label.
        label: String,
    },
    /// 不涉及 needs its reason.
    #[error("{item} 设为不涉及须写明理由（条件：{when}）")]
    ReasonMissing {
        /// Item id.
        item: String,
        /// The condition.
        when: String,
    },
    /// The unit is in the training milestone.
    #[error("{item} 不能设为不涉及：{unit} {reason}")]
    UnitIsInTraining {
        /// Item id.
        item: String,
        /// Canonical name.
        unit: String,
        /// Why it is in.
        reason: String,
    },
    /// 存疑 follows from a contradiction, it is not set.
    #[error("存疑由核对得出，不能手工设置")]
    DoubtIsDerived,
    /// The state comes from a mark.
    #[error("{item} 由节点 {milestone} 的登记得出，请取消该节点的登记")]
    FollowsFromMark {
        /// Item id.
        item: String,
        /// Milestone id.
        milestone: String,
    },
    /// The state comes from a rule of the round.
    #[error("{item} 按规则不涉及，无需办理")]
    FollowsFromRule {
        /// Item id.
        item: String,
    },
    /// Closing by one of those who ticked.
    #[error("{by} 办理过本协会的事项，销号须由其他人办理")]
    ClosingOwnWork {
        /// Who.
        by: String,
    },
    /// Closing with something left.
    #[error("还有 {count} 项未办结，不能销号：{first}")]
    ClosingUnfinished {
        /// How many.
        count: usize,
        /// The first few ids.
        first: String,
    },
    /// A subject below the milestone's scope.
    #[error("{milestone} {title} 按{scope}登记，请改为按{scope}登记")]
    ScopeTooNarrow {
        /// Milestone id.
        milestone: String,
        /// Its title.
        title: String,
        /// The level on which it is marked.
        scope: &'static str,
    },
    /// A subject that does not have to reach the milestone.
    #[error("{subject} 不在 {milestone} {title} 的范围内：{reason}")]
    OutsidePopulation {
        /// Name of the subject.
        subject: String,
        /// Milestone id.
        milestone: String,
        /// Its title.
        title: String,
        /// Why not.
        reason: String,
    },
    /// A date that has not come yet.
    #[error("日期 {on} 晚于基准日 {as_of}，请改日期，或用 --as-of 调整基准日")]
    DateAhead {
        /// What was asked for.
        on: NaiveDate,
        /// 基准日.
        as_of: NaiveDate,
    },
    /// A date that is probably a slip.
    #[error("日期 {on} 比通知日期 {notice} 早一年以上，请核对年份")]
    DateTooEarly {
        /// What was asked for.
        on: NaiveDate,
        /// Day of the notice.
        notice: NaiveDate,
    },
    /// A mark that follows from ticks.
    #[error("{milestone} 由清单事项得出，请改相应事项的状态")]
    FollowsFromItems {
        /// Milestone id.
        milestone: String,
    },
    /// A text that is too long.
    #[error(transparent)]
    TooLong(#[from] remark::TooLong),
    /// Undo of something that has been changed since.
    #[error("记录 {seq} 之后又有改动，不能撤销或重做")]
    Superseded {
        /// Position in the history.
        seq: i64,
    },
}

/// Says what a command changes, or why it cannot be had.
pub fn decide(ledger: &Ledger, command: &Command, context: &Context) -> Result<Decision, Refusal> {
    match command {
        Command::SetItem {
            association,
            item,
            state,
            note,
            evidence,
        } => {
            let assoc = ledger
                .association_ix(*association)
                .ok_or(Refusal::UnknownAssociation(*association))?;
            let ix = item_ix(ledger, item)?;
            let wish = ItemWish {
                state: *state,
                note: note.as_deref().map(remark::clean).transpose()?,
                evidence: evidence.as_deref().map(remark::clean).transpose()?,
            };
            set_item(ledger, assoc, ix, wish, context)
        }
        Command::Mark {
            milestone,
            subject,
            on,
        } => {
            check_date(ledger, *on, context.as_of)?;
            mark(ledger, milestone, subject, Some(*on), context)
        }
        Command::Unmark { milestone, subject } => mark(ledger, milestone, subject, None, context),
    }
}

/// Turns a recorded entry round. Refused when the state has moved on since, which the order of
/// undo rules out unless the ledger was edited from outside.
pub fn invert(ledger: &Ledger, entry: &Entry) -> Result<Vec<Change>, Refusal> {
    let inverse: Vec<Change> = entry
        .body
        .changes
        .iter()
        .rev()
        .cloned()
        .map(Change::inverse)
        .collect();
    check_current(ledger, entry.seq, &inverse)?;
    Ok(inverse)
}

/// Does a recorded entry again.
pub fn repeat(ledger: &Ledger, entry: &Entry) -> Result<Vec<Change>, Refusal> {
    check_current(ledger, entry.seq, &entry.body.changes)?;
    Ok(entry.body.changes.clone())
}

fn check_current(ledger: &Ledger, seq: i64, changes: &[Change]) -> Result<(), Refusal> {
    let current = changes.iter().all(|change| match change {
        Change::Item {
            association,
            item,
            before,
            ..
        } => {
            let now = ledger
                .association_ix(*association)
                .zip(ledger.round().item_ix(item))
                .and_then(|(assoc, ix)| ledger.record(assoc, ix));
            now == before.as_ref()
        }
        Change::Mark {
            milestone,
            subject,
            before,
            ..
        } => {
            let now = ledger
                .round()
                .milestone_ix(milestone)
                .zip(ledger.subject_ix(subject).ok())
                .and_then(|(ix, subject)| ledger.mark(ix, subject));
            now == before.as_ref()
        }
    });
    if current {
        Ok(())
    } else {
        Err(Refusal::Superseded { seq })
    }
}

struct ItemWish {
    state: Option<ItemState>,
    note: Option<String>,
    evidence: Option<String>,
}

fn item_ix(ledger: &Ledger, id: &str) -> Result<ItemIx, Refusal> {
    ledger.round().item_ix(id).ok_or_else(|| {
        let ids: Vec<&str> = ledger
            .round()
            .items
            .iter()
            .map(|item| item.id.as_str())
            .collect();
        Refusal::UnknownItem {
            id: id.to_owned(),
            known: ids.join(" "),
        }
    })
}

fn milestone_ix(ledger: &Ledger, id: &str) -> Result<MilestoneIx, Refusal> {
    ledger.round().milestone_ix(id).ok_or_else(|| {
        let ids: Vec<&str> = ledger
            .round()
            .milestones()
            .iter()
            .map(|m| m.id.as_str())
            .collect();
        Refusal::UnknownMilestone {
            id: id.to_owned(),
            known: ids.join(" "),
        }
    })
}

fn set_item(
    ledger: &Ledger,
    assoc: AssocIx,
    ix: ItemIx,
    wish: ItemWish,
    context: &Context,
) -> Result<Decision, Refusal> {
    let view = ledger.item(assoc, ix);
    let def = view.def;
    let association = &ledger.associations()[assoc];
    let before = ledger.record(assoc, ix);
    let state = wish.state.unwrap_or(view.state);

    if state == ItemState::Doubtful && state != view.state {
        return Err(Refusal::DoubtIsDerived);
    }
    if before.is_none() && wish.state == Some(ItemState::Open) && wish.note.is_none() {
        match view.basis {
            Basis::Mark(milestone, _) => {
                return Err(Refusal::FollowsFromMark {
                    item: def.id.clone(),
                    milestone: ledger.round().milestones()[milestone].id.clone(),
                });
            }
            Basis::Rule => {
                return Err(Refusal::FollowsFromRule {
                    item: def.id.clone(),
                });
            }
            Basis::Untouched | Basis::Record(_) => {}
        }
    }

    // Clearing takes the whole record away; leaving 不涉及 takes its reason away.
    let cleared = wish.state == Some(ItemState::Open);
    let left_na = view.state == ItemState::NotApplicable && state != ItemState::NotApplicable;
    let kept = |text: fn(&ItemRecord) -> &String| before.map(text).cloned().unwrap_or_default();
    let note = wish.note.unwrap_or_else(|| {
        if cleared || left_na {
            String::new()
        } else {
            kept(|record| &record.note)
        }
    });
    let evidence = wish.evidence.unwrap_or_else(|| {
        if cleared {
            String::new()
        } else {
            kept(|record| &record.evidence)
        }
    });

    if state == ItemState::NotApplicable && view.basis != Basis::Rule {
        check_not_applicable(ledger, assoc, ix, &note)?;
    }
    if def.closes && state == ItemState::Done && view.state != ItemState::Done {
        check_closing(ledger, assoc, ix, context)?;
    }

    let after = (state != ItemState::Open || !note.is_empty() || !evidence.is_empty()).then(|| {
        ItemRecord {
            state,
            note,
            evidence,
            by: context.by.clone(),
            at: context.at,
            on: context.as_of,
        }
    });
    let same = match (before, &after) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            (old.state, &old.note, &old.evidence) == (new.state, &new.note, &new.evidence)
        }
        // A tick on what a mark already says adds nothing.
        (None, Some(new)) => {
            new.state == view.state && new.note.is_empty() && new.evidence.is_empty()
        }
        (Some(_), None) => false,
    };
    let what = match (&after, view.state == state) {
        (Some(record), true) if !same => {
            let text = [record.note.as_str(), record.evidence.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("；");
            format!("{} {} {}：记注 {text}", association.name, def.id, def.label)
        }
        _ => format!(
            "{} {} {}：{} 改为 {}",
            association.name,
            def.id,
            def.label,
            view.state.word(),
            state.word()
        ),
    };
    let changes = if same {
        Vec::new()
    } else {
        vec![Change::Item {
            association: association.no,
            item: def.id.clone(),
            before: before.cloned(),
            after,
        }]
    };
    Ok(Decision { what, changes })
}

/// Says under which condition an item may be set to 不涉及, or why it may not.
pub fn not_applicable_when(ledger: &Ledger, assoc: AssocIx, item: ItemIx) -> Result<&str, Refusal> {
    let def = &ledger.round().items[item];
    let Some(when) = def.na.when() else {
        return Err(Refusal::NeverNotApplicable {
            item: def.id.clone(),
            label: def.label.clone(),
        });
    };
    if def.na == NaRule::NotInTraining
        && let Some(unit) = ledger.unit_of(assoc)
        && ledger.in_training(unit)
    {
        return Err(Refusal::UnitIsInTraining {
            item: def.id.clone(),
            unit: ledger.units()[unit].name.clone(),
            reason: milestone::training(ledger, unit).reason(),
        });
    }
    Ok(when)
}

fn check_not_applicable(
    ledger: &Ledger,
    assoc: AssocIx,
    item: ItemIx,
    note: &str,
) -> Result<(), Refusal> {
    let when = not_applicable_when(ledger, assoc, item)?;
    if note.is_empty() {
        return Err(Refusal::ReasonMissing {
            item: ledger.round().items[item].id.clone(),
            when: when.to_owned(),
        });
    }
    Ok(())
}

/// 销号: by someone who has not ticked, and with nothing left (`design.md` §3.4).
fn check_closing(
    ledger: &Ledger,
    assoc: AssocIx,
    closing: ItemIx,
    context: &Context,
) -> Result<(), Refusal> {
    let worked = ledger
        .records(assoc)
        .any(|(item, record)| item != closing && record.by == context.by);
    if worked {
        return Err(Refusal::ClosingOwnWork {
            by: context.by.clone(),
        });
    }
    let open: Vec<&str> = ledger
        .checklist(assoc)
        .filter(|item| item.ix != closing && !item.state.settled())
        .map(|item| item.def.id.as_str())
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let dots = if open.len() > 8 { " 等" } else { "" };
    Err(Refusal::ClosingUnfinished {
        count: open.len(),
        first: format!("{}{dots}", open[..open.len().min(8)].join(" ")),
    })
}

fn check_date(ledger: &Ledger, on: NaiveDate, as_of: NaiveDate) -> Result<(), Refusal> {
    let notice = ledger.round().info.notice.dated_on;
    if on > as_of {
        return Err(Refusal::DateAhead { on, as_of });
    }
    if on + Days::new(366) < notice {
        return Err(Refusal::DateTooEarly { on, notice });
    }
    Ok(())
}

fn mark(
    ledger: &Ledger,
    id: &str,
    subject: &Subject,
    on: Option<NaiveDate>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let ix = milestone_ix(ledger, id)?;
    let def = &ledger.round().milestones()[ix];
    let at = ledger
        .subject_ix(subject)
        .map_err(|unknown| match subject {
            Subject::Association(no) => Refusal::UnknownAssociation(*no),
            _ => Refusal::UnknownUnit(unknown.id),
        })?;
    let members = milestone::below(ledger, ix, at);
    if members.is_empty() {
        return Err(outside(ledger, ix, at));
    }
    let changes: Vec<Change> = members
        .iter()
        .filter_map(|member| {
            let before = ledger.mark(ix, *member);
            let unchanged = match (before, on) {
                // Marking many leaves the dates of those that are already there.
                (Some(mark), Some(on)) => mark.done_on == on || members.len() > 1,
                (None, None) => true,
                _ => false,
            };
            (!unchanged).then(|| Change::Mark {
                milestone: def.id.clone(),
                subject: ledger.subject(*member),
                before: before.cloned(),
                after: on.map(|done_on| Mark {
                    done_on,
                    by: context.by.clone(),
                    at: context.at,
                }),
            })
        })
        .collect();
    if changes.is_empty() && on.is_none() {
        let derived = members
            .iter()
            .any(|member| milestone::reached_on(ledger, ix, *member).is_some());
        if derived {
            return Err(Refusal::FollowsFromItems {
                milestone: def.id.clone(),
            });
        }
    }
    let whose = match (at, members.len()) {
        (SubjectIx::City, 1) => "全市".to_owned(),
        (_, 1) => subject_name(ledger, at),
        _ => format!("{} {} 家", subject_name(ledger, at), changes.len()),
    };
    let what = match on {
        Some(on) => format!("{} {}：{whose} 于 {on} 完成", def.id, def.title),
        None => format!("{} {}：{whose} 取消登记", def.id, def.title),
    };
    Ok(Decision { what, changes })
}

fn subject_name(ledger: &Ledger, subject: SubjectIx) -> String {
    match subject {
        SubjectIx::City => "全市".to_owned(),
        SubjectIx::Unit(unit) => ledger.units()[unit].name.clone(),
        SubjectIx::Association(ix) => ledger.associations()[ix].name.to_string(),
    }
}

/// Says why a subject has no part in a milestone.
fn outside(ledger: &Ledger, ix: MilestoneIx, subject: SubjectIx) -> Refusal {
    let def = &ledger.round().milestones()[ix];
    let too_narrow = match subject {
        SubjectIx::City => false,
        SubjectIx::Unit(_) => def.scope == Scope::City,
        SubjectIx::Association(_) => def.scope != Scope::Association,
    };
    if too_narrow {
        return Refusal::ScopeTooNarrow {
            milestone: def.id.clone(),
            title: def.title.clone(),
            scope: def.scope.word(),
        };
    }
    let reason = match (def.population, subject) {
        (PopulationRule::TrainingUnits, SubjectIx::Unit(unit)) => {
            milestone::training(ledger, unit).reason()
        }
        (_, SubjectIx::Association(_)) => "名册所列状态为已脱钩".to_owned(),
        _ => "没有拟脱钩的协会".to_owned(),
    };
    Refusal::OutsidePopulation {
        subject: subject_name(ledger, subject),
        milestone: def.id.clone(),
        title: def.title.clone(),
        reason,
    }
}
