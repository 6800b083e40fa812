//! Whether a place lets this user write, asked before anything is opened.

use std::path::Path;

use crate::store::ReadOnly;
use crate::store::scratch::folder_of;

/// Why a ledger can only be read; `None` when it can be written. A network share is written only where the user
/// has said that it may be: the locks of many of them do not hold between machines.
pub fn why_read_only(file: &Path, network_share: bool) -> Option<ReadOnly> {
    refused(file, ReadOnly::File)
        .or_else(|| refused(folder_of(file), ReadOnly::Folder))
        .or_else(|| (!network_share && is_shared(file)).then_some(ReadOnly::NetworkShare))
}

#[cfg(unix)]
fn refused(path: &Path, why: ReadOnly) -> Option<ReadOnly> {
    use rustix::fs::{Access, access};
    use rustix::io::Errno;
    match access(path, Access::WRITE_OK) {
        Err(Errno::ROFS) => Some(ReadOnly::Medium),
        Err(Errno::ACCESS | Errno::PERM) => Some(why),
        _ => None,
    }
}

#[cfg(not(unix))]
fn refused(path: &Path, why: ReadOnly) -> Option<ReadOnly> {
    // Of a folder it means something else there.
    let about = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    about.permissions().readonly().then_some(why)
}

#[cfg(target_os = "linux")]
fn is_shared(file: &Path) -> bool {
    let about = rustix::fs::statfs(file);
    about.is_ok_and(|about| is_network(about.f_type.cast_unsigned() as u32))
}

#[cfg(not(target_os = "linux"))]
fn is_shared(_: &Path) -> bool {
    false
}

/// Kinds of file systems that lie on another machine, by the number that the system gives them.
#[cfg(target_os = "linux")]
fn is_network(kind: u32) -> bool {
    const NETWORK: [u32; 10] = [
        0x6969,      // NFS
        0x517b,      // SMB
        0xfe53_4d42, // SMB 2
        0xff53_4d42, // CIFS
        0x564c,      // NCP
        0x5346_414f, // AFS
        0x6b41_4653, // kAFS
        0x7375_7245, // Coda
        0x00c3_6400, // Ceph
        0x0bd0_0bd0, // Lustre
    ];
    NETWORK.contains(&kind)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_from_disks() {
        for share in [0x6969, 0xff53_4d42, 0xfe53_4d42, 0x517b] {
            assert!(is_network(share), "{share:x}");
        }
        // ext4, tmpfs, btrfs, xfs, overlay, vfat, exfat, ntfs3, fuse, 9p of WSL
        for disk in [
            0xef53,
            0x0102_1994,
            0x9123_683e,
            0x5846_5342,
            0x794c_7630,
            0x4d44,
            0x2011_bab0,
            0x7366_746e,
            0x6573_5546,
            0x0102_1997,
        ] {
            assert!(!is_network(disk), "{disk:x}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(why_read_only(&folder.path().join("a"), false), None);
    }
}
