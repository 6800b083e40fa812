//! What the 拟脱钩 have come to and what is late of it, in words: the parts are said together, so
//! that they add up.

use crate::domain::fact::ExitKind;
use crate::domain::figure::Balance;
use crate::domain::model::Stage;
use crate::domain::round::Milestone;
use crate::text::lang::either;

/// `已完成 25、未完成 84、退出 4`
pub fn brief(balance: &Balance) -> String {
    let mut said = t!(
        "已完成 {}、未完成 {}",
        "{} completed, {} not",
        balance.completed,
        balance.unfinished
    );
    let left = balance.left.all();
    if left > 0 {
        said = t!("{said}、退出 {left}", "{said}, {left} left");
    }
    said
}

/// `已完成 25、未完成 84、退出 4（注销 1、撤销 1、合并 1、暂缓 1）`
pub fn parts(balance: &Balance) -> String {
    let mut said = brief(balance);
    let ways = ways(balance, " ", "");
    if !ways.is_empty() {
        said = t!("{said}（{ways}）", "{said} ({ways})");
    }
    said
}

/// As a letter writes it: `完成脱钩25家，尚未完成84家，退出4家（注销1家、撤销1家、合并1家、暂缓1家）`
pub fn sentence(balance: &Balance) -> String {
    let (done, open) = (balance.completed, balance.unfinished);
    let mut said = t!(
        "完成脱钩{done}家，尚未完成{open}家",
        "{done} associations decoupled, {open} not yet"
    );
    let ways = ways(balance, either("", " "), either("家", ""));
    if !ways.is_empty() {
        said = t!(
            "{said}，退出{}家（{ways}）",
            "{said}, {} left ({ways})",
            balance.left.all()
        );
    }
    said
}

/// Why more have reached the completing milestone than are done: a mark may stand before the work.
/// `其中 1 家登记在先，清单未办结，不算已完成`; nothing for other milestones, and where none does.
pub fn ahead(def: &Milestone, reached: usize, completed: usize) -> Option<String> {
    let ahead = reached.checked_sub(completed).filter(|ahead| *ahead > 0)?;
    let last = def.reaches_stage == Some(Stage::Completed);
    last.then(|| t!("其中 {ahead} 家登记在先，清单未办结，不算已完成", "{ahead} of them were registered before; their checklists are open, not counted as completed"))
}

/// What is late over the city: items and milestones are no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LateSums {
    /// Items that a unit or its association has to see to.
    pub items: usize,
    pub associations: usize,
    /// Units below which such items are.
    pub units: usize,
    /// Units without such items that have not reached a milestone of their own.
    pub milestone_units: usize,
    /// Items that other bodies have to see to.
    pub others: usize,
}

/// `到期未办41项，涉及13家协会、9个单位；另有12个单位节点逾期；其他部门应办的2项到期未办`; empty where
/// nothing is late.
pub fn late(late: &LateSums) -> String {
    let items = (late.items > 0).then(|| {
        t!(
            "到期未办{}项，涉及{}家协会、{}个单位",
            "{} items overdue, of {} associations and {} units",
            late.items,
            late.associations,
            late.units
        )
    });
    let besides = if late.items > 0 {
        s!("另有", "besides ")
    } else {
        ""
    };
    let milestones = (late.milestone_units > 0).then(|| {
        t!(
            "{besides}{}个单位节点逾期",
            "{besides}{} milestones of units overdue",
            late.milestone_units
        )
    });
    let others = (late.others > 0).then(|| {
        t!(
            "其他部门应办的{}项到期未办",
            "{} overdue items of other bodies",
            late.others
        )
    });
    let said = [items, milestones, others].into_iter().flatten();
    said.collect::<Vec<_>>().join(s!("；", "; "))
}

/// How those left who did.
fn ways(balance: &Balance, before: &str, after: &str) -> String {
    let ways = ExitKind::ALL.into_iter().filter_map(|kind| {
        let count = balance.left.of(kind);
        (count > 0).then(|| format!("{}{before}{count}{after}", kind.shown()))
    });
    ways.collect::<Vec<_>>().join(s!("、", ", "))
}
