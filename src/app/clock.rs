//! The only place that reads the clock, and the as-of date (基准日) that everything else uses.

use chrono::{DateTime, Local, NaiveDate, Utc};

use crate::text::typed_day::{NoDay, TypedDay};

pub use crate::text::day::{is_weekend, local_minute, weekday};

/// The instant, for the history.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The day on the user's calendar.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Where the screen reads the time; injected, so that tests need not wait for it.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    pub now: fn() -> DateTime<Utc>,
    /// The day on the user's calendar.
    pub today: fn() -> NaiveDate,
}

impl Clock {
    /// The real one.
    pub const REAL: Self = Self { now, today };
}

/// 基准日: the day that countdowns, lights and counts refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// Whatever today is.
    Today,
    /// A day that was chosen.
    Fixed(NaiveDate),
}

impl AsOf {
    /// The day that it means when today is `today`.
    pub const fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Today => today,
            Self::Fixed(date) => date,
        }
    }
}

/// Reads a date that says its year: what is kept means the same day whenever it is read.
pub fn parse_date(text: &str) -> Result<NaiveDate, NoDay> {
    match text.parse()? {
        TypedDay::Date(date) => Ok(date),
        _ => Err(NoDay::of(text)),
    }
}
