//! One unit, as `--unit` names it: `conv2:3,4`, or by the layer's place in the stack, `2:3,4`; and a layer alone.

use super::CliError;
use crate::axes::{Axes, MAX_AXES};
use crate::field::{Analysis, Trace};
use crate::net::{Lowered, MapId, NameError, Pin, Stack};

/// More names than this are not listed in a message.
const MOST_NAMES: usize = 12;

/// The units of a stack.
pub struct Units<'a> {
    pub stack: &'a Stack,
    pub lowered: &'a Lowered,
    pub analysis: &'a Analysis,
}

impl Units<'_> {
    /// The map and the index that `LAYER:Y,X` names. A flat vector's units are all alike: there the layer alone will do.
    pub fn read(&self, text: &str) -> Result<(MapId, Axes<i64>), CliError> {
        let error = |reason: String| CliError::new(format!("--unit {text}: {reason}"));
        let whole = self.stack.place_named(text);
        // A layer's name may hold a colon: the indices stand behind the last one.
        let (name, indices) = match (whole, text.rsplit_once(':')) {
            (Err(NameError::Unknown), Some(split)) => split,
            _ => (text, ""),
        };
        let map = self.map_named(name, ":…").map_err(error)?;
        let Some(shape) = &self.analysis.map(map).shape else {
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
                let axes = if rank == 1 { "1 axis; write its index" } else { "{rank} axes; write one index for each" };
                let axes = axes.replace("{rank}", &rank.to_string());
                return Err(error(format!("the map of {name} has {axes}, as in {name}:{example}")));
            }
        };
        if index.iter().zip(shape.size.iter()).any(|(&i, &n)| !(0..n as i64).contains(&i)) {
            let last: Vec<String> = shape.size.iter().map(|n| (n - 1).to_string()).collect();
            return Err(error(format!("{name} has no such unit; its last one is {name}:{}", last.join(","))));
        }
        Ok((map, index))
    }

    /// The map of the layer that a text names; else why there is none. `behind` is what an example has behind the place.
    pub fn map_named(&self, name: &str, behind: &str) -> Result<MapId, String> {
        let place = self.stack.place_named(name).map_err(|problem| self.not_one(name, &problem, behind))?;
        self.map_at(place).ok_or_else(|| format!("{name} is switched off; choose another layer, or switch it on"))
    }

    /// The unit that a document pins, moved inside if its map became smaller, as in the window.
    pub fn pinned(&self, pin: &Pin) -> Option<(MapId, Axes<i64>)> {
        let map = self.map_at(self.stack.place_named(&pin.layer).ok()?)?;
        Some((map, self.analysis.map(map).shape.as_ref()?.nearest_unit(&pin.unit)?))
    }

    /// Everything that a unit sees and feeds.
    pub fn trace(&self, text: &str) -> Result<Trace, CliError> {
        let (map, index) = self.read(text)?;
        Trace::of(&self.lowered.graph, self.analysis, map, index).ok_or_else(|| {
            let reason = "what it sees has too many parts to be listed; choose an earlier layer";
            CliError::new(format!("--unit {text}: {reason}"))
        })
    }

    /// The map that the layer at a place makes; `None` if it is switched off.
    fn map_at(&self, place: usize) -> Option<MapId> {
        match place.checked_sub(1) {
            None => Some(MapId::INPUT),
            Some(at) => self.lowered.map_of_layer[at],
        }
    }

    fn not_one(&self, name: &str, problem: &NameError, behind: &str) -> String {
        match problem {
            NameError::Unknown => format!("there is no layer “{name}”; write {}", self.names()),
            NameError::Ambiguous(places) => {
                let whom = |place: &usize| match place {
                    0 => "the image (0)".to_owned(),
                    place => format!("layer {place}"),
                };
                let listed: Vec<String> = places.iter().take(MOST_NAMES).map(whom).collect();
                let more = if places.len() > MOST_NAMES { ", …" } else { "" };
                let example = places.last().map_or(0, |last| *last);
                format!(
                    "the name is ambiguous: {}{more} are called “{name}”; write the place, as in {example}{behind}",
                    listed.join(", ")
                )
            }
        }
    }

    fn names(&self) -> String {
        let names = self.stack.shown_names().into_iter().zip(&self.lowered.map_of_layer);
        let names = names.filter(|(_, map)| map.is_some()).map(|(name, _)| name);
        let mut names: Vec<String> =
            std::iter::once(self.stack.image_name().to_owned()).chain(names).take(MOST_NAMES + 1).collect();
        if names.len() > MOST_NAMES {
            names.truncate(MOST_NAMES);
            names.push("…".to_owned());
        }
        format!("one of {}", names.join(", "))
    }
}
