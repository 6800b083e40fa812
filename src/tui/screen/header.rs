//! Two lines that stand above every page: the tabs and the as-of date; where one is, the sum that
//! always holds, and the countdown. What gives way where there is no room is decided here.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{loading, trail};
use crate::app::clock::{AsOf, weekday};
use crate::domain::demo::DEMO;
use crate::domain::light;
use crate::domain::milestone::Countdown;
use crate::domain::model::Light;
use crate::text::cells;
use crate::text::day::chinese;
use crate::tui::action::Place;
use crate::tui::flow::astray;
use crate::tui::layout::WIDE;
use crate::tui::model::{Ctx, Model, Tab};
use crate::tui::widget::paint;

/// What a tab leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Tab(Tab),
    /// 调度会.
    Meeting,
}

impl Door {
    fn all() -> impl Iterator<Item = Self> {
        Tab::ALL.into_iter().map(Self::Tab).chain([Self::Meeting])
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Tab(tab) => tab.key(),
            Self::Meeting => "M",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Tab(tab) => tab.title(),
            Self::Meeting => s!("调度", "Meeting"),
        }
    }
}

/// What stands in the first line as far as there is room: of these the later ones give way last.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each gives way by itself")]
struct Fitting {
    who: bool,
    /// Whether the as-of date was chosen.
    chosen: bool,
    product: bool,
    keys: bool,
    weekday: bool,
    /// That what 演示 shows is made up.
    fiction: bool,
}

impl Fitting {
    fn new(ctx: &Ctx, columns: u16) -> Self {
        let wide = columns >= WIDE;
        let mut fitting = Self {
            who: wide,
            chosen: true,
            product: wide,
            keys: wide,
            weekday: true,
            fiction: true,
        };
        let gives_way: [fn(&mut Self) -> &mut bool; 6] = [
            |all| &mut all.who,
            |all| &mut all.chosen,
            |all| &mut all.product,
            |all| &mut all.keys,
            |all| &mut all.weekday,
            |all| &mut all.fiction,
        ];
        for part in gives_way {
            let all = fitting.product().width() + fitting.tabs_width() + fitting.right(ctx).width();
            if all < columns.into() {
                break;
            }
            *part(&mut fitting) = false;
        }
        fitting
    }

    fn product(self) -> Span<'static> {
        Span::raw(if self.product {
            s!(" 脱钩台账  ", " tuogou  ")
        } else {
            ""
        })
    }

    fn label(self, door: Door) -> [String; 2] {
        let key = if self.keys { door.key() } else { "" };
        let blank = if self.keys { " " } else { "" };
        [format!(" {key}"), format!("{blank}{} ", door.title())]
    }

    fn tabs_width(self) -> usize {
        let width = |door| {
            self.label(door)
                .iter()
                .map(|text| cells::width(text))
                .sum::<usize>()
        };
        Door::all().map(width).sum()
    }

    /// What the ledger is, who works, and on which day.
    fn right(self, ctx: &Ctx) -> Line<'static> {
        let theme = &ctx.theme;
        let mut spans = Vec::new();
        let demo = ctx.ledger.round().demo.is_some();
        let badge = match &ctx.astray {
            Some(found) => astray::badge(found).to_owned(),
            None if ctx.offline => s!(" 离线 ", " offline ").to_owned(),
            None if demo && self.fiction => t!(" {DEMO} 虚构 ", " demo, made up "),
            None if demo => t!(" {DEMO} ", " demo "),
            None => String::new(),
        };
        let read_only = if ctx.read_only {
            s!(" 只读 ", " read-only ")
        } else {
            ""
        };
        if !badge.is_empty() || ctx.read_only {
            spans.push(Span::styled(format!("{badge}{read_only}"), theme.demo()));
        }
        if self.who {
            let who = cells::shown(&ctx.who).into_owned();
            spans.push(Span::styled(format!("  {who}  "), theme.soft()));
        }
        let date = ctx.as_of_date();
        let (word, day) = match (ctx.as_of, self.weekday) {
            (AsOf::Today, true) => (s!("今天", "today"), format!("{date} {}", weekday(date))),
            (AsOf::Fixed(_), true) => (s!("基准", "as of"), format!("{date} {}", weekday(date))),
            (AsOf::Today, false) => (s!("今天", "today"), date.to_string()),
            (AsOf::Fixed(_), false) => (s!("基准", "as of"), date.to_string()),
        };
        if self.chosen {
            spans.push(Span::styled(format!(" {word}"), theme.faint()));
        }
        spans.push(Span::styled(format!(" {day} "), theme.strong()));
        Line::from(spans)
    }
}

/// Where the tabs are in the first line.
pub fn tabs(ctx: &Ctx, header: Rect) -> Vec<(Rect, Door)> {
    let fitting = Fitting::new(ctx, header.width);
    let cell = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
    let mut x = header.x.saturating_add(cell(fitting.product().width()));
    Door::all()
        .map(|door| {
            let width = fitting
                .label(door)
                .iter()
                .map(|text| cells::width(text))
                .sum();
            let area = Rect::new(x, header.y, cell(width), 1);
            x = area.right();
            (area.intersection(header), door)
        })
        .collect()
}

/// The tab at a place of the screen.
pub fn door_at(ctx: &Ctx, header: Rect, at: Position) -> Option<Door> {
    let mut tabs = tabs(ctx, header).into_iter();
    tabs.find(|(area, _)| area.contains(at))
        .map(|(_, door)| door)
}

/// Draws both lines.
pub fn draw(model: &Model, area: Rect, buf: &mut Buffer) {
    let first = Rect { height: 1, ..area };
    buf.set_style(first, model.theme.surface());
    let fitting = Fitting::new(model, area.width);
    let product = fitting.product().style(model.theme.accent());
    paint::line(buf, first, 0, &Line::from(product));
    let meeting = model.place() == Place::Meeting;
    let open = if meeting {
        Door::Meeting
    } else {
        Door::Tab(model.tab)
    };
    for (place, door) in tabs(model, area) {
        let [key, word] = fitting.label(door);
        let (style, keys) = if door == open {
            (model.theme.open_tab(), model.theme.open_tab())
        } else {
            (model.theme.soft(), model.theme.faint())
        };
        let label = Line::from(vec![Span::styled(key, keys), Span::styled(word, style)]);
        paint::line(buf, place, 0, &label);
        if door == open {
            // The line below the word begins and ends with it.
            let inner = Rect {
                x: place.x,
                width: place.width.min(1),
                ..place
            };
            let end = Rect {
                x: place.right().saturating_sub(1),
                width: place.width.min(1),
                ..place
            };
            for blank in [inner, end] {
                buf.set_style(blank, Style::new().not_underlined());
            }
        }
    }
    paint::to_the_right(buf, first, &fitting.right(model));
    place(
        model,
        Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        },
        buf,
    );
}

/// The second line.
fn place(model: &Model, area: Rect, buf: &mut Buffer) {
    let room = usize::from(area.width);
    let parts = trail::parts(model);
    let shortest = |lines: &[Line<'static>]| -> Line<'static> {
        let taken = trail::width(&parts, model);
        let fits = lines.iter().find(|line| line.width() + taken + 2 <= room);
        fits.or(lines.last()).cloned().unwrap_or_default()
    };
    let left = paint::to_the_right(buf, area, &shortest(&totals(model)));
    let left = Rect {
        width: left.width.saturating_sub(1),
        ..left
    };
    paint::line(buf, left, 0, &trail::line(model, parts, left.width.into()));
}

/// The sum that always holds and the countdown, the longest way to say it first.
fn totals(model: &Model) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let city = &model.sums.city;
    let (total, decoupled, planned) = (city.total, city.decoupled, city.planned);
    let (long, short) = if let Some(words) = loading::words(model) {
        (words.clone(), words)
    } else {
        (
            t!(
                "{total} = 已脱钩 {decoupled} + 拟脱钩 {planned}",
                "{total} = {decoupled} decoupled + {planned} to go"
            ),
            t!(
                "{total} = 已 {decoupled} + 拟 {planned}",
                "{total} = {decoupled} + {planned}"
            ),
        )
    };
    // The overview says it in large figures.
    let countdown = if model.place() == Place::Overview && model.loading.is_none() {
        [Vec::new(), Vec::new()]
    } else {
        countdown_spans(model)
    };
    let [full, brief] = countdown;
    let line = |sum: &str, countdown: &[Span<'static>]| {
        let mut spans = Vec::new();
        if model.later > 0 {
            let later = t!("其后 {} 条未计  ", "+{} later  ", model.later);
            spans.push(Span::styled(later, theme.light_text(Light::Yellow)));
        }
        spans.push(Span::styled(sum.to_owned(), theme.soft()));
        if !countdown.is_empty() {
            spans.push(Span::raw("  "));
            spans.extend_from_slice(countdown);
        }
        spans.push(Span::raw(" "));
        Line::from(spans)
    };
    vec![
        line(&long, &full),
        line(&long, &brief),
        line(&short, &brief),
    ]
}

/// How long there is still, with the name of the milestone and without.
fn countdown_spans(ctx: &Ctx) -> [Vec<Span<'static>>; 2] {
    let urgent = ctx.theme.light_text(urgency(ctx)).bold();
    match ctx.sums.countdown {
        Countdown::Next {
            milestone,
            days_left,
        } => {
            let def = &ctx.ledger.round().milestones()[milestone];
            let left = Span::styled(days_words(days_left), urgent);
            let name = |text: String| Span::styled(format!("{text} "), ctx.theme.soft());
            let full = def.heading();
            [
                vec![name(full), left.clone()],
                vec![name(def.id.clone()), left],
            ]
        }
        Countdown::Target {
            date, days_left, ..
        } => {
            let left = Span::styled(days_words(days_left), urgent);
            let title = &ctx.ledger.round().info.dates[date].title;
            let name = Span::styled(format!("{title} "), ctx.theme.soft());
            [vec![name, left.clone()], vec![left]]
        }
        Countdown::Over { days_since, .. } => {
            let milestones = ctx.ledger.round().milestones();
            let count = chinese(milestones.len());
            let full = t!(
                "{count}个节点都已过，最后一个已过 {days_since} 天",
                "all {count} milestones have passed, the last {days_since} days ago"
            );
            let brief = t!("节点已过 {days_since} 天", "passed {days_since} days ago");
            [full, brief].map(|text| vec![Span::styled(text, urgent)])
        }
    }
}

fn days_words(days_left: i64) -> String {
    match days_left {
        0 => s!("就是今天", "is today").to_owned(),
        left => t!("还有 {left} 天", "{left} days left"),
    }
}

/// How urgent it is.
pub fn urgency(ctx: &Ctx) -> Light {
    match ctx.sums.countdown {
        Countdown::Next { milestone, .. } => ctx.sums.standings[milestone].light,
        Countdown::Target { unfinished: 0, .. } | Countdown::Over { unfinished: 0, .. } => {
            Light::Green
        }
        Countdown::Target { date, .. } => {
            let info = &ctx.ledger.round().info;
            let span = light::Span {
                due_on: info.dates[date].to,
                starts_on: info.notice.dated_on,
            };
            let case = light::Case::Task {
                span,
                done_on: None,
            };
            light::assess(info, case, ctx.as_of_date()).light
        }
        Countdown::Over { .. } => Light::Red,
    }
}
