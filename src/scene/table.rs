//! The view **Table** on a page: the numbers of every layer.

use super::columns::{Column, Reader, Sheet, covers_input, why_unknown};
use super::picture::Drawing;
use super::theme::Role;
use super::view::Subject;
use super::{Align, Face, Item, Point, Rect, Shape, Tag, text_width};
use crate::net::MapId;

/// A page has room for this many rows; of longer tables the beginning is drawn.
const MOST_ROWS: usize = 500;

const ROW: f64 = 22.0;
const SIZE: f64 = 12.0;
const HEAD_SIZE: f64 = 11.0;
/// Room at either side of a cell.
const PAD: f64 = 10.0;
/// From the top of a row to the baseline of its text.
const BASELINE: f64 = 15.0;
/// Lines under the head and over the sums, and the lines around the table.
const THIN: f64 = 1.0;
const THICK: f64 = 1.5;

/// The whole table: a head, a row per map, the sums.
pub fn drawing(subject: &Subject<'_>) -> Drawing {
    let shown = subject.graph.map_count().min(MOST_ROWS);
    let columns = &Column::FIRST;
    let mut sheet = Sheet::of(subject, columns, subject.graph.maps().take(shown), Reader::Person);
    mark_covering(&mut sheet, subject);
    let totals = subject.analysis.totals();
    let totals: Vec<String> = columns.iter().map(|column| column.total(&totals, subject).unwrap_or_default()).collect();
    let lefts = lefts(&sheet, &totals);
    let width = width(subject, &sheet, &lefts);
    let page = Page { subject, lefts, width, sheet: &sheet };
    let mut items = page.rows();
    let mut y = ROW * (shown + 1) as f64;
    let more = subject.graph.map_count() - shown;
    if more > 0 {
        let text = subject.words.with("column-more", &[("count", more.into())]);
        items.push(page.text(0, y, text, Role::TextDim, Tag::Table));
        y += ROW;
    }
    items.extend(page.totals(&totals, y));
    items.push(page.line(0.0, THICK));
    items.push(page.line(ROW, THIN));
    items.push(page.line(y, THIN));
    y += ROW;
    items.push(page.line(y, THICK));
    Drawing { items, bounds: Rect::new(0.0, 0.0, width, y), inset: 0.0 }
}

/// Marks the fields that cover the input.
fn mark_covering(sheet: &mut Sheet, subject: &Subject<'_>) {
    let Some(field) = sheet.columns.iter().position(|column| *column == Column::Field) else { return };
    for (_, row) in subject.graph.maps().zip(&mut sheet.rows).filter(|(map, _)| covers_input(subject, *map)) {
        row[field].insert_str(0, "✓ ");
    }
}

/// Where each column begins, and where the last one ends.
fn lefts(sheet: &Sheet, totals: &[String]) -> Vec<f64> {
    let mut left = 0.0;
    let mut lefts = vec![left];
    for (at, column) in sheet.columns.iter().enumerate() {
        let cells = sheet.rows.iter().map(|row| &row[at]).chain([&totals[at]]);
        let cells = cells.map(|text| text_width(text, SIZE, face(*column)));
        let head = text_width(&sheet.head[at], HEAD_SIZE, Face::Bold);
        left += cells.fold(head, f64::max) + 2.0 * PAD;
        lefts.push(left);
    }
    lefts
}

/// The width of the table: that of its columns, or more if it must say why a layer cannot run.
fn width(subject: &Subject<'_>, sheet: &Sheet, lefts: &[f64]) -> f64 {
    let first = sheet.columns.iter().position(|column| !column.is_given()).unwrap_or(0);
    let reasons = subject.graph.maps().take(sheet.rows.len()).filter_map(|map| why_unknown(subject, map));
    let reasons = reasons.map(|why| lefts[first] + text_width(&why, SIZE, Face::Regular) + 2.0 * PAD);
    reasons.fold(lefts[sheet.columns.len()], f64::max)
}

fn face(column: Column) -> Face {
    if column == Column::Name { Face::Regular } else { Face::Mono }
}

/// The columns of a drawing, laid out.
struct Page<'a> {
    subject: &'a Subject<'a>,
    sheet: &'a Sheet,
    lefts: Vec<f64>,
    width: f64,
}

impl Page<'_> {
    fn rows(&self) -> Vec<Item> {
        let Self { subject, sheet, .. } = self;
        let mut items = Vec::new();
        for (column, title) in sheet.head.iter().enumerate() {
            items.push(self.cell(column, 0.0, title.clone(), (Face::Bold, HEAD_SIZE), Role::TextDim, Tag::Table));
        }
        for (at, (map, cells)) in subject.graph.maps().zip(&sheet.rows).enumerate() {
            let y = ROW * (at + 1) as f64;
            if at % 2 == 1 {
                let shape = Shape::Fill(Rect::new(0.0, y, self.width, ROW));
                items.push(Item { shape, role: Role::Cell, tag: Tag::Label(map) });
            }
            items.extend(self.row(map, cells, y));
        }
        items
    }

    fn row(&self, map: MapId, cells: &[String], y: f64) -> Vec<Item> {
        let Self { subject, sheet, .. } = self;
        let tag = Tag::Label(map);
        let mut why = why_unknown(subject, map);
        let mut items = Vec::new();
        for (at, (column, text)) in sheet.columns.iter().zip(cells).enumerate() {
            if !column.is_given() && why.is_some() {
                // All of it, over as many columns as it takes.
                let impossible = subject.analysis.map(map).impossible.is_some();
                let role = if impossible { Role::LostText } else { Role::TextDim };
                items.extend(why.take().map(|why| self.text(at, y, why, role, tag)));
                break;
            }
            let role = match column {
                _ if column.tells_loss(subject, map) => Role::LostText,
                Column::Setting => Role::TextDim,
                _ => Role::Text,
            };
            if !text.is_empty() {
                items.push(self.cell(at, y, text.clone(), (face(*column), SIZE), role, tag));
            }
        }
        items
    }

    fn totals(&self, totals: &[String], y: f64) -> Vec<Item> {
        let key = if self.subject.analysis.runs() { "column-total" } else { "column-total-part" };
        let mut items = vec![self.text(0, y, self.subject.words.get(key).to_owned(), Role::TextDim, Tag::Table)];
        for (at, total) in totals.iter().enumerate().filter(|(_, total)| !total.is_empty()) {
            items.push(self.cell(at, y, total.clone(), (Face::Mono, SIZE), Role::Text, Tag::Table));
        }
        items
    }

    /// A text in its column: texts stand at the left, numbers at the right.
    fn cell(&self, column: usize, y: f64, text: String, (face, size): (Face, f64), role: Role, tag: Tag) -> Item {
        let (x, align) = if self.sheet.columns[column].is_text() {
            (self.lefts[column] + PAD, Align::Start)
        } else {
            (self.lefts[column + 1] - PAD, Align::End)
        };
        let shape = Shape::Text { at: Point::new(x, y + BASELINE), align, face, size, text, haze: false };
        Item { shape, role, tag }
    }

    /// A sentence that begins in a column and takes as many as it needs.
    fn text(&self, column: usize, y: f64, text: String, role: Role, tag: Tag) -> Item {
        let at = Point::new(self.lefts[column] + PAD, y + BASELINE);
        let shape = Shape::Text { at, align: Align::Start, face: Face::Regular, size: SIZE, text, haze: false };
        Item { shape, role, tag }
    }

    fn line(&self, y: f64, width: f64) -> Item {
        let segments = vec![[Point::new(0.0, y), Point::new(self.width, y)]];
        Item { shape: Shape::Segments { segments, width, dashed: false }, role: Role::Border, tag: Tag::Table }
    }
}
