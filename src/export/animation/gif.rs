//! An animation as GIF.

use std::io::Write;

use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};

use super::changed::Area;
use super::palette::{Counts, Palette, Placed};
use super::reel::Reel;
use super::{AnimationError, Plan, Watch, Written};
use crate::export::picture::PictureError;
use crate::export::png::Pixels;

/// The colours are taken from so many frames at most, evenly spread from the first to the last.
const LOOKED_AT: u64 = 8;

/// Colours that are nearer than this to those that were meant, of 255, are not seen to differ.
const UNSEEN: u8 = 4;

/// Writes the frames with one set of colours, each over the one before, for ever. A frame whose colours those do not
/// hold has a set of its own.
pub fn write(
    reel: &Reel<'_>,
    plan: &Plan,
    mut out: &mut dyn Write,
    watch: &Watch<'_>,
) -> Result<Written, AnimationError> {
    let mut palette = Palette::of(colors(reel, watch)?);
    let [width, height] = reel.pixels()?.map(|side| side as u16);
    let mut encoder = Encoder::new(&mut out, width, height, &palette.bytes()).map_err(reason)?;
    encoder.set_repeat(Repeat::Infinite).map_err(reason)?;
    let mut before: Option<Pixels> = None;
    let (frames, mut error) = (reel.frames(), 0);
    reel.each(watch, |at, pixels| {
        let area = before.as_ref().map_or(Area::all(&pixels), |before| Area::between(before, &pixels));
        let (Placed { places, error: off }, own) = placed(&mut palette, || area.changes(before.as_ref(), &pixels));
        error = error.max(off);
        let frame = Frame {
            delay: plan.hundredths(at + 1 == frames),
            dispose: DisposalMethod::Keep,
            left: area.left as u16,
            top: area.top as u16,
            width: area.width as u16,
            height: area.height as u16,
            transparent: Some(own.as_ref().unwrap_or(&palette).unchanged()),
            buffer: places.into(),
            palette: own.map(|own| own.bytes()),
            ..Frame::default()
        };
        before = Some(pixels);
        encoder.write_frame(&frame).map_err(reason)
    })?;
    encoder.into_inner().map_err(reason)?;
    Ok(Written { frames, error })
}

/// The pixels in the colours of all frames, or in colours of their own if those are nearer.
fn placed<I: Iterator<Item = Option<[u8; 4]>>>(
    palette: &mut Palette,
    pixels: impl Fn() -> I,
) -> (Placed, Option<Palette>) {
    let placed = palette.places(pixels());
    if placed.error <= UNSEEN {
        return (placed, None);
    }
    let mut counts = Counts::default();
    counts.add(pixels().flatten());
    let mut own = Palette::of(counts);
    let nearer = own.places(pixels());
    if nearer.error < placed.error { (nearer, Some(own)) } else { (placed, None) }
}

fn colors(reel: &Reel<'_>, watch: &Watch<'_>) -> Result<Counts, AnimationError> {
    let mut counts = Counts::default();
    let last = reel.frames() - 1;
    let steps = last.clamp(1, LOOKED_AT - 1);
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
