//! One unit, as `--unit` names it: `conv2:3,4`.

use super::CliError;
use crate::axes::{Axes, MAX_AXES};
use crate::export::report::{INPUT_NAME, name_of};
use crate::field::{Analysis, Trace};
use crate::net::{Graph, MapId, Pin};

/// More names than this are not listed in a message.
const MOST_NAMES: usize = 12;

/// The map and the index that `LAYER:Y,X` names. A flat vector's units are all alike: there the layer alone will do.
pub fn read(text: &str, graph: &Graph, analysis: &Analysis) -> Result<(MapId, Axes<i64>), CliError> {
    let error = |reason: String| CliError::new(format!("--unit {text}: {reason}"));
    let whole = map_named(text, graph);
    // A layer's name may hold a colon: the indices stand behind the last one.
    let (name, indices) = match (whole, text.rsplit_once(':')) {
        (Some(_), _) | (None, None) => (text, ""),
        (None, Some(split)) => split,
    };
    let map =
        map_named(name, graph).ok_or_else(|| error(format!("there is no layer “{name}”; write {}", names(graph))))?;
    let Some(shape) = &analysis.map(map).shape else {
        return Err(error(format!("nothing is known of {name}, which cannot run; choose a layer before it")));
    };
    let rank = shape.size.rank();
    let written: Vec<&str> = indices.split(',').map(str::trim).filter(|index| !index.is_empty()).collect();
    let index: Option<Vec<i64>> = written.iter().map(|index| index.parse().ok()).collect();
    let index: Axes<i64> = match index {
        Some(index) if index.len() == rank && rank <= MAX_AXES => index.into_iter().collect(),
        _ if rank == 0 => {
            return Err(error(format!("{name} is a flat vector; write the layer alone, without indices")));
        }
        _ => {
            let example = vec!["0"; rank].join(",");
            return Err(error(format!(
                "the map of {name} has {rank} axes; write one index for each, as in {name}:{example}"
            )));
        }
    };
    if index.iter().zip(shape.size.iter()).any(|(&i, &n)| !(0..n as i64).contains(&i)) {
        let last: Vec<String> = shape.size.iter().map(|n| (n - 1).to_string()).collect();
        return Err(error(format!("{name} has no such unit; its last one is {name}:{}", last.join(","))));
    }
    Ok((map, index))
}

/// The unit that a document pins, if the network has it.
pub fn pinned(pin: &Pin, graph: &Graph, analysis: &Analysis) -> Option<(MapId, Axes<i64>)> {
    let map = map_named(&pin.layer, graph)?;
    let size = &analysis.map(map).shape.as_ref()?.size;
    let inside = pin.unit.iter().zip(size.iter()).all(|(&i, &n)| (0..n as i64).contains(&i));
    (pin.unit.len() == size.rank() && inside).then(|| (map, pin.unit.iter().copied().collect()))
}

/// Everything that a unit sees and feeds.
pub fn trace(text: &str, graph: &Graph, analysis: &Analysis) -> Result<Trace, CliError> {
    let (map, index) = read(text, graph, analysis)?;
    Trace::of(graph, analysis, map, index).ok_or_else(|| {
        CliError::new(format!("--unit {text}: what it sees has too many parts to be listed; choose an earlier layer"))
    })
}

fn map_named(name: &str, graph: &Graph) -> Option<MapId> {
    let named = graph.maps().skip(1).find(|map| name_of(graph, *map) == name);
    named.or((name == INPUT_NAME).then_some(MapId::INPUT))
}

fn names(graph: &Graph) -> String {
    let mut names: Vec<&str> = graph.maps().take(MOST_NAMES).map(|map| name_of(graph, map)).collect();
    if graph.map_count() > MOST_NAMES {
        names.push("…");
    }
    format!("one of {}", names.join(", "))
}
