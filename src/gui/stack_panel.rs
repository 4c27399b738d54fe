//! The left panel: the input, a card per layer, the output. The selected card is open; all others are of one height, so
//! only the cards in sight are laid out, and a stack of thousands of layers scrolls like one of three.

use std::collections::HashMap;

use egui::{
    Align, Button, CursorIcon, Id, Key, LayerId as EguiLayerId, Modifiers, Order, Popup, PopupCloseBehavior, Pos2,
    Rect, RichText, ScrollArea, Sense, Stroke, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::app::layer_facts;
use super::card::{self, COMPACT, Face, MENU_ROOM, PAD_X};
use super::command::{self, Menu};
use super::settings::{self, PaddingMode};
use super::{Action, Selection, View, op_menu, style, top};
use crate::net::{Edit, LayerId, MapId, Shape};
use crate::scene::theme::Role;

/// Room between two cards, with the arrow that becomes a plus.
const GAP: f32 = 20.0;
/// Room around the column of cards.
const MARGIN: f32 = 12.0;
/// The head of an open card, above its settings.
const HEAD: f32 = 52.0;
/// The output's card has a line for what is lost.
const OUTPUT: f32 = 76.0;
/// Room for the buttons under the output.
const BUTTONS: f32 = 54.0;

/// What the panel remembers between frames.
#[derive(Default)]
pub struct StackPanelState {
    /// The heights of cards that are not of the common one, as they came out in the last frame.
    heights: HashMap<Selection, f32>,
    /// What was selected in the last frame: a card that becomes selected scrolls into sight.
    shown: Option<Selection>,
    renaming: Option<Renaming>,
    drag: Option<Drag>,
    /// How paddings are written, where somebody chose.
    pub(super) padding_modes: HashMap<LayerId, PaddingMode>,
    /// One size for all axes of the input, where somebody chose.
    pub(super) input_linked: Option<bool>,
}

/// A name that is being written.
struct Renaming {
    id: LayerId,
    text: String,
    focused: bool,
}

/// A card that is being moved.
struct Drag {
    id: LayerId,
    /// From the card's top left corner to the pointer.
    grab: egui::Vec2,
}

impl StackPanelState {
    /// Opens the field for a layer's name.
    pub fn rename(&mut self, id: LayerId, text: String) {
        self.renaming = Some(Renaming { id, text, focused: false });
    }
}

/// Where the cards are: the input's is card 0, layer `i` is card `i + 1`.
struct Rows {
    cards: usize,
    /// Cards of another height, in their order.
    tall: Vec<(usize, f32)>,
}

impl Rows {
    fn of(state: &StackPanelState, view: &View<'_>) -> Self {
        let mut tall = Vec::new();
        let mut add = |card: usize, of: Selection| {
            let height = state.heights.get(&of).copied().unwrap_or(COMPACT);
            tall.push((card, height));
        };
        let selected = match view.selection {
            Selection::Input => Some(0),
            Selection::Layer(id) => view.stack().position(id).map(|at| at + 1),
        };
        if let Some(card) = selected {
            add(card, view.selection);
        }
        let stuck = if view.analysis.map(MapId::INPUT).impossible.is_some() {
            Some((0, Selection::Input))
        } else {
            view.net.stuck.map(|(at, id)| (at + 1, Selection::Layer(id)))
        };
        if let Some((card, of)) = stuck.filter(|(card, _)| Some(*card) != selected) {
            add(card, of);
        }
        tall.sort_unstable_by_key(|(card, _)| *card);
        Self { cards: view.stack().layers().len() + 1, tall }
    }

    fn height(&self, card: usize) -> f32 {
        self.tall.iter().find(|(tall, _)| *tall == card).map_or(COMPACT, |(_, height)| *height)
    }

    /// The top of a card, from the top of the first; of the card after the last, where the output's is.
    fn top(&self, card: usize) -> f32 {
        let more: f32 = self.tall.iter().filter(|(tall, _)| *tall < card).map(|(_, height)| height - COMPACT).sum();
        card as f32 * (COMPACT + GAP) + more
    }

    fn total(&self) -> f32 {
        self.top(self.cards) + OUTPUT + BUTTONS
    }

    /// The first card that ends below `y`.
    fn at(&self, y: f32) -> usize {
        let (mut low, mut high) = (0, self.cards);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.top(middle) + self.height(middle) < y { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The gap nearest to `y`: 0 is the one behind the input.
    fn gap(&self, y: f32) -> usize {
        let card = self.at(y).min(self.cards - 1);
        let below = y > self.top(card) + self.height(card) / 2.0;
        if below { card } else { card.saturating_sub(1) }
    }
}

/// Draws the panel.
pub fn stack_panel_ui(ui: &mut Ui, state: &mut StackPanelState, view: &View<'_>, actions: &mut Vec<Action>) {
    let rows = Rows::of(state, view);
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
        let width = ui.available_width() - 2.0 * MARGIN;
        let origin = ui.max_rect().min + vec2(MARGIN, MARGIN);
        ui.set_height(rows.total() + 2.0 * MARGIN);
        let place =
            |card: usize| Rect::from_min_size(origin + vec2(0.0, rows.top(card)), vec2(width, rows.height(card)));
        if state.shown.replace(view.selection).is_some_and(|shown| shown != view.selection) {
            let selected = view.selected_card();
            ui.scroll_to_rect(place(selected).expand(GAP), None);
        }
        if view.facts.wired {
            state.drag = None;
        }
        drag_ui(ui, state, view, &rows, origin, width, actions);
        let (first, last) = (rows.at(viewport.min.y - MARGIN), rows.at(viewport.max.y - MARGIN));
        for card in first..=last.min(rows.cards - 1) {
            let rect = place(card);
            if card == 0 {
                input_card_ui(ui, rect, state, view, actions);
            } else {
                layer_card_ui(ui, rect, card - 1, state, view, actions);
            }
            if !view.facts.wired {
                gap_ui(ui, Rect::from_min_size(rect.left_bottom(), vec2(width, GAP)), card, view, actions);
            }
        }
        if viewport.max.y - MARGIN >= rows.top(rows.cards) {
            let rect = Rect::from_min_size(origin + vec2(0.0, rows.top(rows.cards)), vec2(width, OUTPUT));
            output_card_ui(ui, rect, view);
            if !view.facts.wired {
                let buttons = Rect::from_min_size(rect.left_bottom() + vec2(0.0, 16.0), vec2(width, 30.0));
                add_buttons_ui(ui, buttons, view, actions);
            }
        }
        if let Some(renaming) = &state.renaming
            && view.stack().layer(renaming.id).is_none()
        {
            state.renaming = None;
        }
    });
}

impl View<'_> {
    /// The card of the selection: 0 is the input's.
    fn selected_card(&self) -> usize {
        match self.selection {
            Selection::Input => 0,
            Selection::Layer(id) => self.stack().position(id).map_or(0, |at| at + 1),
        }
    }
}

/// Brings what the keyboard comes to into sight, with the next card on both sides: only cards in sight can be come to.
fn follow_focus(ui: &Ui, response: &egui::Response) {
    if response.gained_focus() {
        ui.scroll_to_rect(response.rect.expand2(vec2(0.0, COMPACT + GAP)), None);
    }
}

/// Keeps the height that an open card came out with. A wrong guess is drawn again before anybody sees it.
fn remember_height(ui: &Ui, state: &mut StackPanelState, of: Selection, height: f32) {
    let height = height.ceil();
    if state.heights.insert(of, height) != Some(height) {
        ui.ctx().request_discard("a card opened");
    }
}

fn input_card_ui(ui: &mut Ui, rect: Rect, state: &mut StackPanelState, view: &View<'_>, actions: &mut Vec<Action>) {
    let words = view.words;
    let selected = view.selection == Selection::Input;
    let input = &view.stack().input;
    let face = Face {
        number: None,
        name: words.get("map-input").to_owned(),
        settings: String::new(),
        badges: Vec::new(),
        line: card::shape_text(input),
        line_role: Role::TextDim,
        off: false,
    };
    let response = ui.interact(rect, Id::unique("input card"), Sense::click());
    follow_focus(ui, &response);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, selected, face.spoken()));
    card::paint_card(ui.painter(), view.theme, rect, selected, response.hovered());
    if response.has_focus() {
        // Outside of the outline of the selected card, which may be another one.
        style::focus_ring(ui.painter(), view.theme, rect.expand(3.0), style::CARD_RADIUS + 3);
    }
    card::paint_face(ui.painter(), view.theme, rect, &face, true);
    if response.clicked() {
        actions.push(Action::Select(MapId::INPUT));
    }
    let reason = view.analysis.map(MapId::INPUT).impossible.as_ref();
    if selected || reason.is_some() {
        let body = body_of(rect);
        let mut body = ui.new_child(UiBuilder::new().max_rect(body).id_salt("input settings"));
        if let Some(reason) = reason {
            reason_ui(&mut body, view, &words.impossible(reason, input.size.rank()));
        }
        if selected {
            settings::input_ui(&mut body, state, view, actions);
        }
        remember_height(ui, state, Selection::Input, body.min_rect().bottom() + 10.0 - rect.top());
    }
}

/// Where the settings of an open card are laid out.
fn body_of(card: Rect) -> Rect {
    Rect::from_min_max(card.min + vec2(PAD_X, HEAD), pos2(card.right() - PAD_X, card.top() + 4000.0))
}

fn reason_ui(ui: &mut Ui, view: &View<'_>, reason: &str) {
    let text = RichText::new(reason).size(12.0).color(style::color(view.theme, Role::LostText));
    ui.add(egui::Label::new(text).wrap());
    ui.add_space(4.0);
}

fn layer_card_ui(
    ui: &mut Ui,
    rect: Rect,
    at: usize,
    state: &mut StackPanelState,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let layer = &view.stack().layers()[at];
    let of = Selection::Layer(layer.id);
    let selected = view.selection == of;
    let mut face = Face::of_layer(view, at);
    let response = ui.interact(rect, Id::unique(("card", layer.id)), Sense::click_and_drag());
    follow_focus(ui, &response);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, selected, face.spoken()));
    let dragged = state.drag.as_ref().is_some_and(|drag| drag.id == layer.id);
    face.off |= dragged;
    card::paint_card(ui.painter(), view.theme, rect, selected, response.hovered());
    if response.has_focus() {
        // Outside of the outline of the selected card, which may be another one.
        style::focus_ring(ui.painter(), view.theme, rect.expand(3.0), style::CARD_RADIUS + 3);
    }
    let renaming = state.renaming.as_ref().is_some_and(|renaming| renaming.id == layer.id);
    if selected {
        // The settings stand below, in full.
        face.settings.clear();
    }
    let (name, badges) = card::paint_face(ui.painter(), view.theme, rect, &face, !renaming);
    for (badge, place) in face.badges.iter().zip(badges) {
        let id = response.id.with(("badge", &badge.text));
        ui.interact(place, id, Sense::hover()).on_hover_text(&badge.tip);
    }
    if card::name_width(ui.painter(), &face) > name.width() + 1.0 && response.contains_pointer() {
        let id = response.id.with("name");
        ui.interact(name, id, Sense::hover()).on_hover_text(&face.name);
    }
    if response.clicked() {
        actions.push(Action::SelectLayer(layer.id));
    }
    if response.double_clicked() && !view.facts.wired {
        let text = layer.name.clone().unwrap_or_default();
        state.rename(layer.id, text);
    }
    if response.drag_started_by(egui::PointerButton::Primary)
        && let Some(pointer) = ui.input(|input| input.pointer.press_origin())
    {
        state.drag = Some(Drag { id: layer.id, grab: pointer - rect.min });
    }
    response.context_menu(|ui| card_menu_ui(ui, view, at, actions));
    if renaming {
        rename_ui(ui, name, state, view, at, actions);
    }
    if !view.facts.wired && (selected || response.contains_pointer()) {
        let place = Rect::from_min_size(pos2(rect.right() - MENU_ROOM - 3.0, rect.top() + 6.0), vec2(22.0, 22.0));
        menu_button_ui(ui, place, view, at, actions);
    }
    let map = view.lowered.map_of_layer[at];
    let reason = map.and_then(|map| view.analysis.map(map).impossible.as_ref());
    if selected || reason.is_some() {
        let mut body = ui.new_child(UiBuilder::new().max_rect(body_of(rect)).id_salt(("settings", layer.id)));
        body.spacing_mut().item_spacing.y = 5.0;
        if let Some(reason) = reason {
            reason_ui(&mut body, view, &view.words.impossible(reason, view.stack().input.size.rank()));
        }
        if selected {
            let input = input_of(view, at);
            if view.facts.wired {
                wired_ui(&mut body, view, at);
            } else {
                settings::layer_ui(&mut body, state, view, layer, input, actions);
            }
        }
        // Without settings the card is as low as a closed one.
        let bottom = body.min_rect().bottom();
        let height = if bottom > rect.top() + HEAD { bottom + 10.0 - rect.top() } else { COMPACT };
        remember_height(ui, state, of, height);
    }
}

/// The shape that the layer gets, also if it is switched off: what the layer before it makes.
fn input_of<'a>(view: &View<'a>, at: usize) -> Option<&'a Shape> {
    let before = view.lowered.map_of_layer[..at].iter().rev().find_map(|map| *map).unwrap_or(MapId::INPUT);
    view.analysis.map(before).shape.as_ref()
}

/// The settings of a layer of an imported network, which stay as they are, and what it reads.
fn wired_ui(ui: &mut Ui, view: &View<'_>, at: usize) {
    let dim = |text: String| RichText::new(text).size(12.5).color(style::color(view.theme, Role::TextDim));
    let layer = &view.stack().layers()[at];
    ui.label(dim(layer.op.to_string()));
    let Some(wiring) = view.stack().wiring() else { return };
    let name = |map: &usize| map.checked_sub(1).map_or(view.words.get("map-input"), |layer| view.names[layer].as_str());
    let inputs: Vec<&str> = wiring.inputs(at).iter().map(name).collect();
    ui.label(dim(view.words.with("card-reads", &[("maps", inputs.join(", ").into())])));
    if !wiring.node(at).is_empty() {
        ui.label(dim(view.words.with("card-node", &[("node", wiring.node(at).into())])));
    }
}

fn menu_button_ui(ui: &mut Ui, place: Rect, view: &View<'_>, at: usize, actions: &mut Vec<Action>) {
    let id = ("menu", view.stack().layers()[at].id);
    ui.scope_builder(UiBuilder::new().max_rect(place).id_salt(id), |ui| {
        ui.spacing_mut().button_padding = vec2(0.0, 0.0);
        let button = Button::new(RichText::new("⋯").size(15.0)).frame_when_inactive(false);
        let button = ui.add_sized(place.size(), button);
        let name = view.words.with("card-menu", &[("layer", view.names[at].as_str().into())]);
        let button = button.accessible_name(name);
        Popup::menu(&button).show(|ui| card_menu_ui(ui, view, at, actions));
    });
}

/// What can be done with one card, from the table of commands. The card is selected first.
fn card_menu_ui(ui: &mut Ui, view: &View<'_>, at: usize, actions: &mut Vec<Action>) {
    let facts = command::Facts { layer: Some(layer_facts(view.stack(), at)), ..view.facts.clone() };
    let view = View { facts: &facts, ..*view };
    let mut chosen = Vec::new();
    top::menu_style(ui);
    let mut group = None;
    for spec in command::ALL.iter().filter(|spec| spec.menu == Menu::Edit && (1..=2).contains(&spec.group)) {
        if group.is_some_and(|group| group != spec.group) {
            ui.separator();
        }
        group = Some(spec.group);
        top::entry_ui(ui, &view, spec, &mut chosen);
    }
    if !chosen.is_empty() {
        actions.push(Action::SelectLayer(view.stack().layers()[at].id));
        actions.append(&mut chosen);
    }
}

/// The field for a name, in the place of the name. Enter or a press elsewhere takes it, Escape leaves the old one.
fn rename_ui(
    ui: &mut Ui,
    place: Rect,
    state: &mut StackPanelState,
    view: &View<'_>,
    at: usize,
    actions: &mut Vec<Action>,
) {
    let Some(renaming) = &mut state.renaming else { return };
    let layer = &view.stack().layers()[at];
    let field = TextEdit::singleline(&mut renaming.text)
        .id(Id::unique(("name", layer.id)))
        .hint_text(view.names[at].clone())
        .margin(egui::Margin::symmetric(4, 2))
        .desired_width(place.width());
    let field =
        ui.put(Rect::from_min_max(place.min - vec2(5.0, 3.0), pos2(place.right(), place.bottom() + 4.0)), field);
    let field = field.accessible_name(view.words.get("card-name"));
    if !std::mem::replace(&mut renaming.focused, true) {
        field.request_focus();
        return;
    }
    if field.lost_focus() || !field.has_focus() {
        let cancelled = ui.input(|input| input.key_pressed(Key::Escape));
        let text = renaming.text.trim();
        let name = (!text.is_empty()).then(|| text.to_owned());
        if !cancelled && name != layer.name {
            actions.push(Action::Edit(Edit::Rename(layer.id, name)));
        }
        state.renaming = None;
    }
}

/// The gap behind a card: an arrow, and under the pointer or the keyboard a plus that adds a layer there.
fn gap_ui(ui: &mut Ui, rect: Rect, at: usize, view: &View<'_>, actions: &mut Vec<Action>) {
    let hit = Rect::from_center_size(rect.center(), vec2(rect.width() * 0.5, rect.height() - 2.0));
    // By the layer before it: what has the focus must not move to another gap when layers come and go above.
    let before = at.checked_sub(1).map(|at| view.stack().layers()[at].id);
    let response = ui.interact(hit, Id::unique(("gap", before)), Sense::click());
    follow_focus(ui, &response);
    let name = view.words.with("insert-at", &[("place", (at + 1).into())]);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    let painter = ui.painter();
    let centre = rect.center();
    if response.hovered() || response.has_focus() || open {
        let accent = style::color(view.theme, Role::Accent);
        painter.circle_filled(centre, 9.0, accent);
        let white = Stroke::new(1.5, style::color(view.theme, Role::OnAccent));
        painter.hline(centre.x - 4.0..=centre.x + 4.0, centre.y, white);
        painter.vline(centre.x, centre.y - 4.0..=centre.y + 4.0, white);
    } else {
        let line = Stroke::new(1.2, style::color(view.theme, Role::Padding));
        let tip = centre + vec2(0.0, 4.0);
        painter.vline(centre.x, centre.y - 4.5..=tip.y, line);
        painter.line_segment([tip, tip + vec2(-3.0, -3.5)], line);
        painter.line_segment([tip, tip + vec2(3.0, -3.5)], line);
    }
    let response = response.on_hover_text(&name);
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| op_menu::op_menu_ui(ui, view, at, actions));
}

fn output_card_ui(ui: &mut Ui, rect: Rect, view: &View<'_>) {
    let words = view.words;
    let runs = view.net.runs;
    let output = view.analysis.output();
    let several = super::outputs::are_several(view);
    let shape = view.analysis.map(output).shape.as_ref().filter(|_| runs);
    let line = match shape {
        Some(_) if several => {
            let shapes = view.analysis.outputs().iter().filter_map(|map| view.analysis.map(*map).shape.as_ref());
            shapes.map(card::shape_text).collect::<Vec<_>>().join(", ")
        }
        Some(shape) => {
            let values =
                shape.values().map_or_else(|| words.get("too-large").to_owned(), |values| words.number(values));
            words.with("output-values", &[("shape", card::shape_text(shape).into()), ("values", values.into())])
        }
        None => words.get("output-none").to_owned(),
    };
    let face = Face {
        number: None,
        name: if several {
            words.with("outputs", &[("count", view.analysis.outputs().len().into())])
        } else {
            words.get("output").to_owned()
        },
        settings: String::new(),
        badges: Vec::new(),
        line,
        line_role: if runs { Role::TextDim } else { Role::LostText },
        off: false,
    };
    let (text, role) = super::status::headline(view);
    let response = ui.interact(rect, Id::unique("output card"), Sense::hover());
    let spoken = format!("{}, {text}", face.spoken());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    card::paint_card(ui.painter(), view.theme, rect, false, false);
    card::paint_face(ui.painter(), view.theme, rect, &face, true);
    let color = style::color(view.theme, role);
    let line = card::line(ui.painter(), &text, style::plain(12.0), color, rect.width() - 2.0 * PAD_X);
    if line.elided {
        response.on_hover_text(&text);
    }
    ui.painter().galley(rect.min + vec2(PAD_X, 50.0), line, color);
}

fn add_buttons_ui(ui: &mut Ui, rect: Rect, view: &View<'_>, actions: &mut Vec<Action>) {
    let at = view.stack().layers().len();
    let mut row = ui.new_child(
        UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(Align::Center)).id_salt("add buttons"),
    );
    for (key, op) in [("add-conv", op_menu::new_conv()), ("add-pool", op_menu::new_max_pool())] {
        if dashed_button_ui(&mut row, view, view.words.get(key)).clicked() {
            actions.push(Action::Edit(Edit::Insert { at, op }));
        }
    }
    let more = dashed_button_ui(&mut row, view, "+ …").accessible_name(view.words.get("add-more"));
    Popup::menu(&more).show(|ui| op_menu::op_menu_ui(ui, view, at, actions));
}

/// A button that stands for something that is not there yet.
fn dashed_button_ui(ui: &mut Ui, view: &View<'_>, text: &str) -> egui::Response {
    let label = RichText::new(text).size(12.5).color(style::color(view.theme, Role::TextDim));
    let response = ui.add(Button::new(label).frame_when_inactive(false).min_size(vec2(44.0, 28.0)));
    follow_focus(ui, &response);
    if !response.hovered() && !response.has_focus() {
        let stroke = Stroke::new(1.0, style::color(view.theme, Role::Padding));
        let r = response.rect.shrink(0.5);
        let corners = [r.left_top(), r.right_top(), r.right_bottom(), r.left_bottom(), r.left_top()];
        ui.painter().extend(egui::Shape::dashed_line(&corners, stroke, 4.0, 3.0));
    }
    response
}

/// Moves a card: the card follows the pointer, a line shows where it would stand, and a release puts it there.
fn drag_ui(
    ui: &mut Ui,
    state: &mut StackPanelState,
    view: &View<'_>,
    rows: &Rows,
    origin: Pos2,
    width: f32,
    actions: &mut Vec<Action>,
) {
    let Some(drag) = &state.drag else { return };
    let from = view.stack().position(drag.id);
    let at = ui.input(|input| input.pointer.interact_pos());
    let (Some(from), Some(at)) = (from, at) else {
        state.drag = None;
        return;
    };
    let gap = rows.gap(at.y - origin.y);
    let to = if gap > from { gap - 1 } else { gap };
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        state.drag = None;
        return;
    }
    if !ui.input(|input| input.pointer.primary_down()) {
        if to != from {
            actions.push(Action::Edit(Edit::Move { id: drag.id, to }));
        }
        state.drag = None;
        return;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let accent = style::color(view.theme, Role::Accent);
    if to != from {
        let y = origin.y + rows.top(gap) + rows.height(gap) + GAP / 2.0;
        let painter = ui.ctx().layer_painter(EguiLayerId::new(Order::Foreground, Id::unique("drop mark")));
        let painter = painter.with_clip_rect(ui.clip_rect());
        painter.hline(origin.x..=origin.x + width, y, Stroke::new(3.0, accent));
        painter.circle_filled(pos2(origin.x, y), 4.0, accent);
        painter.circle_filled(pos2(origin.x + width, y), 4.0, accent);
    }
    let ghost = Rect::from_min_size(pos2(origin.x + 6.0, at.y - drag.grab.y.min(COMPACT)), vec2(width, COMPACT));
    let painter = ui.ctx().layer_painter(EguiLayerId::new(Order::Tooltip, Id::unique("dragged card")));
    painter.add(style::shadow(view.theme).as_shape(ghost, style::CARD_RADIUS));
    card::paint_card(&painter, view.theme, ghost, true, false);
    card::paint_face(&painter, view.theme, ghost, &Face::of_layer(view, from), true);
    // Near an end of the panel the cards move on under the pointer.
    let clip = ui.clip_rect();
    let speed = if at.y < clip.top() + 30.0 {
        600.0
    } else if at.y > clip.bottom() - 30.0 {
        -600.0
    } else {
        return;
    };
    let step = speed * ui.input(|input| input.stable_dt.min(0.05));
    ui.scroll_with_delta(vec2(0.0, step));
    ui.ctx().request_repaint();
}
