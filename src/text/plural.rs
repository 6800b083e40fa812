//! One of a thing in English: `1 days left` is said as `1 day left`. A sentence is written once for any
//! number, and [`counted`] looks at what became of it, so that no place has to think of it.

use std::ops::Range;

/// What is counted in sentences (a test of the sources holds that nothing is missing).
const NOUNS: &[(&str, &str)] = &[
    ("associations", "association"),
    ("blanks", "blank"),
    ("bytes", "byte"),
    ("cells", "cell"),
    ("changes", "change"),
    ("characters", "character"),
    ("columns", "column"),
    ("conditions", "condition"),
    ("contacts", "contact"),
    ("contradictions", "contradiction"),
    ("copies", "copy"),
    ("counties", "county"),
    ("days", "day"),
    ("documents", "document"),
    ("entries", "entry"),
    ("fields", "field"),
    ("files", "file"),
    ("findings", "finding"),
    ("forms", "form"),
    ("groups", "group"),
    ("hours", "hour"),
    ("items", "item"),
    ("letters", "letter"),
    ("lines", "line"),
    ("lists", "list"),
    ("matters", "matter"),
    ("milestones", "milestone"),
    ("minutes", "minute"),
    ("names", "name"),
    ("notes", "note"),
    ("numbers", "number"),
    ("options", "option"),
    ("pages", "page"),
    ("people", "person"),
    ("persons", "person"),
    ("places", "place"),
    ("problems", "problem"),
    ("points", "point"),
    ("promises", "promise"),
    ("records", "record"),
    ("rows", "row"),
    ("seconds", "second"),
    ("separations", "separation"),
    ("sheets", "sheet"),
    ("signs", "sign"),
    ("templates", "template"),
    ("texts", "text"),
    ("ticks", "tick"),
    ("times", "time"),
    ("units", "unit"),
    ("values", "value"),
    ("views", "view"),
    ("weeks", "week"),
    ("years", "year"),
];

/// What may stand between the number and the noun.
const BETWEEN: &[&str] = &[
    "calendar",
    "done",
    "earlier",
    "empty",
    "form",
    "full-time",
    "further",
    "hidden",
    "more",
    "new",
    "open",
    "other",
    "overdue",
    "ticked",
    "unit",
    "working",
];

/// What follows the noun, of several and of one.
const VERBS: &[(&str, &str)] = &[
    ("are", "is"),
    ("have", "has"),
    ("were", "was"),
    ("need", "needs"),
    ("wait", "waits"),
    ("do", "does"),
];

/// A number that stands for itself: not a part of a date, of `31`, or of `1/40`.
fn is_one(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let alone = before.is_none_or(|c| !c.is_alphanumeric() && !".-/:,".contains(c));
    alone && text.as_bytes().get(at + 1) == Some(&b' ')
}

/// The word that begins at a byte.
fn word(text: &str, from: usize) -> Range<usize> {
    let rest = &text[from..];
    let length = rest
        .find(|c: char| !c.is_ascii_alphabetic() && c != '-')
        .unwrap_or(rest.len());
    from..from + length
}

fn pair(pairs: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let found = pairs.iter().find(|(several, _)| *several == word);
    found.map(|(_, one)| *one)
}

/// What is to be said otherwise behind the 1 at a byte: the noun, and its verb.
fn behind(text: &str, at: usize) -> Vec<(Range<usize>, &'static str)> {
    let mut next = word(text, at + 2);
    // An adjective or two.
    for _ in 0..2 {
        if BETWEEN.contains(&&text[next.clone()]) && text[next.end..].starts_with(' ') {
            next = word(text, next.end + 1);
        }
    }
    let Some(noun) = pair(NOUNS, &text[next.clone()]) else {
        return Vec::new();
    };
    let mut found = vec![(next.clone(), noun)];
    if text[next.end..].starts_with(' ') {
        let verb = word(text, next.end + 1);
        found.extend(pair(VERBS, &text[verb.clone()]).map(|one| (verb, one)));
    }
    found
}

/// An English sentence with its numbers filled in, in which one of a thing is one.
pub fn counted(mut sentence: String) -> String {
    let ones = sentence.match_indices('1').map(|(at, _)| at);
    let found: Vec<_> = ones
        .filter(|at| is_one(&sentence, *at))
        .flat_map(|at| behind(&sentence, at))
        .collect();
    for (place, one) in found.into_iter().rev() {
        sentence.replace_range(place, one);
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_thing_is_one() {
        for (written, said) in [
            ("1 days left", "1 day left"),
            ("due in 1 days", "due in 1 day"),
            (
                "1 associations have 1 open items",
                "1 association has 1 open item",
            ),
            ("(1 calendar days)", "(1 calendar day)"),
            ("1 more entries", "1 more entry"),
            ("21 days", "21 days"),
            ("0.1 items a day", "0.1 items a day"),
            ("2020-07-1 days", "2020-07-1 days"),
            ("M1 items", "M1 items"),
            ("1/44 associations", "1/44 associations"),
            ("1 of 44 associations", "1 of 44 associations"),
            ("1", "1"),
            ("开封 1 units", "开封 1 unit"),
        ] {
            assert_eq!(counted(written.to_owned()), said);
        }
    }
}
