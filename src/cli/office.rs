//! `tuogou office`: what letters say of the office of the working group.

use std::io::Write;

use clap::Args;

use super::{Desk, Run, note};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::note::{Note, NoteId, NoteKind};

/// Arguments of `office`.
#[derive(Debug, Args)]
pub struct OfficeArgs {
    /// 办公室名称，如 市脱钩办
    /// ¦ Name of the office, such as 市脱钩办
    #[arg(long, value_name = "名称", conflicts_with = "clear")]
    pub name: Option<String>,
    /// 联系人
    /// ¦ Contact
    #[arg(long, value_name = "姓名", conflicts_with = "clear")]
    pub person: Option<String>,
    /// 电话
    /// ¦ Phone
    #[arg(long, value_name = "电话", conflicts_with = "clear")]
    pub phone: Option<String>,
    /// 文书的落款（默认为工作组全称加“办公室”）
    /// ¦ Signature of letters (full name of the working group and 办公室)
    #[arg(long, value_name = "全称", conflicts_with = "clear")]
    pub signature: Option<String>,
    /// 文号的机关代字，如 开脱钩办；文号写作 开脱钩办〔2020〕3号
    /// ¦ Document code, such as 开脱钩办; numbers are written 开脱钩办〔2020〕3号
    #[arg(long, value_name = "代字", conflicts_with = "clear")]
    pub series: Option<String>,
    /// 清除全部
    /// ¦ Clear all
    #[arg(long)]
    pub clear: bool,
}

impl Run for OfficeArgs {
    fn reads(&self) -> bool {
        let told = [
            &self.name,
            &self.person,
            &self.phone,
            &self.signature,
            &self.series,
        ];
        !self.clear && told.iter().all(|told| told.is_none())
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let (kind, subject) = (NoteKind::Office, Subject::City);
        if self.reads() {
            return note::list(desk, kind, Some(&subject), out);
        }
        let command = if self.clear {
            Command::DropNote(NoteId::of(kind, subject.clone()))
        } else {
            // What is not named stays.
            let known = desk.ledger.office().cloned();
            let mut office = known.unwrap_or_else(|| Note::new(kind));
            for (told, field) in [
                (&self.name, &mut office.title),
                (&self.person, &mut office.person),
                (&self.phone, &mut office.phone),
                (&self.signature, &mut office.text),
                (&self.series, &mut office.number),
            ] {
                if let Some(told) = told {
                    *field = told.as_str().into();
                }
            }
            Command::Note {
                subject: subject.clone(),
                note: office,
            }
        };
        note::record(desk, &command, (kind, &subject), out)
    }
}
