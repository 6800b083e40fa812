//! Rosters as offices send them, made by code: workbooks of both ages, Word tables, text.

use std::io::{Read as _, Write as _};

use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};
use rust_xlsxwriter::{Format, Workbook};

/// Rows of cells; an empty text is no cell.
pub type Cells = Vec<Vec<String>>;

/// A grid from a text: lines, cells between bars. `·` stands for a cell with nothing in it.
pub fn cells(text: &str) -> Cells {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let cell = |cell: &str| cell.trim().replace('·', "");
    lines
        .map(|line| line.split('|').map(cell).collect())
        .collect()
}

/// Cells that are merged: first and last row, first and last column, from 0.
pub type Merge = (u32, u32, u16, u16);

/// An .xlsx with one sheet for each name.
pub fn xlsx(sheets: &[(&str, Cells, &[Merge])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, cells, merges) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (from, to, first, last) in merges.iter().copied() {
            let text = &cells[from as usize][first as usize];
            sheet
                .merge_range(from, first, to, last, text, &Format::new())
                .expect("merged");
        }
        for (row, line) in (0u32..).zip(cells) {
            for (column, text) in (0u16..).zip(line) {
                let inside =
                    |m: &&Merge| (m.0..=m.1).contains(&row) && (m.2..=m.3).contains(&column);
                if text.is_empty() || merges.iter().any(|m| inside(&m)) {
                    continue;
                }
                // Numbers are numbers, as Excel makes them of what is typed.
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number),
                    Err(_) => sheet.write_string(row, column, text),
                }
                .expect("written");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// An .xlsx with one sheet called 名册, some cells of which are struck through: row and column, from 0.
pub fn struck_book(text: &str, struck: &[(u32, u16)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("名册").expect("a name");
    for (row, line) in (0u32..).zip(cells(text)) {
        for (column, text) in (0u16..).zip(line) {
            let format = if struck.contains(&(row, column)) {
                Format::new().set_font_strikethrough()
            } else {
                Format::new().set_bold()
            };
            sheet
                .write_string_with_format(row, column, text, &format)
                .expect("written");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// An .xlsx with one sheet called 名册.
pub fn book(text: &str, merges: &[Merge]) -> Vec<u8> {
    xlsx(&[("名册", cells(text), merges)])
}

/// A .docx with tables between paragraphs.
pub fn docx(tables: &[Cells]) -> Vec<u8> {
    let paragraph = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
    let mut docx = Docx::new().add_paragraph(paragraph("各单位："));
    for rows in tables {
        let rows = rows.iter().map(|row| {
            let cells = row
                .iter()
                .map(|text| TableCell::new().add_paragraph(paragraph(text)));
            TableRow::new(cells.collect())
        });
        docx = docx
            .add_table(Table::new(rows.collect()))
            .add_paragraph(paragraph("（续）"));
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).expect("packed");
    bytes.into_inner()
}

/// A text file with a sign between the fields.
pub fn text(cells: &Cells, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    for row in cells {
        writer.write_record(row).expect("written");
    }
    let bytes = writer.into_inner().expect("finished");
    String::from_utf8(bytes).expect("UTF-8")
}

/// An .ods with these automatic styles, these tables and these named styles.
pub fn ods(automatic: &str, tables: &str, named: &str) -> Vec<u8> {
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let spaces = ["office", "style", "table", "text"];
    let spaces = spaces
        .map(|name| format!(" xmlns:{name}=\"urn:{name}\""))
        .concat();
    let content = format!(
        "<office:document-content{spaces}><office:automatic-styles>{automatic}</office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let styles = format!(
        "<office:document-styles{spaces}><office:styles>{named}</office:styles></office:document-styles>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [
        ("mimetype", kind),
        ("content.xml", &content),
        ("styles.xml", &styles),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        new.start_file(name, options).expect("begun");
        new.write_all(text.as_bytes()).expect("written");
    }
    new.finish().expect("finished").into_inner()
}

/// The same archive with its parts changed: told are position, name and bytes of each.
pub fn edited(archive: &[u8], mut edit: impl FnMut(usize, &str, &mut Vec<u8>)) -> Vec<u8> {
    let cursor = std::io::Cursor::new(archive);
    let mut old = zip::ZipArchive::new(cursor).expect("an archive");
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut file = old.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        edit(at, &name, &mut bytes);
        let options = zip::write::SimpleFileOptions::default();
        new.start_file(name, options).expect("begun");
        new.write_all(&bytes).expect("written");
    }
    new.finish().expect("finished").into_inner()
}

/// The text of a notice around a roster: one field on a line behind a tab, records between
/// blank lines, running text before and after, and a form that looks a little like a roster.
pub fn notice(roster: &Cells) -> String {
    let mut text = String::from(
        "关于公布脱钩名单的通知\n\n有关单位：\n现公布名单，请照办。\n\n\n附件1\n\t脱钩改革名单\n\n",
    );
    let heads = [
        "序号",
        "行业协会商会名称",
        "业务主管单位             （或原业务主管单位）",
        "备注",
    ];
    let records = std::iter::once(heads.map(str::to_owned).to_vec()).chain(roster.clone());
    for record in records {
        for field in record {
            text.extend(["\t", &field, "\n"]);
        }
        text.push('\n');
    }
    text.push_str("\n\n附件2\n情况表\n\t名  称\n\n\t刊号\n\n（七）办刊情况\n");
    text.push_str("\t名    称\n\t刊号\n\t主管单位\n\t主办单位\n\n\t\n\t\n");
    text
}

/// An .xls (BIFF8) by hand: one sheet, every text in the shared table, which is cut in two.
pub fn xls(name: &str, cells: &Cells, merges: &[Merge], password: bool) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    };
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let count = |text: &str| text.encode_utf16().count();
    let bof = |kind: u16| {
        let data: Vec<u8> = [0x0600, kind, 0, 0, 0, 0, 0, 0]
            .into_iter()
            .flat_map(u16::to_le_bytes)
            .collect();
        record(0x0809, &data)
    };
    let texts: Vec<&String> = cells.iter().flatten().filter(|t| !t.is_empty()).collect();
    let total = u32::try_from(texts.len()).expect("few");
    let mut table = [total.to_le_bytes(), total.to_le_bytes()].concat();
    let mut parts = Vec::new();
    for text in &texts {
        let length = u16::try_from(count(text)).expect("short");
        table.extend(length.to_le_bytes());
        table.push(1);
        let body = wide(text);
        if parts.is_empty() && body.len() > 4 {
            // The rest goes on in a further record, which says anew how wide it is.
            table.extend(&body[..4]);
            parts.push(std::mem::take(&mut table));
            table.push(1);
            table.extend(&body[4..]);
        } else {
            table.extend(&body);
        }
    }
    parts.push(table);
    let mut globals = bof(0x0005);
    if password {
        globals.extend(record(0x002f, &[0; 6]));
    }
    let mut bound = vec![0; 6];
    bound.push(u8::try_from(count(name)).expect("short"));
    bound.push(1);
    bound.extend(wide(name));
    let place = globals.len() + 4;
    globals.extend(record(0x0085, &bound));
    for (at, part) in parts.iter().enumerate() {
        globals.extend(record(if at == 0 { 0x00fc } else { 0x003c }, part));
    }
    globals.extend(record(0x000a, &[]));
    let start = u32::try_from(globals.len()).expect("short");
    globals[place..place + 4].copy_from_slice(&start.to_le_bytes());
    let mut sheet = bof(0x0010);
    let mut next = 0u32;
    for (row, line) in (0u16..).zip(cells) {
        for (column, text) in (0u16..).zip(line) {
            if text.is_empty() {
                continue;
            }
            let mut data = [row, column, 0].map(u16::to_le_bytes).concat();
            data.extend(next.to_le_bytes());
            next += 1;
            sheet.extend(record(0x00fd, &data));
        }
    }
    for (from, to, first, last) in merges.iter().copied() {
        let row = |row: u32| u16::try_from(row).expect("few rows");
        let data = [1, row(from), row(to), first, last].map(u16::to_le_bytes);
        sheet.extend(record(0x00e5, &data.concat()));
    }
    sheet.extend(record(0x000a, &[]));
    compound("Workbook", [globals, sheet].concat())
}

/// A compound file with one stream.
pub fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 512;
    // Streams of this size need no small sectors.
    stream.resize(stream.len().max(4096).div_ceil(SECTOR) * SECTOR, 0);
    let sectors = stream.len() / SECTOR;
    assert!(sectors < 126, "one sector of the table is enough");
    let mut header = vec![0u8; SECTOR];
    header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1u32.to_le_bytes());
    put(48, &1u32.to_le_bytes());
    put(56, &4096u32.to_le_bytes());
    put(60, &0xffff_fffe_u32.to_le_bytes());
    put(68, &0xffff_fffe_u32.to_le_bytes());
    put(76, &0u32.to_le_bytes());
    for at in 1..109 {
        put(76 + 4 * at, &0xffff_ffff_u32.to_le_bytes());
    }
    // The table, the directory, then the stream from sector 2 on.
    let mut table = vec![0xffff_fffd_u32, 0xffff_fffe];
    table.extend((0..sectors).map(|at| {
        if at + 1 == sectors {
            0xffff_fffe
        } else {
            u32::try_from(at + 3).expect("few sectors")
        }
    }));
    table.resize(SECTOR / 4, 0xffff_ffff);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry = vec![0u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).expect("short");
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        let size = u32::try_from(size).expect("small");
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let mut directory = entry("Root Entry", 5, 0xffff_fffe, 0);
    directory.extend(entry(name, 2, 2, stream.len()));
    directory.resize(SECTOR, 0);
    [header, table, directory, stream].concat()
}
