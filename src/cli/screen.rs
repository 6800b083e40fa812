//! `tuogou screen`: a screen drawn by keys, as text or SVG; pictures of the manual are made by it.

use clap::Args;

/// Arguments of `screen`.
#[derive(Debug, Args)]
pub struct ScreenArgs {
    /// 按键：字符照写，其余写在尖括号里，如 enter、space、f7
    /// ¦ Keys: characters as they are, others in angle brackets, such as enter, space, f7
    #[arg(default_value = "")]
    pub keys: String,
    /// 列数
    /// ¦ Columns
    #[arg(long, default_value_t = 120)]
    pub columns: u16,
    /// 行数
    /// ¦ Lines
    #[arg(long, default_value_t = 40)]
    pub lines: u16,
    /// 打印 SVG
    /// ¦ Print SVG
    #[arg(long)]
    pub svg: bool,
}

impl ScreenArgs {
    /// What is to be drawn.
    pub fn size(&self) -> crate::tui::ScreenSize {
        crate::tui::ScreenSize {
            columns: self.columns,
            lines: self.lines,
            svg: self.svg,
        }
    }
}
