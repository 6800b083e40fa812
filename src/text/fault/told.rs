//! Reading JSON with errors that are data. serde has no translations, and taking its English
//! sentences apart breaks in silence when they are worded anew; so the visitors report to an
//! error of our own, and only the place comes from the JSON reader.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::error::Category;

use super::{Fault, WRONG_VALUE};
use crate::text::cells::visible;

/// Reads a JSON file.
pub fn from_json<T: de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let said = Cell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = T::deserialize(Told(&mut reader, &said)).map_err(|problem| problem.put(&said));
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| Fault {
        line: error.line().max(1),
        column: error.column(),
        problem: match error.classify() {
            Category::Eof => s!(
                "文件到这里就断了，可能没有传完，请重新取得文件",
                "the file breaks off here, perhaps not all of it arrived; get it anew"
            )
            .to_owned(),
            Category::Syntax => s!(
                "不是正确的 JSON，文件可能被改动过，请用原来的文件",
                "no proper JSON, perhaps changed; use the original file"
            )
            .to_owned(),
            Category::Data | Category::Io => said.take().unwrap_or_else(|| WRONG_VALUE.into()),
        },
    })
}

/// Why a value was refused.
#[derive(Debug)]
pub(super) enum Problem<E> {
    /// In words of our own.
    Said(String),
    /// By the reader, which knows the place.
    Reader(E),
}

impl<E: de::Error> Problem<E> {
    /// Puts the words aside; the JSON reader adds the place to the error that it is handed.
    fn put(self, said: &Cell<Option<String>>) -> E {
        match self {
            Self::Reader(error) => error,
            Self::Said(words) => {
                said.set(Some(words));
                E::custom("")
            }
        }
    }
}

impl<E: fmt::Display> fmt::Display for Problem<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(words) => f.write_str(words),
            Self::Reader(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for Problem<E> {}

impl<E: fmt::Debug + fmt::Display> de::Error for Problem<E> {
    fn custom<T: fmt::Display>(words: T) -> Self {
        let words = words.to_string();
        // A library's English is for nobody.
        let ours = words.starts_with(|c: char| !c.is_ascii());
        Self::Said(if ours { words } else { WRONG_VALUE.into() })
    }

    fn unknown_variant(value: &str, _: &'static [&'static str]) -> Self {
        Self::Said(t!("不认识的值 {}", "unknown value {}", visible(value)))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::Said(t!("不认识的栏 {}", "unknown field {}", visible(field)))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Said(t!("缺少 {field}", "{field} is missing"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::Said(t!("{field} 出现了两次", "{field} stands there twice"))
    }
}

/// A part of serde's machinery that reports a [`Problem`] where the JSON reader's has its own
/// error, or a visitor that takes it back; and where the words are put.
struct Told<'a, T>(T, &'a Cell<Option<String>>);

/// Methods of a reader that go on to the one inside.
macro_rules! ask {
    ($($method:ident($($name:ident: $of:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            $($name: $of,)*
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            let told = self.0.$method($($name,)* Told(visitor, self.1));
            told.map_err(Problem::Reader)
        }
    )*};
}

/// Methods of a visitor that go on to the one inside.
macro_rules! tell {
    ($($method:ident($($value:ty)?))*) => {$(
        tell!(@ $method ($($value)?));
    )*};
    (@ $method:ident ($value:ty)) => {
        fn $method<E: de::Error>(self, value: $value) -> Result<V::Value, E> {
            let told: Result<_, Problem<E>> = self.0.$method(value);
            told.map_err(|problem| problem.put(self.1))
        }
    };
    (@ $method:ident ()) => {
        fn $method<E: de::Error>(self) -> Result<V::Value, E> {
            let told: Result<_, Problem<E>> = self.0.$method();
            told.map_err(|problem| problem.put(self.1))
        }
    };
}

/// The same for what has parts.
macro_rules! tell_parts {
    ($($method:ident($parts:ident))*) => {$(
        fn $method<A: $parts<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
            let told = self.0.$method(Told(parts, self.1));
            told.map_err(|problem| problem.put(self.1))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Told<'_, D> {
    type Error = Problem<D::Error>;

    ask! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32()
        deserialize_i64() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str()
        deserialize_string() deserialize_bytes() deserialize_byte_buf() deserialize_option()
        deserialize_unit() deserialize_seq() deserialize_map() deserialize_identifier()
        deserialize_ignored_any()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Told<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    tell! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str)
        visit_borrowed_str(&'de str) visit_string(String) visit_none() visit_unit()
    }

    tell_parts! {
        visit_some(Deserializer) visit_newtype_struct(Deserializer) visit_seq(SeqAccess)
        visit_map(MapAccess) visit_enum(EnumAccess)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Told<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        let told = self.0.deserialize(Told(reader, self.1));
        told.map_err(|problem| problem.put(self.1))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Told<'_, A> {
    type Error = Problem<A::Error>;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        let told = self.0.next_element_seed(Told(seed, self.1));
        told.map_err(Problem::Reader)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Told<'_, A> {
    type Error = Problem<A::Error>;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        let told = self.0.next_key_seed(Told(seed, self.1));
        told.map_err(Problem::Reader)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Self::Error> {
        let told = self.0.next_value_seed(Told(seed, self.1));
        told.map_err(Problem::Reader)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'a, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Told<'a, A> {
    type Error = Problem<A::Error>;
    type Variant = Told<'a, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Self::Error> {
        let told = self.0.variant_seed(Told(seed, self.1));
        let (value, variant) = told.map_err(Problem::Reader)?;
        Ok((value, Told(variant, self.1)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Told<'_, A> {
    type Error = Problem<A::Error>;

    fn unit_variant(self) -> Result<(), Self::Error> {
        self.0.unit_variant().map_err(Problem::Reader)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, Self::Error> {
        let told = self.0.newtype_variant_seed(Told(seed, self.1));
        told.map_err(Problem::Reader)
    }

    ask! {
        tuple_variant(len: usize)
        struct_variant(fields: &'static [&'static str])
    }
}
