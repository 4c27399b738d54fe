//! `receptive` answers, exactly and in pictures: what size is every feature map of a stack of convolution and pooling
//! layers, what does each unit see of the input (its receptive field), and which pixels does no unit ever see?
//!
//! # The map
//!
//! One pipeline of values; every stage is a pure function of the one before it:
//!
//! ```text
//! bytes ─import→ Stack | Graph ─field→ Analysis ─scene→ Scene ─export→ bytes
//!                              └─value→ tensors     └─gui paints it
//! ```
//!
//! | room | what it holds |
//! |---|---|
//! | [`axes`] | one value per spatial axis: each rule is written for one axis and lifted here |
//! | [`net`] | the question: shapes, ops, the stack that people edit, the graph that is analysed, presets |
//! | [`field`] | the answer: sizes, receptive fields, traces, coverage, cost, sums, notes, fixes |
//! | [`value`] | the numbers: tensors of every map, from the values of the image and the kernels of the layers |
//! | [`scene`] | the picture: items at fixed places with a role and a tag; one builder per view; the theme |
//! | [`export`] | picture or answer → bytes: SVG, PNG, PDF, text, Markdown, CSV, LaTeX, JSON, the document, PyTorch, Keras, ONNX |
//! | [`import`] | bytes → question: the document, layer text, PyTorch in text |
//! | [`locale`] | words in English and Russian |
//! | [`files`] | paths → documents and back; the only room that opens files |
//! | [`cli`] | report, render, run, check, convert, completions |
//! | `gui` | the window, the only room that knows egui |
//!
//! Arrows, and no others: `axes ← net ← field ← locale ← scene ← export`, `field ← value`, `field ← import` (a network
//! from elsewhere says what its layers take, which only the sizes can confirm),
//! `import, export, value ← files`, and
//! `cli` and `gui` use everything. Nothing below `cli` and `gui` knows a screen, a clock or an environment variable, and
//! nothing below `files` a path.
//!
//! # Invariants
//!
//! * [`net::Graph`] is the one thing that is analysed. A [`net::Stack`] lowers to it; there is one engine.
//! * [`field`] is exact: integers and rationals with checked arithmetic. Floating point appears only in shares.
//! * A network that cannot run is an answer, not an error: the analysis stops at that layer, and a note names the
//!   remedy. Only malformed bytes are errors. An unsupported op makes everything after it unknown, never silently wrong.
//! * Importing any bytes never panics, never hangs, and never allocates from an unchecked length.
//! * A [`scene::Scene`] is complete: a renderer measures nothing and decides nothing. Colours come from roles through
//!   the theme, nowhere else.
//! * A stack changes only through [`net::Edit`], so undo, tests and the window use the same changes. How it is looked
//!   at ([`net::View`]) is no work: it is written when the stack is saved, and never asked about.
//! * The order of a hash map never reaches output. Same input, same bytes out.
//!
//! # In a few lines
//!
//! ```
//! use receptive::{field::Analysis, import::layer_text, net::MapId};
//!
//! let graph = layer_text::read_stack("1x7x7: conv k3 s3")?.lower().graph;
//! let analysis = Analysis::of(&graph);
//! let loss = analysis.network_loss().expect("a chain's loss is known");
//! assert_eq!((loss.count, loss.of), (13, 49)); // a row and a column are never read
//! assert_eq!(analysis.map(MapId::INPUT).rf().unwrap().as_slice(), [1, 1]);
//! # Ok::<(), layer_text::TextError>(())
//! ```

pub mod axes;
pub mod cli;
pub mod export;
pub mod field;
pub mod files;
#[cfg(feature = "window")]
pub mod gui;
pub mod import;
pub mod locale;
pub mod net;
pub mod scene;
pub mod value;
