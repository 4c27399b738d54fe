//! What the routes to a unit come to: how far the effective field reaches, and what of the field has no route.

use super::{Amount, Paths, Routes};
use crate::axes::Axes;
use crate::field::{Analysis, Field, Span, Spans};
use crate::net::{Graph, MapId};

/// The shares of all routes whose boxes are told.
pub const SHARES: [f64; 3] = [0.5, 0.9, 0.99];

/// What the routes from the image to one unit come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// All routes that begin in the image: those from padding do not count.
    pub total: Amount,
    /// The field of the unit on a grid without borders: first and last pixel on each axis, 0-based; negative ones and
    /// those behind the image are padding.
    pub field: Axes<Span>,
    /// Half the widest side of the field, in pixels.
    pub half_width: f64,
    /// For each of [`SHARES`], half the width of the smallest box about the middle of the field that holds so much of
    /// the routes, the same on every axis, in pixels. `None` if there are no routes.
    pub radii: [Option<f64>; SHARES.len()],
    /// How many pixels of the part of the field that lies in the image have no route, and how many pixels it has.
    /// `None` where that is too much to count.
    pub never_read: Option<(u64, u64)>,
    /// The same of the whole field on a grid without borders: gridding is a property of the kernels alone.
    pub never_read_without_borders: Option<(u64, u64)>,
}

impl Measures {
    /// `None` of a unit that nothing is known of, and of an image without axes.
    pub fn of(graph: &Graph, analysis: &Analysis, paths: &Paths) -> Option<Self> {
        let routes = paths.from_image()?;
        let image = graph.input.size.try_map(|n| Span::axis_of(*n).ok_or(())).ok()?;
        let sets = sets(analysis, paths);
        let field = sets.as_ref().and_then(|sets| sets.iter().map(Spans::hull).collect::<Option<Axes<Span>>>());
        let around = |field: Axes<Span>| match routes.hull() {
            // Where branches step at different rates the one field is that of the widest.
            Some(hull) => field.zip_map(&hull, |a, b| Span::new(a.first.min(b.first), a.last.max(b.last))),
            None => field,
        };
        let field = around(field.unwrap_or_else(|| image.clone()));
        (!field.is_empty()).then(|| {
            let twice_centre = field.map(|run| run.first + run.last);
            Self {
                total: routes.total(),
                half_width: field.iter().map(|run| run.count()).max().unwrap_or(0) as f64 / 2.0,
                radii: SHARES.map(|share| routes.radius(&twice_centre, share)),
                never_read: never_read(routes, &field, &image),
                never_read_without_borders: sets.and_then(|sets| {
                    let all = product(sets.iter().map(|set| set.hull().map_or(0, Span::count)))?;
                    Some((all - product(sets.iter().map(Spans::count))?, all))
                }),
                field,
            }
        })
    }

    /// The middle of the field, twice the index on each axis: it may lie between two pixels.
    pub fn twice_centre(&self) -> Axes<i64> {
        self.field.map(|run| run.first + run.last)
    }
}

/// What the unit reads of each axis on a grid without borders. `None` of a unit that sees the whole image.
fn sets(analysis: &Analysis, paths: &Paths) -> Option<Axes<Spans>> {
    if paths.map == MapId::INPUT {
        return Some(paths.unit.map(|&index| Span::new(index, index).into()));
    }
    let fields = analysis.map(paths.map).field.as_ref()?;
    let of = |axis: usize| {
        let field: &Field = fields.get(axis)?;
        // A flat vector has no axes, but what its values see of the image may be a part of it.
        field.of_unit(paths.unit.get(axis).copied().unwrap_or(0)).filter(|set| !set.is_empty())
    };
    (0..fields.rank()).map(of).collect()
}

fn never_read(routes: &Routes, field: &Axes<Span>, image: &Axes<Span>) -> Option<(u64, u64)> {
    let inside: Option<Axes<Span>> = field.iter().zip(image.iter()).map(|(run, image)| run.clip(*image)).collect();
    let Some(inside) = inside else { return Some((0, 0)) };
    let all = product(inside.iter().map(|run| run.count()))?;
    // The hull of the routes lies in there.
    let Some(_) = routes.hull() else { return Some((all, all)) };
    let (gaps, within) = routes.gaps()?;
    Some((all - (within - gaps), all))
}

fn product(numbers: impl IntoIterator<Item = u64>) -> Option<u64> {
    numbers.into_iter().try_fold(1_u64, u64::checked_mul)
}
