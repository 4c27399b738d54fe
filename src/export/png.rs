//! A picture as PNG, drawn from its SVG with the fonts that the program carries.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

/// The most pixels of a picture: 100 megapixels, 400 MB while it is drawn.
const MOST_PIXELS: u64 = 100_000_000;

/// Why a picture cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    #[error(
        "the picture would have {width}×{height} pixels; choose a smaller scale, or save it as SVG, which has no limit"
    )]
    TooLarge { width: u64, height: u64 },
    #[error("the picture cannot be drawn: {0}")]
    Draw(String),
}

/// The fonts of pictures, parsed once.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for face in [dejavu::sans::regular(), dejavu::sans::bold(), dejavu::sans_mono::regular()] {
            fonts.load_font_data(face.to_vec());
        }
        fonts.set_sans_serif_family("DejaVu Sans");
        fonts.set_monospace_family("DejaVu Sans Mono");
        Arc::new(fonts)
    }))
}

/// Draws an SVG that [`super::svg::write`] wrote, at its own width and height.
pub fn write(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = usvg::Options { fontdb: fonts(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| PngError::Draw(error.to_string()))?;
    let (width, height) = (tree.size().width().ceil() as u64, tree.size().height().ceil() as u64);
    if width.saturating_mul(height) > MOST_PIXELS || width > u64::from(u16::MAX) || height > u64::from(u16::MAX) {
        return Err(PngError::TooLarge { width, height });
    }
    let mut pixmap =
        Pixmap::new(width as u32, height as u32).ok_or_else(|| PngError::Draw("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PngError::Draw(error.to_string()))
}
