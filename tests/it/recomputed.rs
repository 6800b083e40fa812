//! The figures of the demonstration, worked out anew from its archive by a script that shares nothing
//! with the program.

use assert_cmd::Command;

use serde_json::{Value, json};

use crate::agree::{DEMO, json, lines};

/// Early, in the lively middle, and after the last milestone.
const DAYS: [&str; 3] = ["2020-07-20", "2020-08-21", "2020-10-20"];

/// What the script says on a day.
fn recomputed(archive: &str, day: &str) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recompute.py");
    let run = Command::new("python3")
        .args([script, archive, day])
        .output();
    let run = run.expect("it ran before");
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{error}");
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// A script can be run that reads TOML, which Python does since 3.11.
fn python() -> bool {
    let run = Command::new("python3")
        .args(["-c", "import tomllib"])
        .output();
    run.is_ok_and(|run| run.status.success())
}

/// The same figures as `overview`, `stats`, `timeline` and `list` tell them.
fn told(day: &str) -> Value {
    let overview = json(day, &["overview"]);
    let of = |list: &Value, pick: &dyn Fn(&Value) -> Option<(String, Value)>| {
        let all = list.as_array().expect("a list").iter();
        all.filter_map(pick).collect::<serde_json::Map<_, _>>()
    };
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let milestones = of(&json(day, &["timeline"])["milestones"], &|one| {
        Some((text(&one["id"]), json!([one["done"], one["population"]])))
    });
    let units = of(&overview["units"], &|one| {
        let sums = json!({
            "done": one["done"], "total": one["total"],
            "completed": one["completed"], "late": one["overdue"],
        });
        Some((text(&one["unit"]), sums))
    });
    let left = overview["balance"]["left"]
        .as_object()
        .expect("by kind")
        .iter();
    let left = left
        .filter(|(_, count)| **count != 0)
        .map(|(kind, count)| (kind.clone(), count.clone()));
    let associations = of(&json(day, &["list"]), &|one| {
        let gone = ["historic", "deregistered", "revoked", "merged", "deferred"];
        let stage = one["stage"].as_str().expect("a stage");
        let sums = json!([one["done"], one["total"]]);
        (!gone.contains(&stage)).then(|| (one["no"].to_string(), sums))
    });
    json!({
        "total": overview["total"],
        "planned": overview["planned"],
        "left": left.collect::<serde_json::Map<_, _>>(),
        "completed": overview["balance"]["completed"],
        "unfinished": overview["balance"]["unfinished"],
        "done": overview["items"]["done"],
        "items": overview["items"]["total"],
        "late": overview["owed"]["overdue"],
        "late_associations": overview["overdue_associations"],
        "milestones": milestones,
        "units": units,
        "associations": associations,
    })
}

#[test]
fn figures_worked_out_from_the_archive_alone_are_those_of_the_program() {
    if !python() {
        println!("skipped: no python3 that reads TOML (3.11)");
        return;
    }
    let archive = DEMO.path("recomputed.json");
    let archive = archive.to_str().expect("UTF-8");
    lines("2021-01-15", &["export", "json", "--out", archive]);
    for day in DAYS {
        let (anew, told) = (recomputed(archive, day), told(day));
        for (name, value) in anew.as_object().expect("figures") {
            assert_eq!(*value, told[name], "{name} on {day}");
        }
        // `stats` adds the items up a second time.
        let stats = json(day, &["stats"]);
        let sums = (&stats["done_items"], &stats["total_items"]);
        assert_eq!(sums, (&anew["done"], &anew["items"]), "{day}");
    }
}
