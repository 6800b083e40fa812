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
            let form = form.map_or("", |form| form.shown());
            t!("导入 {name} {form}", "import {name} {form}")
                .trim_end()
                .to_owned()
        }
        Title::ImportedForms(count) => t!("导入 {count} 张表", "import {count} forms"),
        Title::RosterDetails(count) => {
            t!(
                "名册所列 {count} 家的登记证号、法定代表人、住所、联系人等",
                "certificates, representatives, addresses, contacts of {count} from the roster"
            )
        }
        Title::Field(id) => {
            let round = ledger.round();
            let label = round.field_ix(id).map(|ix| round.field(ix).name());
            label.unwrap_or(id).to_owned()
        }
        Title::Bulk(action) => action.title(ledger),
        Title::BundleTaken(unit) => t!("合并分册 {unit}", "merge bundle {unit}"),
        Title::BundleBegun(unit) => t!(
            "分册开始时的状态：{unit}",
            "state at the beginning of the bundle: {unit}"
        ),
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
                    ItemState::Done => s!("办结", "done"),
                    ItemState::Doing => s!("办理中", "doing"),
                    ItemState::NotApplicable => s!("不涉及", "n/a"),
                    ItemState::Open | ItemState::Doubtful => s!("清除", "clear"),
                };
                format!("{verb} {} {}", def.id, def.label)
            }
            Self::Mark(ix) => t!("登记 {}", "mark {}", milestone(ix)),
            Self::Unmark(ix) => t!("取消登记 {}", "unmark {}", milestone(ix)),
            Self::Close => s!("销号", "close out").to_owned(),
            Self::Exit(kind) => t!("退出：{}", "exit: {}", kind.shown()),
            Self::Return => s!("取消退出登记", "take exit back").to_owned(),
        }
    }
}
