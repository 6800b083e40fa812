//! The two languages of the interface. Both texts of a sentence stand side by side where it is said, so
//! that neither can be missing and the compiler checks the arguments of both.
//!
//! Documents, forms, letters, names, and what is recorded or handed to scripts are Chinese in either
//! language: whoever makes them does it [`in_chinese`].

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::LocalKey;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// As it is written in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// `zh` or `en`.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Zh, Self::En]
            .into_iter()
            .find(|one| one.name() == name)
    }

    /// The language of a locale such as `en_US.UTF-8`. Only English asks for English: `C`, `POSIX` and
    /// whatever else there is get Chinese, which the documents are in.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '-', '@']).next();
        if language == Some("en") {
            Self::En
        } else {
            Self::Zh
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

/// What the program speaks.
static CHOSEN: AtomicU8 = AtomicU8::new(Lang::Zh as u8);

thread_local! {
    /// What this thread speaks for the moment, where that differs.
    static HERE: Cell<Option<Lang>> = const { Cell::new(None) };
    /// What was spoken before a document was begun.
    static OUTSIDE: Cell<Option<Lang>> = const { Cell::new(None) };
}

/// Puts back what was spoken, also when what was done panics.
struct Back(&'static LocalKey<Cell<Option<Lang>>>, Option<Lang>);

impl Drop for Back {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

/// Chooses what the program speaks from now on.
pub fn choose(lang: Lang) {
    CHOSEN.store(lang as u8, Ordering::Relaxed);
}

/// What the program speaks.
pub fn chosen() -> Lang {
    if CHOSEN.load(Ordering::Relaxed) == Lang::En as u8 {
        Lang::En
    } else {
        Lang::Zh
    }
}

/// What is spoken here and now.
pub fn lang() -> Lang {
    HERE.get().unwrap_or_else(chosen)
}

/// English is spoken here and now.
pub fn english() -> bool {
    lang() == Lang::En
}

/// Of two things that hang on the language, such as the cells that words need.
pub fn either<T>(zh: T, en: T) -> T {
    if english() { en } else { zh }
}

/// Lets this thread speak a language while something is done.
pub fn within<R>(lang: Lang, done: impl FnOnce() -> R) -> R {
    let _back = Back(&HERE, HERE.replace(Some(lang)));
    done()
}

/// What is done speaks Chinese: documents, what is recorded, what scripts read.
pub fn in_chinese<R>(done: impl FnOnce() -> R) -> R {
    let before = lang();
    let _back = Back(&OUTSIDE, OUTSIDE.get());
    if OUTSIDE.get().is_none() {
        OUTSIDE.set(Some(before));
    }
    within(Lang::Zh, done)
}

/// Something is said to whoever is at work while a document is made.
pub fn aloud<R>(said: impl FnOnce() -> R) -> R {
    within(OUTSIDE.get().unwrap_or_else(lang), said)
}

/// Chooses the other language; says which one it is.
pub fn turn() -> Lang {
    let other = lang().other();
    if HERE.get().is_some() {
        HERE.set(Some(other));
    } else {
        choose(other);
    }
    other
}

/// A text of a table in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Text {
    /// No text in either.
    pub const NONE: Self = Self::same("");

    /// A text, in Chinese and in English.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// What reads alike in both languages.
    pub const fn same(text: &'static str) -> Self {
        Self { zh: text, en: text }
    }

    /// There is none.
    pub const fn is_empty(self) -> bool {
        self.zh.is_empty()
    }

    /// The text in the language that is spoken.
    pub fn get(self) -> &'static str {
        if english() { self.en } else { self.zh }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.get())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.get().to_owned()
    }
}

impl From<Text> for Cow<'static, str> {
    fn from(text: Text) -> Self {
        Self::Borrowed(text.get())
    }
}

/// A sentence that is made before it is known in which language it will be read: an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    zh: String,
    en: String,
}

impl Both {
    /// The two texts.
    pub const fn new(zh: String, en: String) -> Self {
        Self { zh, en }
    }

    /// Makes both, each with its arguments in its own language.
    pub fn of(made: impl Fn() -> String) -> Self {
        Self {
            zh: within(Lang::Zh, &made),
            en: within(Lang::En, &made),
        }
    }

    /// What reads alike in both languages: it was recorded, or comes from somebody else.
    pub fn same(text: String) -> Self {
        Self {
            en: text.clone(),
            zh: text,
        }
    }

    /// The Chinese one, which is recorded.
    pub fn zh(&self) -> &str {
        &self.zh
    }
}

impl fmt::Display for Both {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(if english() { &self.en } else { &self.zh })
    }
}

impl std::error::Error for Both {}

/// A sentence with arguments, in the language that is spoken: `t!("已记录：{what}", "Recorded: {what}")`.
macro_rules! t {
    ($zh:literal, $en:literal $(, $($arguments:tt)*)?) => {
        if $crate::text::lang::english() {
            $crate::text::plural::counted(format!($en $(, $($arguments)*)?))
        } else {
            format!($zh $(, $($arguments)*)?)
        }
    };
}

/// Writes what is said, in the language that is spoken.
macro_rules! put {
    ($f:expr, $($texts:tt)*) => {
        $f.write_str(&t!($($texts)*))
    };
}

/// A text of a table, in both languages.
macro_rules! text {
    ($zh:expr, $en:expr $(,)?) => {
        $crate::text::lang::Text::new($zh, $en)
    };
}

/// What follows from `text()` of an enum: its word as data, in forms, filters and on paper, and as it is
/// shown.
macro_rules! worded {
    ($name:ty) => {
        impl $name {
            /// The Chinese word, which forms, filters and papers have in any language.
            pub const fn word(self) -> &'static str {
                self.text().zh
            }

            /// The word for people, in the language that is spoken.
            pub fn shown(self) -> &'static str {
                self.text().get()
            }
        }
    };
}

/// A text without arguments, in the language that is spoken.
macro_rules! s {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::text::lang::Text::new($zh, $en).get()
    };
}

/// A sentence for an error, which is read in the language that is spoken then.
macro_rules! both {
    ($($texts:tt)*) => {
        $crate::text::lang::Both::of(|| t!($($texts)*))
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_speaks_what_it_is_told_to_and_goes_back() {
        let said = |count: i32| t!("共 {count} 家", "{count} in all");
        assert_eq!(said(3), "共 3 家");
        let error = within(Lang::En, || {
            assert_eq!((said(3).as_str(), s!("灯", "light")), ("3 in all", "light"));
            in_chinese(|| {
                assert_eq!(said(3), "共 3 家");
                assert_eq!(aloud(|| said(3)), "3 in all");
            });
            assert_eq!((turn(), said(3).as_str()), (Lang::Zh, "共 3 家"));
            assert_eq!((turn(), aloud(lang)), (Lang::En, Lang::En));
            both!("没有 {}", "no {}", s!("灯", "light"))
        });
        assert_eq!(error.to_string(), "没有 灯");
        assert_eq!(within(Lang::En, || error.to_string()), "no light");
        assert_eq!(std::thread::spawn(lang).join().expect("it ends"), Lang::Zh);
    }

    #[test]
    fn only_an_english_locale_asks_for_english() {
        for (locale, lang) in [
            ("en_US.UTF-8", Lang::En),
            ("en", Lang::En),
            ("C.UTF-8", Lang::Zh),
            ("POSIX", Lang::Zh),
            ("", Lang::Zh),
            ("zh_CN.UTF-8", Lang::Zh),
            ("de_DE.UTF-8", Lang::Zh),
            ("eng", Lang::Zh),
        ] {
            assert_eq!(Lang::of_locale(locale), lang, "{locale}");
        }
    }
}
