//! Colours, by role. Nothing else in the program names a colour.
//!
//! Data colours are those of Okabe and Ito, "Color Universal Design" (2008), which colour-blind readers tell apart; no
//! meaning hangs on colour alone: lost units are hatched, padding is dashed, the pinned unit has a heavy outline.

/// A colour with straight alpha, sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgba(pub u8, pub u8, pub u8, pub u8);

impl Rgba {
    const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255)
    }

    /// The same colour, `alpha` of 255 opaque.
    pub const fn alpha(self, alpha: u8) -> Self {
        Self(self.0, self.1, self.2, alpha)
    }
}

/// Which theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeName {
    #[default]
    Light,
    Dark,
    /// White and strong colours on black, for those who need more contrast, and for weak projectors.
    Contrast,
    /// Black on white, for paper.
    Print,
}

impl ThemeName {
    /// Every theme with the word the command line uses.
    pub const WORDS: [(&str, Self); 4] =
        [("light", Self::Light), ("dark", Self::Dark), ("contrast", Self::Contrast), ("print", Self::Print)];
}

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The ground of pictures and of the canvas.
    Ground,
    /// The ground behind texts that lines may cross.
    GroundHaze,
    /// The ground of panels and cards.
    Panel,
    /// A control at rest.
    Control,
    /// A control under the pointer.
    ControlHover,
    /// Lines between panels, around cards and controls.
    Border,
    Text,
    /// Text of second rank.
    TextDim,
    /// The colour of selection, focus and main buttons.
    Accent,
    /// Text on the accent.
    OnAccent,
    /// A cell of a map.
    Cell,
    /// Lines between cells.
    CellLine,
    /// Outline of a padding cell.
    Padding,
    /// What a unit sees: lines and outlines.
    Field,
    /// What a unit sees: the ground of cells.
    FieldFill,
    /// Text on the colours of what a unit sees and feeds.
    OnField,
    /// Text on the pale colours of values, and on the deep ones.
    OnPale,
    OnDeep,
    /// Field colour as text.
    FieldText,
    /// The frustum between what a unit sees of two neighbouring maps.
    FieldHaze,
    /// The frustum between what a unit feeds in two neighbouring maps.
    FeedsHaze,
    /// What a unit feeds: lines and outlines.
    Feeds,
    /// What a unit feeds: the ground of cells.
    FeedsFill,
    /// Lost units: hatching and outlines.
    Lost,
    /// Lost units: the ground.
    LostFill,
    /// Loss as text.
    LostText,
    /// Units that a later layer loses: hatching.
    LostLater,
    /// Good news as text.
    GoodText,
    /// The pinned unit's outline.
    Pin,
    /// A kernel.
    Kernel,
    /// One of a row of colours from dark blue to yellow, 0 to 255: lines and outlines.
    Ramp(u8),
    /// The same as a ground.
    RampFill(u8),
    /// A kernel: the ground of the cells it reads.
    KernelFill,
    /// A side of a box that stands for a map, and its edges.
    Block(BlockKind, Side),
}

/// What the box of a map shows by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// The input.
    Image,
    /// Convolutions, transposed ones too.
    Conv,
    Pool,
    /// Flat vectors.
    Dense,
    /// What only moves, adds, cuts or joins units.
    Other,
    /// The band of a layer that works on single units.
    Pointwise,
}

/// The sides of a box that are seen, lit from above, and its edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    Front,
    Top,
    /// The side where the flow leaves the box: its units.
    End,
    Edge,
}

/// One theme's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Theme {
    pub name: ThemeName,
}

impl Theme {
    pub const fn new(name: ThemeName) -> Self {
        Self { name }
    }

    pub const fn is_dark(self) -> bool {
        matches!(self.name, ThemeName::Dark | ThemeName::Contrast)
    }

    /// The colour of a role.
    pub const fn color(self, role: Role) -> Rgba {
        const FIELD: Rgba = Rgba::hex(0xE6_9F_00);
        const FEEDS: Rgba = Rgba::hex(0x56_B4_E9);
        const LOST: Rgba = Rgba::hex(0xD5_5E_00);
        const KERNEL: Rgba = Rgba::hex(0x00_9E_73);
        let dark_ground = self.is_dark();
        let strong = matches!(self.name, ThemeName::Contrast);
        let (light, dark, contrast, print) = match role {
            Role::Ground => (0xF5_F7_FA, 0x16_18_1D, 0x00_00_00, 0xFF_FF_FF),
            Role::Panel => (0xFF_FF_FF, 0x1E_21_28, 0x00_00_00, 0xFF_FF_FF),
            Role::Control => (0xED_F0_F5, 0x2A_2E_38, 0x1A_1A_1A, 0xF2_F2_F2),
            Role::ControlHover => (0xDF_E5_EE, 0x36_3C_49, 0x3A_3A_3A, 0xE4_E4_E4),
            Role::Border => (0xDD_E2_EA, 0x33_38_43, 0x9A_9A_9A, 0xBB_BB_BB),
            Role::Text => (0x1A_1D_24, 0xE8_EA_ED, 0xFF_FF_FF, 0x00_00_00),
            Role::TextDim => (0x5A_63_78, 0x9F_A8_B8, 0xE6_E6_E6, 0x44_44_44),
            Role::Accent => (0x1A_63_B0, 0x6C_B4_FF, 0x7F_D4_FF, 0x00_00_00),
            Role::OnAccent => (0xFF_FF_FF, 0x0B_1A_2B, 0x00_00_00, 0xFF_FF_FF),
            Role::Cell => (0xED_F0_F5, 0x26_2A_33, 0x12_12_12, 0xFF_FF_FF),
            Role::CellLine => (0xD3_D9_E3, 0x3A_40_4D, 0x8C_8C_8C, 0xBB_BB_BB),
            Role::Padding => (0x9A_A3_B2, 0x6B_74_85, 0xC8_C8_C8, 0x88_88_88),
            Role::Pin => (0x1A_1D_24, 0xF4_F6_F8, 0xFF_FF_FF, 0x00_00_00),
            Role::OnField => (0x1A_1D_24, 0x10_12_1A, 0x00_00_00, 0x00_00_00),
            Role::OnPale => (0x10_12_1A, 0x10_12_1A, 0x00_00_00, 0x00_00_00),
            Role::OnDeep => (0xFF_FF_FF, 0xFF_FF_FF, 0xFF_FF_FF, 0xFF_FF_FF),
            Role::FieldText => (0x72_4A_00, 0xFF_CF_73, 0xFF_E0_8A, 0x6B_46_00),
            Role::LostText => (0xA0_40_00, 0xFF_9F_66, 0xFF_B6_80, 0x9A_40_00),
            Role::GoodText => (0x00_70_52, 0x4F_D1_A5, 0x5C_FF_C8, 0x00_5C_43),
            Role::Field => return if strong { Rgba::hex(0xFF_C2_1A) } else { FIELD },
            Role::FieldFill => {
                return FIELD.alpha(if strong {
                    130
                } else if dark_ground {
                    95
                } else {
                    110
                });
            }
            Role::GroundHaze => return self.color(Role::Ground).alpha(215),
            Role::FieldHaze => return FIELD.alpha(if strong { 40 } else { 22 }),
            Role::FeedsHaze => return FEEDS.alpha(if strong { 45 } else { 26 }),
            Role::Feeds => return FEEDS,
            Role::FeedsFill => {
                return FEEDS.alpha(if strong {
                    130
                } else if dark_ground {
                    95
                } else {
                    120
                });
            }
            Role::Lost => return if strong { Rgba::hex(0xFF_7A_1F) } else { LOST },
            Role::LostFill => {
                return LOST.alpha(if strong {
                    70
                } else if dark_ground {
                    40
                } else {
                    28
                });
            }
            Role::LostLater => return LOST.alpha(if strong { 220 } else { 150 }),
            Role::Kernel => return KERNEL,
            Role::Ramp(at) => return ramp(at, dark_ground),
            Role::RampFill(at) => return ramp(at, dark_ground).alpha(if dark_ground { 60 } else { 48 }),
            Role::KernelFill => return KERNEL.alpha(if dark_ground { 150 } else { 110 }),
            Role::Block(kind, side) => return self.block(kind, side),
        };
        Rgba::hex(match self.name {
            ThemeName::Light => light,
            ThemeName::Dark => dark,
            ThemeName::Contrast => contrast,
            ThemeName::Print => print,
        })
    }

    /// The sides of a box are shades of one colour. They are pale on light grounds and deep on dark ones, so that what a
    /// unit sees stands out on them, and differ in lightness as well as in hue.
    const fn block(self, kind: BlockKind, side: Side) -> Rgba {
        const WHITE: Rgba = Rgba::hex(0xFF_FF_FF);
        const INK: Rgba = Rgba::hex(0x10_18_28);
        let (light, dark, contrast, print) = match kind {
            BlockKind::Image => (0xE3_E7_ED, 0x4B_51_5E, 0x3C_3C_3C, 0xF1_F1_F1),
            BlockKind::Conv => (0xB7_CB_EA, 0x3D_5A_90, 0x1D_4A_96, 0xC8_D8_F0),
            BlockKind::Pool => (0xEA_C2_C7, 0x87_4F_5C, 0x8E_2B_40, 0xEF_CD_D2),
            BlockKind::Dense => (0xCF_C2_E6, 0x60_50_8C, 0x60_3A_9A, 0xDD_D3_EE),
            BlockKind::Other => (0xD3_DA_CB, 0x57_60_4E, 0x45_54_30, 0xE4_E9_DE),
            BlockKind::Pointwise => (0x64_7E_AE, 0xA3_B8_E0, 0xCF_DD_FF, 0x5A_72_A0),
        };
        let (base, highlight, shade, edge) = match self.name {
            ThemeName::Light => (light, 110, 28, 160),
            ThemeName::Dark => (dark, 34, 62, 120),
            ThemeName::Contrast => (contrast, 34, 62, 215),
            ThemeName::Print => (print, 120, 22, 190),
        };
        let base = Rgba::hex(base);
        match side {
            Side::Front => base,
            Side::Top => mixed(base, WHITE, highlight),
            Side::End => mixed(base, INK, shade),
            Side::Edge => mixed(base, if self.is_dark() { WHITE } else { INK }, edge),
        }
    }
}

/// `part` of 255 of the other colour.
const fn mixed(color: Rgba, other: Rgba, part: u32) -> Rgba {
    let Rgba(r, g, b, _) = color;
    Rgba(between(r, other.0, part), between(g, other.1, part), between(b, other.2, part), 255)
}

/// The colours of a ramp, dark ones first: lightness rises along it, so that it can be read without colours too. On a
/// dark ground its dark end is lighter.
const RAMP: [[u8; 3]; 6] = [
    [0x0B, 0x3C, 0x6E],
    [0x1F, 0x6F, 0xB4],
    [0x2E, 0x93, 0xA8],
    [0x4F, 0xA8, 0x7C],
    [0xB9, 0xA0, 0x2E],
    [0xE6, 0x9F, 0x00],
];
const DARK_RAMP: [[u8; 3]; 6] = [
    [0x5A, 0x8F, 0xD6],
    [0x56, 0xB4, 0xE9],
    [0x4F, 0xC3, 0xC7],
    [0x74, 0xCF, 0x9A],
    [0xD6, 0xC5, 0x5A],
    [0xFF, 0xC2, 0x4D],
];

const fn ramp(at: u8, dark_ground: bool) -> Rgba {
    let stops = if dark_ground { DARK_RAMP } else { RAMP };
    let along = at as usize * (stops.len() - 1);
    let (stop, part) = (along / 255, (along % 255) as u32);
    let (from, to) = (stops[stop], stops[if stop + 1 < stops.len() { stop + 1 } else { stop }]);
    Rgba(between(from[0], to[0], part), between(from[1], to[1], part), between(from[2], to[2], part), 255)
}

const fn between(from: u8, to: u8, part: u32) -> u8 {
    ((from as u32 * (255 - part) + to as u32 * part + 127) / 255) as u8
}
