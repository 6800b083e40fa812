//! Why a command cannot be had, in sentences that say what to do instead.

use chrono::NaiveDate;

use crate::domain::form::value::ValueError;
use crate::text::plain::TooLong;

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
    /// No such field in the forms.
    #[error("表中没有栏目 {0}，请用 tuogou form 查看栏目")]
    UnknownField(String),
    /// What was written cannot stand in the field.
    #[error("{field} {label}：{error}")]
    BadValue {
        /// Field id.
        field: String,
        /// Its label.
        label: String,
        /// Why not.
        error: ValueError,
    },
    /// A change from another copy does not fit here.
    #[error("{0} 的内容不是本程序写的或与本台账不符，没有计入任何改动")]
    NotFromHere(String),
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
    /// The state comes from 完成情况表.
    #[error("{item} 由表四得出，请改表中「{label}」")]
    FollowsFromForm {
        /// Item id.
        item: String,
        /// Label of the field.
        label: String,
    },
    /// The forms say that the item does concern the association.
    #[error("{item} 不能设为不涉及：条件为「{when}」，表中所填与此不符")]
    AnswerSaysOtherwise {
        /// Item id.
        item: String,
        /// The condition.
        when: String,
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
    /// Closing what is closed.
    #[error("{name} 已于 {on} 由 {by} 销号，无需再销")]
    AlreadyClosed {
        /// Its name.
        name: String,
        /// The day.
        on: NaiveDate,
        /// By whom.
        by: String,
    },
    /// A text that has to be written.
    #[error("请写明{0}")]
    TextMissing(&'static str),
    /// Direct registration is a mode of registration.
    #[error("{0} 是登记方式，不是单位，不能归并")]
    NotAUnit(String),
    /// No such name in the roster's unit column.
    #[error("名册中没有印发的单位名称 {0}，请用 tuogou unit list 查看")]
    UnknownPrinted(String),
    /// A unit merged into itself.
    #[error("{0} 不能归入自己，请写另一个单位")]
    SameUnit(String),
    /// A unit merged into a name that is counted under it.
    #[error("{name} 已计入 {under}，反向归并会成环；请先用 tuogou unit split 把它分开")]
    UnitCircle {
        /// The name.
        name: String,
        /// The unit.
        under: String,
    },
    /// A name that is counted under another unit.
    #[error("{name} 已计入 {under}，请直接归入 {under}")]
    CountedElsewhere {
        /// The name.
        name: String,
        /// The unit.
        under: String,
    },
    /// Leaving twice.
    #[error("{name} 已于 {on} {how}；登记有误时请先取消退出登记")]
    HasLeft {
        /// Its name.
        name: String,
        /// How.
        how: &'static str,
        /// When.
        on: NaiveDate,
    },
    /// Coming back without having left.
    #[error("{0} 没有登记退出")]
    HasNotLeft(String),
    /// 暂缓 of what has no task.
    #[error("{0} 已脱钩，没有可以暂缓的任务")]
    NothingToDefer(String),
    /// Only a merger has another association in it.
    #[error("{0}不写并入哪一家；并入另一家请用合并")]
    NotMerged(&'static str),
    /// Merged into itself.
    #[error("不能并入自己，请写另一家协会的序号")]
    MergedIntoItself,
    /// A deadline that has passed.
    #[error("{what}日期 {on} 早于基准日 {as_of}，请写今后的日期")]
    DeadlineInThePast {
        /// Of what.
        what: &'static str,
        /// What was asked for.
        on: NaiveDate,
        /// 基准日.
        as_of: NaiveDate,
    },
    /// A later date that is not later.
    #[error("{milestone} 的日期是 {planned}，延期须写更晚的日期")]
    NotLater {
        /// Milestone id.
        milestone: String,
        /// Its date.
        planned: NaiveDate,
    },
    /// No such promise or remark.
    #[error("{name} 没有这一条{what}，请先查看列表")]
    NoSuchFact {
        /// Kind of thing.
        what: &'static str,
        /// Whose.
        name: String,
    },
    /// Views have the digits 1 to 9.
    #[error("没有视图 {0}，视图的编号为 1 到 9")]
    NoSuchSlot(u8),
    /// A name that does not fit where views are named.
    #[error("视图的名称最多 {longest} 个字")]
    ViewName {
        /// Longest name, in characters.
        longest: usize,
    },
    /// A milestone beyond its neighbour.
    #[error("{milestone} 改到 {on} 会越过 {other}（{other_on}），请先改 {other}，或全部一起推后")]
    OutOfOrder {
        /// Milestone id.
        milestone: String,
        /// What was asked for.
        on: NaiveDate,
        /// The neighbour.
        other: String,
        /// Its date.
        other_on: NaiveDate,
    },
    /// A date that is probably a slip.
    #[error("日期 {on} 与通知日期 {notice} 相差十年以上，请核对年份")]
    DateTooFar {
        /// What was asked for.
        on: NaiveDate,
        /// Day of the notice.
        notice: NaiveDate,
    },
    /// A shift that leaves the calendar of the round.
    #[error("{0} 天太多，请核对")]
    TooFar(i64),
    /// A text that is too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Undo of something that has been changed since.
    #[error("记录 {seq} 之后又有改动，不能撤销或重做")]
    Superseded {
        /// Position in the history.
        seq: i64,
    },
}
