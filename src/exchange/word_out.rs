//! Word documents, as far as forms and letters need them: runs, content controls, paragraphs,
//! tables, header and footer. The same text gives the same bytes. Knows nothing of either.

use std::fmt::Write as _;

use quick_xml::escape::escape;

/// A4, in twentieths of a point.
const PAGE: (usize, usize) = (11906, 16838);
/// Where the text stands on the page. Measures are twentieths of a point.
#[derive(Debug, Clone, Copy)]
pub struct Margins {
    top: usize,
    right: usize,
    bottom: usize,
    left: usize,
    /// From the edge of the page to the page number.
    footer: usize,
}

impl Margins {
    /// A form, which needs all the room there is (2.2 cm).
    pub const FORM: Self = Self {
        top: 1247,
        right: 1247,
        bottom: 1134,
        left: 1247,
        footer: 680,
    };
    /// An official letter: 37 mm above, 28 mm at the left, 156 by 225 mm for the text (GB/T 9704).
    pub const LETTER: Self = Self {
        top: 2098,
        right: 1474,
        bottom: 1985,
        left: 1587,
        footer: 1588,
    };

    /// Width of the text.
    pub const fn text_width(self) -> usize {
        PAGE.0 - self.left - self.right
    }
}

impl Default for Margins {
    fn default() -> Self {
        Self::FORM
    }
}

/// Width of the text of a form, in twentieths of a point.
pub const TEXT_WIDTH: usize = Margins::FORM.text_width();
/// Half points of a text that says nothing else.
pub const BODY: usize = 21;
/// Half points of what stands above and below the text.
pub const SMALL: usize = 18;

mod file;

pub use file::{PageNumber, WordFile};

/// How text looks.
#[derive(Clone, Copy)]
pub struct Font {
    pub size: usize,
    pub bold: bool,
    /// Face of Chinese text, if it is another one than that of the document.
    pub face: Option<&'static str>,
    /// How much closer each character stands to the next, in twentieths of a point.
    pub closer: usize,
}

/// Text of a size.
pub const fn sized(size: usize) -> Font {
    Font {
        size,
        bold: false,
        face: None,
        closer: 0,
    }
}

impl Font {
    /// The same font in bold.
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// Text as it stands in a paragraph, piece by piece.
#[derive(Default)]
pub struct Runs(String);

impl Runs {
    /// A paragraph of one run.
    pub fn of(text: &str, font: Font) -> Self {
        let mut runs = Self::default();
        runs.text(text, font);
        runs
    }

    /// Adds a run of text.
    pub fn text(&mut self, text: &str, font: Font) {
        let Font {
            size,
            bold,
            face,
            closer,
        } = font;
        self.0.push_str("<w:r><w:rPr>");
        if let Some(face) = face {
            markup!(self.0, r#"<w:rFonts w:eastAsia="{face}"/>"#);
        }
        if bold {
            self.0.push_str("<w:b/><w:bCs/>");
        }
        if closer > 0 {
            markup!(self.0, r#"<w:spacing w:val="-{closer}"/>"#);
        }
        markup!(
            self.0,
            r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>"#
        );
        let text = escape(text);
        markup!(self.0, r#"<w:t xml:space="preserve">{text}</w:t>"#);
        self.0.push_str("</w:r>");
    }

    /// Goes on in the next line.
    pub fn line_break(&mut self) {
        self.0.push_str("<w:r><w:br/></w:r>");
    }

    /// A place to fill in: a content control that carries a name.
    pub fn place(&mut self, name: &str, text: &str, font: Font) {
        let name = escape(name);
        markup!(
            self.0,
            r#"<w:sdt><w:sdtPr><w:alias w:val="{name}"/></w:sdtPr><w:sdtContent>"#
        );
        self.text(text, font);
        self.0.push_str("</w:sdtContent></w:sdt>");
    }
}

/// Which edge text leans to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    Left,
    Center,
    Right,
}

/// How a paragraph stands. Measures are twentieths of a point.
#[derive(Clone, Copy, Default)]
pub struct Setting {
    pub edge: Option<Edge>,
    /// On the page of what follows.
    pub keep_next: bool,
    /// Room above and below.
    pub around: Option<(usize, usize)>,
    /// Height of a line, by no rule but that of the program that shows it.
    pub line: Option<usize>,
    /// Height of a line, whatever is in it.
    pub exact_line: Option<usize>,
    /// Indent of the first line.
    pub first_line: usize,
    /// Indent of all lines from the left and from the right.
    pub left: usize,
    pub right: usize,
    /// A line below the paragraph.
    pub ruled: bool,
    /// On a new page.
    pub new_page: bool,
}

impl Setting {
    /// A setting at an edge of the line.
    pub fn at(edge: Edge) -> Self {
        Self {
            edge: Some(edge),
            ..Self::default()
        }
    }

    fn markup(self) -> String {
        let mut made = String::new();
        if self.keep_next {
            made.push_str("<w:keepNext/>");
        }
        if self.new_page {
            made.push_str("<w:pageBreakBefore/>");
        }
        if self.ruled {
            made.push_str(r#"<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>"#);
        }
        let mut spacing = String::new();
        if let Some((before, after)) = self.around {
            markup!(spacing, r#" w:before="{before}" w:after="{after}""#);
        }
        if let Some(line) = self.line {
            markup!(spacing, r#" w:line="{line}""#);
        }
        if let Some(line) = self.exact_line {
            markup!(spacing, r#" w:line="{line}" w:lineRule="exact""#);
        }
        if !spacing.is_empty() {
            markup!(made, "<w:spacing{spacing}/>");
        }
        let mut indent = String::new();
        if self.left > 0 {
            let left = self.left;
            markup!(indent, r#" w:left="{left}""#);
        }
        if self.right > 0 {
            let right = self.right;
            markup!(indent, r#" w:right="{right}""#);
        }
        if self.first_line > 0 {
            let first = self.first_line;
            markup!(indent, r#" w:firstLine="{first}""#);
        }
        if !indent.is_empty() {
            markup!(made, "<w:ind{indent}/>");
        }
        let edge = self.edge.map(|edge| match edge {
            Edge::Left => "left",
            Edge::Center => "center",
            Edge::Right => "right",
        });
        if let Some(edge) = edge {
            markup!(made, r#"<w:jc w:val="{edge}"/>"#);
        }
        made
    }
}

/// Paragraphs and tables, one below the other: the text of a document, or what is in a cell.
#[derive(Default)]
pub struct Story(String);

impl Story {
    /// Adds a paragraph to the document.
    pub fn paragraph(&mut self, setting: Setting, runs: &Runs) {
        let (setting, runs) = (setting.markup(), &runs.0);
        markup!(self.0, "<w:p><w:pPr>{setting}</w:pPr>{runs}</w:p>");
    }

    /// A bordered table. A row is as high as asked for, or higher, and stays on one page; the first so many
    /// stand on each page that the table goes on to. A row whose paragraphs keep to what follows stays with
    /// the next one.
    pub fn table(
        &mut self,
        widths: &[usize],
        TableRows {
            height,
            headings,
            at_foot,
        }: TableRows,
        rows: impl IntoIterator<Item = Vec<TableCell>>,
    ) {
        self.0.push_str("<w:tbl><w:tblPr>");
        let (place, edge, sides) = if at_foot {
            (AT_FOOT, "left", &["top", "bottom", "insideH"][..])
        } else {
            (
                "",
                "center",
                &["top", "left", "bottom", "right", "insideH", "insideV"][..],
            )
        };
        markup!(
            self.0,
            r#"{place}<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="{edge}"/>"#,
            width = widths.iter().sum::<usize>()
        );
        self.0.push_str("<w:tblBorders>");
        for side in sides {
            let border = r#"w:val="single" w:sz="2" w:space="0" w:color="000000""#;
            markup!(self.0, "<w:{side} {border}/>");
        }
        self.0
            .push_str(r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>"#);
        for (side, room) in [("top", 30), ("left", 80), ("bottom", 30), ("right", 80)] {
            markup!(self.0, r#"<w:{side} w:w="{room}" w:type="dxa"/>"#);
        }
        // WPS goes by the grid, Word by the cells: both are given.
        self.0.push_str("</w:tblCellMar></w:tblPr><w:tblGrid>");
        for width in widths {
            markup!(self.0, r#"<w:gridCol w:w="{width}"/>"#);
        }
        self.0.push_str("</w:tblGrid>");
        for (at, row) in rows.into_iter().enumerate() {
            let heading = if at < headings { "<w:tblHeader/>" } else { "" };
            markup!(
                self.0,
                r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{heading}</w:trPr>"#
            );
            for cell in row {
                cell.write(&mut self.0);
            }
            self.0.push_str("</w:tr>");
        }
        self.0.push_str("</w:tbl>");
    }
}

/// How the rows of a table stand.
#[derive(Clone, Copy, Default)]
pub struct TableRows {
    /// The lowest one, in twentieths of a point.
    pub height: usize,
    /// How many are its heading.
    pub headings: usize,
    /// They stand at the foot of the page, with lines across and no others.
    pub at_foot: bool,
}

/// Puts a table at the foot of its page.
const AT_FOOT: &str = r#"<w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>"#;

/// How a cell is one with those above and below it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum CellMerge {
    #[default]
    Alone,
    /// Goes on below.
    Begins,
    /// Belongs to the one above.
    Continues,
}

/// A cell of a table. At least one paragraph has to be in it.
#[derive(Default)]
pub struct TableCell {
    /// Twentieths of a point.
    pub width: usize,
    /// Columns that it takes; 0 is one.
    pub columns: usize,
    pub merge: CellMerge,
    /// Colour behind it, as six hexadecimal digits.
    pub fill: Option<&'static str>,
    pub text: Story,
}

impl TableCell {
    fn write(&self, to: &mut String) {
        let width = self.width;
        markup!(to, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
        if self.columns > 1 {
            let columns = self.columns;
            markup!(to, r#"<w:gridSpan w:val="{columns}"/>"#);
        }
        to.push_str(match self.merge {
            CellMerge::Alone => "",
            CellMerge::Begins => r#"<w:vMerge w:val="restart"/>"#,
            CellMerge::Continues => r#"<w:vMerge w:val="continue"/>"#,
        });
        if let Some(fill) = self.fill {
            markup!(
                to,
                r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#
            );
        }
        let text = &self.text.0;
        markup!(to, r#"<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>"#);
    }
}
