//! The table: one line for each target, printed as soon as it is measured.

/// What is printed, and at which sizes it is measured.
pub struct Table {
    /// Associations, in the order of the columns.
    pub sizes: Vec<u32>,
    what: &'static str,
}

impl Table {
    pub fn new(sizes: Vec<u32>) -> Self {
        let heads: Vec<String> = sizes.iter().map(|size| thousands(*size)).collect();
        println!("| what | target | {} | command |", heads.join(" | "));
        println!("|---|---|{}---|", "---:|".repeat(heads.len()));
        Self { sizes, what: "" }
    }

    /// What is measured from here on.
    pub fn measuring(&mut self, what: &'static str) {
        self.what = what;
    }

    /// One line, with one cell for each size.
    pub fn line(&self, what: &str, target: &str, cells: &[String]) {
        let cells = cells.join(" | ");
        let command = format!("`cargo bench --bench scale -- {}`", self.what);
        println!("| {what} | {target} | {cells} | {command} |");
    }

    /// A line that cannot be measured here.
    pub fn skipped(&self, what: &str, target: &str, reason: &str) {
        let cells = vec![format!("skipped: {reason}"); 1];
        let empty = vec![String::new(); self.sizes.len() - 1];
        self.line(what, target, &[cells, empty].concat());
    }
}

fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<String> = groups
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join(",")
}
