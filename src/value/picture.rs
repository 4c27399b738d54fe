//! Pictures: the bytes of a file to pixels.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};

use super::AssetError;

/// The widest and the highest picture that is read, in pixels.
pub const MAX_PICTURE_SIDE: u32 = 65_535;

/// The most pixels of a picture that is read: 64 megapixels.
pub const MAX_PICTURE_PIXELS: u64 = 64_000_000;

/// The most bytes that a decoder may take: [`MAX_PICTURE_PIXELS`] of four channels of 32 bits.
const MAX_DECODER_BYTES: u64 = MAX_PICTURE_PIXELS * 16;

/// What is read, as messages name it.
const FORMATS: &str = "PNG, JPEG, WebP or GIF";

/// Reads a picture; of an animation the first frame. It stands as its camera held it.
pub fn read_picture(bytes: &[u8]) -> Result<DynamicImage, AssetError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| no_picture())?;
    if reader.format().is_none() {
        return Err(no_picture());
    }
    if ends_early(bytes) {
        return Err(AssetError::Broken("the picture ends before its last row; copy or save it again".to_owned()));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PICTURE_SIDE);
    limits.max_image_height = Some(MAX_PICTURE_SIDE);
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PICTURE_PIXELS || width.max(height) > MAX_PICTURE_SIDE {
        return Err(too_large());
    }
    // A picture that does not say how it was held is upright.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// True of a JPEG without an end. Its decoder takes what is missing for grey.
fn ends_early(bytes: &[u8]) -> bool {
    const START: [u8; 2] = [0xFF, 0xD8];
    const SCAN: u8 = 0xDA;
    const END: [u8; 2] = [0xFF, 0xD9];
    let Some(mut rest) = bytes.strip_prefix(&START) else { return false };
    // Segments may hold whole pictures with ends of their own; they are passed over by their lengths.
    while let [0xFF, marker, high, low, ..] = *rest {
        if marker == SCAN {
            // Among the rows such bytes stand only for the end.
            return !rest.windows(2).any(|pair| pair == END);
        }
        let next =
            if marker == 0xFF { rest.get(1..) } else { rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..) };
        let Some(next) = next else { return true };
        rest = next;
    }
    // Some other damage: the decoder says which.
    false
}

fn no_picture() -> AssetError {
    AssetError::Broken(format!("this is no picture that can be read; save it as {FORMATS}"))
}

fn too_large() -> AssetError {
    let megapixels = MAX_PICTURE_PIXELS / 1_000_000;
    AssetError::Broken(format!(
        "the picture is larger than {megapixels} megapixels or {MAX_PICTURE_SIDE} pixels a side; scale it down"
    ))
}

fn broken(error: &ImageError) -> AssetError {
    match error {
        ImageError::Limits(_) => too_large(),
        ImageError::Unsupported(error) => {
            AssetError::Broken(format!("such a picture is not read ({error}); save it as {FORMATS}"))
        }
        error => AssetError::Broken(format!("the picture is damaged ({error}); copy or save it again")),
    }
}
