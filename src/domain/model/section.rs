//! The parts of the checklist, and the five separations among them.

use serde::{Deserialize, Serialize};

/// One of the five separations (五分离, seed L23–27).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separation {
    /// 机构分离
    Institution,
    /// 职能分离
    Functions,
    /// 资产财务分离
    Assets,
    /// 人员管理分离
    Personnel,
    /// 党建外事等事项分离
    PartyForeign,
}

impl Separation {
    /// In the order of the notice.
    pub const ALL: [Self; 5] = [
        Self::Institution,
        Self::Functions,
        Self::Assets,
        Self::Personnel,
        Self::PartyForeign,
    ];

    /// The identifier used in JSON and seeds.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Functions => "functions",
            Self::Assets => "assets",
            Self::Personnel => "personnel",
            Self::PartyForeign => "party_foreign",
        }
    }
}

/// A part of the checklist: the five separations between preparation and what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 准备与报批
    Preparation,
    /// 机构分离
    Institution,
    /// 职能分离
    Functions,
    /// 资产财务分离
    Assets,
    /// 人员管理分离
    Personnel,
    /// 党建外事等事项分离
    PartyForeign,
    /// 变更登记
    Registration,
    /// 收尾销号
    Closing,
}

impl Section {
    /// How many there are.
    pub const COUNT: usize = 8;

    /// In the order of the checklist.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Preparation,
        Self::Institution,
        Self::Functions,
        Self::Assets,
        Self::Personnel,
        Self::PartyForeign,
        Self::Registration,
        Self::Closing,
    ];

    /// Which of the five separations this is, if it is one.
    pub const fn separation(self) -> Option<Separation> {
        match self {
            Self::Institution => Some(Separation::Institution),
            Self::Functions => Some(Separation::Functions),
            Self::Assets => Some(Separation::Assets),
            Self::Personnel => Some(Separation::Personnel),
            Self::PartyForeign => Some(Separation::PartyForeign),
            Self::Preparation | Self::Registration | Self::Closing => None,
        }
    }

    /// The identifier used in JSON and seeds.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Preparation => "preparation",
            Self::Registration => "registration",
            Self::Closing => "closing",
            Self::Institution => Separation::Institution.id(),
            Self::Functions => Separation::Functions.id(),
            Self::Assets => Separation::Assets.id(),
            Self::Personnel => Separation::Personnel.id(),
            Self::PartyForeign => Separation::PartyForeign.id(),
        }
    }

    /// Position in [`Section::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl From<Separation> for Section {
    fn from(separation: Separation) -> Self {
        match separation {
            Separation::Institution => Self::Institution,
            Separation::Functions => Self::Functions,
            Separation::Assets => Self::Assets,
            Separation::Personnel => Self::Personnel,
            Separation::PartyForeign => Self::PartyForeign,
        }
    }
}
