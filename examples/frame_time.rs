use std::time::Instant;
use egui_kittest::Harness;
use receptive::{gui::App, import::layer_text::read_stack, locale::Lang, net::Document};
fn main() {
    for (name, text) in [("n7", "1x7x7: conv k3 s3".to_owned()), ("deep", format!("1x1024x1024: {}", vec!["conv k3"; 511].join(","))), ("5000", format!("1x64x64: {}", vec!["conv k3 p1"; 5000].join(",")))] {
        let source = Some((None, Document::new(read_stack(&text).unwrap())));
        let mut h = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(30).build_eframe(move |cc| App::for_test(&cc.egui_ctx, Lang::En, source));
        h.run();
        let t = Instant::now();
        for _ in 0..20 { h.step(); }
        let idle = t.elapsed() / 20;
        let t = Instant::now();
        for i in 0..20 { h.hover_at(egui::pos2(500.0 + i as f32 * 7.0, 300.0)); h.step(); }
        let hover = t.elapsed() / 20;
        let t = Instant::now();
        for i in 0..20 { h.hover_at(egui::pos2(100.0, 300.0 + i as f32)); h.event(egui::Event::MouseWheel { unit: egui::MouseWheelUnit::Point, delta: egui::vec2(0.0, -500.0), modifiers: Default::default(), phase: egui::TouchPhase::Move, source: egui::MouseWheelSource::Unknown }); h.step(); }
        let scroll = t.elapsed() / 60;
        println!("{name}: idle {idle:?} hover {hover:?} scroll {scroll:?}");
    }
}
