//! Ticking the options of a field.

/// The options and what is ticked so far.
#[derive(Debug)]
pub struct Choices {
    /// 序号.
    pub association: u32,
    /// Field id.
    pub field: String,
    /// What is asked.
    pub title: String,
    /// The options with their boxes.
    pub options: Vec<(String, bool)>,
    /// Options that stand alone.
    pub exclusive: Vec<String>,
    /// More than one may be ticked.
    pub many: bool,
    /// The option under the cursor.
    pub cursor: usize,
}

impl Choices {
    /// Turns the box under the cursor over, and those off that cannot stand beside it.
    pub fn toggle(&mut self) {
        let Some((option, ticked)) = self.options.get_mut(self.cursor) else {
            return;
        };
        *ticked = !*ticked;
        if !*ticked {
            return;
        }
        let option = option.clone();
        let alone = !self.many || self.exclusive.contains(&option);
        for (other, ticked) in &mut self.options {
            if *other != option && (alone || self.exclusive.contains(other)) {
                *ticked = false;
            }
        }
    }

    /// What is ticked.
    pub fn ticked(&self) -> Vec<String> {
        self.options
            .iter()
            .filter(|(_, ticked)| *ticked)
            .map(|(option, _)| option.clone())
            .collect()
    }
}
