//! Reads a roster with the `csv` crate and inserts its rows into an SQLite file by one prepared
//! statement, in one transaction, without a look at them: what importing is compared with.
//! `insert_alone FILE.csv`.

use rusqlite::{Connection, params};

type AnyError = Box<dyn std::error::Error>;

fn main() -> Result<(), AnyError> {
    let path = std::env::args().nth(1).ok_or("usage: insert_alone FILE")?;
    let folder = tempfile::tempdir()?;
    let mut conn = Connection::open(folder.path().join("rows.db"))?;
    conn.execute_batch(
        "CREATE TABLE row (no INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL,
                           status TEXT NOT NULL) STRICT",
    )?;
    let all = conn.transaction()?;
    {
        let mut insert = all.prepare("INSERT INTO row VALUES (?1, ?2, ?3, ?4)")?;
        for record in csv::Reader::from_path(path)?.records() {
            let record = record?;
            let number: u32 = record[0].parse()?;
            insert.execute(params![number, &record[1], &record[2], &record[3]])?;
        }
    }
    all.commit()?;
    println!("{}", conn.total_changes());
    Ok(())
}
