//! The safety net: what is open is kept in a file of the window's own, so that neither a crash nor a power cut takes
//! more than the last second of work, and the next start goes on where this one ended.
//!
//! Windows may be open side by side. Each holds one *slot*: a lock on `session-N.lock`, which the system gives back
//! however the program ends, and with it the right to write `session-N.toml`. That is a document like any other with one
//! table more, so reading it has the same limits, and people can open it.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, SystemTime};

use toml::{Table, Value};

use super::Selection;
use super::app::App;
use super::session::{PinnedUnit, Session, in_stack};
use crate::export;
use crate::files::{self, Stamp};
use crate::net::{Document, Look, Stack};

/// The table that a session has besides what every document has.
const TABLE: &str = "receptive-session";

/// A change is written so many seconds after it was made, with all that came meanwhile.
const DELAY_S: f64 = 1.0;

/// A session that so many starts in a row have begun with, without coming to write it again, is not tried once more.
const MOST_STARTS: u64 = 2;

/// After so many seconds writing is tried again where it did not work.
const RETRY_S: f64 = 30.0;

/// The most files that are put aside of one slot.
const MOST_ASIDE: u32 = 1000;

/// A session as it was left.
#[derive(Clone, Debug)]
pub struct Left {
    pub document: Document,
    /// The document's file.
    pub path: Option<PathBuf>,
    /// There are changes that no file has.
    pub changed: bool,
    /// The document's file as this document was opened from it or saved to it.
    pub stamp: Option<Stamp>,
    /// The place of the selected layer, 1-based; 0 is the input.
    selected: usize,
}

impl Left {
    fn of(session: &Session, changed: bool) -> Self {
        let selected = session.selected_layer().and_then(|id| session.stack().position(id)).map_or(0, |at| at + 1);
        let (document, path, stamp) = (session.document_to_save(), session.path.clone(), session.stamp);
        Self { document, path, changed, stamp, selected }
    }

    pub fn selection(&self) -> Selection {
        let layers = self.document.stack.layers();
        let layer = self.selected.checked_sub(1).and_then(|at| layers.get(at));
        layer.map_or(Selection::Input, |layer| Selection::Layer(layer.id))
    }

    fn write(self, file: &Path) -> Result<(), String> {
        let Self { mut document, path, changed, stamp, selected } = self;
        let mut table = Table::new();
        // A path that is no text cannot be told in one: the document is then kept as one without a file.
        let path_text = path.as_deref().and_then(Path::to_str).map(str::to_owned);
        table.insert("changed".to_owned(), Value::Boolean(changed || path.is_some() != path_text.is_some()));
        table.insert("selected".to_owned(), Value::Integer(selected as i64));
        table.extend(path_text.map(|path| ("path".to_owned(), Value::String(path))));
        let stamp = stamp.map(|stamp| [stamp.length, stamp.written_ns].map(Value::Integer).to_vec());
        table.extend(stamp.map(|stamp| ("file".to_owned(), Value::Array(stamp))));
        document.unknown.insert(TABLE.to_owned(), Value::Table(table));
        let text = export::document::write(&document).map_err(|problem| problem.to_string())?;
        files::save_private(file, text.as_bytes()).map_err(|error| error.to_string())
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
        let stamp = table.get("file").and_then(Value::as_array).and_then(|stamp| match stamp.as_slice() {
            [Value::Integer(length), Value::Integer(written_ns)] => {
                Some(Stamp { length: *length, written_ns: *written_ns })
            }
            _ => None,
        });
        Some(Self { document, path, changed, stamp, selected: selected.unwrap_or(0) })
    }

    /// There is a file of its name, and it is not the one that this was made from.
    fn file_changed(&self) -> bool {
        self.changed && self.path.as_deref().and_then(Stamp::of).is_some_and(|now| self.stamp != Some(now))
    }

    /// The same beside what its file holds by now. Work that is in the file is no change: it was saved, and the program
    /// ended before that was noted. Without changes it is what the file holds now, whoever wrote it; a file that is gone
    /// leaves work that no file has.
    fn beside_its_file(self) -> Self {
        let Some(path) = self.path.as_deref().filter(|_| !self.changed || self.file_changed()) else { return self };
        let plain = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
        match plain.then(|| files::read(path)) {
            Some(Ok(now)) if now.stack.same_as(&self.document.stack) => Self { changed: false, ..self },
            Some(Ok(now)) if !self.changed => Self { document: now, ..self },
            _ => Self { changed: true, ..self },
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
    /// `None` if another window has it; an error if there can be no such file.
    fn lock(folder: &Path, number: u32) -> io::Result<Option<Self>> {
        let place = folder.join(format!("session-{number}.lock"));
        let lock = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(place)?;
        Ok(match lock.try_lock() {
            Err(TryLockError::WouldBlock) => None,
            // Where files cannot be locked, keeping the work of one window is worth more than keeping two apart.
            Ok(()) | Err(TryLockError::Error(_)) => {
                Some(Self { file: folder.join(format!("session-{number}.toml")), lock })
            }
        })
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

    /// Puts what cannot be used out of the way, beside what was put there before, and says where. `None` if it stays in
    /// the way.
    fn put_aside(&self) -> Option<PathBuf> {
        let name = |count: u32| match count {
            1 => self.file.with_extension("broken"),
            _ => self.file.with_extension(format!("{count}.broken")),
        };
        let aside = (1..=MOST_ASIDE).map(name).find(|aside| fs::symlink_metadata(aside).is_err())?;
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
    /// Where a session lies that is not gone on with.
    pub aside: Option<Aside>,
    /// Why no session is kept.
    pub not_kept: Option<String>,
}

/// A session that was put out of the way.
pub enum Aside {
    /// It could not be read.
    Unreadable(PathBuf),
    /// It never came to be shown.
    Stopped(PathBuf),
}

/// The state that was written last, in a form that is compared in every frame.
struct Written {
    stack: Arc<Stack>,
    look: Look,
    pin: Option<PinnedUnit>,
    selection: Selection,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
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
            stamp: session.stamp,
            changed,
        }
    }

    fn is_of(&self, session: &Session, changed: bool) -> bool {
        Arc::ptr_eq(&self.stack, session.stack())
            && self.look == session.document().view.look
            && self.pin == session.pin
            && self.selection == session.selection
            && self.path == session.path
            && self.stamp == session.stamp
            && self.changed == changed
    }
}

/// Keeps the session of this window. The default one keeps nothing.
#[derive(Default)]
pub struct Autosave {
    slot: Option<Slot>,
    written: Option<Written>,
    /// When what is not written is to be, in egui's seconds.
    due_s: Option<f64>,
    /// What a thread writes now, and where it tells what came of it.
    writing: Option<(Written, Receiver<Result<(), String>>)>,
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
        if let Err(error) = fs::create_dir_all(folder) {
            found.not_kept = Some(format!("{}: {error}", folder.display()));
            return (Self { told: true, ..Self::default() }, found);
        }
        let numbers = numbers(folder);
        for &number in &numbers {
            let Ok(Some(mut slot)) = Slot::lock(folder, number) else { continue };
            let left = Left::read(&slot.file);
            let readable = left.is_some();
            let left = left.filter(|_| !restore || slot.starts() < MOST_STARTS);
            let written = fs::metadata(&slot.file).and_then(|metadata| metadata.modified()).ok();
            let rank = match &left {
                Some(left) if left.changed && !restore => continue,
                Some(left) => (left.changed, written.or(Some(SystemTime::UNIX_EPOCH))),
                None => match slot.put_aside() {
                    Some(aside) => {
                        found.aside = Some(if readable { Aside::Stopped(aside) } else { Aside::Unreadable(aside) });
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
        let mut reason = None;
        let fresh = || {
            let taken = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(256);
            let mut unused = (0..taken).filter(|number| !numbers.contains(number));
            let lock = |number| {
                Slot::lock(folder, number).unwrap_or_else(|error| {
                    reason = Some(error);
                    None
                })
            };
            unused.find_map(lock).map(|slot| (slot, None))
        };
        let (slot, left) = best.or_else(fresh).unzip();
        let reason = reason.filter(|_| slot.is_none());
        found.not_kept = reason.map(|error| format!("{}: {error}", folder.display()));
        let mut autosave = Self { slot, told: found.not_kept.is_some(), ..Self::default() };
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
        let now_s = ctx.input(|input| input.time);
        let mut problem = None;
        if let Some((written, receiver)) = self.writing.take() {
            match receiver.try_recv() {
                Ok(Ok(())) => self.written = Some(written),
                Ok(Err(error)) => problem = Some(error),
                Err(TryRecvError::Disconnected) => problem = Some("the thread that writes it has stopped".to_owned()),
                // It wakes the window when it is done.
                Err(TryRecvError::Empty) => {
                    self.writing = Some((written, receiver));
                    return None;
                }
            }
        }
        if problem.is_none() {
            if self.written.as_ref().is_some_and(|written| written.is_of(session, changed)) {
                self.due_s = None;
                return None;
            }
            let due_s = *self.due_s.get_or_insert(now_s + DELAY_S);
            if now_s < due_s {
                // A frame in which it is found to be time; the frames until then ask for the same one.
                ctx.request_repaint_after(Duration::from_secs_f64((due_s - now_s).max(0.1)));
                return None;
            }
            // It was shown, so it can be shown.
            slot.set_starts(0);
            self.due_s = None;
            match write_on_thread(ctx, Left::of(session, changed), slot.file.clone()) {
                Ok(receiver) => self.writing = Some((Written::of(session, changed), receiver)),
                Err(error) => problem = Some(error.to_string()),
            }
        }
        if problem.is_some() {
            // What the file holds now is not known.
            self.written = None;
            self.due_s = Some(now_s + RETRY_S);
            ctx.request_repaint_after(Duration::from_secs_f64(RETRY_S));
        }
        problem
    }

    /// Leaves the session as the next start shall find it. What was `given_up` is not kept.
    fn end(&mut self, session: &Session, changed: bool, given_up: bool) {
        if let Some((written, receiver)) = self.writing.take() {
            self.written = receiver.recv().is_ok_and(|result| result.is_ok()).then_some(written);
        }
        let Some(slot) = &mut self.slot else { return };
        // A window that closes in order was shown, however short.
        slot.set_starts(0);
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

/// Writes a session on a thread, which wakes the window when it is done.
fn write_on_thread(ctx: &egui::Context, left: Left, file: PathBuf) -> io::Result<Receiver<Result<(), String>>> {
    /// Wakes the window also out of a panic. The sender goes before: what is found then is the end of it.
    struct Waker(Option<Sender<Result<(), String>>>, egui::Context);
    impl Drop for Waker {
        fn drop(&mut self) {
            self.0 = None;
            self.1.request_repaint();
        }
    }
    let (sender, receiver) = channel();
    let waker = Waker(Some(sender), ctx.clone());
    std::thread::Builder::new().name("receptive session".to_owned()).spawn(move || {
        let result = left.write(&file);
        if let Some(sender) = &waker.0 {
            // The window may be gone by now; then nobody wants to know.
            let _gone = sender.send(result);
        }
    })?;
    Ok(receiver)
}

impl App {
    /// Goes on with what was found at the start, and says so last: of all that is said the status line keeps that.
    pub(super) fn take_found(&mut self, found: &Found) {
        let aside = found.aside.as_ref().map(|aside| match aside {
            Aside::Unreadable(file) => ("habit-broken", file),
            Aside::Stopped(file) => ("habit-set-aside", file),
        });
        if let Some((key, file)) = aside {
            let file = file.display().to_string();
            let text = self.derived.words(self.saved.lang).with(key, &[("file", file.into())]);
            self.session.complain(text);
        }
        if let Some(reason) = &found.not_kept {
            self.tell_not_kept(Some(reason));
        }
        let Some(left) = &found.left else { return };
        self.session.selection = in_stack(left.selection(), self.session.stack());
        if left.changed {
            self.session.history.mark_unsaved();
            self.session.stamp = left.stamp;
        }
        self.session.file_changed = left.file_changed();
        if let Some(file) = self.session.file_name().filter(|_| self.session.file_changed) {
            let text = self.derived.words(self.saved.lang).with("habit-file-changed", &[("file", file.into())]);
            self.session.complain(text);
        }
        let said = self.derived.words(self.saved.lang).get("habit-restored").to_owned();
        self.session.say(said);
    }

    /// Says that the session is not kept; without a reason, for want of a folder.
    pub(super) fn tell_not_kept(&mut self, reason: Option<&str>) {
        let words = self.derived.words(self.saved.lang);
        let reason = reason.unwrap_or_else(|| words.get("habit-no-folder")).to_owned();
        let text = words.with("habit-not-kept", &[("reason", reason.into())]);
        self.session.complain(text);
    }

    /// Keeps the session, at the end of a frame.
    pub(super) fn autosave(&mut self, ctx: &egui::Context) {
        let changed = self.is_dirty();
        let mut autosave = std::mem::take(&mut self.session.autosave);
        let problem = autosave.tick(ctx, &self.session, changed);
        if let Some(problem) = problem.filter(|_| !std::mem::replace(&mut autosave.told, true)) {
            self.tell_not_kept(Some(&problem));
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
