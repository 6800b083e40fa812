//! Every pair of colours that may meet can be read, in every theme; and which theme it is.

use ratatui::style::Color;
use tuogou::tui::theme::{Depth, Paper, Scheme, Theme, Token, rgb};

/// What any text needs (WCAG AA), and what large fills need.
const TEXT: f64 = 4.5;
const FILL: f64 = 3.0;

/// Grounds on which a line of a page or a popup may stand.
const GROUNDS: [Token; 6] = [
    Token::Ground,
    Token::Surface,
    Token::Band,
    Token::Raised,
    Token::Select,
    Token::Track,
];

/// Inks that may stand on any of them. What is faint becomes soft where it is selected.
const INKS: [Token; 9] = [
    Token::Ink,
    Token::Strong,
    Token::Soft,
    Token::Accent,
    Token::Red,
    Token::Yellow,
    Token::Blue,
    Token::Green,
    Token::Grey,
];

/// Pairs of their own.
const PAIRS: [(Token, Token); 11] = [
    (Token::OnAccent, Token::Accent),
    (Token::OnRed, Token::RedGround),
    (Token::OnYellow, Token::YellowGround),
    (Token::Ink, Token::Bar),
    (Token::Strong, Token::Bar),
    (Token::Strong, Token::Field),
    (Token::Ink, Token::Field),
    (Token::Soft, Token::Field),
    (Token::Faint, Token::Ground),
    (Token::Faint, Token::Raised),
    (Token::OnAccent, Token::Red),
];

const DEEP: [Token; 5] = [
    Token::RedDeep,
    Token::YellowDeep,
    Token::BlueDeep,
    Token::GreenDeep,
    Token::GreyDeep,
];

/// How bright the eye takes a colour to be.
fn luminance(colour: Color) -> f64 {
    let bits = rgb(colour).expect("a colour of ours");
    let part = |shift: u32| {
        let part = f64::from(bits >> shift & 0xff) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

fn contrast(one: Color, two: Color) -> f64 {
    let (one, two) = (luminance(one), luminance(two));
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

/// Pairs of a theme that cannot be told apart well enough.
fn too_close(theme: &Theme, text: f64) -> Vec<(Token, Token, f64)> {
    let inks = INKS.iter().chain([&Token::Faint]);
    let met = inks.flat_map(|ink| GROUNDS.map(|ground| (*ink, ground, text)));
    let met = met.filter(|(ink, ground, _)| (*ink, *ground) != (Token::Faint, Token::Select));
    let lights = [Token::Yellow, Token::Blue, Token::Green, Token::Grey];
    let badges = lights.map(|light| (Token::OnAccent, light, text));
    let fills = DEEP.map(|deep| (deep, Token::Ground, FILL));
    let pairs = PAIRS.map(|(ink, ground)| (ink, ground, text));
    let all = met.chain(badges).chain(fills).chain(pairs);
    let measured = all.map(|(ink, ground, least)| {
        let found = contrast(theme.colour(ink), theme.colour(ground));
        (ink, ground, found, least)
    });
    let close = measured.filter(|(.., found, least)| found < least);
    close
        .map(|(ink, ground, found, _)| (ink, ground, found))
        .collect()
}

#[test]
fn every_pair_that_may_meet_can_be_read() {
    for scheme in [Scheme::Usual, Scheme::Contrast, Scheme::BlueOrange] {
        for paper in [Paper::Dark, Paper::Light] {
            for depth in [Depth::Full, Depth::Indexed] {
                let theme = Theme::new(scheme, depth, paper);
                let most = (Scheme::Contrast, Depth::Full);
                // The 216 colours have nothing between black and their first step.
                let least = if (scheme, depth) == most { 7.0 } else { TEXT };
                let close = too_close(&theme, least);
                assert!(
                    close.is_empty(),
                    "{scheme:?} {paper:?} {depth:?}: {close:#?}"
                );
            }
        }
    }
}

#[test]
fn the_test_of_contrast_can_fail() {
    let black = Color::Rgb(0, 0, 0);
    assert!((contrast(black, Color::Rgb(255, 255, 255)) - 21.0).abs() < 0.01);
    assert!(!too_close(&Theme::dark(), 9.0).is_empty());
}
