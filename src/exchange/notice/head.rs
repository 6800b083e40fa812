//! The head of a notice: its title, who issued it and when, whose it is; who is in, and from how many on.

use chrono::NaiveDate;

use super::dates;
use super::paper::NoticeText;
use super::schedule::Quote;
use super::words::{first_of, has_any, notice_words};

/// Paragraphs in which a title stands.
const HEAD: usize = 12;
/// Paragraphs around a date in which the issuers sign.
const SIGNED: usize = 4;

/// Something that was read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T> {
    pub value: T,
    pub quote: Quote,
}

/// What stands at the head of a notice.
#[derive(Debug, Default)]
pub struct ReadHead {
    pub title: Option<Told<String>>,
    pub number: Option<Told<String>>,
    pub issuers: Option<Told<Vec<String>>>,
    pub dated_on: Option<Told<NaiveDate>>,
    pub city: Option<Told<String>>,
}

/// The endings of names that are in.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadScope {
    pub suffixes: Vec<String>,
    pub open_ended: bool,
}

/// From how many associations on a unit holds a training of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadThreshold {
    pub least: usize,
    pub inclusive: bool,
}

fn told<T>(value: T, place: &str, text: &str) -> Told<T> {
    Told {
        value,
        quote: Quote {
            place: place.to_owned(),
            text: text.trim().to_owned(),
        },
    }
}

/// Reads the head.
pub fn read(paper: &NoticeText) -> ReadHead {
    let mut head = ReadHead::default();
    let body: Vec<_> = paper.body().collect();
    for one in body.iter().take(HEAD) {
        if head.number.is_none() && is_number(&one.text) {
            head.number = Some(told(one.text.clone(), &one.place, &one.text));
        }
        if head.title.is_none() {
            head.title = title(&one.text).map(|title| told(title, &one.place, &one.text));
        }
    }
    let dated = body
        .iter()
        .enumerate()
        .find_map(|(at, one)| Some((at, dates::whole(&one.text)?)));
    if let Some((at, day)) = dated {
        head.dated_on = Some(told(day, &body[at].place, &body[at].text));
    }
    head.issuers = issuers(paper, dated.map(|(at, _)| at));
    head.city = city(&head, paper);
    head
}

/// 关于印发《X》的通知 is about X; else a line that ends like a title and names the reform.
fn title(text: &str) -> Option<String> {
    let words = &notice_words().head;
    if !has_any(text, &words.subject) || text.contains(['。', '，']) {
        return None;
    }
    if has_any(text, &words.issue)
        && let Some((_, rest)) = text.split_once('《')
        && let Some((inner, _)) = rest.rsplit_once('》')
    {
        return Some(inner.trim().to_owned());
    }
    let title = text.trim();
    words
        .endings
        .iter()
        .any(|ending| title.ends_with(ending.as_str()))
        .then(|| title.to_owned())
}

/// 兰民〔2021〕3号
fn is_number(text: &str) -> bool {
    let words = &notice_words().head;
    let ends = words
        .number
        .iter()
        .any(|word| text.ends_with(word.as_str()));
    ends && text.contains(['〔', '[', '［', '【']) && text.chars().count() <= 24
}

/// Names of bodies, and nothing else, parted by blanks.
fn bodies(text: &str) -> Option<Vec<String>> {
    let words = &notice_words().head;
    let names: Vec<String> = text
        .split([' ', '、'])
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let body = |name: &String| {
        let long = name.chars().count();
        (4..=30).contains(&long)
            && words
                .issuers
                .iter()
                .any(|ending| name.ends_with(ending.as_str()))
    };
    (!names.is_empty() && names.iter().all(body)).then_some(names)
}

/// Lines of nothing but bodies above the title or the date; else what stands before 关于 in the title.
fn issuers(paper: &NoticeText, dated: Option<usize>) -> Option<Told<Vec<String>>> {
    let words = &notice_words().head;
    let all: Vec<_> = paper.body().collect();
    let above = dated.map_or(0..0, |at| at.saturating_sub(SIGNED)..at);
    let places = (0..all.len().min(SIGNED)).chain(above);
    let mut found: Option<Told<Vec<String>>> = None;
    for at in places {
        let Some(names) = bodies(&all[at].text) else {
            continue;
        };
        match &mut found {
            Some(found) => {
                let new = names.into_iter().filter(|name| !found.value.contains(name));
                found.value.extend(new.collect::<Vec<_>>());
            }
            None => found = Some(told(names, &all[at].place, &all[at].text)),
        }
    }
    found.or_else(|| {
        let lines = all.iter().take(HEAD);
        let mut titled = lines.filter_map(|one| {
            let (at, _) = first_of(&one.text, &words.about)?;
            Some(told(bodies(one.text[..at].trim())?, &one.place, &one.text))
        });
        titled.next()
    })
}

/// The longest beginning of the title that names a place and that each of the issuers begins with.
fn city(head: &ReadHead, paper: &NoticeText) -> Option<Told<String>> {
    let words = &notice_words().head;
    let issuers = head.issuers.as_ref();
    let named = issuers.and_then(|told| Some((told.value.first()?, &told.quote)));
    let (text, quote) =
        named.or_else(|| head.title.as_ref().map(|told| (&told.value, &told.quote)))?;
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices().take(9).skip(1) {
        if words.cities.iter().any(|ending| ending.chars().eq([c])) {
            ends.push(at + c.len_utf8());
        }
    }
    let shared = |end: &usize| {
        let place = &text[..*end];
        let all = issuers.is_none_or(|told| told.value.iter().all(|name| name.starts_with(place)));
        // 县委, 市政府: the place ends before.
        all && paper.body().filter(|one| one.text.contains(place)).count() > 0
    };
    let end = ends.into_iter().rfind(shared)?;
    Some(Told {
        value: text[..end].to_owned(),
        quote: quote.clone(),
    })
}

/// The endings of names: quoted, in the sentence that speaks of them.
pub fn scope(paper: &NoticeText) -> Option<Told<ReadScope>> {
    let words = &notice_words().scope;
    let mut found = paper.body().flat_map(|one| {
        one.text
            .split_inclusive('。')
            .map(move |sentence| (one, sentence))
    });
    found.find_map(|(one, sentence)| {
        let mut parts = sentence.split(['；', '。']);
        let clauses = parts.find(|part| has_any(part, &words.suffix))?;
        let quoted = clauses.split(['“', '"', '「']).skip(1);
        let quoted = quoted.filter_map(|part| part.split(['”', '"', '」']).next());
        let suffixes: Vec<String> = quoted
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let last = suffixes.last()?;
        let after = clauses
            .rsplit_once(last.as_str())
            .map_or("", |(_, after)| after);
        let open_ended = has_any(after, &words.open);
        let whole = if has_any(&one.text, &words.member) {
            one.text.as_str()
        } else {
            sentence
        };
        Some(told(
            ReadScope {
                suffixes,
                open_ended,
            },
            &one.place,
            whole,
        ))
    })
}

/// 4家以上 in a sentence about the training.
pub fn threshold(paper: &NoticeText) -> Option<Told<ReadThreshold>> {
    let words = &notice_words().threshold;
    let sentences = paper.body().flat_map(|one| {
        one.text
            .split(['。', '；'])
            .map(move |sentence| (one, sentence))
    });
    let mut about = sentences.filter(|(_, sentence)| has_any(sentence, &words.about));
    about.find_map(|(one, sentence)| {
        let least = counted(sentence, &words.unit)?;
        let inclusive = has_any(sentence, &words.at_least);
        let exclusive = has_any(sentence, &words.more_than);
        (inclusive || exclusive).then(|| {
            told(
                ReadThreshold {
                    least,
                    inclusive: !exclusive,
                },
                &one.place,
                sentence,
            )
        })
    })
}

/// The number before one of the words: 4家, 四家.
fn counted(text: &str, units: &[String]) -> Option<usize> {
    const FIGURES: &str = "零一二三四五六七八九十";
    let found = units
        .iter()
        .flat_map(|unit| text.match_indices(unit.as_str()));
    let mut numbers = found.filter_map(|(at, _)| {
        let before = &text[..at];
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            return before[before.len() - digits..].parse().ok();
        }
        let last = before.chars().next_back()?;
        let last = if last == '两' { '二' } else { last };
        FIGURES.chars().position(|figure| figure == last)
    });
    numbers.find(|number| (1..=1000).contains(number))
}
