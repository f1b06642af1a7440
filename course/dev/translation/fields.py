"""Which fields of the content are texts, and what a translator must know of each; all others are ids, codes or data.

A field that is in neither list is refused: a new field cannot be forgotten.
"""

from collections.abc import Iterator

import msgspec

from course.model import (
    ask,
    atlas,
    boundary,
    case,
    chart,
    claim,
    concept,
    document,
    dossier,
    finding,
    lab,
    lesson,
    person,
    prompt,
    region,
    scenario,
    source,
    speech,
    state,
    table,
    task,
    teaching,
    term,
)
from course.model import map as maps
from course.model.error import CourseError

LEARNER = "to a learner"
TEACHER = "to the teacher"
KEY = "a name that other texts of this file refer to: they follow by themselves"
CODE = "Python of a solution: only its comments are translated"
SIGNS = (
    "signs by which a program finds a sentence, written as in course/checks/signs.py: not a translation, but the words "
    "by which a sentence of your language does this"
)

TEACHER_NOTES = (
    *("purpose", "open", "print", "support", "fast", "board", "expect", "silent_room", "heated_room", "cut_short"),
)

TEXTS: dict[type[msgspec.Struct], dict[str, str]] = {
    ask.Ask: {"asks": f"what is asked before a look shows anything, {LEARNER}"},
    atlas.AtlasPage: {
        "title": "title of a page",
        "summary": f"what a page is for, {LEARNER}",
        "objectives": "what a learner will be able to do; continues “You will be able to”",
    },
    boundary.Feature: {
        "name": f"a place; {KEY}",
        "what": "what the place is",
        "votes": "how a court voted",
        "ground": "why the court decided so",
        "against": "what was said on the other side",
    },
    boundary.Boundary: {
        "title": "title of a task",
        "before": f"what was the case before, {LEARNER}",
        "asks": f"the task, {LEARNER}",
        "hints": f"a hint, {LEARNER}",
        "west": "name of a state",
        "east": "name of a state",
        "held": "what the court held",
        "ran": "how the court's line ran",
        "beside": "what else the court recalled",
        "both": "how both sides read the judgment",
    },
    case.Case: {
        "name": "common name of a case, as your language has it",
        "place": "where they met; names of places",
        "parties": "name of a party that is no state",
        "durability_reason": "why we code it so, one sentence",
        "summary": "what was settled, one sentence",
    },
    case.ThirdParty: {"actor": "name of a state, organization or person", "person": "name of a person"},
    chart.ChartWords: {
        "title": "title of a chart",
        "finding": "what the chart shows, one sentence; {names} are filled in with numbers",
        "alternative": "the chart in words, for who cannot see it",
        "caution": "what the chart does not show",
        "columns": "heading of a column; short",
        "words": "name of an axis, a group or a key; short",
    },
    claim.Evidence: {"says": "a piece of evidence, one or two sentences"},
    claim.Claim: {"short": "a claim in a few words", "says": "a claim of the article, in our wording"},
    concept.ConceptOption: {
        "says": f"an answer on offer, {LEARNER}; about as long as the others",
        "shows": f"the misconception behind a wrong answer, {TEACHER}",
    },
    concept.Concept: {
        "concept": f"what is tested, {TEACHER}",
        "scene": "an invented scene of 20 to 50 words, read in half a minute",
        "asks": f"the question, {LEARNER}",
        "why": "why the right answer is right, one sentence",
    },
    document.Marking: {
        "asks": f"what to mark in the text, {LEARNER}",
        "shows": "what the marking shows",
        "feedback": f"why a phrase does not fit, {LEARNER}",
    },
    document.Reply: {"says": "an answer on offer", "feedback": f"what choosing it brings, {LEARNER}"},
    document.DocumentQuestion: {"asks": f"a question about the text, {LEARNER}"},
    document.MissingLine: {"asks": f"what the text does not say, asked, {LEARNER}", "ours": "our answer"},
    document.Document: {
        "title": "title of an extract",
        "what": "what kind of text it is",
        "date": "its date",
        "licence": "why the text may stand here",
        "translated": "who translated the text",
        "before": f"what to know before reading, {LEARNER}",
        "text": (
            "a paragraph of a public text: take the official wording of your language where there is one. "
            "Keep as many | as there are, each at the end of the same phrase"
        ),
    },
    dossier.Passage: {"text": "a short paragraph of a case card"},
    dossier.Party: {"name": "name of a party", "wanted": "what it wanted"},
    dossier.Step: {"what": "a dated step"},
    dossier.Helper: {"actor": "a third party", "role": "its role, a word or two", "did": "what it did"},
    dossier.Clause: {"term": "one term of the outcome", "article": "where it stands in the text"},
    dossier.Reading: {"who": "who reads the case so", "reads": "how they read it"},
    dossier.Dispute: {"what": "on what the sources disagree"},
    dossier.Testimony: {"says": "what the case says about a claim, one sentence"},
    dossier.Dossier: {"title": "title of a case card", "questions": f"a question for a class, {LEARNER}"},
    finding.Finding: {
        "says": "a finding of research, in a sentence",
        "number": "the number that may be printed, with its words",
        "definition": "what is counted",
        "sample": "what was looked at",
        "years": "which years",
        "caution": "what the number does not show",
    },
    lab.Idea: {
        "author": "names of scholars: keep them in Latin letters, or add your letters",
        "work": "title of a work; keep it, and say it in your language in brackets",
        "says": "a model of the field in two or three sentences",
        "notation": "equations: translate the words alone",
    },
    lab.Puzzle: {"text": "a true situation that makes one need the model"},
    lab.Guess: {"label": "an answer to a prediction", "notice": f"what to look at in the model, {LEARNER}"},
    lab.Prediction: {
        "question": f"a question before anything moves, {LEARNER}",
        "model_says": "introduces what the model says; ends with a colon",
    },
    lab.Preset: {"label": "name of a setting; short", "case": "the case behind it", "note": "what its numbers are"},
    lab.Knob: {
        "label": "label of a slider or a switch; short",
        "help": "what it does, one sentence",
        "unit": "unit; short",
        "low": "what the low end means; short",
        "high": "what the high end means; short",
    },
    lab.Table: {
        "caption": "caption of a table",
        "columns": "heading of a column; short",
        "rows": "label of a row; short",
    },
    lab.Link: {"question": f"a question, {LEARNER}"},
    lab.Lab: {
        "title": "title of a lab",
        "words": "a label inside a picture, or a word that is put into a sentence; short",
        "sentences": "what the model shows; {names} are filled in with numbers and words",
        "sandbox": f"an invitation to play freely, {LEARNER}",
        "leaves_out": "what the model leaves out",
        "simplifies": "what the model makes simpler than it is",
    },
    lesson.Column: {"name": f"heading of a column, short; {KEY}"},
    lesson.Look: {
        "title": "title of a table, a time line or a chart",
        "finding": "what it shows, one sentence",
        "caution": "what it does not show",
    },
    lesson.Table: {"rows": f"cell of a table; {KEY}"},
    lesson.Step: {"date": f"date of a step; {KEY}", "says": "a step", "tone": "what kind of step, one word"},
    lesson.Chart: {"alternative": "a chart in words, for who cannot see it"},
    lesson.Bars: {
        "unit": "unit of the numbers",
        "names": f"name of a bar, short; {KEY}",
        "alternative": "the bars in words, for who cannot see them",
    },
    lesson.Further: {"why": f"why to read it, {LEARNER}"},
    lesson.LessonBlock: {
        "title": "heading of a block, as in the notebook",
        "do": f"what to do in this block, {TEACHER}",
        "paper": f"how it goes without any device, {TEACHER}",
    },
    lesson.Session: {"title": "title of a session"},
    lesson.Met: {"says": "a case or finding that was taught, without a verdict"},
    lesson.Misconception: {"thought": "what learners often think", "answer": f"what to show them, {TEACHER}"},
    lesson.Spoken: {
        "name": "a name that the lesson uses",
        "said": "how it is said, in letters of your language; the same as the name where that is plain",
    },
    lesson.MarkedText: {
        "text": "a text as a student might write it, with the weaknesses of the English one",
        "comment": "a teacher's comment on it",
    },
    lesson.Retired: {"asks": "a question that the course asked before", "says": "words of an answer on offer"},
    lesson.TeacherNotes: dict.fromkeys(TEACHER_NOTES, f"notes, {TEACHER}"),
    lesson.Lesson: {
        "title": "title of a lesson",
        "summary": f"what the lesson is about, {LEARNER}",
        "objectives": "what a learner will be able to do; continues “You will be able to”",
        "keep": f"what to keep of the lesson, {LEARNER}",
    },
    lesson.Exercise: {
        "title": "title of an exercise",
        "goal": f"what the exercise is for, {LEARNER}",
        "leaves_out": "what it leaves out",
        "needs": "what is needed before",
    },
    maps.Name: {"says": "a name on a map; both names of a contested water stay"},
    maps.MapWords: {
        "title": "title of a map",
        "alternative": "the map in words, for who cannot see it",
        "caution": "whose view of the borders is drawn",
    },
    person.Choice: {"says": "something that could be done; none is right"},
    person.Person: {
        "name": "name of a person, as your language has it",
        "said": "how the name is said; the same as the name where that is plain",
        "years": "years of their life",
        "role": "who they were in this scene",
        "before": f"the scene up to a decision, {LEARNER}",
        "asks": f"the question, {LEARNER}",
        "did": "what they did",
        "after": "what became of it",
    },
    prompt.Choice: {"says": "a position on offer; none is right"},
    prompt.Perspective: {"who": "who sees it so", "says": "how they see it, in our words"},
    prompt.Prompt: {
        "asks": f"a question without a right answer, {LEARNER}",
        "setting": f"what to know before the question, {LEARNER}",
        "reason": "label of a box for one sentence; short",
        "guide": f"what to listen for, {TEACHER}",
    },
    prompt.Scale: {"low": "one pole of a scale; short", "high": "the other pole; short"},
    prompt.Placing: {"low": "one pole of a line; short", "high": "the other pole; short"},
    region.InventedState: {
        "name": "name of an invented state",
        "government": "who governs",
        "lies": "where it lies",
        "wants": "what it wants",
        "fears": "what it fears",
    },
    region.InventedPlace: {"name": "name of an invented place", "says": "what it means to whom"},
    region.Reading: {"says": "how one state tells a quarrel, in words that it would accept as its own"},
    region.Quarrel: {"over": "what is quarreled over"},
    region.Step: {"happened": "what has happened in the invented crisis"},
    scenario.Option: {"label": "an option; short", "text": "the clause as it would stand in an agreement"},
    scenario.Issue: {"label": "a matter on the table; short", "why": "why it matters"},
    scenario.RedLine: {"reason": "why a party refuses"},
    scenario.Synergy: {"why": "why options go together"},
    scenario.Constituency: {"name": "a group at home", "wants": "what it wants"},
    scenario.Ratification: {"body": "the body that must approve"},
    scenario.Batna: {"story": "what happens without an agreement"},
    scenario.Secret: {"brief": "what only this party knows", "home": "what they say at home"},
    scenario.Seat: {"name": "name of a seat; short", "public_brief": "what everybody knows of it"},
    scenario.Guarantee: {"label": "a guarantee; short", "text": "its clause"},
    scenario.Mandate: {"text": "a mediator's mandate, in the open"},
    scenario.Inject: {"title": "news; short", "text": "news from outside", "when": f"what it is good for, {TEACHER}"},
    scenario.KnownScenario: {
        "title": "title of a negotiation",
        "summary": "what it is about",
        "inspiration": "after what it was invented",
        "about_scores": "what points are, and are not",
    },
    source.Source: {"note": "a note on a source"},
    speech.Temper: {"name": "how a counterpart plays; short", "hint": "a hint of it", "rule": "its rule"},
    speech.TableWords: dict.fromkeys(
        ["reasons", "events", "points", "steps", "refusals", "scopes", "questions", "stages"],
        "what the table says; {names} are filled in with names of issues, options and sides",
    ),
    state.State: {"name": "short name of a state", "historic": "years of a state that is gone", "note": "what to know"},
    table.DataColumn: {"says": "what a column of a table means", "unit": "its unit"},
    table.DataTable: {"title": "title of a table", "says": "what one row is", "caution": "what not to do with it"},
    task.Option: {"says": "an answer on offer", "feedback": f"what choosing it brings, {LEARNER}"},
    task.Item: {
        "says": "a thing to sort or to order",
        "feedback": f"said when it stands in the wrong place, {LEARNER}",
    },
    task.Group: {"says": "a group to sort into; short"},
    task.Slip: {"feedback": f"what is said to an expected wrong value, {LEARNER}"},
    task.OnPaper: {"setting": "what stands before a task on paper"},
    task.Task: {
        "asks": f"a task, {LEARNER}",
        "setting": f"what to know before the task, {LEARNER}",
        "hints": f"a hint, {LEARNER}; it never gives the answer",
        "model": "explains the answer",
    },
    task.Order: {"first": "name of the first end; short", "last": "name of the last end; short", "right": "praise"},
    task.Sort: {"right": "said when all is right"},
    task.Number: {
        "unit": "unit beside the box; short",
        "right": "said when it is right",
        "too_low": "said when the number is too low",
        "too_high": "said when the number is too high",
    },
    task.Value: {"unit": "unit", "right": "said when it is right", "wrong": "said when it is wrong"},
    task.Notebook: {"worked": CODE},
    task.Way: {"groups": SIGNS, "without": SIGNS},
    task.Part: {
        "name": "something that a text must do; short",
        "asks": f"asks in which sentence it is done, {LEARNER}",
        "missing": "said where nothing in the text does it",
    },
    task.Criterion: {
        "says": "a row of a rubric: what a good text does",
        "weak": "how a weak text does it",
        "middling": "how a middling text does it",
        "strong": "how a strong text does it",
    },
    task.Sample: {"text": "a text to rank, as good or as weak as the English one", "why": "why it is ranked so"},
    task.Model: {"title": "title of a model text", "text": "a model text", "notice": "what to notice in it"},
    task.Writing: {"frames": "opening of a sentence, for whoever needs one"},
    teaching.Criterion: {"label": "a line of a rubric; short", "levels": "how one level looks"},
    teaching.Teaching: {
        "plan_questions": f"a question before play, {LEARNER}",
        "debrief_questions": f"a question after play, {LEARNER}",
        "case_question": f"compare with a real case, {LEARNER}",
        "memo": f"a writing task, {LEARNER}",
    },
    term.Term: {
        "term": "a term of the field: see terms.csv",
        "meaning": "what it means, a sentence or two",
        "note": "a note on the term",
    },
}

WORDS: dict[str, str] = {
    "form": "where something is answered and saved, to a learner",
    "prompt": "a question for discussion, to a learner",
    "task": "a quick check or a task, to a learner",
    "ladder": "what helps to write a text, to a learner",
    "verdict": "what a check answers, to a learner; never harsh",
    "cell": "a learner's own mistake in a code cell",
    "trial": "a claim on trial, to a learner",
    "stands": "first and second stand on sixteen claims, to a learner",
    "concepts": "the concept test, to a learner",
    "document": "a document to mark, to a learner",
    "person": "a decision to take in a person's place, to a learner",
    "boundary": "a boundary to draw on a map, to a learner",
    "opening": "the head of a lesson, to a learner",
    "joining": "joining a live class from a notebook, to a learner",
    "bar": "the bar above a notebook; very short",
    "look": "something to look at, guessed first, to a learner",
    "map": "around a map",
    "region": "the invented region",
    "case": "a case card; headings are short",
    "terms": "the list of terms",
    "sources": "the list of sources",
    "work": "what a learner has written, and its backup",
    "portfolio": "a learner's portfolio, on a page and on paper",
    "lab": "around a model that a learner moves",
    "note": "a note in place of something that cannot be shown",
    "atlas": "the atlas of cases",
    "data": "a table for a learner's own counting",
    "coded": "a coded word of the case table, or a season; a cell of a table or a part of a sentence",
    "table": "the negotiation table, to a learner",
    "plan": "a run-sheet on paper, to the teacher",
    "collect": "printed on a terminal, to the teacher",
    "class": "the class view, to the teacher, also on a projector",
    "grade": "the gradebook, to the teacher",
    "mark": "marking texts, to the teacher",
    "desk": "the teacher's notebook",
    "seats": "seats and role packets, on paper",
    "export": "quizzes and printed pages",
    "adapt": "printed on a terminal, to the teacher",
    "doctor": "printed on a terminal: what is wrong, and the remedy",
    "live": "printed on a terminal, to the teacher of a live class",
    "phone": "a phone in a live class, to a student; short lines",
    "projector": "the projector of a live class, read from afar; short",
    "console": "the teacher's console of a live class",
    "tables": "tables of people in a live class",
    "hub": "the live class in a JupyterHub, to students and teachers",
    "results": "where all tables ended, on a projector",
}
"""What a translator must know of each table of ``interface.toml``."""

IDS: dict[type[msgspec.Struct], str] = {
    # Names of columns, rows, steps and bars: each follows the text that it refers to.
    ask.Cover: "column rows",
    ask.Place: "steps",
    ask.Guess: "row column name",
    atlas.Asked: "values",
    atlas.AtlasPage: "filters",
    boundary.Feature: "sources",
    boundary.Boundary: "id map sources",
    case.Case: "id agreement_date oic_parties sources as_of",
    case.ThirdParty: "case iso3",
    chart.ChartWords: "id",
    claim.Evidence: "id sources case finding since",
    claim.Claim: "id",
    concept.ConceptOption: "id",
    concept.Concept: "id lesson",
    # Phrases are named by their English words, which the record keeps.
    document.Marking: "id right arguable",
    document.Reply: "id",
    document.DocumentQuestion: "id",
    document.MissingLine: "sources",
    document.Document: "id source language keys",
    dossier._Block: "sources",
    dossier.Passage: "as_of",
    dossier.Step: "date",
    dossier.Testimony: "claim",
    dossier.Dossier: "id years rows",
    finding.Bearing: "claim",
    finding.Finding: "id sources",
    lab.Idea: "year sources",
    lab.Puzzle: "sources",
    lab.Guess: "id",
    lab.Prediction: "shown_by",
    lab.Preset: "id sources values",
    lab.Link: "claims",
    lab.Lab: "parameters",
    lesson.Look: "id sources",
    lesson.Table: "keys",
    lesson.Timeline: "keys",
    lesson.Chart: "chart",
    lesson.Further: "source",
    lesson.Met: "id piece",
    lesson.Filing: "claim",
    lesson.MarkedText: "task",
    lesson.Retired: "id now",
    lesson.Lesson: "stem claims cases labs documents people boundaries maps terms sources",
    lesson.Exercise: "stem",
    maps.MapWords: "id sources",
    person.Choice: "id",
    person.Person: "id chose sources",
    prompt.Choice: "id",
    prompt.Perspective: "sources",
    prompt.Prompt: "id carries prints",
    region.InventedState: "id",
    region.InventedPlace: "id",
    region.Reading: "of",
    region.Quarrel: "id",
    region.Step: "lesson task bears",
    region.Region: "summit",
    scenario.Option: "id",
    scenario.Issue: "id",
    scenario.RedLine: "issue options",
    scenario.Synergy: "when",
    scenario.Constituency: "id weights",
    scenario.Secret: "scores guarantees",
    scenario.Strategy: "kind parameters",
    scenario.Seat: "id",
    scenario.Guarantee: "id when",
    scenario.Mandate: "leans",
    scenario.Inject: "id",
    scenario.Rule: "required exclusion",
    scenario.KnownScenario: "id sources",
    # Authors, titles and publishers are as in a library: whoever looks for the source needs them.
    source.Source: "id author title publisher doi symbol url isbn",
    speech.Temper: "sources",
    speech.TableWords: "tempers",
    state.State: "iso3 arabic oic_suspensions sources",
    # What a learner's own code names stays as it is.
    table.DataColumn: "name",
    table.DataTable: "id sources rows",
    task.Option: "id",
    task.Item: "id group",
    task.Group: "id",
    task.Slip: "value",
    task.OnPaper: "table columns only count",
    task.Task: "id sources carries recalls",
    task.Value: "name was answer also",
    task.Part: "id",
    task.Criterion: "id",
    task.Sample: "criterion",
    teaching.Criterion: "id",
    teaching.Teaching: "case concepts",
    term.Term: "id arabic transliteration sources",
}


class Undeclared(CourseError):
    """A field of the content of which nobody said whether it is a text. The message says where to say it."""


def note_on(kind: type[msgspec.Struct], field: str) -> str:
    """Return what a translator must know of a text field, "" for one that is no text; raise Undeclared."""
    for ancestor in kind.__mro__:
        note = TEXTS.get(ancestor, {}).get(field)
        if note:
            return note
        if field in IDS.get(ancestor, "").split():
            return ""
    raise Undeclared(
        f"{kind.__module__}.{kind.__name__}.{field}: is this a text that a translator translates, or an id? "
        "Write it into TEXTS, with a note, or into IDS, both in course/dev/translation/fields.py."
    )


def declared() -> Iterator[tuple[type[msgspec.Struct], str]]:
    """Yield every field that is declared, so that what is gone can be taken out."""
    for kind, notes in TEXTS.items():
        yield from ((kind, field) for field in notes)
    for kind, names in IDS.items():
        yield from ((kind, field) for field in names.split())
