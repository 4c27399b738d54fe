//! The safety net: what is open is kept in a file of the window's own, so that neither a crash nor a power cut takes
//! more than the last second of work, and the next start goes on where this one ended.
//!
//! Windows may be open side by side. Each holds one *slot*: a lock on `session-N.lock`, which the system gives back
//! however the program ends, and with it the right to write `session-N.toml`. That is a document like any other with one
//! table more, so reading it has the same limits, and people can open it.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use toml::{Table, Value};

use super::Selection;
use super::app::App;
use super::session::{PinnedUnit, Said, Session, in_stack};
use crate::export;
use crate::files;
use crate::net::{Document, Look, Stack};

/// The table that a session has besides what every document has.
const TABLE: &str = "receptive-session";

/// A change is written so many seconds after it was made, with all that came meanwhile.
const DELAY_S: f64 = 1.0;

/// A session that so many starts in a row have begun with, without coming to write it again, is not tried once more.
const MOST_STARTS: u64 = 2;

/// A session as it was left.
#[derive(Clone, Debug)]
pub struct Left {
    pub document: Document,
    /// The document's file.
    pub path: Option<PathBuf>,
    /// There are changes that no file has.
    pub changed: bool,
    /// The place of the selected layer, 1-based; 0 is the input.
    selected: usize,
}

impl Left {
    fn of(session: &Session, changed: bool) -> Self {
        let selected = session.selected_layer().and_then(|id| session.stack().position(id)).map_or(0, |at| at + 1);
        Self { document: session.document_to_save(), path: session.path.clone(), changed, selected }
    }

    pub fn selection(&self) -> Selection {
        let layers = self.document.stack.layers();
        let layer = self.selected.checked_sub(1).and_then(|at| layers.get(at));
        layer.map_or(Selection::Input, |layer| Selection::Layer(layer.id))
    }

    fn write(self, file: &Path) -> Result<(), String> {
        let Self { mut document, path, changed, selected } = self;
        let mut table = Table::new();
        // A path that is no text cannot be told in one: the document is then kept as one without a file.
        let path_text = path.as_deref().and_then(Path::to_str).map(str::to_owned);
        table.insert("changed".to_owned(), Value::Boolean(changed || path.is_some() != path_text.is_some()));
        table.insert("selected".to_owned(), Value::Integer(selected as i64));
        table.extend(path_text.map(|path| ("path".to_owned(), Value::String(path))));
        document.unknown.insert(TABLE.to_owned(), Value::Table(table));
        let text = export::document::write(&document).map_err(|problem| problem.to_string())?;
        files::save(file, text.as_bytes()).map_err(|error| error.to_string())
    }

    /// `None` of anything that is no session.
    fn read(file: &Path) -> Option<Self> {
        // What is no plain file, such as a pipe, may never end.
        fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
        let mut document = files::read(file).ok()?;
        let Some(Value::Table(table)) = document.unknown.remove(TABLE) else { return None };
        let changed = table.get("changed").and_then(Value::as_bool)?;
        let path = table.get("path").and_then(Value::as_str).map(PathBuf::from);
        let selected = table.get("selected").and_then(Value::as_integer).and_then(|at| usize::try_from(at).ok());
        Some(Self { document, path, changed, selected: selected.unwrap_or(0) })
    }

    /// The same, if somebody changed the file since, with what is in the file now. A file that is gone leaves work
    /// that no file has.
    fn beside_its_file(self) -> Self {
        let Some(path) = self.path.as_deref().filter(|_| !self.changed) else { return self };
        let plain = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
        match plain.then(|| files::read(path)) {
            Some(Ok(now)) if now.stack.same_as(&self.document.stack) => self,
            Some(Ok(now)) => Self { document: now, ..self },
            Some(Err(_)) | None => Self { changed: true, ..self },
        }
    }
}

/// A place for one session, and the lock on it.
struct Slot {
    file: PathBuf,
    /// Says how often the session was begun with since it was written last; empty for never.
    lock: File,
}

impl Slot {
    /// `None` if another window has it, or if there can be no such file.
    fn lock(folder: &Path, number: u32) -> Option<Self> {
        let place = folder.join(format!("session-{number}.lock"));
        let lock = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(place).ok()?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => None,
            // Where files cannot be locked, keeping the work of one window is worth more than keeping two apart.
            Ok(()) | Err(TryLockError::Error(_)) => {
                Some(Self { file: folder.join(format!("session-{number}.toml")), lock })
            }
        }
    }

    fn starts(&mut self) -> u64 {
        let mut text = String::new();
        let read = self.lock.rewind().and_then(|()| (&self.lock).take(20).read_to_string(&mut text));
        read.ok().and_then(|_| text.trim().parse().ok()).unwrap_or(0)
    }

    fn set_starts(&mut self, starts: u64) {
        let text = if starts == 0 { String::new() } else { starts.to_string() };
        // Without the note a session that cannot be shown is only tried more often.
        let _untold =
            self.lock.rewind().and_then(|()| self.lock.set_len(0)).and_then(|()| self.lock.write_all(text.as_bytes()));
    }

    /// Puts what cannot be used out of the way, and says where. `None` if it stays in the way.
    fn put_aside(&self) -> Option<PathBuf> {
        let aside = self.file.with_extension("broken");
        fs::rename(&self.file, &aside).ok().map(|()| aside)
    }
}

/// The numbers of the sessions that there are.
fn numbers(folder: &Path) -> Vec<u32> {
    let number = |name: &OsStr| name.to_str()?.strip_prefix("session-")?.strip_suffix(".toml")?.parse().ok();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut numbers: Vec<u32> = entries.filter_map(|entry| number(&entry.file_name())).collect();
    numbers.sort_unstable();
    numbers
}

/// What was found at the start.
#[derive(Default)]
pub struct Found {
    /// The session to go on with.
    pub left: Option<Left>,
    /// Where a session lies that could not be read, or never came to be shown.
    pub aside: Option<PathBuf>,
}

/// The state that was written last, in a form that is compared in every frame.
struct Written {
    stack: Arc<Stack>,
    look: Look,
    pin: Option<PinnedUnit>,
    selection: Selection,
    path: Option<PathBuf>,
    changed: bool,
}

impl Written {
    fn of(session: &Session, changed: bool) -> Self {
        Self {
            stack: Arc::clone(session.stack()),
            look: session.document().view.look,
            pin: session.pin.clone(),
            selection: session.selection,
            path: session.path.clone(),
            changed,
        }
    }

    fn is_of(&self, session: &Session, changed: bool) -> bool {
        Arc::ptr_eq(&self.stack, session.stack())
            && self.look == session.document().view.look
            && self.pin == session.pin
            && self.selection == session.selection
            && self.path == session.path
            && self.changed == changed
    }
}

/// Keeps the session of this window. The default one keeps nothing.
#[derive(Default)]
pub struct Autosave {
    slot: Option<Slot>,
    written: Option<Written>,
    /// When the first change was seen that is not written, in egui's seconds.
    since_s: Option<f64>,
    writing: Option<JoinHandle<Result<(), String>>>,
    /// That it does not work was said: once is enough.
    told: bool,
}

impl Autosave {
    /// Takes a slot in this folder. With `restore`, one whose session is to be gone on with: of those that no window has,
    /// one with unsaved work, the newest first. Otherwise one that holds no unsaved work.
    pub fn begin(folder: &Path, restore: bool) -> (Self, Found) {
        let mut found = Found::default();
        let mut best: Option<(Slot, Option<Left>)> = None;
        let mut best_rank = None;
        let numbers = if fs::create_dir_all(folder).is_ok() { numbers(folder) } else { Vec::new() };
        for &number in &numbers {
            let Some(mut slot) = Slot::lock(folder, number) else { continue };
            let left = Left::read(&slot.file).filter(|_| !restore || slot.starts() < MOST_STARTS);
            let written = fs::metadata(&slot.file).and_then(|metadata| metadata.modified()).ok();
            let rank = match &left {
                Some(left) if left.changed && !restore => continue,
                Some(left) => (left.changed, written.or(Some(SystemTime::UNIX_EPOCH))),
                None => match slot.put_aside() {
                    Some(aside) => {
                        found.aside = Some(aside);
                        (false, None)
                    }
                    None => continue,
                },
            };
            if best_rank.is_none_or(|best| rank > best) {
                best_rank = Some(rank);
                best = Some((slot, left));
            }
        }
        let fresh = || {
            let taken = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(256);
            let mut unused = (0..taken).filter(|number| !numbers.contains(number));
            unused.find_map(|number| Slot::lock(folder, number)).map(|slot| (slot, None))
        };
        let (slot, left) = best.or_else(fresh).unzip();
        let mut autosave = Self { slot, ..Self::default() };
        if let (true, Some(left), Some(slot)) = (restore, left.flatten(), &mut autosave.slot) {
            let starts = slot.starts();
            slot.set_starts(starts + 1);
            found.left = Some(left.beside_its_file());
        }
        (autosave, found)
    }

    /// Writes what has changed when it is time to, on a thread, and gives what went wrong with it.
    fn tick(&mut self, ctx: &egui::Context, session: &Session, changed: bool) -> Option<String> {
        let slot = self.slot.as_mut()?;
        let problem =
            self.writing.take_if(|writing| writing.is_finished()).and_then(|writing| writing.join().ok()?.err());
        if self.written.as_ref().is_some_and(|written| written.is_of(session, changed)) {
            self.since_s = None;
            return problem;
        }
        let now_s = ctx.input(|input| input.time);
        let wait_s = *self.since_s.get_or_insert(now_s) + DELAY_S - now_s;
        if wait_s > 0.0 || self.writing.is_some() {
            // A frame in which it is found to be time; the frames until then ask for the same one.
            ctx.request_repaint_after(Duration::from_secs_f64(wait_s.max(0.1)));
            return problem;
        }
        // It was shown, so it can be shown.
        slot.set_starts(0);
        self.since_s = None;
        self.written = Some(Written::of(session, changed));
        let (left, file, waker) = (Left::of(session, changed), slot.file.clone(), ctx.clone());
        let thread = std::thread::Builder::new().name("receptive session".to_owned());
        let started = thread.spawn(move || {
            let result = left.write(&file);
            if result.is_err() {
                waker.request_repaint();
            }
            result
        });
        self.writing = started.ok();
        problem
    }

    /// Leaves the session as the next start shall find it. What was `given_up` is not kept.
    fn end(&mut self, session: &Session, changed: bool, given_up: bool) {
        if let Some(writing) = self.writing.take() {
            let _told_before = writing.join();
        }
        let Some(slot) = &self.slot else { return };
        // The window is closing: there is nobody to tell.
        let _lost = match (given_up, &session.path) {
            (true, None) => fs::remove_file(&slot.file).map_err(|error| error.to_string()),
            // Its file is read then.
            (true, Some(_)) => Left::of(session, false).write(&slot.file),
            (false, _) if self.written.as_ref().is_some_and(|written| written.is_of(session, changed)) => Ok(()),
            (false, _) => Left::of(session, changed).write(&slot.file),
        };
    }
}

impl App {
    /// Goes on with what was found at the start, and says so.
    pub(super) fn take_found(&mut self, left: Option<&Left>, aside: Option<&Path>) {
        if let Some(left) = left {
            self.session.selection = in_stack(left.selection(), self.session.stack());
            if left.changed {
                self.session.history.mark_unsaved();
            }
            let said = self.derived.words(self.saved.lang).get("habit-restored").to_owned();
            self.session.say(said);
        }
        if let Some(aside) = aside {
            let file = aside.display().to_string();
            let text = self.derived.words(self.saved.lang).with("habit-broken", &[("file", file.into())]);
            self.session.said = Some(Said { text, is_error: true });
        }
    }

    /// Keeps the session, at the end of a frame.
    pub(super) fn autosave(&mut self, ctx: &egui::Context) {
        let changed = self.is_dirty();
        let mut autosave = std::mem::take(&mut self.session.autosave);
        let problem = autosave.tick(ctx, &self.session, changed);
        if let Some(problem) = problem.filter(|_| !std::mem::replace(&mut autosave.told, true)) {
            let text = self.derived.words(self.saved.lang).with("habit-not-kept", &[("reason", problem.into())]);
            self.session.said = Some(Said { text, is_error: true });
            ctx.request_repaint();
        }
        self.session.autosave = autosave;
    }

    /// Leaves the session to the next start, when the window has closed.
    pub(super) fn leave(&mut self) {
        let changed = self.is_dirty();
        let given_up = changed && self.session.may_close;
        let mut autosave = std::mem::take(&mut self.session.autosave);
        autosave.end(&self.session, changed, given_up);
        self.session.autosave = autosave;
    }
}
