//! What tells a made-up ledger (演示台账) from a real one wherever its name appears: titles,
//! names of files, ids.

use super::round::Round;

/// The word for what is made up.
pub const DEMO: &str = "演示";

impl Round {
    /// Title of the ledger, as papers print it.
    pub fn title(&self) -> String {
        self.marked(&self.info.title)
    }

    /// A heading: of a made-up ledger it says so.
    pub fn marked(&self, heading: &str) -> String {
        match self.demo {
            Some(_) => format!("{DEMO}·{heading}"),
            None => heading.to_owned(),
        }
    }

    /// Id of the round, for what leaves the ledger: a made-up one is another round.
    pub fn id(&self) -> String {
        let id = &self.info.id;
        match self.demo {
            Some(_) => format!("demo-{id}"),
            None => id.clone(),
        }
    }

    /// The name of a file: of a made-up ledger it begins with 演示.
    pub fn file_name(&self, name: &str) -> String {
        match self.demo {
            Some(_) => format!("{DEMO}-{name}"),
            None => name.to_owned(),
        }
    }
}
