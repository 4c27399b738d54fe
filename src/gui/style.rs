//! How egui looks here: fonts, sizes and the colours of the theme's roles. No other file of the window names a colour.

use std::sync::Arc;

use egui::style::{ScrollStyle, WidgetVisuals, Widgets};
use egui::{
    Align, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, Layout, Margin, Rect, Shadow,
    Stroke, Style, TextStyle, Ui, UiBuilder, Visuals, pos2, vec2,
};

use super::ThemeChoice;
use crate::scene::theme::{Role, Theme, ThemeName};

/// Text of labels, buttons and fields.
pub const BODY_PT: f32 = 13.0;
/// Axis labels, badges, explanations.
pub const SMALL_PT: f32 = 11.5;
/// Titles of panels.
pub const HEADING_PT: f32 = 16.0;
/// Corners of cards.
pub const CARD_RADIUS: u8 = 8;
/// Corners of controls.
pub const CONTROL_RADIUS: u8 = 6;

/// Of what only keeps its room.
pub const INVISIBLE: Color32 = Color32::TRANSPARENT;

/// The tint of a texture that is shown in its own colours.
pub const AS_IT_IS: Color32 = Color32::WHITE;

/// The colour of a role, for egui.
pub fn color(theme: Theme, role: Role) -> Color32 {
    let rgba = theme.color(role);
    Color32::from_rgba_unmultiplied(rgba.0, rgba.1, rgba.2, rgba.3)
}

/// The bold face; egui's `strong` changes only the colour.
pub fn bold(size_pt: f32) -> FontId {
    FontId::new(size_pt, FontFamily::Name("bold".into()))
}

/// The ordinary face.
pub fn plain(size_pt: f32) -> FontId {
    FontId::new(size_pt, FontFamily::Proportional)
}

/// The face whose digits stand in columns.
pub fn mono(size_pt: f32) -> FontId {
    FontId::new(size_pt, FontFamily::Monospace)
}

/// Shows where the keyboard is in menus too: there egui draws no outlines.
pub fn show_focus(ui: &mut Ui) {
    ui.visuals_mut().widgets.active.bg_stroke = ui.visuals().selection.stroke;
}

/// The outline of what the keyboard is at, where egui draws none.
pub fn focus_ring(painter: &egui::Painter, theme: Theme, rect: Rect, radius: u8) {
    let stroke = Stroke::new(2.0, color(theme, Role::Accent));
    painter.rect_stroke(rect, CornerRadius::same(radius), stroke, egui::StrokeKind::Inside);
}

/// The right part of a row: as wide as what was in it in the last frame. Laid out from left to right, so that Tab goes
/// the way the eye does.
pub fn right_part(ui: &Ui, row: Rect, name: &'static str) -> Rect {
    let width = ui.data(|data| data.get_temp::<f32>(Id::unique(name))).unwrap_or_default();
    Rect::from_min_max(pos2(row.right() - width, row.top()), row.max)
}

/// Draws the right part of a row. A wrong guess of its width is drawn again before anybody sees it.
pub fn right_part_ui(ui: &mut Ui, place: Rect, name: &'static str, content: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    let mut part = ui.new_child(UiBuilder::new().max_rect(place).layout(layout).id_salt(name));
    content(&mut part);
    let width = part.min_rect().width();
    if width != place.width() {
        ui.data_mut(|data| data.insert_temp(Id::unique(name), width));
        ui.ctx().request_discard("a row's right part has another width");
    }
}

/// Sets fonts and both themes, once per context.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(egui::Theme::Light, style(Theme::new(ThemeName::Light)));
    ctx.set_style_of(egui::Theme::Dark, style(Theme::new(ThemeName::Dark)));
    ctx.options_mut(|options| {
        // Where the system does not say: on a projector light is easier to read.
        options.fallback_theme = egui::Theme::Light;
        // The keys that zoom are ours, and so is quitting: it asks about unsaved changes.
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
}

/// The theme of pictures and of all that the panels paint themselves.
pub fn theme(ctx: &egui::Context, choice: ThemeChoice) -> Theme {
    Theme::new(match choice {
        ThemeChoice::Contrast => ThemeName::Contrast,
        ThemeChoice::Print => ThemeName::Print,
        ThemeChoice::System | ThemeChoice::Light | ThemeChoice::Dark => match ctx.theme() {
            egui::Theme::Dark => ThemeName::Dark,
            egui::Theme::Light => ThemeName::Light,
        },
    })
}

/// Makes egui's own widgets follow. It knows a light and a dark style; high contrast is a dark one, print a light one.
pub fn set_theme(ctx: &egui::Context, choice: ThemeChoice) {
    let (preference, dark, light) = match choice {
        ThemeChoice::System => (egui::ThemePreference::System, ThemeName::Dark, ThemeName::Light),
        ThemeChoice::Light => (egui::ThemePreference::Light, ThemeName::Dark, ThemeName::Light),
        ThemeChoice::Dark => (egui::ThemePreference::Dark, ThemeName::Dark, ThemeName::Light),
        ThemeChoice::Contrast => (egui::ThemePreference::Dark, ThemeName::Contrast, ThemeName::Light),
        ThemeChoice::Print => (egui::ThemePreference::Light, ThemeName::Dark, ThemeName::Print),
    };
    ctx.set_style_of(egui::Theme::Dark, style(Theme::new(dark)));
    ctx.set_style_of(egui::Theme::Light, style(Theme::new(light)));
    ctx.set_theme(preference);
}

/// These faces have Cyrillic, arrows, floor brackets and fraction digits, and pictures are drawn with them too.
fn fonts() -> FontDefinitions {
    let faces = [
        ("sans", dejavu::sans::regular(), FontFamily::Proportional),
        ("sans-bold", dejavu::sans::bold(), FontFamily::Name("bold".into())),
        ("mono", dejavu::sans_mono::regular(), FontFamily::Monospace),
    ];
    let mut fonts = FontDefinitions::empty();
    for (name, bytes, family) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let mut stand_ins = vec![name.to_owned()];
        if name != "sans" {
            stand_ins.push("sans".to_owned());
        }
        fonts.families.insert(family, stand_ins);
    }
    fonts
}

fn style(theme: Theme) -> Style {
    let mut style = Style { visuals: visuals(theme), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, plain(SMALL_PT)),
        (TextStyle::Body, plain(BODY_PT)),
        (TextStyle::Button, plain(BODY_PT)),
        (TextStyle::Monospace, mono(BODY_PT)),
        (TextStyle::Heading, bold(HEADING_PT)),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Monospace;
    style.spacing.item_spacing = vec2(6.0, 5.0);
    style.spacing.button_padding = vec2(9.0, 4.0);
    style.spacing.interact_size = vec2(24.0, 24.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.icon_width = 16.0;
    style.spacing.icon_width_inner = 10.0;
    style.spacing.scroll = ScrollStyle { bar_width: 8.0, floating_width: 4.0, ..ScrollStyle::floating() };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.animation_time = 0.08;
    style
}

/// Under what stands before everything else: windows, menus, a card that is being moved.
pub fn shadow(theme: Theme) -> Shadow {
    let color = Color32::from_black_alpha(if theme.is_dark() { 110 } else { 36 });
    Shadow { offset: [0, 4], blur: 16, spread: 0, color }
}

fn visuals(theme: Theme) -> Visuals {
    let of = |role| color(theme, role);
    let base = if theme.is_dark() { Visuals::dark() } else { Visuals::light() };
    let control = |fill, line: Stroke, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: line,
        corner_radius: CornerRadius::same(CONTROL_RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let border = Stroke::new(1.0, of(Role::Border));
    let focus = Stroke::new(2.0, of(Role::Accent));
    Visuals {
        dark_mode: theme.is_dark(),
        widgets: Widgets {
            noninteractive: control(of(Role::Panel), border, of(Role::Text)),
            inactive: control(of(Role::Control), border, of(Role::Text)),
            hovered: control(of(Role::ControlHover), border, of(Role::Text)),
            // egui draws a focused widget as an active one: the heavy outline is what the keyboard user follows.
            active: control(of(Role::ControlHover), focus, of(Role::Text)),
            open: control(of(Role::ControlHover), border, of(Role::Text)),
        },
        selection: egui::style::Selection {
            bg_fill: of(Role::Accent).gamma_multiply(if theme.is_dark() { 0.35 } else { 0.22 }),
            stroke: Stroke::new(1.5, of(Role::Accent)),
        },
        weak_text_color: Some(of(Role::TextDim)),
        hyperlink_color: of(Role::Accent),
        faint_bg_color: of(Role::Ground),
        extreme_bg_color: of(Role::Ground),
        text_edit_bg_color: Some(of(Role::Ground)),
        code_bg_color: of(Role::Control),
        warn_fg_color: of(Role::LostText),
        error_fg_color: of(Role::LostText),
        window_corner_radius: CornerRadius::same(10),
        menu_corner_radius: CornerRadius::same(CARD_RADIUS),
        window_fill: of(Role::Panel),
        window_stroke: border,
        panel_fill: of(Role::Panel),
        window_shadow: shadow(theme),
        popup_shadow: shadow(theme),
        button_frame: true,
        ..base
    }
}
