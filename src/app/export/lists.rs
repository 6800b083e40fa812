//! The ledger as a workbook, the roster as a list, the milestones as a calendar.

use super::{ExportDesk, ExportFiles, ExportOrder, Whose};
use crate::app::output;
use crate::domain::figure::Members;
use crate::domain::form::FormId;
use crate::domain::id::AssocIx;
use crate::exchange::calendar::{self, Edition};
use crate::report::render::csv;
use crate::report::render::xlsx::{self, Sheet};
use crate::report::{self, workbook};
use crate::words;

/// `脱钩台账-2020-08-05.xlsx`
pub fn ledger(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let mark = words::store::code(&desk.made.code);
    let bytes = workbook::write(desk.ledger, desk.as_of, desk.at, &mark)?;
    Ok(one(desk, order, "脱钩台账-", bytes))
}

/// `基本情况表汇总-2020-08-05.xlsx`, of all or of one unit: `基本情况表汇总-开封市教育体育局-2020-08-05.xlsx`.
pub fn answers(
    form: FormId,
    desk: &ExportDesk<'_>,
    order: &ExportOrder,
) -> anyhow::Result<ExportFiles> {
    let (ledger, as_of) = (desk.ledger, desk.as_of);
    let members = match order.whose.units() {
        [unit] => Members::Unit(*unit),
        _ => Members::City,
    };
    let each = report::answers::of_associations(ledger, form, members, as_of);
    let mut sheets: Vec<Box<dyn Sheet + '_>> = vec![Box::new(each)];
    if members == Members::City {
        sheets.push(Box::new(report::answers::of_units(ledger, form, as_of)));
    }
    if form == FormId::Completion {
        sheets.push(Box::new(report::answers::of_changes(
            ledger, members, as_of,
        )));
    }
    let sheets: Vec<&dyn Sheet> = sheets.iter().map(|one| &**one).collect();
    let mark = words::store::code(&desk.made.code);
    let bytes = xlsx::write(ledger, &sheets, as_of, desk.at, &mark)?;
    let about = match members {
        Members::Unit(unit) => output::safe_name(&ledger.units()[unit].name) + "-",
        Members::Direct | Members::City => String::new(),
    };
    Ok(one(
        desk,
        order,
        &format!("{}汇总-{about}", form.word()),
        bytes,
    ))
}

/// `脱钩名册-2020-08-05.csv`
pub fn roster(desk: &ExportDesk<'_>, order: &ExportOrder) -> ExportFiles {
    let everybody: Vec<AssocIx> = desk.ledger.associations().keys().collect();
    let roster = report::roster::report(desk.ledger, everybody, desk.as_of);
    let bytes = csv::for_excel(&roster, csv::Encoding::Utf8);
    one(desk, order, "脱钩名册-", bytes)
}

/// `脱钩日历-2020-08-05.ics`, or one for each of some units that have something to do:
/// `脱钩日历-开封市教育体育局-2020-08-05.ics`.
pub fn calendar(desk: &ExportDesk<'_>, order: &ExportOrder) -> ExportFiles {
    let edition = Edition {
        at: desk.at,
        as_of: desk.as_of,
        revision: desk.revision,
    };
    let Whose::Units(units) = &order.whose else {
        let bytes = calendar::city(desk.ledger, edition);
        return one(desk, order, "脱钩日历-", bytes);
    };
    let files = units.iter().filter_map(|unit| {
        let bytes = calendar::unit(desk.ledger, *unit, edition)?;
        let about = output::safe_name(&desk.ledger.units()[*unit].name);
        Some((name(desk, order, &format!("脱钩日历-{about}-")), bytes))
    });
    ExportFiles::ready(files.collect())
}

fn one(desk: &ExportDesk<'_>, order: &ExportOrder, word: &str, bytes: Vec<u8>) -> ExportFiles {
    ExportFiles::ready(vec![(name(desk, order, word), bytes)])
}

fn name(desk: &ExportDesk<'_>, order: &ExportOrder, word: &str) -> String {
    let name = format!("{word}{}.{}", desk.as_of, order.format.ending());
    desk.ledger.round().file_name(&name)
}
