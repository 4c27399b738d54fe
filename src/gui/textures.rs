//! The textures of the rasters that are drawn: each is given to the graphics card once, and taken back when no picture
//! holds its pixels any more.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use egui::{ColorImage, Context, Id, TextureFilter, TextureHandle, TextureId, TextureOptions, TextureWrapMode};

use crate::scene::Raster;

/// By the address of the pixels. The weak reference keeps the address from being given to others.
#[derive(Clone, Default)]
struct Textures {
    held: HashMap<usize, (Weak<Raster>, TextureHandle)>,
}

/// Cells have sharp edges however large; smaller than they are, they are averaged.
const OPTIONS: TextureOptions = TextureOptions {
    magnification: TextureFilter::Nearest,
    minification: TextureFilter::Linear,
    wrap_mode: TextureWrapMode::ClampToEdge,
    mipmap_mode: Some(TextureFilter::Linear),
};

/// The texture of these pixels.
pub fn of(ctx: &Context, pixels: &Arc<Raster>) -> TextureId {
    let key = Arc::as_ptr(pixels) as usize;
    let textures = |memory: &mut egui::Memory| -> Arc<egui::mutex::Mutex<Textures>> {
        Arc::clone(memory.data.get_temp_mut_or_default(Id::unique("textures of rasters")))
    };
    let textures = ctx.memory_mut(textures);
    let mut textures = textures.lock();
    if let Some((_, texture)) = textures.held.get(&key) {
        return texture.id();
    }
    textures.held.retain(|_, (pixels, _)| pixels.strong_count() > 0);
    let size = [pixels.width as usize, pixels.height as usize];
    let image = ColorImage::from_rgba_unmultiplied(size, &pixels.rgba);
    let texture = ctx.load_texture("raster", image, OPTIONS);
    let id = texture.id();
    textures.held.insert(key, (Arc::downgrade(pixels), texture));
    id
}
