//! Pictures of views as files and for the clipboard: the same bytes that the command line makes of the same choices.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::app::App;
use super::dialog::Dialog;
use super::export_dialog::ExportDialog;
use super::jobs::{self, Content, Done, Target, WriteProblem};
use super::motion::Moving;
use super::tensors::Same;
use super::{reasons, session};
use crate::export::animation::{self, LEAST_SECONDS, MOST_SECONDS, Plan};
use crate::export::picture::{
    self, Format, LEAST_MILLIMETRES, LEAST_SCALE, MOST_MILLIMETRES, MOST_SCALE, MOST_SIDE, PictureError, Settings, Size,
};
use crate::field::Analysis;
use crate::files;
use crate::locale::{Lang, Words};
use crate::net::{Lowered, MapId, Stack};
use crate::scene::theme::ThemeName;
use crate::scene::view::{Subject, ViewName};
use crate::value::{Assets, Cancel, Question, Values, parameters_of};

/// Everything that a picture depends on, or the pictures of all views.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRequest {
    pub stack: Arc<Stack>,
    /// The maps that the views of a chain show, of a network with branches.
    pub path: Option<Arc<Vec<MapId>>>,
    /// The tensors of its maps, if they were worked out.
    pub values: Option<Same<Values>>,
    /// What they are made of if they were not, because no view that is seen reads them.
    pub assets: Same<Assets>,
    /// The most bytes of them.
    pub most_bytes: u64,
    pub settings: Settings,
    pub lang: Lang,
    /// A picture of every view, whatever view the settings name.
    pub all_views: bool,
    /// How the picture of the one view moves, if it does.
    pub moving: Option<Moving>,
}

/// How a size is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SizeKind {
    #[default]
    Scale,
    Pixels,
    Millimetres,
}

/// How pictures were last exported. What belongs to one network alone is not among it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box that is ticked or not")]
pub struct ExportChoices {
    pub format: Format,
    /// Of pictures that move.
    pub moving: animation::Format,
    /// From one frame of those to the next.
    pub seconds: f64,
    pub kind: SizeKind,
    /// Pixels per point, of pictures that are drawn anew at every size.
    pub scale: f64,
    /// Pixels per point of a PNG: of two it is sharp on a projector.
    pub png_scale: f64,
    pub pixels: u32,
    pub millimetres: f64,
    /// As the window if `None`.
    pub theme: Option<ThemeName>,
    /// As the window if `None`.
    pub lang: Option<Lang>,
    pub transparent: bool,
    pub titled: bool,
    pub legend: bool,
    pub indices: bool,
}

impl Default for ExportChoices {
    fn default() -> Self {
        Self {
            format: Format::default(),
            moving: animation::Format::default(),
            seconds: Plan::default().seconds,
            kind: SizeKind::default(),
            scale: 1.0,
            png_scale: 2.0,
            pixels: 1600,
            millimetres: 160.0,
            theme: None,
            lang: None,
            transparent: false,
            titled: false,
            legend: true,
            indices: true,
        }
    }
}

impl ExportChoices {
    /// The same with numbers that are some.
    pub fn checked(self) -> Self {
        let usual = Self::default();
        let within = |value: f64, usual: f64, least: f64, most: f64| {
            if value.is_finite() { value.clamp(least, most) } else { usual }
        };
        Self {
            seconds: within(self.seconds, usual.seconds, LEAST_SECONDS, MOST_SECONDS),
            scale: within(self.scale, usual.scale, LEAST_SCALE, MOST_SCALE),
            png_scale: within(self.png_scale, usual.png_scale, LEAST_SCALE, MOST_SCALE),
            pixels: self.pixels.clamp(1, MOST_SIDE),
            millimetres: within(self.millimetres, usual.millimetres, LEAST_MILLIMETRES, MOST_MILLIMETRES),
            ..self
        }
    }

    /// The scale of the chosen format.
    pub fn scale_mut(&mut self) -> &mut f64 {
        if self.format == Format::Png { &mut self.png_scale } else { &mut self.scale }
    }

    pub fn size(&self) -> Size {
        match self.kind {
            SizeKind::Scale if self.format == Format::Png => Size::Scale(self.png_scale),
            SizeKind::Scale => Size::Scale(self.scale),
            SizeKind::Pixels => Size::Pixels(self.pixels),
            SizeKind::Millimetres => Size::Millimetres(self.millimetres),
        }
    }

    pub fn set_size(&mut self, size: Size) {
        match size {
            Size::Scale(scale) => *self.scale_mut() = scale,
            Size::Pixels(pixels) => self.pixels = pixels,
            Size::Millimetres(millimetres) => self.millimetres = millimetres,
        }
    }
}

impl PictureRequest {
    /// The tensors, if the picture is one of them: those that are there, or else they are worked out now.
    fn values(&self, lowered: &Lowered, analysis: &Analysis) -> Option<Same<Values>> {
        if self.values.is_some() || !self.settings.view.reads_values() {
            return self.values.clone();
        }
        let (graph, source, assets) = (&lowered.graph, &self.stack.source, &*self.assets);
        let parameters = &parameters_of(&self.stack, lowered)[..];
        let question =
            Question { graph, analysis, source, parameters, assets, most_bytes: self.most_bytes, last: None };
        Some(Same(Arc::new(Values::of(&question, &Cancel::default()))))
    }

    /// Works out what is to be drawn and does something with it.
    pub fn with_subject<R>(&self, work: impl FnOnce(Subject<'_>) -> R) -> R {
        let lowered = self.stack.lower();
        let analysis = Analysis::of(&lowered.graph);
        let words = Words::new(self.lang);
        let values = self.values(&lowered, &analysis);
        let subject = Subject::new(&lowered.graph, &analysis, &words).with_values(values.as_deref());
        work(subject.with_path(self.path.as_deref().map(Vec::as_slice)))
    }

    /// The views that are drawn.
    pub fn views(&self) -> Vec<ViewName> {
        if self.all_views { ViewName::WORDS.map(|(_, view)| view).to_vec() } else { vec![self.settings.view] }
    }

    /// True of several files.
    pub fn is_many(&self) -> bool {
        self.all_views || self.moving.is_some_and(|moving| moving.format.of_frames().is_some())
    }

    /// What a suggested name says of the view, behind a dash. The maps are what the network's name alone stands for.
    pub fn suffix(&self) -> String {
        match self.settings.view {
            ViewName::Maps => String::new(),
            _ if self.all_views => String::new(),
            view => format!("-{}", view.word()),
        }
    }

    /// The endings that the file may have, that of its format first. Another one of these asks for another format.
    pub fn endings(&self) -> &'static [&'static str] {
        if let Some(moving) = &self.moving {
            return match moving.format {
                animation::Format::Gif => &["gif", "apng"],
                animation::Format::Apng => &["apng", "gif"],
                animation::Format::Png => &["png", "svg"],
                animation::Format::Svg => &["svg", "png"],
            };
        }
        match self.settings.format {
            Format::Svg => &["svg", "png", "pdf"],
            Format::Png => &["png", "svg", "pdf"],
            Format::Pdf => &["pdf", "svg", "png"],
        }
    }

    /// The files of a name.
    fn paths(&self, path: &Path) -> Vec<(ViewName, PathBuf)> {
        let path_of = |view: ViewName| if self.all_views { files::beside(path, view.word()) } else { path.to_owned() };
        self.views().into_iter().map(|view| (view, path_of(view))).collect()
    }
}

impl App {
    /// Opens the dialog about a picture of what is shown now.
    pub(super) fn open_export(&mut self) {
        let view = self.saved.views.active();
        let unit = self.pinned();
        let facts_name = self.export_title();
        let settings = Settings { view, look: self.session.document().view.look, unit, ..Settings::default() };
        let path = self.shown_path();
        let request = PictureRequest {
            stack: Arc::clone(self.session.stack()),
            path,
            values: self.derived.values(self.session.stack()),
            assets: self.session.assets.clone(),
            most_bytes: self.session.most_bytes,
            settings,
            lang: self.saved.lang,
            all_views: false,
            moving: None,
        };
        let dialog = ExportDialog::new(request, self.saved.export.clone(), facts_name);
        self.session.dialog = Some(Dialog::Export(Box::new(dialog)));
    }

    /// Takes a picture to the clipboard, and says so in the dialog that asked for it.
    pub(super) fn clipped(&mut self, ctx: &egui::Context, clipped: Result<Clipped, PictureError>) {
        let words = self.derived.words(self.saved.lang);
        let said = match &clipped {
            Ok(_) => session::Said { text: words.get("export-copied").to_owned(), is_error: false },
            Err(error) => session::Said { text: reasons::of_picture(words, error), is_error: true },
        };
        match clipped {
            Ok(Clipped::Picture(image)) => ctx.copy_image(image),
            Ok(Clipped::Svg(text)) => ctx.copy_text(text),
            Err(_) => {}
        }
        // Where it was asked for; in the status line if that was closed meanwhile.
        match &mut self.session.dialog {
            Some(Dialog::Export(dialog)) => dialog.said = Some(said),
            _ => self.session.said = Some(said),
        }
    }
}

/// Draws and writes the pictures, in the format that the file's ending names.
pub fn write(request: &PictureRequest, target: Target) -> Done {
    let Target { purpose, path, replace } = target;
    let paths = request.paths(&path);
    if !replace && paths.iter().any(|(_, path)| path.is_file()) {
        return Done::Exists { purpose, path };
    }
    if !request.all_views {
        let target = Target { purpose, path, replace };
        return jobs::write(target, Content::Picture, |path| jobs::save(path, &bytes(request, path)?));
    }
    let (result, path) = match write_all(request, paths) {
        Ok(()) => (Ok(()), path),
        Err((problem, path)) => (Err(problem), path),
    };
    Done::Written { purpose, path, content: Content::Pictures(request.views().len()), result }
}

/// All or none; the error is about the file that it names.
fn write_all(request: &PictureRequest, paths: Vec<(ViewName, PathBuf)>) -> Result<(), (WriteProblem, PathBuf)> {
    let mut drawn = Vec::new();
    for (view, path) in paths {
        let settings = Settings { view, ..request.settings.clone() };
        match bytes(&PictureRequest { settings, ..request.clone() }, &path) {
            Ok(bytes) => drawn.push((path, bytes)),
            Err(problem) => return Err((problem, path)),
        }
    }
    files::save_all(&drawn).map_err(|error| (WriteProblem::Save(error.problem), error.path))
}

fn bytes(request: &PictureRequest, path: &Path) -> Result<Vec<u8>, WriteProblem> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let format = Format::from_extension(&ending).unwrap_or(request.settings.format);
    let settings = Settings { format, ..request.settings.clone() };
    request.with_subject(|subject| picture::write(subject, &settings)).map_err(WriteProblem::Picture)
}

/// What is put on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clip {
    Picture,
    Svg,
}

/// The same, drawn.
pub enum Clipped {
    Picture(egui::ColorImage),
    Svg(String),
}

/// Draws a picture for the clipboard.
pub fn draw_clip(request: &PictureRequest, clip: Clip) -> Done {
    let format = if clip == Clip::Svg { Format::Svg } else { Format::Png };
    let settings = Settings { format, ..request.settings.clone() };
    Done::Clipped(request.with_subject(|subject| match clip {
        Clip::Svg => {
            picture::write(subject, &settings).map(|bytes| Clipped::Svg(String::from_utf8_lossy(&bytes).into_owned()))
        }
        Clip::Picture => picture::draw(subject, &settings).map(|pixels| {
            let size = [pixels.width as usize, pixels.height as usize];
            Clipped::Picture(egui::ColorImage::from_rgba_premultiplied(size, &pixels.rgba))
        }),
    }))
}
