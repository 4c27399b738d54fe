//! The values of images and kernels, by hand; the files that hold them.

use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use receptive::field::Analysis;
use receptive::import::layer_text;
use receptive::net::{Bias, Fit, Kernel, MapId, Matrix, Parameters, Shape, Source};
use receptive::value::{
    Asset, AssetError, Assets, Tensor, ValueProblem, Weights, WeightsOf, image as image_of, read_npy, read_picture,
    weights as weights_of, write_npy,
};

fn shape(batch: u64, channels: u64, size: &[u64]) -> Shape {
    Shape { batch, channels, size: size.iter().copied().collect() }
}

fn values(source: &Source, shape: &Shape) -> Vec<f32> {
    let tensor = image_of(source, shape, &Assets::new()).unwrap();
    assert!(tensor.is_standard_layout());
    tensor.into_raw_vec_and_offset().0
}

fn matrix(shape: &[usize], data: &[f32]) -> Matrix {
    Matrix::new(shape.to_vec(), data.to_vec()).unwrap()
}

fn array(shape: &[usize]) -> Asset {
    let count = shape.iter().product::<usize>();
    Asset::Array(Arc::new(Tensor::from_shape_vec(shape.to_vec(), (0..count).map(|n| n as f32).collect()).unwrap()))
}

fn assets(path: &str, asset: Asset) -> Assets {
    [(path.to_owned(), Ok(asset))].into()
}

mod images {
    use super::*;

    #[test]
    fn computed() {
        assert_eq!(values(&Source::Ramp, &shape(1, 2, &[2, 2])), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let board = Source::Checkerboard { cell: 2 };
        assert_eq!(values(&board, &shape(1, 1, &[5])), [0.0, 0.0, 1.0, 1.0, 0.0]);
        let board = Source::Checkerboard { cell: 1 };
        assert_eq!(values(&board, &shape(1, 1, &[2, 2])), [0.0, 1.0, 1.0, 0.0]);
        assert_eq!(values(&Source::Impulse, &shape(1, 2, &[4])), [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(values(&Source::Impulse, &shape(2, 1, &[3, 3, 3])).iter().sum::<f32>(), 2.0);
    }

    /// `SplitMix64` with seed 0 begins with e220a8397b1dcdaf, 6e789e6aa1b965f4.
    #[test]
    fn noise_is_the_same_everywhere() {
        let bits = |word: u64| (word >> 40) as f32 / 16_777_216.0;
        let noise = values(&Source::Noise { seed: 0 }, &shape(1, 1, &[2]));
        assert_eq!(noise, [bits(0xe220_a839_7b1d_cdaf), bits(0x6e78_9e6a_a1b9_65f4)]);
        let many = values(&Source::Noise { seed: 7 }, &shape(1, 1, &[100, 100]));
        assert!(many.iter().all(|value| (0.0..1.0).contains(value)));
        assert!((many.iter().sum::<f32>() / 10_000.0 - 0.5).abs() < 0.01);
        assert_ne!(many, values(&Source::Noise { seed: 8 }, &shape(1, 1, &[100, 100])));
    }

    #[test]
    fn the_test_picture_has_contrast_at_any_size() {
        for size in [&[1_u64][..], &[64], &[1, 1], &[7, 7], &[64, 48], &[3, 5, 7], &[]] {
            let all = values(&Source::TestPicture, &shape(1, 3, size));
            assert!(all.iter().all(|value| (0.0..=1.0).contains(value)), "{size:?}");
            let units = all.len() / 3;
            if units > 4 {
                assert_ne!(all[..units], all[units..2 * units], "{size:?}");
                let (least, most) = all.iter().fold((1.0_f32, 0.0_f32), |(a, b), &v| (a.min(v), b.max(v)));
                assert!(most - least > 0.5, "{size:?}");
            }
        }
    }

    #[test]
    fn typed_for_every_channel_or_for_each() {
        let rows = Source::Typed(matrix(&[2, 2], &[1.0, 2.0, 3.0, 4.0]));
        assert_eq!(values(&rows, &shape(1, 2, &[2, 2])), [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0]);
        let each = Source::Typed(matrix(&[2, 1], &[1.0, 2.0]));
        assert_eq!(values(&each, &shape(2, 2, &[1])), [1.0, 2.0, 1.0, 2.0]);
        let problem = image_of(&rows, &shape(1, 2, &[2, 3]), &Assets::new()).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "the typed image has the shape (2, 2), not (2, 3) or (2, 2, 3); axis 1 (columns) is 2, not 3"
        );
        let whole = Source::Typed(matrix(&[1, 1, 2, 2], &[1.0; 4]));
        let problem = image_of(&whole, &shape(1, 1, &[2, 2]), &Assets::new()).unwrap_err();
        assert!(problem.to_string().ends_with("; the number of axes is 4, not 2 or 3"), "{problem}");
    }

    #[test]
    fn arrays() {
        let source = Source::Array { path: "a.npy".to_owned() };
        let of = |given: &[usize], wanted: &Shape| image_of(&source, wanted, &assets("a.npy", array(given)));
        let wanted = shape(2, 3, &[1, 2]);
        assert_eq!(of(&[1, 2], &wanted).unwrap().sum(), 6.0);
        assert_eq!(of(&[3, 1, 2], &wanted).unwrap().sum(), 30.0);
        assert_eq!(of(&[2, 3, 1, 2], &wanted).unwrap().sum(), 66.0);
        let problem = of(&[2, 4, 1, 2], &wanted).unwrap_err();
        assert!(matches!(&problem, ValueProblem::Shape { differs, .. } if differs == "axis 1 (channels) is 4, not 3"));
        let missing = image_of(&source, &wanted, &Assets::new()).unwrap_err();
        assert_eq!(missing, ValueProblem::Asset { path: "a.npy".to_owned(), error: AssetError::Missing });
        let picture = Asset::Picture(Arc::new(DynamicImage::new_luma8(1, 1)));
        let problem = image_of(&source, &wanted, &assets("a.npy", picture)).unwrap_err();
        assert!(problem.to_string().contains("this is a picture"), "{problem}");
    }
}

mod pictures {
    use super::*;

    fn fitted(picture: DynamicImage, fit: Fit, shape: &Shape) -> Vec<f32> {
        let source = Source::Picture { path: "p".to_owned(), fit };
        let tensor = image_of(&source, shape, &assets("p", Asset::Picture(Arc::new(picture)))).unwrap();
        tensor.into_raw_vec_and_offset().0
    }

    /// Columns of 0, 51, 102 and so on, in two rows.
    fn steps(width: u32) -> DynamicImage {
        DynamicImage::ImageLuma8(GrayImage::from_fn(width, 2, |x, _| Luma([(x * 51) as u8])))
    }

    fn tenths(values: &[f32]) -> Vec<i32> {
        values.iter().map(|value| (value * 10.0).round() as i32).collect()
    }

    #[test]
    fn colours() {
        let red = DynamicImage::ImageRgb8(RgbImage::from_pixel(1, 1, Rgb([255, 0, 51])));
        assert_eq!(tenths(&fitted(red.clone(), Fit::Cover, &shape(1, 3, &[1, 1]))), [10, 0, 2]);
        let grey = fitted(red, Fit::Cover, &shape(2, 2, &[1, 1]));
        assert!(grey.iter().all(|value| *value == grey[0]) && grey.len() == 4 && grey[0] > 0.1 && grey[0] < 0.4);
        let deep = image::ImageBuffer::from_pixel(1, 1, Luma([65_535_u16 / 5]));
        assert_eq!(fitted(DynamicImage::ImageLuma16(deep), Fit::Cover, &shape(1, 1, &[1, 1])), [0.2]);
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(1, 1, Rgba([255, 255, 255, 51])));
        assert_eq!(tenths(&fitted(clear, Fit::Cover, &shape(1, 1, &[1, 1]))), [2]);
        let clear = image::ImageBuffer::from_pixel(1, 1, Rgba([65_535_u16, 65_535, 0, 65_535 / 5]));
        assert_eq!(tenths(&fitted(DynamicImage::ImageRgba16(clear), Fit::Cover, &shape(1, 3, &[1, 1]))), [2, 2, 0]);
    }

    #[test]
    fn fits() {
        let to = |fit, width, height| tenths(&fitted(steps(4), fit, &shape(1, 1, &[height, width])));
        assert_eq!(to(Fit::Cover, 2, 2), [2, 4, 2, 4], "cut evenly");
        assert_eq!(to(Fit::Contain, 4, 4), [0, 0, 0, 0, 0, 2, 4, 6, 0, 2, 4, 6, 0, 0, 0, 0]);
        assert_eq!(to(Fit::Crop, 2, 2), [2, 4, 2, 4]);
        assert_eq!(to(Fit::Crop, 6, 1), [0, 0, 2, 4, 6, 0]);
        assert_eq!(to(Fit::Stretch, 4, 2), [0, 2, 4, 6, 0, 2, 4, 6]);
        assert_eq!(to(Fit::Stretch, 4, 1), [0, 2, 4, 6]);
    }

    #[test]
    fn on_other_numbers_of_axes() {
        assert_eq!(tenths(&fitted(steps(4), Fit::Cover, &shape(1, 1, &[4]))), [0, 2, 4, 6]);
        assert_eq!(tenths(&fitted(steps(4), Fit::Crop, &shape(1, 1, &[2]))), [2, 4]);
        assert_eq!(tenths(&fitted(steps(4), Fit::Cover, &shape(1, 1, &[2, 2, 4]))), [0, 2, 4, 6].repeat(4));
        assert_eq!(fitted(steps(4), Fit::Cover, &shape(1, 5, &[])).len(), 5);
    }

    #[test]
    fn long_strips_take_little() {
        let strip = DynamicImage::new_luma8(30_000, 1);
        assert_eq!(fitted(strip.clone(), Fit::Cover, &shape(1, 1, &[100, 100])).len(), 10_000);
        assert_eq!(fitted(strip, Fit::Stretch, &shape(1, 1, &[10_000, 2])).len(), 20_000);
    }

    fn bytes(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn broken(bytes: &[u8]) -> String {
        read_picture(bytes).unwrap_err().to_string()
    }

    #[test]
    fn read() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
            let picture = DynamicImage::new_rgb8(3, 2);
            let read = read_picture(&bytes(&picture, format)).unwrap();
            assert_eq!((read.width(), read.height()), (3, 2), "{format:?}");
        }
        assert_eq!(read_picture(&bytes(&DynamicImage::new_luma8(1, 1), ImageFormat::Png)).unwrap().width(), 1);
    }

    #[test]
    fn of_no_use() {
        for nothing in [&b""[..], b"no picture", b"\x93NUMPY"] {
            assert!(broken(nothing).starts_with("this is no picture that can be read; save it as PNG"));
        }
        let noisy = DynamicImage::ImageRgb8(RgbImage::from_fn(64, 64, |x, y| Rgb([x as u8, y as u8, (x * y) as u8])));
        for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let whole = bytes(&noisy, format);
            assert!(broken(&whole[..whole.len() / 2]).contains("copy or save it again"), "{format:?}");
        }
        // 60,000 × 60,000 pixels, as the header says; 70,000 on a side.
        for (width, height) in [(60_000_u32, 60_000_u32), (70_000, 1)] {
            let mut large = bytes(&DynamicImage::new_luma8(1, 1), ImageFormat::Png);
            large[16..20].copy_from_slice(&width.to_be_bytes());
            large[20..24].copy_from_slice(&height.to_be_bytes());
            let check = crc(&large[12..29]);
            large[29..33].copy_from_slice(&check.to_be_bytes());
            assert!(broken(&large).contains("larger than 64 megapixels or 65535 pixels a side"), "{}", broken(&large));
        }
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
        })
    }
}

mod npy {
    use super::*;

    /// A file of version 1 as `NumPy` writes it, padded to 64 bytes.
    fn file(kind: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
        let order = if fortran { "True" } else { "False" };
        with_header(&format!("{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, }}"), data)
    }

    fn with_header(header: &str, data: &[u8]) -> Vec<u8> {
        let padding = (64 - (10 + header.len() + 1) % 64) % 64;
        let header = format!("{header}{}\n", " ".repeat(padding));
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn there_and_back() {
        let tensor = Tensor::from_shape_vec(vec![2, 3], vec![0.5, -1.0, f32::INFINITY, 3.0, 4.0, -0.0]).unwrap();
        assert_eq!(read_npy(&write_npy(&tensor)).unwrap(), tensor);
        let turned = tensor.reversed_axes();
        let read = read_npy(&write_npy(&turned)).unwrap();
        assert_eq!(read, turned);
        assert!(read.is_standard_layout());
        let point = Tensor::from_elem(vec![], 2.0);
        assert_eq!(read_npy(&write_npy(&point)).unwrap(), point);
    }

    #[test]
    fn every_kind_of_number() {
        let read = |kind: &str, data: &[u8]| {
            read_npy(&file(kind, false, "(1,)", data)).unwrap_or_else(|error| panic!("{kind}: {error}"))[[0]]
        };
        assert_eq!(read("'<f4'", &1.5_f32.to_le_bytes()), 1.5);
        assert_eq!(read("'>f4'", &1.5_f32.to_be_bytes()), 1.5);
        assert_eq!(read("'<f8'", &0.1_f64.to_le_bytes()), 0.1_f32);
        assert_eq!(read("'>f8'", &(-2.5_f64).to_be_bytes()), -2.5);
        assert_eq!(read("'|i1'", &[0xFF]), -1.0);
        assert_eq!(read("'|u1'", &[0xFF]), 255.0);
        assert_eq!(read("'|b1'", &[1]), 1.0);
        assert_eq!(read("'<i2'", &(-300_i16).to_le_bytes()), -300.0);
        assert_eq!(read("'>u2'", &60_000_u16.to_be_bytes()), 60_000.0);
        assert_eq!(read("'>i4'", &(-70_000_i32).to_be_bytes()), -70_000.0);
        assert_eq!(read("'<u4'", &70_000_u32.to_le_bytes()), 70_000.0);
        assert_eq!(read("'<i8'", &(-5_i64).to_le_bytes()), -5.0);
        assert_eq!(read("'>u8'", &5_u64.to_be_bytes()), 5.0);
    }

    #[test]
    fn columns_first() {
        let read = read_npy(&file("'|u1'", true, "(2, 3)", &[0, 10, 1, 11, 2, 12])).unwrap();
        assert!(read.is_standard_layout());
        assert_eq!(read.into_raw_vec_and_offset().0, [0.0, 1.0, 2.0, 10.0, 11.0, 12.0]);
    }

    #[test]
    fn of_no_use() {
        let deep = format!("{{'descr': {}'<f4'{}}}", "(".repeat(4000), ")".repeat(4000));
        let whole = file("'<f4'", false, "(4,)", &[0; 16]);
        let mut long_header = b"\x93NUMPY\x02\x00".to_vec();
        long_header.extend(u32::MAX.to_le_bytes());
        let mut future = whole.clone();
        future[6] = 9;
        let table: [(&[u8], &str); 20] = [
            (b"", "this is no array of NumPy"),
            (b"PK\x03\x04", "this is no array of NumPy"),
            (b"\x93NUMPY\x01", "ends within its header"),
            (&whole[..40], "ends within its header"),
            (&whole[..whole.len() - 1], "its shape takes 16 bytes, but 15 are there"),
            (&[&whole[..], &[0]].concat(), "1 bytes stand behind its last value"),
            (&future, "version 9"),
            (&long_header, "more than 10000"),
            (&with_header(&deep, b""), "records within records"),
            (&with_header("{'descr': '<f4'}", b""), "header cannot be read"),
            (&with_header("nonsense", b""), "header cannot be read"),
            (&file("'<f2'", false, "(1,)", &[0; 2]), "array.astype('float32')"),
            (&file("'<c8'", false, "(1,)", &[0; 8]), "array.real"),
            (&file("'|O'", false, "(1,)", &[0; 8]), "objects of Python"),
            (&file("'<U3'", false, "(1,)", &[0; 12]), "texts"),
            (&file("'<f16'", false, "(1,)", &[0; 16]), "wider than float64"),
            (&file("[('a', '<f4')]", false, "(1,)", &[0; 4]), "several fields"),
            (&file("'<f4'", false, "(4294967296, 4294967296, 4)", b""), "more than any memory has"),
            (&file("'<f4'", false, "(1099511627776,)", &[0; 4]), "its shape takes 4398046511104 bytes"),
            (&file("'<f4'", false, "(0, 3)", b""), "an axis of it is empty"),
        ];
        for (bytes, reason) in table {
            let error = read_npy(bytes).unwrap_err().to_string();
            assert!(error.contains(reason), "{error} | {reason}");
        }
        assert!(read_npy(&file("'|b1'", false, "(1,)", &[7])).is_err());
    }
}

mod kernels {
    use super::*;

    /// The weights of one layer of a stack, and what was wrong.
    fn made(stack: &str, at: usize, chosen: Option<&Parameters>, assets: &Assets) -> (Weights, Vec<ValueProblem>) {
        let graph = layer_text::read_stack(stack).unwrap().lower().graph;
        let analysis = Analysis::of(&graph);
        let of = |map: usize| analysis.map(graph.map(map).unwrap()).shape.clone().unwrap();
        let mut problems = Vec::new();
        let (node, input, output) = (&graph.nodes()[at], &of(at), &of(at + 1));
        let weights = weights_of(WeightsOf { node, input, output, place: at, chosen, assets }, &mut problems);
        (weights.unwrap(), problems)
    }

    fn flat(tensor: &Tensor) -> Vec<f32> {
        tensor.iter().copied().collect()
    }

    fn named(stack: &str, kernel: Kernel) -> Vec<f32> {
        let last = stack.matches(',').count();
        let (weights, problems) = made(stack, last, Some(&Parameters::of(kernel)), &Assets::new());
        assert_eq!(problems, []);
        flat(&weights.kernel)
    }

    #[test]
    fn by_hand() {
        let on_three = |kernel| named("1x9x9: conv k3", kernel);
        assert_eq!(on_three(Kernel::Ones), [1.0; 9]);
        assert_eq!(on_three(Kernel::Box), [1.0 / 9.0; 9]);
        assert_eq!(on_three(Kernel::SobelX), [-1.0, 0.0, 1.0, -2.0, 0.0, 2.0, -1.0, 0.0, 1.0]);
        assert_eq!(on_three(Kernel::SobelY), [-1.0, -2.0, -1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 1.0]);
        assert_eq!(on_three(Kernel::Laplacian), [0.0, 1.0, 0.0, 1.0, -4.0, 1.0, 0.0, 1.0, 0.0]);
        assert_eq!(on_three(Kernel::Sharpen), [0.0, -1.0, 0.0, -1.0, 5.0, -1.0, 0.0, -1.0, 0.0]);
        assert_eq!(on_three(Kernel::Emboss), [-2.0, -1.0, 0.0, -1.0, 1.0, 1.0, 0.0, 1.0, 2.0]);
        for size in ["1x9: conv k5", "1x9x9: conv k3", "1x9x9: conv k2x4", "1x9x9x9: conv k3"] {
            let sum: f32 = named(size, Kernel::Gaussian).iter().sum();
            assert!((sum - 1.0).abs() < 1e-6, "{size}");
        }
    }

    #[test]
    fn on_other_windows() {
        assert_eq!(named("1x9: conv k5", Kernel::SobelX), [0.0, -1.0, 0.0, 1.0, 0.0]);
        assert_eq!(named("1x9: conv k5", Kernel::SobelY), [0.0, -1.0, 0.0, 1.0, 0.0]);
        assert_eq!(named("1x9x9: conv k2", Kernel::SobelX), [-1.0, 1.0, -1.0, 1.0]);
        assert_eq!(named("1x9x9: conv k1", Kernel::SobelX), [0.0]);
        assert_eq!(named("1x9: conv k4", Kernel::Laplacian), [0.0, 1.0, -2.0, 1.0]);
        assert_eq!(named("1x9: conv k2", Kernel::Laplacian), [1.0, -1.0]);
        assert_eq!(named("1x9: conv k1", Kernel::Sharpen), [1.0]);
        assert_eq!(named("1x9: conv k3", Kernel::Emboss), [-1.0, 1.0, 1.0]);
        let cube = named("1x9x9x9: conv k3", Kernel::Laplacian);
        assert_eq!((cube[13], cube.iter().sum::<f32>()), (-6.0, 0.0));
    }

    #[test]
    fn wavelets() {
        let all = named("1x32x32: conv k7 c64", Kernel::Gabor);
        for (filter, window) in all.chunks(49).enumerate() {
            assert!(window.iter().sum::<f32>().abs() < 1e-5, "{filter}");
            assert!((window.iter().map(|value| value.abs()).sum::<f32>() - 2.0).abs() < 1e-5, "{filter}");
            assert!(all.chunks(49).skip(filter + 1).all(|other| other != window), "{filter} comes twice");
        }
        for stack in ["1x9: conv k1 c80", "1x9x9: conv k1x3 c80", "1x9x9: conv k2 c80", "1x9x9x9: conv k3 c80"] {
            assert!(named(stack, Kernel::Gabor).iter().all(|value| value.is_finite()), "{stack}");
        }
    }

    #[test]
    fn identity_reads_the_own_channel() {
        assert_eq!(named("2x3: conv k1 c2", Kernel::Identity), [1.0, 0.0, 0.0, 1.0]);
        assert_eq!(named("4x3: conv k1 c4 g2", Kernel::Identity), [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
        assert_eq!(named("2x3: conv k3 c1", Kernel::Identity), [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(named("3x1: flatten, linear c2", Kernel::Identity), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(named("4x1: flatten, linear c1", Kernel::Box), [0.25; 4]);
    }

    #[test]
    fn random_numbers_have_hes_variance() {
        let all = named("8x32x32: conv k5 c64", Kernel::Random { seed: 3 });
        let mean = all.iter().sum::<f32>() / all.len() as f32;
        let variance = all.iter().map(|value| value * value).sum::<f32>() / all.len() as f32;
        assert!(mean.abs() < 0.003 && (variance * 100.0 - 1.0).abs() < 0.05, "{mean} {variance}");
        assert_eq!(all[..200], named("8x32x32: conv k5 c1", Kernel::Random { seed: 3 })[..]);
        assert_ne!(all[..200], named("8x32x32: conv k5 c1", Kernel::Random { seed: 4 })[..]);
    }

    #[test]
    fn what_nobody_chose() {
        let own = |stack: &str, at| flat(&made(stack, at, None, &Assets::new()).0.kernel);
        assert_eq!(own("1x9x9: conv k3", 0), [1.0; 9]);
        assert_eq!(own("3x9x9: conv k3 c4", 0), named("3x9x9: conv k3 c4", Kernel::Gabor));
        assert_eq!(own("3x9: conv k3 c4", 0), named("3x9: conv k3 c4", Kernel::Random { seed: 0 }));
        assert_eq!(own("3x9x9: relu, conv k3 c4", 1), named("3x9x9: conv k3 c4", Kernel::Random { seed: 1 }));
        let (weights, _) = made("3x9x9: conv k3 c4", 0, None, &Assets::new());
        assert_eq!((weights.kernel.shape(), flat(&weights.bias)), (&[4, 3, 3, 3][..], vec![0.0; 4]));
    }

    #[test]
    fn numbers_for_taps_a_filter_or_the_layer() {
        let typed = |shape: &[usize]| {
            let data: Vec<f32> = (0..shape.iter().product::<usize>()).map(|n| n as f32).collect();
            Kernel::Typed(matrix(shape, &data))
        };
        assert_eq!(named("2x9: conv k2 c2", typed(&[2])), [0.0, 1.0].repeat(4));
        assert_eq!(named("2x9: conv k2 c2", typed(&[2, 2])), [0.0, 1.0, 2.0, 3.0].repeat(2));
        let all: Vec<f32> = (0..8).map(|n| n as f32).collect();
        assert_eq!(named("2x9: conv k2 c2", typed(&[2, 2, 2])), all);
        assert_eq!(named("4x9: convt k2 c2 g2", typed(&[4, 1, 2])), all);
        assert_eq!(named("4x1: flatten, linear c2", typed(&[2, 4])), all);
        // [read, made, taps]: what a filter reads goes down the first axis.
        assert_eq!(named("2x9: convt k1 c3", typed(&[2, 1])), [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn single_filters_and_biases() {
        let mut chosen = Parameters::of(Kernel::Ones);
        chosen.filters.insert(1, Kernel::Identity);
        chosen.filters.insert(9, Kernel::Box);
        chosen.bias = Bias::Typed(matrix(&[2], &[5.0, 6.0]));
        let (weights, problems) = made("1x9: conv k3 c2", 0, Some(&chosen), &Assets::new());
        assert_eq!(problems, []);
        assert_eq!(flat(&weights.kernel), [1.0, 1.0, 1.0, 0.0, 1.0, 0.0]);
        assert_eq!(flat(&weights.bias), [5.0, 6.0]);
        let (weights, _) = made("1x9: conv k3 c2 nobias", 0, Some(&chosen), &Assets::new());
        assert_eq!(flat(&weights.bias), [0.0, 0.0]);
    }

    #[test]
    fn what_does_not_fit_gives_way() {
        let mut chosen = Parameters::of(Kernel::Array { path: "w.npy".to_owned() });
        chosen.filters.insert(0, Kernel::Typed(matrix(&[2], &[1.0, 2.0])));
        chosen.bias = Bias::Typed(matrix(&[3], &[1.0; 3]));
        let (weights, problems) = made("1x9x9: conv k3 c2", 0, Some(&chosen), &assets("w.npy", array(&[2, 1, 3, 5])));
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "w.npy, the kernel of conv1, has the shape (2, 1, 3, 5), not (2, 1, 3, 3) or (1, 3, 3) or (3, 3); \
                 axis 3 (columns) is 5, not 3",
                "the kernel of filter 0 of conv1 has the shape (2), not (2, 1, 3, 3) or (1, 3, 3) or (3, 3); \
                 the number of axes is 1, not 4 or 3 or 2",
                "the bias of conv1 has the shape (3), not (2); axis 0 (channels made) is 3, not 2",
            ]
        );
        assert_eq!(flat(&weights.kernel), named("1x9x9: conv k3 c2", Kernel::Gabor));
        assert_eq!(flat(&weights.bias), [0.0, 0.0]);
        let (_, problems) =
            made("1x9x9: conv k3 c2", 0, Some(&Parameters::of(Kernel::Array { path: "x".into() })), &Assets::new());
        assert!(matches!(&problems[..], [ValueProblem::Asset { error: AssetError::Missing, .. }]));
    }

    #[test]
    fn other_ops_have_none() {
        let graph = layer_text::read_stack("1x9x9: relu").unwrap().lower().graph;
        let shape = graph.input.clone();
        let node = graph.node(graph.output()).unwrap();
        assert!(graph.output() != MapId::INPUT);
        let (input, assets) = (&shape, &Assets::new());
        let of = WeightsOf { node, input, output: input, place: 0, chosen: None, assets };
        assert!(weights_of(of, &mut Vec::new()).is_none());
    }
}
