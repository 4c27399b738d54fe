//! The items of the view: cells, what covers them, values and texts.

use std::sync::Arc;

use super::account::{Line, LineKind};
use super::layout::{DETAIL_SIZE, HEADING_SIZE, Layout, SUM_SIZE, SUM_STEP, TITLE_LINES, TITLE_SIZE, TOTAL_SIZE};
use super::pane::{INDEX_ROOM, Pane, What};
use super::position::{Position, Tap, padding_value, value_at};
use crate::field::{Span, Spans};
use crate::net::{Colours, Look, MapId, Op, PoolKind, Range, Reveal};
use crate::scene::colours::{self, Ends};
use crate::scene::theme::Role;
use crate::scene::view::Subject;
use crate::scene::{Align, Cells, Face, Item, Look as UnitLook, Point, Raster, Rect, Shape, Tag, Texts, Units, Which};
use crate::value::Tensor;

const WINDOW_LINE: f64 = 3.0;
const WINNER_LINE: f64 = 2.5;
/// The longer side of a small picture of the whole, in pixels.
const MOST_PIXELS: u64 = 256;
/// What is drawn.
pub(super) struct Drawing<'a> {
    pub subject: &'a Subject<'a>,
    pub look: Look,
    pub position: &'a Position,
    pub layout: &'a Layout,
    pub account: &'a [Line],
}

impl Drawing<'_> {
    pub(super) fn op(&self) -> Option<&Op> {
        self.subject.graph.node(self.position.made).map(|node| &node.op)
    }

    fn tensor(&self, map: MapId) -> Option<&Tensor> {
        Some(self.subject.values?.map(map)?.as_ref())
    }

    /// The channel that a pane shows.
    fn channel(&self, pane: &Pane) -> u64 {
        match pane.what {
            What::Read(at) => self.position.branches[at].channel,
            What::Kernel | What::Made => self.position.filter,
        }
    }

    /// The value in a row and a column: of the map, of its padding, or of the kernel.
    pub(super) fn value(&self, pane: &Pane, row: i64, column: i64) -> Option<f32> {
        if !pane.has(row, column) {
            let pads = matches!(pane.what, What::Read(_)) && pane.vector.is_none();
            return self.op().filter(|_| pads && self.subject.values.is_some()).map(padding_value);
        }
        if pane.what == What::Kernel {
            let at = self.weight_at(pane, row, column)?;
            return self.subject.values?.weights(pane.map)?.kernel.get(at.as_slice()).copied();
        }
        let tensor = self.tensor(pane.map)?;
        if pane.vector.is_some() {
            return value_at(tensor, (row * pane.size[1] as i64 + column) as u64, &[]);
        }
        let rank = tensor.ndim().saturating_sub(2);
        value_at(tensor, self.channel(pane), pane.unit(row, column, rank).as_slice())
    }

    /// Where the element of the kernel in a row and a column lies in the layer's weights.
    pub fn weight_at(&self, pane: &Pane, row: i64, column: i64) -> Option<Vec<usize>> {
        let op = self.op()?;
        if pane.vector.is_some() {
            return Some(vec![self.position.filter as usize, (row * pane.size[1] as i64 + column) as usize]);
        }
        let branch = self.position.branches.first()?;
        let unit = pane.unit(row, column, branch.shape.size.rank());
        let taps: Option<Vec<usize>> = unit.iter().map(|&tap| usize::try_from(tap).ok()).collect();
        Some(self.position.weight_at(op, branch.channel, &taps?))
    }

    /// Whether an output cell is the one that is worked out.
    pub(super) fn is_current(&self, pane: &Pane, row: i64, column: i64) -> bool {
        pane.what == What::Made
            && match pane.vector {
                Some(_) => row * pane.size[1] as i64 + column == self.position.filter as i64,
                None => pane.row_and_column(self.position.unit.as_slice()) == Some((row, column)),
            }
    }

    /// Whether an output cell is not shown yet.
    pub(super) fn is_hidden(&self, pane: &Pane, row: i64, column: i64) -> bool {
        let position = self.position;
        let rank = position.shape.size.rank();
        match self.look.reveal {
            _ if pane.what != What::Made => false,
            Reveal::All => false,
            Reveal::Walk if pane.vector.is_some() => row * pane.size[1] as i64 + column > position.filter as i64,
            Reveal::Walk => pane.unit(row, column, rank).as_slice() > position.unit.as_slice(),
            Reveal::Predict => {
                let unit = pane.unit(row, column, rank);
                !self.subject.opened.iter().any(|(map, opened)| *map == position.made && *opened == unit)
            }
        }
    }

    pub(super) fn is_coloured(&self, pane: &Pane) -> bool {
        self.look.colours != Colours::Gray && pane.what != What::Kernel && self.tensor(pane.map).is_some()
    }

    pub(super) fn ends(&self, pane: &Pane) -> Option<Ends> {
        let tensor = self.tensor(pane.map)?;
        let values = tensor.as_slice()?;
        let channels = *tensor.shape().get(1)?;
        let of_batch = values.len() / tensor.shape().first().copied().unwrap_or(1).max(1);
        let of_channel = of_batch / channels.max(1);
        let first = self.channel(pane) as usize * of_channel;
        let values = if self.look.range == Range::Map || pane.vector.is_some() {
            values.get(..of_batch)?
        } else {
            values.get(first..first + of_channel)?
        };
        Some(Ends::of(values, self.look.colours))
    }

    /// Everything below the marks of a pointed unit.
    pub fn under(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for pane in &self.layout.panes {
            let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Map(pane.map) });
            self.cells(pane, &mut push);
            self.overview(pane, &mut push);
        }
        items
    }

    fn cells(&self, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let (cells, rect) = (pane.cells, pane.cells.rect());
        let ground = if pane.what == What::Kernel && pane.vector.is_some() { Role::KernelFill } else { Role::Cell };
        if pane.vector.is_some() {
            let shown = pane.shown().filter(|(row, column)| pane.has(*row, *column));
            let rects = shown.filter_map(|(row, column)| pane.cell(row, column)).collect();
            push(Shape::Tiles { rects, line: Some(Role::CellLine), dashed: false }, ground);
        } else {
            push(Shape::Fill(rect), ground);
        }
        if self.is_coloured(pane)
            && let Some(pixels) = self.colours(pane)
        {
            push(Shape::Raster { rect: cells.padded(), pixels: Arc::new(pixels) }, Role::Cell);
        }
        if let What::Read(at) = pane.what
            && pane.vector.is_none()
        {
            self.lost(pane, push);
            self.read(at, pane, push);
        }
        if pane.what == What::Kernel {
            self.used(pane, push);
        }
        if pane.vector.is_none() {
            push(Shape::Grid(cells), if pane.what == What::Kernel { Role::Kernel } else { Role::CellLine });
            let line = if pane.what == What::Kernel { (Role::Kernel, 1.5) } else { (Role::CellLine, 1.0) };
            push(Shape::Outline { rect, width: line.1, dashed: false }, line.0);
        }
        if pane.what == What::Made {
            self.covers(pane, push);
        }
    }

    /// The cards over outputs that are still to be guessed, and the mark of the current one.
    fn covers(&self, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        if self.look.reveal == Reveal::Predict {
            let hidden =
                pane.shown().filter(|(row, column)| pane.has(*row, *column) && self.is_hidden(pane, *row, *column));
            let rects = hidden.filter_map(|(row, column)| Some(pane.cell(row, column)?.grown(-2.0))).collect();
            push(Shape::Tiles { rects, line: Some(Role::Padding), dashed: false }, Role::ControlHover);
        }
        let current = pane.shown().find(|(row, column)| self.is_current(pane, *row, *column));
        if let Some(rect) = current.and_then(|(row, column)| pane.cell(row, column)) {
            push(Shape::Spot(rect), Role::Field);
        }
    }

    /// The hatching of what no layer reads, and of what later layers lose.
    fn lost(&self, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let Some((unread, later)) = self.subject.analysis.lost_units(self.subject.graph, pane.map) else { return };
        for (sets, role, ground) in [(later, Role::LostLater, None), (unread, Role::Lost, Some(Role::LostFill))] {
            let whole = pane.slice.is_some_and(|slice| sets.get(0).is_some_and(|set| set.contains(slice)));
            let [rows, columns] = [0, 1].map(|way| match pane.axes[way].and_then(|axis| sets.get(axis)) {
                _ if whole => inner(pane, way, &pane.local(way, None)),
                Some(set) => inner(pane, way, &pane.local(way, Some(set))),
                None => Spans::empty(),
            });
            if !rows.is_empty() || !columns.is_empty() {
                let (which, look) = (Which::Either, UnitLook::Hatched(ground));
                push(Shape::Units(Units { cells: pane.cells, columns, rows, which, look }), role);
            }
        }
    }

    /// The ground of the cells that the kernel lies on.
    fn read(&self, at: usize, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let sets = self.position.branches[at].sets().and_then(|sets| pane.sets(&sets));
        let Some([rows, columns]) = sets.filter(|_| !self.is_coloured(pane)) else { return };
        if !rows.is_empty() && !columns.is_empty() {
            let (which, look) = (Which::Both, UnitLook::Filled);
            push(Shape::Units(Units { cells: pane.cells, columns, rows, which, look }), Role::KernelFill);
        }
    }

    /// The ground of the elements of the kernel that lie on the input.
    fn used(&self, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let taps = self.position.branches.first().and_then(|branch| branch.taps.as_ref());
        let set =
            |taps: &Vec<Tap>| Spans::union_of(taps.iter().map(|tap| Span::new(tap.element as i64, tap.element as i64)));
        let sets = taps.filter(|_| pane.vector.is_none()).and_then(|taps| pane.sets(&taps.map(set)));
        if let Some([rows, columns]) = sets {
            let (which, look) = (Which::Both, UnitLook::Filled);
            push(Shape::Units(Units { cells: pane.cells, columns, rows, which, look }), Role::KernelFill);
        }
    }

    /// The colours of the shown cells, a pixel each; padding and hidden cells have none.
    fn colours(&self, pane: &Pane) -> Option<Raster> {
        let ends = self.ends(pane)?;
        let Cells { rows, columns } = &pane.cells;
        let length = |run: &crate::scene::Run| (run.before + run.count + run.after) as u32;
        let mut rgba = Vec::new();
        for (row, column) in pane.shown() {
            let value = Some((row, column)).filter(|_| pane.has(row, column) && !self.is_hidden(pane, row, column));
            match value.and_then(|_| self.value(pane, row, column)) {
                Some(value) => rgba.extend(colours::color(self.look.colours, ends, value).into_iter().chain([255])),
                None => rgba.extend([0; 4]),
            }
        }
        Some(Raster { width: length(columns), height: length(rows), rgba })
    }

    /// The whole of a map of which a part is shown, small, with the part and the window outlined.
    fn overview(&self, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let Some(rect) = pane.overview else { return };
        push(Shape::Fill(rect), Role::Cell);
        if let Some(pixels) = self.whole(pane) {
            push(Shape::Raster { rect, pixels: Arc::new(pixels) }, Role::Cell);
        }
        push(Shape::Outline { rect, width: 1.0, dashed: false }, Role::CellLine);
        let shown = |way: usize, count: u64| Span::new(pane.first[way], pane.first[way] + count as i64 - 1);
        let part = pane.in_overview(shown(0, pane.cells.rows.count), shown(1, pane.cells.columns.count));
        if let Some(rect) = part {
            push(Shape::Outline { rect, width: 2.0, dashed: false }, Role::Accent);
        }
        let hull = match pane.what {
            What::Read(at) => self.position.branches[at].hull(),
            _ => Some(self.position.unit.map(|&index| Span::new(index, index))),
        };
        let on = |axis: Option<usize>| axis.and_then(|axis| hull.as_ref()?.get(axis).copied());
        let [rows, columns] = pane.axes.map(|axis| on(axis).unwrap_or(Span::new(0, 0)));
        if let Some(rect) = hull.as_ref().and_then(|_| pane.in_overview(rows, columns)) {
            let role = if pane.what == What::Made { Role::Field } else { Role::Kernel };
            push(Shape::Outline { rect, width: 2.0, dashed: false }, role);
        }
    }

    /// The pixels of a whole channel; every so many-th of a very large one.
    fn whole(&self, pane: &Pane) -> Option<Raster> {
        if pane.what == What::Made && self.look.reveal != Reveal::All {
            return None;
        }
        let ends = self.ends(pane)?;
        let values = self.tensor(pane.map)?.as_slice()?;
        let [height, width] = pane.size.map(|n| n.min(MOST_PIXELS));
        let before = self.channel(pane) * self.slices(pane) + pane.slice.unwrap_or(0) as u64;
        let first = before * pane.size[0] * pane.size[1];
        let mut rgba = Vec::with_capacity((width * height * 4) as usize);
        for y in 0..height {
            for x in 0..width {
                let (row, column) = (y * pane.size[0] / height, x * pane.size[1] / width);
                let value = values.get((first + row * pane.size[1] + column) as usize)?;
                rgba.extend(colours::color(self.look.colours, ends, *value).into_iter().chain([255]));
            }
        }
        Some(Raster { width: width as u32, height: height as u32, rgba })
    }

    /// How many planes one channel of a pane's map has.
    fn slices(&self, pane: &Pane) -> u64 {
        let shape = self.subject.analysis.map(pane.map).shape.as_ref();
        shape.filter(|_| pane.slice.is_some()).map_or(1, |shape| shape.size[0])
    }

    /// Outlines and texts.
    pub fn over(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for pane in &self.layout.panes {
            let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Map(pane.map) });
            if let What::Read(at) = pane.what {
                self.window(at, pane, &mut push);
            }
            self.texts(pane, &mut push);
            if let Some(indices) = pane.indices() {
                push(Shape::BlockIndices(indices), Role::TextDim);
            }
        }
        for pane in &self.layout.panes {
            headings(pane, &mut items);
        }
        self.title(&mut items);
        self.account(&mut items);
        items
    }

    /// The outline of the window, dashed if it has holes, and the greatest value of a maximum.
    fn window(&self, at: usize, pane: &Pane, push: &mut impl FnMut(Shape, Role)) {
        let branch = &self.position.branches[at];
        let Some(hull) = branch.hull().filter(|hull| hull.rank() > 0) else { return };
        let sets = branch.sets().unwrap_or_else(|| hull.map(|run| Spans::from(*run)));
        let Some([rows, columns]) = pane.sets(&sets) else { return };
        let (Some(row), Some(column)) = (rows.hull(), columns.hull()) else { return };
        let Cells { rows: row_run, columns: column_run } = &pane.cells;
        let strip = |run: &crate::scene::Run, span: Span, free: bool| {
            if free { run.ends() } else { (run.at(span.first), run.at(span.last + 1)) }
        };
        let rect = Rect::spanning(
            strip(column_run, column, pane.axes[1].is_none()),
            strip(row_run, row, pane.axes[0].is_none()),
        );
        let dashed = rows.runs().len() * columns.runs().len() > 1;
        push(Shape::Outline { rect, width: WINDOW_LINE, dashed }, Role::Kernel);
        if dashed {
            let all = rows.indices().flat_map(|row| columns.indices().map(move |column| (row, column)));
            for (row, column) in all {
                let [first_row, first_column] = pane.first;
                if let Some(rect) = pane.cell(row + first_row, column + first_column) {
                    push(Shape::Outline { rect, width: 1.5, dashed: false }, Role::Kernel);
                }
            }
        }
        if let Some(rect) = self.winner(at).and_then(|(row, column)| pane.cell(row, column)) {
            push(Shape::Fill(rect), Role::FieldFill);
            push(Shape::Outline { rect, width: WINNER_LINE, dashed: false }, Role::Pin);
        }
    }

    /// The row and the column of the first value that a maximum takes, if it lies in the shown plane.
    pub(super) fn winner(&self, at: usize) -> Option<(i64, i64)> {
        let most = match self.op()? {
            Op::Pool(pool) => pool.kind == PoolKind::Max,
            Op::AdaptivePool { kind, .. } | Op::GlobalPool(kind) => *kind == PoolKind::Max,
            _ => false,
        };
        let pane = self.layout.panes.get(at)?;
        let covered = self.look.reveal == Reveal::Predict && self.is_covered();
        let value = self.position.value(self.subject).filter(|_| most && !covered)?;
        let sets = self.position.branches.get(at)?.sets()?;
        let [rows, columns] = pane.sets(&sets)?;
        let places = rows.indices().flat_map(|row| columns.indices().map(move |column| (row, column)));
        let mut places = places.map(|(row, column)| (row + pane.first[0], column + pane.first[1]));
        places.find(|(row, column)| {
            pane.has(*row, *column)
                && self
                    .value(pane, *row, *column)
                    .is_some_and(|found| found.to_bits() == value.to_bits() || found == value)
        })
    }

    /// Whether the current output is still to be guessed.
    pub(super) fn is_covered(&self) -> bool {
        let Some(pane) = self.layout.panes.last() else { return false };
        let current = pane.shown().find(|(row, column)| self.is_current(pane, *row, *column));
        current.is_some_and(|(row, column)| self.is_hidden(pane, row, column))
    }

    fn title(&self, items: &mut Vec<Item>) {
        let [name, settings] = &self.layout.title;
        let at = TITLE_LINES.map(|y| Point::new(0.0, y));
        let tag = Tag::Label(self.position.made);
        items.extend(text_item(name, at[0], TITLE_SIZE, Face::Bold, Role::Text, tag));
        items.extend(text_item(settings, at[1], DETAIL_SIZE + 1.0, Face::Regular, Role::TextDim, tag));
    }

    fn account(&self, items: &mut Vec<Item>) {
        let Point { x, mut y } = self.layout.account;
        for Line { kind, text } in self.account {
            let (size, face, role, step) = match kind {
                LineKind::Caption => (DETAIL_SIZE + 1.0, Face::Regular, Role::TextDim, SUM_STEP),
                LineKind::Sum => (SUM_SIZE, Face::Mono, Role::Text, SUM_STEP),
                LineKind::Total => (TOTAL_SIZE, Face::Bold, Role::GoodText, SUM_STEP + 11.0),
            };
            y += step;
            items.extend(text_item(text, Point::new(x, y - 6.0), size, face, role, Tag::Trace));
        }
    }
}

/// A set of rows or columns without those of the padding.
fn inner(pane: &Pane, way: usize, set: &Spans) -> Spans {
    let count = if way == 0 { pane.cells.rows.count } else { pane.cells.columns.count };
    set.clip(Span::axis(count))
}

/// The two lines above a matrix.
fn headings(pane: &Pane, items: &mut Vec<Item>) {
    let corner = pane.cells.padded().min;
    let lines = [(HEADING_SIZE, Face::Bold, Role::Text, 23.0), (DETAIL_SIZE, Face::Regular, Role::TextDim, 7.0)];
    let tag = Tag::Label(pane.map);
    // A heading without a second line stands near its matrix.
    let lower = if pane.lines[1].is_empty() { 13.0 } else { 0.0 };
    for (text, (size, face, role, above)) in pane.lines.iter().zip(lines) {
        let at = Point::new(corner.x, corner.y - INDEX_ROOM - above + lower);
        items.extend(text_item(text, at, size, face, role, tag));
    }
}

fn text_item(text: &str, at: Point, size: f64, face: Face, role: Role, tag: Tag) -> Option<Item> {
    let texts = Texts { texts: vec![(at, text.to_owned())], align: Align::Start, face, size, haze: false };
    (!text.is_empty()).then(|| Item { shape: Shape::Texts(Box::new(texts)), role, tag })
}
