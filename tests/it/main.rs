//! Tests of the whole: data, rules, files, stories in keys and screens, the real binary.

mod architecture;
mod bundles;
mod calendar;
mod cli;
mod cli_forms;
mod data;
mod exchange;
mod files;
mod findings;
mod forms;
mod letters;
mod mirror;
mod new_ledger;
mod office;
mod paper;
mod plan;
mod report;
mod roster_files;
mod rosters;
mod rules;
mod screens;
mod sheets;
mod stories;
mod support;
mod tampered;
mod terminal;
