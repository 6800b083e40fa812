//! A paragraph or a cell of a Word document: its characters, the content controls in it, and what is to be
//! seen of it beside its characters.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::word::attribute;

/// Longest text of one paragraph or cell, in characters; what is longer is cut, and what was
/// cut is too long for any field.
const MAX_CHARS: usize = 20_000;

/// Text with the content controls in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The characters; lines are divided by a line break.
    pub chars: Vec<char>,
    /// The content controls, in order of their beginning.
    pub controls: Vec<Control>,
    /// Stretches that look unlike the rest, from left to right.
    looks: Vec<(Look, usize, usize)>,
    /// What stands in drawings; empty for a picture.
    pub drawn: Option<String>,
    /// A table stands in the cell.
    pub nested: bool,
    /// The cell goes on from the one above.
    pub goes_on: bool,
}

/// A content control: a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// Its first character.
    pub from: usize,
    /// After its last character.
    pub to: usize,
    /// Its name; programs may lose it.
    pub name: Option<String>,
}

/// What a stretch of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Struck through, which in an office means deleted.
    Struck,
    /// Not shown, nor printed.
    Hidden,
    /// Underlined, coloured, framed: how people mark what they choose.
    Marked,
}

impl Text {
    /// A run of plain text.
    pub fn plain(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            ..Self::default()
        }
    }

    /// All of it looks like this.
    pub fn is_all(&self, look: Look) -> bool {
        let seen = |chars: &[char]| chars.iter().filter(|c| !c.is_whitespace()).count();
        let whole = seen(&self.chars);
        whole > 0 && self.parts(look).map(seen).sum::<usize>() >= whole
    }

    /// The stretches that look like this.
    fn parts(&self, wanted: Look) -> impl Iterator<Item = &[char]> {
        let looks = self.looks.iter().filter(move |(look, ..)| *look == wanted);
        looks.filter_map(|(_, from, to)| self.chars.get(*from..(*to).min(self.chars.len())))
    }

    /// What looks like this, if it is more than blanks.
    pub fn that_is(&self, look: Look) -> Option<String> {
        let words: String = self.parts(look).flatten().collect();
        let words = words.trim();
        (!words.is_empty()).then(|| words.to_owned())
    }

    /// Without what looks like this.
    pub fn without(&self, wanted: Look) -> String {
        let is_out = |at: usize| {
            let mut looks = self.looks.iter();
            looks.any(|(look, from, to)| *look == wanted && (*from..*to).contains(&at))
        };
        let chars = self.chars.iter().enumerate();
        chars
            .filter(|(at, _)| !is_out(*at))
            .map(|(_, c)| *c)
            .collect()
    }

    /// A stretch of the text with the controls that lie in it.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> Self {
        let inside = |control: &&Control| control.from >= from && control.to <= to;
        Self {
            chars: self.chars[from..to].to_vec(),
            controls: self
                .controls
                .iter()
                .filter(inside)
                .map(|control| Control {
                    from: control.from - from,
                    to: control.to - from,
                    name: control.name.clone(),
                })
                .collect(),
            ..Self::default()
        }
    }

    /// Without the controls.
    pub fn string(&self) -> String {
        self.chars.iter().collect()
    }

    /// Adds a character.
    pub(super) fn push(&mut self, c: char) {
        if self.chars.len() < MAX_CHARS {
            self.chars.push(c);
        }
    }

    /// The last character looks like this.
    pub(super) fn mark_last(&mut self, look: Look) {
        let to = self.chars.len();
        let open = self
            .looks
            .iter_mut()
            .rev()
            .find(|(other, ..)| *other == look);
        match open {
            Some((_, _, until)) if *until + 1 >= to => *until = to,
            _ => self.looks.push((look, to.saturating_sub(1), to)),
        }
    }
}

/// What a property of a run says of its look.
pub(super) fn look_of(name: &str, element: &BytesStart<'_>) -> Option<Look> {
    let value = attribute(element, if name == "shd" { "fill" } else { "val" });
    let value = value.unwrap_or_default();
    let is_off = matches!(&*value, "0" | "false" | "off" | "none" | "nil" | "auto");
    let is_plain = value.eq_ignore_ascii_case("ffffff") || value.chars().all(|c| c == '0');
    match name {
        _ if is_off => None,
        "strike" | "dstrike" => Some(Look::Struck),
        "vanish" => Some(Look::Hidden),
        "shd" | "color" if is_plain => None,
        _ => Some(Look::Marked),
    }
}

/// The text of the boxes that are drawn.
pub(super) fn words_of_box(xml: &str) -> String {
    let mut words = String::new();
    if !xml.contains("txbxContent") {
        return words;
    }
    let mut reader = Reader::from_str(xml);
    let mut is_text = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => is_text = element.local_name().as_ref() == "t",
            Ok(Event::Text(text)) if is_text => words.push_str(text.xml10_content().trim()),
            Ok(Event::End(_)) => is_text = false,
            Ok(Event::Eof) | Err(_) => return words,
            Ok(_) => {}
        }
    }
}
