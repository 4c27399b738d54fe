//! What the inspector shows of the values of the selection: what is wrong with them, and the kernel of a layer in
//! colours. Worked out when the network or a file changes.

use std::sync::Arc;

use super::shapes::{Weighted, trouble_of_image};
use crate::field::Analysis;
use crate::net::{Colours, Lowered, MapId, Stack};
use crate::scene::Raster;
use crate::scene::colours::{Ends, color};
use crate::value::{Assets, ValueProblem, Weights};

/// The most filters that are drawn, and the most taps of an axis of one of them.
pub const MOST_FILTERS: usize = 16;
const MOST_TAPS: usize = 16;

/// What is known of the values of a map's making.
#[derive(Debug, Default)]
pub struct Sample {
    pub problems: Vec<ValueProblem>,
    /// The first windows of a layer with two axes of taps, one for each filter.
    pub tiles: Vec<Tile>,
}

/// The window of one filter in the first channel that it reads.
#[derive(Debug)]
pub struct Tile {
    pub rows: usize,
    pub columns: usize,
    pub numbers: Vec<f32>,
    pub pixels: Arc<Raster>,
}

impl Sample {
    pub fn of(stack: &Stack, lowered: &Lowered, analysis: &Analysis, map: MapId, assets: &Assets) -> Self {
        if map == MapId::INPUT {
            let problems = trouble_of_image(&stack.source, &stack.input, assets).into_iter().collect();
            return Self { problems, ..Self::default() };
        }
        let parameters =
            lowered.layer_of_map[map.index()].and_then(|id| stack.layer(id)).map(|layer| &layer.parameters);
        let Some(layer) = Weighted::of(&lowered.graph, analysis, map) else { return Self::default() };
        let (weights, problems) = layer.sample(parameters, assets);
        let tiles = weights.map(|weights| tiles(&weights, layer)).unwrap_or_default();
        Self { problems, tiles }
    }
}

/// The windows of the first filters, each in all the colours: its shape is what tells filters apart.
fn tiles(weights: &Weights, layer: Weighted<'_>) -> Vec<Tile> {
    let (rows, columns) = match layer.kernel_shapes(true).first().map(Vec::as_slice) {
        // A linear layer has as many taps as inputs: no window.
        Some([columns]) if weights.kernel.ndim() > 2 => (1, *columns),
        Some([rows, columns]) => (*rows, *columns),
        _ => return Vec::new(),
    };
    let (Some(numbers), true) = (weights.kernel.as_slice(), rows.max(columns) <= MOST_TAPS) else { return Vec::new() };
    let window = rows * columns;
    let begin = |filter: usize| layer.first_window(filter).0 * window;
    let windows: Vec<&[f32]> = (0..MOST_FILTERS.min(layer.filters() as usize))
        .filter_map(|filter| numbers.get(begin(filter)..begin(filter) + window))
        .collect();
    let tile = |numbers: &[f32]| {
        let ends = Ends::of(numbers, Colours::Diverging);
        let rgba = numbers.iter().flat_map(|value| {
            let [red, green, blue] = color(Colours::Diverging, ends, *value);
            [red, green, blue, 255]
        });
        let pixels = Raster { width: columns as u32, height: rows as u32, rgba: rgba.collect() };
        Tile { rows, columns, numbers: numbers.to_vec(), pixels: Arc::new(pixels) }
    };
    windows.into_iter().map(tile).collect()
}
