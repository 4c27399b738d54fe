//! A picture as PNG, drawn from its SVG with the fonts that the program carries.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use crate::scene::Rect;

/// The most pixels of a picture: 100 megapixels, 400 MB while it is drawn.
const MOST_PIXELS: u64 = 100_000_000;

/// The most pixels of a side.
const MOST_SIDE: u64 = u16::MAX as u64;

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

/// The pixels of a picture with these bounds, `scale` of them per point.
fn pixels(bounds: &Rect, scale: f64) -> (u64, u64) {
    ((bounds.width() * scale).ceil() as u64, (bounds.height() * scale).ceil() as u64)
}

/// True if a picture with these bounds can be drawn at this scale.
fn fits(bounds: &Rect, scale: f64) -> bool {
    let (width, height) = pixels(bounds, scale);
    width.saturating_mul(height) <= MOST_PIXELS && width.max(height) <= MOST_SIDE
}

/// Refuses a picture that would be too large, before anything of it is made.
pub fn check(bounds: &Rect, scale: f64) -> Result<(), PngError> {
    let (width, height) = pixels(bounds, scale);
    if fits(bounds, scale) { Ok(()) } else { Err(PngError::TooLarge { width, height }) }
}

/// The largest scale, up to `most`, at which a picture with these bounds can be drawn.
pub fn largest_scale(bounds: &Rect, most: f64) -> f64 {
    let (width, height) = (bounds.width().max(1.0), bounds.height().max(1.0));
    let by_area = (MOST_PIXELS as f64 / (width * height)).sqrt();
    let scale = most.min(by_area).min(MOST_SIDE as f64 / width.max(height));
    // Pixels are whole: a hair less where they are rounded up past the limit.
    if fits(bounds, scale) { scale } else { scale * 0.999 }
}

/// Draws an SVG that [`super::svg::write`] wrote, at its own width and height: [`check`] first.
pub fn write(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = usvg::Options { fontdb: fonts(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| PngError::Draw(error.to_string()))?;
    let (width, height) = (tree.size().width().ceil() as u32, tree.size().height().ceil() as u32);
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| PngError::Draw("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PngError::Draw(error.to_string()))
}
