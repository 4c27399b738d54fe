//! The tests of the whole crate, in one binary.
mod cli;
mod document;
mod locale;
mod window;
