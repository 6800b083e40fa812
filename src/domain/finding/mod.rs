//! What does not fit together (`domain.md` 4.1–4.4, 4.8, 4.9): what is wrong with the roster and
//! the notice, what contradicts itself in the forms, what is out of order, what looks decoupled on
//! paper only. A finding says on what grounds it stands, as data that `words::finding` has
//! sentences for; what was decided about it is asked of the ledger. Whoever shows findings asks
//! [`of`], or takes a [`Survey`] where a large ledger is looked through while somebody types.

mod decision;
mod forms;
mod grounds;
mod names;
mod notice;
mod order;
mod ranked;
mod signals;
mod similar;
mod survey;
mod units;

use chrono::{DateTime, NaiveDate, Utc};
use ecow::EcoString;
use serde::Serialize;

use super::fact::FactKey;
use super::id::{AssocIx, MilestoneIx, PrintedIx, UnitIx};
use super::ledger::Ledger;
use super::round::FieldIx;
use crate::text::lang::Text;
use forms::answers::Answers;

pub use crate::domain::round::findings::Severity;

pub use decision::Decision;
pub use forms::FormGrounds;
pub use grounds::{Grounds, RowSpans};
pub use names::{Likeness, NameGrounds};
pub use notice::NoticeGrounds;
pub use order::{MarkedAs, OrderGrounds};
pub use ranked::Ranked;
pub use signals::{Evidence, SignalReason};
pub use survey::Survey;
pub use units::{NameInRoster, UnitGrounds};

/// What kind of thing a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 单位沿革: which printed unit names are one body, and who took over from whom.
    Units,
    /// 名册数据: names of associations, rows without papers.
    Roster,
    /// 日期文字: what the notice says in two ways, or not at all.
    Notice,
    /// 表间核对: the rules between the forms, and of the plan.
    Forms,
    /// 节点次序: milestones before those that they need.
    Order,
    /// 明脱暗不脱: decoupled on paper only.
    Signals,
    /// 回头看: decoupled before the round, without papers here.
    #[serde(rename = "lookback")]
    LookBack,
}

impl Kind {
    /// Every kind, in the order of the screen.
    pub const ALL: [Self; 7] = [
        Self::Units,
        Self::Roster,
        Self::Notice,
        Self::Forms,
        Self::Order,
        Self::Signals,
        Self::LookBack,
    ];

    /// The identifier used in JSON and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Roster => "roster",
            Self::Notice => "notice",
            Self::Forms => "forms",
            Self::Order => "order",
            Self::Signals => "signals",
            Self::LookBack => "lookback",
        }
    }

    /// A word of two or three characters.
    pub const fn short(self) -> Text {
        match self {
            Self::Units => text!("单位", "unit"),
            Self::Roster => text!("名册", "roster"),
            Self::Notice => text!("通知", "notice"),
            Self::Forms => text!("表间", "forms"),
            Self::Order => text!("次序", "order"),
            Self::Signals => text!("暗不脱", "paper"),
            Self::LookBack => text!("回头看", "looking back"),
        }
    }

    /// The word for people.
    pub const fn text(self) -> Text {
        match self {
            Self::Units => text!("单位沿革", "units over time"),
            Self::Roster => text!("名册数据", "roster"),
            Self::Notice => text!("日期文字", "dates and wording"),
            Self::Forms => text!("表间核对", "forms"),
            Self::Order => text!("节点次序", "order of milestones"),
            Self::Signals => text!("明脱暗不脱", "on paper only"),
            Self::LookBack => text!("回头看", "looking back"),
        }
    }
}

worded!(Kind);

/// Whom a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// The round as a whole.
    City,
    /// A name in the roster's unit column.
    Unit(PrintedIx),
    Association(AssocIx),
}

/// Where something can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A field of an association's form.
    Field(AssocIx, FieldIx),
    /// An association's checklist.
    Association(AssocIx),
    Milestone(MilestoneIx),
    /// A unit, by one of its printed names.
    Unit(PrintedIx),
    /// One by one, among those to be looked back on.
    LookBack,
    /// Nowhere in the ledger: it is a fact of the notice.
    Nowhere,
}

/// What is proposed for a printed unit name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// Count the first under the second.
    Merge {
        /// A printed name.
        printed: PrintedIx,
        /// The name to count it under.
        into: String,
    },
    /// It is counted under another name; count it by itself.
    Split(PrintedIx),
}

/// Where a rule or a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Chapter of `docs/domain.md`, for rules of our own: `D16`, `4.8 X04`.
    pub chapter: Option<EcoString>,
    /// What the round's documents cite (`seed L31`), or who decided.
    pub cited: EcoString,
}

impl Source {
    fn chapter(chapter: impl Into<EcoString>) -> Self {
        Self {
            chapter: Some(chapter.into()),
            cited: EcoString::new(),
        }
    }

    /// As a document of the round writes it.
    fn of_document(text: &str) -> Self {
        let mut source = Self::default();
        for part in text.split("; ") {
            match part.strip_prefix("domain.md ") {
                Some(chapter) => source.chapter = Some(chapter.into()),
                None => source.cited = part.into(),
            }
        }
        source
    }
}

/// A finding as it stands in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `U01:开封市住房和建设局`, `X04:29:a4.2.cooffice`: rule, whom, and what tells it from others.
    /// Stays the same when others appear or go.
    pub id: String,
    /// `U01` … `X27`.
    pub rule: EcoString,
    pub kind: Kind,
    pub severity: Severity,
    /// Whom it is about.
    pub about: About,
    /// What was seen.
    pub grounds: Grounds,
    /// Ids of the fields of the forms that it is about, where the forms disagree.
    pub fields: Vec<String>,
    /// For signals, the sum of their weights; 0 for other kinds.
    pub score: u32,
    /// Where the rule or the fact comes from (`seed L31`, `domain.md 4.8 X04`).
    pub source: Source,
    pub place: Place,
    /// What is proposed, for a name of a unit.
    pub proposal: Option<Proposal>,
    /// When what it rests on was last entered, where that was entered.
    pub newest: Option<DateTime<Utc>>,
    /// The decision that it is about, which needs no verdict.
    pub settled_by: Option<FactKey>,
}

impl Finding {
    /// A finding with nothing proposed.
    fn new(
        rule: impl Into<EcoString>,
        kind: Kind,
        severity: Severity,
        about: About,
        key: &str,
        grounds: impl Into<Grounds>,
    ) -> Self {
        let rule = rule.into();
        let id = if key.is_empty() {
            rule.to_string()
        } else {
            format!("{rule}:{key}")
        };
        Self {
            id,
            rule,
            kind,
            severity,
            about,
            grounds: grounds.into(),
            fields: Vec::new(),
            score: 0,
            source: Source::default(),
            place: Place::Nowhere,
            proposal: None,
            newest: None,
            settled_by: None,
        }
    }

    /// Everything that was seen of 明脱暗不脱, in that order.
    pub fn reasons(&self) -> &[SignalReason] {
        match &self.grounds {
            Grounds::Signals(reasons) => reasons,
            Grounds::NoPapers(reason) => std::slice::from_ref(reason),
            _ => &[],
        }
    }

    /// What the list shows of whom it is about.
    pub fn subject(&self, ledger: &Ledger) -> String {
        match self.about {
            About::City => ledger.round().info.everywhere().into(),
            About::Unit(printed) => ledger.printed_units()[printed].name.to_string(),
            About::Association(ix) => ledger.name(ix).to_owned(),
        }
    }

    /// It is about this unit, one of its printed names or one of its associations.
    fn stands_under(&self, ledger: &Ledger, wanted: Option<UnitIx>) -> bool {
        match self.about {
            About::City => false,
            About::Unit(printed) => ledger.printed_units()[printed].unit == wanted,
            About::Association(ix) => ledger.unit_of(ix) == wanted,
        }
    }

    /// 序号 of the association, or of the first row of a unit.
    pub fn number(&self, ledger: &Ledger) -> Option<u32> {
        let ix = match self.about {
            About::City => return None,
            About::Unit(printed) => *ledger.printed_units()[printed].associations.first()?,
            About::Association(ix) => ix,
        };
        Some(ledger.associations()[ix].no)
    }
}

/// Whose findings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything about the ledger, the worst first; of the same severity the highest score, then
    /// in the order of the roster. What is to be looked back on comes last.
    Everything,
    /// Of everything, what is about a unit, its printed names and its associations; `None` is
    /// direct registration.
    Unit(Option<UnitIx>),
    /// Of everything, what is about an association.
    Association(AssocIx),
    /// What an association's own papers show: signals, and then [`Scope::Forms`].
    Papers(AssocIx),
    /// What the rules between an association's forms find, in their order.
    Forms(AssocIx),
}

/// Everything that does not fit, of a ledger as it stood on a day.
pub fn of(ledger: &Ledger, scope: Scope, as_of: NaiveDate) -> Vec<Finding> {
    let unit = match scope {
        Scope::Papers(ix) => return of_papers(ledger, ix, as_of),
        // A form that is not there contradicts nothing, and most have none.
        Scope::Forms(ix) => {
            let answers = Answers::of(ledger, ix, as_of);
            return answers.as_ref().map(forms::findings).unwrap_or_default();
        }
        Scope::Everything | Scope::Association(_) => None,
        Scope::Unit(unit) => Some(unit),
    };
    let mut survey = Survey::new(ledger, as_of);
    while !survey.step(ledger, usize::MAX) {}
    let mut found = survey.finish().into_findings(ledger);
    if let Some(unit) = unit {
        found.retain(|one| one.stands_under(ledger, unit));
    }
    if let Scope::Association(ix) = scope {
        found.retain(|one| one.about == About::Association(ix));
    }
    found
}

fn of_papers(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> Vec<Finding> {
    let answers = Answers::of(ledger, ix, as_of);
    let between = answers.as_ref().map(forms::findings).unwrap_or_default();
    let signals = signals::of_association(ledger, ix, answers.as_ref(), &between, as_of);
    signals.into_iter().chain(between).collect()
}
