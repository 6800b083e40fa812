//! Who has to reach a milestone: the rule, with everything that is asked of it.

use serde::Deserialize;

use super::{Scope, Thresholds, TrainingBasis};

/// Who has to reach a milestone (`domain.md` 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PopulationRule {
    /// The city, once.
    Once,
    /// Every unit with an association that is 拟脱钩 and has not left.
    UnitsWithPlanned,
    /// Every unit over the training threshold.
    TrainingUnits,
    Units,
    /// Every association that is 拟脱钩.
    PlannedAssociations,
}

impl PopulationRule {
    /// On which level a milestone with this rule is reached.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Once => Scope::City,
            Self::UnitsWithPlanned | Self::TrainingUnits | Self::Units => Scope::Unit,
            Self::PlannedAssociations => Scope::Association,
        }
    }

    /// As `round.toml` writes it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::UnitsWithPlanned => "units_with_planned",
            Self::TrainingUnits => "training_units",
            Self::Units => "units",
            Self::PlannedAssociations => "planned_associations",
        }
    }

    /// A unit that has so many associations, so many of which have not left the round, or one of
    /// these, has to reach the milestone.
    pub const fn concerns(self, training: Training, tasks: usize) -> bool {
        match self {
            Self::Once => false,
            Self::Units => true,
            Self::TrainingUnits => training.in_scope() && tasks > 0,
            Self::UnitsWithPlanned | Self::PlannedAssociations => tasks > 0,
        }
    }

    /// It turns on how many associations a unit has, so that counting two units as one moves it.
    pub const fn by_size(self) -> bool {
        match self {
            Self::TrainingUnits => true,
            Self::Once | Self::UnitsWithPlanned | Self::Units | Self::PlannedAssociations => false,
        }
    }

    /// Why a unit is not concerned.
    pub const fn why_not(self, training: Training) -> Outside {
        match self {
            _ if training.planned > 0 && self.concerns(training, 1) => Outside::AllLeft,
            Self::TrainingUnits => Outside::Training(training),
            Self::Once | Self::UnitsWithPlanned | Self::Units | Self::PlannedAssociations => {
                Outside::NothingPlanned
            }
        }
    }
}

/// Why a subject has no part in a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// A unit holds no training.
    Training(Training),
    /// None of its associations is 拟脱钩.
    NothingPlanned,
    /// All of its associations that were 拟脱钩 have left.
    AllLeft,
    /// An association is 已脱钩.
    Decoupled,
}

/// Why a unit holds a training of its own, or not (`domain.md` 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Training {
    /// Its associations that are 拟脱钩.
    pub planned: usize,
    /// Associations that count.
    pub counted: usize,
    pub threshold: usize,
    /// The threshold itself is enough.
    pub inclusive: bool,
    /// What is counted.
    pub basis: TrainingBasis,
}

impl Training {
    /// Of a unit with so many associations.
    pub const fn new(thresholds: &Thresholds, planned: usize, all: usize) -> Self {
        Self {
            planned,
            counted: match thresholds.training_basis {
                TrainingBasis::Planned => planned,
                TrainingBasis::All => all,
            },
            threshold: thresholds.training_min_associations,
            inclusive: thresholds.training_inclusive,
            basis: thresholds.training_basis,
        }
    }

    /// The unit is over the threshold.
    pub const fn in_scope(self) -> bool {
        if self.inclusive {
            self.counted >= self.threshold
        } else {
            self.counted > self.threshold
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn training(planned: usize, all: usize, inclusive: bool, basis: TrainingBasis) -> Training {
        let thresholds = Thresholds {
            soon_days: 7,
            urgent_days: 3,
            due_day_inclusive: true,
            training_min_associations: 4,
            training_inclusive: inclusive,
            training_basis: basis,
            direct_registration: "直接登记".to_owned(),
        };
        Training::new(&thresholds, planned, all)
    }

    #[test]
    fn the_threshold_counts_as_the_round_says() {
        use TrainingBasis::{All, Planned};
        for (planned, all, inclusive, basis, holds) in [
            (3, 9, true, Planned, false),
            (4, 4, true, Planned, true),
            (4, 4, false, Planned, false),
            (5, 5, false, Planned, true),
            (0, 4, true, All, true),
            (0, 4, false, All, false),
        ] {
            let training = training(planned, all, inclusive, basis);
            assert_eq!(training.in_scope(), holds, "{training:?}");
            assert_eq!(training.to_string().contains("达到"), holds, "{training:?}");
        }
    }

    #[test]
    fn each_rule_concerns_its_units() {
        use PopulationRule::{Once, PlannedAssociations, TrainingUnits, Units, UnitsWithPlanned};
        let none = training(0, 5, true, TrainingBasis::Planned);
        let few = training(1, 1, true, TrainingBasis::Planned);
        let many = training(4, 4, true, TrainingBasis::Planned);
        for (rule, concerned) in [
            (Once, [false, false, false]),
            (Units, [true, true, true]),
            (UnitsWithPlanned, [false, true, true]),
            (PlannedAssociations, [false, true, true]),
            (TrainingUnits, [false, false, true]),
        ] {
            assert_eq!(
                [none, few, many].map(|unit| rule.concerns(unit, unit.planned)),
                concerned,
                "{rule:?}"
            );
        }
    }
}
