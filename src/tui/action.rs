//! The one table of actions. The keymap, the footer hints, the help screen, the command palette
//! and `docs/keys.md` are all made from it.

pub use super::bindings::{Binding, all};
use super::custom;
pub use super::custom::Looked;
use super::keymap::{Key, pretty};
pub use super::place::Place;

/// Something a key, a click or the palette can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    NextAssociation,
    PreviousAssociation,
    View(u8),
    PickView,
    SaveView,
    Columns,
    ScrollLeft,
    ScrollRight,
    FilterStatus,
    FilterUnit,
    Search,
    ClearFilters,
    GroupBy,
    SortBy,
    FilterValue,
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
    Meeting,
    People,
    Promise,
    Postpone,
    Remark,
    Contact,
    Forms,
    Mirror,
    Take,
    TakeAll,
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
    Bodies,
    SetAsOf,
    WeekBack,
    WeekOn,
    GoToday,
    Compare,
    CompareSince,
    CompareUntil,
    History,
    Undo,
    Redo,
    Palette,
    Help,
    Redraw,
    /// The interface speaks the other language.
    Language,
    Quit,
}

impl Action {
    /// Whether the whole ledger has to be there. The others can be done on the beginning of a
    /// roster, while the rest is still being read. Every action says which it is.
    #[rustfmt::skip]
    pub const fn needs_ledger(self) -> bool {
        match self {
            // Moving about, and how the roster is shown.
            Self::Up | Self::Down | Self::PageUp | Self::PageDown | Self::Top | Self::Bottom
            | Self::Left | Self::Right | Self::NextPart | Self::PreviousPart | Self::Back
            | Self::NextTab | Self::PreviousTab | Self::GoOverview | Self::GoRoster
            | Self::GoTimeline | Self::GoMatrix | Self::GoFindings
            | Self::Search | Self::ClearFilters | Self::FilterStatus | Self::GroupBy
            | Self::SortBy | Self::FoldAll | Self::ScrollLeft | Self::ScrollRight
            | Self::Help | Self::Palette | Self::Redraw | Self::Language | Self::Quit => false,
            // What is opened, copied, compared.
            Self::Open | Self::View(_) | Self::PickView | Self::SaveView | Self::Columns
            | Self::FilterUnit | Self::NextAssociation | Self::PreviousAssociation | Self::Copy | Self::Why | Self::NextEmpty | Self::NextChange
            | Self::NextProblem | Self::Forms | Self::Mirror | Self::Meeting | Self::History
            | Self::Bodies | Self::Compare | Self::CompareSince | Self::CompareUntil
            | Self::FilterValue | Self::SetAsOf | Self::WeekBack | Self::WeekOn | Self::GoToday
            // What is recorded, for one or for those that are marked.
            | Self::Tick | Self::Doing | Self::NotApplicable | Self::Clear | Self::Note
            | Self::Evidence | Self::Mark | Self::Unmark | Self::MoveDate | Self::MoveDates
            | Self::MarkLine | Self::MarkShown | Self::Deed | Self::People | Self::Promise
            | Self::Postpone | Self::Remark | Self::Contact | Self::Take | Self::TakeAll
            | Self::Accept | Self::Fixed | Self::Ignore | Self::Reopen | Self::MergeUnit
            | Self::Undo | Self::Redo
            // Files in and out.
            | Self::Export | Self::Import => true,
        }
    }
}

/// The action of a key at a place: the place's own bindings win over the list's, these over
/// the global ones.
pub fn lookup(place: Place, key: Key) -> Option<Action> {
    match lookup_keys(place, &[key]) {
        Looked::Action(action) => Some(action),
        Looked::Begins | Looked::Nothing => None,
    }
}

/// What some keys one after the other come to at a place.
pub fn lookup_keys(place: Place, keys: &[Key]) -> Looked {
    let mut begins = false;
    for binding in place.chain().flat_map(at) {
        match custom::looked(binding, keys) {
            Looked::Nothing => {}
            Looked::Begins => begins = true,
            found @ Looked::Action(_) => return found,
        }
    }
    if begins {
        Looked::Begins
    } else {
        Looked::Nothing
    }
}

/// The bindings of one place.
pub fn at(place: Place) -> impl Iterator<Item = &'static Binding> {
    all().filter(move |binding| binding.place == place)
}

impl Binding {
    /// The keys of the table.
    ///
    /// # Panics
    ///
    /// Where the table holds what is no key, which a test refuses.
    pub fn printed(&self) -> impl Iterator<Item = Key> {
        self.keys
            .split(' ')
            .map(|key| key.parse().expect("the table holds valid keys"))
    }

    /// The first key as people read it; one that an input method lets through while it holds the
    /// letters back.
    pub fn first_key(&self, composing: bool) -> String {
        let keys = custom::shown(self);
        let reaches = keys.iter().find(|(_, letter)| !(composing && *letter));
        let key = reaches.or(keys.first());
        key.map_or_else(String::new, |(key, _)| key.clone())
    }

    /// All keys as people read them.
    pub fn all_keys(&self) -> String {
        let keys = custom::shown(self).into_iter();
        let keys: Vec<String> = keys.map(|(key, _)| key).collect();
        keys.join(" ")
    }
}

/// Keys one after the other as people read them.
pub fn pretty_keys(keys: &str) -> String {
    keys.split_whitespace()
        .map(pretty)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The table as Markdown, for `docs/keys.md`.
pub fn markdown() -> String {
    let mut text = String::from(s!(
        "# 按键\n\n由 `tuogou keys` 从操作表生成，请勿手改。中文输入法打开时字母键到不了程序，\
         每个操作都另有功能键、方向键或 Ctrl 键；全角标点按半角处理；在名册中直接输入汉字即开始查找。\n",
        "# Keys\n\nMade by `tuogou keys` from the table of actions; not to be edited. While a Chinese input method is on, letters do not arrive: every action has a function, arrow or Ctrl key too; full-width signs count as half-width; Chinese typed in the roster begins a search.\n"
    ));
    for place in Place::ALL {
        use std::fmt::Write as _;
        let _ = write!(
            text,
            "{}",
            t!(
                "\n## {}\n\n| 按键 | 操作 |\n|---|---|\n",
                "\n## {}\n\n| keys | action |\n|---|---|\n",
                place.title()
            )
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
            for key in at(place).flat_map(Binding::printed) {
                assert!(!seen.contains(&key), "{place:?} {key:?}");
                seen.push(key);
            }
        }
    }

    #[test]
    fn every_action_is_reachable_while_an_input_method_holds_back_letters() {
        for binding in all() {
            let plain = binding.printed().any(|key| !key.is_letter());
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
