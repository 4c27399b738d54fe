//! The view of numbers: what is written is what the tensors hold, worked out here once more by hand or by the
//! definition, and every cell is found again where it is drawn.

use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::field::{Analysis, Trace};
use receptive::import::document::read_any;
use receptive::locale::{Lang, Words};
use receptive::net::{
    Colours, Graph, Join, Look, MapId, Node, Op, Pointwise, Range, Reveal, Shape as MapShape, Source, Stack, Window,
};
use receptive::scene::detail::{self, Lens};
use receptive::scene::numbers::Numbers;
use receptive::scene::theme::Role;
use receptive::scene::view::{Board, Hit, Subject, Unit, ViewName, middle_unit};
use receptive::scene::{Item, Point, Rect, Shape};
use receptive::value::{ASK_BYTES, Assets, Cancel, Question, Values, parameters_of};

/// A network with its numbers.
struct Lesson {
    graph: Graph,
    analysis: Analysis,
    values: Option<Values>,
    words: Words,
}

impl Lesson {
    fn of_stack(stack: &Stack) -> Self {
        let lowered = stack.lower();
        let analysis = Analysis::of(&lowered.graph);
        let (parameters, assets) = (parameters_of(stack, &lowered), Assets::new());
        let values = values(&lowered.graph, &analysis, &stack.source, &parameters, &assets);
        Self { graph: lowered.graph, analysis, values: Some(values), words: Words::new(Lang::En) }
    }

    fn of_graph(graph: Graph) -> Self {
        let analysis = Analysis::of(&graph);
        let parameters = vec![None; graph.map_count()];
        let values = values(&graph, &analysis, &Source::Ramp, &parameters, &Assets::new());
        Self { graph, analysis, values: Some(values), words: Words::new(Lang::En) }
    }

    /// A document of a few lines: its input, its layers, and its values as they are written in a file.
    fn new(input: &str, layers: &[&str], values: &str) -> Self {
        let text = format!("version = 1\ninput = \"{input}\"\nlayers = {layers:?}\n[values]\n{values}");
        Self::of_stack(&read_any(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}")).stack)
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words).with_values(self.values.as_ref())
    }

    fn board(&self, look: Look, pin: Option<&Unit>) -> Numbers {
        Numbers::of(&self.subject(), look, pin)
    }

    /// The sum at a unit of a map, its lines with usual spaces.
    fn sum(&self, map: usize, unit: &[i64]) -> Vec<String> {
        self.sum_of(Look::default(), map, unit)
    }

    fn sum_of(&self, look: Look, map: usize, unit: &[i64]) -> Vec<String> {
        let pin = self.unit(map, unit);
        self.board(look, Some(&pin)).sum().map(|line| line.replace('\u{a0}', " ").trim().to_owned()).collect()
    }

    fn unit(&self, map: usize, unit: &[i64]) -> Unit {
        (self.graph.map(map).expect("a map"), unit.iter().copied().collect())
    }
}

fn values(
    graph: &Graph,
    analysis: &Analysis,
    source: &Source,
    parameters: &[Option<&receptive::net::Parameters>],
    assets: &Assets,
) -> Values {
    Values::of(
        &Question { graph, analysis, source, parameters, assets, most_bytes: ASK_BYTES, last: None },
        &Cancel::default(),
    )
}

/// All texts with their places and roles.
fn texts(items: &[Item]) -> Vec<(Point, Role, String)> {
    let of = |item: &Item| match &item.shape {
        Shape::Texts(texts) => texts.texts.iter().map(|(at, text)| (*at, item.role, text.clone())).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    items.iter().flat_map(of).collect()
}

/// What is written inside a rectangle, without the weights beside the values.
fn written_in(items: &[Item], rect: Rect) -> Vec<String> {
    let inside = texts(items).into_iter().filter(|(at, _, text)| rect.contains(*at) && !text.starts_with('×'));
    inside.map(|(_, _, text)| text).collect()
}

fn rect_of(board: &Numbers, subject: &Subject<'_>, hit: &Hit) -> Rect {
    board.place_of(subject, hit).unwrap_or_else(|| panic!("{hit:?} has no place"))
}

fn lecture() -> Lesson {
    let row = "[1,1,1,1,1,1,99]";
    Lesson::new("1x7x7", &["conv k3 s3"], &format!("input = [{}]\n", [row; 7].join(",")))
}

#[test]
fn the_lecture_of_the_column_that_is_never_read() {
    let lesson = lecture();
    let subject = lesson.subject();
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let sum = lesson.sum(1, &[row, column]);
        let products = "1·1 + 1·1 + 1·1";
        assert_eq!(
            sum,
            ["9 products and their sum", products, &format!("+ {products}"), &format!("+ {products}"), "= 9"]
        );
        let pin = lesson.unit(1, &[row, column]);
        let board = lesson.board(Look::default(), Some(&pin));
        let items = board.over(&subject, 0);
        let window = items.iter().find_map(|item| match item.shape {
            Shape::Outline { rect, .. } if item.role == Role::Kernel => Some(rect),
            _ => None,
        });
        assert_eq!(written_in(&items, window.expect("a window")), ["1"; 9]);
        let made = rect_of(&board, &subject, &Hit::Map(pin.0));
        assert_eq!(written_in(&items, made), ["9"; 4]);
        let all = texts(&items);
        assert_eq!(all.iter().filter(|(_, _, text)| text == "99").count(), 7);
        assert_eq!(all.iter().filter(|(_, _, text)| text == "9").count(), 4);
    }
}

#[test]
fn pools_of_the_lecture() {
    let input = "input = [[1,1,2,4],[5,6,7,8],[3,2,1,0],[1,2,3,4]]\n";
    let most = Lesson::new("1x4x4", &["maxpool k2"], input);
    for (unit, value) in [([0, 0], "= 6"), ([0, 1], "= 8"), ([1, 0], "= 3"), ([1, 1], "= 4")] {
        assert_eq!(most.sum(1, &unit).last().unwrap(), value);
    }
    assert_eq!(most.sum(1, &[0, 1]), ["the greatest of 4 values", "max(2, 4,", "7, 8)", "= 8"]);
    let mean = Lesson::new("1x4x4", &["avgpool k2"], input);
    for (unit, value) in [([0, 0], "= 3.25"), ([0, 1], "= 5.25"), ([1, 0], "= 2"), ([1, 1], "= 2")] {
        assert_eq!(mean.sum(1, &unit).last().unwrap(), value);
    }
    assert_eq!(mean.sum(1, &[0, 0])[1..3], ["(1 + 1 +", "5 + 6) / 4"]);
    // The winner is marked: the cell of the 8.
    let subject = most.subject();
    let board = most.board(Look::default(), Some(&most.unit(1, &[0, 1])));
    let winner = rect_of(&board, &subject, &Hit::Read(most.unit(0, &[1, 3])));
    let marked = board
        .over(&subject, 0)
        .into_iter()
        .any(|item| item.role == Role::Pin && matches!(item.shape, Shape::Outline { rect, .. } if rect == winner));
    assert!(marked);
}

#[test]
fn padding_is_zero_for_sums_and_nothing_for_a_maximum() {
    let input = "input = [[1,2,3],[4,5,6],[7,8,9]]\n";
    let dim = |lesson: &Lesson| {
        let board = lesson.board(Look::default(), Some(&lesson.unit(1, &[0, 0])));
        let dim = texts(&board.over(&lesson.subject(), 0)).into_iter().filter(|(_, role, _)| *role == Role::TextDim);
        dim.map(|(_, _, text)| text).filter(|text| text == "0" || text == "−∞").collect::<Vec<_>>()
    };
    let conv = Lesson::new("1x3x3", &["conv k3 p1"], input);
    assert_eq!(dim(&conv), vec!["0"; 16]);
    assert_eq!(conv.sum(1, &[0, 0])[1..], ["0·1 + 0·1 + 0·1", "+ 0·1 + 1·1 + 2·1", "+ 0·1 + 4·1 + 5·1", "= 12"]);
    let most = Lesson::new("1x3x3", &["maxpool k3 s2 p1"], input);
    assert_eq!(dim(&most), vec!["−∞"; 16]);
    assert_eq!(most.sum(1, &[0, 0])[1..], ["max(−∞, −∞, −∞,", "−∞, 1, 2,", "−∞, 4, 5)", "= 5"]);
    // A mean with and without the padding: 12 / 9 and 12 / 4.
    let with = Lesson::new("1x3x3", &["avgpool k3 s2 p1"], input).sum(1, &[0, 0]);
    assert_eq!(with[0], "divided by 9: the zeros of the padding count");
    assert_eq!(with.last().unwrap(), "≈ 1.333");
    let without = Lesson::new("1x3x3", &["avgpool k3 s2 p1 nocountpad"], input).sum(1, &[0, 0]);
    assert_eq!(without, ["divided by 4: the padding does not count", "(1 + 2 +", "4 + 5) / 4", "= 3"]);
}

/// A ceiled last window has less than padding behind its end: that is not written at all.
#[test]
fn nothing_is_written_behind_the_padding() {
    let lesson = Lesson::new("1x5", &["avgpool k2 s2 ceil"], "input = [1,2,3,4,5]\n");
    assert_eq!(lesson.sum(1, &[2])[1..], ["(5) / 1", "= 5"]);
}

fn number(text: &str) -> f64 {
    text.trim_start_matches(['=', '≈', ' ']).replace('−', "-").replace(['(', ')'], "").parse().unwrap()
}

#[test]
fn channels_add_up_to_the_tensor() {
    let values =
        "input = \"noise 7\"\n[[values.layer]]\nlayer = \"conv1\"\nkernel = \"random 3\"\nbias = [0.5, -0.25]\n";
    let lesson = Lesson::new("3x5x5", &["conv k3 p1 c2"], values);
    let tensors = lesson.values.as_ref().unwrap();
    let made = lesson.graph.map(1).unwrap();
    let (input, weights) = (tensors.map(MapId::INPUT).unwrap(), tensors.weights(made).unwrap());
    for (filter, bias) in [(0_usize, 0.5), (1, -0.25)] {
        for channel in 0..3_usize {
            let look = Look { filter: filter as u64, channel: channel as u64, ..Look::default() };
            let (y, x) = (2_usize, 4_usize);
            let partial = |channel: usize| {
                let mut sum = 0.0;
                for (ky, kx) in (0..3).flat_map(|ky| (0..3).map(move |kx| (ky, kx))) {
                    let value = input.get([0, channel, y + ky - 1, x + kx - 1]).map_or(0.0, |value| f64::from(*value));
                    sum += value * f64::from(weights.kernel[[filter, channel, ky, kx]]);
                }
                sum
            };
            let lines = lesson.sum_of(look, 1, &[2, 4]);
            assert_eq!(lines[0], format!("channel {} of 3: 9 products", channel + 1));
            assert!((number(&lines[4]) - partial(channel)).abs() < 1e-3, "{lines:?}");
            assert_eq!(lines[5], "all 3 channels and the bias");
            let parts: Vec<f64> = lines[6].split(" + ").map(number).collect();
            let wanted = [partial(0), partial(1), partial(2), bias];
            assert!(parts.iter().zip(wanted).all(|(part, wanted)| (part - wanted).abs() < 1e-3), "{lines:?}");
            let total = f64::from(tensors.map(made).unwrap()[[0, filter, y, x]]);
            assert!((total - wanted.iter().sum::<f64>()).abs() < 1e-5);
            assert!((number(&lines[7]) - total).abs() < 1e-3, "{lines:?}");
            assert!(lines[7].starts_with('≈'));
        }
    }
}

/// A filter of the second group reads the second half of the channels.
#[test]
fn a_group_reads_its_own_channels() {
    let input = "input = [[[1,1],[1,1]],[[2,2],[2,2]],[[3,3],[3,3]],[[4,4],[4,4]]]\n";
    let kernel = "[[values.layer]]\nlayer = \"conv1\"\nkernel = \"ones\"\n";
    let lesson = Lesson::new("4x2x2", &["conv k2 c2 g2"], &format!("{input}{kernel}"));
    let lines = lesson.sum_of(Look { filter: 1, ..Look::default() }, 1, &[0, 0]);
    assert_eq!(lines[0], "channel 3 of 4: 4 products");
    assert_eq!(lines[1..3], ["3·1 + 3·1", "+ 3·1 + 3·1"]);
    assert_eq!(lines[3], "= 12");
    assert_eq!(lines[5..], ["12 + 16 + 0", "= 28"]);
}

#[test]
fn a_transposed_convolution_gathers_what_was_spread() {
    let values = "input = [[1,2],[3,4]]\n[[values.layer]]\nlayer = \"convt1\"\nkernel = [[1,10],[100,1000]]\n";
    let lesson = Lesson::new("1x2x2", &["convt k2"], values);
    // The unit in the middle gets the last element of the first input, …, the first of the last one.
    assert_eq!(
        lesson.sum(1, &[1, 1]),
        ["4 units of the input are spread to here", "1·1000 + 2·100", "+ 3·10 + 4·1", "= 1234"]
    );
    assert_eq!(lesson.sum(1, &[0, 0])[1..], ["1·1", "= 1"]);
    assert_eq!(lesson.sum(1, &[2, 2])[1..], ["4·1000", "= 4000"]);
}

#[test]
fn a_dilated_kernel_lies_on_its_taps_alone() {
    let lesson = Lesson::new("1x5x5", &["conv k2 d3"], "input = \"ramp\"\n");
    assert_eq!(lesson.sum(1, &[0, 0])[1..], ["0·1 + 3·1", "+ 15·1 + 18·1", "= 36"]);
    let subject = lesson.subject();
    let board = lesson.board(Look::default(), Some(&lesson.unit(1, &[0, 0])));
    let outlined: Vec<Rect> = board
        .over(&subject, 0)
        .into_iter()
        .filter_map(|item| match item.shape {
            Shape::Outline { rect, dashed: false, .. } if item.role == Role::Kernel => Some(rect),
            _ => None,
        })
        .collect();
    let read = [[0, 0], [0, 3], [3, 0], [3, 3]];
    let wanted: Vec<Rect> =
        read.iter().map(|unit| rect_of(&board, &subject, &Hit::Read(lesson.unit(0, unit)))).collect();
    assert_eq!(outlined, wanted);
}

#[test]
fn covered_cells_say_nothing() {
    let lesson = lecture();
    let pin = lesson.unit(1, &[0, 1]);
    let made = |lesson: &Lesson, look: Look, opened: &[Unit]| {
        let subject = lesson.subject().with_opened(opened);
        let board = Numbers::of(&subject, look, Some(&pin));
        let items = board.over(&subject, 0);
        let cells = (0..4).map(|at| Hit::Unit(lesson.unit(1, &[at / 2, at % 2])));
        let cells = cells.flat_map(|hit| written_in(&items, rect_of(&board, &subject, &hit))).collect::<Vec<_>>();
        (cells, board.sum().last().unwrap().to_owned())
    };
    let walk = Look { reveal: Reveal::Walk, ..Look::default() };
    assert_eq!(made(&lesson, walk, &[]).0, ["9", "9", "·", "·"]);
    let predict = Look { reveal: Reveal::Predict, ..Look::default() };
    assert_eq!(made(&lesson, predict, &[]), (vec!["?".to_owned(); 4], "= ?".to_owned()));
    let opened = [lesson.unit(1, &[0, 1])];
    let (cells, sum) = made(&lesson, predict, &opened);
    assert_eq!((cells.join(""), sum.as_str()), ("?9??".to_owned(), "= 9"));
    // Colours would give the values away.
    let coloured = Look { colours: Colours::Viridis, ..predict };
    let subject = lesson.subject();
    let board = lesson.board(coloured, Some(&pin));
    let rasters = board.under(&subject, 0).into_iter().filter_map(|item| match item.shape {
        Shape::Raster { pixels, .. } => Some(pixels.rgba.chunks(4).filter(|pixel| pixel[3] > 0).count()),
        _ => None,
    });
    assert_eq!(rasters.collect::<Vec<_>>(), [49, 0]);
}

#[test]
fn numbers_fit_into_their_cells() {
    let data = [f32::NAN, f32::INFINITY, -0.123_45, 1e9, 1_234_567.0, 12_345.0, 1e-9, 0.1, -7.0, 0.0, 99.5, 2.345_67];
    let mut stack = read_any(b"1x3x4: relu").unwrap().stack;
    let matrix = receptive::net::Matrix::new(vec![3, 4], data.to_vec()).unwrap();
    receptive::net::Edit::SetSource(Source::Typed(matrix)).apply(&mut stack);
    let lesson = Lesson::of_stack(&stack);
    let subject = lesson.subject();
    let board = lesson.board(Look::default(), Some(&lesson.unit(1, &[0, 0])));
    let items = board.over(&subject, 0);
    let cell = |at: i64| rect_of(&board, &subject, &Hit::Read(lesson.unit(0, &[at / 4, at % 4])));
    let written: Vec<String> = (0..12).flat_map(|at| written_in(&items, cell(at))).collect();
    let wanted = ["NaN", "∞", "−0.123", "1e9", "1e6", "12345", "1e−9", "0.1", "−7", "0", "99.5", "2.346"];
    // The exact digits of a number that is cut are those of rounding it.
    assert_eq!(written[..4], wanted[..4]);
    assert_eq!(written[5..], wanted[5..]);
    assert!(written.iter().all(|text| text.chars().count() <= 6), "{written:?}");
    for item in &items {
        let Shape::Texts(texts) = &item.shape else { continue };
        for (at, text) in &texts.texts {
            if let Some(cell) = (0..12).map(cell).find(|cell| cell.contains(*at)) {
                assert!(texts.size * 0.55 * text.chars().count() as f64 <= cell.width() + 1.0, "{text}");
            }
        }
    }
}

/// Every kind of op, on one to three axes.
const STACKS: [&str; 24] = [
    "1x7x7: conv k3 s3",
    "3x6x6: conv k3 p1 c2, relu, maxpool k2",
    "2x4x4: conv k1 c3 g1 nobias",
    "4x5x5: conv k3 g4 p1",
    "1x12: conv k3 d2 p2, avgpool k2",
    "2x3x5x5: conv k3 p1, maxpool k1x2x2",
    "1x4x4: convt k4 s2 p1",
    "2x5: convt k3 s2 p1 op1 c3",
    "1x6x6: avgpool k3 s2 p1 ceil",
    "1x6x6: avgpool k3 s2 p1 nocountpad",
    "1x5x7: adaptavg o3, adaptmax o2",
    "2x5x5: gap, flatten, linear c3",
    "2x5x5: gmp",
    "1x3x3: upsample x2",
    "1x3x3: upsample x3 linear",
    "1x4x4: sigmoid, tanh, gelu, bn, dropout",
    "1x4x4: pad p1:0x0:2, crop p1",
    "2x3x4: flatten, linear c10, relu",
    "1x40x40: conv k5 s2 psame c2, flatten, linear c4",
    "1x60: conv k7 s2 p3",
    "1x30x30: gap",
    "2x3x3: flatten, bn, linear c12 nobias",
    "1x3x3: conv k3 p9",
    "1x5x5: conv k7",
];

/// The boards of all maps of a lesson, at their middle units, and without a pin.
fn boards(lesson: &Lesson, look: Look) -> Vec<(Option<Unit>, Numbers)> {
    let pins = lesson.graph.maps().filter_map(|map| {
        let shape = lesson.analysis.map(map).shape.as_ref()?;
        Some((map, shape.middle_unit()))
    });
    pins.map(Some).chain([None]).map(|pin| (pin.clone(), lesson.board(look, pin.as_ref()))).collect()
}

fn check_all(lesson: &Lesson, look: Look, what: &str) {
    let subject = lesson.subject();
    for (pin, board) in boards(lesson, look) {
        let mut items = board.under(&subject, 0);
        if let Some(trace) = pin.and_then(|(map, unit)| Trace::of(&lesson.graph, &lesson.analysis, map, unit)) {
            items.extend(board.traced(&subject, &trace, &board.bounds()));
        }
        items.extend(board.over(&subject, 0));
        assert!(!items.is_empty(), "{what}");
        let outside = items.iter().filter(|item| !matches!(item.shape, Shape::Texts(_)));
        for item in outside {
            let rect = item.shape.bounds();
            let all = board.bounds().grown(4.0).union(&rect);
            assert!(all == board.bounds().grown(4.0), "{what}: {item:?} is outside");
        }
        round_trip(&board, &subject, what);
    }
}

/// What lies at a place is found at that place.
fn round_trip(board: &Numbers, subject: &Subject<'_>, what: &str) {
    let bounds = board.bounds();
    let steps = |low: f64, high: f64| (0..=60).map(move |step| low + (high - low) * f64::from(step) / 60.0);
    for (x, y) in steps(bounds.min.x, bounds.max.x)
        .flat_map(|x| steps(bounds.min.y, bounds.max.y).map(move |y| (x + 0.25, y + 0.25)))
    {
        let at = Point::new(x, y);
        let Some(hit) = board.hit(subject, at, None) else { continue };
        let Some(place) = board.place_of(subject, &hit) else { panic!("{what}: {hit:?} is nowhere") };
        let flat = match &hit {
            Hit::Unit((_, unit)) | Hit::Read((_, unit)) => unit.is_empty(),
            Hit::Map(_) | Hit::Group(_) => true,
            Hit::Weight { .. } => false,
        };
        // A vector's units have no index of their own, and a unit may be found in the small picture, too.
        let again = board.hit(subject, place.centre(), None);
        assert!(flat || again.as_ref() == Some(&hit), "{what}: {hit:?} at {place:?} is {again:?}");
    }
}

/// The last line of the sum is the tensor's value.
fn check_total(lesson: &Lesson, look: Look, what: &str) {
    let Some(values) = &lesson.values else { return };
    for (pin, board) in boards(lesson, look) {
        let Some((map, unit)) = pin.filter(|(map, _)| *map != MapId::INPUT) else { continue };
        let Some(tensor) = values.map(map) else { continue };
        let filter = (look.filter as usize).min(tensor.shape()[1] - 1);
        let at: Vec<usize> = [0, filter].into_iter().chain(unit.iter().map(|&index| index as usize)).collect();
        let value = f64::from(tensor[at.as_slice()]);
        let last = board.sum().last().unwrap_or_else(|| panic!("{what}: nothing is said of {map:?}")).to_owned();
        let told = number(&last.replace('∞', "inf"));
        let near = (told - value).abs() <= 1e-3 * value.abs().max(1e-6);
        assert!(near || told == value || (told.is_nan() && value.is_nan()), "{what}: {last} and {value}");
    }
}

#[test]
fn every_op_says_what_its_tensor_holds() {
    for text in STACKS {
        let stack = read_any(text.as_bytes()).unwrap().stack;
        let lesson = Lesson::of_stack(&stack);
        for look in [Look::default(), Look { filter: 1, channel: 1, ..Look::default() }] {
            check_total(&lesson, look, text);
        }
    }
}

#[test]
fn every_op_has_a_picture_and_every_cell_a_place() {
    for text in STACKS {
        let mut lesson = Lesson::of_stack(&read_any(text.as_bytes()).unwrap().stack);
        check_all(&lesson, Look::default(), text);
        lesson.values = None;
        check_all(&lesson, Look::default(), text);
    }
}

/// Branches: a sum, a product with a spread branch, side by side, and an op that nobody knows.
#[test]
fn joins_write_their_branches() {
    let mut graph = Graph::new(MapShape::image(2, [3, 3]));
    let push =
        |graph: &mut Graph, name: &str, op: Op, inputs: &[MapId]| graph.push(Node::new(name, op), inputs).unwrap();
    let relu = push(&mut graph, "relu", Op::Pointwise(Pointwise::Relu), &[MapId::INPUT]);
    let gap = push(&mut graph, "gap", Op::GlobalPool(receptive::net::PoolKind::Average), &[relu]);
    push(&mut graph, "add", Op::Join(Join::Add), &[MapId::INPUT, relu]);
    push(&mut graph, "mul", Op::Join(Join::Mul), &[relu, gap]);
    push(&mut graph, "concat", Op::Join(Join::Concat), &[MapId::INPUT, relu]);
    push(&mut graph, "odd", Op::Unsupported("Odd".to_owned()), &[relu]);
    push(&mut graph, "after", Op::conv(Window::new(3, 1)), &[relu]);
    let lesson = Lesson::of_graph(graph);
    // The input counts 0, 1, 2, … in rows; its second channel begins with 9, and its mean is 13.
    assert_eq!(lesson.sum(3, &[1, 2]), ["one value of each of 2 branches", "5 + 5", "= 10"]);
    let second = Look { filter: 1, ..Look::default() };
    assert_eq!(lesson.sum_of(second, 4, &[0, 1])[1..], ["10 · 13", "= 130"]);
    let third = Look { filter: 3, ..Look::default() };
    assert_eq!(lesson.sum_of(third, 5, &[2, 2]), ["a copy of unit (2, 2), channel 2 of relu", "17", "= 17"]);
    check_all(&lesson, Look::default(), "joins");
}

#[test]
fn without_a_pin_it_is_the_first_layer_with_a_window() {
    let lesson = Lesson::new("1x8x8", &["relu", "conv k3", "maxpool k2"], "input = \"ramp\"\n");
    let subject = lesson.subject();
    let board = lesson.board(Look::default(), None);
    assert_eq!(board.parts()[0].map.index(), 2);
    let place = board.place_of(&subject, &Hit::Unit(lesson.unit(2, &[0, 0]))).unwrap();
    assert_eq!(board.hit(&subject, place.centre(), None), Some(Hit::Unit(lesson.unit(2, &[0, 0]))));
    let on_image = lesson.unit(0, &[4, 5]);
    assert_eq!(lesson.board(Look::default(), Some(&on_image)).parts()[0].map.index(), 1);
}

/// Pointing at an output outlines what it reads, and at an input which outputs read it.
#[test]
fn pointing_shows_both_ways() {
    let lesson = lecture();
    let subject = lesson.subject();
    let board = lesson.board(Look::default(), Some(&lesson.unit(1, &[0, 0])));
    let traced = |map: usize, unit: [i64; 2]| {
        let (map, unit) = lesson.unit(map, &unit);
        let trace = Trace::of(&lesson.graph, &lesson.analysis, map, unit).unwrap();
        board.traced(&subject, &trace, &board.bounds())
    };
    let outline = |items: &[Item], wanted: Role| {
        items.iter().find_map(|item| match item.shape {
            Shape::Outline { rect, .. } if item.role == wanted => Some(rect),
            _ => None,
        })
    };
    let place = |map: usize, unit: [i64; 2]| {
        let unit = lesson.unit(map, &unit);
        rect_of(&board, &subject, &if map == 0 { Hit::Read(unit) } else { Hit::Unit(unit) })
    };
    assert!(traced(1, [0, 0]).is_empty(), "the kernel lies there anyway");
    let read = outline(&traced(1, [1, 0]), Role::Field).unwrap();
    assert_eq!(read, place(0, [3, 0]).union(&place(0, [5, 2])));
    assert_eq!(outline(&traced(0, [4, 4]), Role::Feeds), Some(place(1, [1, 1])));
    assert_eq!(outline(&traced(0, [6, 6]), Role::Feeds), None);
}

/// A large map costs what is seen of it, not what there is.
#[test]
fn a_large_map_costs_what_is_seen() {
    let lesson = Lesson::of_stack(&read_any(b"3x224x224: conv k7 s2 p3 c8").unwrap().stack);
    let subject = lesson.subject();
    let count = |items: &[Item], window: Rect, zoom: f64| {
        let mut marks = 0;
        for item in items {
            detail::marks(item, &Lens { window, zoom }, &mut |_, _| marks += 1);
        }
        marks
    };
    for unit in [[0, 0], [55, 60], [111, 111], [3, 100]] {
        let pin = lesson.unit(1, &unit);
        let board = lesson.board(Look::default(), Some(&pin));
        let place = rect_of(&board, &subject, &Hit::Unit(pin.clone()));
        assert!(place.width() >= 24.0, "the kernel's position is in sight, in a cell that can be read");
        let mut items = board.under(&subject, 0);
        items.extend(board.over(&subject, 0));
        assert!(count(&items, board.bounds(), 1.0) < 500);
        // Near by, only what is in sight.
        assert!(count(&items, place, 4.0) < 60);
        let hovered = Trace::of(&lesson.graph, &lesson.analysis, MapId::INPUT, [100, 100].into()).unwrap();
        assert!(count(&board.traced(&subject, &hovered, &board.bounds()), board.bounds(), 1.0) < 20);
        // The board does not move while the kernel walks.
        assert_eq!(board.bounds(), lesson.board(Look::default(), Some(&lesson.unit(1, &[56, 61]))).bounds());
    }
    let all = middle_unit(&lesson.graph, &lesson.analysis).unwrap();
    assert_eq!(lesson.board(Look::default(), Some(&all)).flow(), receptive::scene::view::Flow::Still);
}

#[test]
fn russian_numbers_have_a_comma() {
    let mut lesson = Lesson::new("1x2x2", &["maxpool k2"], "input = [[0.5, 1], [2, 2.5]]\n");
    lesson.words = Words::new(Lang::Ru);
    assert_eq!(lesson.sum(1, &[0, 0]), ["наибольшее из 4 значений", "max(0,5; 1;", "2; 2,5)", "= 2,5"]);
    assert!(ViewName::Numbers.reads_values());
}

fn layer() -> impl Strategy<Value = String> {
    let window = (1..4_u64, 1..4_u64, 0..2_u64, 1..3_u64);
    let kinds = prop::sample::select(vec!["conv", "convt", "maxpool", "avgpool"]);
    let windowed = (kinds, window).prop_map(|(kind, (k, s, p, d))| {
        let dilation = if kind == "avgpool" { String::new() } else { format!(" d{d}") };
        format!("{kind} k{k} s{s} p{}{dilation}", p.min(k / 2))
    });
    let others = prop::sample::select(vec![
        "relu",
        "sigmoid",
        "bn",
        "dropout",
        "upsample x2",
        "upsample x2 linear",
        "adaptavg o2",
        "gap",
        "crop p1",
        "pad p1",
        "flatten",
        "linear c3",
        "conv k1 c3",
    ]);
    prop_oneof![2 => windowed, 3 => others.prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_small_network_breaks_it(
        layers in prop::collection::vec(layer(), 1..4),
        size in prop::collection::vec(1..7_u64, 1..4),
        channels in 1..3_u64,
        choice in (0..4_u64, 0..4_u64, 0..3_usize, 0..3_usize, any::<bool>()),
    ) {
        let sizes: Vec<String> = std::iter::once(channels).chain(size).map(|n| n.to_string()).collect();
        let text = format!("{}: {}", sizes.join("x"), layers.join(", "));
        let lesson = Lesson::of_stack(&read_any(text.as_bytes()).unwrap().stack);
        let (channel, filter, reveal, colours, map) = choice;
        let range = if map { Range::Map } else { Range::Channel };
        let (reveal, colours) = (Reveal::WORDS[reveal].1, Colours::WORDS[colours].1);
        let look = Look { channel, filter, reveal, colours, range, ..Look::default() };
        check_all(&lesson, look, &text);
        check_total(&lesson, Look { reveal: Reveal::All, ..look }, &text);
    }
}

#[test]
fn a_unit_that_does_not_exist_is_the_nearest_one() {
    let lesson = lecture();
    let far: Unit = (lesson.graph.map(1).unwrap(), Axes::from([9, -3]));
    assert_eq!(lesson.board(Look::default(), Some(&far)).sum().last(), Some("= 9"));
    let odd: Unit = (lesson.graph.map(1).unwrap(), Axes::from([1]));
    assert_eq!(lesson.board(Look::default(), Some(&odd)).sum().last(), Some("= 9"));
}
