//! Reads a filled-in form from a Word document: finds each printed row again by its words and
//! takes what stands in its places. A changed label, a missing row or table is reported by
//! place and never guessed over.

mod walk;

use self::walk::{ALIKE, Walk, alike};
use super::changed::{changed, excerpt};
use super::doubt;
use super::matching::{self, Found, Mismatch, is_blank};
use super::property;
use super::reading::Reading;
use crate::domain::form::Form;
use crate::domain::form::layout::{Part, PrintedRow, PrintedTable, Template};
use crate::exchange::word::{WordBlock, WordDocument};
use crate::exchange::word_text::Text;
use crate::text::fold::fold_key;

/// So many tables that are none of the form's are looked at.
const MOST_LEFT: usize = 20;

/// Reads the form that a document holds. `None` when it is none of these.
pub fn read(forms: &[Form], document: &WordDocument) -> Option<Reading> {
    let form = which(forms, document)?;
    let number = document.properties.get(property::ASSOCIATION);
    let number = number.and_then(|number| number.parse().ok());
    let mut reading = Reading::new(form.id, number);
    header(form, document, &mut reading);
    let mut tables = tables(form, document);
    for table in &form.layout.tables {
        let title = title(form, table);
        let is_it = |found: &Option<String>| found.as_ref() == Some(&table.section);
        let Some(at) = tables.iter().position(|(found, _)| is_it(found)) else {
            reading.problem(
                title,
                s!(
                    "没有这一部分的表格，可能被删去或并入了别的表格",
                    "the table of this section is not there; deleted, or merged into another"
                ),
            );
            continue;
        };
        let (_, rows) = tables.remove(at);
        Walk::of(title, rows, &mut reading).read(table);
    }
    beside(forms, document, &tables, &mut reading);
    Some(reading.done())
}

/// What stands beside the tables of the form: boxes with text, tables that are none of its own, more forms.
fn beside(
    forms: &[Form],
    document: &WordDocument,
    left: &[(Option<String>, &[Vec<Text>])],
    reading: &mut Reading,
) {
    for text in paragraphs(document) {
        if let Some(words) = text.drawn.as_deref().filter(|words| !words.is_empty()) {
            reading.problem(s!("表外", "beside the tables"), doubt::in_box(words));
        }
    }
    let words = |rows: &[Vec<Text>]| rows.iter().flatten().map(Text::string).collect::<String>();
    let left = left.iter().map(|(_, rows)| words(rows));
    let left: Vec<String> = left
        .filter(|words| !bare(words).is_empty())
        .take(MOST_LEFT)
        .collect();
    let is_of_a_form = |words: &String| {
        let mut tables = forms.iter().flat_map(|form| &form.layout.tables);
        tables.any(|table| alike(&printed(table), words) >= ALIKE)
    };
    if left.iter().any(is_of_a_form) {
        reading.several();
        return;
    }
    for words in left {
        reading.problem(
            s!("表外", "beside the tables"),
            t!(
                "多出一张表格「{}」，没有读入",
                "a table too many, \"{}\", left out",
                excerpt(&words)
            ),
        );
    }
}

/// The words that are printed in a table.
fn printed(table: &PrintedTable) -> String {
    table.rows.iter().map(PrintedRow::literal).collect()
}

/// The form that a document says it is, else the one whose title stands in it.
fn which<'f>(forms: &'f [Form], document: &WordDocument) -> Option<&'f Form> {
    let id = document.properties.get(property::FORM);
    let named = id.and_then(|id| forms.iter().find(|form| form.id.id() == id));
    named
        .filter(|form| !form.layout.tables.is_empty())
        .or_else(|| {
            let bare: Vec<String> = paragraphs(document)
                .map(|text| bare(&text.string()))
                .collect();
            forms
                .iter()
                .filter(|form| !form.layout.tables.is_empty())
                .find(|form| {
                    bare.iter()
                        .any(|line| line.contains(&self::bare(form.title.zh())))
                })
        })
}

fn paragraphs(document: &WordDocument) -> impl Iterator<Item = &Text> {
    document.blocks.iter().filter_map(|block| match block {
        WordBlock::Paragraph(text) => Some(text),
        WordBlock::Table(_) => None,
    })
}

fn title<'f>(form: &'f Form, table: &PrintedTable) -> &'f str {
    let section = form.sections.iter().find(|s| s.id == table.section);
    section.map_or("", |section| section.title.zh())
}

/// Letters and signs that count when words are compared.
fn bare(text: &str) -> String {
    let signs = text.chars().filter(|c| !is_blank(*c));
    signs.map(fold_key).collect()
}

/// The tables with the section that each belongs to: by the heading above it, else by what
/// is printed in it; none where neither says it.
fn tables<'d>(form: &Form, document: &'d WordDocument) -> Vec<(Option<String>, &'d [Vec<Text>])> {
    // The notice prints （1） once where it means （一）, so the number is left aside.
    let unnumbered = |title: &str| {
        let bare = bare(title);
        bare.split_once(')')
            .map_or(bare.clone(), |(_, rest)| rest.to_owned())
    };
    let mut found: Vec<(Option<String>, &[Vec<Text>])> = Vec::new();
    let mut heading = String::new();
    for block in &document.blocks {
        match block {
            WordBlock::Paragraph(text) => {
                let line = text.string();
                if !bare(&line).is_empty() {
                    heading = unnumbered(&line);
                }
            }
            WordBlock::Table(rows) => {
                let free = |section: &str| {
                    found
                        .iter()
                        .all(|(other, _)| other.as_deref() != Some(section))
                };
                let by_heading = form
                    .sections
                    .iter()
                    .find(|section| free(&section.id) && unnumbered(section.title.zh()) == heading);
                let words: String = rows.iter().flatten().map(Text::string).collect();
                let section = by_heading.map(|section| section.id.clone()).or_else(|| {
                    form.layout
                        .tables
                        .iter()
                        .filter(|table| free(&table.section))
                        .find(|table| alike(&printed(table), &words) >= ALIKE)
                        .map(|table| table.section.clone())
                });
                found.push((section, rows));
            }
        }
    }
    found
}

fn header(form: &Form, document: &WordDocument, reading: &mut Reading) {
    let place = s!("表头", "head");
    for template in &form.layout.header {
        let lines = paragraphs(document).map(|text| (text, matching::read(template, text)));
        let mut lines = lines.filter(|(_, line)| *line != Err(Mismatch::Words));
        match lines.next() {
            Some((text, Ok(found))) => take(template, text, found, place, reading),
            Some((_, Err(_))) => reading.problem(place, unclear(template)),
            None => reading.problem(
                place,
                t!(
                    "找不到「{}」这一行",
                    "the line \"{}\" is not there",
                    excerpt(&template.literal())
                ),
            ),
        }
    }
}

fn unclear(template: &Template) -> String {
    t!(
        "「{}」一格分不清所填的起止，请不要在所填内容中重复印好的文字和括号",
        "the cell \"{}\" does not show where the entry begins and ends; do not repeat printed words and brackets in it",
        excerpt(&template.literal())
    )
}

/// Puts what was found in the places of a cell into the reading, unless it is doubtful.
fn take(
    template: &Template,
    text: &Text,
    found: Vec<(&Part, Found)>,
    place: &str,
    reading: &mut Reading,
) {
    if let Some(why) = doubt::of(template, text, &found) {
        reading.problem(place, why);
        for field in found.iter().filter_map(|(part, _)| part.field()) {
            reading.lose(field);
        }
        return;
    }
    for (part, found) in found {
        let Some(field) = part.field() else { continue };
        match (part, found) {
            (Part::Box(_, option), Found::Box(ticked)) => {
                reading.found(field, place);
                if ticked {
                    reading.add(field, place, vec![option.clone()]);
                }
            }
            (_, Found::Text(text)) => reading.add(field, place, vec![text]),
            (_, Found::Lines(lines)) => {
                reading.found(field, place);
                for line in lines {
                    reading.add(field, place, vec![line]);
                }
            }
            (_, Found::Box(_)) => {}
        }
    }
}
