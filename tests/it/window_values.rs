//! The controls of values: the source of the image, kernels, typed numbers, and the files that they name. What comes out
//! is counted on paper or is what was written into the file.
#![cfg(feature = "window")]

use std::fs;
use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use super::driver::*;
use receptive::gui::App;
use receptive::import::layer_text::read_stack;
use receptive::locale::Lang;
use receptive::net::{Bias, Document, Edit, Fit, Kernel, MapId, Matrix, Parameters, Source, presets};
use receptive::scene::view::ViewName;
use receptive::value::{Tensor, write_npy};

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

fn let_go(window: &mut Window, path: &Path) {
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.to_owned())));
    window.step();
}

/// A window on the numbers of a stack, tall enough for all controls, with this selected.
fn opened(path: Option<PathBuf>, document: Document, selected: &str) -> Window {
    let mut window = egui_kittest::Harness::builder()
        .with_size([1440.0, 1400.0])
        .with_max_steps(40)
        .build_eframe(move |cc| App::for_test(&cc.egui_ctx, Lang::En, Some((path, document))));
    window.state_mut().show(ViewName::Numbers);
    window.run();
    select(&mut window, selected);
    window
}

fn of(stack: &str, selected: &str) -> Window {
    opened(None, Document::new(read_stack(stack).unwrap()), selected)
}

/// Chooses an entry of a list of the inspector.
#[track_caller]
fn pick(window: &mut Window, list: &str, entry: &str) {
    window.get_by_role_and_label(Role::ComboBox, list).click();
    window.run();
    let entries = window.query_all_by_label(entry).collect::<Vec<_>>();
    entries.last().unwrap_or_else(|| panic!("no {entry}")).click();
    window.run();
}

fn source(window: &Window) -> Source {
    window.state().document().stack.source.clone()
}

fn parameters(window: &Window) -> Parameters {
    window.state().document().stack.layers()[0].parameters.clone()
}

/// The numbers of the map with this place.
#[track_caller]
fn numbers(window: &Window, place: usize) -> Vec<f32> {
    let values = window.state().values().expect("the numbers are seen");
    let lowered = window.state().document().stack.lower();
    let map = lowered.graph.map(place).expect("there is such a map");
    values.map(map).unwrap_or_else(|| panic!("{:?}", values.problems)).iter().copied().collect()
}

/// Writes into the dialog that is open.
#[track_caller]
fn write(window: &mut Window, field: &str, text: &str) {
    let fields = window.query_all_by_label(field).collect::<Vec<_>>();
    let field = fields.iter().find(|node| node.accesskit_node().role() == Role::MultilineTextInput).expect("a field");
    field.set_text_value_accesskit(text);
    window.run();
}

fn undo(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::Z);
}

fn save_png(path: &Path, width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) {
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb(pixel(x, y))).save(path).unwrap();
}

fn save_npy(path: &Path, shape: &[usize], numbers: &[f32]) {
    fs::write(path, write_npy(&Tensor::from_shape_vec(shape.to_vec(), numbers.to_vec()).unwrap())).unwrap();
}

fn matrix(shape: &[usize], numbers: &[f32]) -> Matrix {
    Matrix::new(shape.to_vec(), numbers.to_vec()).unwrap()
}

#[test]
fn every_source_is_one_choice_and_one_undo() {
    let mut window = of("1x3x3: conv k3", "Input");
    for (entry, source_of, image) in [
        ("Ramp", Source::Ramp, [0., 1., 2., 3., 4., 5., 6., 7., 8.]),
        ("Checkerboard", Source::Checkerboard { cell: 1 }, [0., 1., 0., 1., 0., 1., 0., 1., 0.]),
        ("Impulse", Source::Impulse, [0., 0., 0., 0., 1., 0., 0., 0., 0.]),
    ] {
        pick(&mut window, "Shows", entry);
        assert_eq!(source(&window), source_of);
        assert_eq!(numbers(&window, 0), image, "{entry}");
        // The kernel of one channel is ones: its sum.
        assert_eq!(numbers(&window, 1), [image.iter().sum::<f32>()], "{entry}");
        undo(&mut window);
        assert_eq!(source(&window), Source::TestPicture);
    }
    pick(&mut window, "Shows", "Checkerboard");
    type_number(&mut window, "Square, px", "2");
    assert_eq!(numbers(&window, 0), [0., 0., 1., 0., 0., 1., 1., 1., 0.]);
    pick(&mut window, "Shows", "Noise");
    let before = numbers(&window, 0);
    click(&mut window, "Another seed");
    assert_eq!(source(&window), Source::Noise { seed: 1 });
    assert_ne!(numbers(&window, 0), before);
    undo(&mut window);
    assert_eq!(numbers(&window, 0), before);
    pick(&mut window, "Shows", "Test picture");
    assert_eq!(source(&window), Source::TestPicture);
}

#[test]
fn every_kernel_is_one_choice_and_one_undo() {
    let mut window = of("1x3x3: conv k3", "1 conv1");
    pick(&mut window, "Kernel", "Random (He et al.)");
    assert_eq!(parameters(&window).kernel, Some(Kernel::Random { seed: 0 }));
    click(&mut window, "Another seed");
    assert_eq!(parameters(&window).kernel, Some(Kernel::Random { seed: 1 }));
    for (entry, kernel) in [
        ("Ones", Kernel::Ones),
        ("Identity", Kernel::Identity),
        ("Mean", Kernel::Box),
        ("Gaussian", Kernel::Gaussian),
        ("Sharpen", Kernel::Sharpen),
        ("Sobel, along the columns", Kernel::SobelX),
        ("Sobel, along the rows", Kernel::SobelY),
        ("Laplacian", Kernel::Laplacian),
        ("Emboss", Kernel::Emboss),
        ("Gabor waves", Kernel::Gabor),
    ] {
        pick(&mut window, "Kernel", entry);
        assert_eq!(parameters(&window).kernel, Some(kernel), "{entry}");
        undo(&mut window);
        assert_eq!(parameters(&window).kernel, Some(Kernel::Random { seed: 1 }), "{entry}");
    }
    pick(&mut window, "Kernel", "Sobel, along the columns");
    assert_says(&window, "Kernel: −1 0 1; −2 0 2; −1 0 1");
    pick(&mut window, "Kernel", "Automatic");
    assert_eq!(parameters(&window), Parameters::default());
}

#[test]
fn one_filter_has_a_kernel_of_its_own_until_all_are_alike_again() {
    let mut window = of("1x5x5: conv k3 c4", "1 conv1");
    pick(&mut window, "Kernel", "Ones");
    click(&mut window, "one filter");
    type_number(&mut window, "Filter", "2");
    pick(&mut window, "Kernel", "Laplacian");
    assert_eq!(parameters(&window).filters, [(1, Kernel::Laplacian)].into());
    assert_eq!(parameters(&window).kernel, Some(Kernel::Ones));
    click(&mut window, "all filters");
    assert_says(&window, "Other kernels: filters 2");
    click(&mut window, "The same for all");
    assert_eq!(parameters(&window), Parameters::of(Kernel::Ones));
    undo(&mut window);
    click(&mut window, "one filter");
    type_number(&mut window, "Filter", "2");
    pick(&mut window, "Kernel", "As all filters");
    assert_eq!(parameters(&window), Parameters::of(Kernel::Ones));
}

#[test]
fn biases_are_a_number_or_one_for_each_filter() {
    let mut window = of("1x3x3: conv k3 c2", "1 conv1");
    pick(&mut window, "Bias", "One number for all");
    type_number(&mut window, "Bias of every filter", "0.5");
    assert_eq!(parameters(&window).bias, Bias::Typed(matrix(&[2], &[0.5, 0.5])));
    pick(&mut window, "Bias", "Typed numbers…");
    write(&mut window, "Numbers of the bias", "1\n-2");
    click(&mut window, "Apply");
    assert_eq!(parameters(&window).bias, Bias::Typed(matrix(&[2], &[1.0, -2.0])));
    pick(&mut window, "Bias", "Zero");
    assert_eq!(parameters(&window).bias, Bias::Zeros);
    for _ in 0..4 {
        undo(&mut window);
    }
    assert_eq!(parameters(&window), Parameters::default());
}

#[test]
fn the_matrix_of_the_lecture_is_pasted() {
    let mut window = of("1x5x5: conv k3 s3", "Input");
    pick(&mut window, "Shows", "Typed numbers…");
    let row = "1\t1\t1\t1\t1\t1\t99\n";
    write(&mut window, "Numbers of the image", &row.repeat(7));
    assert_says(&window, "These are 7 rows of 7, but 5\u{a0}×\u{a0}5");
    click(&mut window, "Make the input 7×7");
    assert_eq!(text(&window), "1x7x7: conv k3 s3");
    assert_eq!(numbers(&window, 1), [9.0; 4]);
    // Both came together and go together.
    undo(&mut window);
    assert_eq!((text(&window), source(&window)), ("1x5x5: conv k3 s3".to_owned(), Source::TestPicture));
}

#[test]
fn what_is_wrong_with_typed_numbers_is_told_by_its_line() {
    let mut window = of("1x2x2: conv k1", "Input");
    pick(&mut window, "Shows", "Typed numbers…");
    for (written, says) in [
        ("", "Nothing is written yet"),
        ("1 2\n3 x", "Line 2: “x” is no number. Write one such as"),
        ("1 2\n3", "Line 2 has 1 numbers, the first row 2: make all rows equally long"),
        ("1 2", "These are 1 rows of 2, but 2\u{a0}×\u{a0}2"),
        (&"1 ".repeat(65_537), "These are more than 65 536 numbers"),
    ] {
        write(&mut window, "Numbers of the image", written);
        let said = said(&window).join("\n").replace(['\u{202f}', '\u{a0}'], " ");
        assert!(said.contains(&says.replace('\u{a0}', " ")), "{says}: {said}");
        let apply = window.get_by_role_and_label(Role::Button, "Apply");
        assert!(apply.accesskit_node().is_disabled(), "{says}");
    }
    write(&mut window, "Numbers of the image", "1; 2.5\n-3; 1/4");
    assert_says(&window, "2 × 2 numbers");
    click(&mut window, "Apply");
    assert_eq!(numbers(&window, 0), [1.0, 2.5, -3.0, 0.25]);
    // What is written is not lost by a key.
    click(&mut window, "Change the numbers…");
    write(&mut window, "Numbers of the image", "1 2\n3 4");
    press(&mut window, Modifiers::NONE, Key::Escape);
    click(&mut window, "Cancel");
    assert_eq!(numbers(&window, 0), [1.0, 2.5, -3.0, 0.25]);
}

#[test]
fn a_kernel_is_typed_for_all_filters_or_for_one() {
    let mut window = of("1x3x3: conv k3 c2", "1 conv1");
    pick(&mut window, "Kernel", "Typed numbers…");
    write(&mut window, "Numbers of the kernel", "1 0 0\n0 0 0\n0 0 2");
    click(&mut window, "Apply");
    assert_eq!(parameters(&window).kernel, Some(Kernel::Typed(matrix(&[3, 3], &[1., 0., 0., 0., 0., 0., 0., 0., 2.]))));
    click(&mut window, "one filter");
    pick(&mut window, "Kernel", "Typed numbers…");
    write(&mut window, "Numbers of the kernel", "0 0 0\n0 5 0\n0 0 0");
    click(&mut window, "Apply");
    select(&mut window, "Input");
    pick(&mut window, "Shows", "Ramp");
    // 0·1 + 8·2 of the second filter, 4·5 of the first.
    assert_eq!(numbers(&window, 1), [20.0, 16.0]);
}

#[test]
fn a_dropped_picture_becomes_the_image_pixel_by_pixel() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cat.png");
    // Red counts columns, green rows.
    save_png(&file, 3, 2, |x, y| [x as u8 * 51, y as u8 * 51, 0]);
    let mut window = of("3x2x3: conv k1", "1 conv1");
    let_go(&mut window, &file);
    wait_for(&mut window, "cat.png is the image now");
    let Source::Picture { path, fit: Fit::Cover } = source(&window) else { panic!("{:?}", source(&window)) };
    assert_eq!(Path::new(&path), file, "a document without a file names whole paths");
    // 51/255 is a fifth; the numbers are `x/255` as 32 bits.
    let fifth = |n: u8| f32::from(n * 51) / 255.0;
    let red = [0, 1, 2, 0, 1, 2].map(fifth);
    let green = [0, 0, 0, 1, 1, 1].map(fifth);
    assert_eq!(numbers(&window, 0), [&red[..], &green[..], &[0.0; 6][..]].concat());
    assert_says(&window, "3×2 → 3×2, pixel by pixel");
    undo(&mut window);
    assert_eq!(source(&window), Source::TestPicture);
}

#[test]
fn a_picture_of_another_size_is_fitted_and_the_input_may_take_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wide.png");
    save_png(&file, 8, 2, |x, _| [x as u8 * 30; 3]);
    let mut window = of("1x4x4: conv k1", "Input");
    let_go(&mut window, &file);
    wait_for(&mut window, "8×2 → 4×4, cut at the sides");
    for (fit, kept, says) in [
        ("Contain", Fit::Contain, "black above and below"),
        ("Stretch", Fit::Stretch, "its proportions change"),
        ("Crop", Fit::Crop, "cut along one axis, black along the other"),
    ] {
        pick(&mut window, "Fitted", fit);
        assert!(matches!(source(&window), Source::Picture { fit, .. } if fit == kept));
        assert_says(&window, says);
    }
    click(&mut window, "Make the input as large as the picture");
    assert_eq!(text(&window), "1x2x8: conv k1");
    assert_says(&window, "8×2 → 8×2, pixel by pixel");
    let row: Vec<f32> = (0..8_u8).map(|x| f32::from(x * 30) / 255.0).collect();
    let drawn = numbers(&window, 0);
    assert!(drawn.iter().zip(row.iter().cycle()).all(|(a, b)| (a - b).abs() < 1e-6), "{drawn:?}");
    click(&mut window, "Make the input 3 channels for its colours");
    assert_eq!(text(&window), "3x2x8: conv k1");
}

#[test]
fn a_dropped_array_is_the_image_or_the_selected_kernel_or_told_off_with_both_shapes() {
    let folder = tempfile::tempdir().unwrap();
    let [image, kernel, odd] = ["x.npy", "w.npy", "odd.npy"].map(|name| folder.path().join(name));
    save_npy(&image, &[3, 3], &[1., 2., 3., 4., 5., 6., 7., 8., 9.]);
    save_npy(&kernel, &[1, 1, 2, 2], &[0., 0., 0., 2.]);
    save_npy(&odd, &[5], &[0.0; 5]);
    let mut window = of("1x3x3: conv k2", "1 conv1");
    let_go(&mut window, &kernel);
    wait_for(&mut window, "conv1 takes its numbers from w.npy now");
    assert!(matches!(parameters(&window).kernel, Some(Kernel::Array { .. })));
    let_go(&mut window, &image);
    wait_for(&mut window, "x.npy is the image now");
    assert_eq!(numbers(&window, 1), [10.0, 12.0, 16.0, 18.0]);
    select(&mut window, "1 conv1");
    let_go(&mut window, &odd);
    wait_for(&mut window, "odd.npy is not used: its shape is (5), but the image is (3, 3)");
    assert_says(&window, "the kernel of conv1 is (1, 1, 2, 2)");
    click(&mut window, "Close");
    assert!(matches!(source(&window), Source::Array { .. }), "nothing was changed");
}

#[test]
fn files_are_chosen_in_a_dialog_and_named_from_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let (pictures, elsewhere) = (folder.path().join("pictures"), folder.path().join("elsewhere"));
    fs::create_dir_all(&pictures).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    let picture = pictures.join("cat.png");
    save_png(&picture, 2, 2, |x, y| [(x + 2 * y) as u8 * 60; 3]);
    save_npy(&pictures.join("w.npy"), &[1, 1], &[2.0]);
    let file = folder.path().join("net.receptive.toml");
    let document = Document::new(read_stack("1x2x2: conv k1").unwrap());
    let mut window = opened(Some(file.clone()), document, "Input");
    pick(&mut window, "Shows", "Picture file…");
    answer_path(&mut window, &picture, "Open");
    wait_for(&mut window, "cat.png is the image now");
    assert_eq!(source(&window), Source::Picture { path: "pictures/cat.png".to_owned(), fit: Fit::Cover });
    select(&mut window, "1 conv1");
    pick(&mut window, "Kernel", "Array file…");
    answer_path(&mut window, &pictures.join("w.npy"), "Open");
    wait_for(&mut window, "conv1 takes its numbers from w.npy now");
    let doubled = [0_u8, 120, 240].map(|n| f32::from(n) / 255.0);
    let made = numbers(&window, 1);
    assert!(made.iter().zip(doubled).all(|(a, b)| (a - b).abs() < 1e-6), "{made:?}");
    // Elsewhere the same files have other names; undo names them from there as well.
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    let moved = elsewhere.join("net.receptive.toml");
    answer_path(&mut window, &moved, "Save");
    wait_for(&mut window, "Saved net.receptive.toml");
    assert_eq!(source(&window), Source::Picture { path: "../pictures/cat.png".to_owned(), fit: Fit::Cover });
    assert_eq!(numbers(&window, 1), made);
    undo(&mut window);
    assert_eq!(source(&window), Source::Picture { path: "../pictures/cat.png".to_owned(), fit: Fit::Cover });
    // What was written is read again.
    let reopened = receptive::files::read(&moved).unwrap();
    assert_eq!(reopened.stack.source, Source::Picture { path: "../pictures/cat.png".to_owned(), fit: Fit::Cover });
    let mut again = opened(Some(moved), reopened, "1 conv1");
    wait_for(&mut again, "w.npy");
    until(&mut again, |again| again.state().values().map(|_| ()));
    assert_eq!(numbers(&again, 1), made);
}

#[test]
fn an_unsaved_document_gets_short_names_when_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("cat.png");
    save_png(&picture, 2, 2, |_, _| [255; 3]);
    let mut window = of("1x2x2: conv k1", "Input");
    let_go(&mut window, &picture);
    wait_for(&mut window, "cat.png is the image now");
    press(&mut window, Modifiers::COMMAND, Key::S);
    let file = folder.path().join("net.receptive.toml");
    answer_path(&mut window, &file, "Save");
    wait_for(&mut window, "Saved net.receptive.toml");
    assert_eq!(source(&window), Source::Picture { path: "cat.png".to_owned(), fit: Fit::Cover });
    assert!(fs::read_to_string(&file).unwrap().contains("{ picture = \"cat.png\" }"));
    // It is saved: quitting asks nothing.
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert_silent(&window, "unsaved");
}

#[test]
fn a_missing_file_is_told_and_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.receptive.toml");
    fs::write(&file, "input = \"1x2x2\"\nlayers = [\"conv k1\"]\n[values]\ninput = { picture = \"cat.png\" }\n")
        .unwrap();
    let document = receptive::files::read(&file).unwrap();
    let mut window = opened(Some(file), document, "Input");
    wait_for(&mut window, "cat.png: there is no such file");
    assert_says(&window, &format!("Looked for in {}", folder.path().display()));
    // The document keeps the name until somebody says otherwise.
    assert!(matches!(source(&window), Source::Picture { .. }));
    press(&mut window, Modifiers::COMMAND, Key::Num4);
    window.get_by_role_and_label(Role::Tab, "Notes (1)");
    window.get_by_role_and_label(Role::Button, "Input: Use the test picture").click();
    window.run();
    assert_eq!(source(&window), Source::TestPicture);
    assert_silent(&window, "there is no such file");
    undo(&mut window);
    // The file has come: read again, it is shown.
    save_png(&folder.path().join("cat.png"), 2, 2, |_, _| [255; 3]);
    click(&mut window, "Read again");
    wait_for(&mut window, "2×2 → 2×2, pixel by pixel");
    assert_eq!(numbers(&window, 0), [1.0; 4]);
    fs::write(folder.path().join("cat.png"), b"no picture").unwrap();
    click(&mut window, "Read again");
    wait_for(&mut window, "this is no picture that can be read");
    click(&mut window, "Choose another…");
    let other = folder.path().join("dog.png");
    save_png(&other, 2, 2, |_, _| [0; 3]);
    answer_path(&mut window, &other, "Open");
    wait_for(&mut window, "dog.png is the image now");
    assert_eq!(source(&window), Source::Picture { path: "dog.png".to_owned(), fit: Fit::Cover });
}

#[test]
fn an_array_that_does_not_fit_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("w.npy");
    save_npy(&file, &[2, 2], &[0.0; 4]);
    let mut window = of("1x5x5: conv k3", "1 conv1");
    pick(&mut window, "Kernel", "Array file…");
    answer_path(&mut window, &file, "Open");
    wait_for(&mut window, "w.npy is not used: its shape is (2, 2), not (1, 1, 3, 3) or (1, 3, 3) or (3, 3)");
    assert_eq!(parameters(&window), Parameters::default());
}

#[test]
fn numbers_that_fit_no_more_are_told_beside_their_layer() {
    let mut window = of("1x5x5: conv k3", "1 conv1");
    let id = window.state().document().stack.layers()[0].id;
    window.state_mut().edit(Edit::SetParameters(id, Parameters::of(Kernel::Typed(matrix(&[3, 3], &[1.0; 9])))));
    window.run();
    assert_silent(&window, "are not used");
    type_number(&mut window, "kernel", "2");
    assert_says(&window, "are not used: its shape is (3, 3), not");
}

#[test]
fn layers_keep_their_kernels_when_they_are_copied() {
    let mut window = of("1x5x5: conv k3", "1 conv1");
    pick(&mut window, "Kernel", "Laplacian");
    press(&mut window, Modifiers::COMMAND, Key::D);
    let kernels = |window: &Window| -> Vec<Option<Kernel>> {
        window.state().document().stack.layers().iter().map(|layer| layer.parameters.kernel.clone()).collect()
    };
    let laplacian = Some(Kernel::Laplacian);
    assert_eq!(kernels(&window), [laplacian.clone(), laplacian.clone()]);
    window.event(Event::Copy);
    window.run();
    window.event(Event::Paste("conv k3".to_owned()));
    window.run();
    assert_eq!(kernels(&window), [laplacian.clone(), laplacian.clone(), laplacian.clone()]);
    window.event(Event::Cut);
    window.run();
    window.event(Event::Paste("conv k3".to_owned()));
    window.run();
    assert_eq!(kernels(&window), [laplacian.clone(), laplacian.clone(), laplacian.clone()]);
    // What was written elsewhere says nothing of kernels.
    window.event(Event::Paste("conv k5".to_owned()));
    window.run();
    assert_eq!(kernels(&window), [laplacian.clone(), laplacian.clone(), laplacian, None]);
}

#[test]
fn lessons_show_the_numbers_of_the_lecture() {
    for (id, expected) in [
        ("dropped", [9.0, 9.0, 9.0, 9.0]),
        ("max-pool", [6.0, 8.0, 3.0, 4.0]),
        ("average-pool", [3.25, 5.25, 2.0, 2.0]),
    ] {
        let preset = presets::ALL.iter().find(|preset| preset.id == id).unwrap();
        let window = opened(None, Document::new(preset.stack()), "Input");
        assert_eq!(numbers(&window, 1), expected, "{id}");
    }
    // The column that is lost is the one of 99.
    let image = match presets::ALL[0].stack().source {
        Source::Typed(matrix) => matrix.data().to_vec(),
        other => panic!("{other:?}"),
    };
    assert!(image.chunks(7).all(|row| row[..6] == [1.0; 6] && row[6] == 99.0));
}

#[test]
fn a_lesson_with_another_picture_is_that_lesson_and_typed_numbers_are_work() {
    let mut window = opened(None, Document::new(presets::ALL[0].stack()), "Input");
    let title = "Dropped pixels: N = 7, K = 3, S = 3";
    pick(&mut window, "Shows", "Noise");
    assert!(drawn(&window).iter().any(|text| text.contains(title)));
    press(&mut window, Modifiers::COMMAND, Key::N);
    assert_silent(&window, "Discard");
    let mut window = opened(None, Document::new(presets::ALL[0].stack()), "Input");
    click(&mut window, "Change the numbers…");
    write(&mut window, "Numbers of the image", &"2 2 2 2 2 2 2\n".repeat(7));
    click(&mut window, "Apply");
    assert_eq!(numbers(&window, 1), [18.0; 4]);
    assert!(drawn(&window).iter().any(|text| text.contains(title)), "{:?}", drawn(&window));
    press(&mut window, Modifiers::COMMAND, Key::N);
    // What somebody typed is asked about.
    let asks = said(&window).iter().any(|text| text.contains("Save"));
    assert!(asks && window.state().document().stack.layers().len() == 1);
}

#[test]
fn a_huge_image_is_answered_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cat.png");
    save_png(&file, 2, 2, |_, _| [255; 3]);
    let mut window = of("1073741824@3x1073741824x1073741824: conv k3", "Input");
    let_go(&mut window, &file);
    wait_for(&mut window, "cat.png is the image now");
    pick(&mut window, "Shows", "Typed numbers…");
    write(&mut window, "Numbers of the image", "1 2\n3 4");
    assert_says(&window, "These are 2 rows of 2");
    click(&mut window, "Cancel");
    select(&mut window, "1 conv1");
    pick(&mut window, "Kernel", "Laplacian");
    assert_eq!(window.state().document().stack.layers()[0].parameters.kernel, Some(Kernel::Laplacian));
    assert!(window.state().values().is_none_or(|values| values.map(MapId::INPUT).is_none()));
}
