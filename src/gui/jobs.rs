//! Work that may take its time: file dialogs, reading, writing, encoding. It runs on a named thread and sends what came
//! of it; the frame looks into the channel and never waits.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::dialog::Purpose;
use super::picture::Clipped;
use super::source::Use;
use super::source::files::Held;
use crate::export::animation::{AnimationError, Written};
use crate::export::onnx::{self, Unwritable};
use crate::export::picture::PictureError;
use crate::files::{self, FileProblem, SaveProblem};
use crate::import::document::{MAX_BYTES, Opened};
use crate::net::{Document, Stack};

/// A dialog that ends sooner than this was hardly closed by a person: there is none.
const TOO_SOON: Duration = Duration::from_millis(250);

/// The most files that are listed of a folder.
const MOST_LISTED: usize = 500;

/// What came of a job.
pub enum Done {
    /// A file was chosen, or none; `no_dialog` if there probably was nothing to choose it with.
    Picked { purpose: Purpose, path: Option<PathBuf>, no_dialog: bool },
    /// A file was read.
    Read { path: PathBuf, opened: Result<Box<Opened>, FileProblem> },
    /// A file was not written, because there is one of this name and nobody said that it may be replaced.
    Exists { purpose: Purpose, path: PathBuf },
    /// A file was written.
    Written { purpose: Purpose, path: PathBuf, content: Content, result: Result<(), WriteProblem> },
    /// A picture was drawn for the clipboard.
    Clipped(Result<Clipped, PictureError>),
    /// The window was photographed.
    Screen { target: Target, image: Arc<egui::ColorImage> },
    /// Files of values were read: one to be used for that, or those that the document names.
    Values { what: Option<Use>, files: Vec<(PathBuf, Held)> },
    /// A folder was listed, folders first. Empty if it cannot be read.
    Listed { folder: PathBuf, entries: Vec<Listed> },
}

/// A file to be written.
#[derive(Clone, Debug)]
pub struct Target {
    pub purpose: Purpose,
    pub path: PathBuf,
    /// It may take the place of a file of this name.
    pub replace: bool,
}

/// What a written file holds.
#[derive(Debug)]
pub enum Content {
    /// A document with this stack. `had_comments` if the file had comments before, which documents do not keep.
    Document {
        stack: Arc<Stack>,
        had_comments: bool,
    },
    Picture,
    /// The network for other programs.
    Onnx,
    /// So many pictures, each in a file of its own.
    Pictures(usize),
    /// A file that moves, or the frames of which `first` is the first one.
    Animation {
        first: PathBuf,
        written: Written,
    },
}

/// Why a file was not written.
#[derive(Debug)]
pub enum WriteProblem {
    Save(SaveProblem),
    Picture(PictureError),
    Animation(AnimationError),
    /// A layer that cannot be said there.
    Onnx(Unwritable),
    /// The picture of the window could not be made.
    Screen(String),
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    pub is_file: bool,
    pub name: String,
}

/// The running jobs and the channel that they answer on.
///
/// Every answer comes with the number of the document that was open when it was asked for: what was asked about one
/// document must not happen to the next.
pub struct Jobs {
    sender: Sender<(u64, Done)>,
    receiver: Receiver<(u64, Done)>,
    document: u64,
    /// The ones that write files.
    writing: Vec<JoinHandle<()>>,
    /// A dialog of the system that is to be opened.
    asked: Option<(rfd::FileDialog, Purpose)>,
    /// A dialog of the system is open.
    picking: bool,
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, document: 0, writing: Vec::new(), asked: None, picking: false }
    }
}

impl Jobs {
    /// Runs `work` on a thread of its own. The program may end before it is done.
    pub fn start(&mut self, ctx: &egui::Context, work: impl FnOnce() -> Done + Send + 'static) {
        // A thread that nobody waits for.
        drop(self.spawn(ctx, work));
    }

    /// Runs `work`, which writes a file, on a thread of its own. The program ends when it is done.
    pub fn start_writing(&mut self, ctx: &egui::Context, work: impl FnOnce() -> Done + Send + 'static) {
        self.writing.retain(|thread| !thread.is_finished());
        let thread = self.spawn(ctx, work);
        self.writing.extend(thread);
    }

    /// Asks for a file with a dialog of the system, unless one is open already. It opens when the window is at hand.
    pub fn ask(&mut self, dialog: rfd::FileDialog, purpose: Purpose) {
        if !self.picking {
            self.asked = Some((dialog, purpose));
        }
    }

    /// Opens the dialog that was asked for, before the window that it belongs to.
    pub fn show_asked(&mut self, ctx: &egui::Context, window: &eframe::Frame) {
        if let Some((dialog, purpose)) = self.asked.take() {
            self.picking = true;
            let dialog = dialog.set_parent(window);
            self.start(ctx, move || pick(dialog, purpose));
        }
    }

    /// Another document is open from now on.
    pub fn document_changed(&mut self) {
        self.document += 1;
        self.asked = None;
    }

    fn spawn(&self, ctx: &egui::Context, work: impl FnOnce() -> Done + Send + 'static) -> Option<JoinHandle<()>> {
        let (answer, ctx) = (self.answerer(), ctx.clone());
        let thread = std::thread::Builder::new().name("receptive files".to_owned());
        let started = thread.spawn(move || {
            answer(work());
            ctx.request_repaint();
        });
        started.ok()
    }

    /// What sends a result from a thread, or from a screenshot's callback.
    pub fn answerer(&self) -> impl Fn(Done) + Send + Sync + 'static {
        let (sender, document) = (self.sender.clone(), self.document);
        move |done| {
            // The window may be gone by now; then nobody wants to know.
            let _gone = sender.send((document, done));
        }
    }

    /// The next result, if there is one, and whether it is about the document that is open now.
    pub fn next(&mut self) -> Option<(Done, bool)> {
        let (document, done) = self.receiver.try_recv().ok()?;
        if matches!(done, Done::Picked { .. }) {
            self.picking = false;
        }
        Some((done, document == self.document))
    }

    /// Waits until every file is written: a window that closes must not lose one.
    pub fn finish(&mut self) {
        for thread in self.writing.drain(..) {
            // A job that panicked has told so already.
            let _panicked = thread.join();
        }
    }
}

/// The file dialog of the system. `None` both of a cancelled dialog and of a system without dialogs, which only the
/// time that it took tells apart. Somebody may have been that quick: nothing is concluded for the next time.
fn pick(dialog: rfd::FileDialog, purpose: Purpose) -> Done {
    let asked = Instant::now();
    let path = if purpose.is_open() { dialog.pick_file() } else { dialog.save_file() };
    let no_dialog = path.is_none() && asked.elapsed() < TOO_SOON;
    Done::Picked { purpose, path, no_dialog }
}

/// Reads a document.
pub fn read(path: PathBuf) -> Done {
    let opened = files::open(&path).map(Box::new).map_err(|error| error.problem);
    Done::Read { path, opened }
}

/// Writes a document.
pub fn write_document(target: Target, document: &Document, stack: Arc<Stack>) -> Done {
    let had_comments = has_comments(&target.path);
    write(target, Content::Document { stack, had_comments }, |path| {
        files::save_document(path, document).map_err(|error| WriteProblem::Save(error.problem))
    })
}

/// True of a file with a line that is a comment.
fn has_comments(path: &Path) -> bool {
    let Ok(file) = std::fs::File::open(path) else { return false };
    let lines = BufReader::new(file.take(MAX_BYTES)).lines().map_while(Result::ok);
    lines.into_iter().any(|line| line.trim_start().starts_with('#'))
}

/// Writes a file, unless that would replace another one unasked.
pub fn write(target: Target, content: Content, save: impl FnOnce(&Path) -> Result<(), WriteProblem>) -> Done {
    let Target { purpose, path, replace } = target;
    if !replace && path.is_file() {
        return Done::Exists { purpose, path };
    }
    let result = save(&path);
    Done::Written { purpose, path, content, result }
}

/// Writes the network as ONNX.
pub fn write_onnx(target: Target, stack: &Stack) -> Done {
    write(target, Content::Onnx, |path| save(path, &onnx::write(stack).map_err(WriteProblem::Onnx)?))
}

/// Writes a picture of the window.
pub fn write_screen(target: Target, image: &egui::ColorImage) -> Done {
    write(target, Content::Picture, |path| save(path, &png_of(image)?))
}

fn png_of(image: &egui::ColorImage) -> Result<Vec<u8>, WriteProblem> {
    let [width, height] = image.size;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
    let picture = u32::try_from(width)
        .ok()
        .zip(u32::try_from(height).ok())
        .and_then(|(width, height)| image::RgbImage::from_raw(width, height, pixels));
    let mut bytes = std::io::Cursor::new(Vec::new());
    let encoded = match picture {
        Some(picture) => picture.write_to(&mut bytes, image::ImageFormat::Png).map_err(|error| error.to_string()),
        None => Err(format!("{width}×{height}")),
    };
    encoded.map(|()| bytes.into_inner()).map_err(WriteProblem::Screen)
}

/// Writes bytes so that the file is whole or not there.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), WriteProblem> {
    files::save(path, bytes).map_err(|error| WriteProblem::Save(error.problem))
}

/// Lists a folder for the dialog that asks for a path.
pub fn list(folder: PathBuf) -> Done {
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut entries: Vec<Listed> = entries
        .map(|entry| Listed { is_file: !entry.path().is_dir(), name: entry.file_name().to_string_lossy().into_owned() })
        .filter(|entry| !entry.name.starts_with('.'))
        .collect();
    entries.sort_unstable();
    entries.truncate(MOST_LISTED);
    Done::Listed { folder, entries }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_about_one_document_does_not_happen_to_the_next() {
        let ctx = egui::Context::default();
        let mut jobs = Jobs::default();
        for changed in [false, true] {
            jobs.start_writing(&ctx, || Done::Exists { purpose: Purpose::WindowPicture, path: PathBuf::new() });
            if changed {
                jobs.document_changed();
            }
            jobs.finish();
            let (_, current) = jobs.next().expect("the job is done");
            assert_eq!(current, !changed);
        }
    }
}
