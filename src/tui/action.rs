//! The one table of actions. The keymap, the footer hints, the help screen, the command palette
//! and `docs/keys.md` are all made from it.

use super::keymap::{Key, pretty};
pub use super::place::Place;

/// Something a key, a click or the palette can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is described in its row of BINDINGS")]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Left,
    Right,
    Open,
    Back,
    NextPart,
    PreviousPart,
    NextTab,
    PreviousTab,
    FoldAll,
    FilterStatus,
    FilterUnit,
    Search,
    ClearFilters,
    GroupBy,
    SortBy,
    Tick,
    Doing,
    NotApplicable,
    Clear,
    Note,
    Evidence,
    Mark,
    Unmark,
    MoveDate,
    MoveDates,
    MarkLine,
    MarkShown,
    Deed,
    Forms,
    Mirror,
    Take,
    Export,
    Import,
    Copy,
    Why,
    NextEmpty,
    NextChange,
    NextProblem,
    Accept,
    Fixed,
    Ignore,
    Reopen,
    MergeUnit,
    GoOverview,
    GoRoster,
    GoTimeline,
    GoMatrix,
    GoFindings,
    SetAsOf,
    History,
    Undo,
    Redo,
    Palette,
    Help,
    Redraw,
    Quit,
}

/// A row of the table.
#[derive(Debug)]
pub struct Binding {
    /// What happens.
    pub action: Action,
    /// Where.
    pub place: Place,
    /// Keys, separated by a space. At least one of each action works while a Chinese input
    /// method holds back the letters.
    pub keys: &'static str,
    /// What happens, in words.
    pub label: &'static str,
    /// A short word for the footer; empty = not shown there.
    pub hint: &'static str,
}

const fn row(
    place: Place,
    action: Action,
    keys: &'static str,
    hint: &'static str,
    label: &'static str,
) -> Binding {
    Binding {
        action,
        place,
        keys,
        label,
        hint,
    }
}

/// The table. The order within a place is the order of the footer.
pub const BINDINGS: &[Binding] = {
    use Action as A;
    use Place as P;
    &[
        row(
            P::Overview,
            A::Open,
            "enter",
            "打开名单",
            "打开所在数字、节点、单位、事项或改动背后的名单",
        ),
        row(P::Overview, A::Left, "left", "", "到左边一块"),
        row(P::Overview, A::Right, "right", "", "到右边一块"),
        row(P::Behind, A::Open, "enter", "打开", "打开协会"),
        row(
            P::Overview,
            A::Search,
            "/ ctrl-f",
            "查找",
            "在名册中查找；直接输入汉字也可",
        ),
        row(
            P::Roster,
            A::Open,
            "enter",
            "打开",
            "打开协会；在单位行上折叠或展开",
        ),
        row(
            P::Roster,
            A::Search,
            "/ ctrl-f",
            "查找",
            "查找文字、拼音、序号或条件；直接输入汉字也可",
        ),
        row(
            P::Roster,
            A::FilterStatus,
            "s f7",
            "状态",
            "按名册状态筛选：全部、拟脱钩、已脱钩",
        ),
        row(
            P::Roster,
            A::FilterUnit,
            "f ctrl-u",
            "单位",
            "按业务主管单位筛选",
        ),
        row(
            P::Roster,
            A::ClearFilters,
            "c ctrl-x",
            "清除",
            "清除全部筛选",
        ),
        row(
            P::Roster,
            A::GroupBy,
            "b f8",
            "分组",
            "分组：主管单位、印发名称、状态",
        ),
        row(
            P::Roster,
            A::SortBy,
            "o f9",
            "排序",
            "排序：序号、名称、到期、进度",
        ),
        row(
            P::Roster,
            A::MarkLine,
            "space",
            "标记",
            "标记所在行；在单位行上标记整组；再按一次取消",
        ),
        row(
            P::Roster,
            A::MarkShown,
            "V ctrl-a",
            "",
            "标记筛选出的全部；都已标记时全部取消",
        ),
        row(
            P::Roster,
            A::Deed,
            "m ctrl-k",
            "办理",
            "办理标记的各家或所在行：事项、节点、销号、退出",
        ),
        row(P::Roster, A::FoldAll, "z f6", "折叠", "全部折叠或全部展开"),
        row(P::Roster, A::Left, "left", "", "折叠所在单位"),
        row(P::Roster, A::Right, "right", "", "展开单位"),
        row(
            P::Association,
            A::Tick,
            "space enter",
            "办结",
            "勾选已办；再按一次取消",
        ),
        row(P::Association, A::Doing, "d f6", "办理中", "设为办理中"),
        row(
            P::Association,
            A::NotApplicable,
            "n f7",
            "不涉及",
            "设为不涉及，须写理由",
        ),
        row(
            P::Association,
            A::Clear,
            "x delete f8",
            "清除",
            "清除状态、说明和依据",
        ),
        row(P::Association, A::Note, "e ctrl-n", "说明", "写说明"),
        row(
            P::Association,
            A::Evidence,
            "v ctrl-e",
            "依据",
            "写依据：文号、文件名",
        ),
        row(
            P::Association,
            A::Forms,
            "t ctrl-t",
            "表格",
            "打开表格：基本情况表、完成情况表、实施方案",
        ),
        row(
            P::Association,
            A::Mirror,
            "r ctrl-g",
            "对照",
            "前后对照：基本情况表和完成情况表并排",
        ),
        row(
            P::Association,
            A::Deed,
            "c ctrl-k",
            "办理",
            "办理：销号，注销、撤销、合并、暂缓，取消退出",
        ),
        row(P::Form, A::Open, "enter", "填写", "填写这一栏"),
        row(
            P::Form,
            A::Tick,
            "space",
            "选",
            "换下一个选项；多选打开选项",
        ),
        row(
            P::Form,
            A::Clear,
            "x delete f8",
            "清空",
            "清空这一栏：未填，不同于 0 和否",
        ),
        row(
            P::Form,
            A::Forms,
            "t ctrl-t",
            "下一张",
            "换下一张：基本情况表、完成情况表、实施方案",
        ),
        row(
            P::Form,
            A::NextEmpty,
            "i f6",
            "下一空栏",
            "到下一个未填的栏",
        ),
        row(
            P::Form,
            A::NextProblem,
            "n f7",
            "下一问题",
            "到下一个核对出问题的栏",
        ),
        row(
            P::Form,
            A::Mirror,
            "r ctrl-g",
            "对照",
            "前后对照：基本情况表和完成情况表并排",
        ),
        row(P::Mirror, A::Open, "enter", "填写", "填写所在的一边"),
        row(
            P::Mirror,
            A::Tick,
            "space",
            "选",
            "换下一个选项；多选打开选项",
        ),
        row(
            P::Mirror,
            A::NextProblem,
            "n f7",
            "下一问题",
            "到下一个核对出问题的一行",
        ),
        row(
            P::Mirror,
            A::NextChange,
            "i f6",
            "下一变化",
            "到下一个前后有变化的一行",
        ),
        row(
            P::Mirror,
            A::Take,
            "o f9",
            "取用",
            "把另一边已填的内容取到这一边的空栏",
        ),
        row(
            P::Mirror,
            A::Clear,
            "x delete f8",
            "清空",
            "清空所在的一边：未填，不同于 0 和否",
        ),
        row(
            P::Mirror,
            A::Forms,
            "t ctrl-t",
            "看表",
            "在表格中看所在的一栏",
        ),
        row(P::Mirror, A::Left, "left", "", "到脱钩前一边"),
        row(P::Mirror, A::Right, "right", "", "到脱钩后一边"),
        row(P::Mirror, A::NextPart, "tab", "", "下一部分"),
        row(P::Mirror, A::PreviousPart, "backtab", "", "上一部分"),
        row(
            P::Preview,
            A::Open,
            "enter",
            "记入台账",
            "把分册的改动记入台账；名册只能预览",
        ),
        row(
            P::Preview,
            A::NextProblem,
            "n f7",
            "下一问题",
            "到下一个问题或冲突",
        ),
        row(
            P::Import,
            A::Open,
            "enter",
            "记入台账",
            "把没有问题的文件的改动记入台账",
        ),
        row(
            P::Import,
            A::NextPart,
            "tab",
            "含有问题的",
            "有问题的文件中读得出的各栏也计入，再按一次不计入",
        ),
        row(
            P::Import,
            A::NextProblem,
            "n f7",
            "下一问题",
            "到下一个问题",
        ),
        row(P::Form, A::NextPart, "tab", "", "下一部分"),
        row(P::Form, A::PreviousPart, "backtab", "", "上一部分"),
        row(
            P::Association,
            A::Mark,
            "m f9",
            "节点",
            "登记本协会的节点，填写日期",
        ),
        row(P::Association, A::NextPart, "tab", "", "下一部分"),
        row(P::Association, A::PreviousPart, "backtab", "", "上一部分"),
        row(
            P::Timeline,
            A::Open,
            "enter",
            "未完成名单",
            "打开节点：谁还没有完成",
        ),
        row(
            P::Timeline,
            A::Mark,
            "m f6",
            "登记完成",
            "登记范围内全部完成，填写日期",
        ),
        row(
            P::Timeline,
            A::Unmark,
            "x delete f8",
            "取消登记",
            "取消范围内全部登记",
        ),
        row(
            P::Timeline,
            A::MoveDate,
            "e f7",
            "改日期",
            "改所在节点的日期，须写理由；印发日期保留",
        ),
        row(
            P::Timeline,
            A::MoveDates,
            "E f9",
            "",
            "全部节点推后或提前几天，须写理由",
        ),
        row(P::Matrix, A::Open, "enter", "打开节点", "打开所在列的节点"),
        row(P::Matrix, A::Left, "left", "", "左移一个节点"),
        row(P::Matrix, A::Right, "right", "", "右移一个节点"),
        row(
            P::Matrix,
            A::Mark,
            "m f6 space",
            "登记完成",
            "登记该单位完成该节点，填写日期",
        ),
        row(
            P::Matrix,
            A::Unmark,
            "x delete f8",
            "取消登记",
            "取消该单位该节点的登记",
        ),
        row(
            P::Milestone,
            A::Open,
            "enter",
            "打开",
            "打开协会，或在名册中看这个单位",
        ),
        row(
            P::Milestone,
            A::Mark,
            "m f6 space",
            "登记完成",
            "登记所在行完成，填写日期",
        ),
        row(
            P::Milestone,
            A::Unmark,
            "x delete f8",
            "取消登记",
            "取消所在行的登记",
        ),
        row(
            P::Milestone,
            A::NextPart,
            "tab",
            "未完成/全部",
            "在未完成和全部之间切换",
        ),
        row(
            P::Findings,
            A::Open,
            "enter",
            "去改",
            "到能改的地方：表格的栏、协会、节点、名册中的单位",
        ),
        row(
            P::Findings,
            A::Accept,
            "t f6",
            "属实",
            "属实：确有其事，另行处理",
        ),
        row(P::Findings, A::Fixed, "d f7", "已改", "已改：已经更正"),
        row(
            P::Findings,
            A::Ignore,
            "x delete f8",
            "忽略",
            "忽略，须写理由",
        ),
        row(P::Findings, A::Reopen, "r f9", "重开", "重开：取消处理决定"),
        row(
            P::Findings,
            A::MergeUnit,
            "m ctrl-u",
            "合并单位",
            "把单位并入别的单位，或重新拆开；先列出会改变什么",
        ),
        row(
            P::Findings,
            A::FilterStatus,
            "s ctrl-t",
            "待处理/全部",
            "只看待处理的，或连同已处理的",
        ),
        row(P::Findings, A::Left, "left", "", "看上一类"),
        row(P::Findings, A::Right, "right", "", "看下一类"),
        row(P::List, A::Up, "up k", "", "上移"),
        row(P::List, A::Down, "down j", "", "下移"),
        row(P::List, A::PageUp, "pageup ctrl-b", "", "上翻一页"),
        row(P::List, A::PageDown, "pagedown ctrl-d", "", "下翻一页"),
        row(P::List, A::Top, "home g", "", "到最上"),
        row(P::List, A::Bottom, "end G", "", "到最下"),
        row(P::Tabs, A::NextTab, "tab", "", "下一页"),
        row(P::Tabs, A::PreviousTab, "backtab", "", "上一页"),
        row(
            P::Global,
            A::Back,
            "esc",
            "返回",
            "返回；在名册中先清除查找，再回总览",
        ),
        row(P::Global, A::GoOverview, "f2", "", "总览"),
        row(P::Global, A::GoRoster, "f3", "", "名册"),
        row(P::Global, A::GoTimeline, "f4", "", "时间轴"),
        row(P::Global, A::GoMatrix, "f10", "", "单位与节点的矩阵"),
        row(P::Global, A::GoFindings, "f11", "", "问题清单"),
        row(
            P::Global,
            A::Export,
            "p ctrl-s",
            "导出",
            "写成文件：三张表、文书、领导一页、Excel 台账、名册、日历",
        ),
        row(
            P::Global,
            A::Import,
            "l ctrl-o",
            "导入",
            "读入填好的表、单位交回的分册、名册，先预览",
        ),
        row(
            P::Global,
            A::Why,
            "w ctrl-w",
            "为什么",
            "为什么是这个灯：规则、数据、期限、出处、责任，怎样转绿",
        ),
        row(
            P::Global,
            A::Copy,
            "y ctrl-c",
            "",
            "复制所在的行或栏到剪贴板（终端须支持 OSC 52）",
        ),
        row(P::Global, A::SetAsOf, "a f5", "基准日", "设定基准日"),
        row(P::Global, A::Undo, "u ctrl-z", "撤销", "撤销最近一次操作"),
        row(P::Global, A::Redo, "ctrl-r ctrl-y", "", "重做"),
        row(
            P::Global,
            A::History,
            "h f12",
            "",
            "操作记录；在协会中只看该协会",
        ),
        row(
            P::Global,
            A::Palette,
            ": ctrl-p",
            "",
            "命令面板：按名称找操作",
        ),
        row(P::Global, A::Help, "? f1", "帮助", "帮助"),
        row(P::Global, A::Redraw, "ctrl-l", "", "重画屏幕"),
        row(P::Global, A::Quit, "q ctrl-q", "退出", "退出"),
    ]
};

/// The action of a key at a place: the place's own bindings win over the list's, these over
/// the global ones.
pub fn lookup(place: Place, key: Key) -> Option<Action> {
    place.chain().find_map(|place| {
        at(place)
            .find(|binding| binding.parsed().any(|bound| bound == key))
            .map(|binding| binding.action)
    })
}

/// The bindings of one place.
pub fn at(place: Place) -> impl Iterator<Item = &'static Binding> {
    BINDINGS
        .iter()
        .filter(move |binding| binding.place == place)
}

impl Binding {
    fn parsed(&self) -> impl Iterator<Item = Key> {
        self.keys
            .split(' ')
            .map(|key| key.parse().expect("the table holds valid keys"))
    }

    /// The first key as people read it.
    pub fn first_key(&self) -> String {
        pretty(self.keys.split(' ').next().unwrap_or_default())
    }

    /// All keys as people read them.
    pub fn all_keys(&self) -> String {
        let keys: Vec<String> = self.keys.split(' ').map(pretty).collect();
        keys.join(" ")
    }
}

/// The table as Markdown, for `docs/keys.md`.
pub fn markdown() -> String {
    let mut text = String::from(
        "# 按键\n\n由 `tuogou keys` 从操作表生成，请勿手改。中文输入法打开时字母键到不了程序，\
         每个操作都另有功能键、方向键或 Ctrl 键；全角标点按半角处理；在名册中直接输入汉字即开始查找。\n",
    );
    for place in Place::ALL {
        use std::fmt::Write as _;
        let _ = write!(
            text,
            "\n## {}\n\n| 按键 | 操作 |\n|---|---|\n",
            place.title()
        );
        for binding in at(place) {
            let keys: Vec<String> = binding
                .keys
                .split(' ')
                .map(|key| format!("`{}`", pretty(key)))
                .collect();
            let _ = writeln!(text, "| {} | {} |", keys.join(" "), binding.label);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Key;

    #[test]
    fn no_key_means_two_things_at_one_place() {
        for place in Place::ALL {
            let mut seen: Vec<Key> = Vec::new();
            for key in at(place).flat_map(Binding::parsed) {
                assert!(!seen.contains(&key), "{place:?} {key:?}");
                seen.push(key);
            }
        }
    }

    #[test]
    fn every_action_is_reachable_while_an_input_method_holds_back_letters() {
        for binding in BINDINGS {
            let plain = binding.parsed().any(|key| !key.is_letter());
            assert!(plain, "{:?} at {:?}", binding.action, binding.place);
        }
    }

    #[test]
    fn a_key_of_the_screen_wins_over_the_global_one() {
        let space: Key = "space".parse().expect("a key");
        assert_eq!(lookup(Place::Association, space), Some(Action::Tick));
        let quit: Key = "q".parse().expect("a key");
        assert_eq!(lookup(Place::Roster, quit), Some(Action::Quit));
    }
}
