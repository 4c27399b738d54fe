//! The arguments of one module, by the signature that PyTorch gives it.

use super::expression::{Argument, Call, Key, Value};
use super::remark::{Finding, Remarks, shown};
use crate::axes::{Axes, MAX_AXES, PerAxis};

/// Arguments that change neither sizes nor values.
const SILENT: [&str; 8] = ["device", "dtype", "inplace", "eps", "momentum", "affine", "track_running_stats", "p"];

/// A setting that is not to be understood.
#[derive(Debug)]
pub struct Unknown {
    pub setting: String,
}

/// The arguments of a call, named by a signature.
pub struct Arguments<'c, 't> {
    pub call: &'c Call<'t>,
    named: Vec<(&'static str, &'c Argument<'t>)>,
}

impl<'c, 't> Arguments<'c, 't> {
    /// Names the arguments; what the signature does not have is told.
    pub fn of(call: &'c Call<'t>, signature: &[&'static str], remarks: &mut Remarks) -> Self {
        let mut named: Vec<(&'static str, &'c Argument<'t>)> = Vec::new();
        let mut places = signature.iter();
        for argument in &call.arguments {
            let name = match argument.key {
                Key::None => places.next(),
                Key::Keyword(key) => signature.iter().find(|name| **name == key),
                Key::Entry(..) => None,
            };
            match name {
                Some(name) => named.push((name, argument)),
                None if matches!(argument.key, Key::Keyword(key) if SILENT.contains(&key)) => {}
                None => {
                    let (layer, setting) = (call.name.to_owned(), shown(argument.written));
                    remarks.tell(argument.line, Finding::Ignored { layer, setting });
                }
            }
        }
        Self { call, named }
    }

    pub fn get(&self, name: &str) -> Option<&'c Argument<'t>> {
        self.named.iter().find(|(named, _)| *named == name).map(|(_, argument)| *argument)
    }

    /// The value of an argument that is given and is not `None`.
    pub fn value(&self, name: &str) -> Option<&'c Value<'t>> {
        self.get(name).map(|argument| &argument.value).filter(|value| **value != Value::Name("None"))
    }

    pub fn unknown(&self, name: &str) -> Unknown {
        Unknown { setting: self.get(name).map_or_else(|| name.to_owned(), |argument| shown(argument.written)) }
    }

    /// A number from `least` to `most`.
    pub fn whole(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, Unknown> {
        let Some(value) = self.value(name) else { return Ok(None) };
        one(value, least, most).map(Some).ok_or_else(|| self.unknown(name))
    }

    /// The same of an argument that must be there.
    pub fn needed(&self, name: &str, least: u64, most: u64) -> Result<u64, Unknown> {
        self.whole(name, least, most)?.ok_or_else(|| self.unknown(name))
    }

    /// One number for all axes, or one for each.
    pub fn per_axis(&self, name: &str, least: u64, most: u64) -> Result<Option<PerAxis<u64>>, Unknown> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let read = match value {
            Value::Sequence(values) if (1..=MAX_AXES).contains(&values.len()) => {
                let values: Option<Axes<u64>> = values.iter().map(|value| one(value, least, most)).collect();
                values.map(|values| if values.rank() == 1 { PerAxis::All(values[0]) } else { PerAxis::Each(values) })
            }
            value => one(value, least, most).map(PerAxis::All),
        };
        read.map(Some).ok_or_else(|| self.unknown(name))
    }

    pub fn flag(&self, name: &str, default: bool) -> Result<bool, Unknown> {
        match self.value(name) {
            None => Ok(default),
            Some(Value::Name("True") | Value::Whole(1)) => Ok(true),
            Some(Value::Name("False") | Value::Whole(0)) => Ok(false),
            Some(_) => Err(self.unknown(name)),
        }
    }

    /// A word, in quotation marks or, as it is printed, without them.
    pub fn word(&self, name: &str) -> Option<&'t str> {
        match self.value(name) {
            Some(Value::Text(word) | Value::Name(word)) => Some(word),
            _ => None,
        }
    }

    /// Tells of an argument that changes no size, unless it has one of these values.
    pub fn ignored(&self, name: &str, fine: &[Value<'_>], remarks: &mut Remarks) {
        if let Some(argument) = self.get(name)
            && self.value(name).is_some_and(|value| !fine.contains(value))
        {
            let (layer, setting) = (self.call.name.to_owned(), shown(argument.written));
            remarks.tell(argument.line, Finding::Ignored { layer, setting });
        }
    }
}

/// A whole number, also one that is written with a point.
pub fn one(value: &Value<'_>, least: u64, most: u64) -> Option<u64> {
    let n = match value {
        Value::Whole(n) => u64::try_from(*n).ok()?,
        Value::Real(n) if n.fract() == 0.0 && (0.0..1e9).contains(n) => *n as u64,
        _ => return None,
    };
    (least..=most).contains(&n).then_some(n)
}
