//! What a network with branches has in a chart, as one item of a plot: thousands of lines, turned into triangles once
//! and not in every frame.

use std::ops::RangeInclusive;
use std::sync::Arc;

use egui::epaint::{Mesh, Tessellator};
use egui::{Color32, Rect, Shape, Ui};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform};

use super::painter::{Camera, ScenePainter};
use crate::scene::theme::Theme;
use crate::scene::{Item, Point};

/// Items that lie where they are on the screen, as triangles. They have no texts.
pub fn mesh(ui: &Ui, items: &[Item], theme: Theme) -> Arc<Mesh> {
    let bounds = items.iter().map(|item| item.shape.bounds()).reduce(|a, b| a.union(&b)).unwrap_or_default().grown(8.0);
    let view = Rect::from_min_max(
        egui::pos2(bounds.min.x as f32, bounds.min.y as f32),
        egui::pos2(bounds.max.x as f32, bounds.max.y as f32),
    );
    let mut painter = ScenePainter::new(ui.painter(), view, in_place(view), theme);
    painter.add(items);
    let ctx = ui.ctx();
    let options = ctx.tessellation_options(|options| *options);
    // Only texts need the size of the letters' texture, and prepared discs lie in it.
    let mut tessellator = Tessellator::new(ctx.pixels_per_point(), options, [1, 1], Vec::new());
    let mut mesh = Mesh::default();
    for shape in painter.into_shapes() {
        tessellator.tessellate_shape(shape, &mut mesh);
    }
    Arc::new(mesh)
}

/// Scene points are points on the screen.
pub fn in_place(view: Rect) -> Camera {
    Camera { origin: Point::new(view.min.x.into(), view.min.y.into()), zoom: 1.0 }
}

/// The item.
pub struct FanItem {
    base: PlotItemBase,
    mesh: Arc<Mesh>,
}

impl FanItem {
    pub fn new(mesh: &Arc<Mesh>) -> Self {
        Self { base: PlotItemBase::new("branches".to_owned()), mesh: Arc::clone(mesh) }
    }
}

impl PlotItem for FanItem {
    fn shapes(&self, _: &Ui, _: &PlotTransform, shapes: &mut Vec<Shape>) {
        shapes.push(Shape::Mesh(Arc::clone(&self.mesh)));
    }

    fn initialize(&mut self, _: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        Color32::TRANSPARENT
    }

    fn allow_hover(&self) -> bool {
        false
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    /// The bounds of the plot follow the network.
    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
