//! The list of the roster against the plain way to make one: everybody asked one by one, groups
//! in a map, sums added up; after any change that the list followed.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use tuogou::app::filter;
use tuogou::app::listing::{
    Catalogue, Filter, GroupBy, GroupKey, ListRow, Listing, Order, SortBy, key_of, select, strength,
};
use tuogou::domain::change::{Change, ItemRecord, ItemSaid, Mark, Subject};
use tuogou::domain::id::AssocIx;
use tuogou::domain::ledger::{Ledger, Touched};
use tuogou::domain::model::{ItemState, Light, Stage, Status};
use tuogou::domain::summary::{self, Summary};
use tuogou::report::cell::Rank;
use tuogou::report::roster;
use tuogou::report::table::LedgerOn;
use tuogou::search::{Query, Strength};

use crate::support::{Home, date};

const GROUPS: [GroupBy; 7] = [
    GroupBy::Unit,
    GroupBy::PrintedUnit,
    GroupBy::Status,
    GroupBy::Stage,
    GroupBy::Light,
    GroupBy::Kind,
    GroupBy::Nothing,
];
const ORDERS: [Order; 8] = {
    const fn order(by: SortBy, reversed: bool) -> Order {
        Order { by, reversed }
    }
    [
        order(SortBy::Roster, false),
        order(SortBy::Name, false),
        order(SortBy::Due, false),
        order(SortBy::Progress, false),
        order(SortBy::Column(5), false),
        order(SortBy::Roster, true),
        order(SortBy::Due, true),
        order(SortBy::Column(2), true),
    ]
};

static LEDGER: LazyLock<Ledger> = LazyLock::new(|| Home::new().open("张三").1);

fn ledger() -> Ledger {
    LEDGER.clone()
}

fn filter_of(ledger: &Ledger, status: Option<Status>, text: &str) -> Filter {
    let words = filter::parse(text).expect("a filter");
    Filter {
        status,
        query: Some(words.query()),
        conditions: words.bind(ledger).expect("known"),
        ..Filter::default()
    }
}

/// Whom a search finds, name by name.
fn found_one_by_one(ledger: &Ledger, query: &Query) -> Vec<AssocIx> {
    let of = |ix: AssocIx| {
        let terms = query.terms().map(|term| strength(ledger, term, ix));
        terms.min().flatten()
    };
    let all = ledger.associations().keys();
    let at_least = |wanted| {
        let all = all.clone();
        all.filter(move |ix| of(*ix) >= Some(wanted))
            .collect::<Vec<_>>()
    };
    let tight = at_least(Strength::Tight);
    if tight.is_empty() {
        at_least(Strength::Loose)
    } else {
        tight
    }
}

/// What a list shows, whatever its order: each group with its members and its sum.
type Shown = Vec<(GroupKey, Vec<AssocIx>, Summary)>;

fn shown(listing: &Listing) -> Shown {
    let groups = listing.groups();
    groups
        .map(|key| (key, listing.members(key).collect(), listing.sum(key)))
        .collect()
}

/// The same, made the plain way, in the order of the roster.
fn plainly(ledger: &Ledger, filter: &Filter, group_by: GroupBy, as_of: NaiveDate) -> Shown {
    let mut groups: Vec<(GroupKey, Vec<AssocIx>)> = Vec::new();
    for ix in select(ledger, filter, as_of) {
        let key = key_of(ledger, ix, group_by, as_of);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, members)) => members.push(ix),
            None => groups.push((key, vec![ix])),
        }
    }
    groups
        .into_iter()
        .map(|(key, members)| {
            let sum = summary::of(ledger, members.iter().copied(), as_of);
            (key, members, sum)
        })
        .collect()
}

/// Every line is where it says it is.
fn check_lines(ledger: &Ledger, listing: &Listing, folded: &HashSet<GroupKey>) {
    let mut expected: Vec<ListRow> = Vec::new();
    for key in listing.groups() {
        expected.push(ListRow::Group(key));
        if !folded.contains(&key) {
            expected.extend(listing.members(key).map(ListRow::Association));
        }
    }
    let rows: Vec<ListRow> = listing.rows(0..listing.len() + 3).collect();
    assert_eq!(rows, expected);
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(listing.position(ledger, *row), Some(at));
    }
    let lines: BTreeSet<AssocIx> = listing.unfolded().collect();
    for ix in ledger.associations().keys() {
        if !lines.contains(&ix) {
            assert_eq!(listing.position(ledger, ListRow::Association(ix)), None);
        }
        let after = expected
            .iter()
            .position(|row| matches!(row, ListRow::Association(other) if *other > ix));
        assert_eq!(listing.after(ix), after);
    }
}

/// Something that is recorded.
fn change(ledger: &Ledger, what: (usize, usize, ItemState, u32)) -> Change {
    let (association, item, state, day) = what;
    let association = AssocIx::from(association % ledger.associations().len());
    let on = date("2020-06-20") + chrono::Days::new(day.into());
    let at = "2020-07-20T00:00:00Z".parse().expect("an instant");
    let no = ledger.associations()[association].no;
    let round = ledger.round();
    if day % 7 == 0 {
        let milestones = round.milestones();
        let def = &milestones.raw[item % milestones.len()];
        let unit = ledger.unit_name_of(association);
        let subject = match (def.scope, unit) {
            (tuogou::domain::round::Scope::Association, _) => Subject::Association(no),
            (tuogou::domain::round::Scope::Unit, Some(unit)) => Subject::Unit(unit.to_owned()),
            _ => Subject::City,
        };
        return Change::mark(
            def.id.clone(),
            subject,
            None,
            Some(Mark {
                done_on: on,
                by: "王".into(),
                at,
            }),
        );
    }
    Change::item(
        no,
        round.items.raw[item % round.items.len()].id.clone(),
        None,
        Some(ItemRecord::new(
            ItemSaid {
                state,
                note: "".into(),
                evidence: "".into(),
                by: "王".into(),
            },
            at,
            on,
        )),
    )
}

fn a_state() -> impl Strategy<Value = ItemState> {
    prop::sample::select(vec![
        ItemState::Done,
        ItemState::Doing,
        ItemState::NotApplicable,
    ])
}

#[test]
fn a_search_finds_whom_it_finds_one_by_one() {
    let ledger = ledger();
    let mut catalogue = Catalogue::default();
    for text in [
        "dyxh",
        "协会",
        "x",
        "zz",
        "kfdy",
        "发改委",
        "教育 dy",
        "29",
        "1",
        "jyty",
        "xh 商",
        "zhijie",
        "lvju",
        "q",
        "kfs xh",
        "文物局",
        "民宗局 x",
        "0",
        "999999",
        "dy 29",
    ] {
        let filter = filter_of(&ledger, None, text);
        let query = filter.query.clone().expect("a query");
        let found = catalogue.select(&ledger, &filter, date("2020-07-20"));
        assert_eq!(found, found_one_by_one(&ledger, &query), "{text}");
    }
}

/// Keys of somebody who types into the field: characters, letters, a space, a digit, and back.
const KEYS: &str = "开封市钓鱼协会育教商发改委diaoyuxhkfsgzlv 129<<<";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// It goes on from what the key before has found, and says what it would say anew.
    #[test]
    fn a_search_that_is_typed_finds_whom_it_finds_one_by_one(
        keys in prop::collection::vec(prop::sample::select(KEYS.chars().collect::<Vec<_>>()), 1..14),
        status in prop::sample::select(vec![None, Some(Status::Planned)]),
    ) {
        let ledger = &*LEDGER;
        let mut catalogue = Catalogue::default();
        let mut text = String::new();
        for key in keys {
            if key == '<' {
                text.pop();
            } else {
                text.push(key);
            }
            let filter = Filter {
                status,
                query: Some(Query::new(&text)),
                ..Filter::default()
            };
            let found = catalogue.select(ledger, &filter, date("2020-07-20"));
            let fresh = select(ledger, &filter, date("2020-07-20"));
            prop_assert_eq!(&found, &fresh, "{} {:?}", text, status);
            if status.is_none() && !text.trim().is_empty() {
                let expected = found_one_by_one(ledger, &Query::new(&text));
                prop_assert_eq!(&found, &expected, "{}", text);
            }
        }
    }
}

#[test]
fn every_grouping_and_order_shows_the_same_associations_and_sums() {
    let ledger = ledger();
    let as_of = date("2020-07-20");
    for text in [
        "",
        "协会",
        "light:red",
        "status:已",
        "-协会",
        "unit:教育 done<50",
        "zzzz",
    ] {
        for group_by in GROUPS {
            let filter = filter_of(&ledger, None, text);
            let mut expected = plainly(&ledger, &filter, group_by, as_of);
            for sort_by in ORDERS {
                let listing =
                    Listing::new(&ledger, &filter, group_by, sort_by, &HashSet::new(), as_of);
                check_lines(&ledger, &listing, &HashSet::new());
                let mut found = shown(&listing);
                let by_roster = [GroupBy::Unit, GroupBy::PrintedUnit, GroupBy::Status];
                if sort_by != Order::default() || !by_roster.contains(&group_by) {
                    found.sort_by_key(|(_, members, _)| members.iter().min().copied());
                    for (_, members, _) in &mut found {
                        members.sort_unstable();
                    }
                }
                expected.sort_by_key(|(_, members, _)| members.iter().min().copied());
                assert_eq!(found, expected, "{text} {group_by:?} {sort_by:?}");
                let all = listing.everybody();
                assert_eq!(listing.shown(), summary::of(&ledger, all, as_of));
            }
        }
    }
}

#[test]
fn lights_stand_the_worst_first_and_stages_in_their_order() {
    let ledger = ledger();
    let groups = |group_by| {
        let (order, folded) = (SortBy::Roster, HashSet::new());
        let filter = Filter::default();
        let day = date("2020-07-20");
        let listing = Listing::new(&ledger, &filter, group_by, order, &folded, day);
        listing.groups().collect::<Vec<_>>()
    };
    let lights = groups(GroupBy::Light);
    let signs: Vec<&str> = lights.iter().map(|key| key.title(&ledger)).collect();
    let all = Light::ALL.into_iter().rev().map(Light::word);
    let all: Vec<&str> = all.filter(|word| signs.contains(word)).collect();
    assert!(signs.len() > 1);
    assert_eq!(signs, all);
    let stages = groups(GroupBy::Stage);
    let stages: Vec<&str> = stages.iter().map(|key| key.title(&ledger)).collect();
    let all = Stage::ALL.into_iter().map(Stage::word);
    let all: Vec<&str> = all.filter(|word| stages.contains(word)).collect();
    assert!(stages.len() > 1);
    assert_eq!(stages, all);
    assert_eq!(groups(GroupBy::Nothing), [GroupKey::Everybody]);
    assert!(groups(GroupBy::Kind).len() > 2);
}

#[test]
fn folding_moves_the_lines_and_nothing_else() {
    let ledger = ledger();
    let as_of = date("2020-07-20");
    let mut folded = HashSet::new();
    let (filter, order) = (Filter::default(), SortBy::Name);
    let mut listing = Listing::new(&ledger, &filter, GroupBy::Unit, order, &folded, as_of);
    let keys: Vec<GroupKey> = listing.groups().collect();
    for key in keys.iter().step_by(3).chain([&keys[0], &keys[3]]) {
        let fold = folded.insert(*key) || !folded.remove(key);
        listing.fold(*key, fold);
        check_lines(&ledger, &listing, &folded);
    }
    listing.fold_all(true);
    check_lines(&ledger, &listing, &keys.iter().copied().collect());
    listing.fold_all(false);
    check_lines(&ledger, &listing, &HashSet::new());
    assert_eq!(listing.sum(keys[0]).total, listing.members(keys[0]).count());
}

#[test]
fn every_column_sorts_both_ways_and_what_is_blank_stays_last() {
    let ledger = ledger();
    let as_of = date("2020-07-20");
    let on = LedgerOn::new(&ledger, as_of);
    let mut sorted = 0;
    for column in roster::choices(ledger.round()) {
        let by = SortBy::column(ledger.round(), &column.id).expect("an order");
        for reversed in [false, true] {
            let order = Order { by, reversed };
            let name = order.id(ledger.round());
            if !name.is_empty() {
                assert_eq!(Order::named(ledger.round(), &name), Some(order));
            }
            let filter = Filter::default();
            let listing = Listing::new(
                &ledger,
                &filter,
                GroupBy::Nothing,
                order,
                &HashSet::new(),
                as_of,
            );
            assert_eq!(listing.shown().total, 150);
            let SortBy::Column(_) = by else { continue };
            let ranks = listing.everybody().map(|ix| column.rank(on, &ix));
            let idle = |ix: &AssocIx| roster::is_of_task(&column) && !ledger.has_task(*ix);
            let blank: Vec<bool> = listing.everybody().map(|ix| idle(&ix)).collect();
            let ranks = ranks
                .zip(blank)
                .map(|(rank, idle)| if idle { Rank::Blank } else { rank });
            let ranks: Vec<Rank> = ranks.collect();
            let end = ranks
                .iter()
                .position(|rank| *rank == Rank::Blank)
                .unwrap_or(150);
            assert!(
                ranks[end..].iter().all(|rank| *rank == Rank::Blank),
                "{name}"
            );
            let right = if reversed {
                ranks[..end].is_sorted_by(|one, next| one >= next)
            } else {
                ranks[..end].is_sorted()
            };
            assert!(right, "{name}: {ranks:?}");
            sorted += 1;
        }
    }
    assert!(sorted > 30, "{sorted}");
    assert_eq!(Order::named(ledger.round(), "-nothing"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_list_that_follows_is_the_list_that_is_built_anew(
        changes in prop::collection::vec((0..20usize, 0..60usize, a_state(), 0..60u32), 1..12),
        text in prop::sample::select(vec![
            "", "协会", "light:red", "light:yellow,绿", "done>0", "-M4:done", "stage:办理中 协会",
            "has:record", "has:problem", "M1:open", "due<7d -kfsdy", "name:xh",
        ]),
        status in prop::sample::select(vec![None, Some(Status::Planned)]),
        group_by in prop::sample::select(GROUPS.to_vec()),
        sort_by in prop::sample::select(ORDERS.to_vec()),
    ) {
        let mut ledger = ledger();
        let as_of = date("2020-07-20");
        let filter = filter_of(&ledger, status, text);
        let mut catalogue = Catalogue::default();
        let folded = HashSet::new();
        let order = (group_by, sort_by);
        let mut listing = Listing::of(&mut catalogue, &ledger, &filter, order, &folded, as_of);
        for what in changes {
            let change = change(&ledger, what);
            let mut moved = Touched::default();
            moved.add(ledger.apply([&change]).expect("known"));
            let same = listing.follow(&mut catalogue, &ledger, &filter, &moved);
            let anew = Listing::new(&ledger, &filter, group_by, sort_by, &folded, as_of);
            if same {
                prop_assert_eq!(shown(&listing), shown(&anew));
                prop_assert_eq!(listing.shown(), anew.shown());
            } else {
                listing = Listing::of(&mut catalogue, &ledger, &filter, order, &folded, as_of);
                prop_assert_eq!(shown(&listing), shown(&anew));
            }
            // Ticks move no lines unless it is asked for what they move.
            let moving = matches!(group_by, GroupBy::Stage | GroupBy::Light);
            let fixed = !moving && (text.is_empty() || text == "协会");
            prop_assert!(same || !fixed || matches!(sort_by.by, SortBy::Due | SortBy::Progress | SortBy::Column(_)));
        }
    }
}
