//! The cells of the image and of a kernel, edited where they stand: in the view of the numbers.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, Key, Modifiers, Rect, RichText, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, vec2};

use super::typed::{self, Cell, Ground, Refusal};
use super::{Action, View, style};
use crate::net::MapId;
use crate::scene::maps::unit_text;
use crate::scene::theme::Role;
use crate::scene::view::Hit;

/// The room of a value that is typed, however small its cell is.
const LEAST_WIDTH: f32 = 76.0;
const HEIGHT: f32 = 26.0;

/// Which cell was chosen, and what is being typed into one.
#[derive(Default)]
pub struct Cells {
    selected: Option<Cell>,
    editor: Option<Editor>,
    /// A cell that is to be edited as soon as its value is known.
    open: Option<Cell>,
    /// What a command asked for, to be found when the board is drawn.
    asked: Option<Asked>,
}

/// What a command opens the field for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The chosen cell, else the first pixel under the kernel.
    Pixel,
    /// The first weight of the shown filter.
    Weight,
}

struct Editor {
    cell: Cell,
    text: String,
    /// The text that it began with: one that is left as it was changes nothing.
    before: String,
    /// Why the text was not taken.
    wrong: Option<String>,
    /// The keyboard was given to it.
    begun: bool,
    /// The keyboard is to come back: its text was refused.
    again: bool,
}

impl Cells {
    pub fn selected(&self) -> Option<&Cell> {
        self.selected.as_ref()
    }

    pub fn select(&mut self, cell: Option<Cell>) {
        self.selected = cell;
    }

    /// Opens the field for a cell.
    pub fn edit(&mut self, cell: Cell) {
        self.selected = Some(cell.clone());
        self.open = Some(cell);
    }

    /// The same, if there is such a cell.
    pub fn extend_edit(&mut self, cell: Option<Cell>) {
        if let Some(cell) = cell {
            self.edit(cell);
        }
    }

    pub fn ask(&mut self, asked: Asked) {
        self.asked = Some(asked);
    }

    pub fn take_asked(&mut self) -> Option<Asked> {
        self.asked.take()
    }

    pub fn is_editing(&self) -> bool {
        self.editor.is_some() || self.open.is_some()
    }

    /// Forgets what belongs to another network.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The cell that lies at a place, if its value can be typed: units of the image, and weights.
pub fn cell_of(hit: &Hit) -> Option<Cell> {
    match hit {
        Hit::Read((MapId::INPUT, at)) => Some(Cell::Pixel(at.clone())),
        Hit::Weight { map, at } => Some(Cell::Weight { map: *map, at: at.clone() }),
        _ => None,
    }
}

/// What lies where a cell is drawn.
pub fn hit_of(cell: &Cell) -> Hit {
    match cell {
        Cell::Pixel(at) => Hit::Read((MapId::INPUT, at.clone())),
        Cell::Weight { map, at } => Hit::Weight { map: *map, at: at.clone() },
    }
}

/// Draws the mark of the chosen cell and the field of the one that is edited. `place_of` tells where a cell lies on the
/// screen.
pub fn cells_ui(
    ui: &mut Ui,
    canvas: Rect,
    cells: &mut Cells,
    ground: &Ground<'_>,
    place_of: &dyn Fn(&Cell) -> Option<Rect>,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    if let Some(cell) = cells.open.take() {
        match ground.value(&cell) {
            Some(value) if place_of(&cell).is_some() => cells.editor = Some(Editor::new(cell, value, view)),
            // Still being worked out.
            None if view.values.is_none() => cells.open = Some(cell),
            _ => {}
        }
    }
    let painter = ui.painter_at(canvas);
    if let Some(place) = cells.selected.as_ref().and_then(place_of) {
        let stroke = Stroke::new(2.5, style::color(view.theme, Role::Accent));
        painter.rect_stroke(place.expand(1.0), 2, stroke, StrokeKind::Outside);
    }
    let Some(mut editor) = cells.editor.take() else { return };
    let Some(place) = place_of(&editor.cell) else { return };
    match editor.ui(ui, canvas, place, ground, view, actions) {
        Outcome::Goes => cells.editor = Some(editor),
        Outcome::Ends => {}
        Outcome::Next => {
            if let Some(next) = ground.next(&editor.cell) {
                cells.edit(next);
                ui.ctx().request_repaint();
            }
        }
    }
}

/// What becomes of a field.
enum Outcome {
    Goes,
    Ends,
    /// Its value was taken; the next cell is edited.
    Next,
}

impl Editor {
    fn new(cell: Cell, value: f32, view: &View<'_>) -> Self {
        let text = typed::text_of(value, view.words.lang);
        Self { cell, before: text.clone(), text, wrong: None, begun: false, again: false }
    }

    fn ui(
        &mut self,
        ui: &mut Ui,
        canvas: Rect,
        place: Rect,
        ground: &Ground<'_>,
        view: &View<'_>,
        actions: &mut Vec<Action>,
    ) -> Outcome {
        let id = Id::unique("cell editor");
        // Tab goes to the next cell, not to the next control.
        let focused = ui.memory(|memory| memory.has_focus(id));
        let tab = focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab));
        let size = vec2(place.width().max(LEAST_WIDTH), place.height().clamp(HEIGHT, 2.0 * HEIGHT));
        let rect = Rect::from_center_size(place.center(), size);
        let rect = rect.translate(within(rect, canvas));
        let mut field_ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("cell editor"));
        let field = TextEdit::singleline(&mut self.text)
            .id(id)
            .font(style::mono(style::BODY_PT + 1.0))
            .lock_focus(true)
            .align(egui::Align2::CENTER_CENTER)
            .min_size(size)
            .desired_width(size.x);
        let response = field_ui.add_sized(size, field).accessible_name(cell_name(&self.cell, view));
        if !std::mem::replace(&mut self.begun, true) {
            response.request_focus();
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(self.text.chars().count()));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
        }
        if std::mem::take(&mut self.again) {
            response.request_focus();
        }
        if response.changed() {
            self.wrong = None;
        }
        let wrong = style::color(view.theme, if self.wrong.is_some() { Role::LostText } else { Role::Accent });
        ui.painter().rect_stroke(rect, style::CONTROL_RADIUS, Stroke::new(2.0, wrong), StrokeKind::Outside);
        let outcome = self.ended(ui, &response, tab, ground, view, actions);
        if let Some(wrong) = &self.wrong {
            wrong_ui(ui, canvas, rect, wrong, view);
        }
        outcome
    }

    fn ended(
        &mut self,
        ui: &Ui,
        response: &egui::Response,
        tab: bool,
        ground: &Ground<'_>,
        view: &View<'_>,
        actions: &mut Vec<Action>,
    ) -> Outcome {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let lost = response.lost_focus();
        if lost && pressed(Key::Escape) {
            return Outcome::Ends;
        }
        let enter = lost && pressed(Key::Enter);
        if !(tab || lost) {
            return Outcome::Goes;
        }
        match self.edit(ground) {
            Ok(edit) => {
                actions.extend(edit.map(Action::Edit));
                if tab || enter { Outcome::Next } else { Outcome::Ends }
            }
            Err(refusal) => {
                self.wrong = Some(refusal_text(&refusal, view));
                // What is wrong is put right at once; a press elsewhere has taken the keyboard there.
                self.again = tab || enter;
                Outcome::Goes
            }
        }
    }

    fn edit(&self, ground: &Ground<'_>) -> Result<Option<crate::net::Edit>, Refusal> {
        if self.text == self.before {
            return Ok(None);
        }
        let value = typed::number(&self.text)?;
        ground.edit(&self.cell, &[vec![value]]).map(Some)
    }
}

/// How far a rectangle is to be moved to lie inside another one.
fn within(rect: Rect, room: Rect) -> egui::Vec2 {
    let shift = |low: f32, high: f32, least: f32, most: f32| (least - low).max(0.0) + (most - high).min(0.0);
    vec2(
        shift(rect.left(), rect.right(), room.left() + 2.0, room.right() - 2.0),
        shift(rect.top(), rect.bottom(), room.top() + 2.0, room.bottom() - 2.0),
    )
}

/// Why a text was not taken, below its field; above it where there is no room.
fn wrong_ui(ui: &mut Ui, canvas: Rect, field: Rect, text: &str, view: &View<'_>) {
    const WIDTH: f32 = 260.0;
    const MARGIN: f32 = 8.0;
    let color = style::color(view.theme, Role::LostText);
    let galley = ui.painter().layout(text.to_owned(), style::plain(style::BODY_PT), color, WIDTH);
    let size = galley.size() + vec2(2.0 * MARGIN, 2.0 * MARGIN);
    let below = Rect::from_min_size(field.left_bottom() + vec2(0.0, 5.0), size);
    let above = Rect::from_min_size(field.left_top() - vec2(0.0, 5.0 + size.y), size);
    let place = if below.bottom() > canvas.bottom() { above } else { below };
    let place = place.translate(within(place, canvas));
    ui.painter().rect(
        place,
        style::CONTROL_RADIUS,
        style::color(view.theme, Role::Panel),
        Stroke::new(1.0, style::color(view.theme, Role::Border)),
        StrokeKind::Inside,
    );
    let label = ui.put(place.shrink(MARGIN), egui::Label::new(RichText::new(text).color(color)).wrap());
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Assertive));
}

/// What a cell is called.
pub fn cell_name(cell: &Cell, view: &View<'_>) -> String {
    match cell {
        Cell::Pixel(at) => view.words.with("play-pixel", &[("unit", unit_text(at).into())]),
        Cell::Weight { at, .. } => {
            // By its place in the window; the pickers say of which filter and channel it is.
            let taps: Vec<String> = at.iter().skip(if at.len() > 2 { 2 } else { 1 }).map(usize::to_string).collect();
            view.words.with("play-weight", &[("at", format!("({})", taps.join(", ")).into())])
        }
    }
}

/// Why numbers were not taken, and what to do.
pub fn refusal_text(refusal: &Refusal, view: &View<'_>) -> String {
    refusal_in(refusal, view.words)
}

/// The same where there is no frame.
pub fn refusal_in(refusal: &Refusal, words: &crate::locale::Words) -> String {
    match refusal {
        Refusal::NotANumber(text) => words.with("play-no-number", &[("text", shortened(text).into())]),
        Refusal::Ragged { row } => words.with("play-ragged", &[("row", (*row as u64).into())]),
        Refusal::NoRoom { rows, columns, room } => {
            let size = |rows: usize, columns: usize| format!("{rows}×{columns}");
            let values = [("block", size(*rows, *columns).into()), ("room", size(room[0], room[1]).into())];
            words.with("play-no-room", &values)
        }
        Refusal::TooMany { count, most } => {
            let values = [("count", words.number(*count as u64).into()), ("most", words.number(*most as u64).into())];
            words.with("play-too-many", &values)
        }
        Refusal::NoValues => words.get("play-no-values").to_owned(),
    }
}

/// As much of a text as a message has room for.
fn shortened(text: &str) -> String {
    const MOST: usize = 24;
    let short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
