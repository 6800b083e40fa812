//! What each kind of note is: a row each.

use super::rules::{NoteField, NoteOf, NotePart, NoteRules};
use crate::text::lang::Text;

/// Of what is promised.
const PROMISED: [Text; 4] = [
    text!("逾期未兑现", "past, not kept"),
    text!("未到期", "not yet due"),
    text!("逾期兑现", "kept late"),
    text!("按期兑现", "kept in time"),
];
/// Of what is asked for.
const ASKED: [Text; 4] = [
    text!("逾期未办结", "past, open"),
    text!("待办结", "open"),
    text!("逾期办结", "settled late"),
    text!("按期办结", "settled in time"),
];

const fn part(field: NoteField, id: &'static str, needed: Text, ask: Text) -> NotePart {
    NotePart {
        field,
        id,
        needed,
        ask,
        label: Text::NONE,
    }
}

impl NotePart {
    const fn under(self, label: Text) -> Self {
        Self { label, ..self }
    }
}

/// What a kind has of which nothing else is said: it is told of units and associations, by units too,
/// and moves nothing.
const SAID: NoteRules = NoteRules {
    id: "",
    word: Text::NONE,
    verb: Text::NONE,
    parts: &[],
    many: true,
    moves_dates: false,
    filter: ["", ""],
    filter_word: Text::NONE,
    until: Text::NONE,
    done: Text::NONE,
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

pub(super) static CONTACT: NoteRules = NoteRules {
    id: "contact",
    word: text!("联系人", "contact"),
    verb: text!("登记联系人", "record contact"),
    parts: &[
        part(
            NoteField::Person,
            "person",
            text!("联系人姓名", "name of the contact"),
            text!("联系人姓名", "name of the contact"),
        ),
        part(
            NoteField::Phone,
            "phone",
            Text::NONE,
            text!(
                "联系人电话（可留空）",
                "phone of the contact (may be empty)"
            ),
        ),
    ],
    many: false,
    filter: ["contact", "联系人"],
    filter_word: text!("联系人", "contact"),
    ..SAID
};

pub(super) static PROMISE: NoteRules = NoteRules {
    id: "promise",
    word: text!("承诺", "promised"),
    verb: text!("记下承诺", "note promise"),
    parts: &[
        part(
            NoteField::Text,
            "text",
            text!("承诺的内容", "what was promised"),
            text!("承诺办什么", "what was promised"),
        ),
        part(
            NoteField::DueOn,
            "due_on",
            text!("承诺的期限", "the day of the promise"),
            text!("承诺何日前办到", "by which day"),
        ),
        part(NoteField::Milestone, "milestone", Text::NONE, Text::NONE),
        part(NoteField::DoneOn, "kept_on", Text::NONE, Text::NONE),
    ],
    moves_dates: true,
    filter: ["promise", "承诺"],
    filter_word: text!("未兑现的承诺", "open promise"),
    until: text!("承诺", "promised"),
    done: text!("兑现", "kept"),
    ..SAID
};

pub(super) static REMARK: NoteRules = NoteRules {
    id: "remark",
    word: text!("备注", "remark"),
    verb: text!("写备注", "write remark"),
    parts: &[
        part(
            NoteField::On,
            "on",
            text!("备注的日期", "the day of the remark"),
            Text::NONE,
        ),
        part(
            NoteField::Text,
            "text",
            text!("备注的内容", "the remark"),
            text!("备注", "remark"),
        ),
    ],
    filter: ["remark", "备注"],
    filter_word: text!("备注", "remark"),
    ..SAID
};

pub(super) static OFFICE: NoteRules = NoteRules {
    id: "office",
    word: text!("办公室", "office"),
    verb: text!("登记办公室", "record office"),
    parts: &[
        part(
            NoteField::Title,
            "name",
            Text::NONE,
            text!("办公室名称（可留空）", "name of the office (may be empty)"),
        )
        .under(text!("名称", "name")),
        part(
            NoteField::Person,
            "person",
            Text::NONE,
            text!("办公室联系人", "contact of the office"),
        )
        .under(text!("联系人", "contact")),
        part(
            NoteField::Phone,
            "phone",
            Text::NONE,
            text!("办公室电话", "phone of the office"),
        )
        .under(text!("电话", "phone")),
        part(
            NoteField::Text,
            "signature",
            Text::NONE,
            text!(
                "文书的落款（可留空）",
                "signature of letters (may be empty)"
            ),
        )
        .under(text!("落款", "signature")),
        part(
            NoteField::Number,
            "series",
            Text::NONE,
            text!(
                "文号的机关代字，如 开脱钩办",
                "document code of the office, such as 开脱钩办"
            ),
        )
        .under(text!("机关代字", "code")),
    ],
    many: false,
    of: NoteOf::City,
    ..OF_OFFICE
};

pub(super) static LETTER: NoteRules = NoteRules {
    id: "letter",
    word: text!("发文", "letter"),
    verb: text!("登记发文", "record letter"),
    parts: &[
        part(
            NoteField::On,
            "on",
            text!("发文的日期", "the day of the letter"),
            Text::NONE,
        )
        .under(text!("日期", "date")),
        part(
            NoteField::Title,
            "kind",
            text!("文书的种类", "the kind of letter"),
            Text::NONE,
        )
        .under(text!("文书", "letter")),
        part(NoteField::Number, "number", Text::NONE, Text::NONE).under(text!("文号", "number")),
        part(NoteField::Text, "matter", Text::NONE, Text::NONE).under(text!("事由", "matter")),
        part(NoteField::DueOn, "reply_by", Text::NONE, Text::NONE)
            .under(text!("回复期限", "reply by")),
        part(NoteField::DoneOn, "settled_on", Text::NONE, Text::NONE)
            .under(text!("办结", "settled")),
    ],
    filter: ["letter", "发文"],
    filter_word: text!("未办结的发文", "open letter"),
    until: text!("回复", "reply"),
    done: text!("办结", "settled"),
    of: NoteOf::CityOrUnit,
    ..OF_OFFICE
};

pub(super) static VISIT: NoteRules = NoteRules {
    id: "visit",
    word: text!("督导", "visit"),
    verb: text!("登记督导", "record visit"),
    parts: &[
        part(
            NoteField::On,
            "on",
            text!("督导的日期", "the day of the visit"),
            Text::NONE,
        )
        .under(text!("日期", "date")),
        part(
            NoteField::Person,
            "person",
            Text::NONE,
            text!("督导人（可留空）", "who visited (may be empty)"),
        )
        .under(text!("督导人", "visitor")),
        part(
            NoteField::Text,
            "found",
            text!("督导发现的情况", "what the visit found"),
            text!("发现了什么", "what was found"),
        )
        .under(text!("情况", "found")),
        part(
            NoteField::DueOn,
            "due_on",
            Text::NONE,
            text!("何日前整改（可留空）", "to be mended by (may be empty)"),
        )
        .under(text!("整改期限", "mend by")),
        part(NoteField::DoneOn, "done_on", Text::NONE, Text::NONE).under(text!("整改", "mended")),
    ],
    filter: ["visit", "督导"],
    filter_word: text!("未整改的督导", "open visit"),
    until: text!("整改", "mended"),
    done: text!("整改", "mended"),
    ..OF_OFFICE
};

pub(super) static ATTENDANCE: NoteRules = NoteRules {
    id: "attendance",
    word: text!("到会", "attendance"),
    verb: text!("登记到会", "record attendance"),
    parts: &[
        part(
            NoteField::Number,
            "meeting",
            text!("会议是哪个节点", "the milestone of the meeting"),
            text!("哪个节点的会议", "the meeting of which milestone"),
        )
        .under(text!("节点", "milestone")),
        part(
            NoteField::On,
            "on",
            text!("到会的日期", "the day of the meeting"),
            Text::NONE,
        )
        .under(text!("日期", "date")),
        part(NoteField::Person, "person", Text::NONE, Text::NONE)
            .under(text!("到会的人", "attended by")),
        part(NoteField::Title, "body", Text::NONE, Text::NONE)
            .under(text!("成员单位", "member body")),
    ],
    filter: ["attendance", "到会"],
    filter_word: text!("到会", "attendance"),
    of: NoteOf::CityOrUnit,
    ..OF_OFFICE
};

pub(super) static CHECKED: NoteRules = NoteRules {
    id: "checked",
    word: text!("成员单位核对", "member body's check"),
    verb: text!("登记成员单位核对", "record member body's check"),
    parts: &[
        part(
            NoteField::Title,
            "body",
            text!("成员单位", "member body"),
            Text::NONE,
        )
        .under(text!("成员单位", "member body")),
        part(
            NoteField::On,
            "on",
            text!("核对的日期", "the day of the check"),
            Text::NONE,
        )
        .under(text!("日期", "date")),
        part(NoteField::Person, "person", Text::NONE, Text::NONE)
            .under(text!("核对人", "checked by")),
        part(NoteField::Text, "text", Text::NONE, Text::NONE).under(text!("结果", "result")),
    ],
    of: NoteOf::City,
    ..OF_OFFICE
};

pub(super) static REASON: NoteRules = NoteRules {
    id: "reason",
    word: text!("未完成原因", "reason"),
    verb: text!("登记未完成原因", "record why not done"),
    parts: &[
        part(
            NoteField::Title,
            "reason",
            text!("未完成的原因", "why it is not done"),
            text!("未完成的原因", "why it is not done"),
        )
        .under(text!("原因", "reason")),
        part(
            NoteField::Number,
            "batch",
            Text::NONE,
            text!(
                "转入哪一批，如 第二批（可留空）",
                "into which batch, such as 第二批 (may be empty)"
            ),
        )
        .under(text!("转入", "into")),
        part(
            NoteField::Text,
            "text",
            Text::NONE,
            text!("说明（可留空）", "note (may be empty)"),
        )
        .under(text!("说明", "note")),
    ],
    many: false,
    filter: ["reason", "未完成原因"],
    filter_word: text!("未完成原因", "reason"),
    of: NoteOf::Association,
    ..SAID
};
