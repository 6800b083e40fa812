//! What bringing in another copy of a ledger comes upon.

use std::fmt;

use crate::domain::change::{Key, Subject};
use crate::domain::ledger::{Ledger, Located};
use crate::domain::merge::MergeProblem;

/// What a thing is called here.
pub fn label(ledger: &Ledger, key: &Key) -> String {
    let round = ledger.round();
    match (ledger.locate(key), key) {
        (_, Key::Fact(fact)) => {
            let subject = fact
                .subject()
                .and_then(|whose| ledger.subject_ix(&whose).ok());
            let whose = subject.map_or_else(String::new, |ix| ledger.subject_name(ix));
            format!("{} {whose}", fact.text().get())
        }
        (Ok(Located::Item(_, ix)), _) => round.items[ix].label.to_string(),
        (Ok(Located::Answer(_, ix)), _) => round.field(ix).name().to_owned(),
        (Ok(Located::Mark(ix, subject)), _) => {
            let title = &round.milestones()[ix].title;
            format!("{title} {}", ledger.subject_name(subject))
        }
        _ => key.id().to_owned(),
    }
}

/// Where it stands in the file: `86 P1`, `M3 开封市商务局`.
fn place(key: &Key) -> String {
    let what = match key {
        Key::Fact(fact) => fact.text().get(),
        key => key.id(),
    };
    match key.subject() {
        Some(Subject::Association(no)) => format!("{no} {what}"),
        Some(Subject::Unit(name)) => format!("{what} {name}"),
        Some(Subject::City) | None => what.to_owned(),
    }
}

impl fmt::Display for MergeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAssociation(no) => {
                put!(f, "名册中没有序号 {no}", "the roster has no number {no}")
            }
            Self::NoItem(id) => put!(f, "清单中没有事项 {id}", "the checklist has no item {id}"),
            Self::NoField(id) => put!(f, "表中没有栏目 {id}", "the forms have no field {id}"),
            Self::NoMilestone(id) => put!(f, "没有节点 {id}", "no milestone {id}"),
            Self::Unknown(reference) => write!(f, "{reference}"),
            Self::ClosingIsOffices {
                association,
                item,
                label,
            } => put!(
                f,
                "{association} {item}：{label} 由办公室登记，没有计入",
                "{association} {item}: {label} is recorded by the office, left out"
            ),
            Self::CityIsOffices(id) => {
                put!(
                    f,
                    "{id}：不按单位和协会计的节点由办公室登记，没有计入",
                    "{id}: milestones of the city are recorded by the office, left out"
                )
            }
            Self::FactIsOffices(word) => put!(
                f,
                "{word}由办公室登记，没有计入",
                "{word} is recorded by the office, left out"
            ),
            Self::AssociationOfOther { association, own } => {
                put!(
                    f,
                    "{association} 不是{own}的协会，没有计入",
                    "{association} does not belong to {own}, left out"
                )
            }
            Self::MilestoneOfOther {
                milestone,
                unit,
                own,
            } => put!(
                f,
                "{milestone} {unit}：不是{own}的节点，没有计入",
                "{milestone} {unit}: not of {own}, left out"
            ),
            Self::Spelled { found, right } => put!(
                f,
                "{found} 应写作 {right}，没有计入",
                "{found} should be written {right}, left out"
            ),
            Self::Refused(refused) => {
                let (key, refusal) = &**refused;
                put!(
                    f,
                    "{}：{refusal}，没有计入",
                    "{}: {refusal}, left out",
                    place(key)
                )
            }
            Self::FactOfOther { word, subject, own } => {
                put!(
                    f,
                    "{word} {subject}：不是{own}的，没有计入",
                    "{word} {subject}: not of {own}, left out"
                )
            }
        }
    }
}
