//! The controls of values: what the image shows, what the kernels of layers are, and the files that they name.

pub mod copied;
pub mod dialog;
pub mod files;
pub mod image;
pub mod kernel;
pub mod names;
pub mod sample;
pub mod shapes;
pub mod text;
pub mod trouble;

use std::path::Path;

use super::View;
use crate::net::{Edit, Kernel, LayerId, Parameters, Stack};

/// The endings of pictures that are read.
pub const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "webp", "gif"];

/// The ending of arrays.
pub const ARRAYS: [&str; 1] = ["npy"];

/// What a file, or numbers that are typed, are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// The image, as a picture.
    Picture,
    /// The image, as an array or as typed numbers.
    Array,
    /// The kernel of a layer: of one filter, 0-based, or of all.
    Kernel(LayerId, Option<u64>),
    /// The biases of a layer.
    Bias(LayerId),
    /// What was let go over the window: what it holds decides.
    Dropped,
}

impl Use {
    /// The endings of the files that may be for it.
    pub fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Picture | Self::Dropped => &PICTURES,
            Self::Array | Self::Kernel(..) | Self::Bias(_) => &ARRAYS,
        }
    }

    /// The key of the title of a dialog that asks for such a file.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Picture | Self::Dropped => "source-path-picture",
            Self::Array | Self::Kernel(..) | Self::Bias(_) => "source-path-array",
        }
    }
}

/// True of a file whose name says that it holds values.
pub fn holds_values(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    PICTURES.iter().chain(&ARRAYS).any(|known| *known == ending)
}

/// The parameters of a layer with another kernel: of one filter, or of all. `None` leaves the choice to the program; of
/// one filter, to what all have.
pub fn with_kernel(parameters: &Parameters, filter: Option<u64>, kernel: Option<Kernel>) -> Parameters {
    let mut parameters = parameters.clone();
    match (filter, kernel) {
        (None, kernel) => {
            parameters.kernel = kernel;
            // What is said of all filters is said of each.
            parameters.filters.clear();
        }
        (Some(filter), Some(kernel)) => drop(parameters.filters.insert(filter, kernel)),
        (Some(filter), None) => drop(parameters.filters.remove(&filter)),
    }
    parameters
}

/// The edit that changes the parameters of a layer.
pub fn edit_of(stack: &Stack, id: LayerId, change: impl FnOnce(&Parameters) -> Parameters) -> Option<Edit> {
    Some(Edit::SetParameters(id, change(&stack.layer(id)?.parameters)))
}

/// The selected layer, if it is shown.
fn selected(view: &View<'_>) -> Option<LayerId> {
    view.lowered.layer_of_map.get(view.selected?.index()).copied().flatten()
}
