//! Whom a milestone concerns, and why not.

use std::fmt;

use crate::domain::round::{Outside, PopulationRule, RoundInfo, Training, TrainingBasis};

impl PopulationRule {
    /// What decides about a unit, in a few words.
    pub fn basis(self, training: Training) -> String {
        match self {
            Self::TrainingUnits => t!(
                "任务 {} 家，{} {} 家",
                "{} to do, {} {}",
                training.counted,
                verdict(training),
                training.threshold
            ),
            Self::Once | Self::UnitsWithPlanned | Self::Units | Self::PlannedAssociations => {
                t!("拟脱钩 {} 家", "{} to be decoupled", training.planned)
            }
        }
    }

    /// The rule in words.
    pub fn words(self, info: &RoundInfo) -> String {
        match self {
            Self::Once => t!("{}一次", "{} once", info.everywhere()),
            Self::Units => s!("每个业务主管单位", "every supervising unit").to_owned(),
            Self::UnitsWithPlanned => s!(
                "有拟脱钩协会的业务主管单位",
                "supervising units with associations to be decoupled"
            )
            .to_owned(),
            Self::PlannedAssociations => {
                s!("每个拟脱钩协会", "every association to be decoupled").to_owned()
            }
            Self::TrainingUnits => t!(
                "脱钩任务 {} 家以上的业务主管单位",
                "supervising units with {} or more to decouple",
                info.thresholds.training_min_associations
            ),
        }
    }
}

fn verdict(training: Training) -> &'static str {
    if training.in_scope() {
        s!("达到", "at least")
    } else {
        s!("不足", "fewer than")
    }
}

impl fmt::Display for Training {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.basis {
            TrainingBasis::Planned => s!("拟脱钩", "to be decoupled"),
            TrainingBasis::All => s!("所属协会", "associations"),
        };
        let Self {
            counted, threshold, ..
        } = self;
        put!(f, "{what} {counted} 家，", "{what} {counted}, ")?;
        match (self.in_scope(), self.inclusive) {
            (true, true) => put!(
                f,
                "达到 {threshold} 家以上（含本数）",
                "at least {threshold}"
            ),
            (true, false) => put!(f, "达到 {threshold} 家以上（不含本数）", "over {threshold}"),
            (false, true) => put!(f, "不足 {threshold} 家", "fewer than {threshold}"),
            (false, false) => put!(f, "不超过 {threshold} 家", "not over {threshold}"),
        }
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Training(training) => write!(f, "{training}"),
            Self::NothingPlanned => f.write_str(s!("没有拟脱钩的协会", "none to be decoupled")),
            Self::AllLeft => f.write_str(s!(
                "拟脱钩的协会均已退出本轮",
                "those to be decoupled have all left this round"
            )),
            Self::Decoupled => f.write_str(s!("名册所列状态为已脱钩", "decoupled in the roster")),
        }
    }
}

/// `早 2 天`, `按期`, `晚 5 天`: how far the actual date lies from the planned one.
pub fn slip(days: i64) -> String {
    match days {
        0 => s!("按期", "in time").to_owned(),
        1.. => t!("晚 {days} 天", "{days} days late"),
        _ => t!("早 {} 天", "{} days early", -days),
    }
}
