//! The real program, stopped at each system call that changes a file: there it is killed, or told
//! that the disk is full or broken. So every moment is tried, and the same ones every time.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::errno::Errno;
use nix::libc;
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::support::Home;

/// What happens at a call that changes a file.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// SIGKILL before it is done.
    Kill,
    /// This one call fails.
    Once(Errno),
    /// It fails, and so does every later call that would make something larger.
    From(Errno),
    /// Something else is done meanwhile: this counts how often it has let go of a locked file.
    LetIn(fn(&Home)),
}

/// How the program ended.
#[derive(Debug)]
pub struct Traced {
    /// Its exit code; none when it was killed.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    /// So many calls would have changed a file.
    pub calls: usize,
    /// So often it has let go of a file that it had locked.
    pub unlocks: usize,
}

/// Calls that need room on the disk.
const GROWING: [libc::c_long; 9] = [
    libc::SYS_write,
    libc::SYS_pwrite64,
    libc::SYS_writev,
    libc::SYS_pwritev,
    libc::SYS_copy_file_range,
    libc::SYS_sendfile,
    libc::SYS_fallocate,
    libc::SYS_mkdir,
    libc::SYS_mkdirat,
];

/// Other calls that change what lies in a folder or a file.
const CHANGING: [libc::c_long; 12] = [
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_ftruncate,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_link,
    libc::SYS_linkat,
    libc::SYS_unlink,
    libc::SYS_unlinkat,
    libc::SYS_rmdir,
    libc::SYS_fchmod,
];

/// Why a call cannot be stopped here, where that is so.
pub fn cannot_trace() -> Option<&'static str> {
    let home = Home::new();
    let known = run(&home, Path::new("/bin/true"), &[], None).is_ok();
    (!known).then_some("skipped: no program may be traced here")
}

/// Runs the program on a ledger; the `at`-th call (from 0) that changes a file meets a fault.
pub fn tuogou(home: &Home, args: &[&str], at: Option<(usize, Fault)>) -> Traced {
    let program = Path::new(env!("CARGO_BIN_EXE_tuogou"));
    run(home, program, args, at).expect("traced")
}

fn run(
    home: &Home,
    program: &Path,
    args: &[&str],
    at: Option<(usize, Fault)>,
) -> Result<Traced, Errno> {
    let streams = tempfile::tempdir().expect("a folder");
    let (out, err) = (streams.path().join("out"), streams.path().join("err"));
    let mut child = waiting(home, program, args, [&out, &err]);
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a process"));
    let traced = follow(home, pid, &mut child, at);
    if traced.is_err() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let (code, calls, unlocks) = traced?;
    let text = |path: &Path| {
        let bytes = std::fs::read(path).expect("read");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(Traced {
        code,
        stdout: text(&out),
        stderr: text(&err),
        calls,
        unlocks,
    })
}

/// The program behind a shell that waits for a line, so that it can be taken hold of in time.
fn waiting(home: &Home, program: &Path, args: &[&str], [out, err]: [&Path; 2]) -> Child {
    #[expect(
        clippy::disallowed_methods,
        reason = "the program never runs another program; its tests do"
    )]
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "read go; exec \"$0\" \"$@\" </dev/null"])
        .arg(program)
        .args(args)
        .env_clear()
        .env("HOME", home.path("home"))
        .env("TMPDIR", home.path("tmp"))
        .env("TUOGOU_LEDGER", home.ledger())
        .env("TUOGOU_USER", "张三")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(File::create(out).expect("made"))
        .stderr(File::create(err).expect("made"));
    std::fs::create_dir_all(home.path("tmp")).expect("made");
    command.spawn().expect("starts")
}

fn follow(
    home: &Home,
    pid: Pid,
    child: &mut Child,
    at: Option<(usize, Fault)>,
) -> Result<(Option<i32>, usize, usize), Errno> {
    let options = Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_EXITKILL;
    ptrace::seize(pid, options)?;
    ptrace::interrupt(pid)?;
    waitpid(pid, None)?;
    ptrace::syscall(pid, None)?;
    let mut go = child.stdin.take().expect("piped");
    go.write_all(b"\n").expect("the shell waits");
    let mut run = Run {
        at,
        calls: None,
        from: None,
        failing: HashMap::new(),
        unlocks: 0,
    };
    // Its threads are of its group and of no other.
    let all = Pid::from_raw(-pid.as_raw());
    loop {
        let status = waitpid(all, Some(WaitPidFlag::__WALL))?;
        let thread = status.pid().expect("whose it is");
        let mut signal = None;
        match status {
            WaitStatus::Exited(_, code) if thread == pid => {
                return Ok((Some(code), run.calls(), run.unlocks));
            }
            WaitStatus::Signaled(..) if thread == pid => {
                return Ok((None, run.calls(), run.unlocks));
            }
            WaitStatus::Exited(..) | WaitStatus::Signaled(..) => continue,
            WaitStatus::PtraceEvent(_, _, libc::PTRACE_EVENT_EXEC) => run.calls = Some(0),
            WaitStatus::Stopped(_, Signal::SIGTRAP | Signal::SIGSTOP) => {}
            WaitStatus::Stopped(_, delivered) => signal = Some(delivered),
            WaitStatus::PtraceSyscall(_) => match run.at_call(thread) {
                Ok(Some(Fault::Kill)) => kill(pid, Signal::SIGKILL)?,
                Ok(Some(Fault::LetIn(others))) => others(home),
                Ok(_) | Err(Errno::ESRCH) => {}
                Err(other) => return Err(other),
            },
            _ => {}
        }
        match ptrace::syscall(thread, signal) {
            // It was killed; how it ended comes next.
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(other) => return Err(other),
        }
    }
}

/// What has happened to a program so far.
struct Run {
    at: Option<(usize, Fault)>,
    /// Changing calls since it began.
    calls: Option<usize>,
    /// What calls that need room get from now on.
    from: Option<Errno>,
    /// What the call gets in which a thread is.
    failing: HashMap<Pid, Errno>,
    unlocks: usize,
}

impl Run {
    fn calls(&self) -> usize {
        self.calls.unwrap_or_default()
    }

    /// A thread leaves a call by which a file may have been let go of: all locks of SQLite on it.
    fn at_unlock(
        &mut self,
        thread: Pid,
        registers: &libc::user_regs_struct,
    ) -> Result<Option<Fault>, Errno> {
        let sets = registers.orig_rax.cast_signed() == libc::SYS_fcntl
            && registers.rsi == u64::from(libc::F_SETLK.cast_unsigned());
        if !sets {
            return Ok(None);
        }
        let word = |at: u64| ptrace::read(thread, (registers.rdx + at) as ptrace::AddressType);
        // struct flock: what kind, from where, how much.
        let (kind, start, length) = (word(0)?, word(8)?, word(16)?);
        if kind & 0xffff != i64::from(libc::F_UNLCK) || (start, length) != (0, 0) {
            return Ok(None);
        }
        self.unlocks += 1;
        let hit = self
            .at
            .filter(|(nth, fault)| matches!(fault, Fault::LetIn(_)) && nth + 1 == self.unlocks);
        Ok(hit.map(|(_, fault)| fault))
    }

    /// A thread enters or leaves a call; what it meets there for the first time.
    fn at_call(&mut self, thread: Pid) -> Result<Option<Fault>, Errno> {
        let Some(calls) = self.calls else {
            return Ok(None);
        };
        let mut registers = ptrace::getregs(thread)?;
        if ptrace::syscall_info(thread)?.op != libc::PTRACE_SYSCALL_INFO_ENTRY {
            if let Some(errno) = self.failing.remove(&thread) {
                registers.rax = (-i64::from(errno as i32)).cast_unsigned();
                ptrace::setregs(thread, registers)?;
            }
            return self.at_unlock(thread, &registers);
        }
        let call = registers.orig_rax.cast_signed();
        let makes = makes_a_file(call, &registers);
        if !makes && !GROWING.contains(&call) && !CHANGING.contains(&call) {
            return Ok(None);
        }
        self.calls = Some(calls + 1);
        let hit = self
            .at
            .filter(|(nth, fault)| *nth == calls && !matches!(fault, Fault::LetIn(_)))
            .map(|(_, fault)| fault);
        let to_disk = registers.rdi > 2 || makes;
        let mut failing = None;
        match hit {
            Some(Fault::Once(errno)) => failing = Some(errno),
            Some(Fault::From(errno)) => self.from = Some(errno),
            Some(Fault::Kill | Fault::LetIn(_)) | None => {}
        }
        if (makes || GROWING.contains(&call)) && to_disk {
            failing = failing.or(self.from);
        }
        if let Some(errno) = failing {
            // No call has this number, so that nothing is done.
            registers.orig_rax = u64::MAX;
            ptrace::setregs(thread, registers)?;
            self.failing.insert(thread, errno);
        }
        Ok(hit)
    }
}

/// Opening is a change where it makes the file.
fn makes_a_file(call: libc::c_long, registers: &libc::user_regs_struct) -> bool {
    let creates = |flags: u64| flags & u64::from(libc::O_CREAT.cast_unsigned()) != 0;
    (call == libc::SYS_openat && creates(registers.rdx))
        || (call == libc::SYS_open && creates(registers.rsi))
}
