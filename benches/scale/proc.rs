//! What Linux knows of a process. Elsewhere nothing is measured.

use std::time::Duration;

/// A line of `/proc/PID/status` that is a size, in bytes: `VmHWM` is the peak of what was in
/// memory, `VmRSS` what is there now.
pub fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.expect("a size of a process that runs") << 10
}

/// Time that all threads of a process have run, exact to the nanosecond when they rest.
pub fn cpu(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task"));
    let run = |task: std::io::Result<std::fs::DirEntry>| {
        let path = task.ok()?.path().join("schedstat");
        let text = std::fs::read_to_string(path).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    };
    Duration::from_nanos(tasks.into_iter().flatten().filter_map(run).sum())
}

/// Time that this process has run.
#[cfg(unix)]
pub fn own_cpu() -> Duration {
    use nix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("a clock");
    time.into()
}

/// Time that children have run, and the peak of the memory of the largest, in bytes.
#[cfg(unix)]
pub fn of_children() -> (Duration, u64) {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
    let time = |time: nix::sys::time::TimeVal| {
        let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
        Duration::from_micros(micros.unsigned_abs())
    };
    let cpu = time(usage.user_time()) + time(usage.system_time());
    (cpu, usage.max_rss().unsigned_abs() << 10)
}

#[cfg(not(unix))]
pub const fn own_cpu() -> Duration {
    Duration::ZERO
}

#[cfg(not(unix))]
pub const fn of_children() -> (Duration, u64) {
    (Duration::ZERO, 0)
}
