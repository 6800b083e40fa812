//! Numbers that have to agree with each other.

use super::Report;
use super::answers::{Answers, same};
use crate::domain::form::value::Value;

/// X01: a printed 项 is the length of its list.
pub fn x01_lists(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (count, list) in [
        ("a2.3.legal_n", "a2.3.legal_list"),
        ("a2.3.admin_n", "a2.3.admin_list"),
        ("a4.3.done_n", "a4.3.done_list"),
        ("a4.3.todo_n", "a4.3.todo_list"),
        ("a4.3.given_n", "a4.3.given_list"),
        ("a4.4.purchase_n", "a4.4.purchase_list"),
    ] {
        let items = answers.list(list).len() as u64;
        if let Some(stated) = answers.integer(count)
            && stated != items
        {
            let label = answers.label(count);
            report.contradiction(
                &[count, list],
                format!("{label}：填了 {stated} 项，清单列了 {items} 项"),
            );
        }
    }
}

/// Total, levels and tables of one count of people.
struct People {
    total: &'static str,
    levels: &'static [&'static str],
}

const BEFORE_SERVING: People = People {
    total: "a2.5.serving_n",
    levels: &[
        "a2.5.serving_prov",
        "a2.5.serving_pref",
        "a2.5.serving_county",
        "a2.5.serving_other",
    ],
};
const BEFORE_RETIRED: People = People {
    total: "a2.5.retired_n",
    levels: &[
        "a2.5.retired_prov",
        "a2.5.retired_pref",
        "a2.5.retired_county",
        "a2.5.retired_other",
    ],
};
const AFTER: [People; 4] = [
    People {
        total: "a4.5.serving_left_n",
        levels: &[
            "a4.5.serving_left_state",
            "a4.5.serving_left_prov",
            "a4.5.serving_left_pref",
            "a4.5.serving_left_other",
        ],
    },
    People {
        total: "a4.5.serving_stay_n",
        levels: &[
            "a4.5.serving_stay_state",
            "a4.5.serving_stay_prov",
            "a4.5.serving_stay_pref",
            "a4.5.serving_stay_other",
        ],
    },
    People {
        total: "a4.5.retired_left_n",
        levels: &[
            "a4.5.retired_left_state",
            "a4.5.retired_left_prov",
            "a4.5.retired_left_pref",
            "a4.5.retired_left_other",
        ],
    },
    People {
        total: "a4.5.retired_stay_n",
        levels: &[
            "a4.5.retired_stay_state",
            "a4.5.retired_stay_prov",
            "a4.5.retired_stay_pref",
            "a4.5.retired_stay_other",
        ],
    },
];

/// X02: a count of people is the sum of its levels, and the number of rows in the table.
pub fn x02_people(answers: &Answers<'_>, report: &mut Report<'_>) {
    for people in [&BEFORE_SERVING, &BEFORE_RETIRED].into_iter().chain(&AFTER) {
        if let (Some(total), Some(levels)) =
            (answers.integer(people.total), answers.sum(people.levels))
            && total != levels
        {
            let mut fields = vec![people.total];
            fields.extend(people.levels);
            let label = answers.label(people.total);
            report.contradiction(
                &fields,
                format!("{label}：合计 {total} 人次，各级相加 {levels} 人次"),
            );
        }
    }
    for (totals, table) in [
        (&["a2.5.serving_n"][..], "a2.5.serving_tbl"),
        (&["a2.5.retired_n"], "a2.5.retired_tbl"),
        (
            &["a4.5.serving_left_n", "a4.5.serving_stay_n"],
            "a4.5.serving_tbl",
        ),
        (
            &["a4.5.retired_left_n", "a4.5.retired_stay_n"],
            "a4.5.retired_tbl",
        ),
    ] {
        let rows = answers.rows(table).len() as u64;
        if let Some(total) = answers.sum(totals)
            && answers.filled(table)
            && total != rows
        {
            let mut fields = totals.to_vec();
            fields.push(table);
            let label = answers.label(table);
            report.contradiction(
                &fields,
                format!("{label}：合计 {total} 人次，表中 {rows} 行"),
            );
        }
    }
}

/// X03: an option that stands alone is ticked with others. Typing refuses it; an import may
/// bring it.
pub fn x03_exclusive(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (field, value) in answers.all() {
        if let Value::Ticked(ticked) = value
            && ticked.len() > 1
            && let Some(alone) = ticked
                .iter()
                .find(|option| field.exclusive.contains(option))
        {
            report.contradiction(
                &[field.id.as_str()],
                format!("{}：{alone} 与其他选项同选", field.label),
            );
        }
    }
}

/// X05: every administrative function of before is handed over or still to be.
pub fn x05_functions(answers: &Answers<'_>, report: &mut Report<'_>) {
    let after = answers.sum(&["a4.3.done_n", "a4.3.todo_n"]);
    if let (Some(before), Some(after)) = (answers.integer("a2.3.admin_n"), after)
        && before != after
    {
        report.contradiction(
            &["a2.3.admin_n", "a4.3.done_n", "a4.3.todo_n"],
            format!("行政职能：脱钩前 {before} 项，已移交与未移交合计 {after} 项"),
        );
    }
    let lists = ["a4.3.done_list", "a4.3.todo_list"];
    if !lists.iter().any(|list| answers.filled(list)) {
        return;
    }
    let known = |item: &String| {
        lists
            .iter()
            .any(|list| answers.list(list).iter().any(|other| same(item, other)))
    };
    for item in answers.list("a2.3.admin_list") {
        if !known(item) {
            report.about(item).contradiction(
                &["a2.3.admin_list", "a4.3.done_list", "a4.3.todo_list"],
                format!("行政职能「{item}」在完成情况表中没有去向"),
            );
        }
    }
}

/// X06: posts are asked for twice, and have to come out at what there was.
pub fn x06_posts(answers: &Answers<'_>, report: &mut Report<'_>) {
    let cancelled = answers.integer("a4.5.posts_cancel");
    if let (Some(one), Some(other)) = (answers.integer("a4.2.inst_cancel"), cancelled)
        && one != other
    {
        report.contradiction(
            &["a4.2.inst_cancel", "a4.5.posts_cancel"],
            format!("核销事业编制：机构部分 {one} 个，人员部分 {other} 个"),
        );
    }
    let (Some(before), Some(cancelled), Some(kept)) = (
        answers.integer("a2.2.inst_posts"),
        cancelled,
        answers.integer("a4.5.posts_keep"),
    ) else {
        return;
    };
    let after = cancelled + kept;
    // What was transferred is not counted anywhere, so then it may be fewer.
    let fits = after == before || (after < before && answers.ticks("a4.2.inst", "划转"));
    if !fits {
        report.contradiction(
            &["a2.2.inst_posts", "a4.5.posts_cancel", "a4.5.posts_keep"],
            format!("事业编制：脱钩前 {before} 个，核销 {cancelled} 个、保留 {kept} 个"),
        );
    }
}

/// X07: everyone of before left or stayed; 县处级 of before is among 其他 of after; a city has no
/// 党和国家领导人.
pub fn x07_people_accounted_for(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (kind, title) in [
        ("serving", "现职公务员兼职"),
        ("retired", "退（离）休未满三年兼职"),
    ] {
        let before = |level: &str| format!("a2.5.{kind}_{level}");
        let after = |way: &str, level: &str| format!("a4.5.{kind}_{way}_{level}");
        let mut compare = |what: &str, before: &[String], level: &str| {
            let both = [after("left", level), after("stay", level)];
            let before: Vec<&str> = before.iter().map(String::as_str).collect();
            let both: Vec<&str> = both.iter().map(String::as_str).collect();
            if let (Some(was), Some(is)) = (answers.sum(&before), answers.sum(&both))
                && was != is
            {
                let fields = [before, both].concat();
                report.contradiction(
                    &fields,
                    format!("{title}{what}：脱钩前 {was} 人次，退出与留任合计 {is} 人次"),
                );
            }
        };
        compare("", &[before("n")], "n");
        compare("（省部级）", &[before("prov")], "prov");
        compare("（地厅级）", &[before("pref")], "pref");
        compare(
            "（县处级和其他）",
            &[before("county"), before("other")],
            "other",
        );
        for way in ["left", "stay"] {
            let field = after(way, "state");
            if let Some(count @ 1..) = answers.integer(&field) {
                report.contradiction(
                    &[field.as_str()],
                    format!("{title}：市级协会填了党和国家领导人 {count} 人次"),
                );
            }
        }
    }
}
