//! **The numbers**: real tensors through the ops.
//!
//! [`Values::of`] takes the image and the kernels of a [`Question`] and gives the tensor of every map. Results are those
//! of PyTorch. Shapes come from [`crate::field`]: a size is worked out
//! in one place. Nothing here reads a file: what a source names is given as [`Assets`].

mod conv;
mod forward;
mod geometry;
mod kernels;
mod npy;
mod picture;
mod pool;
mod source;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ndarray::ArrayD;

use crate::field::Analysis;
use crate::net::{Graph, Lowered, MapId, Parameters, Source, Stack};

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
    /// The most bytes of all maps together.
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

pub use forward::forward;
pub use kernels::weights;
pub use npy::{NPY_MAGIC, read_npy, write_npy};
pub use picture::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE, read_picture};
pub use source::image;

/// The tensors of a network.
#[derive(Clone, Debug, Default)]
pub struct Values {
    maps: Vec<Option<Arc<Tensor>>>,
    weights: Vec<Option<Arc<Weights>>>,
    /// What could not be done as chosen; the default was taken in its place where there is one.
    pub problems: Vec<ValueProblem>,
}

impl Values {
    /// Works out every map, in the order of the graph.
    pub fn of(question: &Question<'_>, cancel: &Cancel) -> Self {
        let count = question.graph.map_count();
        let mut values = Self { maps: vec![None; count], weights: vec![None; count], problems: Vec::new() };
        if let Err(problem) = values.fill(question, cancel) {
            values.problems.push(problem);
        }
        values
    }

    fn fill(&mut self, question: &Question<'_>, cancel: &Cancel) -> Result<(), ValueProblem> {
        let Question { graph, analysis, source, parameters, assets, most_bytes, .. } = *question;
        let bytes = bytes_of(graph, analysis);
        if bytes > most_bytes {
            return Err(ValueProblem::TooLarge { bytes, most: most_bytes });
        }
        self.maps[0] = Some(Arc::new(image(source, &graph.input, assets)?));
        for (place, node) in graph.nodes().iter().enumerate() {
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
            let weights = weights(node, input, shape, place, chosen, assets, &mut self.problems);
            let read: Option<Vec<&Tensor>> = node.inputs().iter().map(|map| self.map(*map).map(Arc::as_ref)).collect();
            let made = read.and_then(|read| forward(&node.op, &read, weights.as_ref(), shape)).ok_or_else(unknown)?;
            self.maps[at] = Some(Arc::new(made));
            self.weights[at] = weights.map(Arc::new);
        }
        Ok(())
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

/// The bytes of all maps and of what the layers multiply and add.
pub fn bytes_of(graph: &Graph, analysis: &Analysis) -> u64 {
    let of = |map: MapId| {
        let Some(shape) = &analysis.map(map).shape else { return 0 };
        let values = shape.values().and_then(|values| values.checked_mul(shape.batch));
        let weights = if map == MapId::INPUT { Some(0) } else { analysis.map(map).cost.params };
        let both = values.zip(weights).and_then(|(values, weights)| values.checked_add(weights)?.checked_mul(4));
        both.unwrap_or(u64::MAX)
    };
    graph.maps().map(of).fold(0, u64::saturating_add)
}

/// The chosen parameters of every map of a stack, for [`Question::parameters`].
pub fn parameters_of<'a>(stack: &'a Stack, lowered: &Lowered) -> Vec<Option<&'a Parameters>> {
    let of = |id: &Option<_>| id.and_then(|id| stack.layer(id)).map(|layer| &layer.parameters);
    lowered.layer_of_map.iter().map(of).collect()
}
