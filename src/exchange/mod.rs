//! Files in and out. Reading a file gives data and writes nothing.

pub mod archive;
pub mod bundle;
pub mod calendar;
mod cell_looks;
mod checklist_seed;
pub mod demo;
pub mod form;
pub mod form_seed;
pub mod letter;
pub mod mirror_seed;
pub mod new_round;
pub mod notice;
pub mod odd_cell;
pub mod package;
pub mod report;
pub mod roster;
pub mod seed;
mod sheet_tags;
mod shipped;
mod unit_seed;
pub mod word;
mod word_out;
pub mod word_text;
mod word_ticks;
