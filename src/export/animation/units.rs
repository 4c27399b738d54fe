//! The units that the pictures of an animation show.

use super::{AnimationError, Motion};
use crate::axes::Axes;
use crate::field::{Taps, Trace};
use crate::net::{Look, MapId};
use crate::scene::nested;
use crate::scene::view::{self, Subject, Unit, ViewName};

/// The units of all frames, in their order, before some of them are left out.
#[derive(Clone)]
pub enum Units {
    /// Those of a map in reading order, or on one axis alone those beside `unit`.
    Walk {
        map: MapId,
        unit: Axes<i64>,
        size: Axes<u64>,
        axis: Option<usize>,
    },
    Listed(Vec<Unit>),
}

impl Units {
    pub fn of(
        subject: &Subject<'_>,
        view: ViewName,
        look: Look,
        unit: Option<&Unit>,
        motion: Motion,
    ) -> Result<Self, AnimationError> {
        let known = unit.filter(|(map, unit)| Trace::of(subject.graph, subject.analysis, *map, unit.clone()).is_some());
        let units = match motion {
            Motion::Walk => walk(subject, view, look, known),
            Motion::Grow => Some(Self::Listed(grow(subject, known))),
        };
        units.filter(|units| units.count() > 1).ok_or(AnimationError::Still)
    }

    /// How many there are; `u64::MAX` of more than can be counted.
    pub fn count(&self) -> u64 {
        match self {
            Self::Walk { size, axis: Some(axis), .. } => size[*axis],
            Self::Walk { size, axis: None, .. } => size.iter().fold(1, |all, n| all.saturating_mul(*n)),
            Self::Listed(units) => units.len() as u64,
        }
    }

    /// The one at a place that there is, 0-based.
    pub fn at(&self, place: u64) -> Unit {
        match self {
            Self::Walk { map, unit, axis: Some(axis), .. } => {
                let mut unit = unit.clone();
                if let Some(index) = unit.get_mut(*axis) {
                    *index = place as i64;
                }
                (*map, unit)
            }
            Self::Walk { map, size, axis: None, .. } => {
                let mut rest = place;
                let mut index: Vec<i64> = Vec::new();
                for n in size.iter().rev() {
                    index.push((rest % n) as i64);
                    rest /= n;
                }
                (*map, index.into_iter().rev().collect())
            }
            Self::Listed(units) => units[place as usize].clone(),
        }
    }
}

/// The map of the unit, or the one that the view shows by itself.
fn walk(subject: &Subject<'_>, view: ViewName, look: Look, unit: Option<&Unit>) -> Option<Units> {
    let (map, unit) = match (view, unit) {
        // The kernel stands over a window, and nothing is read for the image.
        (ViewName::Numbers, None) => first_window(subject)?,
        (ViewName::Numbers, Some((MapId::INPUT, _))) => first_unit(subject, *subject.shown().get(1)?)?,
        (_, Some(unit)) => unit.clone(),
        (_, None) => view::middle_unit(subject.graph, subject.analysis, subject.path)?,
    };
    let size = subject.analysis.map(map).shape.as_ref()?.size.clone();
    let axis = (view == ViewName::Ladder).then(|| look.axis_of(size.rank())).filter(|axis| *axis < size.rank());
    Some(Units::Walk { map, unit, size, axis })
}

/// The first unit of the first layer that reads more than one unit for one.
fn first_window(subject: &Subject<'_>) -> Option<Unit> {
    let has_window = |map: &MapId| {
        let mut steps = subject.analysis.map(*map).steps.iter().flatten();
        subject.analysis.map(*map).shape.is_some() && steps.any(|step| step.taps != Taps::SAME)
    };
    let mut shown = subject.shown().into_iter().skip(1);
    let map = shown.clone().find(has_window).or_else(|| shown.next())?;
    first_unit(subject, map)
}

fn first_unit(subject: &Subject<'_>, map: MapId) -> Option<Unit> {
    Some((map, subject.analysis.map(map).shape.as_ref()?.size.map(|_| 0)))
}

/// A pixel in the middle of what the unit sees, and then the units of the column through the unit, up to it.
fn grow(subject: &Subject<'_>, unit: Option<&Unit>) -> Vec<Unit> {
    let Subject { graph, analysis, path, .. } = *subject;
    let Some((last, unit)) = unit.cloned().or_else(|| view::middle_unit(graph, analysis, path)) else {
        return Vec::new();
    };
    let seen = Trace::of(graph, analysis, last, unit.clone());
    let seen = seen.and_then(|trace| trace.at(MapId::INPUT)?.unclipped.clone());
    let middle: Option<Vec<i64>> = seen.map(|hull| hull.iter().map(|run| i64::midpoint(run.first, run.last)).collect());
    let image = analysis.map(MapId::INPUT).shape.as_ref();
    let pixel = middle.zip(image).and_then(|(middle, image)| Some((MapId::INPUT, image.nearest_unit(&middle)?)));
    let chosen = (last, unit);
    let column = nested::column_units(subject, Some(&chosen)).into_iter().filter(|(map, _)| *map <= last);
    pixel.into_iter().chain(column).collect()
}
