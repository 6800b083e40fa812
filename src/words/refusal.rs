//! Why a command cannot be had, in words. Each sentence says what to do instead, where that is
//! the same at a command line and at a screen.

use std::fmt;

use super::record;
use crate::domain::decide::{Clash, Refusal};
use crate::domain::sight::Sight;

/// One line for each sentence.
macro_rules! sentences {
    ($of:expr, $f:expr; $($refusal:pat => $sentence:literal,)*) => {
        match $of {
            $($refusal => write!($f, $sentence),)*
        }
    };
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Refusal as R;
        if let R::ChangedMeanwhile(both) = self {
            return write!(f, "没有记录：{}", clash(both).join("，"));
        }
        sentences! { self, f;
            R::UnknownAssociation(it) => "没有序号为 {it} 的协会",
            R::UnknownItem { id, known } => "清单中没有事项 {id}，本轮的事项为 {known}",
            R::UnknownMilestone { id, known } => "没有节点 {id}，本轮的节点为 {known}",
            R::UnknownUnit(it) => "没有业务主管单位 {it}",
            R::DecoupledBefore(it) => "{it} 印发时已脱钩，本轮无须办理",
            R::UnknownField(it) => "表中没有栏目 {it}",
            R::BadValue { label, error, .. } => "{label}：{error}",
            R::NotFromHere(it) => "{it} 的内容不是本程序写的或与本台账不符，没有计入任何改动",
            R::MovedOn => "预览之后台账又有改动，请重新导入",
            R::NotTheAuthor { by, author } => "署名 {by}，实由 {author} 录入",
            R::EnteredAhead { entered, today } => "录入日期 {entered} 晚于今天 {today}，请核对录入的电脑日期",
            R::NotAsTyped(it) => "「{it}」夹有看不见的字符或多余的空格",
            R::NeverNotApplicable { item, label } => "{item} {label}：按清单规定不得设为不涉及",
            R::ReasonMissing { item, when } => "{item} 设为不涉及须写明理由（条件：{when}）",
            R::UnitIsInTraining { item, unit, reason } => "{item} 不能设为不涉及：{unit} {reason}",
            R::DoubtIsDerived => "存疑由核对得出，不能手工设置",
            R::FollowsFromMark { item, milestone } => "{item} 由节点 {milestone} 的登记得出，请取消该节点的登记",
            R::FollowsFromRule { item } => "{item} 按规则不涉及，无需办理",
            R::FollowsFromForm { item, label } => "{item} 由完成情况表得出，请改表中「{label}」",
            R::AnswerSaysOtherwise { item, when } => "{item} 不能设为不涉及：条件为「{when}」，表中所填与此不符",
            R::ClosingOwnWork { by, count, first } => "{by} 办理过本协会的 {count} 项（{first}），销号须由其他人办理",
            R::ClosingUnfinished { count, first } => "还有 {count} 项未办结，不能销号：{first}",
            R::ScopeTooNarrow { milestone, title, scope } => "{milestone} {title} 按{scope}登记，请改为按{scope}登记",
            R::OutsidePopulation { subject, milestone, title, reason } => "{subject} 不在 {milestone} {title} 的范围内：{reason}",
            R::DateAhead { on, as_of } => "日期 {on} 晚于基准日 {as_of}，请改日期",
            R::DateTooEarly { on, notice } => "日期 {on} 比通知日期 {notice} 早一年以上，请核对年份",
            R::FollowsFromItems { milestone } => "{milestone} 由清单事项得出，请改相应事项的状态",
            R::AlreadyClosed { name, on, by } => "{name} 已于 {on} 由 {by} 销号，无需再销",
            R::TextMissing(it) => "请写明{it}",
            R::NotAUnit(it) => "{it} 是登记方式，不是单位，不能归并",
            R::UnknownPrinted(it) => "名册中没有印发的单位名称 {it}",
            R::SameUnit(it) => "{it} 不能归入自己，请写另一个单位",
            R::UnitCircle { name, under } => "{name} 已计入 {under}，反向归并会成环",
            R::CountedElsewhere { name, under } => "{name} 已计入 {under}，请直接归入 {under}",
            R::HasLeft { name, how, on } => "{name} 已于 {on} {how}；登记有误时请先取消退出登记",
            R::HasNotLeft(it) => "{it} 没有登记退出",
            R::NothingToDefer(it) => "{it} 已脱钩，没有可以暂缓的任务",
            R::NotMerged(it) => "{it}不写并入哪一家；并入另一家请用合并",
            R::MergedIntoItself => "不能并入自己，请写另一家协会的序号",
            R::DeadlineInThePast { what, on, as_of } => "{what}日期 {on} 早于基准日 {as_of}，请写今后的日期",
            R::NotLater { milestone, planned } => "{milestone} 的日期是 {planned}，延期须写更晚的日期",
            R::NoSuchFact { what, name } => "{name} 没有这一条{what}，请先查看列表",
            R::NoSuchSlot(it) => "没有视图 {it}，视图的编号为 1 到 9",
            R::ViewName { longest } => "视图的名称最多 {longest} 个字",
            R::OutOfOrder { milestone, on, other, other_on } => "{milestone} 改到 {on} 会越过 {other}（{other_on}），请先改 {other}，或全部一起推后",
            R::DateTooFar { on, notice } => "日期 {on} 与通知日期 {notice} 相差十年以上，请核对年份",
            R::TooFar(it) => "{it} 天太多，请核对",
            R::TooLong(error) => "{error}",
            R::ChangedSince { seq, later, by, what } => "记录 {seq} 之后又有改动，不能撤销或重做：{by} 的记录 {later}，{what}",
            R::NoSuchEntry(it) => "没有记录 {it}，请先查看操作记录",
            R::NothingDone(it) => "记录 {it} 是撤销或重做，不能再撤销",
            R::TakenBack(it) => "记录 {it} 已经撤销",
            R::BegunWith(it) => "记录 {it} 是分册开始时的内容，不能撤销",
            R::EntryOfOther { seq, by, what } => "记录 {seq} 是 {by} 登记的（{what}），撤销须写明是谁的记录",
            R::ChangedMeanwhile(_) => "没有记录：已被别人改动",
            R::Superseded { seq } => "记录 {seq} 之后又有改动，不能撤销或重做",
        }
    }
}

/// What two have written: what stands there by now, what one saw, what one has written oneself.
pub fn clash(clash: &Clash) -> [String; 3] {
    let by = match clash.by.as_str() {
        "" => "别人",
        by => by,
    };
    let said = |who: &str, sight: &Sight| format!("{who}「{}」", record::sight(sight));
    [
        said(&format!("{by} 已改为"), &clash.now),
        said("您看到的是", &clash.seen),
        said("您写的是", &clash.mine),
    ]
}
