//! Whom a milestone concerns, and why not.

use std::fmt;

use crate::domain::round::{Outside, PopulationRule, RoundInfo, Training, TrainingBasis};

impl PopulationRule {
    /// What decides about a unit, in a few words.
    pub fn basis(self, training: Training) -> String {
        match self {
            Self::TrainingUnits => format!(
                "任务 {} 家，{} {} 家",
                training.counted,
                verdict(training),
                training.threshold
            ),
            Self::Once | Self::UnitsWithPlanned | Self::Units | Self::PlannedAssociations => {
                format!("拟脱钩 {} 家", training.planned)
            }
        }
    }

    /// The rule in words.
    pub fn words(self, info: &RoundInfo) -> String {
        match self {
            Self::Once => format!("{}一次", info.everywhere()),
            Self::Units => "每个业务主管单位".to_owned(),
            Self::UnitsWithPlanned => "有拟脱钩协会的业务主管单位".to_owned(),
            Self::PlannedAssociations => "每个拟脱钩协会".to_owned(),
            Self::TrainingUnits => format!(
                "脱钩任务 {} 家以上的业务主管单位",
                info.thresholds.training_min_associations
            ),
        }
    }
}

const fn verdict(training: Training) -> &'static str {
    if training.in_scope() {
        "达到"
    } else {
        "不足"
    }
}

impl fmt::Display for Training {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.basis {
            TrainingBasis::Planned => "拟脱钩",
            TrainingBasis::All => "所属协会",
        };
        let Self {
            counted, threshold, ..
        } = self;
        write!(f, "{what} {counted} 家，")?;
        match (self.in_scope(), self.inclusive) {
            (true, true) => write!(f, "达到 {threshold} 家以上（含本数）"),
            (true, false) => write!(f, "达到 {threshold} 家以上（不含本数）"),
            (false, true) => write!(f, "不足 {threshold} 家"),
            (false, false) => write!(f, "不超过 {threshold} 家"),
        }
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Training(training) => write!(f, "{training}"),
            Self::NothingPlanned => f.write_str("没有拟脱钩的协会"),
            Self::AllLeft => f.write_str("拟脱钩的协会均已退出本轮"),
            Self::Decoupled => f.write_str("名册所列状态为已脱钩"),
        }
    }
}

/// `早 2 天`, `按期`, `晚 5 天`: how far the actual date lies from the planned one.
pub fn slip(days: i64) -> String {
    match days {
        0 => "按期".to_owned(),
        1.. => format!("晚 {days} 天"),
        _ => format!("早 {} 天", -days),
    }
}
