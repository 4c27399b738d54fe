//! The values of small tensors, of which shapes are computed.

use rten_onnx::onnx::DataType;

/// The most values that are kept of one tensor. Shapes, pads and indices of channels are far fewer.
pub(super) const MOST_VALUES: usize = 1024;

/// The values of a small tensor, in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    Ints(Vec<i64>),
    Floats(Vec<f64>),
}

impl Numbers {
    /// From bytes, lowest first; `None` of kinds in which no shape is written.
    pub(super) fn of_bytes(kind: DataType, bytes: &[u8]) -> Option<Self> {
        fn each<const N: usize, T>(bytes: &[u8], value: impl Fn([u8; N]) -> T) -> Vec<T> {
            let chunks = bytes.chunks_exact(N).take(MOST_VALUES + 1);
            chunks.filter_map(|chunk| chunk.try_into().ok()).map(value).collect()
        }
        Some(match kind {
            DataType::INT64 => Self::Ints(each(bytes, i64::from_le_bytes)),
            DataType::INT32 => Self::Ints(each(bytes, |four| i32::from_le_bytes(four).into())),
            DataType::INT16 => Self::Ints(each(bytes, |two| i16::from_le_bytes(two).into())),
            DataType::INT8 => Self::Ints(each(bytes, |one| i8::from_le_bytes(one).into())),
            DataType::UINT8 | DataType::BOOL => Self::Ints(each(bytes, |[one]| one.into())),
            DataType::FLOAT => Self::Floats(each(bytes, |four| f32::from_le_bytes(four).into())),
            DataType::DOUBLE => Self::Floats(each(bytes, f64::from_le_bytes)),
            _ => return None,
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Ints(values) => values.len(),
            Self::Floats(values) => values.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values as whole numbers, if they are.
    pub(super) fn ints(&self) -> Option<&[i64]> {
        match self {
            Self::Ints(values) => Some(values),
            Self::Floats(_) => None,
        }
    }

    pub(super) fn floats(&self) -> Vec<f64> {
        match self {
            Self::Ints(values) => values.iter().map(|&value| value as f64).collect(),
            Self::Floats(values) => values.clone(),
        }
    }

    /// Those at `places`; `None` if there is no such place.
    pub(super) fn at(&self, places: impl Iterator<Item = usize>) -> Option<Self> {
        Some(match self {
            Self::Ints(values) => Self::Ints(places.map(|at| values.get(at).copied()).collect::<Option<_>>()?),
            Self::Floats(values) => Self::Floats(places.map(|at| values.get(at).copied()).collect::<Option<_>>()?),
        })
    }
}
