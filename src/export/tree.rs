//! A written SVG as PNG and PDF are drawn from it: read by `usvg`, its texts set in the fonts that the program carries.

use std::sync::{Arc, OnceLock};

use resvg::usvg::{self, fontdb};

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

/// Reads an SVG that [`super::svg::write`] wrote. The error is what the reader says.
pub fn read(svg: &str) -> Result<usvg::Tree, String> {
    let options = usvg::Options { fontdb: fonts(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| error.to_string())
}
