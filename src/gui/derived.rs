//! What is worked out from the document. Each result is kept with the request that it answers and is worked out again
//! only when the request is another one: an idle or hovering frame computes nothing.

use std::sync::Arc;

use super::alternatives::MOST_PATHS;
use super::insight::{Joined, Part, Whole};
use super::listing::Listing;
use super::scenery::Scenery;
use super::source::sample::Sample;
use super::story::Story;
use super::tensors::{Progress, Same, TensorRequest, Tensors};
use super::view::Sceneries;
use super::{Preview, Unit};
use crate::axes::Axes;
use crate::field::branches::{Extremes, extremes};
use crate::field::padding::{Share, share_of_unit};
use crate::field::paths::Uncounted;
use crate::field::route::{Alternatives, Wanted};
use crate::field::{Analysis, Cost, Note, Paths, Status, Trace, route};
use crate::locale::{Lang, Words};
use crate::net::{Edit, LayerId, Look, Lowered, MapId, Node, Op, Stack, presets};
use crate::scene::columns::{Column, Sort};
use crate::scene::image;
use crate::scene::numbers::Scroll;
use crate::scene::series::Charts;
use crate::scene::view::{self, Subject, ViewName, middle_unit};
use crate::value::{Assets, Values};

/// The last request and its answer.
struct Memo<Q, A>(Option<(Q, A)>);

impl<Q, A> Default for Memo<Q, A> {
    fn default() -> Self {
        Self(None)
    }
}

impl<Q: PartialEq, A> Memo<Q, A> {
    fn get(&mut self, request: Q, answer: impl FnOnce(&Q) -> A) -> &A {
        let known = self.0.take().filter(|(asked, _)| *asked == request);
        let (_, answer) = self.0.insert(known.unwrap_or_else(|| {
            let answer = answer(&request);
            (request, answer)
        }));
        answer
    }
}

/// Everything about a stack that does not depend on what is looked at: whatever must go through all layers is here, so
/// that no frame does.
#[derive(Debug)]
pub struct Net {
    pub lowered: Lowered,
    pub analysis: Analysis,
    pub names: Vec<String>,
    /// The id of the preset that the stack is.
    pub preset: Option<&'static str>,
    /// It is that preset, and nobody did any work in it.
    pub untouched: bool,
    /// Every layer can run.
    pub runs: bool,
    /// The layer that cannot run, and its place; there is at most one, since nothing is known behind it.
    pub stuck: Option<(usize, LayerId)>,
    pub totals: Cost,
    /// The numbers of all layers, as they are drawn.
    pub charts: Arc<Charts>,
    /// How many pages of channels the image view has, and the most channels of a map.
    pub pages: u64,
    pub channels: u64,
}

impl Net {
    fn of(stack: &Stack) -> Self {
        let lowered = stack.lower();
        let analysis = Analysis::of(&lowered.graph);
        let impossible = |map: &Option<MapId>| map.is_some_and(|map| analysis.map(map).status == Status::Impossible);
        let at = lowered.map_of_layer.iter().position(impossible);
        Self {
            names: stack.shown_names(),
            preset: presets::of(stack).map(|preset| preset.id),
            untouched: presets::is_untouched(stack),
            runs: analysis.runs(),
            stuck: at.map(|at| (at, stack.layers()[at].id)),
            totals: analysis.totals(),
            charts: Arc::new(Charts::of(&lowered.graph, &analysis)),
            pages: image::pages(&lowered.graph, &analysis),
            channels: image::most_channels(&lowered.graph, &analysis),
            analysis,
            lowered,
        }
    }

    /// Traces a unit; where the map is smaller than that, the nearest one. `None` if there is no such map: the network is
    /// another one after an edit.
    fn trace(&self, map: MapId, unit: &Axes<i64>) -> Option<Trace> {
        let map = self.lowered.graph.map(map.index())?;
        let unit = self.analysis.map(map).shape.as_ref()?.nearest_unit(unit.as_slice())?;
        Trace::of(&self.lowered.graph, &self.analysis, map, unit)
    }

    /// The share of padding in what the same unit sees.
    fn padding(&self, map: MapId, unit: &Axes<i64>) -> Option<Share> {
        let map = self.lowered.graph.map(map.index())?;
        let unit = self.analysis.map(map).shape.as_ref()?.nearest_unit(unit.as_slice())?;
        share_of_unit(&self.lowered.graph, &self.analysis, map, &unit)
    }
}

/// What one frame asks for.
pub struct Request<'a> {
    pub lang: Lang,
    pub stack: &'a Arc<Stack>,
    pub look: Look,
    /// The views that are seen.
    pub visible: &'a [ViewName],
    /// How the table is shown.
    pub columns: &'a [Column],
    pub sort: Option<Sort>,
    /// The map that the inspector is about.
    pub selected: Option<MapId>,
    /// The edit under the pointer.
    pub preview: Option<&'a Edit>,
    /// The unit under the pointer, and the one that is pinned.
    pub hover: Option<Unit>,
    pub pin: Option<Unit>,
    /// What the files hold that the values name, and the most bytes of tensors that are not asked for.
    pub assets: &'a Same<Assets>,
    /// Not all of these files are read yet.
    pub reading: bool,
    /// The inspector is seen.
    pub inspector: bool,
    /// The page about the whole network is seen.
    pub network: bool,
    pub most_bytes: u64,
    /// The units that were uncovered.
    pub opened: &'a Same<Vec<Unit>>,
    /// Maps that the shown path of a network with branches is to go through, those that count most first.
    pub wanted: &'a Wanted,
    /// Where the blocks of the numbers begin.
    pub scroll: Scroll,
}

/// The answers of one frame.
pub struct Answers<'a> {
    pub words: &'a Words,
    pub net: &'a Net,
    pub sceneries: Sceneries<'a>,
    pub listing: Option<&'a Arc<Listing>>,
    pub story: &'a Story,
    pub joined: Option<&'a Joined>,
    pub whole: Option<(&'a Whole, &'a Part)>,
    pub notes: &'a [Note],
    pub preview: Option<&'a Preview>,
    pub preview_sceneries: Sceneries<'a>,
    /// What the pinned unit would see and feed after the edit.
    pub preview_trace: Option<&'a Trace>,
    /// Of the unit under the pointer, else of the pinned one.
    pub trace: Option<&'a Trace>,
    pub pin_trace: Option<&'a Trace>,
    /// The share of padding in what the pinned unit sees, while the inspector is seen.
    pub pin_padding: Option<Share>,
    /// The tensors of the maps, and how far they are.
    pub values: Option<Same<Values>>,
    pub progress: Progress,
    /// The routes to the pinned unit.
    pub paths: Option<Same<Paths>>,
    pub uncounted: Option<Uncounted>,
    /// What the inspector shows of the values of the selection.
    pub sample: Option<&'a Sample>,
    /// The maps that the views of a chain show; `None` of a chain, where that is all.
    pub path: Option<&'a [MapId]>,
    /// Other paths to the selected map than the shown one.
    pub alternatives: Option<&'a Alternatives>,
}

/// What a board depends on besides the network. What changes nothing is left out.
#[derive(Clone, PartialEq)]
struct Drawn {
    look: Look,
    lang: Lang,
    pin: Option<Unit>,
    values: Option<Same<Values>>,
    paths: Option<Same<Paths>>,
    opened: Option<Same<Vec<Unit>>>,
    path: Option<Same<Vec<MapId>>>,
    scroll: Scroll,
}

/// The scenery of a board, by request.
type SceneryMemo<Q> = Memo<Q, Option<Scenery>>;

/// What the table says, in a language, with these columns, in this order.
type ListingMemo = Memo<(Arc<Stack>, Lang, Vec<Column>, Option<Sort>), Arc<Listing>>;

/// The routes to the pinned unit, or to the one that views show when none is.
type PathsMemo = Memo<(Arc<Stack>, Option<Unit>), Result<Same<Paths>, Uncounted>>;

/// Other paths to a map than the one that is shown.
type AlternativesMemo = Memo<(Arc<Stack>, Same<Vec<MapId>>, MapId), Option<Alternatives>>;

/// The path that is shown of a network with branches, through these maps.
type PathMemo = Memo<(Arc<Stack>, Wanted), Option<Same<Vec<MapId>>>>;

/// One of each for every board.
type PerBoard<T> = [T; ViewName::BOARDS.len()];

/// All derived data, by request.
#[derive(Default)]
pub struct Derived {
    words: Memo<Lang, Words>,
    net: Memo<Arc<Stack>, Net>,
    sceneries: PerBoard<SceneryMemo<(Arc<Stack>, Drawn)>>,
    listing: ListingMemo,
    story: Memo<(Arc<Stack>, MapId), Story>,
    extremes: Memo<Arc<Stack>, Vec<Option<Extremes>>>,
    joined: Memo<(Arc<Stack>, MapId), Option<Joined>>,
    whole: Memo<Arc<Stack>, Whole>,
    part: Memo<(Arc<Stack>, MapId), Part>,
    notes: Memo<Arc<Stack>, Vec<Note>>,
    preview: Memo<(Arc<Stack>, Edit), Preview>,
    preview_sceneries: PerBoard<SceneryMemo<(Arc<Stack>, Edit, Drawn)>>,
    preview_trace: Memo<(Arc<Stack>, Edit, Unit), Option<Trace>>,
    trace: Memo<(Arc<Stack>, Unit), Option<Trace>>,
    pin_trace: Memo<(Arc<Stack>, Unit), Option<Trace>>,
    pin_padding: Memo<(Arc<Stack>, Unit), Option<Share>>,
    tensors: Tensors,
    paths: PathsMemo,
    sample: Memo<(Arc<Stack>, MapId, Same<Assets>), Sample>,
    path: PathMemo,
    alternatives: AlternativesMemo,
}

impl Derived {
    /// The words alone, for what is said outside a frame.
    pub fn words(&mut self, lang: Lang) -> &Words {
        self.words.get(lang, |lang| Words::new(*lang))
    }

    /// The network alone, for what happens outside a frame.
    pub fn net(&mut self, stack: &Arc<Stack>) -> &Net {
        self.net.get(Arc::clone(stack), |stack| Net::of(stack))
    }

    /// The path that is shown of a network with branches, for what happens outside a frame.
    pub fn path(&mut self, stack: &Arc<Stack>, wanted: &Wanted) -> Option<Same<Vec<MapId>>> {
        let net = self.net.get(Arc::clone(stack), |stack| Net::of(stack));
        path_of(&mut self.path, net, stack, wanted).cloned()
    }

    /// The tensors of a stack, if they were worked out.
    pub fn values(&self, stack: &Arc<Stack>) -> Option<Same<Values>> {
        self.tensors.of(stack)
    }

    /// Brings everything up to date for one frame.
    pub fn answers(&mut self, ctx: &egui::Context, request: Request<'_>) -> Answers<'_> {
        let Request { lang, stack, look, visible, columns, sort, selected, preview, hover, pin, .. } = request;
        let Request { assets, most_bytes, opened, reading, inspector, network, wanted, scroll, .. } = request;
        let stack = || Arc::clone(stack);
        let words = self.words.get(lang, |lang| Words::new(*lang));
        let net = self.net.get(stack(), |stack| Net::of(stack));
        let Net { lowered, analysis, .. } = net;
        let (mut values, mut progress) = (None, Progress::Unasked);
        if reading && visible.iter().any(|name| name.reads_values()) {
            progress = Progress::Working;
        } else if visible.iter().any(|name| name.reads_values()) {
            let request = TensorRequest { stack: stack(), assets: assets.clone(), most_bytes };
            (values, progress) = self.tensors.get(ctx, request, lowered, analysis);
        }
        let path = path_of(&mut self.path, net, &stack(), wanted);
        let (mut paths, mut uncounted) = (None, None);
        if visible.iter().any(|name| name.reads_paths(look)) {
            let path = path.map(|path| path.as_slice());
            let shown = pin.clone().or_else(|| middle_unit(&lowered.graph, analysis, path));
            let counted = self.paths.get((stack(), shown), |(_, shown)| {
                let (map, unit) = shown.clone().ok_or(Uncounted::NoUnit)?;
                Ok(Same(Arc::new(Paths::of(&lowered.graph, analysis, map, unit)?)))
            });
            match counted {
                Ok(counted) => paths = Some(counted.clone()),
                Err(why) => uncounted = Some(*why),
            }
        }
        let drawn = |name: ViewName| Drawn {
            path: path.filter(|_| name.follows_path()).cloned(),
            look: name.part_of_look(look),
            lang,
            pin: pin.clone().filter(|_| name.depends_on_pin(lowered.graph.input.size.rank())),
            values: values.clone().filter(|_| name.reads_values()),
            paths: paths.clone().filter(|_| name.reads_paths(look)),
            opened: (name == ViewName::Numbers).then(|| opened.clone()),
            scroll: if name == ViewName::Numbers { scroll } else { Scroll::NONE },
        };
        let mut sceneries: Sceneries<'_> = Default::default();
        for (name, memo) in ViewName::BOARDS.into_iter().zip(&mut self.sceneries) {
            if visible.contains(&name) {
                let subject = Subject::new(&lowered.graph, analysis, words)
                    .with_values(values.as_deref())
                    .with_paths(paths.as_deref().filter(|_| name.reads_paths(look)))
                    .with_uncounted(uncounted)
                    .with_opened(opened)
                    .with_scroll(scroll)
                    .with_path(path.map(|path| path.as_slice()));
                let answer = memo.get((stack(), drawn(name)), |_| scenery(name, &subject, look, pin.as_ref()));
                sceneries[name as usize] = answer.as_ref();
            }
        }
        let mut listing = None;
        if visible.contains(&ViewName::Table) {
            let request = (stack(), lang, columns.to_vec(), sort);
            listing = Some(self.listing.get(request, |_| Arc::new(Listing::of(net, words, columns, sort))));
        }
        let story =
            self.story.get((stack(), selected.unwrap_or(MapId::INPUT)), |(stack, map)| Story::of(stack, net, *map));
        let sample = (inspector && !reading).then_some(selected).flatten().map(|map| {
            let answer = |(stack, map, assets): &(Arc<Stack>, MapId, Same<Assets>)| {
                Sample::of(stack, lowered, analysis, *map, assets)
            };
            self.sample.get((stack(), map, assets.clone()), answer)
        });
        let join =
            selected.filter(|map| inspector && matches!(lowered.graph.node(*map), Some(Node { op: Op::Join(_), .. })));
        let joined = join.and_then(|map| {
            let paths = self.extremes.get(stack(), |_| extremes(&lowered.graph, analysis));
            self.joined.get((stack(), map), |(_, map)| Joined::of(net, paths, *map)).as_ref()
        });
        let alternatives = path.zip(selected.filter(|_| inspector)).and_then(|(path, map)| {
            let answer = |(_, path, map): &(Arc<Stack>, Same<Vec<MapId>>, MapId)| {
                route::alternatives(&lowered.graph, analysis, path.as_slice(), *map, MOST_PATHS)
            };
            self.alternatives.get((stack(), path.clone(), map), answer).as_ref()
        });
        let whole = network.then(|| {
            let map = selected.filter(|map| *map != MapId::INPUT).unwrap_or(analysis.output());
            let whole = self.whole.get(stack(), |_| Whole::of(net));
            let part = self.part.get((stack(), map), |(_, map)| Part::of(net, whole, *map));
            (whole, part)
        });
        let notes = self.notes.get(stack(), |_| super::notes::all(net));
        let preview = preview.map(|edit| {
            self.preview.get((stack(), edit.clone()), |(stack, edit)| {
                let mut stack = Stack::clone(stack);
                edit.clone().apply(&mut stack);
                Preview { edit: edit.clone(), net: Net::of(&stack) }
            })
        });
        let mut preview_sceneries: Sceneries<'_> = Default::default();
        for (name, memo) in ViewName::BOARDS.into_iter().zip(&mut self.preview_sceneries) {
            if let Some(preview) = preview.filter(|_| visible.contains(&name)) {
                let Net { lowered, analysis, .. } = &preview.net;
                let subject = Subject::new(&lowered.graph, analysis, words)
                    .with_scroll(scroll)
                    .with_path(path.map(|path| path.as_slice()));
                // The pin may not exist in the network that the edit would make.
                let pin = pin.as_ref().and_then(|(map, unit)| {
                    Some((*map, analysis.maps().get(map.index())?.shape.as_ref()?.nearest_unit(unit.as_slice())?))
                });
                // Nothing is worked out for what is only thought about.
                let drawn = Drawn { values: None, paths: None, opened: None, ..drawn(name) };
                let request = (stack(), preview.edit.clone(), drawn);
                let answer = memo.get(request, |_| scenery(name, &subject, look, pin.as_ref()));
                preview_sceneries[name as usize] = answer.as_ref();
            }
        }
        let preview_trace = preview.zip(pin.as_ref()).and_then(|(preview, pin)| {
            let request = (stack(), preview.edit.clone(), pin.clone());
            let trace = self.preview_trace.get(request, |(_, _, (map, unit))| preview.net.trace(*map, unit));
            trace.as_ref()
        });
        let answer = |(_, (map, unit)): &(Arc<Stack>, Unit)| net.trace(*map, unit);
        let padding = |(_, (map, unit)): &(Arc<Stack>, Unit)| net.padding(*map, unit);
        let inspected = pin.clone().filter(|_| inspector);
        let pin_padding = inspected.and_then(|unit| *self.pin_padding.get((stack(), unit), padding));
        let pin_trace = pin.and_then(|unit| self.pin_trace.get((stack(), unit), answer).as_ref());
        let pointed = hover.is_some();
        let trace = hover.and_then(|unit| self.trace.get((stack(), unit), answer).as_ref());
        let trace = if pointed { trace } else { pin_trace };
        Answers {
            words,
            net,
            sceneries,
            listing,
            story,
            joined,
            whole,
            notes,
            preview,
            preview_sceneries,
            preview_trace,
            trace,
            pin_trace,
            pin_padding,
            values,
            progress,
            paths,
            uncounted,
            sample,
            path: path.map(|path| path.as_slice()),
            alternatives,
        }
    }
}

fn scenery(name: ViewName, subject: &Subject<'_>, look: Look, pin: Option<&Unit>) -> Option<Scenery> {
    Some(Scenery::of(view::board(name, subject, look, pin)?, subject))
}

fn path_of<'m>(memo: &'m mut PathMemo, net: &Net, stack: &Arc<Stack>, wanted: &Wanted) -> Option<&'m Same<Vec<MapId>>> {
    let answer = memo.get((Arc::clone(stack), wanted.clone()), |(stack, wanted)| {
        route::shown(stack, &net.lowered, &net.analysis, wanted).map(|path| Same(Arc::new(path)))
    });
    answer.as_ref()
}
