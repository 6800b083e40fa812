//! Tests of the whole: data, rules, files, stories in keys and screens, the real binary.
//!
//! - `agree`: findings, and who is late, are the same wherever they appear.
//! - `answers`: what is said when it cannot be: full disks, closed pipes, clocks that are wrong.
//! - `architecture`: imports go down only, files and functions stay short.
//! - `broken`: broken files of every kind, refused in Chinese with the place.
//! - `bundles`: 单位分册: handed out, worked on, brought back, merged.
//! - `calendar`: milestones as calendar files.
//! - `changes`: the slider of the timeline, what changed since a day, two days side by side.
//! - `citations`: what is cited of docs/domain.md is there.
//! - `cli`: the command line.
//! - `cli_forms`: forms on the command line.
//! - `colleagues`: several people on one ledger.
//! - `commands`: what holds of any commands: undo, redo, sums.
//! - `counties`: a city and its counties in one table.
//! - `counters`: what may not grow with the ledger, held without a clock.
//! - `counts`: no count on a screen is cut, at any width.
//! - `data`: the seed is what the notice prints.
//! - `dates`: milestones on other dates, exits, closing.
//! - `demo`: 演示台账: what is shipped, its marks, what it may not do.
//! - `dependencies`: every crate has its reason, every document its line.
//! - `dice`: chance that can be had again (a helper).
//! - `endure`: kills, broken disks and many writers.
//! - `english`: every page and popup in English, and what stays Chinese.
//! - `exchange`: forms as files: what is printed comes back.
//! - `facts`: what is learnt, agreed or decided beside the roster.
//! - `files`: the ledger file: made once, refused when foreign, two at once.
//! - `filters`: the filter language.
//! - `finding_decisions`: what is decided about findings.
//! - `finding_list`: the list of all findings, and every rule over the whole ledger.
//! - `finding_screen`: the page of the findings, in keys.
//! - `finding_survey`: the search for findings in a large ledger, in steps.
//! - `findings`: the rules between the forms.
//! - `forms`: the official forms: complete, read strictly, kept with who and when.
//! - `forms_by_hand`: forms filled in by hand in Word and Excel: ticks, crossings-out, rows that moved.
//! - `forms_back`: forms that come back: what Excel made of them, what they empty.
//! - `forms_summed`: all forms as one table, with sums.
//! - `frozen`: files that released programs have written, each read as before.
//! - `handed_on`: the archive that is handed on, and what the package says of itself.
//! - `history`: what is asked of the history by SQL is what its entries say.
//! - `hands`: keys of a working day: what they open, what is asked, how many it takes.
//! - `hostile`: files and words from others: rules, terminals, stacks.
//! - `journal`: what is left beside a ledger, and never laid over another.
//! - `json`: a whole ledger as JSON and back.
//! - `keeping`: copies, restoring, checking, tampering, recovering.
//! - `letters`: letters: who is late, whose duty it is, what changed.
//! - `lights`: 灯: what stands behind a light.
//! - `listing`: the list of the roster against the plain way to make one.
//! - `lists`: lists below headings: sorted by any column, never stretched.
//! - `loading`: a large ledger: the beginning stands at once, the rest comes behind it.
//! - `made_over`: ledger files and bundles that somebody has made over.
//! - `many`: one deed for many.
//! - `mirror`: 前后对照, and the editor of lists and tables.
//! - `mutated`: every reader on files and words that are nearly right.
//! - `named`: nobody has to read an id.
//! - `new_ledger`: another city's ledger from its roster.
//! - `office`: office files as other programs change them (a helper).
//! - `notices`: a notice becomes a round.
//! - `official`: official texts in English: complete, and typed.
//! - `opening`: opening a ledger: only what is there, nothing left behind.
//! - `overview`: the overview: sums, pace, and the list behind each number.
//! - `paper`: forms on paper and back, LibreOffice where there is one.
//! - `paperwork`: the office's own work on paper, from the first meeting to the summary.
//! - `past`: the ledger as it stood on a day is a replay of the history to it.
//! - `people`: people and dates: contacts, promises, the meeting and its minutes.
//! - `pictures`: the pictures of the documents are those of today.
//! - `places`: where a ledger lies and who may do what there.
//! - `plan`: 实施方案: slots, templates, late months.
//! - `popups`: what holds for every popup at any size.
//! - `promises`: the tests that documents name are there.
//! - `readme`: every command line of the READMEs, in order; what else they say that can be tried.
//! - `recomputed`: figures worked out anew from an archive, by a script.
//! - `refused`: what was typed is there until it is recorded.
//! - `report`: the page for the leader.
//! - `replaced`: a ledger whose file is deleted, moved, replaced or copied over while it is open.
//! - `reports`: lists as tables: every renderer shows the same cells.
//! - `reroster`: a ledger that goes on with another roster.
//! - `roster_cases`: layouts that were once read wrongly.
//! - `roster_made`: rosters made of known rows, and read back.
//! - `roster_files`: rosters as offices send them, made by code (a helper).
//! - `roster_screen`: a roster on the screen: columns, words, problems by cell, ledgers made of it.
//! - `roster_crossed`: cells of a roster that are crossed out, whole or in part.
//! - `roster_details`: what else a roster says: codes, telephones, contacts.
//! - `rosters`: rosters as they come, read as a person would.
//! - `rules`: every rule of the findings: fires, is silent, is silent again.
//! - `scenarios`: files that a clerk can read: given, commands, as-of, expected.
//! - `schemas`: what `--format json` gives, by `docs/schema`.
//! - `screens`: every screen at its sizes, as snapshots, and any keys at any size.
//! - `seals`: what is altered in the history of a ledger file; the code of it on every paper.
//! - `sentences`: what an entry says, for every kind of command.
//! - `shell`: help, manual pages, completions, wrong words.
//! - `server`: a ledger on a server: commands, rights, faults, trips.
//! - `server_far`: a server that is far away: trips, lost connections, a server that stops.
//! - `server_screen`: the screen while a server that is far away has not answered.
//! - `sheets`: the ledger as sheets.
//! - `stores`: what any store has to pass, and a plain one in memory.
//! - `stories`: what users do, as keys and screens.
//! - `strict`: what stands on a terminal is what was drawn, on a screen as strict as xterm.
//! - `support`: a ledger in a temporary folder, and a story told in keys (a helper).
//! - `tampered`: form files that somebody has changed, broken or made up.
//! - `terminal`: the real binary in a pseudo-terminal.
//! - `texts`: every text of the sources in both languages.
//! - `themes`: every pair of colours that may meet can be read, in every theme.
//! - `totals`: sums that are moved along are the sums of the parts.
//! - `traced`: the real program, stopped at each call that changes a file (a helper).
//! - `unit_duties`: what the notice asks of a unit once is kept and counted once for it.
//! - `readers`: everything that reads what others wrote, each with what has to hold (a helper).
//! - `views`: saved views and columns.
//! - `walk`: every figure of every screen and paper agrees with every other.
//! - `sized`: ledgers of any size, a PostgreSQL of the tests' own, a network in front of it (a helper).

mod agree;
mod answers;
mod architecture;
mod broken;
mod bundles;
mod calendar;
mod changes;
mod citations;
mod cli;
mod cli_forms;
mod colleagues;
mod commands;
mod counters;
mod counties;
mod counts;
mod data;
mod dates;
mod demo;
mod dependencies;
mod dice;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod endure;
mod english;
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
mod forms_back;
mod forms_by_hand;
mod forms_summed;
mod frozen;
#[cfg(target_os = "linux")]
mod handed_on;
mod hands;
mod history;
mod hostile;
mod journal;
mod json;
mod keeping;
mod letters;
mod lights;
mod listing;
mod lists;
mod loading;
mod made_over;
mod many;
mod mirror;
mod mutated;
mod named;
mod new_ledger;
mod notices;
mod office;
mod official;
mod opening;
mod overview;
mod paper;
mod paperwork;
mod past;
mod people;
#[cfg(unix)]
mod pictures;
mod places;
mod plan;
mod popups;
mod promises;
#[cfg(unix)]
mod readme;
mod recomputed;
mod refused;
mod replaced;
mod report;
mod reports;
mod reroster;
mod roster_cases;
mod roster_crossed;
mod roster_details;
mod roster_files;
mod roster_made;
mod roster_screen;
mod rosters;
mod rules;
mod scenarios;
mod schemas;
mod screens;
mod seals;
mod sentences;
#[cfg(all(unix, feature = "server"))]
mod server;
#[cfg(all(unix, feature = "server"))]
mod server_far;
#[cfg(all(unix, feature = "server"))]
mod server_screen;
mod sheets;
mod shell;
mod stores;
mod stories;
mod strict;
mod support;
mod tampered;
mod terminal;
mod texts;
mod themes;
mod totals;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod traced;
mod unit_duties;
mod views;
mod walk;

/// What reads files and words of others, as the fuzz targets have it.
#[path = "../fuzz/readers/mod.rs"]
mod readers;

/// Ledgers of any size and servers, as the benches have them.
#[path = "../../benches/support/mod.rs"]
mod sized;
