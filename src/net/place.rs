//! Which layer a text means: people name layers as they like, also two alike, and then the place tells them apart.

use super::{Stack, Wiring};

/// The name of the image among the layers, as in `--unit input:3,3`.
pub const INPUT_NAME: &str = "input";

/// Why a text names no layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameError {
    Unknown,
    /// The places of all that it names, ascending.
    Ambiguous(Vec<usize>),
}

impl Stack {
    /// The place that a text names, by the shown name of a layer, by that of the image's tensor, as [`INPUT_NAME`], or
    /// by the place itself: 0 is the image, `n` the n-th layer of the stack, those that are switched off included.
    pub fn place_named(&self, text: &str) -> Result<usize, NameError> {
        let layers = self.shown_names().into_iter().zip(1..).filter(|(name, _)| name == text).map(|(_, place)| place);
        let mut named: Vec<usize> = layers.collect();
        let image = self.image_name();
        // An image with a name of its own leaves the usual one to a layer that has it.
        if text == image || text == INPUT_NAME && named.is_empty() {
            named.insert(0, 0);
        }
        let is_place = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match (named.as_slice(), text.parse::<usize>()) {
            (&[place], _) => Ok(place),
            (_, Ok(place)) if is_place && place <= self.layers().len() => Ok(place),
            ([], _) => Err(NameError::Unknown),
            _ => Err(NameError::Ambiguous(named)),
        }
    }

    /// The name of the image: that of its tensor in an imported network, or [`INPUT_NAME`].
    pub fn image_name(&self) -> &str {
        self.wiring().map(Wiring::image).filter(|name| !name.is_empty()).unwrap_or(INPUT_NAME)
    }

    /// What names this place and no other: its name, or the place itself where two are named alike.
    pub fn name_of_place(&self, place: usize) -> String {
        let name = match place.checked_sub(1) {
            None => self.image_name().to_owned(),
            Some(at) => self.shown_names().into_iter().nth(at).unwrap_or_default(),
        };
        if self.place_named(&name) == Ok(place) { name } else { place.to_string() }
    }
}
