//! Work that may take its time: file dialogs, reading, writing, encoding. It runs on a named thread and sends what came
//! of it; the frame looks into the channel and never waits.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::dialog::Purpose;
use crate::export::document::SaveProblem;
use crate::export::picture::PictureError;
use crate::import::document::FileProblem;
use crate::net::{Document, Stack};

/// A dialog that ends sooner than this was not closed by a person: there is none.
const TOO_SOON: Duration = Duration::from_millis(250);

/// The most files that are listed of a folder.
const MOST_LISTED: usize = 500;

/// What came of a job.
pub enum Done {
    /// A file was chosen, or none.
    Picked { purpose: Purpose, path: Option<PathBuf>, no_dialog: bool },
    /// A file was read.
    Read { path: PathBuf, document: Result<Box<Document>, FileProblem> },
    /// A file was written. `stack` is what a document's file holds now.
    Written { purpose: Purpose, path: PathBuf, stack: Option<Arc<Stack>>, result: Result<(), WriteProblem> },
    /// The window was photographed.
    Screen { path: PathBuf, image: Arc<egui::ColorImage> },
    /// A folder was listed, folders first. Empty if it cannot be read.
    Listed { folder: PathBuf, entries: Vec<Listed> },
}

/// Why a file was not written.
#[derive(Debug)]
pub enum WriteProblem {
    Save(SaveProblem),
    Picture(PictureError),
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
pub struct Jobs {
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    /// The ones that write files.
    writing: Vec<JoinHandle<()>>,
    /// A dialog of the system is open.
    picking: bool,
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, writing: Vec::new(), picking: false }
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

    /// Shows a dialog of the system, unless one is open already.
    pub fn start_picking(&mut self, ctx: &egui::Context, dialog: rfd::FileDialog, purpose: Purpose) {
        if !std::mem::replace(&mut self.picking, true) {
            self.start(ctx, move || pick(dialog, purpose));
        }
    }

    fn spawn(&self, ctx: &egui::Context, work: impl FnOnce() -> Done + Send + 'static) -> Option<JoinHandle<()>> {
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let thread = std::thread::Builder::new().name("receptive files".to_owned());
        let started = thread.spawn(move || {
            // The window may be gone by now; then nobody wants to know.
            let _gone = sender.send(work());
            ctx.request_repaint();
        });
        started.ok()
    }

    /// What can send a result from outside, such as a screenshot's callback.
    pub fn sender(&self) -> Sender<Done> {
        self.sender.clone()
    }

    /// The next result, if there is one.
    pub fn next(&mut self) -> Option<Done> {
        let done = self.receiver.try_recv().ok()?;
        if matches!(done, Done::Picked { .. }) {
            self.picking = false;
        }
        Some(done)
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
/// time that it took tells apart.
fn pick(dialog: rfd::FileDialog, purpose: Purpose) -> Done {
    let asked = Instant::now();
    let path = if purpose.is_open() { dialog.pick_file() } else { dialog.save_file() };
    let no_dialog = path.is_none() && asked.elapsed() < TOO_SOON;
    Done::Picked { purpose, path, no_dialog }
}

/// Reads a document.
pub fn read(path: PathBuf) -> Done {
    let document = crate::import::document::read_file(&path);
    Done::Read { path, document: document.map(Box::new).map_err(|error| error.problem) }
}

/// Writes a document.
pub fn write(purpose: Purpose, path: PathBuf, document: &Document, stack: Arc<Stack>) -> Done {
    let text = crate::export::document::write(document);
    let result = save(&path, text.as_bytes());
    Done::Written { purpose, path, stack: Some(stack), result }
}

/// Writes a picture of the window.
pub fn write_screen(path: PathBuf, image: &egui::ColorImage) -> Done {
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
    let result = encoded.map_err(WriteProblem::Screen).and_then(|()| save(&path, bytes.get_ref()));
    Done::Written { purpose: Purpose::WindowPicture, path, stack: None, result }
}

/// Writes bytes so that the file is whole or not there.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), WriteProblem> {
    crate::export::document::save(path, bytes).map_err(|error| WriteProblem::Save(error.problem))
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
