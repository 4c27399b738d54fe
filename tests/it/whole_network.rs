//! What is said of a network as a whole: padding, border layers, nearby inputs, tiles, centres, rules of frameworks.

use std::collections::BTreeSet;

use num_rational::Ratio;
use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::export::report::Format;
use receptive::field::border::border_layers;
use receptive::field::branches::{Meeting, extremes};
use receptive::field::centres::{Convention, centres};
use receptive::field::frameworks::{AxisWindow, Framework, Made, compare, made};
use receptive::field::input_sizes::{Outcome, near};
use receptive::field::padding::{Share, free_units, share, shares_of_units};
use receptive::field::tiling::{NoTiling, Tile, Tiling, tiling};
use receptive::field::{Analysis, Extent, Impossible, Note, Status};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Ends, Graph, Join, MapId, Node, Op, Shape};

use super::branches::{chain, meet};
use super::random;
use super::walk::Walk;

fn graph_of(text: &str) -> Graph {
    read_stack(text).unwrap().lower().graph
}

fn map(graph: &Graph, index: usize) -> MapId {
    graph.map(index).unwrap()
}

#[test]
fn padding_of_one_convolution() {
    let graph = graph_of("1x4x4: conv k3 p1");
    let analysis = Analysis::of(&graph);
    let out = map(&graph, 1);
    // On each axis the units see 2, 3, 3 and 2 pixels of 3: the corner 4 of 9, the middle all, the mean (10/12)².
    let shares = share(&graph, &analysis, out).unwrap();
    assert_eq!(shares.most, Share::new(5, 9));
    assert_eq!(shares.least, Share::from_integer(0));
    assert_eq!(shares.mean, Some(Share::new(11, 36)));
    let third = Some(Ratio::new(1, 3));
    let none = Some(Ratio::from(0));
    let units = shares_of_units(&graph, &analysis, out).unwrap();
    assert_eq!(units.as_slice(), [[third, none, none, third], [third, none, none, third]]);
    let free = free_units(&graph, &analysis)[1].clone().unwrap();
    assert!(free.iter().all(|set| set.indices().eq(1..=2)));
}

/// The crop's places lie inside the image, and yet the convolution behind it reads padding there.
#[test]
fn padding_behind_a_crop_is_padding() {
    let graph = graph_of("1x9: crop p2, conv k3 p1");
    let analysis = Analysis::of(&graph);
    assert_eq!(share(&graph, &analysis, map(&graph, 2)).unwrap().most, Share::from_integer(0));
    assert!(free_units(&graph, &analysis)[2].clone().unwrap()[0].indices().eq(1..=3));
}

#[test]
fn mostly_padding_is_remarked_once() {
    let graph = graph_of("1x1x1: conv k3 p1, conv k3 p1");
    let analysis = Analysis::of(&graph);
    let note = Note::PaddingShare { map: map(&graph, 1), share: Share::new(8, 9), of_box: false };
    assert!(analysis.notes_of(&graph, map(&graph, 1)).contains(&note));
    assert!(!analysis.notes_of(&graph, map(&graph, 2)).iter().any(|note| matches!(note, Note::PaddingShare { .. })));
    assert!(Words::new(Lang::En).note(&note, &graph).contains("88.9"));
    assert!(Words::new(Lang::Ru).note(&note, &graph).contains("88,9"));
}

#[test]
fn layers_that_read_what_spans_the_image_are_border_layers() {
    let graph = graph_of("1x7x7: conv k3 p1, conv k3 p1, conv k3 p1, relu, conv k3 p1, conv k1, conv k3 p1");
    let analysis = Analysis::of(&graph);
    // After three the field is 7 wide.
    assert_eq!(analysis.covered(), [map(&graph, 5), map(&graph, 7)]);
    let note = Note::BorderLayers { map: map(&graph, 5), count: 2 };
    assert!(analysis.notes_of(&graph, map(&graph, 5)).contains(&note));
    assert!(!analysis.notes_of(&graph, map(&graph, 7)).iter().any(|note| matches!(note, Note::BorderLayers { .. })));
    assert!(Words::new(Lang::En).note(&note, &graph).contains("first of 2"));
    let found = border_layers(&graph, &analysis);
    assert_eq!(
        found.iter().map(|b| (b.map.index(), b.covered, b.gains)).collect::<Vec<_>>(),
        [(5, true, Some(false)), (7, true, Some(false))]
    );
}

#[test]
fn counting_says_more_than_widths() {
    // Units at −2 and 1 see 2 and 3 of 4 pixels with a field 4 wide: the next layer still sees more.
    let graph = graph_of("1x4: conv k4 s3 p2:1, conv k2");
    let found = border_layers(&graph, &Analysis::of(&graph));
    assert_eq!(found.iter().map(|b| (b.map.index(), b.covered, b.gains)).collect::<Vec<_>>(), [(2, true, Some(true))]);
    // One unit and padding around it: nothing to add, however large the image.
    let graph = graph_of("1x9: crop p3, conv k3, conv k3 p1");
    let found = border_layers(&graph, &Analysis::of(&graph));
    assert_eq!(
        found.iter().map(|b| (b.map.index(), b.covered, b.gains)).collect::<Vec<_>>(),
        [(3, false, Some(false))]
    );
}

#[test]
fn input_sizes_nearby() {
    let sizes = near(&graph_of("1x8x8: maxpool k2, maxpool k2"), 4);
    let lost = |size: &receptive::field::input_sizes::InputSize| match size.outcome {
        Outcome::Whole => Some(0),
        Outcome::Loses { count, .. } => Some(count),
        _ => None,
    };
    assert_eq!(
        sizes.iter().map(|size| (size.offset, lost(size))).collect::<Vec<_>>(),
        [
            (-4, Some(0)),
            (-3, Some(9)),
            (-2, Some(20)),
            (-1, Some(33)),
            (0, Some(0)),
            (1, Some(17)),
            (2, Some(36)),
            (3, Some(57)),
            (4, Some(0)),
        ]
    );
    // Down and up again beside a shortcut: odd sizes do not fit.
    let mut graph = Graph::new(Shape::image(1, [8, 6]));
    let join = meet(&mut graph, MapId::INPUT, &["relu", "maxpool k2, upsample x2"], Join::Concat);
    for size in near(&graph, 3) {
        let stops =
            matches!(size.outcome, Outcome::Stops { map, reason: Impossible::ShapesDiffer { .. } } if map == join);
        assert_eq!(stops, size.offset % 2 != 0, "{size:?}");
        assert!(stops || size.outcome == Outcome::Whole);
    }
    let small = near(&graph_of("1x4: conv k3"), 8);
    assert_eq!(small.first().map(|size| size.size[0]), Some(1));
    assert!(matches!(small[1].outcome, Outcome::Stops { reason: Impossible::KernelTooLarge { .. }, .. }));
}

fn one_tiling(text: &str) -> Result<Tiling, NoTiling> {
    let graph = graph_of(text);
    tiling(&graph, &Analysis::of(&graph), graph.output()).map(|axes| axes[0])
}

#[test]
fn tiles_worked_out_by_hand() {
    let three = one_tiling("1x64: conv k3 p1, conv k3 p1, conv k3 p1").unwrap();
    let expected =
        Tiling { total_stride: 1, halo_begin: 3, halo_end: 3, lost_begin: 3, lost_end: 3, overlap: 6, smallest: 7 };
    assert_eq!(three, expected);
    // rf 8, stride 2, start −3: unit u stands for 2u and 2u+1 and sees 2u−3 to 2u+4.
    let pooled = one_tiling("1x64: conv k3 p1, maxpool k2, conv k3 p1").unwrap();
    let expected = Tiling { total_stride: 2, lost_begin: 2, lost_end: 2, overlap: 8, smallest: 10, ..expected };
    assert_eq!(pooled, expected);
    // Without padding nothing is thrown away, but the tiles overlap all the same.
    let bare = one_tiling("1x64: conv k3, conv k3").unwrap();
    assert_eq!((bare.halo_begin, bare.halo_end, bare.lost_begin, bare.overlap), (0, 4, 0, 4));
    assert!(matches!(one_tiling("1x64: conv k3 p1, gap"), Err(NoTiling::Global(_))));
    // At 63 the padding is at both ends, in a tile of even length at the end alone.
    assert!(matches!(one_tiling("1x63: conv k3 s2 psame"), Err(NoTiling::DependsOnSize(_))));
    assert!(one_tiling("1x64: conv k3 s2 psame").is_ok());
}

/// A tile somewhere inside the image: what its kept outputs depend on, in every map, is what they depend on in the whole.
fn tile_is_seamless(graph: &Graph) -> Result<bool, TestCaseError> {
    let mut graph = graph.clone();
    let output = graph.output();
    let Ok(first) = tiling(&graph, &Analysis::of(&graph), output) else { return Ok(false) };
    let size = first.map(|axis| axis.smallest + axis.total_stride);
    graph.input.size = size.zip_map(&first, |size, axis| size + 3 * axis.total_stride);
    let analysis = Analysis::of(&graph);
    if graph.input.size.iter().any(|&n| n > 300) {
        return Ok(false);
    }
    let Ok(axes) = tiling(&graph, &analysis, output) else { return Ok(false) };
    let Ok(tile) = Tile::of(&graph, &analysis, output, &size) else { return Ok(false) };
    let mut cut = graph.clone();
    cut.input.size = size.clone();
    for axis in 0..axes.rank() {
        let (whole, part) = (Walk::of(&graph, &[axis]), Walk::of(&cut, &[axis]));
        let at = axes[axis].total_stride as i64;
        let shift = |map: MapId| (Ratio::from(at) / whole.jump(map, axis).unwrap()).to_integer();
        let kept = tile.free[axis].unwrap();
        let moved = (size[axis] - axes[axis].overlap) as i64;
        let jump = whole.jump(output, axis).unwrap();
        prop_assert!(jump * kept.count() as i64 >= Ratio::from(moved) && moved > 0, "{axes:?} {tile:?}");
        for u in kept.first..=kept.last {
            let inside = part.back(output, [u as usize].into());
            let all = whole.back(output, [(u + shift(output)) as usize].into());
            for (map, (inside, all)) in graph.maps().zip(inside.iter().zip(&all)) {
                if inside.is_empty() && all.is_empty() {
                    continue;
                }
                let by = shift(map) as usize;
                let moved: BTreeSet<usize> = inside.iter().map(|u| u + by).collect();
                prop_assert_eq!(&moved, all, "unit {} of {:?}, map {}", u, tile, map.index());
            }
        }
    }
    Ok(true)
}

#[test]
fn a_decoder_is_tiled_seamlessly() {
    let mut graph = Graph::new(Shape::image(1, [64]));
    let stem = chain(&mut graph, MapId::INPUT, "conv k3 p1");
    let join = meet(&mut graph, stem, &["relu", "maxpool k2, conv k3 p1, convt k4 s2 p1"], Join::Concat);
    chain(&mut graph, join, "conv k3 p1, conv k2 s2");
    assert!(tile_is_seamless(&graph).unwrap());
    // The transposed convolution cuts what only real pixels made: the halo of the field alone is too small.
    let cut = graph_of("1x64: conv k3, convt k2 s2 p1, conv k3 p1");
    assert!(tile_is_seamless(&cut).unwrap());
}

#[test]
fn centres_in_both_conventions() {
    let graph = graph_of("1x32: conv k3 s2 p1, convt k2 s2");
    let analysis = Analysis::of(&graph);
    let rows = |convention| {
        let rows = centres(&graph, &analysis, convention);
        rows.iter().map(|c| (c.map.index(), c.first, c.every, c.offset.unwrap(), c.stride)).collect::<Vec<_>>()
    };
    let r = |n: i64, d: i64| Ratio::new(n, d);
    assert_eq!(
        rows(Convention::Index),
        [(0, 0, 1, r(0, 1), 1), (1, 0, 1, r(0, 1), 2), (2, 0, 2, r(0, 1), 2), (2, 1, 2, r(0, 1), 2)]
    );
    assert_eq!(rows(Convention::HalfPixel)[1], (1, 0, 1, r(1, 2), 2));
    let vgg = graph_of("3x224x224: conv k3 p1, conv k3 p1, maxpool k2");
    let last = centres(&vgg, &Analysis::of(&vgg), Convention::HalfPixel).pop().unwrap();
    assert_eq!((last.axis, last.offset, last.stride), (1, Some(r(1, 1)), 2));
}

/// The table that is pasted.
#[test]
fn centres_as_text() {
    let graph = graph_of("1x32: conv k3 s2 p1 name=\"a,b\"");
    let analysis = Analysis::of(&graph);
    let csv = receptive::export::report::centres::csv(&graph, &analysis, Convention::HalfPixel);
    assert_eq!(csv, "layer,axis,first_unit,every,offset,stride\r\ninput,0,0,1,0.5,1\r\n\"a,b\",0,0,1,0.5,2\r\n");
    let plain = receptive::export::report::centres::plain(&graph, &analysis, Convention::Index);
    assert_eq!(
        plain,
        "layer  axis  first_unit  every  offset  stride\ninput     0           0      1       0       1\na,b       0           0      1       0       2\n"
    );
}

/// Sizes from PyTorch, Caffe's definition files and TensorFlow, per axis.
#[test]
fn frameworks_count_windows_differently() {
    let window = |kernel, stride, pad| AxisWindow { kernel, stride, dilation: 1, pad: Ends::both(pad) };
    let size = |framework, window, n| made(framework, window, n).map(|made| made.outputs);
    assert_eq!(size(Framework::TorchFloor, window(7, 2, 3), 224), Some(112));
    assert_eq!(size(Framework::TorchFloor, window(11, 4, 0), 224), Some(54));
    assert_eq!(size(Framework::TorchFloor, window(11, 4, 0), 227), Some(55));
    // GoogLeNet and SqueezeNet: pools of 3 with stride 2 leave 56 of 112 in Caffe, 55 in PyTorch without ceil_mode.
    assert_eq!(size(Framework::CaffePool, window(3, 2, 0), 112), Some(56));
    assert_eq!(size(Framework::TorchFloor, window(3, 2, 0), 112), Some(55));
    assert_eq!(size(Framework::TorchCeil, window(3, 2, 0), 112), Some(56));
    // The traps of the golden data.
    assert_eq!(size(Framework::TorchCeil, window(2, 2, 1), 5), Some(3));
    assert_eq!(size(Framework::TorchCeil, window(3, 2, 0), 2), Some(1));
    // Without padding Caffe keeps a window that lies outside altogether: ⌈(5 − 1)/3⌉ + 1.
    assert_eq!(size(Framework::CaffePool, window(1, 3, 0), 5), Some(3));
    assert_eq!(size(Framework::TorchCeil, window(1, 3, 0), 5), Some(2));
    assert_eq!(made(Framework::TensorFlowSame, window(3, 2, 0), 224), Some(Made { outputs: 112, begin: 0, end: 1 }));
    assert_eq!(made(Framework::TensorFlowSame, window(3, 2, 0), 225), Some(Made { outputs: 113, begin: 1, end: 1 }));
    assert_eq!(made(Framework::TensorFlowValid, window(3, 2, 1), 224), Some(Made { outputs: 111, begin: 0, end: -1 }));
    assert_eq!(size(Framework::TensorFlowValid, window(5, 1, 0), 4), None);
}

#[test]
fn where_frameworks_part() {
    let graph = graph_of("1x224: maxpool k2");
    let rules = compare(&graph, &Analysis::of(&graph), map(&graph, 1), 0);
    let told = |framework| rules.iter().find(|rule| rule.framework == framework).map(|r| (r.differs_from, r.differs));
    assert_eq!(told(Framework::TorchFloor), Some((None, 0)));
    assert_eq!(told(Framework::TorchCeil), Some((Some(225), 1)));
    assert_eq!(told(Framework::CaffePool), Some((Some(225), 1)));
    assert_eq!(told(Framework::CaffeConv), None);
    let graph = graph_of("1x224: conv k7 s2 p3, relu");
    let analysis = Analysis::of(&graph);
    let rules = compare(&graph, &analysis, map(&graph, 1), 0);
    let same = rules.iter().find(|rule| rule.framework == Framework::TensorFlowSame).unwrap();
    // As many outputs at every size, but other windows: padded by 2 and 3.
    assert_eq!((same.differs_from, same.differs), (None, 0));
    assert_eq!(same.made, Some(Made { outputs: 112, begin: 2, end: 3 }));
    assert!(compare(&graph, &analysis, map(&graph, 2), 0).is_empty());
}

/// Kept graphs whose units are not all of one size: the shares and the free units, by the walk.
fn padding_agrees(graph: &Graph) -> Result<(), TestCaseError> {
    let analysis = Analysis::of(graph);
    let free = free_units(graph, &analysis);
    for axis in 0..graph.input.size.rank() {
        let walk = Walk::of(graph, &[axis]);
        let known = |map: &MapId| walk.size(*map).is_some_and(|size| !size.is_empty()) && !analysis.map(*map).global;
        for map in graph.maps().filter(known) {
            let units = walk.extent(map)[0];
            let image = 0..walk.extent(MapId::INPUT)[0];
            let inside = |maps: &[BTreeSet<i64>]| {
                let fits = |(m, set): (MapId, &BTreeSet<i64>)| {
                    let n = walk.size(m).unwrap().get(axis).copied().unwrap_or(1);
                    set.iter().all(|u| (0..n).contains(u))
                };
                graph.maps().zip(maps).all(fits)
            };
            let seen: Vec<Vec<BTreeSet<i64>>> = (0..units).map(|u| walk.without_borders(map, axis, u)).collect();
            let walked: Vec<i64> = (0..units).filter(|&u| inside(&seen[u as usize])).collect();
            let told: Vec<i64> = free[map.index()].as_ref().unwrap()[axis].indices().collect();
            prop_assert_eq!(told, walked, "units of map {} that no padding reaches", map.index());
            if analysis.map(map).status != Status::Known {
                continue;
            }
            let shares: Vec<Option<Ratio<u64>>> = seen
                .iter()
                .map(|maps| {
                    let outside = maps[0].iter().filter(|i| !image.contains(i)).count() as u64;
                    (!maps[0].is_empty()).then(|| Ratio::new(outside, maps[0].len() as u64))
                })
                .collect();
            let told = shares_of_units(graph, &analysis, map).unwrap();
            prop_assert_eq!(&told[axis], &shares, "padding of map {}", map.index());
        }
    }
    for map in graph.maps().filter(|map| analysis.map(*map).extent == Extent::Product) {
        let Some(axes) = shares_of_units(graph, &analysis, map) else { continue };
        let told = share(graph, &analysis, map).unwrap();
        let mut units = vec![Share::from_integer(1)];
        for axis in &axes {
            let real =
                axis.iter().flatten().map(|s| Share::new(1, 1) - Share::new((*s.numer()).into(), (*s.denom()).into()));
            let real: Vec<Share> = real.collect();
            // Units that see nothing are left out; if there are no others, no padding is seen.
            let real = if real.is_empty() { vec![Share::from_integer(1)] } else { real };
            units = units.iter().flat_map(|unit| real.iter().map(move |part| unit * part)).collect();
        }
        let padding: Vec<Share> = units.iter().map(|real| Share::from_integer(1) - real).collect();
        let mean = padding.iter().sum::<Share>() / padding.len() as i128;
        prop_assert_eq!(Some(&told.least), padding.iter().min());
        prop_assert_eq!(Some(&told.most), padding.iter().max());
        prop_assert_eq!(told.mean, Some(mean));
    }
    Ok(())
}

proptest! {
    #![proptest_config(random::cases(400))]

    #[test]
    fn layers_gain_what_the_walk_says(stack in random::stack(7, 16)) {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        let walks: Vec<Walk<'_>> = (0..graph.input.size.rank()).map(|axis| Walk::of(&graph, &[axis])).collect();
        let most = |walk: &Walk<'_>, map| walk.all(map).into_iter().map(|u| walk.back(map, [u].into())[0].len()).max();
        for border in border_layers(&graph, &analysis) {
            let before = graph.node(border.map).unwrap().inputs()[0];
            let gains = walks.iter().any(|walk| most(walk, border.map) > most(walk, before));
            prop_assert_eq!(border.gains, Some(gains), "map {}", border.map.index());
        }
    }

    #[test]
    fn padding_is_what_the_walk_finds(graph in random::graph(7)) {
        padding_agrees(&graph)?;
    }

    #[test]
    fn padding_of_chains_is_what_the_walk_finds(stack in random::stack(6, 24)) {
        padding_agrees(&stack.lower().graph)?;
    }

    #[test]
    fn tiles_are_seamless(graph in random::graph(12)) {
        tile_is_seamless(&graph)?;
    }

    #[test]
    fn tiles_of_chains_are_seamless(stack in random::stack(5, 30)) {
        tile_is_seamless(&stack.lower().graph)?;
    }

    /// The rules of the frameworks against the engine's own, which is held to PyTorch's and TensorFlow's golden data.
    #[test]
    fn own_rules_are_the_engines(stack in random::stack(1, 40)) {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        for map in graph.maps().skip(1).filter(|map| analysis.map(*map).shape.is_some()) {
            let Some(window) = graph.node(map).and_then(|node| node.op.window()) else { continue };
            let torch = matches!(window.padding, receptive::net::Padding::Explicit(_));
            let own = match &graph.node(map).unwrap().op {
                _ if !torch => Framework::TensorFlowSame,
                Op::Pool(pool) if pool.ceil => Framework::TorchCeil,
                _ => Framework::TorchFloor,
            };
            for axis in 0..graph.input.size.rank() {
                for rule in compare(&graph, &analysis, map, axis).iter().filter(|rule| rule.framework == own) {
                    let outputs = analysis.map(map).shape.as_ref().unwrap().size[axis];
                    prop_assert_eq!(rule.made.map(|made| made.outputs as u64), Some(outputs));
                    prop_assert_eq!((rule.differs_from, rule.differs), (None, 0));
                }
            }
        }
    }
}

/// Node names are no concern of these tests.
#[test]
fn a_network_of_nothing_is_answered() {
    let graph = Graph::new(Shape { batch: 1, channels: 1, size: Axes::none() });
    let analysis = Analysis::of(&graph);
    assert!(border_layers(&graph, &analysis).is_empty());
    assert!(tiling(&graph, &analysis, MapId::INPUT).is_err());
    assert!(share(&graph, &analysis, MapId::INPUT).is_none());
    let mut stopped = Graph::new(Shape::image(1, [4, 4]));
    stopped.push(Node::new("?", Op::Unsupported("what".into())), &[MapId::INPUT]).unwrap();
    let analysis = Analysis::of(&stopped);
    assert_eq!(free_units(&stopped, &analysis)[1], None);
    assert!(matches!(tiling(&stopped, &analysis, stopped.output()), Err(NoTiling::Unknown(_))));
    assert!(centres(&stopped, &analysis, Convention::Index).iter().all(|centre| centre.map == MapId::INPUT));
}

/// ResNet-50 as it is exported, at 224 pixels. Torchvision's figures for the last layer of every stage: 35, 91, 267, 427.
#[test]
fn a_residual_network() {
    let model = receptive::import::onnx::read(include_bytes!("../data/onnx/light_resnet50.onnx")).unwrap();
    let graph = model.meant(None).unwrap().stack.lower().graph;
    let analysis = Analysis::of(&graph);
    let joins: Vec<MapId> =
        graph.maps().filter(|map| graph.node(*map).is_some_and(|node| matches!(node.op, Op::Join(_)))).collect();
    let paths = extremes(&graph, &analysis);
    let widths: Vec<(u64, u64)> =
        joins.iter().map(|map| paths[map.index()].as_ref().map(|p| (p.smallest[0], p.largest[0])).unwrap()).collect();
    // The shortcuts have windows of one unit: the smallest path is the stem's, 7 + 2·2, all the way.
    let largest = [19, 27, 35, 43, 59, 75, 91, 107, 139, 171, 203, 235, 267, 299, 363, 427];
    assert_eq!(widths, largest.map(|width| (11, width)));
    assert!(joins.iter().all(|map| Meeting::of(&graph, &analysis, *map).unwrap().aligned()));
    // From 235 on the 3×3 windows read what is as wide as the image: one of stage 3, three of stage 4, the last pool.
    let windows = analysis.covered().iter().map(|map| graph.node(*map).unwrap().op.window().unwrap().kernel.at(0));
    assert!(windows.eq([3, 3, 3, 3, 7]));
    assert!(border_layers(&graph, &analysis).iter().all(|border| border.covered && border.gains == Some(false)));
    // rf 427, stride 32, start −213: 213 pixels before, 427 − 213 − 32 behind.
    let axes = tiling(&graph, &analysis, *joins.last().unwrap()).unwrap();
    let Tiling { total_stride, halo_begin, halo_end, lost_begin, lost_end, overlap, .. } = axes[1];
    assert_eq!((total_stride, halo_begin, halo_end), (32, 213, 182));
    assert_eq!((lost_begin, lost_end, overlap), (7, 6, 13 * 32));
    let report = receptive::export::report::write(Format::Text, &graph, &analysis, &Words::new(Lang::En));
    for part in [
        "427×427 through the largest path, 11×11 through the smallest",
        "72.8\u{A0}% on average; 0 of 49 units see none",
        "multiples of 32×32 pixels, are multiples of it long and share 416×416 pixels",
        "the first 7×7 and the last 6×6 outputs",
    ] {
        assert!(report.contains(part), "{part} in {report}");
    }
    // Seven by seven units are needed for the last pool.
    let sizes = near(&graph, 64);
    let runs = |offset: i64| sizes.iter().find(|size| size.offset == offset).map(|size| size.outcome.clone());
    assert_eq!(runs(0), Some(Outcome::Whole));
    let stops =
        Outcome::Stops { map: map(&graph, 173), reason: Impossible::KernelTooLarge { axis: 0, span: 7, padded: 6 } };
    assert_eq!(runs(-32), Some(stops));
}
