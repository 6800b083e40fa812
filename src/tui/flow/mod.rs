//! What is asked step by step, whichever page begins it: bulk work, contacts and promises, marks,
//! the fields of a form, files.

pub mod bulk;
pub mod field;
pub mod files;
pub mod marks;
pub mod people;
