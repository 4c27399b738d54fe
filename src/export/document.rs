//! Documents as bytes, and bytes as files that are either the old ones or the new ones, never half of each.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::net::{Document, Layout, Pin};

/// The version of the format that is written, which is the one that [`crate::import::document`] reads.
const VERSION: u32 = 1;

/// The document as `*.receptive.toml`; [`crate::import::document::read`] reads it back.
///
/// Layers are one per line, so that a change of one layer is a change of one line. Keys that were not known when the
/// document was read follow after those that are.
pub fn write(document: &Document) -> String {
    let Document { stack, view, unknown } = document;
    let mut text = format!("version = {VERSION}\ninput = {}\n", quoted(&stack.input.to_string()));
    if stack.layers().is_empty() {
        text.push_str("layers = []\n");
    } else {
        text.push_str("layers = [\n");
        for layer in stack.layers() {
            let _ = writeln!(text, "  {},", quoted(&layer.to_string()));
        }
        text.push_str("]\n");
    }

    let unknown_view = unknown.get("view").and_then(Value::as_table);
    // What is no table must come before the first table head, or it would belong to that table.
    let (mut tables, values): (Table, Table) =
        unknown.iter().filter(|(key, _)| *key != "view").map(|(k, v)| (k.clone(), v.clone())).partition(is_table);
    push_toml(&mut text, &values);

    let mut lines = String::new();
    if view.layout != Layout::default() {
        let _ = writeln!(lines, "layout = {}", quoted(view.layout.word()));
    }
    if let Some(Pin { layer, unit }) = &view.pin {
        let _ = writeln!(lines, "pin = {{ layer = {}, unit = {unit:?} }}", quoted(layer));
    }
    let (view_tables, view_values): (Table, Table) =
        unknown_view.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).partition(is_table);
    push_toml(&mut lines, &view_values);
    if !lines.is_empty() {
        let _ = write!(text, "\n[view]\n{lines}");
    }
    // Tables inside [view] carry its name in their heads.
    if !view_tables.is_empty() {
        tables.insert("view".to_owned(), Value::Table(view_tables));
    }
    if !tables.is_empty() {
        text.push('\n');
        push_toml(&mut text, &tables);
    }
    text
}

/// A text as TOML writes it. Layers with names hold quotation marks; TOML then takes the other kind.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn is_table((_, value): &(String, Value)) -> bool {
    match value {
        Value::Table(_) => true,
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_table),
        _ => false,
    }
}

fn push_toml(text: &mut String, table: &Table) {
    // What was read as TOML can be written as TOML.
    if let Ok(written) = toml::to_string(table) {
        text.push_str(&written);
    }
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
}

/// Saves a file in one step: the bytes go to a new file beside it, which then takes its name. Whatever happens
/// meanwhile, `path` holds the old bytes or the new ones.
///
/// A link stays a link and its target is replaced; an existing file keeps its permissions. What is no file, such as
/// `/dev/stdout`, is simply written to.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    write_to(path, bytes).map_err(|problem| SaveError { path: path.to_owned(), problem })
}

fn write_to(path: &Path, bytes: &[u8]) -> Result<(), SaveProblem> {
    let target = link_target(path).ok_or(SaveProblem::Circle)?;
    let existing = fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(SaveProblem::IsFolder);
    }
    if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        let mut device = OpenOptions::new().write(true).open(&target).map_err(SaveProblem::Write)?;
        return device.write_all(bytes).map_err(SaveProblem::Write);
    }
    if existing.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
        return Err(SaveProblem::ReadOnlyFile);
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(SaveProblem::NoFolder);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".receptive-").suffix(".part");
    // A temporary file is for its owner alone unless told otherwise; a document is an ordinary file.
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(SaveProblem::Folder)?;
    file.write_all(bytes).map_err(SaveProblem::Write)?;
    if let Some(metadata) = existing {
        file.as_file().set_permissions(metadata.permissions()).map_err(SaveProblem::Write)?;
    }
    file.as_file().sync_all().map_err(SaveProblem::Write)?;
    file.persist(&target).map_err(|error| SaveProblem::Write(error.error))?;
    Ok(())
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
