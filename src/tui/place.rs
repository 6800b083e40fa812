//! The places whose bindings hold: the pages, and what holds on several of them. Pages, keys and
//! help all name them; they name nobody.

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Global,
    /// Every screen with a list.
    List,
    /// The screens that are always there.
    Tabs,
    /// 总览 and 名册: the views of the roster.
    Views,
    /// 总览.
    Overview,
    /// The list behind a number of 总览.
    DrillDown,
    /// 变化.
    Changes,
    /// 名册.
    Roster,
    /// 时间轴.
    Timeline,
    /// 矩阵.
    Matrix,
    /// 问题.
    Findings,
    /// 节点.
    Milestone,
    /// 协会.
    Association,
    /// 调度会.
    Meeting,
    /// 表格.
    Form,
    /// 前后对照.
    Mirror,
    /// 导入预览.
    Import,
    /// 预览 of a unit's file.
    Preview,
    /// 名册预览.
    RosterFile,
}

impl Place {
    /// All, in the order of the help screen.
    pub const ALL: [Self; 19] = [
        Self::Overview,
        Self::DrillDown,
        Self::Changes,
        Self::Roster,
        Self::Association,
        Self::Meeting,
        Self::Form,
        Self::Mirror,
        Self::Import,
        Self::Preview,
        Self::RosterFile,
        Self::Timeline,
        Self::Matrix,
        Self::Milestone,
        Self::Findings,
        Self::Tabs,
        Self::List,
        Self::Views,
        Self::Global,
    ];

    /// One of the screens that are always there.
    pub const fn is_tab(self) -> bool {
        matches!(
            self,
            Self::Overview | Self::Roster | Self::Timeline | Self::Matrix | Self::Findings
        )
    }

    /// The places whose bindings hold here, the nearer ones first.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        let tabs = self.is_tab().then_some(Self::Tabs);
        // Elsewhere a digit belongs to what is shown.
        let views = matches!(self, Self::Overview | Self::Roster).then_some(Self::Views);
        std::iter::once(self)
            .chain(tabs)
            .chain([Self::List])
            .chain(views)
            .chain([Self::Global])
    }

    /// The heading in help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => s!("任何画面", "Everywhere"),
            Self::List => s!("列表移动", "Moving in lists"),
            Self::Tabs => s!("换页", "Pages"),
            Self::Views => s!("视图（总览和名册）", "Views (overview and roster)"),
            Self::Overview => s!("总览", "Overview"),
            Self::DrillDown => s!("名单", "List behind a figure"),
            Self::Changes => s!("变化", "Changes"),
            Self::Roster => s!("名册", "Roster"),
            Self::Timeline => s!("时间轴", "Timeline"),
            Self::Matrix => s!("矩阵", "Matrix"),
            Self::Findings => s!("问题", "Findings"),
            Self::Milestone => s!("节点", "Milestone"),
            Self::Association => s!("协会", "Association"),
            Self::Meeting => s!("调度会", "Meeting"),
            Self::Form => s!("表格", "Form"),
            Self::Mirror => s!("前后对照", "Before and after"),
            Self::Import => s!("导入预览", "Import preview"),
            Self::RosterFile => s!("名册预览", "Roster preview"),
            Self::Preview => s!("分册预览", "Bundle preview"),
        }
    }
}
