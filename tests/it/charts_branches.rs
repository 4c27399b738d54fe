//! The charts of networks with branches: points above their depths, a line per edge, bars side by side, and whiskers
//! from the narrowest path. Fields, strides and depths are worked out by hand.

use std::collections::BTreeSet;

use receptive::field::Analysis;
use receptive::field::route::route;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Join, Look, MapId, Scale, Stack};
use receptive::scene::figure::{Figure, Sheet};
use receptive::scene::series::{Chart, Charts};
use receptive::scene::theme::Role;
use receptive::scene::view::{Subject, ViewName};
use receptive::scene::{Point, Rect, Shape, charts};

use crate::charts::texts_apart;
use crate::networks::{self, Plan};
use crate::scenes::told_of;

/// A block with a shortcut, and a pool behind it. Points: the image, conv1 with its activation, conv3, the sum with its
/// activation, the pool. Their depths 0, 1, 2, 3, 4; fields 1, 3, 5, 5, 6; the shortcut alone sees 3.
fn residual() -> Stack {
    let mut plan = Plan::new();
    let first = plan.all("conv k3 p1 c2, relu", 0);
    let second = plan.then("conv k3 p1 c2", first);
    let sum = plan.join(Join::Add, &[second, first]);
    plan.all("relu, maxpool k2", sum);
    plan.stack(1, 16)
}

/// Three branches from the image: conv1 of one unit; conv2 of one unit and conv3 of three; conv4 of five. The
/// concatenation, concat5, lies below the longest of them. Depths 0, 1, 1, 2, 1, 3; fields 1, 1, 1, 3, 5, 5.
fn inception() -> Stack {
    let mut plan = Plan::new();
    let one = plan.then("conv k1 c2", 0);
    let two = plan.all("conv k1 c2, conv k3 p1 c3", 0);
    let three = plan.then("conv k5 p2 c2", 0);
    plan.join(Join::Concat, &[one, two, three]);
    plan.stack(1, 12)
}

struct Drawn {
    graph: Graph,
    analysis: Analysis,
    charts: Charts,
}

/// 52 points from depth to depth, with 0.6 of that at both ends, for depths up to 4.
const PLOT: Rect = Rect::spanning((100.0, 100.0 + 52.0 * 5.2), (20.0, 120.0));

impl Drawn {
    fn of(stack: &Stack) -> Self {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        let charts = Charts::of(&graph, &analysis);
        Self { graph, analysis, charts }
    }

    fn figure(&self, chart: Chart, plot: Rect) -> Figure {
        self.along(&route(&self.graph, &self.analysis, &[]), chart, plot)
    }

    fn along(&self, path: &[MapId], chart: Chart, plot: Rect) -> Figure {
        let words = Words::new(Lang::En);
        let sheet = Sheet { charts: &self.charts, graph: &self.graph, words: &words, scale: Scale::Linear, path };
        sheet.figure(chart, plot)
    }

    /// The names of the layers at a place.
    fn at(&self, figure: &Figure, at: Point) -> Vec<String> {
        let depths = self.charts.depths.as_ref().unwrap();
        let name = |map: MapId| self.graph.node(map).map_or("image".to_owned(), |node| node.name.clone());
        figure.points_at(at).into_iter().map(|point| name(depths.maps(point)[0])).collect()
    }
}

/// Places in tenths, so that they can be compared.
fn tenths(at: &Point) -> (i64, i64) {
    ((10.0 * at.x).round() as i64, (10.0 * at.y).round() as i64)
}

fn thin(figure: &Figure, role: Role) -> BTreeSet<[(i64, i64); 2]> {
    let lines = figure.fan.items.iter().filter(|item| item.role == role).filter_map(|item| match &item.shape {
        Shape::Segments { segments, .. } => Some(segments),
        _ => None,
    });
    lines.flatten().map(|[from, to]| [tenths(from), tenths(to)]).collect()
}

fn strong(figure: &Figure) -> Vec<(i64, i64)> {
    let lines = figure.fan.items.iter().filter_map(|item| match &item.shape {
        Shape::Polyline { points, .. } => Some(points),
        _ => None,
    });
    lines.flatten().map(tenths).collect()
}

/// The image's size, 16, lies at 0.82 of the height: a field of 1 is 5.125 points high.
fn place(depth: usize, field: f64) -> (i64, i64) {
    tenths(&Point::new(100.0 + 52.0 * (depth as f64 + 0.6), 120.0 - 82.0 * field / 16.0))
}

#[test]
fn a_shortcut_leaves_the_path_and_comes_back_at_the_sum() {
    let drawn = Drawn::of(&residual());
    let figure = drawn.figure(Chart::Field, PLOT);
    assert_eq!(strong(&figure), [place(0, 1.0), place(1, 3.0), place(2, 5.0), place(3, 5.0), place(4, 6.0)]);
    assert_eq!(thin(&figure, Role::Field), BTreeSet::from([[place(1, 3.0), place(3, 5.0)]]));
    // At the sum, from the field through the shortcut up to its own; the foot is 8 points wide.
    let (low, high) = (place(3, 3.0), place(3, 5.0));
    let foot = [(low.0 - 40, low.1), (low.0 + 40, low.1)];
    assert_eq!(thin(&figure, Role::TextDim), BTreeSet::from([[low, high], foot]));
    let strides: Vec<Option<f64>> = drawn.charts.curves(Chart::Stride).series[0].values.clone();
    assert_eq!(strides, [1.0, 1.0, 1.0, 1.0, 2.0].map(Some));
}

#[test]
fn parallel_branches_stand_above_each_other() {
    let drawn = Drawn::of(&inception());
    let depths = drawn.charts.depths.as_ref().unwrap();
    assert_eq!((0..depths.len()).map(|point| depths.depth(point)).collect::<Vec<_>>(), [0, 1, 1, 2, 1, 3]);
    assert_eq!(depths.edges(), [[0, 1], [0, 2], [2, 3], [0, 4], [1, 5], [3, 5], [4, 5]]);
    let fields = &drawn.charts.curves(Chart::Field).series[0];
    assert_eq!(fields.values, [1.0, 1.0, 1.0, 3.0, 5.0, 5.0].map(Some));
    assert_eq!(fields.smallest, [None, None, None, None, None, Some(1.0)]);
    // Through the widest branch: the image, conv4, the concatenation. The rest is 5 edges, two of which lie on each
    // other: those to the two branches that begin with one unit.
    let figure = drawn.figure(Chart::Field, PLOT);
    assert_eq!(strong(&figure).len(), 3);
    assert_eq!(thin(&figure, Role::Field).len(), 4);
}

#[test]
fn what_is_pointed_at_is_the_nearest_layer_of_the_depth_and_all_that_lie_on_it() {
    let drawn = Drawn::of(&inception());
    let figure = drawn.figure(Chart::Field, PLOT);
    // Depths 0 to 3 in the same width; the image's size is 12.
    let pitch = 52.0 * 5.2 / 4.2;
    let at = |depth: f64, field: f64| Point::new(100.0 + pitch * (depth + 0.6), 120.0 - 82.0 * field / 12.0);
    assert_eq!(drawn.at(&figure, at(0.0, 1.0)), ["image"]);
    assert_eq!(drawn.at(&figure, at(1.0, 1.0)), ["conv1", "conv2"]);
    assert_eq!(drawn.at(&figure, at(1.2, 4.2)), ["conv4"]);
    assert_eq!(drawn.at(&figure, at(0.8, 11.0)), ["conv4"], "the nearest one of the depth, however far");
    assert_eq!(drawn.at(&figure, at(2.0, 1.0)), ["conv3"]);
    assert_eq!(drawn.at(&figure, at(9.0, 0.0)), ["concat5"]);
}

/// By hand: 1·2 + 2, 1·2 + 2 and 25·2 + 2 weights and biases from the image's one channel; 9·2·3 + 3 behind.
#[test]
fn bars_of_one_depth_stand_side_by_side() {
    let drawn = Drawn::of(&inception());
    let figure = drawn.figure(Chart::Params, PLOT);
    assert_eq!(drawn.charts.curves(Chart::Params).series[0].values, [0.0, 4.0, 4.0, 57.0, 52.0, 0.0].map(Some));
    let bars: Vec<Rect> = figure.fan.bars.iter().map(|(_, bar)| *bar).collect();
    let points: Vec<usize> = figure.fan.bars.iter().map(|(point, _)| *point).collect();
    assert_eq!(points, [1, 2, 3, 4], "the image and the concatenation have none");
    assert!(bars[0].max.x < bars[1].min.x && bars[1].max.x < bars[3].min.x && bars[3].max.x < bars[2].min.x);
    for (bar, params) in bars.iter().zip([4.0, 4.0, 57.0, 52.0]) {
        assert!((bar.height() - 82.0 * params / 57.0).abs() < 1e-9, "{bar:?}");
    }
    for (bar, name) in bars.iter().zip(["conv1", "conv2", "conv3", "conv4"]) {
        let above = Point::new(bar.centre().x, 30.0);
        assert_eq!(drawn.at(&figure, above), [name]);
    }
    // Of the path is conv4 alone; the others are outlined.
    let outlined = figure.fan.items.iter().filter(|item| matches!(item.shape, Shape::Outline { .. })).count();
    assert_eq!(outlined, 3);
    // In sixteen points there is no room beside each other: one bar, where all of them are told.
    let narrow = drawn.figure(Chart::Params, Rect::spanning((0.0, 16.0), (20.0, 120.0)));
    assert_eq!(drawn.at(&narrow, Point::new(6.0, 60.0)).len(), 3);
}

/// A layer with those on single units that follow it is one point, and counts together: 18 + 2 of the convolution, and
/// as many scales and shifts as channels.
#[test]
fn layers_on_single_units_count_with_the_one_before() {
    let mut plan = Plan::new();
    let first = plan.all("conv k3 p1 c2, bn, relu", 0);
    plan.join(Join::Add, &[first, 0]);
    let drawn = Drawn::of(&plan.stack(1, 8));
    let values = &drawn.charts.curves(Chart::Params).series[0].values;
    assert_eq!(values[..], [0.0, 20.0 + 4.0, 0.0].map(Some));
    let words = Words::new(Lang::En);
    let exact = |maps: &[usize]| {
        let maps: Vec<MapId> = maps.iter().map(|map| drawn.graph.map(*map).unwrap()).collect();
        drawn.charts.exact(Chart::Params, &drawn.analysis, &maps, &words)
    };
    assert_eq!([exact(&[1]), exact(&[2]), exact(&[1, 2, 3])], ["20", "4", "24"]);
    let sum = drawn.graph.map(4).unwrap();
    let field = drawn.charts.exact(Chart::Field, &drawn.analysis, &[sum], &words);
    assert_eq!(field, "3 (narrowest path 1)");
}

/// The path of another branch is drawn strongly when it is followed, in pictures too; where a path jumps there is no line.
#[test]
fn the_followed_path_is_the_strong_one() {
    let drawn = Drawn::of(&inception());
    let maps = |maps: &[usize]| -> Vec<MapId> { maps.iter().map(|map| drawn.graph.map(*map).unwrap()).collect() };
    let plot = Rect::spanning((100.0, 100.0 + 52.0 * 4.2), (20.0, 120.0));
    let at = |depth: usize, field: f64| {
        tenths(&Point::new(100.0 + 52.0 * (depth as f64 + 0.6), 120.0 - 82.0 * field / 12.0))
    };
    let second = maps(&[0, 2, 3, 5]);
    let figure = drawn.along(&second, Chart::Field, plot);
    assert_eq!(strong(&figure), [at(0, 1.0), at(1, 1.0), at(2, 3.0), at(3, 5.0)]);
    let odd = drawn.along(&maps(&[0, 1, 4, 5]), Chart::Field, plot);
    assert_eq!(strong(&odd), [at(0, 1.0), at(1, 1.0), at(1, 5.0), at(3, 5.0)], "two pieces");

    let words = Words::new(Lang::En);
    let subject = Subject::new(&drawn.graph, &drawn.analysis, &words);
    let picture = |path: &[MapId]| told_of(&subject.with_path(Some(path)), ViewName::Charts, None);
    let widest = told_of(&subject, ViewName::Charts, None);
    assert_eq!(picture(&route(&drawn.graph, &drawn.analysis, &[])), widest);
    assert_ne!(picture(&second), widest);
}

#[test]
fn chains_keep_a_place_for_every_map() {
    let drawn = Drawn::of(&networks::chain(3));
    assert!(drawn.charts.depths.is_none());
    assert_eq!(drawn.charts.columns(), 4);
    assert!(drawn.figure(Chart::Field, PLOT).fan.items.is_empty());
}

/// No more lines than edges, however many branches there are.
#[test]
fn lines_are_as_many_as_edges() {
    for stack in [networks::residual(2000), networks::densenet121(), networks::resnet50(), networks::unet()] {
        let drawn = Drawn::of(&stack);
        let edges: usize = drawn.graph.nodes().iter().map(|node| node.inputs().len()).sum();
        for chart in Chart::ALL {
            let figure = drawn.figure(chart, Rect::spanning((0.0, 400.0), (0.0, 150.0)));
            let lines: usize = figure
                .fan
                .items
                .iter()
                .map(|item| match &item.shape {
                    Shape::Segments { segments, .. } if item.role != Role::TextDim => segments.len(),
                    Shape::Polyline { points, .. } => points.len() - 1,
                    _ => 0,
                })
                .sum();
            assert!(lines <= edges, "{chart:?}: {lines} of {edges}");
        }
    }
}

#[test]
fn texts_of_branches_do_not_overprint_each_other() {
    let stacks = [residual(), inception(), networks::unet(), networks::resnet50(), networks::inception()];
    for (stack, lang) in stacks.iter().flat_map(|stack| Lang::ALL.map(|lang| (stack, lang))) {
        let graph = stack.lower().graph;
        let (analysis, words) = (Analysis::of(&graph), Words::new(lang));
        let items = charts::drawing(&Subject::new(&graph, &analysis, &words), Look::default()).items;
        texts_apart(&items, "a network with branches");
    }
}

#[test]
fn charts_of_two_networks_with_branches() {
    for (name, stack) in [("residual", residual()), ("inception", inception())] {
        let graph = stack.lower().graph;
        let (analysis, words) = (Analysis::of(&graph), Words::new(Lang::En));
        let told = told_of(&Subject::new(&graph, &analysis, &words), ViewName::Charts, None);
        insta::assert_snapshot!(format!("charts_{name}"), told);
    }
}

#[cfg(feature = "window")]
mod in_the_window {
    use egui::accesskit::Role;
    use egui::{Key, Modifiers, Pos2, pos2};
    use egui_kittest::kittest::{NodeT, Queryable};

    use receptive::scene::view::ViewName;

    use crate::driver::{Window, drawn, press, window_of_network};

    fn shown() -> Window {
        let mut window = window_of_network(super::inception());
        window.state_mut().show(ViewName::Charts);
        window.run();
        window
    }

    fn told(window: &Window, chart: &str) -> Vec<String> {
        let charts = window.query_all_by_role_and_label(Role::Image, chart);
        charts.filter_map(|node| node.accesskit_node().value()).collect()
    }

    /// The place of a field in its chart, of depths 0 to 3 and an image of 12.
    fn place(window: &Window, depth: f32, field: f32) -> Pos2 {
        let rect = window.get_by_role_and_label(Role::Image, "Receptive field").rect();
        pos2(rect.left() + rect.width() * (depth + 0.6) / 4.2, rect.bottom() - 0.82 * rect.height() * field / 12.0)
    }

    fn click(window: &mut Window, at: Pos2) {
        window.hover_at(at);
        window.drag_at(at);
        window.drop_at(at);
        window.run();
    }

    /// What is told of the selection, the pointer elsewhere.
    fn selected(window: &mut Window) -> Vec<String> {
        window.remove_cursor();
        window.run();
        told(window, "Receptive field")
    }

    #[test]
    fn a_press_on_a_point_of_a_branch_selects_its_layer() {
        let mut window = shown();
        let (wide, narrow) = (place(&window, 1.0, 5.0), place(&window, 1.0, 1.0));
        click(&mut window, wide);
        assert_eq!(selected(&mut window), ["conv4: 5"]);
        // Two layers lie here: pointing tells of both, and each press goes on to the next.
        window.hover_at(narrow);
        window.run();
        assert_eq!(told(&window, "Receptive field"), ["conv1, conv2: 1"]);
        assert!(drawn(&window).iter().any(|text| text == "conv1, conv2 · each click selects the next"));
        for name in ["conv1: 1", "conv2: 1", "conv1: 1"] {
            click(&mut window, narrow);
            assert_eq!(selected(&mut window), [name]);
        }
        let join = place(&window, 3.0, 5.0);
        click(&mut window, join);
        assert_eq!(selected(&mut window), ["concat5: 5 (narrowest path 1)"]);
        press(&mut window, Modifiers::NONE, Key::ArrowLeft);
        assert_eq!(told(&window, "Receptive field"), ["conv4: 5"]);
    }

    #[test]
    fn the_axis_and_the_samples_say_what_is_drawn() {
        let window = shown();
        let texts = drawn(&window);
        for text in ["shown path", "other branches", "at joins: narrowest to widest path"] {
            assert!(texts.iter().any(|drawn| drawn == text), "{text}");
        }
        let axes = texts.iter().filter(|text| text.starts_with("depth")).count();
        assert_eq!(axes, 7, "below the six charts and the one in the strip");
    }
}
