//! A ledger on a server: what each thing that people do costs in trips and in time, directly and over
//! networks that take theirs; and fifty who record at once, beside what `pgbench` gets out of the same
//! server.
//!
//! `cargo bench --bench server` measures everything; `cargo bench --bench server -- deeds 150` some of
//! it. The server is of its own, in a folder that goes away with it.

#[cfg(all(unix, feature = "server"))]
#[path = "../support/mod.rs"]
mod support;

#[cfg(all(unix, feature = "server"))]
mod deeds;
#[cfg(all(unix, feature = "server"))]
mod fifty;
#[cfg(all(unix, feature = "server"))]
mod ground;
#[cfg(all(unix, feature = "server"))]
#[path = "../scale/proc.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "only the time of this process is asked for"
)]
mod proc;

#[cfg(all(unix, feature = "server"))]
fn main() -> std::process::ExitCode {
    // Cargo says what is to be done; there is nothing else.
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args = args.iter().filter(|arg| *arg != "--bench");
    let (sizes, whats): (Vec<&String>, Vec<&String>) =
        args.partition(|arg| arg.starts_with(|c: char| c.is_ascii_digit()));
    let sizes: Result<Vec<u32>, _> = sizes.iter().map(|size| size.parse()).collect();
    let known = |what: &&String| ["deeds", "fifty"].contains(&what.as_str());
    let (Ok(mut sizes), true) = (sizes, whats.iter().all(known)) else {
        eprintln!("usage: cargo bench --bench server -- [deeds | fifty]... [SIZE]...");
        return std::process::ExitCode::from(2);
    };
    if sizes.is_empty() {
        sizes = vec![150, 100_000];
    }
    let wanted = |what: &str| whats.is_empty() || whats.iter().any(|one| *one == what);
    let Some(cluster) = support::cluster::Cluster::durable() else {
        println!("skipped: there is no PostgreSQL (initdb, pg_ctl, setpriv) here");
        return std::process::ExitCode::SUCCESS;
    };
    if wanted("deeds") {
        for size in sizes {
            deeds::measure(&cluster, size);
        }
    }
    if wanted("fifty") {
        fifty::measure(&cluster);
    }
    std::process::ExitCode::SUCCESS
}

#[cfg(not(all(unix, feature = "server")))]
fn main() {
    println!("skipped: there are no ledgers on a server here");
}
