//! The view **Numbers**: the values of one layer as matrices, its kernel over the window of one unit, and the sum that
//! it comes to.
//!
//! The pinned unit is the kernel's position: the layer that makes its map is shown, with its first input, its kernel and
//! its output. Without a pin it is the first layer that has a window, at its first unit. Cells are plain with the
//! colours [`crate::net::Colours::Gray`]: digits are to be read; other colours lie behind the digits. Of a map too large
//! for a page a block is shown, in cells that can be read, with the whole as a small picture. Where it begins is part of
//! what is looked at ([`Scroll`]); without a choice the window is in its middle.

mod account;
mod drawn;
pub(super) mod figures;
mod layout;
mod pane;
mod position;
mod scroll;
mod texts;

use super::legend::Marks;
use super::theme::Role;
use super::view::{Block, Board, Flow, Hit, Part, Subject, Unit};
use super::{Face, Item, Look as UnitLook, Point, Rect, Shape, Tag, Texts, Units, Which};
use crate::field::Trace;
use crate::net::{Look, MapId};
use account::{Line, account};
use drawn::Drawing;
use layout::Layout;
use pane::{Pane, What};
use position::Position;
pub use position::shown_unit;
pub use scroll::Scroll;

/// What is drawn where there is no layer to be shown.
const EMPTY: Rect = Rect::new(0.0, 0.0, 640.0, 120.0);
const EMPTY_SIZE: f64 = 15.0;
/// The outline of what a pointed unit reads.
const POINTED: f64 = 2.5;

/// The view laid out.
pub struct Numbers {
    look: Look,
    shown: Option<Shown>,
    parts: Vec<Part>,
    blocks: Vec<Block>,
}

struct Shown {
    position: Position,
    layout: Layout,
    account: Vec<Line>,
}

impl Numbers {
    pub fn of(subject: &Subject<'_>, look: Look, pin: Option<&Unit>) -> Self {
        let shown = Position::of(subject.graph, subject.analysis, look, pin).and_then(|position| {
            let lines = account(subject, &position, false);
            let layout = Layout::of(subject, &position, lines.len())?;
            let drawing = Drawing { subject, look, position: &position, layout: &layout, account: &[] };
            let account = if drawing.is_covered() { account(subject, &position, true) } else { lines };
            Some(Shown { position, layout, account })
        });
        let map = shown.as_ref().map_or(MapId::INPUT, |shown| shown.position.made);
        let area = shown.as_ref().map_or(EMPTY, |shown| shown.layout.bounds);
        let blocks = shown.iter().flat_map(|shown| shown.layout.panes.iter().filter_map(Pane::block)).collect();
        Self { look, shown, parts: vec![Part { map, area }], blocks }
    }

    fn drawn<'a>(&'a self, subject: &'a Subject<'a>) -> Option<Drawing<'a>> {
        let Shown { position, layout, account } = self.shown.as_ref()?;
        Some(Drawing { subject, look: self.look, position, layout, account })
    }

    /// The lines of the sum, as they are written.
    pub fn sum(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().flat_map(|shown| &shown.account).map(|line| line.text.as_str())
    }

    fn panes(&self) -> &[Pane] {
        self.shown.as_ref().map_or(&[], |shown| &shown.layout.panes)
    }
}

impl Board for Numbers {
    fn bounds(&self) -> Rect {
        self.parts[0].area
    }

    fn flow(&self) -> Flow {
        Flow::Still
    }

    fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn marks(&self, subject: &Subject<'_>) -> Marks {
        let mut marks = Marks::default();
        let Some(shown) = &self.shown else { return marks };
        marks.kernel = Some(shown.position.made);
        for branch in &shown.position.branches {
            marks.padding |= branch.padding.iter().any(|(before, after)| before + after > 0);
            if let Some((unread, later)) = subject.analysis.lost_units(subject.graph, branch.map) {
                marks.lost |= unread.iter().any(|set| !set.is_empty());
                marks.later |= later.iter().any(|set| !set.is_empty());
            }
        }
        marks
    }

    fn under(&self, subject: &Subject<'_>, _: usize) -> Vec<Item> {
        self.drawn(subject).map_or_else(Vec::new, |drawing| drawing.under())
    }

    fn over(&self, subject: &Subject<'_>, _: usize) -> Vec<Item> {
        if let Some(drawing) = self.drawn(subject) {
            return drawing.over();
        }
        let text = subject.words.get("numbers-no-layer").to_owned();
        let at = EMPTY.centre();
        let (align, face, size) = (super::Align::Middle, Face::Regular, EMPTY_SIZE);
        let texts = Texts { texts: vec![(at, text)], align, face, size, haze: false };
        vec![Item { shape: Shape::Texts(Box::new(texts)), role: Role::TextDim, tag: Tag::Label(MapId::INPUT) }]
    }

    /// What a pointed output reads, or which outputs read a pointed input. The kernel's own position is drawn anyway.
    fn traced(&self, _: &Subject<'_>, trace: &Trace, _: &Rect) -> Vec<Item> {
        let Some(Shown { position, .. }) = &self.shown else { return Vec::new() };
        let mut items = Vec::new();
        let mut push = |shape: Shape, role: Role| items.push(Item { shape, role, tag: Tag::Trace });
        let own = trace.map == position.made && trace.unit == position.unit;
        let read = position.branches.iter().any(|branch| branch.map == trace.map);
        if own || (trace.map != position.made && !read) {
            return items;
        }
        for pane in self.panes().iter().filter(|pane| pane.what != What::Kernel && pane.vector.is_none()) {
            if pane.map == trace.map {
                let place = pane.row_and_column(trace.unit.as_slice());
                if let Some(rect) = place.and_then(|(row, column)| pane.cell(row, column)) {
                    push(Shape::Outline { rect, width: POINTED, dashed: false }, Role::Pin);
                }
                continue;
            }
            let seen = matches!(pane.what, What::Read(_));
            // A unit of one branch has nothing to do with another one.
            let Some(traced) = trace.at(pane.map).filter(|_| seen == (trace.map == position.made)) else { continue };
            let (fill, line) = if seen { (Role::FieldFill, Role::Field) } else { (Role::FeedsFill, Role::Feeds) };
            for part in traced.units.parts() {
                let Some([rows, columns]) = pane.sets(part) else { continue };
                let (Some(row), Some(column)) = (rows.hull(), columns.hull()) else { continue };
                let run = &pane.cells;
                let rect = Rect::spanning(
                    (run.columns.at(column.first), run.columns.at(column.last + 1)),
                    (run.rows.at(row.first), run.rows.at(row.last + 1)),
                );
                let (cells, which, look) = (pane.cells, Which::Both, UnitLook::Filled);
                push(Shape::Units(Units { cells, columns, rows, which, look }), fill);
                push(Shape::Outline { rect, width: POINTED, dashed: false }, line);
            }
        }
        items
    }

    fn hit(&self, subject: &Subject<'_>, at: Point, _: Option<&Unit>) -> Option<Hit> {
        let Shown { position, .. } = self.shown.as_ref()?;
        for pane in self.panes() {
            let Some((row, column)) = pane.at(at) else { continue };
            if !pane.has(row, column) {
                return Some(Hit::Map(pane.map));
            }
            let unit = |rank: usize| (pane.map, pane.unit(row, column, rank));
            return Some(match pane.what {
                What::Read(at) => Hit::Read(unit(position.branches[at].shape.size.rank())),
                What::Made => Hit::Unit(unit(position.shape.size.rank())),
                What::Kernel => Hit::Weight { map: pane.map, at: self.drawn(subject)?.weight_at(pane, row, column)? },
            });
        }
        None
    }

    fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    fn place_of(&self, subject: &Subject<'_>, hit: &Hit) -> Option<Rect> {
        let Shown { position, .. } = self.shown.as_ref()?;
        let of = |pane: &Pane, unit: &[i64]| {
            if pane.vector.is_some() {
                // A vector's values are channels: the shown one.
                let value = match pane.what {
                    What::Read(at) => position.branches[at].channel,
                    _ => position.filter,
                } as i64;
                return pane.cell(value / pane.size[1] as i64, value % pane.size[1] as i64);
            }
            let (row, column) = pane.row_and_column(unit)?;
            let single = |index: i64| crate::field::Span::new(index, index);
            let cell = pane.cell(row, column);
            cell.or_else(|| pane.has(row, column).then(|| pane.in_overview(single(row), single(column))).flatten())
        };
        let pane = |wanted: &dyn Fn(&Pane) -> bool| self.panes().iter().find(|pane| wanted(pane));
        match hit {
            Hit::Unit((map, unit)) if *map == position.made => {
                of(pane(&|pane| pane.what == What::Made)?, unit.as_slice())
            }
            Hit::Unit((map, unit)) | Hit::Read((map, unit)) => {
                of(pane(&|pane| matches!(pane.what, What::Read(_)) && pane.map == *map)?, unit.as_slice())
            }
            Hit::Weight { map, at } => {
                let pane = pane(&|pane| pane.what == What::Kernel && pane.map == *map)?;
                let drawing = self.drawn(subject)?;
                let mut cells = pane.shown().filter(|(row, column)| pane.has(*row, *column));
                let found = cells.find(|(row, column)| drawing.weight_at(pane, *row, *column).as_ref() == Some(at));
                found.and_then(|(row, column)| pane.cell(row, column))
            }
            Hit::Map(map) => Some(pane(&|pane| pane.map == *map && pane.what != What::Kernel)?.rect()),
            Hit::Group(_) => None,
        }
    }
}
