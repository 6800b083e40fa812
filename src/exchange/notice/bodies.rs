//! The working group of a notice, its members, and what each of them has to do.

use super::paper::NoticeText;
use super::schedule::Quote;
use super::words::{after_any, first_of, has_any, notice_words};

/// A member and its duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBody {
    pub name: String,
    /// Other ways in which the notice writes it.
    pub aliases: Vec<String>,
    pub duties: Vec<String>,
    /// Where it is named, then where its duties are.
    pub places: Vec<String>,
}

/// The group and its members.
#[derive(Debug, Default)]
pub struct ReadGroup {
    pub name: Option<String>,
    pub head: Option<String>,
    pub deputies: Vec<String>,
    pub office_at: Option<String>,
    /// The sentences that say so.
    pub quote: Option<Quote>,
    pub bodies: Vec<ReadBody>,
    /// Bodies with duties that are no members, and duties that nobody can be found for.
    pub unread: Vec<(Quote, &'static str)>,
}

/// Finds the group, its members and their duties.
pub fn read(paper: &NoticeText, city: &str) -> ReadGroup {
    let words = &notice_words().group;
    let mut group = ReadGroup::default();
    for paragraph in paper.body() {
        for sentence in paragraph.text.split_inclusive(['。', '；']) {
            if group.name.is_none() {
                group.name = founded(sentence, city);
            }
            let told = group.head.is_some();
            group.head = group.head.take().or_else(|| {
                person(
                    sentence,
                    &words.head,
                    &words.head_before,
                    &words.deputies_before,
                )
            });
            if group.deputies.is_empty() {
                let deputies = person(sentence, &words.deputies, &words.deputies_before, &[]);
                group.deputies = deputies
                    .iter()
                    .flat_map(|all| all.split('、'))
                    .map(str::to_owned)
                    .collect();
            }
            if group.office_at.is_none() {
                group.office_at = between(sentence, &words.office).map(str::to_owned);
            }
            if !told && group.head.is_some() && group.quote.is_none() {
                group.quote = Some(Quote {
                    place: paragraph.place.clone(),
                    text: sentence.trim().to_owned(),
                });
            }
            if group.bodies.is_empty() {
                let names = members(sentence);
                group.bodies = names
                    .into_iter()
                    .map(|name| ReadBody {
                        name,
                        aliases: Vec::new(),
                        duties: Vec::new(),
                        places: vec![paragraph.place.clone()],
                    })
                    .collect();
            }
        }
    }
    group.duties(paper);
    for body in &mut group.bodies {
        body.aliases = aliases(paper, &body.name);
    }
    group
}

/// 成立…工作组: its name, with the city in place of a bare 市.
fn founded(sentence: &str, city: &str) -> Option<String> {
    let words = &notice_words().group;
    let (_, after) = first_of(sentence, &words.founded)?;
    let rest = &sentence[after..];
    let end = words
        .called
        .iter()
        .filter_map(|word| Some(rest.find(word.as_str())? + word.len()))
        .min()?;
    let name = rest
        .get(..end)
        .filter(|name| name.chars().count() <= 40 && !name.contains(['，', '、']))?;
    let level = city
        .chars()
        .next_back()
        .filter(|level| name.starts_with(*level));
    Some(match level {
        Some(level) => format!("{city}{}", &name[level.len_utf8()..]),
        None => name.to_owned(),
    })
}

/// 由…任组长, or 组长由…担任.
fn person(sentence: &str, after: &[String], before: &[String], not: &[String]) -> Option<String> {
    if let Some((at, from)) = first_of(sentence, before) {
        let part_of_other =
            first_of(sentence, not).is_some_and(|(other, to)| other < at && at < to);
        let text = sentence[from..].split(['，', '；', '。']).next()?;
        let serving = &notice_words().group.serving;
        let text = serving
            .iter()
            .find_map(|word| text.strip_suffix(word.as_str()))
            .unwrap_or(text);
        if !part_of_other {
            return Some(text.trim().to_owned());
        }
    }
    let (at, _) = first_of(sentence, after)?;
    let clause = sentence[..at].rsplit(['，', '。', '；']).next()?;
    let clause = clause.trim().trim_start_matches('由');
    (!clause.is_empty()).then(|| clause.to_owned())
}

/// What follows one of the words, up to the end of the clause.
fn between<'t>(sentence: &'t str, words: &[String]) -> Option<&'t str> {
    let (_, after) = first_of(sentence, words)?;
    sentence[after..]
        .split(['，', '。', '；', '(', '（'])
        .next()
        .filter(|text| !text.is_empty())
}

/// The members that a sentence lists; nothing of a sentence that lists none.
fn members(sentence: &str) -> Vec<String> {
    let words = &notice_words().group;
    let listed = first_of(sentence, &words.members_before).map(|(_, after)| {
        let rest = &sentence[after..];
        rest.split(['。', '；']).next().unwrap_or(rest)
    });
    let listed = listed.or_else(|| {
        let (at, _) = first_of(sentence, &words.members)?;
        sentence[..at].rsplit(['，', '；', '。']).next()
    });
    let Some(listed) = listed else {
        return Vec::new();
    };
    let end = first_of(listed, &words.rest).map_or(listed.len(), |(at, _)| at);
    let end = first_of(listed, &words.members).map_or(end, |(at, _)| at.min(end));
    let names = listed[..end].split(['、', '，']);
    let names = names.map(|name| name.trim().trim_end_matches('等').to_owned());
    let names: Vec<String> = names
        .filter(|name| (2..=30).contains(&name.chars().count()))
        .collect();
    // Fewer are no list but a turn of phrase.
    if names.len() < 3 { Vec::new() } else { names }
}

impl ReadGroup {
    /// Paragraphs that begin with a body, and say what it has to do.
    fn duties(&mut self, paper: &NoticeText) {
        let words = notice_words();
        for paragraph in paper.body() {
            let text = paragraph.text.trim_start_matches(|c: char| {
                c.is_ascii_digit() || "一二三四五六七八九十是（）()、.． ".contains(c)
            });
            let Some((at, after)) = first_of(text, &words.group.duty) else {
                continue;
            };
            let subject = text[..at].trim();
            let known = self
                .bodies
                .iter()
                .position(|body| words.body_key(&body.name) == words.body_key(subject));
            let endings = &words.head.issuers;
            let named = endings
                .iter()
                .any(|ending| subject.ends_with(ending.as_str()));
            let Some(known) = known else {
                if named
                    && subject.chars().count() <= 20
                    && !subject.contains(['，', '、', '。'])
                    && !self.bodies.is_empty()
                {
                    let quote = Quote {
                        place: paragraph.place.clone(),
                        text: paragraph.text.clone(),
                    };
                    self.unread.push((
                        quote,
                        s!(
                            "写了职责，但不在成员单位之列",
                            "has duties but is no member body"
                        ),
                    ));
                }
                continue;
            };
            let own = after_any(&text[at..], &words.group.own_word).is_some();
            let duty = text[if own || text[at..after].ends_with('：') {
                after
            } else {
                at
            }..]
                .trim();
            let duty = after_any(duty, &words.group.own_word).unwrap_or(duty);
            let body = &mut self.bodies[known];
            let parted = if duty.contains('；') { '；' } else { '，' };
            let parts = duty
                .split(parted)
                .map(|part| part.trim_matches(['。', '；', '，', ' ']).to_owned());
            body.duties.extend(parts.filter(|part| !part.is_empty()));
            if !body.places.contains(&paragraph.place) {
                body.places.push(paragraph.place.clone());
            }
        }
    }
}

/// Other ways in which the paper writes a body.
fn aliases(paper: &NoticeText, name: &str) -> Vec<String> {
    let words = notice_words();
    let key = words.body_key(name);
    let group = words
        .bodies
        .alike
        .iter()
        .find(|group| group.first().is_some_and(|first| first == key));
    let level =
        after_any(name, &words.bodies.prefixes).map_or("", |rest| &name[..name.len() - rest.len()]);
    let ways = group.into_iter().flatten();
    let ways = ways.flat_map(|way| [format!("{level}{way}"), way.clone()]);
    let written = ways.filter(|way| way != name && has_any_paragraph(paper, way));
    let mut found: Vec<String> = Vec::new();
    for way in written {
        if !found.contains(&way) {
            found.push(way);
        }
    }
    found
}

fn has_any_paragraph(paper: &NoticeText, word: &str) -> bool {
    let word = [word.to_owned()];
    paper
        .body()
        .any(|paragraph| has_any(&paragraph.text, &word))
}
