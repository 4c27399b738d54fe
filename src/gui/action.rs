//! Everything that a panel can ask for, and the one place that does it.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::app::App;
use super::canvas::Zoom;
use super::cells::Asked;
use super::command::{Command, StripPage};
use super::dialog::{Answer, Dialog, Next, Purpose};
use super::gallery::Gallery;
use super::palette::Palette;
use super::saved::{LEAST_ZOOM, MOST_ZOOM};
use super::session::{PinnedUnit, map_of, selection_of};
use super::source::Use;
use super::source::copied::Copied;
use super::source::dialog::Target;
use super::tensors::Same;
use super::text_dialog::TextDialog;
use super::{Selection, ThemeChoice, Unit, reasons, style};
use crate::files::FileProblem;
use crate::import::document::{self, DocumentError};
use crate::import::layer_text;
use crate::locale::Lang;
use crate::net::{Edit, LayerId, Look, MapId, Shape, Stack};
use crate::scene::columns::Column;
use crate::scene::graph;
use crate::scene::view::ViewName;

/// What a panel asks for. Actions run after the frame, in the order in which they were pushed.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Changes the stack: one entry of the undo list.
    Edit(Edit),
    /// Changes the stack while something is dragged: until the pointer is released, all of these are one entry.
    EditDrag(Edit),
    /// Selects the layer of a map; the image if it is the input's.
    Select(MapId),
    /// Selects a layer, also one that is switched off and has no map.
    SelectLayer(LayerId),
    /// The unit under the pointer. Push it in every frame in which there is one: a frame without it clears it.
    Hover(Option<Unit>),
    /// The unit whose field stays shown.
    Pin(Option<Unit>),
    /// The edit under the pointer, to be shown before it is made. Push it in every frame in which there is one: a frame
    /// without it clears it.
    Preview(Option<Edit>),
    Command(Command),
    /// Runs a command about this view, which becomes the active one.
    InView(ViewName, Command),
    /// This view was reached with the keyboard.
    Touch(ViewName),
    /// The axis that the ladder shows.
    Axis(usize),
    /// Opens a folded group of the graph, or folds it.
    Group(usize),
    /// Puts a preset in the place of the stack.
    OpenStack(Stack),
    /// Reads a file and shows it; asks first if there are unsaved changes.
    OpenPath(PathBuf),
    /// Opens the first of the files that were let go over the window.
    Drop(Vec<PathBuf>),
    /// Forgets which files were open.
    ClearRecent,
    SetLang(Lang),
    SetTheme(ThemeChoice),
    /// Shows a column of the table, or hides it.
    ShowColumn(Column, bool),
    /// The output position whose value is shown while values are predicted.
    Uncover(Unit),
    /// The channel that is read, and the one that is made, of those that the numbers show, 0-based. The image view shows
    /// the first one enlarged.
    Channel(u64),
    Filter(u64),
    /// Allows so many bytes of tensors.
    AllowBytes(u64),
    /// Says something that is to be known.
    Say(String),
    /// Puts a text into the clipboard and says so.
    CopyText {
        text: String,
        said: String,
    },
    /// Puts pasted layers behind the selected one, or a pasted stack in the place of this one.
    Paste(String),
    /// Asks for a file of values, for that.
    ChooseValues(Use),
    /// Reads a file of values again, by the name that the document has for it.
    ReadValues(String),
    /// Opens the dialog in which numbers are typed.
    TypeNumbers(Target),
    /// Shows this path of a network with branches, which may end before an output.
    Follow(Vec<MapId>),
    /// Shows a path through this map of a network with branches.
    Through(MapId),
    /// What was answered in a dialog.
    Answer(Answer),
}

/// What a new document holds: an image of the size that lessons begin with, and nothing behind it.
pub fn empty_stack() -> Stack {
    Stack::new(Shape::image(1, [28, 28]))
}

impl Action {
    /// True of what only follows the pointer.
    pub fn only_points(&self) -> bool {
        matches!(self, Self::Hover(_) | Self::Preview(_))
    }
}

impl App {
    /// Runs what the panels of a frame asked for.
    pub(super) fn run_all(&mut self, ctx: &Context, actions: Vec<Action>) {
        let (hover, preview) = (self.session.hover.take(), self.session.preview.take());
        for action in actions {
            self.run(ctx, action);
        }
        // Panels that were drawn before the one under the pointer show it in the next frame.
        if self.session.hover != hover || self.session.preview != preview {
            ctx.request_repaint();
        }
    }

    pub(super) fn run(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Hover(unit) => {
                self.session.hover = unit;
                return;
            }
            Action::Preview(edit) => {
                // Under a pointer that rests where it pressed, the next fix would be shown unasked.
                self.session.preview = edit.filter(|_| !self.session.preview_waits);
                return;
            }
            Action::Edit(edit) => self.change(edit, false),
            Action::EditDrag(edit) => self.change(edit, true),
            Action::Select(map) => {
                // What was pressed is in sight; elsewhere it may not be.
                let active = self.saved.views.active();
                for name in ViewName::BOARDS.into_iter().filter(|name| *name != active) {
                    if let Some(canvas) = self.session.views.canvas(name) {
                        canvas.reveal(map);
                    }
                }
                let stack = Arc::clone(self.session.stack());
                self.session.selection = selection_of(map, &self.derived.net(&stack).lowered);
                self.show_selected_numbers();
            }
            Action::SelectLayer(id) => {
                self.session.selection = Selection::Layer(id);
                self.reveal_selection();
                self.show_selected_numbers();
            }
            Action::Pin(unit) => {
                let stack = Arc::clone(self.session.stack());
                let lowered = &self.derived.net(&stack).lowered;
                let pin = unit.map(|(map, index)| PinnedUnit { of: selection_of(map, lowered), index });
                self.set_pin(pin);
            }
            Action::Uncover(unit) => {
                if !self.session.uncovered.contains(&unit) {
                    Arc::make_mut(&mut self.session.uncovered.0).push(unit);
                }
            }
            Action::Filter(filter) => {
                self.session.look_mut().filter = filter;
                self.session.uncovered = Same(Arc::default());
            }
            Action::AllowBytes(bytes) => self.session.most_bytes = bytes,
            Action::Say(text) => self.session.say(text),
            Action::Command(command) => self.command(ctx, command),
            Action::InView(name, command) => {
                self.saved.views.touch(name);
                self.command(ctx, command);
            }
            Action::Group(bit) => {
                let look = self.session.look_mut();
                *look = graph::toggled(*look, bit);
            }
            Action::Axis(axis) => self.session.look_mut().axis = Some(axis),
            Action::Follow(path) => self.follow(&path),
            Action::Through(map) => self.go_through(map),
            Action::Channel(channel) => self.session.look_mut().channel = channel,
            Action::Touch(name) => self.saved.views.touch(name),
            Action::OpenStack(stack) => self.guarded(ctx, Next::OpenStack(stack)),
            Action::OpenPath(path) => self.read(ctx, path),
            Action::Drop(paths) => self.read_dropped(ctx, paths),
            Action::ClearRecent => self.saved.recent.clear(),
            Action::SetLang(lang) => self.set_lang(lang),
            Action::SetTheme(theme) => self.set_theme(ctx, theme),
            Action::ShowColumn(column, shown) => self.saved.columns.show(column, shown),
            Action::CopyText { text, said } => {
                ctx.copy_text(text);
                self.session.say(said);
            }
            Action::Paste(text) => self.paste(&text),
            Action::ChooseValues(what) => self.choose_values(what),
            Action::ReadValues(name) => self.read_again(ctx, &name),
            Action::TypeNumbers(target) => self.type_numbers(target),
            Action::Answer(answer) => self.answer(ctx, answer),
        }
        // What was drawn so far in this frame shows the state before.
        ctx.request_repaint();
    }

    /// Makes an edit, as a panel that pushes `Action::Edit`.
    pub fn edit(&mut self, edit: Edit) {
        self.change(edit, false);
    }

    pub(super) fn change(&mut self, edit: Edit, drag: bool) {
        self.session.said = None;
        let selection = self.session.selection;
        self.session.edit(edit, drag);
        if self.session.selection != selection {
            self.reveal_selection();
        }
    }

    /// Brings the map of the selected layer into sight.
    pub(super) fn reveal_selection(&mut self) {
        let stack = Arc::clone(self.session.stack());
        if let Some(map) = map_of(self.session.selection, &stack, &self.derived.net(&stack).lowered) {
            for canvas in self.session.views.canvases() {
                canvas.reveal(map);
            }
        }
    }

    fn command(&mut self, ctx: &Context, command: Command) {
        let layer = self.session.selected_layer();
        let at = layer.and_then(|id| self.session.stack().position(id));
        match command {
            Command::New => self.guarded(ctx, Next::New),
            Command::Open => self.ask_path(Purpose::Open),
            Command::Quit => self.guarded(ctx, Next::Quit),
            Command::Save => self.save(ctx, None),
            Command::SaveAs => self.ask_path(Purpose::Save(None)),
            Command::ExportPicture => self.open_export(),
            Command::ExportOnnx => self.ask_path(Purpose::Onnx),
            Command::WindowPicture => self.ask_path(Purpose::WindowPicture),
            Command::Undo => {
                let what = self.session.history.undo_what();
                self.session.undo();
                self.say_of_edit("toast-undone", what);
            }
            Command::Redo => {
                let what = self.session.history.redo_what();
                self.session.redo();
                self.say_of_edit("toast-redone", what);
            }
            Command::Copy => {
                self.copy_selected(ctx);
                self.say_of_layer("toast-copied", layer);
            }
            Command::Cut => {
                if let Some(id) = layer {
                    self.copy_selected(ctx);
                    let name = self.name_of(layer);
                    self.change(Edit::Remove(id), false);
                    self.say_name("toast-cut", name);
                }
            }
            Command::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Command::Duplicate => self.edit_layer(layer, Edit::Duplicate),
            Command::Delete => self.edit_layer(layer, Edit::Remove),
            Command::MoveUp => {
                if let Some((id, to)) = layer.zip(at.and_then(|at| at.checked_sub(1))) {
                    self.change(Edit::Move { id, to }, false);
                }
            }
            Command::MoveDown => {
                if let Some((id, at)) = layer.zip(at) {
                    self.change(Edit::Move { id, to: at + 1 }, false);
                }
            }
            Command::ToggleLayer => {
                if let Some(layer) = layer.and_then(|id| self.session.stack().layer(id)) {
                    self.change(Edit::Enable(layer.id, !layer.enabled), false);
                }
            }
            Command::Rename => {
                if let Some(id) = layer {
                    let name = self.session.stack().layer(id).and_then(|layer| layer.name.clone());
                    self.saved.panels.stack = true;
                    self.session.stack_panel.rename(id, name.unwrap_or_default());
                }
            }
            Command::EditText => self.session.dialog = Some(Dialog::Text(TextDialog::new(self.session.stack()))),
            Command::PathAsStack => {
                let stack = Arc::clone(self.session.stack());
                let ids = self.route_layers();
                self.guarded(ctx, Next::OpenStack(stack.along(&ids)));
            }
            Command::LongestPath => {
                let view = &mut self.session.document.view;
                view.path.clear();
                view.branches.clear();
            }
            Command::ZoomIn => self.zoom_view(Zoom::In),
            Command::ZoomOut => self.zoom_view(Zoom::Out),
            Command::ZoomFit => self.zoom_view(Zoom::Fit),
            Command::Layout(layout) => self.session.look_mut().layout = layout,
            Command::NextAxis => {
                let rank = self.session.stack().input.size.rank();
                let next = (self.session.document().view.look.axis_of(rank) + 1) % rank.max(1);
                self.session.look_mut().axis = Some(next);
            }
            Command::PathsOverlay => self.session.look_mut().paths = !self.session.document().view.look.paths,
            Command::Fold => self.fold(),
            Command::Tint(tint) => self.session.look_mut().tint = tint,
            Command::Scale(scale) => self.session.look_mut().scale = scale,
            Command::Colours(colours) => self.session.look_mut().colours = colours,
            Command::Range(range) => self.session.look_mut().range = range,
            Command::NextPage | Command::PreviousPage => {
                let stack = Arc::clone(self.session.stack());
                let last = self.derived.net(&stack).pages.saturating_sub(1);
                let page = &mut self.session.look_mut().page;
                *page = stepped(*page, last, command == Command::NextPage);
            }
            Command::NextShownChannel | Command::PreviousShownChannel => {
                let stack = Arc::clone(self.session.stack());
                let last = self.derived.net(&stack).channels.saturating_sub(1);
                let channel = &mut self.session.look_mut().channel;
                *channel = stepped(*channel, last, command == Command::NextShownChannel);
            }
            Command::Show(name) => self.saved.views.show(name),
            Command::Beside => self.saved.views.beside(self.saved.views.active()),
            Command::Together => self.saved.views.together(),
            Command::Play
            | Command::StepBack
            | Command::StepForward
            | Command::First
            | Command::Last
            | Command::Repeat
            | Command::Speed(_) => self.play(ctx, command),
            Command::Reveal(reveal) => {
                self.session.look_mut().reveal = reveal;
                self.session.uncovered = Same(Arc::default());
            }
            Command::CoverAll => self.session.uncovered = Same(Arc::default()),
            Command::UncoverAll => self.uncover_all(),
            Command::NextChannel => self.step_choice(ctx, true, 1),
            Command::PreviousChannel => self.step_choice(ctx, true, -1),
            Command::NextFilter => self.step_choice(ctx, false, 1),
            Command::PreviousFilter => self.step_choice(ctx, false, -1),
            Command::EditCell => self.session.views.numbers.cells.ask(Asked::Pixel),
            Command::EditKernel => self.session.views.numbers.cells.ask(Asked::Weight),
            Command::StackPanel => self.saved.panels.stack = !self.saved.panels.stack,
            Command::Inspector => self.saved.panels.inspector = !self.saved.panels.inspector,
            Command::Growth => self.show_strip(StripPage::Growth),
            Command::Notes => self.show_strip(StripPage::Notes),
            Command::Network => self.show_strip(StripPage::Network),
            Command::Stage => self.toggle_stage(ctx),
            Command::Palette => self.session.dialog = Some(Dialog::Palette(Box::new(Palette::new()))),
            Command::NextLayer => self.step_layer(at.map_or(0, |at| at + 1)),
            Command::PreviousLayer => {
                if let Some(before) = at.and_then(|at| at.checked_sub(1)) {
                    self.step_layer(before);
                } else {
                    self.run(ctx, Action::Select(MapId::INPUT));
                }
            }
            Command::NextRegion => self.session.regions.go(ctx, false),
            Command::PreviousRegion => self.session.regions.go(ctx, true),
            Command::Theme(theme) => self.set_theme(ctx, theme),
            Command::Lang(lang) => self.set_lang(lang),
            Command::LargerText => self.set_zoom(ctx, self.saved.zoom + 0.1),
            Command::SmallerText => self.set_zoom(ctx, self.saved.zoom - 0.1),
            Command::NormalText => self.set_zoom(ctx, 1.0),
            Command::Gallery => self.session.dialog = Some(Dialog::Gallery(Gallery::default())),
            Command::Keys => self.session.dialog = Some(Dialog::Keys),
            Command::About => self.session.dialog = Some(Dialog::About),
        }
    }

    /// Shows this in the strip below the views; if it is shown already, hides the strip.
    fn show_strip(&mut self, page: StripPage) {
        let panels = &mut self.saved.panels;
        panels.growth = !panels.shows(page);
        panels.page = page;
    }

    /// Folds repeats, or draws all of them. A large graph is folded from the start, and there that is for all its groups.
    fn fold(&mut self) {
        let stack = Arc::clone(self.session.stack());
        let active = self.saved.views.active();
        let folds = graph::folds(&self.derived.net(&stack).lowered.graph, self.session.document().view.look);
        let look = self.session.look_mut();
        if active == ViewName::Graph {
            (look.folded, look.opened) = if folds { (false, Look::ALL_OPENED) } else { (true, 0) };
        } else {
            look.folded = !look.folded;
        }
    }

    /// Moves the camera of the active view, if it has one.
    fn zoom_view(&mut self, zoom: Zoom) {
        if let Some(canvas) = self.session.views.canvas(self.saved.views.active()) {
            canvas.zoom(zoom);
        }
    }

    fn edit_layer(&mut self, layer: Option<LayerId>, edit: impl FnOnce(LayerId) -> Edit) {
        if let Some(id) = layer {
            self.change(edit(id), false);
        }
    }

    fn set_lang(&mut self, lang: Lang) {
        self.saved.lang = lang;
        // What was said was said in the other language.
        self.session.said = None;
        self.session.toasts.clear();
    }

    pub(super) fn set_theme(&mut self, ctx: &Context, theme: ThemeChoice) {
        self.saved.theme = theme;
        style::set_theme(ctx, theme);
    }

    fn set_zoom(&mut self, ctx: &Context, zoom: f32) {
        self.saved.zoom = ((zoom * 10.0).round() / 10.0).clamp(LEAST_ZOOM, MOST_ZOOM);
        ctx.set_zoom_factor(self.shown_zoom(ctx));
    }

    // The clipboard.

    /// Copies the selected layer as text; the whole stack if the input is selected.
    fn copy_selected(&mut self, ctx: &Context) {
        let (stack, id) = (self.session.stack(), self.session.selected_layer());
        let layer = id.and_then(|id| stack.layer(id));
        let text = layer.map_or_else(|| stack.to_string(), ToString::to_string);
        self.session.copied = Some(Copied::of(text.clone(), stack, id));
        ctx.copy_text(text);
    }

    fn paste(&mut self, text: &str) {
        if self.paste_numbers(text) {
            return;
        }
        if self.session.stack().wiring().is_some() {
            let text = self.derived.words(self.saved.lang).get("status-wired").to_owned();
            return self.session.complain(text);
        }
        let mut layers = match layer_text::read_layers(text) {
            Ok(layers) if layers.is_empty() => return,
            Ok(layers) => layers,
            Err(of_layers) => {
                match document::open(text.as_bytes()) {
                    Ok(mut opened) => {
                        if let Some(copied) = &self.session.copied {
                            copied.give_stack(text, &mut opened.document.stack);
                        }
                        self.change(Edit::Replace(opened.document.stack), false);
                        self.tell_remarks(&opened.remarks);
                    }
                    Err(of_document) => {
                        // Which mistake to tell: that of what it was meant to be.
                        let is_stack = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
                        let words = self.derived.words(self.saved.lang);
                        let reason = match of_document {
                            DocumentError::Text { error, .. } if is_stack => reasons::of_text(words, &error),
                            DocumentError::Text { .. } => reasons::of_text(words, &of_layers),
                            of_document => reasons::of_file(words, &FileProblem::Document(of_document)),
                        };
                        let text = words.with("status-paste-failed", &[("reason", reason.into())]);
                        self.session.complain(text);
                    }
                }
                return;
            }
        };
        if let Some(copied) = &self.session.copied {
            copied.give_layers(text, &mut layers);
        }
        let after = self.session.selected_layer().and_then(|id| self.session.stack().position(id));
        let at = after.map_or(0, |at| at + 1);
        self.change(Edit::InsertMany { at, layers }, false);
    }

    /// The pinned unit in the shown network: moved inside if its map became smaller.
    pub(super) fn pinned(&mut self) -> Option<Unit> {
        let stack = Arc::clone(self.session.stack());
        let net = self.derived.net(&stack);
        let pin = self.session.pin.as_ref()?;
        let map = map_of(pin.of, &stack, &net.lowered)?;
        let shape = net.analysis.map(map).shape.as_ref()?;
        Some((map, shape.nearest_unit(pin.index.as_slice())?))
    }
}

/// The next number or the one before; of one past the last, as if it were the last.
fn stepped(at: u64, last: u64, forth: bool) -> u64 {
    let at = at.min(last);
    if forth { (at + 1).min(last) } else { at.saturating_sub(1) }
}
