//! Work on a long list by parts, on all cores. Knows nothing of the work.

use std::num::NonZero;
use std::thread;

/// Does a part of the work on each part of a list, on all cores when it is longer than what one
/// thread does in the time that starting another may take; what comes out stays in the order of the list.
pub fn in_parts<T: Sync, R: Send>(
    list: &[T],
    alone: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if list.len() <= alone || cores == 1 {
        return vec![work(list)];
    }
    let mut parts = list.chunks(list.len().div_ceil(cores).max(alone / 2));
    let own = parts.next();
    thread::scope(|scope| {
        let others: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let mut done: Vec<R> = own.map(&work).into_iter().collect();
        for other in others {
            match other.join() {
                Ok(part) => done.push(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::in_parts;

    #[test]
    fn parts_of_a_list_stay_in_order() {
        let alone = 1_000;
        for len in [0, 1, alone, alone + 1, 5 * alone + 7] {
            let list: Vec<usize> = (0..len).collect();
            let parts = in_parts(&list, alone, <[usize]>::to_vec);
            assert_eq!(parts.concat(), list);
        }
    }
}
