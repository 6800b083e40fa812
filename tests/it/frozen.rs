//! Files that released programs have written, frozen: each is read as before, whatever has become
//! of the code. None of them is ever made anew.

use std::path::PathBuf;

use tuogou::app::config::Config;
use tuogou::app::session::{Moment, Session};
use tuogou::app::{archive, bundle, import, verify};
use tuogou::domain::change::Subject;
use tuogou::domain::fact::FactKey;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::domain::note::NoteKind;
use tuogou::store::HistoryFilter;

use crate::support::{Home, date, moment};

fn frozen(name: &str) -> PathBuf {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
    PathBuf::from(fixtures).join(name)
}

/// A copy of a frozen ledger, opened.
fn opened(home: &Home, name: &str) -> (Session, Ledger) {
    std::fs::copy(frozen(name), home.ledger()).expect("copied");
    home.open("张三")
}

fn state(ledger: &Ledger, no: u32, item: &str) -> ItemState {
    let ix = ledger.association_ix(no).expect("in the roster");
    let item = ledger.round().item_ix(item).expect("an item");
    ledger.item(ix, item).state
}

/// What stands in the field of 附件2 that says what 29 is called.
fn name_in_form(ledger: &Ledger) -> Option<String> {
    let ix = ledger.association_ix(29).expect("29");
    let field = ledger.round().field_ix("a2.1.name").expect("the field");
    let record = ledger.answer(ix, field)?;
    Some(record.value.to_string())
}

/// What every ledger since schema 2 holds here.
#[track_caller]
fn holds_what_was_worked(ledger: &Ledger) {
    assert_eq!(state(ledger, 29, "P1"), ItemState::Done);
    assert_eq!(
        state(ledger, 29, "P2"),
        ItemState::Open,
        "it was taken back"
    );
    let ix = ledger.association_ix(29).expect("29");
    let record = ledger.record(ix, ledger.round().item_ix("P1").expect("P1"));
    let record = record.expect("ticked");
    assert_eq!((&*record.note, &*record.evidence), ("已明确", "文1号"));
    assert_eq!(name_in_form(ledger).as_deref(), Some("开封市钓鱼协会"));
}

/// What was recorded since there are facts.
#[track_caller]
fn holds_facts(ledger: &Ledger) {
    holds_what_was_worked(ledger);
    let fishing = Subject::Association(29);
    for key in [
        FactKey::Exit(30),
        FactKey::Due("M6".into()),
        FactKey::Unit("开封市农林局".into()),
        FactKey::Note(NoteKind::Contact, fishing, 0),
        FactKey::View(1),
        FactKey::Verdict("D04:central_number".into()),
    ] {
        assert!(ledger.fact(&key).is_some(), "{key:?}");
    }
    let m6 = ledger
        .round()
        .milestones()
        .iter()
        .find(|one| one.id == "M6");
    assert_eq!(m6.expect("M6").due_on, date("2020-09-02"));
    assert_eq!(ledger.units().len(), 38, "two units are one");
}

#[test]
fn a_ledger_of_each_schema_opens_and_goes_on() {
    for (name, entries, facts) in [
        ("ledger-v2.db", 7, false),
        ("ledger-v3.db", 29, true),
        ("ledger-v4.db", 29, true),
        ("ledger-v5.db", 28, true),
    ] {
        let home = Home::new();
        let (mut session, mut ledger) = opened(&home, name);
        // Sealed by the upgrade, and alike in every copy; an archive of it has the same code.
        session.check_chain().expect("sealed");
        let again = Home::new();
        assert_eq!(opened(&again, name).0.head(), session.head(), "{name}");
        let exported = archive::export(&mut session, &mut ledger).expect("exported");
        assert_eq!(exported.content.code, session.head().code(), "{name}");
        if facts {
            holds_facts(&ledger);
        } else {
            holds_what_was_worked(&ledger);
        }
        let history = session.history(HistoryFilter::default()).expect("read");
        assert_eq!(history.len(), entries, "{name}");
        let again = session.redo(&mut ledger, moment("2020-07-22"));
        let again = again.expect("what was taken back last is done again");
        assert!(again.what.contains("P2"), "{name}: {}", again.what);
        let (_, read) = home.open("李四");
        assert_eq!(read, ledger, "{name}");
    }
}

/// What was asked stays what it was: an item that came later is none of a ledger made before, and
/// the texts of those that it has are those of today.
#[test]
fn an_older_ledger_keeps_its_own_items_with_the_texts_of_today() {
    let home = Home::new();
    let (_, old) = opened(&home, "ledger-v4.db");
    let (_, new) = Home::new().open("张三");
    let ids = |ledger: &Ledger| {
        let items = ledger.round().items.iter();
        items.map(|item| item.id.clone()).collect::<Vec<_>>()
    };
    let added = ["P7", "P8", "P9", "C10", "C11", "D7"];
    let kept = ids(&new).into_iter();
    let kept = kept.filter(|id| !added.contains(&id.as_str()));
    assert_eq!(ids(&old), kept.collect::<Vec<_>>());
    for item in &old.round().items {
        let today = &new.round().items[new.round().item_ix(&item.id).expect("kept")];
        assert_eq!(item, today);
    }
    assert_eq!(
        old.progress(old.association_ix(29).expect("29"))
            .all()
            .total,
        38
    );
}

#[test]
fn an_archive_of_each_format_is_restored() {
    for (name, entries, facts) in [
        ("archive-v1.json", 7, false),
        ("archive-v2.json", 29, true),
        ("archive-v3.json", 28, true),
    ] {
        let home = Home::new();
        let content = archive::restore(&frozen(name), &home.ledger()).expect("restored");
        assert_eq!(
            (content.associations, content.entries),
            (150, entries),
            "{name}"
        );
        let (_, ledger) = home.open("张三");
        if facts {
            holds_facts(&ledger);
        } else {
            holds_what_was_worked(&ledger);
        }
    }
    // The archive says what the ledger of the same day says.
    for (name, of) in [
        ("archive-v2.json", "ledger-v4.db"),
        ("archive-v3.json", "ledger-v5.db"),
    ] {
        let (home, copy) = (Home::new(), Home::new());
        archive::restore(&frozen(name), &home.ledger()).expect("restored");
        let (restored, ledger) = home.open("张三");
        let (kept, same) = opened(&copy, of);
        assert_eq!(ledger, same, "{name}");
        let entries = |session: &Session| session.entries().expect("read");
        assert_eq!(entries(&restored), entries(&kept), "{name}");
    }
}

/// The seals are those of the day on which it was written, and so is the code on its papers.
#[test]
fn a_sealed_ledger_and_its_archive_keep_their_code() {
    let home = Home::new();
    let (mut session, mut ledger) = opened(&home, "ledger-v5.db");
    assert_eq!(session.head().code().to_string(), "ZTKN-HRF6");
    let told = verify::file(&home.ledger()).expect("looked at");
    assert!(told.is_whole(), "{:?}", told.rows);
    let exported = archive::export(&mut session, &mut ledger).expect("exported");
    let restored = archive::restore(&frozen("archive-v3.json"), &home.path("restored.db"));
    assert_eq!(restored.expect("restored").code, exported.content.code);
}

#[test]
fn a_bundle_that_comes_back_is_merged() {
    let home = Home::new();
    let (session, ledger) = opened(&home, "ledger-v2.db");
    let received = bundle::read(&ledger, &frozen("bundle-v4.db")).expect("it is read");
    assert_eq!(received.about.unit, "开封市商务局");
    assert_eq!((received.about.begun, received.about.entries), (1, 7));
    assert_eq!(
        received.entries.len(),
        3,
        "ticked twice and taken back once"
    );
    let changed = merged(&received, &session, &ledger);
    assert_eq!(changed, [(Some(86), "P2".to_owned())]);
}

/// What a bundle that is read changes, which nobody has to decide about.
fn merged(
    received: &bundle::Received,
    session: &Session,
    ledger: &Ledger,
) -> Vec<(Option<u32>, String)> {
    let after = Moment {
        at: "2026-12-01T00:00:00Z".parse().expect("an instant"),
        as_of: date("2020-07-21"),
    };
    let merge = received.merge(session, ledger, after);
    let merge = merge.expect("the history is read");
    assert_eq!(merge.problems, []);
    let keys = merge.lines.iter().map(|line| line.change.key());
    keys.map(|key| (key.association(), key.id().to_owned()))
        .collect()
}

/// What it brought once is not brought again.
#[test]
fn a_sealed_bundle_that_comes_back_again_is_merged() {
    let home = Home::new();
    let (session, ledger) = opened(&home, "ledger-v5.db");
    let received = bundle::read(&ledger, &frozen("bundle-v5.db")).expect("it is read");
    assert_eq!(received.about.unit, "开封市商务局");
    let changed = merged(&received, &session, &ledger);
    assert_eq!(changed, [(Some(87), "P2".to_owned())]);
}

#[test]
fn forms_that_were_filled_in_are_read() {
    let home = Home::new();
    let (_, ledger) = opened(&home, "ledger-v2.db");
    for name in ["basic-29.docx", "basic-29.xlsx"] {
        let mut importer = import::Importer::new(vec![frozen(name)], None);
        while importer.step(&ledger) {}
        let plans = importer.finish();
        let plan = &plans[0].plan;
        assert!(plan.problems.is_empty(), "{name}: {:?}", plan.problems);
        assert_eq!(plan.no, Some(29), "{name}");
        let changed: Vec<_> = plan
            .changes
            .iter()
            .map(|change| change.field.as_str())
            .collect();
        let expected = [
            "a2.1.reg_no",
            "a2.1.legal_rep",
            "a2.1.members_org",
            "a2.1.members_ind",
            "a2.1.income_prev",
            "a2.1.address",
            "a2.2.inst",
        ];
        assert_eq!(changed, expected, "{name}");
    }
}

#[test]
fn a_configuration_is_read() {
    let (config, faults) = Config::read(&frozen("config.toml"));
    assert_eq!(faults, []);
    let expected = Config {
        user: Some("李四".into()),
        ascii: true,
        no_mouse: true,
        network_share: false,
        ..Config::default()
    };
    assert_eq!(config, expected);
}
