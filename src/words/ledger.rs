//! What cannot be a ledger: a roster, a change or a history that does not fit.

use std::fmt;

use crate::domain::ledger::{Referent, RosterError, UnknownReference};
use crate::domain::replay::{Contents, Misfit, MisfitReason};

impl fmt::Display for RosterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateNumber(no) => put!(
                f,
                "名册中序号 {no} 出现了两次",
                "number {no} stands twice in the roster"
            ),
        }
    }
}

impl fmt::Display for UnknownReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            Referent::Item => s!("事项", "item"),
            Referent::Field => s!("表格栏目", "field"),
            Referent::Milestone => s!("节点", "milestone"),
            Referent::Association => s!("协会序号", "association"),
            Referent::Unit => s!("业务主管单位", "supervising unit"),
            Referent::PrintedUnit => s!("印发的单位名称", "printed unit name"),
        };
        put!(
            f,
            "台账记录提到了本轮没有的{what}：{}",
            "the ledger mentions a {what} that this round does not have: {}",
            self.id
        )
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        put!(
            f,
            "操作记录第 {} 条：{}",
            "entry {}: {}",
            self.seq,
            self.why
        )
    }
}

impl fmt::Display for MisfitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfOrder(seq) => put!(
                f,
                "应为第 {seq} 条，记录不连续",
                "should be entry {seq}; entries are missing"
            ),
            Self::Nothing => f.write_str(s!("没有改动", "no changes")),
            Self::Target => f.write_str(s!(
                "撤销、重做须写明是哪一条（target），其他操作不写",
                "undo and redo must name their target, other entries none"
            )),
            Self::NotThere(seq) => put!(
                f,
                "当时能撤销或重做的不是第 {seq} 条",
                "entry {seq} was not the one to undo or redo then"
            ),
            Self::OtherChanges(seq) => put!(
                f,
                "改动与第 {seq} 条的不符",
                "the changes are not those of entry {seq}"
            ),
            Self::Superseded => f.write_str(s!(
                "改动前的内容（before）与此前的记录不符",
                "what stood before is not what was recorded before"
            )),
            Self::Unknown(reference) => write!(f, "{reference}"),
            Self::Spelling { found, right } => put!(
                f,
                "{found} 应写作 {right}",
                "{found} should be written {right}"
            ),
            Self::Content(of) => put!(f, "{of} 的内容不是这一项能填的", "{of} cannot hold this"),
        }
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::View(slot) => put!(f, "视图 {slot}", "view {slot}"),
            Self::Fact(word) => f.write_str(word.get()),
            Self::Id(id) => f.write_str(id),
        }
    }
}
