//! Reading TOML with errors that are data: the file as its parser understands it, handed to serde
//! by a reader that places every error at the part it is about.

use std::fmt;
use std::ops::Range;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::told::Problem;
use super::{Fault, WRONG_VALUE};

/// By this key, which no file has, a date goes through serde to `toml`'s own types.
const DATE: &str = "$__toml_private_datetime";

/// Reads a TOML file.
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let table = parsed(text)?;
    let whole = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    T::deserialize(TomlPart(whole)).map_err(|problem| match problem {
        Problem::Reader(told) => Fault::at(text, told.at.start, told.problem),
        Problem::Said(problem) => Fault::at(text, 0, problem),
    })
}

/// A TOML file as its parser understands it, with the place of every part.
pub fn toml_table(text: &str) -> Result<DeTable<'_>, Fault> {
    Ok(parsed(text)?.into_inner())
}

fn parsed(text: &str) -> Result<Spanned<DeTable<'_>>, Fault> {
    DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let problem = s!("这里写得不对，请检查引号、括号和等号，同一项也不能写两次", "this is not well written: check quotes, brackets and equals signs; nothing can be said twice");
        Fault::at(text, at, problem.into())
    })
}

/// What is wrong, and with which part.
#[derive(Debug)]
struct ToldOf {
    at: Range<usize>,
    problem: String,
}

impl fmt::Display for ToldOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

/// A key or a value.
struct TomlPart<'t>(Spanned<DeValue<'t>>);

impl<'de> TomlPart<'de> {
    fn hand_out<V: Visitor<'de>>(
        part: DeValue<'de>,
        visitor: V,
    ) -> Result<V::Value, Problem<ToldOf>> {
        let wrong = || Problem::custom(WRONG_VALUE);
        match part {
            DeValue::String(text) => text.into_deserializer().deserialize_any(visitor),
            DeValue::Boolean(value) => visitor.visit_bool(value),
            DeValue::Integer(digits) => {
                let number = i64::from_str_radix(digits.as_str(), digits.radix());
                visitor.visit_i64(number.map_err(|_| wrong())?)
            }
            DeValue::Float(digits) => {
                let number = digits.as_str().parse();
                visitor.visit_f64(number.map_err(|_| wrong())?)
            }
            DeValue::Datetime(at) => {
                visitor.visit_map(MapDeserializer::new([(DATE, at.to_string())].into_iter()))
            }
            DeValue::Array(parts) => {
                visitor.visit_seq(SeqDeserializer::new(parts.into_iter().map(TomlPart)))
            }
            DeValue::Table(table) => visitor.visit_map(entries(table)),
        }
    }
}

/// The entries of a table, in the order of the file.
fn entries(
    table: DeTable<'_>,
) -> MapDeserializer<'_, impl Iterator<Item = (TomlPart<'_>, TomlPart<'_>)>, Problem<ToldOf>> {
    MapDeserializer::new(table.into_iter().map(|(key, value)| {
        let key = Spanned::new(key.span(), DeValue::String(key.into_inner()));
        (TomlPart(key), TomlPart(value))
    }))
}

impl<'de> IntoDeserializer<'de, Problem<ToldOf>> for TomlPart<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Puts an error that has no place yet at a part.
fn placed<T>(at: Range<usize>, read: Result<T, Problem<ToldOf>>) -> Result<T, Problem<ToldOf>> {
    read.map_err(|problem| match problem {
        Problem::Said(problem) => Problem::Reader(ToldOf { at, problem }),
        told @ Problem::Reader(_) => told,
    })
}

impl<'de> Deserializer<'de> for TomlPart<'de> {
    type Error = Problem<ToldOf>;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        placed(self.0.span(), Self::hand_out(self.0.into_inner(), visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let read = match self.0.get_ref() {
            DeValue::String(text) => visitor.visit_enum(text.clone().into_deserializer()),
            DeValue::Table(table) => {
                visitor.visit_enum(MapAccessDeserializer::new(entries(table.clone())))
            }
            _ => Err(Problem::custom(WRONG_VALUE)),
        };
        placed(self.0.span(), read)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Plain,
        Named(String),
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        number: u32,
        share: f64,
        name: Option<String>,
        #[serde(default)]
        shapes: Vec<Shape>,
        day: Option<toml::value::Datetime>,
    }

    #[test]
    fn it_reads_what_the_library_reads() {
        let text = "number = 0x10\nshare = 1_000.5\nname = \"甲\\n乙\"\nday = 2020-06-16\n\
                    shapes = [\"plain\", { named = '丙' }]\n";
        let ours: Sample = from_toml(text).expect("it is fine");
        assert_eq!(ours, toml::from_str(text).expect("it is fine"));
        let ours: toml::Table = from_toml(text).expect("it is fine");
        assert_eq!(ours, toml::from_str(text).expect("it is fine"));
        for text in [
            include_str!("../../../seeds/kaifeng-2020/round.toml"),
            include_str!("../../../seeds/kaifeng-2020/checklist.toml"),
            include_str!("../../../seeds/kaifeng-2020/forms/plan.toml"),
        ] {
            let ours: toml::Table = from_toml(text).expect("shipped");
            assert_eq!(ours, toml::from_str(text).expect("shipped"));
        }
    }

    #[test]
    fn an_error_is_at_the_part_it_is_about() {
        let wrong_value = "这里的值不是应有的种类或写法";
        let unread = "这里写得不对，请检查引号、括号和等号，同一项也不能写两次";
        for (text, line, column, problem) in [
            ("number = 1\nshare = 1.0\nmore = 1", 3, 1, "不认识的栏 more"),
            ("number = 1", 1, 1, "缺少 share"),
            ("number = -1\nshare = 1.0", 1, 10, wrong_value),
            ("number = 1\nshare = \"一\"", 2, 9, wrong_value),
            ("number = 1\nshare = 1.0\nday = \"今天\"", 3, 7, wrong_value),
            (
                "number = 1\nshare = 1.0\nshapes = [\"plain\", \"round\"]",
                3,
                20,
                "不认识的值 round",
            ),
            ("number = 99999999999999999999", 1, 10, wrong_value),
            ("number = 1\nnumber = 2", 2, 1, unread),
            ("number = \"一", 1, 12, unread),
        ] {
            let fault = from_toml::<Sample>(text).expect_err(text);
            let found = (fault.line, fault.column, fault.problem.as_str());
            assert_eq!(found, (line, column, problem), "{text}");
        }
        let lists = from_toml::<BTreeMap<String, Vec<u8>>>("a = [1, 2]\nb = [3, 400]");
        assert_eq!(lists.expect_err("too many").place(), "第 2 行第 9 列");
    }
}
