//! What two texts that people wrote have to do with each other. Names of bodies are shortened, the
//! city is written or left out, an entry goes on with what became of it: none of that is a
//! difference that a rule may call a contradiction.

use crate::domain::ledger::Ledger;
use crate::text::fold::fold_text;

/// How two texts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alike {
    Same,
    /// One is a part of the other: they may mean the same.
    Near,
    Different,
}

/// From so many characters on, a text that stands in another one says something about it.
const ENOUGH: usize = 4;

/// Compares two texts, whatever they name.
pub fn compare(ledger: &Ledger, one: &str, other: &str) -> Alike {
    let city = ledger.round().info.city.as_str();
    let [one, other] = [one, other].map(|text| bare(city, text));
    if one == other {
        return Alike::Same;
    }
    if within(&one, &other) || within(&other, &one) {
        return Alike::Near;
    }
    let units = ledger.units().iter().map(|unit| unit.ways().collect());
    let bodies = ledger.round().info.bodies.iter();
    let bodies = bodies.map(|body| body.ways().collect());
    units
        .chain(bodies)
        .find_map(|names: Vec<&str>| by_body(city, &names, &one, &other))
        .unwrap_or(Alike::Different)
}

/// Two texts that name one body in two ways: what else they say is compared.
fn by_body(city: &str, names: &[&str], first: &str, second: &str) -> Option<Alike> {
    let rest = |text: &str| {
        let all = names.iter().map(|name| bare(city, name));
        let inside = all.filter(|name| text.contains(name.as_str()));
        let longest = inside.max_by_key(String::len)?;
        Some(text.replacen(&longest, "", 1))
    };
    let (first, second) = (rest(first)?, rest(second)?);
    if first == second {
        Some(Alike::Same)
    } else if first.is_empty() || second.is_empty() {
        Some(Alike::Near)
    } else {
        None
    }
}

fn within(short: &str, long: &str) -> bool {
    short.chars().count() >= ENOUGH && long.contains(short)
}

/// An entry of a list stands in another list, be it with what became of it.
pub fn is_entry(one: &str, other: &str) -> bool {
    let entry = |text: &str| {
        let bare = bare("", text);
        let numbered = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        if numbered.is_empty() {
            bare
        } else {
            numbered.to_owned()
        }
    };
    let (one, other) = (entry(one), entry(other));
    one == other || (one.chars().count() > 1 && other.starts_with(&one))
}

/// Two names of persons.
pub fn same_person(one: &str, other: &str) -> bool {
    let (one, other) = (bare("", one), bare("", other));
    !one.is_empty() && one == other
}

/// Characters and figures alone, without what stands in brackets, the city and 中共 before it.
fn bare(city: &str, text: &str) -> String {
    let folded = fold_text(text);
    let mut depth = 0_usize;
    let outside = folded.chars().filter(|c| match c {
        '(' | '〔' | '[' => {
            depth += 1;
            false
        }
        ')' | '〕' | ']' => {
            depth = depth.saturating_sub(1);
            false
        }
        c => depth == 0 && c.is_alphanumeric(),
    });
    let mut kept: String = outside.collect();
    if kept.is_empty() {
        kept = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    }
    if city.is_empty() {
        return kept;
    }
    for party in ["中国共产党", "中共"] {
        if let Some(rest) = kept.strip_prefix(party) {
            kept = rest.to_owned();
        }
    }
    // 河南省开封市, 开封市, 开封, 市
    let mut rest = match kept.split_once(city) {
        Some((before, rest)) if before.is_empty() || before.ends_with('省') => rest,
        _ => kept.as_str(),
    };
    let stem: String = city.chars().take(city.chars().count() - 1).collect();
    if let Some(shorter) = rest.strip_prefix(&stem).filter(|_| !stem.is_empty()) {
        rest = shorter;
    }
    rest.strip_prefix('市').unwrap_or(rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::ledger;

    #[test]
    fn short_names_and_the_city_are_no_difference() {
        use Alike::{Different, Near, Same};
        let ledger = ledger();
        for (one, other, likeness) in [
            ("开封市民政局", "市民政局", Same),
            ("民政局党组", "中共开封市民政局党组", Same),
            ("开封市教育体育局机关党委", "教体局机关党委", Same),
            ("市直工委", "市委市直工委", Same),
            ("河南省开封市东大街１号", "东大街 1号", Same),
            ("东大街1号", "东大街1号（教体局院内）", Same),
            ("东大街1号", "开封市东大街1号2楼", Near),
            ("教体局", "开封市教育体育局党组", Near),
            ("王某（兼）", "王 某", Same),
            ("王某", "王某某", Different),
            ("市直工委", "教体局党组", Different),
            ("开封市钓鱼协会", "开封市垂钓协会", Different),
            ("东大街1号", "西大街1号", Different),
        ] {
            assert_eq!(compare(&ledger, one, other), likeness, "{one} {other}");
            assert_eq!(compare(&ledger, other, one), likeness, "{other} {one}");
        }
    }

    #[test]
    fn an_entry_goes_on_with_what_became_of_it() {
        for (one, other, is) in [
            ("企业资质年检", "企业资质年检（移交市教体局）", true),
            ("企业资质年检", "1. 企业资质 年检，移交市教体局", true),
            ("《钓鱼》", "钓鱼", true),
            ("年检", "评比", false),
            ("企业资质年检", "年检", false),
        ] {
            assert_eq!(is_entry(one, other), is, "{one} {other}");
        }
        assert!(same_person("王 某", "王某（副局长）"));
        assert!(!same_person("", "（空缺）") && !same_person("王某", "王某某"));
    }
}
