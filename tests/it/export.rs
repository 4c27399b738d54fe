//! Exported files: as large as was asked, the same from the window and the command line, whole or not there.

use std::fs;
use std::path::Path;

use receptive::cli;
use receptive::export::picture::{Format, Settings, Size, write};
use receptive::field::Analysis;
use receptive::import::layer_text::read_stack;
use receptive::locale::{Lang, Words};
use receptive::net::{Graph, presets};
use receptive::scene::picture::Include;
use receptive::scene::theme::ThemeName;
use receptive::scene::view::{Subject, ViewName};

const LOSSY: &str = "1x7x7: conv k3 s3";

fn graph(text: &str) -> Graph {
    read_stack(text).unwrap().lower().graph
}

#[track_caller]
fn bytes(text: &str, settings: &Settings, lang: Lang) -> Vec<u8> {
    let graph = graph(text);
    write(Subject::new(&graph, &Analysis::of(&graph), &Words::new(lang)), settings).unwrap()
}

fn svg(settings: &Settings) -> String {
    String::from_utf8(bytes(LOSSY, settings, Lang::En)).unwrap()
}

/// The value of an attribute of the SVG's root.
fn attribute<'s>(svg: &'s str, name: &str) -> &'s str {
    let begin = format!(" {name}=\"");
    svg.split_once(&begin).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value).unwrap()
}

fn pixels(png: &[u8]) -> image::RgbaImage {
    image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap().to_rgba8()
}

/// The page's width and height, in points.
fn page(pdf: &[u8]) -> [f64; 2] {
    let text = String::from_utf8_lossy(pdf).into_owned();
    let (_, rest) = text.split_once("/MediaBox[").expect("a page has a size");
    let (numbers, _) = rest.split_once(']').unwrap();
    let numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
    assert_eq!(numbers[..2], [0.0, 0.0]);
    [numbers[2], numbers[3]]
}

fn sized(format: Format, size: Size) -> Settings {
    Settings { format, size, ..Settings::default() }
}

/// The picture's own width and height: one point each.
fn own_size() -> [f64; 2] {
    let svg = svg(&Settings::default());
    let numbers: Vec<f64> = attribute(&svg, "viewBox").split(' ').map(|number| number.parse().unwrap()).collect();
    [numbers[2], numbers[3]]
}

#[test]
fn a_picture_is_as_large_as_was_asked() {
    let [width, height] = own_size();
    let ratio = height / width;
    // SVG: pixels are plain numbers, millimetres say so.
    let drawn = svg(&sized(Format::Svg, Size::Pixels(1200)));
    assert_eq!(attribute(&drawn, "width"), "1200");
    assert!((attribute(&drawn, "height").parse::<f64>().unwrap() - 1200.0 * ratio).abs() < 0.01);
    let drawn = svg(&sized(Format::Svg, Size::Millimetres(160.0)));
    assert_eq!(attribute(&drawn, "width"), "160mm");
    let height_mm: f64 = attribute(&drawn, "height").strip_suffix("mm").unwrap().parse().unwrap();
    assert!((height_mm - 160.0 * ratio).abs() < 0.01);

    // PNG: whole pixels, and 300 of them on an inch.
    let png = bytes(LOSSY, &sized(Format::Png, Size::Pixels(777)), Lang::En);
    let drawn = pixels(&png);
    assert_eq!((drawn.width(), drawn.height()), (777, (777.0 * ratio).ceil() as u32));
    assert!(!png.windows(4).any(|chunk| chunk == b"pHYs"), "pixels say nothing of paper");
    let png = bytes(LOSSY, &sized(Format::Png, Size::Millimetres(160.0)), Lang::En);
    // 160 mm are 6.299 inches.
    assert_eq!(pixels(&png).width(), 1890);
    assert_eq!(&png[33..42], b"\0\0\0\x09pHYs\0", "behind the header");
    let per_metre = [41, 45].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()));
    // 300 / 0.0254.
    assert_eq!(per_metre, [11_811, 11_811]);
    assert_eq!(png[49], 1, "metres");

    // PDF: points of 1/72 inch, and a pixel is a point.
    let near = |page: [f64; 2], width: f64| {
        assert!((page[0] - width).abs() < 0.01 && (page[1] - width * ratio).abs() < 0.05, "{page:?} {width}");
    };
    near(page(&bytes(LOSSY, &sized(Format::Pdf, Size::Millimetres(160.0)), Lang::En)), 160.0 / 25.4 * 72.0);
    near(page(&bytes(LOSSY, &sized(Format::Pdf, Size::Pixels(500)), Lang::En)), 500.0);
    near(page(&bytes(LOSSY, &sized(Format::Pdf, Size::Scale(2.0)), Lang::En)), 2.0 * width);
}

#[test]
fn what_is_transparent_has_no_ground() {
    let of = |transparent| Settings { transparent, ..sized(Format::Png, Size::Scale(1.0)) };
    let corner = |transparent| pixels(&bytes(LOSSY, &of(transparent), Lang::En)).get_pixel(0, 0).0;
    // The ground of the light theme.
    assert_eq!(corner(false), [0xF5, 0xF7, 0xFA, 255]);
    assert_eq!(corner(true)[3], 0);
    let ground = "#f5f7fa";
    assert!(svg(&Settings::default()).matches(ground).count() > 1, "under the picture and under texts");
    let clear = svg(&Settings { transparent: true, ..Settings::default() });
    assert!(!clear.contains(ground), "no boxes behind texts");
    assert!(clear.contains(">conv1</text>"));
    // The last row and column are covered as a whole where there is a ground.
    let drawn = pixels(&bytes(LOSSY, &sized(Format::Png, Size::Scale(1.37)), Lang::En));
    assert!(drawn.pixels().all(|pixel| pixel.0[3] == 255));
}

#[test]
fn a_pdf_has_text_in_embedded_parts_of_fonts() {
    let settings = Settings {
        include: Include { title: Some("Потерянные пиксели".to_owned()), ..Include::default() },
        ..sized(Format::Pdf, Size::Scale(1.0))
    };
    let pdf = bytes(LOSSY, &settings, Lang::Ru);
    assert!(pdf.starts_with(b"%PDF-1."));
    let text = String::from_utf8_lossy(&pdf).into_owned();
    for face in ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"] {
        // Six letters and a plus before the name: only a part of the face is in the file.
        let subset = text.split("/BaseFont/").skip(1).any(|rest| {
            let name =
                rest.split(|c: char| !(c.is_ascii_alphanumeric() || "+-".contains(c))).next().unwrap_or_default();
            name.split_once('+').is_some_and(|(mark, name)| mark.len() == 6 && name == face)
        });
        assert!(subset, "{face}");
    }
    // Every face says which letters its glyphs are, so that they can be selected and searched.
    assert_eq!(text.matches("/ToUnicode").count(), 3);
    assert_eq!(text.matches("/FontFile2").count(), 3);
    assert!(text.contains("/Lang(ru)"), "{text}");
    assert!(!text.contains("CreationDate") && !text.contains("ModDate"));
    assert!(pdf.len() < 60_000, "{} bytes: the faces have 1.7 MB", pdf.len());
    // An independent reader, where there is one.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.pdf");
    fs::write(&file, &pdf).unwrap();
    if let Ok(read) = std::process::Command::new("pdftotext").arg(&file).arg("-").output() {
        let read = String::from_utf8(read.stdout).unwrap();
        for part in ["Потерянные пиксели", "Вход", "conv k3 s3", "строка 6: за последним окном"]
        {
            assert!(read.contains(part), "{part} in {read}");
        }
    }
}

#[test]
fn every_view_in_every_format_is_the_same_every_time() {
    for (_, view) in ViewName::WORDS {
        for (_, format) in Format::WORDS {
            for (theme, transparent, lang) in
                [(ThemeName::Print, false, Lang::En), (ThemeName::Contrast, true, Lang::Ru)]
            {
                let settings = Settings { view, format, theme, transparent, ..Settings::default() };
                let once = bytes("2x12x12: conv k3 p1 c4, maxpool k2, flatten, linear c3", &settings, lang);
                let again = bytes("2x12x12: conv k3 p1 c4, maxpool k2, flatten, linear c3", &settings, lang);
                assert!(once == again, "{view:?} {format:?}");
            }
            // What shows nothing is a picture too.
            let empty = bytes("1x1x1:", &Settings { view, format, ..Settings::default() }, Lang::En);
            assert!(!empty.is_empty());
        }
    }
}

#[test]
fn files_are_small() {
    let vgg16 = presets::ALL.iter().find(|preset| preset.id == "vgg16").unwrap().stack().to_string();
    for (format, most) in [(Format::Svg, 300_000), (Format::Pdf, 150_000)] {
        let written = bytes(&vgg16, &Settings { format, ..Settings::default() }, Lang::En);
        assert!(written.len() < most, "{format:?}: {} bytes", written.len());
    }
}

#[test]
fn what_is_left_out_is_not_drawn() {
    let with = |include: Include| svg(&Settings { include, ..Settings::default() });
    let all = with(Include { title: Some("  Figure <1>  ".to_owned()), ..Include::default() });
    assert!(all.contains(">Figure &lt;1&gt;</text>") && all.contains("<title id=\"title\">Figure &lt;1&gt;</title>"));
    assert!(all.contains("lost: no unit reads it") && all.contains(">6</text>"));
    let bare = with(Include { title: Some("   ".to_owned()), legend: false, indices: false });
    assert!(!bare.contains("id=\"legend\"") && !bare.contains("lost: no unit reads it"));
    assert!(!bare.contains(">6</text>"), "no indices");
    assert!(bare.contains(">conv k3 s3</text>"));
}

/// As XML wants it: an id stands for one thing. And the parts can be told apart by them.
#[test]
fn no_id_is_written_twice() {
    use resvg::usvg::roxmltree::Document;
    let titles = [None, Some("Figure 1".to_owned())];
    for text in [
        LOSSY,
        "3x12x12: conv k3 p1 name=legend, maxpool k2 name=title, flatten, linear c3",
        "1x9x9: conv k30",
        "1x4x4:",
    ] {
        let unit = text == LOSSY;
        for (word, view) in ViewName::WORDS {
            for title in &titles {
                let include = Include { title: title.clone(), ..Include::default() };
                let unit = unit.then(|| (graph(text).map(1).unwrap(), [0, 1].into()));
                let settings = Settings { view, include, unit, ..Settings::default() };
                let svg = String::from_utf8(bytes(text, &settings, Lang::En)).unwrap();
                let xml = Document::parse(&svg).unwrap();
                let mut ids: Vec<&str> = xml.descendants().filter_map(|node| node.attribute("id")).collect();
                let has = |id: &str| ids.contains(&id);
                assert_eq!(
                    has("heading"),
                    title.is_some() || (view == ViewName::Charts && text != LOSSY && !text.contains("name")),
                    "{word} {text}"
                );
                if text == LOSSY {
                    assert_eq!(has("legend"), !matches!(view, ViewName::Charts | ViewName::Table), "{word}");
                    assert_eq!(has("table"), view == ViewName::Table);
                    assert_eq!(has("chart-field") && has("chart-macs"), view == ViewName::Charts);
                }
                let count = ids.len();
                ids.sort_unstable();
                ids.dedup();
                assert_eq!(ids.len(), count, "{word} {title:?} {text}: {svg}");
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let refused = |text: &str, settings: &Settings| {
        let graph = graph(text);
        write(Subject::new(&graph, &Analysis::of(&graph), &Words::new(Lang::En)), settings).unwrap_err().to_string()
    };
    let wide = format!("1x64x64: {}", vec!["conv k3 p1"; 200].join(", "));
    for (text, format, size, reason) in [
        (LOSSY, Format::Svg, Size::Scale(0.01), "from 0.05 to 20"),
        (LOSSY, Format::Svg, Size::Scale(f64::NAN), "from 0.05 to 20"),
        (LOSSY, Format::Png, Size::Pixels(0), "from 1 to 65535 pixels"),
        (LOSSY, Format::Pdf, Size::Pixels(70_000), "from 1 to 65535 pixels"),
        (LOSSY, Format::Svg, Size::Millimetres(0.5), "from 1 to 5080 mm"),
        (LOSSY, Format::Svg, Size::Millimetres(f64::INFINITY), "from 1 to 5080 mm"),
        (LOSSY, Format::Png, Size::Pixels(65_535), "choose a smaller size, or save it as SVG"),
        (LOSSY, Format::Png, Size::Millimetres(5000.0), "choose a smaller size, or save it as SVG"),
        (LOSSY, Format::Pdf, Size::Pixels(20_000), "no page has more than 5080 mm"),
        (&wide, Format::Png, Size::Scale(20.0), "choose a smaller size"),
        (&wide, Format::Pdf, Size::Scale(1.0), "no page has more than 5080 mm"),
    ] {
        let message = refused(text, &sized(format, size));
        assert!(message.contains(reason), "{format:?} {size:?}: {message}");
    }
}

mod command {
    use super::*;

    /// The exit code, what was answered and what was complained about.
    fn run(args: &[&str]) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = std::iter::once("receptive").chain(args.iter().copied());
        let code = cli::run_with(args, &mut std::io::empty(), &mut out, &mut err);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[track_caller]
    fn fine(args: &[&str]) -> String {
        let (code, out, err) = run(args);
        assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
        out
    }

    #[track_caller]
    fn refused(args: &[&str], reason: &str) {
        let (code, out, err) = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(reason), "{args:?}: {err}");
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn all_views_are_one_file_each_and_the_same_as_alone() {
        let folder = tempfile::tempdir().unwrap();
        for ending in ["svg", "png", "pdf"] {
            let stem = folder.path().join(format!("my.net.{ending}"));
            fine(&["render", LOSSY, "--view", "all", "--theme", "print", "-o", stem.to_str().unwrap()]);
            let views = ViewName::WORDS.map(|(word, _)| word);
            for view in views {
                let one = folder.path().join(format!("one.{ending}"));
                fine(&["render", LOSSY, "--view", view, "--theme", "print", "-o", one.to_str().unwrap()]);
                let batch = fs::read(folder.path().join(format!("my.net-{view}.{ending}"))).unwrap();
                assert!(batch == fs::read(&one).unwrap(), "{view} {ending}");
                fs::remove_file(one).unwrap();
            }
        }
        assert_eq!(names(folder.path()).len(), 30);
        refused(&["render", LOSSY, "--view", "all", "-o", "-"], "every view is a file of its own");
    }

    #[test]
    fn all_views_or_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("net-table.svg")).unwrap();
        let stem = folder.path().join("net.svg");
        refused(&["render", LOSSY, "--view", "all", "-o", stem.to_str().unwrap()], "net-table.svg: this is a folder");
        assert_eq!(names(folder.path()), ["net-table.svg"]);
        let wide = format!("1x64x64: {}", vec!["conv k3 p1"; 200].join(", "));
        let stem = folder.path().join("net.pdf");
        refused(&["render", &wide, "--view", "all", "-o", stem.to_str().unwrap()], "net-maps.pdf: the page would have");
        assert_eq!(names(folder.path()), ["net-table.svg"]);
    }

    #[test]
    fn sizes_and_what_is_drawn() {
        let drawn = |more: &[&str]| fine(&[&["render", LOSSY, "-o", "-"], more].concat());
        assert_eq!(attribute(&drawn(&["--width", "1200px"]), "width"), "1200");
        assert_eq!(attribute(&drawn(&["--width", "16.5 MM"]), "width"), "16.5mm");
        let bare = drawn(&["--title", "Figure 1", "--no-legend", "--no-indices", "--transparent"]);
        assert!(bare.contains(">Figure 1</text>") && !bare.contains("#f5f7fa") && !bare.contains(">6</text>"));
        assert!(drawn(&["--theme", "contrast"]).contains("fill=\"#000000\""));
        for fold in ["--fold", "--fold=false"] {
            drawn(&["--view", "blocks", fold]);
        }
        drawn(&["--view", "ladder", "--axis", "0"]);
        drawn(&["--view", "charts", "--chart-scale", "log"]);
        for (more, reason) in [
            (&["--width", "1200"][..], "write pixels, from 1px to 65535px, or millimetres"),
            (&["--width", "0px"], "write pixels"),
            (&["--width", "70000px"], "write pixels"),
            (&["--width", "6000mm"], "write pixels"),
            (&["--width", "nanmm"], "write pixels"),
            (&["--width", "10cm"], "write pixels"),
            (&["--width", "100px", "--scale", "2"], "cannot be used with"),
            (&["--view", "table", "--axis", "2"], "no such axis; its last one is 1"),
            (
                &["--view", "tree"],
                "possible values: maps, ladder, nested, blocks, numbers, image, paths, graph, charts, table, all",
            ),
            (&["--chart-scale", "cubic"], "linear, log"),
        ] {
            refused(&[&["render", LOSSY, "-o", "x.svg"], more].concat(), reason);
        }
        assert!(!Path::new("x.svg").exists());
    }

    #[test]
    fn shells_learn_the_commands() {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let script = fine(&["completions", shell]);
            for word in ["receptive", "render", "--chart-scale", "ladder", "contrast"] {
                // Fish writes options without their dashes.
                let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
                let hidden = matches!(shell, "powershell" | "elvish") && matches!(word, "ladder" | "contrast");
                assert!(hidden || script.contains(word), "{shell}: {word}");
            }
        }
        refused(&["completions", "tcsh"], "bash");
    }
}
