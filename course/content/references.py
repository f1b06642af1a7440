"""What content files name of each other: an id that a file names must stand in the file where it belongs."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from course.content import (
    atlas,
    boundaries,
    catalog,
    charts,
    concepts,
    data,
    documents,
    dossiers,
    labs,
    lessons,
    maps,
    people,
    region,
    scenarios,
    tables,
)
from course.content.interface import words
from course.content.outline import BESIDE, READ, blocks_of, calls
from course.content.pace import is_frame, opens_session
from course.content.reader import did_you_mean
from course.model.boundary import Boundary
from course.model.claim import Claim
from course.model.concept import SITTINGS
from course.model.document import Document
from course.model.dossier import Dossier
from course.model.finding import Finding
from course.model.lab import Lab
from course.model.lesson import Chart, Exercise, Lesson, Session
from course.model.person import Person
from course.model.prompt import AnyPrompt
from course.model.region import Region
from course.model.scenario import Scenario
from course.model.task import AnyTask, Task
from course.model.term import Term

Kind = Literal[
    "source",
    "finding",
    "claim",
    "piece",
    "trial",
    "case",
    "term",
    "lab",
    "document",
    "person",
    "boundary",
    "map",
    "chart",
    "table",
    "scenario",
    "issue",
    "question",
    "look",
    "carried",
    "lesson",
    "sitting",
]
HOMES: dict[Kind, str] = {
    "source": "sources.toml",
    "finding": "findings.toml",
    "claim": "claims.toml",
    "piece": "claims.toml",
    "trial": "the claims of that lesson",
    "case": "cases.csv",
    "term": "glossary.toml",
    "lab": "labs/",
    "document": "documents/",
    "person": "people/",
    "boundary": "boundaries/",
    "map": "maps/",
    "chart": "charts.toml",
    "table": "data/",
    "scenario": "scenarios/",
    "issue": "the scenario of the summit",
    "question": "its lesson or exercise",
    "look": "its lesson",
    "carried": "the lessons, exercises and claims",
    "lesson": "lessons/",
    "sitting": "the concept test",
}
"""The file where the ids of a kind stand."""

Calls = Mapping[str, Kind]
LESSON_CALLS: Calls = {
    "discuss": "question",
    "check": "question",
    "look": "look",
    "case": "case",
    "lab": "lab",
    "read": "document",
    "beside": "document",
    "meet": "person",
    "draw": "boundary",
    "map": "map",
    "stand": "claim",
    "weigh": "claim",
    "negotiate": "scenario",
    "concept_test": "sitting",
}
EXERCISE_CALLS: Calls = {"task": "question", "check": "question", "about": "table", "table": "table"}
ATLAS_CALLS: Calls = {"ask": "question", "chart": "chart", "case": "case"}
"""What kind of id a call in a notebook names."""


class Reference(msgspec.Struct, frozen=True):
    """An id that is named somewhere. ``where`` says in which file and at which place in it."""

    where: str
    kind: Kind
    id: str


def of_finding(finding: Finding) -> Iterator[Reference]:
    """Yield what a finding names: sources and claims."""
    where = f"findings.toml [{finding.id}]"
    for id in finding.sources:
        yield Reference(where, "source", id)
    for bearing in finding.bears_on:
        yield Reference(where, "claim", bearing.claim)


def of_claim(claim: Claim) -> Iterator[Reference]:
    """Yield what the evidence on a claim names: sources, a finding, a case, the lesson that adds it to the map."""
    for piece in catalog.evidence(claim):
        where = f"claims.toml [{claim.id}] {piece.id}"
        for id in piece.sources:
            yield Reference(where, "source", id)
        if piece.finding:
            yield Reference(where, "finding", piece.finding)
        if piece.case:
            yield Reference(where, "case", piece.case)
        if piece.since:
            yield Reference(f"{where}, since", "trial", f"{piece.since}/{claim.id}")


def of_term(term: Term) -> Iterator[Reference]:
    """Yield the sources of a term of the glossary."""
    for id in term.sources:
        yield Reference(f"glossary.toml [{term.id}]", "source", id)


def of_dossier(dossier: Dossier) -> Iterator[Reference]:
    """Yield what a dossier names: sources, rows of the case table, claims."""
    file = f"dossiers/{dossier.id}.toml"
    for place, block in dossier.blocks():
        for id in block.sources:
            yield Reference(f"{file}, {place}", "source", id)
    for row in dossier.rows:
        yield Reference(f"{file}, rows", "case", row)
    for testimony in dossier.speaks_to:
        yield Reference(f"{file}, speaks_to", "claim", testimony.claim)


def of_document(document: Document) -> Iterator[Reference]:
    """Yield the sources of a document: its original, and those of what we say is missing."""
    for id in document.sources:
        yield Reference(f"documents/{document.id}.toml", "source", id)


def of_person(person: Person) -> Iterator[Reference]:
    """Yield the sources of a person."""
    for id in person.sources:
        yield Reference(f"people/{person.id}.toml, sources", "source", id)


def of_boundary(boundary: Boundary) -> Iterator[Reference]:
    """Yield the map and the sources of a boundary to draw."""
    file = f"boundaries/{boundary.id}.toml"
    yield Reference(f"{file}, map", "map", boundary.map)
    for id in boundary.sources:
        yield Reference(f"{file}, sources", "source", id)
    for feature in boundary.features:
        for id in feature.sources:
            yield Reference(f"{file}, features '{feature.name}'", "source", id)


def _of_question(where: str, question: AnyPrompt | AnyTask) -> Iterator[Reference]:
    place = f"{where} '{question.id}'"
    for id in getattr(question, "sources", ()):
        yield Reference(place, "source", id)
    for view in getattr(question, "perspectives", ()):
        for id in view.sources:
            yield Reference(f"{place}, perspectives", "source", id)
    if question.carries:
        yield Reference(f"{place}, carries", "carried", question.carries)
    if isinstance(question, Task) and question.recalls:
        yield Reference(f"{place}, recalls", "lesson", question.recalls)


def of_lesson(lesson: Lesson, where: str = "") -> Iterator[Reference]:
    """Yield what a lesson names: claims, pieces, cases, labs, terms, sources, charts, answers that it carries on."""
    file = where or f"lessons/{lesson.stem}.toml"
    named: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
        ("claims", "claim", lesson.claims),
        ("cases", "case", lesson.cases),
        ("labs", "lab", lesson.labs),
        ("documents", "document", lesson.documents),
        ("people", "person", lesson.people),
        ("boundaries", "boundary", lesson.boundaries),
        ("maps", "map", lesson.maps),
        ("terms", "term", lesson.terms),
        ("sources", "source", lesson.sources),
        ("further", "source", tuple(further.source for further in lesson.further)),
    )
    for key, kind, ids in named:
        for id in ids:
            yield Reference(f"{file}, {key}", kind, id)
    for filing in lesson.filings:
        place = f"{file}, filings '{filing.claim}'"
        yield Reference(place, "trial", f"{lesson.stem}/{filing.claim}")
        for item in filing.met:
            if item.piece:
                yield Reference(f"{place}, met '{item.id}', piece", "piece", f"{filing.claim}/{item.piece}")
    for prompt in lesson.prompts:
        yield from _of_question(f"{file}, prompts", prompt)
        if prompt.prints:
            yield Reference(f"{file}, prompts '{prompt.id}', prints", "look", f"{lesson.stem}/{prompt.prints}")
    for task in lesson.checks:
        yield from _of_question(f"{file}, checks", task)
    for look in lesson.looks:
        for id in look.sources:
            yield Reference(f"{file}, looks '{look.id}'", "source", id)
        if isinstance(look, Chart):
            yield Reference(f"{file}, looks '{look.id}'", "chart", look.chart)


def recalled_too_early(lesson: Lesson, where: str = "") -> Iterator[str]:
    """Yield a line for every check that asks from memory for what the lesson itself, or a later one, teaches."""
    for check in lesson.checks:
        if check.recalls in lessons.stems() and check.recalls >= lesson.stem:
            place = f"{where or f'lessons/{lesson.stem}.toml'}, checks '{check.id}', recalls"
            yield f"{place}: '{check.recalls}' does not come before {lesson.stem}. Name an earlier lesson."


def of_concept_test() -> Iterator[Reference]:
    """Yield the lessons to which the items of the concept test belong."""
    for item in concepts.concept_test().items:
        yield Reference(f"{concepts.FILE}, items '{item.id}', lesson", "lesson", item.lesson)


def of_exercise(exercise: Exercise, where: str = "") -> Iterator[Reference]:
    """Yield what the tasks of an exercise name."""
    for task in exercise.tasks:
        place = f"{where or f'exercises/{exercise.stem}.toml'}, tasks"
        yield from _of_question(place, task)
        if task.on_paper and task.on_paper.table:
            yield Reference(f"{place} '{task.id}', on_paper", "table", task.on_paper.table)


def of_lab(name: str, lab: Lab) -> Iterator[Reference]:
    """Yield what a lab names: sources and claims."""
    file = f"labs/{name}.toml"
    places = [("idea", lab.idea.sources), ("puzzle", lab.puzzle.sources)]
    places += [(f"presets '{preset.id}'", preset.sources) for preset in lab.presets]
    for place, ids in places:
        for id in ids:
            yield Reference(f"{file}, {place}", "source", id)
    for id in lab.link.claims:
        yield Reference(f"{file}, link", "claim", id)


def of_map(id: str) -> Iterator[Reference]:
    """Yield the sources of a map."""
    for source in maps.read_map(id).words.sources:
        yield Reference(f"maps/{id}.toml, sources", "source", source)


def of_region(invented: Region) -> Iterator[Reference]:
    """Yield what the region names: the scenario of its summit, and lesson, task and issues of each step."""
    yield Reference(f"{region.FILE}, summit", "scenario", invented.summit)
    for step in invented.steps:
        place = f"{region.FILE}, steps '{step.lesson}'"
        yield Reference(f"{place}, lesson", "lesson", step.lesson)
        if step.task:
            yield Reference(f"{place}, task", "question", step.task)
        for issue in step.bears:
            yield Reference(f"{place}, bears", "issue", f"{invented.summit}/{issue}")


def of_scenario(scenario: Scenario) -> Iterator[Reference]:
    """Yield what a negotiation names outside itself: sources, terms, the case to compare with."""
    file = f"scenarios/{scenario.id}.toml"
    for id in scenario.sources:
        yield Reference(f"{file}, sources", "source", id)
    for id in scenario.teaching.concepts:
        yield Reference(f"{file}, teaching, concepts", "term", id)
    yield Reference(f"{file}, teaching, case", "case", scenario.teaching.case)


def of_notebook(path: Path, allowed: Calls) -> Iterator[Reference]:
    """Yield what the calls in a notebook name."""
    for call, id in calls(path):
        if id and call in allowed:
            kind = allowed[call]
            place = f"{path.parent.name}/{path.name}, {call}"
            yield Reference(place, kind, f"{path.stem}/{id}" if kind in ("question", "look") else id)


def in_notebooks(root: Path) -> Iterator[Reference]:
    """Yield what the notebooks of lessons, exercises and solutions, and of the atlas, name."""
    for folder, stems, allowed in (
        ("notebooks", lessons.stems(), LESSON_CALLS),
        ("exercises", lessons.exercise_stems(), EXERCISE_CALLS),
        ("exercises/solutions", lessons.exercise_stems(), EXERCISE_CALLS),
        ("notebooks", (atlas.STEM,), ATLAS_CALLS),
    ):
        for stem in stems:
            path = root / folder / f"{stem}.ipynb"
            if path.is_file():
                yield from of_notebook(path, allowed)


def not_called(root: Path) -> Iterator[str]:
    """Yield a line for everything with an id that a notebook lacks, and for what it shows unlisted."""
    for stem in lessons.stems():
        lesson = lessons.lesson(stem, as_published=True)
        path, file = root / "notebooks" / f"{stem}.ipynb", f"lessons/{stem}.toml"
        shown = (*lessons.ids_of(lesson), *lesson.documents, *lesson.people, *lesson.boundaries, *lesson.maps)
        yield from _missing(path, shown, file)
        yield from _not_listed(path, lesson)
        yield from _unlisted(path, lesson.maps, file)
    for stem in lessons.exercise_stems():
        exercise = lessons.exercise(stem, as_published=True)
        yield from _missing(root / "exercises" / f"{stem}.ipynb", lessons.ids_of(exercise), f"exercises/{stem}.toml")
    questions = [question.id for question in atlas.atlas_page().questions]
    yield from _missing(root / "notebooks" / f"{atlas.STEM}.ipynb", questions, "atlas.toml")


def _not_listed(path: Path, lesson: Lesson) -> Iterator[str]:
    """Yield a line for every document, person and boundary that a notebook shows and its lesson does not list."""
    listed = {READ: lesson.documents, BESIDE: lesson.documents, "meet": lesson.people, "draw": lesson.boundaries}
    for call, id in calls(path) if path.is_file() else ():
        if call in listed and id not in listed[call]:
            key = {"meet": "people", "draw": "boundaries"}.get(call, "documents")
            yield f"lessons/{lesson.stem}.toml, {key}: {path.name} shows '{id}', which is not listed. Add it here."


def _missing(path: Path, ids: Iterable[str], file: str) -> Iterator[str]:
    if path.is_file():
        called = {id for _, id in calls(path)}
        for id in ids:
            if id not in called:
                yield f"{file}: no cell of {path.parent.name}/{path.name} shows '{id}'. Mend the id, or add a cell."


def _unlisted(path: Path, listed: Collection[str], file: str) -> Iterator[str]:
    if path.is_file():
        for call, id in calls(path):
            if call == "map" and id not in listed:
                yield f"{file}, maps: {path.parent.name}/{path.name} shows the map '{id}'. Add it to the list."


def find_session_troubles(root: Path) -> Iterator[str]:
    """Yield a line for every later session that does not begin in its notebook, and for every one that there is not."""
    for stem in lessons.stems():
        path = root / "notebooks" / f"{stem}.ipynb"
        if path.is_file():
            yield from of_sessions(path, lessons.lesson(stem, as_published=True).sessions)


def of_sessions(path: Path, sessions: Sequence[Session]) -> Iterator[str]:
    """Yield a line for every of ``sessions`` that does not begin in the notebook at ``path`` as it should."""
    where, file = f"{path.parent.name}/{path.name}", f"lessons/{path.stem}.toml"
    form = words()["opening"]["session"]
    headings = {number: form.format(number=number, title=session.title) for number, session in enumerate(sessions, 1)}
    blocks = blocks_of(path)
    titles = [block.title for block in blocks]
    for number, heading in headings.items():
        if number == 1:
            continue
        first = sessions[number - 1].blocks[0].title
        if heading not in titles:
            yield f"{where}: session {number} of {file} does not begin here. Write the heading '## {heading}'."
            continue
        place = titles.index(heading)
        if ("session", str(number)) not in blocks[place].calls:
            yield f"{where}: nothing shows the head of '{heading}'. Add a cell below it: lesson.session({number})"
        if next((title for title in titles[place + 1 :] if not is_frame(title, path.stem)), "") != first:
            yield f"{where}: '{heading}' does not stand above '{first}', the first block of its session. Move it there."
    for block in blocks:
        if opens_session(block.title) and block.title not in headings.values():
            yield f"{where}: {file} has no '{block.title}'. Give heading and session one number and one title."
        for call, named in block.calls:
            if call == "session" and named not in map(str, headings):
                yield f"{where}: lesson.session({named}) is in no file. {file} has sessions 1 to {len(sessions)}."


def references() -> Iterator[Reference]:
    """Yield every reference of the content files. The tables check theirs row by row, as they are read."""
    for finding in catalog.findings().values():
        yield from of_finding(finding)
    for claim in catalog.claims().values():
        yield from of_claim(claim)
    for term in catalog.glossary().values():
        yield from of_term(term)
    for dossier in dossiers.dossiers().values():
        yield from of_dossier(dossier)
    for id in sorted(documents.ids()):
        yield from of_document(documents.document(id, as_published=True))
    for id in sorted(people.ids()):
        yield from of_person(people.person(id, as_published=True))
    for id in sorted(boundaries.ids()):
        yield from of_boundary(boundaries.boundary(id))
    for stem in lessons.stems():
        yield from of_lesson(lessons.lesson(stem, as_published=True))
    yield from of_concept_test()
    for stem in lessons.exercise_stems():
        yield from of_exercise(lessons.exercise(stem, as_published=True))
    for question in atlas.atlas_page().questions:
        yield from _of_question("atlas.toml, questions", question)
    for name in labs.names():
        yield from of_lab(name, labs.lab(name))
    for id in maps.ids():
        yield from of_map(id)
    yield from of_region(region.region())
    for name in scenarios.scenarios():
        yield from of_scenario(scenarios.scenario(name))
    for name, temper in scenarios.words().tempers.items():
        for id in temper.sources:
            yield Reference(f"negotiation.toml, tempers '{name}'", "source", id)
    for name in data.names():
        for id in data.table(name).sources:
            yield Reference(f"data/{name}.toml, sources", "source", id)


def collect_ids() -> dict[Kind, Collection[str]]:
    """Return the ids of the course that can be named, by kind."""
    questions, looks, trials = [], [], []
    for stem in lessons.stems():
        lesson = lessons.lesson(stem, as_published=True)
        trials += [f"{stem}/{claim}" for claim in lesson.claims]
        questions += [f"{stem}/{question.id}" for question in (*lesson.prompts, *lesson.checks)]
        looks += [f"{stem}/{look.id}" for look in lesson.looks]
    for stem in lessons.exercise_stems():
        questions += [f"{stem}/{task.id}" for task in lessons.exercise(stem, as_published=True).tasks]
    questions += [f"{atlas.STEM}/{question.id}" for question in atlas.atlas_page().questions]
    claims = catalog.claims().keys()
    return {
        "source": catalog.sources().keys(),
        "finding": catalog.findings().keys(),
        "claim": claims,
        "piece": [f"{claim.id}/{piece.id}" for claim in catalog.claims().values() for piece in claim.pieces],
        "trial": trials,
        "case": tables.cases_by_id().keys(),
        "term": catalog.glossary().keys(),
        "lab": labs.names(),
        "document": documents.ids(),
        "person": people.ids(),
        "boundary": boundaries.ids(),
        "map": maps.ids(),
        "chart": charts.charts().keys(),
        "table": data.names(),
        "scenario": scenarios.scenarios(),
        "issue": [f"{name}/{issue.id}" for name in scenarios.names() for issue in scenarios.scenario(name).issues],
        "question": frozenset(questions),
        "look": frozenset(looks),
        "lesson": lessons.stems(),
        "sitting": SITTINGS,
        "carried": frozenset([*questions, *(f"claim/{claim}" for claim in claims)]),
    }


def find_broken(references: Iterable[Reference], ids: Mapping[Kind, Collection[str]]) -> list[str]:
    """Return one line for every reference to an id that is not known, with the nearest ones; empty when all is well."""
    return [
        f"{reference.where}: {reference.kind} '{reference.id}' is not in {HOMES[reference.kind]}"
        + (did_you_mean(reference.id, ids[reference.kind]) or ". Mend the id, or add the entry there.")
        for reference in references
        if reference.id not in ids[reference.kind]
    ]
