//! A picture as PNG, drawn from its SVG.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use crate::scene::Raster;

/// A drawn picture: rows of pixels from the top, four bytes each: red, green, blue, alpha, the colours multiplied by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// Draws a picture, stretched to so many pixels: of less than one, because pixels are whole.
pub fn draw(tree: &usvg::Tree, size: [u32; 2]) -> Result<Pixels, String> {
    let pixmap = pixmap(tree, size)?;
    Ok(Pixels { width: pixmap.width(), height: pixmap.height(), rgba: pixmap.take() })
}

/// The same as a file. `per_metre` is how many pixels lie on a metre of paper, if the file shall say so.
pub fn write(tree: &usvg::Tree, size: [u32; 2], per_metre: Option<u32>) -> Result<Vec<u8>, String> {
    let mut png = pixmap(tree, size)?.encode_png().map_err(|error| error.to_string())?;
    if let Some(per_metre) = per_metre {
        // Behind the signature and the header chunk, which have always the same length.
        png.splice(HEADER..HEADER, density(per_metre));
    }
    Ok(png)
}

/// The pixels of a picture within a picture as a file.
pub fn of_raster(raster: &Raster) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width, raster.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&raster.rgba)).ok()?;
    Some(bytes)
}

fn pixmap(tree: &usvg::Tree, [width, height]: [u32; 2]) -> Result<Pixmap, String> {
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| format!("{width}×{height}"))?;
    let scale = Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(tree, scale, &mut pixmap.as_mut());
    Ok(pixmap)
}

/// The length of a PNG's signature and of its first chunk.
const HEADER: usize = 33;

/// The chunk that tells how many pixels lie on a metre (PNG specification, 11.3.4.3).
fn density(per_metre: u32) -> Vec<u8> {
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    // The unit is the metre.
    chunk.push(1);
    let length = chunk.len() as u32 - 4;
    let check = crc32(&chunk);
    [&length.to_be_bytes()[..], &chunk, &check.to_be_bytes()].concat()
}

/// The check sum of PNG's chunks, bit by bit: they are few and short.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}
