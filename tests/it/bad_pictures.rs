//! Pictures as people have them: cut off, tiny, long, of odd colours, moving, turned. `tests/data/odd_pictures.py` makes
//! those that no encoder here can make.

use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use receptive::net::{Fit, Shape, Source};
use receptive::value::{Asset, Assets, MAX_PICTURE_SIDE, image as image_of, read_picture};

fn bytes(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture on a map of its own size, so that nothing is scaled.
fn values(bytes: &[u8], channels: u64) -> Vec<f32> {
    let picture = read_picture(bytes).unwrap_or_else(|error| panic!("{error}"));
    let size = [u64::from(picture.height()), u64::from(picture.width())];
    on_map(picture, &Shape::image(channels, size))
}

fn on_map(picture: DynamicImage, shape: &Shape) -> Vec<f32> {
    let source = Source::Picture { path: "p".to_owned(), fit: Fit::Cover };
    let assets: Assets = [("p".to_owned(), Ok(Asset::Picture(Arc::new(picture))))].into();
    image_of(&source, shape, &assets).unwrap().into_raw_vec_and_offset().0
}

fn noisy() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(96, 96, |x, y| {
        let mix = x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 3;
        Rgb([mix as u8, (mix >> 8) as u8, (mix >> 16) as u8])
    }))
}

/// A picture of which a part is missing is not shown as if the rest were grey.
#[test]
fn cut_off() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = bytes(&noisy(), format);
        assert!(read_picture(&whole).is_ok(), "{format:?}");
        for part in [whole.len() / 8, whole.len() / 2, whole.len() * 9 / 10] {
            let error = read_picture(&whole[..part]).expect_err(&format!("{format:?} of {part} bytes")).to_string();
            assert!(error.contains("copy or save it again"), "{format:?}, {part}: {error}");
        }
        for part in 0..64.min(whole.len() - 1) {
            assert!(read_picture(&whole[..part]).is_err(), "{format:?}, {part}");
        }
    }
    // What some cameras and sites put behind a picture does not harm it.
    let mut longer = bytes(&noisy(), ImageFormat::Jpeg);
    longer.extend(b"behind the end");
    assert!(read_picture(&longer).is_ok());
}

/// Bytes that are changed anywhere give a picture or a message, never a panic.
#[test]
fn damaged() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = bytes(&noisy(), format);
        for at in (0..whole.len()).step_by(whole.len() / 97 + 1) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5A;
            if let Err(error) = read_picture(&damaged) {
                assert!(error.to_string().contains("; "), "{format:?}, {at}: {error}");
            }
        }
    }
}

#[test]
fn one_pixel() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let white = bytes(&DynamicImage::ImageRgb8(RgbImage::from_pixel(1, 1, Rgb([255; 3]))), format);
        assert_eq!(values(&white, 1), [1.0], "{format:?}");
        let spread = on_map(read_picture(&white).unwrap(), &Shape::image(3, [5, 7]));
        assert_eq!(spread, [1.0; 105], "{format:?}");
    }
}

#[test]
fn long_ones() {
    let long = DynamicImage::ImageLuma8(GrayImage::from_fn(30_000, 1, |x, _| Luma([u8::from(x >= 15_000) * 255])));
    let read = values(&bytes(&long, ImageFormat::Png), 1);
    assert_eq!((read.len(), read[14_999], read[15_000]), (30_000, 0.0, 1.0));
    // Its middle row, scaled: the left half is black, the right one white.
    let scaled = on_map(long, &Shape { batch: 1, channels: 1, size: [100_u64].into() });
    assert!(scaled[..49].iter().all(|value| *value < 0.01) && scaled[51..].iter().all(|value| *value > 0.99));
    let too_long = DynamicImage::new_luma8(MAX_PICTURE_SIDE + 1, 1);
    let error = read_picture(&bytes(&too_long, ImageFormat::Png)).unwrap_err().to_string();
    assert!(error.contains("65535 pixels a side; scale it down"), "{error}");
}

#[test]
fn sixteen_bits() {
    let read = values(include_bytes!("../data/odd_pictures/deep.png"), 1);
    for (value, wanted) in read.iter().zip([0.0, 257.0 / 65_535.0, 32_768.0 / 65_535.0, 1.0]) {
        assert!((value - wanted).abs() < 1e-6, "{read:?}");
    }
}

/// Half cyan ink and half paper: (0, 255, 255) and (255, 255, 255), as Pillow has it.
#[test]
fn inks() {
    let colours = values(include_bytes!("../data/odd_pictures/cmyk.jpg"), 3);
    let (red, rest) = colours.split_at(16 * 8);
    for row in red.chunks(16) {
        assert!(row[..7].iter().all(|value| *value < 0.03) && row[9..].iter().all(|value| *value > 0.97), "{row:?}");
    }
    assert!(rest.iter().all(|value| *value > 0.9), "{rest:?}");
}

/// Red, then green, then blue: the first frame is red.
#[test]
fn moving_ones_stand_still() {
    let files: [(&str, &[u8]); 3] = [
        ("gif", include_bytes!("../data/odd_pictures/frames.gif")),
        ("webp", include_bytes!("../data/odd_pictures/frames.webp")),
        ("apng", include_bytes!("../data/odd_pictures/frames.png")),
    ];
    for (name, bytes) in files {
        assert_eq!(values(bytes, 3), [[1.0; 12], [0.0; 12], [0.0; 12]].concat(), "{name}");
    }
}

#[test]
fn turned_ones_stand_upright() {
    let read = values(include_bytes!("../data/odd_pictures/turned.jpg"), 1);
    for row in read.chunks(16) {
        assert!(row[..7].iter().all(|value| *value < 0.05) && row[9..].iter().all(|value| *value > 0.95), "{row:?}");
    }
}

/// Red, and a green that nobody sees.
#[test]
fn palettes() {
    assert_eq!(values(include_bytes!("../data/odd_pictures/palette.png"), 3), [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn no_pictures() {
    let others: [&[u8]; 6] = [b"", b"P6 1 1 255 abc", b"%PDF-1.7", b"<svg/>", b"BM\0\0\0\0", b"II*\0\x08\0\0\0"];
    for bytes in others {
        let error = read_picture(bytes).unwrap_err().to_string();
        assert!(error.contains("save it as PNG, JPEG, WebP or GIF"), "{error}");
    }
}
