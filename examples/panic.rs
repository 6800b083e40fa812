//! Takes the terminal over as the program does and panics, so that a test can see the terminal
//! given back.

use tuogou::tui::runtime::Guard;

fn main() {
    let _guard = Guard::enter(true).expect("a terminal");
    panic!("on purpose");
}
