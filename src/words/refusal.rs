//! Why a command cannot be had, in words. Each sentence says what to do instead, where that is
//! the same at a command line and at a screen.

use std::fmt;

use super::record;
use crate::domain::decide::{Clash, Refusal};
use crate::domain::sight::Sight;

/// One line for each sentence.
macro_rules! sentences {
    ($of:expr, $f:expr; $($refusal:pat => ($zh:literal, $en:literal),)*) => {
        match $of {
            $($refusal => put!($f, $zh, $en),)*
        }
    };
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Refusal as R;
        if let R::ChangedMeanwhile(both) = self {
            return put!(
                f,
                "没有记录：{}",
                "Nothing was recorded: {}",
                clash(both).join(s!("，", ", "))
            );
        }
        sentences! { self, f;
            R::UnknownAssociation(it) => ("没有序号为 {it} 的协会",
                "There is no association number {it}"),
            R::UnknownItem { id, known } => ("清单中没有事项 {id}，本轮的事项为 {known}",
                "The checklist has no item {id}; this round has {known}"),
            R::UnknownMilestone { id, known } => ("没有节点 {id}，本轮的节点为 {known}",
                "There is no milestone {id}; this round has {known}"),
            R::UnknownUnit(it) => ("没有业务主管单位 {it}",
                "There is no supervising unit {it}"),
            R::DecoupledBefore(it) => ("{it} 印发时已脱钩，本轮无须办理",
                "{it} was decoupled when printed; nothing to do in this round"),
            R::UnknownField(it) => ("表中没有栏目 {it}",
                "The forms have no field {it}"),
            R::BadValue { label, error, .. } => ("{label}：{error}", "{label}: {error}"),
            R::NotFromHere(it) => ("{it} 的内容不是本程序写的或与本台账不符，没有计入任何改动",
                "{it} was not written by this program or does not fit this ledger; nothing was taken over"),
            R::MovedOn => ("预览之后台账又有改动，请重新导入",
                "The ledger has changed since the preview; import again"),
            R::NotTheAuthor { by, author } => ("署名 {by}，实由 {author} 录入",
                "Signed {by}, but entered by {author}"),
            R::EnteredAhead { entered, today } => ("录入日期 {entered} 晚于今天 {today}，请核对录入的电脑日期",
                "Entered on {entered}, later than today, {today}; check the clock of that computer"),
            R::NotAsTyped(it) => ("「{it}」夹有看不见的字符或多余的空格",
                "\"{it}\" holds invisible characters or superfluous spaces"),
            R::NeverNotApplicable { item, label } => ("{item} {label}：按清单规定不得设为不涉及",
                "{item} {label}: the checklist does not allow \"not applicable\""),
            R::ReasonMissing { item, when } => ("{item} 设为不涉及须写明理由（条件：{when}）",
                "\"Not applicable\" for {item} needs a reason (condition: {when})"),
            R::UnitIsInTraining { item, unit, reason } => ("{item} 不能设为不涉及：{unit} {reason}",
                "{item} cannot be \"not applicable\": {unit} {reason}"),
            R::DoubtIsDerived => ("存疑由核对得出，不能手工设置",
                "Doubt comes from checking and cannot be set by hand"),
            R::FollowsFromMark { item, milestone } => ("{item} 由节点 {milestone} 的登记得出，请取消该节点的登记",
                "{item} follows from the mark of milestone {milestone}; take that mark back"),
            R::FollowsFromRule { item } => ("{item} 按规则不涉及，无需办理",
                "{item} does not apply by rule; nothing to do"),
            R::FollowsFromForm { item, label } => ("{item} 由完成情况表得出，请改表中「{label}」",
                "{item} follows from the completion form; change \"{label}\" there"),
            R::AnswerSaysOtherwise { item, when } => ("{item} 不能设为不涉及：条件为「{when}」，表中所填与此不符",
                "{item} cannot be \"not applicable\": the condition is \"{when}\", and the form says otherwise"),
            R::ClosingOwnWork { by, count, first } => ("{by} 办理过本协会的 {count} 项（{first}），销号须由其他人办理",
                "{by} has ticked {count} items of it ({first}); somebody else must close it out"),
            R::ClosingUnfinished { count, first } => ("还有 {count} 项未办结，不能销号：{first}",
                "{count} items are open, it cannot be closed out: {first}"),
            R::ScopeTooNarrow { milestone, title, scope } => ("{milestone} {title} 按{scope}登记，请改为按{scope}登记",
                "{milestone} {title} is recorded for each {scope}; record it for a {scope}"),
            R::OutsidePopulation { subject, milestone, title, reason } => ("{subject} 不在 {milestone} {title} 的范围内：{reason}",
                "{subject} is outside {milestone} {title}: {reason}"),
            R::DateAhead { on, as_of } => ("日期 {on} 晚于基准日 {as_of}，请改日期",
                "{on} is later than the as-of date {as_of}; change the date"),
            R::DateTooEarly { on, notice } => ("日期 {on} 比通知日期 {notice} 早一年以上，请核对年份",
                "{on} is over a year before the notice of {notice}; check the year"),
            R::FollowsFromItems { milestone } => ("{milestone} 由清单事项得出，请改相应事项的状态",
                "{milestone} follows from checklist items; change those"),
            R::AlreadyClosed { name, on, by } => ("{name} 已于 {on} 由 {by} 销号，无需再销",
                "{name} was closed out on {on} by {by}; once is enough"),
            R::TextMissing(it) => ("请写明{it}",
                "Please give {it}"),
            R::NotAUnit(it) => ("{it} 是登记方式，不是单位，不能归并",
                "{it} is a way of registration, no unit; it cannot be merged"),
            R::UnknownPrinted(it) => ("名册中没有印发的单位名称 {it}",
                "The roster has no printed unit name {it}"),
            R::SameUnit(it) => ("{it} 不能归入自己，请写另一个单位",
                "{it} cannot be merged into itself; name another unit"),
            R::UnitCircle { name, under } => ("{name} 已计入 {under}，反向归并会成环",
                "{name} counts under {under}; the other way round would be a circle"),
            R::CountedElsewhere { name, under } => ("{name} 已计入 {under}，请直接归入 {under}",
                "{name} counts under {under}; merge into {under} itself"),
            R::HasLeft { name, how, on } => ("{name} 已于 {on} {how}；登记有误时请先取消退出登记",
                "{name} left ({how}) on {on}; if that is wrong, take the exit back first"),
            R::HasNotLeft(it) => ("{it} 没有登记退出",
                "{it} has not left"),
            R::NothingToDefer(it) => ("{it} 已脱钩，没有可以暂缓的任务",
                "{it} is decoupled; there is nothing to put off"),
            R::NotMerged(it) => ("{it}不写并入哪一家；并入另一家请用合并",
                "\"{it}\" does not name another association; that is for \"merged\""),
            R::MergedIntoItself => ("不能并入自己，请写另一家协会的序号",
                "It cannot be merged into itself; give the number of another association"),
            R::DeadlineInThePast { what, on, as_of } => ("{what}日期 {on} 早于基准日 {as_of}，请写今后的日期",
                "{what}: {on} is before the as-of date {as_of}; give a later day"),
            R::NotLater { milestone, planned } => ("{milestone} 的日期是 {planned}，延期须写更晚的日期",
                "{milestone} is planned for {planned}; to put it off give a later day"),
            R::NoSuchFact { what, name } => ("{name} 没有这一条{what}，请先查看列表",
                "{name} has no such {what}; see the list first"),
            R::NoSuchSlot(it) => ("没有视图 {it}，视图的编号为 1 到 9",
                "There is no view {it}; views are 1 to 9"),
            R::ViewName { longest } => ("视图的名称最多 {longest} 个字",
                "The name of a view has at most {longest} characters"),
            R::OutOfOrder { milestone, on, other, other_on } => ("{milestone} 改到 {on} 会越过 {other}（{other_on}），请先改 {other}，或全部一起推后",
                "{milestone} on {on} would pass {other} ({other_on}); move {other} first, or all together"),
            R::DateTooFar { on, notice } => ("日期 {on} 与通知日期 {notice} 相差十年以上，请核对年份",
                "{on} is over ten years from the notice of {notice}; check the year"),
            R::TooFar(it) => ("{it} 天太多，请核对",
                "{it} days are too many; please check"),
            R::TooLong(error) => ("{error}", "{error}"),
            R::ChangedSince { seq, later, by, what } => ("记录 {seq} 之后又有改动，不能撤销或重做：{by} 的记录 {later}，{what}",
                "Changed since entry {seq}, cannot be undone or redone: entry {later} by {by}, {what}"),
            R::NoSuchEntry(it) => ("没有记录 {it}，请先查看操作记录",
                "There is no entry {it}; see the history first"),
            R::NothingDone(it) => ("记录 {it} 是撤销或重做，不能再撤销",
                "Entry {it} undid or redid something and cannot be undone"),
            R::TakenBack(it) => ("记录 {it} 已经撤销",
                "Entry {it} has been undone"),
            R::BegunWith(it) => ("记录 {it} 是分册开始时的内容，不能撤销",
                "Entry {it} is what the bundle began with and cannot be undone"),
            R::EntryOfOther { seq, by, what } => ("记录 {seq} 是 {by} 登记的（{what}），撤销须写明是谁的记录",
                "Entry {seq} is by {by} ({what}); to undo it say whose it is"),
            R::ChangedMeanwhile(_) => ("没有记录：已被别人改动",
                "Nothing was recorded: somebody has changed it meanwhile"),
            R::Superseded { seq } => ("记录 {seq} 之后又有改动，不能撤销或重做",
                "Changed since entry {seq}, cannot be undone or redone"),
        }
    }
}

/// What two have written: what stands there by now, what one saw, what one has written oneself.
pub fn clash(clash: &Clash) -> [String; 3] {
    let by = match clash.by.as_str() {
        "" => s!("别人", "somebody"),
        by => by,
    };
    let said = |who: &str, sight: &Sight| format!("{who}「{}」", record::sight(sight));
    [
        said(&t!("{by} 已改为", "{by} made it"), &clash.now),
        said(s!("您看到的是", "you saw"), &clash.seen),
        said(s!("您写的是", "you wrote"), &clash.mine),
    ]
}
