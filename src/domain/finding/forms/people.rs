//! People and the Party's organisation.

use super::Report;
use super::answers::{Answers, same};

/// Column 姓名 of every table of people.
const NAME: usize = 1;

/// X08: who stays within three years of retiring needs an approval.
pub fn x08_retired_staying(answers: &Answers<'_>, report: &mut Report<'_>) {
    if let Some(count @ 1..) = answers.integer("a4.5.retired_stay_n")
        && !answers.documented("D2")
    {
        report.suspicious(
            &["a4.5.retired_stay_n"],
            format!("退（离）休未满三年继续兼职 {count} 人次，清单 D2 没有审批依据"),
        );
    }
}

/// X09: everyone in the tables of before stands in those of after, with what became of them.
pub fn x09_everyone_accounted_for(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (before, after) in [
        ("a2.5.serving_tbl", "a4.5.serving_tbl"),
        ("a2.5.retired_tbl", "a4.5.retired_tbl"),
    ] {
        if !answers.filled(after) {
            continue;
        }
        for person in answers.rows(before) {
            let name = &person[NAME];
            let found = answers
                .rows(after)
                .iter()
                .find(|row| same(&row[NAME], name));
            match found {
                None => report.about(&format!("{after}.{name}")).contradiction(
                    &[before, after],
                    format!("「{name}」在表二中有，表四中没有"),
                ),
                Some(row) if row.last().is_none_or(String::is_empty) => {
                    report
                        .about(&format!("{after}.{name}"))
                        .contradiction(&[after], format!("「{name}」没有写脱钩后情况"));
                }
                Some(_) => {}
            }
        }
    }
}

/// X19: the Party relation went to the supervising unit's own group, not to the new body.
pub fn x19_party_moved(answers: &Answers<'_>, report: &mut Report<'_>) {
    let Some(after) = answers.text("a4.6.after") else {
        return;
    };
    let Some(unit) = answers.ledger.unit_of(answers.association) else {
        return;
    };
    let unit = &answers.ledger.units()[unit];
    let names = [&unit.name, &unit.short];
    if names
        .into_iter()
        .chain(&unit.aliases)
        .any(|name| after.contains(name.as_str()))
    {
        report.suspicious(
            &["a4.6.after"],
            format!("党的关系脱钩后仍归口「{after}」，是业务主管单位自己的党组织"),
        );
    }
}

/// X20: three members make a cell.
pub fn x20_party_cell(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (party, members) in [
        ("a2.6.party", "a2.6.members"),
        ("a4.6.party", "a4.6.members"),
    ] {
        if let Some(count @ 3..) = answers.integer(members)
            && answers.ticks(party, "未建立党组织")
        {
            report.suspicious(&[party, members], format!("党员 {count} 人而未建立党组织"));
        }
    }
}

/// X22: who leads the association is listed as a serving official.
pub fn x22_officials_in_charge(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (field, post) in [
        ("a2.1.president", "理事长"),
        ("a2.1.sec_gen", "秘书长"),
        ("a4.1.president", "理事长"),
        ("a4.1.sec_gen", "秘书长"),
    ] {
        let Some(name) = answers.text(field) else {
            continue;
        };
        let listed = answers
            .rows("a2.5.serving_tbl")
            .iter()
            .any(|row| same(&row[NAME], name));
        if listed {
            report.about(field).suspicious(
                &[field, "a2.5.serving_tbl"],
                format!("{post}「{name}」在现职公务员兼职名单中"),
            );
        }
    }
}
