//! What commands over many things are called.

use crate::domain::command::{BulkAction, Title};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::ItemState;

/// What a command is called, without how much it changes.
pub(super) fn title(ledger: &Ledger, title: &Title) -> String {
    match title {
        Title::Named(text) => text.to_string(),
        Title::ImportedForm(name, form) => {
            let form = form.map_or("", |form| form.word());
            format!("导入 {name} {form}").trim_end().to_owned()
        }
        Title::ImportedForms(count) => format!("导入 {count} 张表"),
        Title::RosterDetails(count) => {
            format!("名册所列 {count} 家的登记证号、法定代表人、住所、联系人等")
        }
        Title::Field(id) => {
            let round = ledger.round();
            let label = round.field_ix(id).map(|ix| &*round.field(ix).label);
            label.unwrap_or(id).trim_end_matches('：').to_owned()
        }
        Title::Bulk(action) => action.title(ledger),
        Title::BundleTaken(unit) => format!("合并分册 {unit}"),
        Title::BundleBegun(unit) => format!("分册开始时的状态：{unit}"),
    }
}

impl BulkAction {
    /// What is done, in words.
    pub fn title(self, ledger: &Ledger) -> String {
        let round = ledger.round();
        let milestone = |ix: MilestoneIx| {
            let def = &round.milestones()[ix];
            def.heading()
        };
        match self {
            Self::Item(item, state) => {
                let def = &round.items[item];
                let verb = match state {
                    ItemState::Done => "办结",
                    ItemState::Doing => "办理中",
                    ItemState::NotApplicable => "不涉及",
                    ItemState::Open | ItemState::Doubtful => "清除",
                };
                format!("{verb} {} {}", def.id, def.label)
            }
            Self::Mark(ix) => format!("登记 {}", milestone(ix)),
            Self::Unmark(ix) => format!("取消登记 {}", milestone(ix)),
            Self::Close => "销号".to_owned(),
            Self::Exit(kind) => format!("退出：{}", kind.word()),
            Self::Return => "取消退出登记".to_owned(),
        }
    }
}
