//! The chain of layers that people edit, or the layers of an imported network ([`super::wiring`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Graph, MapId, Node, Op, Parameters, Shape, Source, Wiring};

/// A layer's identity: it stays when the layer moves, is renamed or changes its op. Unique within a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerId(pub u64);

/// One layer of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    pub id: LayerId,
    /// The name somebody gave it; `None` shows the op and its running number (`conv2`).
    pub name: Option<String>,
    /// A layer that is switched off stays in the stack and does nothing.
    pub enabled: bool,
    pub op: Op,
    /// The kernels and biases that somebody chose.
    pub parameters: Parameters,
}

/// A layer that has no place yet, and so no identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLayer {
    pub name: Option<String>,
    pub enabled: bool,
    pub op: Op,
    pub parameters: Parameters,
}

/// An input and the layers it passes through, first layer first.
///
/// Two stacks are equal if their layers have the same identities too. Whether they say the same to people tells
/// [`Stack::same_as`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    pub input: Shape,
    /// Where the values of the image come from.
    pub source: Source,
    layers: Vec<Layer>,
    next_id: u64,
    /// Which maps the layers read, of an imported network; `None`: each reads the one before.
    wiring: Option<Arc<Wiring>>,
}

/// A stack as a graph, and which map each layer makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    pub graph: Graph,
    /// For each layer of the stack, in its order: the map it makes, or `None` if it is switched off.
    pub map_of_layer: Vec<Option<MapId>>,
    /// For each map, the layer that makes it; `None` for the input.
    pub layer_of_map: Vec<Option<LayerId>>,
}

impl Stack {
    /// A stack without layers.
    pub fn new(input: Shape) -> Self {
        Self { input, source: Source::default(), layers: Vec::new(), next_id: 1, wiring: None }
    }

    /// A stack of unnamed, enabled layers.
    pub fn of(input: Shape, ops: impl IntoIterator<Item = Op>) -> Self {
        let mut stack = Self::new(input);
        for op in ops {
            stack.push(None, true, op);
        }
        stack
    }

    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// True if the other stack has the same input and the same layers, whatever their ids are: a file of one is a file
    /// of the other.
    pub fn same_as(&self, other: &Self) -> bool {
        let same = |(a, b): (&Layer, &Layer)| a.parameters == b.parameters;
        self.same_network_as(other) && self.source == other.source && self.layers.iter().zip(&other.layers).all(same)
    }

    /// The same without the values: what the image shows and what the kernels are is left aside.
    pub fn same_network_as(&self, other: &Self) -> bool {
        let same = |(a, b): (&Layer, &Layer)| a.op == b.op && a.enabled == b.enabled && a.name == b.name;
        self.input == other.input
            && self.wiring == other.wiring
            && self.layers.len() == other.layers.len()
            && self.layers.iter().zip(&other.layers).all(same)
    }

    /// True if a few presses bring back everything by which the values differ from another stack's: words were chosen,
    /// nothing was typed and no file was named. The other one has the same network.
    pub fn differs_in_words_alone(&self, other: &Self) -> bool {
        let same = |(a, b): (&Layer, &Layer)| a.parameters == b.parameters || a.parameters.are_words();
        (self.source == other.source || self.source.name().is_some()) && self.layers.iter().zip(&other.layers).all(same)
    }

    /// The layer's place in the stack, 0-based.
    pub fn position(&self, id: LayerId) -> Option<usize> {
        self.layers.iter().position(|layer| layer.id == id)
    }

    pub fn layer(&self, id: LayerId) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == id)
    }

    pub(super) fn layer_mut(&mut self, id: LayerId) -> Option<&mut Layer> {
        self.layers.iter_mut().find(|layer| layer.id == id)
    }

    /// Adds a layer at the end and gives its id.
    pub fn push(&mut self, name: Option<String>, enabled: bool, op: Op) -> LayerId {
        self.insert(self.layers.len(), name, enabled, op)
    }

    /// Adds a layer before position `at` (0-based; past the end means at the end) and gives its id.
    pub(super) fn insert(&mut self, at: usize, name: Option<String>, enabled: bool, op: Op) -> LayerId {
        let id = self.new_id();
        self.layers
            .insert(at.min(self.layers.len()), Layer { id, name, enabled, op, parameters: Parameters::default() });
        id
    }

    /// Adds layers before position `at`, and gives the id of the last one.
    pub(super) fn insert_all(&mut self, at: usize, new: Vec<NewLayer>) -> Option<LayerId> {
        let at = at.min(self.layers.len());
        let new: Vec<Layer> = new
            .into_iter()
            .map(|NewLayer { name, enabled, op, parameters }| Layer {
                id: self.new_id(),
                name,
                enabled,
                op,
                parameters,
            })
            .collect();
        let last = new.last()?.id;
        self.layers.splice(at..at, new);
        Some(last)
    }

    /// Takes the input and the layers of another stack. A layer of the same kind at the same place is the same layer as
    /// before, with other settings; every other one is new, even if a layer that is gone had its id in the other stack.
    pub(super) fn replace_with(&mut self, other: Self) {
        self.input = other.input;
        self.source = other.source;
        self.wiring = other.wiring;
        let old = std::mem::take(&mut self.layers);
        let mut old = old.iter().map(Some).chain(std::iter::repeat(None));
        for layer in other.layers {
            let before = old.next().flatten().filter(|before| before.op.word() == layer.op.word());
            let id = before.map_or_else(|| self.new_id(), |before| before.id);
            self.layers.push(Layer { id, ..layer });
        }
    }

    /// Takes the values of the image and the parameters of another stack's layers: those of the layer of the same kind at
    /// the same place.
    pub fn take_values(&mut self, other: &Self) {
        self.source = other.source.clone();
        for (layer, before) in self.layers.iter_mut().zip(&other.layers) {
            if layer.op.word() == before.op.word() {
                layer.parameters = before.parameters.clone();
            }
        }
    }

    /// The name of every file that the values are from: the image's, and those of the kernels and biases.
    pub fn named_files(&self) -> BTreeSet<String> {
        let of_layers = self.layers.iter().flat_map(|layer| layer.parameters.files());
        self.source.file().into_iter().chain(of_layers).map(str::to_owned).collect()
    }

    /// Which maps the layers read, of an imported network: its layers cannot be edited.
    pub fn wiring(&self) -> Option<&Wiring> {
        self.wiring.as_deref()
    }

    pub(super) fn set_wiring(&mut self, wiring: Wiring) {
        self.wiring = Some(Arc::new(wiring));
    }

    pub(super) fn wiring_mut(&mut self) -> Option<&mut Wiring> {
        self.wiring.as_mut().map(Arc::make_mut)
    }

    fn new_id(&mut self) -> LayerId {
        let id = LayerId(self.next_id);
        self.next_id += 1;
        id
    }

    pub(super) fn layers_mut(&mut self) -> &mut Vec<Layer> {
        &mut self.layers
    }

    /// The names that are shown: the given one, or the op's word and its running number (`conv1`, `relu1`, `conv2`).
    pub fn shown_names(&self) -> Vec<String> {
        let image = self.wiring().map_or("", Wiring::image);
        default_names(self.layers.iter().map(|layer| (layer.name.as_deref(), &layer.op)), image)
    }

    /// The same layers with another input and other ops, each made of the old one. Ids, names and switches stay.
    pub fn with_ops(&self, input: Shape, op_of: impl Fn(&Op) -> Op) -> Self {
        let layers = self.layers.iter().map(|layer| Layer { op: op_of(&layer.op), ..layer.clone() }).collect();
        Self { input, source: self.source.clone(), layers, next_id: self.next_id, wiring: self.wiring.clone() }
    }

    /// The layers up to this one; of an imported network all of them, since more than the next may read one.
    pub fn until(&self, id: LayerId) -> Self {
        let mut before = self.clone();
        if let (Some(at), None) = (self.position(id), self.wiring()) {
            before.layers.truncate(at + 1);
        }
        before
    }

    /// The chain as a graph; layers that are switched off are left out.
    pub fn lower(&self) -> Lowered {
        if let Some(wiring) = &self.wiring {
            return self.lower_wired(wiring);
        }
        let mut graph = Graph::new(self.input.clone());
        let mut map_of_layer = Vec::with_capacity(self.layers.len());
        let mut layer_of_map = vec![None];
        let mut last = MapId::INPUT;
        for (layer, name) in self.layers.iter().zip(self.shown_names()) {
            if layer.enabled {
                last = graph.push_after(last, Node::new(name, layer.op.clone()));
                map_of_layer.push(Some(last));
                layer_of_map.push(Some(layer.id));
            } else {
                map_of_layer.push(None);
            }
        }
        Lowered { graph, map_of_layer, layer_of_map }
    }
}

/// Fills in the names that nobody gave. Numbers run per word and skip names that are taken.
pub(super) fn default_names<'a>(
    layers: impl Iterator<Item = (Option<&'a str>, &'a Op)> + Clone,
    image: &'a str,
) -> Vec<String> {
    let given: BTreeSet<&str> = layers.clone().filter_map(|(name, _)| name).chain([image]).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    layers
        .map(|(name, op)| {
            let word = op.word();
            let count = counts.entry(word).or_default();
            *count += 1;
            name.map_or_else(
                || {
                    while given.contains(format!("{word}{count}").as_str()) {
                        *count += 1;
                    }
                    format!("{word}{count}")
                },
                str::to_owned,
            )
        })
        .collect()
}
