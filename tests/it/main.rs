//! Tests of the whole: data, rules, files, stories in keys and screens, the real binary.

mod agree;
mod architecture;
mod bundles;
mod calendar;
mod changes;
mod citations;
mod cli;
mod cli_forms;
mod counters;
mod data;
mod dates;
mod demo;
mod exchange;
mod facts;
mod files;
mod filters;
mod finding_decisions;
mod finding_list;
mod finding_screen;
mod finding_survey;
mod findings;
mod forms;
mod history;
mod json;
mod letters;
mod lights;
mod listing;
mod loading;
mod many;
mod mirror;
mod new_ledger;
mod office;
mod overview;
mod paper;
mod past;
mod people;
mod plan;
mod report;
mod reports;
mod reroster;
mod roster_files;
mod rosters;
mod rules;
mod scenarios;
mod screens;
mod sheets;
mod stories;
mod support;
mod tampered;
mod terminal;
mod totals;
mod views;

/// Ledgers of any size, as the benches have them.
#[path = "../../benches/support/mod.rs"]
mod sized;
