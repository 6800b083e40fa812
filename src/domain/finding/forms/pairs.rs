//! The same matter in both forms, before and after.

use super::Report;
use super::answers::{Answers, same};

const NOT_CONCERNED: &str = "不涉及此事项";

/// X04: what was not there before does not concern, and what was there does.
pub fn x04_before_and_after(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (before, after) in [
        ("a2.2.inst", "a4.2.inst"),
        ("a2.2.cooffice", "a4.2.cooffice"),
        ("a2.3.admin", "a4.3.admin"),
        ("a2.4.budget", "a4.4.budget"),
        ("a2.4.office", "a4.4.office"),
    ] {
        let not_concerned = answers.ticks(after, NOT_CONCERNED);
        let label = answers.label(after);
        if answers.no(before) && answers.filled(after) && !not_concerned {
            report.contradiction(
                &[before, after],
                format!("{label}：脱钩前为否，脱钩后应为不涉及"),
            );
        }
        if answers.yes(before) && not_concerned {
            report.contradiction(
                &[before, after],
                format!("{label}：脱钩前为是，脱钩后不应为不涉及"),
            );
        }
    }
    // A box of its own, with counts or a table instead of options.
    for (before, tick, details) in [
        (
            "a2.5.serving",
            "a4.5.serving_na",
            &["a4.5.serving_left_n", "a4.5.serving_stay_n"][..],
        ),
        (
            "a2.5.retired",
            "a4.5.retired_na",
            &["a4.5.retired_left_n", "a4.5.retired_stay_n"],
        ),
        ("a2.9.affil", "a4.8.na", &["a4.8.items"]),
    ] {
        let label = answers.label(tick);
        let rows: usize = details.iter().map(|id| answers.rows(id).len()).sum();
        let something = answers.sum(details).unwrap_or(0) > 0 || rows > 0;
        if answers.no(before) && something {
            let mut fields = vec![before];
            fields.extend(details);
            report.contradiction(&fields, format!("{label}：脱钩前为否，脱钩后应为不涉及"));
        }
        if answers.yes(before) && answers.filled(tick) {
            report.contradiction(
                &[before, tick],
                format!("{label}：脱钩前为是，脱钩后不应为不涉及"),
            );
        }
    }
    for (before, after, independent) in [
        ("a2.4.bank", "a4.4.bank", "单独开立账户"),
        ("a2.4.books", "a4.4.books", "已单独建账、独立核算"),
    ] {
        let label = answers.label(after);
        let not_concerned = answers.ticks(after, NOT_CONCERNED);
        let kept = not_concerned || answers.ticks(after, independent);
        if answers.yes(before) && answers.filled(after) && !kept {
            report.contradiction(
                &[before, after],
                format!("{label}：脱钩前已独立，脱钩后反而不独立"),
            );
        }
        if answers.no(before) && not_concerned {
            report.contradiction(
                &[before, after],
                format!("{label}：脱钩前未独立，脱钩后不应为不涉及"),
            );
        }
    }
}

/// X15: a change that is seen by comparing is registered, and a registered one is seen.
pub fn x15_changes_registered(answers: &Answers<'_>, report: &mut Report<'_>) {
    let name = &answers.ledger.associations()[answers.association].name;
    for field in ["a2.1.name", "a4.1.name"] {
        if let Some(written) = answers.text(field)
            && !same(written, name)
        {
            report.contradiction(&[field], format!("名称「{written}」与名册「{name}」不同"));
        }
    }
    let differs = |one: &str, other: &str| Some(!same(answers.text(one)?, answers.text(other)?));
    for (pairs, registered, what) in [
        (
            &[("a2.1.legal_rep", "a4.1.legal_rep")][..],
            "a4.9.legal",
            "法定代表人",
        ),
        (
            &[
                ("a2.1.president", "a4.1.president"),
                ("a2.1.sec_gen", "a4.1.sec_gen"),
            ],
            "a4.9.officers",
            "负责人",
        ),
        (&[("a2.1.address", "a4.1.address")], "a4.9.addr", "住所"),
    ] {
        let seen: Vec<bool> = pairs
            .iter()
            .filter_map(|(before, after)| differs(before, after))
            .collect();
        if seen.is_empty() {
            continue;
        }
        let changed = seen.contains(&true);
        let mut fields: Vec<&str> = pairs.iter().flat_map(|(b, a)| [*b, *a]).collect();
        fields.push(registered);
        if changed && answers.no(registered) {
            report.contradiction(&fields, format!("{what}：两表所填不同，却写明没有变化"));
        }
        // Only when every pair could be compared is sameness known.
        if !changed && seen.len() == pairs.len() && answers.yes(registered) {
            report.contradiction(&fields, format!("{what}：写明有变化，两表所填却相同"));
        }
    }
}

/// X16: a change without its registration blocks closing.
pub fn x16_registration_done(answers: &Answers<'_>, report: &mut Report<'_>) {
    for change in [
        "a4.9.scope",
        "a4.9.addr",
        "a4.9.capital",
        "a4.9.legal",
        "a4.9.charter",
        "a4.9.officers",
    ] {
        let done = format!("{change}_done");
        if answers.yes(change) && answers.no(&done) {
            report.contradiction(
                &[change, done.as_str()],
                format!("{}：有变化而未办手续，不能销号", answers.label(change)),
            );
        }
    }
}

/// X18: what the after-form says of before is what the before-form says.
pub fn x18_same_before(answers: &Answers<'_>, report: &mut Report<'_>) {
    if let (Some(before), Some(repeated)) =
        (answers.text("a2.6.superior"), answers.text("a4.6.before"))
        && !same(before, repeated)
    {
        report.contradiction(
            &["a2.6.superior", "a4.6.before"],
            format!("党的关系脱钩前归口：表二为「{before}」，表四为「{repeated}」"),
        );
    }
    if answers.filled("a4.7.pubs") {
        // 名称 刊号 主管 主办 before; in the after-form 主管 and 主办 stand third and fifth.
        let before = answers.rows("a2.8.pubs").iter();
        let before: Vec<[&str; 4]> = before.map(|r| [&*r[0], &*r[1], &*r[2], &*r[3]]).collect();
        let after = answers.rows("a4.7.pubs").iter();
        let after: Vec<[&str; 4]> = after.map(|r| [&*r[0], &*r[1], &*r[2], &*r[4]]).collect();
        let equal = |one: &[&str; 4], other: &[&str; 4]| {
            one.iter().zip(other).all(|(one, other)| same(one, other))
        };
        for row in &before {
            if !after.iter().any(|other| equal(row, other)) {
                report.about(row[0]).contradiction(
                    &["a2.8.pubs", "a4.7.pubs"],
                    format!(
                        "报刊「{}」在表四中没有，或脱钩前的主管、主办与表二不同",
                        row[0]
                    ),
                );
            }
        }
        for row in &after {
            if !before.iter().any(|other| same(row[0], other[0])) {
                report.about(row[0]).contradiction(
                    &["a2.8.pubs", "a4.7.pubs"],
                    format!("报刊「{}」在表二中没有", row[0]),
                );
            }
        }
    }
    if answers.filled("a4.8.items") {
        for item in answers.list("a2.9.affil_items") {
            let known = answers
                .rows("a4.8.items")
                .iter()
                .any(|row| same(&row[0], item));
            if !known {
                report.about(item).contradiction(
                    &["a2.9.affil_items", "a4.8.items"],
                    format!("联系挂靠事项「{item}」在表四中没有脱钩情况"),
                );
            }
        }
    }
}
