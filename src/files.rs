//! **Files**: paths → bytes → documents, and back.
//!
//! A room of its own because the rooms below the command line and the window are functions of their values and know no
//! path: [`crate::import`] reads bytes and [`crate::export`] makes them, so that tests and other programs need no disk.
//! Only here are files opened, and only `cli` and `gui` come here. A file that is saved is the old one or the new one,
//! never half of each.

pub mod assets;
mod spool;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::export;
use crate::import::document::{self, DocumentError, MAX_BYTES, Opened};
use crate::import::onnx;
use crate::net::Document;

pub use spool::{Sheaf, Unmade, save_made, save_sheaf};

/// Why a file cannot be opened as a document.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct FileError {
    pub path: PathBuf,
    pub problem: FileProblem,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    #[error("there is no such file; check the name")]
    Missing,
    #[error("this is a folder; name a file in it")]
    Folder,
    #[error("the file cannot be read ({0}); check its permissions")]
    Unreadable(io::Error),
    #[error(transparent)]
    Document(DocumentError),
}

/// Opens a document, a layer text or Python text, for those who want no remarks. See [`open`].
pub fn read(path: &Path) -> Result<Document, FileError> {
    open(path).map(|opened| opened.document)
}

/// Opens a document, a layer text, Python text or an ONNX model. Not more than [`MAX_BYTES`] are ever read, of a model not
/// more than [`document::MAX_MODEL_BYTES`].
pub fn open(path: &Path) -> Result<Opened, FileError> {
    let error = |problem| FileError { path: path.to_owned(), problem };
    let unreadable = |problem: io::Error| {
        error(if problem.kind() == io::ErrorKind::NotFound {
            FileProblem::Missing
        } else {
            FileProblem::Unreadable(problem)
        })
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(error(FileProblem::Folder));
    }
    let named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("onnx"));
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = [0; 1];
    let read = file.read(&mut head).map_err(unreadable)?;
    if named || document::is_model(&head[..read]) {
        if metadata.len() > document::MAX_MODEL_BYTES {
            return Err(error(FileProblem::Document(DocumentError::TooLarge)));
        }
        let bytes = model_bytes(file, &head[..read], &metadata).map_err(unreadable)?;
        return document::open_model(&bytes).map_err(|problem| error(FileProblem::Document(problem)));
    }
    if metadata.len() > MAX_BYTES {
        return Err(error(FileProblem::Document(DocumentError::TooLarge)));
    }
    // A device or a file that still grows says nothing true about its length: the reader is limited as well.
    open_stream(head[..read].chain(file)).map_err(error)
}

/// The bytes of a model whose first are `head`: of a file without the weights, of what is no file all of them.
fn model_bytes(mut file: File, head: &[u8], metadata: &fs::Metadata) -> io::Result<Vec<u8>> {
    if metadata.is_file() {
        file.rewind()?;
        if let Some(outline) = onnx::outline(&file, metadata.len())? {
            return Ok(outline);
        }
        file.seek(SeekFrom::Start(head.len() as u64))?;
    }
    let mut bytes = head.to_vec();
    file.take(document::MAX_MODEL_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same from a stream, to its end or to the limit of a document's length.
pub fn open_stream(stream: impl Read) -> Result<Opened, FileProblem> {
    let mut bytes = Vec::new();
    // A model says what it is with its first byte, and may be longer.
    let mut stream = stream.take(document::MAX_MODEL_BYTES + 1);
    stream.by_ref().take(1).read_to_end(&mut bytes).map_err(FileProblem::Unreadable)?;
    let most = if document::is_model(&bytes) { document::MAX_MODEL_BYTES } else { MAX_BYTES };
    stream.take(most).read_to_end(&mut bytes).map_err(FileProblem::Unreadable)?;
    document::open(&bytes).map_err(FileProblem::Document)
}

/// Why the bytes of a file are not to be had, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum BytesProblem {
    #[error("there is no such file; check the name")]
    Missing,
    #[error("this is a folder; name a file in it")]
    Folder,
    #[error("the file is larger than {most} bytes; choose a smaller one")]
    TooLarge { most: u64 },
    #[error("the file cannot be read ({0}); check its permissions")]
    Unreadable(io::Error),
}

/// All bytes of a file of any kind. Not more than `most` are ever read.
pub fn read_bytes(path: &Path, most: u64) -> Result<Vec<u8>, BytesProblem> {
    let unreadable = |problem: io::Error| match problem.kind() {
        io::ErrorKind::NotFound => BytesProblem::Missing,
        _ => BytesProblem::Unreadable(problem),
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(BytesProblem::Folder);
    }
    if metadata.len() > most {
        return Err(BytesProblem::TooLarge { most });
    }
    let mut bytes = Vec::new();
    // As of a document: the reader is limited as well.
    File::open(path).map_err(unreadable)?.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most { Err(BytesProblem::TooLarge { most }) } else { Ok(bytes) }
}

/// Why a file cannot be saved, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct SaveError {
    pub path: PathBuf,
    pub problem: SaveProblem,
}

/// What stands in the way of a file.
#[derive(Debug, thiserror::Error)]
pub enum SaveProblem {
    #[error("this is a folder; name a file in it")]
    IsFolder,
    #[error("the folder does not exist; make it first, or choose another")]
    NoFolder,
    #[error("this link leads back to itself; choose another name")]
    Circle,
    #[error("the file is read-only; choose another name, or allow writing")]
    ReadOnlyFile,
    #[error("files cannot be made in this folder ({0}); choose another folder")]
    Folder(io::Error),
    #[error("the file cannot be written ({0}); the old one, if there was one, is as it was")]
    Write(io::Error),
    #[error(transparent)]
    Document(#[from] export::document::UnwritableKeys),
}

/// Saves a document as [`save`] does.
pub fn save_document(path: &Path, document: &Document) -> Result<(), SaveError> {
    let error = |problem| SaveError { path: path.to_owned(), problem };
    let text = export::document::write(document).map_err(|problem| error(problem.into()))?;
    save(path, text.as_bytes())
}

/// Saves a file in one step: the bytes go to a new file beside it, which then takes its name. Whatever happens
/// meanwhile, `path` holds the old bytes or the new ones.
///
/// A link stays a link and its target is replaced; an existing file keeps its permissions, and at no time may anyone
/// read the new bytes who might not read the old ones. What is no file, such as `/dev/stdout`, is simply written to.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    write_to(path, bytes, Readers::AsUsual).map_err(|problem| SaveError { path: path.to_owned(), problem })
}

/// The same, of a file that only its owner may read, where the system knows such.
pub fn save_private(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    write_to(path, bytes, Readers::Owner).map_err(|problem| SaveError { path: path.to_owned(), problem })
}

/// By what a file is known again as the one that it was, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// In bytes.
    pub length: i64,
    /// When it was written, in nanoseconds since 1970; 0 where the system does not say.
    pub written_ns: i64,
}

impl Stamp {
    /// `None` if there is no such file.
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let since = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let written_ns = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        Some(Self { length: i64::try_from(metadata.len()).ok()?, written_ns })
    }
}

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// Those of the file in whose place it comes; of a new one, those of any new file.
    AsUsual,
    Owner,
}

/// Saves several files as [`save`] does: all or none, as far as a disk allows. All bytes are on it before the first file
/// takes its name.
pub fn save_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), SaveError> {
    let error = |path: &Path, problem| SaveError { path: path.to_owned(), problem };
    let staged = files
        .iter()
        .map(|(path, bytes)| stage(path, &mut &bytes[..], Readers::AsUsual).map_err(|problem| error(path, problem)));
    let staged: Vec<_> = staged.collect::<Result<_, _>>()?;
    for ((path, bytes), staged) in files.iter().zip(staged) {
        staged.finish(&mut &bytes[..]).map_err(|problem| error(path, problem))?;
    }
    Ok(())
}

/// The file that stands beside `path` and has a word more in its name: `net-maps.svg` of `net.svg` and `maps`.
pub fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-");
    name.push(word);
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

/// The file of a sequence with this number, which has so many digits: `net-007.svg` of `net.svg`.
pub fn numbered(path: &Path, number: u64, digits: usize) -> PathBuf {
    beside(path, &format!("{number:0digits$}"))
}

fn write_to(path: &Path, mut bytes: &[u8], readers: Readers) -> Result<(), SaveProblem> {
    stage(path, &mut bytes, readers)?.finish(&mut bytes)
}

/// A file that only lacks its name.
enum Staged {
    /// Closed: there may be more of them than a program can have open.
    File { file: tempfile::TempPath, target: PathBuf },
    /// What is no file has no bytes beside it.
    Device(File),
}

impl Staged {
    /// Gives it its name. Of what is no file the bytes are still to be written.
    fn finish(self, bytes: &mut dyn Read) -> Result<(), SaveProblem> {
        match self {
            Self::File { file, target } => file.persist(&target).map_err(|error| SaveProblem::Write(error.error)),
            Self::Device(mut device) => io::copy(bytes, &mut device).map(|_| ()).map_err(SaveProblem::Write),
        }
    }
}

/// Where a file is to be written, as far as can be said before there is a byte of it.
struct Site {
    /// Behind links.
    target: PathBuf,
    /// What lies there now.
    existing: Option<fs::Metadata>,
}

impl Site {
    fn of(path: &Path) -> Result<Self, SaveProblem> {
        let target = link_target(path).ok_or(SaveProblem::Circle)?;
        let existing = fs::metadata(&target).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(SaveProblem::IsFolder);
        }
        let site = Self { target, existing };
        if site.is_device() {
            return Ok(site);
        }
        if site.existing.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
            return Err(SaveProblem::ReadOnlyFile);
        }
        if site.folder().is_dir() { Ok(site) } else { Err(SaveProblem::NoFolder) }
    }

    fn is_device(&self) -> bool {
        self.existing.as_ref().is_some_and(|metadata| !metadata.is_file())
    }

    fn folder(&self) -> &Path {
        match self.target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }
}

fn stage(path: &Path, bytes: &mut dyn Read, readers: Readers) -> Result<Staged, SaveProblem> {
    let site = Site::of(path)?;
    if site.is_device() {
        let device = OpenOptions::new().write(true).open(&site.target).map_err(SaveProblem::Write)?;
        return Ok(Staged::Device(device));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".receptive-").suffix(".part");
    // A temporary file is for its owner alone. In the place of a file it stays so until it has that file's permissions,
    // which is before it has a byte; a new document is an ordinary file from the start.
    #[cfg(unix)]
    if site.existing.is_none() && readers == Readers::AsUsual {
        builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(site.folder()).map_err(SaveProblem::Folder)?;
    if let Some(metadata) = site.existing.filter(|_| readers == Readers::AsUsual) {
        file.as_file().set_permissions(metadata.permissions()).map_err(SaveProblem::Write)?;
    }
    io::copy(bytes, &mut file).map_err(SaveProblem::Write)?;
    file.as_file().sync_all().map_err(SaveProblem::Write)?;
    Ok(Staged::File { file: file.into_temp_path(), target: site.target })
}

/// The file behind a link, or behind a chain of them; `path` itself if it is no link; `None` of a circle. A link to
/// nothing gives the file that it names, so that saving makes it.
fn link_target(path: &Path) -> Option<PathBuf> {
    // As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or_else(|| Path::new("")).join(next),
            Err(_) => return Some(target),
        }
    }
    None
}
