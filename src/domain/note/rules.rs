//! The kinds of notes, a row each: what one holds, what is asked for it, what it is called, what it moves.

use super::Kept;
use crate::domain::subject::Subject;

/// What a note of a kind is, and everything that it touches.
#[derive(Debug)]
pub struct NoteRules {
    /// As SQL and JSON name it.
    pub id: &'static str,
    /// The word for people.
    pub word: &'static str,
    /// What recording one is called.
    pub verb: &'static str,
    /// What it holds, in the order in which it is written.
    pub parts: &'static [NotePart],
    /// A subject has any number of them, told apart by when they were entered; else one.
    pub many: bool,
    /// It can put off a milestone, and with it what is due.
    pub moves_dates: bool,
    /// What `has:` calls it in the filter. Of a kind with a deadline it means those still open.
    pub filter: [&'static str; 2],
    /// The same, for people.
    pub filter_word: &'static str,
    /// What stands before the day until which it is to be done.
    pub until: &'static str,
    /// That it was done.
    pub done: &'static str,
    /// How one stands with a day until which it is to be done: past, open, done late, in time.
    pub standing: [&'static str; 4],
    /// A unit sends it in with what it has done itself.
    pub from_units: bool,
    /// Whom it can be about.
    pub of: NoteOf,
}

/// Whom a note can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteOf {
    /// A unit or an association.
    Either,
    /// A unit; not one of its associations.
    Unit,
    /// An association.
    Association,
    /// The whole round.
    City,
    /// The whole round, or a unit.
    CityOrUnit,
}

impl NoteOf {
    /// It can be about this one.
    pub const fn takes(self, subject: &Subject) -> bool {
        match self {
            Self::Either => !matches!(subject, Subject::City),
            Self::Unit => matches!(subject, Subject::Unit(_)),
            Self::Association => matches!(subject, Subject::Association(_)),
            Self::City => matches!(subject, Subject::City),
            Self::CityOrUnit => !matches!(subject, Subject::Association(_)),
        }
    }
}

impl NoteRules {
    /// How a note with a day stands, in words.
    pub const fn standing(&self, kept: Kept) -> &'static str {
        self.standing[kept as usize]
    }
}

/// Of what is promised.
const PROMISED: [&str; 4] = ["逾期未兑现", "未到期", "逾期兑现", "按期兑现"];
/// Of what is asked for.
const ASKED: [&str; 4] = ["逾期未办结", "待办结", "逾期办结", "按期办结"];

/// A part of a note.
#[derive(Debug)]
pub struct NotePart {
    pub field: NoteField,
    /// As JSON names it.
    pub id: &'static str,
    /// What is missing without it; empty = it may be left out.
    pub needed: &'static str,
    /// The question for it; empty = nobody is asked.
    pub ask: &'static str,
    /// What stands above it in a list; empty where the list of the kind has columns of its own.
    pub label: &'static str,
}

/// What a note can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteField {
    /// [`super::Note::on`]
    On,
    /// [`super::Note::person`]
    Person,
    /// [`super::Note::phone`]
    Phone,
    /// [`super::Note::title`]
    Title,
    /// [`super::Note::number`]
    Number,
    /// [`super::Note::text`]
    Text,
    /// [`super::Note::due_on`]
    DueOn,
    /// [`super::Note::milestone`]
    Milestone,
    /// [`super::Note::done_on`]
    DoneOn,
}

const fn part(
    field: NoteField,
    id: &'static str,
    needed: &'static str,
    ask: &'static str,
) -> NotePart {
    NotePart {
        field,
        id,
        needed,
        ask,
        label: "",
    }
}

impl NotePart {
    const fn under(self, label: &'static str) -> Self {
        Self { label, ..self }
    }
}

/// What a kind has of which nothing else is said: it is told of units and associations, by units too,
/// and moves nothing.
const SAID: NoteRules = NoteRules {
    id: "",
    word: "",
    verb: "",
    parts: &[],
    many: true,
    moves_dates: false,
    filter: ["", ""],
    filter_word: "",
    until: "",
    done: "",
    standing: PROMISED,
    from_units: true,
    of: NoteOf::Either,
};

/// What the office keeps for itself.
const OF_OFFICE: NoteRules = NoteRules {
    standing: ASKED,
    from_units: false,
    of: NoteOf::Unit,
    ..SAID
};

static CONTACT: NoteRules = NoteRules {
    id: "contact",
    word: "联系人",
    verb: "登记联系人",
    parts: &[
        part(NoteField::Person, "person", "联系人姓名", "联系人姓名"),
        part(NoteField::Phone, "phone", "", "联系人电话（可留空）"),
    ],
    many: false,
    filter: ["contact", "联系人"],
    filter_word: "联系人",
    ..SAID
};

static PROMISE: NoteRules = NoteRules {
    id: "promise",
    word: "承诺",
    verb: "记下承诺",
    parts: &[
        part(NoteField::Text, "text", "承诺的内容", "承诺办什么"),
        part(NoteField::DueOn, "due_on", "承诺的期限", "承诺何日前办到"),
        part(NoteField::Milestone, "milestone", "", ""),
        part(NoteField::DoneOn, "kept_on", "", ""),
    ],
    moves_dates: true,
    filter: ["promise", "承诺"],
    filter_word: "未兑现的承诺",
    until: "承诺",
    done: "兑现",
    ..SAID
};

static REMARK: NoteRules = NoteRules {
    id: "remark",
    word: "备注",
    verb: "写备注",
    parts: &[
        part(NoteField::On, "on", "备注的日期", ""),
        part(NoteField::Text, "text", "备注的内容", "备注"),
    ],
    filter: ["remark", "备注"],
    filter_word: "备注",
    ..SAID
};

static OFFICE: NoteRules = NoteRules {
    id: "office",
    word: "办公室",
    verb: "登记办公室",
    parts: &[
        part(NoteField::Title, "name", "", "办公室名称（可留空）").under("名称"),
        part(NoteField::Person, "person", "", "办公室联系人").under("联系人"),
        part(NoteField::Phone, "phone", "", "办公室电话").under("电话"),
        part(NoteField::Text, "signature", "", "文书的落款（可留空）").under("落款"),
        part(
            NoteField::Number,
            "series",
            "",
            "文号的机关代字，如 开脱钩办",
        )
        .under("机关代字"),
    ],
    many: false,
    of: NoteOf::City,
    ..OF_OFFICE
};

static LETTER: NoteRules = NoteRules {
    id: "letter",
    word: "发文",
    verb: "登记发文",
    parts: &[
        part(NoteField::On, "on", "发文的日期", "").under("日期"),
        part(NoteField::Title, "kind", "文书的种类", "").under("文书"),
        part(NoteField::Number, "number", "", "").under("文号"),
        part(NoteField::Text, "matter", "", "").under("事由"),
        part(NoteField::DueOn, "reply_by", "", "").under("回复期限"),
        part(NoteField::DoneOn, "settled_on", "", "").under("办结"),
    ],
    filter: ["letter", "发文"],
    filter_word: "未办结的发文",
    until: "回复",
    done: "办结",
    of: NoteOf::CityOrUnit,
    ..OF_OFFICE
};

static VISIT: NoteRules = NoteRules {
    id: "visit",
    word: "督导",
    verb: "登记督导",
    parts: &[
        part(NoteField::On, "on", "督导的日期", "").under("日期"),
        part(NoteField::Person, "person", "", "督导人（可留空）").under("督导人"),
        part(NoteField::Text, "found", "督导发现的情况", "发现了什么").under("情况"),
        part(NoteField::DueOn, "due_on", "", "何日前整改（可留空）").under("整改期限"),
        part(NoteField::DoneOn, "done_on", "", "").under("整改"),
    ],
    filter: ["visit", "督导"],
    filter_word: "未整改的督导",
    until: "整改",
    done: "整改",
    ..OF_OFFICE
};

static ATTENDANCE: NoteRules = NoteRules {
    id: "attendance",
    word: "到会",
    verb: "登记到会",
    parts: &[
        part(
            NoteField::Number,
            "meeting",
            "会议是哪个节点",
            "哪个节点的会议",
        )
        .under("节点"),
        part(NoteField::On, "on", "到会的日期", "").under("日期"),
        part(NoteField::Person, "person", "", "").under("到会的人"),
        part(NoteField::Title, "body", "", "").under("成员单位"),
    ],
    filter: ["attendance", "到会"],
    filter_word: "到会",
    of: NoteOf::CityOrUnit,
    ..OF_OFFICE
};

static CHECKED: NoteRules = NoteRules {
    id: "checked",
    word: "成员单位核对",
    verb: "登记成员单位核对",
    parts: &[
        part(NoteField::Title, "body", "成员单位", "").under("成员单位"),
        part(NoteField::On, "on", "核对的日期", "").under("日期"),
        part(NoteField::Person, "person", "", "").under("核对人"),
        part(NoteField::Text, "text", "", "").under("结果"),
    ],
    of: NoteOf::City,
    ..OF_OFFICE
};

static REASON: NoteRules = NoteRules {
    id: "reason",
    word: "未完成原因",
    verb: "登记未完成原因",
    parts: &[
        part(NoteField::Title, "reason", "未完成的原因", "未完成的原因").under("原因"),
        part(
            NoteField::Number,
            "batch",
            "",
            "转入哪一批，如 第二批（可留空）",
        )
        .under("转入"),
        part(NoteField::Text, "text", "", "说明（可留空）").under("说明"),
    ],
    many: false,
    filter: ["reason", "未完成原因"],
    filter_word: "未完成原因",
    of: NoteOf::Association,
    ..SAID
};

/// Each kind with its row, so that none can be left out of [`NoteKind::ALL`].
macro_rules! note_kinds {
    ($($(#[$about:meta])* $kind:ident = $rules:ident,)*) => {
        /// A kind of note. The order is that in which facts stand.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum NoteKind {
            $($(#[$about])* $kind,)*
        }

        impl NoteKind {
            /// All of them.
            pub const ALL: [Self; [$(stringify!($kind)),*].len()] = [$(Self::$kind),*];

            /// What it is and what it touches.
            pub const fn rules(self) -> &'static NoteRules {
                match self {
                    $(Self::$kind => &$rules,)*
                }
            }
        }
    };
}

note_kinds! {
    /// Who answers for a unit or an association.
    Contact = CONTACT,
    /// Something that was promised, or a later date for a milestone that was agreed. The planned
    /// date stays; this one stands beside it.
    Promise = PROMISE,
    /// Something that was remarked on a day.
    Remark = REMARK,
    /// What letters say of the office of the group.
    Office = OFFICE,
    /// A letter that was sent: which, under which number, and until when it is answered.
    Letter = LETTER,
    /// What was found on a visit.
    Visit = VISIT,
    /// Who was at the meeting of a milestone: a unit, or a member body of the group.
    Attendance = ATTENDANCE,
    /// A member body has checked what is its own.
    Checked = CHECKED,
    /// Why an association is not done, and in which batch it goes on.
    Reason = REASON,
}

impl NoteKind {
    /// Somebody can be asked for one of these about a subject.
    pub fn is_asked_of(self, subject: &Subject) -> bool {
        let rules = self.rules();
        rules.of.takes(subject) && rules.parts.iter().any(|part| !part.ask.is_empty())
    }

    /// By the name that SQL and JSON give it.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.rules().id == id)
    }

    /// It holds something of this sort.
    pub fn has(self, field: NoteField) -> bool {
        self.rules().parts.iter().any(|part| part.field == field)
    }
}
