//! The tests of the whole crate, in one binary.
mod agree;
mod canvas;
mod cli;
mod document;
mod driver;
mod golden;
mod layer_text;
mod limits;
mod locale;
mod mistakes;
mod pictures;
mod published;
mod random;
mod sums;
mod tidy;
mod walk;
mod window;
