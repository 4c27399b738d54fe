//! Files that are too long to be made in memory. While they are made their bytes lie in a file without a name, which is
//! gone with the program, however that ends; only when all of them are there do they go where they belong.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::PathBuf;

use super::{Path, Readers, SaveError, SaveProblem, Site, Staged, stage};

/// Why there is no file.
#[derive(Debug)]
pub enum Unmade<E> {
    /// Its bytes could not be made.
    Made(E),
    Save(SaveError),
}

/// Saves, as [`super::save`] does, what `make` writes. Where the file cannot be written is found out first.
pub fn save_made<T, E>(path: &Path, make: impl FnOnce(&mut dyn Write) -> Result<T, E>) -> Result<T, Unmade<E>> {
    let error = |problem| Unmade::Save(SaveError { path: path.to_owned(), problem });
    let mut spool = BufWriter::new(open(path).map_err(error)?);
    let answer = make(&mut spool).map_err(Unmade::Made)?;
    let mut spool = rewound(spool).map_err(|problem| error(SaveProblem::Write(problem)))?;
    let staged = stage(path, &mut spool, Readers::AsUsual).map_err(error)?;
    staged.finish(&mut spool).map_err(error)?;
    Ok(answer)
}

/// Files that are made one after another, each of them in memory, all of them on the disk.
pub struct Sheaf {
    spool: BufWriter<File>,
    /// The bytes of each.
    lengths: Vec<u64>,
}

impl Sheaf {
    /// Adds the bytes of the next file.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.lengths.push(bytes.len() as u64);
        self.spool.write_all(bytes)
    }
}

/// Saves what `make` adds, as [`super::save_all`] does: all files or none. Each lies where `path_of` says, which is asked
/// with its place from 0 and the number of all of them.
pub fn save_sheaf<T, E>(
    path: &Path,
    path_of: impl Fn(u64, u64) -> PathBuf,
    make: impl FnOnce(&mut Sheaf) -> Result<T, E>,
) -> Result<T, Unmade<E>> {
    let error = |path: &Path, problem| Unmade::Save(SaveError { path: path.to_owned(), problem });
    let spool = open(path).map_err(|problem| error(path, problem))?;
    let mut sheaf = Sheaf { spool: BufWriter::new(spool), lengths: Vec::new() };
    let answer = make(&mut sheaf).map_err(Unmade::Made)?;
    let spool = rewound(sheaf.spool).map_err(|problem| error(path, SaveProblem::Write(problem)))?;
    let count = sheaf.lengths.len() as u64;
    let mut staged = Vec::new();
    for (length, place) in sheaf.lengths.into_iter().zip(0..) {
        let path = path_of(place, count);
        let mut part = (&spool).take(length);
        let file = stage(&path, &mut part, Readers::AsUsual).map_err(|problem| error(&path, problem))?;
        // What is no file has no bytes beside it: they are written now or never.
        if let Staged::Device(_) = file {
            file.finish(&mut part).map_err(|problem| error(&path, problem))?;
        } else {
            staged.push((file, path));
        }
    }
    for (staged, path) in staged {
        staged.finish(&mut io::empty()).map_err(|problem| error(&path, problem))?;
    }
    Ok(answer)
}

/// A file without a name on the disk of the path, or where the system has such files if the path is none of a file.
fn open(path: &Path) -> Result<File, SaveProblem> {
    let site = Site::of(path)?;
    let opened = if site.is_device() { tempfile::tempfile() } else { tempfile::tempfile_in(site.folder()) };
    opened.map_err(SaveProblem::Folder)
}

fn rewound(spool: BufWriter<File>) -> io::Result<File> {
    let mut file = spool.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
