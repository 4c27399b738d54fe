//! The table of the layers in the window: what it says, and how it is sorted, chosen and copied.
#![cfg(feature = "window")]

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::locale::Lang;
use receptive::net::presets;

use super::driver::*;

/// The beginning of VGG-16, and a classifier.
const NET: &str = "3x224x224: conv k3 p1 c64 name=conv1_1, relu, maxpool k2, gap, flatten, linear c10";

fn open(size: [f32; 2], lang: Lang, stack: &str) -> Window {
    let mut window = window_of(size, lang, Some(stack));
    press(&mut window, Modifiers::ALT, Key::Num9);
    window
}

fn table(stack: &str) -> Window {
    open([1440.0, 900.0], Lang::En, stack)
}

/// Presses the head of a column.
#[track_caller]
fn head(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::ColumnHeader, label).click();
    window.run();
}

/// The rows in sight as they are said, from the top.
fn rows(window: &Window) -> Vec<String> {
    let nodes = window.root().query_all_by(|node| node.role() == Role::Row);
    let mut rows: Vec<(f32, String)> =
        nodes.filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?))).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The names of the layers in sight, from the top.
fn names(window: &Window) -> Vec<String> {
    rows(window).iter().filter_map(|row| Some(row.split_once(',')?.0.to_owned())).collect()
}

#[track_caller]
fn row<'a>(window: &'a Window, name: &str) -> Node<'a> {
    let head = format!("{name},");
    window.get_by(move |node| node.role() == Role::Row && node.label().is_some_and(|label| label.starts_with(&head)))
}

#[track_caller]
fn selected(window: &Window) -> String {
    let node = window.get_by(|node| node.role() == Role::Row && node.is_selected() == Some(true));
    node.accesskit_node().label().unwrap().split_once(',').unwrap().0.to_owned()
}

/// Chooses an entry of “Copy as”, and gives what is then in the clipboard.
#[track_caller]
fn copied(window: &mut Window, menu: &str, entry: &str) -> String {
    click(window, menu);
    window.get_by_label(entry).click();
    for _ in 0..10 {
        window.step();
        for command in &window.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                let text = text.clone();
                window.run();
                return text;
            }
        }
    }
    panic!("nothing was copied");
}

#[test]
fn the_numbers_of_every_layer() {
    let window = table(NET);
    assert_eq!(
        rows(&window),
        [
            "input, Output 3×224×224, Field 1, Jump 1, Start 0, Lost pixels 0, Parameters 0, MACs 0",
            // 3·3·3·64 weights and 64 biases; 1728 multiply-adds at each of 224² places.
            "conv1_1, Layer text conv k3 p1 c64, Output 64×224×224, Field 3, Jump 1, Start −1, Lost pixels 0, \
             Parameters 1792, MACs 86\u{202F}704\u{202F}128",
            "relu1, Layer text relu, Output 64×224×224, Field 3, Jump 1, Start −1, Lost pixels 0, Parameters 0, MACs 0",
            "maxpool1, Layer text maxpool k2, Output 64×112×112, Field 4, Jump 2, Start −1, Lost pixels 0, \
             Parameters 0, MACs 0",
            // All 112 windows: 4 + 111·2 = 226 from −1 on.
            "gap1, Layer text gap, Output 64×1×1, Field 226, Jump –, Start −1, Lost pixels 0, Parameters 0, MACs 0",
            "flatten1, Layer text flatten, Output 64, Field 226, Jump –, Start −1, Lost pixels 0, Parameters 0, MACs 0",
            "linear1, Layer text linear c10, Output 10, Field 226, Jump –, Start −1, Lost pixels 0, Parameters 650, MACs 640",
        ]
    );
    // Three fields cover the input, and the sums stand at the foot.
    let drawn = drawn(&window);
    assert_eq!(drawn.iter().filter(|text| *text == "✓").count(), 3);
    for total in ["2442", "86\u{202F}704\u{202F}768"] {
        assert!(drawn.iter().any(|text| text == total), "{total} is not in {drawn:?}");
    }
}

#[test]
fn a_click_on_a_head_sorts() {
    let mut window = table(NET);
    let original = ["input", "conv1_1", "relu1", "maxpool1", "gap1", "flatten1", "linear1"];
    assert_eq!(names(&window), original);
    head(&mut window, "Sort by Parameters");
    // Those that are alike stay as they were.
    assert_eq!(names(&window), ["input", "relu1", "maxpool1", "gap1", "flatten1", "linear1", "conv1_1"]);
    head(&mut window, "Parameters: smallest first");
    assert_eq!(names(&window), ["conv1_1", "linear1", "input", "relu1", "maxpool1", "gap1", "flatten1"]);
    head(&mut window, "Parameters: largest first");
    assert_eq!(names(&window), original);
    // By the number, not by its digits: 3, 4, 226.
    head(&mut window, "Sort by Field");
    assert_eq!(names(&window), ["input", "conv1_1", "relu1", "maxpool1", "gap1", "flatten1", "linear1"]);
    head(&mut window, "Field: smallest first");
    assert_eq!(names(&window), ["gap1", "flatten1", "linear1", "maxpool1", "conv1_1", "relu1", "input"]);
    // Where there is no stride it stands last, whichever way the others go.
    head(&mut window, "Sort by Jump");
    head(&mut window, "Jump: smallest first");
    assert_eq!(names(&window), ["maxpool1", "input", "conv1_1", "relu1", "gap1", "flatten1", "linear1"]);
}

#[test]
fn names_are_sorted_as_people_count() {
    let mut window = table("1x64x64: conv k3 name=conv10, conv k3 name=conv9, conv k3 name=conv1");
    head(&mut window, "Sort by Layer");
    assert_eq!(names(&window), ["input", "conv1", "conv9", "conv10"]);
}

#[test]
fn a_click_selects_everywhere_and_arrows_go_on() {
    let mut window = table(NET);
    assert_eq!(selected(&window), "conv1_1");
    row(&window, "maxpool1").click();
    window.run();
    assert_eq!(selected(&window), "maxpool1");
    assert_says(&window, "3 · maxpool1");
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(selected(&window), "relu1");
    assert_says(&window, "2 · relu1");
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(selected(&window), "linear1");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&window), "linear1");
    // In the order that is seen.
    head(&mut window, "Sort by Parameters");
    row(&window, "linear1").click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&window), "conv1_1");
    press(&mut window, Modifiers::NONE, Key::Home);
    assert_eq!(selected(&window), "input");
}

#[test]
fn columns_are_chosen() {
    let mut window = table("1x7x7: conv k3 s3");
    click(&mut window, "Columns");
    for column in
        ["Layer text", "Start", "Field", "Jump", "Parameters", "Unread units", "Lost share", "Centre", "Bytes"]
    {
        window.get_by_role_and_label(Role::CheckBox, column).click();
        window.run();
    }
    assert!(window.get_by_role_and_label(Role::CheckBox, "Layer").accesskit_node().is_disabled());
    press(&mut window, Modifiers::NONE, Key::Escape);
    // Row and column 6 of 7 are lost: 13 of 49. Unit 0 sees 0 to 2. A map of 2×2 values of four bytes.
    assert_eq!(
        rows(&window),
        [
            "input, Output 1×7×7, Centre 0, Unread units 0, Lost pixels 0, Lost share 0\u{A0}%, MACs 0, Bytes 196",
            "conv1, Output 1×2×2, Centre 1, Unread units 13, Lost pixels 13 (26.5\u{A0}%), Lost share 26.5\u{A0}%, MACs 36, \
             Bytes 16",
        ]
    );
}

#[test]
fn what_is_shown_is_copied() {
    let mut window = table("1x7x7: conv k3 s3 p1 name=\"a|b_c\", convt k2 s2");
    head(&mut window, "Sort by Parameters");
    head(&mut window, "Parameters: smallest first");
    let markdown = copied(&mut window, "Copy as", "Markdown");
    assert_says(&window, "Copied 3 rows as Markdown");
    let lines: Vec<Vec<&str>> =
        markdown.lines().map(|line| line.split_whitespace().filter(|part| *part != "|").collect()).collect();
    assert_eq!(lines[0][..3], ["Layer", "Layer", "text"]);
    assert_eq!(lines[2][..5], ["a\\|b\\_c", "conv", "k3", "s3", "p1"]);
    assert_eq!(lines[3][..4], ["convt1", "convt", "k2", "s2"]);
    assert_eq!(lines.len(), 5);
    // As programs read numbers: no groups, a true minus sign is a hyphen, and a step of 3/2 is 1.5.
    let csv = copied(&mut window, "Copy as", "CSV");
    assert_eq!(
        csv.lines().collect::<Vec<_>>(),
        [
            "Layer,Layer text,Output,Field,Jump,Start,Lost pixels,Parameters,MACs",
            "a|b_c,conv k3 s3 p1,1x3x3,3,3,-1,0,10,81",
            "convt1,convt k2 s2,1x6x6,3,1.5,-1,0,5,36",
            "input,,1x7x7,1,1,0,0,0,0",
        ]
    );
    let tabs = copied(&mut window, "Copy as", "Text with tabs");
    assert_eq!(tabs.lines().nth(1), Some("a|b_c\tconv k3 s3 p1\t1x3x3\t3\t3\t-1\t0\t10\t81"));
    let latex = copied(&mut window, "Copy as", "LaTeX");
    assert!(latex.contains("\\begin{tabular}{llrrrrrrr}"), "{latex}");
    assert!(latex.contains("a\\textbar{}b\\_c & \\texttt{conv k3 s3 p1}"), "{latex}");
}

#[test]
fn a_layer_that_cannot_run_says_why() {
    let mut window = table("1x5x5: conv k3, conv k7, relu");
    let said = rows(&window);
    assert!(said[2].starts_with("conv2, Layer text conv k7, The window spans 7 rows"), "{said:?}");
    assert_eq!(said[3], "relu1, Layer text relu, unknown");
    // Not known is not small.
    head(&mut window, "Sort by Output");
    assert_eq!(names(&window), ["conv1", "input", "conv2", "relu1"]);
    head(&mut window, "Output: smallest first");
    assert_eq!(names(&window), ["input", "conv1", "conv2", "relu1"]);
}

#[test]
fn layers_that_are_switched_off_are_left_out() {
    let window = table("1x32x32: conv k3, relu off, maxpool k2");
    assert_eq!(names(&window), ["input", "conv1", "maxpool1"]);
    assert_eq!(names(&table("1x32x32:")), ["input"]);
}

#[test]
fn thousands_of_layers_scroll() {
    let stack = format!("1x512x512: {}", vec!["relu"; 5000].join(", "));
    let mut window = table(&stack);
    let first = names(&window);
    assert_eq!(first[..2], ["input", "relu1"]);
    assert!(first.len() < 60, "{} rows are drawn", first.len());
    let at = row(&window, "relu5").rect().center();
    window.hover_at(at);
    window.run();
    let mut least = Duration::MAX;
    for _ in 0..20 {
        window.event(egui::Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -240.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        let start = Instant::now();
        window.step();
        least = least.min(start.elapsed());
    }
    window.run();
    assert!(!names(&window).contains(&"relu5".to_owned()));
    println!("a frame of the whole window: {least:?}");
    // Selecting elsewhere brings the row into sight.
    row(&window, names(&window)[3].as_str()).click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(selected(&window), "relu5000");
    press(&mut window, Modifiers::NONE, Key::Home);
    assert_eq!(selected(&window), "input");
}

#[test]
fn in_russian_and_narrow() {
    let mut window = open([720.0, 480.0], Lang::Ru, "1x7x7: conv k3 s3");
    assert!(rows(&window)[1].starts_with("conv1, Запись слоя conv k3 s3, Выход 1×2×2"), "{:?}", rows(&window));
    click(&mut window, "Столбцы и копирование");
    window.get_by_role_and_label(Role::CheckBox, "Доля потерь").click();
    window.run();
    assert!(rows(&window)[1].contains("Доля потерь 26,5\u{A0}%"), "{:?}", rows(&window));
    window.get_by_label("CSV").click();
    window.run();
    assert_says(&window, "Скопированы 2 строки, формат: CSV");
}

#[test]
fn every_lesson_has_a_table() {
    for preset in presets::ALL {
        let window = table(&preset.stack().to_string());
        assert_eq!(names(&window).first().map(String::as_str), Some("input"), "{}", preset.id);
    }
}

#[test]
fn a_head_says_which_way_the_rows_go() {
    use egui::accesskit::SortDirection;
    let mut window = table(NET);
    let way = |window: &Window| {
        let heads: Vec<_> = window.query_all_by_role(Role::ColumnHeader).collect();
        assert!(heads.len() > 5);
        let ways: Vec<_> = heads.iter().filter_map(|head| head.accesskit_node().data().sort_direction()).collect();
        assert!(ways.len() < 2, "one order");
        ways.first().copied()
    };
    assert_eq!(way(&window), None);
    head(&mut window, "Sort by Field");
    assert_eq!(way(&window), Some(SortDirection::Ascending));
    head(&mut window, "Field: smallest first");
    assert_eq!(way(&window), Some(SortDirection::Descending));
    head(&mut window, "Field: largest first");
    assert_eq!(way(&window), None);
}
