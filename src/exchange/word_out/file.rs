//! A Word document as a file: its parts, the page, what stands above and below the text. The same
//! document gives the same bytes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Margins, PAGE, Story};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// Parts that are the same in every document.
#[rustfmt::skip]
const FIXED: [(&str, &str); 4] = [
    ("[Content_Types].xml", include_str!("../word_parts/content_types.xml")),
    ("_rels/.rels", include_str!("../word_parts/package.rels")),
    ("word/_rels/document.xml.rels", include_str!("../word_parts/document.rels")),
    ("word/styles.xml", include_str!("../word_parts/styles.xml")),
];

/// A document on A4 in the fonts of an official one, with page numbers below.
#[derive(Default)]
pub struct WordFile {
    pub margins: Margins,
    /// What it says of itself to a program: names and values.
    pub properties: Vec<(&'static str, String)>,
    /// What stands above each page.
    pub header: Story,
    /// What stands below each page, beside its number: the state of the ledger that it tells of.
    pub mark: String,
    pub numbers: PageNumber,
    pub text: Story,
}

/// How pages are numbered.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum PageNumber {
    /// 第 1 页 共 3 页, in the middle.
    #[default]
    OfAll,
    /// — 1 —, at the outer edge: right on odd pages, left on even ones.
    Outer,
}

/// How the footer ends that a mark goes into.
const FOOTER_END: &str = "</w:p></w:ftr>";

impl WordFile {
    /// The bytes of the finished file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        let made = [
            ("docProps/custom.xml", self.custom()),
            ("word/document.xml", self.document()),
            ("word/settings.xml", self.settings()),
            ("word/header.xml", self.above()),
            ("word/footer.xml", self.below(true)),
            ("word/footer_even.xml", self.below(false)),
        ];
        let made = made.iter().map(|(name, text)| (*name, text.as_str()));
        for (name, text) in FIXED.into_iter().chain(made) {
            zip.start_file(name, options)
                .and_then(|()| Ok(zip.write_all(text.as_bytes())?))
                .expect("writing into memory does not fail");
        }
        let file = zip.finish().expect("writing into memory does not fail");
        file.into_inner()
    }

    fn document(&self) -> String {
        let ((width, height), text) = (PAGE, &self.text.0);
        let Margins {
            top,
            right,
            bottom,
            left,
            footer,
        } = self.margins;
        format!(
            r#"{HEAD}<w:document {SPACES}><w:body>{text}<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/><w:footerReference w:type="even" r:id="footer-even"/><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="680" w:footer="{footer}" w:gutter="0"/></w:sectPr></w:body></w:document>"#
        )
    }

    fn custom(&self) -> String {
        let mut made = format!(
            r#"{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">"#
        );
        // The first id that is free for use is 2.
        for (id, (name, value)) in (2..).zip(&self.properties) {
            let value = escape(value);
            markup!(
                made,
                r#"<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{id}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>"#
            );
        }
        made + "</Properties>"
    }

    /// Pages of the two sides differ where their numbers stand at the outer edge.
    fn settings(&self) -> String {
        let settings = include_str!("../word_parts/settings.xml");
        match self.numbers {
            PageNumber::OfAll => settings.to_owned(),
            PageNumber::Outer => settings.replace("<w:compat>", "<w:evenAndOddHeaders/><w:compat>"),
        }
    }

    /// What stands below odd or even pages.
    fn below(&self, odd: bool) -> String {
        let mark = escape(&self.mark);
        if self.numbers == PageNumber::Outer {
            let footer = if odd {
                include_str!("../word_parts/footer_outer_odd.xml")
            } else {
                include_str!("../word_parts/footer_outer_even.xml")
            };
            return footer.replace("{mark}", &mark);
        }
        let footer = include_str!("../word_parts/footer.xml");
        if mark.is_empty() {
            return footer.to_owned();
        }
        let run = format!(
            r#"<w:r><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr><w:t xml:space="preserve">    {mark}</w:t></w:r>{FOOTER_END}"#
        );
        footer.replace(FOOTER_END, &run)
    }

    /// What stands above each page.
    fn above(&self) -> String {
        // A header without a paragraph is none.
        let text = match self.header.0.as_str() {
            "" => "<w:p/>",
            text => text,
        };
        format!("{HEAD}<w:hdr {SPACES}>{text}</w:hdr>")
    }
}
