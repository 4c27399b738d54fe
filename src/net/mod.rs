//! **The question**: what network is it?
//!
//! A [`Stack`] is the chain that people edit: an input and a list of layers, some of them switched off. A [`Graph`] is
//! what is analysed: maps and the ops between them, in an order in which every op comes after its inputs. A stack
//! lowers to a graph ([`Stack::lower`]), an imported network is a graph from the start; there is no second engine.
//!
//! Nothing here computes a size. A question may well have no answer (a kernel larger than the map): that is for
//! [`crate::field`] to say, in a note.

mod document;
mod edit;
mod graph;
mod limits;
mod op;
mod place;
pub mod presets;
mod shape;
mod stack;
mod values;
mod wiring;
mod words;

pub use document::{Colours, Document, FORMAT_VERSION, Layout, Look, Pin, Range, Reveal, Scale, Tint, View};
pub use edit::Edit;
pub use graph::{Graph, GraphError, MapId, Node};
pub use limits::{MAX_BATCH, MAX_CHANNELS, MAX_LAYERS, MAX_SETTING, MAX_SIZE};
pub use op::{
    Anchor, Conv, ConvTransposed, Cut, Ends, Filter, Interpolation, Join, Linear, Op, Padding, Pointwise, Pool,
    PoolKind, Resize, Resized, Round, UnitOp, Window,
};
pub use place::{INPUT_NAME, NameError};
pub use shape::Shape;
pub use stack::{Layer, LayerId, Lowered, NewLayer, Stack};
pub use values::{Bias, Fit, Kernel, Matrix, Parameters, Source};
pub use wiring::{WiredLayer, Wiring, WiringError};
pub use words::{DEFAULT_NAMES, IMPORTED_NAMES, setting_text};
