//! The dialog that exports pictures: what is drawn and how at the left, the picture itself at the right.

use egui::{
    Align, Align2, Button, Checkbox, ComboBox, DragValue, Key, Layout, Modifiers, Rect, RichText, ScrollArea, Sense,
    Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::dialog::{Answer, main_button_ui, right_row_ui, title_ui};
use super::fields::row_ui;
use super::motion::MotionChoice;
use super::painter::{Camera, ScenePainter};
use super::picture::{Clip, ExportChoices, PictureRequest, SizeKind};
use super::session::Said;
use super::{Action, View, reasons, style};
use crate::export::animation::{self, Motion};
use crate::export::picture::{
    self, Extent, Format, LEAST_MILLIMETRES, LEAST_SCALE, MOST_MILLIMETRES, MOST_SCALE, MOST_SIDE, PictureError,
    Settings,
};
use crate::locale::{Lang, Words};
use crate::scene::picture::Include;
use crate::scene::theme::{Role, Theme, ThemeName};
use crate::scene::view::{Subject, ViewName};
use crate::scene::{Point, Scene};

/// The largest that the dialog gets inside its frame, and what it leaves of the window around it, its frame included.
const MOST_SIZE: egui::Vec2 = vec2(1040.0, 680.0);
const AROUND: f32 = 56.0;
/// The width of the choices.
const CHOICES: f32 = 300.0;
const GAP: f32 = 16.0;
/// Heights of the title above and of the buttons below.
const HEAD: f32 = 34.0;
const FOOT: f32 = 52.0;

/// Free ground around the preview's picture; it is never magnified more than this.
const MARGIN: f32 = 14.0;
const MOST_ZOOM: f32 = 1.5;
/// How far an arrow key moves a magnified picture.
const STEP: f32 = 60.0;
/// The squares that stand for what is seen through.
const SQUARE: f32 = 8.0;
/// The preview of more items than this leaves out what is too small to be seen, as the canvas does.
const MOST_ITEMS: usize = 4_000;

/// The colours by their keys.
const THEMES: [(ThemeName, &str); ThemeName::WORDS.len()] = [
    (ThemeName::Light, "export-theme-light"),
    (ThemeName::Dark, "export-theme-dark"),
    (ThemeName::Contrast, "export-theme-contrast"),
    (ThemeName::Print, "export-theme-print"),
];

const KINDS: [(SizeKind, &str); 3] = [
    (SizeKind::Scale, "export-size-scale"),
    (SizeKind::Pixels, "export-size-pixels"),
    (SizeKind::Millimetres, "export-size-millimetres"),
];

/// What a drawn scene depends on, its view apart.
#[derive(Clone, Debug, PartialEq)]
struct SceneRequest {
    include: Include,
    lang: Lang,
}

/// How large the shown pictures come out, or why one of them cannot be drawn.
type Extents = Result<Vec<Extent>, (ViewName, PictureError)>;

/// A picture as it was painted in the last frame: as long as nothing about it changes, its items are not gone through.
#[derive(Default)]
struct Painted {
    /// Where, in which colours, without a ground or not, and the pixels per point of its letters.
    request: Option<(Rect, ThemeName, bool, f32)>,
    shapes: Vec<egui::Shape>,
}

/// What is chosen, and the pictures of it.
pub struct ExportDialog {
    pub choices: ExportChoices,
    /// What was done last.
    pub said: Option<Said>,
    motion: MotionChoice,
    /// The network and how it is looked at; view, format and the rest are filled in from the choices.
    request: PictureRequest,
    title: String,
    /// The pictures of the views that were shown so far, each with what it was drawn for.
    scenes: [Option<(SceneRequest, Scene)>; ViewName::WORDS.len()],
    /// The same pictures as they were painted.
    painted: [Painted; ViewName::WORDS.len()],
    /// How full the texture of the letters was in the last frame. When it is less, it was begun anew, and letters that
    /// were laid out before are no longer in it.
    letters: f32,
    /// The words of a language that is not the window's.
    words: Option<Words>,
    /// The place in the middle of the preview, if one picture is shown as large as it is.
    magnified: Option<Point>,
    focused: bool,
}

impl ExportDialog {
    /// A dialog that begins with a view. `title` is suggested as the line above the picture.
    pub fn new(request: PictureRequest, choices: ExportChoices, title: String) -> Self {
        Self {
            choices,
            said: None,
            motion: MotionChoice::default(),
            request,
            title,
            scenes: Default::default(),
            painted: Default::default(),
            letters: 0.0,
            words: None,
            magnified: None,
            focused: false,
        }
    }

    /// The picture that is chosen now.
    fn request(&self, view: &View<'_>) -> PictureRequest {
        let ExportChoices { format, transparent, titled, legend, indices, .. } = self.choices;
        let title = titled.then(|| self.title.clone());
        let moving = self.motion.moving(&self.choices);
        let transparent = transparent && self.has_no_ground();
        let settings = Settings {
            format,
            theme: self.theme(view),
            size: self.choices.size(),
            transparent,
            include: Include { title, legend, indices },
            ..self.request.settings.clone()
        };
        PictureRequest { settings, lang: self.lang(view), moving, ..self.request.clone() }
    }

    /// True of a format that can do without a ground.
    fn has_no_ground(&self) -> bool {
        self.motion.moving(&self.choices).is_none_or(|moving| moving.format != animation::Format::Gif)
    }

    fn theme(&self, view: &View<'_>) -> ThemeName {
        self.choices.theme.unwrap_or(view.theme.name)
    }

    fn lang(&self, view: &View<'_>) -> Lang {
        self.choices.lang.unwrap_or(view.words.lang)
    }

    /// Draws the pictures that are shown anew if something about them was chosen.
    fn update(&mut self, view: &View<'_>) {
        let PictureRequest { settings, lang, .. } = self.request(view);
        if lang != view.words.lang && self.words.as_ref().is_none_or(|words| words.lang != lang) {
            self.words = Some(Words::new(lang));
        }
        let words = self.words.as_ref().filter(|words| words.lang == lang).unwrap_or(view.words);
        let asked = SceneRequest { include: settings.include.clone(), lang };
        for name in self.request.views() {
            let known = &mut self.scenes[name as usize];
            if known.as_ref().is_none_or(|(drawn, _)| *drawn != asked) {
                let settings = Settings { view: name, ..settings.clone() };
                let scene = picture::scene(
                    Subject { words, ..view.subject().with_values(self.request.values.as_deref()) },
                    &settings,
                );
                *known = Some((asked.clone(), scene));
                self.painted[name as usize] = Painted::default();
            }
        }
    }

    /// How large the shown pictures come out, or why the first of them cannot be drawn, with its view.
    fn extents(&self) -> Extents {
        let (format, size) = (self.choices.format, self.choices.size());
        let extents = self.request.views().into_iter().filter_map(|name| {
            let (_, scene) = self.scenes[name as usize].as_ref()?;
            Some(picture::extent(&scene.bounds, format, size).map_err(|error| (name, error)))
        });
        extents.collect()
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        self.update(view);
        let size =
            (ui.ctx().content_rect().size() - egui::Vec2::splat(AROUND)).min(MOST_SIZE).max(egui::Vec2::splat(120.0));
        ui.set_width(size.x);
        title_ui(ui, view.words.get("export-title"));
        let height = (size.y - HEAD - FOOT).max(120.0);
        let (body, _) = ui.allocate_exact_size(vec2(size.x, height), Sense::hover());
        let choices = Rect::from_min_size(body.min, vec2(CHOICES, height));
        let extents = self.extents();
        ui.scope_builder(UiBuilder::new().max_rect(choices), |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                // The bar floats over what lies under it.
                ui.set_width(CHOICES - 12.0);
                self.choices_ui(ui, view, &extents);
            });
        });
        let preview = Rect::from_min_max(pos2(choices.right() + GAP, body.top()), body.max);
        self.preview_ui(ui, view, preview);
        if let Err(problem) = &extents {
            self.problem_ui(ui, view, preview, problem);
        }
        self.buttons_ui(ui, view, extents.is_ok() && self.motion.is_fine(), actions);
    }

    fn choices_ui(&mut self, ui: &mut Ui, view: &View<'_>, extents: &Extents) {
        let words = view.words;
        let before = self.request(view);
        ui.spacing_mut().item_spacing.y = 6.0;
        let label = words.get("export-view");
        row_ui(ui, view, label, |ui| {
            let shown = self.request.settings.view;
            let all = words.get("export-view-all");
            let text = if self.request.all_views { all } else { words.get(shown.tab()) };
            let combo = ComboBox::from_id_salt("export view").selected_text(text).width(ui.available_width());
            // All of them at once: the last one is what many look for.
            let combo = combo.height(400.0).show_ui(ui, |ui| {
                style::show_focus(ui);
                for (_, name) in ViewName::WORDS {
                    let on = !self.request.all_views && shown == name;
                    if ui.selectable_label(on, words.get(name.tab())).clicked() {
                        (self.request.settings.view, self.request.all_views) = (name, false);
                    }
                }
                if ui.selectable_label(self.request.all_views, all).clicked() {
                    self.request.all_views = true;
                }
            });
            let combo = combo.response.accessible_name(label);
            if !std::mem::replace(&mut self.focused, true) {
                combo.request_focus();
            }
        });
        let motions = if self.request.all_views { &[] } else { Motion::of_view(self.request.settings.view) };
        self.motion.motion_ui(ui, view, motions);
        let moving = self.motion.moving(&self.choices).is_some();
        row_ui(ui, view, words.get("export-format"), |ui| {
            if moving {
                const WORDS: [(&str, animation::Format); 4] = animation::Format::WORDS;
                for (word, format) in WORDS {
                    segment_ui(ui, &mut self.choices.moving, format, &word.to_uppercase(), WORDS.len());
                }
                self.choices.format = self.choices.moving.drawn();
                return;
            }
            for (word, format) in Format::WORDS {
                segment_ui(ui, &mut self.choices.format, format, &word.to_uppercase(), Format::WORDS.len());
            }
        });
        self.size_ui(ui, view);
        extent_ui(ui, view, extents);
        if moving {
            let request = self.request(view);
            self.motion.frames_ui(ui, view, &mut self.choices.seconds, request);
        }
        let label = words.get("export-theme");
        row_ui(ui, view, label, |ui| {
            let mut theme = self.theme(view);
            let text = THEMES.iter().find(|(name, _)| *name == theme).map_or("", |(_, key)| words.get(key));
            let combo = ComboBox::from_id_salt("export theme").selected_text(text).width(ui.available_width());
            let combo = combo.show_ui(ui, |ui| {
                style::show_focus(ui);
                for (name, key) in THEMES {
                    ui.selectable_value(&mut theme, name, words.get(key));
                }
            });
            combo.response.accessible_name(label);
            self.choices.theme = Some(theme).filter(|theme| *theme != view.theme.name);
        });
        row_ui(ui, view, words.get("export-lang"), |ui| {
            let mut lang = self.lang(view);
            for other in Lang::ALL {
                segment_ui(ui, &mut lang, other, other.native_name(), Lang::ALL.len());
            }
            self.choices.lang = Some(lang).filter(|lang| *lang != words.lang);
        });
        let label = words.get("export-heading");
        row_ui(ui, view, label, |ui| {
            ui.add(Checkbox::without_text(&mut self.choices.titled)).accessible_name(label);
            let field = TextEdit::singleline(&mut self.title).desired_width(ui.available_width() - 4.0);
            ui.add_enabled(self.choices.titled, field).accessible_name(words.get("export-heading-text"));
        });
        let free = self.has_no_ground();
        for (value, key, enabled) in [
            (&mut self.choices.legend, "export-legend", true),
            (&mut self.choices.indices, "export-indices", true),
            (&mut self.choices.transparent, "export-transparent", free),
        ] {
            ui.add_enabled(enabled, Checkbox::new(value, words.get(key)));
        }
        if self.request(view) != before {
            // It was about another picture.
            self.said = None;
        }
    }

    fn size_ui(&mut self, ui: &mut Ui, view: &View<'_>) {
        let words = view.words;
        let label = words.get("export-size");
        row_ui(ui, view, label, |ui| {
            let text = KINDS.iter().find(|(kind, _)| *kind == self.choices.kind).map_or("", |(_, key)| words.get(key));
            let combo = ComboBox::from_id_salt("export size").selected_text(text).width(ui.available_width() - 82.0);
            let combo = combo.show_ui(ui, |ui| {
                style::show_focus(ui);
                for (kind, key) in KINDS {
                    ui.selectable_value(&mut self.choices.kind, kind, words.get(key));
                }
            });
            combo.response.accessible_name(label);
            let field = match self.choices.kind {
                SizeKind::Scale => {
                    let scale = self.choices.scale_mut();
                    DragValue::new(scale).range(LEAST_SCALE..=MOST_SCALE).speed(0.01).max_decimals(2)
                }
                SizeKind::Pixels => DragValue::new(&mut self.choices.pixels).range(1..=MOST_SIDE).speed(4.0),
                SizeKind::Millimetres => {
                    let millimetres = &mut self.choices.millimetres;
                    DragValue::new(millimetres).range(LEAST_MILLIMETRES..=MOST_MILLIMETRES).speed(0.5).max_decimals(1)
                }
            };
            let field = field.update_while_editing(false);
            ui.add_sized([ui.available_width(), 24.0], field).accessible_name(words.get("export-size-number"));
        });
    }

    /// Why a picture cannot be drawn, over the preview: what is chosen must not jump while somebody chooses.
    fn problem_ui(&mut self, ui: &mut Ui, view: &View<'_>, room: Rect, (name, error): &(ViewName, PictureError)) {
        let words = view.words;
        let reason = reasons::of_picture(words, error);
        let text = if self.request.all_views { format!("{}: {reason}", words.get(name.tab())) } else { reason };
        let frame = egui::Frame::new()
            .fill(style::color(view.theme, Role::Panel))
            .stroke(Stroke::new(1.0, style::color(view.theme, Role::Lost)))
            .corner_radius(style::CONTROL_RADIUS)
            .inner_margin(10);
        let room = room.shrink(MARGIN);
        // A child of its own, which takes no room from what comes below.
        let mut over = ui.new_child(UiBuilder::new().max_rect(room).id_salt("problem"));
        frame.show(&mut over, |ui| {
            ui.set_width(ui.available_width());
            let label = ui.add(egui::Label::new(small(view, text, Role::LostText)).wrap());
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
            if ui.button(words.get("export-largest")).clicked() {
                for name in self.request.views() {
                    if let Some((_, scene)) = &self.scenes[name as usize] {
                        let (format, size) = (self.choices.format, self.choices.size());
                        self.choices.set_size(picture::largest(&scene.bounds, format, size));
                    }
                }
            }
        });
    }

    /// The pictures as they will be, fitted into `room`; a press shows one as large as it is.
    fn preview_ui(&mut self, ui: &mut Ui, view: &View<'_>, room: Rect) {
        let names = self.request.views();
        let mut magnified = self.magnified.filter(|_| names.len() == 1);
        let shown: Vec<(ViewName, &Scene)> =
            names.iter().filter_map(|name| Some((*name, &self.scenes[*name as usize].as_ref()?.1))).collect();
        let sense = if shown.len() == 1 { Sense::click_and_drag() } else { Sense::hover() };
        let response = ui.interact(room, ui.scope_id().with("preview"), sense);
        response.widget_info(|| {
            let said = shown.iter().map(|(_, scene)| format!("{}. {}", scene.title, scene.description));
            let said = said.collect::<Vec<_>>().join("; ");
            let name = format!("{}: {said}", view.words.get("export-preview"));
            WidgetInfo::labeled(egui::Role::Image, true, name)
        });
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is not general over the lifetime")]
        let letters = ui.fonts(|fonts| fonts.font_atlas_fill_ratio());
        let mut kept = std::mem::take(&mut self.painted);
        if std::mem::replace(&mut self.letters, letters) > letters {
            kept = Default::default();
        }
        let painter = ui.painter().with_clip_rect(room);
        painter.rect_filled(room, style::CONTROL_RADIUS, style::color(view.theme, Role::Control));
        let columns = if shown.len() > 1 { 2 } else { 1 };
        let rows = shown.len().div_ceil(columns).max(1);
        let cell = vec2(room.width() / columns as f32, room.height() / rows as f32);
        for (at, (name, scene)) in shown.iter().enumerate() {
            let (row, column) = (at / columns, at % columns);
            let mut cell = Rect::from_min_size(room.min + vec2(column as f32 * cell.x, row as f32 * cell.y), cell);
            if shown.len() > 1 {
                let color = style::color(view.theme, Role::TextDim);
                let at = cell.min + vec2(MARGIN, 6.0);
                painter.text(at, Align2::LEFT_TOP, view.words.get(name.tab()), style::plain(style::SMALL_PT), color);
                cell.min.y += MARGIN;
            }
            let fitted = fitted(cell.shrink(MARGIN), scene);
            if let [(_, scene)] = shown[..] {
                move_ui(ui, &response, fitted, scene, &mut magnified);
            }
            let rect = magnified.map_or(fitted, |middle| {
                let size = vec2(scene.bounds.width() as f32, scene.bounds.height() as f32);
                let Point { x, y } = scene.bounds.min;
                Rect::from_min_size(cell.center() - vec2((middle.x - x) as f32, (middle.y - y) as f32), size)
            });
            self.picture_ui(&painter, view, rect, scene, &mut kept[*name as usize]);
        }
        if response.has_focus() {
            let focus = Stroke::new(2.0, style::color(view.theme, Role::Accent));
            painter.rect_stroke(room, style::CONTROL_RADIUS, focus, StrokeKind::Inside);
        }
        if shown.len() == 1 {
            let cursor = if magnified.is_some() { egui::CursorIcon::Grab } else { egui::CursorIcon::ZoomIn };
            response.on_hover_cursor(cursor);
        }
        self.magnified = magnified;
        self.painted = kept;
    }

    /// One picture on its ground.
    fn picture_ui(&self, painter: &egui::Painter, view: &View<'_>, rect: Rect, scene: &Scene, kept: &mut Painted) {
        if !rect.is_positive() {
            return;
        }
        let theme = Theme::new(self.theme(view));
        let shown = rect.intersect(painter.clip_rect());
        if self.choices.transparent {
            checkerboard(painter, theme, shown);
        } else {
            painter.rect_filled(shown, 0, style::color(theme, Role::Ground));
        }
        let clipped = painter.with_clip_rect(shown);
        let asked = Some((rect, theme.name, self.choices.transparent, painter.pixels_per_point()));
        if kept.request != asked {
            let zoom = f64::from(rect.width()) / scene.bounds.width().max(1.0);
            let camera = Camera { origin: scene.bounds.min, zoom };
            let mut scene_painter = ScenePainter::new(&clipped, rect, camera, theme);
            if scene.items.len() <= MOST_ITEMS {
                scene_painter = scene_painter.on_page(scene);
            }
            if self.choices.transparent {
                scene_painter = scene_painter.without_ground();
            }
            scene_painter.add(&scene.items);
            *kept = Painted { request: asked, shapes: scene_painter.into_shapes() };
        }
        clipped.extend(kept.shapes.iter().cloned());
        painter.rect_stroke(rect, 0, Stroke::new(1.0, style::color(view.theme, Role::Border)), StrokeKind::Outside);
    }

    fn buttons_ui(&self, ui: &mut Ui, view: &View<'_>, fine: bool, actions: &mut Vec<Action>) {
        let words = view.words;
        let request = || Box::new(self.request(view));
        let answer = right_row_ui(ui, |ui| {
            let mut answer = None;
            let save = main_button_ui(ui, view, words.get("export-save"), fine).clicked();
            let entered = fine && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if save || entered {
                answer = Some(Answer::Export(request()));
            }
            let one = !self.request.all_views && self.motion.moving(&self.choices).is_none();
            for (clip, key) in [(Clip::Picture, "export-copy-picture"), (Clip::Svg, "export-copy-svg")] {
                // A vector picture has no limit; the pixels of a copy have that of a PNG.
                let settings = self.request(view).settings;
                let format = if clip == Clip::Svg { Format::Svg } else { Format::Png };
                let scene = self.scenes[settings.view as usize].as_ref();
                let drawable =
                    scene.is_some_and(|(_, scene)| picture::extent(&scene.bounds, format, settings.size).is_ok());
                if ui.add_enabled(one && drawable, Button::new(words.get(key))).clicked() {
                    answer = Some(Answer::Clip(request(), clip));
                }
            }
            if ui.button(words.get("button-cancel")).clicked() {
                answer = Some(Answer::Close);
            }
            if let Some(said) = &self.said {
                let role = if said.is_error { Role::LostText } else { Role::GoodText };
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = RichText::new(&said.text).color(style::color(view.theme, role));
                    let label = ui.add(egui::Label::new(text).truncate());
                    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
                });
            }
            answer
        });
        actions.extend(answer.map(Action::Answer));
    }
}

/// One of a few values that stand side by side, all as wide.
pub fn segment_ui<T: PartialEq>(ui: &mut Ui, value: &mut T, this: T, text: &str, count: usize) {
    let room = ui.max_rect().width() - super::fields::LABEL_WIDTH;
    let width = (room - 4.0 * (count as f32 - 1.0)) / count as f32;
    let button = Button::selectable(*value == this, text).min_size(vec2(width, 24.0));
    if ui.add(button).clicked() {
        *value = this;
    }
}

/// Where a picture lies that is shown as a whole.
fn fitted(room: Rect, scene: &Scene) -> Rect {
    let size = vec2(scene.bounds.width().max(1.0) as f32, scene.bounds.height().max(1.0) as f32);
    let zoom = (room.width() / size.x).min(room.height() / size.y).clamp(0.0, MOST_ZOOM);
    Rect::from_center_size(room.center(), size * zoom)
}

/// Magnifies the preview where it is pressed, or shows all of it again; moves it while it is magnified.
fn move_ui(ui: &Ui, response: &egui::Response, fitted: Rect, scene: &Scene, magnified: &mut Option<Point>) {
    let bounds = &scene.bounds;
    if response.clicked() {
        let at = response.interact_pointer_pos().unwrap_or_else(|| fitted.center());
        let along = (at - fitted.min) / fitted.size();
        let place = Point::new(
            bounds.min.x + f64::from(along.x.clamp(0.0, 1.0)) * bounds.width(),
            bounds.min.y + f64::from(along.y.clamp(0.0, 1.0)) * bounds.height(),
        );
        *magnified = if magnified.is_some() { None } else { Some(place) };
    }
    let Some(middle) = magnified else { return };
    let mut by = -response.drag_delta();
    if response.has_focus() {
        let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        ui.input(|input| {
            for (key, way) in [
                (Key::ArrowLeft, vec2(-1.0, 0.0)),
                (Key::ArrowRight, vec2(1.0, 0.0)),
                (Key::ArrowUp, vec2(0.0, -1.0)),
                (Key::ArrowDown, vec2(0.0, 1.0)),
            ] {
                if input.key_pressed(key) {
                    by += way * STEP;
                }
            }
        });
    }
    middle.x = (middle.x + f64::from(by.x)).clamp(bounds.min.x, bounds.max.x);
    middle.y = (middle.y + f64::from(by.y)).clamp(bounds.min.y, bounds.max.y);
}

/// How large the picture comes out.
fn extent_ui(ui: &mut Ui, view: &View<'_>, extents: &Extents) {
    let words = view.words;
    let (text, role) = match extents.as_deref() {
        Ok([extent]) => (extent_text(words, *extent), Role::TextDim),
        Ok(all) => (words.with("export-count", &[("count", all.len().into())]), Role::TextDim),
        Err(_) => (words.get("export-too-large").to_owned(), Role::LostText),
    };
    row_ui(ui, view, "", |ui| ui.label(small(view, text, role)));
}

fn small(view: &View<'_>, text: String, role: Role) -> RichText {
    RichText::new(text).font(style::plain(style::SMALL_PT)).color(style::color(view.theme, role))
}

/// `1108 × 1020 px`, `160 × 92.3 mm`, or both.
fn extent_text(words: &Words, extent: Extent) -> String {
    let of = |key: &'static str, [width, height]: [f64; 2], digits: usize| {
        let side = |side: f64| {
            let digits = if (side - side.round()).abs() < 0.05 { 0 } else { digits };
            words.decimal(side, digits)
        };
        words.with(key, &[("width", side(width).into()), ("height", side(height).into())])
    };
    match extent {
        Extent::Pixels(pixels) => of("export-pixels", pixels, 0),
        Extent::Millimetres(millimetres) => of("export-millimetres", millimetres, 1),
        Extent::Printed { millimetres, pixels } => {
            format!("{} · {}", of("export-millimetres", millimetres, 1), of("export-pixels", pixels, 0))
        }
    }
}

/// Squares in two colours of the theme, on which its texts can be read.
fn checkerboard(painter: &egui::Painter, theme: Theme, rect: Rect) {
    painter.rect_filled(rect, 0, style::color(theme, Role::Panel));
    let mut squares = egui::Mesh::default();
    let color = style::color(theme, Role::Control);
    let (columns, rows) = ((rect.width() / SQUARE).ceil() as usize, (rect.height() / SQUARE).ceil() as usize);
    for row in 0..rows {
        for column in (row % 2..columns).step_by(2) {
            let corner = rect.min + vec2(column as f32, row as f32) * SQUARE;
            squares.add_colored_rect(Rect::from_min_size(corner, vec2(SQUARE, SQUARE)).intersect(rect), color);
        }
    }
    painter.add(egui::Shape::mesh(squares));
}
