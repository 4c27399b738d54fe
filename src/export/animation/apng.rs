//! An animation as PNG.

use std::io::Write;

use png::{BitDepth, BlendOp, ColorType, Compression, DisposeOp, Encoder, EncodingError};

use super::changed::Area;
use super::reel::Reel;
use super::{AnimationError, Plan, Watch, Written};
use crate::export::picture::PictureError;
use crate::export::png::Pixels;

/// Writes the frames, each in the place of what it changes in the one before, for ever.
pub fn write(reel: &Reel<'_>, plan: &Plan, out: &mut dyn Write, watch: &Watch<'_>) -> Result<Written, AnimationError> {
    let [width, height] = reel.pixels()?;
    let frames = reel.frames();
    let mut encoder = Encoder::new(out, width, height);
    let transparent = reel.is_transparent();
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_animated(frames as u32, 0).map_err(reason)?;
    encoder.set_compression(Compression::High);
    // Over what is solid a pixel of no colour leaves what is there; what is seen through has to be taken away.
    encoder.set_blend_op(if transparent { BlendOp::Source } else { BlendOp::Over }).map_err(reason)?;
    encoder.set_dispose_op(DisposeOp::None).map_err(reason)?;
    let mut writer = encoder.write_header().map_err(reason)?;
    let mut before: Option<Pixels> = None;
    reel.each(watch, |at, pixels| {
        let area = before.as_ref().map_or(Area::all(&pixels), |before| Area::between(before, &pixels));
        writer.set_frame_delay(plan.hundredths(at + 1 == frames), 100).map_err(reason)?;
        writer.reset_frame_position().map_err(reason)?;
        writer.set_frame_dimension(area.width, area.height).map_err(reason)?;
        writer.set_frame_position(area.left, area.top).map_err(reason)?;
        let bytes: Vec<u8> = if transparent {
            area.of(&pixels).flat_map(straight).collect()
        } else {
            area.changes(before.as_ref(), &pixels).flat_map(Option::unwrap_or_default).collect()
        };
        before = Some(pixels);
        writer.write_image_data(&bytes).map_err(reason)
    })?;
    writer.finish().map_err(reason)?;
    Ok(Written { frames, error: 0 })
}

/// A colour that is no longer multiplied by its opacity, as files have it.
fn straight([red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let divided = |part: u8| match alpha {
        0 => 0,
        _ => ((u32::from(part) * 255 + u32::from(alpha) / 2) / u32::from(alpha)).min(255) as u8,
    };
    [divided(red), divided(green), divided(blue), alpha]
}

fn reason(error: EncodingError) -> AnimationError {
    match error {
        EncodingError::IoError(error) => AnimationError::Write(error),
        error => AnimationError::Picture(PictureError::Draw(error.to_string())),
    }
}
