//! Blocks of large matrices in the view of numbers: where they begin, how they follow the kernel, and how a person scrolls
//! them.

use receptive::field::Analysis;
use receptive::import::document::read_any;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Look, MapId};
use receptive::scene::detail::{self, Lens, Mark};
use receptive::scene::numbers::{Numbers, Scroll};
use receptive::scene::theme::Role;
use receptive::scene::view::{Block, Board, Hit, Subject, Unit};
use receptive::scene::{Item, Shape};
use receptive::value::{ASK_BYTES, Assets, Cancel, Question, Values, parameters_of};

struct Net {
    graph: Graph,
    analysis: Analysis,
    words: Words,
}

impl Net {
    fn of(text: &str) -> Self {
        let graph = read_stack(text).unwrap().lower().graph;
        Self { analysis: Analysis::of(&graph), graph, words: Words::new(Lang::En) }
    }

    fn board(&self, scroll: Scroll, unit: Option<[i64; 2]>) -> Numbers {
        let pin = unit.map(|unit| self.unit(unit));
        let subject = Subject::new(&self.graph, &self.analysis, &self.words).with_scroll(scroll);
        Numbers::of(&subject, Look::default(), pin.as_ref())
    }

    fn unit(&self, unit: [i64; 2]) -> Unit {
        (self.graph.output(), unit.into())
    }
}

fn block(board: &Numbers, map: usize) -> Block {
    *board.blocks().iter().find(|block| block.map.index() == map && !block.is_kernel).expect("a block")
}

/// The kernel goes over all positions in reading order. Every block has the window in sight at each, and moves by one cell
/// at most but for the begin of a row; while the window is in its middle it does not move at all.
#[test]
fn blocks_follow_the_kernel_by_as_little_as_it_takes() {
    let net = Net::of("1x24x30: conv k3 p1");
    let mut scroll = Scroll::NONE;
    let mut before: Option<[[i64; 2]; 2]> = None;
    for (row, column) in (0..24).flat_map(|row| (0..30).map(move |column| (row, column))) {
        let pin = net.unit([row, column]);
        scroll = scroll.followed(&net.graph, &net.analysis, None, Look::default(), Some(&pin));
        let board = net.board(scroll, Some([row, column]));
        let blocks = [block(&board, 0), block(&board, 1)];
        let windows = [[[row - 1, row + 1], [column - 1, column + 1]], [[row, row], [column, column]]];
        for (at, (block, window)) in blocks.iter().zip(windows).enumerate() {
            for way in 0..2 {
                let [first, last] = window[way];
                let (start, end) = (block.start[way], block.start[way] + block.shown[way] as i64 - 1);
                assert!(start <= first && last <= end, "{row} {column}: {start}–{end} without {window:?}");
                let Some(before) = before else { continue };
                let (old, old_end) = (before[at][way], before[at][way] + block.shown[way] as i64 - 1);
                let moved = start - old;
                // A cell on either side is in sight as well, as far as there is one.
                if old < first && last < old_end {
                    assert_eq!(moved, 0, "{row} {column}: it moved without need");
                } else if column > 0 || way == 0 {
                    assert!(moved.abs() <= 1, "{row} {column}: it jumped by {moved}");
                }
            }
        }
        before = Some(blocks.map(|block| block.start));
    }
}

#[test]
fn a_block_is_where_it_was_scrolled_to_and_goes_no_farther_than_the_padding() {
    let text = "version = 1\ninput = \"1x40x50\"\nlayers = [\"conv k3 p2\"]\n[values]\ninput = \"noise 3\"\n";
    let stack = read_any(text.as_bytes()).unwrap().stack;
    let lowered = stack.lower();
    let (graph, analysis) = (&lowered.graph, &Analysis::of(&lowered.graph));
    let (parameters, assets) = (parameters_of(&stack, &lowered), Assets::new());
    let (source, parameters, assets) = (&stack.source, &parameters[..], &assets);
    let question = Question { graph, analysis, source, parameters, assets, most_bytes: ASK_BYTES, last: None };
    let values = Values::of(&question, &Cancel::default());
    let words = Words::new(Lang::En);
    let subject = Subject::new(graph, analysis, &words).with_values(Some(&values));
    let pin: Unit = (graph.output(), [0, 0].into());
    let at = |scroll: Scroll| Numbers::of(&subject.with_scroll(scroll), Look::default(), Some(&pin));
    let follow = Scroll::NONE.followed(graph, analysis, None, Look::default(), Some(&pin));
    let first = block(&at(follow), 0);
    assert_eq!((first.start, first.starts), ([-2, -2], [[-2, 40 + 2 - 9], [-2, 50 + 2 - 9]]));
    for (to, shown) in [([10, 20], [10, 20]), ([1000, -1000], [33, -2])] {
        let board = at(follow.with(&first, to));
        let block = block(&board, 0);
        assert_eq!(block.start, shown);
        // The cells hold the values of the tensor, and are found where they are drawn.
        let items = board.over(&subject, 0);
        let texts: Vec<_> = items.iter().filter_map(texts_of).flatten().collect();
        for (row, column) in (0..9).flat_map(|row| (0..9).map(move |column| (row, column))) {
            let unit = [shown[0] + row, shown[1] + column];
            let rect = receptive::scene::Rect::new(
                block.cells.min.x + column as f64 * block.pitch,
                block.cells.min.y + row as f64 * block.pitch,
                block.pitch,
                block.pitch,
            );
            let inside = (0..40).contains(&unit[0]) && (0..50).contains(&unit[1]);
            let hit = if inside { Hit::Read((MapId::INPUT, unit.into())) } else { Hit::Map(MapId::INPUT) };
            assert_eq!(board.hit(&subject, rect.centre(), None), Some(hit));
            let index = [0, 0, unit[0], unit[1]].map(|n| n as usize);
            let value = if inside { values.map(MapId::INPUT).unwrap()[index] } else { 0.0 };
            let written = texts.iter().find(|(at, text)| rect.contains(*at) && !text.starts_with('×'));
            let written: f32 = written.expect("a value").1.replace('−', "-").parse().unwrap();
            assert!((written - value).abs() <= 0.0006, "{unit:?}: {written} for {value}");
        }
    }
    // Without a choice, as in a picture that is exported, the window is in it.
    let alone: Unit = (graph.output(), [25, 30].into());
    let board = Numbers::of(&subject, Look::default(), Some(&alone));
    // Rows 23–25 and columns 28–30 are read; three of nine cells before them.
    assert_eq!(block(&board, 0).start, [23 - 3, 28 - 3]);
}

fn texts_of(item: &Item) -> Option<Vec<(receptive::scene::Point, String)>> {
    match &item.shape {
        Shape::Texts(texts) => Some(texts.texts.clone()),
        _ => None,
    }
}

/// Rows and columns have their indices, at the left of each map and above it; those of the padding have its colour.
#[test]
fn rows_and_columns_have_indices() {
    let net = Net::of("1x4x5: conv k3 p1");
    let board = net.board(Scroll::NONE, Some([0, 0]));
    let subject = Subject::new(&net.graph, &net.analysis, &net.words);
    let lens = Lens { window: board.bounds(), zoom: 1.0 };
    let of = |map: usize| {
        let items = board.over(&subject, 0);
        let mut found = Vec::new();
        for item in &items {
            let Shape::BlockIndices(_) = item.shape else { continue };
            if item.tag != receptive::scene::Tag::Map(net.graph.map(map).unwrap()) {
                continue;
            }
            detail::marks(item, &lens, &mut |role, mark| {
                if let Mark::Text { text, .. } = mark {
                    found.push((text.into_owned(), role == Role::Padding));
                }
            });
        }
        found
    };
    let plain = |n: i64| (n.to_string(), false);
    let pads = |text: &str| (text.to_owned(), true);
    let run = |count: i64, after: &str| {
        let inside = (0..count).map(plain);
        [pads("−1")].into_iter().chain(inside).chain([pads(after)]).collect::<Vec<_>>()
    };
    assert_eq!(of(0), [run(5, "5"), run(4, "4")].concat(), "columns, then rows");
    assert_eq!(of(1), (0..5).map(plain).chain((0..4).map(plain)).collect::<Vec<_>>());
    // A page without indices has none of these either.
    let items = board.over(&subject, 0);
    let rects =
        items.iter().filter(|item| matches!(item.shape, Shape::BlockIndices(_))).map(|item| item.shape.bounds());
    let bounds = board.bounds();
    assert!(rects.clone().count() == 2 && rects.into_iter().all(|rect| rect.clip(&bounds) == Some(rect)));
}

#[cfg(feature = "window")]
mod window {
    use egui::accesskit::Role;
    use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase, pos2, vec2};
    use egui_kittest::kittest::{NodeT, Queryable};

    use super::super::driver::*;

    /// What of a map is in sight, as its bar says it.
    #[track_caller]
    fn in_sight(window: &Window, bar: &str) -> String {
        window.get_by_role_and_label(Role::ScrollBar, bar).accesskit_node().value().expect("a bar has a value")
    }

    #[test]
    fn the_wheel_and_a_drag_scroll_the_block_under_them() {
        let mut window = numbers("1x40x40: conv k3 p1");
        assert_eq!(in_sight(&window, "Rows of Input"), "−1–7");
        let bar = window.get_by_role_and_label(Role::ScrollBar, "Rows of Input").rect();
        let at = pos2(bar.left() - 60.0, bar.center().y);
        window.hover_at(at);
        window.run();
        let wheel = |delta: egui::Vec2| Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta,
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Trackpad,
            modifiers: Modifiers::NONE,
        };
        window.event(wheel(vec2(0.0, -200.0)));
        window.run();
        let rows = in_sight(&window, "Rows of Input");
        assert_ne!(rows, "−1–7");
        assert_eq!(in_sight(&window, "Columns of Input"), "−1–7");
        // The other matrix and the page stay where they are.
        assert_eq!(in_sight(&window, "Rows of conv1"), "0–6");
        assert_eq!(window.get_by_role_and_label(Role::ScrollBar, "Rows of Input").rect(), bar);
        // Taken by its cells it comes along: to the left, so later columns come into sight.
        window.drag_at(at);
        window.run();
        window.hover_at(at - vec2(150.0, 0.0));
        window.run();
        window.drop_at(at - vec2(150.0, 0.0));
        window.run();
        let columns = in_sight(&window, "Columns of Input");
        assert_ne!(columns, "−1–7");
        assert_eq!(in_sight(&window, "Rows of Input"), rows);
        assert_eq!(window.get_by_role_and_label(Role::ScrollBar, "Rows of Input").rect(), bar);
        // The next position brings the kernel's window back: rows −1–1, columns 0–2.
        window.get_by_role_and_label(Role::Button, "One position on").click();
        window.run();
        assert_eq!(in_sight(&window, "Rows of Input"), "−1–7");
        assert_eq!(in_sight(&window, "Columns of Input"), "−1–7");
    }

    #[test]
    fn bars_are_moved_by_keys() {
        let mut window = numbers("1x40x40: conv k3 p1");
        window.get_by_role_and_label(Role::ScrollBar, "Columns of conv1").focus();
        window.run();
        press(&mut window, Modifiers::NONE, Key::ArrowRight);
        press(&mut window, Modifiers::NONE, Key::ArrowRight);
        assert_eq!(in_sight(&window, "Columns of conv1"), "2–8");
        press(&mut window, Modifiers::NONE, Key::PageDown);
        assert_eq!(in_sight(&window, "Columns of conv1"), "8–14");
        press(&mut window, Modifiers::NONE, Key::End);
        assert_eq!(in_sight(&window, "Columns of conv1"), "33–39");
        press(&mut window, Modifiers::NONE, Key::Home);
        assert_eq!(in_sight(&window, "Columns of conv1"), "0–6");
        // The kernel stayed where it was.
        assert_says(&window, "1 of 1600 (0, 0)");
    }

    #[test]
    fn the_window_stays_in_sight_while_the_kernel_walks() {
        let mut window = numbers("1x40x40: conv k3 p1");
        let mut seen = Vec::new();
        for _ in 0..10 {
            window.get_by_role_and_label(Role::Button, "One position on").click();
            window.run();
            seen.push(in_sight(&window, "Columns of conv1"));
        }
        // Seven columns, one of them behind the unit.
        let wanted = ["0–6", "0–6", "0–6", "0–6", "0–6", "1–7", "2–8", "3–9", "4–10", "5–11"];
        assert_eq!(seen, wanted);
    }

    /// A small map is shown whole: there is nothing to scroll.
    #[test]
    fn small_maps_have_no_bars() {
        let window = numbers("1x7x7: conv k3 s3");
        for way in ["Rows of", "Columns of"] {
            assert_silent(&window, way);
        }
    }

    /// The tabs of the strip stand in the first row of its chart, and are pressed there.
    #[test]
    fn the_tabs_of_the_strip_take_their_own_presses() {
        let mut window = window("1x7x7: conv k3 s3");
        let tab = |window: &Window| {
            let node = window.get_by_role_and_label(Role::Tab, "Notes (3)");
            (node.rect().center(), node.accesskit_node().toggled())
        };
        let at = tab(&window).0;
        window.hover_at(at);
        window.drag_at(at);
        window.drop_at(at);
        window.run();
        assert_eq!(tab(&window).1, Some(egui::accesskit::Toggled::True));
        // The chart below has not chosen a layer.
        assert_says(&window, "Convolution");
    }
}
