//! `tuogou completions`: the script that makes a shell ask at each Tab, and what the program answers
//! then: commands and options by themselves, values from the ledger.
//!
//! An answer never fails and writes nothing: what cannot be read is left out.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use super::args;
use super::speak;
use crate::app::load;
use crate::app::paths;
use crate::app::views;
use crate::domain::ledger::Ledger;
use crate::exchange::seed;
use crate::report::roster;

/// The variable by which a shell says that it asks.
const ASKED: &str = "TUOGOU_COMPLETE";

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// 哪种外壳：bash、zsh、fish、powershell、elvish
    /// ¦ Shell: bash, zsh, fish, powershell, elvish
    #[arg(value_name = "外壳", hide_possible_values = true)]
    pub shell: ShellArg,
}

/// Shells that can ask.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ShellArg {
    Bash,
    Zsh,
    Fish,
    /// On Windows and elsewhere.
    #[value(alias = "pwsh")]
    Powershell,
    Elvish,
}

impl CompletionsArgs {
    /// Prints the script.
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let name = self.shell.to_possible_value();
        let shells = Shells::builtins();
        let shell = name.and_then(|name| shells.completer(name.get_name()));
        let shell = shell.expect("each of them is one of those");
        let mut script = Vec::new();
        shell
            .write_registration(ASKED, "tuogou", "tuogou", "tuogou", &mut script)
            .context(both!(
                "无法写出补全脚本",
                "Cannot write the completion script"
            ))?;
        out.write_all(&script)?;
        Ok(())
    }
}

/// A shell asks.
pub fn is_asked() -> bool {
    std::env::var_os(ASKED).is_some_and(|shell| !shell.is_empty())
}

/// Answers a shell. What goes wrong is nothing that somebody who presses Tab wants to read.
pub fn answer(args: Vec<OsString>) -> ExitCode {
    let values = Arc::new(Values::new(&args));
    let asked = CompleteEnv::with_factory(|| speak::help(with_values(args::in_order(), &values)))
        .var(ASKED);
    let folder = std::env::current_dir().ok();
    let _ = asked.bin("tuogou").try_complete(args, folder.as_deref());
    ExitCode::SUCCESS
}

/// Gives every argument that takes something of the ledger what there is of it.
fn with_values(command: clap::Command, values: &Arc<Values>) -> clap::Command {
    command
        .mut_args(|arg| {
            let called = arg.get_value_names().and_then(<[_]>::first);
            let source = called.and_then(|called| Source::of(called));
            let Some(source) = source else {
                return arg;
            };
            let values = Arc::clone(values);
            arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                values.beginning(source, typed)
            }))
        })
        .mut_subcommands(|command| with_values(command, values))
}

/// Where values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Associations,
    Units,
    PrintedUnits,
    Items,
    Milestones,
    /// An association, a milestone or an item.
    Subjects,
    Fields,
    Columns,
    Views,
    Sections,
}

impl Source {
    /// By what a value is called in the usage.
    const CALLED: [(&'static str, Self); 10] = [
        ("协会", Self::Associations),
        ("单位", Self::Units),
        ("印发名称", Self::PrintedUnits),
        ("事项", Self::Items),
        ("节点", Self::Milestones),
        ("协会、节点或事项", Self::Subjects),
        ("栏目", Self::Fields),
        ("列", Self::Columns),
        ("数字", Self::Views),
        ("部分", Self::Sections),
    ];

    fn of(called: &str) -> Option<Self> {
        let found = Self::CALLED.iter().find(|(name, _)| *name == called);
        found.map(|(_, source)| *source)
    }
}

/// What can be written, and what it is.
type Value = (String, String);

/// The ledger that the values come from, read at the first one that is asked for.
struct Values {
    path: Option<PathBuf>,
    ledger: OnceLock<Option<Ledger>>,
}

impl Values {
    /// Of the ledger that the line names, else the usual one.
    fn new(args: &[OsString]) -> Self {
        let named = args.iter().enumerate().rev().find_map(|(at, word)| {
            let word = word.to_str()?;
            match word.strip_prefix("--ledger=") {
                Some(path) => Some(OsString::from(path)),
                None if word == "--ledger" => args.get(at + 1).cloned(),
                None => None,
            }
        });
        let named = named.or_else(|| std::env::var_os("TUOGOU_LEDGER"));
        let named = named.filter(|path| !path.is_empty()).map(PathBuf::from);
        Self {
            path: named.or_else(|| paths::default_ledger().ok()),
            ledger: OnceLock::new(),
        }
    }

    /// The ledger, or the one that would be made.
    fn ledger(&self) -> Option<&Ledger> {
        let read = || {
            let there = self.path.as_ref().and_then(|path| load::look(path).ok());
            there.or_else(|| {
                load::untouched(&seed::builtin_documents(), seed::builtin_roster().ok()?).ok()
            })
        };
        self.ledger.get_or_init(read).as_ref()
    }

    /// What begins with what was typed.
    fn beginning(&self, source: Source, typed: &OsStr) -> Vec<CompletionCandidate> {
        let typed = typed.to_string_lossy();
        // Of a list of columns the last one is being typed.
        let (before, typed) = match typed.rsplit_once(',') {
            Some((before, last)) if source == Source::Columns => (format!("{before},"), last),
            _ => (String::new(), &*typed),
        };
        let Some(ledger) = self.ledger() else {
            return Vec::new();
        };
        let values = of(ledger, source, typed).into_iter();
        let begun = values.filter(|(value, _)| {
            let begins = value.get(..typed.len());
            begins.is_some_and(|begins| begins.eq_ignore_ascii_case(typed))
        });
        let candidates = begun.map(|(value, about)| {
            let about = (!about.is_empty()).then(|| about.into());
            CompletionCandidate::new(format!("{before}{value}")).help(about)
        });
        candidates.collect()
    }
}

/// Everything of a kind. Names are offered by which one finds them: with the city where it is typed.
fn of(ledger: &Ledger, source: Source, typed: &str) -> Vec<Value> {
    let round = ledger.round();
    let with_city = !typed.is_empty() && typed.starts_with(round.info.city.as_str());
    let short = |name: &str| {
        let short = round.without_city(name);
        (if with_city { name } else { short }).to_owned()
    };
    match source {
        Source::Associations => {
            let by_name = typed.starts_with(|c: char| !c.is_ascii_digit());
            let value = |no: u32, name: &str| {
                if by_name {
                    (short(name), no.to_string())
                } else {
                    (no.to_string(), name.to_owned())
                }
            };
            let all = ledger.associations().iter_enumerated();
            all.map(|(ix, one)| value(one.no, ledger.name(ix)))
                .collect()
        }
        Source::Units => {
            let units = ledger.units().iter();
            units
                .map(|unit| (short(&unit.name), unit.name.to_string()))
                .collect()
        }
        Source::PrintedUnits => {
            let printed = ledger.printed_units().iter();
            printed
                .map(|one| (one.name.to_string(), String::new()))
                .collect()
        }
        Source::Items => {
            let items = round.items.iter();
            items
                .map(|item| (item.id.clone(), item.label.to_string()))
                .collect()
        }
        Source::Milestones => {
            let milestones = round.info.milestones.iter();
            milestones
                .map(|one| (one.id.clone(), one.title.to_string()))
                .collect()
        }
        Source::Subjects => [Source::Milestones, Source::Items, Source::Associations]
            .into_iter()
            .flat_map(|source| of(ledger, source, typed))
            .collect(),
        Source::Fields => {
            let fields = round.forms.iter().flat_map(|form| &form.fields);
            fields
                .map(|field| (field.id.clone(), field.label.to_string()))
                .collect()
        }
        Source::Columns => {
            let mut columns = roster::choices(round);
            // Some have another cell for programs.
            columns.dedup_by(|one, before| one.id == before.id);
            let columns = columns.into_iter();
            columns
                .map(|one| (one.id.to_string(), one.title.to_string()))
                .collect()
        }
        Source::Views => {
            let views = views::slots(ledger);
            views
                .map(|view| (view.number.to_string(), view.view.name.to_string()))
                .collect()
        }
        Source::Sections => {
            let sections = round.sections.iter();
            sections
                .map(|one| (one.short.to_string(), one.title.to_string()))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A command of which each argument takes something of the ledger or a file, or says itself
    /// what it takes.
    #[test]
    fn every_source_is_a_value_of_some_command() {
        fn called(command: &clap::Command, into: &mut Vec<String>) {
            for arg in command.get_arguments() {
                into.extend(
                    arg.get_value_names()
                        .into_iter()
                        .flatten()
                        .map(ToString::to_string),
                );
            }
            for one in command.get_subcommands() {
                called(one, into);
            }
        }
        let mut all = Vec::new();
        called(&args::command(), &mut all);
        for (name, _) in Source::CALLED {
            assert!(
                all.iter().any(|one| one == name),
                "no value is called {name}"
            );
        }
    }
}
