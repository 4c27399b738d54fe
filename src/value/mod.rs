//! **The numbers**: real tensors through the ops.
//!
//! [`Values::of`] takes the image and the kernels of a [`Question`] and gives the tensor of every map. Shapes come from
//! [`crate::field`]: a size is worked out in one place. Nothing here reads a file: what a source names is given as
//! [`Assets`].
//!
//! # PyTorch and ONNX
//!
//! Results are those of PyTorch. Most ops of ONNX are defined alike and give the same; where they are not, PyTorch's rule
//! holds here:
//!
//! * **Ceiled sizes** (`ceil_mode`). A last window that would begin in the padding behind the map is left out, so that
//!   every window reads a unit. The formula of ONNX counts it; ONNX Runtime 1.32 leaves it out and warns of the size.
//! * **Averages.** A window divides by the taps inside the input and, where padding counts (`count_include_pad`), inside
//!   the padding; never by those that a ceiled size lets stand behind it. ONNX does not say; ONNX Runtime 1.32 does the
//!   same. PyTorch counts the padding unless it is told not to, ONNX only if it is told to.
//! * **Greatest values.** A window with a NaN gives NaN. ONNX does not say; ONNX Runtime 1.32 passes NaN over.
//! * **Resizing.** Factors are whole. `nearest` takes unit ⌊o / factor⌋, which ONNX writes `asymmetric` with `floor`;
//!   its default, `half_pixel` with `round_prefer_floor`, comes to the same for whole factors. `linear` has the centres
//!   of the units at ½, as `align_corners=False` and ONNX's `half_pixel`; `align_corners` is not there.
//! * **Batch normalisation** is that of a new layer: mean 0, variance 1, ε 10⁻⁵.
//! * **GELU** is the exact one, with the error function, as PyTorch's default and ONNX's `approximate="none"`.

mod conv;
mod direct;
mod forward;
mod geometry;
mod kernels;
mod lanes;
mod memory;
mod npy;
mod picture;
mod planes;
mod pool;
mod reuse;
mod source;
mod winograd;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ndarray::ArrayD;

use crate::field::Analysis;
use crate::net::{Graph, Lowered, MapId, Node, Parameters, Shape, Source, Stack};

/// `[batch, channels, spatial…]`, outermost axis first; after `flatten` `[batch, features]`. Always in memory's order.
pub type Tensor = ArrayD<f32>;

/// The bytes of maps that are worked out without asking.
pub const ASK_BYTES: u64 = 1 << 30;

/// What a file holds that a source or a kernel names.
#[derive(Clone, Debug)]
pub enum Asset {
    Picture(Arc<image::DynamicImage>),
    Array(Arc<Tensor>),
}

/// What the named files hold, by the path that names them. A file that is not here, or could not be read, is a problem
/// of the values.
pub type Assets = BTreeMap<String, Result<Asset, AssetError>>;

/// Why a file is of no use. It says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssetError {
    #[error("there is no such file; choose another one")]
    Missing,
    #[error("{0}")]
    Broken(String),
}

/// What is to be worked out.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub graph: &'a Graph,
    pub analysis: &'a Analysis,
    pub source: &'a Source,
    /// The chosen parameters of the node that makes each map; by map, `None` of the input.
    pub parameters: &'a [Option<&'a Parameters>],
    pub assets: &'a Assets,
    /// The only map that is wanted: no other is worked out but those that it is made of, and they are let go as soon as
    /// nothing reads them any more, as are the weights. `None` of all maps, which are all kept.
    pub last: Option<MapId>,
    /// The most bytes of all that is in memory at once; see [`bytes_at_once`].
    pub most_bytes: u64,
}

/// Tells a run from another thread to stop.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a layer multiplies and adds.
#[derive(Clone, Debug)]
pub struct Weights {
    /// PyTorch's layout: `[out, in/groups, taps…]`, transposed `[in, out/groups, taps…]`, linear `[out, in]`.
    pub kernel: Tensor,
    /// `[out]`; zeros if the layer has no bias.
    pub bias: Tensor,
}

/// Why there are no values, or none from some map on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    #[error("{path}: {error}")]
    Asset { path: String, error: AssetError },
    /// An array or a typed matrix of another shape than is wanted. `what` names it in English.
    #[error("{what} has the shape {found}, not {wanted}; {differs}")]
    Shape { what: String, found: String, wanted: String, differs: String },
    #[error("the maps take {bytes} bytes, more than {most}; allow it, or make the input smaller")]
    TooLarge { bytes: u64, most: u64 },
    #[error("cancelled")]
    Cancelled,
    /// Nothing is known of the map: its op is not supported, or cannot run.
    #[error("nothing is known from {node} on")]
    Unknown { node: String },
}

pub use forward::{forward, forward_in, forward_owned};
pub use kernels::{WeightsOf, weights};
pub use memory::{MOST_KEPT_BYTES, Memory};
pub use npy::{NPY_MAGIC, read_npy, write_npy};
pub use picture::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE, read_picture};
pub use source::image;

use reuse::Origin;

/// The tensors of a network.
#[derive(Clone, Debug, Default)]
pub struct Values {
    maps: Vec<Option<Arc<Tensor>>>,
    weights: Vec<Option<Arc<Weights>>>,
    /// By map: what it and the weights of its node were made from, for the run after this one.
    origins: Vec<Option<Origin>>,
    /// What the maps of the runs before were in, and where these maps go.
    memory: Arc<Memory>,
    /// What could not be done as chosen; the default was taken in its place where there is one.
    pub problems: Vec<ValueProblem>,
}

impl Values {
    /// Works out every map, or what [`Question::last`] needs, in the order of the graph.
    pub fn of(question: &Question<'_>, cancel: &Cancel) -> Self {
        Self::after(None, question, cancel)
    }

    /// As [`Self::of`], and the same comes out; but what is made from the same as in the run `before` is taken over from
    /// it, not made again: the weights of the layers that nothing changed, and the maps up to the first change. It is
    /// shared, so letting `before` go frees only what was not taken over.
    pub fn after(before: Option<&Self>, question: &Question<'_>, cancel: &Cancel) -> Self {
        let count = question.graph.map_count();
        let mut values = Self {
            maps: vec![None; count],
            weights: vec![None; count],
            origins: vec![None; count],
            memory: before.map(|before| Arc::clone(&before.memory)).unwrap_or_default(),
            problems: Vec::new(),
        };
        if let Err(problem) = values.fill(before, question, cancel) {
            values.problems.push(problem);
        }
        if question.last.is_some() {
            values.memory.clear();
        }
        values
    }

    fn fill(&mut self, before: Option<&Self>, question: &Question<'_>, cancel: &Cancel) -> Result<(), ValueProblem> {
        let Question { graph, analysis, source, parameters, assets, last, most_bytes } = *question;
        let bytes = bytes_at_once(graph, analysis, last);
        if bytes > most_bytes {
            return Err(ValueProblem::TooLarge { bytes, most: most_bytes });
        }
        let readers = Readers::of(graph, last);
        let origin = Origin::of_image(source, &graph.input, assets);
        let kept = before.and_then(|before| before.kept_map(0, &origin, &self.maps));
        self.maps[0] = Some(kept.map_or_else(|| image(source, &graph.input, assets).map(Arc::new), Ok)?);
        self.origins[0] = Some(origin);
        for (place, node) in graph.nodes().iter().enumerate().filter(|(place, _)| readers.needs(place + 1)) {
            if cancel.is_cancelled() {
                return Err(ValueProblem::Cancelled);
            }
            let at = place + 1;
            let unknown = || ValueProblem::Unknown { node: node.name.clone() };
            let shape_of = |map: MapId| analysis.map(map).shape.as_ref();
            let map = graph.map(at).ok_or_else(unknown)?;
            let input = node.inputs().first().and_then(|map| shape_of(*map)).ok_or_else(unknown)?;
            let shape = shape_of(map).ok_or_else(unknown)?;
            let chosen = parameters.get(at).copied().flatten();
            let of = WeightsOf { node, input, output: shape, place, chosen, assets };
            let mut origin = Origin::of_node(of);
            let weights = before
                .and_then(|before| before.kept_weights(at, &mut origin))
                .or_else(|| weights(of, origin.problems_mut()).map(Arc::new));
            self.problems.extend_from_slice(origin.problems());
            let kept = before.and_then(|before| before.kept_map(at, &origin, &self.maps));
            let made = || self.made(node, weights.as_deref(), shape, readers.done_with(at)).map(Arc::new);
            self.maps[at] = Some(kept.or_else(made).ok_or_else(unknown)?);
            for map in readers.done_with(at).iter().filter_map(|map| self.maps[*map].take()) {
                self.memory.give_map(map);
            }
            self.origins[at] = Some(origin);
            self.weights[at] = weights.filter(|_| last.is_none());
        }
        Ok(())
    }

    /// What a node makes. `done` are the maps that nothing else reads: the node may make its map of their memory.
    fn made(&mut self, node: &Node, weights: Option<&Weights>, shape: &Shape, done: &[usize]) -> Option<Tensor> {
        if let [input] = node.inputs()
            && done.contains(&input.index())
            && let Some(map) = self.maps[input.index()].take()
        {
            match Arc::try_unwrap(map) {
                Ok(only) => return forward_owned(&node.op, only, weights, shape, &self.memory),
                // The run before holds a map that was taken over.
                Err(shared) => self.maps[input.index()] = Some(shared),
            }
        }
        let read: Option<Vec<&Tensor>> = node.inputs().iter().map(|map| self.map(*map).map(Arc::as_ref)).collect();
        forward_in(&node.op, &read?, weights, shape, &self.memory)
    }

    /// The values of a map.
    pub fn map(&self, map: MapId) -> Option<&Arc<Tensor>> {
        self.maps.get(map.index())?.as_ref()
    }

    /// The weights of the node that makes a map.
    pub fn weights(&self, map: MapId) -> Option<&Arc<Weights>> {
        self.weights.get(map.index())?.as_ref()
    }
}

impl Drop for Values {
    fn drop(&mut self) {
        for map in self.maps.drain(..).flatten() {
            self.memory.give_map(map);
        }
    }
}

/// Who reads which map, as far as it is for the map that is wanted.
struct Readers {
    /// By map.
    needed: Vec<bool>,
    /// By map: those that its node is the last one to read. Empty if all are kept.
    done: Vec<Vec<usize>>,
}

impl Readers {
    fn of(graph: &Graph, last: Option<MapId>) -> Self {
        let count = graph.map_count();
        let mut readers = Self { needed: vec![last.is_none(); count], done: vec![Vec::new(); count] };
        let Some(last) = last.map(MapId::index).filter(|last| *last < count) else { return readers };
        readers.needed[last] = true;
        let mut seen = vec![false; count];
        for (place, node) in graph.nodes().iter().enumerate().take(last).rev() {
            if !readers.needed[place + 1] {
                continue;
            }
            for map in node.inputs().iter().map(|map| map.index()) {
                readers.needed[map] = true;
                if !seen[map] {
                    readers.done[place + 1].push(map);
                }
                seen[map] = true;
            }
        }
        readers
    }

    fn needs(&self, map: usize) -> bool {
        self.needed[map]
    }

    fn done_with(&self, map: usize) -> &[usize] {
        &self.done[map]
    }
}

/// The bytes of all maps and of what the layers multiply and add.
pub fn bytes_of(graph: &Graph, analysis: &Analysis) -> u64 {
    bytes_at_once(graph, analysis, None)
}

/// The most bytes that are in memory at once for [`Question::last`]: what a layer reads, what it makes, its weights, and
/// what is still to be read. Of all maps, those of [`bytes_of`]. Not among them is what maps were in
/// that are let go of, which is kept for the next ones: at most [`MOST_KEPT_BYTES`].
pub fn bytes_at_once(graph: &Graph, analysis: &Analysis, last: Option<MapId>) -> u64 {
    let values = |map: MapId| {
        let Some(shape) = &analysis.map(map).shape else { return 0 };
        let values = shape.values().and_then(|values| values.checked_mul(shape.batch)?.checked_mul(4));
        values.unwrap_or(u64::MAX)
    };
    let weights = |map: MapId| analysis.map(map).cost.params.and_then(|n| n.checked_mul(4)).unwrap_or(u64::MAX);
    let readers = Readers::of(graph, last);
    // An `i128` takes the sum of any number of maps, and of what is taken away again.
    let (mut now, mut most) = (0_i128, 0_i128);
    for map in graph.maps().filter(|map| *map == MapId::INPUT || readers.needs(map.index())) {
        now += i128::from(values(map));
        let known = map != MapId::INPUT && analysis.map(map).shape.is_some();
        let of_node = if known { i128::from(weights(map)) } else { 0 };
        most = most.max(now + of_node);
        if last.is_none() {
            now += of_node;
        }
        let done = readers.done_with(map.index()).iter().filter_map(|&map| graph.map(map));
        now -= done.map(|map| i128::from(values(map))).sum::<i128>();
    }
    u64::try_from(most).unwrap_or(u64::MAX)
}

/// The chosen parameters of every map of a stack, for [`Question::parameters`].
pub fn parameters_of<'a>(stack: &'a Stack, lowered: &Lowered) -> Vec<Option<&'a Parameters>> {
    let of = |id: &Option<_>| id.and_then(|id| stack.layer(id)).map(|layer| &layer.parameters);
    lowered.layer_of_map.iter().map(of).collect()
}
