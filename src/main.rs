//! `tuogou`: the command line and, without a subcommand, the terminal interface.

use std::process::ExitCode;

fn main() -> ExitCode {
    tuogou::cli::run(std::env::args_os())
}
