//! Moving the state by recorded changes, and the sums with it: only whoever is touched is added up
//! anew.

use super::touched::Reach;
use super::{Ledger, SubjectIx, Touched, UnknownReference};
use crate::domain::census::Census;
use crate::domain::change::Change;

impl Ledger {
    /// Moves the state by recorded changes, and says what they touched. Sums follow once for each
    /// association, and not for each of the hundred fields of its forms. Of changes that cannot
    /// be applied those before stay.
    pub fn apply<'c>(
        &mut self,
        changes: impl IntoIterator<Item = &'c Change>,
    ) -> Result<Touched, UnknownReference> {
        let mut touched = Touched::default();
        let mut put = Ok(());
        for change in changes {
            self.subtract_touched(change, &mut touched);
            put = self.state.put(change.clone());
            if put.is_err() {
                break;
            }
        }
        self.add_touched(&touched);
        put.map(|()| touched)
    }

    /// The same, without those that speak of something this round does not have.
    pub fn apply_lenient<'c>(&mut self, changes: impl IntoIterator<Item = &'c Change>) {
        let mut touched = Touched::default();
        for change in changes {
            self.subtract_touched(change, &mut touched);
            // Nothing is moved by what is not known.
            let _ = self.state.put(change.clone());
        }
        self.add_touched(&touched);
    }

    /// Takes what a change will move out of the sums, while it still stands as it was added.
    fn subtract_touched(&mut self, change: &Change, touched: &mut Touched) {
        let subject = match Reach::of(&self.state, change.key()) {
            Reach::Nobody => return,
            Reach::Everybody => {
                touched.everything = true;
                return;
            }
            Reach::Subject(_) if touched.everything => return,
            Reach::Subject(subject) => subject,
        };
        let (state, census) = (&self.state, &mut self.census);
        let mut association = |ix| {
            if touched.associations.insert(ix) {
                census.subtract(state, SubjectIx::Association(ix));
            }
        };
        match subject {
            SubjectIx::Association(ix) => association(ix),
            SubjectIx::Unit(unit) => {
                state.units()[unit]
                    .associations
                    .iter()
                    .copied()
                    .for_each(association);
                if touched.units.insert(unit) {
                    census.subtract(state, subject);
                }
            }
            SubjectIx::City => {
                if !std::mem::replace(&mut touched.city, true) {
                    census.subtract(state, subject);
                }
            }
        }
    }

    /// Adds those up again that were taken out.
    fn add_touched(&mut self, touched: &Touched) {
        if touched.everything {
            self.census = Census::new(&self.state);
            return;
        }
        self.census.follow(&self.state, &touched.associations);
        for unit in &touched.units {
            self.census.add(&self.state, SubjectIx::Unit(*unit));
        }
        if touched.city {
            self.census.add(&self.state, SubjectIx::City);
        }
    }
}
