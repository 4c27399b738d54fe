//! The view **Table**: the numbers of every layer, in columns that can be chosen, sorted and copied.
//!
//! The rows are painted, not laid out: only those in sight are touched, so a table of thousands scrolls like one of ten.
//! Its head stays at the top and its sums at the foot; both move sideways with the columns.

use std::sync::Arc;

use egui::accesskit::SortDirection;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align2, Button, EventFilter, FontId, Key, Modifiers, Painter, PopupCloseBehavior, Rangef, Rect, Response,
    Role as Part, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::card::line;
use super::listing::Listing;
use super::{Action, View, style};
use crate::export::report::{csv, latex, markdown, text};
use crate::net::MapId;
use crate::scene::columns::{Column, Reader, Sheet, Sort};
use crate::scene::theme::Role;
use crate::scene::view::ViewName;

const NUMBER_PT: f32 = 12.5;
const HEAD: f32 = 30.0;
const ROW: f32 = 24.0;
const FOOT: f32 = 28.0;
/// Room at either side of a cell.
const PAD: f32 = 8.0;
/// Room behind the head of a text for the arrow of the order. That of a number has it in the room beside the cell.
const ARROW: f32 = 10.0;
/// Room at the right for the bar that scrolls.
const BAR: f32 = 8.0;
/// Room before a field for the mark of one that covers the input.
const MARK: f32 = 16.0;
/// No column is wider: longer texts are cut.
const MOST_WIDTH: f32 = 300.0;

/// How the table is sorted, and what is kept of how it was drawn last.
#[derive(Default)]
pub struct TableState {
    pub sort: Option<Sort>,
    /// How far the rows are scrolled down.
    offset: f32,
    /// The selection of the last frame.
    selected: Option<MapId>,
    /// The widths of the columns of this listing.
    widths: Option<(Arc<Listing>, Vec<f32>)>,
}

impl TableState {
    /// The next order of a click on a head: smallest first, largest first, as in the network.
    fn turn(&mut self, by: Column) {
        self.sort = match self.sort.filter(|sort| sort.by == by) {
            None => Some(Sort { by, descending: false }),
            Some(Sort { descending: false, .. }) => Some(Sort { by, descending: true }),
            Some(_) => None,
        };
    }

    fn widths(&mut self, ui: &Ui, listing: &Arc<Listing>) -> Vec<f32> {
        match &self.widths {
            Some((of, widths)) if Arc::ptr_eq(of, listing) => widths.clone(),
            _ => {
                let widths = column_widths(ui, listing);
                self.widths = Some((Arc::clone(listing), widths.clone()));
                widths
            }
        }
    }

    /// Where to scroll to so that the selection is seen, if it has changed and is not.
    fn offset_to_selection(&mut self, selected: Option<MapId>, listing: &Listing, room: f32) -> Option<f32> {
        let changed = std::mem::replace(&mut self.selected, selected) != selected;
        let top = selected.filter(|_| changed).map(|map| listing.place(map) as f32 * ROW)?;
        let most = (listing.order.len() as f32 * ROW - room).max(0.0);
        let (above, below) = (top < self.offset, top + ROW > self.offset + room);
        let far = top + room < self.offset || top > self.offset + 2.0 * room;
        let offset = match (above, below) {
            (false, false) => return None,
            _ if far => top - room / 2.0,
            (true, _) => top,
            _ => top + ROW - room,
        };
        Some(offset.clamp(0.0, most))
    }
}

/// Draws the table.
pub fn table_ui(ui: &mut Ui, state: &mut TableState, view: &View<'_>, actions: &mut Vec<Action>) {
    // A view that has just come to the front is worked out for the next frame.
    let Some(listing) = view.listing else {
        ui.ctx().request_repaint();
        return;
    };
    let place = ui.available_rect_before_wrap();
    if place.width() < 1.0 || place.height() < 1.0 {
        return;
    }
    let before = state.sort;
    let widths = state.widths(ui, listing);
    let mut area = ScrollArea::both().id_salt("table").auto_shrink(false);
    if let Some(offset) = state.offset_to_selection(view.selected, listing, place.height() - HEAD - FOOT) {
        area = area.vertical_scroll_offset(offset);
    }
    let output = area.show_viewport(ui, |ui, viewport| {
        let total = widths.iter().sum::<f32>() + BAR;
        let size = vec2(total.max(viewport.width()), HEAD + listing.order.len() as f32 * ROW + FOOT);
        let (rect, body) = ui.allocate_exact_size(size, Sense::click());
        let shown = Rect::from_min_size(rect.min + viewport.min.to_vec2(), viewport.size()).intersect(rect);
        let page = Page { listing, widths: &widths, rect, shown, view };
        keys(ui, &page, &body, actions);
        page.rows_ui(ui, &body, actions);
        page.head_ui(ui, state, &body, actions);
        page.foot_ui(ui);
        body.widget_info(|| WidgetInfo::labeled(Part::Table, true, view.words.get(ViewName::Table.title())));
        if body.has_focus() {
            let focus = Stroke::new(2.0, style::color(view.theme, Role::Accent));
            ui.painter().rect_stroke(shown.shrink(1.0), 0, focus, StrokeKind::Inside);
        }
    });
    state.offset = output.state.clamped_offset().y;
    if state.sort != before {
        // The rows are put in order for the next frame.
        ui.ctx().request_repaint();
    }
}

/// The table of one frame.
struct Page<'a> {
    listing: &'a Listing,
    widths: &'a [f32],
    /// All of it, on the screen; most of it is out of sight.
    rect: Rect,
    /// The part that is in sight.
    shown: Rect,
    view: &'a View<'a>,
}

impl Page<'_> {
    /// Both ends of every column.
    fn columns(&self) -> impl Iterator<Item = (usize, Column, Rangef)> + '_ {
        let mut left = self.rect.left();
        self.listing.sheet.columns.iter().zip(self.widths).enumerate().map(move |(at, (column, width))| {
            let ends = Rangef::new(left, left + width);
            left = ends.max;
            (at, *column, ends)
        })
    }

    fn foot_top(&self) -> f32 {
        (self.shown.bottom() - FOOT).max(self.shown.top() + HEAD).min(self.rect.bottom() - FOOT)
    }

    fn rows_ui(&self, ui: &Ui, body: &Response, actions: &mut Vec<Action>) {
        let Self { listing, view, rect, shown, .. } = self;
        let band = Rect::from_x_y_ranges(shown.x_range(), shown.top() + HEAD..=self.foot_top());
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(band));
        let top = rect.top() + HEAD;
        let first = ((band.top() - top) / ROW).floor().max(0.0) as usize;
        let end = (((band.bottom() - top) / ROW).ceil().max(0.0) as usize).min(listing.order.len());
        let color = |role| style::color(view.theme, role);
        for place in first..end {
            let map = listing.order[place];
            let row = Rect::from_x_y_ranges(rect.x_range(), top + place as f32 * ROW..=top + (place + 1) as f32 * ROW);
            let selected = view.selected == Some(map);
            // Rows do not take the focus: Tab goes past the table in one step, arrows go through it.
            let response = ui.interact(row.intersect(band), body.id.with(map.index()), Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Part::Row, true, listing.spoken(map)));
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(selected));
            if response.clicked() {
                body.request_focus();
                actions.push(select(view, map));
            }
            if place % 2 == 1 {
                painter.rect_filled(row, 0, color(Role::Panel));
            }
            if selected {
                painter.rect_filled(row, 0, ui.visuals().selection.bg_fill);
                painter.rect_filled(Rect { max: pos2(row.left() + 3.0, row.bottom()), ..row }, 0, color(Role::Accent));
            } else if response.hovered() {
                painter.rect_filled(row, 0, color(Role::ControlHover));
            }
            if let Some(why) = &listing.row(map).why {
                response.on_hover_text(why);
            }
            self.row_ui(&painter, row, map);
        }
    }

    fn row_ui(&self, painter: &Painter, rect: Rect, map: MapId) {
        let Self { listing, view, .. } = self;
        let color = |role| style::color(view.theme, role);
        let row = listing.row(map);
        let why_at = listing.column_of_why();
        for ((at, column, ends), text) in self.columns().zip(listing.cells(map)) {
            if row.why.is_some() && at >= why_at {
                break;
            }
            let role = match column {
                _ if row.tells_loss(column) => Role::LostText,
                Column::Setting | Column::Place => Role::TextDim,
                _ => Role::Text,
            };
            let text = line(painter, text, font(column), color(role), ends.span() - 2.0 * PAD);
            let width = text.size().x;
            let x = if column.is_text() { ends.min + PAD } else { ends.max - PAD - width };
            if column == Column::Field && row.covers {
                let at = pos2(x - MARK + 2.0, rect.center().y);
                painter.text(at, Align2::LEFT_CENTER, "✓", style::plain(style::SMALL_PT), color(Role::GoodText));
            }
            painter.galley(pos2(x, (rect.center().y - text.size().y / 2.0).round()), text, color(role));
        }
        if let Some(why) = &row.why {
            let impossible = view.analysis.map(map).impossible.is_some();
            let role = if impossible { Role::LostText } else { Role::TextDim };
            let left = self.columns().nth(why_at).map_or(rect.right(), |(_, _, ends)| ends.min + PAD);
            // All of it, over as many columns as it takes.
            let text =
                line(painter, why, style::plain(NUMBER_PT), color(role), (self.shown.right() - left - PAD).max(0.0));
            painter.galley(pos2(left, (rect.center().y - text.size().y / 2.0).round()), text, color(role));
        }
    }

    fn head_ui(&self, ui: &Ui, state: &mut TableState, body: &Response, actions: &mut Vec<Action>) {
        let Self { listing, view, shown, rect, .. } = self;
        let color = |role| style::color(view.theme, role);
        let bar = Rect::from_x_y_ranges(rect.x_range(), shown.top()..=shown.top() + HEAD);
        ui.painter().rect_filled(bar, 0, color(Role::Panel));
        ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, color(Role::Border)));
        for (at, column, ends) in self.columns() {
            let title = &listing.sheet.head[at];
            let cell = Rect::from_x_y_ranges(ends, bar.y_range());
            let head = ui.interact(cell, body.id.with(column.word()), Sense::click());
            let sort = listing.sort.filter(|sort| sort.by == column);
            head.widget_info(|| {
                let key = match sort {
                    None => "table-head",
                    Some(Sort { descending: false, .. }) => "table-head-ascending",
                    Some(_) => "table-head-descending",
                };
                WidgetInfo::labeled(Part::ColumnHeader, true, view.words.with(key, &[("column", title.into())]))
            });
            if let Some(sort) = sort {
                let way = if sort.descending { SortDirection::Descending } else { SortDirection::Ascending };
                ui.ctx().accesskit_node_builder(head.id, |node| node.set_sort_direction(way));
            }
            if head.clicked() {
                state.turn(column);
            }
            if head.hovered() {
                ui.painter().rect_filled(
                    cell.shrink2(vec2(1.0, 3.0)),
                    style::CONTROL_RADIUS,
                    color(Role::ControlHover),
                );
            }
            let role = if sort.is_some() { Role::Text } else { Role::TextDim };
            let text = line(ui.painter(), title, style::bold(style::SMALL_PT), color(role), ends.span() - 2.0 * PAD);
            let x = if column.is_text() { ends.min + PAD } else { ends.max - PAD - text.size().x };
            if let Some(sort) = sort {
                // On the free side of the title, so that it does not move.
                let arrow = if sort.descending { "▼" } else { "▲" };
                let (at, align) = if column.is_text() {
                    (x + text.size().x + 3.0, Align2::LEFT_CENTER)
                } else {
                    (x - 2.0, Align2::RIGHT_CENTER)
                };
                ui.painter().text(pos2(at, cell.center().y), align, arrow, style::plain(8.0), color(Role::Accent));
            }
            ui.painter().galley(pos2(x, (cell.center().y - text.size().y / 2.0).round()), text, color(role));
            if head.has_focus() {
                let focus = Stroke::new(2.0, color(Role::Accent));
                ui.painter().rect_stroke(cell.shrink(2.0), style::CONTROL_RADIUS, focus, StrokeKind::Inside);
            }
            if head.gained_focus() {
                head.scroll_to_me(None);
            }
            let head = head.on_hover_text(view.words.get(column.meaning()));
            head.context_menu(|ui| {
                columns_ui(ui, view, actions);
                ui.separator();
                copies_ui(ui, view, actions);
            });
        }
    }

    fn foot_ui(&self, ui: &Ui) {
        let Self { listing, view, rect, .. } = self;
        let color = |role| style::color(view.theme, role);
        let top = self.foot_top();
        let bar = Rect::from_x_y_ranges(rect.x_range(), top..=top + FOOT);
        ui.painter().rect_filled(bar, 0, color(Role::Panel));
        ui.painter().hline(bar.x_range(), bar.top() + 0.5, Stroke::new(1.0, color(Role::Border)));
        let mut end = rect.right();
        for (at, _, ends) in self.columns() {
            let Some(total) = &listing.totals[at] else { continue };
            end = end.min(ends.min);
            let at = pos2(ends.max - PAD, bar.center().y);
            ui.painter().text(at, Align2::RIGHT_CENTER, total, style::mono(NUMBER_PT), color(Role::Text));
        }
        let key = if view.net.runs { "column-total" } else { "column-total-part" };
        let left = rect.left() + PAD;
        let font = style::bold(style::SMALL_PT);
        let text = line(ui.painter(), view.words.get(key), font, color(Role::TextDim), (end - left - PAD).max(0.0));
        ui.painter().galley(pos2(left, (bar.center().y - text.size().y / 2.0).round()), text, color(Role::TextDim));
    }
}

/// Selects a layer, here and everywhere else: it comes into sight in the pictures too.
fn select(view: &View<'_>, map: MapId) -> Action {
    view.lowered.layer_of_map[map.index()].map_or(Action::Select(map), Action::SelectLayer)
}

/// Arrows, Page Up and Down, Home and End move the selection.
fn keys(ui: &Ui, page: &Page<'_>, body: &Response, actions: &mut Vec<Action>) {
    if !body.has_focus() {
        return;
    }
    if body.gained_focus() {
        actions.push(Action::Touch(ViewName::Table));
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(body.id, filter));
    let order = &page.listing.order;
    let last = order.len() as i64 - 1;
    let rows = ((page.shown.height() - HEAD - FOOT) / ROW).floor().max(1.0) as i64;
    let steps = [
        (Key::ArrowUp, -1),
        (Key::ArrowDown, 1),
        (Key::PageUp, -rows),
        (Key::PageDown, rows),
        (Key::Home, -last),
        (Key::End, last),
    ];
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let by: i64 = steps.into_iter().filter(|(key, _)| pressed(*key)).map(|(_, by)| by).sum();
    if by != 0 {
        let from = page.view.selected.map_or(0, |map| page.listing.place(map) as i64);
        actions.push(select(page.view, order[(from + by).clamp(0, last) as usize]));
    }
}

fn font(column: Column) -> FontId {
    match column {
        Column::Name => style::plain(style::BODY_PT),
        Column::Setting => style::mono(style::SMALL_PT),
        _ => style::mono(NUMBER_PT),
    }
}

/// As wide as the widest cell of all rows, so that no column moves when rows come into sight.
fn column_widths(ui: &Ui, listing: &Listing) -> Vec<f32> {
    let Listing { sheet, order, totals, .. } = listing;
    let why_at = listing.column_of_why();
    ui.fonts_mut(|fonts| {
        let mut wide = |text: &str, font: &FontId| text.chars().map(|c| fonts.glyph_width(font, c)).sum::<f32>();
        let widths = sheet.columns.iter().enumerate().map(|(at, column)| {
            let (face, head_face) = (font(*column), style::bold(style::SMALL_PT));
            let arrow = if column.is_text() { ARROW } else { 0.0 };
            let head = wide(&sheet.head[at], &head_face) + arrow;
            let total = totals[at].as_ref().map_or(0.0, |total| wide(total, &face));
            let cells = order.iter().filter(|map| at < why_at || listing.row(**map).why.is_none());
            let cells = cells.map(|map| {
                let mark = if *column == Column::Field && listing.row(*map).covers { MARK } else { 0.0 };
                wide(&listing.cells(*map)[at], &face) + mark
            });
            let widest = cells.fold(head.max(total), f32::max);
            // A line that is exactly as wide as its room may be cut by rounding.
            (widest.min(MOST_WIDTH) + 2.0 * PAD + 1.0).ceil()
        });
        widths.collect()
    })
}

// Tools.

/// The menus of the table, at the right end of its row of tabs; in a narrow row both in one.
pub fn tools_ui(ui: &mut Ui, narrow: bool, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let config = || MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    if narrow {
        let (button, _) = MenuButton::new("⋯").config(config()).ui(ui, |ui| {
            columns_ui(ui, view, actions);
            ui.separator();
            copies_ui(ui, view, actions);
        });
        button.accessible_name(words.get("table-menu"));
        return;
    }
    MenuButton::new(words.get("table-columns")).config(config()).ui(ui, |ui| columns_ui(ui, view, actions));
    MenuButton::new(words.get("table-copy")).ui(ui, |ui| copies_ui(ui, view, actions));
}

/// Which columns are shown. The menu stays open: one rarely wants just one more.
fn columns_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    style::show_focus(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    for (_, column) in Column::WORDS {
        let mut shown = view.columns.contains(&column);
        // Without its name a row says nothing.
        let name = view.words.get(column.title());
        let check = ui.add_enabled(column != Column::Name, egui::Checkbox::new(&mut shown, name));
        if check.changed() {
            actions.push(Action::ShowColumn(column, shown));
        }
    }
}

/// A format's name, who reads it, and how it is written.
type Format<'a> = (&'a str, Reader, fn(&Sheet) -> String);

/// Puts what is shown into the clipboard.
fn copies_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    style::show_focus(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    let words = view.words;
    let formats: [Format<'_>; 4] = [
        ("Markdown", Reader::Person, markdown::table),
        ("CSV", Reader::Program, csv::table),
        ("LaTeX", Reader::Person, latex::table),
        (words.get("table-copy-tabs"), Reader::Program, text::table),
    ];
    for (format, reader, write) in formats {
        let button = ui.add(Button::new(format).min_size(vec2(150.0, 0.0)));
        if let Some(listing) = view.listing.filter(|_| button.clicked()) {
            let sheet = Sheet::of(&view.subject(), view.columns, listing.order.iter().copied(), reader);
            let rows = ("rows", sheet.rows.len().into());
            let said = words.with("table-copied", &[("format", format.into()), rows]);
            actions.push(Action::CopyText { text: write(&sheet), said });
            ui.close();
        }
    }
}
