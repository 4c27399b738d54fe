//! Figures that others published, and mistakes that others made.
//!
//! Networks are written here in layer text, from their papers and reference code; what is expected of them is the table
//! published with Araujo, Norris and Sim (Distill 2019), figures that users report, and the test vectors of the library
//! behind that table. The tests at the end each hold one mistake found in another tool.

use num_rational::Ratio;
use receptive::axes::Axes;
use receptive::field::{Analysis, Cause, Field, Span, Status, Trace};
use receptive::import::layer_text::{read_layers, read_stack};
use receptive::net::{Graph, Join, MapId, Node, Op, PoolKind, Shape};

/// A graph under construction: layers are added as text behind a map.
struct Net {
    graph: Graph,
}

impl Net {
    fn new(input: Shape) -> Self {
        Self { graph: Graph::new(input) }
    }

    /// A square image of three channels.
    fn square(n: u64) -> Self {
        Self::new(Shape::image(3, [n, n]))
    }

    /// Layers one after the other.
    fn after(&mut self, mut map: MapId, layers: &str) -> MapId {
        for layer in read_layers(layers).unwrap() {
            map = self.graph.push(Node::new(layer.name.unwrap_or_default(), layer.op), &[map]).unwrap();
        }
        map
    }

    fn join(&mut self, join: Join, name: &str, branches: &[MapId]) -> MapId {
        self.graph.push(Node::new(name, Op::Join(join)), branches).unwrap()
    }

    fn map_named(&self, name: &str) -> Option<MapId> {
        self.graph.maps().find(|map| self.graph.node(*map).is_some_and(|node| node.name == name))
    }
}

/// A chain, and what is known of it.
fn analysed(stack: &str) -> (Graph, Analysis) {
    let graph = read_stack(stack).unwrap().lower().graph;
    let analysis = Analysis::of(&graph);
    (graph, analysis)
}

/// The field behind a chain, per axis.
fn fields(stack: &str) -> Vec<Field> {
    let (_, analysis) = analysed(stack);
    analysis.map(analysis.output()).field.as_ref().unwrap().iter().cloned().collect()
}

/// The sizes of all maps behind the layers of a chain on one axis.
fn sizes(stack: &str) -> Vec<u64> {
    let (_, analysis) = analysed(stack);
    analysis.maps()[1..].iter().map(|answer| answer.shape.as_ref().unwrap().size[0]).collect()
}

fn indices(set: &receptive::field::Spans) -> Vec<i64> {
    set.indices().collect()
}

// ---- the table of Araujo et al. ------------------------------------------------------------------------------------

fn alexnet_v2(n: u64) -> Net {
    let mut net = Net::square(n);
    net.after(
        MapId::INPUT,
        "conv k11 s4 name=conv1; maxpool k3 s2 name=pool1; conv k5 psame name=conv2; maxpool k3 s2 name=pool2
         conv k3 psame name=conv3; conv k3 psame name=conv4; conv k3 psame name=conv5; maxpool k3 s2 name=pool5",
    );
    net
}

/// A VGG net with so many convolutions before each pool.
fn vgg(n: u64, convolutions: [usize; 5]) -> Net {
    let mut net = Net::square(n);
    let mut map = MapId::INPUT;
    for (block, count) in (1..).zip(convolutions) {
        for conv in 1..=count {
            map = net.after(map, &format!("conv k3 psame name=conv{block}_{conv}"));
        }
        map = net.after(map, &format!("maxpool k2 name=pool{block}"));
    }
    net
}

fn mobilenet_v1(n: u64) -> Net {
    let mut net = Net::square(n);
    let mut map = net.after(MapId::INPUT, "conv k3 s2 psame name=Conv2d_0");
    for (block, stride) in (1..).zip([1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]) {
        map = net.after(map, &format!("conv k3 s{stride} psame; conv k1 name=Conv2d_{block}_pointwise"));
    }
    net
}

/// Where a residual network steps.
#[derive(Clone, Copy)]
enum Stride {
    /// In the 3×3 of the last unit of a block, behind a stem with a `SAME` pool (TF-Slim).
    LastUnit,
    /// In the first 1×1 of the first unit of a block (the paper).
    First1x1,
    /// In the 3×3 of the first unit of a block (torchvision, "v1.5").
    First3x3,
}

/// A residual network of bottleneck units. Every unit adds its shortcut, which steps by a 1×1.
fn resnet(n: u64, units: [usize; 4], stride: Stride) -> Net {
    let mut net = Net::square(n);
    let pool = if matches!(stride, Stride::LastUnit) { "psame" } else { "p1" };
    let mut map = net.after(MapId::INPUT, &format!("conv k7 s2 p3; maxpool k3 s2 {pool}"));
    for (block, count) in (1..).zip(units) {
        for unit in 1..=count {
            let (reduce, window) = match stride {
                Stride::LastUnit if unit == count && block < 4 => (1, 2),
                Stride::First1x1 if unit == 1 && block > 1 => (2, 1),
                Stride::First3x3 if unit == 1 && block > 1 => (1, 2),
                _ => (1, 1),
            };
            let shortcut = net.after(map, &format!("maxpool k1 s{}", reduce * window));
            let main = net.after(map, &format!("conv k1 s{reduce}; conv k3 s{window} p1; conv k1"));
            let name = if unit == count { format!("block{block}") } else { String::new() };
            map = net.join(Join::Add, &name, &[shortcut, main]);
        }
    }
    net
}

/// A residual network of units of two 3×3 (torchvision's 18 and 34).
fn resnet_basic(n: u64, units: [usize; 4]) -> Net {
    let mut net = Net::square(n);
    let mut map = net.after(MapId::INPUT, "conv k7 s2 p3; maxpool k3 s2 p1");
    for (block, count) in (1..).zip(units) {
        for unit in 1..=count {
            let stride = if unit == 1 && block > 1 { 2 } else { 1 };
            let shortcut = net.after(map, &format!("conv k1 s{stride}"));
            let main = net.after(map, &format!("conv k3 s{stride} p1; conv k3 p1"));
            let name = if unit == count { format!("block{block}") } else { String::new() };
            map = net.join(Join::Add, &name, &[shortcut, main]);
        }
    }
    net
}

/// `(field, effective stride, effective padding)` at an end-point, which must be the same on both axes.
fn end_point(net: &Net, analysis: &Analysis, name: &str) -> (u64, i64, i64) {
    let map = net.map_named(name).unwrap_or_else(|| panic!("no end-point {name}"));
    let answer = analysis.map(map);
    assert!(answer.aligned && answer.status == Status::Known, "{name}: {:?}", answer.status);
    let [rows, columns] = answer.field.as_ref().unwrap().as_slice() else { panic!("{name} has other axes than two") };
    assert_eq!(rows, columns, "{name}");
    (rows.rf(), rows.jump().unwrap().to_integer(), -rows.start().unwrap())
}

#[test]
fn table_of_araujo_et_al() {
    let mut checked = 0;
    let rows =
        include_str!("../data/distill_rf_table.csv").lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    for row in rows {
        let [cnn, resolution, path, _flops, rf, stride, padding] = row.as_slice() else { panic!("{row:?}") };
        let name = path.rsplit('/').next().unwrap();
        // What does not depend on the size must hold at any.
        let resolutions = resolution.parse().map_or(vec![224, 321, 299], |n| vec![n]);
        for n in resolutions {
            let net = match *cnn {
                "alexnet_v2" => alexnet_v2(n),
                "vgg_a" => vgg(n, [1, 1, 2, 2, 2]),
                "vgg_16" => vgg(n, [2, 2, 3, 3, 3]),
                "mobilenet_v1" => mobilenet_v1(n),
                "resnet_v1_50" => resnet(n, [3, 4, 6, 3], Stride::LastUnit),
                "resnet_v1_101" => resnet(n, [3, 4, 23, 3], Stride::LastUnit),
                "resnet_v1_152" => resnet(n, [3, 8, 36, 3], Stride::LastUnit),
                _ => continue,
            };
            let got = end_point(&net, &Analysis::of(&net.graph), name);
            let padding = padding.parse().unwrap_or(got.2);
            assert_eq!(got, (rf.parse().unwrap(), stride.parse().unwrap(), padding), "{cnn} at {n}, {path}");
            checked += 1;
        }
    }
    assert_eq!(checked, 5 * 7 + 5 * 13 + 5 * 13 + 5 * 14 + 3 * 5 * 4, "not every end-point was checked");
}

#[test]
fn resnets_depend_on_where_they_step() {
    let check = |name: &str, net: Net, block: &str, expected: (u64, i64, i64)| {
        assert_eq!(end_point(&net, &Analysis::of(&net.graph), block), expected, "{name}, {block}");
    };
    let (r50, r101, r152) = ([3, 4, 6, 3], [3, 4, 23, 3], [3, 8, 36, 3]);
    check("ResNet-50, torchvision", resnet(224, r50, Stride::First3x3), "block4", (427, 32, 213));
    check("ResNet-50, torchvision", resnet(224, r50, Stride::First3x3), "block3", (267, 16, 133));
    check("ResNet-101, torchvision", resnet(224, r101, Stride::First3x3), "block4", (971, 32, 485));
    check("ResNet-152, torchvision", resnet(224, r152, Stride::First3x3), "block4", (1451, 32, 725));
    check("ResNet-50, paper", resnet(224, r50, Stride::First1x1), "block4", (483, 32, 241));
    check("ResNet-101, paper", resnet(224, r101, Stride::First1x1), "block4", (1027, 32, 513));
    check("ResNet-152, paper", resnet(224, r152, Stride::First1x1), "block4", (1507, 32, 753));
    check("ResNet-18, torchvision", resnet_basic(224, [2, 2, 2, 2]), "block4", (435, 32, 217));
    check("ResNet-34, torchvision", resnet_basic(224, [3, 4, 6, 3]), "block4", (899, 32, 449));
}

// ---- lost pixels ---------------------------------------------------------------------------------------------------

#[test]
fn one_layer_and_the_pixels_it_skips() {
    let check = |stack: &str, out: u64, skipped: &[i64], cause: Option<Cause>| {
        let (graph, analysis) = analysed(stack);
        assert_eq!(sizes(stack), [out], "{stack}");
        let unread = analysis.unread(graph.output()).next().unwrap();
        assert_eq!(indices(&unread.indices[0]), skipped, "{stack}");
        assert_eq!(unread.cause[0], cause, "{stack}");
        let loss = analysis.loss(graph.output()).unwrap();
        assert_eq!(loss.indices.as_ref().unwrap()[0], unread.indices[0], "{stack}");
        assert_eq!((loss.count, loss.of), (skipped.len() as u64, graph.input.size[0]), "{stack}");
    };
    let odd: Vec<i64> = (0..8).map(|n| 2 * n + 1).collect();
    check("1x7: conv k3 s3", 2, &[6], Some(Cause::Tail));
    check("1x7: conv k3 s2", 3, &[], None);
    check("1x8: conv k3 s2", 3, &[7], Some(Cause::Tail));
    check("1x5: conv k2 s2", 2, &[4], Some(Cause::Tail));
    check("1x224: conv k11 s4", 54, &[223], Some(Cause::Tail));
    check("1x28: conv k3 s2", 13, &[27], Some(Cause::Tail));
    check("1x128: conv k3 s2 p1", 64, &[], Some(Cause::PaddingTail));
    check("1x224: conv k7 s2 p3", 112, &[], Some(Cause::PaddingTail));
    check("1x8: conv k2 s3", 3, &[2, 5], Some(Cause::Holes));
    check("1x16: conv k1 s2", 8, &odd, Some(Cause::TailAndHoles));
    check("1x9: conv k2 s3", 3, &[2, 5, 8], Some(Cause::TailAndHoles));
    check("1x5: conv k3 d2", 1, &[1, 3], Some(Cause::Holes));
    check("1x6: crop p1:2", 3, &[0, 4, 5], Some(Cause::Crop));
}

#[test]
fn pixels_that_are_lost_on_the_way() {
    let check = |stack: &str, sizes_of_maps: &[u64], lost: &[i64]| {
        let (graph, analysis) = analysed(stack);
        assert_eq!(sizes(stack), sizes_of_maps, "{stack}");
        assert_eq!(indices(&analysis.loss(graph.output()).unwrap().indices.as_ref().unwrap()[0]), lost, "{stack}");
    };
    check("1x28: conv k3, maxpool k2, conv k3, maxpool k2", &[26, 13, 11, 5], &[26, 27]);
    check("1x30: conv k3, maxpool k2, conv k3, maxpool k2", &[28, 14, 12, 6], &[]);
    check("1x32: conv k3 s2, conv k3 s2, conv k3 s2", &[15, 7, 3], &[31]);
    check("1x33: conv k3 s2, conv k3 s2, conv k3 s2", &[16, 7, 3], &[31, 32]);

    // The first layer reads them, the last one loses them.
    let (graph, analysis) = analysed("1x28: conv k3, maxpool k2, conv k3, maxpool k2");
    let losses: Vec<u64> = graph.maps().map(|map| analysis.loss(map).unwrap().count).collect();
    assert_eq!(losses, [0, 0, 0, 0, 2]);
    let (unread, later) = analysis.lost_units(&graph, MapId::INPUT).unwrap();
    assert_eq!((indices(&unread[0]), indices(&later[0])), (vec![], vec![26, 27]));
    let (unread, later) = analysis.lost_units(&graph, graph.map(3).unwrap()).unwrap();
    assert_eq!((indices(&unread[0]), indices(&later[0])), (vec![10], vec![]));
}

#[test]
fn lost_frames_of_images() {
    let check = |stack: &str, lost: u64, of: u64| {
        let (graph, analysis) = analysed(stack);
        let loss = analysis.loss(graph.output()).unwrap();
        assert_eq!((loss.count, loss.of), (lost, of), "{stack}");
    };
    check("1x7x7: conv k3 s3", 13, 49);
    check("1x28x28: conv k3, maxpool k2, conv k3, maxpool k2", 108, 784);
    check("1x16x16: conv k1 s2", 192, 256);
    check("1x7x8: conv k3 s3x2", 7 * 8 - 6 * 7, 56);
    check("1x7x7x7: conv k3 s3", 343 - 216, 343);
}

// ---- dilation and gridding (Wang et al., arXiv 1702.08502) ------------------------------------------------------------

#[test]
fn dilations_in_a_row() {
    let check = |rates: [u64; 3], read: u64, span: u64| {
        let layers: Vec<String> = rates.iter().map(|d| format!("conv k3 d{d}")).collect();
        let field = fields(&format!("1x200: {}", layers.join(", "))).remove(0);
        assert_eq!((field.rf_count(), field.rf()), (read, span), "{rates:?}");
    };
    check([1, 2, 5], 17, 17);
    check([1, 2, 9], 21, 25);
    check([2, 2, 2], 7, 13);
    check([2, 3, 5], 19, 21);
    check([2, 4, 8], 15, 29);
    let fibonacci = fields("1x200: conv k3, conv k3, conv k3 d2, conv k3 d3, conv k3 d5").remove(0);
    assert_eq!((fibonacci.rf_count(), fibonacci.rf()), (25, 25));
}

// ---- branches that meet (test vectors of google-research/receptive_field) -----------------------------------------

/// What is said of the map where branches of a square image meet.
fn joined(n: u64, branches: &[&str]) -> (Net, Analysis) {
    let mut net = Net::square(n);
    let ends: Vec<MapId> = branches.iter().map(|layers| net.after(MapId::INPUT, layers)).collect();
    net.join(Join::Add, "sum", &ends);
    let analysis = Analysis::of(&net.graph);
    (net, analysis)
}

#[test]
fn aligned_branches() {
    let check = |n: u64, branches: &[&str], expected: (u64, i64, i64)| {
        let (net, analysis) = joined(n, branches);
        assert_eq!(end_point(&net, &analysis, "sum"), expected, "{branches:?} at {n}");
        // The order of the branches says nothing.
        let reversed: Vec<&str> = branches.iter().rev().copied().collect();
        let (net, analysis) = joined(n, &reversed);
        assert_eq!(end_point(&net, &analysis, "sum"), expected, "{reversed:?} at {n}");
    };
    check(32, &["conv k1 s4", "pad p1:0; conv k3 s2; conv k1 s2"], (3, 4, 1));
    check(9, &["conv k1 s4", "conv k3 s2 psame; conv k1 s2"], (3, 4, 1));

    let two_joins = |n: u64, first: [&str; 2], second: [&str; 2]| {
        let mut net = Net::square(n);
        let ends = first.map(|layers| net.after(MapId::INPUT, layers));
        let middle = net.join(Join::Add, "", &ends);
        let ends = second.map(|layers| net.after(middle, &format!("relu; {layers}")));
        net.join(Join::Add, "sum", &ends);
        end_point(&net, &Analysis::of(&net.graph), "sum")
    };
    let padded = ["conv k1 s4", "pad p1:0; conv k3 s2; conv k1 s2"];
    assert_eq!(two_joins(32, padded, ["conv k1 s2", "pad p1:0; conv k3 s2"]), (11, 8, 5));
    let same = ["conv k1 s4 psame", "conv k3 s2 psame; conv k1 s2 psame"];
    assert_eq!(two_joins(17, same, ["conv k1 s2 psame", "conv k3 s2 psame"]), (11, 8, 5));
}

#[test]
fn unaligned_branches() {
    let check = |n: u64, branches: &[&str], status: Status| {
        let (net, analysis) = joined(n, branches);
        let answer = analysis.map(net.graph.output());
        assert!(!answer.aligned && answer.shape.is_some(), "{branches:?} at {n}");
        assert_eq!(answer.status, status, "{branches:?} at {n}");
    };
    // Different strides: the field is not the same for all units.
    check(8, &["conv k5 s2 p2", "conv k3; conv k3"], Status::Partial);
    // Equal strides and centres one pixel apart: the field is known, the branches look past each other.
    check(8, &["conv k1 s4", "conv k3 s2 psame; conv k1 s2"], Status::Known);

    let (net, analysis) = joined(8, &["conv k5 s2 p2:1", "conv k3; conv k3"]);
    let read = |u: i64| {
        let trace = Trace::of(&net.graph, &analysis, net.graph.output(), Axes::splat(u, 2)).unwrap();
        trace.at(MapId::INPUT).unwrap().unclipped.as_ref().unwrap()[0]
    };
    assert_eq!([read(1), read(2)], [Span::new(0, 5), Span::new(2, 6)], "6 pixels for one unit, 5 for the next");
}

#[test]
fn kernels_that_are_not_square() {
    let [rows, columns] = &fields("1x64x64: conv k3x5 s2, conv k3x1 s2")[..] else { panic!() };
    assert_eq!((rows.rf(), columns.rf()), (7, 5));
    assert_eq!((rows.jump(), columns.jump()), (Some(Ratio::from(4)), Some(Ratio::from(4))));
}

#[test]
fn global_side_branches() {
    let mut net = Net::square(32);
    let local = net.after(MapId::INPUT, "conv k3 p1, conv k3 s2 p1");
    let squeezed = net.after(local, "gap; conv k1; relu; conv k1; sigmoid");
    let scaled = net.join(Join::Mul, "", &[local, squeezed]);
    net.after(scaled, "conv k3 p1");
    let analysis = Analysis::of(&net.graph);
    let answer = analysis.map(net.graph.output());
    assert!(answer.global && answer.aligned);
    let field = &answer.field.as_ref().unwrap()[0];
    assert_eq!((field.rf(), field.jump(), field.start()), (9, Some(Ratio::from(2)), Some(-4)), "the local part");
    let trace = Trace::of(&net.graph, &analysis, net.graph.output(), [0, 0].into()).unwrap();
    assert_eq!(trace.at(MapId::INPUT).unwrap().units.count(), Some(32 * 32), "but every pixel has a part in it");
}

// ---- mistakes of others --------------------------------------------------------------------------------------------

/// google-research/receptive_field, Fangyh09, `rfa_toolbox`: dilation ignored, or only in some of the numbers.
/// murbanga: a span of k·d.
#[test]
fn dilation_counts_in_every_number() {
    let field = fields("1x32: conv k3 d2 p2, conv k3 d4 p4").remove(0);
    assert_eq!((field.rf(), field.start()), (1 + 2 * 2 + 2 * 4, Some(-2 - 4)));
    assert_eq!(sizes("1x32: conv k3 d2 p2, conv k3 d4 p4"), [32, 32]);
    assert_eq!(sizes("1x32: conv k3 d2, conv k3 d4"), [28, 20]);
}

/// shelfwise/receptivefield: the field is the number of pixels that are read. abhik.xyz: every pixel inside it is.
#[test]
fn holes_are_part_of_the_span_and_not_of_the_count() {
    let field = fields("1x32: conv k3 d2").remove(0);
    assert_eq!((field.rf(), field.rf_count()), (5, 3));
    let (graph, analysis) = analysed("1x5: conv k3 d2");
    assert_eq!(analysis.loss(graph.output()).unwrap().count, 2);
}

/// google-research/receptive_field: height and width swapped. torch-scan: the width forgotten.
#[test]
fn height_comes_first_and_width_counts() {
    let (graph, analysis) = analysed("1x10x21: conv k3x5 s1x2 p0:1x2:0");
    let answer = analysis.map(graph.output());
    assert_eq!(answer.shape.as_ref().unwrap().size.as_slice(), [9, 10]);
    let [rows, columns] = answer.field.as_ref().unwrap().as_slice() else { panic!() };
    assert_eq!((rows.rf(), rows.jump(), rows.start()), (3, Some(Ratio::from(1)), Some(0)));
    assert_eq!((columns.rf(), columns.jump(), columns.start()), (5, Some(Ratio::from(2)), Some(-2)));
}

/// Netscope: pools always round up. `rfa_toolbox`: sizes are N/S.
#[test]
fn sizes_are_rounded_down_unless_told() {
    assert_eq!(sizes("1x7: maxpool k2"), [3]);
    assert_eq!(sizes("1x7: maxpool k2 ceil"), [4]);
    assert_eq!(sizes("1x6: maxpool k3 s2"), [2]);
    assert_eq!(sizes("1x8: conv k3 s2"), [3]);
    // The last partial window must begin inside the input or its left padding.
    assert_eq!(sizes("1x5: maxpool k2 s2 p1 ceil"), [3]);
    assert_eq!(sizes("1x2: maxpool k3 s2 ceil"), [1]);
}

/// torch-scan: a transposed convolution makes the field smaller. Fangyh09: it has none.
#[test]
fn transposed_convolutions_see_what_reaches_them() {
    let check = |stack: &str, widths: (u64, u64), jump: Ratio<i64>| {
        let field = fields(stack).remove(0);
        assert_eq!((field.rf(), field.rf_min()), widths, "{stack}");
        assert_eq!(field.jump(), Some(jump), "{stack}");
    };
    check("1x8: convt k2 s2", (1, 1), Ratio::new(1, 2));
    check("1x8: convt k4 s2 p1", (2, 2), Ratio::new(1, 2));
    check("1x8: convt k3 s2 p1 op1", (2, 1), Ratio::new(1, 2));
    check("1x8: convt k1 s2", (1, 0), Ratio::new(1, 2));
    check("1x16: conv k3 s2 p1, convt k4 s2 p1", (5, 5), Ratio::from(1));
    check("1x16: maxpool k2, conv k3 p1, upsample x2, conv k3 p1", (8, 8), Ratio::from(1));
    assert_eq!(sizes("1x8: convt k4 s2 p1, convt k3 s2 p1 op1, convt k2 s3"), [16, 32, 95]);
}

/// Deeplearning4j's documentation, and many answers: the remainder of the division is what is lost.
#[test]
fn the_remainder_is_not_the_loss() {
    let remainder_and_loss = |n: i64, k: i64, s: i64, p: i64| {
        let (graph, analysis) = analysed(&format!("1x{n}: conv k{k} s{s} p{p}"));
        ((n + 2 * p - k) % s, analysis.loss(graph.output()).unwrap().count)
    };
    assert_eq!(remainder_and_loss(7, 3, 3, 0), (1, 1));
    assert_eq!(remainder_and_loss(128, 3, 2, 1), (1, 0), "only padding is cut");
    assert_eq!(remainder_and_loss(8, 2, 3, 0), (0, 2), "nothing is cut, and there are holes");
    assert_eq!(remainder_and_loss(16, 1, 2, 0), (1, 8));
}

/// Fangyh09: where paths meet, the one that was called last wins.
#[test]
fn the_largest_path_counts_whatever_its_place() {
    for branches in [["conv k3 p1", "conv k7 p3"], ["conv k7 p3", "conv k3 p1"]] {
        let (net, analysis) = joined(16, &branches);
        assert_eq!(end_point(&net, &analysis, "sum"), (7, 1, 3));
    }
    let mut net = Net::square(16);
    let deep = net.after(MapId::INPUT, "conv k3 p1, conv k3 p1, conv k3 p1");
    net.join(Join::Concat, "both", &[deep, MapId::INPUT]);
    assert_eq!(end_point(&net, &Analysis::of(&net.graph), "both"), (7, 1, 3));
}

/// An op that nothing is known of must not pass for one that changes nothing.
#[test]
fn what_is_behind_an_unsupported_op_is_unknown() {
    let mut net = Net::square(16);
    let known = net.after(MapId::INPUT, "conv k3");
    let odd = net.graph.push(Node::new("odd", Op::Unsupported("Einsum".to_owned())), &[known]).unwrap();
    let last = net.after(odd, "conv k3");
    let pooled = net.graph.push(Node::new("pool", Op::GlobalPool(PoolKind::Average)), &[known]).unwrap();
    let analysis = Analysis::of(&net.graph);
    let statuses = [known, odd, last, pooled].map(|map| analysis.map(map).status);
    assert_eq!(statuses, [Status::Known, Status::Unknown, Status::Unknown, Status::Known]);
    assert!(analysis.map(last).field.is_none() && !analysis.runs());
}
