//! The texts of an old workbook, and which fonts strike through.

use std::collections::HashMap;

use super::FONT;
use crate::exchange::roster::RosterFileError;
use crate::exchange::roster::compound::u16_at;
use crate::exchange::roster::sheet_builder::Budget;

/// Which formats of cells strike through.
#[derive(Debug, Default)]
pub(super) struct XlsFormats {
    fonts: Vec<bool>,
    pub(super) struck: Vec<bool>,
}

impl XlsFormats {
    pub(super) fn take(&mut self, kind: u16, data: &[u8]) {
        if kind == FONT {
            let flags = u16_at(data, 2).unwrap_or_default();
            self.fonts.push(flags & 8 != 0);
            return;
        }
        // No font has the number 4.
        let font = u16_at(data, 0).map_or(0, usize::from);
        self.struck.push(self.strikes(font));
    }

    /// A font strikes through. None has the number 4.
    fn strikes(&self, font: usize) -> bool {
        let font = if font > 4 { font - 1 } else { font };
        self.fonts.get(font) == Some(&true)
    }
}

/// The texts of all cells.
#[derive(Debug, Default)]
pub(super) struct XlsTexts {
    /// Without what is struck through of them, unless that is all.
    pub(super) texts: Vec<String>,
    /// What is struck through, by the place of the text; nothing where it is all of it.
    pub(super) struck: HashMap<usize, Option<String>>,
}

impl XlsTexts {
    /// Adds a text, and where its fonts begin.
    fn add(&mut self, units: &[u16], runs: &[(u16, u16)], formats: &XlsFormats) {
        let strikes = |at: usize| {
            let before = runs.iter().take_while(|(from, _)| usize::from(*from) <= at);
            before
                .last()
                .is_some_and(|(_, font)| formats.strikes(usize::from(*font)))
        };
        let whole = String::from_utf16_lossy(units);
        if !runs
            .iter()
            .any(|(_, font)| formats.strikes(usize::from(*font)))
        {
            self.texts.push(whole);
            return;
        }
        let part = |wanted: bool| {
            let units = units
                .iter()
                .enumerate()
                .filter(|(at, _)| strikes(*at) == wanted);
            String::from_utf16_lossy(&units.map(|(_, unit)| *unit).collect::<Vec<_>>())
        };
        let (kept, out) = (part(false), part(true));
        let is_all = kept.trim().is_empty();
        if !out.trim().is_empty() {
            self.struck
                .insert(self.texts.len(), (!is_all).then_some(out));
        }
        self.texts.push(if is_all { whole } else { kept });
    }
}

/// The table of texts. It runs over several records; a text that is cut between two says anew
/// how wide its characters are.
pub(super) fn shared_strings(
    parts: Vec<&[u8]>,
    formats: &XlsFormats,
    budget: &mut Budget,
) -> Result<XlsTexts, RosterFileError> {
    let mut bytes = SheetParts {
        pieces: parts,
        piece: 0,
        at: 0,
    };
    let (Some(_), Some(count)) = (bytes.number(4), bytes.number(4)) else {
        return Ok(XlsTexts::default());
    };
    let mut strings = XlsTexts::default();
    for _ in 0..count {
        let Some((units, runs)) = bytes.text() else {
            break;
        };
        strings.add(&units, &runs, formats);
        budget.text(strings.texts.last().map_or(0, String::len))?;
    }
    Ok(strings)
}

/// The characters of a text, and where which font begins.
type XlsText = (Vec<u16>, Vec<(u16, u16)>);

struct SheetParts<'b> {
    pieces: Vec<&'b [u8]>,
    piece: usize,
    at: usize,
}

impl SheetParts<'_> {
    /// The next byte, and whether it is the first of a further record.
    fn byte(&mut self) -> Option<(u8, bool)> {
        let mut fresh = false;
        loop {
            let piece = self.pieces.get(self.piece)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Some((*byte, fresh));
            }
            self.piece += 1;
            self.at = 0;
            fresh = true;
        }
    }

    fn number(&mut self, bytes: u32) -> Option<u32> {
        let mut value = 0;
        for at in 0..bytes {
            value |= u32::from(self.byte()?.0) << (8 * at);
        }
        Some(value)
    }

    /// The next text, and where which of its fonts begins.
    fn text(&mut self) -> Option<XlsText> {
        let count = self.number(2)?;
        let flags = self.number(1)?;
        let runs = if flags & 8 == 0 { 0 } else { self.number(2)? };
        let extra = if flags & 4 == 0 { 0 } else { self.number(4)? };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        for _ in 0..count {
            let (mut low, fresh) = self.byte()?;
            if fresh {
                wide = low & 1 != 0;
                low = self.byte()?.0;
            }
            let high = if wide { self.byte()?.0 } else { 0 };
            units.push(u16::from_le_bytes([low, high]));
        }
        let mut fonts = Vec::new();
        for _ in 0..runs {
            let (from, font) = (self.number(2)?, self.number(2)?);
            fonts.push((u16::try_from(from).ok()?, u16::try_from(font).ok()?));
        }
        for _ in 0..extra {
            self.byte()?;
        }
        Some((units, fonts))
    }
}

#[cfg(test)]
mod tests {
    use super::super::XF;
    use super::*;

    #[test]
    fn formats_know_the_font_that_strikes_through() {
        let mut formats = XlsFormats::default();
        for font in 0u8..6 {
            formats.take(FONT, &[0, 0, if font == 4 { 8 } else { 0 }, 0]);
        }
        // The fifth font has the number 5, as none has 4.
        for number in [0u8, 3, 5, 6, 9] {
            formats.take(XF, &[number, 0]);
        }
        assert_eq!(formats.struck, [false, false, true, false, false]);

        let units: Vec<u16> = "旧名新名".encode_utf16().collect();
        let mut texts = XlsTexts::default();
        for runs in [&[(0, 5), (2, 0)][..], &[(2, 5)], &[(0, 5)], &[(0, 1)], &[]] {
            texts.add(&units, runs, &formats);
        }
        assert_eq!(
            texts.texts,
            ["新名", "旧名", "旧名新名", "旧名新名", "旧名新名"]
        );
        let struck = [
            (0, Some("旧名".to_owned())),
            (1, Some("新名".to_owned())),
            (2, None),
        ];
        assert_eq!(texts.struck, HashMap::from(struck));
    }
}
