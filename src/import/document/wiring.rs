//! The keys of a document that is an imported network: `inputs`, `outputs`, `nodes` and `image`.
//!
//! ```toml
//! layers = ["conv k3 p1", "relu", "add"]
//! inputs = [[0], [1], [0, 2]]   # of each layer the maps that it reads: 0 is the image, 1 what the first layer makes
//! outputs = [3]                 # the maps that leave the network; left out: those that nobody reads
//! nodes = ["", "", "Add_2"]     # the nodes' own names; may be left out
//! image = "data"                # the name of the tensor that is the input; may be left out
//! ```

use smallvec::SmallVec;
use toml::Spanned;
use toml::de::DeValue;

use super::{DocumentError, KeyProblem, Reader, integer};
use crate::net::{MAX_LAYERS, Stack};

const INPUTS: &str = "inputs = [[0], [1], [0, 2]]";
const OUTPUTS: &str = "outputs = [3]";
const IMAGE: &str = "image = \"data\"";
const NODES: &str = "nodes = [\"Conv_0\", \"Relu_1\", \"Add_2\"]";

impl<'t> Reader<'t> {
    /// Connects the layers of `stack` as these keys say.
    pub(super) fn wire(
        &self,
        stack: &mut Stack,
        inputs: &Spanned<DeValue<'t>>,
        outputs: Option<&Spanned<DeValue<'t>>>,
        nodes: Option<&Spanned<DeValue<'t>>>,
    ) -> Result<(), DocumentError> {
        let read = self.array(inputs, "inputs", INPUTS)?.iter();
        let read = read.map(|maps| self.maps(maps, "inputs", INPUTS)).collect::<Result<_, _>>()?;
        let outputs = outputs.map(|maps| self.maps(maps, "outputs", OUTPUTS)).transpose()?.unwrap_or_default();
        let nodes = match nodes {
            Some(nodes) => {
                let names = self.array(nodes, "nodes", NODES)?.iter();
                names.map(|name| self.str(name, "nodes", NODES).map(str::to_owned)).collect::<Result<_, _>>()?
            }
            None => vec![String::new(); stack.layers().len()],
        };
        let wired = stack.wire(read, nodes, outputs.into_vec());
        wired.map_err(|error| self.error(inputs.span(), KeyProblem::Wiring(error)))
    }

    /// Gives the image the name that this key has.
    pub(super) fn name_image(
        &self,
        stack: &mut Stack,
        image: Option<&Spanned<DeValue<'t>>>,
    ) -> Result<(), DocumentError> {
        let Some(image) = image else { return Ok(()) };
        let named = stack.name_image(self.str(image, "image", IMAGE)?.to_owned());
        named.map_err(|error| self.error(image.span(), KeyProblem::Wiring(error)))
    }

    fn maps(
        &self,
        value: &Spanned<DeValue<'t>>,
        key: &'static str,
        example: &'static str,
    ) -> Result<SmallVec<[usize; 2]>, DocumentError> {
        let map = |value: &Spanned<DeValue<'t>>| {
            let index = integer(value.get_ref()).and_then(|index| usize::try_from(index).ok());
            let index = index.filter(|index| *index <= MAX_LAYERS);
            index.ok_or_else(|| self.error(value.span(), KeyProblem::Value { key, example }))
        };
        self.array(value, key, example)?.iter().map(map).collect()
    }
}
