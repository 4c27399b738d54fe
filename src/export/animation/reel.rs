//! The frames of an animation: which there are, and how one of them is drawn.

use std::io::{self, Write};

use rayon::prelude::*;

use super::units::Units;
use super::{
    AnimationError, Format, LEAST_SECONDS, MOST_FRAMES, MOST_SECONDS, Motion, Plan, Watch, Written, apng, gif,
};
use crate::export::picture::{self, Drawn, Extent, Settings};
use crate::export::png::Pixels;
use crate::net::Reveal;
use crate::scene::picture::{Picture, frame};
use crate::scene::view::{Subject, Unit, ViewName};
use crate::scene::{Rect, Scene, Shape};

/// So many bytes of drawn frames are kept at most while they wait to be written, if it is more than one.
const MOST_WAITING: usize = 256 << 20;

/// An animation that is ready to be drawn.
#[derive(Clone)]
pub struct Reel<'a> {
    subject: Subject<'a>,
    settings: Settings,
    plan: Plan,
    format: Format,
    units: Units,
    bounds: Rect,
    /// The unit that all frames are laid out for, where a view is laid out around one.
    home: Option<Unit>,
    /// No more frames than this.
    most: u64,
}

impl<'a> Reel<'a> {
    /// Finds out which frames there are, and how large they are: as large as all of them need. Format and size of the
    /// settings are those of a frame; the format is taken from `format`.
    pub fn of(
        subject: Subject<'a>,
        settings: &Settings,
        plan: Plan,
        format: Format,
        watch: &Watch<'_>,
    ) -> Result<Self, AnimationError> {
        let motions = Motion::of_view(settings.view);
        if motions.is_empty() {
            return Err(AnimationError::View);
        }
        if !motions.contains(&plan.motion) {
            return Err(AnimationError::Numbers);
        }
        if !(LEAST_SECONDS..=MOST_SECONDS).contains(&plan.seconds) {
            return Err(AnimationError::Seconds);
        }
        if settings.transparent && format == Format::Gif {
            return Err(AnimationError::Transparent);
        }
        let mut settings = Settings { format: format.drawn(), ..settings.clone() };
        let units = Units::of(&subject, settings.view, settings.look, settings.unit.as_ref(), plan.motion)?;
        let plan = Plan { every: plan.every.max(1), ..plan };
        let frames = frames_of(units.count(), plan.every);
        if frames > MOST_FRAMES {
            // The first of each group, and the last one of all.
            let every = (units.count() - 1).div_ceil(MOST_FRAMES - 1);
            return Err(AnimationError::TooMany { frames, every });
        }
        if plan.motion == Motion::Walk {
            settings.look.reveal = Reveal::Walk;
        }
        let mut reel =
            Self { subject, settings, plan, format, units, bounds: Rect::default(), home: None, most: MOST_FRAMES };
        let view = reel.settings.view;
        if plan.motion == Motion::Grow && matches!(view, ViewName::Ladder | ViewName::Nested) {
            reel.home = Some(reel.unit(reel.frames() - 1));
        }
        let (bounds, is_still) = reel.all_bounds(watch)?;
        reel.bounds = bounds;
        if view == ViewName::Nested && !is_still {
            // There is more padding beside one unit than beside another, and the image would jump.
            reel.home = reel.settings.unit.clone().or_else(|| Some(reel.unit(reel.frames() / 2)));
            (reel.bounds, _) = reel.all_bounds(watch)?;
        }
        picture::extent(&reel.bounds, reel.settings.format, reel.settings.size)?;
        Ok(reel)
    }

    pub fn frames(&self) -> u64 {
        frames_of(self.units.count(), self.plan.every).min(self.most)
    }

    /// About how many bytes there will be, from those of the first frames.
    pub fn estimate(&self, watch: &Watch<'_>) -> Result<u64, AnimationError> {
        const MEASURED: u64 = 5;
        let watch = Watch { told: &|_, _| {}, ..*watch };
        let bytes_of = |frames: u64| {
            let mut counted = Counted(0);
            Self { most: frames, ..self.clone() }.write(&mut counted, &watch).map(|_| counted.0)
        };
        let (frames, first) = (self.frames(), bytes_of(1)?);
        let measured = frames.min(MEASURED);
        let changes = bytes_of(measured)?.saturating_sub(first);
        Ok(first + changes * (frames - 1) / (measured - 1).max(1))
    }

    /// The unit that a frame shows, by its place from 0.
    pub fn unit(&self, place: u64) -> Unit {
        self.units.at((place * self.plan.every).min(self.units.count() - 1))
    }

    /// The part of the plane that every frame shows.
    pub fn bounds(&self) -> Rect {
        self.bounds
    }

    /// What a frame draws.
    pub fn scene(&self, place: u64) -> Scene {
        Scene { bounds: self.bounds, ..self.own_scene(place) }
    }

    /// A frame as a file of its own.
    pub fn still(&self, place: u64) -> Result<Vec<u8>, AnimationError> {
        Ok(self.drawn(place)?.bytes()?)
    }

    /// A frame as pixels.
    pub fn draw(&self, place: u64) -> Result<Pixels, AnimationError> {
        Ok(self.drawn(place)?.pixels()?)
    }

    /// Writes the animation as one file. Of a format whose frames are files of their own, one after another.
    pub fn write(&self, out: &mut dyn Write, watch: &Watch<'_>) -> Result<Written, AnimationError> {
        match self.format {
            Format::Gif => gif::write(self, &self.plan, out, watch),
            Format::Apng => apng::write(self, &self.plan, out, watch),
            Format::Png | Format::Svg => {
                self.write_stills(watch, |_, bytes| out.write_all(&bytes).map_err(AnimationError::Write))
            }
        }
    }

    /// Gives every frame as a file of its own, in their order.
    pub fn write_stills(
        &self,
        watch: &Watch<'_>,
        mut put: impl FnMut(u64, Vec<u8>) -> Result<(), AnimationError>,
    ) -> Result<Written, AnimationError> {
        self.in_order(watch, |place| self.still(place), &mut put)?;
        Ok(Written { frames: self.frames(), error: 0 })
    }

    /// Draws every frame, and gives them in their order.
    pub(super) fn each(
        &self,
        watch: &Watch<'_>,
        mut put: impl FnMut(u64, Pixels) -> Result<(), AnimationError>,
    ) -> Result<(), AnimationError> {
        self.in_order(watch, |place| self.draw(place), &mut put)
    }

    /// Width and height of the frames.
    pub(super) fn pixels(&self) -> Result<[u32; 2], AnimationError> {
        let extent = picture::extent(&self.bounds, picture::Format::Png, self.settings.size)?;
        let (Extent::Pixels(pixels) | Extent::Millimetres(pixels) | Extent::Printed { pixels, .. }) = extent;
        Ok(pixels.map(|side| side as u32))
    }

    pub(super) fn is_transparent(&self) -> bool {
        self.settings.transparent
    }

    /// Makes as many frames at once as there are processors and as the memory for them allows.
    fn in_order<T: Send>(
        &self,
        watch: &Watch<'_>,
        make: impl Fn(u64) -> Result<T, AnimationError> + Sync,
        put: &mut impl FnMut(u64, T) -> Result<(), AnimationError>,
    ) -> Result<(), AnimationError> {
        let [width, height] = self.pixels().unwrap_or([1, 1]).map(|side| side as usize);
        let at_once = (MOST_WAITING / (width * height * 4).max(1)).clamp(1, 2 * rayon::current_num_threads());
        let frames = self.frames();
        for first in (0..frames).step_by(at_once) {
            watch.go_on()?;
            let places = first..frames.min(first + at_once as u64);
            let drawn: Vec<Result<T, AnimationError>> = places.clone().into_par_iter().map(&make).collect();
            for (place, frame) in places.zip(drawn) {
                watch.go_on()?;
                put(place, frame?)?;
                (watch.told)(place + 1, frames);
            }
        }
        Ok(())
    }

    fn drawn(&self, place: u64) -> Result<Drawn, AnimationError> {
        Ok(Drawn::of_scene(self.subject, &self.settings, self.scene(place))?)
    }

    fn own_scene(&self, place: u64) -> Scene {
        let Settings { view, look, ref include, .. } = self.settings;
        let unit = self.unit(place);
        frame(Picture { subject: self.subject, view, look, unit: Some(&unit), include }, self.home.as_ref())
    }

    /// What holds all frames, and whether the first grid lies where it is in all of them.
    fn all_bounds(&self, watch: &Watch<'_>) -> Result<(Rect, bool), AnimationError> {
        let cancel = watch.cancel;
        let bounds = (0..self.frames()).into_par_iter().map(|place| {
            if cancel.is_cancelled() {
                return Err(AnimationError::Cancelled);
            }
            let scene = self.own_scene(place);
            let grid = scene.items.iter().find_map(|item| match item.shape {
                Shape::Grid(cells) | Shape::Indices(cells) => Some(cells),
                _ => None,
            });
            Ok((scene.bounds, grid))
        });
        let all = bounds.collect::<Result<Vec<_>, AnimationError>>()?;
        let is_still = all.windows(2).all(|pair| pair[0].1 == pair[1].1);
        let union = all.into_iter().map(|(bounds, _)| bounds).reduce(|a, b| a.union(&b));
        Ok((union.unwrap_or_default(), is_still))
    }
}

/// Counts what is written, and keeps none of it.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The first frame of every group, and the last one of all.
fn frames_of(count: u64, every: u64) -> u64 {
    count.saturating_sub(1).div_ceil(every) + 1
}
