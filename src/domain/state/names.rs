//! The names of the roster.

/// All names, one behind the other. With a piece of memory for each a million took 80 MB with their rows,
/// of which 48 are left.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NameText {
    text: String,
    /// What is too long, or comes too late, to be found among them: in no roster that is one.
    others: Vec<Box<str>>,
}

/// The length of a name that stands among the others.
const OTHER: u16 = u16::MAX;

impl NameText {
    /// Takes the next name; where it stands, and its length.
    pub fn push(&mut self, name: &str) -> (u32, u16) {
        let len = u16::try_from(name.len()).ok().filter(|len| *len != OTHER);
        if let (Ok(from), Some(len)) = (u32::try_from(self.text.len()), len) {
            self.text.push_str(name);
            return (from, len);
        }
        self.others.push(name.into());
        ((self.others.len() - 1) as u32, OTHER)
    }

    /// The name that stands there.
    pub fn get(&self, from: u32, len: u16) -> &str {
        let from = from as usize;
        if len == OTHER {
            return &self.others[from];
        }
        &self.text[from..from + usize::from(len)]
    }

    /// All have come.
    pub fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::NameText;

    #[test]
    fn names_of_any_length_are_what_they_were() {
        let long = "协".repeat(30_000);
        let all = ["开封市钓鱼协会", "", &long, "x", &"a".repeat(65_535)];
        let mut names = NameText::default();
        let places = all.map(|name| names.push(name));
        assert_eq!(places.map(|(from, len)| names.get(from, len)), all);
    }
}
