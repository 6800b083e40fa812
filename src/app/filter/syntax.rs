//! Texts of filters and the words in them: quotes, "not", key and values. Knows the form, not
//! what a key means.

use std::fmt;
use std::ops::Range;

use super::WhereError;
use crate::text::fold::fold_key;
use crate::text::lang::Text;

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `:` or `=`
    Is,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Op {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Is => ":",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }

    /// What it says of a value and a bound.
    pub fn holds<T: PartialOrd>(self, value: &T, bound: &T) -> bool {
        match self {
            Self::Is => value == bound,
            Self::Below => value < bound,
            Self::AtMost => value <= bound,
            Self::Above => value > bound,
            Self::AtLeast => value >= bound,
        }
    }
}

/// One word of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterWord {
    /// An "or" stands before it: it or the word before has to hold.
    pub joined: bool,
    /// It must not hold.
    pub negated: bool,
    /// What it says.
    pub body: WordMeaning,
}

/// What a word says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordMeaning {
    /// To be searched for.
    Search(String),
    Condition {
        /// Its name, as typed.
        key: String,
        /// How the values are compared.
        op: Op,
        /// One of these has to hold; never empty.
        values: Vec<String>,
    },
}

/// A filter as it was typed: words, all of which have to hold.
#[derive(Debug, Clone, Default)]
pub struct Where {
    words: Vec<FilterWord>,
    spans: Vec<Range<usize>>,
    texts: Vec<String>,
}

impl PartialEq for Where {
    /// The same words, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Where {
    /// Nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words in the order typed.
    pub fn words(&self) -> &[FilterWord] {
        &self.words
    }

    /// The text at a place is searched for by itself: it is neither denied nor one of two that may hold.
    pub(super) fn is_search(&self, at: usize) -> bool {
        let word = &self.words[at];
        matches!(word.body, WordMeaning::Search(_)) && !word.negated && !self.is_joined(at)
    }

    /// The word is one of two or more that may hold.
    fn is_joined(&self, at: usize) -> bool {
        let mut both = self.words[at..].iter().take(2);
        both.next().is_some_and(|word| word.joined) || both.next().is_some_and(|next| next.joined)
    }

    /// The words without those that are conditions, or the other way round.
    #[must_use]
    pub fn only(&self, conditions: bool) -> Self {
        let mut kept = Self::default();
        for (at, word) in self.words.iter().enumerate() {
            let is = self.is_joined(at) || matches!(word.body, WordMeaning::Condition { .. });
            if is == conditions {
                kept.words.push(word.clone());
                kept.spans.push(self.spans[at].clone());
                kept.texts.push(self.texts[at].clone());
            }
        }
        kept
    }

    /// An error at a word.
    pub(super) fn error(&self, word: usize, what: &str) -> WhereError {
        WhereError::at(self.spans[word].clone(), word, &self.texts[word], what)
    }
}

/// Reads a filter. Full-width signs mean what their half-width ones do.
pub fn parse(text: &str) -> Result<Where, WhereError> {
    let mut found = Where::default();
    let lexed = lex(text);
    let ends = [Some(0), lexed.len().checked_sub(1)];
    let mut joined = false;
    for (at, lexed) in lexed.into_iter().enumerate() {
        let shown = &text[lexed.span.clone()];
        let error = |what: &str| WhereError::at(lexed.span.clone(), at, shown, what);
        if lexed.is_or() {
            if joined || ends.contains(&Some(at)) {
                return Err(error(s!(
                    "两边都要有条件或文字；要查这个字，请加引号",
                    "needs a condition or text on both sides; in quotes it is looked for"
                )));
            }
            joined = true;
            continue;
        }
        if let Some(quote) = lexed.open_quote {
            return Err(WhereError::at(
                quote..text.len(),
                at,
                shown,
                s!("引号没有配对，请补上后一个引号", "the quote is not closed"),
            ));
        }
        let word = lexed.word().map_err(error)?;
        let joined = std::mem::take(&mut joined);
        found.words.push(FilterWord { joined, ..word });
        found.texts.push(shown.to_owned());
        found.spans.push(lexed.span);
    }
    Ok(found)
}

/// A character of a word, and whether it stood in quotes and so means only itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct FilterSign {
    /// Where it stands in the text.
    pub at: usize,
    pub typed: char,
    pub quoted: bool,
}

impl FilterSign {
    /// What it means in the language; nothing special in quotes.
    fn means(self) -> char {
        if self.quoted {
            '\0'
        } else {
            match self.typed {
                // On its key stands the slash; between values it is a comma.
                '、' => ',',
                '≤' | '≥' => self.typed,
                c => fold_key(c),
            }
        }
    }

    fn is_operator(self) -> bool {
        matches!(self.means(), ':' | '=' | '<' | '>' | '≤' | '≥')
    }
}

/// A word before its parts are read.
#[derive(Debug)]
pub(super) struct Lexed {
    /// Where it stands.
    pub span: Range<usize>,
    /// Its characters without the quotes.
    pub signs: Vec<FilterSign>,
    /// The quote that nothing closes.
    pub open_quote: Option<usize>,
}

/// Parts of a word: "not", name and comparison of a condition, values.
pub(super) struct FilterParts {
    /// A minus stands before it.
    pub negated: bool,
    /// Name and comparison of a condition.
    pub key: Option<(Vec<FilterSign>, Op)>,
    /// Values, or the one search text, each with the bytes where it stands, quotes included.
    pub values: Vec<(Range<usize>, Vec<FilterSign>)>,
}

/// Characters as a text.
pub(super) fn text_of(signs: &[FilterSign]) -> String {
    signs.iter().map(|sign| sign.typed).collect()
}

/// What is shown of them.
pub(super) const OR_SHOWN: Text = text!("或", "or");

/// Words that join the one before and the one behind.
const OR: [&str; 3] = ["或", "or", "|"];

impl Lexed {
    /// It joins its neighbours, and means nothing itself.
    fn is_or(&self) -> bool {
        let plain = self.open_quote.is_none() && self.signs.iter().all(|sign| !sign.quoted);
        plain && OR.contains(&&*text_of(&self.signs).to_ascii_lowercase())
    }

    /// Takes the word apart.
    pub fn parts(&self) -> FilterParts {
        let negated = self.signs.first().is_some_and(|sign| sign.means() == '-');
        let signs = &self.signs[usize::from(negated)..];
        let behind = |sign: &FilterSign| sign.at + sign.typed.len_utf8();
        let Some(at) = signs.iter().position(|sign| sign.is_operator()) else {
            let start = if negated {
                behind(&self.signs[0])
            } else {
                self.span.start
            };
            return FilterParts {
                negated,
                key: None,
                values: vec![(start..self.span.end, signs.to_vec())],
            };
        };
        let or_equal = signs.get(at + 1).is_some_and(|next| next.means() == '=');
        let (op, len) = match (signs[at].means(), or_equal) {
            ('<', true) => (Op::AtMost, 2),
            ('<', false) => (Op::Below, 1),
            ('>', true) => (Op::AtLeast, 2),
            ('>', false) => (Op::Above, 1),
            ('≤', _) => (Op::AtMost, 1),
            ('≥', _) => (Op::AtLeast, 1),
            _ => (Op::Is, 1),
        };
        let mut start = behind(&signs[at + len - 1]);
        let mut values = Vec::new();
        let mut value = Vec::new();
        for sign in &signs[at + len..] {
            if sign.means() == ',' {
                values.push((start..sign.at, std::mem::take(&mut value)));
                start = behind(sign);
            } else {
                value.push(*sign);
            }
        }
        values.push((start..self.span.end, value));
        FilterParts {
            negated,
            key: Some((signs[..at].to_vec(), op)),
            values,
        }
    }

    fn word(&self) -> Result<FilterWord, &'static str> {
        let parts = self.parts();
        let negated = parts.negated;
        let values: Vec<String> = parts
            .values
            .iter()
            .map(|(_, value)| text_of(value))
            .collect();
        let body = match parts.key {
            None => {
                let text: String = values.concat();
                if text.trim().is_empty() {
                    return Err(if negated {
                        s!(
                            "减号后面要有条件或文字",
                            "a minus needs a condition or text"
                        )
                    } else {
                        s!("引号里没有文字", "nothing in the quotes")
                    });
                }
                WordMeaning::Search(text)
            }
            Some((key, _)) if key.is_empty() => {
                return Err(s!(
                    "前面缺少条件的名称",
                    "the name of the condition is missing before it"
                ));
            }
            Some(_) if values.iter().any(|value| value.trim().is_empty()) => {
                return Err(s!("后面缺少值", "the value is missing after it"));
            }
            Some((key, op)) => WordMeaning::Condition {
                key: text_of(&key),
                op,
                values,
            },
        };
        Ok(FilterWord {
            joined: false,
            negated,
            body,
        })
    }
}

/// Cuts a text into words at the spaces that no quotes hold together.
pub(super) fn lex(text: &str) -> Vec<Lexed> {
    let mut chars = text.char_indices().peekable();
    let mut words = Vec::new();
    while let Some((start, c)) = chars.peek().copied() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let mut word = Lexed {
            span: start..text.len(),
            signs: Vec::new(),
            open_quote: None,
        };
        let mut open: Option<(usize, [char; 2])> = None;
        while let Some((at, c)) = chars.peek().copied() {
            match open {
                Some((_, pair)) if pair.contains(&c) => open = None,
                Some(_) => word.signs.push(FilterSign {
                    at,
                    typed: c,
                    quoted: true,
                }),
                None if c.is_whitespace() => {
                    word.span.end = at;
                    break;
                }
                None => match quotes(c) {
                    Some(pair) => open = Some((at, pair)),
                    None => word.signs.push(FilterSign {
                        at,
                        typed: c,
                        quoted: false,
                    }),
                },
            }
            chars.next();
        }
        word.open_quote = open.map(|(at, _)| at);
        words.push(word);
    }
    words
}

/// The quotes of a kind. An input method types the left and the right one in turn, whatever
/// was deleted between, so either opens and either closes.
fn quotes(c: char) -> Option<[char; 2]> {
    [['"', '＂'], ['“', '”']]
        .into_iter()
        .find(|pair| pair.contains(&c))
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, word) in self.words.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            if word.joined {
                write!(f, "{} ", OR_SHOWN.get())?;
            }
            if word.negated {
                f.write_str("-")?;
            }
            match &word.body {
                WordMeaning::Search(text) => f.write_str(&quoted(text, false))?,
                WordMeaning::Condition { key, op, values } => {
                    let values: Vec<String> =
                        values.iter().map(|value| quoted(value, true)).collect();
                    write!(f, "{}{}{}", quoted(key, false), op.sign(), values.join(","))?;
                }
            }
        }
        Ok(())
    }
}

/// A text as it has to be written to mean itself: in quotes if it needs them. Behind the
/// comparison of a condition further signs of comparison need none.
pub fn quoted(text: &str, behind: bool) -> String {
    let sign = |c: char| FilterSign {
        at: 0,
        typed: c,
        quoted: false,
    };
    let word = |c: char| !c.is_whitespace() && quotes(c).is_none() && sign(c).means() != ',';
    let mut chars = text.chars();
    let or = OR.contains(&&*text.to_ascii_lowercase());
    let first = chars
        .next()
        .filter(|_| behind || !or)
        .is_some_and(|c| word(c) && !sign(c).is_operator() && sign(c).means() != '-');
    let rest = chars.all(|c| word(c) && (behind || !sign(c).is_operator()));
    if first && rest {
        return text.to_owned();
    }
    // A straight quote stands between curly ones.
    let inner = text.replace('"', "\"“\"”\"").replace('＂', "\"“＂”\"");
    format!("\"{inner}\"")
}
