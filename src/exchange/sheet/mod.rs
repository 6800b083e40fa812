//! The ledger as sheets: plain rows and columns first ([`view`]), then an Excel workbook
//! ([`book`]) or CSV ([`csv_out`]). The same ledger at the same moment gives the same bytes.

pub mod book;
pub mod csv_out;
pub mod view;
