//! The tensors of the shown network. What is little work is done at once, so that an edit shows its numbers in the same
//! frame; the rest is done on a thread of its own, which is told to stop when the network is another one.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use crate::field::Analysis;
use crate::net::{Lowered, Stack};
use crate::value::{Assets, Cancel, Question, Values, bytes_of, parameters_of};

/// As many multiplications, and bytes of maps, as are done within a frame.
const MACS_AT_ONCE: u64 = 2_000_000;
const BYTES_AT_ONCE: u64 = 4 << 20;

/// One object; it equals itself alone, however alike another one is.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What tensors are made of.
#[derive(Clone, PartialEq)]
pub struct TensorRequest {
    pub stack: Arc<Stack>,
    pub assets: Same<Assets>,
    /// The most bytes of all maps together; more is asked for.
    pub most_bytes: u64,
}

/// How far the tensors are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// No view that is seen reads them.
    #[default]
    Unasked,
    /// They are being worked out.
    Working,
    /// They are there, or the reason why not is among their problems.
    Done,
    /// They would take so many bytes: that is asked first.
    TooLarge(u64),
}

/// The tensors that were asked for last.
#[derive(Default)]
pub struct Tensors {
    request: Option<TensorRequest>,
    state: State,
    /// What was worked out last, while others are being worked out: these take over what is the same.
    before: Option<Same<Values>>,
}

#[derive(Default)]
enum State {
    #[default]
    None,
    Working {
        cancel: Cancel,
        done: Receiver<Values>,
    },
    Done(Same<Values>),
    TooLarge(u64),
}

impl Drop for Tensors {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Tensors {
    /// The tensors, and how far they are. Never waits.
    pub fn get(
        &mut self,
        ctx: &egui::Context,
        request: TensorRequest,
        lowered: &Lowered,
        analysis: &Analysis,
    ) -> (Option<Same<Values>>, Progress) {
        if self.request.as_ref() != Some(&request) {
            self.stop();
            if let State::Done(values) = std::mem::take(&mut self.state) {
                self.before = Some(values);
            }
            self.state = begin(ctx, &request, self.before.as_ref(), lowered, analysis);
            self.request = Some(request);
        }
        if let State::Working { done, .. } = &self.state
            && let Ok(values) = done.try_recv()
        {
            self.state = State::Done(Same(Arc::new(values)));
        }
        // A run that was stopped leaves it for the next one; nothing else has a use for it.
        if !matches!(self.state, State::Working { .. }) {
            self.before = None;
        }
        match &self.state {
            State::None => (None, Progress::Unasked),
            State::Working { .. } => (None, Progress::Working),
            State::Done(values) => (Some(values.clone()), Progress::Done),
            State::TooLarge(bytes) => (None, Progress::TooLarge(*bytes)),
        }
    }

    /// The tensors of a stack, if they were worked out.
    pub fn of(&self, stack: &Arc<Stack>) -> Option<Same<Values>> {
        match (&self.request, &self.state) {
            (Some(request), State::Done(values)) if request.stack == *stack => Some(values.clone()),
            _ => None,
        }
    }

    fn stop(&mut self) {
        if let State::Working { cancel, .. } = &self.state {
            cancel.cancel();
        }
    }
}

fn begin(
    ctx: &egui::Context,
    request: &TensorRequest,
    before: Option<&Same<Values>>,
    lowered: &Lowered,
    analysis: &Analysis,
) -> State {
    let bytes = bytes_of(&lowered.graph, analysis);
    if bytes > request.most_bytes {
        return State::TooLarge(bytes);
    }
    let macs = analysis.totals().macs.unwrap_or(u64::MAX);
    if macs <= MACS_AT_ONCE && bytes <= BYTES_AT_ONCE {
        return State::Done(Same(Arc::new(work(request, before, &Cancel::default()))));
    }
    let cancel = Cancel::default();
    let (sender, done) = channel();
    let (asked, kept, stop, ctx) = (request.clone(), before.cloned(), cancel.clone(), ctx.clone());
    let thread = std::thread::Builder::new().name("receptive tensors".to_owned());
    let started = thread.spawn(move || {
        // The window may want other tensors by now.
        let _unwanted = sender.send(work(&asked, kept.as_ref(), &stop));
        ctx.request_repaint();
    });
    match started {
        Ok(_) => State::Working { cancel, done },
        // A system without threads still has this one.
        Err(_) => State::Done(Same(Arc::new(work(request, before, &cancel)))),
    }
}

fn work(request: &TensorRequest, before: Option<&Same<Values>>, cancel: &Cancel) -> Values {
    let lowered = request.stack.lower();
    let analysis = Analysis::of(&lowered.graph);
    let parameters = parameters_of(&request.stack, &lowered);
    let question = Question {
        graph: &lowered.graph,
        analysis: &analysis,
        source: &request.stack.source,
        parameters: &parameters,
        assets: &request.assets,
        most_bytes: request.most_bytes,
        last: None,
    };
    Values::after(before.map(|before| &**before), &question, cancel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layer_text::read_stack;
    use crate::net::{Edit, MapId, Source};
    use crate::value::Weights;

    fn get(tensors: &mut Tensors, stack: &Stack, most_bytes: u64) -> (Option<Same<Values>>, Progress) {
        let lowered = stack.lower();
        let assets = Same(Arc::new(Assets::new()));
        let request = TensorRequest { stack: Arc::new(stack.clone()), assets, most_bytes };
        tensors.get(&egui::Context::default(), request, &lowered, &Analysis::of(&lowered.graph))
    }

    fn weights(stack: &Stack, values: &Values) -> Arc<Weights> {
        let map = stack.lower().graph.map(1);
        Arc::clone(map.and_then(|map| values.weights(map)).expect("weights"))
    }

    /// A run takes over what the last finished one made, though another one was stopped between them.
    #[test]
    fn a_stopped_run_does_not_lose_what_was_there() {
        let mut stack = read_stack("2x8x8: conv k3").expect("a stack");
        let large = read_stack("1x3000x3000: conv k3").expect("a stack");
        let mut tensors = Tensors::default();
        let first = get(&mut tensors, &stack, u64::MAX).0.expect("values");
        let (made, image) = (weights(&stack, &first), Arc::downgrade(first.map(MapId::INPUT).expect("an image")));
        drop(first);
        assert_eq!(get(&mut tensors, &large, u64::MAX).1, Progress::Working);
        assert_eq!(get(&mut tensors, &large.clone(), u64::MAX - 1).1, Progress::Working);
        Edit::SetSource(Source::Ramp).apply(&mut stack);
        let again = get(&mut tensors, &stack, u64::MAX).0.expect("values");
        assert!(Arc::ptr_eq(&made, &weights(&stack, &again)));
        // The window holds the old values no longer; the stopped runs let them go when they end.
        assert!(tensors.before.is_none());
        for _ in 0..1000 {
            if image.upgrade().is_none() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("the old image is still held");
    }

    /// What is too large to be worked out without asking has no use for the values before it.
    #[test]
    fn nothing_is_held_for_a_run_that_does_not_begin() {
        let stack = read_stack("2x8x8: conv k3").expect("a stack");
        let mut tensors = Tensors::default();
        let first = get(&mut tensors, &stack, u64::MAX).0.map(|first| Arc::downgrade(&first.0)).expect("values");
        assert!(first.upgrade().is_some());
        assert!(matches!(get(&mut tensors, &stack, 1).1, Progress::TooLarge(_)));
        assert!(first.upgrade().is_none());
    }
}
