//! The small closed vocabularies: status, light, stage, item state, section, separation.
//! Each has an `id` (English, for JSON and SQL) and a `word` (Chinese, for people).

mod section;

use serde::{Deserialize, Serialize};

pub use section::{Section, Separation};

use super::fact::ExitKind;
use crate::text::lang::{Text, english};

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
    pub const fn text(self) -> Text {
        match self {
            Self::Decoupled => text!("已脱钩", "decoupled"),
            Self::Planned => text!("拟脱钩", "to decouple"),
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

worded!(Status);

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

    /// Two cells, in Chinese one character: the sign that stands beside the colour.
    pub const fn sign_text(self) -> Text {
        match self {
            Self::Grey => text!("灰", "Gy"),
            Self::Green => text!("绿", "Gn"),
            Self::Blue => text!("蓝", "Bl"),
            Self::Yellow => text!("黄", "Ye"),
            Self::Red => text!("红", "Rd"),
        }
    }

    /// The sign as data, in filters and on paper.
    pub const fn sign(self) -> &'static str {
        self.sign_text().zh
    }

    /// What the light is called in a sentence.
    pub fn name(self) -> &'static str {
        if english() { self.id() } else { self.sign() }
    }

    /// What the light means, for people who have to act on it.
    pub const fn text(self) -> Text {
        match self {
            Self::Grey => text!("未到启动或无任务", "not started or no task"),
            Self::Green => text!("正常或按期办结", "on course or done in time"),
            Self::Blue => text!("即将到期", "due soon"),
            Self::Yellow => text!("临近到期或逾期补办", "due any day or made up late"),
            Self::Red => text!("逾期未办", "overdue"),
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

worded!(Light);

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
    pub const fn text(self) -> Text {
        match self {
            Self::Historic => text!("历史已脱钩", "decoupled before"),
            Self::Deregistered => text!("注销", "deregistered"),
            Self::Revoked => text!("撤销", "revoked"),
            Self::Merged => text!("合并", "merged"),
            Self::Deferred => text!("暂缓", "put off"),
            Self::NotStarted => text!("未启动", "not started"),
            Self::PlanSubmitted => text!("方案已报", "plan filed"),
            Self::Approved => text!("已批复", "approved"),
            Self::InProgress => text!("办理中", "under way"),
            Self::Completed => text!("已完成", "completed"),
            Self::Closed => text!("已销号", "closed out"),
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

worded!(Stage);

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
    pub const fn text(self) -> Text {
        match self {
            Self::Open => text!("未办", "open"),
            Self::Doing => text!("办理中", "doing"),
            Self::Done => text!("已办", "done"),
            Self::NotApplicable => text!("不涉及", "n/a"),
            Self::Doubtful => text!("存疑", "doubt"),
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

worded!(ItemState);

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
    pub const fn text(self) -> Text {
        match self {
            Self::CityBureau => text!("本级部门", "city bureau"),
            Self::Vertical => text!("省级或垂直管理", "provincial or vertical"),
            Self::PartyOrMass => text!("党群机关", "Party or mass body"),
            Self::DirectRegistration => text!("直接登记", "direct registration"),
        }
    }
}

worded!(UnitKind);

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
