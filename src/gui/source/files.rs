//! The files that values name: read on a thread as soon as a document names them, and what becomes of those that
//! somebody chooses or lets go over the window.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::shapes::{Weighted, trouble_of_image};
use super::{Use, edit_of, names, with_kernel};
use crate::files::assets;
use crate::gui::app::App;
use crate::gui::dialog::{Dialog, Purpose};
use crate::gui::jobs::Done;
use crate::gui::session::map_of;
use crate::gui::tensors::Same;
use crate::gui::{Selection, reasons};
use crate::net::{Bias, Edit, Fit, Kernel, MapId, Parameters, Source, Stack};
use crate::scene::Raster;
use crate::value::{Asset, AssetError, Assets, Tensor, ValueProblem};

/// So many files stay in memory though nothing names them any more: undo may bring them back.
const MOST_KEPT: usize = 4;

/// The longer side of the small picture, in pixels.
const THUMBNAIL: u32 = 256;

/// What was read of a file.
#[derive(Clone, Debug)]
pub struct Held {
    pub asset: Result<Asset, AssetError>,
    /// A picture small enough to be shown beside its name.
    pub thumbnail: Option<Arc<Raster>>,
}

/// The files of the values of one document.
#[derive(Default)]
pub struct ValueFiles {
    /// What was looked through last.
    stack: Option<Arc<Stack>>,
    document: Option<PathBuf>,
    named: Vec<Named>,
    held: BTreeMap<PathBuf, Held>,
    reading: BTreeSet<PathBuf>,
    /// The places among the named files of those that are of no use; and whether one is still to be read. Kept, because
    /// every frame asks.
    useless: Vec<usize>,
    waits: bool,
}

/// A file that the document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub what: Use,
    pub name: String,
    path: PathBuf,
}

impl ValueFiles {
    fn folder(&self) -> Option<&Path> {
        self.document.as_deref().and_then(Path::parent)
    }

    /// The file that a name means.
    pub fn path_of(&self, name: &str) -> PathBuf {
        names::path_of(name, self.folder())
    }

    /// The files that are named and of no use, the image's first, and why.
    pub fn useless(&self) -> impl Iterator<Item = (&Named, &AssetError)> {
        let useless = self.useless.iter().filter_map(|at| self.named.get(*at));
        useless.filter_map(|named| Some((named, self.held.get(&named.path)?.asset.as_ref().err()?)))
    }

    /// How many those are.
    pub fn useless_count(&self) -> usize {
        self.useless.len()
    }

    /// What was read of the file of this name.
    pub fn held(&self, name: &str) -> Option<&Held> {
        self.held.get(&self.path_of(name))
    }

    /// A file that is named is still being read.
    pub fn is_reading(&self) -> bool {
        self.waits
    }

    /// What the named files hold, as far as they are read.
    fn assets(&mut self) -> Assets {
        let of = |named: &Named| self.held.get(&named.path);
        self.waits = self.named.iter().any(|named| of(named).is_none());
        let is_useless = |named: &Named| of(named).is_some_and(|held| held.asset.is_err());
        self.useless = (0..self.named.len()).filter(|at| is_useless(&self.named[*at])).collect();
        let asset = |named: &Named| Some((named.name.clone(), of(named)?.asset.clone()));
        self.named.iter().filter_map(asset).collect()
    }

    /// Looks through a stack; true if it names other files than before.
    fn look_through(&mut self, stack: &Arc<Stack>, document: Option<&Path>) -> bool {
        if self.stack.as_ref().is_some_and(|before| Arc::ptr_eq(before, stack)) && self.document.as_deref() == document
        {
            return false;
        }
        let folder = document.and_then(Path::parent);
        let named = names::named(stack).into_iter();
        let named = named.map(|(what, name)| Named { path: names::path_of(&name, folder), what, name });
        let named: Vec<Named> = named.collect();
        let same = named == self.named && self.document.as_deref() == document;
        self.stack = Some(Arc::clone(stack));
        self.document = document.map(Path::to_owned);
        self.named = named;
        !same
    }

    /// The files that are named and neither there nor on their way.
    fn missing(&mut self) -> Vec<String> {
        let wanted: BTreeSet<PathBuf> = self.named.iter().map(|named| named.path.clone()).collect();
        let reading = &mut self.reading;
        let missing = self.named.iter().filter(|named| !self.held.contains_key(&named.path));
        let missing =
            missing.filter(|named| reading.insert(named.path.clone())).map(|named| named.name.clone()).collect();
        let idle: Vec<PathBuf> = self.held.keys().filter(|path| !wanted.contains(*path)).cloned().collect();
        for path in idle.iter().skip(MOST_KEPT) {
            self.held.remove(path);
        }
        missing
    }

    fn hold(&mut self, path: PathBuf, held: Held) {
        self.reading.remove(&path);
        self.held.insert(path, held);
    }
}

/// Reads files by their names in a folder, and shows pictures small.
fn read(folder: Option<&Path>, names: impl IntoIterator<Item = String>) -> Vec<(PathBuf, Held)> {
    let assets = assets::read(folder, names);
    let path = |name: &str| names::path_of(name, folder);
    assets.into_iter().map(|(name, asset)| (path(&name), Held { thumbnail: thumbnail(&asset), asset })).collect()
}

fn thumbnail(asset: &Result<Asset, AssetError>) -> Option<Arc<Raster>> {
    let Ok(Asset::Picture(picture)) = asset else { return None };
    let small = picture.thumbnail(THUMBNAIL, THUMBNAIL).into_rgba8();
    let (width, height) = small.dimensions();
    Some(Arc::new(Raster { width, height, rgba: small.into_raw() }))
}

impl App {
    /// Begins to read what the document names, whenever it names other files.
    pub(in crate::gui) fn follow_files(&mut self, ctx: &Context) {
        let stack = Arc::clone(self.session.stack());
        if self.session.files.look_through(&stack, self.session.path.as_deref()) {
            self.read_missing(ctx);
        }
    }

    fn read_missing(&mut self, ctx: &Context) {
        let missing = self.session.files.missing();
        if !missing.is_empty() {
            let folder = self.session.files.folder().map(Path::to_owned);
            self.session.jobs.start(ctx, move || Done::Values { what: None, files: read(folder.as_deref(), missing) });
        }
        self.session.assets = Same(Arc::new(self.session.files.assets()));
    }

    /// Reads a file again that may be another one now.
    pub(in crate::gui) fn read_again(&mut self, ctx: &Context, name: &str) {
        let path = self.session.files.path_of(name);
        self.session.files.held.remove(&path);
        self.read_missing(ctx);
    }

    /// Asks for a file of values.
    pub(in crate::gui) fn choose_values(&mut self, what: Use) {
        self.ask_path(Purpose::Values(what));
    }

    /// Reads a file that shall be used; what is in the way of that is known when it is read.
    pub(in crate::gui) fn read_values(&mut self, ctx: &Context, what: Use, path: &Path) {
        let path = names::path_of("", Some(path));
        let named = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        let Some(name) = named else {
            let reason = self.derived.words(self.saved.lang).get("source-name-no-text").to_owned();
            return self.complain_of_values(&path, &reason);
        };
        let folder = path.parent().map(Path::to_owned);
        self.session.jobs.start(ctx, move || Done::Values { what: Some(what), files: read(folder.as_deref(), [name]) });
    }

    /// Files of values were read: because they are named, or one to be used.
    pub(in crate::gui) fn values_read(&mut self, what: Option<&Use>, files: Vec<(PathBuf, Held)>) {
        for (path, held) in files {
            let asset = held.asset.clone();
            if let (Some(_), Err(error)) = (what, &asset) {
                let reason = reasons::of_asset(self.derived.words(self.saved.lang), error);
                return self.complain_of_values(&path, &reason);
            }
            self.session.files.hold(path.clone(), held);
            if let (Some(what), Ok(asset)) = (what, asset) {
                self.use_asset(what.clone(), &path, asset);
            }
        }
        let stack = Arc::clone(self.session.stack());
        self.session.files.look_through(&stack, self.session.path.as_deref());
        self.session.assets = Same(Arc::new(self.session.files.assets()));
    }

    fn use_asset(&mut self, what: Use, path: &Path, asset: Asset) {
        let Some(name) = names::name_of(path, self.session.files.folder()) else {
            let reason = self.derived.words(self.saved.lang).get("source-name-no-text").to_owned();
            return self.complain_of_values(path, &reason);
        };
        let asked = !matches!(what, Use::Dropped);
        match (what, asset) {
            (Use::Picture | Use::Array | Use::Dropped, Asset::Picture(_)) => self.show_picture(path, name),
            (Use::Picture | Use::Array, Asset::Array(array)) => self.take_array(path, name, &array, false),
            (Use::Dropped, Asset::Array(array)) => self.take_array(path, name, &array, true),
            (Use::Kernel(..) | Use::Bias(_), Asset::Picture(_)) => {
                let reason = self.derived.words(self.saved.lang).get("source-no-array").to_owned();
                self.complain_of_values(path, &reason);
            }
            (Use::Kernel(id, filter), Asset::Array(array)) => {
                let kernel = Some(Kernel::Array { path: name.clone() });
                let edit = edit_of(self.session.stack(), id, |before| with_kernel(before, filter, kernel));
                self.try_parameters(path, &name, &array, edit);
            }
            (Use::Bias(id), Asset::Array(array)) => {
                let bias = Bias::Array { path: name.clone() };
                let edit = edit_of(self.session.stack(), id, |before| Parameters { bias, ..before.clone() });
                self.try_parameters(path, &name, &array, edit);
            }
        }
        if !asked {
            self.saved.folder = path.parent().map(Path::to_owned);
        }
    }

    fn show_picture(&mut self, path: &Path, name: String) {
        let fit = match &self.session.stack().source {
            Source::Picture { fit, .. } => *fit,
            _ => Fit::default(),
        };
        self.change(Edit::SetSource(Source::Picture { path: name, fit }), false);
        self.show_image_controls("source-is-image", path);
    }

    /// Selects the image, beside which all choices stand, and says what it is now.
    fn show_image_controls(&mut self, key: &'static str, path: &Path) {
        self.session.selection = Selection::Input;
        let said = self.said(key, path);
        self.session.say(said);
    }

    /// An array becomes the image, if it fits; else, if that is allowed, the kernel of the selected layer.
    fn take_array(&mut self, path: &Path, name: String, array: &Arc<Tensor>, may_be_kernel: bool) {
        let assets = Assets::from([(name.clone(), Ok(Asset::Array(Arc::clone(array))))]);
        let source = Source::Array { path: name.clone() };
        let Some(of_image) = trouble_of_image(&source, &self.session.stack().input, &assets) else {
            self.change(Edit::SetSource(source), false);
            self.show_image_controls("source-is-image", path);
            return;
        };
        let mut reasons = vec![self.misfit("source-of-image", None, &of_image)];
        if let Some(id) = self.session.selected_layer().filter(|_| may_be_kernel) {
            let kernel = Some(Kernel::Array { path: name });
            let edit = edit_of(self.session.stack(), id, |before| with_kernel(before, None, kernel));
            match self.trouble_of(edit.as_ref(), &assets) {
                Tried::Fits => return self.use_parameters(path, edit),
                Tried::Not(of_kernel) => {
                    let layer = self.name_of(Some(id));
                    reasons.push(self.misfit("source-of-kernel", Some(layer), &of_kernel));
                }
                Tried::NoKernel => {}
            }
        }
        self.complain_of_values(path, &reasons.join("; "));
    }

    fn try_parameters(&mut self, path: &Path, name: &str, array: &Arc<Tensor>, edit: Option<Edit>) {
        let assets = Assets::from([(name.to_owned(), Ok(Asset::Array(Arc::clone(array))))]);
        match self.trouble_of(edit.as_ref(), &assets) {
            Tried::Not(problem) => {
                let reason = self.misfit("source-of-chosen", None, &problem);
                self.complain_of_values(path, &reason);
            }
            // Of a layer that is switched off, or cannot run yet, nothing is known that would speak against it.
            Tried::Fits | Tried::NoKernel => self.use_parameters(path, edit),
        }
    }

    fn use_parameters(&mut self, path: &Path, edit: Option<Edit>) {
        let Some(Edit::SetParameters(id, parameters)) = edit else { return };
        self.change(Edit::SetParameters(id, parameters), false);
        let layer = self.name_of(Some(id));
        let file = file_name(path);
        let values = [("file", file.into()), ("layer", layer.into())];
        let said = self.derived.words(self.saved.lang).with("source-is-kernel", &values);
        self.session.say(said);
    }

    /// Whether a layer could have these parameters. What other files hold is left aside.
    fn trouble_of(&mut self, edit: Option<&Edit>, assets: &Assets) -> Tried {
        let stack = Arc::clone(self.session.stack());
        let Some(Edit::SetParameters(id, parameters)) = edit else { return Tried::NoKernel };
        let net = self.derived.net(&stack);
        let map = map_of(Selection::Layer(*id), &stack, &net.lowered).filter(|map| *map != MapId::INPUT);
        let Some(layer) = map.and_then(|map| Weighted::of(&net.lowered.graph, &net.analysis, map)) else {
            return Tried::NoKernel;
        };
        let mut all = Assets::clone(&self.session.assets);
        all.extend(assets.clone());
        layer.trouble(parameters, &all).map_or(Tried::Fits, Tried::Not)
    }

    /// Which shape is wanted where another one was found.
    fn misfit(&mut self, key: &'static str, layer: Option<String>, problem: &ValueProblem) -> String {
        let words = self.derived.words(self.saved.lang);
        match problem {
            ValueProblem::Shape { found, wanted, .. } => {
                let values = [("found", found.as_str().into()), ("wanted", wanted.as_str().into())];
                match layer {
                    Some(layer) => words.with(key, &[&values[..], &[("layer", layer.into())]].concat()),
                    None => words.with(key, &values),
                }
            }
            other => reasons::of_values(words, other),
        }
    }

    fn complain_of_values(&mut self, path: &Path, reason: &str) {
        let values = [("file", file_name(path).into()), ("reason", reason.into())];
        let text = self.derived.words(self.saved.lang).with("source-not-used", &values);
        self.session.dialog = Some(Dialog::Message { text, excerpt: None });
    }

    /// The document's file is another one: its values are named from there, in every state that undo comes to.
    pub(in crate::gui) fn reword_names(&mut self, from: Option<&Path>, to: Option<&Path>) {
        let (from, to) = (from.and_then(Path::parent), to.and_then(Path::parent));
        if from != to {
            self.session.history.reword(|stack| names::moved(stack, from, to));
            self.session.document.stack = Stack::clone(self.session.history.stack());
        }
    }
}

/// Whether a layer could have what was chosen for it.
enum Tried {
    Fits,
    Not(ValueProblem),
    /// It has no kernel, or nothing is known of it.
    NoKernel,
}

/// A file without its folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
