//! Forms as files: what is printed comes back, whatever was written; what was tampered with is
//! named by place.

use proptest::prelude::*;
use tuogou::domain::change::Subject;
use tuogou::domain::command::{Command, Context, NewAnswer, Title};
use tuogou::domain::decide::decide;
use tuogou::domain::form::{Field, FieldKind, Form, Named, filled, known};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::note::Note;
use tuogou::exchange::form::plan::FormPlan;
use tuogou::exchange::form::printed::PrintedForm;
use tuogou::exchange::form::{docx, read_file, xlsx};
use tuogou::text::numbering;

use crate::support::{Home, date, instant, moment};

/// Position of 29 开封市钓鱼协会.
const FISHING: usize = 28;

fn empty() -> Ledger {
    Home::new().open("张三").1
}

/// Writes answers into a copy of the ledger.
fn with(ledger: &Ledger, answers: Vec<NewAnswer>) -> Ledger {
    let command = Command::SetAnswers {
        title: Title::Named("试".into()),
        answers,
    };
    let context = Context::new("张三", instant(), date("2020-07-20"));
    let decision = decide(ledger, &command, &context).expect("accepted");
    let mut ledger = ledger.clone();
    for change in &decision.changes {
        ledger.apply([change]).expect("applied");
    }
    ledger
}

/// Writing of a kind of field, with signs that stand in printed forms too.
fn writing(field: &Field) -> BoxedStrategy<Vec<Vec<String>>> {
    let texts = prop_oneof![
        3 => "[\\u{4e00}-\\u{4eff}]{1,8}",
        1 => "[一-龥（），。：；|｜□☑…√_ 1-9.、<&>\"'\\\\-]{1,16}",
        1 => Just("甲），地址（乙".to_owned()),
        1 => Just("1.……".to_owned()),
    ];
    // What a place is drawn with does not come back from its ends.
    let text = texts.prop_map(|text| text.trim_matches(['_', ' ']).to_owned());
    let one = |text: BoxedStrategy<String>| text.prop_map(|text| vec![vec![text]]).boxed();
    match field.kind {
        FieldKind::Integer => one((0u64..100_000).prop_map(|n| n.to_string()).boxed()),
        FieldKind::Amount | FieldKind::Area => one((0u64..100_000, 0u32..100)
            .prop_map(|(whole, cents)| format!("{whole}.{cents:02}"))
            .boxed()),
        FieldKind::Month => one(Just("2020-08".to_owned()).boxed()),
        FieldKind::YesNo | FieldKind::Single | FieldKind::Tick | FieldKind::Multiple => {
            one(prop::sample::select(field.options.clone()).boxed())
        }
        // Items that are counted on one line are several, and strokes alone say that there is none.
        FieldKind::List => {
            let item = text.prop_map(|text| match numbering::items(&text).as_slice() {
                [item] if *item == text && !is_strokes(&text) => vec![text],
                _ => vec!["甲".to_owned()],
            });
            prop::collection::vec(item, 0..6).boxed()
        }
        FieldKind::Table => {
            let cell = |column: &String| {
                if field.month_columns.contains(column) {
                    "2019-0[1-9]".boxed()
                } else {
                    let said = |text: String| {
                        if is_strokes(&text) {
                            "甲".to_owned()
                        } else {
                            text
                        }
                    };
                    text.clone().prop_map(said).boxed()
                }
            };
            let row: Vec<_> = field.columns.iter().map(cell).collect();
            prop::collection::vec(row, 0..6).boxed()
        }
        _ => one(text.boxed()),
    }
}

fn is_strokes(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "/-—".contains(c))
}

/// Answers of a whole form; some fields stay blank.
fn answers(form: &Form) -> BoxedStrategy<Vec<NewAnswer>> {
    let fields: Vec<_> = form
        .fields
        .iter()
        .filter(|field| field.names != Some(Named::Association))
        .map(|field| {
            let id = field.id.clone();
            prop::option::weighted(0.8, writing(field)).prop_map(move |rows| NewAnswer {
                association: 29,
                field: id.clone(),
                rows: rows.unwrap_or_default(),
            })
        })
        .collect();
    fields.boxed()
}

/// The answers that are printed: shown and filled in.
fn printed(ledger: &Ledger, form: usize) -> Vec<(String, String)> {
    filled::fields(ledger, FISHING.into(), form)
        .filter(|field| field.shown)
        .filter_map(|field| {
            let value = &field.record?.value;
            Some((field.def.id.clone(), format!("{value:?}")))
        })
        .collect()
}

/// What is printed of fields that nobody has filled in, as answers.
fn known(ledger: &Ledger, form: usize) -> Vec<NewAnswer> {
    let fields = filled::fields(ledger, FISHING.into(), form);
    let empty = fields.filter(|field| field.shown && field.record.is_none());
    let known = empty.filter_map(|field| {
        let text = known::of(ledger, FISHING.into(), field.def)?;
        let round = ledger.round();
        Some(NewAnswer::written(round, 29, &field.def.id, &[text]))
    });
    known.collect()
}

type Writer = fn(&PrintedForm<'_>) -> Vec<u8>;

fn come_back(form: usize, answers: Vec<NewAnswer>, write: Writer) -> Result<(), TestCaseError> {
    let blank = empty();
    let ledger = with(&blank, answers);
    // What the ledger knows is printed where nothing is filled in, and comes back as filled in.
    let known = known(&ledger, form);
    let ledger = with(&ledger, known);
    let bytes = write(&PrintedForm::new(&ledger, FISHING.into(), form));
    let read = || read_file(&ledger.round().forms, &bytes).expect("a form");
    let same = FormPlan::new(&ledger, read(), None);
    prop_assert_eq!(same.problems, []);
    prop_assert_eq!(same.changes, []);
    prop_assert_eq!(same.no, Some(29));
    let plan = FormPlan::new(&blank, read(), None);
    prop_assert_eq!(&plan.problems, &[]);
    let again = with(&blank, plan.answers().collect());
    prop_assert_eq!(printed(&again, form), printed(&ledger, form));
    Ok(())
}

fn forms() -> Vec<Form> {
    empty().round().forms.clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_come_back_from_word(
        (form, answers) in (0usize..2).prop_flat_map(|at| (Just(at), answers(&forms()[at])))
    ) {
        come_back(form, answers, docx::write)?;
    }

    #[test]
    fn any_answers_come_back_from_excel(
        (form, answers) in (0usize..2).prop_flat_map(|at| (Just(at), answers(&forms()[at])))
    ) {
        come_back(form, answers, xlsx::write)?;
    }
}

/// A blank form says what the ledger knows: the name, the unit, whom to ask at both. Read back as it was
/// printed, that changes nothing; with something filled in, it is filled in too.
#[test]
fn a_blank_form_says_what_is_known() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for (subject, person, phone) in [
        (Subject::Association(29), "钱某", "0371-29"),
        (Subject::Unit("开封市教育体育局".into()), "孙某", "0371-1"),
    ] {
        let note = Note::contact(person, phone);
        let command = Command::Note { subject, note };
        let done = session.execute(&mut ledger, &command, moment("2020-07-20"));
        done.expect("recorded");
    }
    for (form, writer) in [0, 1].into_iter().flat_map(|form| {
        [docx::write as Writer, xlsx::write as Writer].map(|writer| (form, writer))
    }) {
        let come_back = |ledger: &Ledger, printed: &Ledger| {
            let bytes = writer(&PrintedForm::new(printed, FISHING.into(), form));
            let read = read_file(&ledger.round().forms, &bytes).expect("a form");
            let plan = FormPlan::new(ledger, read, None);
            assert_eq!(plan.problems, []);
            plan.answers().collect::<Vec<NewAnswer>>()
        };
        assert_eq!(come_back(&ledger, &ledger), []);
        let field = ["a2.1.address", "a4.1.address"][form];
        let address = NewAnswer::written(ledger.round(), 29, field, &["鼓楼区".to_owned()]);
        let filled_in = with(&ledger, vec![address]);
        let mut read = come_back(&ledger, &filled_in);
        read.retain(|one| one.field != field);
        let mut wanted = known(&ledger, form);
        wanted.sort_by(|one, other| one.field.cmp(&other.field));
        let mut found = read;
        found.sort_by(|one, other| one.field.cmp(&other.field));
        assert_eq!(found, wanted);
        let texts: Vec<&str> = wanted.iter().map(|one| one.rows[0][0].as_str()).collect();
        for text in [
            "开封市钓鱼协会",
            "开封市教育体育局",
            "钱某",
            "0371-29",
            "孙某",
            "0371-1",
        ] {
            assert!(texts.contains(&text), "{text} in {texts:?}");
        }
    }
}
