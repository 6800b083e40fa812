//! Where the lines of the charts run. Numbers only: colours, words and the drawing itself are
//! the template's, so that both themes and an office's own page share them.

use std::f64::consts::TAU;

use chrono::NaiveDate;
use serde::Serialize;

use super::{LeaderReport, Point, ReportDay};
use crate::domain::ledger::Ledger;

/// The burn-up's drawing area: left, top, right, bottom.
const PLOT: (f64, f64, f64, f64) = (52.0, 18.0, 704.0, 232.0);
/// Part of the width that the plan keeps when the as-of date lies far behind it.
const PLAN_SHARE: f64 = 0.86;
/// As-of dates beyond this part of the plan's length are drawn together.
const FAR: f64 = 0.3;
/// The donut: middle, radius of the ring's middle line, and of the words around it.
const MIDDLE: (f64, f64) = (190.0, 118.0);
const RING: f64 = 74.0;
const WORDS: f64 = 98.0;
/// A smaller part of the ring has no room for its word; the table has it.
const LEAST: f64 = 0.025;
/// Days after the last milestone that the plan still shows.
const MARGIN_DAYS: i64 = 7;

/// A part of the ring, as a stroke along its middle line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Arc {
    pub id: &'static str,
    pub word: &'static str,
    pub count: usize,
    /// The path's `d`.
    pub path: String,
    /// Where its word stands; none where there is no room.
    pub label: Option<Label>,
}

/// Where a word stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Label {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// `start`, `middle`, `end`
    pub anchor: &'static str,
}

/// The end of a line, and where what it says stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartEnd {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// From the left.
    pub label: String,
    /// From the top.
    pub above: String,
}

/// A place with a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tick {
    /// How far from the left or from the top.
    pub at: String,
    /// What stands there.
    pub label: String,
    /// A second line, or nothing.
    pub note: String,
}

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Charts {
    /// The ring of the stages.
    pub donut: Vec<Arc>,
    /// Points of the line of what is done.
    pub done: String,
    /// The same, closed to an area.
    pub area: String,
    /// Points of the line of what is planned.
    pub planned: String,
    /// The end of the line of what is done.
    pub end: ChartEnd,
    /// Milestones along the bottom.
    pub days: Vec<Tick>,
    /// Items along the side.
    pub items: Vec<Tick>,
    /// The as-of date.
    pub today: Tick,
    /// Where time is drawn together; none when it is not.
    pub cut: Option<String>,
}

/// From a day to its place.
struct ChartScale {
    start: NaiveDate,
    /// Last day that the plan shows.
    end: NaiveDate,
    /// The day at the right edge.
    last: NaiveDate,
    /// Part of the width that runs until `end`.
    share: f64,
    /// Items at the top.
    top: usize,
}

#[allow(clippy::cast_precision_loss, reason = "counts of items and days")]
fn float(number: i64) -> f64 {
    number as f64
}

impl ChartScale {
    fn new(ledger: &Ledger, as_of: NaiveDate, top: usize) -> Self {
        let round = ledger.round();
        let start = round.info.notice.dated_on.min(as_of);
        let days = round.milestones().iter().map(|def| def.due_on);
        let last_due = days.max().unwrap_or(as_of);
        let end = last_due + chrono::Duration::days(MARGIN_DAYS);
        let over = float((as_of - end).num_days()) / float((end - start).num_days().max(1));
        let (end, last, share) = if over > FAR {
            (end, as_of, PLAN_SHARE)
        } else {
            (end.max(as_of), end.max(as_of), 1.0)
        };
        Self {
            start,
            end,
            last,
            share,
            top: top.max(1),
        }
    }

    fn x(&self, on: NaiveDate) -> f64 {
        let part = |from: NaiveDate, to: NaiveDate| {
            let whole = (to - from).num_days().max(1);
            float((on - from).num_days().clamp(0, whole)) / float(whole)
        };
        let at = if on <= self.end {
            part(self.start, self.end) * self.share
        } else {
            self.share + part(self.end, self.last) * (1.0 - self.share)
        };
        PLOT.0 + at * (PLOT.2 - PLOT.0)
    }

    fn y(&self, items: usize) -> f64 {
        let part = float(i64::try_from(items).unwrap_or(i64::MAX))
            / float(i64::try_from(self.top).unwrap_or(i64::MAX));
        PLOT.3 - part.min(1.0) * (PLOT.3 - PLOT.1)
    }

    fn points(&self, points: &[Point]) -> String {
        let points = points.iter().map(|point| {
            let (x, y) = (self.x(point.on), self.y(point.items));
            format!("{x:.1},{y:.1}")
        });
        points.collect::<Vec<_>>().join(" ")
    }
}

impl Charts {
    /// Works out where each line and label lies.
    pub fn new(ledger: &Ledger, report: &LeaderReport, as_of: NaiveDate) -> Self {
        let burn = &report.burn;
        let scale = ChartScale::new(ledger, as_of, burn.total);
        let done = scale.points(&burn.done);
        let first = burn.done.first().map_or(PLOT.0, |point| scale.x(point.on));
        let (end_x, end_y) = (scale.x(as_of), scale.y(burn.done_now));
        // The words at the end lean to the side where there is room.
        let leans = end_x > PLOT.2 - 150.0;
        let milestones = ledger.round().milestones().iter();
        let days = milestones.map(|def| Tick {
            at: format!("{:.1}", scale.x(def.due_on)),
            label: def.id.clone(),
            note: def.due_short(),
        });
        let items = steps(burn.total);
        let items = items.into_iter().map(|items| Tick {
            at: format!("{:.1}", scale.y(items)),
            label: items.to_string(),
            note: String::new(),
        });
        Self {
            donut: donut(report),
            area: format!("{first:.1},{:.1} {done} {end_x:.1},{:.1}", PLOT.3, PLOT.3),
            done,
            planned: scale.points(&burn.planned),
            end: ChartEnd {
                x: format!("{end_x:.1}"),
                y: format!("{end_y:.1}"),
                label: format!("{:.1}", if leans { end_x - 8.0 } else { end_x + 8.0 }),
                // The plan runs above those who are behind, below those who are ahead.
                above: if burn.done_now < burn.due_now && as_of <= scale.end && scale.share >= 1.0 {
                    format!("{:.1}", (end_y + 17.0).min(PLOT.3 - 5.0))
                } else {
                    format!("{:.1}", (end_y - 9.0).max(PLOT.1 + 12.0))
                },
            },
            days: days.collect(),
            items: items.collect(),
            today: Tick {
                at: format!("{end_x:.1}"),
                label: ReportDay::from(as_of).date,
                note: if leans { "end" } else { "start" }.to_owned(),
            },
            cut: (scale.share < 1.0).then(|| format!("{:.1}", scale.x(scale.end))),
        }
    }
}

/// Round numbers from nothing up to everything.
fn steps(total: usize) -> Vec<usize> {
    let mut step = 1;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut unit = 1;
    while total / step > 5 {
        let factor = factors.next().unwrap_or(10);
        step = unit * factor;
        if factor == 10 {
            unit *= 10;
        }
    }
    // The last round number gives way to everything where they would touch.
    let mut steps: Vec<usize> = (0..=total).step_by(step).collect();
    steps.retain(|at| *at == 0 || total - at > step / 3);
    steps.push(total);
    steps.dedup();
    steps
}

fn donut(report: &LeaderReport) -> Vec<Arc> {
    let total = report.sums.total.max(1);
    let place = |part: f64, radius: f64| {
        let angle = part * TAU - TAU / 4.0;
        (
            format!("{:.2}", MIDDLE.0 + radius * angle.cos()),
            format!("{:.2}", MIDDLE.1 + radius * angle.sin()),
        )
    };
    let part = |count: usize| {
        float(i64::try_from(count).unwrap_or(i64::MAX))
            / float(i64::try_from(total).unwrap_or(i64::MAX))
    };
    let mut from = 0;
    let mut arcs = Vec::new();
    for stage in report.stages.iter().filter(|stage| stage.count > 0) {
        let to = from + stage.count;
        let (start, end) = (part(from), part(to));
        let half = f64::midpoint(start, end);
        // Two arcs, because one cannot go all the way round.
        let [first, second, third] = [start, half, end].map(|part| {
            let (x, y) = place(part, RING);
            format!("{x} {y}")
        });
        let arc = format!("A{RING} {RING} 0 0 1");
        let path = format!("M{first} {arc} {second} {arc} {third}");
        arcs.push(Arc {
            id: stage.id,
            word: stage.word,
            count: stage.count,
            path,
            label: (end - start > LEAST).then(|| {
                let (x, y) = place(half, WORDS);
                let anchor = if half < 0.5 { "start" } else { "end" };
                Label { x, y, anchor }
            }),
        });
        from = to;
    }
    arcs
}
