//! 问题: going to where it can be mended, deciding.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::{FindingsPage, draw};
use crate::app::find::{self, FindError, UnitChoice};
use crate::app::units;
use crate::domain::change::Key;
use crate::domain::command::{Command, Title};
use crate::domain::fact::{FactKey, Verdict, VerdictKind};
use crate::domain::finding::{self, About, Finding, Kind, Proposal};
use crate::domain::id::PrintedIx;
use crate::domain::ledger::Touched;
use crate::domain::sight::{Sight, SightPart};
use crate::report::findings;
use crate::report::render::text::tabs;
use crate::text::lang::in_chinese;
use crate::tui::action::Action;
use crate::tui::layout::Frame;
use crate::tui::model::{Ctx, Model};
use crate::tui::msg::Effect;
use crate::tui::page::{Focus, Goto, Page, Reply, listed, say};
use crate::tui::popup::{self, Confirm, Prompt};
use crate::tui::screen::table::{Headings, ListTable};
use crate::words::finding as words;
use crate::words::why::What;

impl Page for FindingsPage {
    listed!(Findings);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.lines.len()
    }

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(frame.body).list
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let Some(one) = self.at(&ctx.ledger, line) else {
            return Focus::default();
        };
        let focus = match one.about {
            About::City => Focus::default().asking(What::City),
            About::Unit(printed) => Focus {
                unit: ctx.ledger.printed_units()[printed].unit,
                ..Focus::default().asking(What::Printed(printed))
            },
            About::Association(ix) => Focus::on(ix),
        };
        focus.text(tabs(&findings::columns(), ctx.on(), &*one))
    }

    fn is_marked(&self, ctx: &Ctx, line: usize) -> bool {
        !self.marked.is_empty()
            && self
                .at(&ctx.ledger, line)
                .is_some_and(|one| self.marked.contains(&one.id))
    }

    fn headings(&self, ctx: &Ctx, frame: Frame) -> Option<Headings> {
        let areas = areas::areas(frame.body);
        let table = ListTable::new(ctx, findings::columns(), areas.list.width.into());
        Some(table.headings(areas.heading))
    }

    fn sort_by(&mut self, ctx: &Ctx, column: Option<&str>) {
        FindingsPage::sort_by(self, &ctx.ledger, column);
    }

    fn answered(&mut self, _ctx: &Ctx) {
        self.marked.clear();
    }

    fn touched(&mut self, ctx: &Ctx, moved: &Touched) {
        self.forget(&ctx.ledger, moved.everything);
    }

    fn look(&mut self, ctx: &Ctx) {
        self.ensure(&ctx.ledger, ctx.as_of_date());
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        match action {
            Action::Left => self.turn(&ctx.ledger, -1),
            Action::Right => self.turn(&ctx.ledger, 1),
            Action::FilterStatus => self.turn_all(&ctx.ledger),
            Action::MarkLine | Action::MarkShown => {
                if action == Action::MarkLine {
                    self.mark(&ctx.ledger);
                } else {
                    self.mark_listed(&ctx.ledger);
                }
                return say(t!(
                    "标记 {} 条问题",
                    "{} findings selected",
                    self.marked.len()
                ));
            }
            Action::Open
            | Action::Accept
            | Action::Fixed
            | Action::Reopen
            | Action::Ignore
            | Action::MergeUnit => {
                let Some(one) = self.current(&ctx.ledger) else {
                    return Reply::fail(if self.unfinished() {
                        s!("正在查找，请稍候", "still looking, please wait")
                    } else {
                        s!("这里没有问题", "no finding here")
                    });
                };
                let one = one.into_owned();
                return self.act_on(ctx, action, &one);
            }
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl FindingsPage {
    fn act_on(&mut self, ctx: &Ctx, action: Action, one: &Finding) -> Reply {
        match action {
            Action::Open => self.go_to(ctx, one),
            Action::Accept => Reply::execute(decide(
                &self.meant(&ctx.ledger),
                Some(VerdictKind::Accepted),
                "",
            )),
            Action::Fixed => Reply::execute(decide(
                &self.meant(&ctx.ledger),
                Some(VerdictKind::Fixed),
                "",
            )),
            Action::Reopen => Reply::execute(decide(&self.meant(&ctx.ledger), None, "")),
            Action::Ignore => {
                let meant = self.meant(&ctx.ledger);
                let given = one.decision(&ctx.ledger).filter(|_| meant.len() == 1);
                let given = given.map_or("", |decision| decision.reason);
                let title = match meant.as_slice() {
                    [one] => t!("忽略 {}", "Ignore {}", words::named(&ctx.ledger, one)),
                    many => t!("忽略 {} 条问题", "Ignore {} findings", many.len()),
                };
                let about = s!(
                    "请写明理由；忽略的不再列为待处理，可以重开",
                    "please give a reason; what is ignored is not open any more and can be reopened"
                );
                let sights = meant.iter().map(|finding| {
                    let key = Key::Fact(FactKey::Verdict(finding.as_str().into()));
                    Sight::of(&ctx.ledger, key, SightPart::Whole)
                });
                let sights: Vec<Sight> = sights.collect();
                let answer = move |_: &mut Model, reason: &str| {
                    let command = decide(&meant, Some(VerdictKind::Ignored), reason);
                    let command = command.seeing_all(sights.clone());
                    Ok(vec![Effect::Execute(command)])
                };
                Reply::popup(Prompt::required(
                    title,
                    about,
                    given,
                    s!("请写明理由", "Please give a reason"),
                    answer,
                ))
            }
            Action::MergeUnit => ask_unit(ctx, one),
            _ => Reply::Pass,
        }
    }

    /// Goes to where it can be mended.
    fn go_to(&mut self, ctx: &Ctx, one: &Finding) -> Reply {
        use finding::Place;
        Reply::go(match one.place {
            Place::Field(association, field) => Goto::Form(association, Some(field)),
            Place::Association(association) => Goto::Association(association, None),
            Place::Milestone(milestone) => Goto::Milestone(milestone),
            Place::Unit(printed) => {
                let unit = ctx.ledger.printed_units()[printed].unit;
                Goto::RosterUnit(Some(unit.map_or(UnitChoice::Direct, UnitChoice::Unit)))
            }
            Place::LookBack => {
                self.show(&ctx.ledger, Some(Kind::LookBack));
                return Reply::Done;
            }
            Place::Nowhere => {
                return Reply::fail(s!(
                    "是通知本身的问题，台账中没有可改之处",
                    "this is about the notice itself; nothing in the ledger can mend it"
                ));
            }
        })
    }
}

/// Decides about some findings: one entry, one undo.
fn decide(findings: &[String], kind: Option<VerdictKind>, reason: &str) -> Command {
    let one = |finding: &String| Command::Decide {
        finding: finding.clone(),
        verdict: kind.map(|kind| Verdict {
            kind,
            reason: reason.into(),
        }),
    };
    match findings {
        [finding] => one(finding),
        many => {
            let word = kind.map_or(s!("重开", "reopened"), VerdictKind::shown);
            Command::Batch {
                title: Title::Named(format!("{word} 问题").as_str().into()),
                commands: many.iter().map(one).collect(),
            }
        }
    }
}

/// Asks which unit to count another one under, or whether to count it by itself.
fn ask_unit(ctx: &Ctx, one: &Finding) -> Reply {
    let name = |printed: PrintedIx| ctx.ledger.printed_units()[printed].name.to_string();
    match &one.proposal {
        Some(Proposal::Merge { printed, into }) => {
            let from = name(*printed);
            ask_into(ctx, one, from, into)
        }
        Some(Proposal::Split(printed)) => {
            let printed = name(*printed);
            let command = Command::SplitUnit {
                printed: printed.clone(),
                reason: in_chinese(|| format!("问题 {}", words::named(&ctx.ledger, &one.id))),
            };
            match effect(ctx, &command) {
                Ok(effect) => {
                    let question = t!(
                        "「{printed}」单独统计。{effect}。可以撤销。",
                        "\"{printed}\" counts by itself. {effect}. Can be undone."
                    );
                    Reply::popup(Confirm::new(question, command))
                }
                Err(error) => Reply::fail(error),
            }
        }
        // Nobody knows the successor yet; whoever does writes it.
        None => match one.about {
            About::Unit(printed) if ctx.ledger.printed_units()[printed].unit.is_some() => {
                let from = name(printed);
                ask_into(ctx, one, from, "")
            }
            _ => Reply::fail(s!(
                "这条问题没有要合并或拆开的单位",
                "this finding has no unit to merge or split"
            )),
        },
    }
}

fn ask_into(ctx: &Ctx, one: &Finding, from: String, into: &str) -> Reply {
    let title = t!("「{from}」并入", "Merge \"{from}\" into");
    let about = s!(
        "写归入的单位；名册以外的继任单位写全称。并入前先列出会改变什么",
        "name the unit; a successor outside the roster by its full name. What changes is listed first"
    );
    let finding = words::named(&ctx.ledger, &one.id);
    Reply::popup(Prompt::new(title, about, into, move |model, text| {
        merge_into(model, &from, &finding, text.trim())
    }))
}

/// Takes the unit to merge into: shows what it would change, or says why it cannot be.
fn merge_into(
    model: &mut Model,
    from: &str,
    finding: &str,
    text: &str,
) -> Result<Vec<Effect>, String> {
    let ledger = &model.ledger;
    let (into, new) = match find::unit(ledger, text) {
        Ok(UnitChoice::Unit(unit)) => (ledger.units()[unit].name.to_string(), ""),
        // Refused by name.
        Ok(UnitChoice::Direct) => (text.to_owned(), ""),
        Err(FindError::Nothing { .. }) => (
            text.to_owned(),
            s!("（名册中没有，将新立）", " (not in the roster, made anew)"),
        ),
        Err(error) => return Err(error.to_string()),
    };
    let command = Command::MergeUnit {
        from: from.to_owned(),
        into: into.clone(),
        reason: format!("问题 {finding}"),
    };
    let effect = effect(model, &command)?;
    let question = t!(
        "「{from}」并入「{into}」{new}。{effect}。可以撤销。",
        "\"{from}\" goes into \"{into}\"{new}. {effect}. Can be undone."
    );
    Ok(popup::open(model, Confirm::new(question, command)))
}

/// What a command about units would change, in words.
fn effect(ctx: &Ctx, command: &Command) -> Result<String, String> {
    let effect = units::RegroupEffect::of(&ctx.ledger, command, &ctx.trial());
    effect
        .map(|effect| effect.sentence())
        .map_err(|error| error.to_string())
}
