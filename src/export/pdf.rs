//! A picture as PDF, drawn from its SVG: vectors stay vectors, texts can be selected and searched, and of the fonts only
//! the letters that occur are in the file. It holds no date: the same picture is the same file.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg;

/// Draws a picture on one page of this width and height, in points of 1/72 inch.
pub fn write(tree: &usvg::Tree, [width, height]: [f64; 2], title: &str, lang: &str) -> Result<Vec<u8>, String> {
    let bad = || format!("{width}×{height}");
    let (width, height) = (width as f32, height as f32);
    let page = PageSettings::from_wh(width, height).ok_or_else(bad)?;
    let size = Size::from_wh(width, height).ok_or_else(bad)?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new().title(title.to_owned()).language(lang.to_owned()).creator("receptive".to_owned()),
    );
    let mut page = document.start_page_with(page);
    let mut surface = page.surface();
    surface.draw_svg(tree, size, SvgSettings::default()).ok_or_else(bad)?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| format!("{error:?}"))
}
