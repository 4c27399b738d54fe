//! How a document names the files of its values: beside it without a folder, elsewhere by the way from its folder, with
//! `/` between folders on every system.

use std::path::{Component, Path, PathBuf};

use super::Use;
use crate::net::{Bias, Edit, Kernel, Parameters, Source, Stack};

/// The file that a name means in a document of this folder; of a document without a file, in the working folder.
pub fn path_of(name: &str, folder: Option<&Path>) -> PathBuf {
    let path = Path::new(name);
    let whole = folder.map_or_else(|| path.to_owned(), |folder| folder.join(path));
    let whole = std::path::absolute(&whole).unwrap_or(whole);
    // `a/../b` is `b`: one file has one path here.
    let mut plain = PathBuf::new();
    for part in whole.components() {
        if part == Component::ParentDir && plain.file_name().is_some() {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

/// The name of a file in a document of this folder. A document without a file names whole paths. `None` of a path that
/// is no text.
pub fn name_of(path: &Path, folder: Option<&Path>) -> Option<String> {
    let whole = || path.to_str().map(str::to_owned);
    let Some(folder) = folder else { return whole() };
    let folder = path_of("", Some(folder));
    let (from, to): (Vec<_>, Vec<_>) = (folder.components().collect(), path.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // Two files that share nothing but the root are not moved together.
    let together = from[..shared].iter().any(|part| matches!(part, Component::Normal(_))) || shared == from.len();
    if !together {
        return whole();
    }
    let up = std::iter::repeat_n(Some(".."), from.len() - shared);
    let down = to[shared..].iter().map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    parts.map(|parts| parts.join("/")).filter(|name| !name.is_empty())
}

/// Every file that a stack names and what it is for, the image's first.
pub fn named(stack: &Stack) -> Vec<(Use, String)> {
    let mut named = Vec::new();
    match &stack.source {
        Source::Picture { path, .. } => named.push((Use::Picture, path.clone())),
        Source::Array { path } => named.push((Use::Array, path.clone())),
        _ => {}
    }
    for layer in stack.layers() {
        let Parameters { kernel, filters, bias } = &layer.parameters;
        let of_filters = filters.iter().map(|(filter, kernel)| (Some(*filter), kernel));
        for (filter, kernel) in kernel.iter().map(|kernel| (None, kernel)).chain(of_filters) {
            if let Kernel::Array { path } = kernel {
                named.push((Use::Kernel(layer.id, filter), path.clone()));
            }
        }
        if let Bias::Array { path } = bias {
            named.push((Use::Bias(layer.id), path.clone()));
        }
    }
    named
}

/// The same stack as a document of another folder names its files; `None` if nothing changes.
pub fn moved(stack: &Stack, from: Option<&Path>, to: Option<&Path>) -> Option<Stack> {
    let named = named(stack);
    let renamed = |name: &String| name_of(&path_of(name, from), to).unwrap_or_else(|| name.clone());
    if named.iter().all(|(_, name)| renamed(name) == *name) {
        return None;
    }
    let mut stack = stack.clone();
    for (what, name) in &named {
        give(&mut stack, what, renamed(name));
    }
    Some(stack)
}

/// Gives a file's place another name.
fn give(stack: &mut Stack, what: &Use, path: String) {
    let edit = match what {
        Use::Picture | Use::Array | Use::Dropped => Some(Edit::SetSource(match &stack.source {
            Source::Picture { fit, .. } => Source::Picture { path, fit: *fit },
            _ => Source::Array { path },
        })),
        Use::Kernel(id, filter) => super::edit_of(stack, *id, |parameters| {
            let mut parameters = parameters.clone();
            match filter {
                Some(filter) => drop(parameters.filters.insert(*filter, Kernel::Array { path })),
                None => parameters.kernel = Some(Kernel::Array { path }),
            }
            parameters
        }),
        Use::Bias(id) => {
            super::edit_of(stack, *id, |before| Parameters { bias: Bias::Array { path }, ..before.clone() })
        }
    };
    edit.and_then(|edit| edit.apply(stack));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str, folder: Option<&str>) -> String {
        name_of(Path::new(path), folder.map(Path::new)).expect("a text")
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_named_from_the_document_and_found_by_its_name() {
        for (path, folder, expected) in [
            ("/a/b/cat.png", Some("/a/b"), "cat.png"),
            ("/a/b/c/cat.png", Some("/a/b"), "c/cat.png"),
            ("/a/cat.png", Some("/a/b"), "../cat.png"),
            ("/a/c/cat.png", Some("/a/b"), "../c/cat.png"),
            ("/x/cat.png", Some("/a/b"), "/x/cat.png"),
            ("/x/cat.png", Some("/"), "x/cat.png"),
            ("/a/b/cat.png", None, "/a/b/cat.png"),
        ] {
            let name = name(path, folder);
            assert_eq!(name, expected, "{path} in {folder:?}");
            assert_eq!(path_of(&name, folder.map(Path::new)), Path::new(path), "{name} in {folder:?}");
        }
    }
}
