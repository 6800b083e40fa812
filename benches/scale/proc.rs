//! What Linux knows of a process. Elsewhere nothing is measured.

use std::time::Duration;

#[cfg(target_os = "linux")]
pub use linux::{cpu, of_children, own_cpu};
#[cfg(not(target_os = "linux"))]
pub use nothing::{cpu, of_children, own_cpu};

/// A line of `/proc/PID/status` that is a size, in bytes: `VmHWM` is the peak of what was in
/// memory, `VmRSS` what is there now.
pub fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.expect("a size of a process that runs") << 10
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Duration;
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;
    use nix::time::{ClockId, clock_getcpuclockid, clock_gettime};
    use nix::unistd::Pid;

    /// Time that all threads of a process have run, also those that have ended.
    pub fn cpu(pid: u32) -> Duration {
        let pid = Pid::from_raw(i32::try_from(pid).expect("a process"));
        let clock = clock_getcpuclockid(pid).expect("a process that runs");
        clock_gettime(clock).expect("its clock").into()
    }

    /// Time that this process has run.
    pub fn own_cpu() -> Duration {
        let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID);
        time.expect("a clock").into()
    }

    /// Time that children have run, and the peak of the memory of the largest, in bytes.
    pub fn of_children() -> (Duration, u64) {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
        let time = |time: TimeVal| {
            let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
            Duration::from_micros(micros.unsigned_abs())
        };
        let cpu = time(usage.user_time()) + time(usage.system_time());
        (cpu, usage.max_rss().unsigned_abs() << 10)
    }
}

#[cfg(not(target_os = "linux"))]
mod nothing {
    use super::Duration;

    pub const fn cpu(_: u32) -> Duration {
        Duration::ZERO
    }

    pub const fn own_cpu() -> Duration {
        Duration::ZERO
    }

    pub const fn of_children() -> (Duration, u64) {
        (Duration::ZERO, 0)
    }
}
