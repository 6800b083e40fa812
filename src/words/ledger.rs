//! What cannot be a ledger: a roster, a change or a history that does not fit.

use std::fmt;

use crate::domain::ledger::{Referent, RosterError, UnknownReference};
use crate::domain::replay::{Contents, Misfit, MisfitReason};

impl fmt::Display for RosterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateNumber(no) => write!(f, "名册中序号 {no} 出现了两次"),
        }
    }
}

impl fmt::Display for UnknownReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            Referent::Item => "事项",
            Referent::Field => "表格栏目",
            Referent::Milestone => "节点",
            Referent::Association => "协会序号",
            Referent::Unit => "业务主管单位",
            Referent::PrintedUnit => "印发的单位名称",
        };
        write!(f, "台账记录提到了本轮没有的{what}：{}", self.id)
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "操作记录第 {} 条：{}", self.seq, self.why)
    }
}

impl fmt::Display for MisfitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfOrder(seq) => write!(f, "应为第 {seq} 条，记录不连续"),
            Self::Nothing => f.write_str("没有改动"),
            Self::Target => f.write_str("撤销、重做须写明是哪一条（target），其他操作不写"),
            Self::NotThere(seq) => write!(f, "当时能撤销或重做的不是第 {seq} 条"),
            Self::OtherChanges(seq) => write!(f, "改动与第 {seq} 条的不符"),
            Self::Superseded => f.write_str("改动前的内容（before）与此前的记录不符"),
            Self::Unknown(reference) => write!(f, "{reference}"),
            Self::Spelling { found, right } => write!(f, "{found} 应写作 {right}"),
            Self::Content(of) => write!(f, "{of} 的内容不是这一项能填的"),
        }
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::View(slot) => write!(f, "视图 {slot}"),
            Self::Fact(word) => f.write_str(word),
            Self::Id(id) => f.write_str(id),
        }
    }
}
