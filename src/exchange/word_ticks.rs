//! Ticks of Word documents that are no characters: check boxes of fields and of content controls,
//! characters put one over the other by a field, letters in a font of symbols.

use quick_xml::events::BytesStart;

use super::word::attribute;

/// A box as it is read.
const TICKED: char = '☑';
const EMPTY: char = '□';
/// What people put over a box or circle.
const TICKS: &str = "√✓✔☑☒■×✗✘vVR";

const fn boxed(ticked: bool) -> char {
    if ticked { TICKED } else { EMPTY }
}

/// What is known of the field, run and control that are being read.
#[derive(Default)]
pub struct WordTicks {
    /// A check box of a field, and whether it is ticked.
    field: Option<bool>,
    /// The same of the content control whose properties are being read.
    control: Option<bool>,
    /// The instruction of the field, and where its text begins.
    instruction: String,
    began: usize,
    /// What a drop-down field offers, and which of it was chosen.
    offered: Vec<String>,
    chosen: usize,
    /// The font of the run, if it is one of symbols.
    font: Option<String>,
    pub in_instruction: bool,
}

/// What a part of the document means for the text.
#[derive(Debug, PartialEq, Eq)]
pub enum TickEffect {
    /// This character stands here.
    Sign(char),
    /// These words stand here.
    Words(String),
    /// The text since there is this character.
    Instead(usize, char),
    /// The same, with a ring around it.
    Ringed(usize, char),
}

impl WordTicks {
    /// An element begins, where the text has so many characters.
    pub fn start(&mut self, name: &str, element: &BytesStart<'_>, length: usize) {
        let is_on = || {
            let value = attribute(element, "val");
            value.is_none_or(|value| !matches!(&*value, "0" | "false" | "off"))
        };
        match name {
            "r" => self.font = None,
            "rFonts" => {
                let named = ["ascii", "hAnsi"]
                    .into_iter()
                    .find_map(|of| attribute(element, of));
                self.font =
                    named.filter(|font| font.starts_with("Wingdings") || font == "Webdings");
            }
            "fldChar" if attribute(element, "fldCharType").is_some_and(|kind| kind == "begin") => {
                self.instruction.clear();
                self.began = length;
            }
            "fldSimple" => {
                self.instruction = attribute(element, "instr").unwrap_or_default();
                self.began = length;
            }
            "ddList" => (self.offered, self.chosen) = (Vec::new(), 0),
            "listEntry" => self.offered.extend(attribute(element, "val")),
            "result" => {
                let chosen = attribute(element, "val").and_then(|at| at.parse().ok());
                self.chosen = chosen.unwrap_or_default();
            }
            "instrText" => self.in_instruction = true,
            "checkBox" => self.field = Some(false),
            "sdtPr" => self.control = None,
            "checkbox" => self.control = Some(false),
            "default" | "checked" => {
                let is_box = self.field.as_mut().or(self.control.as_mut());
                if let Some(ticked) = is_box {
                    *ticked = is_on();
                }
            }
            _ => {}
        }
    }

    /// An element ends; `is_end` for the mark at the end of a field.
    pub fn end(&mut self, name: &str, is_end: bool) -> Option<TickEffect> {
        match name {
            "instrText" => self.in_instruction = false,
            "checkBox" => {
                return self
                    .field
                    .take()
                    .map(|ticked| TickEffect::Sign(boxed(ticked)));
            }
            "ddList" => {
                let offered = std::mem::take(&mut self.offered);
                return offered.into_iter().nth(self.chosen).map(TickEffect::Words);
            }
            "fldChar" if is_end => {
                return laid_over(&std::mem::take(&mut self.instruction), self.began);
            }
            "fldSimple" => return laid_over(&std::mem::take(&mut self.instruction), self.began),
            _ => {}
        }
        None
    }

    /// A character of an instruction.
    pub fn instruct(&mut self, text: &str) {
        if self.instruction.len() + text.len() < 256 {
            self.instruction.push_str(text);
        }
    }

    /// The box of the content control that begins.
    pub fn control(&mut self) -> Option<char> {
        self.control.take().map(boxed)
    }

    /// A character as it is seen.
    pub fn seen(&self, c: char) -> Option<char> {
        match &self.font {
            Some(font) => symbol(font, u32::from(c) & 0xff).or(Some(c)),
            // Characters of such fonts that lost their font.
            None if ('\u{f000}'..='\u{f0ff}').contains(&c) => {
                let code = u32::from(c) & 0xff;
                symbol("Wingdings 2", code)
                    .or_else(|| symbol("Wingdings", code))
                    .or(Some(EMPTY))
            }
            None if ('\u{fe00}'..='\u{fe0f}').contains(&c) => None,
            None => Some(c),
        }
    }
}

/// `eq \o\ac(□,√)`: the tick over the box; of other signs the inner one.
fn laid_over(instruction: &str, began: usize) -> Option<TickEffect> {
    let (before, inside) = instruction.split_once('(')?;
    if !before.to_ascii_lowercase().contains("\\o") {
        return None;
    }
    let inside = inside.rsplit_once(')').map_or(inside, |(inside, _)| inside);
    let signs = || {
        inside
            .chars()
            .filter(|c| !c.is_whitespace() && !",，;；\\".contains(*c))
    };
    if signs().any(|c| TICKS.contains(c)) {
        return Some(TickEffect::Instead(began, TICKED));
    }
    let ring = |c: char| "○◯〇□△◇".contains(c);
    let sign = signs().next_back()?;
    Some(if signs().any(ring) && !ring(sign) {
        TickEffect::Ringed(began, sign)
    } else {
        TickEffect::Instead(began, sign)
    })
}

/// Somebody typed a tick where a control has its box.
pub fn is_typed_tick(shown: &[char]) -> bool {
    let seen: Vec<&char> = shown.iter().filter(|c| !c.is_whitespace()).collect();
    matches!(seen.as_slice(), ['√' | '✓' | '✔'])
}

/// A symbol in a run, with its font beside it.
pub fn symbol_of(element: &BytesStart<'_>) -> Option<char> {
    let code = u32::from_str_radix(&attribute(element, "char")?, 16).ok()?;
    let found = symbol(&attribute(element, "font")?, code & 0xff);
    // Beyond the fonts of symbols the code is that of the character itself.
    let own = char::from_u32(code).filter(|c| ('\u{2000}'..'\u{e000}').contains(c));
    found.or(own)
}

/// Boxes and ticks of the symbol fonts that Word and WPS insert.
fn symbol(font: &str, code: u32) -> Option<char> {
    Some(match (font, code) {
        ("Wingdings", 0xfe) | ("Wingdings 2", 0x52) => TICKED,
        ("Wingdings", 0xfd) | ("Wingdings 2", 0x51 | 0x53 | 0x54) => '☒',
        ("Wingdings", 0xfc) | ("Wingdings 2", 0x50) | ("Webdings", 0x61) => '√',
        ("Wingdings", 0x6e) => '■',
        ("Wingdings", 0x6f | 0x70 | 0x71 | 0x72 | 0xa8)
        | ("Wingdings 2", 0xa3 | 0x2a | 0x30)
        | ("Webdings", 0x63) => EMPTY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_over_a_box_is_one() {
        for (instruction, effect) in [
            (r" eq \o\ac(□,√) ", Some(TickEffect::Instead(7, '☑'))),
            (r"EQ \o(○, √)", Some(TickEffect::Instead(7, '☑'))),
            (r" eq \o\ac(○,3)", Some(TickEffect::Ringed(7, '3'))),
            (r" eq \o\ac(○,□)", Some(TickEffect::Instead(7, '□'))),
            (" FORMCHECKBOX ", None),
            (" PAGE (1) ", None),
        ] {
            assert_eq!(laid_over(instruction, 7), effect, "{instruction}");
        }
    }
}
