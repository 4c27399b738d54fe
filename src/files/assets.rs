//! What the files hold that a stack names: pictures for its image, arrays for its image, its kernels and its biases.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{BytesProblem, read_bytes};
use crate::value::{Asset, AssetError, Assets, NPY_MAGIC, read_npy, read_picture};

/// The largest file of an array or a picture that is read, in bytes.
pub const MAX_ASSET_BYTES: u64 = 1 << 30;

/// The most bytes of all files that one stack names.
pub const MAX_ALL_BYTES: u64 = 4 << 30;

/// Where a named file lies: beside the document, whose folder is `folder`; of a document without one, in the working
/// folder. A name from the root of the disk is the place itself.
pub fn path_of(folder: Option<&Path>, name: &str) -> PathBuf {
    folder.unwrap_or_else(|| Path::new("")).join(name)
}

/// What the named files hold, in the order of `names`; [`crate::net::Stack::named_files`] are those of a stack. A file
/// that is of no use says why. Once [`MAX_ALL_BYTES`] have been read, no more are.
///
/// Whoever wrote the document chose the names, so only ordinary files are opened: a pipe might never end.
pub fn read(folder: Option<&Path>, names: impl IntoIterator<Item = String>) -> Assets {
    let mut left = MAX_ALL_BYTES;
    let mut read = |name: String| {
        let asset = read_one(&path_of(folder, &name), &name, &mut left);
        (name, asset)
    };
    names.into_iter().map(&mut read).collect()
}

fn read_one(path: &Path, name: &str, left: &mut u64) -> Result<Asset, AssetError> {
    let broken = |reason: &str| AssetError::Broken(reason.to_owned());
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Err(broken("this is a device or a pipe; choose an ordinary file"));
    }
    let most = MAX_ASSET_BYTES.min(*left);
    let bytes = read_bytes(path, most).map_err(|problem| match problem {
        BytesProblem::Missing => AssetError::Missing,
        BytesProblem::TooLarge { .. } if most < MAX_ASSET_BYTES => {
            broken("the files of this network are too large together; make some of them smaller")
        }
        problem => AssetError::Broken(problem.to_string()),
    })?;
    *left -= bytes.len() as u64;
    // What is named as an array is none of a picture's formats, even if it is no array either.
    if name.to_ascii_lowercase().ends_with(".npy") { array(&bytes) } else { array_or_picture(&bytes) }
}

/// The bytes of an array (`.npy`) or of a picture, whichever they are.
pub fn array_or_picture(bytes: &[u8]) -> Result<Asset, AssetError> {
    if bytes.starts_with(NPY_MAGIC) {
        array(bytes)
    } else {
        read_picture(bytes).map(|picture| Asset::Picture(Arc::new(picture)))
    }
}

/// The bytes of an array (`.npy`).
pub fn array(bytes: &[u8]) -> Result<Asset, AssetError> {
    read_npy(bytes).map(|array| Asset::Array(Arc::new(array)))
}
