//! The gallery of presets: a card each, with a picture of the stack drawn by the program's own renderer.

use egui::{Id, Key, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::painter::{Camera, ScenePainter};
use super::{Action, View, style};
use crate::field::{Analysis, Trace};
use crate::locale::{Lang, Words};
use crate::net::presets::{self, Preset};
use crate::net::{Look, Stack};
use crate::scene::theme::Role;
use crate::scene::view::{self, Subject, ViewName, middle_unit};
use crate::scene::{Item, Point, Rect, Shape};

/// The narrowest card, its height, and the height of its picture.
const LEAST_WIDTH: f32 = 236.0;
const HEIGHT: f32 = 226.0;
const PICTURE: f32 = 104.0;
const GAP: f32 = 12.0;
const PADDING: f32 = 12.0;

/// A network with more layers than this is drawn as blocks.
const MOST_MAPS: usize = 3;

/// What is asked for, and the pictures that were drawn so far.
#[derive(Default)]
pub struct Gallery {
    search: String,
    /// What each card says in a language, in small letters, since something was searched.
    told: Option<(Lang, Vec<String>)>,
    thumbnails: Vec<Option<Thumbnail>>,
    focused: bool,
}

/// A stack drawn small: no texts, and what one unit sees.
struct Thumbnail {
    items: Vec<Item>,
    bounds: Rect,
}

impl Thumbnail {
    fn of(stack: &Stack, words: &Words) -> Self {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        let subject = Subject::new(&graph, &analysis, words);
        let name = match graph.input.size.rank() {
            1 => ViewName::Ladder,
            _ if graph.nodes().len() <= MOST_MAPS => ViewName::Maps,
            _ => ViewName::Blocks,
        };
        let unit = middle_unit(&graph, &analysis);
        let look = Look { folded: true, ..Look::default() };
        let Some(board) = view::board(name, &subject, look, unit.as_ref()) else {
            return Self { items: Vec::new(), bounds: Rect::default() };
        };
        let mut items: Vec<Item> =
            (0..board.parts().len()).flat_map(|part| board.under(&subject, part)).filter(is_silent).collect();
        if let Some(trace) = unit.and_then(|(map, unit)| Trace::of(&graph, &analysis, map, unit)) {
            items.extend(board.traced(&subject, &trace, &board.bounds()).into_iter().filter(is_silent));
        }
        let bounds = items.iter().map(|item| item.shape.bounds()).reduce(|a, b| a.union(&b)).unwrap_or_default();
        Self { items, bounds }
    }

    fn ui(&self, ui: &Ui, place: egui::Rect, view: &View<'_>) {
        let (width, height) = (self.bounds.width().max(1.0), self.bounds.height().max(1.0));
        let zoom = (f64::from(place.width()) / width).min(f64::from(place.height()) / height).min(1.6);
        let aside = |room: f32, size: f64| (f64::from(room) / zoom - size) / 2.0;
        let origin = Point::new(
            self.bounds.min.x - aside(place.width(), width),
            self.bounds.min.y - aside(place.height(), height),
        );
        let painter = ui.painter_at(place.expand(2.0));
        let mut scene = ScenePainter::new(&painter, place, Camera { origin, zoom }, view.theme);
        scene.add(&self.items);
        scene.finish();
    }
}

/// True of what has no text: at this size none could be read.
fn is_silent(item: &Item) -> bool {
    !matches!(
        item.shape,
        Shape::Text { .. }
            | Shape::Texts(_)
            | Shape::Lines(_)
            | Shape::Heading { .. }
            | Shape::Indices(_)
            | Shape::BlockIndices(_)
            | Shape::Badge { .. }
    )
}

impl Gallery {
    /// Draws the search field and the cards. True when one was chosen.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) -> bool {
        let words = view.words;
        let screen = ui.ctx().content_rect();
        ui.set_width((screen.width() - 96.0).clamp(300.0, 1060.0));
        ui.horizontal(|ui| {
            super::dialog::title_ui(ui, words.get("gallery-title"));
            let field = TextEdit::singleline(&mut self.search)
                .id(Id::unique("gallery search"))
                .hint_text(words.get("gallery-search"))
                .desired_width(ui.available_width().min(320.0));
            let field = ui.add(field).accessible_name(words.get("gallery-search"));
            if !std::mem::replace(&mut self.focused, true) {
                field.request_focus();
            }
        });
        ui.add_space(6.0);
        let found = self.found(words);
        let only = found.as_slice();
        let mut chosen = None;
        if let ([only], true) = (only, ui.input(|input| input.key_pressed(Key::Enter))) {
            chosen = Some(*only);
        }
        let height = (screen.height() - 190.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                let width = ui.available_width() - 12.0;
                let columns = ((width + GAP) / (LEAST_WIDTH + GAP)).floor().max(1.0) as usize;
                let card = vec2((width + GAP) / columns as f32 - GAP, HEIGHT);
                if found.is_empty() {
                    ui.label(RichText::new(words.get("gallery-nothing")).weak());
                }
                for row in found.chunks(columns) {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = GAP;
                        for &at in row {
                            if self.card_ui(ui, at, card, view) {
                                chosen = Some(at);
                            }
                        }
                    });
                    ui.add_space(GAP - ui.spacing().item_spacing.y);
                }
            },
        );
        if let Some(at) = chosen {
            actions.push(Action::OpenStack(presets::ALL[at].stack()));
        }
        chosen.is_some()
    }

    /// The presets, by their places among all, of which every word of the search is told.
    fn found(&mut self, words: &Words) -> Vec<usize> {
        let search = self.search.to_lowercase();
        if search.trim().is_empty() {
            return (0..presets::ALL.len()).collect();
        }
        let known = self.told.take().filter(|(lang, _)| *lang == words.lang);
        let (_, told) = self
            .told
            .insert(known.unwrap_or_else(|| (words.lang, presets::ALL.iter().map(|one| told(one, words)).collect())));
        let fits = |told: &String| search.split_whitespace().all(|word| told.contains(word));
        told.iter().enumerate().filter(|(_, told)| fits(told)).map(|(at, _)| at).collect()
    }

    /// True if it was pressed.
    fn card_ui(&mut self, ui: &mut Ui, at: usize, size: egui::Vec2, view: &View<'_>) -> bool {
        let preset = &presets::ALL[at];
        let words = view.words;
        let (title, text) = (words.get(preset.title), words.get(preset.text));
        let current = view.facts.preset == Some(preset.id);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, current, title));
        ui.accesskit_node_builder(response.id, |node| node.set_description(text));
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if !ui.is_rect_visible(rect) {
            return response.clicked();
        }
        super::card::paint_card(ui.painter(), view.theme, rect, current || response.has_focus(), response.hovered());
        let inside = rect.shrink(PADDING);
        let picture = egui::Rect::from_min_size(inside.min, vec2(inside.width(), PICTURE));
        self.thumbnails.resize_with(presets::ALL.len(), || None);
        self.thumbnails[at].get_or_insert_with(|| Thumbnail::of(&preset.stack(), words)).ui(ui, picture, view);
        let of = |role| style::color(view.theme, role);
        let mut job = egui::text::LayoutJob::default();
        let format = |font, role| egui::TextFormat { font_id: font, color: of(role), ..Default::default() };
        job.append(title, 0.0, format(style::bold(style::BODY_PT), Role::Text));
        job.append("\n", 0.0, format(style::plain(4.0), Role::Text));
        job.append(text, 0.0, format(style::plain(style::SMALL_PT), Role::TextDim));
        job.wrap = egui::text::TextWrapping {
            max_width: inside.width(),
            max_rows: if preset.source.is_some() { 5 } else { 6 },
            ..Default::default()
        };
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(pos2(inside.left(), picture.bottom() + 8.0), galley, of(Role::Text));
        if let Some(source) = &preset.source {
            let text = format!("{}, {}", source.authors, source.year);
            let line = super::card::line(ui.painter(), &text, style::plain(10.5), of(Role::TextDim), inside.width());
            ui.painter().galley(pos2(inside.left(), inside.bottom() - line.size().y), line, of(Role::TextDim));
        }
        let tip = preset.source.map(|source| format!("{}: {}, {}", source.authors, source.title, source.year));
        let response = match tip {
            Some(tip) => response.on_hover_text(tip),
            None => response,
        };
        response.clicked()
    }
}

/// What a card says, with the names of its layers, in small letters.
fn told(preset: &Preset, words: &Words) -> String {
    let source = preset.source.map(|source| format!("{} {} {}", source.authors, source.title, source.year));
    let told = [preset.id, words.get(preset.title), words.get(preset.text), &source.unwrap_or_default()].join(" ");
    format!("{told} {}", preset.stack()).to_lowercase()
}
