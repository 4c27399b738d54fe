//! What is said about a model that was read as far as it could be, as data.

use std::fmt;

/// Something about a model that its layers do not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The node that it is about, as `Conv “name”`; `None` of the whole model.
    pub node: Option<String>,
    pub finding: Finding,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The file does not fix the size of the image; this one was taken.
    SizeAssumed { input: String, size: String },
    /// The file does not fix the channels of the image; so many were taken.
    ChannelsAssumed { input: String, channels: u64 },
    /// There are more inputs that may be images; they were taken as known values.
    OtherInputs { taken: String, others: String },
    /// Nothing is known of the node and of what comes after it.
    Unknown { op: String, reason: Reason },
    /// The node is read as something simpler, in words of ONNX.
    ReadAs { op: String, simpler: &'static str },
    /// The node pads with what the map holds, and is read as padding with zeros.
    Repeats { op: String },
    /// There was more to say.
    More { count: usize },
}

/// Why nothing is known of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The op itself.
    Op,
    /// It comes after a layer that is unknown or cannot run.
    Behind,
    /// Its input's dimensions are not batch, channels and axes as the op needs them.
    Dimensions,
    /// This is computed only while the network runs.
    Computed(&'static str),
    /// This setting cannot be shown.
    Setting(&'static str),
}

/// Remarks as they are collected, not more of them than anybody reads.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    all: Vec<Remark>,
    more: usize,
}

impl Remarks {
    const MOST: usize = 100;

    pub fn tell(&mut self, node: Option<String>, finding: Finding) {
        if self.all.len() < Self::MOST {
            self.all.push(Remark { node, finding });
        } else {
            self.more += 1;
        }
    }

    pub fn done(mut self) -> Vec<Remark> {
        if self.more > 0 {
            self.all.push(Remark { node: None, finding: Finding::More { count: self.more } });
        }
        self.all
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Some(node) => write!(f, "{node}: {}", self.finding),
            None => self.finding.fmt(f),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SizeAssumed { input, size } => {
                write!(f, "the file does not fix the size of {input}; {size} was taken, give another if it is another")
            }
            Self::ChannelsAssumed { input, channels } => {
                write!(f, "the file does not fix the channels of {input}; {channels} were taken")
            }
            Self::OtherInputs { taken, others } => {
                write!(f, "of several inputs, {taken} was taken as the image; not followed: {others}")
            }
            Self::Unknown { op, reason } => {
                write!(f, "{op} is not known here ({reason}); the node and all that comes after it are unknown")
            }
            Self::ReadAs { op, simpler } => {
                write!(f, "{op} was read as {simpler}; sizes and fields are the same, values are not")
            }
            Self::Repeats { op } => write!(
                f,
                "{op} was read as padding with zeros; sizes are the same, but what it repeats of the map is not followed"
            ),
            Self::More { count } => write!(f, "and {count} more remarks"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Op => f.write_str("the op itself"),
            Self::Behind => f.write_str("it comes after an unknown layer"),
            Self::Dimensions => f.write_str("it mixes batch, channels and axes"),
            Self::Computed(what) => write!(f, "its {what} is computed while the network runs"),
            Self::Setting(what) => write!(f, "its {what} has no layer here"),
        }
    }
}
