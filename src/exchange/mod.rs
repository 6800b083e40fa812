//! Files in and out. Reading a file gives data and writes nothing.

pub mod seed;
