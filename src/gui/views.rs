//! The middle of the window: the views in their places, each with its tab and its tools.

use egui::{Align2, Color32, Id, Rect, Response, Sense, Stroke, Ui, WidgetInfo, WidgetText, pos2, vec2};
use egui_tiles::{Behavior, SimplificationOptions, TabState, TileId, Tiles, UiResponse};

use super::arrangement::Arrangement;
use super::canvas::{CanvasState, canvas_ui};
use super::graph::{GraphState, graph_ui};
use super::numbers::{NumbersState, numbers_ui};
use super::{Action, View, charts, signs, style, table, tools};
use crate::scene::theme::Role;
use crate::scene::view::ViewName;

/// The height of a row of tabs, the room on either side of what is on a tab, its sign, the room beside a sign alone, and
/// from a sign to its text.
const TAB_HEIGHT: f32 = 42.0;
const TAB_MARGIN: f32 = 8.0;
const SIGN: f32 = 14.0;
const SIGN_MARGIN: f32 = 5.0;
const LEAST_SIGN_MARGIN: f32 = 1.5;
const SIGN_GAP: f32 = 6.0;

/// How the boards are moved and zoomed, and what else the views keep between frames.
#[derive(Default)]
pub struct ViewStates {
    canvases: [CanvasState; ViewName::BOARDS.len()],
    pub table: table::TableState,
    pub numbers: NumbersState,
    graph: GraphState,
    charts: charts::Figures,
    /// Of the strip below the views.
    pub growth: charts::Figures,
}

impl ViewStates {
    /// The canvas of a view that is a board.
    pub fn canvas(&mut self, view: ViewName) -> Option<&mut CanvasState> {
        self.canvases.get_mut(view as usize)
    }

    pub fn canvases(&mut self) -> &mut [CanvasState] {
        &mut self.canvases
    }
}

/// Draws the views.
pub fn views_ui(
    ui: &mut Ui,
    arrangement: &mut Arrangement,
    states: &mut ViewStates,
    view: &View<'_>,
    actions: &mut Vec<Action>,
) {
    let mut touched = None;
    let mut places = Places {
        states,
        view,
        actions,
        touched: &mut touched,
        texts: Texts::All,
        sign_margin: SIGN_MARGIN,
        without_tools: false,
    };
    arrangement.tree_mut().ui(&mut places, ui);
    if let Some(touched) = touched {
        arrangement.touch(touched);
    }
}

/// One view alone, without tabs: on a stage.
pub fn view_ui(ui: &mut Ui, name: ViewName, states: &mut ViewStates, view: &View<'_>, actions: &mut Vec<Action>) {
    match name {
        ViewName::Charts => charts::charts_ui(ui, &mut states.charts, view, actions),
        ViewName::Table => table::table_ui(ui, &mut states.table, view, actions),
        ViewName::Numbers => {
            let canvas = &mut states.canvases[ViewName::Numbers as usize];
            numbers_ui(ui, &mut states.numbers, canvas, view, actions);
        }
        ViewName::Graph => {
            let canvas = &mut states.canvases[ViewName::Graph as usize];
            graph_ui(ui, &mut states.graph, canvas, view, actions);
        }
        board => {
            if let Some(canvas) = states.canvas(board) {
                canvas_ui(ui, board, canvas, view, actions);
            }
        }
    }
}

/// True of charts without layers, and of a table that is still being worked out: there is nothing to press.
pub fn is_empty(name: ViewName, view: &View<'_>) -> bool {
    match name {
        ViewName::Charts => charts::shown(view).charts.is_empty(),
        ViewName::Table => view.listing.is_none(),
        _ => false,
    }
}

/// Which tabs of a row have a text beside their sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    All,
    /// There is no room for all of them and for the zoom: only the chosen tab has one.
    Chosen,
    /// Not even that has room.
    None,
}

struct Places<'a, 'v> {
    states: &'a mut ViewStates,
    view: &'a View<'v>,
    actions: &'a mut Vec<Action>,
    touched: &'a mut Option<ViewName>,
    /// Which tabs have a text in the row that is being drawn.
    texts: Texts,
    /// What is at either side of the sign of a tab without a text.
    sign_margin: f32,
    /// It has no room for tools either.
    without_tools: bool,
}

impl Places<'_, '_> {
    /// The width of a tab with its text: as wide as in bold, so that nothing moves when another one is chosen.
    fn tab_width(&self, ui: &Ui, name: ViewName) -> f32 {
        let text = self.view.words.get(name.tab()).to_owned();
        let text = ui.painter().layout_no_wrap(text, style::bold(style::BODY_PT), self.color(Role::Text));
        text.size().x + SIGN + SIGN_GAP + 2.0 * TAB_MARGIN
    }

    fn color(&self, role: Role) -> Color32 {
        style::color(self.view.theme, role)
    }
}

impl Behavior<ViewName> for Places<'_, '_> {
    fn pane_ui(&mut self, ui: &mut Ui, _: TileId, name: &mut ViewName) -> UiResponse {
        let pressed = ui.input(|input| input.pointer.any_pressed()) && ui.rect_contains_pointer(ui.max_rect());
        if pressed {
            *self.touched = Some(*name);
        }
        let corner = Rect::from_min_size(ui.max_rect().right_top() + vec2(-40.0, 3.0), vec2(32.0, 24.0));
        ui.push_id(name.word(), |ui| view_ui(ui, *name, self.states, self.view, self.actions));
        if *name == ViewName::Table && self.without_tools {
            // Nothing else in the window has what these tools do.
            ui.painter().rect_filled(corner.expand(4.0), 0, self.color(Role::Panel));
            let mut tools = ui.new_child(egui::UiBuilder::new().max_rect(corner).id_salt("tools"));
            table::tools_ui(&mut tools, true, self.view, self.actions);
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, name: &ViewName) -> WidgetText {
        self.view.words.get(name.tab()).into()
    }

    fn tab_ui(&mut self, tiles: &mut Tiles<ViewName>, ui: &mut Ui, id: Id, tile: TileId, state: &TabState) -> Response {
        let name = tiles.get_pane(&tile).copied().unwrap_or_default();
        let text = self.view.words.get(name.tab());
        let font = if state.active { style::bold(style::BODY_PT) } else { style::plain(style::BODY_PT) };
        let color = self.color(if state.active { Role::Text } else { Role::TextDim });
        let with_text = match self.texts {
            Texts::All => true,
            Texts::Chosen => state.active,
            Texts::None => false,
        };
        let wide = if with_text { self.tab_width(ui, name) } else { SIGN + 2.0 * self.sign_margin };
        let (_, rect) = ui.allocate_space(vec2(wide, ui.available_height()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, state.active, text));
        if response.clicked() {
            *self.touched = Some(name);
        }
        if !state.is_being_dragged {
            let place = Align2::CENTER_CENTER.align_size_within_rect(
                vec2(wide - 2.0 * if with_text { TAB_MARGIN } else { self.sign_margin }, 0.0),
                rect,
            );
            let color = if response.hovered() { self.color(Role::Text) } else { color };
            let sign = Rect::from_min_size(pos2(place.left(), rect.center().y - SIGN / 2.0), vec2(SIGN, SIGN));
            signs::paint_sign(ui.painter(), name, sign, color);
            if with_text {
                let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color);
                let at = pos2(sign.right() + SIGN_GAP, rect.center().y - galley.size().y / 2.0);
                ui.painter().galley(at, galley, color);
            }
            if state.active {
                let line = Stroke::new(2.5, self.color(Role::Accent));
                ui.painter().hline(place.x_range().expand(2.0), rect.bottom() - 2.0, line);
            }
            if response.has_focus() {
                let focus = Stroke::new(2.0, self.color(Role::Accent));
                ui.painter().rect_stroke(rect.shrink(4.0), style::CONTROL_RADIUS, focus, egui::StrokeKind::Inside);
            }
        }
        response.context_menu(|ui| tools::tab_menu_ui(ui, self.view, name, self.actions));
        if with_text { response } else { response.on_hover_text(text) }
    }

    fn top_bar_right_ui(
        &mut self,
        tiles: &Tiles<ViewName>,
        ui: &mut Ui,
        _: TileId,
        tabs: &egui_tiles::Tabs,
        _: &mut f32,
    ) {
        let shown = tabs.active.and_then(|id| tiles.get_pane(&id)).copied();
        let row: Vec<ViewName> = tabs.children.iter().filter_map(|id| tiles.get_pane(id)).copied().collect();
        let full: f32 = row.iter().map(|name| self.tab_width(ui, *name)).sum();
        let room = ui.max_rect().width();
        let wanted = shown.map_or(tools::ZOOM, |name| tools::wanted(ui, name, self.view));
        self.texts = if full + wanted > room { Texts::Chosen } else { Texts::All };
        if let Some(name) = shown {
            let sign = SIGN + 2.0 * SIGN_MARGIN;
            let signs = row.len().saturating_sub(1) as f32 * sign;
            let chosen = self.tab_width(ui, name) + signs;
            if self.texts == Texts::Chosen && chosen > room {
                self.texts = Texts::None;
            }
            let width = match self.texts {
                Texts::All => full,
                Texts::Chosen => chosen,
                Texts::None => signs + sign,
            };
            // Signs stand closer before one of them is out of sight.
            let each = room / row.len().max(1) as f32;
            self.sign_margin = if self.texts == Texts::None {
                ((each - SIGN) / 2.0).clamp(LEAST_SIGN_MARGIN, SIGN_MARGIN)
            } else {
                SIGN_MARGIN
            };
            self.without_tools = !tools::tools_ui(ui, name, width, self.view, self.actions);
        }
    }

    fn tab_bar_height(&self, _: &egui::Style) -> f32 {
        TAB_HEIGHT
    }

    fn gap_width(&self, _: &egui::Style) -> f32 {
        4.0
    }

    fn min_size(&self) -> f32 {
        120.0
    }

    fn tab_bar_color(&self, _: &egui::Visuals) -> Color32 {
        self.color(Role::Ground)
    }

    fn resize_stroke(&self, _: &egui::Style, state: egui_tiles::ResizeState) -> Stroke {
        match state {
            egui_tiles::ResizeState::Idle => Stroke::new(1.0, self.color(Role::Border)),
            egui_tiles::ResizeState::Hovering => Stroke::new(2.0, self.color(Role::TextDim)),
            egui_tiles::ResizeState::Dragging => Stroke::new(2.0, self.color(Role::Accent)),
        }
    }

    fn drag_preview_color(&self, _: &egui::Visuals) -> Color32 {
        self.color(Role::Accent).gamma_multiply(0.25)
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
    }
}
