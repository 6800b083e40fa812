//! The documents of the round that the program ships, Kaifeng 2020. Each is there twice: as the
//! TOML that ledgers keep, and as the JSON that `build.rs` made of it. A document that is byte
//! for byte the shipped one is read from the JSON: putting the round together takes 4 instead of
//! 13 million instructions, which was half of a start with 150 associations. Any other
//! document is read as what it is, so the JSON is never a second truth.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::letter::LetterTemplate;
use crate::domain::round::form_rules::RulesFile;
use crate::text::fault;

/// The document that says which round it is.
const ROUND: &str = "round.toml";
/// The document that holds the rules between the forms.
pub(super) const RULES: &str = "forms/rules.toml";
/// Folder of the templates.
pub(super) const TEMPLATES: &str = "templates/";

/// A document of the round.
struct Shipped {
    name: &'static str,
    text: &'static str,
    /// The same as JSON.
    json: &'static str,
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        &[$(Shipped {
            name: $name,
            text: include_str!(concat!("../../seeds/kaifeng-2020/", $name)),
            json: include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")),
        }),+]
    };
}

const DOCUMENTS: &[Shipped] = shipped![
    "round.toml",
    "units.toml",
    "checklist.toml",
    "forms/basic.toml",
    "forms/basic_layout.toml",
    "forms/mirror.toml",
    "forms/rules.toml",
    "forms/plan.toml",
    "forms/completion.toml",
    "forms/completion_layout.toml",
];

/// Names and texts of everything that is shipped, the templates included.
fn texts() -> impl Iterator<Item = (String, &'static str)> {
    let documents = DOCUMENTS.iter();
    let documents = documents.map(|shipped| (shipped.name.to_owned(), shipped.text));
    documents.chain(LetterTemplate::ALL.map(|template| {
        let name = format!("{TEMPLATES}{}", template.file());
        (name, template.built_in())
    }))
}

/// The documents by file name.
pub(super) fn documents() -> BTreeMap<String, String> {
    texts()
        .map(|(name, text)| (name, text.to_owned()))
        .collect()
}

/// These are the shipped documents, no more and no less.
pub(super) fn are(documents: &BTreeMap<String, String>) -> bool {
    documents.len() == texts().count() && texts().all(|(name, text)| stands(documents, &name, text))
}

/// Every shipped document of the round itself is among these, whatever templates there are.
pub(super) fn all_in(documents: &BTreeMap<String, String>) -> bool {
    let mut shipped = DOCUMENTS.iter();
    shipped.all(|shipped| stands(documents, shipped.name, shipped.text))
}

fn stands(documents: &BTreeMap<String, String>, name: &str, text: &str) -> bool {
    documents.get(name).is_some_and(|kept| kept == text)
}

/// The rules between the forms.
///
/// # Panics
/// Never: they are part of the program and tested.
pub(super) fn rules() -> RulesFile {
    let rules = DOCUMENTS.iter().find(|shipped| shipped.name == RULES);
    let rules = rules.and_then(|shipped| serde_json::from_str(shipped.json).ok());
    rules.expect("the shipped rules are read by a test")
}

/// The documents are of the shipped round, perhaps of another version of it.
pub(super) fn is_round_of(documents: &BTreeMap<String, String>) -> bool {
    #[derive(Deserialize)]
    struct ShippedForm {
        id: String,
    }
    let Some(text) = documents.get(ROUND) else {
        return false;
    };
    let Some(shipped) = DOCUMENTS.iter().find(|shipped| shipped.name == ROUND) else {
        return false;
    };
    if text == shipped.text {
        return true;
    }
    let theirs = fault::from_toml::<ShippedForm>(text).map(|round| round.id);
    let ours = serde_json::from_str::<ShippedForm>(shipped.json).map(|round| round.id);
    matches!((theirs, ours), (Ok(theirs), Ok(ours)) if theirs == ours)
}

/// Reads a document that is the shipped one; `None` when it is another.
pub(super) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Option<T> {
    let known = DOCUMENTS.iter().find(|shipped| shipped.name == name);
    let shipped = known.filter(|shipped| shipped.text == text)?;
    serde_json::from_str(shipped.json).ok()
}
