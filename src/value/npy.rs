//! `NumPy`'s files: `.npy` bytes to tensors and back.

use std::io::Cursor;

use ndarray::{ArrayD, ShapeBuilder as _};
use ndarray_npy::npy::header::Header;
use ndarray_npy::{ReadNpyExt as _, ReadableElement, WriteNpyExt as _};

use super::{AssetError, Tensor};

/// What every `.npy` file begins with.
pub const NPY_MAGIC: &[u8] = b"\x93NUMPY";

/// The longest header that is read, in bytes: `NumPy`'s own limit. One of an array takes about a hundred.
const MAX_HEADER: usize = 10_000;

/// The most brackets inside each other: a shape inside the header's own. What is deeper describes no array of numbers.
const MAX_NESTING: usize = 4;

fn broken(reason: impl Into<String>) -> AssetError {
    AssetError::Broken(reason.into())
}

/// Reads an array of numbers: `float32`, `float64`, every integer and `bool`, in either order of bytes and of axes.
/// Other numbers than `float32` are rounded to the nearest one. The result is in memory's order.
pub fn read_npy(bytes: &[u8]) -> Result<Tensor, AssetError> {
    let begin = data_begin(bytes)?;
    let header = Header::from_reader(&mut &bytes[..begin])
        .map_err(|error| broken(format!("its header cannot be read ({error}); save it again with numpy.save")))?;
    let Some(kind) = header.type_descriptor.as_string() else {
        return Err(broken("its values are records of several fields; save one field of plain numbers"));
    };
    // The first sign is the order of bytes.
    let kind = kind.trim_start_matches(['<', '>', '|', '=']);
    let width = width_of(kind)?;
    hold_against_length(&header.shape, width, bytes.len() - begin)?;
    match kind {
        "f4" => read_as(bytes, |value: f32| value),
        "f8" => read_as(bytes, |value: f64| value as f32),
        "i1" => read_as(bytes, |value: i8| f32::from(value)),
        "i2" => read_as(bytes, |value: i16| f32::from(value)),
        "i4" => read_as(bytes, |value: i32| value as f32),
        "i8" => read_as(bytes, |value: i64| value as f32),
        "u1" => read_as(bytes, |value: u8| f32::from(value)),
        "u2" => read_as(bytes, |value: u16| f32::from(value)),
        "u4" => read_as(bytes, |value: u32| value as f32),
        "u8" => read_as(bytes, |value: u64| value as f32),
        _ => read_as(bytes, |value: bool| f32::from(u8::from(value))),
    }
}

/// Writes a tensor as `float32`, little end first, in memory's order.
pub fn write_npy(tensor: &Tensor) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(tensor.len() * 4 + 128);
    let standard = tensor.as_standard_layout();
    let written = standard.write_npy(Cursor::new(&mut bytes));
    debug_assert!(written.is_ok(), "a shape of a few axes fits any header");
    bytes
}

/// Where the values begin. The header is held against its limits here, before anything is made of it.
fn data_begin(bytes: &[u8]) -> Result<usize, AssetError> {
    let cut = || broken("the file ends within its header; copy it again");
    if !bytes.starts_with(NPY_MAGIC) {
        return Err(broken("this is no array of NumPy; save one with numpy.save"));
    }
    let at = |index: usize| bytes.get(index).copied().map(usize::from).ok_or_else(cut);
    let (fields, length) = match at(6)? {
        1 => (10, at(8)? | at(9)? << 8),
        2 | 3 => (12, at(8)? | at(9)? << 8 | at(10)? << 16 | at(11)? << 24),
        version => {
            return Err(broken(format!("version {version} of the format is not known; save it with numpy.save")));
        }
    };
    if length > MAX_HEADER {
        return Err(broken(format!(
            "its header takes {length} bytes, more than {MAX_HEADER}; save plain numbers with numpy.save"
        )));
    }
    let header = bytes.get(fields..fields + length).ok_or_else(cut)?;
    // The header is read by a parser that calls itself for every bracket.
    let mut depth = 0_usize;
    for sign in header {
        match sign {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Err(broken("its values are records within records; save one field of plain numbers"));
        }
    }
    Ok(fields + length)
}

/// The bytes of one value of a type, or what to do if it is none that is read.
fn width_of(kind: &str) -> Result<usize, AssetError> {
    let advice = match kind {
        "b1" | "i1" | "u1" => return Ok(1),
        "i2" | "u2" => return Ok(2),
        "f4" | "i4" | "u4" => return Ok(4),
        "f8" | "i8" | "u8" => return Ok(8),
        "f2" => "its values are float16; save array.astype('float32')",
        _ if kind.starts_with('f') => "its values are wider than float64; save array.astype('float32')",
        _ if kind.starts_with('c') => "its values are complex; save array.real or abs(array)",
        _ if kind.starts_with('O') => "it holds objects of Python, not numbers; save array.astype('float32')",
        _ if kind.starts_with(['S', 'U', 'a']) => "it holds texts, not numbers; save array.astype('float32')",
        _ => return Err(broken(format!("its values are of type {kind}; save array.astype('float32')"))),
    };
    Err(broken(advice))
}

/// Holds a shape against the bytes behind the header, before anything of that size is asked of memory.
fn hold_against_length(shape: &[usize], width: usize, have: usize) -> Result<(), AssetError> {
    if shape.contains(&0) {
        return Err(broken("an axis of it is empty; save an array with values"));
    }
    let wanted = shape.iter().try_fold(width, |all, &n| all.checked_mul(n));
    match wanted {
        Some(wanted) if wanted == have => Ok(()),
        Some(wanted) if wanted < have => {
            Err(broken(format!("{} bytes stand behind its last value; copy it again", have - wanted)))
        }
        wanted => {
            let wanted = wanted.map_or_else(|| "more than any memory has".to_owned(), |wanted| wanted.to_string());
            Err(broken(format!("its shape takes {wanted} bytes, but {have} are there; copy it again")))
        }
    }
}

fn read_as<T: ReadableElement>(bytes: &[u8], value: impl Fn(T) -> f32) -> Result<Tensor, AssetError> {
    let array = ArrayD::<T>::read_npy(bytes)
        .map_err(|error| broken(format!("its values cannot be read ({error}); save it again with numpy.save")))?;
    let fortran = !array.is_standard_layout();
    let (shape, numbers) = (array.raw_dim(), array.into_raw_vec_and_offset().0);
    let numbers: Vec<f32> = numbers.into_iter().map(value).collect();
    let tensor = Tensor::from_shape_vec(shape.set_f(fortran), numbers)
        .map_err(|error| broken(format!("its shape is none ({error}); save it again with numpy.save")))?;
    Ok(if fortran { tensor.as_standard_layout().into_owned() } else { tensor })
}
