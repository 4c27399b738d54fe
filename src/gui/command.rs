//! The one table of commands. Menus, keys, tooltips and the help window are made from it, so none of them can promise
//! what another does not hold.

use std::sync::LazyLock;

mod table;

use egui::{Key, KeyboardShortcut};

use super::ThemeChoice;
use super::player::Speed;
use crate::locale::Lang;
use crate::net::{Colours, Layout, Look, Range, Reveal, Scale, Tint};
use crate::scene::view::ViewName;

pub use table::ALL;

/// What a menu entry, a key or a tool button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    New,
    Open,
    Save,
    SaveAs,
    ExportPicture,
    /// Writes the network for other programs.
    ExportOnnx,
    WindowPicture,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    MoveUp,
    MoveDown,
    ToggleLayer,
    Rename,
    EditText,
    /// Opens the shown path of an imported network as a stack of its own.
    PathAsStack,
    /// Shows the path with the widest field again.
    LongestPath,
    Gallery,
    ZoomIn,
    ZoomOut,
    ZoomFit,
    Show(ViewName),
    Beside,
    Together,
    Layout(Layout),
    NextAxis,
    /// Lays how many routes lead to the shown unit over the maps.
    PathsOverlay,
    Fold,
    Scale(Scale),
    Tint(Tint),
    Colours(Colours),
    Range(Range),
    NextPage,
    PreviousPage,
    NextShownChannel,
    PreviousShownChannel,
    Play,
    StepBack,
    StepForward,
    First,
    Last,
    Repeat,
    Speed(Speed),
    Reveal(Reveal),
    CoverAll,
    UncoverAll,
    NextChannel,
    PreviousChannel,
    NextFilter,
    PreviousFilter,
    EditCell,
    EditKernel,
    StackPanel,
    Inspector,
    Growth,
    Notes,
    Network,
    Stage,
    Theme(ThemeChoice),
    Lang(Lang),
    LargerText,
    SmallerText,
    NormalText,
    Palette,
    NextLayer,
    PreviousLayer,
    NextRegion,
    PreviousRegion,
    Keys,
    About,
}

/// What commands may do now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The name of the open file without its folder; `None` of a document that was never saved.
    pub file_name: Option<String>,
    /// There are changes that no file has.
    pub dirty: bool,
    /// The key of what undo would take back, and of what redo would make again.
    pub undo: Option<&'static str>,
    pub redo: Option<&'static str>,
    /// The id of the preset that the stack is.
    pub preset: Option<&'static str>,
    /// About the selected layer; `None` if the input is selected.
    pub layer: Option<LayerFacts>,
    pub look: Look,
    /// The active view.
    pub view: ViewName,
    /// How many axes the image has.
    pub rank: usize,
    /// How many pages of channels the image view has, and the most channels of a map.
    pub pages: u64,
    pub channels: u64,
    pub panels: Panels,
    /// One view stands alone, in large type.
    pub stage: bool,
    pub theme: ThemeChoice,
    pub lang: Lang,
    pub numbers: NumbersFacts,
    /// An imported network, whose layers stay as they are.
    pub wired: bool,
}

/// What the commands of the numbers depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumbersFacts {
    pub playing: bool,
    pub repeats: bool,
    pub speed: Speed,
    /// A cell is chosen whose value can be typed.
    pub cell: bool,
    /// How many there are to choose from.
    pub channels: u64,
    pub filters: u64,
}

/// What the strip below the views shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StripPage {
    #[default]
    Growth,
    Notes,
    Network,
}

/// Which panels are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Panels {
    pub stack: bool,
    pub inspector: bool,
    /// The strip below the views.
    pub growth: bool,
    /// What the strip shows.
    pub page: StripPage,
}

impl Panels {
    /// The strip is there and shows this.
    pub fn shows(self, page: StripPage) -> bool {
        self.growth && self.page == page
    }
}

impl Default for Panels {
    fn default() -> Self {
        Self { stack: true, inspector: true, growth: true, page: StripPage::Growth }
    }
}

/// What commands on a layer depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerFacts {
    pub first: bool,
    pub last: bool,
    pub enabled: bool,
}

/// Where a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    View,
    /// How the views are drawn, which panels are shown and how large everything is: menus in the menu of views.
    Drawing,
    /// What the view of numbers does.
    Numbers,
    Panels,
    Size,
    Theme,
    Language,
    Lessons,
    Help,
    /// In no menu of the bar: the palette and the list of keys have it.
    Window,
}

/// One command's row in the table.
pub struct Spec {
    pub command: Command,
    /// The key of its label.
    pub label: &'static str,
    pub menu: Menu,
    /// Entries of different groups are parted by a line.
    pub group: u8,
    /// The keys that run it; the first is shown.
    pub keys: &'static [KeyboardShortcut],
    pub enabled: fn(&Facts) -> bool,
    /// A mark before the label; `None` of commands that are no switches.
    pub on: Option<fn(&Facts) -> bool>,
}

impl Command {
    /// Its row in the table.
    pub fn spec(self) -> &'static Spec {
        // Every command has a row: a test walks the table.
        ALL.iter().find(|spec| spec.command == self).unwrap_or(&ALL[0])
    }

    /// True of commands about files and the window, whose keys no text field takes.
    fn works_while_typing(self) -> bool {
        matches!(
            self,
            Self::New
                | Self::Open
                | Self::Save
                | Self::SaveAs
                | Self::ExportPicture
                | Self::ExportOnnx
                | Self::WindowPicture
                | Self::Quit
                | Self::Gallery
                | Self::Keys
                | Self::Palette
                | Self::Stage
                | Self::NextRegion
                | Self::PreviousRegion
                | Self::LargerText
                | Self::SmallerText
                | Self::NormalText
        )
    }

    /// True of commands whose keys mean something else where the numbers are not looked at: they are left to others.
    fn leaves_keys(self, facts: &Facts, free: bool) -> bool {
        match self {
            // The canvas of the numbers has these keys itself; a control that has the keyboard needs them.
            Self::Play | Self::First | Self::Last => !(free && facts.view == ViewName::Numbers),
            Self::StepBack | Self::StepForward => facts.view != ViewName::Numbers,
            // The key of renaming opens the chosen cell.
            Self::Rename => facts.view == ViewName::Numbers && facts.numbers.cell,
            _ => false,
        }
    }

    /// Cut, copy and paste come as events of their own from the system, not as keys.
    pub fn is_clipboard(self) -> bool {
        matches!(self, Self::Cut | Self::Copy | Self::Paste)
    }
}

/// A key as menus write it: `Ctrl+/`, `Alt+↑`.
pub fn key_text(ctx: &egui::Context, key: KeyboardShortcut) -> String {
    let held = egui::ModifierNames::NAMES.format(&key.modifiers, ctx.os().is_mac());
    let name = match key.logical_key {
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        other => other.symbol_or_name(),
    };
    if held.is_empty() { name.to_owned() } else { format!("{held}+{name}") }
}

/// The command whose key was pressed, taken out of the input.
///
/// While somebody types into a field, only keys that cannot mean the text are commands. Of two keys that differ by a held
/// Shift or Alt the one with more of them is tried first, because a shortcut also matches when more is held than it asks
/// for.
pub fn pressed(ctx: &egui::Context, facts: &Facts) -> Option<Command> {
    static KEYS: LazyLock<Vec<(&Spec, &KeyboardShortcut)>> = LazyLock::new(|| {
        let keys = ALL.iter().filter(|spec| !spec.command.is_clipboard());
        let mut keys: Vec<_> = keys.flat_map(|spec| spec.keys.iter().map(move |key| (spec, key))).collect();
        let held = |key: &KeyboardShortcut| usize::from(key.modifiers.shift) + usize::from(key.modifiers.alt);
        keys.sort_by_key(|(_, key)| std::cmp::Reverse(held(key)));
        keys
    });
    let is_key = |event: &egui::Event| matches!(event, egui::Event::Key { .. } | egui::Event::Copy | egui::Event::Cut);
    if !ctx.input(|input| input.events.iter().any(is_key)) {
        return None;
    }
    let typing = ctx.text_edit_focused();
    let free = ctx.memory(|memory| memory.focused().is_none());
    ctx.input_mut(|input| {
        let clipboard = input.events.iter().find_map(|event| match event {
            egui::Event::Copy => Some(Command::Copy),
            egui::Event::Cut => Some(Command::Cut),
            _ => None,
        });
        let keys = KEYS.iter().filter(|(spec, _)| !typing || spec.command.works_while_typing());
        let keys = keys.filter(|(spec, _)| !spec.command.leaves_keys(facts, free));
        clipboard
            .filter(|_| !typing)
            .or_else(|| {
                let mut found = None;
                for (spec, key) in keys {
                    if input.consume_shortcut(key) {
                        found = found.or(Some(spec.command));
                    }
                }
                found
            })
            .filter(|command| (command.spec().enabled)(facts))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_finds_its_row_and_no_key_runs_two() {
        let mut keys: Vec<&KeyboardShortcut> = Vec::new();
        for spec in ALL {
            assert_eq!(spec.command.spec().label, spec.label);
            for key in spec.keys {
                assert!(!keys.contains(&key), "{key:?} runs {:?} and another command", spec.command);
                keys.push(key);
            }
        }
    }
}
