//! Pictures that move, in the dialog that exports pictures: what is chosen of them, how much that comes to, and the job
//! that writes them, which tells how far it is and can be stopped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};

use egui::{DragValue, ProgressBar, RichText, Ui};

use super::app::App;
use super::dialog::{Answer, Dialog, right_row_ui, title_ui};
use super::export_dialog::segment_ui;
use super::fields::{self, row_ui};
use super::jobs::{Content, Done, Target, WriteProblem};
use super::picture::{ExportChoices, PictureRequest};
use super::{Action, View, reasons, style};
use crate::export::animation::{
    AnimationError, Format, LEAST_SECONDS, MOST_FRAMES, MOST_SECONDS, Motion, Plan, Reel, Watch, Written,
};
use crate::files::{self, SaveProblem, Unmade};
use crate::locale::Words;
use crate::scene::theme::Role;
use crate::value::Cancel;

/// Colours of a GIF that are farther than this from those that were meant are told of, of 255: less is hardly seen.
const SEEN: u8 = 16;

/// How a picture moves, and the kind of its file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moving {
    pub plan: Plan,
    pub format: Format,
}

/// What is chosen for one network, and what it comes to.
#[derive(Default)]
pub struct MotionChoice {
    /// Nothing moves if `None`.
    motion: Option<Motion>,
    every: u64,
    asked: Option<PictureRequest>,
    estimate: Estimate,
}

/// How many frames there are and about how many bytes they take.
#[derive(Default)]
enum Estimate {
    #[default]
    None,
    Working {
        cancel: Cancel,
        done: Receiver<Result<(u64, u64), AnimationError>>,
    },
    Done(Result<(u64, u64), AnimationError>),
}

impl Drop for MotionChoice {
    fn drop(&mut self) {
        self.stop();
    }
}

impl MotionChoice {
    /// How the picture moves, if it does.
    pub fn moving(&self, choices: &ExportChoices) -> Option<Moving> {
        let plan = Plan { motion: self.motion?, seconds: choices.seconds, every: self.every.max(1) };
        Some(Moving { plan, format: choices.moving })
    }

    /// False if it is known that there is no such animation.
    pub fn is_fine(&self) -> bool {
        self.motion.is_none() || !matches!(self.estimate, Estimate::Done(Err(_)))
    }

    /// What of the view moves, out of what can.
    pub fn motion_ui(&mut self, ui: &mut Ui, view: &View<'_>, motions: &[Motion]) {
        self.motion = self.motion.filter(|motion| motions.contains(motion));
        if motions.is_empty() {
            return;
        }
        row_ui(ui, view, view.words.get("animate-motion"), |ui| {
            let key = |motion: Option<Motion>| match motion {
                None => "animate-none",
                Some(Motion::Walk) => "animate-walk",
                Some(Motion::Grow) => "animate-grow",
            };
            let all = std::iter::once(None).chain(motions.iter().copied().map(Some));
            for motion in all {
                segment_ui(ui, &mut self.motion, motion, view.words.get(key(motion)), motions.len() + 1);
            }
        });
    }

    /// The time of a frame, which frames are drawn, and what that comes to.
    pub fn frames_ui(&mut self, ui: &mut Ui, view: &View<'_>, seconds: &mut f64, request: PictureRequest) {
        let words = view.words;
        let label = words.get("animate-time");
        row_ui(ui, view, label, |ui| {
            let field = DragValue::new(seconds).range(LEAST_SECONDS..=MOST_SECONDS).speed(0.01).max_decimals(2);
            let field = field.update_while_editing(false);
            ui.add_sized([ui.available_width(), 24.0], field).accessible_name(label);
        });
        let label = words.get("animate-every");
        self.every = self.every.max(1);
        row_ui(ui, view, label, |ui| {
            fields::number_ui(ui, label, &mut self.every, 1..=u64::from(u32::MAX), ui.available_width());
        });
        self.poll(ui.ctx(), request);
        let (text, role) = match &self.estimate {
            Estimate::Done(Ok((frames, bytes))) => (estimate_text(words, *frames, *bytes), Role::TextDim),
            Estimate::Done(Err(error)) => (reason(words, error), Role::LostText),
            Estimate::None | Estimate::Working { .. } => (words.get("animate-counting").to_owned(), Role::TextDim),
        };
        let text = RichText::new(text).font(style::plain(style::SMALL_PT)).color(style::color(view.theme, role));
        ui.horizontal(|ui| {
            ui.add_space(fields::LABEL_WIDTH);
            let label = ui.add(egui::Label::new(text).wrap());
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(egui::accesskit::Live::Polite));
        });
    }

    /// Looks what has come of the estimate, and begins another one if something else is asked.
    fn poll(&mut self, ctx: &egui::Context, request: PictureRequest) {
        if self.asked.as_ref() != Some(&request) {
            self.stop();
            self.estimate = begin(ctx, request.clone());
            self.asked = Some(request);
        }
        if let Estimate::Working { done, .. } = &self.estimate
            && let Ok(done) = done.try_recv()
        {
            self.estimate = Estimate::Done(done);
        }
    }

    fn stop(&mut self) {
        if let Estimate::Working { cancel, .. } = &self.estimate {
            cancel.cancel();
        }
    }
}

fn begin(ctx: &egui::Context, request: PictureRequest) -> Estimate {
    let (sender, done) = channel();
    let (cancel, ctx) = (Cancel::default(), ctx.clone());
    let own = cancel.clone();
    let thread = std::thread::Builder::new().name("receptive estimate".to_owned());
    let started = thread.spawn(move || {
        let watch = Watch { cancel: &own, told: &|_, _| {} };
        let answer = with_reel(&request, &watch, |reel| Ok((reel.frames(), reel.estimate(&watch)?)));
        // Who asked may have gone.
        let _gone = sender.send(answer);
        ctx.request_repaint();
    });
    started
        .map_or_else(|error| Estimate::Done(Err(AnimationError::Write(error))), |_| Estimate::Working { cancel, done })
}

/// Does something with the animation that is asked for.
fn with_reel<R>(
    request: &PictureRequest,
    watch: &Watch<'_>,
    work: impl FnOnce(&Reel<'_>) -> Result<R, AnimationError>,
) -> Result<R, AnimationError> {
    let Some(Moving { plan, format }) = request.moving else { return Err(AnimationError::Still) };
    request.with_subject(|subject| work(&Reel::of(subject, &request.settings, plan, format, watch)?))
}

fn estimate_text(words: &Words, frames: u64, bytes: u64) -> String {
    let size = if bytes < 1_000_000 {
        words.with("animate-kilobytes", &[("size", words.number(bytes.div_ceil(1000)).into())])
    } else {
        words.with("animate-megabytes", &[("size", words.decimal(bytes as f64 / 1e6, 1).into())])
    };
    words.with("animate-estimate", &[("count", frames.into()), ("size", size.into())])
}

/// Why there is no animation.
pub fn reason(words: &Words, error: &AnimationError) -> String {
    match error {
        AnimationError::View => words.get("animate-no-view").to_owned(),
        AnimationError::Numbers => words.get("animate-no-growth").to_owned(),
        AnimationError::Still => words.get("animate-still").to_owned(),
        AnimationError::TooMany { frames, every } => {
            let values = [
                ("frames", words.number(*frames).into()),
                ("most", words.number(MOST_FRAMES).into()),
                ("every", words.number(*every).into()),
            ];
            words.with("animate-too-many", &values)
        }
        AnimationError::Seconds => {
            let values =
                [("least", words.decimal(LEAST_SECONDS, 2).into()), ("most", words.decimal(MOST_SECONDS, 0).into())];
            words.with("animate-time-range", &values)
        }
        AnimationError::Transparent => words.get("animate-transparent").to_owned(),
        AnimationError::Picture(error) => reasons::of_picture(words, error),
        AnimationError::Cancelled => words.get("animate-cancelled").to_owned(),
        AnimationError::Write(error) => words.with("reason-write", &[("error", error.to_string().into())]),
    }
}

/// An animation that is being written.
#[derive(Debug, Default)]
pub struct Running {
    pub cancel: Cancel,
    done: AtomicU64,
    of: AtomicU64,
}

/// How far it is, and a button that stops it.
pub fn running_ui(ui: &mut Ui, view: &View<'_>, running: &Running, actions: &mut Vec<Action>) {
    let words = view.words;
    let (done, of) = (running.done.load(Ordering::Relaxed), running.of.load(Ordering::Relaxed));
    ui.set_width(420.0);
    title_ui(ui, words.get("animate-writing"));
    let text = words.with("animate-progress", &[("done", words.number(done).into()), ("of", words.number(of).into())]);
    let bar = ui.add(ProgressBar::new(done as f32 / of.max(1) as f32).desired_height(8.0));
    bar.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, text.as_str()));
    ui.label(text.as_str());
    right_row_ui(ui, |ui| {
        if ui.button(words.get("button-cancel")).clicked() {
            actions.push(Action::Answer(Answer::Close));
        }
    });
}

impl App {
    /// Writes an animation, and shows how far that is.
    pub(super) fn animate(&mut self, ctx: &egui::Context, request: PictureRequest, target: Target) {
        let running = Arc::new(Running::default());
        self.session.dialog = Some(Dialog::Animating(Arc::clone(&running)));
        let waker = ctx.clone();
        self.session.jobs.start_writing(ctx, move || write(&request, target, &running, &waker));
    }

    /// Stops an animation that is being written.
    pub(super) fn stop_animation(&mut self) {
        if let Some(Dialog::Animating(running)) = &self.session.dialog {
            running.cancel.cancel();
        }
    }

    /// What is said of an animation that was written.
    pub(super) fn animated(&mut self, first: &Path, Written { frames, error }: Written) -> String {
        let name = first.file_name().unwrap_or(first.as_os_str()).to_string_lossy().into_owned();
        let words = self.derived.words(self.saved.lang);
        let saved = words.with("animate-saved", &[("file", name.into()), ("count", frames.into())]);
        if error <= SEEN {
            return saved;
        }
        format!("{saved}. {}", words.with("animate-colours", &[("error", u64::from(error).into())]))
    }
}

fn write(request: &PictureRequest, target: Target, running: &Running, waker: &egui::Context) -> Done {
    let Target { purpose, path, replace } = target;
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let mut request = request.clone();
    if let (Some(moving), Some(format)) = (&mut request.moving, Format::from_extension(&ending)) {
        moving.format = format;
    }
    let many = request.moving.is_some_and(|moving| moving.format.of_frames().is_some());
    if !replace && !many && path.is_file() {
        return Done::Exists { purpose, path };
    }
    let told = |done, of| {
        running.done.store(done, Ordering::Relaxed);
        running.of.store(of, Ordering::Relaxed);
        waker.request_repaint();
    };
    let watch = Watch { cancel: &running.cancel, told: &told };
    let mut first = path.clone();
    let saved = with_reel(&request, &watch, |reel| {
        told(0, reel.frames());
        if !many {
            return Ok(Some(files::save_made(&path, |out| reel.write(out, &watch))));
        }
        let digits = reel.frames().to_string().len();
        first = files::numbered(&path, 1, digits);
        if !replace && (1..=reel.frames()).any(|number| files::numbered(&path, number, digits).is_file()) {
            return Ok(None);
        }
        let path_of = |place, _| files::numbered(&path, place + 1, digits);
        Ok(Some(files::save_sheaf(&path, path_of, |sheaf| {
            reel.write_stills(&watch, |_, bytes| sheaf.add(&bytes).map_err(AnimationError::Write))
        })))
    });
    let problem = |unmade| match unmade {
        Unmade::Made(AnimationError::Write(error)) => WriteProblem::Save(SaveProblem::Write(error)),
        Unmade::Made(error) => WriteProblem::Animation(error),
        Unmade::Save(error) => WriteProblem::Save(error.problem),
    };
    let result = match saved {
        Ok(None) => return Done::Exists { purpose, path },
        Ok(Some(saved)) => saved.map_err(problem),
        Err(error) => Err(WriteProblem::Animation(error)),
    };
    let written = *result.as_ref().unwrap_or(&Written::default());
    Done::Written { purpose, path, content: Content::Animation { first, written }, result: result.map(|_| ()) }
}
