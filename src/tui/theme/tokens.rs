//! What colours mean, and which colours that are: tokens, and for each scheme a table of them. The
//! only place that names a colour.

#![expect(
    clippy::unreadable_literal,
    reason = "24 bits, as everybody writes them"
)]

/// A colour of the terminal by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// The ground of a page.
    Ground,
    /// Header, footer, side panes, cards.
    Surface,
    /// Lines of a group and of a sum.
    Band,
    /// The ground of a popup.
    Raised,
    /// The line under the cursor.
    Select,
    /// Where one types.
    Field,
    /// The empty part of a bar.
    Track,
    /// The filled part of a bar.
    Bar,
    /// Hairlines and days to come; never text.
    Line,
    Ink,
    /// Titles, main figures, the current name.
    Strong,
    /// Text that comes second.
    Soft,
    /// Column heads, row numbers, what may be missed.
    Faint,
    /// Keys, the active tab, the cursor, today.
    Accent,
    /// Text on the accent.
    OnAccent,
    /// What is late.
    Red,
    /// Near; made up late.
    Yellow,
    /// Due soon; in hand.
    Blue,
    /// Done, on course.
    Green,
    /// What is not started.
    Grey,
    /// The ground of 红 and of a refusal.
    RedGround,
    OnRed,
    /// The ground of 黄 and of 演示.
    YellowGround,
    OnYellow,
    /// Large fills, in the order of the lights from red to grey.
    RedDeep,
    YellowDeep,
    BlueDeep,
    GreenDeep,
    GreyDeep,
    /// Everything behind a popup; not for reading.
    Veil,
}

/// How many tokens there are.
pub const COUNT: usize = Token::Veil as usize + 1;

/// A scheme: 24 bits a token.
pub type Table = [u32; COUNT];

/// Ink on dark paper.
pub const DARK: Table = [
    0x14171b, 0x1e2228, 0x1f242a, 0x272c34, 0x26393d, 0x0f1216, 0x252a31, 0x28504e, 0x414854,
    0xd6dae1, 0xf5f6f8, 0xaab1bd, 0x98a0ad, 0x7fcdc4, 0x0f1a1a, 0xff9a8f, 0xe6c46c, 0x8fbdf7,
    0x93cf92, 0xa0a8b4, 0x6e2523, 0xffd6d1, 0x463b17, 0xf0d68a, 0xd65f56, 0xc9a548, 0x5f93d6,
    0x62a868, 0x717a87, 0x5c636e,
];

/// Ink on light paper.
pub const LIGHT: Table = [
    0xfaf8f3, 0xf1eee6, 0xece8de, 0xffffff, 0xd5e8e5, 0xefece3, 0xe9e4d9, 0xbfe0db, 0xbdb7a8,
    0x2b2e33, 0x101215, 0x4c5158, 0x61656c, 0x0b6462, 0xf3fbfa, 0xa81e17, 0x6e4b00, 0x174f9c,
    0x22602c, 0x5a5f67, 0xf4c7c0, 0x8a0d08, 0xf1e0ab, 0x5a3d00, 0xc4352b, 0xa5790e, 0x2f6fc2,
    0x3b8a48, 0x8b8f96, 0x9a9a96,
];

/// As much contrast as there is, on black.
pub const CONTRAST_DARK: Table = [
    0x000000, 0x121212, 0x1c1c1c, 0x1c1c1c, 0x1f3038, 0x000000, 0x262626, 0x00514b, 0x808080,
    0xffffff, 0xffffff, 0xe8e8e8, 0xd6d6d6, 0x7ffff0, 0x000000, 0xffb8b0, 0xffe27a, 0xb0d8ff,
    0xa8f2a2, 0xd6d6d6, 0x8a0000, 0xffffff, 0xffd84d, 0x000000, 0xff6a5e, 0xffd84d, 0x7db8ff,
    0x6fd67a, 0xa8a8a8, 0x707070,
];

/// As much contrast as there is, on white.
pub const CONTRAST_LIGHT: Table = [
    0xffffff, 0xf2f2f2, 0xe8e8e8, 0xffffff, 0xc9ecff, 0xf2f2f2, 0xe4e4e4, 0xb5e3dd, 0x808080,
    0x000000, 0x000000, 0x1c1c1c, 0x303030, 0x003f3d, 0xffffff, 0x7a0000, 0x4a3200, 0x00307a,
    0x003f10, 0x303030, 0x7a0000, 0xffffff, 0xffe08a, 0x2e1f00, 0xa80000, 0x8a6000, 0x0050b0,
    0x006420, 0x606060, 0x8c8c8c,
];

/// For eyes that do not tell red from green: late is orange, done is blue.
pub const BLUE_ORANGE_DARK: Table = {
    let mut table = DARK;
    table[Token::Red as usize] = 0xffab66;
    table[Token::Yellow as usize] = 0xf0dc9a;
    table[Token::Blue as usize] = 0xc8c2ff;
    table[Token::Green as usize] = 0x86bcff;
    table[Token::RedGround as usize] = 0x703700;
    table[Token::OnRed as usize] = 0xffe3c7;
    table[Token::RedDeep as usize] = 0xe08a3c;
    table[Token::BlueDeep as usize] = 0x9a92d6;
    table[Token::GreenDeep as usize] = 0x5f93d6;
    table
};

/// The same on light paper.
pub const BLUE_ORANGE_LIGHT: Table = {
    let mut table = LIGHT;
    table[Token::Red as usize] = 0x8f3c00;
    table[Token::Yellow as usize] = 0x5c4a00;
    table[Token::Blue as usize] = 0x3f3090;
    table[Token::Green as usize] = 0x0b4f96;
    table[Token::RedGround as usize] = 0xf8d2ab;
    table[Token::OnRed as usize] = 0x6e2f00;
    table[Token::RedDeep as usize] = 0xc2611a;
    table[Token::BlueDeep as usize] = 0x6a60c2;
    table[Token::GreenDeep as usize] = 0x2f6fc2;
    table
};

/// [`DARK`] in the colours that terminals number from 16 to 255.
pub const DARK_INDEXED: [u8; COUNT] = [
    233, 235, 234, 236, 237, 232, 236, 23, 240, 253, 255, 145, 248, 116, 234, 210, 179, 110, 114,
    248, 88, 224, 58, 222, 167, 179, 68, 71, 243, 241,
];

/// [`LIGHT`] in those colours.
pub const LIGHT_INDEXED: [u8; COUNT] = [
    255, 254, 254, 231, 253, 254, 254, 152, 249, 235, 233, 238, 240, 23, 231, 88, 58, 25, 22, 240,
    224, 88, 229, 58, 124, 94, 25, 28, 243, 246,
];

/// The 24 bits of a colour that terminals number from 16 to 255.
pub const fn of_index(index: u8) -> u32 {
    if index >= 232 {
        return (8 + 10 * (index as u32 - 232)) * 0x010101;
    }
    let cube = index as u32 - 16;
    level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6)
}

const fn level(step: u32) -> u32 {
    if step == 0 { 0 } else { 55 + 40 * step }
}

/// The numbered colour that comes nearest to 24 bits.
pub fn nearest(wanted: u32) -> u8 {
    let part = |colour: u32, shift: u32| (colour >> shift & 0xff).cast_signed();
    let away = |index: &u8| -> i32 {
        let parts = [16, 8, 0].map(|shift| part(of_index(*index), shift) - part(wanted, shift));
        parts.iter().map(|by| by * by).sum()
    };
    (16..=255).min_by_key(away).unwrap_or(16)
}
