//! The small closed vocabularies: status, light, stage, item state, section, separation.
//! Each has an `id` (English, for JSON and SQL) and a `word` (Chinese, for people).

mod section;

use serde::{Deserialize, Serialize};

pub use section::{Section, Separation};

use super::fact::ExitKind;

/// Where an association stands according to the printed roster. Never changed by work done later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 已脱钩: separated in an earlier batch.
    Decoupled,
    /// 拟脱钩: has a separation task in this round.
    Planned,
}

impl Status {
    /// Both, in the order of their declaration.
    pub const ALL: [Self; 2] = [Self::Decoupled, Self::Planned];

    /// Reads the word of the roster's 备注 column (seed Annex 1).
    pub fn from_printed(word: &str) -> Option<Self> {
        match word {
            "已脱钩" => Some(Self::Decoupled),
            "拟脱钩" => Some(Self::Planned),
            _ => None,
        }
    }

    /// The word as the roster prints it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decoupled => "已脱钩",
            Self::Planned => "拟脱钩",
        }
    }

    /// The identifier used in JSON and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Decoupled => "decoupled",
            Self::Planned => "planned",
        }
    }
}

/// 灯. Ordered from calm to alarming, so that the worst of several is their maximum
/// (`domain.md` 3.4).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 灰: not due to start, or no task.
    #[default]
    Grey,
    /// 绿: on course, or done in time.
    Green,
    /// 蓝: due within `soon_days`.
    Blue,
    /// 黄: due within `urgent_days`, or made up late.
    Yellow,
    /// 红: overdue.
    Red,
}

impl Light {
    /// Every light, calm first.
    pub const ALL: [Self; 5] = [Self::Grey, Self::Green, Self::Blue, Self::Yellow, Self::Red];

    /// One Chinese character (two cells): the sign that stands beside the colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Grey => "灰",
            Self::Green => "绿",
            Self::Blue => "蓝",
            Self::Yellow => "黄",
            Self::Red => "红",
        }
    }

    /// What the light means, for people who have to act on it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Grey => "未到启动或无任务",
            Self::Green => "正常或按期办结",
            Self::Blue => "即将到期",
            Self::Yellow => "临近到期或逾期补办",
            Self::Red => "逾期未办",
        }
    }

    /// The identifier used in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Grey => "grey",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

/// How far an association has come, or how it left. Derived from marks, checklist, forms and
/// exits, never typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 历史已脱钩: decoupled before this round, without papers here (`domain.md` D16).
    Historic,
    /// 注销: left the round.
    Deregistered,
    /// 撤销: left the round.
    Revoked,
    /// 合并: became part of another.
    Merged,
    /// 暂缓: left the round for now.
    Deferred,
    /// 未启动
    NotStarted,
    /// 方案已报
    PlanSubmitted,
    /// 已批复
    Approved,
    /// 办理中
    InProgress,
    /// 已完成
    Completed,
    /// 已销号
    Closed,
}

impl Stage {
    /// Every stage, those without a task first.
    pub const ALL: [Self; 11] = [
        Self::Historic,
        Self::Deregistered,
        Self::Revoked,
        Self::Merged,
        Self::Deferred,
        Self::NotStarted,
        Self::PlanSubmitted,
        Self::Approved,
        Self::InProgress,
        Self::Completed,
        Self::Closed,
    ];

    /// It has left the round: nothing is asked of it any more.
    pub const fn exited(self) -> bool {
        matches!(
            self,
            Self::Deregistered | Self::Revoked | Self::Merged | Self::Deferred
        )
    }

    /// It has a task in this round: neither separated before it nor left.
    pub const fn has_task(self) -> bool {
        !self.exited() && !matches!(self, Self::Historic)
    }

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Historic => "历史已脱钩",
            Self::Deregistered => "注销",
            Self::Revoked => "撤销",
            Self::Merged => "合并",
            Self::Deferred => "暂缓",
            Self::NotStarted => "未启动",
            Self::PlanSubmitted => "方案已报",
            Self::Approved => "已批复",
            Self::InProgress => "办理中",
            Self::Completed => "已完成",
            Self::Closed => "已销号",
        }
    }

    /// The identifier used in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Historic => "historic",
            Self::Deregistered => "deregistered",
            Self::Revoked => "revoked",
            Self::Merged => "merged",
            Self::Deferred => "deferred",
            Self::NotStarted => "not_started",
            Self::PlanSubmitted => "plan_submitted",
            Self::Approved => "approved",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Closed => "closed",
        }
    }
}

impl ExitKind {
    /// How an association left that stands at a stage.
    pub fn of(stage: Stage) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| Stage::from(*kind) == stage)
    }
}

impl From<ExitKind> for Stage {
    fn from(kind: ExitKind) -> Self {
        match kind {
            ExitKind::Deregistered => Self::Deregistered,
            ExitKind::Revoked => Self::Revoked,
            ExitKind::Merged => Self::Merged,
            ExitKind::Deferred => Self::Deferred,
        }
    }
}

/// The state of one checklist item of one association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// 未办
    #[default]
    Open,
    /// 办理中
    Doing,
    /// 已办
    Done,
    /// 不涉及: does not count in the total.
    NotApplicable,
    /// 存疑: ticked, but contradicted.
    Doubtful,
}

impl ItemState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Doing,
        Self::Done,
        Self::NotApplicable,
        Self::Doubtful,
    ];

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "未办",
            Self::Doing => "办理中",
            Self::Done => "已办",
            Self::NotApplicable => "不涉及",
            Self::Doubtful => "存疑",
        }
    }

    /// The identifier used in JSON and SQL.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::NotApplicable => "not_applicable",
            Self::Doubtful => "doubtful",
        }
    }

    /// Nothing is left to do: done, or does not concern this association.
    pub const fn settled(self) -> bool {
        matches!(self, Self::Done | Self::NotApplicable)
    }
}

/// What kind of body stands behind a printed unit name (`domain.md` 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 本级部门: of the city, or the county, whose round it is.
    CityBureau,
    /// 省级或垂直管理: outside the city's command.
    Vertical,
    /// 党群机关: "参照本方案执行" (seed L18).
    PartyOrMass,
    /// 直接登记: a mode of registration, no unit.
    DirectRegistration,
}

impl UnitKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::CityBureau,
        Self::Vertical,
        Self::PartyOrMass,
        Self::DirectRegistration,
    ];

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CityBureau => "本级部门",
            Self::Vertical => "省级或垂直管理",
            Self::PartyOrMass => "党群机关",
            Self::DirectRegistration => "直接登记",
        }
    }
}

/// How sure a proposal about a unit name is (`domain.md` 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Certain,
    /// Applied from the start.
    High,
    /// Waits for the user's decision.
    Medium,
    /// The notice does not say; has to be asked.
    Ask,
}
