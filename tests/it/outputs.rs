//! Networks with several outputs: a pixel is lost if no unit of any output sees it. Numbers worked out on paper, and the
//! walk's on random networks.

use std::collections::BTreeSet;

use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::export::report::{self, Format};
use receptive::field::fixes::sizes_without_loss;
use receptive::field::input_sizes::{Outcome, outcome};
use receptive::field::{Analysis, Loss, LostUnit};
use receptive::import::layer_text::read_layers;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Op, Shape, Stack, WiredLayer};
use serde_json::{Value, json};
use smallvec::smallvec;

use super::random;
use super::walk::{Units, Walk};

/// One layer after the other on every branch from the image; the ends of the branches are the outputs.
pub fn fork(size: [u64; 2], branches: &[&str]) -> Stack {
    let mut layers: Vec<WiredLayer> = Vec::new();
    let mut outputs = Vec::new();
    for branch in branches {
        let mut last = 0;
        for layer in read_layers(branch).unwrap() {
            layers.push(wired(layer.op, last, Some(format!("t{}", layers.len() + 1))));
            last = layers.len();
        }
        outputs.push(last);
    }
    Stack::wired(Shape::image(1, size), layers, outputs).unwrap()
}

fn wired(op: Op, input: usize, name: Option<String>) -> WiredLayer {
    WiredLayer { name, node: String::new(), op, inputs: smallvec![input] }
}

fn loss_of(stack: &Stack) -> Loss {
    Loss::clone(Analysis::of(&stack.lower().graph).network_loss().unwrap())
}

/// The pixels that the walk finds from no output.
fn walked(graph: &Graph) -> Units {
    let axes: Vec<usize> = (0..graph.input.size.rank()).collect();
    let walk = Walk::of(graph, &axes);
    let seen: Units = graph.outputs().iter().flat_map(|&map| walk.back(map, walk.all(map)).swap_remove(0)).collect();
    let image = graph.maps().next().unwrap();
    walk.all(image).difference(&seen).copied().collect()
}

/// Every second pixel and every third: of 36, 9 and 4 are seen, one of them twice. What is left is no rows and columns.
fn second_and_third() -> Stack {
    fork([6, 6], &["conv k1 s2", "conv k1 s3"])
}

/// Of 36 pixels 12 reach an output: 9 of the even rows and columns, 4 of every third, one of both. The others are hatched,
/// and the legend says so.
#[test]
fn lost_pixels_that_are_no_rows_and_columns_are_drawn() {
    let graph = second_and_third().lower().graph;
    let analysis = Analysis::of(&graph);
    let image = graph.maps().next().unwrap();
    assert_eq!(analysis.lost_units(&graph, image), None);
    assert_eq!(analysis.kept_units(&graph, image).unwrap().loses(), (true, false));
    let reaches = |y: i64, x: i64| (y % 2 == 0 && x % 2 == 0) || (y % 3 == 0 && x % 3 == 0);
    for (y, x) in (0..6).flat_map(|y| (0..6).map(move |x| (y, x))) {
        let told = analysis.lost_unit(&graph, image, &[y, x].into_iter().collect());
        assert_eq!(told, (!reaches(y, x)).then_some(LostUnit::Unread), "{y} {x}");
    }
    // Columns 1 and 5 reach none, of the others some pixels are lost.
    let columns = analysis.lost_on_axis(&graph, image, 1).unwrap();
    let told = [&columns.unread, &columns.later, &columns.partly].map(|set| set.indices().collect::<Vec<_>>());
    assert_eq!(told, [vec![1, 5], vec![], vec![0, 2, 3, 4]]);
}

#[test]
fn strides_that_do_not_meet_see_what_the_other_drops() {
    let stack = second_and_third();
    let graph = stack.lower().graph;
    let analysis = Analysis::of(&graph);
    let each: Vec<u64> = analysis.outputs().iter().map(|map| analysis.loss(*map).unwrap().count).collect();
    assert_eq!(each, [27, 32]);
    assert_eq!(loss_of(&stack), Loss { count: 24, of: 36, indices: None });
    assert_eq!(walked(&graph).len(), 24);
}

#[test]
fn an_output_that_sees_everything_leaves_nothing_lost() {
    for branches in [["conv k3 p1", "conv k1 s5"], ["conv k1 s5", "conv k3 p1"]] {
        let stack = fork([6, 6], &branches);
        assert_eq!(loss_of(&stack).count, 0, "{branches:?}");
        assert_eq!(outcome(&stack.lower().graph), Outcome::Whole);
        assert_eq!(Analysis::of(&stack.lower().graph).network_notes(), []);
    }
}

/// Where the union is a product of rows and columns, the loss is told by rows and columns.
#[test]
fn rows_and_columns_are_told_where_that_is_what_is_lost() {
    let indices = |loss: &Loss| -> Option<Vec<Vec<i64>>> {
        Some(loss.indices.as_ref()?.iter().map(|set| set.indices().collect()).collect())
    };
    // Rows 0 to 2, and 1 to 3, of five.
    let loss = loss_of(&fork([5, 4], &["crop p0:2x0:0", "crop p1:1x0:0"]));
    assert_eq!((loss.count, indices(&loss)), (4, Some(vec![vec![4], vec![]])));
    // Three pieces that differ on both axes and yet make columns 0 to 3 of five.
    let loss = loss_of(&fork([4, 5], &["crop p0:2x0:1", "crop p0:0x0:3", "crop p2:0x2:1"]));
    assert_eq!((loss.count, indices(&loss)), (4, Some(vec![vec![], vec![4]])));
    // Two opposite corners of two by two pixels: the others are lost, and they are no rows and columns.
    let loss = loss_of(&fork([4, 4], &["crop p0:2x0:2", "crop p2:0x2:0"]));
    assert_eq!((loss.count, indices(&loss)), (8, None));
}

/// An output in the middle counts, and what nobody reads but is no output does not.
#[test]
fn only_outputs_count_and_all_of_them() {
    let layers = |ops: &[(&str, usize)]| -> Vec<WiredLayer> {
        ops.iter().map(|(text, input)| wired(read_layers(text).unwrap().remove(0).op, *input, None)).collect()
    };
    let stack = |outputs: &[usize]| {
        let ops = [("conv k3 p1", 0), ("conv k1 s2", 1), ("crop p0:3x0:0", 0), ("conv k3 p1", 0)];
        Stack::wired(Shape::image(1, [6, 6]), layers(&ops), outputs.to_vec()).unwrap()
    };
    assert_eq!(loss_of(&stack(&[1, 3])).count, 0);
    assert_eq!(loss_of(&stack(&[3])).count, 18);
    assert_eq!(loss_of(&stack(&[2, 3])).count, 0);
    // The image itself may leave the network.
    assert_eq!(loss_of(&stack(&[0, 3])).count, 0);
}

/// On each axis by itself one of the outputs sees everything, and corners are still lost: no size of one axis is told.
#[test]
fn sizes_without_loss_are_whole_on_all_axes_together() {
    let stack = fork([7, 7], &["conv k1x1 s2x1", "conv k1x1 s1x2"]);
    assert_eq!(loss_of(&stack).count, 9);
    assert_eq!(sizes_without_loss(&stack, 3)[0], [1]);
    let whole = fork([7, 7], &["conv k2 s2", "conv k1 s7"]);
    assert_eq!(sizes_without_loss(&whole, 2)[0], [6, 8]);
}

#[test]
fn reports_speak_of_all_outputs() {
    let graph = second_and_third().lower().graph;
    let analysis = Analysis::of(&graph);
    let write = |format: Format, lang: Lang| report::write(format, &graph, &analysis, &Words::new(lang));
    let read: Value = serde_json::from_str(&write(Format::Json, Lang::En)).unwrap();
    assert_eq!(read["dropped"], json!({ "count": 24, "of": 36, "indices": null }));
    let outputs: Vec<_> = read["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["name"].clone(), o["dropped"]["count"].clone()))
        .collect();
    assert_eq!(outputs, [(json!("t1"), json!(27)), (json!("t2"), json!(32))]);
    assert_eq!(read["outputs"][0]["rf"], json!([1, 1]));
    for format in [Format::Text, Format::Markdown, Format::Csv, Format::Json] {
        let text = write(format, Lang::En);
        assert!(text.contains("24 of 36 input pixels (66.7\u{a0}%) reach none of the 2 outputs"), "{text}");
        let text = write(format, Lang::Ru);
        assert!(text.contains("Ни до одного из выходов (2) не доходят 24 пикселя входа из 36"), "{text}");
    }
    for format in [Format::Text, Format::Markdown] {
        let text = write(format, Lang::En);
        assert!(text.contains("receptive field 1; 27 of 36 input pixels (75\u{a0}%) do not reach it"), "{text}");
        assert!(text.contains("receptive field 1; 32 of 36 input pixels"), "{text}");
        assert!(write(format, Lang::Ru).contains("рецептивное поле 1; не доходят 27 пикселей"));
    }
}

/// The box of the image has a badge with what reaches no output, and none where every pixel reaches one.
#[test]
fn the_graph_has_a_badge_on_the_image() {
    let svg = |stack: &str| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = ["receptive", "render", "-", "--view", "graph", "-o", "-"];
        let code = receptive::cli::run_with(args, &mut stack.as_bytes(), &mut out, &mut err);
        assert_eq!((code, String::from_utf8(err).unwrap().as_str()), (0, ""));
        String::from_utf8(out).unwrap()
    };
    let text = |layers: &str| format!("version = 1\ninput = \"1x6x6\"\nlayers = {layers}\ninputs = [[0], [0]]\n");
    assert!(svg(&text(r#"["conv k1 s2", "conv k1 s3"]"#)).contains(">−24<"));
    let reached = svg(&text(r#"["conv k3 p1", "conv k1 s2"]"#));
    // Only that of the second layer: a text with a rim is there twice.
    assert_eq!(reached.matches(">−").count(), reached.matches(">−27<").count());
}

/// The last output alone loses most of the image.
#[test]
fn a_report_without_loss_says_so_of_the_network() {
    let graph = fork([6, 6], &["conv k3 p1", "conv k1 s5"]).lower().graph;
    let analysis = Analysis::of(&graph);
    let text = report::write(Format::Text, &graph, &analysis, &Words::new(Lang::En));
    assert!(text.contains("Every pixel of the input reaches an output\n"), "{text}");
    assert!(text.contains("t1  receptive field 3; every pixel of the input reaches it"), "{text}");
    let read: Value =
        serde_json::from_str(&report::write(Format::Json, &graph, &analysis, &Words::new(Lang::En))).unwrap();
    assert_eq!((&read["dropped"]["count"], &read["dropped"]["indices"]), (&json!(0), &json!([[], []])));
}

/// A network with one output has no list of outputs, and its sentences are those of a chain.
#[test]
fn one_output_is_told_as_ever() {
    let graph = fork([7, 7], &["conv k3 s3"]).lower().graph;
    let analysis = Analysis::of(&graph);
    let write = |format: Format| report::write(format, &graph, &analysis, &Words::new(Lang::En));
    let read: Value = serde_json::from_str(&write(Format::Json)).unwrap();
    assert_eq!((read.get("outputs"), &read["dropped"]["count"]), (None, &json!(13)));
    assert!(write(Format::Text).ends_with("13 of 49 input pixels (26.5\u{a0}%) reach no output: row 6 and column 6\n"));
}

/// Random graphs with any maps as their outputs.
fn networks() -> impl Strategy<Value = Stack> {
    (random::graph(7), any::<u64>()).prop_map(|(graph, chosen)| {
        let layers = graph.nodes().iter().map(|node| WiredLayer {
            name: None,
            node: String::new(),
            op: node.op.clone(),
            inputs: node.inputs().iter().map(|map| map.index()).collect(),
        });
        let layers: Vec<WiredLayer> = layers.collect();
        let outputs = (1..=layers.len()).filter(|map| chosen >> (map % 64) & 1 == 1).collect();
        Stack::wired(graph.input.clone(), layers, outputs).unwrap()
    })
}

/// The one output sees the row above the image alone, so nothing reaches it, though that row has columns. The pool before
/// it reads both columns in row 2, a crop that leads nowhere the first column of the other rows.
#[test]
fn an_output_that_sees_padding_alone_loses_all_columns() {
    let [pool, last, crop] =
        ["maxpool k1x2 s3x1 p1", "maxpool k1 s2", "crop p0:1"].map(|layer| read_layers(layer).unwrap().remove(0).op);
    let name = |name: &str| Some(name.to_owned());
    let layers = vec![wired(pool, 0, name("pool")), wired(last, 1, name("last")), wired(crop, 0, name("crop"))];
    let stack = Stack::wired(Shape::image(1, [3, 2]), layers, vec![2]).unwrap();
    let graph = stack.lower().graph;
    let (analysis, image) = (Analysis::of(&graph), graph.maps().next().unwrap());
    let columns = analysis.lost_on_axis(&graph, image, 1).unwrap();
    assert_eq!(
        [&columns.unread, &columns.later, &columns.partly].map(|set| set.indices().collect::<Vec<_>>()),
        [vec![], vec![0, 1], vec![]]
    );
}

proptest! {
    #![proptest_config(random::cases(200))]

    #[test]
    fn the_walk_agrees(stack in networks()) {
        let graph = stack.lower().graph;
        let walked = walked(&graph);
        let analysis = Analysis::of(&graph);
        let Some(loss) = analysis.network_loss() else { return Ok(()) };
        prop_assert_eq!(loss.count, walked.len() as u64);
        // Told by rows and columns, if at all, they are these pixels.
        if let (Some(sets), [rows, columns]) = (&loss.indices, graph.input.size.as_slice()) {
            let lost = |row: u64, column: u64| sets[0].contains(row as i64) || sets[1].contains(column as i64);
            let told: BTreeSet<usize> = (0..rows * columns)
                .filter(|at| lost(at / columns, at % columns)).map(|at| at as usize).collect();
            prop_assert_eq!(told, walked);
        }
    }

    /// Every unit of every map: lost, and whether some layer reads it, as the walk finds it.
    #[test]
    fn each_unit_is_lost_as_the_walk_says(stack in networks()) {
        let graph = stack.lower().graph;
        prop_assume!(!graph.outputs().is_empty());
        let analysis = Analysis::of(&graph);
        prop_assume!(analysis.runs());
        let axes: Vec<usize> = (0..graph.input.size.rank()).collect();
        let (walk, outputs) = (Walk::of(&graph, &axes), graph.outputs());
        for map in graph.maps().filter(|map| analysis.used(*map).is_some()) {
            let answers = outputs.iter().filter(|output| **output >= map);
            let used: Units = answers.flat_map(|&end| walk.back(end, walk.all(end)).swap_remove(map.index())).collect();
            let read: Units = graph.readers(map).iter().flat_map(|&reader| {
                let inputs = graph.node(reader).unwrap().inputs().iter().enumerate();
                let unread = inputs.filter(|(_, input)| **input == map).map(|(at, _)| walk.unread(reader, at));
                unread.flat_map(|unread| walk.all(map).difference(&unread).copied().collect::<Units>()).collect::<Units>()
            }).collect();
            // Where there is no list of the units, nothing is said of any.
            let told = analysis.lost_units(&graph, map).is_some() || analysis.kept_units(&graph, map).is_some();
            for unit in walk.all(map) {
                let wanted = (told && !used.contains(&unit)).then(|| {
                    if read.contains(&unit) { LostUnit::Later } else { LostUnit::Unread }
                });
                let unit: Axes<i64> = walk.indices(map, unit).into_iter().collect();
                let told = analysis.lost_unit(&graph, map, &unit);
                prop_assert_eq!(told.is_some(), wanted.is_some(), "{:?} of {:?}", unit, map);
                if !graph.readers(map).is_empty() {
                    prop_assert_eq!(told, wanted, "{:?} of {:?}", unit, map);
                }
            }
            if analysis.kept_units(&graph, map).is_none() || graph.readers(map).is_empty() {
                continue;
            }
            // On one axis: what holds of all units with an index, and of some.
            let units: Vec<(Vec<i64>, bool, bool)> = walk.all(map).into_iter().map(|unit| {
                (walk.indices(map, unit).into_iter().collect(), read.contains(&unit), used.contains(&unit))
            }).collect();
            for axis in axes.iter().copied() {
                let told = analysis.lost_on_axis(&graph, map, axis).unwrap();
                for index in 0..analysis.map(map).shape.as_ref().unwrap().size[axis] as i64 {
                    let with = || units.iter().filter(|(unit, ..)| unit[axis] == index);
                    let wanted = match with().filter(|(.., used)| *used).count() {
                        0 if with().all(|(_, read, _)| !*read) => [true, false, false],
                        0 => [false, true, false],
                        some => [false, false, some < with().count()],
                    };
                    let told = [&told.unread, &told.later, &told.partly].map(|set| set.contains(index));
                    prop_assert_eq!(told, wanted, "{} on axis {} of {:?}", index, axis, map);
                }
            }
        }
    }
}

#[cfg(feature = "window")]
mod in_the_window {
    use super::super::driver::*;
    use super::*;

    #[test]
    fn the_window_speaks_of_all_outputs() {
        let mut window = window_of_network(second_and_third());
        select(&mut window, "Input");
        for part in [
            "24 of 36 pixels lost",
            "66.7\u{a0}% of the input reaches none of the outputs",
            "t1: 1×3×3 · field 1 · 27 (75\u{a0}%) lost",
            "2 outputs",
        ] {
            assert_says(&window, part);
        }
        let mut window = window_of_network(fork([6, 6], &["conv k3 p1", "conv k1 s5"]));
        select(&mut window, "Input");
        assert_says(&window, "every pixel is seen");
        assert_says(&window, "Every pixel of the input reaches an output");
    }
}
