//! A reader that never answers stops the search: a thread beside it writes down the input and ends the process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often is looked.
const PAUSE: Duration = Duration::from_millis(100);

/// A busy machine is slow with any input, so what counts is the time of the processor. A reader that waits for something
/// uses none: so many times as long by the clock is too long as well.
const BY_THE_CLOCK: u32 = 10;

/// How long the processor worked for a thread, where the system tells it: of this thread, `thread-self`.
pub fn processor_time(thread: &str) -> Option<Duration> {
    let told = fs::read_to_string(format!("/proc/{thread}/schedstat")).ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The input that is being tried.
struct Tried {
    name: String,
    input: Arc<[u8]>,
    /// The thread that tries it, as the system names it.
    thread: Option<String>,
    began: Instant,
    processor: Option<Duration>,
}

impl Tried {
    fn takes_longer_than(&self, limit: Duration) -> bool {
        let spent = self.began.elapsed();
        if spent <= limit || spent > limit * BY_THE_CLOCK {
            return spent > limit;
        }
        let worked = || processor_time(self.thread.as_deref()?)?.checked_sub(self.processor?);
        worked().is_none_or(|worked| worked > limit)
    }
}

/// The watch over one search.
pub struct Watchdog {
    tried: Arc<Mutex<Option<Tried>>>,
}

impl Watchdog {
    /// Begins to watch. An input that takes longer than `limit` is written into `finds`, or among temporary files.
    pub fn new(limit: Duration, finds: Option<PathBuf>) -> Self {
        let tried = Arc::new(Mutex::new(None::<Tried>));
        let watched = Arc::downgrade(&tried);
        thread::spawn(move || {
            while let Some(tried) = watched.upgrade() {
                let tried = tried.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(tried) = tried.as_ref().filter(|tried| tried.takes_longer_than(limit)) {
                    end(tried, limit, finds.as_deref().unwrap_or(&std::env::temp_dir()));
                }
                drop(tried);
                thread::sleep(PAUSE);
            }
        });
        Self { tried }
    }

    /// Watches what is done with an input; `name` is what its file is called.
    pub fn over<T>(&self, name: String, input: &Arc<[u8]>, work: impl FnOnce() -> T) -> T {
        let thread = fs::read_link("/proc/thread-self").ok().map(|thread| thread.to_string_lossy().into_owned());
        let (began, processor) = (Instant::now(), processor_time("thread-self"));
        self.set(Some(Tried { name, input: Arc::clone(input), thread, began, processor }));
        let done = work();
        self.set(None);
        done
    }

    fn set(&self, tried: Option<Tried>) {
        *self.tried.lock().unwrap_or_else(PoisonError::into_inner) = tried;
    }
}

/// There is no way to stop the thread alone.
fn end(tried: &Tried, limit: Duration, finds: &Path) -> ! {
    let path = finds.join(&tried.name);
    let written = fs::create_dir_all(finds).and_then(|()| fs::write(&path, &tried.input));
    println!("{}, {} bytes: no answer within {limit:?}", tried.name, tried.input.len());
    match written {
        Ok(()) => println!("the input is in {}", path.display()),
        Err(error) => println!("the input is not written: {error}"),
    }
    process::exit(1)
}
