//! `receptive render --animate`: a picture that moves.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use super::args::{RenderArgs, Views};
use super::{Answer, CliError, is_stdout, render};
use crate::export::animation::{AnimationError, Format, MOST_FRAMES, Motion, Plan, Reel, Watch, Written};
use crate::export::picture::Settings;
use crate::files::{self, SaveError, SaveProblem, Unmade};
use crate::scene::view::{Subject, ViewName};
use crate::value::Cancel;

/// Colours of a GIF that are farther than this from those that were meant are told of, of 255: less is hardly seen.
const SEEN: u8 = 16;

/// What shall move, and the kind of its file.
pub struct Moving {
    pub format: Format,
    plan: Plan,
    view: ViewName,
}

impl Moving {
    pub fn of(args: &RenderArgs, motion: Motion) -> Result<Self, CliError> {
        let Views::One(view) = args.view else {
            return Err(CliError::new("--animate: one view moves at a time; name it, as in --view numbers"));
        };
        if is_stdout(&args.output) {
            return Err(CliError::new("--animate: an animation is a file; name it with -o, as in -o net.gif"));
        }
        let ending = args.output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format = Format::from_extension(ending).ok_or_else(|| {
            let endings = render::endings(Format::WORDS.map(|(word, _)| word));
            let path = args.output.display();
            CliError::new(format!("{path}: the ending tells the format of the animation; let it end in {endings}"))
        })?;
        let plan = Plan { motion, seconds: args.animation.frame_time, every: args.animation.every };
        Ok(Self { format, plan, view })
    }

    /// Draws and writes the frames. The files are whole or not there.
    pub fn write(&self, subject: Subject<'_>, settings: &Settings, path: &Path) -> Result<Answer, CliError> {
        let error = |error| self.error(path, error);
        let (cancel, progress) = (Cancel::default(), Progress::default());
        let told = |done, of| progress.tell(done, of);
        let watch = Watch { cancel: &cancel, told: &told };
        let reel = Reel::of(subject, settings, self.plan, self.format, &watch).map_err(error)?;
        let written = if self.format.of_frames().is_some() {
            let path_of = |place: u64, count: u64| files::numbered(path, place + 1, count.to_string().len());
            files::save_sheaf(path, path_of, |sheaf| {
                reel.write_stills(&watch, |_, bytes| sheaf.add(&bytes).map_err(AnimationError::Write))
            })
        } else {
            files::save_made(path, |out| reel.write(out, &watch))
        };
        progress.end();
        let Written { error: off, .. } = written.map_err(|unmade| match unmade {
            Unmade::Made(problem) => error(problem),
            Unmade::Save(problem) => CliError::new(problem),
        })?;
        let mut answer = Answer::fine("");
        if off > SEEN {
            answer.remark = format!(
                "{}: a GIF has 256 colours, and some of them are up to {off} of 255 beside those of the picture; \
                 an .apng has them all",
                path.display()
            );
        }
        Ok(answer)
    }

    fn error(&self, path: &Path, error: AnimationError) -> CliError {
        let (view, motion) = (self.view.word(), self.plan.motion.word());
        let path = path.display();
        CliError::new(match error {
            AnimationError::View => {
                format!("--view {view}: it shows no unit that could move; choose maps, ladder, nested or another view")
            }
            AnimationError::Numbers => format!(
                "--animate={motion}: --view {view} shows one layer, which does not grow; write --animate=walk, or choose \
                 another view"
            ),
            AnimationError::Still => format!(
                "--animate={motion}: nothing moves, there would be one picture only; choose a unit of another layer with \
                 --unit, or another motion"
            ),
            AnimationError::TooMany { frames, every } => format!(
                "--animate={motion}: there would be {frames} frames, and {MOST_FRAMES} are the most; write --every {every}"
            ),
            AnimationError::Transparent => {
                format!("{path}: the frames of a GIF need a ground; leave out --transparent, or let it end in .apng")
            }
            AnimationError::Write(problem) => {
                return CliError::new(SaveError {
                    path: path.to_string().into(),
                    problem: SaveProblem::Write(problem),
                });
            }
            error => format!("{path}: {error}"),
        })
    }
}

/// Says on a terminal how far the work is.
struct Progress {
    is_seen: bool,
    /// What was said last.
    percent: Cell<u64>,
}

impl Default for Progress {
    fn default() -> Self {
        Self { is_seen: io::stderr().is_terminal(), percent: Cell::new(u64::MAX) }
    }
}

impl Progress {
    fn tell(&self, done: u64, of: u64) {
        let percent = done * 100 / of.max(1);
        if self.is_seen && self.percent.replace(percent) != percent {
            // Where nobody reads it nothing is lost.
            let _ = write!(io::stderr(), "\r{done} of {of} frames");
        }
    }

    /// Wipes away what was said.
    fn end(&self) {
        if self.is_seen && self.percent.get() != u64::MAX {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
