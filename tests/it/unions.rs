//! Padding in what units see where branches meet in a union of boxes that is none itself.

use proptest::prelude::*;
use receptive::axes::Axes;
use receptive::export::report::Format;
use receptive::field::padding::{PaddingShare, Share, share, share_of_unit, shares, shares_of_plane};
use receptive::field::{Analysis, Extent, Note, Status};
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Join, MapId, Shape};

use super::branches::{chain, meet};
use super::random;
use super::walk::Walk;

/// A map behind these branches of an image, joined, and behind these layers.
fn joined(size: [u64; 2], branches: &[&str], behind: &str) -> (Graph, MapId) {
    let mut graph = Graph::new(Shape::image(1, size));
    let join = meet(&mut graph, MapId::INPUT, branches, Join::Concat);
    let map = chain(&mut graph, join, behind);
    (graph, map)
}

fn share_of(size: [u64; 2], branches: &[&str], behind: &str) -> PaddingShare {
    let (graph, map) = joined(size, branches, behind);
    share(&graph, &Analysis::of(&graph), map).unwrap()
}

const CROSS: [&str; 2] = ["conv k1x7 p0x3", "conv k7x1 p3x0"];

/// Seven places of a row and seven of a column, one of them in both: 13. The corner sees 4 and 4 of them, one in both: 7 of
/// the 13. On an axis of 8 the units see 4, 5, 6, 7, 7, 6, 5, 4 of 7, together 44; over all units the rows and the columns
/// have 8 · 44 each and the middles 64: 640 of 64 · 13.
#[test]
fn a_row_beside_a_column_is_a_cross() {
    let told = share_of([8, 8], &CROSS, "relu");
    let mean = Share::from_integer(1) - Share::new(640, 64 * 13);
    let worked =
        PaddingShare { least: Share::from_integer(0), mean: Some(mean), most: Share::new(6, 13), of_box: false };
    assert_eq!(told, worked);
}

/// A 3×3 behind the cross sees a 3×9 and a 9×3, which have a 3×3 in common: 45. The corner has 2·5 + 5·2 − 2·2 = 16 inside.
/// With a stride of 2, on an axis of 8, units begin at rows −4, −2, 0 and 2: 5, 7, 8 and 6 of 9 inside, and 2, 3, 3, 3 of 3.
#[test]
fn a_layer_behind_a_cross_sees_a_wider_one() {
    let told = share_of([8, 8], &CROSS, "conv k3 p1 s2");
    assert_eq!(told.most, Share::new(45 - 16, 45));
    // Unit 2 on both axes: 3·8 + 8·3 − 3·3 = 39.
    assert_eq!(told.least, Share::new(45 - 39, 45));
    // The sums of an axis: 26 of long and 11 of short sides.
    assert_eq!(told.mean, Some(Share::from_integer(1) - Share::new(2 * 11 * 26 - 11 * 11, 16 * 45)));
    assert!(!told.of_box);
}

/// Where one branch sees all that the other does, or they differ on one axis alone, the box is what a unit sees; holes of a
/// dilated kernel that another branch fills in one row only are counted as they are, and a 3×3 behind them fills all. The
/// cases say so of the join and of what is behind it.
#[test]
fn boxes_and_unions_are_told_apart() {
    let cases: [(&[&str], [bool; 2]); 6] = [
        (&["conv k1x3 p0x1", "conv k3x1 p1x0"], [true; 2]),
        (&["conv k1x3 p0x1", "conv k1x5 p0x2"], [false; 2]),
        (&["conv k3 p1", "conv k1x3 p0x1", "conv k3x1 p1x0"], [false; 2]),
        (&["conv k1x3 p0x1, conv k3x1 p1x0", "conv k1"], [false; 2]),
        (&["conv k3 p2 d2", "conv k1x3 p0x1"], [true, false]),
        (&["conv k1x3 p0x1", "gap"], [false; 2]),
    ];
    for (branches, unions) in cases {
        let mut graph = Graph::new(Shape::image(1, [8, 8]));
        let join = meet(&mut graph, MapId::INPUT, branches, Join::Add);
        let behind = chain(&mut graph, join, "conv k3 p1");
        let analysis = Analysis::of(&graph);
        for (map, union) in [join, behind].into_iter().zip(unions) {
            assert_eq!(matches!(analysis.map(map).extent, Extent::Union(_)), union, "{branches:?}");
            assert!(!share(&graph, &analysis, map).unwrap().of_box, "{branches:?}");
        }
    }
    // Nine places two apart and a row of three, which has two more. In the corner 4 of the nine lie inside, and one more.
    let told = share_of([8, 8], &["conv k3 p2 d2", "conv k1x3 p0x1"], "relu");
    assert_eq!(told.most, Share::new(11 - 5, 11));
}

/// A branch that covers the cross behind it makes a box of it again.
#[test]
fn a_wide_branch_makes_a_box_of_a_union() {
    let mut graph = Graph::new(Shape::image(1, [8, 8]));
    let cross = meet(&mut graph, MapId::INPUT, &CROSS, Join::Add);
    let wide = chain(&mut graph, MapId::INPUT, "conv k7 p3");
    let node = receptive::net::Node::new("join", receptive::net::Op::Join(Join::Add));
    let map = graph.push(node, &[cross, wide]).unwrap();
    let analysis = Analysis::of(&graph);
    assert_eq!(analysis.map(map).extent, Extent::Product);
    assert_eq!(share(&graph, &analysis, map).unwrap().most, Share::new(49 - 16, 49));
}

/// As in Inception-v3's last blocks: what is seen through 3×5 and 5×3 twice over is 5×9, 7×7 and 9×5. Each covers another
/// on one axis: 45 + 49 + 45 without what two have in common, 35, 35 and 25, and with what all have, 25.
#[test]
fn blocks_one_behind_the_other_add_a_step_to_the_stairs() {
    let block = ["conv k3x5 p1x2", "conv k5x3 p2x1"];
    let mut graph = Graph::new(Shape::image(1, [9, 9]));
    let first = meet(&mut graph, MapId::INPUT, &block, Join::Concat);
    let second = meet(&mut graph, first, &block, Join::Concat);
    let analysis = Analysis::of(&graph);
    let Extent::Union(parts) = &analysis.map(second).extent else { panic!() };
    assert_eq!(parts.len(), 3);
    let told = share(&graph, &analysis, second).unwrap();
    // The corner has 3×5, 4×4 and 5×3, of which two have 3×4, 4×3 and 3×3 in common, and all of them 3×3.
    let (all, real) = (45 + 49 + 45 - 35 - 35 - 25 + 25, 15 + 16 + 15 - 12 - 12 - 9 + 9);
    assert_eq!(told.most, Share::new(all - real, all));
    assert_eq!(told.least, Share::from_integer(0));
}

/// What is too large to be counted is of the box, and says so wherever it is told; what comes before is not less known.
#[test]
fn what_is_too_large_is_of_the_box_and_says_so() {
    let (graph, map) = joined([2000, 2000], &["conv k1x4001 p0x2000", "conv k4001x1 p2000x0"], "relu");
    let analysis = Analysis::of(&graph);
    let told = share(&graph, &analysis, map).unwrap();
    assert!(told.of_box);
    // Rows and columns of the corner: 2000 of 4001 inside.
    let real = Share::new(2000, 4001);
    assert_eq!(told.most, Share::from_integer(1) - real * real);
    assert!(shares_of_plane(&graph, &analysis, map, 512).is_none());
    // Each block has a step more.
    let mut graph = Graph::new(Shape::image(1, [4, 4]));
    let blocks = (0..70).scan(MapId::INPUT, |last, _| {
        *last = meet(&mut graph, *last, &["conv k1x3 p0x1", "conv k3x1 p1x0"], Join::Add);
        Some(*last)
    });
    let blocks: Vec<MapId> = blocks.collect();
    let analysis = Analysis::of(&graph);
    let told = shares(&graph, &analysis);
    let of_box: Vec<bool> = blocks.iter().map(|map| told[map.index()].as_ref().unwrap().of_box).collect();
    assert_eq!(of_box.iter().position(|of_box| *of_box), Some(63));
    let words = Words::new(Lang::En);
    let report = receptive::export::report::write(Format::Json, &graph, &analysis, &words);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    for (map, of_box) in blocks.iter().zip(of_box) {
        let key = report["layers"][map.index() - 1]["padding_share"].get("of_box");
        assert_eq!(key, of_box.then_some(&true.into()));
    }
}

/// On a 2×2 a cross of five places has three inside everywhere, of its box only four of nine are. A 3×3 behind it sees 3×5 and
/// 5×3, which are 21 places, and four of them inside.
#[test]
fn remarks_are_on_what_is_seen() {
    let (graph, map) = joined([2, 2], &["conv k1x3 p0x1", "conv k3x1 p1x0"], "conv k3 p1");
    let analysis = Analysis::of(&graph);
    let notes = graph.maps().flat_map(|map| analysis.notes_of(&graph, map));
    let told: Vec<Note> = notes.filter(|note| matches!(note, Note::PaddingShare { .. })).collect();
    assert_eq!(told, [Note::PaddingShare { map, share: Share::new(17, 21), of_box: false }]);
}

/// A mean over rows beside a column and a row, as in coordinate attention: along the rows that branch sees everything, and
/// what counts there are the three rows that the others see. A 3×3 and a 1×7 are 13 places, and the corner has 6 inside.
#[test]
fn a_branch_that_sees_all_rows_counts_where_the_others_do() {
    let mut graph = Graph::new(Shape::image(1, [8, 8]));
    let branches = ["conv k3x1 p1x0", "conv k1x7 p0x3", "conv k1x3 p0x1, adaptavg o1x8"];
    let map = meet(&mut graph, MapId::INPUT, &branches, Join::Mul);
    let told = share(&graph, &Analysis::of(&graph), map).unwrap();
    assert_eq!(told.most, Share::new(7, 13));
    assert!(!told.of_box);
}

/// Every unit of every known map of a graph on two axes, by the walk.
fn shares_agree(graph: &Graph) -> Result<usize, TestCaseError> {
    let analysis = Analysis::of(graph);
    let walk = Walk::of(graph, &[0, 1]);
    let all = shares(graph, &analysis);
    let image = walk.extent(MapId::INPUT);
    let mut unions = 0;
    let known = |map: &MapId| walk.size(*map).is_some() && analysis.map(*map).status == Status::Known;
    for map in graph.maps().filter(known) {
        let extent = walk.extent(map);
        let units: Vec<Vec<i64>> = match extent.as_slice() {
            [] => vec![vec![0, 0]],
            _ => walk.all(map).into_iter().map(|unit| walk.indices(map, unit)).collect(),
        };
        let seen: Option<Vec<_>> = units.iter().map(|unit| walk.places_without_borders(map, unit, 3000)).collect();
        let Some(seen) = seen else { continue };
        let outside = |place: &&Vec<i64>| place.iter().zip(&image).any(|(i, n)| !(0..*n).contains(i));
        let walked: Vec<Option<Share>> = seen
            .iter()
            .map(|places| {
                let padding = places.iter().filter(outside).count();
                (!places.is_empty()).then(|| Share::new(padding as i128, places.len() as i128))
            })
            .collect();
        for (unit, share) in units.iter().zip(&walked) {
            let unit: Axes<i64> = unit.iter().copied().collect();
            prop_assert_eq!(
                share_of_unit(graph, &analysis, map, &unit),
                *share,
                "unit {:?} of map {}",
                unit,
                map.index()
            );
        }
        let told = all[map.index()].as_ref().unwrap();
        prop_assert!(!told.of_box, "map {}", map.index());
        let some: Vec<Share> = walked.iter().copied().flatten().collect();
        // Where no unit sees anything there is nothing to have a share of.
        if some.is_empty() {
            continue;
        }
        prop_assert_eq!(Some(&told.least), some.iter().min(), "least of map {}", map.index());
        prop_assert_eq!(Some(&told.most), some.iter().max(), "most of map {}", map.index());
        let mean = some.iter().sum::<Share>() / some.len() as i128;
        prop_assert_eq!(told.mean, Some(mean), "mean of map {}", map.index());
        unions += usize::from(matches!(analysis.map(map).extent, Extent::Union(_)));
        if extent.is_empty() {
            continue;
        }
        let plane = shares_of_plane(graph, &analysis, map, 512).unwrap();
        for (unit, share) in units.iter().zip(&walked) {
            let share = share.map_or(1.0, |share| *share.numer() as f32 / *share.denom() as f32);
            let told = plane[[unit[0] as usize, unit[1] as usize]];
            prop_assert!((told - share).abs() < 1e-5, "unit {:?} of map {}: {} and {}", unit, map.index(), told, share);
        }
    }
    Ok(unions)
}

/// Branches that keep the size and leave no box, layers that make units of several kinds, and one flat end.
#[test]
fn shares_of_named_joins_are_what_the_walk_finds() {
    let blocks: [&[&str]; 5] = [
        &["conv k1x3 p0x1", "conv k3x1 p1x0"],
        &["conv k3 p2 d2", "conv k1x3 p0x1", "conv k1"],
        &["conv k1x5 p0x2 d1", "conv k5x1 p4x0 d2x1", "maxpool k3 s1 p1"],
        &["conv k1x3 p0x1", "conv k3x1 p1x0", "gap"],
        &["pad p0x1:0, conv k1x2", "pad p1:0x0, conv k2x1"],
    ];
    for block in blocks {
        let mut found = 0;
        for stem in ["", "conv k3 p1 s2", "convt k3x2 s2", "upsample x2"] {
            for tail in ["conv k3x2 p1 s2x1", "convt k1x3 s2x3", "upsample x2, conv k3 p1", "flatten"] {
                let mut graph = Graph::new(Shape::image(1, [5, 4]));
                let from = if stem.is_empty() { MapId::INPUT } else { chain(&mut graph, MapId::INPUT, stem) };
                let join = if block.contains(&"gap") { Join::Mul } else { Join::Concat };
                let map = meet(&mut graph, from, block, join);
                chain(&mut graph, map, tail);
                found += shares_agree(&graph).unwrap_or_else(|error| panic!("{block:?} {stem} {tail}: {error}"));
            }
        }
        // Behind a layer whose units overlap, or before one that fills holes, some of them are boxes.
        assert!(found > 8, "{block:?}: {found}");
    }
}

proptest! {
    #![proptest_config(random::cases(300))]

    #[test]
    fn shares_of_joins_are_what_the_walk_finds(graph in random::graph(6)) {
        if graph.input.size.rank() == 2 {
            shares_agree(&graph)?;
        }
    }
}

/// Three axes: a bar along each, which meet in one place: 7 of which the corner has 4 inside.
#[test]
fn bars_of_a_volume() {
    let size: Axes<u64> = [4, 4, 4].into_iter().collect();
    let mut graph = Graph::new(Shape::image(1, size));
    let bars = ["conv k1x1x3 p0x0x1", "conv k1x3x1 p0x1x0", "conv k3x1x1 p1x0x0"];
    let map = meet(&mut graph, MapId::INPUT, &bars, Join::Add);
    let told = share(&graph, &Analysis::of(&graph), map).unwrap();
    assert_eq!(told.most, Share::new(3, 7));
    assert_eq!(told.least, Share::from_integer(0));
    // Of 4 indices two lack one neighbour: half a place a unit on each axis, 3/2 of 7.
    assert_eq!(told.mean, Some(Share::new(3, 14)));
    assert!(!told.of_box);
}
