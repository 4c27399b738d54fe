//! The pictures and arrays that a stack names, read from the folder that its document lies in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{BytesProblem, read_bytes};
use crate::value::{Asset, AssetError, Assets, NPY_MAGIC, read_npy, read_picture};

/// The largest file of an array or a picture that is read, in bytes.
pub const MAX_BYTES: u64 = 1 << 30;

/// Where the files lie that have these names in a document of this folder. Without a folder they lie in the working one.
pub fn places(folder: Option<&Path>, names: BTreeSet<&str>) -> BTreeMap<String, PathBuf> {
    let folder = folder.unwrap_or_else(|| Path::new(""));
    names.into_iter().map(|name| (name.to_owned(), folder.join(name))).collect()
}

/// What all these files hold, by the names that the stack has for them.
pub fn read(places: &BTreeMap<String, PathBuf>) -> Assets {
    places.iter().map(|(name, place)| (name.clone(), read_named(name, place))).collect()
}

/// What one file holds. What is named as an array is none of a picture's formats, even if it is no array either.
pub fn read_named(name: &str, place: &Path) -> Result<Asset, AssetError> {
    let bytes = read_bytes(place, MAX_BYTES).map_err(|problem| match problem {
        BytesProblem::Missing => AssetError::Missing,
        problem => AssetError::Broken(problem.to_string()),
    })?;
    if name.to_ascii_lowercase().ends_with(".npy") { array(&bytes) } else { any(&bytes) }
}

/// An array, or a picture.
pub fn any(bytes: &[u8]) -> Result<Asset, AssetError> {
    if bytes.starts_with(NPY_MAGIC) {
        array(bytes)
    } else {
        read_picture(bytes).map(|picture| Asset::Picture(Arc::new(picture)))
    }
}

pub fn array(bytes: &[u8]) -> Result<Asset, AssetError> {
    read_npy(bytes).map(|array| Asset::Array(Arc::new(array)))
}
