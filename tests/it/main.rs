//! The tests of the whole crate, in one binary.
