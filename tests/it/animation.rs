//! Pictures that move: decoded again by other readers, and every frame held against the still picture of its unit.

use std::cell::RefCell;
use std::fs;
use std::io::{BufReader, Cursor};
use std::path::Path;

use receptive::axes::Axes;
use receptive::cli;
use receptive::export::animation::{AnimationError, Format, MOST_FRAMES, Motion, Plan, Reel, Watch, Written};
use receptive::export::picture::{self, Settings, Size};
use receptive::export::png::Pixels;
use receptive::field::Analysis;
use receptive::files::{self, Unmade};
use receptive::import::layer_text;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, Reveal};
use receptive::scene::view::{Subject, Unit, ViewName};
use receptive::value::Cancel;

/// A network with what is known of it.
struct Net {
    graph: Graph,
    analysis: Analysis,
    words: Words,
}

impl Net {
    fn of(text: &str) -> Self {
        let graph = layer_text::read_stack(text).unwrap().lower().graph;
        let analysis = Analysis::of(&graph);
        Self { graph, analysis, words: Words::new(Lang::En) }
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.graph, &self.analysis, &self.words)
    }

    fn reel(&self, settings: &Settings, plan: Plan, format: Format) -> Result<Reel<'_>, AnimationError> {
        let cancel = Cancel::default();
        Reel::of(self.subject(), settings, plan, format, &Watch { cancel: &cancel, told: &|_, _| {} })
    }

    /// The units that the frames show, as indices.
    fn units(&self, view: ViewName, plan: Plan) -> Vec<(usize, Vec<i64>)> {
        let reel = self.reel(&Settings { view, ..Settings::default() }, plan, Format::Gif).unwrap();
        let unit = |place| {
            let (map, unit) = reel.unit(place);
            (map.index(), unit.as_slice().to_vec())
        };
        (0..reel.frames()).map(unit).collect()
    }
}

fn written(reel: &Reel<'_>) -> (Vec<u8>, Written) {
    let cancel = Cancel::default();
    let mut bytes = Vec::new();
    let written = reel.write(&mut bytes, &Watch { cancel: &cancel, told: &|_, _| {} }).unwrap();
    (bytes, written)
}

fn walk() -> Plan {
    Plan::default()
}

fn grow() -> Plan {
    Plan { motion: Motion::Grow, ..Plan::default() }
}

/// How far two pictures are from each other where they are farthest, in red, green or blue.
fn off(rgba: &[u8], still: &Pixels) -> u8 {
    assert_eq!(rgba.len(), still.rgba.len());
    rgba.iter().zip(&still.rgba).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

/// The frames of a GIF as the `image` crate shows them, and as the `gif` crate reads them: delays and rectangles.
fn gif_frames(bytes: &[u8]) -> (Vec<Vec<u8>>, Vec<(u16, u32)>, gif::Repeat) {
    use image::AnimationDecoder as _;
    let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).unwrap();
    let shown = decoder.into_frames().map(|frame| frame.unwrap().into_buffer().into_raw()).collect();
    let mut decoder = gif::DecodeOptions::new().read_info(bytes).unwrap();
    let mut frames = Vec::new();
    while let Some(frame) = decoder.next_frame_info().unwrap() {
        frames.push((frame.delay, u32::from(frame.width) * u32::from(frame.height)));
    }
    (shown, frames, decoder.repeat())
}

/// The frames of an APNG, put over each other as the PNG specification (third edition, 11.3.6.2) says.
fn apng_frames(bytes: &[u8]) -> (Vec<Vec<u8>>, Vec<f64>, u32) {
    let mut reader = png::Decoder::new(BufReader::new(Cursor::new(bytes))).read_info().unwrap();
    let info = reader.info().clone();
    let control = info.animation_control.unwrap();
    let (width, height) = (info.width as usize, info.height as usize);
    let mut canvas = vec![0_u8; width * height * 4];
    let (mut frames, mut times) = (Vec::new(), Vec::new());
    for _ in 0..control.num_frames {
        let mut part = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut part).unwrap();
        let at = *reader.info().frame_control.as_ref().unwrap();
        assert_eq!(at.dispose_op, png::DisposeOp::None);
        for y in 0..at.height as usize {
            for x in 0..at.width as usize {
                let from = &part[(y * at.width as usize + x) * 4..][..4];
                let to = &mut canvas[((y + at.y_offset as usize) * width + x + at.x_offset as usize) * 4..][..4];
                assert!(from[3] == 255 || from[3] == 0 || at.blend_op == png::BlendOp::Source);
                if at.blend_op == png::BlendOp::Source || from[3] == 255 {
                    to.copy_from_slice(from);
                }
            }
        }
        frames.push(canvas.clone());
        times.push(f64::from(at.delay_num) / f64::from(at.delay_den));
    }
    (frames, times, control.num_plays)
}

const SMALL: &str = "1x7x7: conv k3, conv k3";

#[test]
fn a_walk_goes_over_the_map_in_reading_order() {
    let rows = |map: usize, rows: i64, columns: i64| -> Vec<(usize, Vec<i64>)> {
        (0..rows).flat_map(|y| (0..columns).map(move |x| (map, vec![y, x]))).collect()
    };
    let net = Net::of("1x5x6: conv k3, conv k2");
    assert_eq!(net.units(ViewName::Maps, walk()), rows(2, 2, 3));
    // The numbers show the first layer by themselves.
    assert_eq!(net.units(ViewName::Numbers, walk()), rows(1, 3, 4));
    // The ladder shows columns.
    assert_eq!(
        net.units(ViewName::Ladder, walk()),
        [(2, vec![0, 0]), (2, vec![0, 1]), (2, vec![0, 2])]
            .map(|(map, unit)| (map, vec![net.units(ViewName::Ladder, walk())[0].1[0], unit[1]]))
    );
    // Of six the first, the fifth, and the last.
    let every = Plan { every: 4, ..walk() };
    assert_eq!(net.units(ViewName::Maps, every), [(2, vec![0, 0]), (2, vec![1, 1]), (2, vec![1, 2])]);
    let line = Net::of("1x5: conv k3");
    assert_eq!(line.units(ViewName::Maps, walk()), [(1, vec![0]), (1, vec![1]), (1, vec![2])]);
}

#[test]
fn growth_goes_from_a_pixel_up_to_the_unit() {
    // By hand: unit (1, 1) of the second map sees pixels 1 to 5, whose middle is 3; so does unit 2 of the first, 2 to 4.
    let net = Net::of("1x7x7: conv k3, relu, conv k3");
    let grown = net.units(ViewName::Maps, grow());
    assert_eq!(grown, [(0, vec![3, 3]), (1, vec![2, 2]), (3, vec![1, 1])]);
    let widths = grown.iter().map(|(map, _)| net.analysis.map(net.graph.map(*map).unwrap()).rf().unwrap()[0]);
    assert_eq!(widths.collect::<Vec<_>>(), [1, 3, 5]);
}

#[test]
fn every_frame_of_a_gif_is_the_still_picture_of_its_unit() {
    let net = Net::of(SMALL);
    // The soft edges of texts have more colours than a GIF.
    for (view, plan) in
        [(ViewName::Maps, walk()), (ViewName::Ladder, grow()), (ViewName::Nested, walk()), (ViewName::Blocks, grow())]
    {
        let settings = Settings { view, ..Settings::default() };
        let reel = net.reel(&settings, plan, Format::Gif).unwrap();
        let (bytes, Written { frames, error }) = written(&reel);
        let (shown, told, repeat) = gif_frames(&bytes);
        assert_eq!((shown.len() as u64, repeat), (frames, gif::Repeat::Infinite));
        let worst = (0..frames).map(|at| off(&shown[at as usize], &reel.draw(at).unwrap())).max().unwrap();
        assert!(worst <= error, "{view:?}: {worst} and not {error}");
        assert!(error < 24, "{view:?} {error}");
        let (last, others) = told.split_last().unwrap();
        assert_eq!(last.0, 150, "the last frame stays three times as long");
        assert!(others.iter().all(|(delay, _)| *delay == 50));
        assert!(told[1..].iter().all(|(_, area)| *area < told[0].1), "{view:?}: only what changes is written");
    }
}

#[test]
fn a_picture_of_few_colours_is_exact() {
    let net = Net::of("1x3x3: conv k2");
    // So small that there are fewer pixels than colours in a GIF.
    let settings = Settings { size: Size::Pixels(10), ..Settings::default() };
    let reel = net.reel(&settings, walk(), Format::Gif).unwrap();
    let mut colors = std::collections::BTreeSet::new();
    for at in 0..reel.frames() {
        colors.extend(reel.draw(at).unwrap().rgba.as_chunks::<4>().0.iter().copied());
    }
    let (bytes, Written { frames, error }) = written(&reel);
    assert!(colors.len() <= 255, "{}", colors.len());
    assert_eq!((frames, error), (4, 0));
    let (shown, ..) = gif_frames(&bytes);
    for (at, shown) in (0..).zip(&shown) {
        assert!(off(shown, &reel.draw(at).unwrap()) == 0, "frame {at}");
    }
}

#[test]
fn every_frame_of_an_apng_is_the_still_picture_of_its_unit() {
    let net = Net::of(SMALL);
    for transparent in [false, true] {
        let settings = Settings { transparent, ..Settings::default() };
        let plan = Plan { seconds: 0.07, ..walk() };
        let reel = net.reel(&settings, plan, Format::Apng).unwrap();
        let (bytes, Written { frames, error }) = written(&reel);
        let (shown, times, plays) = apng_frames(&bytes);
        assert_eq!((shown.len() as u64, error, plays), (frames, 0, 0));
        for (at, shown) in (0..).zip(&shown) {
            // The reader of still pictures undoes the opacity in its own way.
            let still = image::load_from_memory(&reel.still(at).unwrap()).unwrap().into_rgba8();
            let worst = shown.iter().zip(still.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            assert!(worst <= u8::from(transparent), "frame {at}: {worst}");
        }
        let (last, others) = times.split_last().unwrap();
        assert!(others.iter().all(|time| (time - 0.07).abs() < 1e-9) && (last - 0.21).abs() < 1e-9, "{times:?}");
    }
}

#[test]
fn frames_differ_only_in_their_unit_and_none_is_larger_than_another() {
    let net = Net::of(SMALL);
    for (_, view) in ViewName::WORDS {
        for motion in Motion::of_view(view) {
            let plan = Plan { motion: *motion, ..Plan::default() };
            let settings = Settings { view, ..Settings::default() };
            let reel = net.reel(&settings, plan, Format::Svg).unwrap();
            for at in 0..reel.frames() {
                // The picture of the unit by itself, as everybody can draw it, lies within the frames.
                let mut look = settings.look;
                if *motion == Motion::Walk {
                    look.reveal = Reveal::Walk;
                }
                let alone = Settings { unit: Some(reel.unit(at)), look, ..settings.clone() };
                let alone = picture::scene(net.subject(), &alone);
                let (frame, bounds) = (reel.scene(at), reel.bounds());
                assert_eq!(frame.bounds, bounds);
                assert_eq!(bounds.union(&alone.bounds), bounds, "{view:?} {motion:?} {at}");
                let laid_out_anew = *motion == Motion::Grow && matches!(view, ViewName::Ladder | ViewName::Nested);
                let mut others = frame.items.iter().filter(|item| item.tag != receptive::scene::Tag::Legend);
                assert!(laid_out_anew || others.all(|item| alone.items.contains(item)), "{view:?} {motion:?} {at}");
            }
        }
    }
}

#[test]
fn the_image_stays_where_it_is_while_its_padding_is_shown() {
    let net = Net::of("1x16x16: conv k5 p2, conv k5 p2");
    let reel = net.reel(&Settings { view: ViewName::Nested, ..Settings::default() }, walk(), Format::Gif).unwrap();
    let grid = |at| {
        let scene = reel.scene(at);
        scene.items.iter().find_map(|item| match item.shape {
            receptive::scene::Shape::Grid(cells) => Some(cells),
            _ => None,
        })
    };
    assert_eq!(reel.frames(), 256);
    assert!(grid(0).is_some());
    assert!([7, 119, 255].iter().all(|at| grid(*at) == grid(0)));
}

/// Runs the command line in this process: exit code and what it says of errors.
fn run(args: &[&str]) -> (u8, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["receptive", "render"].into_iter().chain(args.iter().copied());
    let code = cli::run_with(args, &mut std::io::empty(), &mut out, &mut err);
    assert!(out.is_empty());
    (code, String::from_utf8(err).unwrap())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn numbered_frames_are_the_still_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let output = path("net.svg");
    let (code, err) = run(&["1x7x7: conv k3", "-o", output.to_str().unwrap(), "--animate"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected: Vec<String> = (1..=25).map(|number| format!("net-{number:02}.svg")).collect();
    assert_eq!(names(folder.path()), expected);
    // The eighth position of five in a row is (1, 2).
    let unit: Unit = (Net::of("1x7x7: conv k3").graph.output(), [1, 2].into_iter().collect::<Axes<i64>>());
    let net = Net::of("1x7x7: conv k3");
    let reel = net.reel(&Settings::default(), walk(), Format::Svg).unwrap();
    assert_eq!(reel.unit(7), unit);
    assert_eq!(fs::read(path("net-08.svg")).unwrap(), reel.still(7).unwrap());
    assert!(fs::read_to_string(path("net-08.svg")).unwrap().contains("(1, 2)"));
}

#[test]
fn a_sliding_kernel_over_seven_by_seven_is_small() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("sliding.gif");
    let args = ["1x7x7: conv k3", "--view", "numbers", "--animate=walk", "--frame-time", "0.25", "-o"];
    let (code, err) = run(&[&args[..], &[output.to_str().unwrap()]].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    let bytes = fs::read(&output).unwrap();
    assert!(bytes.len() < 300_000, "{}", bytes.len());
    let (shown, told, _) = gif_frames(&bytes);
    assert_eq!(shown.len(), 25);
    assert!(told[..24].iter().all(|(delay, _)| *delay == 25));
    // Each position writes one number more.
    assert!(shown.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn the_command_line_says_what_is_wrong_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (gif, pdf) = (path("x.gif"), path("x.pdf"));
    for (args, says) in [
        (vec![SMALL, "-o", &pdf, "--animate"], "let it end in .gif, .apng, .png or .svg"),
        (vec![SMALL, "-o", &gif], "let it end in .svg, .png or .pdf, or add --animate"),
        (vec![SMALL, "-o", "-", "--animate"], "--animate: an animation is a file; name it with -o"),
        (vec![SMALL, "-o", &gif, "--animate", "--view", "all"], "--animate: one view moves at a time"),
        (vec![SMALL, "-o", &gif, "--animate", "--view", "table"], "--view table: it shows no unit that could move"),
        (vec![SMALL, "-o", &gif, "--animate=grow", "--view", "numbers"], "write --animate=walk"),
        (vec!["1x7x7: conv k7", "-o", &gif, "--animate"], "--animate=walk: nothing moves"),
        (vec!["1x7x7: gap, flatten", "-o", &gif, "--animate", "--unit", "flatten1"], "--animate=walk: nothing moves"),
        (
            vec!["1x99x99: relu", "-o", &gif, "--animate"],
            "there would be 9801 frames, and 2000 are the most; write --every 5",
        ),
        (vec![SMALL, "-o", &gif, "--animate", "--transparent"], "leave out --transparent, or let it end in .apng"),
        (vec![SMALL, "-o", &gif, "--animate", "--frame-time", "0"], "write seconds, from 0.02 to 60"),
        (vec![SMALL, "-o", &gif, "--frame-time", "1"], "--animate"),
        (vec![SMALL, "-o", &gif, "--animate=hop"], "walk, grow"),
        (vec![SMALL, "-o", &path("no/x.gif"), "--animate"], "the folder does not exist"),
        (vec![SMALL, "-o", &gif, "--animate", "--width", "60000px"], "choose a smaller size"),
        (vec![SMALL, "-o", &gif, "--animate", "--input", "ramp"], "--input: this view shows no values"),
        (vec![SMALL, "-o", &gif, "--animate", "--view", "numbers", "--input", "no.png"], "there is no such file"),
    ] {
        let (code, err) = run(&args);
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains(says), "{args:?} says {err}");
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn every_nth_frame_is_as_few_as_are_allowed() {
    let net = Net::of("1x99x99: relu");
    let Err(AnimationError::TooMany { frames, every }) = net.reel(&Settings::default(), walk(), Format::Gif) else {
        panic!("9,801 frames are too many");
    };
    assert_eq!((frames, every), (9801, 5));
    // 9,800 / 5 steps after the first.
    let plan = Plan { every, ..walk() };
    let small = Settings { size: Size::Scale(0.05), ..Settings::default() };
    assert_eq!(net.reel(&small, plan, Format::Gif).unwrap().frames(), 1961);
    assert!(net.reel(&small, Plan { every: every - 1, ..walk() }, Format::Gif).is_err());
    assert_eq!(MOST_FRAMES, 2000);
}

#[test]
fn what_is_cancelled_leaves_nothing_behind() {
    let net = Net::of(SMALL);
    let folder = tempfile::tempdir().unwrap();
    for format in [Format::Gif, Format::Apng, Format::Png] {
        let path = folder.path().join("x").with_extension(format.word());
        fs::write(&path, "old").unwrap();
        let cancel = Cancel::default();
        let seen = RefCell::new(Vec::new());
        let told = |done, of| {
            seen.borrow_mut().push((done, of));
            if done == 2 {
                cancel.cancel();
            }
        };
        let watch = Watch { cancel: &cancel, told: &told };
        let reel = Reel::of(net.subject(), &Settings::default(), walk(), format, &watch).unwrap();
        let made = if format == Format::Png {
            files::save_sheaf(
                &path,
                |place, _| files::numbered(&path, place + 1, 1),
                |sheaf| reel.write_stills(&watch, |_, bytes| sheaf.add(&bytes).map_err(AnimationError::Write)),
            )
        } else {
            files::save_made(&path, |out| reel.write(out, &watch))
        };
        assert!(matches!(made, Err(Unmade::Made(AnimationError::Cancelled))), "{format:?}");
        assert_eq!(*seen.borrow(), [(1, 9), (2, 9)]);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()).len(), 1);
        fs::remove_file(&path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_is_interrupted_leaves_no_file() {
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("x.gif");
    let mut child = Command::new(env!("CARGO_BIN_EXE_receptive"))
        .args(["render", "1x46x46: conv k3", "--animate", "--width", "2000px", "-o", output.to_str().unwrap()])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    // Long enough for it to be at work, and far too short for 1,936 frames.
    std::thread::sleep(std::time::Duration::from_millis(800));
    assert!(child.try_wait().unwrap().is_none(), "it is done already");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert!(!child.wait().unwrap().success());
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn an_estimate_of_few_frames_is_exact_and_of_many_near() {
    let cancel = Cancel::default();
    let watch = Watch { cancel: &cancel, told: &|_, _| {} };
    let exact = Net::of("1x3x3: conv k2");
    let reel = exact.reel(&Settings::default(), walk(), Format::Apng).unwrap();
    let (estimate, whole) = (reel.estimate(&watch).unwrap() as f64, written(&reel).0.len() as f64);
    assert!((estimate / whole - 1.0).abs() < 0.01, "{estimate} of {whole}");
    let near = Net::of("1x7x7: conv k3");
    for format in [Format::Gif, Format::Apng, Format::Png, Format::Svg] {
        let reel = near.reel(&Settings::default(), walk(), format).unwrap();
        let (estimate, whole) = (reel.estimate(&watch).unwrap() as f64, written(&reel).0.len() as f64);
        assert!((0.6..1.6).contains(&(estimate / whole)), "{format:?}: {estimate} of {whole}");
    }
}

#[test]
fn the_image_that_is_given_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |name: &str, extra: &[&str]| {
        let output = folder.path().join(name);
        let args = ["1x5x5: conv k3", "--view", "numbers", "-o", output.to_str().unwrap()];
        let (code, err) = run(&[&args[..], extra].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        fs::read_to_string(output).unwrap()
    };
    // A ramp counts its pixels, so its last one is 24.
    assert!(draw("ramp.svg", &["--input", "ramp"]).contains(">24<"));
    assert!(!draw("own.svg", &[]).contains(">24<"));
    // A picture of one colour: 51 of 255 is 0.2.
    let photo = folder.path().join("photo.png");
    image::GrayImage::from_pixel(5, 5, image::Luma([51])).save(&photo).unwrap();
    assert!(draw("photo.svg", &["--input", photo.to_str().unwrap()]).contains(">0.2<"));
}
