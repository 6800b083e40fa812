//! Finds what was written into the places of a printed text. What stands in a content control
//! is taken exactly; where the controls are gone, the printed words around a place say where
//! it begins and ends, and what could be read in two ways is not read at all.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::options;
use crate::domain::form::layout::{Part, Template};
use crate::exchange::word_text::{Control, Text};
use crate::text::fold::fold_key;
use crate::text::numbering;

/// What was found in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Text(String),
    Box(bool),
    /// The lines of a list.
    Lines(Vec<String>),
}

/// Why a text does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The printed words are not there.
    Words,
    /// It can be read in more than one way.
    Ambiguous,
}

/// Boxes that are not ticked, as people and programs write them.
const EMPTY: &str = "□☐▢◻⬜○〇◯口◇";
/// Boxes that are ticked, and ticks.
pub(super) const TICKED: &str = "☑☒✅■√✓✔✗✘×●◉VvⅤⅴ∨Ｖｖˇ🗸🗹⊠⊡◼▣◆⌧⦿⊙";
/// Readings that are looked at before a text is given up as ambiguous.
const MOST_READINGS: usize = 64;

/// What stands in the places of a template, in their order, with the part of each.
pub fn read<'t>(template: &'t Template, text: &Text) -> Result<Vec<(&'t Part, Found)>, Mismatch> {
    let exact = TableMatcher::new(&template.parts, text, true).run();
    let found = match exact {
        Err(Mismatch::Words) if !text.controls.is_empty() => {
            TableMatcher::new(&template.parts, text, false).run()
        }
        found => found,
    };
    found
        .or_else(|mismatch| options::only_one_left(&template.parts, text).ok_or(mismatch))
        .or_else(|mismatch| options::boxes_behind(&template.parts, text).ok_or(mismatch))
}

pub(super) struct TableMatcher<'t, 'x> {
    parts: &'t [Part],
    text: &'x Text,
    /// Content controls bind.
    controls: bool,
    found: Vec<Found>,
    readings: Vec<Vec<Found>>,
    looked: usize,
    /// Part and position from which nothing fits.
    dead: HashSet<(usize, usize)>,
    /// Where the blank of a part can end.
    ends: HashMap<usize, Rc<[usize]>>,
}

impl<'t, 'x> TableMatcher<'t, 'x> {
    pub(super) fn new(parts: &'t [Part], text: &'x Text, controls: bool) -> Self {
        Self {
            parts,
            text,
            controls,
            found: Vec::new(),
            readings: Vec::new(),
            looked: 0,
            dead: HashSet::new(),
            ends: HashMap::new(),
        }
    }

    pub(super) fn run(mut self) -> Result<Vec<(&'t Part, Found)>, Mismatch> {
        self.from(0, 0);
        let parts = self.parts;
        match self.readings.len() {
            0 => Err(Mismatch::Words),
            1 => {
                let places = parts.iter().filter(|part| part.field().is_some());
                let found = self.readings.swap_remove(0);
                Ok(places.zip(found).collect())
            }
            _ => Err(Mismatch::Ambiguous),
        }
    }

    /// Reads on from a part and a position; true when at least one reading was completed.
    fn from(&mut self, part: usize, at: usize) -> bool {
        if self.dead.contains(&(part, at)) {
            return false;
        }
        let done = self.step(part, at);
        if !done {
            self.dead.insert((part, at));
        }
        done
    }

    fn step(&mut self, part: usize, at: usize) -> bool {
        // The template outlives the matcher's borrow of itself.
        let parts: &'t [Part] = self.parts;
        let Some(this) = parts.get(part) else {
            let end = self.blank_to(at) == self.text.chars.len();
            if end {
                self.looked += 1;
                if !self.readings.contains(&self.found) {
                    self.readings.push(self.found.clone());
                }
            }
            return end;
        };
        match this {
            Part::Text(words) => match self.words(words, at) {
                Some(after) => self.from(part + 1, after) || self.ticked_after(part, after),
                None => false,
            },
            Part::Box(..) => match self.tick_box(at) {
                Some((ticked, after)) => self.take(Found::Box(ticked), part, after),
                None => false,
            },
            Part::Lines(_) => {
                let lines = self.text.lines_from(at);
                // Dots that were written into a place are an answer.
                let lines = lines
                    .iter()
                    .filter(|line| !line.controls.is_empty() || !is_dots(&trimmed(&line.string())));
                let items = lines.map(|line| item(line, self.controls));
                let found = Found::Lines(items.filter(|item| !item.is_empty()).collect());
                // What is printed after the lines is one of them.
                self.take(found, parts.len() - 1, self.text.chars.len())
            }
            Part::Item(_) => {
                let rest = self.text.slice(at, self.text.chars.len());
                let found = Found::Text(item(&rest, self.controls));
                self.take(found, part, self.text.chars.len())
            }
            Part::Blank(field) | Part::Column(field, _) => {
                if let Some(control) = self.control_at(at, field) {
                    let inside = self.text.slice(control.from, control.to).string();
                    return self.take(Found::Text(trimmed(&inside)), part, control.to);
                }
                let mut any = false;
                let ends = self.ends(part);
                for end in ends.iter().copied().filter(|end| *end >= at) {
                    if self.readings.len() > 1 || self.looked > MOST_READINGS {
                        break;
                    }
                    if self.dead.contains(&(part + 1, end)) {
                        continue;
                    }
                    let written: String = self.text.chars[at..end].iter().collect();
                    any |= self.take(Found::Text(trimmed(&written)), part, end);
                }
                any
            }
        }
    }

    /// Where a blank can end: where the words after it begin, or at the end of the text.
    fn ends(&mut self, part: usize) -> Rc<[usize]> {
        if let Some(ends) = self.ends.get(&part) {
            return Rc::clone(ends);
        }
        let len = self.text.chars.len();
        let ends: Rc<[usize]> = match self.parts.get(part + 1) {
            None => [len].into(),
            Some(Part::Text(words)) => (0..len)
                .filter(|at| !is_blank(self.text.chars[*at]))
                .filter(|at| self.words(words, *at).is_some())
                .collect(),
            Some(_) => (0..=len).collect(),
        };
        self.ends.insert(part, Rc::clone(&ends));
        ends
    }

    /// A tick behind the words of an option whose box is empty: □ 是√, □ 是（√）.
    fn ticked_after(&mut self, part: usize, at: usize) -> bool {
        let is_option = part > 0 && matches!(self.parts[part - 1], Part::Box(..));
        if !is_option || self.found.last() != Some(&Found::Box(false)) {
            return false;
        }
        let Some((ticked, after)) = self.brackets(at).or_else(|| self.tick_behind(at)) else {
            return false;
        };
        self.found.pop();
        self.found.push(Found::Box(ticked));
        let done = self.from(part + 1, after);
        self.found.pop();
        self.found.push(Found::Box(false));
        done
    }

    /// A tick right here, or the last of the line: between two boxes it could be that of either.
    fn tick_behind(&self, at: usize) -> Option<(bool, usize)> {
        let chars = &self.text.chars;
        let in_line = |c: &&char| **c != '\n' && is_blank(**c);
        let blanks = chars[at..].iter().take_while(in_line).count();
        let tick = at + blanks;
        if !chars.get(tick).is_some_and(|c| TICKED.contains(*c)) {
            return None;
        }
        let rest = chars[tick + 1..].iter();
        let is_last = rest
            .clone()
            .find(|c| !in_line(c))
            .is_none_or(|c| *c == '\n');
        let is_alone = blanks == 0 && rest.clone().next().is_none_or(|c| is_blank(*c));
        (is_last || is_alone).then_some((true, tick + 1))
    }

    fn take(&mut self, found: Found, part: usize, after: usize) -> bool {
        self.found.push(found);
        let done = self.from(part + 1, after);
        self.found.pop();
        done
    }

    /// After the printed words, if they stand here; white space does not count.
    fn words(&self, words: &str, mut at: usize) -> Option<usize> {
        for wanted in words.chars().filter(|c| !is_blank(*c)) {
            at = self.blank_to(at);
            let there = *self.text.chars.get(at)?;
            if fold_key(there) != fold_key(wanted) || self.controls && self.inside(at) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// A box, or a tick instead of it or beside it.
    fn tick_box(&self, at: usize) -> Option<(bool, usize)> {
        let mut at = self.blank_to(at);
        if let Some(found) = self.brackets(at) {
            return Some(found);
        }
        let mut seen = false;
        let mut ticked = false;
        while let Some(c) = self.text.chars.get(at) {
            let tick = TICKED.contains(*c);
            let empty = EMPTY.contains(*c);
            // After the first sign only a tick belongs to the same box.
            let belongs = if seen { tick && !ticked } else { tick || empty };
            if !belongs {
                break;
            }
            ticked |= tick;
            seen = true;
            at += 1;
        }
        seen.then_some((ticked, at))
    }

    /// （√） or （ ） in place of a box.
    fn brackets(&self, at: usize) -> Option<(bool, usize)> {
        let chars = &self.text.chars;
        let is_one_of = |at: usize, signs: &str| chars.get(at).is_some_and(|c| signs.contains(*c));
        if !is_one_of(at, "（([【〔") {
            return None;
        }
        let inside = self.blank_to(at + 1);
        let ticked = is_one_of(inside, TICKED);
        let sign = usize::from(ticked || is_one_of(inside, EMPTY));
        let end = self.blank_to(inside + sign);
        is_one_of(end, "）)]】〕").then_some((ticked, end + 1))
    }

    /// The first position from here that is no white space.
    fn blank_to(&self, at: usize) -> usize {
        let rest = &self.text.chars[at..];
        at + rest.iter().take_while(|c| is_blank(**c)).count()
    }

    fn inside(&self, at: usize) -> bool {
        self.text
            .controls
            .iter()
            .any(|control| (control.from..control.to).contains(&at))
    }

    /// The control that begins here, white space aside, if it is this field's.
    fn control_at(&self, at: usize, field: &str) -> Option<&'x Control> {
        if !self.controls {
            return None;
        }
        let next = self
            .text
            .controls
            .iter()
            .find(|control| control.from >= at)?;
        let reached = next.from <= self.blank_to(at);
        let named = next.name.as_deref().is_none_or(|name| name == field);
        (reached && named).then_some(next)
    }
}

impl Text {
    /// The lines from a position on.
    fn lines_from(&self, at: usize) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut from = at;
        for to in at..=self.chars.len() {
            if self.chars.get(to).is_none_or(|c| *c == '\n') {
                lines.push(self.slice(from, to));
                from = to + 1;
            }
        }
        lines
    }
}

/// An item of a list without its number.
fn item(line: &Text, controls: bool) -> String {
    if let [control] = line.controls.as_slice()
        && controls
    {
        let after = &line.chars[control.to..];
        let before: String = line.chars[..control.from].iter().collect();
        if after.iter().all(|c| is_blank(*c)) && without_number(&before).is_empty() {
            return trimmed(&line.slice(control.from, control.to).string());
        }
    }
    trimmed(without_number(&line.string()))
}

/// An item without the number before it.
fn without_number(text: &str) -> &str {
    let text = text.trim_start_matches(is_blank);
    numbering::split(text).map_or(text, |(_, rest)| rest)
}

/// An answer without the white space and the line drawn around it.
fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| is_blank(c) || matches!(c, '_' | '＿'))
        .to_owned()
}

/// The dots below a list that say it may go on.
pub fn is_dots(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '…' | '.' | '。' | '⋯'))
}

/// White space, and characters that show nothing.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(template: &str, text: &Text) -> Result<Vec<String>, Mismatch> {
        let template = Template::parse(template).expect("a template");
        let found = read(&template, text)?;
        let said = found.into_iter().map(|(_, found)| match found {
            Found::Text(text) => text,
            Found::Box(ticked) => if ticked { "+" } else { "-" }.to_owned(),
            Found::Lines(lines) => lines.join("|"),
        });
        Ok(said.collect())
    }

    #[test]
    fn words_around_a_place_say_where_it_is() {
        for (template, text, expected) in [
            (
                "类别（{a}）编制（{b}）个。",
                "类别（公益一类）编制（ 3 ）个。",
                "公益一类,3",
            ),
            (
                "类别（{a}）编制（{b}）个。",
                "类别(公益 一类)\n编制(__3__)个。",
                "公益 一类,3",
            ),
            (
                "类别（{a}）编制（{b}）个。",
                "类别（）编制（\u{a0}\u{a0}）个。",
                ",",
            ),
            ("{a=是} 是\n{a=否} 否", "☑ 是\n□ 否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "□√是 ☐否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "□ 是 √ 否", "-,+"),
            ("{a=是} 是\n{a=否} 否", "□ 是√\n□ 否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "□ 是\n□ 否✓", "-,+"),
            ("{a=是} 是\n{a=否} 否", "□ 是 √\n□ 否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "□ 是\n□ 否 √ ", "-,+"),
            ("{a=是} 是\n{a=否} 否", "□ 是（√）□ 否（）", "+,-"),
            ("{a=是} 是\n{a=否} 否", "□ 是 □ 否（ √ ）", "-,+"),
            ("{a=是} 是\n{a=否} 否", "是（√）  否（ ）", "+,-"),
            ("{a=是} 是\n{a=否} 否", "是[ ]\n否[V]", "-,+"),
            ("{a=是} 是\n{a=否} 否", "是☑ 否□", "+,-"),
            ("{a=是} 是\n{a=否} 否", "🗹 是\n☐ 否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "∨是 □否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "◇是 ◆否", "-,+"),
            ("{a=是} 是\n{a=否} 否", "（√） 是\n（ ） 否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "[ ] 是 [V] 否", "-,+"),
            ("{a=是} 是\n{a=否} 否", "✅是 ⬜否", "+,-"),
            ("{a=是} 是\n{a=否} 否", "☑ 是", "+,-"),
            ("{a=是} 是\n{a=否} 否", "√ 否", "-,+"),
            ("{a+}", "2、评比", "评比"),
            ("{a+}", "2.5级检查", "5级检查"),
            ("{a+}", "3D打印", "3D打印"),
            ("{a+}", "（1）评比", "评比"),
            ("{a+}", "②评比", "评比"),
            ("{a+}", "三、评比", "评比"),
            ("{a+}", "十佳评比", "十佳评比"),
            (
                "事项：\n{a*}\n……",
                "事项：\n1.年检\n2.\n3、评比\n……",
                "年检|评比",
            ),
            ("（{a}）", "（甲（原乙））", "甲（原乙）"),
        ] {
            let read = texts(template, &Text::plain(text)).expect(text);
            assert_eq!(read.join(","), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_not_guessed() {
        let template = "名称（{a}），地址（{b}）。";
        let twice = Text::plain("名称（甲），地址（乙），地址（丙）。");
        assert_eq!(texts(template, &twice), Err(Mismatch::Ambiguous));
        let other = Text::plain("称呼（甲），地址（乙）。");
        assert_eq!(texts(template, &other), Err(Mismatch::Words));
        assert_eq!(texts("{a=是}是", &Text::plain("是")), Err(Mismatch::Words));
        for text in [
            "□ 是",
            "是√□否",
            "□ 是√□ 否",
            "□ 是 √ □ 否",
            "√是 否",
            "是√ 否",
            "是",
        ] {
            let read = texts("{a=是} 是\n{a=否} 否", &Text::plain(text));
            assert_eq!(read, Err(Mismatch::Words), "{text}");
        }
    }

    #[test]
    fn a_content_control_is_taken_as_it_is() {
        let mut text = Text::plain("名称（甲），地址（乙），地址（丙）。");
        let control = |from, to, name: Option<&str>| Control {
            from,
            to,
            name: name.map(str::to_owned),
        };
        text.controls = vec![control(3, 10, Some("a")), control(15, 16, None)];
        let template = "名称（{a}），地址（{b}）。";
        assert_eq!(
            texts(template, &text),
            Ok(vec!["甲），地址（乙".into(), "丙".into()])
        );
        // Written beside the control: all between the words counts.
        text.chars = "名称（甲），地址（乙丙）。".chars().collect();
        text.controls = vec![control(3, 4, None), control(9, 10, None)];
        assert_eq!(texts(template, &text), Ok(vec!["甲".into(), "乙丙".into()]));
    }

    #[test]
    fn a_hostile_text_is_read_in_bounded_time() {
        let text = Text::plain(&"（）人次".repeat(400));
        let template = "{a}（{b}）人次{c}（{d}）人次{e}（{f}）人次";
        assert_eq!(texts(template, &text), Err(Mismatch::Ambiguous));
        let text = Text::plain(&"（）人次".repeat(800));
        assert_eq!(texts(&format!("{template}完"), &text), Err(Mismatch::Words));
    }
}
