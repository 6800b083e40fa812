//! 为什么: the answer about one light, and the questions that were asked on the way to it.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::panel::{self, PAGE};
use super::{Hint, Outcome, Popup};
use crate::domain::ledger::Ledger;
use crate::domain::light::Assessment;
use crate::text::cells;
use crate::text::lang::Text;
use crate::tui::action::{self, Action, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;
use crate::words::why::{self, What, Why};

/// Cells of the headings on the left.
const HEADING: usize = 9;
/// Cells of the popup, where the terminal has them.
const WIDTH: u16 = 96;
/// Cells for the words of a light and the days: `逾期未办 逾期 24 天`.
const VERDICT: usize = 24;
/// Cells for what is said of a part.
const NOTE: usize = 12;

/// Answers: the one that is shown, and those that were asked for on the way to it.
#[derive(Debug)]
pub struct WhyView {
    answer: WhyAnswer,
    /// Those that were asked for before it, the newest last.
    before: Vec<WhyAnswer>,
}

/// One answer and where one is in it.
#[derive(Debug)]
struct WhyAnswer {
    why: Why,
    list: List,
    lines: Vec<AnswerLine>,
}

/// A line of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum AnswerLine {
    /// A heading, or none below the first line of one, and a text.
    Text(&'static str, String),
    /// A part, by its place in [`Why::behind`].
    Part(usize),
    /// What it is a part of, by its place in [`Why::within`].
    Within(usize),
}

impl WhyView {
    /// Asks about one light.
    pub fn new(ledger: &Ledger, what: What, as_of: NaiveDate, size: Size) -> Self {
        Self {
            answer: WhyAnswer::new(ledger, what, as_of, size),
            before: Vec::new(),
        }
    }
}

impl WhyAnswer {
    fn new(ledger: &Ledger, what: What, as_of: NaiveDate, size: Size) -> Self {
        let why = why::why(ledger, what, as_of);
        let width = usize::from(width(size)).saturating_sub(HEADING + 2);
        let mut lines = Vec::new();
        for (heading, text) in why.lines(&ledger.round().info) {
            let wrapped = cells::wrap(&cells::shown(&text), width.max(2));
            for (at, line) in wrapped.into_iter().enumerate() {
                lines.push(AnswerLine::Text(if at == 0 { heading } else { "" }, line));
            }
        }
        let first = lines.len();
        lines.extend((0..why.behind.len()).map(AnswerLine::Part));
        lines.extend((0..why.within.len()).map(AnswerLine::Within));
        // The worst part is what one most likely asks about next.
        let cursor = if why.behind.is_empty() { 0 } else { first };
        Self {
            why,
            list: List { cursor, offset: 0 },
            lines,
        }
    }

    /// What Enter asks about: the part under the cursor, else the worst one.
    fn next(&self) -> Option<What> {
        match self.lines.get(self.list.cursor)? {
            AnswerLine::Part(at) => self.why.behind.get(*at).map(|part| part.what),
            AnswerLine::Within(at) => self.why.within.get(*at).copied(),
            AnswerLine::Text(..) => self.why.behind.first().map(|part| part.what),
        }
    }

    /// Lines that fit over a terminal of this size; the keys take the last.
    fn room(&self, size: Size) -> usize {
        let most = panel::room(size);
        self.lines.len().clamp(1, most.max(1))
    }
}

/// Cells of the popup over a terminal of this size.
fn width(size: Size) -> u16 {
    size.width.saturating_sub(4).min(WIDTH)
}

impl Popup for WhyView {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        let up = action::lookup(Place::Global, key.folded()) == Some(Action::Why);
        let next = if up {
            self.answer.why.within.first().copied()
        } else if key.code == KeyCode::Enter {
            self.answer.next()
        } else {
            if let Some(action) = action::lookup(Place::List, key.folded()) {
                let answer = &mut self.answer;
                answer.list.navigate(action, answer.lines.len(), PAGE);
            }
            None
        };
        if let Some(what) = next {
            let next = WhyAnswer::new(&model.ledger, what, model.as_of_date(), model.size);
            self.before.push(std::mem::replace(&mut self.answer, next));
        }
        Outcome::Stay
    }

    /// Goes back to the question before.
    fn back(&mut self) -> bool {
        let Some(answer) = self.before.pop() else {
            return false;
        };
        self.answer = answer;
        true
    }

    fn wheel(&mut self, by: isize) {
        self.answer.list.step(by, self.answer.lines.len());
    }

    /// Everything is answered anew; what is no more is left out.
    fn refresh(&mut self, model: &Model) -> bool {
        let ledger = &model.ledger;
        let renew = |answer: &mut WhyAnswer| {
            let what = answer.why.what;
            if !why::exists(ledger, what) || why::title(ledger, what) != answer.why.title {
                return false;
            }
            let list = answer.list;
            *answer = WhyAnswer::new(ledger, what, model.as_of_date(), model.size);
            answer.list = list;
            true
        };
        self.before.retain_mut(renew);
        renew(&mut self.answer) || self.back()
    }

    fn settle(&mut self, model: &Model) {
        let room = self.answer.room(model.size);
        self.answer.list.settle(self.answer.lines.len(), room);
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            panel::hint("Enter", text!("追问所在行或最差的", "ask on")),
            panel::hint("w Ctrl-W", text!("上一级", "up")),
            (panel::UP_DOWN, text!("翻看", "scroll")),
        ]
    }

    fn leave(&self) -> Text {
        if self.before.is_empty() {
            panel::CLOSE
        } else {
            text!("上一问", "back")
        }
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let answer = &self.answer;
        let room = answer.room(size);
        let title = t!("为什么：{}", "Why: {}", answer.why.title);
        let inner = panel::open(model, size, (width(size), room), &title, buf);
        let mut cursor = inner.as_position();
        for (row, at) in (0u16..).zip(answer.list.window(answer.lines.len(), room)) {
            let line = line(model, answer, at, usize::from(inner.width));
            paint::line(buf, inner, row, &line);
            if at == answer.list.cursor && row < inner.height {
                let area = Rect::new(inner.x, inner.y + row, inner.width, 1);
                paint::select(buf, area, &model.theme);
                cursor = area.as_position();
            }
        }
        Some(cursor)
    }
}

fn line(model: &Model, answer: &WhyAnswer, at: usize, width: usize) -> Line<'static> {
    let base = model.theme.popup();
    let strong = base.patch(model.theme.strong());
    let heading = |text: &str| Span::styled(format!(" {}", cells::pad(text, HEADING, "")), strong);
    let found = &answer.why;
    match &answer.lines[at] {
        // The sign stands in the colour that it explains.
        AnswerLine::Text(word, text) if at == 0 => {
            let sign = found.assessment.light.name();
            let rest = text.strip_prefix(sign).unwrap_or(text).to_owned();
            Line::from(vec![
                heading(word),
                Span::styled(sign, model.theme.light(found.assessment.light)),
                Span::styled(rest, base),
            ])
        }
        AnswerLine::Text(word, text) => {
            Line::from(vec![heading(word), Span::styled(text.clone(), base)])
        }
        AnswerLine::Part(ix) => {
            let part = &found.behind[*ix];
            let dots = model.glyphs.ellipsis;
            let room = width.saturating_sub(1 + HEADING + 2 + 1 + NOTE + VERDICT + 1);
            let name = why::label(&model.ledger, found.what, part.what);
            Line::from(vec![
                heading(if *ix == 0 { s!("背后", "behind") } else { "" }),
                Span::styled(
                    part.assessment.light.sign_text().get(),
                    model.theme.light(part.assessment.light),
                ),
                Span::styled(" ", base),
                paint::cell(&name, room, dots, base),
                Span::styled(" ", base),
                paint::cell(&why::note(&model.ledger, part), NOTE, dots, base),
                paint::cell(&verdict(model, &part.assessment), VERDICT, dots, base),
            ])
        }
        AnswerLine::Within(ix) => {
            let name = why::title(&model.ledger, found.within[*ix]);
            Line::from(vec![
                heading(if *ix == 0 {
                    s!("属于", "part of")
                } else {
                    ""
                }),
                paint::text(&name, base),
            ])
        }
    }
}

fn verdict(model: &Model, assessment: &Assessment) -> String {
    let days = why::days(&model.ledger.round().info, assessment).unwrap_or_default();
    format!("{} {days}", assessment.reason.shown())
}
