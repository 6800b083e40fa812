//! Everything that reads what others wrote, each as one function of bytes that says what has to
//! hold. Fuzz targets (`tests/fuzz`) and the suite (`tests/it/mutated.rs`) run the same ones.

mod files;
mod ledgers;
mod texts;

use std::path::Path;

/// One reader, and what it usually gets.
pub struct Reader {
    pub name: &'static str,
    /// Reads some bytes; panics where what has to hold does not.
    pub read: fn(&[u8]),
    /// Inputs as they should be.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// So many inputs take about as long as one of the slowest.
    pub cheap: usize,
}

macro_rules! readers {
    ($($module:ident::$name:ident $cheap:literal,)*) => {
        &[$(Reader {
            name: stringify!($name),
            read: $module::$name::read,
            seeds: $module::$name::seeds,
            cheap: $cheap,
        },)*]
    };
}

/// All of them.
pub const READERS: &[Reader] = readers![
    files::roster_text 20,
    files::roster_word 20,
    files::roster_excel 20,
    files::roster_old_excel 20,
    files::roster_records 8,
    files::roster_options 20,
    files::form_word 8,
    files::form_excel 8,
    files::form_answers 2,
    files::package_parts 8,
    files::archive 2,
    files::archive_values 2,
    files::round 1,
    files::milestones 4,
    ledgers::ledger_bytes 1,
    ledgers::ledger_values 1,
    ledgers::bundle_bytes 1,
    ledgers::bundle_values 1,
    texts::config 40,
    texts::filter 8,
    texts::template 2,
    texts::cells 100,
    texts::names 40,
    texts::written 20,
    texts::keys 1,
];

/// A file that released programs wrote.
fn frozen(name: &str) -> Vec<u8> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut found = fixtures.map(|folder| folder.join("tests/it/fixtures").join(name));
    let path = found.find(|path| path.exists()).expect("a fixture");
    std::fs::read(path).expect("read")
}
