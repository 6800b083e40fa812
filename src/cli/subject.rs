//! Whom a command is about: an association by number or name, or a unit.

use clap::Args;

use crate::app::find::{self, UnitChoice};
use crate::domain::change::Subject;
use crate::domain::ledger::Ledger;

/// An association or a unit.
#[derive(Debug, Args)]
pub struct SubjectArgs {
    /// 序号、名称或名称的一部分；写了 --unit 时没有这一项
    /// ¦ Number, name or part of it; not with --unit
    #[arg(value_name = "协会")]
    pub first: Option<String>,
    /// 业务主管单位：全称、简称、印发名称或其中一部分
    /// ¦ Supervising unit: full, short or printed name, or part of it
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
}

/// A text about an association or a unit. With `--unit` the text is the only thing that stands
/// by itself.
#[derive(Debug, Args)]
pub struct SaidArgs {
    #[command(flatten)]
    pub whom: SubjectArgs,
    /// 内容；写了 --unit 时只写这一项
    /// ¦ Text; the only one with --unit
    #[arg(value_name = "内容")]
    pub second: Option<String>,
}

impl SubjectArgs {
    /// Nobody is named.
    pub const fn nobody(&self) -> bool {
        self.first.is_none() && self.unit.is_none()
    }

    /// Who is named, if anybody.
    pub fn find(&self, ledger: &Ledger) -> anyhow::Result<Option<Subject>> {
        match (&self.unit, &self.first) {
            (Some(unit), _) => self::unit(ledger, unit).map(Some),
            (None, Some(text)) => {
                let ix = find::association(ledger, text)?;
                Ok(Some(Subject::Association(ledger.associations()[ix].no)))
            }
            (None, None) => Ok(None),
        }
    }
}

impl SaidArgs {
    /// Something is to be recorded.
    pub const fn says(&self) -> bool {
        match self.whom.unit {
            Some(_) => self.whom.first.is_some(),
            None => self.second.is_some(),
        }
    }

    /// Whom it is about, if anybody, and what is said, if anything.
    pub fn read(&self, ledger: &Ledger) -> anyhow::Result<(Option<Subject>, Option<&str>)> {
        let Some(unit) = &self.whom.unit else {
            return Ok((self.whom.find(ledger)?, self.second.as_deref()));
        };
        anyhow::ensure!(
            self.second.is_none(),
            both!(
                "写了 --unit 就不再写协会，内容写成一项，有空格时加引号",
                "With --unit no association is written; write the text as one word, in quotes if it has spaces"
            )
        );
        Ok((Some(self::unit(ledger, unit)?), self.whom.first.as_deref()))
    }
}

/// A unit that is named.
pub(super) fn unit(ledger: &Ledger, text: &str) -> anyhow::Result<Subject> {
    match find::unit(ledger, text)? {
        UnitChoice::Unit(unit) => Ok(Subject::Unit(ledger.units()[unit].name.to_string())),
        UnitChoice::Direct => anyhow::bail!(both!(
            "{text} 是登记方式，不是单位，请按协会写序号",
            "{text} is a way of registration, not a unit; give the number of the association"
        )),
    }
}
