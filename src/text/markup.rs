//! Writing markup into a text.

/// Adds markup to a text, which takes all of it; [`std::fmt::Write`] has to be in scope.
macro_rules! markup {
    ($to:expr, $($what:tt)*) => {
        write!($to, $($what)*).expect("writing into memory does not fail")
    };
}
