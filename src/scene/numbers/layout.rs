//! Where the matrices of the view lie, and what stands above them: inputs on the left, the kernel, the output, and the
//! sum below these two; strips of one axis below each other.

use super::account::{MOST_CHARACTERS, ROOM, most_rows};
use super::figures::figure;
use super::pane::{Extent, Frame, INDEX_ROOM, Limits, MOST_BRANCHES, Pane, VECTOR_COLUMNS, What};
use super::position::{Branch, Position, Tap};
use crate::axes::Axes;
use crate::field::{Span, Spans};
use crate::locale::Words;
use crate::net::{ConvTransposed, Graph, MapId, Op, Padding, Shape, setting_text};
use crate::scene::view::Subject;
use crate::scene::{Face, Point, Rect, text_width};

/// The sides of the matrices, and the smallest and largest cells.
const READ_SIDE: f64 = 330.0;
const READ_CELL: [f64; 2] = [24.0, 64.0];
const KERNEL_SIDE: f64 = 210.0;
const MADE_SIDE: f64 = 230.0;
const MADE_CELL: [f64; 2] = [24.0, 60.0];
const LINE_SIDE: f64 = 720.0;
const LINE_CELL: [f64; 2] = [24.0, 56.0];

const COLUMN_GAP: f64 = 44.0;
const ROW_GAP: f64 = 26.0;
/// From a heading's first line to the matrix, with the indices of its columns.
const HEADING_ROOM: f64 = 40.0 + INDEX_ROOM;
pub(super) const HEADING_SIZE: f64 = 15.0;
pub(super) const DETAIL_SIZE: f64 = 12.0;
/// The room of the two lines above all.
const TITLE_ROOM: f64 = 58.0;
pub(super) const TITLE_SIZE: f64 = 18.0;
/// Where the baselines of these lines lie.
pub(super) const TITLE_LINES: [f64; 2] = [18.0, 40.0];
/// What a position adds to the line of the settings, at most.
const POSITION_ROOM: f64 = 220.0;

/// The account: sizes of its lines.
pub(super) const SUM_SIZE: f64 = 16.0;
pub(super) const SUM_STEP: f64 = 23.0;
pub(super) const TOTAL_SIZE: f64 = 26.0;
const TOTAL_STEP: f64 = 34.0;
/// The least room of a line, in characters: what is said in words must fit, too. And how many values are looked at to
/// find out how long they are.
const LEAST_CHARACTERS: usize = 34;
const MOST_MEASURED: usize = 4096;

/// Everything in its place.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub panes: Vec<Pane>,
    /// The left upper corner of the account.
    pub account: Point,
    pub bounds: Rect,
    pub title: [String; 2],
}

impl Layout {
    pub fn of(subject: &Subject<'_>, position: &Position, lines: usize) -> Option<Self> {
        let Subject { graph, words, .. } = *subject;
        let op = &graph.node(position.made)?.op;
        let mut panes = Vec::new();
        let asked = |what: What| subject.scroll.start(position.made, what);
        for (at, branch) in position.branches.iter().take(MOST_BRANCHES).enumerate() {
            let mut pane = read_pane(at, branch, position.branches.len(), asked(What::Read(at)));
            pane.lines = [name(graph, branch.map, &branch.shape, words), channel(branch.channel, &branch.shape, words)];
            panes.push(pane);
        }
        panes.extend(kernel_pane(op, position, panes.first(), words, asked(What::Kernel)));
        let mut made = made_pane(position, asked(What::Made));
        made.lines =
            [name(graph, position.made, &position.shape, words), channel(position.filter, &position.shape, words)];
        panes.push(made);
        for pane in &mut panes {
            say_part(pane, words);
        }
        let in_lines = panes.iter().any(|pane| pane.axes[0].is_none() && pane.axes[1].is_some());
        let account = if in_lines { below_each_other(&mut panes) } else { side_by_side(&mut panes) };
        let lines = lines.max(most_lines(op, position)) as f64;
        let room = characters(subject, position, op) as f64 * text_width("0", SUM_SIZE, Face::Mono);
        let sum = Rect::new(account.x, account.y, room, lines * SUM_STEP + TOTAL_STEP - SUM_STEP + 10.0);
        let title = title(graph, position, words);
        let settings = text_width(&settings(op, words), DETAIL_SIZE + 1.0, Face::Regular) + POSITION_ROOM;
        let head = Rect::new(0.0, 0.0, settings.max(text_width(&title[0], TITLE_SIZE, Face::Bold)), TITLE_ROOM);
        let bounds = panes.iter().map(outer).fold(sum.union(&head), |all, rect| all.union(&rect));
        Some(Self { panes, account, bounds, title })
    }
}

/// A matrix with its heading.
fn outer(pane: &Pane) -> Rect {
    let rect = pane.rect();
    let mut with_heading = rect;
    with_heading.min.y -= HEADING_ROOM;
    with_heading.min.x -= index_room(pane);
    with_heading.max.x = rect.max.x.max(rect.min.x + heading_width(pane));
    with_heading
}

/// The room for the indices of a matrix's rows.
fn index_room(pane: &Pane) -> f64 {
    pane.indices().map_or(0.0, |indices| indices.room())
}

fn heading_width(pane: &Pane) -> f64 {
    let [name, detail] = &pane.lines;
    let detail = text_width(detail, DETAIL_SIZE, Face::Regular).max(pane.heading_room);
    text_width(name, HEADING_SIZE, Face::Bold).max(detail)
}

/// The extents of a map on the page. `hull` is where the window is; of a vector, the value.
fn extents(shape: &Shape, padding: &Axes<(u64, u64)>, hull: Option<&Axes<Span>>, value: u64) -> [Extent; 2] {
    let single = Extent { count: 1, padding: (0, 0), window: Span::new(0, 0) };
    let axis = |axis: usize| Extent {
        count: shape.size[axis],
        padding: padding.get(axis).copied().unwrap_or((0, 0)),
        window: hull.and_then(|hull| hull.get(axis)).copied().unwrap_or(Span::new(0, 0)),
    };
    match shape.size.rank() {
        0 => vector(shape.channels, value),
        1 => [single, axis(0)],
        rank => [axis(rank - 2), axis(rank - 1)],
    }
}

/// The rows and columns of a vector.
fn vector(values: u64, value: u64) -> [Extent; 2] {
    let columns = values.clamp(1, VECTOR_COLUMNS);
    let row = (value / columns) as i64;
    let extent = |count: u64, at: i64| Extent { count, padding: (0, 0), window: Span::new(at, at) };
    [extent(values.div_ceil(columns), row), extent(columns, (value % columns) as i64)]
}

fn frame(what: What, map: MapId, extents: [Extent; 2], rank: usize) -> Frame {
    let plane = match what {
        What::Read(_) => Limits::READ,
        What::Kernel => Limits::KERNEL,
        What::Made => Limits::MADE,
    };
    let limits = match rank {
        0 => [Limits::VECTOR, Limits::READ],
        1 => [plane, Limits::LINE],
        _ => [plane, plane],
    };
    Frame { what, map, rank, extents, limits }
}

/// All matrices of a layer.
pub(super) fn frames(op: &Op, position: &Position) -> Vec<Frame> {
    let read = position.branches.iter().take(MOST_BRANCHES).enumerate();
    let mut frames: Vec<Frame> = read.map(|(at, branch)| read_frame(at, branch)).collect();
    frames.extend(kernel_frame(op, position));
    frames.push(made_frame(position));
    frames
}

fn read_frame(at: usize, branch: &Branch) -> Frame {
    let extents = extents(&branch.shape, &branch.padding, branch.hull().as_ref(), branch.channel);
    frame(What::Read(at), branch.map, extents, branch.shape.size.rank())
}

fn made_frame(position: &Position) -> Frame {
    let hull = position.unit.map(|&index| Span::new(index, index));
    let padding = position.shape.size.map(|_| (0, 0));
    let extents = extents(&position.shape, &padding, Some(&hull), position.filter);
    frame(What::Made, position.made, extents, position.shape.size.rank())
}

/// The kernel of the layers that have one.
fn kernel_frame(op: &Op, position: &Position) -> Option<Frame> {
    let branch = position.branches.first()?;
    if let Op::Linear(_) = op {
        return Some(frame(What::Kernel, position.made, vector(branch.shape.channels, branch.channel), 0));
    }
    let (Op::Conv(_) | Op::ConvTransposed(_)) = op else { return None };
    let rank = branch.shape.size.rank();
    let kernel = op.window()?.kernel.resolve(rank)?;
    let none = kernel.map(|_| (0, 0));
    let shape = Shape { batch: 1, channels: 1, size: kernel };
    Some(frame(What::Kernel, position.made, extents(&shape, &none, None, 0), rank))
}

fn pane(frame: &Frame, asked: Option<[i64; 2]>, side: f64, [least, most]: [f64; 2]) -> Pane {
    let [rows, columns] = frame.shown();
    let pitch = (side / rows.max(columns) as f64).clamp(least, most);
    Pane::new(frame, asked, pitch)
}

fn read_pane(at: usize, branch: &Branch, branches: usize, asked: Option<[i64; 2]>) -> Pane {
    let rank = branch.shape.size.rank();
    let side = if branches > 1 { READ_SIDE * 0.7 } else { READ_SIDE };
    let (side, cells) = if rank == 1 { (LINE_SIDE, LINE_CELL) } else { (side, READ_CELL) };
    let mut pane = pane(&read_frame(at, branch), asked, side, cells);
    pane.vector = (rank == 0).then_some(branch.shape.channels);
    // The plane in the middle of the window.
    pane.slice = (rank == 3).then(|| {
        let run = branch.hull().map_or(Span::new(0, 0), |hull| hull[0]);
        let reads = |index: &i64| branch.taps.as_ref().is_none_or(|taps| taps[0].iter().any(|tap| tap.index == *index));
        let middle = i64::midpoint(run.first, run.last).clamp(0, branch.shape.size[0] as i64 - 1);
        Some(middle).filter(reads).unwrap_or(run.first.clamp(0, branch.shape.size[0] as i64 - 1))
    });
    pane
}

fn made_pane(position: &Position, asked: Option<[i64; 2]>) -> Pane {
    let rank = position.shape.size.rank();
    let (side, cells) = if rank == 1 { (LINE_SIDE, LINE_CELL) } else { (MADE_SIDE, MADE_CELL) };
    let mut pane = pane(&made_frame(position), asked, side, cells);
    pane.vector = (rank == 0).then_some(position.shape.channels);
    pane.slice = (rank == 3).then(|| position.unit[0]);
    pane
}

/// The kernel of the layers that have one: of the shown channel.
fn kernel_pane(
    op: &Op,
    position: &Position,
    read: Option<&Pane>,
    words: &Words,
    asked: Option<[i64; 2]>,
) -> Option<Pane> {
    let branch = position.branches.first()?;
    let of_filter = channel_of("numbers-filter", position.filter, position.shape.channels, words);
    let shown = position.channels.end - position.channels.start;
    let frame = kernel_frame(op, position)?;
    if frame.rank == 0 {
        let mut pane = pane(&frame, asked, MADE_SIDE, MADE_CELL);
        pane.vector = Some(branch.shape.channels);
        pane.lines = [format!("{} {}", words.get("numbers-kernel"), words.number(branch.shape.channels)), of_filter];
        return Some(pane);
    }
    let rank = frame.rank;
    let kernel = op.window()?.kernel.resolve(rank)?;
    let (side, cells) = if rank == 1 { (LINE_SIDE, LINE_CELL) } else { (KERNEL_SIDE, MADE_CELL) };
    let mut pane = pane(&frame, asked, side, cells);
    let slice = |pane: &Pane| {
        let taps = branch.taps.as_ref()?.get(0)?;
        let on = |tap: &&Tap| Some(tap.index) == pane.slice;
        Some(taps.iter().find(on)?.element as i64)
    };
    pane.slice = (rank == 3).then(|| read.and_then(slice).unwrap_or(0));
    let channels = if shown > 1 { channel(branch.channel, &branch.shape, words) } else { String::new() };
    let parts = [of_filter, channels].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    pane.lines = [format!("{} {}", words.get("numbers-kernel"), kernel.joined(" × ")), parts.join(" · ")];
    Some(pane)
}

/// A map's name and size.
fn name(graph: &Graph, map: MapId, shape: &Shape, words: &Words) -> String {
    let name = graph.node(map).map_or_else(|| words.get("map-input").to_owned(), |node| node.name.clone());
    let size = if shape.size.is_empty() { words.number(shape.channels) } else { shape.size.joined(" × ") };
    format!("{} {size}", crate::scene::labels::short(&name))
}

/// Which channel is shown; nothing of the only one, and of a vector.
fn channel(at: u64, shape: &Shape, words: &Words) -> String {
    if shape.size.is_empty() { String::new() } else { channel_of("numbers-channel", at, shape.channels, words) }
}

fn channel_of(key: &'static str, at: u64, of: u64, words: &Words) -> String {
    if of <= 1 {
        return String::new();
    }
    words.with(key, &[("at", (at + 1).into()), ("of", of.into())])
}

/// Adds to a heading which plane is shown, and which part of it.
fn say_part(pane: &mut Pane, words: &Words) {
    let runs = [pane.cells.rows, pane.cells.columns].map(|run| run.count);
    let parts: Vec<(usize, u64)> = runs.into_iter().enumerate().filter(|(way, n)| *n < pane.size[*way]).collect();
    let parts = if pane.vector.is_some() { Vec::new() } else { parts };
    let rank = pane.axes.iter().flatten().max().map_or(1, |axis| axis + 1);
    // Where the part lies, and at the end of the map, where its indices are longest: the heading has room for both.
    let told = |slice: Option<i64>, first: &dyn Fn(usize, u64) -> i64| {
        let mut told = vec![pane.lines[1].clone()];
        told.extend(slice.map(|slice| words.axis_at(3, 0, &Spans::from(Span::new(slice, slice)))));
        told.extend(parts.iter().filter_map(|&(way, count)| {
            let first = first(way, count);
            Some(words.axis_at(rank, pane.axes[way]?, &Spans::from(Span::new(first, first + count as i64 - 1))))
        }));
        told.retain(|part| !part.is_empty());
        told.join(" · ")
    };
    let last = told(pane.slice, &|way, count| (pane.size[way] - count) as i64);
    pane.heading_room = text_width(&last, DETAIL_SIZE, Face::Regular);
    pane.lines[1] = told(pane.slice, &|way, _| pane.first[way]);
}

/// Where the account begins.
fn side_by_side(panes: &mut [Pane]) -> Point {
    let top = TITLE_ROOM + HEADING_ROOM;
    let (mut x, mut right, mut bottom) = (0.0, 0.0, top);
    for (at, pane) in panes.iter_mut().enumerate() {
        // The first matrix stands in line with the title: its indices lie to the left of both.
        x += if at == 0 { 0.0 } else { index_room(pane) };
        pane.put(Point::new(x, top));
        let rect = outer(pane);
        if !matches!(pane.what, What::Read(_)) {
            bottom = rect.max.y.max(bottom);
        }
        x = rect.max.x + COLUMN_GAP;
        if matches!(pane.what, What::Read(_)) {
            right = x;
        }
    }
    Point::new(right, bottom + ROW_GAP)
}

fn below_each_other(panes: &mut [Pane]) -> Point {
    let mut y = TITLE_ROOM;
    for pane in panes.iter_mut() {
        pane.put(Point::new(0.0, y + HEADING_ROOM));
        y = pane.rect().max.y + ROW_GAP;
    }
    Point::new(0.0, y)
}

/// The lines of the account in the middle of the map, so that the picture stands still while the kernel walks.
fn most_lines(op: &Op, position: &Position) -> usize {
    let channels = position.channels.end - position.channels.start;
    let rank = position.branches.first().map_or(0, |branch| branch.shape.size.rank());
    let kernel = op.window().and_then(|window| window.kernel.resolve(rank));
    let rows = match (op, kernel) {
        (Op::ConvTransposed(ConvTransposed { window, .. }), Some(kernel)) => {
            let stride = window.stride.resolve(rank).unwrap_or_else(|| kernel.map(|_| 1));
            kernel.zip_map(&stride, |&kernel, &stride| kernel.div_ceil(stride.max(1)))
        }
        (_, Some(kernel)) => kernel,
        _ => Axes::none(),
    };
    let rows = rows.iter().rev().skip(1).fold(1_u64, |product, &n| product.saturating_mul(n));
    let rows = rows.min(most_rows(channels) as u64) as usize;
    let more = match op {
        Op::Conv(_) | Op::ConvTransposed(_) if channels > 1 => 3,
        _ => 0,
    };
    rows + more + 2
}

/// How wide the lines of the account may become at any position.
fn characters(subject: &Subject<'_>, position: &Position, op: &Op) -> usize {
    let channels = position.channels.end - position.channels.start;
    let single = channels == 1 && op.window().is_some();
    let widest = || {
        let branch = position.branches.first()?;
        let columns = op.window()?.kernel.resolve(branch.shape.size.rank())?.iter().next_back().copied()?;
        let values = subject.values?.map(branch.map)?.as_slice()?;
        let of_channel = branch.shape.units()? as usize;
        let values = values.get(branch.channel as usize * of_channel..)?.iter().take(of_channel.min(MOST_MEASURED));
        let value = widest_of(values, subject.words);
        let weight = subject.values?.weights(position.made).map_or(0, |weights| {
            // In brackets if it has a sign.
            widest_of(weights.kernel.iter().take(MOST_MEASURED), subject.words) + 3
        });
        Some((value + weight + 3) * columns as usize + 8)
    };
    let widest = if single { widest().unwrap_or(LEAST_CHARACTERS) } else { MOST_CHARACTERS };
    widest.clamp(LEAST_CHARACTERS, MOST_CHARACTERS)
}

fn widest_of<'a>(values: impl Iterator<Item = &'a f32>, words: &Words) -> usize {
    values.map(|value| figure(*value, ROOM, words).text.chars().count()).max().unwrap_or(1)
}

/// The layer with its settings, and the position.
fn title(graph: &Graph, position: &Position, words: &Words) -> [String; 2] {
    let Some(node) = graph.node(position.made) else { return [String::new(), String::new()] };
    let name = format!("{} · {}", crate::scene::labels::short(&node.name), words.op_name(&node.op));
    let settings = settings(&node.op, words);
    let place = position_text(position, words);
    let parts = [settings, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    [name, parts.join(" · ")]
}

fn settings(op: &Op, words: &Words) -> String {
    let Some(window) = op.window() else { return String::new() };
    let padding = match &window.padding {
        Padding::Explicit(ends) => setting_text(ends),
        Padding::Same => words.get("padding-same").to_owned(),
        Padding::SameLower => words.get("padding-same-lower").to_owned(),
    };
    let parts = [
        ("setting-kernel", setting_text(&window.kernel)),
        ("setting-stride", setting_text(&window.stride)),
        ("setting-padding", padding),
        ("setting-dilation", setting_text(&window.dilation)),
    ];
    parts.map(|(key, value)| format!("{} {value}", words.get(key))).join(" · ")
}

/// Which of all positions it is, in the order of rows; of a vector, which value.
fn position_text(position: &Position, words: &Words) -> String {
    if position.unit.is_empty() {
        return words
            .with("numbers-value", &[("at", (position.filter + 1).into()), ("of", position.shape.channels.into())]);
    }
    let mut at = 0_u64;
    for (&index, &n) in position.unit.iter().zip(position.shape.size.iter()) {
        at = at.saturating_mul(n).saturating_add(index.max(0) as u64);
    }
    let of = position.shape.units().unwrap_or(u64::MAX);
    let unit = crate::scene::maps::unit_text(&position.unit);
    words.with("numbers-position", &[("at", (at + 1).into()), ("of", of.into()), ("unit", unit.into())])
}
