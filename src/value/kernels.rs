//! The kernels and biases of layers.
//!
//! A *filter* is what makes one channel of the output: for each channel it reads, a window of taps. A kernel with a name
//! stands in the window of every channel that is read, divided by nothing, so their sums add up; only
//! [`Kernel::Identity`] reads one channel, the filter's own. A linear layer is one window over all its inputs.
//!
//! What nobody chose: ones where one channel is read and one made; Gabor wavelets in the first layer, if its window has two
//! axes; else random numbers whose seed is the layer's place.

mod presets;

use rayon::prelude::*;

use super::reuse::Held;
use super::source::noise::Noise;
use super::source::wanted::{Wanted, axis_words, which};
use super::source::{array, numbers};
use super::{Assets, Tensor, ValueProblem, Weights};
use crate::net::{Bias, Kernel, Node, Op, Parameters, Shape};

/// The filters that are made before they are put into place.
const FILTERS_AT_ONCE: usize = 64;

/// A node whose weights are asked for.
#[derive(Clone, Copy)]
pub struct WeightsOf<'a> {
    pub node: &'a Node,
    /// The shape of what it reads.
    pub input: &'a Shape,
    /// The shape of what it makes.
    pub output: &'a Shape,
    /// Its index among the nodes, 0-based: the seed of what nobody chose.
    pub place: usize,
    pub chosen: Option<&'a Parameters>,
    pub assets: &'a Assets,
}

/// The weights of a node that has some; `None` of the other ops. What cannot be had as chosen is put into `problems`, and
/// the program's own choice stands in its place. The caller has held the size against a limit.
///
/// A layer without a bias adds zeros, whatever was chosen.
pub fn weights(of: WeightsOf<'_>, problems: &mut Vec<ValueProblem>) -> Option<Weights> {
    let WeightsOf { node, input, output, place, chosen, assets } = of;
    let layer = Layer::of(node, input, output)?;
    let own = layer.own_choice(place);
    let kernel_of_all = chosen.and_then(|chosen| chosen.kernel.as_ref());
    let mut kernel = layer.empty_kernel();
    let mut fill = |kernel: &mut Tensor, choice: &Kernel, filters: &[u64], what: &dyn Fn() -> String| {
        let given = layer.given(choice, assets, what).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        // A choice that cannot be had gives way to the program's own one.
        let named = if given.is_none() && is_given(choice) { &own } else { choice };
        // Filters are made side by side, a few at a time: all of them at once would take the layer's memory again.
        for some in filters.chunks(FILTERS_AT_ONCE) {
            let of = |filter: &u64| {
                given.as_ref().map_or_else(|| layer.named(named, *filter), |given| layer.part(given, *filter))
            };
            let made: Vec<Vec<f32>> = some.par_iter().map(of).collect();
            some.iter().zip(&made).for_each(|(filter, values)| layer.put(kernel, *filter, values));
        }
    };
    let overridden = |filter: &u64| chosen.is_some_and(|chosen| chosen.filters.contains_key(filter));
    let rest: Vec<u64> = (0..layer.filters).filter(|filter| !overridden(filter)).collect();
    fill(&mut kernel, kernel_of_all.unwrap_or(&own), &rest, &|| format!("the kernel of {}", node.name));
    // Filters past the last channel are kept in the document, should the layer have more channels again.
    for (&filter, choice) in chosen.iter().flat_map(|chosen| chosen.filters.range(..layer.filters)) {
        fill(&mut kernel, choice, &[filter], &|| format!("the kernel of filter {filter} of {}", node.name));
    }
    let bias = chosen.filter(|_| layer.has_bias).map(|chosen| layer.bias(&chosen.bias, assets, &node.name));
    let bias = bias.unwrap_or(Ok(None)).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let bias = bias.unwrap_or_else(|| vec![0.0; layer.filters as usize]);
    Some(Weights { kernel, bias: Tensor::from_shape_vec(vec![bias.len()], bias).ok()? })
}

/// True of a choice that is numbers, not a name.
fn is_given(kernel: &Kernel) -> bool {
    matches!(kernel, Kernel::Typed(_) | Kernel::Array { .. })
}

/// All that the weights of a node are made from: from equal recipes [`weights`] makes the same, with the same problems.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    layer: Layer,
    /// What the layer's place makes the program choose.
    own: Kernel,
    chosen: Option<Parameters>,
    /// What the files that are named hold, in the order of [`Parameters::files`].
    files: Vec<Held>,
    /// The node's name, if problems may tell it: words always fit.
    name: Option<String>,
}

impl Recipe {
    /// Takes what [`weights`] takes. `None` of a node without weights.
    pub fn of(of: WeightsOf<'_>) -> Option<Self> {
        let WeightsOf { node, input, output, place, chosen, assets } = of;
        let layer = Layer::of(node, input, output)?;
        let own = layer.own_choice(place);
        let files = chosen.iter().flat_map(|chosen| chosen.files()).map(|path| Held::of(path, assets)).collect();
        let name = chosen.filter(|chosen| !chosen.are_words()).map(|_| node.name.clone());
        Some(Self { layer, own, chosen: chosen.cloned(), files, name })
    }
}

/// How the channels of a layer are wired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Conv,
    Transposed,
    Linear,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Layer {
    kind: Kind,
    /// The channels of the output.
    filters: u64,
    /// The channels of the input.
    channels: u64,
    groups: u64,
    /// The channels that each filter reads; 1 of a linear layer, whose inputs are its taps.
    read: u64,
    taps: Vec<u64>,
    has_bias: bool,
}

/// Numbers that somebody gave, in memory's order.
struct Given {
    values: Vec<f32>,
    covers: Covers,
}

/// What numbers are given for.
#[derive(Clone, Copy)]
enum Covers {
    /// The taps, for every channel that is read.
    Taps,
    /// One filter.
    Filter,
    /// The whole layer, in PyTorch's layout.
    Layer,
}

impl Layer {
    /// `None` of an op without weights, or one that does not fit its input.
    fn of(node: &Node, input: &Shape, output: &Shape) -> Option<Self> {
        let (filters, channels) = (output.channels, input.channels);
        let (kind, taps, groups, has_bias) = match &node.op {
            Op::Conv(conv) => (Kind::Conv, conv.window.kernel.resolve(input.size.rank())?, conv.groups, conv.bias),
            Op::ConvTransposed(conv) => {
                (Kind::Transposed, conv.window.kernel.resolve(input.size.rank())?, conv.groups, conv.bias)
            }
            Op::Linear(linear) => (Kind::Linear, [channels].into(), 1, linear.bias),
            _ => return None,
        };
        let fits = groups > 0 && filters % groups == 0 && channels % groups == 0 && filters > 0 && channels > 0;
        let read = if kind == Kind::Linear { 1 } else { channels / groups.max(1) };
        let taps = taps.as_slice().to_vec();
        (fits && !taps.contains(&0)).then_some(Self { kind, filters, channels, groups, read, taps, has_bias })
    }

    fn own_choice(&self, place: usize) -> Kernel {
        match place {
            _ if self.channels == 1 && self.filters == 1 => Kernel::Ones,
            0 if self.kind != Kind::Linear && self.taps.len() == 2 => Kernel::Gabor,
            _ => Kernel::Random { seed: place as u64 },
        }
    }

    /// PyTorch's layout.
    fn layout(&self) -> Vec<(&'static str, usize)> {
        let channels = match self.kind {
            Kind::Conv => vec![("channels made", self.filters), ("channels read", self.read)],
            Kind::Transposed => {
                vec![("channels read", self.channels), ("channels made", self.filters / self.groups)]
            }
            Kind::Linear => vec![("features made", self.filters)],
        };
        let channels = channels.into_iter().map(|(word, n)| (word, n as usize));
        channels.chain(self.tap_axes()).collect()
    }

    fn tap_axes(&self) -> Wanted {
        let words = if self.kind == Kind::Linear { &["features read"] } else { axis_words(self.taps.len()) };
        words.iter().copied().zip(self.taps.iter().map(|&k| k as usize)).collect()
    }

    fn empty_kernel(&self) -> Tensor {
        Tensor::zeros(self.layout().into_iter().map(|(_, n)| n).collect::<Vec<_>>())
    }

    fn window(&self) -> usize {
        self.taps.iter().product::<u64>() as usize
    }

    /// The places in the kernel's memory of the windows of a filter, one for each channel it reads, each the first tap's.
    fn windows(&self, filter: u64) -> impl Iterator<Item = usize> {
        let (read, window, kind) = (self.read, self.window(), self.kind);
        let in_group = self.filters / self.groups;
        (0..read).map(move |channel| {
            let at = match kind {
                Kind::Conv | Kind::Linear => filter * read + channel,
                Kind::Transposed => (filter / in_group * read + channel) * in_group + filter % in_group,
            };
            at as usize * window
        })
    }

    /// Writes a filter: the window of each channel it reads, one after the other.
    fn put(&self, kernel: &mut Tensor, filter: u64, values: &[f32]) {
        let window = self.window();
        // A tensor that was just made lies in memory's order.
        let Some(memory) = kernel.as_slice_mut() else { return };
        for (at, values) in self.windows(filter).zip(values.chunks_exact(window)) {
            memory[at..at + window].copy_from_slice(values);
        }
    }

    /// The numbers of a choice that is numbers; `None` of a name.
    fn given(
        &self,
        kernel: &Kernel,
        assets: &Assets,
        what: &dyn Fn() -> String,
    ) -> Result<Option<Given>, ValueProblem> {
        let (shape, values) = match kernel {
            Kernel::Typed(matrix) => (matrix.shape().to_vec(), matrix.data().to_vec()),
            Kernel::Array { path } => {
                let array = array(path, assets)?;
                (array.shape().to_vec(), numbers(&array))
            }
            _ => return Ok(None),
        };
        let mut wanted = vec![(Covers::Layer, self.layout()), (Covers::Taps, self.tap_axes())];
        if self.kind != Kind::Linear {
            let filter = std::iter::once(("channels read", self.read as usize)).chain(self.tap_axes());
            wanted.insert(1, (Covers::Filter, filter.collect()));
        }
        let shapes: Vec<Wanted> = wanted.iter().map(|(_, shape)| shape.clone()).collect();
        let what = || match kernel {
            Kernel::Array { path } => format!("{path}, {},", what()),
            _ => what(),
        };
        let covers = wanted[which(what, &shape, &shapes)?].0;
        Ok(Some(Given { values, covers }))
    }

    /// The part of given numbers that is for a filter.
    fn part(&self, given: &Given, filter: u64) -> Vec<f32> {
        match given.covers {
            Covers::Taps => given.values.repeat(self.read as usize),
            Covers::Filter => given.values.clone(),
            Covers::Layer => {
                let window = self.window();
                self.windows(filter).flat_map(|at| given.values[at..at + window].iter().copied()).collect()
            }
        }
    }

    /// A kernel with a name, for a filter.
    fn named(&self, kernel: &Kernel, filter: u64) -> Vec<f32> {
        let (taps, last) = (self.taps.as_slice(), self.taps.len().saturating_sub(1));
        let window = match kernel {
            Kernel::Ones => vec![1.0; self.window()],
            Kernel::Identity => return self.identity(filter),
            Kernel::Box => presets::mean(taps),
            Kernel::Gaussian => presets::gaussian(taps),
            Kernel::Sharpen => presets::sharpen(taps),
            Kernel::SobelX => presets::sobel(taps, last),
            // On a single axis both are the difference along it.
            Kernel::SobelY => presets::sobel(taps, last.saturating_sub(1)),
            Kernel::Laplacian => presets::laplacian(taps),
            Kernel::Emboss => presets::emboss(taps),
            Kernel::Gabor => presets::gabor(taps, filter),
            Kernel::Random { seed } => return self.random(*seed, filter),
            // Numbers come by `given`.
            Kernel::Typed(_) | Kernel::Array { .. } => vec![0.0; self.window()],
        };
        window.repeat(self.read as usize)
    }

    /// The filter's own channel is the one with its number in its group; where there are fewer channels than filters they
    /// come in turn.
    fn identity(&self, filter: u64) -> Vec<f32> {
        let own = filter % (self.filters / self.groups);
        if self.kind == Kind::Linear {
            return (0..self.channels).map(|tap| f32::from(u8::from(tap == own % self.channels))).collect();
        }
        let middle = presets::middle(&self.taps);
        let silent = vec![0.0; self.window()];
        let window = |channel: u64| if channel == own % self.read { middle.clone() } else { silent.clone() };
        (0..self.read).flat_map(window).collect()
    }

    /// Every filter has its own sequence, so it stays when others come or go.
    fn random(&self, seed: u64, filter: u64) -> Vec<f32> {
        let count = self.read as usize * self.window();
        let deviation = (2.0 / count as f64).sqrt();
        let mut noise = Noise::of_part(seed, filter);
        (0..count).map(|_| (noise.normal() * deviation) as f32).collect()
    }

    /// A number for every filter; `None` of zeros.
    fn bias(&self, bias: &Bias, assets: &Assets, name: &str) -> Result<Option<Vec<f32>>, ValueProblem> {
        let wanted = [vec![("channels made", self.filters as usize)]];
        match bias {
            Bias::Zeros => Ok(None),
            Bias::Typed(matrix) => {
                which(|| format!("the bias of {name}"), matrix.shape(), &wanted)?;
                Ok(Some(matrix.data().to_vec()))
            }
            Bias::Array { path } => {
                let array = array(path, assets)?;
                which(|| format!("{path}, the bias of {name},"), array.shape(), &wanted)?;
                Ok(Some(numbers(&array)))
            }
        }
    }
}
