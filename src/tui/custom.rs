//! Keys of the user's own, over the table of actions: read once when the program starts, with
//! everything that is wrong told together.

use std::sync::OnceLock;

use super::action::{Action, Binding, Place, all, pretty_keys};
use super::keymap::Key;
use crate::app::config::KeyWish;

/// The keys of one binding, instead of those in the table.
#[derive(Debug)]
struct CustomKeys {
    place: Place,
    action: Action,
    /// Each a key, or some keys one after the other.
    keys: Vec<Vec<Key>>,
    /// As they were written.
    written: Vec<String>,
    /// Where they were written.
    line: usize,
}

static CUSTOM: OnceLock<Vec<CustomKeys>> = OnceLock::new();

/// Takes the user's keys for as long as the program runs; what is wrong with them, by line. Where
/// something is wrong none of them counts, so that no key does what nobody meant.
pub fn adopt(wishes: &[KeyWish]) -> Vec<String> {
    let (custom, faults) = read(wishes);
    if faults.is_empty() && !custom.is_empty() {
        // A second start in one process keeps the keys of the first.
        let _ = CUSTOM.set(custom);
    }
    faults
}

/// What an action is called in the configuration: `go-matrix`.
pub fn action_name(action: Action) -> String {
    kebab(&format!("{action:?}"))
}

/// What a page is called in the configuration: `drill-down`.
pub fn place_name(place: Place) -> String {
    kebab(&format!("{place:?}"))
}

/// `DrillDown` becomes `drill-down`, `View(1)` becomes `view-1`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.trim_end_matches(')').chars() {
        if (c.is_uppercase() || c == '(') && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(c.to_lowercase().filter(|c| *c != '('));
    }
    kebab
}

fn read(wishes: &[KeyWish]) -> (Vec<CustomKeys>, Vec<String>) {
    let mut custom: Vec<CustomKeys> = Vec::new();
    let mut faults = Vec::new();
    for wish in wishes {
        let wrong = |problem: String| t!("第 {} 行：{problem}", "line {}: {problem}", wish.line);
        let (place, action) = match wish.action.split_once('.') {
            Some((place, action)) => (Some(place), action),
            None => (None, &*wish.action),
        };
        let meant: Vec<&Binding> = all()
            .filter(|binding| action_name(binding.action) == action)
            .filter(|binding| place.is_none_or(|place| place_name(binding.place) == place))
            .collect();
        if meant.is_empty() {
            faults.push(wrong(t!("没有操作 {}", "no action {}", wish.action)));
            continue;
        }
        let mut keys = Vec::new();
        for written in &wish.keys {
            let sequence: Result<Vec<Key>, String> =
                written.split_whitespace().map(str::parse).collect();
            match sequence {
                Ok(sequence) if !sequence.is_empty() => keys.push(sequence),
                _ => faults.push(wrong(t!(
                    "{} 的键「{written}」写得不对",
                    "the keys of {}, \"{written}\", are not well written",
                    wish.action
                ))),
            }
        }
        for binding in meant {
            custom.retain(|one| (one.place, one.action) != (binding.place, binding.action));
            custom.push(CustomKeys {
                place: binding.place,
                action: binding.action,
                keys: keys.clone(),
                written: wish.keys.clone(),
                line: wish.line,
            });
        }
    }
    faults.extend(conflicts(&custom));
    (custom, faults)
}

/// Keys that would mean two things on one page.
fn conflicts(custom: &[CustomKeys]) -> Vec<String> {
    let mut told = Vec::new();
    for one in custom {
        for other in all().filter(|other| other.place == one.place && other.action != one.action) {
            let theirs = keys_in(custom, other);
            let clashes = one.keys.iter().any(|keys| {
                let clash = |their: &Vec<Key>| their.starts_with(keys) || keys.starts_with(their);
                theirs.iter().any(clash)
            });
            if clashes {
                told.push(t!(
                    "第 {} 行：{} 的键在{}已用于 {}",
                    "line {}: the key of {} is used {} for {}",
                    one.line,
                    action_name(one.action),
                    one.place.title(),
                    action_name(other.action)
                ));
            }
        }
    }
    told
}

fn keys_in(custom: &[CustomKeys], binding: &Binding) -> Vec<Vec<Key>> {
    let own = custom
        .iter()
        .find(|one| (one.place, one.action) == (binding.place, binding.action));
    match own {
        Some(own) => own.keys.clone(),
        None => binding.printed().map(|key| vec![key]).collect(),
    }
}

fn of(binding: &Binding) -> Option<&'static CustomKeys> {
    let custom = CUSTOM.get()?.iter();
    let mut own = custom.filter(|one| (one.place, one.action) == (binding.place, binding.action));
    own.next()
}

/// What some keys one after the other come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    Action(Action),
    /// They begin something.
    Begins,
    Nothing,
}

/// What some keys mean to a binding.
pub fn looked(binding: &Binding, keys: &[Key]) -> Looked {
    match of(binding) {
        Some(own) if own.keys.iter().any(|bound| bound == keys) => Looked::Action(binding.action),
        Some(own) if own.keys.iter().any(|bound| bound.starts_with(keys)) => Looked::Begins,
        Some(_) => Looked::Nothing,
        None => match keys {
            [key] if binding.printed().any(|bound| bound == *key) => Looked::Action(binding.action),
            _ => Looked::Nothing,
        },
    }
}

/// The keys of a binding as people read them, those first that an input method lets through where
/// that is asked.
pub fn shown(binding: &Binding) -> Vec<(String, bool)> {
    let written: Vec<&str> = match of(binding) {
        Some(own) => own.written.iter().map(String::as_str).collect(),
        None => binding.keys.split(' ').collect(),
    };
    let letter = |keys: &str| {
        let mut keys = keys
            .split_whitespace()
            .filter_map(|key| key.parse::<Key>().ok());
        keys.any(Key::is_letter)
    };
    let shown = written.iter().map(|keys| (pretty_keys(keys), letter(keys)));
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: usize, action: &str, keys: &[&str]) -> KeyWish {
        KeyWish {
            action: action.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            line,
        }
    }

    #[test]
    fn every_action_and_page_has_a_name_of_its_own() {
        assert_eq!(action_name(Action::GoMatrix), "go-matrix");
        assert_eq!(action_name(Action::View(1)), "view-1");
        assert_eq!(place_name(Place::DrillDown), "drill-down");
    }

    #[test]
    fn everything_that_is_wrong_with_keys_is_told_together() {
        let (custom, faults) = read(&[
            wish(3, "tick", &["space", "g t"]),
            wish(4, "nonsense", &["x"]),
            wish(5, "go-matrix", &["f99x"]),
            wish(6, "association.doing", &["n"]),
        ]);
        assert!(
            custom
                .iter()
                .any(|one| one.keys.iter().any(|keys| keys.len() == 2))
        );
        let told = faults.join("\n");
        for part in [
            "第 4 行：没有操作 nonsense",
            "第 5 行：go-matrix",
            "第 6 行：doing",
        ] {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn a_key_that_another_action_has_given_up_is_free() {
        let (_, faults) = read(&[
            wish(1, "association.doing", &["n"]),
            wish(2, "association.not-applicable", &["d"]),
        ]);
        assert_eq!(faults, [""; 0]);
    }
}
