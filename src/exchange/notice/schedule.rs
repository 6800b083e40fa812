//! The dated sentences of a notice: what is to be done by when, by whom, for whom.

use chrono::NaiveDate;

use super::actors::{self, Actors};
use super::dates::{self, FoundDate};
use super::paper::{NoticeParagraph, NoticePart, NoticeText};
use super::words::{DateKind, MilestoneKind, fits, has_any, notice_words};
use crate::domain::round::PopulationRule;

/// A sentence and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub place: String,
    pub text: String,
}

/// A sentence of the schedule that is understood.
#[derive(Debug)]
pub struct ReadMilestone {
    pub kind: &'static MilestoneKind,
    pub due_on: NaiveDate,
    /// The day is not plain: a third of a month.
    pub doubtful: bool,
    /// What the sentence says of who has to reach it.
    pub population: Option<PopulationRule>,
    pub actors: Actors,
    pub quote: Quote,
}

/// A deadline that is no milestone.
#[derive(Debug)]
pub struct ReadDate {
    pub kind: Option<&'static DateKind>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// As it is written.
    pub printed: String,
    pub quote: Quote,
}

/// What the dated sentences say.
#[derive(Debug, Default)]
pub struct ReadSchedule {
    pub milestones: Vec<ReadMilestone>,
    pub dates: Vec<ReadDate>,
    /// Sentences of the schedule that nobody has understood, and why.
    pub unread: Vec<(Quote, &'static str)>,
}

/// A dated part of a sentence.
struct DatedPiece<'t> {
    date: FoundDate,
    text: &'t str,
    place: &'t str,
    part: NoticePart,
    /// The date is that of the stage it stands in.
    of_stage: bool,
}

/// Reads the schedule of a notice that was issued on a day.
pub fn read(paper: &NoticeText, issued: Option<NaiveDate>) -> ReadSchedule {
    let has_chapter = paper
        .paragraphs
        .iter()
        .any(|one| one.part == NoticePart::Schedule);
    let mut year = issued.map(|day| chrono::Datelike::year(&day));
    let mut read = ReadSchedule::default();
    let mut stage: Option<FoundDate> = None;
    for paragraph in &paper.paragraphs {
        let pieces = pieces(paragraph, &mut year, &mut stage, &mut read);
        for piece in pieces {
            let past = issued.is_some_and(|issued| piece.date.to < issued);
            if !past {
                read.take(&piece, has_chapter);
            }
        }
    }
    read.milestones.sort_by_key(|one| one.due_on);
    read
}

/// The dated pieces of a paragraph. What has no date of its own in a stage is due with the stage.
fn pieces<'t>(
    paragraph: &'t NoticeParagraph,
    year: &mut Option<i32>,
    stage: &mut Option<FoundDate>,
    read: &mut ReadSchedule,
) -> Vec<DatedPiece<'t>> {
    let words = &notice_words().chapters;
    let in_schedule = paragraph.part == NoticePart::Schedule;
    let piece = |date: FoundDate, text: &'t str| DatedPiece {
        date,
        text,
        place: &paragraph.place,
        part: paragraph.part,
        of_stage: false,
    };
    let staged = |date: FoundDate, text: &'t str| DatedPiece {
        of_stage: true,
        ..piece(date, text)
    };
    let mut pieces = Vec::new();
    if !in_schedule {
        *stage = None;
    }
    for sentence in paragraph.text.split_inclusive(['。', '；']) {
        let found = dates::dates(sentence, year);
        if in_schedule && has_any(sentence, &words.stage) {
            *stage = found.last().cloned();
            let after = found.last().map_or(0, |date| date.at.end);
            let rest = sentence[after..].trim_matches(closing);
            if let (Some(date), false) = (stage.clone(), rest.is_empty()) {
                pieces.push(staged(date, rest));
            }
            continue;
        }
        match found.as_slice() {
            [] => match stage.clone() {
                Some(date) if in_schedule => pieces.push(staged(date, sentence)),
                _ if in_schedule && sentence.ends_with(['。', '；']) => {
                    let quote = quote(&paragraph.place, sentence);
                    read.unread.push((quote, s!("没有写日期", "no date")));
                }
                _ => {}
            },
            [only] => pieces.push(piece(only.clone(), sentence)),
            several => {
                let begins = several.iter().map(|date| date.at.start);
                let ends = begins.clone().skip(1).chain([sentence.len()]);
                let begins = [0].into_iter().chain(begins.skip(1));
                for ((from, to), date) in begins.zip(ends).zip(several) {
                    let mut date = date.clone();
                    date.at = date.at.start - from..date.at.end - from;
                    pieces.push(piece(date, &sentence[from..to]));
                }
            }
        }
    }
    pieces
}

/// What closes a heading and is none of what follows.
fn closing(c: char) -> bool {
    " ()（）。；：，".contains(c)
}

fn quote(place: &str, text: &str) -> Quote {
    Quote {
        place: place.to_owned(),
        text: text.trim().to_owned(),
    }
}

impl ReadSchedule {
    /// A piece of the schedule is a milestone; elsewhere a deadline is a date to be kept beside them. Without
    /// a chapter of its own, the schedule is wherever a sentence says something that is known.
    fn take(&mut self, piece: &DatedPiece<'_>, has_chapter: bool) {
        let quoted = quote(piece.place, piece.text);
        let scheduled = match piece.part {
            NoticePart::Schedule => true,
            NoticePart::Body => !has_chapter && piece.date.deadline,
            NoticePart::Annex => false,
        };
        let said = said(piece);
        if !scheduled {
            if piece.date.deadline {
                self.date(piece, &said, quoted);
            }
            return;
        }
        let kinds = notice_words().kinds.iter();
        let known: Vec<&MilestoneKind> = kinds
            .filter(|kind| fits(&said, &kind.contains, &kind.not))
            .collect();
        let Some(kind) = known.first() else {
            if piece.of_stage {
                self.unread.push((
                    quoted,
                    s!(
                        "写在一个阶段里，不知道是哪个节点",
                        "within a stage; which milestone is not known"
                    ),
                ));
                return;
            }
            self.unread.push((
                quoted.clone(),
                s!(
                    "不知道是哪个节点，记作其他日期",
                    "which milestone is not known; kept as another date"
                ),
            ));
            self.date(piece, &said, quoted);
            return;
        };
        let same =
            |one: &&mut ReadMilestone| one.kind.base == kind.base && one.kind.title == kind.title;
        let doubtful = piece.date.from != piece.date.to;
        if self.milestones.iter_mut().any(|one| same(&one)) {
            let why = s!(
                "同一节点写了两次，后一次记作其他日期",
                "a milestone stands twice; the second is kept as another date"
            );
            self.unread.push((quoted.clone(), why));
            self.date(piece, &said, quoted);
            return;
        }
        if doubtful {
            self.unread.push((
                quoted.clone(),
                s!(
                    "期限不是一天，按最迟的一天",
                    "not one day; the last one counts"
                ),
            ));
        }
        let matching = kind.populations.iter();
        let said_of = matching
            .filter(|one| fits(&said, &one.contains, &[]))
            .map(|one| one.population);
        self.milestones.push(ReadMilestone {
            kind,
            due_on: piece.date.to,
            doubtful,
            population: said_of.chain(kind.population).next(),
            actors: actors::of(&said),
            quote: quoted,
        });
    }

    fn date(&mut self, piece: &DatedPiece<'_>, said: &str, quote: Quote) {
        let mut kinds = notice_words().date_kinds.iter();
        let kind = kinds.find(|kind| fits(said, &kind.contains, &kind.not));
        let known = self.dates.iter().any(|one| {
            one.to == piece.date.to
                && kind.is_some_and(|kind| one.kind.is_some_and(|of| of.id == kind.id))
        });
        if known {
            return;
        }
        let printed = piece.text.get(piece.date.at.clone());
        self.dates.push(ReadDate {
            kind,
            from: piece.date.from,
            to: piece.date.to,
            printed: printed.unwrap_or_default().to_owned(),
            quote,
        });
    }
}

/// The piece without its date; its clause about the date where it is long: 按照要求，于…前完成.
fn said(piece: &DatedPiece<'_>) -> String {
    let (from, to) = (piece.date.at.start, piece.date.at.end);
    match (piece.text.get(..from), piece.text.get(to..)) {
        (Some(before), Some(after)) if !piece.of_stage => {
            let before = before.trim_end_matches(closing);
            let after = after.trim_start_matches(closing);
            format!("{before}{after}")
        }
        // The date is that of the stage, and stands elsewhere.
        _ => piece.text.to_owned(),
    }
}
