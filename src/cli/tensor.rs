//! A map's numbers as bytes: JSON, an array of `NumPy`, a picture.

use std::io::Cursor;
use std::path::Path;

use image::{GrayImage, ImageFormat, Luma};
use ndarray::{ArrayViewD, Axis};

use crate::value::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE, Tensor, write_npy};

/// What a map is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Npy,
    Png,
}

impl Format {
    /// The format that a file's ending tells, in whatever case.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "json" => Some(Self::Json),
            "npy" => Some(Self::Npy),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

/// The map of `layer` as a file; else why not, and what to do.
pub fn write(layer: &str, tensor: &Tensor, format: Format) -> Result<Vec<u8>, String> {
    match format {
        Format::Json => Ok(json(layer, tensor).into_bytes()),
        Format::Npy => Ok(write_npy(tensor)),
        Format::Png => png(tensor),
    }
}

fn json(layer: &str, tensor: &Tensor) -> String {
    let name = serde_json::Value::from(layer);
    let shape = serde_json::Value::from(tensor.shape());
    let mut text = format!("{{\"layer\":{name},\"shape\":{shape},\"values\":");
    nest(&mut text, &tensor.view());
    text.push_str("}\n");
    text
}

/// Lists inside lists, one level for each axis. JSON knows only finite numbers; the others are texts.
fn nest(text: &mut String, part: &ArrayViewD<'_, f32>) {
    use std::fmt::Write as _;
    if part.ndim() == 0 {
        let written = match part.first().copied().unwrap_or_default() {
            value if value.is_nan() => write!(text, "\"NaN\""),
            f32::INFINITY => write!(text, "\"Infinity\""),
            f32::NEG_INFINITY => write!(text, "\"-Infinity\""),
            value => write!(text, "{value:?}"),
        };
        debug_assert!(written.is_ok(), "a text takes whatever is written");
        return;
    }
    text.push('[');
    for (at, inner) in part.axis_iter(Axis(0)).enumerate() {
        if at > 0 {
            text.push(',');
        }
        nest(text, &inner);
    }
    text.push(']');
}

/// Tiles of all channels of all images in rows, as near to a square as their number allows, a pixel of black between.
fn png(tensor: &Tensor) -> Result<Vec<u8>, String> {
    let &[batch, channels, height, width] = tensor.shape() else {
        return Err("only a map of two axes is a picture; write .npy or .json, or name another layer".to_owned());
    };
    let count = batch * channels;
    let columns = count.isqrt() + usize::from(count.isqrt().pow(2) < count);
    let rows = count.div_ceil(columns);
    let side = |tiles: usize, units: usize| tiles as u64 * (units as u64 + 1) - 1;
    let (wide, high) = (side(columns, width), side(rows, height));
    if wide.max(high) > u64::from(MAX_PICTURE_SIDE) || wide * high > MAX_PICTURE_PIXELS {
        return Err(format!("the picture would have {wide}×{high} pixels, too many; write .npy"));
    }
    let mut picture = GrayImage::new(wide as u32, high as u32);
    let values: Vec<f32> = tensor.iter().copied().collect();
    for (tile, channel) in values.chunks_exact(height * width).enumerate() {
        let grey = grey_of(channel);
        let (left, top) = (tile % columns * (width + 1), tile / columns * (height + 1));
        for (at, value) in channel.iter().enumerate() {
            picture.put_pixel((left + at % width) as u32, (top + at / width) as u32, Luma([grey(*value)]));
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(|error| format!("it cannot be written ({error})"))?;
    Ok(bytes.into_inner())
}

/// The grey of a channel's values: black is the least finite one, white the greatest; the middle if all are the same.
/// What is no number is black.
fn grey_of(channel: &[f32]) -> impl Fn(f32) -> u8 {
    let finite = || channel.iter().copied().filter(|value| value.is_finite());
    let least = finite().fold(f32::INFINITY, f32::min);
    let range = f64::from(finite().fold(f32::NEG_INFINITY, f32::max)) - f64::from(least);
    move |value| match value {
        _ if value.is_nan() => 0,
        f32::INFINITY => 255,
        f32::NEG_INFINITY => 0,
        _ if range <= 0.0 => 128,
        value => (255.0 * (f64::from(value) - f64::from(least)) / range).round() as u8,
    }
}
