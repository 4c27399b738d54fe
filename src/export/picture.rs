//! A view of a network as the bytes of a picture: the one way by which the window and the command line export.

use super::{png, svg};
use crate::axes::Axes;
use crate::field::{Analysis, Trace};
use crate::locale::Words;
use crate::net::{Graph, Layout, MapId};
use crate::scene::theme::{Theme, ThemeName};
use crate::scene::{Scene, maps};

/// The format of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Svg,
    Png,
}

impl Format {
    /// Every format with its file extension.
    pub const WORDS: [(&str, Self); 2] = [("svg", Self::Svg), ("png", Self::Png)];

    /// The format of a file with this extension, in any case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let lower = extension.to_ascii_lowercase();
        Self::WORDS.into_iter().find(|(word, _)| *word == lower).map(|(_, format)| format)
    }
}

/// How a picture is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub format: Format,
    pub theme: ThemeName,
    /// Pixels per point, from [`LEAST_SCALE`] to [`MOST_SCALE`].
    pub scale: f64,
    pub layout: Layout,
    /// The unit whose field is shown: its map and its index on each axis, 0-based.
    pub unit: Option<(MapId, Axes<i64>)>,
}

pub const LEAST_SCALE: f64 = 0.05;
pub const MOST_SCALE: f64 = 20.0;

impl Default for Settings {
    fn default() -> Self {
        Self { format: Format::Svg, theme: ThemeName::Light, scale: 1.0, layout: Layout::Equal, unit: None }
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

/// The maps of a network as a picture. A unit that does not exist is not shown.
pub fn maps(graph: &Graph, analysis: &Analysis, settings: &Settings, words: &Words) -> Result<Vec<u8>, PictureError> {
    draw(&scene(graph, analysis, settings, words), graph, settings)
}

/// The same as large as it can be drawn, at most at the scale of the settings.
pub fn maps_that_fit(
    graph: &Graph,
    analysis: &Analysis,
    settings: &Settings,
    words: &Words,
) -> Result<Vec<u8>, PictureError> {
    let scene = scene(graph, analysis, settings, words);
    let scale = match settings.format {
        Format::Svg => settings.scale,
        Format::Png => png::largest_scale(&scene.bounds, settings.scale).max(LEAST_SCALE),
    };
    draw(&scene, graph, &Settings { scale, ..settings.clone() })
}

fn scene(graph: &Graph, analysis: &Analysis, settings: &Settings, words: &Words) -> Scene {
    let unit = settings.unit.clone();
    let trace = unit.and_then(|(map, unit)| Trace::of(graph, analysis, map, unit));
    maps::picture(maps::Picture { graph, analysis, layout: settings.layout, trace: trace.as_ref(), words })
}

fn draw(scene: &Scene, graph: &Graph, settings: &Settings) -> Result<Vec<u8>, PictureError> {
    if !(LEAST_SCALE..=MOST_SCALE).contains(&settings.scale) {
        return Err(PictureError::Scale);
    }
    if settings.format == Format::Png {
        png::check(&scene.bounds, settings.scale)?;
    }
    let name_of = |map| graph.node(map).map_or_else(|| "input".to_owned(), |node| node.name.clone());
    let svg = svg::write(scene, Theme::new(settings.theme), settings.scale, name_of);
    match settings.format {
        Format::Svg => Ok(svg.into_bytes()),
        Format::Png => Ok(png::write(&svg)?),
    }
}
