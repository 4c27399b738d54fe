//! A picture at another size, and as channels.

use image::{DynamicImage, GenericImageView as _, ImageBuffer, Rgb, imageops};

use crate::net::{Fit, Shape};

/// How pictures are scaled: a triangle as wide as the larger of the two pixels, so that nothing between is lost.
const FILTER: imageops::FilterType = imageops::FilterType::Triangle;

/// More pixels than this between the two passes of scaling are avoided.
const MAX_BETWEEN: u64 = 1 << 24;

/// A picture at its place on a map: what does not lie on it is black.
struct Placed {
    picture: DynamicImage,
    /// Where its first column and row lie on the map; negative if they are cut.
    left: i64,
    top: i64,
}

/// The channels of one image, in 0…1, in memory's order: grey for one channel, red, green and blue for three, otherwise
/// grey in every channel. Transparent pixels are black as far as they are transparent.
///
/// A map of one axis is the picture's middle row (of two the lower one), scaled on its axis alone: to the map's length,
/// or with [`Fit::Crop`] not at all. On three axes every plane is the same picture.
pub fn channels(picture: &DynamicImage, fit: Fit, shape: &Shape) -> Vec<f32> {
    let picture = opaque(picture);
    let (planes, placed, width, height) = match *shape.size.as_slice() {
        [] => (1, in_a_row(&picture, fit, 1), 1, 1),
        [width] => (1, in_a_row(&picture, fit, width as u32), width, 1),
        [.., height, width] => {
            let planes = if shape.size.rank() == 3 { shape.size[0] } else { 1 };
            (planes, fitted(&picture, fit, width as u32, height as u32), width, height)
        }
    };
    let area = (width * height) as usize;
    let mut values = Vec::with_capacity(area * (planes * shape.channels) as usize);
    let colours = if shape.channels == 3 {
        split(&placed.picture.to_rgb32f())
    } else {
        vec![placed.picture.to_luma32f().into_raw()]
    };
    let (own_width, own_height) = placed.picture.dimensions();
    let on_map: Vec<Vec<f32>> = colours
        .iter()
        .map(|colour| {
            let mut map = vec![0.0; area];
            for y in 0..i64::from(own_height) {
                let row = y + placed.top;
                if !(0..height as i64).contains(&row) {
                    continue;
                }
                for x in 0..i64::from(own_width) {
                    let column = x + placed.left;
                    if (0..width as i64).contains(&column) {
                        let value = colour[(y * i64::from(own_width) + x) as usize];
                        map[(row * width as i64 + column) as usize] = value.clamp(0.0, 1.0);
                    }
                }
            }
            map
        })
        .collect();
    for channel in 0..shape.channels as usize {
        for _ in 0..planes {
            values.extend_from_slice(&on_map[channel % on_map.len()]);
        }
    }
    values
}

/// Red, green and blue apart.
fn split(picture: &ImageBuffer<Rgb<f32>, Vec<f32>>) -> Vec<Vec<f32>> {
    (0..3).map(|colour| picture.pixels().map(|pixel| pixel.0[colour]).collect()).collect()
}

/// The picture before black.
fn opaque(picture: &DynamicImage) -> DynamicImage {
    let colour = picture.color();
    if !colour.has_alpha() {
        return picture.clone();
    }
    if colour.bytes_per_pixel() / colour.channel_count() == 1 {
        let mut pixels = picture.to_rgba8();
        for pixel in pixels.pixels_mut() {
            let [red, green, blue, alpha] = pixel.0;
            let shown = |value: u8| ((u16::from(value) * u16::from(alpha) + 127) / 255) as u8;
            pixel.0 = [shown(red), shown(green), shown(blue), 255];
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8());
    }
    let mut pixels = picture.to_rgba32f();
    for pixel in pixels.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        pixel.0 = [red * alpha, green * alpha, blue * alpha, 1.0];
    }
    DynamicImage::ImageRgb32F(DynamicImage::ImageRgba32F(pixels).into_rgb32f())
}

fn in_a_row(picture: &DynamicImage, fit: Fit, width: u32) -> Placed {
    let row = picture.crop_imm(0, picture.height() / 2, picture.width(), 1);
    if fit == Fit::Crop { fitted(&row, fit, width, 1) } else { at_origin(scaled(&row, width, 1)) }
}

fn at_origin(picture: DynamicImage) -> Placed {
    Placed { picture, left: 0, top: 0 }
}

fn fitted(picture: &DynamicImage, fit: Fit, width: u32, height: u32) -> Placed {
    let (own_width, own_height) = picture.dimensions();
    // A side scaled as the other one is, at least one pixel.
    let in_proportion = |side: u32, to: u32, of: u32| {
        let scaled = (u64::from(side) * u64::from(to) + u64::from(of) / 2) / u64::from(of);
        scaled.clamp(1, u64::from(u32::MAX)) as u32
    };
    let wider = u64::from(own_width) * u64::from(height) > u64::from(width) * u64::from(own_height);
    match fit {
        Fit::Stretch => at_origin(scaled(picture, width, height)),
        Fit::Cover => {
            // What will be cut is cut first: scaling a long strip would take memory for what nobody sees.
            let (w, h) = if wider {
                (in_proportion(own_height, width, height).min(own_width), own_height)
            } else {
                (own_width, in_proportion(own_width, height, width).min(own_height))
            };
            let part = picture.crop_imm((own_width - w) / 2, (own_height - h) / 2, w, h);
            at_origin(scaled(&part, width, height))
        }
        Fit::Contain => {
            let (w, h) = if wider {
                (width, in_proportion(own_height, width, own_width).min(height))
            } else {
                (in_proportion(own_width, height, own_height).min(width), height)
            };
            centred(scaled(picture, w, h), width, height)
        }
        Fit::Crop => centred(picture.clone(), width, height),
    }
}

/// In the middle of a map; the odd pixel of black, or of what is cut, is at the end.
fn centred(picture: DynamicImage, width: u32, height: u32) -> Placed {
    let begin = |map: u32, own: u32| (i64::from(map) - i64::from(own)) / 2;
    let (left, top) = (begin(width, picture.width()), begin(height, picture.height()));
    Placed { picture, left, top }
}

fn scaled(picture: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    let (own_width, own_height) = picture.dimensions();
    if (own_width, own_height) == (width, height) {
        return picture.clone();
    }
    // Rows come first, and then a picture of the old width and the new height is held.
    if u64::from(own_width) * u64::from(height) > MAX_BETWEEN && width < own_width && height > own_height {
        return picture.resize_exact(width, own_height, FILTER).resize_exact(width, height, FILTER);
    }
    picture.resize_exact(width, height, FILTER)
}
