//! How a form is printed: header lines and tables of cells with places to fill in. Documents
//! are written by it and filled-in documents are read by it. Knows nothing of file formats.

use std::collections::HashMap;

use super::{Field, FieldKind};

/// A printed form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The line in brackets below the title.
    pub note: String,
    /// Lines above the first table.
    pub header: Vec<Template>,
    /// The tables, each below the heading of its section.
    pub tables: Vec<PrintedTable>,
}

/// A table of a printed form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedTable {
    /// Id of its section.
    pub section: String,
    /// Widths of the columns, in percent of the page.
    pub widths: Vec<u32>,
    pub rows: Vec<PrintedRow>,
}

/// A row: one cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedRow {
    pub cells: Vec<PrintedCell>,
}

/// A cell of a printed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintedCell {
    /// What it says.
    Says(Template),
    /// One with the cell above.
    Above,
    /// One with the cell on the left.
    Left,
}

/// Text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// Place for a text or number, by field id.
    Blank(String),
    /// A □ before an option: field id, option.
    Box(String, String),
    /// All items of a list, one line each, in this cell.
    Lines(String),
    /// One item of a list; the row is repeated for each.
    Item(String),
    /// A column of a table, from 0; the row is repeated for each of its rows.
    Column(String, usize),
}

/// What is printed around the place of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrintedPlace<'a> {
    /// What stands at the head of its row, where that is words alone.
    pub head: &'a str,
    /// The field whose number this one is a part of: what follows 其中.
    pub part_of: Option<&'a str>,
}

impl PrintedRow {
    /// The field whose items or rows this row is repeated for.
    pub fn repeats(&self) -> Option<&str> {
        self.templates()
            .flat_map(|template| &template.parts)
            .find_map(|part| match part {
                Part::Item(field) | Part::Column(field, _) => Some(field.as_str()),
                _ => None,
            })
    }

    /// What its cells say.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        self.cells.iter().filter_map(|cell| match cell {
            PrintedCell::Says(template) => Some(template),
            PrintedCell::Above | PrintedCell::Left => None,
        })
    }

    /// Its texts, without the places to fill in.
    pub fn literal(&self) -> String {
        self.templates().map(Template::literal).collect()
    }
}

impl PrintedCell {
    /// Reads `^`, `<` or a text with places.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "^" => Self::Above,
            "<" => Self::Left,
            _ => Self::Says(Template::parse(text)?),
        })
    }
}

impl Template {
    /// Reads a text with places: `{id}`, `{id=option}`, `{id*}`, `{id+}`, `{id+2}`. `None` when
    /// a brace has no partner or what stands between two is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let (place, after) = after.split_once('}')?;
            parts.push(Part::parse(place)?);
            rest = after;
        }
        if rest.contains('}') {
            return None;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        // All lines of a cell belong to a list from where it begins.
        let lines = parts.iter().position(|part| matches!(part, Part::Lines(_)));
        let last = lines.is_none_or(|at| {
            parts[at + 1..]
                .iter()
                .all(|part| matches!(part, Part::Text(_)))
        });
        last.then_some(Self { parts })
    }

    /// The text without the places to fill in.
    pub fn literal(&self) -> String {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }
}

/// What ends the parts of a number.
const ENDS: [char; 3] = ['。', '；', '\n'];

impl Template {
    /// Its text, where it is nothing but text.
    fn words_alone(&self) -> &str {
        match &self.parts[..] {
            [Part::Text(text)] => text,
            _ => "",
        }
    }

    fn place<'a>(&'a self, head: &'a str, places: &mut HashMap<&'a str, PrintedPlace<'a>>) {
        let (mut whole, mut last) = (None, None);
        for part in &self.parts {
            if let Part::Text(text) = part {
                let (begins, ends) = (text.rfind("其中"), text.rfind(ENDS));
                if ends.is_some() && ends >= begins {
                    (whole, last) = (None, None);
                } else if begins.is_some() {
                    whole = last;
                }
            } else if let Some(field) = part.field() {
                let part_of = whole;
                places.insert(field, PrintedPlace { head, part_of });
                if whole.is_none() {
                    last = matches!(part, Part::Blank(_)).then_some(field);
                }
            }
        }
    }
}

impl Part {
    fn parse(place: &str) -> Option<Self> {
        let part = if let Some((field, option)) = place.split_once('=') {
            Self::Box(field.to_owned(), option.to_owned())
        } else if let Some(field) = place.strip_suffix('*') {
            Self::Lines(field.to_owned())
        } else if let Some((field, column)) = place.split_once('+') {
            match column {
                "" => Self::Item(field.to_owned()),
                _ => Self::Column(
                    field.to_owned(),
                    column.parse::<usize>().ok()?.checked_sub(1)?,
                ),
            }
        } else {
            Self::Blank(place.to_owned())
        };
        Some(part)
    }

    /// Id of the field that is filled in here.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Blank(field)
            | Self::Box(field, _)
            | Self::Lines(field)
            | Self::Item(field)
            | Self::Column(field, _) => Some(field),
        }
    }

    /// Whether the field can be filled in here.
    fn fits(&self, field: &Field) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Blank(_) => {
                field.options.is_empty()
                    && !matches!(field.kind, FieldKind::List | FieldKind::Table)
            }
            Self::Box(_, option) => field.options.contains(option),
            Self::Lines(_) | Self::Item(_) => field.kind == FieldKind::List,
            Self::Column(_, column) => *column < field.columns.len(),
        }
    }
}

impl Layout {
    /// Every part of the form.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        let rows = self.tables.iter().flat_map(|table| &table.rows);
        self.header
            .iter()
            .chain(rows.flat_map(PrintedRow::templates))
            .flat_map(|template| &template.parts)
    }

    /// Around each field, by its id, what is printed.
    pub fn places(&self) -> HashMap<&str, PrintedPlace<'_>> {
        let mut places = HashMap::new();
        for table in &self.tables {
            let mut head = "";
            for row in &table.rows {
                head = match row.cells.first() {
                    Some(PrintedCell::Says(template)) => template.words_alone(),
                    _ => head,
                };
                for template in row.templates() {
                    template.place(head, &mut places);
                }
            }
        }
        places
    }

    /// What keeps the layout from printing these fields, in words: a field, option or column
    /// that has no place or two, a place for something that is not there, a row that is not as
    /// wide as its table.
    pub fn fault(&self, fields: &[Field]) -> Option<String> {
        for table in &self.tables {
            if table.widths.iter().sum::<u32>() != 100 {
                return Some(t!(
                    "{} 的 widths 合计应为 100",
                    "widths of {} should add up to 100",
                    table.section
                ));
            }
            for (at, row) in table.rows.iter().enumerate() {
                if row.cells.len() != table.widths.len() {
                    return Some(t!(
                        "{} 第 {} 行的格数不对",
                        "{} line {}: wrong number of cells",
                        table.section,
                        at + 1
                    ));
                }
            }
        }
        // Each place is looked up once: a form has some hundred fields and places.
        let known: HashMap<&str, usize> =
            fields.iter().zip(0..).map(|(f, at)| (&*f.id, at)).collect();
        let mut places = vec![0; fields.len()];
        for part in self.parts() {
            let Some(id) = part.field() else { continue };
            match known.get(id) {
                Some(at) if part.fits(&fields[*at]) => places[*at] += 1,
                _ => {
                    return Some(t!(
                        "版式中的 {id} 与栏目不符",
                        "{id} in the layout does not fit its field"
                    ));
                }
            }
        }
        for (field, places) in fields.iter().zip(places) {
            let wanted = field.options.len().max(field.columns.len()).max(1);
            if places != wanted {
                return Some(t!(
                    "{} 在版式中有 {places} 处，应为 {wanted} 处",
                    "{} stands {places} times in the layout, should be {wanted}",
                    field.id
                ));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_places_is_read() {
        let template = Template::parse("{a=是} 是（{b}）项").expect("a template");
        assert_eq!(
            template.parts,
            [
                Part::Box("a".into(), "是".into()),
                Part::Text(" 是（".into()),
                Part::Blank("b".into()),
                Part::Text("）项".into()),
            ]
        );
        assert_eq!(template.literal(), " 是（）项");
        assert_eq!(
            Template::parse("{t+2}").expect("one").parts,
            [Part::Column("t".into(), 1)]
        );
        for bad in ["{a", "a}", "{t+0}", "{t+x}", "{l*}{b}"] {
            assert_eq!(Template::parse(bad), None, "{bad}");
        }
    }
}
