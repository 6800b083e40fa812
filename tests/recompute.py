"""Works the figures of a ledger out anew, from what `tuogou export json` wrote and nothing else.

    recompute.py ARCHIVE DAY

prints them as JSON. It shares no line with the program, so that a figure on which both agree is not
one mistake made once; what the notice and docs/domain.md say of the rules is all that it knows.
"""

import json
import sys
import tomllib
from datetime import date
from decimal import Decimal


def replayed(archive, day):
    """What stands on a day: entries that count for later days have not happened."""
    items, answers, marks, facts = {}, {}, {}, {}
    for entry in archive["history"]:
        if entry["as_of"] > day:
            continue
        for change in entry["changes"]:
            (kind, what), = change.items()
            if kind == "item":
                place, key = items, (what["association"], what["item"])
            elif kind == "answer":
                place, key = answers, (what["association"], what["field"])
            elif kind == "mark":
                place, key = marks, (what["milestone"], json.dumps(what["subject"]))
            else:
                place, key = facts, json.dumps(what["key"])
            if what["after"] is None:
                place.pop(key, None)
            else:
                place[key] = what["after"]
    return items, answers, marks, facts


def words_of(value):
    """The texts that a value holds."""
    if value is None:
        return []
    (_, held), = value.items()
    return held if isinstance(held, list) else [str(held)]


def holds(condition, value):
    """A condition on a field of the forms, as the checklist writes it."""
    wanted = condition.split("=", 1)[1]
    if wanted == "空":
        return not words_of(value)
    if wanted == "0":
        texts = words_of(value)
        return len(texts) == 1 and Decimal(texts[0]) == 0
    return any(text == wanted for text in words_of(value))


class Ledger:
    def __init__(self, archive, day):
        texts = {one["name"]: tomllib.loads(one["text"])
                 for one in archive["documents"] if one["name"].endswith(".toml")}
        self.day = day
        self.round = texts["round.toml"]
        self.checklist = texts["checklist.toml"]["item"]
        self.roster = archive["roster"]
        self.items, self.answers, self.marks, facts = replayed(archive, day)
        self.exits, decided, moved, self.agreed = {}, {}, {}, {}
        for key, record in facts.items():
            key = json.loads(key)
            if isinstance(key, str):
                continue
            (kind, what), = key.items()
            fact = record["fact"][kind] if kind in record["fact"] else None
            if kind == "exit":
                self.exits[what] = fact["kind"]
            elif kind == "unit":
                decided[what] = fact["canonical"]
            elif kind == "due":
                moved[what] = fact["due_on"]
            elif kind == "promise" and fact.get("milestone"):
                self.promise(what[0], fact, record["on"])
        self.due = {one["id"]: moved.get(one["id"], str(one["due_on"]))
                    for one in self.round["milestone"]}
        seeds = {one["printed"]: one.get("canonical") for one in texts["units.toml"]["unit"]}
        direct = self.round["thresholds"]["direct_registration"]
        self.unit = {}
        for row in self.roster:
            name = row["unit"]
            name = decided.get(name) or seeds.get(name) or name
            self.unit[row["no"]] = None if row["unit"] == direct else name
        self.tasks = [row["no"] for row in self.roster
                      if row["status"] == "planned" and row["no"] not in self.exits]
        planned = [self.unit[row["no"]] for row in self.roster if row["status"] == "planned"]
        least = self.round["thresholds"]["training_min_associations"]
        # A unit's own items count for the first of its associations that has a task.
        self.bearer = {}
        for no in sorted(self.tasks):
            self.bearer.setdefault(self.unit[no], no)
        self.trained = {unit for unit in planned if unit and planned.count(unit) >= least}

    def promise(self, subject, fact, on):
        """A later date counts where it was agreed while the milestone was not yet past."""
        planned = next(str(one["due_on"]) for one in self.round["milestone"]
                       if one["id"] == fact["milestone"])
        if on <= planned < fact["due_on"]:
            key = (json.dumps(subject), fact["milestone"])
            self.agreed[key] = max(self.agreed.get(key, ""), fact["due_on"])

    def mark_for(self, milestone, no):
        scope = next(one["scope"] for one in self.round["milestone"] if one["id"] == milestone)
        subject = {"association": no} if scope == "association" else {"unit": self.unit[no]}
        return self.marks.get((milestone, json.dumps(subject)))

    def form_says(self, no, item):
        for state, name in [("open", "form_open"), ("done", "form_done"),
                            ("not_applicable", "form_na")]:
            for condition in item.get(name, []):
                answer = self.answers.get((no, condition.split("=")[0]))
                if answer and holds(condition, answer["value"]):
                    return state
        return None

    def record(self, no, item):
        """What was recorded; of a unit's item under any of its associations, what is settled first."""
        if item.get("per") != "unit" or self.unit[no] is None:
            return self.items.get((no, item["id"]))
        whose = sorted(row["no"] for row in self.roster if self.unit[row["no"]] == self.unit[no])
        kept = [self.items[one, item["id"]] for one in whose if (one, item["id"]) in self.items]
        settled = [one for one in kept if one["state"] in ("done", "not_applicable")]
        return (settled + kept + [None])[0]

    def counts(self, no, item):
        return item.get("per") != "unit" or self.unit[no] is None \
            or self.bearer.get(self.unit[no]) == no

    def state(self, no, item):
        """The state of an item: a record that no form doubts, a mark, a rule, a form."""
        record = self.record(no, item)
        says = self.form_says(no, item)
        if record:
            state = record["state"]
            if state == "done" and says == "open":
                return "doubtful"
            if state == "not_applicable":
                if says in ("open", "done"):
                    return "doubtful"
                for condition in filter(None, item.get("na_answer", "").split(",")):
                    answer = self.answers.get((no, condition.split("=")[0]))
                    if answer and not holds(condition, answer["value"]):
                        return "doubtful"
            return state
        if "proves" in item and self.mark_for(item["proves"], no):
            return "done"
        if item["na"] == "not_in_training" and self.unit[no] not in self.trained:
            return "not_applicable"
        return says or "open"

    def item_due(self, no, item):
        if "due_on" in item:
            return str(item["due_on"])
        for subject in [{"association": no}, {"unit": self.unit[no]}]:
            agreed = self.agreed.get((json.dumps(subject), item["due"]))
            if agreed:
                return agreed
        return self.due[item["due"]]

    def association(self, no):
        """done, total, past due, complete, stage."""
        states = [(item, self.state(no, item)) for item in self.checklist]
        settled = ("done", "not_applicable")
        counted = [(item, state) for item, state in states if self.counts(no, item)]
        done = sum(state == "done" for _, state in counted)
        total = sum(state != "not_applicable" for _, state in counted)
        late = sum(state not in settled and self.item_due(no, item) < self.day
                   for item, state in counted)
        last = next(one for one in self.round["milestone"] if one.get("reaches_stage") == "completed")
        planned = {one["id"]: str(one["due_on"]) for one in self.round["milestone"]}
        until = [state in settled for item, state in states
                 if not item.get("closes")
                 and (str(item["due_on"]) if "due_on" in item else self.due[item["due"]])
                 <= planned[last["id"]]]
        closed = any(item.get("closes") and state == "done" for item, state in states)
        reached = {}
        for one in self.round["milestone"]:
            if one["scope"] != "association":
                continue
            proofs = [state in settled for item, state in states if item.get("proves") == one["id"]]
            reached[one["id"]] = bool(
                self.mark_for(one["id"], no)
                or (all(proofs) if proofs else one is last and all(until)))
        return {"done": done, "total": total, "late": late, "reached": reached,
                "completed": closed or all(until)}


def figures(archive, day):
    ledger = Ledger(archive, day)
    each = {no: ledger.association(no) for no in ledger.tasks}
    with_tasks = {ledger.unit[no] for no in ledger.tasks} - {None}
    milestones = {}
    for one in ledger.round["milestone"]:
        name = one["id"]
        if one["scope"] == "association":
            milestones[name] = [sum(a["reached"][name] for a in each.values()), len(each)]
            continue
        if one["scope"] == "city":
            subjects = ["city"]
        elif one["population"] == "training_units":
            subjects = [{"unit": unit} for unit in ledger.trained & with_tasks]
        else:
            subjects = [{"unit": unit} for unit in with_tasks]
        marks = [ledger.marks.get((name, json.dumps(subject))) for subject in subjects]
        happened = sum(bool(mark) and mark["done_on"] <= day for mark in marks)
        milestones[name] = [happened, len(subjects)]
    exits = {}
    for kind in ledger.exits.values():
        exits[kind] = exits.get(kind, 0) + 1
    units = {}
    for no, one in each.items():
        name = ledger.unit[no]
        if name:
            sums = units.setdefault(name, {"done": 0, "total": 0, "completed": 0, "late": 0})
            for what in sums:
                sums[what] += one[what]
    return {
        "total": len(ledger.roster),
        "planned": sum(row["status"] == "planned" for row in ledger.roster),
        "left": exits,
        "completed": sum(one["completed"] for one in each.values()),
        "unfinished": sum(not one["completed"] for one in each.values()),
        "done": sum(one["done"] for one in each.values()),
        "items": sum(one["total"] for one in each.values()),
        "late": sum(one["late"] for one in each.values()),
        "late_associations": sum(one["late"] > 0 for one in each.values()),
        "milestones": milestones,
        "units": units,
        "associations": {str(no): [one["done"], one["total"]] for no, one in each.items()},
    }


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        archive = json.load(file)
    date.fromisoformat(sys.argv[2])
    json.dump(figures(archive, sys.argv[2]), sys.stdout, ensure_ascii=False)
