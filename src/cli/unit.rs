//! `tuogou unit`: which printed names are one unit.

use std::io::Write;

use clap::{Args, Subcommand};

use super::output::{write_recorded, write_report};
use super::{Desk, Run};
use crate::app::find::{self, FindError, UnitChoice};
use crate::app::units::RegroupEffect;
use crate::domain::command::{Command, Context};
use crate::report::printed_units;
use crate::report::regrouped::{self, Regrouped};
use crate::text::cells::visible;

/// Subcommands of `unit`.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum UnitCommand {
    /// 列出印发的单位名称，各归入哪个单位统计
    /// ¦ List printed unit names and what they count under
    List,
    /// 把一个单位并入另一个统计；名册照印，可以撤销
    /// ¦ Count one unit under another; the roster stays as printed; can be undone
    Merge(MergeArgs),
    /// 把一个印发名称重新单独统计
    /// ¦ Count a printed name by itself again
    Split(SplitArgs),
}

/// Arguments of `unit merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// 并入别处的单位：全称、简称、印发名称或其中一部分
    /// ¦ The unit to merge: full, short or printed name, or part of it
    #[arg(value_name = "单位")]
    pub unit: String,
    /// 归入的单位
    /// ¦ The unit to merge into
    #[arg(long, value_name = "单位")]
    pub into: String,
    /// 归入的单位不在名册中，按所写名称新立
    /// ¦ The unit to merge into is not in the roster: make it by this name
    #[arg(long)]
    pub new: bool,
    /// 依据或理由
    /// ¦ Paper or reason
    #[arg(long, value_name = "文字", default_value = "")]
    pub reason: String,
    /// 只看会改变什么，不登记
    /// ¦ Only show what would change
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `unit split`.
#[derive(Debug, Args)]
pub struct SplitArgs {
    /// 名册印发的单位名称
    /// ¦ Unit name as printed in the roster
    #[arg(value_name = "印发名称")]
    pub printed: String,
    /// 依据或理由
    /// ¦ Paper or reason
    #[arg(long, value_name = "文字", default_value = "")]
    pub reason: String,
    /// 只看会改变什么，不登记
    /// ¦ Only show what would change
    #[arg(long)]
    pub dry_run: bool,
}

impl Run for UnitCommand {
    fn reads(&self) -> bool {
        matches!(self, Self::List)
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let (command, dry_run) = match self {
            UnitCommand::List => return list(desk, out),
            UnitCommand::Merge(args) => (merge(desk, args)?, args.dry_run),
            UnitCommand::Split(args) => (split(desk, args), args.dry_run),
        };
        let moment = desk.moment();
        let context = Context::new(desk.session.by(), moment.at, moment.as_of);
        let (said, effect) = if dry_run {
            let effect = RegroupEffect::of(&desk.ledger, &command, &context)?;
            (
                s!("只是试算，没有登记", "Only tried, nothing was recorded").to_owned(),
                effect,
            )
        } else {
            let before = desk.ledger.clone();
            let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
            let effect = RegroupEffect::between(&before, &desk.ledger, receipt.changes);
            (receipt.sentence(), effect)
        };
        let recorded = !dry_run && effect.changed > 0;
        let sentence = format!("{said}\n{}", effect.sentence());
        let done = Regrouped {
            what: said,
            recorded,
            counts: [effect.before, effect.after],
            changed: effect.changed,
            milestone: effect.milestone,
        };
        let report = regrouped::report(&desk.ledger, done, desk.as_of);
        write_recorded(out, desk.format(), &report, &sentence)
    }
}

fn list(desk: &Desk, out: &mut dyn Write) -> anyhow::Result<()> {
    let report = printed_units::report(&desk.ledger, desk.as_of);
    write_report(out, desk.format(), &report)
}

fn merge(desk: &Desk, args: &MergeArgs) -> anyhow::Result<Command> {
    let ledger = &desk.ledger;
    let direct = || ledger.round().info.thresholds.direct_registration.clone();
    let name = |choice| match choice {
        UnitChoice::Unit(unit) => ledger.units()[unit].name.to_string(),
        // Refused by name.
        UnitChoice::Direct => direct(),
    };
    let into = if args.new {
        args.into.clone()
    } else {
        match find::unit(ledger, &args.into) {
            Ok(choice) => name(choice),
            Err(FindError::Nothing { .. }) => anyhow::bail!(both!(
                "归入的单位「{}」不在名册中；确是继任单位的，写全称并加 --new",
                "The unit \"{}\" is not in the roster; if it is a successor give its full name and --new",
                visible(&args.into)
            )),
            Err(error) => return Err(error.into()),
        }
    };
    Ok(Command::MergeUnit {
        from: name(find::unit(ledger, &args.unit)?),
        into,
        reason: args.reason.clone(),
    })
}

/// A printed name is meant, which need not be the name of a unit.
fn split(desk: &Desk, args: &SplitArgs) -> Command {
    let ledger = &desk.ledger;
    let round = ledger.round();
    let mut names = ledger.printed_units().iter().map(|unit| unit.name.as_str());
    let wanted = args.printed.trim();
    let printed = names.find(|name| *name == wanted || round.without_city(name) == wanted);
    Command::SplitUnit {
        printed: printed.unwrap_or(wanted).to_owned(),
        reason: args.reason.clone(),
    }
}
