//! The picture of the maps as a file: the same bytes that the command line makes of the same question.

use std::path::Path;
use std::sync::Arc;

use super::app::App;
use super::jobs::{self, Content, Done, Target, WriteProblem};
use crate::axes::Axes;
use crate::export::picture::{self, Format, Settings, Size};
use crate::field::Analysis;
use crate::locale::{Lang, Words};
use crate::net::{MapId, Stack};
use crate::scene::theme::ThemeName;

/// PNG pixels per point: sharp on a projector and on paper. A picture too wide for that is drawn at a smaller scale.
const PNG_SCALE: f64 = 2.0;

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
        let look = self.session.document().view.look;
        PictureRequest {
            stack: Arc::clone(self.session.stack()),
            settings: Settings { view: self.saved.views.active(), theme, look, unit, ..Settings::default() },
            lang: self.saved.lang,
        }
    }
}

/// Draws and writes the picture, in the format that the file's ending names.
pub fn write(request: PictureRequest, target: Target) -> Done {
    jobs::write(target, Content::Picture, |path| jobs::save(path, &draw(request, path)?))
}

fn draw(request: PictureRequest, path: &Path) -> Result<Vec<u8>, WriteProblem> {
    let PictureRequest { stack, mut settings, lang } = request;
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    settings.format = Format::from_extension(&ending).unwrap_or_default();
    let lowered = stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let words = Words::new(lang);
    let drawn = match Format::from_extension(&ending) {
        Some(Format::Png) => {
            settings.size = Size::Scale(PNG_SCALE);
            picture::write_that_fits(&lowered.graph, &analysis, &settings, &words)
        }
        _ => picture::write(&lowered.graph, &analysis, &settings, &words),
    };
    drawn.map_err(WriteProblem::Picture)
}
