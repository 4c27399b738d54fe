//! What a run takes over from the run before it.
//!
//! Beside each map stands its [`Origin`]: all that the map and the weights of its node depend on, the maps that it reads
//! excepted. Weights from equal recipes are equal; a map is the same if its origin is and all that it reads was taken
//! over. Nothing here holds or compares tensors: a file's contents are known by where they lie in memory.

use std::sync::{Arc, Weak};

use super::kernels::Recipe;
use super::{Asset, AssetError, Assets, Tensor, ValueProblem, Values, Weights, WeightsOf};
use crate::net::{MapId, Op, Shape, Source};

/// What a file held when something was made from it. It equals only the very same contents, not others at the same path:
/// a weak reference keeps the place in memory from being used again, but not the contents.
#[derive(Clone, Debug)]
pub enum Held {
    Picture(Weak<image::DynamicImage>),
    Array(Weak<Tensor>),
    Error(AssetError),
    /// The file is not among the assets.
    Nothing,
}

impl Held {
    pub fn of(path: &str, assets: &Assets) -> Self {
        match assets.get(path) {
            Some(Ok(Asset::Picture(picture))) => Self::Picture(Arc::downgrade(picture)),
            Some(Ok(Asset::Array(array))) => Self::Array(Arc::downgrade(array)),
            Some(Err(error)) => Self::Error(error.clone()),
            None => Self::Nothing,
        }
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Picture(one), Self::Picture(another)) => Weak::ptr_eq(one, another),
            (Self::Array(one), Self::Array(another)) => Weak::ptr_eq(one, another),
            (Self::Error(one), Self::Error(another)) => one == another,
            (Self::Nothing, Self::Nothing) => true,
            _ => false,
        }
    }
}

/// What a map, and the weights of the node that makes it, are made from.
#[derive(Clone, Debug)]
pub struct Origin {
    work: Work,
    /// Of the map.
    shape: Shape,
    /// What could not be had as chosen when the weights were made.
    problems: Vec<ValueProblem>,
}

#[derive(Clone, Debug, PartialEq)]
enum Work {
    Image { source: Source, file: Option<Held> },
    Node { op: Box<Op>, inputs: Vec<MapId>, weights: Option<Box<Recipe>> },
}

impl Origin {
    pub fn of_image(source: &Source, shape: &Shape, assets: &Assets) -> Self {
        let work = Work::Image { source: source.clone(), file: source.file().map(|path| Held::of(path, assets)) };
        Self { work, shape: shape.clone(), problems: Vec::new() }
    }

    /// Takes what [`super::weights`] takes. There are no problems yet.
    pub fn of_node(of: WeightsOf<'_>) -> Self {
        let WeightsOf { node, output, .. } = of;
        let weights = Recipe::of(of).map(Box::new);
        let work = Work::Node { op: Box::new(node.op.clone()), inputs: node.inputs().to_vec(), weights };
        Self { work, shape: output.clone(), problems: Vec::new() }
    }

    pub fn problems(&self) -> &[ValueProblem] {
        &self.problems
    }

    pub fn problems_mut(&mut self) -> &mut Vec<ValueProblem> {
        &mut self.problems
    }

    fn recipe(&self) -> Option<&Recipe> {
        match &self.work {
            Work::Node { weights, .. } => weights.as_deref(),
            Work::Image { .. } => None,
        }
    }

    fn inputs(&self) -> &[MapId] {
        match &self.work {
            Work::Node { inputs, .. } => inputs,
            Work::Image { .. } => &[],
        }
    }
}

impl Values {
    /// The weights of the node that makes map `at`, if they were made from what `origin` says; it takes over their
    /// problems.
    pub(super) fn kept_weights(&self, at: usize, origin: &mut Origin) -> Option<Arc<Weights>> {
        let old = self.origins.get(at)?.as_ref()?;
        if old.recipe()? != origin.recipe()? {
            return None;
        }
        let weights = self.weights.get(at)?.as_ref()?;
        origin.problems.clone_from(&old.problems);
        Some(Arc::clone(weights))
    }

    /// Map `at`, if it was made from what `origin` says and from maps that the new run has taken over; `now` are the maps
    /// of that run.
    pub(super) fn kept_map(&self, at: usize, origin: &Origin, now: &[Option<Arc<Tensor>>]) -> Option<Arc<Tensor>> {
        let old = self.origins.get(at)?.as_ref()?;
        let is_kept = |map: &MapId| match (self.maps.get(map.index()), now.get(map.index())) {
            (Some(Some(old)), Some(Some(new))) => Arc::ptr_eq(old, new),
            _ => false,
        };
        let same = origin.inputs().iter().all(is_kept) && old.shape == origin.shape && old.work == origin.work;
        self.maps.get(at).filter(|_| same)?.clone()
    }
}
