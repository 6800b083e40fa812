//! What this program is: its version, what it was built of, what it runs on.

use crate::store;

/// The version; of a released program with the commit and its day.
pub const VERSION: &str = env!("TUOGOU_VERSION");

/// The version with the engine's, and the system.
pub fn program() -> String {
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let engine = store::engine();
    t!(
        "{VERSION}，SQLite {engine}，{system} {machine}",
        "{VERSION}, SQLite {engine}, {system} {machine}"
    )
}
