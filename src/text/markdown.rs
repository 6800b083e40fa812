//! Text in Markdown that stands for itself.

/// Signs that would be read as something else than themselves.
pub const SIGNS: [char; 10] = ['\\', '|', '*', '`', '<', '>', '[', ']', '#', '&'];

/// Appends a text that stands for itself wherever it is put; a line break becomes a space.
pub fn push_escaped(to: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_control() {
            to.push(' ');
            continue;
        }
        if SIGNS.contains(&c) {
            to.push('\\');
        }
        to.push(c);
    }
}

/// A text that stands for itself.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}
