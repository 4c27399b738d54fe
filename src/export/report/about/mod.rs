//! What is said of a network as a whole: how its parts are worded, for the window and for reports.

pub mod border;
pub mod centres;
pub mod padding;
pub mod rules;
pub mod sizes;
pub mod tiles;
