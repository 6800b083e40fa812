//! Why a command cannot be had, as data; [`crate::words`] says it.

use chrono::NaiveDate;

use crate::domain::form::value::ValueError;
use crate::domain::round::{Official, Outside, Training};
use crate::domain::sight::Sight;
use crate::text::lang::Text;
use crate::text::plain::TooLong;

/// Two who have written the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What stood there when one began.
    pub seen: Sight,
    /// What stands there now.
    pub now: Sight,
    /// What was to stand there.
    pub mine: Sight,
    /// Whose is what stands there now.
    pub by: String,
}

/// Why a command cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No association with this number.
    UnknownAssociation(u32),
    /// No such item in the checklist.
    UnknownItem {
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// No such milestone in the round.
    UnknownMilestone {
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
    /// No such unit.
    UnknownUnit(String),
    /// No such field in the forms.
    UnknownField(String),
    /// The association was decoupled before the round: its checklist is not worked on.
    DecoupledBefore(String),
    /// What was written cannot stand in the field.
    BadValue {
        field: String,
        label: Official,
        error: ValueError,
    },
    /// A change from another copy does not fit here.
    NotFromHere(String),
    /// Somebody recorded something since changes of another copy were looked at.
    MovedOn,
    /// A record of another copy names somebody who was not at work.
    NotTheAuthor {
        by: String,
        /// The author of the entry that has made it.
        author: String,
    },
    /// A record of another copy was entered on a day that has not come yet.
    EnteredAhead {
        entered: NaiveDate,
        today: NaiveDate,
    },
    /// A text that nobody could have typed: with spaces around it, or what cannot be seen.
    NotAsTyped(String),
    /// The template never allows 不涉及.
    NeverNotApplicable { item: String, label: Official },
    /// 不涉及 needs its reason.
    ReasonMissing { item: String, when: String },
    /// The unit is in the training milestone.
    UnitIsInTraining {
        item: String,
        unit: String,
        /// Why it is in.
        reason: Training,
    },
    /// 存疑 follows from a contradiction, it is not set.
    DoubtIsDerived,
    /// The state comes from a mark.
    FollowsFromMark { item: String, milestone: String },
    /// The state comes from a rule of the round.
    FollowsFromRule { item: String },
    /// The state comes from 完成情况表.
    FollowsFromForm {
        item: String,
        /// Label of the field.
        label: Official,
    },
    /// The forms say that the item does concern the association.
    AnswerSaysOtherwise { item: String, when: String },
    /// Closing by one of those who ticked.
    ClosingOwnWork {
        by: String,
        /// How many things of it they have handled.
        count: usize,
        /// The first few, by id.
        first: String,
    },
    /// Closing with something left.
    ClosingUnfinished {
        count: usize,
        /// The first few ids.
        first: String,
    },
    /// A subject below the milestone's scope.
    ScopeTooNarrow {
        milestone: String,
        title: Official,
        /// The level on which it is marked.
        scope: Text,
    },
    /// A subject that does not have to reach the milestone.
    OutsidePopulation {
        /// Name of the subject.
        subject: String,
        milestone: String,
        title: Official,
        reason: Outside,
    },
    /// A date that has not come yet.
    DateAhead {
        /// What was asked for.
        on: NaiveDate,
        as_of: NaiveDate,
    },
    /// A date that is probably a slip.
    DateTooEarly {
        /// What was asked for.
        on: NaiveDate,
        /// Day of the notice.
        notice: NaiveDate,
    },
    /// A mark that follows from ticks.
    FollowsFromItems { milestone: String },
    /// Closing what is closed.
    AlreadyClosed {
        name: String,
        on: NaiveDate,
        by: String,
    },
    /// A text that has to be written.
    TextMissing(Text),
    /// Direct registration is a mode of registration.
    NotAUnit(String),
    /// No such name in the roster's unit column.
    UnknownPrinted(String),
    /// A unit merged into itself.
    SameUnit(String),
    /// A unit merged into a name that is counted under it.
    UnitCircle { name: String, under: String },
    /// A name that is counted under another unit.
    CountedElsewhere { name: String, under: String },
    HasLeft {
        name: String,
        how: Text,
        on: NaiveDate,
    },
    /// Coming back without having left.
    HasNotLeft(String),
    /// 暂缓 of what has no task.
    NothingToDefer(String),
    /// Only a merger has another association in it.
    NotMerged(Text),
    /// Merged into itself.
    MergedIntoItself,
    /// A deadline that has passed.
    DeadlineInThePast {
        what: Text,
        /// What was asked for.
        on: NaiveDate,
        as_of: NaiveDate,
    },
    /// A later date that is not later.
    NotLater {
        milestone: String,
        planned: NaiveDate,
    },
    /// No such promise or remark.
    NoSuchFact {
        /// Kind of thing.
        what: Text,
        name: String,
    },
    /// Views have the digits 1 to 9.
    NoSuchSlot(u8),
    /// A name that does not fit where views are named.
    ViewName {
        /// Longest name, in characters.
        longest: usize,
    },
    /// A milestone beyond its neighbour.
    OutOfOrder {
        milestone: String,
        /// What was asked for.
        on: NaiveDate,
        other: String,
        other_on: NaiveDate,
    },
    /// A date that is probably a slip.
    DateTooFar {
        /// What was asked for.
        on: NaiveDate,
        /// Day of the notice.
        notice: NaiveDate,
    },
    /// A shift that leaves the calendar of the round.
    TooFar(i64),
    /// A text that is too long.
    TooLong(TooLong),
    /// Somebody else has changed what is to be changed.
    ChangedMeanwhile(Box<Clash>),
    /// Undo of something that has been changed since.
    Superseded {
        /// Position in the history.
        seq: i64,
    },
    /// The same, and by what.
    ChangedSince {
        seq: i64,
        /// The newest entry about the same thing.
        later: i64,
        by: String,
        what: String,
    },
    /// No entry at this position of the history.
    NoSuchEntry(i64),
    /// An entry that only takes something back or does it again.
    NothingDone(i64),
    /// Undo of what is taken back already.
    TakenBack(i64),
    /// What a unit's copy began with.
    BegunWith(i64),
    /// Undo of somebody else's entry without their name.
    EntryOfOther { seq: i64, by: String, what: String },
}

impl std::error::Error for Refusal {}

impl From<TooLong> for Refusal {
    fn from(error: TooLong) -> Self {
        Self::TooLong(error)
    }
}
