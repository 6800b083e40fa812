//! Money, assets and premises.

use rust_decimal::Decimal;

use super::Report;
use super::answers::{Answers, same};

const STATE_BEFORE: [&str; 2] = ["a2.4.fix_state", "a2.4.cur_state"];
const STATE_AFTER: [&str; 2] = ["a4.4.fix_state", "a4.4.cur_state"];
const OTHER_BEFORE: [&str; 2] = ["a2.4.fix_other", "a2.4.cur_other"];
const OTHER_AFTER: [&str; 2] = ["a4.4.fix_other", "a4.4.cur_other"];

/// Share of a change within which two changes count as "about" the same: 5 %.
const ABOUT: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// Change of all assets that is asked about: 20 %.
const LARGE: Decimal = Decimal::from_parts(20, 0, 0, false, 2);
/// An income above this many 万元 was probably written in 元.
const INCOME_LIMIT: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);

/// By how much state assets fell, if they did.
fn fall(answers: &Answers<'_>) -> Option<Decimal> {
    let fall = answers.total(&STATE_BEFORE)? - answers.total(&STATE_AFTER)?;
    (fall > Decimal::ZERO).then_some(fall)
}

/// X10: state assets fall without a reply of the finance bureau.
pub fn x10_state_assets_fall(answers: &Answers<'_>, report: &mut Report<'_>) {
    if let Some(fall) = fall(answers)
        && !answers.settled("C3")
    {
        report.suspicious(
            &[STATE_BEFORE, STATE_AFTER].concat(),
            format!("国有资产减少 {fall} 万元，清单 C3 没有财政批复"),
        );
    }
}

/// X11: what the state loses is about what 其他 gains.
pub fn x11_relabelled(answers: &Answers<'_>, report: &mut Report<'_>) {
    let (Some(fall), Some(before), Some(after)) = (
        fall(answers),
        answers.total(&OTHER_BEFORE),
        answers.total(&OTHER_AFTER),
    ) else {
        return;
    };
    let rise = after - before;
    if (rise - fall).abs() <= fall * ABOUT {
        report.suspicious(
            &[STATE_BEFORE, STATE_AFTER, OTHER_BEFORE, OTHER_AFTER].concat(),
            format!("国有资产减少 {fall} 万元，其他资产增加 {rise} 万元，疑为改记"),
        );
    }
}

/// X12: all assets together change by more than a fifth.
pub fn x12_total_changes(answers: &Answers<'_>, report: &mut Report<'_>) {
    let before = [STATE_BEFORE, OTHER_BEFORE].concat();
    let after = [STATE_AFTER, OTHER_AFTER].concat();
    if let (Some(was), Some(is)) = (answers.total(&before), answers.total(&after))
        && (is - was).abs() > was * LARGE
    {
        report.ask(
            &[before, after].concat(),
            format!("资产总额由 {was} 万元变为 {is} 万元，变动超过两成"),
        );
    }
}

/// X13: direct funding goes on.
pub fn x13_funding_continues(answers: &Answers<'_>, report: &mut Report<'_>) {
    if let Some(amount) = answers.decimal("a4.4.budget_amt")
        && amount > Decimal::ZERO
    {
        report.suspicious(
            &["a4.4.budget_amt"],
            format!("脱钩后仍有财政预算资金 {amount} 万元，请写明何时停止"),
        );
    }
}

/// X14: office space is what it was, and what is cleared is handed over in writing.
pub fn x14_office_space(answers: &Answers<'_>, report: &mut Report<'_>) {
    for (before, after, what) in [
        ("a2.4.office_ok", "a4.4.office_ok", "符合核定面积"),
        ("a2.4.office_over", "a4.4.office_over", "超出核定面积"),
    ] {
        if let (Some(was), Some(is)) = (answers.decimal(before), answers.decimal(after))
            && was != is
        {
            report.contradiction(
                &[before, after],
                format!("{what}：表二 {was} ㎡，表四 {is} ㎡"),
            );
        }
    }
    let cleared = answers.decimal("a4.4.office_over");
    if cleared.is_some_and(|area| area > Decimal::ZERO) && !answers.yes("a4.4.office_handover") {
        report.suspicious(
            &["a4.4.office_over", "a4.4.office_handover"],
            "清理腾退办公用房而没有书面移交协议".to_owned(),
        );
    }
}

/// X21: the new address is the unit's, or government space is used without saying how.
pub fn x21_premises(answers: &Answers<'_>, report: &mut Report<'_>) {
    if let Some(unit) = answers.text("a2.2.cooffice_addr") {
        for field in ["a4.1.address", "a4.2.rent_addr", "a4.2.buy_addr"] {
            if answers
                .text(field)
                .is_some_and(|address| same(address, unit))
            {
                report.suspicious(
                    &["a2.2.cooffice_addr", field],
                    format!("脱钩后的住所「{unit}」就是原合署办公地址"),
                );
            }
        }
    }
    if answers.ticks("a2.2.premises", "其他") && answers.yes("a2.4.office") {
        report.suspicious(
            &["a2.2.premises", "a2.4.office"],
            "住所使用方式填其他，又使用行政办公用房".to_owned(),
        );
    }
}

/// X26: resettled people and their money have no place in the after-form.
pub fn x26_resettled(answers: &Answers<'_>, report: &mut Report<'_>) {
    let people = answers.integer("a2.4.resettle_n").unwrap_or(0) > 0;
    let money = answers.decimal("a2.4.resettle_amt").unwrap_or_default() > Decimal::ZERO;
    if (people || money) && answers.any_after() && !answers.settled("C7") {
        report.ask(
            &["a2.4.resettle_n", "a2.4.resettle_amt"],
            "安置分流人员及其资金在完成情况表中没有栏目，请在清单 C7 写明去向".to_owned(),
        );
    }
}

/// X27: the form prints no unit for the income; a very large one was written in 元.
pub fn x27_income_unit(answers: &Answers<'_>, report: &mut Report<'_>) {
    if let Some(income) = answers.decimal("a2.1.income_prev")
        && income > INCOME_LIMIT
    {
        report.suspicious(
            &["a2.1.income_prev"],
            format!("上年度总收入 {income} 万元，疑以元为单位填写"),
        );
    }
}
