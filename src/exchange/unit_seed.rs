//! `units.toml`: what is known of each name that the roster prints in its column of units.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use toml::Value;

use super::seed::{SeedError, parse_toml};
use crate::domain::round::UnitSeed;

pub(super) const UNITS: &str = "units.toml";
const HEAD: &str = "[[unit]]";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    #[serde(rename = "unit")]
    units: Vec<UnitSeed>,
}

/// The units of a round's documents.
pub(super) fn parse_units(
    documents: &BTreeMap<String, String>,
) -> Result<Vec<Arc<UnitSeed>>, SeedError> {
    let units = match documents.get(UNITS).and_then(|text| plain(text)) {
        Some(units) => units,
        None => parse_toml::<UnitsFile>(documents, UNITS)?.units,
    };
    check(&units)?;
    Ok(units.into_iter().map(Arc::new).collect())
}

/// What a name is counted under is a name of its own.
fn check(units: &[UnitSeed]) -> Result<(), SeedError> {
    let (own, others): (Vec<_>, Vec<_>) = units.iter().partition(|unit| unit.canonical.is_none());
    if others.is_empty() {
        return Ok(());
    }
    let own: HashSet<&str> = own.iter().map(|unit| unit.printed.as_str()).collect();
    for unit in others {
        let canonical = unit.canonical.as_deref().unwrap_or_default();
        if !own.contains(canonical) {
            return Err(SeedError::new(
                UNITS,
                t!(
                    "{} 的 canonical {canonical} 不在名单中",
                    "canonical {canonical} of {} is not in the list",
                    unit.printed
                ),
            ));
        }
    }
    Ok(())
}

/// The units of a file that is as plain as those that this program writes: one entry to a line, texts
/// without escapes. Nothing where it is not; then the library reads it, or says what is wrong where.
///
/// 100,000 associations have 27,000 units, and to read these waits before the first frame: the library
/// takes 75 ms, this 10.
fn plain(text: &str) -> Option<Vec<UnitSeed>> {
    let lines = text.lines().map(str::trim);
    let mut lines = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .peekable();
    let mut units = Vec::new();
    while let Some(head) = lines.next() {
        if head != HEAD {
            return None;
        }
        let mut entries = Vec::with_capacity(4);
        while let Some(line) = lines.next_if(|line| *line != HEAD) {
            entries.push(entry(line)?);
        }
        let unit = UnitSeed::deserialize(MapDeserializer::new(entries.into_iter()));
        units.push(unit.map_err(|_: toml::de::Error| ()).ok()?);
    }
    (!units.is_empty()).then_some(units)
}

/// `key = "text"`, `key = true`.
fn entry(line: &str) -> Option<(&str, Value)> {
    let (key, value) = line.split_once(" = ")?;
    let is_bare = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if key.is_empty() || !is_bare {
        return None;
    }
    let value = match value {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        _ => {
            let text = value.strip_prefix('"')?.strip_suffix('"')?;
            let special = |c: char| c == '"' || c == '\\' || c.is_control();
            Value::String((!text.contains(special)).then(|| text.to_owned())?)
        }
    };
    Some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::new_round;
    use crate::text::fault::from_toml;

    const SEED: &str = include_str!("../../seeds/kaifeng-2020/units.toml");

    fn by_library(text: &str) -> Option<Vec<UnitSeed>> {
        let file: Option<UnitsFile> = from_toml(text).ok();
        file.map(|file| file.units)
    }

    #[test]
    fn what_is_plain_reads_as_the_library_reads_it() {
        let written = "# 名册\n[[unit]]\nkind = \"city_bureau\"\nprinted = \"开封市#1局\"\nshort = \"1局 = 甲\"\nsource = \"名册\"\n\n\
                       [[unit]]\r\nkind = \"vertical\"\r\nprinted = \"原乙局\"\nshort = \"乙\"\nformer = true\nsource = \"名册\"\n";
        let units = plain(written).expect("as plain as can be");
        assert_eq!(units.len(), 2);
        assert_eq!(Some(units), by_library(written));
        // As this program writes it.
        let written = new_round::units(&["开封市商务局", "原洛阳市粮食局", "直接登记"], "开封市");
        let units = plain(&written).expect("as plain as can be");
        assert_eq!(units.len(), 3);
        assert_eq!(Some(units), by_library(&written));
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_library_and_never_read_otherwise() {
        let plain_one =
            "[[unit]]\nkind = \"vertical\"\nprinted = \"甲\"\nshort = \"甲\"\nsource = \"名册\"\n";
        let changes: [(&str, &str); 14] = [
            ("short = \"甲\"", "short = \"\\u7532\""),
            ("short = \"甲\"", "short = '甲'"),
            ("short = \"甲\"", "short = \"\"\"甲\n[[unit]]\n\"\"\""),
            ("short = \"甲\"", "short = \"甲\" # 简称"),
            ("short = \"甲\"", "\"short\" = \"甲\""),
            ("short = \"甲\"", "short=\"甲\""),
            (
                "short = \"甲\"",
                "short = \"甲\"\naliases = [\"乙\", \"丙\"]",
            ),
            ("short = \"甲\"", "short = \"甲\"\nshort = \"乙\""),
            ("short = \"甲\"", "short = \"甲\"\nlonger = \"乙\""),
            ("short = \"甲\"", "short = true"),
            ("short = \"甲\"", "short = \"甲\u{7}\""),
            ("kind = \"vertical\"", "kind = \"horizontal\""),
            ("[[unit]]", "[other]\n[[unit]]"),
            ("[[unit]]", "[unit]"),
        ];
        for (from, to) in changes {
            let text = plain_one.replacen(from, to, 1);
            assert!(text != plain_one && plain(&text).is_none(), "{text}");
        }
        assert_eq!(plain(""), None);
        assert_eq!(plain(SEED), None, "it has lists of aliases");
        assert!(by_library(SEED).is_some());
    }
}
