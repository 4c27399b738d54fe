//! The layers under the rules of several frameworks.

use crate::field::frameworks::{Compared, Framework};
use crate::locale::Words;

/// The locale's key of a rule's name.
pub const fn title(framework: Framework) -> &'static str {
    match framework {
        Framework::TorchFloor => "rule-torch-floor",
        Framework::TorchCeil => "rule-torch-ceil",
        Framework::TensorFlowSame => "rule-tensorflow-same",
        Framework::TensorFlowValid => "rule-tensorflow-valid",
        Framework::CaffeConv => "rule-caffe-conv",
        Framework::CaffePool => "rule-caffe-pool",
    }
}

/// What a rule makes: the number of outputs, the padding at both ends, and the size from which on it differs.
pub fn cells(rule: &Compared, words: &Words) -> [String; 3] {
    let (size, padding) = rule.made.map_or_else(
        || ("–".to_owned(), "–".to_owned()),
        |made| (made.outputs.to_string(), format!("{} + {}", made.begin, made.end).replace('-', "−")),
    );
    let differs = rule.differs_from.map_or_else(|| words.get("rules-never").to_owned(), |n| n.to_string());
    [size, padding, differs]
}
