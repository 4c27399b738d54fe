//! The picture of the maps as a file: the same bytes that the command line makes of the same question.

use std::path::PathBuf;
use std::sync::Arc;

use super::app::App;
use super::dialog::Purpose;
use super::jobs::{self, Done, WriteProblem};
use crate::axes::Axes;
use crate::export::picture::{self, Format, PictureError, Settings};
use crate::export::png::PngError;
use crate::field::Analysis;
use crate::locale::{Lang, Words};
use crate::net::{MapId, Stack};
use crate::scene::theme::ThemeName;

/// PNG pixels per point: sharp on a projector and on paper. A picture too wide for that is drawn at a smaller scale.
const PNG_SCALES: [f64; 4] = [2.0, 1.0, 0.5, 0.25];

/// Everything that a picture depends on.
pub struct PictureRequest {
    stack: Arc<Stack>,
    settings: Settings,
    lang: Lang,
}

impl App {
    /// The picture of what is shown now.
    pub(super) fn picture_request(&mut self, ctx: &egui::Context) -> PictureRequest {
        let theme = if ctx.theme() == egui::Theme::Dark { ThemeName::Dark } else { ThemeName::Light };
        let unit: Option<(MapId, Axes<i64>)> = self.pinned();
        let layout = self.session.document().view.layout;
        PictureRequest {
            stack: Arc::clone(self.session.stack()),
            settings: Settings { theme, layout, unit, ..Settings::default() },
            lang: self.saved.lang,
        }
    }
}

/// Draws and writes the picture, in the format that the file's ending names.
pub fn write(request: PictureRequest, path: PathBuf) -> Done {
    let PictureRequest { stack, mut settings, lang } = request;
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    settings.format = Format::from_extension(&ending).unwrap_or_default();
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let words = Words::new(lang);
    let mut draw = |scale| {
        settings.scale = scale;
        picture::maps(&lowered.graph, &analysis, &settings, &words)
    };
    let drawn = match Format::from_extension(&ending) {
        Some(Format::Png) => {
            let too_large = |drawn: &Result<_, _>| matches!(drawn, Err(PictureError::Png(PngError::TooLarge { .. })));
            let [first, smaller @ ..] = PNG_SCALES;
            smaller.into_iter().fold(draw(first), |drawn, scale| if too_large(&drawn) { draw(scale) } else { drawn })
        }
        _ => draw(1.0),
    };
    let result = drawn.map_err(WriteProblem::Picture).and_then(|bytes| jobs::save(&path, &bytes));
    Done::Written { purpose: Purpose::Picture, path, stack: None, result }
}
