//! The dialog that exports pictures, driven as a person does it.
#![cfg(feature = "window")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use receptive::cli;
use receptive::files::{self, FileProblem};
use receptive::gui::{App, Opening, Start, ThemeChoice};
use receptive::locale::Lang;
use receptive::scene::view::ViewName;

use super::driver::{
    Window, answer_path, assert_says, assert_silent, click, drawn, press, said, text, type_number, until, wait_for,
    window_of,
};

const LOSSY: &str = "1x7x7: conv k3 s3";

/// A window in light colours, which are what the command line takes if it is not told.
fn light(size: [f32; 2], lang: Lang, stack: &str) -> Window {
    let mut window = window_of(size, lang, Some(stack));
    window.ctx.set_theme(egui::Theme::Light);
    window.run();
    window
}

fn window(stack: &str) -> Window {
    light([1440.0, 900.0], Lang::En, stack)
}

/// What the command line writes of the same choices.
fn rendered(args: &[&str], ending: &str) -> Vec<u8> {
    rendered_of(LOSSY, args, ending)
}

fn rendered_of(network: &str, args: &[&str], ending: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("rendered.{ending}"));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["receptive", "render", network, "-o", file.to_str().unwrap()].into_iter().chain(args.iter().copied());
    let code = cli::run_with(args, &mut std::io::empty(), &mut out, &mut err);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&err));
    fs::read(file).unwrap()
}

#[track_caller]
fn choose_of(window: &mut Window, list: &str, entry: &str) {
    window.get_by_role_and_label(Role::ComboBox, list).click();
    window.run();
    // Behind the dialog may stand something of the same name: the list is what was drawn last.
    let entries = window.query_all_by_label(entry).collect::<Vec<_>>();
    entries.last().unwrap_or_else(|| panic!("no {entry}")).click();
    window.run();
}

#[track_caller]
fn tick(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::CheckBox, label).click();
    window.run();
}

#[track_caller]
fn save(window: &mut Window, path: &Path) {
    click(window, "Save…");
    answer_path(window, path, "Save");
}

/// Steps until something is put on the clipboard.
#[track_caller]
fn copied(window: &mut Window) -> OutputCommand {
    let copied = until(window, |window| {
        let commands = &window.output().platform_output.commands;
        commands.iter().find(|command| !matches!(command, OutputCommand::OpenUrl(_))).cloned()
    });
    copied.unwrap_or_else(|| panic!("nothing was copied; the window says {:#?}", said(window)))
}

#[test]
fn the_same_choices_give_the_same_files_as_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(LOSSY);
    let path = |name: &str| folder.path().join(name);

    press(&mut window, Modifiers::COMMAND, Key::E);
    assert_says(&window, "554 × 510 px");
    save(&mut window, &path("plain.svg"));
    wait_for(&mut window, "Saved plain.svg");
    assert!(fs::read(path("plain.svg")).unwrap() == rendered(&[], "svg"));

    click(&mut window, "Export…");
    choose_of(&mut window, "View", "Nested");
    click(&mut window, "PDF");
    choose_of(&mut window, "Size", "Width in mm");
    type_number(&mut window, "Size as a number", "80");
    choose_of(&mut window, "Colours", "Print, black on white");
    click(&mut window, "Русский");
    tick(&mut window, "Title");
    window.get_by_role_and_label(Role::TextInput, "Text of the title").set_text_value_accesskit("Рис. 1");
    window.run();
    for label in ["Legend", "Numbers of rows and columns", "Transparent ground"] {
        tick(&mut window, label);
    }
    save(&mut window, &path("all.pdf"));
    wait_for(&mut window, "Saved all.pdf");
    let args = [
        "--view",
        "nested",
        "--width",
        "80mm",
        "--theme",
        "print",
        "--lang",
        "ru",
        "--title",
        "Рис. 1",
        "--no-legend",
        "--no-indices",
        "--transparent",
    ];
    assert!(fs::read(path("all.pdf")).unwrap() == rendered(&args, "pdf"));

    // What was chosen is chosen still, but for what belongs to one picture.
    click(&mut window, "Export…");
    for (label, on) in
        [("Legend", false), ("Numbers of rows and columns", false), ("Transparent ground", true), ("Title", true)]
    {
        let box_ = window.get_by_role_and_label(Role::CheckBox, label);
        assert_eq!(box_.accesskit_node().toggled() == Some(Toggled::True), on, "{label}");
    }
    click(&mut window, "PNG");
    choose_of(&mut window, "Size", "Width in pixels");
    type_number(&mut window, "Size as a number", "300");
    tick(&mut window, "Title");
    tick(&mut window, "Legend");
    // The ending decides, where it says something else.
    save(&mut window, &path("small.png"));
    wait_for(&mut window, "Saved small.png");
    let args = ["--width", "300px", "--theme", "print", "--lang", "ru", "--no-indices", "--transparent"];
    assert!(fs::read(path("small.png")).unwrap() == rendered(&args, "png"));
}

#[test]
fn all_views_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(LOSSY);
    fs::write(folder.path().join("net-table.svg"), "old").unwrap();
    click(&mut window, "Export…");
    choose_of(&mut window, "View", "All views");
    assert_says(&window, "10 files");
    for label in ["Copy picture", "Copy SVG"] {
        assert!(window.get_by_role_and_label(Role::Button, label).accesskit_node().is_disabled(), "{label}");
    }
    save(&mut window, &folder.path().join("net.svg"));
    wait_for(&mut window, "Some of these files exist");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    click(&mut window, "Replace");
    wait_for(&mut window, "Saved 10 pictures: net-maps.svg and so on");
    for (word, _) in ViewName::WORDS {
        let written = fs::read(folder.path().join(format!("net-{word}.svg"))).unwrap();
        assert!(written == rendered(&["--view", word], "svg"), "{word}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 10);
    // One that cannot be written is named, and none is.
    fs::remove_file(folder.path().join("net-charts.svg")).unwrap();
    fs::create_dir(folder.path().join("net-charts.svg")).unwrap();
    fs::remove_file(folder.path().join("net-maps.svg")).unwrap();
    click(&mut window, "Export…");
    choose_of(&mut window, "View", "All views");
    save(&mut window, &folder.path().join("net.svg"));
    wait_for(&mut window, "Some of these files exist");
    click(&mut window, "Replace");
    wait_for(&mut window, "net-charts.svg was not saved: this is a folder");
    assert!(!folder.path().join("net-maps.svg").exists());
}

#[test]
fn pictures_go_to_the_clipboard_in_both_languages() {
    for (lang, export, picture, svg, done) in [
        (Lang::En, "Export…", "Copy picture", "Copy SVG", "Copied"),
        (Lang::Ru, "Экспорт…", "Копировать картинку", "Копировать SVG", "Скопировано"),
    ] {
        let mut window = light([1440.0, 900.0], lang, LOSSY);
        click(&mut window, export);
        click(&mut window, "PNG");
        window.get_by_role_and_label(Role::Button, picture).click();
        let OutputCommand::CopyImage(image) = copied(&mut window) else { panic!("no picture") };
        let png = rendered(&["--scale", "2", "--lang", lang.word()], "png");
        let expected = image::load_from_memory_with_format(&png, image::ImageFormat::Png).unwrap().to_rgba8();
        assert_eq!(image.size, [expected.width() as usize, expected.height() as usize]);
        assert!(image.as_raw() == expected.as_raw().as_slice(), "every pixel");
        wait_for(&mut window, done);
        click(&mut window, "SVG");
        assert_silent(&window, done);
        window.get_by_role_and_label(Role::Button, svg).click();
        let OutputCommand::CopyText(text) = copied(&mut window) else { panic!("no text") };
        assert!(text.into_bytes() == rendered(&["--lang", lang.word()], "svg"));
        // The dialog stays: there may be more to copy.
        wait_for(&mut window, done);
        assert!(window.query_by_role_and_label(Role::Button, svg).is_some());
    }
}

#[test]
fn the_preview_shows_what_is_chosen() {
    let mut window = window(LOSSY);
    press(&mut window, Modifiers::COMMAND, Key::E);
    let shows = |window: &Window, text: &str| drawn(window).iter().any(|drawn| drawn == text);
    assert!(shows(&window, "lost: no unit reads it"));
    tick(&mut window, "Title");
    window.get_by_role_and_label(Role::TextInput, "Text of the title").set_text_value_accesskit("Figure 7");
    window.run();
    assert!(shows(&window, "Figure 7"));
    assert_says(&window, "Preview: Figure 7. 1 × 7 × 7 → 1 × 2 × 2");
    click(&mut window, "Русский");
    assert!(shows(&window, "потеряно: никто не читает"), "{:?}", drawn(&window));
    tick(&mut window, "Legend");
    assert!(!shows(&window, "потеряно: никто не читает"));
    // At rest nothing is drawn again.
    window.run();
    let idle = window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert_eq!(idle, Duration::MAX, "{:?}", window.ctx.repaint_causes());
}

#[test]
fn what_is_too_large_is_told_and_made_to_fit() {
    let mut window = window(&format!("1x64x64: {}", vec!["conv k3 p1"; 200].join(", ")));
    click(&mut window, "Export…");
    let saves = |window: &Window| !window.get_by_role_and_label(Role::Button, "Save…").accesskit_node().is_disabled();
    assert!(saves(&window), "SVG has no limit");
    let places = |window: &Window| {
        ["Save…", "PNG", "Русский"].map(|label| window.get_by_role_and_label(Role::Button, label).rect())
    };
    let before = places(&window);
    click(&mut window, "PDF");
    assert_eq!(places(&window), before, "nothing jumps");
    assert_says(&window, "and PDF has at most 5080 mm; choose a smaller size or SVG");
    assert!(!saves(&window));
    click(&mut window, "Largest that fits");
    assert!(saves(&window));
    assert_silent(&window, "at most 5080 mm");
    click(&mut window, "PNG");
    choose_of(&mut window, "Size", "Width in pixels");
    type_number(&mut window, "Size as a number", "65000");
    assert!(saves(&window), "wide and low");
}

#[test]
fn the_dialog_fits_a_small_window_and_needs_no_pointer() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut window = light([720.0, 480.0], lang, "3x64x64: conv k3 s3, conv k3, flatten, linear c10");
        press(&mut window, Modifiers::COMMAND, Key::E);
        assert_eq!(window.unnamed_widgets(), Vec::<String>::new());
        let (save, legend) =
            if lang == Lang::En { ("Save…", "Legend") } else { ("Сохранить…", "Легенда") };
        for rect in [
            window.get_by_role_and_label(Role::Button, save).rect(),
            window.get_by_role_and_label(Role::CheckBox, legend).rect(),
            window
                .get_by(|node| {
                    node.role() == Role::Image
                        && node.label().is_some_and(|l| l.starts_with("Pre") || l.starts_with("Предпр"))
                })
                .rect(),
        ] {
            assert!(rect.left() >= 0.0 && rect.right() <= 720.0 && rect.bottom() <= 480.0, "{rect:?}");
        }
        // The choices come one after the other, and come round.
        let focused = |window: &Window| {
            let mut nodes = window.query_all_by(|node| node.is_focused() && node.role() != Role::Window);
            nodes.find_map(|node| node.accesskit_node().label())
        };
        let mut order: Vec<String> = Vec::new();
        for _ in 0..30 {
            order.extend(focused(&window));
            press(&mut window, Modifiers::NONE, Key::Tab);
        }
        let place =
            |name: &str| order.iter().position(|label| label == name).unwrap_or_else(|| panic!("{name}: {order:#?}"));
        assert!(place("PDF") < place(legend) && place(legend) < place(save), "{order:#?}");
        assert_eq!(order.iter().filter(|label| *label == "PDF").count(), 2, "it stays inside: {order:#?}");
        press(&mut window, Modifiers::COMMAND, Key::Enter);
        let (field, button, done) = if lang == Lang::En {
            ("File", "Save", "Saved x.svg")
        } else {
            ("Файл", "Сохранить", "Сохранён файл x.svg")
        };
        let file = folder.path().join("x.svg");
        window.get_by_role_and_label(Role::TextInput, field).set_text_value_accesskit(file.to_str().unwrap());
        window.run();
        click(&mut window, button);
        wait_for(&mut window, done);
        assert!(file.exists());
        press(&mut window, Modifiers::COMMAND, Key::E);
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert!(window.query_by_role_and_label(Role::Button, save).is_none());
    }
}

fn started(start: Start) -> Window {
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(20)
        .build_eframe(move |cc| App::for_test_start(&cc.egui_ctx, start));
    window.run();
    window
}

#[test]
fn the_window_opens_as_its_start_asks() {
    let window = started(Start {
        view: Some(ViewName::Ladder),
        theme: Some(ThemeChoice::Light),
        lang: Some(Lang::Ru),
        ..Start::default()
    });
    assert_says(&window, "Лестница");
    let tab = window.get_by_role_and_label(Role::Tab, "Лестница");
    assert_eq!(tab.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn a_broken_file_opens_the_window_and_is_told_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.receptive.toml");
    fs::write(&file, "input = \"1x7x7\"\nlayers = [\"conv q3\"]\n").unwrap();
    let problem = files::read(&file).unwrap_err().problem;
    let mut window = started(Start { opening: Opening::Broken(Some(file), problem), ..Start::default() });
    assert_says(&window, "broken.receptive.toml was not opened: line 2");
    click(&mut window, "Close");
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    let window = started(Start {
        opening: Opening::Broken(None, FileProblem::Missing),
        lang: Some(Lang::Ru),
        ..Start::default()
    });
    assert_says(&window, "стандартный ввод");
}

#[test]
fn a_view_that_moves_is_written_as_the_command_line_writes_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(LOSSY);
    click(&mut window, "Export…");
    click(&mut window, "Walk");
    // Four units, and how much that is.
    wait_for(&mut window, "4 frames, about");
    for label in ["Copy picture", "Copy SVG"] {
        assert!(window.get_by_role_and_label(Role::Button, label).accesskit_node().is_disabled(), "{label}");
    }
    type_number(&mut window, "Frame time, s", "0.25");
    let path = folder.path().join("net.gif");
    save(&mut window, &path);
    wait_for(&mut window, "Saved net.gif: 4 frames");
    assert!(fs::read(&path).unwrap() == rendered(&["--animate", "--frame-time", "0.25", "--scale", "2"], "gif"));

    // Frames are files of their own, and none of them is replaced unasked.
    fs::remove_file(&path).unwrap();
    fs::write(folder.path().join("net-3.svg"), "old").unwrap();
    click(&mut window, "Export…");
    click(&mut window, "Walk");
    click(&mut window, "SVG");
    save(&mut window, &folder.path().join("net.svg"));
    wait_for(&mut window, "Some of these files exist");
    click(&mut window, "Replace");
    wait_for(&mut window, "Saved net-1.svg: 4 frames");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    assert!(fs::read_to_string(folder.path().join("net-3.svg")).unwrap().contains("(1, 0)"));
}

#[test]
fn an_animation_that_cannot_be_or_is_stopped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window("1x99x99: relu");
    click(&mut window, "Export…");
    click(&mut window, "Walk");
    wait_for(&mut window, "there would be 9801 frames, and 2000 are the most; draw every 5th one");
    let save_button =
        |window: &Window| window.get_by_role_and_label(Role::Button, "Save…").accesskit_node().is_disabled();
    assert!(save_button(&window));
    type_number(&mut window, "Every nth", "5");
    wait_for(&mut window, "1961 frames, about");
    assert!(!save_button(&window));
    save(&mut window, &folder.path().join("net.apng"));
    wait_for(&mut window, "of 1961 frames");
    click(&mut window, "Cancel");
    wait_for(&mut window, "The animation was not written");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_network_with_branches_is_exported_along_the_shown_path() {
    let folder = tempfile::tempdir().unwrap();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx/residual.onnx");
    let opened = files::open(&model).unwrap();
    let opening = Opening::Document(Some(model.clone()), Box::new(opened));
    let mut window = started(Start { opening, view: Some(ViewName::Maps), ..Start::default() });
    window.ctx.set_theme(egui::Theme::Light);
    window.run();
    assert_says(&window, "unit (16, 12) of t9");
    press(&mut window, Modifiers::COMMAND, Key::E);
    let saved = folder.path().join("window.svg");
    save(&mut window, &saved);
    wait_for(&mut window, "Saved window.svg");
    let drawn = fs::read(saved).unwrap();
    assert!(drawn == rendered_of(model.to_str().unwrap(), &["--unit", "t9:16,12"], "svg"));
    let drawn = String::from_utf8(drawn).unwrap();
    assert!(drawn.contains(">t4<") && !drawn.contains(">t5<"), "the shortcut is not on the path");
}
