//! Who works on a ledger on a server: roles of the server, the names that are recorded for them, what
//! they may do and what they are in charge of. The rights themselves stand in the schema.

use postgres::error::SqlState;
use postgres::types::Type;

use super::fault::Fault;
use super::keep::Keeping;
use super::load::number;
use crate::store::{ServerFault, StoreError};

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonKind {
    /// Everything that the program lets one do.
    Office,
    /// To record about the associations that one is in charge of.
    Clerk,
    /// To read everything, and record nothing.
    Reader,
}

impl PersonKind {
    const ALL: [Self; 3] = [Self::Office, Self::Clerk, Self::Reader];

    /// As the server keeps it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Clerk => "clerk",
            Self::Reader => "reader",
        }
    }
}

/// Somebody who works on the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As whom the server knows them.
    pub role: String,
    /// Under which name they record.
    pub name: String,
    pub kind: PersonKind,
    /// How many associations they are in charge of.
    pub charge: u32,
}

const ADD: &str = "INSERT INTO tuogou.person (role, name, kind) VALUES ($1, $2, $3)
    ON CONFLICT (role) DO UPDATE SET name = excluded.name, kind = excluded.kind";
const IS_ROLE: &str = "SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = $1";
const DATABASE: &str = "SELECT current_database()::text";
const DROP_CHARGE: &str = "DELETE FROM tuogou.charge WHERE role = $1";
const CHARGE: &str =
    "INSERT INTO tuogou.charge (role, association_no) SELECT $1, no FROM unnest($2) no";
const PEOPLE: &str = "SELECT p.role, p.name, p.kind,
        (SELECT count(*) FROM tuogou.charge c WHERE c.role = p.role)
    FROM tuogou.person p ORDER BY p.kind DESC, p.role";

impl Keeping {
    /// Lets somebody work on the ledger, or do so under another name or as something else. A role that
    /// the server does not have is made, without a password. True when it was.
    pub fn add(&self, role: &str, name: &str, kind: PersonKind) -> Result<bool, StoreError> {
        let taken = ServerFault::NameTaken {
            name: name.to_owned(),
        };
        self.carry_out_or(&[SqlState::UNIQUE_VIOLATION], taken, |tx| {
            let values = [(&role as _, Type::TEXT)];
            let is_new = tx.query_typed(IS_ROLE, &values)?.is_empty();
            let quoted = quoted(role);
            if is_new {
                tx.batch_execute(&format!("CREATE ROLE {quoted} LOGIN"))?;
            }
            let database: String = tx.query_typed_one(DATABASE, &[])?.try_get(0)?;
            for other in PersonKind::ALL.into_iter().filter(|other| *other != kind) {
                tx.batch_execute(&format!("REVOKE tuogou_{} FROM {quoted}", other.id()))?;
            }
            tx.batch_execute(&format!(
                "GRANT tuogou_{} TO {quoted}; GRANT CONNECT ON DATABASE {} TO {quoted}",
                kind.id(),
                self::quoted(&database)
            ))?;
            let kind = kind.id();
            tx.execute_typed(
                ADD,
                &[
                    (&role, Type::TEXT),
                    (&name, Type::TEXT),
                    (&kind, Type::TEXT),
                ],
            )?;
            Ok(is_new)
        })
    }

    /// Puts somebody in charge of these associations, and of no others.
    pub fn charge(&self, role: &str, associations: &[u32]) -> Result<(), StoreError> {
        let numbers: Vec<i64> = associations.iter().map(|no| i64::from(*no)).collect();
        let nobody = ServerFault::Nobody {
            role: role.to_owned(),
        };
        self.carry_out_or(&[SqlState::FOREIGN_KEY_VIOLATION], nobody, |tx| {
            tx.execute_typed(DROP_CHARGE, &[(&role, Type::TEXT)])?;
            let values = [(&role as _, Type::TEXT), (&numbers as _, Type::INT8_ARRAY)];
            tx.execute_typed(CHARGE, &values)?;
            Ok(())
        })
    }

    /// Everybody who works on the ledger.
    pub fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.carry_out(|tx| {
            let rows = tx.query_typed(PEOPLE, &[])?;
            let person = |row: &postgres::Row| -> Result<Person, Fault> {
                let id: &str = row.try_get(2)?;
                let kind = PersonKind::ALL.into_iter().find(|kind| kind.id() == id);
                Ok(Person {
                    role: row.try_get(0)?,
                    name: row.try_get(1)?,
                    kind: kind.ok_or(Fault::Value(s!("人员", "person")))?,
                    charge: number(row, 3)?,
                })
            };
            rows.iter().map(person).collect()
        })
    }
}

/// A name as SQL takes it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
