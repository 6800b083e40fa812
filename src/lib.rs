//! `tuogou` (脱钩工作台账): a work ledger for the separation of a city's industry associations
//! from government bodies.
//!
//! | module | owns | may use |
//! |---|---|---|
//! | [`tui`], [`cli`] | the two front ends | everything below |
//! | [`app`] | the session with a ledger, clock, configuration, finding and listing | below |
//! | [`exchange`] | files in and out | [`report`], [`words`], [`domain`], [`text`] |
//! | [`report`] | lists as columns and rows, and ways to write them | [`words`], [`domain`], [`text`] |
//! | [`words`] | what people read of what domain and store answer | [`store`], [`domain`], [`text`] |
//! | [`store`] | the only SQL | [`domain`], [`text`] |
//! | [`search`] | matching Chinese names by characters and pinyin | [`text`] |
//! | [`text`] | cells, glyphs, folding, plain text, faults of a file | nothing |
//! | [`domain`] | the vocabulary and the rules; pure | [`text`] |
//!
//! The words: an *association* (行业协会商会) stands under a *supervising unit* (业务主管单位) with a
//! printed *status* (已脱钩, 拟脱钩). Its *checklist* has *items* in five *separations*; a *round*
//! has eight *milestones* (节点) with *marks*. Everything that happens is a *command*; deciding it
//! gives *changes*, which the *ledger* applies and the store records. Countdowns, lights (灯) and
//! counts refer to the *as-of* date (基准日).

// First, so that its macros (`t!`, `s!`, `both!`) hold in all that follows.
#[macro_use]
pub mod text;

pub mod app;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod report;
pub mod search;
pub mod store;
pub mod tui;
pub mod words;
