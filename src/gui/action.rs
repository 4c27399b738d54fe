//! Everything that a panel can ask for, and the one place that does it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::app::App;
use super::canvas::{CanvasState, Zoom};
use super::command::Command;
use super::dialog::{Answer, Dialog, Next, PathDialog, Purpose};
use super::jobs::{self, Done};
use super::saved::{LEAST_ZOOM, MOST_ZOOM};
use super::session::{PinnedUnit, map_of, selection_of};
use super::text_dialog::TextDialog;
use super::{Selection, ThemeChoice, Unit, history, reasons};
use crate::import::layer_text;
use crate::locale::Lang;
use crate::net::{Document, Edit, LayerId, Layout, MapId, Shape, Stack};

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
    /// Puts a preset in the place of the stack.
    OpenStack(Stack),
    /// Reads a file; asks first if there are unsaved changes.
    OpenPath(PathBuf),
    SetLang(Lang),
    SetTheme(ThemeChoice),
    SetLayout(Layout),
    /// Shows a sentence in the status line.
    Status(String),
    /// What was answered in a dialog.
    Answer(Answer),
}

/// What a new document holds: an image of the size that lessons begin with, and nothing behind it.
pub fn empty_stack() -> Stack {
    Stack::new(Shape::image(1, [28, 28]))
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

    fn run(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Hover(unit) => {
                self.session.hover = unit;
                return;
            }
            Action::Preview(edit) => {
                self.session.preview = edit;
                return;
            }
            Action::Edit(edit) => self.change(edit, false),
            Action::EditDrag(edit) => self.change(edit, true),
            Action::Select(map) => {
                let stack = Arc::clone(self.session.stack());
                self.session.selection = selection_of(map, &self.derived.net(&stack).lowered);
            }
            Action::SelectLayer(id) => {
                self.session.selection = Selection::Layer(id);
                self.reveal_selection();
            }
            Action::Pin(unit) => {
                let stack = Arc::clone(self.session.stack());
                let lowered = &self.derived.net(&stack).lowered;
                self.session.pin = unit.map(|(map, index)| PinnedUnit { of: selection_of(map, lowered), index });
            }
            Action::Command(command) => self.command(ctx, command),
            Action::OpenStack(stack) => self.guarded(ctx, Next::OpenStack(stack)),
            Action::OpenPath(path) => self.guarded(ctx, Next::OpenPath(path)),
            Action::SetLang(lang) => self.set_lang(lang),
            Action::SetTheme(theme) => self.set_theme(ctx, theme),
            Action::SetLayout(layout) => self.session.document_mut_view().layout = layout,
            Action::Status(text) => self.session.say(text),
            Action::Answer(answer) => self.answer(ctx, answer),
        }
        // What was drawn so far in this frame shows the state before.
        ctx.request_repaint();
    }

    /// Makes an edit, as a panel that pushes [`Action::Edit`].
    pub fn edit(&mut self, edit: Edit) {
        self.change(edit, false);
    }

    fn change(&mut self, edit: Edit, drag: bool) {
        self.session.said = None;
        let selection = self.session.selection;
        if let Edit::Replace(stack) = edit {
            self.replace(stack);
        } else {
            self.session.edit(edit, drag);
        }
        if self.session.selection != selection {
            self.reveal_selection();
        }
    }

    /// Brings the map of the selected layer into sight.
    fn reveal_selection(&mut self) {
        let stack = Arc::clone(self.session.stack());
        if let Some(map) = map_of(self.session.selection, &stack, &self.derived.net(&stack).lowered) {
            self.session.canvas.reveal(map);
        }
    }

    /// Another stack: what is selected stays at its place, if there is a layer.
    fn replace(&mut self, stack: Stack) {
        let at = self.session.selected_layer().and_then(|id| self.session.stack().position(id));
        let selection =
            at.and_then(|at| stack.layers().get(at)).map_or(Selection::Input, |layer| Selection::Layer(layer.id));
        self.session.replace(stack, "edit-replace", selection, false);
    }

    fn command(&mut self, ctx: &Context, command: Command) {
        let layer = self.session.selected_layer();
        let at = layer.and_then(|id| self.session.stack().position(id));
        match command {
            Command::New => self.guarded(ctx, Next::New),
            Command::Open => self.guarded(ctx, Next::Open),
            Command::Quit => self.guarded(ctx, Next::Quit),
            Command::Save => self.save(ctx, None),
            Command::SaveAs => self.ask_path(ctx, Purpose::Save(None)),
            Command::ExportPicture => self.ask_path(ctx, Purpose::Picture),
            Command::WindowPicture => self.ask_path(ctx, Purpose::WindowPicture),
            Command::Undo => self.session.undo(),
            Command::Redo => self.session.redo(),
            Command::Copy => ctx.copy_text(self.clipboard_text()),
            Command::Cut => {
                if let Some(id) = layer {
                    ctx.copy_text(self.clipboard_text());
                    self.change(Edit::Remove(id), false);
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
            Command::ZoomIn => self.session.canvas.zoom(Zoom::In),
            Command::ZoomOut => self.session.canvas.zoom(Zoom::Out),
            Command::ZoomFit => self.session.canvas.zoom(Zoom::Fit),
            Command::Layout(layout) => self.session.document_mut_view().layout = layout,
            Command::StackPanel => self.saved.panels.stack = !self.saved.panels.stack,
            Command::Inspector => self.saved.panels.inspector = !self.saved.panels.inspector,
            Command::Growth => self.saved.panels.growth = !self.saved.panels.growth,
            Command::Theme(theme) => self.set_theme(ctx, theme),
            Command::Lang(lang) => self.set_lang(lang),
            Command::LargerText => self.set_zoom(ctx, self.saved.zoom + 0.1),
            Command::SmallerText => self.set_zoom(ctx, self.saved.zoom - 0.1),
            Command::NormalText => self.set_zoom(ctx, 1.0),
            Command::Keys => self.session.dialog = Some(Dialog::Keys),
            Command::About => self.session.dialog = Some(Dialog::About),
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
    }

    pub(super) fn set_theme(&mut self, ctx: &Context, theme: ThemeChoice) {
        self.saved.theme = theme;
        ctx.set_theme(match theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
    }

    fn set_zoom(&mut self, ctx: &Context, zoom: f32) {
        self.saved.zoom = ((zoom * 10.0).round() / 10.0).clamp(LEAST_ZOOM, MOST_ZOOM);
        ctx.set_zoom_factor(self.saved.zoom);
    }

    // Documents.

    /// True if something would be lost by closing the document. A preset that was only looked at is nobody's work.
    pub(super) fn is_dirty(&mut self) -> bool {
        let stack = Arc::clone(self.session.stack());
        self.session.history.is_dirty() && (self.session.path.is_some() || self.derived.net(&stack).preset.is_none())
    }

    /// Does what closes the document, after the question about unsaved changes if there are any.
    pub(super) fn guarded(&mut self, ctx: &Context, next: Next) {
        // A preset takes the place of a stack without a file as an edit, which undo takes back: no need to ask.
        let undoable = matches!(next, Next::OpenStack(_)) && self.session.path.is_none();
        if !undoable && self.is_dirty() {
            self.session.dialog = Some(Dialog::Unsaved(next));
        } else {
            self.go_on(ctx, next);
        }
    }

    fn go_on(&mut self, ctx: &Context, next: Next) {
        match next {
            Next::New => {
                self.session.open(None, Document::new(empty_stack()));
            }
            Next::Open => self.ask_path(ctx, Purpose::Open),
            Next::OpenPath(path) => self.read(ctx, path),
            Next::OpenStack(stack) if self.session.path.is_none() => {
                let first = stack.layers().first().map_or(Selection::Input, |layer| Selection::Layer(layer.id));
                self.session.said = None;
                self.session.replace(stack, "edit-preset", first, false);
                self.session.canvas = CanvasState::default();
                self.pin_middle();
            }
            Next::OpenStack(stack) => {
                self.session.open(None, Document::new(stack));
                self.pin_middle();
            }
            Next::Quit => {
                self.session.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Pins the unit in the middle of the last map that is one: a picture that says something before anybody points.
    pub(super) fn pin_middle(&mut self) {
        let stack = Arc::clone(self.session.stack());
        let net = self.derived.net(&stack);
        let last = net.lowered.graph.maps().rev().find_map(|map| {
            let shape = net.analysis.map(map).shape.as_ref().filter(|shape| !shape.size.is_empty())?;
            Some(PinnedUnit { of: selection_of(map, &net.lowered), index: shape.size.map(|&n| (n / 2) as i64) })
        });
        self.session.pin = last;
    }

    fn save(&mut self, ctx: &Context, then: Option<Next>) {
        match self.session.path.clone() {
            Some(path) => self.write(ctx, Purpose::Save(then), path),
            None => self.ask_path(ctx, Purpose::Save(then)),
        }
    }

    fn read(&mut self, ctx: &Context, path: PathBuf) {
        self.session.jobs.start(ctx, move || jobs::read(path));
    }

    fn write(&mut self, ctx: &Context, purpose: Purpose, path: PathBuf) {
        let document = self.session.document_to_save();
        let stack = Arc::clone(self.session.stack());
        self.session.jobs.start_writing(ctx, move || jobs::write(purpose, path, &document, stack));
    }

    /// Asks for a file: with the system's dialog, or in the window.
    fn ask_path(&mut self, ctx: &Context, purpose: Purpose) {
        let folder = self.session.path.as_deref().and_then(Path::parent).map(Path::to_owned);
        let folder = folder
            .or_else(|| self.saved.folder.clone())
            .or_else(|| std::env::home_dir().filter(|home| home.is_dir()))
            .unwrap_or_default();
        let name = self.suggested_name(&purpose);
        if !self.session.native_dialogs {
            self.session.dialog = Some(Dialog::Path(PathDialog::new(purpose, &folder, &name)));
            return;
        }
        let words = self.derived.words(self.saved.lang);
        let mut dialog = rfd::FileDialog::new().set_title(words.get(purpose.title())).set_directory(folder);
        if purpose.is_open() {
            dialog = dialog.add_filter(words.get("files-document"), purpose.endings());
        } else {
            dialog = dialog.set_file_name(name);
            for ending in purpose.endings() {
                dialog = dialog.add_filter(ending.to_uppercase(), &[ending]);
            }
        }
        self.session.jobs.start_picking(ctx, dialog, purpose);
    }

    fn suggested_name(&mut self, purpose: &Purpose) -> String {
        if purpose.is_open() {
            return String::new();
        }
        let stack = Arc::clone(self.session.stack());
        let file = self.session.file_name();
        let stem = file.as_deref().and_then(|name| name.split('.').next()).map(str::to_owned);
        let preset = self.derived.net(&stack).preset.map(str::to_owned);
        let stem = stem.or(preset).unwrap_or_else(|| "network".to_owned());
        let window = if *purpose == Purpose::WindowPicture { "-window" } else { "" };
        format!("{stem}{window}.{}", purpose.endings()[0])
    }

    fn answer(&mut self, ctx: &Context, answer: Answer) {
        match answer {
            Answer::List(folder) => {
                self.session.jobs.start(ctx, move || jobs::list(folder));
                return;
            }
            Answer::Close => {}
            Answer::Path(purpose, path) => {
                self.session.dialog = None;
                self.use_path(ctx, purpose, path);
                return;
            }
            Answer::SaveThen(next) => {
                self.session.dialog = None;
                self.save(ctx, Some(next));
                return;
            }
            Answer::DiscardThen(next) => {
                self.session.dialog = None;
                self.go_on(ctx, next);
                return;
            }
            Answer::Replace(stack) => self.replace(stack),
        }
        self.session.dialog = None;
    }

    fn use_path(&mut self, ctx: &Context, purpose: Purpose, path: PathBuf) {
        let path = purpose.with_ending(path);
        self.saved.folder = path.parent().map(Path::to_owned);
        match purpose {
            Purpose::Open => self.read(ctx, path),
            Purpose::Save(_) => self.write(ctx, purpose, path),
            Purpose::Picture => {
                let picture = self.picture_request(ctx);
                self.session.jobs.start_writing(ctx, move || super::picture::write(picture, path));
            }
            Purpose::WindowPicture => {
                let (sender, waker) = (self.session.jobs.sender(), ctx.clone());
                ctx.request_screenshot(move |image| {
                    let _gone = sender.send(Done::Screen { path, image });
                    waker.request_repaint();
                });
            }
        }
    }

    /// Takes what the jobs have done since the last frame.
    pub(super) fn poll_jobs(&mut self, ctx: &Context) {
        while let Some(done) = self.session.jobs.next() {
            self.done(ctx, done);
            ctx.request_repaint();
        }
    }

    fn done(&mut self, ctx: &Context, done: Done) {
        match done {
            Done::Picked { purpose, path: Some(path), .. } => self.use_path(ctx, purpose, path),
            Done::Picked { purpose, path: None, no_dialog: true } => {
                self.session.native_dialogs = false;
                self.ask_path(ctx, purpose);
            }
            Done::Picked { .. } => {}
            Done::Read { path, document } => match document {
                Ok(document) => {
                    self.saved.folder = path.parent().map(Path::to_owned);
                    let said = self.said("status-opened", &path);
                    self.session.open(Some(path), *document);
                    self.session.say(said);
                }
                Err(problem) => {
                    let reason = reasons::of_file(self.derived.words(self.saved.lang), &problem);
                    let excerpt = reasons::excerpt_of(&problem).map(str::to_owned);
                    self.complain("error-open", &path, &reason, excerpt);
                }
            },
            Done::Written { purpose, path, stack, result } => match result {
                Ok(()) => self.written(ctx, purpose, path, stack),
                Err(problem) => {
                    let reason = reasons::of_write(self.derived.words(self.saved.lang), &problem);
                    self.complain("error-save", &path, &reason, None);
                }
            },
            Done::Screen { path, image } => {
                self.session.jobs.start_writing(ctx, move || jobs::write_screen(path, &image));
            }
            Done::Listed { folder, entries } => {
                if let Some(Dialog::Path(dialog)) = &mut self.session.dialog {
                    dialog.listed(folder, entries);
                }
            }
        }
    }

    fn written(&mut self, ctx: &Context, purpose: Purpose, path: PathBuf, stack: Option<Arc<Stack>>) {
        let said = self.said("status-saved", &path);
        self.session.say(said);
        if let (Purpose::Save(then), Some(stack)) = (purpose, stack) {
            self.session.history.mark_saved(stack);
            self.session.path = Some(path);
            if let Some(next) = then {
                self.go_on(ctx, next);
            }
        }
    }

    fn said(&mut self, key: &'static str, path: &Path) -> String {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.derived.words(self.saved.lang).with(key, &[("file", name.into())])
    }

    /// Says in one sentence what did not work with a file. The document stays as it was.
    fn complain(&mut self, key: &'static str, path: &Path, reason: &str, excerpt: Option<String>) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let words = self.derived.words(self.saved.lang);
        let text = words.with(key, &[("file", name.into()), ("reason", reason.into())]);
        self.session.dialog = Some(Dialog::Message { text, excerpt });
    }

    // The clipboard.

    /// The selected layer as text; the whole stack if the input is selected.
    fn clipboard_text(&self) -> String {
        let stack = self.session.stack();
        let layer = self.session.selected_layer().and_then(|id| stack.layer(id));
        layer.map_or_else(|| stack.to_string(), ToString::to_string)
    }

    /// Puts pasted layers behind the selected one, or a pasted stack in the place of this one.
    pub(super) fn paste(&mut self, text: &str) {
        let layers = match layer_text::read_layers(text) {
            Ok(layers) if layers.is_empty() => return,
            Ok(layers) => layers,
            Err(of_layers) => {
                match layer_text::read_stack(text) {
                    Ok(stack) => self.change(Edit::Replace(stack), false),
                    Err(of_stack) => {
                        // Which mistake to tell: that of what it was meant to be.
                        let is_stack = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
                        let error = if is_stack { of_stack } else { of_layers };
                        let words = self.derived.words(self.saved.lang);
                        let reason = reasons::of_text(words, &error);
                        let text = words.with("status-paste-failed", &[("reason", reason.into())]);
                        self.session.said = Some(super::session::Said { text, is_error: true });
                    }
                }
                return;
            }
        };
        let mut stack = Stack::clone(self.session.stack());
        let after = self.session.selected_layer().and_then(|id| stack.position(id));
        let first = after.map_or(0, |at| at + 1);
        let mut last = self.session.selection;
        for (at, layer) in (first..).zip(layers) {
            let Some(id) = (Edit::Insert { at, op: layer.op }).apply(&mut stack) else { break };
            last = Selection::Layer(id);
            Edit::Enable(id, layer.enabled).apply(&mut stack);
            // A name is one layer's own.
            let taken = |name: &String| stack.layers().iter().any(|other| other.name.as_ref() == Some(name));
            let name = layer.name.filter(|name| !taken(name));
            Edit::Rename(id, name).apply(&mut stack);
        }
        self.session.said = None;
        self.session.replace(stack, history::PASTE, last, false);
    }

    /// The pinned unit in the shown network: moved inside if its map became smaller.
    pub(super) fn pinned(&mut self) -> Option<Unit> {
        let stack = Arc::clone(self.session.stack());
        let net = self.derived.net(&stack);
        let pin = self.session.pin.as_ref()?;
        let map = map_of(pin.of, &stack, &net.lowered)?;
        let shape = net.analysis.map(map).shape.as_ref()?;
        let fits = shape.size.rank() == pin.index.rank();
        fits.then(|| (map, pin.index.zip_map(&shape.size, |&index, &n| index.clamp(0, n as i64 - 1))))
    }
}
