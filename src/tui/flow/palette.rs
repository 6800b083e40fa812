//! 命令面板: everything that can be done or gone to, by whatever one calls it: the word of the
//! footer, what it does, other words and English; units, associations and views besides.

use super::people::ask_of;
use super::units::beside;
use crate::app::find::UnitChoice;
use crate::app::views;
use crate::domain::subject::Subject;
use crate::search::{Query, Strength};
use crate::tui::action::{self, Action, Place};
use crate::tui::model::Model;
use crate::tui::page::roster::recall;
use crate::tui::page::{Goto, open};
use crate::tui::popup::{Picker, PickerEntry};
use crate::tui::update::run;

/// So many associations are compared with what is typed; more would be felt while typing.
const MOST: usize = 10_000;
/// So many are offered.
const OFFERED: usize = 20;

/// Every action that can be taken here, and everything that one can go to.
pub fn palette(model: &Model) -> Picker {
    let place = model.place();
    let places = place.chain().filter(|place| *place != Place::List);
    let actions = places
        .flat_map(action::at)
        .filter(|binding| !matches!(binding.action, Action::Palette | Action::View(_)));
    let mut entries: Vec<PickerEntry> = actions
        .map(|binding| {
            let action = binding.action;
            let label = String::from(binding.label);
            let known_as = format!("{} {}", binding.hint, also(action));
            PickerEntry::new(label, binding.all_keys(), move |model| run(model, action))
                .known_as(known_as)
        })
        .collect();
    let ledger = &model.ledger;
    entries.extend(views::slots(ledger).map(|slot| {
        let number = slot.number;
        let label = t!("视图 {} {}", "view {} {}", slot.number, slot.view.name);
        PickerEntry::new(label, slot.view.filter.to_string(), move |model| {
            recall(model, number)
        })
        .known_as("view".to_owned())
    }));
    let whole = t!("{}的", "{}: ", ledger.round().info.everywhere());
    entries.push(
        PickerEntry::new(
            s!(
                "办公室：联系人、电话、落款、机关代字",
                "office: contact, phone, signature, code"
            )
            .to_owned(),
            whole,
            |model| ask_of(model, &Subject::City),
        )
        .known_as("设置 文号 到会 office settings".to_owned()),
    );
    entries.extend(ledger.units().iter_enumerated().map(|(ix, unit)| {
        PickerEntry::new(unit.name.to_string(), beside(ledger, ix), move |model| {
            open(model, Goto::RosterUnit(Some(UnitChoice::Unit(ix))))
        })
        .known_as(unit.short.to_string())
    }));
    Picker::new(
        s!(
            "命令面板：操作、单位、协会、视图",
            "Palette: actions, units, associations, views"
        ),
        entries,
    )
    .finding(associations)
}

/// The associations that a query means, to go to.
fn associations(model: &Model, query: &Query) -> Vec<PickerEntry> {
    let ledger = &model.ledger;
    let all = ledger.associations().iter_enumerated().take(MOST);
    let fits = |name: &str, no: u32| {
        query
            .terms()
            .all(|term| term.number() == Some(no) || term.matches(name) == Some(Strength::Tight))
    };
    let found = all.filter(|(ix, one)| fits(ledger.name(*ix), one.no));
    let entries = found.take(OFFERED).map(|(ix, one)| {
        let unit = ledger.unit_name_of(ix);
        let unit = unit.unwrap_or_else(|| ledger.printed_unit_of(ix));
        let name = ledger.round().without_city(ledger.name(ix)).to_owned();
        let detail = format!("{} {unit}", one.no);
        PickerEntry::new(ledger.name(ix).to_owned(), detail, move |model| {
            open(model, Goto::Association(ix, None))
        })
        .known_as(name)
    });
    entries.collect()
}

/// What else people call it.
const fn also(action: Action) -> &'static str {
    match action {
        Action::Open => "打开 进入 open",
        Action::Back => "返回 上一级 back",
        Action::NextTab | Action::PreviousTab => "换页 page tab",
        Action::FoldAll => "折叠 展开 收起 fold",
        Action::NextAssociation => "下一家 next",
        Action::PreviousAssociation => "上一家 previous",
        Action::PickView | Action::View(_) => "视图 view",
        Action::SaveView => "保存 视图 save view",
        Action::Columns => "列 栏 columns",
        Action::FilterStatus => "筛选 过滤 状态 filter status",
        Action::FilterUnit => "筛选 过滤 单位 filter unit",
        Action::FilterValue => "筛选 过滤 同值 filter value",
        Action::Search => "查找 搜索 find search",
        Action::ClearFilters => "清除 筛选 全部 clear",
        Action::GroupBy => "分组 group",
        Action::SortBy => "排序 次序 sort order",
        Action::Tick => "勾选 打勾 已办 办结 tick done",
        Action::Doing => "办理中 doing",
        Action::NotApplicable => "不涉及 not applicable",
        Action::Clear => "清除 清空 删除 clear",
        Action::Note => "说明 备注 note",
        Action::Evidence => "依据 文号 evidence",
        Action::Mark => "登记 节点 完成 mark milestone",
        Action::Unmark => "取消 登记 unmark",
        Action::MoveDate | Action::MoveDates => "改期 延期 日期 reschedule",
        Action::MarkLine | Action::MarkShown => "标记 选中 多选 select",
        Action::Deed => "办理 批量 销号 注销 撤销 合并 暂缓 close bulk",
        Action::Meeting => "调度会 会议 meeting",
        Action::People => "联系人 承诺 延期 备注 people",
        Action::Promise => "承诺 promise",
        Action::Postpone => "延期 postpone",
        Action::Remark => "备注 remark",
        Action::Contact => "联系人 电话 contact",
        Action::Forms => "表格 填表 基本情况表 完成情况表 实施方案 form",
        Action::Mirror => "对照 比较 mirror",
        Action::Take | Action::TakeAll => "取用 照抄 take",
        Action::Export => "导出 打印 保存 输出 写出 文书 催办单 通报 周报 纪要 export print save",
        Action::Import => "导入 读入 打开文件 import load",
        Action::Copy => "复制 拷贝 copy",
        Action::Why => "为什么 原因 灯 why",
        Action::NextEmpty => "未填 空栏 empty",
        Action::NextChange => "变化 change",
        Action::NextProblem => "问题 核对 problem",
        Action::Accept => "属实 accept",
        Action::Fixed => "已改 fixed",
        Action::Ignore => "忽略 ignore",
        Action::Reopen => "重开 reopen",
        Action::MergeUnit => "合并 归并 单位 merge",
        Action::GoOverview => "总览 首页 overview home",
        Action::GoRoster => "名册 roster list",
        Action::GoTimeline => "时间轴 节点 timeline",
        Action::GoMatrix => "矩阵 matrix",
        Action::GoFindings => "问题 findings",
        Action::Bodies => "成员单位 财政局 审计局 编办 责任 职责 body bodies",
        Action::SetAsOf | Action::GoToday | Action::WeekBack | Action::WeekOn => {
            "基准日 日期 今天 as-of date"
        }
        Action::Compare | Action::CompareSince | Action::CompareUntil => "变化 对比 changes diff",
        Action::History => "历史 记录 操作记录 history log",
        Action::Undo => "撤销 撤回 undo",
        Action::Redo => "重做 恢复 redo",
        Action::Palette => "命令 palette",
        Action::Help => "帮助 按键 help keys",
        Action::Language => "语言 中文 英文 language english chinese",
        Action::Redraw => "重画 刷新 redraw refresh",
        Action::Quit => "退出 离开 quit exit",
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Top
        | Action::Bottom
        | Action::Left
        | Action::Right
        | Action::NextPart
        | Action::PreviousPart
        | Action::ScrollLeft
        | Action::ScrollRight => "移动 move",
    }
}
