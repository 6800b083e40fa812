//! The search for everything that does not fit: it can be put down after any association, unit or
//! mark, so that nobody who types has to wait for the end of it.

use chrono::NaiveDate;

use super::names::{self, Twice};
use super::notice::{self, Reviewers};
use super::order::{self, Needs};
use super::ranked::{Ranked, Ranking};
use super::similar::Similar;
use super::units::{self, Printed};
use super::{Finding, of_papers, signals};
use crate::domain::id::{AssocIx, MilestoneIx, PrintedIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::progress::Tally;

/// What is gone through, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Names of associations, to count what they share.
    Names,
    /// The same, to compare those that share something.
    Near,
    /// Names of units, to find them again.
    Printed,
    /// The same, with the rules about them.
    Units,
    /// Units, for those that review themselves.
    Reviewers,
    /// Marks of milestones.
    Marks,
    /// Associations with the rules about one of them.
    Associations,
    /// The notice, once.
    Notice,
    /// Ranks, to put them in order.
    Ranks,
    /// The list, to ask what is open.
    Open,
}

const PASSES: [Pass; 10] = [
    Pass::Names,
    Pass::Near,
    Pass::Printed,
    Pass::Units,
    Pass::Reviewers,
    Pass::Marks,
    Pass::Associations,
    Pass::Notice,
    Pass::Ranks,
    Pass::Open,
];

/// What it costs to look at an association with records or with forms, where one without costs 1.
const WITH_RECORDS: usize = 4;
const WITH_FORMS: usize = 64;

/// A search. All of its steps are taken on the same ledger; when that moves, it begins anew.
#[derive(Debug)]
pub struct Survey {
    as_of: NaiveDate,
    /// Position in [`PASSES`].
    pass: usize,
    /// What comes next in this pass.
    next: usize,
    similar: Similar,
    twice: Twice,
    printed: Printed,
    reviewers: Reviewers,
    needs: Vec<Needs>,
    marks: Vec<(MilestoneIx, SubjectIx)>,
    look_back: Vec<AssocIx>,
    /// What one look has found.
    found: Vec<Finding>,
    ranking: Ranking,
}

impl Survey {
    /// Before anything was looked at.
    pub fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        Self {
            as_of,
            pass: 0,
            next: 0,
            similar: Similar::new(ledger),
            twice: Twice::new(),
            printed: Printed::default(),
            reviewers: Reviewers::new(ledger),
            needs: order::needs(ledger.round()),
            marks: ledger.marks().map(|(at, whose, _)| (at, whose)).collect(),
            look_back: Vec::new(),
            found: Vec::new(),
            ranking: Ranking::new(as_of),
        }
    }

    /// Looks on: at about so many associations without forms, or at what costs as much. True when
    /// everything was looked at.
    pub fn step(&mut self, ledger: &Ledger, budget: usize) -> bool {
        let mut left = budget;
        while let Some(pass) = PASSES.get(self.pass) {
            let len = self.len(*pass, ledger);
            while self.next < len {
                if left == 0 {
                    return false;
                }
                let cost = self.look(*pass, ledger, self.next);
                left = left.saturating_sub(cost);
                self.next += 1;
            }
            self.end(*pass, ledger);
            self.pass += 1;
            self.next = 0;
        }
        true
    }

    /// How much was looked at, of everything.
    pub fn progress(&self, ledger: &Ledger) -> Tally {
        let len = |pass: &Pass| self.len(*pass, ledger);
        // What is found is not known before, and is little beside what it is found in.
        let all = PASSES
            .iter()
            .filter(|pass| !matches!(pass, Pass::Ranks | Pass::Open));
        let gone = all.clone().take(self.pass).map(len).sum::<usize>();
        Tally {
            done: match PASSES.get(self.pass) {
                None | Some(Pass::Ranks | Pass::Open) => gone,
                Some(_) => gone + self.next,
            },
            total: all.map(len).sum(),
        }
    }

    /// What was found, when everything was looked at.
    pub fn finish(self) -> Ranked {
        self.ranking.finish()
    }

    fn len(&self, pass: Pass, ledger: &Ledger) -> usize {
        match pass {
            Pass::Names | Pass::Near | Pass::Associations => ledger.associations().len(),
            Pass::Printed | Pass::Units => ledger.printed_units().len(),
            Pass::Reviewers => ledger.units().len(),
            Pass::Marks => self.marks.len(),
            Pass::Notice => 1,
            Pass::Ranks => self.next + self.ranking.ranks(),
            Pass::Open => self.ranking.len(),
        }
    }

    /// Looks at one thing; what it cost.
    fn look(&mut self, pass: Pass, ledger: &Ledger, at: usize) -> usize {
        let found = &mut self.found;
        let mut cost = 1;
        match pass {
            Pass::Names => self.similar.count(ledger),
            Pass::Near => {
                let at = AssocIx::from(at);
                let near = self.similar.compare(ledger, at);
                names::n02_near(ledger, at, near, found);
                if self.similar.shared(ledger, at) {
                    let name = ledger.name(at).to_owned();
                    self.twice.entry(name).or_default().push(at);
                }
            }
            Pass::Printed => {
                let at = PrintedIx::from(at);
                let units = ledger.printed_units();
                self.printed.insert(at, |ix| &units[ix].name);
            }
            Pass::Units => units::of_printed(ledger, &self.printed, at.into(), found),
            Pass::Reviewers => self.reviewers.look(ledger, at.into()),
            Pass::Marks => {
                let key = self.marks[at];
                if let Some(mark) = ledger.mark(key.0, key.1) {
                    order::o02_before_the_notice(ledger, key, mark, found);
                    order::o03_marked_complete(ledger, key, mark, self.as_of, found);
                }
            }
            Pass::Associations => cost = self.association(ledger, at.into()),
            Pass::Notice => {
                names::n03_twice(ledger, &self.twice, found);
                notice::of_notice(ledger, found);
                notice::d12_own_reviewer(ledger, &self.reviewers, found);
                notice::d16_no_papers(ledger, &self.look_back, found);
            }
            Pass::Ranks => cost += self.ranking.put_next(ledger),
            Pass::Open => self.ranking.ask(ledger, at),
        }
        for one in self.found.drain(..) {
            self.ranking.add(one);
        }
        cost
    }

    fn association(&mut self, ledger: &Ledger, ix: AssocIx) -> usize {
        names::n01_suffix(ledger, ix, &mut self.found);
        order::o01_needs(ledger, &self.needs, ix, self.as_of, &mut self.found);
        if signals::looked_back_on(ledger, ix) {
            self.look_back.push(ix);
            self.ranking.add_look_back(ix);
            return 1;
        }
        if ledger.answered(ix) {
            self.found.extend(of_papers(ledger, ix, self.as_of));
            return WITH_FORMS;
        }
        if let Some(one) = signals::without_forms(ledger, ix, self.as_of) {
            self.ranking.add_on_paper(ix, &one);
            return WITH_RECORDS;
        }
        1
    }

    /// Puts away what is not asked again, and gets ready what comes next.
    fn end(&mut self, pass: Pass, ledger: &Ledger) {
        match pass {
            Pass::Near => self.similar = Similar::default(),
            Pass::Notice => self.twice = Twice::new(),
            Pass::Ranks => self.ranking.read_decisions(ledger),
            _ => {}
        }
    }
}
