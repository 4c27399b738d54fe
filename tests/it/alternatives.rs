//! Other paths to a layer of a network with branches: what they are told by, and that the views follow the chosen one.

use receptive::field::Analysis;
use receptive::field::route::{Alternatives, Wanted, alternatives, branches_of, past, route, route_of};
use receptive::net::{Graph, Join, MapId, Stack};

use super::networks::{Plan, densenet121, inception};

fn map(graph: &Graph, index: usize) -> MapId {
    graph.map(index).unwrap()
}

fn found(graph: &Graph, path: &[MapId], to: usize, most: usize) -> Alternatives {
    alternatives(graph, &Analysis::of(graph), path, map(graph, to), most).unwrap()
}

fn indices(path: &[MapId]) -> Vec<usize> {
    path.iter().map(|map| map.index()).collect()
}

/// Two residual blocks of a 3×3 each, the second with a 5×5 beside.
///
/// 1 conv k3, 2 = 1 + image; 3 conv k3 behind 2, 4 conv k5 behind 2, 5 = 3 + 4 + 2; 6 relu.
fn blocks() -> Stack {
    let mut plan = Plan::new();
    let first = plan.then("conv k3 p1", 0);
    let sum = plan.join(Join::Add, &[first, 0]);
    let narrow = plan.then("conv k3 p1", sum);
    let wide = plan.then("conv k5 p2", sum);
    let last = plan.join(Join::Add, &[narrow, wide, sum]);
    plan.then("relu", last);
    plan.stack(1, 16)
}

/// The maps of a path, its field, what it gains and what it passes by.
type Told = (Vec<usize>, u64, Vec<usize>, Vec<usize>);

/// The longest path sees 1 + 2 + 4 pixels.
#[test]
fn each_branch_that_is_passed_by_is_another_path() {
    let graph = blocks().lower().graph;
    let analysis = Analysis::of(&graph);
    let path = route(&graph, &analysis, &[]);
    assert_eq!(indices(&path), [0, 1, 2, 4, 5, 6]);
    let known = found(&graph, &path, 6, 9);
    assert_eq!((known.shown.rf.as_ref().unwrap().as_slice(), known.shown.layers()), (&[7, 7][..], 5));
    let told: Vec<Told> = known
        .others
        .iter()
        .map(|other| {
            let rf = other.rf.as_ref().unwrap()[0];
            (indices(&other.path), rf, indices(&other.gains), indices(&other.passes))
        })
        .collect();
    // Past the first 3×3, through the second 3×3, past both of the second block.
    assert_eq!(
        told,
        [
            (vec![0, 1, 2, 3, 5, 6], 5, vec![3], vec![4]),
            (vec![0, 2, 4, 5, 6], 5, vec![], vec![1]),
            (vec![0, 1, 2, 5, 6], 3, vec![], vec![4]),
        ]
    );
    assert_eq!(known.count, 3);
    // To a layer of the first block there is only its own crossing, and to one off the path nothing is known.
    assert_eq!(found(&graph, &path, 2, 9).others.len(), 1);
    assert_eq!(alternatives(&graph, &analysis, &path, map(&graph, 3), 9), None);
}

/// Whatever path is chosen, the branches that are kept of it lead along it again, crossings too.
#[test]
fn the_branches_of_a_path_lead_along_it() {
    for stack in [blocks(), inception(), densenet121()] {
        let graph = stack.lower().graph;
        let analysis = Analysis::of(&graph);
        let mut path = route(&graph, &analysis, &[]);
        let end = *path.last().unwrap();
        // From one to another, a few times over: the last that is offered is the one that sees least.
        for _ in 0..6 {
            let known = alternatives(&graph, &analysis, &path, end, 7).unwrap();
            for other in &known.others {
                let wanted = Wanted { through: vec![end], branches: branches_of(&graph, &analysis, &other.path) };
                assert_eq!(route_of(&graph, &analysis, &wanted), other.path);
            }
            path.clone_from(&known.others.last().unwrap().path);
        }
    }
}

/// Of a network with far too many paths a bounded number is offered, at once, and the others are counted.
#[test]
fn many_paths_are_bounded() {
    let graph = densenet121().lower().graph;
    let analysis = Analysis::of(&graph);
    let path = route(&graph, &analysis, &[]);
    let known = found(&graph, &path, path.last().unwrap().index(), 12);
    assert_eq!(known.others.len(), 12);
    let inputs = |map: &MapId| graph.node(*map).map_or(0, |node| node.inputs().len());
    let passed: usize = path.iter().map(inputs).sum::<usize>() - (path.len() - 1);
    assert_eq!(known.count, passed);
    // Twelve different paths, from the image to the same map.
    for (at, other) in known.others.iter().enumerate() {
        assert!(known.others[..at].iter().all(|before| before.path != other.path));
        assert!(other.path[0] == MapId::INPUT && other.path.last() == path.last() && other.path != path);
        let follows = |pair: &[MapId]| graph.node(pair[1]).unwrap().inputs().contains(&pair[0]);
        assert!(other.path.windows(2).all(follows));
    }
}

/// What cannot be come from there is left aside.
#[test]
fn branches_that_do_not_fit_change_nothing() {
    let graph = blocks().lower().graph;
    let analysis = Analysis::of(&graph);
    let [image, first, sum, narrow, wide, last, end] = [0, 1, 2, 3, 4, 5, 6].map(|index| map(&graph, index));
    let along = |through: &[MapId], branches: &[(MapId, MapId)]| {
        indices(&route_of(&graph, &analysis, &Wanted { through: through.to_vec(), branches: branches.to_vec() }))
    };
    assert_eq!(along(&[], &[(sum, image)]), [0, 2, 4, 5, 6]);
    assert_eq!(along(&[first], &[(sum, image)]), [0, 1, 2, 4, 5, 6]);
    assert_eq!(along(&[narrow], &[(last, wide)]), [0, 1, 2, 3, 5, 6]);
    assert_eq!(along(&[], &[(last, first), (end, image)]), [0, 1, 2, 4, 5, 6]);
    let path = route(&graph, &analysis, &[]);
    assert_eq!(indices(&past(&graph, &analysis, &path, (last, sum)).unwrap()), [0, 1, 2, 5]);
    assert_eq!(past(&graph, &analysis, &path, (narrow, sum)), None);
}

#[cfg(feature = "window")]
mod in_the_window {
    use egui::accesskit::Role;
    use egui_kittest::kittest::Queryable;
    use receptive::export::document::write;
    use receptive::import::document::read;

    use super::super::driver::*;
    use super::*;

    fn shown(window: &Window) -> Vec<usize> {
        let document = window.state().document();
        let lowered = document.stack.lower();
        let analysis = Analysis::of(&lowered.graph);
        indices(&route_of(&lowered.graph, &analysis, &Wanted::of(&lowered, &document.view)))
    }

    #[test]
    fn a_path_is_chosen_from_the_menu_and_followed() {
        let mut window = window_of_network(blocks());
        go_to(&mut window, "relu6");
        assert_says(&window, "field 7, 5 layers");
        press_named(&mut window, Role::Button, "Other paths");
        for path in [
            "through conv3: field 5, 5 layers",
            "past conv1: field 5, 4 layers",
            "past conv4: field 3, 4 layers",
            "Show the longest path",
        ] {
            window.get_by_role_and_label(Role::Button, path);
        }
        press_named(&mut window, Role::Button, "past conv1: field 5, 4 layers");
        assert_eq!(shown(&window), [0, 2, 4, 5, 6]);
        // Now it is the shown one, and the longest is another.
        assert_says(&window, "field 5, 4 layers");
        press_named(&mut window, Role::Button, "Other paths");
        press_named(&mut window, Role::Button, "past conv4: field 1, 3 layers");
        assert_eq!(shown(&window), [0, 2, 5, 6]);
        // It is kept with the document.
        let saved = write(window.state().document()).unwrap();
        assert!(saved.contains("branches = [[\"add2\", \"input\"], [\"add5\", \"add2\"]]"), "{saved}");
        assert_eq!(read(saved.as_bytes()).unwrap().view, window.state().document().view);
        press_named(&mut window, Role::Button, "Other paths");
        press_named(&mut window, Role::Button, "Show the longest path");
        assert_eq!(shown(&window), [0, 1, 2, 4, 5, 6]);
    }

    /// The crossing of a residual block begins on the path: it is chosen at the join.
    #[test]
    fn a_crossing_is_shown_from_its_join() {
        let mut window = window_of_network(blocks());
        go_to(&mut window, "add2");
        press_named(&mut window, Role::Button, "Show the path through Input");
        assert_eq!(shown(&window), [0, 2, 4, 5, 6]);
    }

    /// In the smallest window a menu of twelve paths is scrolled: it is all inside, and the count below it too.
    #[test]
    fn a_long_menu_fits_into_a_low_window() {
        let mut window = window_with([720.0, 480.0], receptive::locale::Lang::En, Some((None, densenet121())));
        let last = densenet121().lower().graph.maps().last().unwrap();
        let name = densenet121().lower().graph.node(last).unwrap().name.clone();
        go_to(&mut window, &name);
        press_named(&mut window, Role::Button, "Other paths");
        let rect = |label: &str| window.get_by_role_and_label(Role::Button, label).rect();
        assert!(rect("Show the longest path").top() >= 0.0);
        let more = window.get_by_label_contains("more branches").rect();
        assert!(more.bottom() <= 480.0 && more.right() <= 720.0, "{more:?}");
    }

    /// A layer with one path to it has no menu.
    #[test]
    fn one_path_has_no_menu() {
        let mut window = window_of_network(blocks());
        go_to(&mut window, "conv1");
        assert_silent(&window, "Other paths");
        let chain = numbers("1x7x7: conv k3");
        assert_silent(&chain, "Other paths");
    }
}
