//! How things look in markup, as far as it says that they do not count: struck through, or not shown.
//! Where it stands depends on whose markup it is: at the element, or in a style that it names.

use std::collections::HashMap;

use super::markup::{MarkupKind, OpeningTag};

/// More styles than these are not kept.
const MAX_STYLES: usize = 100_000;
/// Longest style sheet of a page that is read, in bytes.
const MAX_SHEET: usize = 1 << 20;

/// How something looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Looks {
    pub struck: bool,
    pub hidden: bool,
}

/// The styles of a file, by what they are for and their names.
#[derive(Default)]
pub(super) struct Styles {
    known: HashMap<(String, String), Looks>,
    /// The one that is being told.
    open: Option<((String, String), Looks)>,
    /// The style sheet of a page, as far as it was read.
    sheet: Option<String>,
}

impl Styles {
    /// A tag may begin a style, or say something of the one that is open.
    pub(super) fn begin(&mut self, tag: &OpeningTag, kind: MarkupKind) {
        let said = |name: &str| tag.attribute(name).unwrap_or_default();
        match (tag.name(), kind) {
            ("style", MarkupKind::Web) => self.sheet = Some(String::new()),
            ("style", MarkupKind::OpenDocument) => {
                let family = said("family");
                let parent = self.of(&family, &said("parent-style-name"));
                self.open = Some(((family, said("name")), parent));
            }
            ("style", MarkupKind::Spreadsheet) => {
                let parent = self.of("", &said("parent"));
                self.open = Some(((String::new(), said("id")), parent));
            }
            (name, _) => {
                let Some((_, looks)) = &mut self.open else {
                    return;
                };
                let lines = ["text-line-through-style", "text-line-through-type"];
                match name {
                    "text-properties" => {
                        let line = lines.iter().find_map(|line| tag.attribute(line));
                        looks.struck = line.map_or(looks.struck, |line| line != "none");
                    }
                    "table-properties" => looks.hidden |= said("display") == "false",
                    "font" => looks.struck |= tag.number("strikethrough") == Some(1),
                    _ => {}
                }
            }
        }
    }

    /// Takes what a style sheet says.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(sheet) = &mut self.sheet
            && sheet.len() + text.len() <= MAX_SHEET
        {
            sheet.push_str(text);
        }
    }

    /// A style has been told.
    pub(super) fn end(&mut self, name: &str) {
        if name != "style" {
            return;
        }
        if let Some((name, looks)) = self.open.take() {
            self.keep(name, looks);
        }
        for (class, looks) in classes(&self.sheet.take().unwrap_or_default()) {
            self.keep((String::new(), class), looks);
        }
    }

    fn keep(&mut self, name: (String, String), looks: Looks) {
        if looks != Looks::default() && self.known.len() < MAX_STYLES {
            self.known.insert(name, looks);
        }
    }

    fn of(&self, family: &str, name: &str) -> Looks {
        if self.known.is_empty() {
            return Looks::default();
        }
        let found = self.known.get(&(family.to_owned(), name.to_owned()));
        found.copied().unwrap_or_default()
    }

    /// How an element looks; nothing where it leaves that to what it stands in. `family` is what
    /// `OpenDocument` calls its kind.
    pub(super) fn looks(&self, tag: &OpeningTag, kind: MarkupKind, family: &str) -> Option<Looks> {
        match kind {
            MarkupKind::Web => {
                let own = declared(&tag.attribute("style").unwrap_or_default());
                let classes = tag.attribute("class").unwrap_or_default();
                let looks = classes.split_whitespace().map(|class| self.of("", class));
                let all = looks.fold(own, |all, one| Looks {
                    struck: all.struck | one.struck,
                    hidden: all.hidden | one.hidden,
                });
                Some(Looks {
                    struck: all.struck | matches!(tag.name(), "s" | "strike" | "del"),
                    hidden: all.hidden | tag.attribute("hidden").is_some(),
                })
            }
            MarkupKind::Spreadsheet => {
                let style = tag.attribute("styleid").map(|name| self.of("", &name));
                let hides = tag.number("hidden") == Some(1);
                // Within a text, the S of a web page.
                let strikes = tag.name() == "s";
                let own = (hides || strikes).then_some(Looks::default());
                style.or(own).map(|looks| Looks {
                    struck: looks.struck | strikes,
                    hidden: looks.hidden | hides,
                })
            }
            MarkupKind::OpenDocument => {
                let style = tag.attribute("style-name");
                let seen = tag.attribute("visibility");
                let hides = seen.is_some_and(|seen| seen != "visible")
                    || tag
                        .attribute("display")
                        .is_some_and(|shown| shown == "false");
                let looks = style.map(|name| self.of(family, &name));
                let own = hides.then_some(Looks::default());
                looks.or(own).map(|looks| Looks {
                    hidden: looks.hidden | hides,
                    ..looks
                })
            }
        }
    }

    /// How cells look that say nothing themselves, by the style that a row or column names for them.
    pub(super) fn of_cells(&self, tag: &OpeningTag, kind: MarkupKind) -> Option<bool> {
        match kind {
            MarkupKind::OpenDocument => {
                let name = tag.attribute("default-cell-style-name")?;
                Some(self.of("table-cell", &name).struck)
            }
            _ => self.looks(tag, kind, "").map(|looks| looks.struck),
        }
    }
}

/// What declarations of a style sheet say.
fn declared(text: &str) -> Looks {
    if text.is_empty() {
        return Looks::default();
    }
    let text: String = text.split_whitespace().collect::<String>().to_lowercase();
    let declares = |wanted: &str| text.split(';').any(|one| one == wanted);
    Looks {
        struck: text
            .split(';')
            .any(|one| one.starts_with("text-decoration") && one.contains("line-through")),
        hidden: declares("display:none")
            || declares("visibility:hidden")
            || declares("visibility:collapse"),
    }
}

/// Classes of a style sheet: `.x1, td.x2 {text-decoration:line-through}`.
fn classes(sheet: &str) -> Vec<(String, Looks)> {
    let sheet = without_remarks(sheet);
    let mut found = Vec::new();
    for rule in sheet.split('}') {
        let Some((selectors, declarations)) = rule.split_once('{') else {
            continue;
        };
        let looks = declared(declarations);
        if looks == Looks::default() {
            continue;
        }
        for selector in selectors.split(',') {
            if let Some((element, class)) = selector.trim().rsplit_once('.')
                && !element.contains(char::is_whitespace)
            {
                found.push((class.to_owned(), looks));
            }
        }
    }
    found
}

fn without_remarks(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("<!--", "").replace("-->", "")
}
