//! What a good editor does without being asked: it keeps the work, finds files again, asks before it loses something,
//! and can be read in every theme.
#![cfg(feature = "window")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::accesskit::Role as Access;
use egui::{Event, Key, Modifiers, ViewportCommand, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use receptive::gui::App;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::Document;
use receptive::scene::theme::{Rgba, Role, Theme, ThemeName};

use super::driver::*;

// Sessions.

/// The window as it starts with its sessions in this folder.
fn start(folder: &Path, source: Option<(Option<PathBuf>, Document)>) -> Window {
    let folder = folder.to_owned();
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(20)
        .build_eframe(move |cc| App::for_test_in(&folder, &cc.egui_ctx, Lang::En, source));
    window.run();
    window
}

fn document(text: &str) -> Document {
    Document::new(read_stack(text).unwrap())
}

/// Lets the time pass in which a session is kept, until a file of this name says so.
#[track_caller]
fn wait_until_kept(window: &mut Window, file: &Path, part: &str) {
    let held = until(window, |_| fs::read_to_string(file).ok().filter(|text| text.contains(part)));
    assert!(held.is_some(), "{} never held “{part}”: {:?}", file.display(), fs::read_to_string(file));
}

fn close(window: &mut Window) {
    let input = window.input_mut();
    let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    window.step();
    window.run();
}

fn end(mut window: Window) {
    eframe::App::on_exit(window.state_mut(), None);
}

#[test]
fn work_that_was_never_saved_is_there_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("session-0.toml");
    let mut window = start(folder.path(), None);
    assert_silent(&window, "Restored");
    type_number(&mut window, "stride", "2");
    wait_until_kept(&mut window, &kept, "s2");
    // A crash: nothing is asked, nothing is put in order.
    drop(window);

    let mut window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    assert_says(&window, "Restored the last session");
    // It is nobody's file yet, so it is asked about.
    close(&mut window);
    assert_says(&window, "Save the changes?");
}

#[test]
fn a_lesson_that_was_only_looked_at_is_restored_as_nobodys_work() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), Some((None, document("1x9x9: conv k3, conv k3"))));
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "1x9x9");
    drop(window);
    let mut window = start(folder.path(), None);
    assert_eq!(text(&window), "1x9x9: conv k3, conv k3");
    close(&mut window);
    assert_silent(&window, "Save the changes?");
}

#[test]
fn a_changed_file_is_restored_with_its_name_and_its_mark() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.receptive.toml");
    fs::write(&file, "input = \"1x7x7\"\nlayers = [\"conv k3 s3\", \"relu\"]\n").unwrap();
    let opened = receptive::files::read(&file).unwrap();
    let mut window = start(folder.path(), Some((Some(file.clone()), opened)));
    type_number(&mut window, "kernel", "5");
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "k5");
    drop(window);

    let mut window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k5 s3, relu");
    assert_eq!(drawn(&window).iter().filter(|text| *text == "• net.receptive.toml").count(), 1);
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "Saved net.receptive.toml");
    assert!(fs::read_to_string(&file).unwrap().contains("conv k5 s3"));
    assert!(!drawn(&window).iter().any(|text| text.starts_with('•')));
}

#[test]
fn what_was_saved_is_read_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.toml");
    let write = |layers: &str| fs::write(&file, format!("input = \"1x7x7\"\nlayers = [\"{layers}\"]\n")).unwrap();
    write("conv k3");
    let opened = receptive::files::read(&file).unwrap();
    let mut window = start(folder.path(), Some((Some(file.clone()), opened)));
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "conv k3");
    end(window);
    // Another program changes it meanwhile.
    write("conv k5");
    let window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k5");
    end(window);
    // It is deleted: what is shown is in no file any more.
    fs::remove_file(&file).unwrap();
    let mut window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k5");
    close(&mut window);
    assert_says(&window, "Save the changes?");
}

#[test]
fn what_was_given_up_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), None);
    type_number(&mut window, "stride", "2");
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "s2");
    close(&mut window);
    click(&mut window, "Do not save");
    end(window);
    let window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    assert_silent(&window, "Restored");
}

#[test]
fn a_session_that_cannot_be_read_is_put_aside_and_told() {
    let huge = "#".repeat(17 << 20);
    for broken in ["", "\0\u{1}", "input = [", "input = \"1x7x7\"\nlayers = []\n", huge.as_str()] {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("session-0.toml");
        fs::write(&kept, broken).unwrap();
        let mut window = start(folder.path(), None);
        assert_eq!(text(&window), "1x7x7: conv k3 s3");
        assert_says(&window, "The last session cannot be read");
        assert_eq!(fs::read_to_string(folder.path().join("session-0.broken")).unwrap(), broken);
        // And keeping goes on.
        wait_until_kept(&mut window, &kept, "1x7x7");
    }
    // Neither does a folder of that name stop it.
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("session-0.toml")).unwrap();
    assert_eq!(text(&start(folder.path(), None)), "1x7x7: conv k3 s3");
}

#[test]
fn a_session_that_stops_the_start_twice_is_not_tried_a_third_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), Some((None, document("1x8x8: conv k5"))));
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "k5");
    drop(window);
    for _ in 0..2 {
        // Ended before it came to be kept again.
        assert_eq!(text(&start(folder.path(), None)), "1x8x8: conv k5");
    }
    let window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    assert!(folder.path().join("session-0.broken").exists());
    assert_says(&window, "it was set aside as");
    assert_silent(&window, "cannot be read");
}

#[test]
fn windows_side_by_side_keep_their_own_work() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = start(folder.path(), None);
    let mut second = start(folder.path(), Some((None, document("1x12x12: conv k5"))));
    type_number(&mut first, "stride", "2");
    type_number(&mut second, "stride", "4");
    wait_until_kept(&mut first, &folder.path().join("session-0.toml"), "s2");
    wait_until_kept(&mut second, &folder.path().join("session-1.toml"), "s4");
    // A third one, with nothing left to restore, begins with the lesson.
    assert_eq!(text(&start(folder.path(), None)), "1x7x7: conv k3 s3");
    drop(first);
    assert_eq!(text(&start(folder.path(), None)), "1x7x7: conv k3 s2");
    drop(second);
    // Both are free now; opened one after the other, both come back.
    let (first, second) = (start(folder.path(), None), start(folder.path(), None));
    let mut both = [text(&first), text(&second)];
    both.sort();
    assert_eq!(both, ["1x12x12: conv k5 s4", "1x7x7: conv k3 s2"]);
}

#[test]
fn a_file_wins_over_the_session_and_takes_nothing_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), None);
    type_number(&mut window, "stride", "2");
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "s2");
    drop(window);
    let mut window = start(folder.path(), Some((None, document("1x8x8: conv k5"))));
    assert_eq!(text(&window), "1x8x8: conv k5");
    wait_until_kept(&mut window, &folder.path().join("session-1.toml"), "k5");
    end(window);
    assert_eq!(text(&start(folder.path(), None)), "1x7x7: conv k3 s2");
}

#[test]
fn a_kept_session_lets_the_window_rest() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), None);
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "1x7x7");
    window.run();
    let delay = window.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_mins(1), "{delay:?}");
}

#[test]
fn where_nothing_can_be_kept_it_is_said_once_and_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), None);
    fs::create_dir(folder.path().join("session-0.toml")).unwrap();
    wait_for(&mut window, "This session is not kept");
    type_number(&mut window, "stride", "2");
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
}

#[test]
fn windows_that_are_closed_at_once_are_no_broken_starts() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), Some((None, document("1x8x8: conv k5"))));
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "k5");
    drop(window);
    for _ in 0..4 {
        let window = start(folder.path(), None);
        assert_eq!(text(&window), "1x8x8: conv k5");
        end(window);
    }
    assert!(!folder.path().join("session-0.broken").exists());
}

#[test]
fn what_was_put_aside_is_never_written_over_and_every_message_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = start(folder.path(), None);
    type_number(&mut window, "stride", "2");
    wait_until_kept(&mut window, &folder.path().join("session-0.toml"), "s2");
    drop(window);
    fs::write(folder.path().join("session-1.toml"), "new").unwrap();
    fs::write(folder.path().join("session-1.broken"), "old").unwrap();
    let window = start(folder.path(), None);
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
    for (file, holds) in [("session-1.broken", "old"), ("session-1.2.broken", "new")] {
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), holds);
    }
    // In toasts, and the good news in the status line too.
    let drawn = drawn(&window);
    let seen = |part: &str| drawn.iter().filter(|text| text.contains(part)).count();
    assert_eq!((seen("The last session cannot be read"), seen("Restored the last session")), (1, 2), "{drawn:#?}");
}

#[test]
fn a_session_that_could_not_be_written_is_tried_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("session-0.toml");
    let mut window = start(folder.path(), None);
    fs::create_dir(&kept).unwrap();
    wait_for(&mut window, "This session is not kept");
    assert!(drawn(&window).iter().any(|text| text.contains("This session is not kept")), "there is no toast");
    // Until the toast is gone. Between two tries the window rests.
    for _ in 0..48 {
        window.step();
    }
    window.run();
    let delay = window.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    assert!((Duration::from_secs(2)..Duration::from_secs(31)).contains(&delay), "{delay:?}");
    fs::remove_dir(&kept).unwrap();
    wait_until_kept(&mut window, &kept, "1x7x7");

    // A window that closes before that tries once more.
    fs::remove_file(&kept).unwrap();
    fs::create_dir(&kept).unwrap();
    type_number(&mut window, "stride", "2");
    for _ in 0..40 {
        window.step();
        std::thread::sleep(Duration::from_millis(3));
    }
    assert!(kept.is_dir());
    fs::remove_dir(&kept).unwrap();
    end(window);
    assert!(fs::read_to_string(&kept).unwrap().contains("s2"));
}

#[test]
fn a_folder_that_cannot_be_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let mut window = start(&file, None);
    assert_says(&window, "This session is not kept for the next start");
    type_number(&mut window, "stride", "2");
    assert_eq!(text(&window), "1x7x7: conv k3 s2");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_session() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("session-0.toml");
    let mode = || fs::metadata(&kept).unwrap().permissions().mode() & 0o777;
    let mut window = start(folder.path(), None);
    wait_until_kept(&mut window, &kept, "1x7x7");
    assert_eq!(mode(), 0o600);
    // Also in the place of one that everybody may read.
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o644)).unwrap();
    type_number(&mut window, "stride", "2");
    wait_until_kept(&mut window, &kept, "s2");
    assert_eq!(mode(), 0o600);
}

/// A document with one layer.
fn one_layer(layer: &str) -> String {
    format!("input = \"1x7x7\"\nlayers = [\"{layer}\"]\n")
}

/// The file of a session that ended without notice, of kernel 3 where the session has 5.
fn left_with_a_change(folder: &Path) -> PathBuf {
    let file = folder.join("net.toml");
    fs::write(&file, one_layer("conv k3")).unwrap();
    let opened = receptive::files::read(&file).unwrap();
    let mut window = start(folder, Some((Some(file.clone()), opened)));
    type_number(&mut window, "kernel", "5");
    wait_until_kept(&mut window, &folder.join("session-0.toml"), "k5");
    file
}

#[test]
fn a_file_that_somebody_changed_meanwhile_is_not_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = left_with_a_change(folder.path());
    let kept = folder.path().join("session-0.toml");
    fs::write(&file, one_layer("maxpool k2, relu")).unwrap();
    // However often it is restored before it is saved.
    for stride in ["2", "3"] {
        let mut window = start(folder.path(), None);
        assert_says(&window, "net.toml was changed by somebody else");
        type_number(&mut window, "stride", stride);
        wait_until_kept(&mut window, &kept, &format!("s{stride}"));
        drop(window);
    }
    let mut window = start(folder.path(), None);
    press(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "This file exists");
    assert_eq!(fs::read_to_string(&file).unwrap(), one_layer("maxpool k2, relu"));
    click(&mut window, "Replace");
    wait_for(&mut window, "Saved net.toml");
    assert!(fs::read_to_string(&file).unwrap().contains("conv k5 s3"));
    // Now it is the own one again.
    type_number(&mut window, "stride", "4");
    press(&mut window, Modifiers::COMMAND, Key::S);
    until(&mut window, |_| fs::read_to_string(&file).ok().filter(|text| text.contains("conv k5 s4")));
    window.run();
    assert_silent(&window, "This file exists");
    let saved = |text: &String| text.contains("s4") && text.contains("changed = false");
    until(&mut window, |_| fs::read_to_string(&kept).ok().filter(saved));
    drop(window);
    assert_silent(&start(folder.path(), None), "was changed by somebody else");
}

#[test]
fn work_that_was_saved_as_the_program_ended_is_known_as_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = left_with_a_change(folder.path());
    // The file has the change, and the session was kept before it was saved.
    fs::write(&file, one_layer("conv k5")).unwrap();
    let mut window = start(folder.path(), None);
    assert_silent(&window, "was changed by somebody else");
    close(&mut window);
    assert_silent(&window, "Save the changes");
}

// Files.

#[test]
fn recent_files_are_in_the_menu_and_those_that_are_gone_leave_it() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["one.toml", "two.toml"].map(|name| folder.path().join(name));
    for (at, file) in files.iter().enumerate() {
        fs::write(file, format!("input = \"1x{0}x{0}\"\nlayers = [\"relu\"]\n", at + 5)).unwrap();
    }
    let mut window = window("1x4x4: relu");
    for file in &files {
        drop_files(&mut window, std::slice::from_ref(file));
        wait_for(&mut window, "Opened");
        wait_for(&mut window, file.file_name().unwrap().to_str().unwrap());
    }
    assert_eq!(text(&window), "1x6x6: relu");
    choose(&mut window, "File", "Open recent");
    let place = |window: &Window, name: &str| window.get_by_role_and_label(Access::Button, name).rect().top();
    assert!(place(&window, "two.toml") < place(&window, "one.toml"));
    click(&mut window, "one.toml");
    wait_for(&mut window, "Opened one.toml");
    assert_eq!(text(&window), "1x5x5: relu");

    fs::remove_file(&files[1]).unwrap();
    choose(&mut window, "File", "Open recent");
    click(&mut window, "two.toml");
    wait_for(&mut window, "there is no such file");
    assert_eq!(text(&window), "1x5x5: relu");
    click(&mut window, "Close");
    choose(&mut window, "File", "Open recent");
    assert!(window.query_by_label("two.toml").is_none());
    click(&mut window, "Clear this list");
    click(&mut window, "File");
    let menu = window.get_by_label("Open recent");
    assert!(egui_kittest::kittest::NodeT::accesskit_node(&menu).is_disabled());
}

/// A file that the system hands over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_files(window: &mut Window, paths: &[PathBuf]) {
    for path in paths {
        window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.clone())));
    }
    window.step();
}

#[test]
fn of_several_dropped_files_the_first_is_opened_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["a.txt", "b.txt", "c.txt"].map(|name| folder.path().join(name));
    fs::write(&files[0], "1x5x5: relu").unwrap();
    let mut window = window("1x4x4: relu");
    drop_files(&mut window, &files);
    wait_for(&mut window, "Opened a.txt, the first of 3 files");
    assert_eq!(text(&window), "1x5x5: relu");
}

#[test]
fn what_is_no_document_is_told_by_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("cat.PNG");
    fs::write(&picture, [0x89, b'P', b'N', b'G', 0, 1, 2]).unwrap();
    let weights = folder.path().join("net.h5");
    fs::write(&weights, [0x89, b'H', 0, 1]).unwrap();
    let other = folder.path().join("other.bin");
    fs::write(&other, [0xFF, 0, 0xFF]).unwrap();
    let mut window = window("1x4x4: relu");
    for (path, says) in [
        (picture, "cat.PNG is not used: this is no picture that can be read"),
        (weights, "models of this format are not read"),
        (other, "not UTF-8"),
        (folder.path().to_owned(), "this is a folder"),
    ] {
        drop_files(&mut window, &[path]);
        wait_for(&mut window, says);
        assert_eq!(text(&window), "1x4x4: relu");
        click(&mut window, "Close");
    }
}

/// Something that a person does to the window.
type Way<'a> = &'a dyn Fn(&mut Window);

#[test]
fn every_way_out_of_a_changed_document_asks_first() {
    let folder = tempfile::tempdir().unwrap();
    let (own, other) = (folder.path().join("own.toml"), folder.path().join("other.txt"));
    fs::write(&own, "input = \"1x7x7\"\nlayers = [\"conv k3\"]\n").unwrap();
    fs::write(&other, "1x5x5: relu").unwrap();
    let opened = receptive::files::read(&own).unwrap();
    let mut window = start(folder.path(), Some((Some(own), opened)));
    type_number(&mut window, "stride", "2");
    let changed = "1x7x7: conv k3 s2";
    let ways: [(&str, Way); 6] = [
        ("new", &|window| press(window, Modifiers::COMMAND, Key::N)),
        ("quit", &|window| press(window, Modifiers::COMMAND, Key::Q)),
        ("close", &close),
        ("lesson", &|window| {
            click(window, "Lessons");
            window.get_by_label("VGG-16").click();
            window.run();
        }),
        ("drop", &|window| drop_files(window, std::slice::from_ref(&other))),
        ("recent", &|window| {
            choose(window, "File", "Open recent");
            click(window, "own.toml");
        }),
    ];
    for (way, go) in ways {
        go(&mut window);
        wait_for(&mut window, "Save the changes?");
        click(&mut window, "Cancel");
        assert_eq!(text(&window), changed, "{way}");
    }
    let command = window.output().viewport_output[&ViewportId::ROOT].commands.clone();
    assert!(!command.contains(&ViewportCommand::Close));
}

#[test]
fn a_text_that_is_being_written_keeps_the_window_open() {
    let mut window = window("1x4x4: relu");
    press(&mut window, Modifiers::COMMAND, Key::T);
    close(&mut window);
    window.get_by_role_and_label(Access::MultilineTextInput, "The network as text").type_text("conv k3");
    window.run();
    close(&mut window);
    assert_says(&window, "Apply or cancel the text first");
    click(&mut window, "Cancel");
    assert_eq!(text(&window), "1x4x4: relu");
}

#[test]
fn a_whole_document_is_pasted_as_text() {
    let mut window = window("1x4x4: relu");
    window.event(Event::Paste("version = 1\ninput = \"3x8x8\"\nlayers = [\n  \"conv k3\",\n]\n".to_owned()));
    window.run();
    assert_eq!(text(&window), "3x8x8: conv k3");
    window.event(Event::Paste("input = \"3x8x8\"\n".to_owned()));
    window.run();
    assert_says(&window, "the key layers is missing");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), "1x4x4: relu");
}

#[test]
fn a_name_keeps_the_dots_that_begin_no_ending() {
    let folder = tempfile::tempdir().unwrap();
    for (name, stem) in [
        ("v1.2.receptive.toml", "v1.2"),
        ("net.v3.TXT", "net.v3"),
        ("a.b.toml", "a.b"),
        ("notes.md", "notes.md"),
        (".toml", ".toml"),
    ] {
        let file = folder.path().join(name);
        let mut window = start(&folder.path().join("sessions"), Some((Some(file), document("1x7x7: relu"))));
        press(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E);
        assert_says(&window, &format!("{}{stem}-window.png", std::path::MAIN_SEPARATOR));
    }
}

// Commands.

/// Whether an entry of a menu can be chosen.
#[track_caller]
fn can_choose(window: &mut Window, menus: &[&str], entry: &str) -> bool {
    for menu in menus {
        window.get_by_label(menu).click();
        window.run();
    }
    // The tools of a view are called the same.
    let mut found: Vec<bool> = window
        .get_all_by_label(entry)
        .map(|node| !egui_kittest::kittest::NodeT::accesskit_node(&node).is_disabled())
        .collect();
    found.dedup();
    let [can] = found[..] else { panic!("{entry}: {found:?}") };
    press(window, Modifiers::NONE, Key::Escape);
    can
}

#[test]
fn commands_that_would_do_nothing_cannot_be_chosen() {
    let axis = "Ladder along the next axis";
    for (stack, axes) in [("1x7x7: relu", true), ("1x7: relu", false)] {
        let mut window = window(stack);
        assert_eq!(can_choose(&mut window, &["View", "How views are drawn"], axis), axes, "{stack}");
    }
    let mut window = window("1x7x7: relu");
    for (key, board) in
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9]
            .into_iter()
            .zip(1..)
    {
        press(&mut window, Modifiers::ALT, key);
        for entry in ["Zoom in", "Zoom out", "Show everything"] {
            assert_eq!(can_choose(&mut window, &["View"], entry), board <= 7, "{entry} of view {board}");
        }
    }
}

#[test]
fn the_stage_has_no_panels_to_go_to() {
    let mut window = window("1x7x7: conv k3");
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    let panel = |window: &Window| window.query_by_label("Edge of the layers panel").is_some();
    assert!(!panel(&window));
    press(&mut window, Modifiers::NONE, Key::F11);
    for key in [Key::F2, Key::F6] {
        press(&mut window, Modifiers::NONE, key);
        assert!(window.get_by_role(Access::Canvas).is_focused(), "{key:?}");
    }
    press(&mut window, Modifiers::NONE, Key::F11);
    assert!(!panel(&window));
}

#[test]
fn a_text_that_was_written_outlives_escape_and_tab_reaches_the_buttons() {
    let mut window = window("1x4x4: relu");
    press(&mut window, Modifiers::COMMAND, Key::T);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_silent(&window, "The network as text");
    press(&mut window, Modifiers::COMMAND, Key::T);
    let field =
        |window: &Window| window.get_by_role_and_label(Access::MultilineTextInput, "The network as text").value();
    let before = field(&window).unwrap();
    window.get_by_role_and_label(Access::MultilineTextInput, "The network as text").type_text("conv k3");
    window.run();
    let written = field(&window);
    assert_ne!(written.as_deref(), Some(before.as_str()));
    for _ in 0..2 {
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert_says(&window, "Apply or cancel the text first");
        assert_eq!(field(&window), written);
    }
    let has_keyboard = |window: &Window, role, name| window.get_by_role_and_label(role, name).is_focused();
    assert!(has_keyboard(&window, Access::MultilineTextInput, "The network as text"));
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert!(has_keyboard(&window, Access::Button, "Apply"));
    assert_eq!(field(&window), written);
    window.get_by_role_and_label(Access::Button, "Apply").hover();
    window.run();
    for _ in 0..4 {
        window.step();
    }
    assert_says(&window, "Ctrl+Enter");
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert!(has_keyboard(&window, Access::Button, "Cancel"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_silent(&window, "The network as text");
    assert_eq!(text(&window), "1x4x4: relu");
}

// Empty states and panels.

#[test]
fn a_network_without_layers_says_how_to_begin() {
    let mut window = window("1x7x7: relu");
    choose(&mut window, "File", "New");
    assert_says(&window, "No layers yet");
    click(&mut window, "Add a convolution");
    assert_eq!(text(&window), "1x28x28: conv k3");
    assert_silent(&window, "No layers yet");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    click(&mut window, "Other layer…");
    click(&mut window, "ReLU");
    assert_eq!(text(&window), "1x28x28: relu");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    click(&mut window, "Write text…");
    assert_says(&window, "The network as text");
}

#[test]
fn a_double_click_on_an_edge_gives_the_panel_its_first_size() {
    let source = Some((None, document("1x7x7: conv k3")));
    // Two presses are one double click only if they come soon enough.
    let mut window: Window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(20)
        .with_step_dt(0.02)
        .build_eframe(move |cc| App::for_test(&cc.egui_ctx, Lang::En, source));
    window.run();
    let edge = |window: &Window| window.get_by_label("Edge of the layers panel").rect().center();
    let first = edge(&window);
    window.hover_at(first);
    window.drag_at(first);
    window.run();
    window.hover_at(first + egui::vec2(60.0, 0.0));
    window.run();
    window.drop_at(first + egui::vec2(60.0, 0.0));
    window.run();
    let dragged = edge(&window);
    assert!(dragged.x > first.x + 40.0, "{first} {dragged}");
    for _ in 0..2 {
        window.hover_at(dragged);
        window.drag_at(dragged);
        window.drop_at(dragged);
    }
    window.run();
    assert_eq!(edge(&window).x, first.x);
}

// Themes.

#[test]
fn every_theme_can_be_chosen_and_reaches_panels_and_pictures() {
    let mut window = window("1x7x7: conv k3 s3");
    for (entry, name) in [
        ("High contrast", ThemeName::Contrast),
        ("For print", ThemeName::Print),
        ("Dark", ThemeName::Dark),
        ("Light", ThemeName::Light),
    ] {
        click(&mut window, "View");
        window.get_by_label("Theme").hover();
        window.run();
        window.get_by_label(entry).click();
        window.run();
        let theme = Theme::new(name);
        let color = |role| {
            let Rgba(r, g, b, a) = theme.color(role);
            egui::Color32::from_rgba_unmultiplied(r, g, b, a)
        };
        let visuals = &window.ctx.global_style().visuals;
        assert_eq!(visuals.panel_fill, color(Role::Panel), "{name:?}");
        assert_eq!(visuals.dark_mode, theme.is_dark());
        let fills: Vec<egui::Color32> = window
            .output()
            .shapes
            .iter()
            .filter_map(|clipped| match &clipped.shape {
                egui::Shape::Rect(rect) => Some(rect.fill),
                _ => None,
            })
            .collect();
        assert!(fills.contains(&color(Role::Ground)) && fills.contains(&color(Role::LostFill)), "{name:?}");
    }
}

/// Relative luminance, WCAG 2.1.
fn luminance(color: [f64; 3]) -> f64 {
    let [r, g, b] = color.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// One colour over another.
fn over(Rgba(r, g, b, a): Rgba, ground: [f64; 3]) -> [f64; 3] {
    let share = f64::from(a) / 255.0;
    let mix = |above: u8, below: f64| f64::from(above) / 255.0 * share + below * (1.0 - share);
    [mix(r, ground[0]), mix(g, ground[1]), mix(b, ground[2])]
}

#[test]
fn every_text_can_be_read_on_every_ground_it_stands_on() {
    let grounds = [Role::Ground, Role::Panel, Role::Control, Role::ControlHover, Role::Cell];
    let texts = [Role::Text, Role::TextDim, Role::FieldText, Role::LostText, Role::GoodText, Role::Accent];
    let mut poor = Vec::new();
    for (word, name) in ThemeName::WORDS {
        let theme = Theme::new(name);
        let opaque = |role| over(theme.color(role), [0.0; 3]);
        let mut check = |what: String, text: [f64; 3], ground: [f64; 3]| {
            let ratio = contrast(text, ground);
            if ratio < 4.5 {
                poor.push(format!("{word}: {what} {ratio:.2}"));
            }
        };
        for ground in grounds {
            for text in texts {
                check(format!("{text:?} on {ground:?}"), opaque(text), opaque(ground));
            }
            // Badges, none of which stands on a control under the pointer, and the units of a map.
            let badges = [(Role::FieldText, Role::FieldFill), (Role::LostText, Role::LostFill)];
            let units = [Role::FieldFill, Role::FeedsFill, Role::LostFill].map(|fill| (Role::Text, fill));
            for (text, fill) in badges.into_iter().filter(|_| ground != Role::ControlHover).chain(units) {
                let ground = over(theme.color(fill), opaque(ground));
                check(format!("{text:?} on {fill:?}"), opaque(text), ground);
            }
        }
        check("OnAccent on Accent".to_owned(), opaque(Role::OnAccent), opaque(Role::Accent));
    }
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn the_strongest_theme_is_stronger_than_the_others() {
    let theme = Theme::new(ThemeName::Contrast);
    let opaque = |role| over(theme.color(role), [0.0; 3]);
    for text in [Role::Text, Role::TextDim, Role::FieldText, Role::LostText, Role::GoodText, Role::Accent] {
        // WCAG's enhanced contrast.
        assert!(contrast(opaque(text), opaque(Role::Panel)) >= 7.0, "{text:?}");
    }
    // What marks a control must be seen too: WCAG's contrast of things that are no text.
    for line in [Role::Border, Role::CellLine, Role::Padding, Role::Field, Role::Feeds, Role::Lost, Role::Kernel] {
        assert!(contrast(opaque(line), opaque(Role::Ground)) >= 3.0, "{line:?}");
    }
}
