//! Who acts in a sentence, who takes part, and to whom something is handed in.

use super::words::{after_any, first_of, has_any, notice_words};

/// Who has to do with a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Actors {
    pub lead: Vec<String>,
    pub participants: Vec<String>,
}

/// The actors of a sentence without its date.
pub fn of(sentence: &str) -> Actors {
    let words = &notice_words().actors;
    let mut found = Actors::default();
    let verb = first_of(sentence, &words.verbs).map_or(sentence.len(), |(at, _)| at);
    let subject = sentence[..verb]
        .rsplit(['，', '。', ' '])
        .next()
        .unwrap_or_default();
    let (lead, with) = divided(subject);
    for name in names(lead) {
        put(&mut found.lead, name);
    }
    for name in names(with) {
        // 联合市民政局 leads with it; 联合相关部门 is helped by them.
        let helping = has_any(&name, &words.vague);
        put(
            if helping {
                &mut found.participants
            } else {
                &mut found.lead
            },
            name,
        );
    }
    for (begin, end) in &words.called {
        let Some(after) = sentence.find(begin.as_str()).map(|at| at + begin.len()) else {
            continue;
        };
        let Some(to) = sentence[after..].find(end.as_str()) else {
            continue;
        };
        let called = sentence[after..after + to].trim_end_matches('等');
        // Not a whole clause.
        if to > 0 && !called.contains(['，', '；']) {
            called
                .split('、')
                .for_each(|name| put(&mut found.participants, trimmed(name)));
            break;
        }
    }
    if let Some((_, after)) = first_of(&sentence[verb..], &words.receivers) {
        let to = sentence[verb + after..]
            .split(['，', '。', '；'])
            .next()
            .unwrap_or_default();
        if notice_words()
            .bodies
            .alike
            .iter()
            .flatten()
            .any(|way| to.ends_with(way.as_str()))
        {
            put(&mut found.participants, to.to_owned());
        }
    }
    found.lead.retain(|name| !name.is_empty());
    found
        .participants
        .retain(|name| !name.is_empty() && !found.lead.contains(name));
    found
}

fn put(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// What stands before and after 联合, 会同; the 联合 of 联合工作组 divides nothing.
fn divided(subject: &str) -> (&str, &str) {
    let words = &notice_words().actors;
    let places = words.with.iter().flat_map(|word| {
        let found = subject.match_indices(word.as_str());
        found.map(|(at, word)| (at, at + word.len()))
    });
    let divides =
        |(_, after): &(usize, usize)| after_any(&subject[*after..], &words.group).is_none();
    match places.filter(divides).min() {
        Some((before, after)) => (&subject[..before], &subject[after..]),
        None => (subject, ""),
    }
}

/// Names in a list, each as the checklist calls it.
fn names(list: &str) -> impl Iterator<Item = String> + '_ {
    list.split(['、', '和', '与']).map(|name| {
        let name = name.trim();
        let is_body = notice_words()
            .bodies
            .alike
            .iter()
            .flatten()
            .any(|way| name.ends_with(way.as_str()));
        let mut roles = notice_words().roles.iter();
        match roles.find(|role| has_any(name, &role.written)) {
            Some(role) if !is_body => role.name.clone(),
            _ => trimmed(name),
        }
    })
}

/// Without the small words around it.
fn trimmed(name: &str) -> String {
    let mut name = name.trim();
    while let Some(rest) = after_any(name, &notice_words().actors.trim) {
        name = rest;
    }
    let said = notice_words().actors.said.iter();
    said.fold(name.to_owned(), |name, (from, to)| {
        name.replace(from.as_str(), to)
    })
}
