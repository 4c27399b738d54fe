//! Routes as colours: how many of them come from each unit of a box, in as many pixels as a picture needs.

use std::sync::{Arc, OnceLock};

use crate::axes::Axes;
use crate::field::Span;
use crate::field::paths::{Amount, Paths, Routes};
use crate::net::{Colours, MapId};
use crate::scene::Raster;
use crate::scene::colours;
use crate::scene::theme::Role;

/// The most pixels of a side. Of a larger map several units share one.
const MOST_PIXELS: u64 = 512;

/// The colours of routes: dark where they are few, bright where they are many.
const COLOURS: Colours = Colours::Viridis;

/// The runs of indices that the pixels of a side stand for.
pub(super) fn bins(run: Span) -> Vec<Span> {
    let count = run.count().min(MOST_PIXELS);
    let edge = |at: u64| run.first + (u128::from(run.count()) * u128::from(at) / u128::from(count)) as i64;
    (0..count).map(|at| Span::new(edge(at), edge(at + 1) - 1)).collect()
}

/// The routes from a plane of a map: `rows` and `columns` of two of its axes, all indices of the others.
pub struct Heat {
    pub rows: Vec<Span>,
    pub columns: Vec<Span>,
    /// By rows: the part of the greatest.
    pub shares: Vec<f32>,
    /// The greatest of them.
    pub most: Amount,
}

impl Heat {
    /// `down` and `across` are the map's axes in the plane, `None` where there is none; `all` is the box around all
    /// routes.
    pub fn of(routes: &Routes, axes: [Option<usize>; 2], [rows, columns]: [Span; 2], all: &Axes<Span>) -> Self {
        let (rows, columns) = (bins(rows), bins(columns));
        let mut shares = vec![0.0_f64; rows.len() * columns.len()];
        for (weight, [of_rows, of_columns]) in routes.planes(axes, [&rows, &columns], all) {
            for (row, shares) in of_rows.iter().zip(shares.chunks_exact_mut(columns.len())) {
                for (column, share) in of_columns.iter().zip(shares) {
                    *share += weight * row * column;
                }
            }
        }
        let greatest = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or(0);
        let most = shares.get(greatest).copied().unwrap_or(0.0);
        // Few routes are not none, however small their part is.
        let place = |share: f64| if share > 0.0 { ((share / most) as f32).max(f32::MIN_POSITIVE) } else { 0.0 };
        let mut within = all.clone();
        for (axis, run) in axes.into_iter().zip([rows[greatest / columns.len()], columns[greatest % columns.len()]]) {
            if let Some(slot) = axis.and_then(|axis| within.get_mut(axis)) {
                *slot = run;
            }
        }
        let most = routes.within(&within);
        Self { shares: shares.into_iter().map(place).collect(), rows, columns, most }
    }

    /// A pixel for each; those without a route are clear.
    pub fn raster(&self, opacity: u8) -> Arc<Raster> {
        let pixel = |share: &f32| {
            let [r, g, b] = colours::at(COLOURS, *share);
            [r, g, b, if *share == 0.0 { 0 } else { opacity }]
        };
        let rgba = self.shares.iter().flat_map(pixel).collect();
        Arc::new(Raster { width: self.columns.len() as u32, height: self.rows.len() as u32, rgba })
    }
}

/// The heat of a map in a plane of its axes, with the runs of rows and columns that it covers: laid over other views.
/// `None` of a map without routes to the unit, and of a flat vector. `opacity` of 255 hides what lies below.
pub fn of_map(paths: &Paths, map: MapId, axes: [Option<usize>; 2], opacity: u8) -> Option<(Arc<Raster>, [Span; 2])> {
    let routes = paths.at(map)?;
    let hull = routes.hull()?;
    let runs = axes.map(|axis| axis.and_then(|axis| hull.get(axis)).copied().unwrap_or(Span::new(0, 0)));
    Some((Heat::of(routes, axes, runs, &hull).raster(opacity), runs))
}

/// The scale of colours, from none at the left to the most at the right.
pub fn scale() -> Arc<Raster> {
    const STEPS: u32 = 64;
    // One for all: a raster is known by its place in memory.
    static SCALE: OnceLock<Arc<Raster>> = OnceLock::new();
    let pixel = |at: u32| {
        let [r, g, b] = colours::at(COLOURS, at as f32 / (STEPS - 1) as f32);
        [r, g, b, 255]
    };
    let made = || Arc::new(Raster { width: STEPS, height: 1, rgba: (0..STEPS).flat_map(pixel).collect() });
    Arc::clone(SCALE.get_or_init(made))
}

/// The role of a text on the colour of a share.
pub fn ink(share: f32) -> Role {
    colours::ink(colours::at(COLOURS, share))
}
