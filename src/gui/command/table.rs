//! The table of all commands: name, menu, keys, and when each may run.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{Command, Facts, Menu, Spec, StripPage};
use crate::gui::ThemeChoice;
use crate::gui::player::Speed;
use crate::locale::Lang;
use crate::net::{Colours, Layout, Range, Reveal, Scale, Tint};
use crate::scene::view::ViewName;

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const CTRL_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);
const NONE: Modifiers = Modifiers::NONE;

fn always(_: &Facts) -> bool {
    true
}

fn on_layer(facts: &Facts) -> bool {
    facts.layer.is_some() && !facts.wired
}

/// A stack of layers that can be edited.
fn on_stack(facts: &Facts) -> bool {
    !facts.wired
}

fn on_wired(facts: &Facts) -> bool {
    facts.wired
}

/// A picture that can be drawn larger and smaller.
fn on_board(facts: &Facts) -> bool {
    ViewName::BOARDS.contains(&facts.view)
}

fn on_image(facts: &Facts) -> bool {
    facts.view == ViewName::Image
}

/// The numbers are the active view.
fn on_numbers(facts: &Facts) -> bool {
    facts.view == ViewName::Numbers
}

/// The panels are shown, not one view alone.
fn off_stage(facts: &Facts) -> bool {
    !facts.stage
}

const fn spec(
    command: Command,
    label: &'static str,
    (menu, group): (Menu, u8),
    keys: &'static [KeyboardShortcut],
    enabled: fn(&Facts) -> bool,
) -> Spec {
    Spec { command, label, menu, group, keys, enabled, on: None }
}

const fn switch(
    command: Command,
    label: &'static str,
    (menu, group): (Menu, u8),
    keys: &'static [KeyboardShortcut],
    on: fn(&Facts) -> bool,
) -> Spec {
    Spec { command, label, menu, group, keys, enabled: always, on: Some(on) }
}

const fn view(name: ViewName, keys: &'static [KeyboardShortcut], on: fn(&Facts) -> bool) -> Spec {
    switch(Command::Show(name), name.tab(), (Menu::View, 0), keys, on)
}

/// In no menu: the player has a list of them.
const fn speed(speed: Speed, label: &'static str, on: fn(&Facts) -> bool) -> Spec {
    switch(Command::Speed(speed), label, (Menu::Window, 3), &[], on)
}

/// The class predicts the values of the outputs.
fn predicts(facts: &Facts) -> bool {
    on_numbers(facts) && facts.look.reveal == Reveal::Predict
}

/// Every command, in the order of the menus.
pub const ALL: &[Spec] = &[
    spec(Command::New, "cmd-new", (Menu::File, 0), &[key(CTRL, Key::N)], always),
    spec(Command::Open, "cmd-open", (Menu::File, 0), &[key(CTRL, Key::O)], always),
    spec(Command::Save, "cmd-save", (Menu::File, 1), &[key(CTRL, Key::S)], always),
    spec(Command::SaveAs, "cmd-save-as", (Menu::File, 1), &[key(CTRL_SHIFT, Key::S)], always),
    spec(Command::ExportPicture, "cmd-export", (Menu::File, 2), &[key(CTRL, Key::E)], always),
    spec(Command::ExportOnnx, "cmd-export-onnx", (Menu::File, 2), &[], always),
    spec(Command::WindowPicture, "cmd-window-picture", (Menu::File, 2), &[key(CTRL_SHIFT, Key::E)], always),
    spec(Command::Quit, "cmd-quit", (Menu::File, 3), &[key(CTRL, Key::Q)], always),
    spec(Command::Undo, "cmd-undo", (Menu::Edit, 0), &[key(CTRL, Key::Z)], |facts| facts.undo.is_some()),
    spec(Command::Redo, "cmd-redo", (Menu::Edit, 0), &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)], |facts| {
        facts.redo.is_some()
    }),
    spec(Command::Cut, "cmd-cut", (Menu::Edit, 1), &[key(CTRL, Key::X)], on_layer),
    spec(Command::Copy, "cmd-copy", (Menu::Edit, 1), &[key(CTRL, Key::C)], always),
    spec(Command::Paste, "cmd-paste", (Menu::Edit, 1), &[key(CTRL, Key::V)], on_stack),
    spec(Command::Duplicate, "cmd-duplicate", (Menu::Edit, 1), &[key(CTRL, Key::D)], on_layer),
    spec(
        Command::Delete,
        "cmd-delete",
        (Menu::Edit, 1),
        &[key(NONE, Key::Delete), key(NONE, Key::Backspace)],
        on_layer,
    ),
    spec(Command::MoveUp, "cmd-move-up", (Menu::Edit, 2), &[key(Modifiers::ALT, Key::ArrowUp)], |facts| {
        facts.layer.is_some_and(|layer| !layer.first)
    }),
    spec(Command::MoveDown, "cmd-move-down", (Menu::Edit, 2), &[key(Modifiers::ALT, Key::ArrowDown)], |facts| {
        facts.layer.is_some_and(|layer| !layer.last)
    }),
    Spec {
        on: Some(|facts| facts.layer.is_some_and(|layer| layer.enabled)),
        ..spec(Command::ToggleLayer, "cmd-toggle-layer", (Menu::Edit, 2), &[key(CTRL, Key::Slash)], on_layer)
    },
    spec(Command::Rename, "cmd-rename", (Menu::Edit, 2), &[key(NONE, Key::F2)], |facts| {
        on_layer(facts) && off_stage(facts)
    }),
    spec(Command::EditText, "cmd-edit-text", (Menu::Edit, 3), &[key(CTRL, Key::T)], on_stack),
    spec(Command::PathAsStack, "cmd-path-as-stack", (Menu::Edit, 3), &[], on_wired),
    spec(Command::LongestPath, "cmd-longest-path", (Menu::Edit, 3), &[], on_wired),
    view(ViewName::Maps, &[key(Modifiers::ALT, Key::Num1)], |facts| facts.view == ViewName::Maps),
    view(ViewName::Ladder, &[key(Modifiers::ALT, Key::Num2)], |facts| facts.view == ViewName::Ladder),
    view(ViewName::Nested, &[key(Modifiers::ALT, Key::Num3)], |facts| facts.view == ViewName::Nested),
    view(ViewName::Blocks, &[key(Modifiers::ALT, Key::Num4)], |facts| facts.view == ViewName::Blocks),
    view(ViewName::Numbers, &[key(Modifiers::ALT, Key::Num5)], |facts| facts.view == ViewName::Numbers),
    view(ViewName::Image, &[key(Modifiers::ALT, Key::Num6)], |facts| facts.view == ViewName::Image),
    view(ViewName::Paths, &[key(Modifiers::ALT, Key::Num7)], |facts| facts.view == ViewName::Paths),
    view(ViewName::Graph, &[key(Modifiers::ALT, Key::Num0)], |facts| facts.view == ViewName::Graph),
    view(ViewName::Charts, &[key(Modifiers::ALT, Key::Num8)], |facts| facts.view == ViewName::Charts),
    view(ViewName::Table, &[key(Modifiers::ALT, Key::Num9)], |facts| facts.view == ViewName::Table),
    spec(Command::Beside, "cmd-beside", (Menu::View, 1), &[key(CTRL, Key::Backslash)], always),
    spec(Command::Together, "cmd-together", (Menu::View, 1), &[key(CTRL_SHIFT, Key::Backslash)], always),
    spec(Command::ZoomIn, "cmd-zoom-in", (Menu::View, 2), &[key(CTRL, Key::Plus), key(CTRL, Key::Equals)], on_board),
    spec(Command::ZoomOut, "cmd-zoom-out", (Menu::View, 2), &[key(CTRL, Key::Minus)], on_board),
    spec(Command::ZoomFit, "cmd-zoom-fit", (Menu::View, 2), &[key(CTRL, Key::Num0)], on_board),
    switch(Command::Layout(Layout::Equal), "cmd-layout-equal", (Menu::Drawing, 0), &[], |facts| {
        facts.look.layout == Layout::Equal
    }),
    switch(Command::Layout(Layout::Aligned), "cmd-layout-aligned", (Menu::Drawing, 0), &[], |facts| {
        facts.look.layout == Layout::Aligned
    }),
    spec(Command::NextAxis, "cmd-next-axis", (Menu::Drawing, 1), &[], |facts| facts.rank > 1),
    switch(Command::PathsOverlay, "cmd-paths-overlay", (Menu::Drawing, 1), &[], |facts| facts.look.paths),
    switch(Command::Fold, "cmd-fold", (Menu::Drawing, 1), &[], |facts| facts.look.folded),
    switch(Command::Tint(Tint::Kind), "graph-cmd-kind", (Menu::Drawing, 6), &[], |facts| facts.look.tint == Tint::Kind),
    switch(Command::Tint(Tint::Field), "graph-cmd-rf", (Menu::Drawing, 6), &[], |facts| facts.look.tint == Tint::Field),
    switch(Command::Tint(Tint::Stride), "graph-cmd-stride", (Menu::Drawing, 6), &[], |facts| {
        facts.look.tint == Tint::Stride
    }),
    switch(Command::Tint(Tint::Loss), "graph-cmd-loss", (Menu::Drawing, 6), &[], |facts| facts.look.tint == Tint::Loss),
    switch(Command::Tint(Tint::Cost), "graph-cmd-cost", (Menu::Drawing, 6), &[], |facts| facts.look.tint == Tint::Cost),
    switch(Command::Scale(Scale::Linear), "cmd-scale-linear", (Menu::Drawing, 2), &[], |facts| {
        facts.look.scale == Scale::Linear
    }),
    switch(Command::Scale(Scale::Log), "cmd-scale-log", (Menu::Drawing, 2), &[], |facts| {
        facts.look.scale == Scale::Log
    }),
    switch(Command::Colours(Colours::Gray), "image-cmd-gray", (Menu::Drawing, 3), &[], |facts| {
        facts.look.colours == Colours::Gray
    }),
    switch(Command::Colours(Colours::Viridis), "image-cmd-viridis", (Menu::Drawing, 3), &[], |facts| {
        facts.look.colours == Colours::Viridis
    }),
    switch(Command::Colours(Colours::Diverging), "image-cmd-diverging", (Menu::Drawing, 3), &[], |facts| {
        facts.look.colours == Colours::Diverging
    }),
    switch(Command::Range(Range::Channel), "image-cmd-range-channel", (Menu::Drawing, 4), &[], |facts| {
        facts.look.range == Range::Channel
    }),
    switch(Command::Range(Range::Map), "image-cmd-range-map", (Menu::Drawing, 4), &[], |facts| {
        facts.look.range == Range::Map
    }),
    spec(
        Command::NextPage,
        "image-cmd-next-page",
        (Menu::Drawing, 5),
        &[key(Modifiers::ALT, Key::PageDown)],
        |facts| on_image(facts) && facts.look.page + 1 < facts.pages,
    ),
    spec(
        Command::PreviousPage,
        "image-cmd-previous-page",
        (Menu::Drawing, 5),
        &[key(Modifiers::ALT, Key::PageUp)],
        |facts| on_image(facts) && facts.look.page.min(facts.pages.saturating_sub(1)) > 0,
    ),
    spec(
        Command::NextShownChannel,
        "image-cmd-next-channel",
        (Menu::Drawing, 5),
        &[key(Modifiers::ALT, Key::ArrowRight)],
        |facts| on_image(facts) && facts.look.channel + 1 < facts.channels,
    ),
    spec(
        Command::PreviousShownChannel,
        "image-cmd-previous-channel",
        (Menu::Drawing, 5),
        &[key(Modifiers::ALT, Key::ArrowLeft)],
        |facts| on_image(facts) && facts.look.channel.min(facts.channels.saturating_sub(1)) > 0,
    ),
    spec(Command::Play, "cmd-play", (Menu::Numbers, 0), &[key(NONE, Key::Space)], on_numbers),
    spec(Command::StepBack, "cmd-play-back", (Menu::Numbers, 0), &[key(NONE, Key::Comma)], on_numbers),
    spec(Command::StepForward, "cmd-play-forward", (Menu::Numbers, 0), &[key(NONE, Key::Period)], on_numbers),
    spec(Command::First, "cmd-play-first", (Menu::Numbers, 0), &[key(NONE, Key::Home)], on_numbers),
    spec(Command::Last, "cmd-play-last", (Menu::Numbers, 0), &[key(NONE, Key::End)], on_numbers),
    switch(Command::Repeat, "cmd-play-repeat", (Menu::Numbers, 1), &[], |facts| facts.numbers.repeats),
    switch(Command::Reveal(Reveal::All), "cmd-reveal-all", (Menu::Numbers, 2), &[], |facts| {
        facts.look.reveal == Reveal::All
    }),
    switch(Command::Reveal(Reveal::Walk), "cmd-reveal-walk", (Menu::Numbers, 2), &[], |facts| {
        facts.look.reveal == Reveal::Walk
    }),
    switch(Command::Reveal(Reveal::Predict), "cmd-reveal-predict", (Menu::Numbers, 2), &[], |facts| {
        facts.look.reveal == Reveal::Predict
    }),
    spec(Command::CoverAll, "cmd-cover-all", (Menu::Numbers, 2), &[], predicts),
    spec(Command::UncoverAll, "cmd-uncover-all", (Menu::Numbers, 2), &[], predicts),
    spec(Command::EditCell, "cmd-edit-cell", (Menu::Numbers, 3), &[], on_numbers),
    spec(Command::EditKernel, "cmd-edit-kernel", (Menu::Numbers, 3), &[], on_numbers),
    speed(Speed::Half, "cmd-speed-half", |facts| facts.numbers.speed == Speed::Half),
    speed(Speed::One, "cmd-speed-one", |facts| facts.numbers.speed == Speed::One),
    speed(Speed::Two, "cmd-speed-two", |facts| facts.numbers.speed == Speed::Two),
    speed(Speed::Four, "cmd-speed-four", |facts| facts.numbers.speed == Speed::Four),
    speed(Speed::Eight, "cmd-speed-eight", |facts| facts.numbers.speed == Speed::Eight),
    spec(Command::NextChannel, "cmd-next-channel", (Menu::Window, 2), &[], |facts| facts.numbers.channels > 1),
    spec(Command::PreviousChannel, "cmd-previous-channel", (Menu::Window, 2), &[], |facts| facts.numbers.channels > 1),
    spec(Command::NextFilter, "cmd-next-filter", (Menu::Window, 2), &[], |facts| facts.numbers.filters > 1),
    spec(Command::PreviousFilter, "cmd-previous-filter", (Menu::Window, 2), &[], |facts| facts.numbers.filters > 1),
    switch(Command::StackPanel, "cmd-stack-panel", (Menu::Panels, 0), &[key(CTRL, Key::Num1)], |facts| {
        facts.panels.stack
    }),
    switch(Command::Inspector, "cmd-inspector", (Menu::Panels, 0), &[key(CTRL, Key::Num2)], |facts| {
        facts.panels.inspector
    }),
    switch(Command::Growth, "cmd-growth", (Menu::Panels, 0), &[key(CTRL, Key::Num3)], |facts| {
        facts.panels.shows(StripPage::Growth)
    }),
    switch(Command::Notes, "cmd-notes", (Menu::Panels, 0), &[key(CTRL, Key::Num4)], |facts| {
        facts.panels.shows(StripPage::Notes)
    }),
    switch(Command::Network, "cmd-network", (Menu::Panels, 0), &[key(CTRL, Key::Num5)], |facts| {
        facts.panels.shows(StripPage::Network)
    }),
    switch(Command::Stage, "cmd-stage", (Menu::View, 6), &[key(NONE, Key::F11)], |facts| facts.stage),
    spec(
        Command::LargerText,
        "cmd-larger-text",
        (Menu::Size, 0),
        &[key(CTRL_ALT, Key::Plus), key(CTRL_ALT, Key::Equals)],
        always,
    ),
    spec(Command::SmallerText, "cmd-smaller-text", (Menu::Size, 0), &[key(CTRL_ALT, Key::Minus)], always),
    spec(Command::NormalText, "cmd-normal-text", (Menu::Size, 0), &[key(CTRL_ALT, Key::Num0)], always),
    switch(Command::Theme(ThemeChoice::System), "cmd-theme-system", (Menu::Theme, 0), &[], |facts| {
        facts.theme == ThemeChoice::System
    }),
    switch(Command::Theme(ThemeChoice::Light), "cmd-theme-light", (Menu::Theme, 0), &[], |facts| {
        facts.theme == ThemeChoice::Light
    }),
    switch(Command::Theme(ThemeChoice::Dark), "cmd-theme-dark", (Menu::Theme, 0), &[], |facts| {
        facts.theme == ThemeChoice::Dark
    }),
    switch(Command::Theme(ThemeChoice::Contrast), "habit-theme-contrast", (Menu::Theme, 0), &[], |facts| {
        facts.theme == ThemeChoice::Contrast
    }),
    switch(Command::Theme(ThemeChoice::Print), "habit-theme-print", (Menu::Theme, 0), &[], |facts| {
        facts.theme == ThemeChoice::Print
    }),
    switch(Command::Lang(Lang::En), "cmd-lang-en", (Menu::Language, 0), &[], |facts| facts.lang == Lang::En),
    switch(Command::Lang(Lang::Ru), "cmd-lang-ru", (Menu::Language, 0), &[], |facts| facts.lang == Lang::Ru),
    spec(Command::Gallery, "cmd-gallery", (Menu::Lessons, 0), &[key(CTRL, Key::L)], always),
    spec(Command::Palette, "cmd-palette", (Menu::Help, 0), &[key(CTRL, Key::K), key(CTRL_SHIFT, Key::P)], always),
    spec(Command::NextLayer, "cmd-next-layer", (Menu::Window, 0), &[key(NONE, Key::CloseBracket)], |facts| {
        facts.layer.is_none_or(|layer| !layer.last)
    }),
    spec(Command::PreviousLayer, "cmd-previous-layer", (Menu::Window, 0), &[key(NONE, Key::OpenBracket)], on_layer),
    spec(Command::NextRegion, "cmd-next-region", (Menu::Window, 1), &[key(NONE, Key::F6)], off_stage),
    spec(
        Command::PreviousRegion,
        "cmd-previous-region",
        (Menu::Window, 1),
        &[key(Modifiers::SHIFT, Key::F6)],
        off_stage,
    ),
    spec(Command::Keys, "cmd-keys", (Menu::Help, 0), &[key(NONE, Key::F1)], always),
    spec(Command::About, "cmd-about", (Menu::Help, 1), &[], always),
];
