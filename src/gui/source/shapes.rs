//! The shapes that numbers may have, and numbers of a shape: what a dialog begins with, and whether a file fits.

use crate::field::Analysis;
use crate::net::{Bias, Graph, Kernel, MapId, Op, Parameters, Shape, Source};
use crate::value::{self, Asset, Assets, ValueProblem, Weights, WeightsOf};

/// The most numbers that are worked out to be shown beside the controls, and to see whether a file fits.
const MOST_SAMPLED: u64 = 1 << 18;
const MOST_TRIED: u64 = 1 << 24;

/// The shapes of numbers for the image: its axes alone, for every channel; with the channels before them.
pub fn of_image(shape: &Shape) -> Vec<Vec<usize>> {
    let axes: Vec<usize> = shape.size.iter().map(|&n| n as usize).collect();
    let all: Vec<usize> = std::iter::once(shape.channels as usize).chain(axes.iter().copied()).collect();
    if axes.is_empty() { vec![all] } else { vec![axes, all] }
}

/// A layer with weights.
#[derive(Clone, Copy)]
pub struct Weighted<'a> {
    graph: &'a Graph,
    analysis: &'a Analysis,
    map: MapId,
    pub input: &'a Shape,
    pub output: &'a Shape,
}

impl<'a> Weighted<'a> {
    /// The layer that makes a map; `None` if it has no kernel, or cannot run.
    pub fn of(graph: &'a Graph, analysis: &'a Analysis, map: MapId) -> Option<Self> {
        let node = graph.node(map)?;
        if !matches!(node.op, Op::Conv(_) | Op::ConvTransposed(_) | Op::Linear(_)) {
            return None;
        }
        let input = analysis.map(*node.inputs().first()?).shape.as_ref()?;
        Some(Self { graph, analysis, map, input, output: analysis.map(map).shape.as_ref()? })
    }

    fn op(self) -> Option<&'a Op> {
        self.graph.node(self.map).map(|node| &node.op)
    }

    /// The channels that it makes.
    pub fn filters(self) -> u64 {
        self.output.channels
    }

    pub fn has_bias(self) -> bool {
        match self.op() {
            Some(Op::Conv(conv)) => conv.bias,
            Some(Op::ConvTransposed(conv)) => conv.bias,
            Some(Op::Linear(linear)) => linear.bias,
            _ => false,
        }
    }

    /// The shapes of numbers for its kernel: a window for every channel that is read, one for each of them, and, of the
    /// whole layer, all weights in PyTorch's layout.
    pub fn kernel_shapes(self, one_filter: bool) -> Vec<Vec<usize>> {
        let (inputs, outputs) = (self.input.channels, self.output.channels);
        let (window, groups, transposed) = match self.op() {
            Some(Op::Conv(conv)) => (&conv.window, conv.groups.max(1), false),
            Some(Op::ConvTransposed(conv)) => (&conv.window, conv.groups.max(1), true),
            _ => {
                let taps = vec![inputs as usize];
                let layer = vec![outputs as usize, inputs as usize];
                return if one_filter { vec![taps] } else { vec![taps, layer] };
            }
        };
        let Some(taps) = window.kernel.resolve(self.input.size.rank()) else { return Vec::new() };
        let with = |lead: &[u64]| lead.iter().chain(taps.iter()).map(|&n| n as usize).collect::<Vec<_>>();
        let mut shapes = vec![with(&[]), with(&[inputs / groups])];
        if !one_filter {
            let layer = if transposed { [inputs, outputs / groups] } else { [outputs, inputs / groups] };
            shapes.push(with(&layer));
        }
        shapes
    }

    /// Where the window of a filter in the first channel that it reads begins in the weights, counted in windows; the
    /// others follow, one for each channel that is read: after `step` windows each.
    pub fn first_window(self, filter: usize) -> (usize, usize) {
        let (inputs, outputs) = (self.input.channels as usize, self.output.channels as usize);
        match self.op() {
            Some(Op::ConvTransposed(conv)) => {
                let groups = conv.groups.max(1) as usize;
                let (read, in_group) = (inputs / groups, (outputs / groups).max(1));
                (filter / in_group * read * in_group + filter % in_group, in_group)
            }
            Some(Op::Conv(conv)) => (filter * (inputs / conv.groups.max(1) as usize), 1),
            _ => (filter, 1),
        }
    }

    /// The numbers of one filter: its window in each channel that it reads.
    pub fn filter_numbers(self, weights: &Weights, filter: u64) -> Option<(Vec<usize>, Vec<f32>)> {
        let shapes = self.kernel_shapes(true);
        let (taps, shape) = (shapes.first()?, shapes.last()?);
        let window: usize = taps.iter().product();
        let (first, step) = self.first_window(usize::try_from(filter).ok()?);
        let memory = weights.kernel.as_slice()?;
        let count = shape.iter().product::<usize>() / window.max(1);
        let mut numbers = Vec::with_capacity(count * window);
        for channel in 0..count {
            let begin = (first + channel * step) * window;
            numbers.extend_from_slice(memory.get(begin..begin + window)?);
        }
        let shape = if count == 1 { taps } else { shape };
        Some((shape.clone(), numbers))
    }

    fn is_at_most(self, most: u64) -> bool {
        self.analysis.map(self.map).cost.params.is_some_and(|params| params <= most)
    }

    /// The weights with these parameters, unless there are many.
    pub fn sample(self, parameters: Option<&Parameters>, assets: &Assets) -> (Option<Weights>, Vec<ValueProblem>) {
        if self.is_at_most(MOST_SAMPLED) { self.weights(parameters, assets) } else { (None, Vec::new()) }
    }

    /// Why these parameters cannot be had. Of very large layers nothing is said.
    pub fn trouble(self, parameters: &Parameters, assets: &Assets) -> Option<ValueProblem> {
        let named = parameters.kernel.iter().chain(parameters.filters.values());
        let mut numbers = named.filter(|kernel| matches!(kernel, Kernel::Typed(_) | Kernel::Array { .. }));
        if numbers.next().is_none() && parameters.bias == Bias::Zeros || !self.is_at_most(MOST_TRIED) {
            return None;
        }
        self.weights(Some(parameters), assets).1.into_iter().next()
    }

    fn weights(self, parameters: Option<&Parameters>, assets: &Assets) -> (Option<Weights>, Vec<ValueProblem>) {
        let mut problems = Vec::new();
        let Some(node) = self.graph.node(self.map) else { return (None, problems) };
        let place = self.map.index() - 1;
        let Self { input, output, .. } = self;
        let weights =
            value::weights(WeightsOf { node, input, output, place, chosen: parameters, assets }, &mut problems);
        (weights, problems)
    }
}

/// Why the image cannot show this. Of very large images, and of pictures, which fit any image, only what is wrong with
/// the file.
pub fn trouble_of_image(source: &Source, shape: &Shape, assets: &Assets) -> Option<ValueProblem> {
    let one = Shape { batch: 1, ..shape.clone() };
    let few = |shape: &Shape| {
        let values = shape.values().and_then(|values| values.checked_mul(shape.batch));
        values.is_some_and(|values| values <= MOST_TRIED)
    };
    match source {
        Source::Typed(_) if few(&one) => value::image(source, &one, assets).err(),
        Source::Array { .. } if few(shape) => value::image(source, shape, assets).err(),
        Source::Picture { path, .. } => match assets.get(path) {
            Some(Ok(Asset::Picture(_))) => None,
            // Nothing is scaled where there is no picture.
            _ => value::image(source, &Shape::image(1, [1, 1]), assets).err(),
        },
        _ => None,
    }
}

/// The values of the first image, unless there are many: its shape, and the numbers in memory's order. Where all channels
/// are alike, one of them.
pub fn numbers_of_image(source: &Source, shape: &Shape, assets: &Assets) -> Option<(Vec<usize>, Vec<f32>)> {
    const MOST: u64 = 4096;
    if let Source::Typed(matrix) = source {
        return Some((matrix.shape().to_vec(), matrix.data().to_vec()));
    }
    let shape = Shape { batch: 1, ..shape.clone() };
    if shape.values().is_none_or(|values| values > MOST) {
        return None;
    }
    let image = value::image(source, &shape, assets).ok()?;
    let numbers: Vec<f32> = image.iter().copied().collect();
    let [axes, all] = &of_image(&shape)[..] else { return Some((of_image(&shape).pop()?, numbers)) };
    let (first, others) = numbers.split_at(axes.iter().product());
    let alike = others.chunks(first.len()).all(|channel| channel == first);
    Some(if alike { (axes.clone(), first.to_vec()) } else { (all.clone(), numbers) })
}
