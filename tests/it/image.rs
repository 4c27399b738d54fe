//! The image view: its pixels are the values, by the rule of colours; what is under the pointer is what was drawn there.

use receptive::axes::Axes;
use receptive::field::{Analysis, Trace};
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Colours, Kernel, Look, Lowered, MapId, Matrix, Parameters, Range, Source, Stack};
use receptive::scene::theme::Role;
use receptive::scene::view::{Board, Hit, Subject, Unit, ViewName, board};
use receptive::scene::{Item, Point, Raster, Rect, Shape, image};
use receptive::value::{ASK_BYTES, Assets, Cancel, Question, Values, parameters_of};

/// A network with its values.
struct Net {
    lowered: Lowered,
    analysis: Analysis,
    values: Values,
    words: Words,
}

impl Net {
    fn of(text: &str, source: &Source) -> Self {
        Self::of_stack(&read_stack(text).unwrap(), source, None)
    }

    /// Every layer that has weights gets this kernel.
    fn with_kernel(text: &str, source: &Source, kernel: Kernel) -> Self {
        Self::of_stack(&read_stack(text).unwrap(), source, Some(&Parameters::of(kernel)))
    }

    fn of_stack(stack: &Stack, source: &Source, kernel: Option<&Parameters>) -> Self {
        let lowered = stack.lower();
        let analysis = Analysis::of(&lowered.graph);
        let mut parameters = parameters_of(stack, &lowered);
        if let Some(kernel) = kernel {
            parameters.iter_mut().skip(1).for_each(|own| *own = Some(kernel));
        }
        let assets = Assets::new();
        let question = Question {
            graph: &lowered.graph,
            analysis: &analysis,
            source,
            parameters: &parameters,
            assets: &assets,
            most_bytes: ASK_BYTES,
            last: None,
        };
        let values = Values::of(&question, &Cancel::default());
        Self { values, analysis, words: Words::new(Lang::En), lowered: lowered.clone() }
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(&self.lowered.graph, &self.analysis, &self.words).with_values(Some(&self.values))
    }

    fn map(&self, index: usize) -> MapId {
        self.lowered.graph.map(index).unwrap()
    }

    fn board(&self, look: Look) -> Box<dyn Board> {
        board(ViewName::Image, &self.subject(), look, None).unwrap()
    }

    /// Where a unit of the chosen channel lies.
    fn place(&self, look: Look, map: usize, unit: &[i64]) -> Rect {
        let unit: Unit = (self.map(map), unit.iter().copied().collect());
        self.board(look).place_of(&self.subject(), &Hit::Unit(unit)).unwrap()
    }

    /// The colour that is drawn where a unit of the chosen channel lies.
    fn color(&self, look: Look, map: usize, unit: &[i64]) -> [u8; 3] {
        let at = self.place(look, map, unit).centre();
        color_at(&self.board(look).under(&self.subject(), map), at)
    }
}

fn typed(shape: &[usize], values: &[f32]) -> Source {
    Source::Typed(Matrix::new(shape.to_vec(), values.to_vec()).unwrap())
}

fn rasters(items: &[Item]) -> Vec<(Rect, &Raster)> {
    items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Raster { rect, pixels } => Some((*rect, pixels.as_ref())),
            _ => None,
        })
        .collect()
}

/// The colour of the pixel at a place.
fn color_at(items: &[Item], at: Point) -> [u8; 3] {
    let rasters = rasters(items);
    let (rect, pixels) = rasters.iter().find(|(rect, _)| rect.contains(at)).expect("a raster at the place");
    let x = ((at.x - rect.min.x) / rect.width() * f64::from(pixels.width)) as usize;
    let y = ((at.y - rect.min.y) / rect.height() * f64::from(pixels.height)) as usize;
    let place = (y * pixels.width as usize + x) * 4;
    assert_eq!(pixels.rgba[place + 3], 255, "a gap at {at:?}");
    pixels.rgba[place..place + 3].try_into().unwrap()
}

fn texts(items: &[Item]) -> Vec<String> {
    let lines = |item: &Item| match &item.shape {
        Shape::Text { text, .. } => vec![text.clone()],
        Shape::Heading { lines, .. } => lines.iter().map(|line| line.text.clone()).collect(),
        _ => Vec::new(),
    };
    items.iter().flat_map(lines).collect()
}

#[track_caller]
fn assert_text(items: &[Item], part: &str) {
    let texts = texts(items);
    assert!(texts.iter().any(|text| text.contains(part)), "no “{part}” in {texts:#?}");
}

const GRAY: fn(u8) -> [u8; 3] = |value| [value; 3];

/// 0…5 in six pixels: fifths of white.
#[test]
fn pixels_are_the_values_in_gray() {
    let net = Net::of("1x2x3", &typed(&[2, 3], &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]));
    let items = net.board(Look::default()).under(&net.subject(), 0);
    let all = rasters(&items);
    assert_eq!(all.len(), 1);
    let gray: Vec<u8> = all[0].1.rgba.chunks(4).map(|pixel| pixel[0]).collect();
    assert_eq!((all[0].1.width, all[0].1.height), (3, 2));
    assert_eq!(gray, [0, 51, 102, 153, 204, 255]);
}

/// Two channels, 0 and 2, 8 and 4: each has its own black and white, or both have one.
#[test]
fn the_range_is_that_of_the_channel_or_of_the_map() {
    let net = Net::of("2x1x2", &typed(&[2, 1, 2], &[0.0, 2.0, 8.0, 4.0]));
    let drawn = |range: Range| {
        let color = |channel: u64, x: i64| net.color(Look { range, channel, ..Look::default() }, 0, &[0, x])[0];
        [color(0, 0), color(0, 1), color(1, 0), color(1, 1)]
    };
    assert_eq!(drawn(Range::Channel), [0, 255, 255, 0]);
    // 255 · 2/8 = 63.75 and 255 · 4/8 = 127.5.
    assert_eq!(drawn(Range::Map), [0, 64, 255, 128]);
    let shared = Look { range: Range::Map, ..Look::default() };
    assert_text(&net.board(shared).over(&net.subject(), 0), "0 … 8");
    assert_text(&net.board(Look::default()).over(&net.subject(), 0), "of each channel");
}

/// −4 is as far from white as 4 would be; −2 is half way.
#[test]
fn diverging_colours_have_zero_in_the_middle() {
    let net = Net::of("1x1x3", &typed(&[1, 3], &[-4.0, 0.0, 2.0]));
    let look = Look { colours: Colours::Diverging, ..Look::default() };
    let drawn = [0, 1, 2].map(|x| net.color(look, 0, &[0, x]));
    assert_eq!(drawn, [[33, 82, 168], [247, 247, 247], [240, 158, 130]]);
}

#[test]
fn what_is_no_number_has_a_colour_of_its_own() {
    let net = Net::of("1x1x3", &typed(&[1, 3], &[f32::NAN, 2.0, 4.0]));
    let drawn = [0, 1, 2].map(|x| net.color(Look::default(), 0, &[0, x]));
    assert_eq!(drawn, [[214, 0, 214], GRAY(0), GRAY(255)]);
}

/// A picture is shown as it is: one tile in its colours and one of each of them, whatever the colours of values.
#[test]
fn the_picture_has_its_own_colours() {
    let net = Net::of("3x1x2", &typed(&[3, 1, 2], &[1.0, 0.0, 0.2, 0.4, 0.0, 1.0]));
    let look = Look { colours: Colours::Viridis, ..Look::default() };
    let items = net.board(look).under(&net.subject(), 0);
    let all = rasters(&items);
    assert_eq!(all[0].1.rgba, [255, 51, 0, 255, 0, 102, 255, 255]);
    // Below it red, green and blue alone: each 0…1.
    assert_eq!(all.len(), 2);
    let blue = net.board(Look::default());
    let (row, pixels) = all[1];
    assert_eq!(
        blue.told(&net.subject(), Point::new(row.max.x - 1.0, row.centre().y)).unwrap().text,
        "Input, channel 3, (0, 1): 1"
    );
    let last = pixels.rgba.len() - 4;
    assert_eq!((&pixels.rgba[..3], &pixels.rgba[last..last + 3]), (&[255; 3][..], &[255; 3][..]));
    // Values that are no colours are values.
    let net = Net::of("3x1x2", &typed(&[3, 1, 2], &[1.0, 0.0, 0.2, 0.4, 0.0, 9.0]));
    assert_eq!(net.color(Look { channel: 2, ..look }, 0, &[0, 1]), [253, 231, 37]);
}

/// The greatest of each two by two of 0…15 are 5, 7, 13 and 15; both pictures of the channel are equally large.
#[test]
fn a_pool_shows_a_channel_before_and_after() {
    let net = Net::of("1x4x4: maxpool k2", &Source::Ramp);
    let items = net.board(Look::default()).under(&net.subject(), 1);
    let all = rasters(&items);
    let [sheet, before, after] = all[..] else { panic!("{} rasters", all.len()) };
    let gray = |raster: &Raster| raster.rgba.chunks(4).map(|pixel| pixel[0]).collect::<Vec<u8>>();
    assert_eq!(gray(before.1), (0..16).map(|value| value * 17).collect::<Vec<u8>>());
    // From 5 to 15: 0, 2, 8 and 10 tenths.
    assert_eq!(gray(after.1), [0, 51, 204, 255]);
    assert_eq!(gray(sheet.1), gray(after.1));
    assert_eq!((before.0.width(), before.0.height()), (after.0.width(), after.0.height()));
}

#[test]
fn a_pool_says_what_it_keeps() {
    let net = Net::of("1x8x8: conv k3 p1 c64, relu, maxpool k2", &Source::TestPicture);
    let look = Look { channel: 12, ..Look::default() };
    let over = net.board(look).over(&net.subject(), 3);
    assert_text(&over, "64 channels kept, 8×8 → 4×4");
    assert_text(&over, "relu1, channel 13");
    assert_text(&over, "maxpool1, channel 13");
}

/// 130 channels are two full pages and one of two channels.
#[test]
fn pages_of_channels() {
    let net = Net::of("1x4x4: conv k1 c130, conv k1 c3", &Source::Ramp);
    assert_eq!(image::pages(&net.lowered.graph, &net.analysis), 3);
    for (page, shown) in [(0, "channels 1–64 of 130"), (1, "channels 65–128 of 130"), (2, "channels 129–130 of 130")]
    {
        let look = Look { page, ..Look::default() };
        assert_text(&net.board(look).over(&net.subject(), 1), shown);
    }
    // A page past the last one is the last one; a map of fewer channels shows what it has.
    let look = Look { page: 99, channel: 129, ..Look::default() };
    let far = net.board(look);
    assert_text(&far.over(&net.subject(), 1), "channels 129–130 of 130");
    let told = |map: usize| {
        let at = net.place(look, map, &[0, 0]).centre();
        far.told(&net.subject(), at).unwrap().channel
    };
    assert_eq!((told(1), told(2)), (Some(129), Some(2)));
}

/// Kernels of ones: every channel has the pixel's own value, 6 · 1 + 2.
#[test]
fn the_pointer_finds_the_unit_the_channel_and_the_value() {
    let net = Net::with_kernel("1x6x6: conv k1 c5", &Source::Ramp, Kernel::Ones);
    let subject = net.subject();
    for channel in 0..5 {
        let look = Look { channel, ..Look::default() };
        let shown = net.board(look);
        for unit in [[1, 2], [0, 0], [5, 5]] {
            let at = net.place(look, 1, &unit).centre();
            let wanted = (net.map(1), unit.into_iter().collect::<Axes<i64>>());
            assert_eq!(shown.hit(&subject, at, None), Some(Hit::Unit(wanted)));
            let told = shown.told(&subject, at).unwrap();
            assert_eq!(told.channel, Some(channel));
            let value = 6 * unit[0] + unit[1];
            assert_eq!(told.text, format!("conv1, channel {}, ({}, {}): {value}", channel + 1, unit[0], unit[1]));
        }
    }
    // Between two tiles is no unit.
    let tiles = [0, 1].map(|channel| net.place(Look { channel, ..Look::default() }, 1, &[0, 0]));
    let last = net.place(Look::default(), 1, &[0, 5]);
    let gap = Point::new(f64::midpoint(last.max.x, tiles[1].min.x), tiles[0].centre().y);
    assert!(tiles[1].min.x > last.max.x);
    assert_eq!(net.board(Look::default()).hit(&subject, gap, None), Some(Hit::Map(net.map(1))));
}

/// The unit in the corner sees two by two pixels of a field of three by three: the rest is padding.
#[test]
fn the_patch_of_a_unit_has_its_padding() {
    let net = Net::of("1x6x6: conv k3 p1 c2", &Source::Ramp);
    let shown = net.board(Look::default());
    let trace =
        Trace::of(&net.lowered.graph, &net.analysis, net.map(1), [0, 0].into_iter().collect::<Axes<i64>>()).unwrap();
    let items = shown.traced(&net.subject(), &trace, &shown.bounds());
    let [(patch, pixels)] = rasters(&items)[..] else { panic!("one patch") };
    let gray: Vec<u8> = pixels.rgba.chunks(4).map(|pixel| pixel[0]).collect();
    // 0, 1, 6 and 7 of 0…35.
    assert_eq!(gray, [0, 7, 44, 51]);
    let hatched: Vec<Rect> = items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Hatch(rect, _) => Some(*rect),
            _ => None,
        })
        .collect();
    let area = |rect: &Rect| rect.width() * rect.height();
    assert!((hatched.iter().map(area).sum::<f64>() / area(&patch) - 5.0 / 4.0).abs() < 1e-9, "{hatched:?}");
    assert!(hatched.iter().all(|rect| rect.clip(&patch).is_none()));
    // Two by two pixels of the picture are outlined.
    let pixel = net.place(Look::default(), 0, &[0, 0]);
    let field = |item: &&Item| matches!(&item.shape, Shape::Outline { rect, .. } if item.role == Role::Field && (rect.width() - 2.0 * pixel.width()).abs() < 1e-9 && rect.min == pixel.min);
    assert_eq!(items.iter().filter(field).count(), 1);
    assert_text(&items, "receptive field 3 × 3");
    // The same patch is the same raster: it is not made again in every frame.
    let again = shown.traced(&net.subject(), &trace, &shown.bounds());
    assert!(std::ptr::eq(rasters(&again)[0].1, rasters(&items)[0].1));
}

/// A pixel of the picture feeds the units of every later map: each channel's tile is marked.
#[test]
fn what_a_pixel_feeds_is_marked_in_every_tile() {
    let net = Net::of("1x6x6: conv k3 p1 c7", &Source::Ramp);
    let shown = net.board(Look::default());
    let unit: Axes<i64> = [2, 2].into_iter().collect();
    let trace = Trace::of(&net.lowered.graph, &net.analysis, MapId::INPUT, unit).unwrap();
    let items = shown.traced(&net.subject(), &trace, &shown.bounds());
    let marked = items.iter().filter(|item| item.role == Role::Feeds && matches!(item.shape, Shape::Outline { .. }));
    assert_eq!(marked.count(), 7);
}

#[test]
fn without_values_there_are_frames_and_a_reason() {
    let net = Net::of("1x6x6: conv k3 c4", &Source::Ramp);
    let subject = net.subject().with_values(None);
    let shown = board(ViewName::Image, &subject, Look::default(), None).unwrap();
    let items = shown.under(&subject, 1);
    assert!(rasters(&items).is_empty());
    assert!(items.iter().filter(|item| matches!(item.shape, Shape::Fill(_))).count() == 4);
    assert_text(&shown.over(&subject, 1), "No values yet");
}

/// Lines, boxes, vectors, large pictures: something is drawn of everything, no raster is longer than any graphics card
/// takes, and rasters lie within their parts.
#[test]
fn every_kind_of_map_is_drawn() {
    for text in [
        "2x300: conv k5 c12, maxpool k2, flatten, linear c10",
        "1x6x9x8: conv k3 c3, maxpool k2",
        "3x33x21: conv k3 c70, avgpool k2, flatten, linear c1000",
        "1x2100x1030: conv k1 c2",
        "1x1x1: conv k1 c300",
        "1x640x480: conv k1 c40 s2",
    ] {
        let net = Net::of(text, &Source::TestPicture);
        let shown = net.board(Look::default());
        for (part, area) in shown.parts().iter().map(|part| part.area).enumerate() {
            let items = shown.under(&net.subject(), part);
            let all = rasters(&items);
            assert!(!all.is_empty(), "{text}: nothing of map {part}");
            for (rect, pixels) in all {
                assert!(pixels.width.max(pixels.height) <= 2048, "{text}");
                assert_eq!(pixels.rgba.len(), (pixels.width * pixels.height * 4) as usize);
                assert!(
                    area.grown(1e-6).clip(&rect).is_some_and(|inside| (inside.width() - rect.width()).abs() < 1e-6)
                );
            }
        }
    }
}

/// Of an image of three axes the slice of the shown unit.
#[test]
fn three_axes_show_the_slice_of_the_unit() {
    let net = Net::of("1x2x1x2: conv k1", &typed(&[2, 1, 2], &[0.0, 3.0, 2.0, 1.0]));
    for (slice, wanted) in [(0, [0, 255]), (1, [170, 85])] {
        let pin: Unit = (MapId::INPUT, [slice, 0, 0].into_iter().collect());
        let shown = board(ViewName::Image, &net.subject(), Look::default(), Some(&pin)).unwrap();
        let items = shown.under(&net.subject(), 0);
        let gray: Vec<u8> = rasters(&items)[0].1.rgba.chunks(4).map(|pixel| pixel[0]).collect();
        assert_eq!(gray, wanted);
        let at = shown.place_of(&net.subject(), &Hit::Unit(pin.clone())).unwrap().centre();
        assert_eq!(shown.hit(&net.subject(), at, None), Some(Hit::Unit(pin)));
    }
}

#[cfg(feature = "window")]
mod window {
    use egui::accesskit::Role;
    use egui::{Modifiers, vec2};
    use egui_kittest::kittest::Queryable;
    use receptive::locale::Lang;
    use receptive::net::{Colours, Range};
    use receptive::scene::view::ViewName;

    use crate::driver::{Window, assert_says, assert_silent, click, press, said, window_of};

    fn image_of(stack: &str, lang: Lang) -> Window {
        let mut window = window_of([1600.0, 900.0], lang, Some(stack));
        window.state_mut().show(ViewName::Image);
        window.run();
        window
    }

    #[test]
    fn pages_and_channels_are_stepped_through() {
        let mut window = image_of("1x8x8: conv k1 c130", Lang::En);
        assert_says(&window, "1/3");
        click(&mut window, "Next page of channels");
        assert_says(&window, "2/3");
        press(&mut window, Modifiers::ALT, egui::Key::PageDown);
        press(&mut window, Modifiers::ALT, egui::Key::PageDown);
        assert_says(&window, "3/3");
        assert_eq!(window.state().document().view.look.page, 2);
        click(&mut window, "Previous page of channels");
        assert_says(&window, "2/3");
        click(&mut window, "Next channel enlarged");
        assert_says(&window, "channel 2");
        press(&mut window, Modifiers::ALT, egui::Key::ArrowLeft);
        assert_eq!(window.state().document().view.look.channel, 0);
    }

    #[test]
    fn colours_are_chosen_from_a_menu() {
        for (lang, menu, viridis, map) in [
            (Lang::En, "Colours", "Viridis: blue to yellow", "Same colours for all channels of a map"),
            (Lang::Ru, "Цвета", "От синего к жёлтому", "Одинаковые цвета для всех каналов карты"),
        ] {
            let mut window = image_of("1x8x8: conv k1 c3", lang);
            for entry in [viridis, map] {
                click(&mut window, menu);
                window.get_by_label(entry).click();
                window.run();
            }
            let look = window.state().document().view.look;
            assert_eq!((look.colours, look.range), (Colours::Viridis, Range::Map));
        }
    }

    /// Three channels are no pages.
    #[test]
    fn what_has_one_page_has_no_stepper() {
        let window = image_of("1x8x8: conv k1 c3", Lang::En);
        assert_silent(&window, "Next page of channels");
    }

    /// The value under the pointer is said, and a press on a tile enlarges its channel.
    #[test]
    fn a_tile_under_the_pointer_tells_its_value() {
        let mut window = image_of("1x8x8: conv k1 c4", Lang::En);
        let canvas = window.get_by_role_and_label(Role::Canvas, "The image through the layers").rect();
        let mut told = Vec::new();
        for step in 0..60 {
            let at = canvas.left_center() + vec2(canvas.width() * step as f32 / 60.0, 30.0);
            window.hover_at(at);
            window.run();
            let value = said(&window).into_iter().find(|text| text.starts_with("conv1, channel "));
            if let Some(value) = value {
                told.push((at, value));
            }
        }
        let (at, value) = told.last().expect("a tile of conv1").clone();
        assert!(value.contains("): "), "{value}");
        let channel: u64 = value["conv1, channel ".len()..].split(',').next().unwrap().parse().unwrap();
        // People count from one.
        let channel = channel - 1;
        window.hover_at(at);
        window.drag_at(at);
        window.drop_at(at);
        window.run();
        assert_eq!(window.state().document().view.look.channel, channel);
        assert!(channel > 0, "{value}");
    }
}
