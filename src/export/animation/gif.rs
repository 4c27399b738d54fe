//! An animation as GIF.

use std::io::Write;

use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};

use super::changed::Area;
use super::palette::{Counts, Palette};
use super::reel::Reel;
use super::{AnimationError, Plan, Watch, Written};
use crate::export::picture::PictureError;
use crate::export::png::Pixels;

/// The colours are taken from so many frames at most, evenly spread from the first to the last.
const LOOKED_AT: u64 = 8;

/// Writes the frames with one set of colours, each over the one before, for ever.
pub fn write(reel: &Reel<'_>, plan: &Plan, mut out: &mut dyn Write, watch: &Watch<'_>) -> Result<Written, AnimationError> {
    let mut palette = Palette::of(colors(reel, watch)?);
    let [width, height] = reel.pixels()?.map(|side| side as u16);
    let mut encoder = Encoder::new(&mut out, width, height, palette.bytes()).map_err(reason)?;
    encoder.set_repeat(Repeat::Infinite).map_err(reason)?;
    let mut before: Option<Pixels> = None;
    let frames = reel.frames();
    reel.each(watch, |at, pixels| {
        let area = before.as_ref().map_or(Area::all(&pixels), |before| Area::between(before, &pixels));
        let frame = Frame {
            delay: plan.hundredths(at + 1 == frames),
            dispose: DisposalMethod::Keep,
            left: area.left as u16,
            top: area.top as u16,
            width: area.width as u16,
            height: area.height as u16,
            buffer: palette.places(area.of(&pixels)).into(),
            ..Frame::default()
        };
        before = Some(pixels);
        encoder.write_frame(&frame).map_err(reason)
    })?;
    encoder.into_inner().map_err(reason)?;
    Ok(Written { frames, error: palette.error })
}

fn colors(reel: &Reel<'_>, watch: &Watch<'_>) -> Result<Counts, AnimationError> {
    let mut counts = Counts::default();
    let last = reel.frames() - 1;
    let steps = last.min(LOOKED_AT - 1).max(1);
    let mut places: Vec<u64> = (0..=steps).map(|step| step * last / steps).collect();
    places.dedup();
    for place in places {
        watch.go_on()?;
        let pixels = reel.draw(place)?;
        counts.add(Area::all(&pixels).of(&pixels));
    }
    Ok(counts)
}

fn reason(error: EncodingError) -> AnimationError {
    match error {
        EncodingError::Io(error) => AnimationError::Write(error),
        error => AnimationError::Picture(PictureError::Draw(error.to_string())),
    }
}
