//! Memory that maps were in, for the maps to come.
//!
//! Memory that is new is slow to write to: the system clears it and hands it out page by page, which takes longer than
//! what many a layer does. What nothing reads any more is as good, and costs nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Tensor;

/// The most that is kept, in bytes: all maps of VGG-16.
pub const MOST_KEPT_BYTES: usize = 1 << 27;

/// Less than this, in values, the allocator keeps by itself.
const LEAST_VALUES: usize = 1 << 15;

/// What maps were in that nothing reads any more, up to [`MOST_KEPT_BYTES`]. It changes how long a run takes, never what
/// comes out.
#[derive(Debug, Default)]
pub struct Memory(Mutex<VecDeque<Vec<f32>>>);

impl Memory {
    /// So many values, whatever they are: every one of them is to be written.
    pub(super) fn take(&self, values: usize) -> Vec<f32> {
        let mut kept = self.kept();
        let place = kept.iter().rposition(|kept| kept.len() == values);
        let found = place.and_then(|place| kept.remove(place));
        drop(kept);
        found.unwrap_or_else(|| vec![0.0; values])
    }

    /// Keeps what is not needed any more. What has been here longest is let go for it.
    pub fn give(&self, values: Vec<f32>) {
        if !(LEAST_VALUES..=MOST_KEPT_BYTES / size_of::<f32>()).contains(&values.len()) {
            return;
        }
        let mut kept = self.kept();
        kept.push_back(values);
        let mut count: usize = kept.iter().map(Vec::len).sum();
        while count > MOST_KEPT_BYTES / size_of::<f32>() {
            count -= kept.pop_front().map_or(count, |oldest| oldest.len());
        }
    }

    /// Keeps what a map is in, if nobody else has the map.
    pub(super) fn give_map(&self, map: Arc<Tensor>) {
        if let Some(map) = Arc::into_inner(map) {
            self.give(map.into_raw_vec_and_offset().0);
        }
    }

    /// Lets go of everything.
    pub(super) fn clear(&self) {
        self.kept().clear();
    }

    /// Whoever held it before is done with it, even one that panicked: any values are good.
    fn kept(&self) -> MutexGuard<'_, VecDeque<Vec<f32>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
