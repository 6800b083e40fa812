//! Whose duty something is, in the notice's words: the unit and the association stand in them by
//! what they are, every other body by its name.

use super::official;

/// What the notice calls the unit where it says who has to act.
const UNIT_ROLE: &str = "业务主管单位";
/// The same for the association.
const ASSOCIATION_ROLE: &str = "行业协会商会";

/// One of these is the unit or the association.
pub fn is_own(bodies: &[String]) -> bool {
    let mut bodies = bodies.iter();
    bodies.any(|body| body.contains(UNIT_ROLE) || body.contains(ASSOCIATION_ROLE))
}

/// The bodies by name: the unit and its associations by their own where one is known.
pub fn named(bodies: &[String], unit: Option<&str>, associations: Option<&str>) -> String {
    let named = bodies.iter().map(|body| {
        let known = match body.as_str() {
            UNIT_ROLE => unit,
            ASSOCIATION_ROLE => associations,
            _ => None,
        };
        known.unwrap_or_else(|| official::shown(body))
    });
    named.collect::<Vec<_>>().join(s!("、", ", "))
}
