//! The real program at rest: memory and idling.

use std::time::Duration;

use crate::fixture;
use crate::proc;
use crate::pty::Terminal;
use crate::support::figures::mib;
use crate::table::Table;

const MINUTE: Duration = Duration::from_secs(60);

pub fn memory(table: &mut Table) {
    let mut rows = [Vec::new(), Vec::new(), Vec::new()];
    for size in &table.sizes {
        let mut terminal = Terminal::program(&fixture::ledger(*size));
        terminal.frame();
        terminal.settle();
        let pid = terminal.pid();
        rows[0].push(mib(proc::memory(pid, "VmRSS:")));
        rows[1].push(mib(proc::memory(pid, "VmHWM:")));
        // Every page once.
        for _ in 0..5 {
            terminal.keys("\t");
            terminal.settle();
        }
        rows[2].push(mib(proc::memory(pid, "VmHWM:")));
        terminal.quit("\x11");
    }
    let target = "<= 25 MiB at 150, 50 MiB at 100,000, 400 MiB at 1,000,000";
    table.line("memory when everything is loaded", target, &rows[0]);
    table.line("peak of memory until then", target, &rows[1]);
    table.line("peak after every page was shown", target, &rows[2]);
}

pub fn idle(table: &mut Table) {
    // All sizes rest through the same minute.
    let mut terminals: Vec<Terminal> = table
        .sizes
        .iter()
        .map(|size| {
            let mut terminal = Terminal::program(&fixture::ledger(*size));
            terminal.frame();
            terminal.settle();
            terminal
        })
        .collect();
    let state = |terminal: &Terminal| (terminal.bytes, proc::cpu(terminal.pid()));
    let before: Vec<_> = terminals.iter().map(state).collect();
    std::thread::sleep(MINUTE);
    for terminal in &mut terminals {
        terminal.listen(Duration::ZERO);
    }
    let after: Vec<_> = terminals.iter().map(state).collect();
    let pairs = || before.iter().zip(&after);
    let bytes = pairs().map(|(before, after)| format!("{} bytes", after.0 - before.0));
    let shares = pairs().map(|(before, after)| {
        let share = after.1.saturating_sub(before.1).as_secs_f64() / MINUTE.as_secs_f64();
        format!("{:.4} %", share * 100.0)
    });
    table.line(
        "drawn in an idle minute",
        "0 bytes",
        &bytes.collect::<Vec<_>>(),
    );
    table.line(
        "share of a core in an idle minute",
        "< 0.1 %",
        &shares.collect::<Vec<_>>(),
    );
    for terminal in terminals {
        terminal.quit("\x11");
    }
}
