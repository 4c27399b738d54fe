//! What differs between answers and data, collected so that one run tells all.

use std::fmt::Debug;

#[derive(Default)]
pub struct Differences(Vec<String>);

impl Differences {
    pub fn check<T: PartialEq + Debug>(&mut self, place: &str, field: &str, got: &T, expected: &T) {
        if got != expected {
            self.0.push(format!("{place}: {field} is {got:?}, expected {expected:?}"));
        }
    }

    pub fn push(&mut self, difference: String) {
        self.0.push(difference);
    }

    /// Fails with the first of them.
    pub fn none_in(self, cases: usize) {
        let (found, shown) = (self.0.len(), self.0.iter().take(30).cloned().collect::<Vec<_>>().join("\n"));
        assert!(found == 0, "{found} differences in {cases} cases:\n{shown}");
    }
}
