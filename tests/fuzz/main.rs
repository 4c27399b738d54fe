//! Changed files against the four readers and against the analysis of what they read, on stable Rust.
//!
//! Every input comes from a number: its first file, what is changed in it, and how often. Without any settings a few
//! thousand inputs are tried, which is a test like any other. A long search:
//!
//! ```sh
//! FUZZ_TARGET=onnx FUZZ_SECONDS=600 FUZZ_FINDS=/tmp/finds cargo test --locked --test fuzz
//! ```
//!
//! * `FUZZ_TARGET`: `onnx`, `pytorch`, `document` or `layers`; all one after another if there is none.
//! * `FUZZ_SECONDS`: how long each is searched.
//! * `FUZZ_LIMIT`: seconds of the processor after which an input that has no answer ends the search: ten if not told.
//! * `FUZZ_SEED`: the number of the first input, and `FUZZ_COUNT` how many there are: `FUZZ_COUNT=1` tries one again.
//! * `FUZZ_CORPUS`: a folder with more files to begin with.
//! * `FUZZ_FINDS`: a folder for the inputs that were found, and for the number of the one that is being tried
//!   (`last-TARGET`), should the process end with it.
//!
//! The numbers mean the same inputs while the first files are the same: those of `tests/data` and `FUZZ_CORPUS`.
//!
//! A find is a panic, more than 512 MiB at a time, more than two seconds (in a long search alone: a test knows no time),
//! or a message that nobody would read. An input without any answer is written down, and nothing after it is tried. What was found lies in `tests/data/finds`, and a test reads it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

mod bytes;
mod corpus;
mod dice;
mod messages;
#[path = "../it/proto.rs"]
mod proto;
mod targets;
mod texts;
mod watchdog;

use dice::Dice;
use targets::{ENDLESS, TARGETS, Target};
use watchdog::{Watchdog, processor_time};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MOST_BYTES: usize = 512 << 20;
const MOST_TIME: Duration = Duration::from_secs(2);
/// An input that takes longer than this has no answer.
const LIMIT: Duration = Duration::from_secs(10);

/// How many inputs a test tries.
const TRIED: u64 = 1500;

/// What the environment asks for.
struct Settings {
    target: Option<String>,
    time: Option<Duration>,
    limit: Duration,
    first: u64,
    count: u64,
    corpus: Option<PathBuf>,
    finds: Option<PathBuf>,
}

fn variable(name: &str) -> Option<String> {
    std::env::var(format!("FUZZ_{name}")).ok()
}

fn number(name: &str) -> Option<u64> {
    variable(name).map(|value| value.parse().unwrap_or_else(|_| panic!("FUZZ_{name} is no number")))
}

impl Settings {
    fn read() -> Self {
        let time = number("SECONDS").map(Duration::from_secs);
        Self {
            target: variable("TARGET"),
            time,
            limit: number("LIMIT").map_or(LIMIT, Duration::from_secs),
            first: number("SEED").unwrap_or(0),
            count: number("COUNT").unwrap_or(if time.is_some() { u64::MAX } else { TRIED }),
            corpus: variable("CORPUS").map(PathBuf::from),
            finds: variable("FINDS").map(PathBuf::from),
        }
    }
}

/// The input of a number. The first `readable` files of the corpus are networks; few of the others become one.
fn input(number: u64, target: &str, corpus: &[Vec<u8>], readable: usize, words: &[String]) -> Vec<u8> {
    let mut dice = Dice::new(number);
    let first = if dice.roll(4) == 0 { corpus } else { &corpus[..readable] };
    let mut input = dice.of(first).clone();
    // A text takes few changes before nothing in it is right.
    let changes = if target == "onnx" || dice.roll(2) == 0 { dice.few(8) } else { 1 };
    for _ in 0..changes {
        let other = dice.of(corpus);
        match (target, dice.roll(8)) {
            (_, 0) | ("onnx", 1) => bytes::change(&mut dice, &mut input, other),
            ("onnx", _) => messages::change(&mut dice, &mut input, words, 0),
            _ => {
                let text = String::from_utf8_lossy(&input);
                input = texts::change(&mut dice, &text, &String::from_utf8_lossy(other)).into_bytes();
            }
        }
        input.truncate(bytes::LONGEST);
    }
    input
}

/// What one input did.
struct Trial {
    network: bool,
    panic: Option<String>,
    time: Duration,
    memory: usize,
}

fn tried(target: Target, input: &[u8], said: &Mutex<String>) -> Trial {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| target(input)));
    let time = start.elapsed();
    let memory = MEMORY.peak_usage().saturating_sub(before);
    let panic = outcome.is_err().then(|| said.lock().unwrap_or_else(PoisonError::into_inner).clone());
    Trial { network: outcome.unwrap_or(false), panic, time, memory }
}

/// A search in one target.
struct Search<'s> {
    settings: &'s Settings,
    name: &'static str,
    target: Target,
    said: &'s Mutex<String>,
    watchdog: Watchdog,
    /// By what went wrong, the first input that does it and how many there are.
    finds: BTreeMap<String, (u64, usize)>,
    slowest: (Duration, u64),
    largest: (usize, u64),
    networks: u64,
}

impl Search<'_> {
    fn run(&mut self) {
        let mut corpus = corpus::of(self.name, self.settings.corpus.as_deref());
        corpus.sort_by_cached_key(|file| !self.reads(file));
        let readable = corpus.partition_point(|file| self.reads(file));
        let mut words = vec![String::new()];
        if self.name == "onnx" {
            for model in &corpus {
                messages::words(model, &mut words, 0);
            }
        }
        words.sort();
        words.dedup();
        let mut last = self.settings.finds.as_ref().map(|folder| {
            fs::create_dir_all(folder).expect("a folder for the finds");
            File::create(folder.join(format!("last-{}", self.name))).expect("a file for the number")
        });
        let start = Instant::now();
        let mut count = 0;
        while count < self.settings.count && self.settings.time.is_none_or(|time| start.elapsed() < time) {
            let number = self.settings.first + count;
            if let Some(last) = &mut last {
                last.rewind().and_then(|()| write!(last, "{number:020}")).expect("the number is written");
            }
            self.judge(number, &input(number, self.name, &corpus, readable, &words).into());
            count += 1;
        }
        self.tell(count, start.elapsed());
    }

    /// Whether a first file is a network.
    fn reads(&self, file: &[u8]) -> bool {
        self.watchdog.over(format!("{}-first", self.name), &file.into(), || (self.target)(file))
    }

    fn tried(&self, number: u64, input: &Arc<[u8]>) -> Trial {
        let name = format!("{}-{number}", self.name);
        self.watchdog.over(name, input, || tried(self.target, input, self.said))
    }

    fn judge(&mut self, number: u64, input: &Arc<[u8]>) {
        let mut trial = self.tried(number, input);
        // A busy machine is slow with any input: what counts is the time that the processor needs.
        if self.settings.time.is_some() && trial.time > MOST_TIME {
            let before = processor_time("thread-self");
            let again = self.tried(number, input);
            let worked = before.and_then(|before| processor_time("thread-self")?.checked_sub(before));
            trial.time = worked.unwrap_or(again.time);
        }
        self.networks += u64::from(trial.network);
        self.slowest = self.slowest.max((trial.time, number));
        self.largest = self.largest.max((trial.memory, number));
        let slow = self.settings.time.is_some() && trial.time > MOST_TIME;
        let wrong = match trial.panic {
            Some(panic) => panic,
            None if trial.memory > MOST_BYTES => "too much memory".to_owned(),
            None if slow => "too slow".to_owned(),
            None => return,
        };
        let known = self.finds.entry(wrong.clone()).or_insert((number, 0));
        known.1 += 1;
        if known.1 > 1 {
            return;
        }
        println!("{}: FUZZ_SEED={number}, {} bytes: {wrong}", self.name, input.len());
        if let Some(folder) = &self.settings.finds {
            fs::write(folder.join(format!("{}-{number}", self.name)), input).expect("the find is written");
        }
    }

    fn tell(&self, count: u64, time: Duration) {
        let Self { name, networks, slowest, largest, finds, .. } = self;
        let speed = count as f64 / time.as_secs_f64().max(1e-9);
        println!("{name}: {count} inputs, {networks} of them networks, in {time:.1?}: {speed:.0} a second");
        println!("{name}: the slowest took {:.1?} (FUZZ_SEED={})", slowest.0, slowest.1);
        println!("{name}: the largest took {} KiB (FUZZ_SEED={})", largest.0 >> 10, largest.1);
        for (wrong, (number, times)) in finds {
            println!("{name}: {times} times, first with FUZZ_SEED={number}: {wrong}");
        }
    }
}

/// Keeps what a panic says, in place of printing it.
fn listen() -> Arc<Mutex<String>> {
    let said = Arc::new(Mutex::new(String::new()));
    let heard = Arc::clone(&said);
    panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("a panic");
        // Numbers differ between inputs that go wrong in the same way.
        let message: String = message.chars().take(120).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        *heard.lock().unwrap_or_else(PoisonError::into_inner) = format!("{place}: {message}");
    }));
    said
}

/// Lets this very program try a reader that never answers.
fn watchdog_bites() -> bool {
    let folder = tempfile::tempdir().expect("a folder for the find");
    let program = std::env::current_exe().expect("this program");
    let mut child = std::process::Command::new(program);
    let child = child.env("FUZZ_TARGET", ENDLESS.0).env("FUZZ_LIMIT", "1").env("FUZZ_FINDS", folder.path());
    let ended = child.output().expect("this program runs");
    let mut finds = fs::read_dir(folder.path()).expect("a folder").flatten();
    let said = String::from_utf8_lossy(&ended.stdout).contains("no answer within 1s");
    !ended.status.success() && said && finds.any(|find| !find.file_name().to_string_lossy().starts_with("last"))
}

fn main() -> ExitCode {
    // What `cargo test` was asked for; lists and single tests are for the other binary.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
    if arguments.iter().any(|argument| argument == "--list") || filter.is_some_and(|filter| !"fuzz".contains(filter)) {
        return ExitCode::SUCCESS;
    }
    let settings = Settings::read();
    // Before a test, not before a search.
    if settings.target.is_none() && settings.time.is_none() && !watchdog_bites() {
        println!("a reader that never answers is not noticed");
        return ExitCode::FAILURE;
    }
    let said = listen();
    let mut finds = 0;
    for (name, target) in TARGETS.into_iter().chain([ENDLESS]) {
        if settings.target.as_ref().map_or(name == ENDLESS.0, |wanted| wanted != name) {
            continue;
        }
        let mut search = Search {
            settings: &settings,
            name,
            target,
            said: &said,
            watchdog: Watchdog::new(settings.limit, settings.finds.clone()),
            finds: BTreeMap::new(),
            slowest: (Duration::ZERO, 0),
            largest: (0, 0),
            networks: 0,
        };
        // The stack of any other thread: a file is not opened on the first one alone.
        std::thread::scope(|scope| scope.spawn(|| search.run()).join().expect("the search ends"));
        finds += search.finds.len();
    }
    if finds == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
