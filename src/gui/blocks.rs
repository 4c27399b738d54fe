//! Blocks of large matrices are scrolled: by the wheel and by dragging over them, by the bars beside them, and by keys
//! while a bar has the keyboard; one row or column at a time.

use egui::{EventFilter, Key, Modifiers, Rect, Role as Access, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::canvas::Seen;
use super::{Unit, View, style};
use crate::field::Analysis;
use crate::net::{Graph, Look};
use crate::scene::numbers::{Scroll, shown_unit};
use crate::scene::theme::Role;
use crate::scene::view::Block;

/// From a matrix to its bars, how thick they are, and the least length of their handles.
const GAP: f32 = 3.0;
const BAR: f32 = 6.0;
const LEAST_HANDLE: f32 = 14.0;

/// Where the blocks begin, and where the kernel was when they were last moved to it.
#[derive(Clone, Debug, Default)]
pub struct Scrolling {
    pub scroll: Scroll,
    /// The unit with the channels that are read and made.
    followed: Option<(Unit, u64, u64)>,
    /// What was scrolled beyond whole rows and columns, and of which block.
    rest: [f64; 2],
    of: Option<usize>,
}

impl Scrolling {
    /// Brings the kernel's window into sight, if it stands elsewhere than before.
    pub fn follow(&mut self, graph: &Graph, analysis: &Analysis, look: Look, pin: Option<&Unit>) {
        let at = shown_unit(graph, analysis, pin).map(|unit| (unit, look.channel, look.filter));
        if self.followed != at {
            self.scroll = self.scroll.followed(graph, analysis, look, pin);
            self.followed = at;
        }
    }

    /// Moves a block by so many rows and columns, parts of which add up.
    fn move_by(&mut self, block: &Block, by: [f64; 2]) {
        if self.of != Some(block.place) {
            (self.of, self.rest) = (Some(block.place), [0.0; 2]);
        }
        let mut start = block.start;
        for way in 0..2 {
            self.rest[way] += by[way];
            let whole = self.rest[way].trunc();
            self.rest[way] -= whole;
            start[way] = start[way].saturating_add(whole as i64);
            // What is pulled at its end does not have to be pulled back first.
            let [low, high] = block.starts[way];
            if start[way] <= low && by[way] < 0.0 || start[way] >= high && by[way] > 0.0 {
                self.rest[way] = 0.0;
            }
        }
        self.scroll = self.scroll.with(block, start);
    }
}

/// Moves the blocks of a board as the pointer and the keys ask, and draws their bars.
pub fn blocks_ui(ui: &mut Ui, seen: &Seen, blocks: &[Block], scrolling: &mut Scrolling, view: &View<'_>) {
    let before = scrolling.scroll;
    pointer(ui, seen, blocks, scrolling);
    for block in blocks {
        for way in 0..2 {
            if block.scrolls(way) {
                bar_ui(ui, seen, block, way, scrolling, view);
            }
        }
    }
    // What is drawn in this frame shows them where they were.
    if scrolling.scroll != before {
        ui.ctx().request_repaint();
    }
}

/// The wheel scrolls the block under it, a drag takes hold of its cells; in the small picture of the whole it takes the
/// block along.
fn pointer(ui: &Ui, seen: &Seen, blocks: &[Block], scrolling: &mut Scrolling) {
    let Some(at) = seen.response.hover_pos().or_else(|| seen.response.interact_pointer_pos()) else { return };
    let at = seen.camera.to_scene(seen.canvas, at);
    let cells = |block: &Block, delta: Vec2| {
        let cell = block.pitch * seen.camera.zoom;
        [-f64::from(delta.y) / cell, -f64::from(delta.x) / cell]
    };
    if let Some(held) = seen.held.filter(|_| seen.response.dragged()) {
        let Some(block) = blocks.iter().find(|block| block.contains(held)) else { return };
        match block.overview.filter(|overview| overview.contains(held)) {
            Some(overview) => {
                let shares = [(at.y - overview.min.y) / overview.height(), (at.x - overview.min.x) / overview.width()];
                let start =
                    |way: usize| (shares[way] * block.size[way] as f64 - block.shown[way] as f64 / 2.0).round() as i64;
                scrolling.scroll = scrolling.scroll.with(block, [start(0), start(1)]);
            }
            None => scrolling.move_by(block, cells(block, seen.response.drag_delta())),
        }
        return;
    }
    let Some(block) = blocks.iter().find(|block| block.contains(at)).filter(|_| seen.response.hovered()) else {
        return;
    };
    let scroll = ui.input(egui::InputState::smooth_scroll_delta);
    // A wheel has one axis; what has all of its rows in sight is scrolled along them by it.
    let scroll = if scroll.x == 0.0 && !block.scrolls(0) { vec2(scroll.y, 0.0) } else { scroll };
    if scroll != Vec2::ZERO {
        scrolling.move_by(block, cells(block, scroll));
    }
}

/// The bar of one way of a block: below it for its columns, to its right for its rows.
fn bar_ui(ui: &mut Ui, seen: &Seen, block: &Block, way: usize, scrolling: &mut Scrolling, view: &View<'_>) {
    let [low, high] = block.starts[way];
    let corner = |at| seen.camera.to_screen(seen.canvas, at);
    let cells = Rect { min: corner(block.cells.min), max: corner(block.cells.max) };
    let bar = if way == 0 {
        Rect::from_min_max(pos2(cells.max.x + GAP, cells.min.y), pos2(cells.max.x + GAP + BAR, cells.max.y))
    } else {
        Rect::from_min_max(pos2(cells.min.x, cells.max.y + GAP), pos2(cells.max.x, cells.max.y + GAP + BAR))
    };
    if !bar.intersects(seen.canvas) {
        return;
    }
    let along = |vec: Vec2| if way == 0 { vec.y } else { vec.x };
    let (length, all) = (along(bar.size()), (high - low) as f32 + block.shown[way] as f32);
    let handle = (length * block.shown[way] as f32 / all).clamp(LEAST_HANDLE.min(length), length);
    let travel = (length - handle).max(1.0);
    let id = ui.make_persistent_id(("scroll bar", block.place, way));
    let response = ui.interact(bar.expand(2.0).intersect(seen.canvas), id, Sense::click_and_drag());
    let mut to = block.start[way];
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        let share = (along(at - bar.min) - handle / 2.0) / travel;
        to = low + (f64::from(share.clamp(0.0, 1.0)) * (high - low) as f64).round() as i64;
        response.request_focus();
    }
    to = keys(ui, &response, block, way, to).clamp(low, high);
    name(&response, ui, block, way, view);
    if to != block.start[way] {
        let mut start = block.start;
        start[way] = to;
        scrolling.scroll = scrolling.scroll.with(block, start);
    }
    let of = |role| style::color(view.theme, role);
    let painter = ui.painter_at(seen.canvas);
    painter.rect_filled(bar, BAR / 2.0, of(Role::Cell));
    let from = travel * ((block.start[way] - low) as f32 / (high - low) as f32);
    let handle = if way == 0 {
        Rect::from_min_size(bar.min + vec2(0.0, from), vec2(BAR, handle))
    } else {
        Rect::from_min_size(bar.min + vec2(from, 0.0), vec2(handle, BAR))
    };
    let strong = response.hovered() || response.dragged() || response.has_focus();
    painter.rect_filled(handle, BAR / 2.0, of(if strong { Role::Accent } else { Role::Padding }));
    if response.has_focus() {
        style::focus_ring(&painter, view.theme, bar.expand(2.0), style::CONTROL_RADIUS);
    }
}

/// Where the keys bring a block whose bar has the keyboard.
fn keys(ui: &Ui, response: &egui::Response, block: &Block, way: usize, at: i64) -> i64 {
    if !response.has_focus() {
        return at;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let [low, high] = block.starts[way];
    let page = (block.shown[way] as i64 - 1).max(1);
    let steps = [
        (Key::ArrowUp, -1),
        (Key::ArrowLeft, -1),
        (Key::ArrowDown, 1),
        (Key::ArrowRight, 1),
        (Key::PageUp, -page),
        (Key::PageDown, page),
        (Key::Home, low - high),
        (Key::End, high - low),
    ];
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as i64;
    steps.into_iter().fold(at, |at, (key, by)| at + pressed(key) * by)
}

/// What the bar is called, and what is shown.
fn name(response: &egui::Response, ui: &Ui, block: &Block, way: usize, view: &View<'_>) {
    let words = view.words;
    let map = match view.lowered.graph.node(block.map) {
        Some(node) => node.name.as_str(),
        None => words.get("map-input"),
    };
    let key = match (block.is_kernel, way) {
        (false, 0) => "scroll-rows",
        (false, _) => "scroll-columns",
        (true, 0) => "scroll-kernel-rows",
        (true, _) => "scroll-kernel-columns",
    };
    let text = words.with(key, &[("map", map.into())]);
    let (first, last) = (block.start[way], block.start[way] + block.shown[way] as i64 - 1);
    response.widget_info(|| WidgetInfo::labeled(Access::ScrollBar, true, &text));
    ui.accesskit_node_builder(response.id, |node| node.set_value(format!("{first}–{last}").replace('-', "−")));
}
