//! A view of a network as the bytes of a picture: the one way by which the window and the command line export.

use super::{pdf, png, svg};
use crate::field::Analysis;
use crate::locale::Words;
use crate::net::{Graph, Look};
use crate::scene::Scene;
use crate::scene::picture::{Include, Picture, picture};
use crate::scene::theme::{Theme, ThemeName};
use crate::scene::view::{Subject, Unit, ViewName};

/// The format of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Svg,
    Png,
    Pdf,
}

impl Format {
    /// Every format with its file extension.
    pub const WORDS: [(&str, Self); 3] = [("svg", Self::Svg), ("png", Self::Png), ("pdf", Self::Pdf)];

    /// The format of a file with this extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let lower = extension.to_ascii_lowercase();
        Self::WORDS.into_iter().find(|(word, _)| *word == lower).map(|(_, format)| format)
    }
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Pixels per point, from [`LEAST_SCALE`] to [`MOST_SCALE`].
    Scale(f64),
    /// So many pixels wide.
    Pixels(u32),
    /// So many millimetres wide on paper.
    Millimetres(f64),
}

/// How a picture is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub view: ViewName,
    pub format: Format,
    pub theme: ThemeName,
    pub size: Size,
    pub look: Look,
    /// The unit whose field is shown.
    pub unit: Option<Unit>,
    /// No ground is drawn.
    pub transparent: bool,
    pub include: Include,
}

pub const LEAST_SCALE: f64 = 0.05;
pub const MOST_SCALE: f64 = 20.0;

impl Default for Settings {
    fn default() -> Self {
        Self {
            view: ViewName::Maps,
            format: Format::Svg,
            theme: ThemeName::Light,
            size: Size::Scale(1.0),
            look: Look::default(),
            unit: None,
            transparent: false,
            include: Include::default(),
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error(transparent)]
    Png(#[from] png::PngError),
    #[error("the scale must be from {LEAST_SCALE} to {MOST_SCALE}")]
    Scale,
}

/// A view of a network as a picture. A unit that does not exist is not shown.
pub fn write(graph: &Graph, analysis: &Analysis, settings: &Settings, words: &Words) -> Result<Vec<u8>, PictureError> {
    draw(&scene(graph, analysis, settings, words), graph, settings)
}

/// The same as large as it can be drawn, at most as large as the settings say.
pub fn write_that_fits(
    graph: &Graph,
    analysis: &Analysis,
    settings: &Settings,
    words: &Words,
) -> Result<Vec<u8>, PictureError> {
    let scene = scene(graph, analysis, settings, words);
    let size = match (settings.format, settings.size) {
        (Format::Png, Size::Scale(scale)) => Size::Scale(png::largest_scale(&scene.bounds, scale).max(LEAST_SCALE)),
        (_, size) => size,
    };
    draw(&scene, graph, &Settings { size, ..settings.clone() })
}

/// What a picture with these settings draws.
pub fn scene(graph: &Graph, analysis: &Analysis, settings: &Settings, words: &Words) -> Scene {
    let Settings { view, look, ref unit, ref include, .. } = *settings;
    picture(Picture { subject: Subject { graph, analysis, words }, view, look, unit: unit.as_ref(), include })
}

fn draw(scene: &Scene, graph: &Graph, settings: &Settings) -> Result<Vec<u8>, PictureError> {
    let Size::Scale(scale) = settings.size else { return Err(PictureError::Scale) };
    if !(LEAST_SCALE..=MOST_SCALE).contains(&scale) {
        return Err(PictureError::Scale);
    }
    if settings.format == Format::Png {
        png::check(&scene.bounds, scale)?;
    }
    let name_of = |map| graph.node(map).map_or_else(|| "input".to_owned(), |node| node.name.clone());
    let svg = svg::write(scene, Theme::new(settings.theme), scale, name_of);
    match settings.format {
        Format::Svg => Ok(svg.into_bytes()),
        Format::Png => Ok(png::write(&svg)?),
        Format::Pdf => Ok(pdf::write(&svg)),
    }
}
