//! The palette: every command, lesson and layer by a few letters of its name.

use egui::{
    Align2, FontSelection, Id, Key, Modifiers, Rect, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::command::{self, Command, Menu};
use super::dialog::Answer;
use super::{Action, View, style};
use crate::locale::{Lang, Words};
use crate::net::{LayerId, MapId, presets};
use crate::scene::theme::Role;

const WIDTH: f32 = 560.0;
const ROW: f32 = 30.0;
const MOST_ROWS: usize = 12;

/// What choosing an entry does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Goal {
    Command(Command),
    /// A preset, by its place among all.
    Lesson(usize),
    Input,
    Layer(LayerId),
}

/// One line of the list.
struct Entry {
    goal: Goal,
    label: String,
    /// The same in the other language, which is searched too.
    other: String,
    /// What stands at the right: a key, or the settings of a layer.
    detail: String,
    /// The mark of a switch that is on.
    on: bool,
}

/// An entry that fits what is typed. `other` if it does so in the other language.
struct Found {
    entry: usize,
    other: bool,
}

/// The open palette.
pub struct Palette {
    text: String,
    /// Made when it is first drawn: the network does not change while it is open.
    entries: Option<Vec<Entry>>,
    pattern: Pattern,
    found: Vec<Found>,
    /// The chosen one among those found.
    at: usize,
    matcher: Matcher,
    /// The chosen one is to be brought into sight.
    follow: bool,
}

impl Palette {
    pub fn new() -> Self {
        Self {
            text: String::new(),
            entries: None,
            pattern: Pattern::default(),
            found: Vec::new(),
            at: 0,
            matcher: Matcher::new(Config::DEFAULT),
            follow: false,
        }
    }

    /// Looks for what is typed; without letters everything is found, in the order of the menus.
    fn search(&mut self) {
        let entries = self.entries.as_deref().unwrap_or_default();
        self.pattern = Pattern::new(
            &self.text,
            CaseMatching::Ignore,
            Normalization::Smart,
            nucleo_matcher::pattern::AtomKind::Fuzzy,
        );
        let mut buffer = Vec::new();
        let mut score = |text: &str| self.pattern.score(Utf32Str::new(text, &mut buffer), &mut self.matcher);
        let mut found: Vec<(u32, Found)> = Vec::new();
        for (entry, Entry { label, other, .. }) in entries.iter().enumerate() {
            let (own, foreign) = (score(label), if other == label { None } else { score(other) });
            match (own, foreign) {
                (None, None) => {}
                (own, Some(score)) if own.is_none_or(|own| own < score) => {
                    found.push((score, Found { entry, other: true }));
                }
                (own, _) => found.push((own.unwrap_or(0), Found { entry, other: false })),
            }
        }
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        // Letters strewn over a long text are no answer where another one has them in a row.
        let least = found.first().map_or(0, |(best, _)| best * 3 / 5);
        self.found = found.into_iter().take_while(|(score, _)| *score >= least).map(|(_, found)| found).collect();
        self.at = 0;
        self.follow = true;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if self.entries.is_none() {
            self.entries = Some(entries(ui.ctx(), view));
            self.search();
        }
        let words = view.words;
        let room = ui.ctx().content_rect().size();
        ui.set_width(WIDTH.min(room.x - 60.0).max(120.0));
        let rows = (((room.y - 190.0) / ROW) as usize).clamp(3, MOST_ROWS);
        let entered = self.keys(ui, rows);
        let field = TextEdit::singleline(&mut self.text)
            .id(Id::unique("palette field"))
            .hint_text(words.get("palette-hint"))
            .font(FontSelection::FontId(style::plain(15.0)))
            .margin(egui::Margin::symmetric(10, 7))
            .lock_focus(true)
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name(words.get("palette-field"));
        if !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            self.search();
        }
        // What Enter chooses is read after the search: letters may have come in the same frame.
        let chosen = entered.then_some(self.at);
        ui.add_space(8.0);
        let clicked = self.list_ui(ui, view, rows, field.id);
        ui.add_space(6.0);
        let count = words.with("palette-count", &[("count", self.found.len().into())]);
        let count = egui::RichText::new(count).small().color(style::color(view.theme, Role::TextDim));
        let count = ui.label(count);
        ui.ctx().accesskit_node_builder(count.id, |node| node.set_live(egui::accesskit::Live::Polite));
        if let Some(entry) = clicked.or(chosen).and_then(|at| self.found.get(at)).map(|found| found.entry) {
            // Closed first: what is chosen may open another dialog.
            actions.push(Action::Answer(Answer::Close));
            let goal = self.entries.as_deref().and_then(|entries| entries.get(entry)).map(|entry| entry.goal);
            actions.extend(goal.and_then(action_of));
        }
    }

    /// Moves through the list; true if Enter was pressed.
    fn keys(&mut self, ui: &Ui, rows: usize) -> bool {
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let last = self.found.len().saturating_sub(1);
        let before = self.at;
        let steps = [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, rows as isize - 1)];
        for (key, by) in steps.into_iter().chain([(Key::PageUp, 1 - rows as isize)]) {
            for _ in 0..pressed(key) {
                let wraps = by.abs() == 1;
                self.at = match self.at.checked_add_signed(by) {
                    Some(at) if at <= last => at,
                    Some(_) if wraps => 0,
                    None if wraps => last,
                    Some(_) => last,
                    None => 0,
                };
            }
        }
        self.follow |= self.at != before;
        pressed(Key::Enter) > 0
    }

    /// Draws the rows in sight; gives the place of the one that was pressed.
    fn list_ui(&mut self, ui: &mut Ui, view: &View<'_>, rows: usize, field: Id) -> Option<usize> {
        let height = ROW * rows.min(self.found.len().max(2)) as f32;
        ui.spacing_mut().item_spacing.y = 0.0;
        if self.found.is_empty() {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            let color = style::color(view.theme, Role::TextDim);
            let text = view.words.get("palette-none");
            ui.painter().text(rect.center_top() + vec2(0.0, 24.0), Align2::CENTER_TOP, text, style::plain(13.0), color);
            return None;
        }
        let mut clicked = None;
        let moved = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false).show_viewport(
            ui,
            |ui, viewport| {
                ui.set_height(ROW * self.found.len() as f32);
                let origin = ui.max_rect().min;
                let width = ui.available_width();
                let place = |at: usize| Rect::from_min_size(origin + vec2(0.0, ROW * at as f32), vec2(width, ROW));
                if std::mem::take(&mut self.follow) {
                    ui.scroll_to_rect(place(self.at), None);
                }
                let first = (viewport.min.y / ROW).max(0.0) as usize;
                let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize).min(self.found.len());
                for at in first..last {
                    let response = self.row_ui(ui, at, place(at), view);
                    if response.hovered() && moved {
                        self.at = at;
                    }
                    if response.clicked() {
                        clicked = Some(at);
                    }
                    if at == self.at {
                        let row = response.id.accesskit_id();
                        ui.ctx().accesskit_node_builder(field, |node| node.set_active_descendant(row));
                    }
                }
            },
        );
        clicked
    }

    fn row_ui(&mut self, ui: &Ui, at: usize, rect: Rect, view: &View<'_>) -> egui::Response {
        let found = &self.found[at];
        let entry = &self.entries.as_deref().unwrap_or_default()[found.entry];
        let chosen = at == self.at;
        // The field keeps the keyboard: rows are not come to by Tab.
        let response = ui.interact(rect, Id::unique(("palette row", entry.goal)), Sense::CLICK);
        let spoken =
            if entry.detail.is_empty() { entry.label.clone() } else { format!("{}, {}", entry.label, entry.detail) };
        response.widget_info(|| WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &spoken));
        let of = |role| style::color(view.theme, role);
        if chosen {
            ui.painter().rect_filled(rect, style::CONTROL_RADIUS, ui.visuals().selection.bg_fill);
        }
        let right = rect.right() - 12.0;
        let detail_room = rect.width() * 0.45;
        let font = style::mono(12.0);
        let detail = super::card::line(ui.painter(), &entry.detail, font, of(Role::TextDim), detail_room);
        let detail_left = right - detail.size().x;
        ui.painter().galley(pos2(detail_left, rect.center().y - detail.size().y / 2.0), detail, of(Role::TextDim));

        let searched = if found.other { &entry.other } else { &entry.label };
        let mut letters = Vec::new();
        let mut buffer = Vec::new();
        self.pattern.indices(Utf32Str::new(searched, &mut buffer), &mut self.matcher, &mut letters);
        letters.sort_unstable();
        let plain = TextFormat { font_id: style::plain(13.5), color: of(Role::Text), ..TextFormat::default() };
        let dim = TextFormat { font_id: style::plain(12.5), color: of(Role::TextDim), ..plain.clone() };
        let mut job = LayoutJob::default();
        if found.other {
            job.append(&entry.label, 0.0, plain);
            append_marked(&mut job, &entry.other, &letters, &dim, 12.0, style::bold(12.5));
        } else {
            append_marked(&mut job, &entry.label, &letters, &plain, 0.0, style::bold(13.5));
        }
        if entry.on {
            job.append("✓", 8.0, dim);
        }
        job.wrap = egui::text::TextWrapping::truncate_at_width((detail_left - rect.left() - 24.0).max(40.0));
        let text = ui.painter().layout_job(job);
        ui.painter().galley(pos2(rect.left() + 12.0, rect.center().y - text.size().y / 2.0), text, of(Role::Text));
        response
    }
}

/// Adds a text with these letters, by their places, in bold.
fn append_marked(
    job: &mut LayoutJob,
    text: &str,
    letters: &[u32],
    format: &TextFormat,
    space: f32,
    bold: egui::FontId,
) {
    let marked = TextFormat { font_id: bold, ..format.clone() };
    let mut space = space;
    let mut run = String::new();
    let mut in_marked = false;
    for (at, letter) in text.chars().enumerate() {
        let marks_this = letters.binary_search(&(at as u32)).is_ok();
        if marks_this != in_marked && !run.is_empty() {
            job.append(&run, std::mem::take(&mut space), if in_marked { marked.clone() } else { format.clone() });
            run.clear();
        }
        in_marked = marks_this;
        run.push(letter);
    }
    job.append(&run, space, if in_marked { marked } else { format.clone() });
}

fn action_of(goal: Goal) -> Option<Action> {
    Some(match goal {
        Goal::Command(command) => Action::Command(command),
        Goal::Lesson(at) => Action::OpenStack(presets::ALL.get(at)?.stack()),
        Goal::Input => Action::Select(MapId::INPUT),
        Goal::Layer(id) => Action::SelectLayer(id),
    })
}

/// Everything that can be chosen now: commands, lessons, layers.
fn entries(ctx: &egui::Context, view: &View<'_>) -> Vec<Entry> {
    let other = Words::new(if view.words.lang == Lang::En { Lang::Ru } else { Lang::En });
    let both = [view.words, &other];
    let mut entries = Vec::new();
    let mut add = |goal, on, detail: String, label: &dyn Fn(&Words) -> String| {
        let [label, other] = both.map(label);
        entries.push(Entry { goal, label, other, detail, on });
    };
    for spec in command::ALL {
        if spec.command == Command::Palette || !(spec.enabled)(view.facts) {
            continue;
        }
        let key = spec.keys.first().map(|key| command::key_text(ctx, *key)).unwrap_or_default();
        let on = spec.on.is_some_and(|on| on(view.facts));
        // Alone, these would not say of what they are one.
        let group = match (spec.menu, spec.command) {
            (_, Command::Show(_)) => Some("menu-view"),
            (Menu::Theme, _) => Some("menu-theme"),
            (Menu::Language, _) => Some("menu-language"),
            _ => None,
        };
        add(Goal::Command(spec.command), on, key, &|words| {
            let label = words.get(spec.label);
            let values = |group| [("group", words.get(group).into()), ("label", label.into())];
            group.map_or_else(|| label.to_owned(), |group| words.with("palette-in", &values(group)))
        });
    }
    for (at, preset) in presets::ALL.iter().enumerate() {
        let on = view.facts.preset == Some(preset.id);
        add(Goal::Lesson(at), on, String::new(), &|words| {
            words.with("palette-lesson", &[("lesson", words.get(preset.title).into())])
        });
    }
    let input = view.stack().input.to_string();
    add(Goal::Input, false, input, &|words| words.with("palette-go", &[("layer", words.get("map-input").into())]));
    let (before, other_before) = split_at_layer(view.words, &other);
    for (layer, name) in view.stack().layers().iter().zip(view.names) {
        // Thousands of these: a sentence for each would take longer than all the rest.
        entries.push(Entry {
            goal: Goal::Layer(layer.id),
            label: format!("{}{name}{}", before.0, before.1),
            other: format!("{}{name}{}", other_before.0, other_before.1),
            detail: layer.op.to_string(),
            on: false,
        });
    }
    entries
}

/// What stands before and behind a layer's name in the line that goes to it, in both languages.
fn split_at_layer(words: &Words, other: &Words) -> ((String, String), (String, String)) {
    let split = |words: &Words| {
        let line = words.with("palette-go", &[("layer", "\u{1}".into())]);
        let (before, behind) = line.split_once('\u{1}').unwrap_or((&line, ""));
        (before.to_owned(), behind.to_owned())
    };
    (split(words), split(other))
}
