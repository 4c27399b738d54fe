//! The app: one frame of it, and what happens around a frame.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::CreationContext;
use egui::{Context, Event, ViewportCommand};

use super::autosave::Autosave;
use super::command::{self, Facts, LayerFacts, StripPage};
use super::derived::{Derived, Request};
use super::dialog::{self, Dialog, Next};
use super::documents::stem_of;
use super::panels::{self, PanelStates};
use super::regions::Region;
use super::saved::Saved;
use super::session::{FileDialogs, Session, map_of};
use super::start::{Lent, Opening, Start};
use super::{Action, Selection, View, stage, style, toasts};
use crate::locale::Lang;
use crate::net::{Document, Stack, presets};
use crate::scene::view::ViewName;

/// The window's app: what is kept, what is open, and what is worked out from it.
pub struct App {
    pub(super) saved: Saved,
    pub(super) session: Session,
    pub(super) derived: Derived,
    /// What was asked for this start alone.
    lent: Lent,
}

impl App {
    /// The app as the command line asks for it.
    pub fn new(cc: &CreationContext<'_>, start: Start) -> Self {
        let folder = eframe::storage_dir(super::APP_ID);
        let mut app = Self::started(&cc.egui_ctx, Saved::load(cc.storage), start, folder.as_deref());
        app.session.dialogs = FileDialogs::System;
        if folder.is_none() {
            app.tell_not_kept(None);
        }
        app
    }

    /// The same as a test opens it: in light colours, with the defaults, and with file dialogs of its own.
    pub fn for_test_start(ctx: &Context, start: Start) -> Self {
        Self::started(ctx, Saved { theme: super::ThemeChoice::Light, ..Saved::default() }, start, None)
    }

    fn started(ctx: &Context, mut saved: Saved, start: Start, folder: Option<&Path>) -> Self {
        let lent = start.lend(&mut saved);
        let mut model = None;
        let asked = start.view.is_some();
        let (source, remarks, broken) = match start.opening {
            Opening::Lesson => (None, Vec::new(), None),
            Opening::Document(path, opened) => {
                model = opened.model;
                (Some((path, opened.document)), opened.remarks, None)
            }
            Opening::Broken(path, problem) => (None, Vec::new(), Some((path, problem))),
        };
        let mut app = Self { lent, ..Self::with_saved(ctx, saved, source, folder) };
        app.session.model = model;
        if !asked {
            app.show_branches();
        }
        // A picture that says something before anybody points.
        if app.session.pin.is_none() && !app.session.stack().layers().is_empty() {
            app.pin_middle();
        }
        app.tell_remarks(&remarks);
        if let Some((path, problem)) = broken {
            app.complain_of_file(path.as_deref(), &problem);
        }
        app
    }

    /// The app as a test opens it: in this language, with the defaults, and with file dialogs of its own.
    pub fn for_test(ctx: &Context, lang: Lang, source: Option<(Option<PathBuf>, Document)>) -> Self {
        let saved = Saved { lang, theme: super::ThemeChoice::Light, ..Saved::default() };
        Self::with_saved(ctx, saved, source, None)
    }

    /// The same, with its sessions kept in this folder.
    pub fn for_test_in(folder: &Path, ctx: &Context, lang: Lang, source: Option<(Option<PathBuf>, Document)>) -> Self {
        let saved = Saved { lang, theme: super::ThemeChoice::Light, ..Saved::default() };
        Self::with_saved(ctx, saved, source, Some(folder))
    }

    /// With a `folder` the session is kept there; without a `source` it begins with the one that was left there.
    fn with_saved(
        ctx: &Context,
        saved: Saved,
        source: Option<(Option<PathBuf>, Document)>,
        folder: Option<&Path>,
    ) -> Self {
        style::install(ctx);
        ctx.set_zoom_factor(saved.zoom);
        let theme = saved.theme;
        let (autosave, found) = folder.map(|folder| Autosave::begin(folder, source.is_none())).unwrap_or_default();
        let left = found.left.as_ref();
        let opened = source.as_ref().and_then(|(path, _)| path.clone());
        let source = source.or_else(|| left.map(|left| (left.path.clone(), left.document.clone())));
        let is_preset = source.is_none();
        let (path, document) = source.unwrap_or_else(|| {
            (None, Document::new(presets::ALL.first().map_or_else(super::action::empty_stack, presets::Preset::stack)))
        });
        // The folder that the program was started in is not the one of the next start.
        let path = path.map(|path| std::path::absolute(&path).unwrap_or(path));
        let (session, derived) = (Session::new(path, document), Derived::default());
        let mut app = Self { saved, session, derived, lent: Lent::default() };
        app.session.dialogs = FileDialogs::Window;
        app.session.autosave = autosave;
        app.set_theme(ctx, theme);
        if is_preset {
            app.pin_middle();
        }
        if let Some(path) = opened {
            app.saved.recent.note(&path);
        }
        app.take_found(&found);
        app
    }

    /// The shown document.
    pub fn document(&self) -> &Document {
        self.session.document()
    }

    /// The tensors of the shown network, if a view that reads them was seen and they were worked out.
    pub fn values(&self) -> Option<Arc<crate::value::Values>> {
        self.derived.values(self.session.stack()).map(|values| values.0)
    }

    /// How many documents were open before the shown one.
    pub fn opened(&self) -> usize {
        self.session.opened
    }

    /// Brings a view to the front, as its tab does.
    pub fn show(&mut self, view: ViewName) {
        self.saved.views.show(view);
    }

    /// From now on no file is written: for tests that press whatever there is.
    pub fn forbid_files(&mut self) {
        self.session.dialogs = FileDialogs::None;
    }

    /// One frame: input, panels, then what they asked for.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.poll_jobs(&ctx);
        self.follow_files(&ctx);
        self.fit_stage(&ctx);
        let had_dialog = self.session.dialog.is_some();
        let focused = ctx.memory(egui::Memory::focused);
        let facts = self.facts();
        let mut actions = Vec::new();
        self.read_input(&ctx, &facts, &mut actions);
        self.draw(ui, &facts, &mut actions);
        if ctx.input(|input| input.pointer.delta() != egui::Vec2::ZERO) {
            self.session.preview_waits = false;
        }
        // What is only pointed at changes none of them.
        let acted = !actions.iter().all(Action::only_points);
        self.run_all(&ctx, actions);
        let facts = if acted { self.facts() } else { facts };
        self.keep_focus(&ctx, had_dialog, focused);
        if !ctx.input(|input| input.pointer.any_down()) {
            self.session.history.end_drag();
        }
        self.answer_close(&ctx);
        self.show_title(&ctx, facts);
        self.autosave(&ctx);
    }

    /// When a dialog is closed, the keyboard goes back to where it was before.
    fn keep_focus(&mut self, ctx: &Context, had_dialog: bool, focused: Option<egui::Id>) {
        if self.session.dialog.is_some() {
            if !had_dialog {
                self.session.focus_before = focused;
            }
        } else if let Some(id) = self.session.focus_before {
            // Until the frame after next, what was behind the dialog may not have the keyboard.
            if ctx.memory(|memory| memory.top_modal_layer().is_some()) || had_dialog {
                ctx.request_repaint();
            } else {
                self.session.focus_before = None;
                ctx.memory_mut(|memory| {
                    if memory.focused().is_none() {
                        memory.request_focus(id);
                    }
                });
            }
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui, facts: &Facts, actions: &mut Vec<Action>) {
        let pin = self.pinned();
        let theme = style::theme(ui.ctx(), self.saved.theme);
        let stack = Arc::clone(self.session.stack());
        // The pointer was over a unit that an edit may have taken away since.
        let net = self.derived.net(&stack);
        let hover = self.session.hover.clone().and_then(|(map, unit)| {
            let shape = net.analysis.map(net.lowered.graph.map(map.index())?).shape.as_ref()?;
            Some((map, shape.nearest_unit(unit.as_slice())?))
        });
        let preview = self.session.preview.clone();
        let on_stage = self.session.stage;
        let visible = if on_stage.is_some() { vec![facts.view] } else { self.saved.views.visible() };
        if !visible.contains(&ViewName::Numbers) {
            self.session.views.numbers.player.pause();
        }
        self.session.notes.keep_to(&stack);
        let selected = map_of(self.session.selection, &stack, &self.derived.net(&stack).lowered);
        let wanted = self.wanted_path(selected, pin.as_ref());
        let look = self.session.document.view.look;
        if visible.contains(&ViewName::Numbers) {
            let path = self.derived.path(&stack, &wanted);
            let path = path.as_ref().map(|path| path.as_slice());
            self.session.views.numbers.follow(self.derived.net(&stack), path, look, pin.as_ref());
        }
        let answers = self.derived.answers(
            ui.ctx(),
            Request {
                lang: self.saved.lang,
                stack: &stack,
                look,
                visible: &visible,
                columns: self.saved.columns.shown(),
                sort: self.session.views.table.sort,
                selected,
                preview: preview.as_ref(),
                hover: hover.clone(),
                pin: pin.clone(),
                assets: &self.session.assets,
                reading: self.session.files.is_reading(),
                inspector: self.saved.panels.inspector,
                network: on_stage.is_none() && self.saved.panels.shows(StripPage::Network),
                most_bytes: self.session.most_bytes,
                opened: &self.session.uncovered,
                wanted: &wanted,
                scroll: self.session.views.numbers.scrolling.scroll,
            },
        );
        let Session {
            views: ref mut view_states,
            ref mut stack_panel,
            ref mut dialog,
            ref mut notes,
            ref mut network,
            ref mut regions,
            ref mut toasts,
            ref said,
            ref files,
            selection,
            ..
        } = self.session;
        let view = View {
            document: &self.session.document,
            net: answers.net,
            lowered: &answers.net.lowered,
            analysis: &answers.net.analysis,
            names: &answers.net.names,
            selection,
            selected,
            hover: hover.as_ref(),
            pin: pin.as_ref(),
            trace: if answers.preview.is_some() { answers.preview_trace } else { answers.trace },
            pin_trace: answers.pin_trace,
            preview: answers.preview,
            sceneries: answers.sceneries,
            preview_sceneries: answers.preview_sceneries,
            story: answers.story,
            columns: self.saved.columns.shown(),
            listing: answers.listing,
            joined: answers.joined,
            alternatives: answers.alternatives,
            whole: answers.whole,
            notes: answers.notes,
            values: answers.values.as_deref(),
            progress: answers.progress,
            paths: answers.paths.as_deref(),
            uncounted: answers.uncounted,
            files,
            sample: answers.sample,
            opened: &self.session.uncovered,
            path: answers.path,
            words: answers.words,
            theme,
            facts,
            recent: self.saved.recent.paths(),
        };

        let arrangement = &mut self.saved.views;
        if let Some(stage) = on_stage {
            let place = stage::stage_ui(ui, &stage, view_states, &view, actions);
            regions.only(Region::Views, place);
        } else {
            let (views, said) = (&mut *view_states, said.as_ref());
            let mut states = PanelStates { arrangement, views, stack_panel, notes, network, regions, said };
            panels::panels_ui(ui, &mut states, &view, actions);
        }
        let corner = regions.of(Region::Views).map_or(ui.ctx().content_rect().max, |place| place.max);
        // What is said for a moment covers nothing that is pressed.
        let bar = if visible.contains(&ViewName::Numbers) { view_states.numbers.bar } else { 0.0 };
        toasts::toasts_ui(ui.ctx(), toasts, corner - egui::vec2(0.0, bar), &view);
        dialog::dialog_ui(ui.ctx(), dialog, &view, actions);
        if let Some(Dialog::Export(open)) = dialog {
            self.saved.export.clone_from(&open.choices);
        }
        panels::drop_hint_ui(ui.ctx(), &view);
    }

    /// Keys, pasted text and dropped files. While a dialog is open, only it gets keys.
    fn read_input(&mut self, ctx: &Context, facts: &Facts, actions: &mut Vec<Action>) {
        let dropped =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect::<Vec<_>>());
        if !dropped.is_empty() {
            actions.push(Action::Drop(dropped));
        }
        if self.session.dialog.is_some() {
            return;
        }
        if let Some(command) = command::pressed(ctx, facts) {
            actions.push(Action::Command(command));
        }
        if self.session.stage.is_some() {
            let rank = self.session.stack().input.size.rank();
            stage::read_keys(ctx, facts, rank, actions);
        }
        let typing = ctx.text_edit_focused();
        let pasted = ctx.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Paste(text) if !typing => Some(text.clone()),
                _ => None,
            })
        });
        if let Some(text) = pasted {
            actions.push(Action::Paste(text));
        }
    }

    fn facts(&mut self) -> Facts {
        let stack = Arc::clone(self.session.stack());
        let dirty = self.is_dirty();
        let numbers = self.numbers_facts();
        let layer = match self.session.selection {
            Selection::Input => None,
            Selection::Layer(id) => stack.position(id).map(|at| layer_facts(&stack, at)),
        };
        Facts {
            file_name: self.session.file_name(),
            dirty,
            undo: self.session.history.undo_what(),
            redo: self.session.history.redo_what(),
            preset: self.derived.net(&stack).preset,
            layer,
            look: self.session.document().view.look,
            view: self.saved.views.active(),
            rank: stack.input.size.rank(),
            pages: self.derived.net(&stack).pages,
            channels: self.derived.net(&stack).channels,
            panels: self.saved.panels,
            stage: self.session.stage.is_some(),
            theme: self.saved.theme,
            lang: self.saved.lang,
            numbers,
            wired: stack.wiring().is_some(),
        }
    }

    /// Keeps the window open for the question about unsaved changes.
    fn answer_close(&mut self, ctx: &Context) {
        if ctx.input(|input| input.viewport().close_requested()) {
            match &mut self.session.dialog {
                Some(Dialog::Text(text)) if text.is_changed() => {
                    ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                    return text.ask();
                }
                Some(Dialog::Numbers(numbers)) if numbers.is_changed() => {
                    ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                    return numbers.ask();
                }
                _ => {}
            }
        }
        if ctx.input(|input| input.viewport().close_requested()) && !self.session.may_close && self.is_dirty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.guarded(ctx, Next::Quit);
        }
    }

    /// The line above a picture that is suggested: what the document is called.
    pub(super) fn export_title(&mut self) -> String {
        let file = self.session.file_name();
        let stem = file.as_deref().map(|name| stem_of(name).to_owned());
        stem.unwrap_or_else(|| document_name(&self.facts(), self.derived.words(self.saved.lang)))
    }

    fn show_title(&mut self, ctx: &Context, facts: Facts) {
        if self.session.titled.as_ref() == Some(&facts) {
            return;
        }
        let mark = if facts.dirty { "• " } else { "" };
        let name = document_name(&facts, self.derived.words(self.saved.lang));
        self.session.titled = Some(facts);
        let title = format!("{mark}{name} — receptive");
        if title != self.session.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.session.title = title;
        }
    }
}

/// What commands on the layer at this place depend on.
pub fn layer_facts(stack: &Stack, at: usize) -> LayerFacts {
    let layers = stack.layers();
    LayerFacts { first: at == 0, last: at + 1 == layers.len(), enabled: layers[at].enabled }
}

/// What the document is called: its file, else its preset.
pub fn document_name(facts: &Facts, words: &crate::locale::Words) -> String {
    let preset = || presets::ALL.iter().find(|preset| Some(preset.id) == facts.preset);
    match &facts.file_name {
        Some(name) => name.clone(),
        None => words.get(preset().map_or("document-unnamed", |preset| preset.title)).to_owned(),
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.frame(ui);
        self.session.jobs.show_asked(ui.ctx(), frame);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, eframe::APP_KEY, &self.lent.given_back(&self.saved));
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // Of a long animation nobody wants the end any more.
        self.stop_animation();
        self.session.jobs.finish();
        self.leave();
    }
}
