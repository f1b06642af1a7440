"""The course on paper: every question with room to write; answers in the key alone; views after the last question."""

import html
import re
from html.parser import HTMLParser

import msgspec
import pytest

from course.content import catalog, lessons, scenarios
from course.content.interface import words
from course.content.outline import asking_looks, sessions_of
from course.html.opening import session_title
from course.html.prompt import prompt_eyebrow
from course.html.text import phrase, plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.ask import Finding
from course.teacher.handouts import booklet, edition, packets, paper
from course.teacher.handouts.seats import seated

STEMS = lessons.exercise_stems()
MARKUP = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"


class Reader(HTMLParser):
    """Collects elements and the text of a page, and fails on an element closed out of turn."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.seen, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in ("meta", "br", "hr", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert not self.stack or self.stack.pop() == tag

    def handle_data(self, data):
        if "style" not in self.stack:
            self.text += data


def read(markup, whole=True):
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert not whole or reader.stack == []
    return reader


def squeezed(text):
    return "".join(text.split())


def flat(markup):
    return squeezed(read(markup).text)


# --- The booklet ---


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_prompt_is_there_with_what_it_needs(stem):
    lesson = lessons.lesson(stem)
    markup = booklet.booklet(lesson)
    text, said = flat(markup), words()["prompt"]
    assert lesson.number in text
    for one in lesson.prompts:
        assert squeezed(prompt_eyebrow(said, one)) in text
        assert squeezed(plain(one.asks)) in text
        for paragraph in one.setting.split("\n\n"):
            assert squeezed(plain(paragraph)) in text
        for option in getattr(one, "options", ()):
            assert squeezed(plain(option.says)) in text
        assert squeezed(plain(one.reason)) in text
        if isinstance(one, prompts.Scale | prompts.Placing):
            assert squeezed(plain(one.low)) in text
            assert squeezed(plain(one.high)) in text
    for claim in lesson.claims:
        assert text.count(squeezed(plain(catalog.claims()[claim].says))) >= 2
    for term in lesson.terms:
        assert squeezed(catalog.glossary()[term].arabic) in text


@pytest.mark.parametrize("stem", lessons.stems())
def test_there_is_room_to_write(stem):
    lesson = lessons.lesson(stem)
    markup = booklet.booklet(lesson)
    texts = [one for one in lesson.prompts if isinstance(one, prompts.ShortText)]
    boxes = len(texts) + sum(one.pair for one in lesson.prompts) + sum(bool(one.reason) for one in lesson.prompts)
    boxes += sum(bool(one.carries) and not one.carries.startswith("claim/") for one in lesson.prompts)
    boxes += 2 if lesson.claims else 0
    boxes += sum(isinstance(look.ask, Finding) for look in asking_looks(lesson))
    # What is missing in a document, why somebody would have decided so, why a line runs where it does.
    boxes += len(lesson.documents) + len(lesson.people) + len(lesson.boundaries)
    boxes += len(lesson.filings)
    assert markup.count('<div class="ruled"') == boxes
    assert markup.count("<i></i>") >= sum(2 * one.rows for one in texts)


@pytest.mark.parametrize("stem", [stem for stem in lessons.stems() if lessons.lesson(stem).prompts])
def test_other_views_stand_on_a_page_after_all_questions(stem):
    lesson = lessons.lesson(stem)
    before, apart, after = flat(booklet.booklet(lesson)).partition(squeezed(words()["prompt"]["perspectives"]))
    assert apart
    for one in lesson.prompts:
        assert squeezed(plain(one.guide)) not in before + after
        for view in one.perspectives:
            assert squeezed(plain(view.says)) in after
            assert squeezed(plain(view.says)) not in before


def test_nothing_in_a_booklet_is_run():
    lesson = lessons.lesson("05_why_come_to_the_table")
    changed = [
        msgspec.structs.replace(one, asks=MARKUP, setting=MARKUP, reason=MARKUP if one.reason else "", perspectives=())
        for one in lesson.prompts
    ]
    found = read(booklet.booklet(msgspec.structs.replace(lesson, title=MARKUP, summary=MARKUP, prompts=tuple(changed))))
    assert not {"script", "img", "iframe"} & set(found.seen)
    assert "window.hit" in found.text


# --- Student edition and key ---


def asked(task):
    """What a student must see of a task."""
    yield plain(task.asks)
    yield from paragraphs(paper.setting_of(task))
    for one in (*getattr(task, "options", ()), *getattr(task, "items", ()), *getattr(task, "groups", ())):
        yield plain(one.says)
    for value in getattr(task, "values", ()):
        yield paper.label(value)
        yield value.unit


def answered(task):
    """What tells an answer: it belongs into the key and not into a student's hands."""
    yield from paragraphs(task.model)
    yield from (plain(hint) for hint in task.hints)
    for one in (*getattr(task, "options", ()), *getattr(task, "items", ()), *getattr(task, "slips", ())):
        yield plain(one.feedback)
    for key in ("right", "too_low", "too_high"):
        yield plain(getattr(task, key, ""))
    for one in getattr(task, "values", ()):
        yield plain(one.right)
        yield plain(one.wrong)
        yield from (plain(slip.feedback) for slip in one.slips)
    yield from (plain(sample.why) for sample in getattr(task, "samples", ()))
    for one in getattr(task, "models", ()):
        yield from paragraphs(one.text)
        yield plain(one.notice)
    yield from (line for line in getattr(task, "worked", "").splitlines() if not line.startswith("#"))


def paragraphs(markdown):
    lines = (re.sub(r"^\s*(\d+\.|[-*>]) ", "", line) for line in markdown.split("\n"))
    return (plain(line) for line in lines if line.strip())


@pytest.mark.parametrize("stem", STEMS)
def test_both_editions_hold_every_question(stem):
    exercise = lessons.exercise(stem)
    for text in (flat(edition.student(exercise)), flat(edition.key(exercise))):
        for number, task in enumerate(exercise.tasks, 1):
            assert f"{number}·" in text
            assert [one for one in asked(task) if squeezed(one) not in text] == []
    assert squeezed(plain(exercise.goal)) in flat(edition.student(exercise))


@pytest.mark.parametrize("stem", STEMS)
def test_only_the_key_holds_answers(stem):
    exercise = lessons.exercise(stem)
    student, key = flat(edition.student(exercise)), flat(edition.key(exercise))
    told = 0
    for task in exercise.tasks:
        # A word that is also in the question tells nothing.
        samples = (text for sample in getattr(task, "samples", ()) for text in paragraphs(sample.text))
        seen = squeezed(" ".join((*asked(task), *samples)))
        telling = [one for one in answered(task) if len(one) > 12 and squeezed(one) not in seen]
        assert [one for one in telling if squeezed(one) in student] == []
        assert [one for one in telling if squeezed(one) not in key] == []
        told += len(telling)
    assert told > 5


@pytest.mark.parametrize("stem", STEMS)
def test_the_student_edition_marks_nothing_and_gives_no_order_away(stem):
    exercise = lessons.exercise(stem)
    student, text = edition.student(exercise), flat(edition.student(exercise))
    assert "✔" not in student
    assert "<pre" not in student
    for task in exercise.tasks:
        if isinstance(task, tasks.Order):
            places = [text.index(squeezed(plain(item.says))) for item in task.items]
            assert places != sorted(places)


@pytest.mark.parametrize("stem", STEMS)
def test_the_key_says_which_answer_is_right(stem):
    exercise = lessons.exercise(stem)
    rows = [squeezed(read(row, whole=False).text) for row in re.findall(r"<tr>.*?</tr>", edition.key(exercise))]
    for task in exercise.tasks:
        if isinstance(task, tasks.Choose | tasks.ChooseSeveral):
            for option in task.options:
                (row,) = [row for row in rows if squeezed(plain(option.says)) + squeezed(plain(option.feedback)) in row]
                assert row.startswith("✔") == option.right
        if isinstance(task, tasks.Sort):
            names = {group.id: squeezed(plain(group.says)) for group in task.groups}
            letters = dict(zip(names, "ABCDEFGHIJ", strict=False))
            for item in task.items:
                assert [
                    row
                    for row in rows
                    if row.startswith(squeezed(plain(item.says)) + letters[item.group] + names[item.group])
                ]
        if isinstance(task, tasks.Order):
            for place, item in enumerate(task.items, 1):
                assert [row for row in rows if row.startswith(f"{place}{squeezed(plain(item.says))}")]


def test_nothing_in_an_edition_is_run():
    exercise = lessons.exercise("05_why_come_to_the_table")
    changed = []
    for task in exercise.tasks:
        new = {"asks": MARKUP, "setting": MARKUP, "model": MARKUP, "hints": (MARKUP,)}
        for key in ("options", "items", "groups"):
            if hasattr(task, key):
                new[key] = tuple(msgspec.structs.replace(one, says=MARKUP) for one in getattr(task, key))
        if isinstance(task, tasks.Notebook):
            new["worked"] = MARKUP
        changed.append(msgspec.structs.replace(task, **new))
    exercise = msgspec.structs.replace(exercise, title=MARKUP, goal=MARKUP, tasks=tuple(changed))
    for markup in (edition.student(exercise), edition.key(exercise)):
        found = read(markup)
        assert not {"script", "img", "iframe"} & set(found.seen)
        assert "window.hit" in found.text


def test_arabic_finds_its_direction():
    exercise = lessons.exercise("05_why_come_to_the_table")
    arabic = "ما الذي يقف في الطريق؟"
    task = msgspec.structs.replace(exercise.tasks[0], asks=arabic, setting=arabic)
    for make in (edition.student, edition.key):
        markup = make(msgspec.structs.replace(exercise, tasks=(task,)))
        assert re.search(rf'<p dir="auto">(<span class="asks">)?{arabic}', markup)


# --- Nothing of the screen ---

SCREEN = re.compile(
    r"\b(?:shown|tables?|chart|box|cards?) (?:above|below)\b|\bgray (?:box|cell)|\bcells?\b|\bclick|\bbuttons?\b"
    r"|\bsliders?\b|\bdrag|\bscreens?\b|\bpress (?:\*|enter|run|a key)|\bscroll|three dots|shift \+|\bmouse\b"
    r"|\bkeyboard\b|\bnotebook|\bcomputer|[=(] ?\.\.\.|\w+\(\)|\w_\w",
    re.IGNORECASE,
)
PRINTED_ALL_THE_SAME = {
    "An empty cell means": "a field of the table that stands beside it",
    "may drag it into a war": "what an ally may do",
    "add what stands below the table": "the lines stand below the table on the same sheet",
}


def sheets():
    """Every page that a room gets, but for the key and the run-sheet: their reader has the notebook open as well."""
    for stem in lessons.stems():
        yield f"booklet {stem}", booklet.booklet(lessons.lesson(stem))
    for stem in STEMS:
        yield f"student {stem}", edition.student(lessons.exercise(stem))
    for name in scenarios.names():
        scenario = scenarios.scenario(name)
        tables = seated(scenario, range(1, 24))
        yield f"observer {name}", packets.observer_packet(scenario)
        yield f"cards {name}", packets.cards(scenario, tables)
        yield f"points {name}", packets.all_points(scenario)
        yield f"plan {name}", packets.plan(scenario, tables)
        for role in scenario.roles:
            yield f"{name} {role.id}", packets.packet(scenario, role.id)


SHEETS = dict(sheets())


def of_the_screen(text):
    """Words that only somebody at a screen can follow."""
    for allowed in PRINTED_ALL_THE_SAME:
        text = text.replace(allowed, "")
    return [text[max(0, hit.start() - 40) : hit.end() + 20] for hit in SCREEN.finditer(text)]


@pytest.mark.parametrize("name", SHEETS)
def test_no_printed_page_speaks_of_the_screen(name):
    assert of_the_screen(read(SHEETS[name]).text) == []


def test_every_allowed_phrase_is_needed():
    everything = " ".join(read(markup).text for markup in SHEETS.values())
    assert [phrase for phrase in PRINTED_ALL_THE_SAME if phrase not in everything] == []


@pytest.mark.parametrize(
    "text",
    [
        "Your stand on A2 is shown above, if you have taken it.",
        "Your answer of then stands in the gray box.",
        "The cell opens the table.",
        "Replace the three dots, and press **Shift + Enter**.",
        "Try years.count() and how_many.",
        "Move the slider.",
    ],
)
def test_words_of_the_screen_are_seen(text):
    assert of_the_screen(text)


def test_the_key_has_the_settings_of_the_student_edition():
    for stem in STEMS:
        for task in lessons.exercise(stem).tasks:
            if task.on_paper:
                assert squeezed(plain(task.on_paper.setting)) in flat(edition.key(lessons.exercise(stem)))
        assert "Shift + Enter" not in read(edition.key(lessons.exercise(stem))).text.split("Hints")[0]


# --- What a question speaks of ---


def rows(markup):
    """Rows of the tables on a page, as lists of cells."""
    return [
        [read(cell, whole=False).text.strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", markup)
    ]


def test_a_class_without_computers_can_work_out_every_answer_from_the_rows_on_paper():
    seven, nine = lessons.exercise("07_dividends_of_peace"), lessons.exercise("09_inside_and_outside")
    answers = {
        (task.id, value.name): value.answer
        for task in (*seven.tasks, *nine.tasks)
        for value in getattr(task, "values", ())
    }
    printed = {task.id: rows(paper.rows_of(task.on_paper)) for task in (*seven.tasks, *nine.tasks) if task.on_paper}

    trade = {row[0]: [float(row[2]), float(row[3])] for row in printed["headlines"][1:]}
    old = [trade["Jordan"][n] + trade["Egypt"][n] for n in (0, 1)]
    assert trade["Jordan"][1] / trade["Jordan"][0] == pytest.approx(answers["growth-of-jordan", "jordan"], abs=0.01)
    assert old[1] / old[0] == pytest.approx(answers["beyond-the-rebound", "rebound"], abs=0.01)

    totals = {row[0]: row[4] for row in printed["before-the-break"][1:]}
    lost = (float(totals["2008"]) - float(totals["2015"])) / float(totals["2008"]) * 100
    assert lost == pytest.approx(answers["before-the-break", "lost"], abs=0.1)
    assert list(totals.values()).count("") == answers["before-the-break", "missing"]

    plans = [
        [float(cell.replace(",", "") or "nan") for cell in (row[1], row[3])] for row in printed["hopes-and-counts"][1:]
    ]
    assert sum(measured >= announced for announced, measured in plans) == answers["hopes-and-counts", "reached"]
    assert plans[3][1] / plans[3][0] * 100 == pytest.approx(answers["hopes-and-counts", "egypt_percent"])

    count = {word: int(number) for word, number in printed["two-rates"][1:]}
    generous = count["held"] + count["partly held"]
    assert round(count["held"] / sum(count.values()) * 100) == answers["two-rates", "strict"]
    assert round(generous / (generous + count["collapsed"]) * 100) == answers["two-rates", "generous"]


@pytest.mark.parametrize("stem", STEMS)
def test_every_task_that_opens_a_table_has_its_rows_on_paper(stem):
    exercise = lessons.exercise(stem)
    assert [
        task.id for task in exercise.tasks if "exercise.table(" in getattr(task, "worked", "") and not task.on_paper
    ] == []
    assert words()["export"]["computer"].strip("*") not in read(edition.student(exercise)).text


def test_an_earlier_answer_has_its_question_and_room():
    first = edition.student(lessons.exercise("01_diplomatic_defense"))
    asked_then = next(
        prompt.asks for prompt in lessons.lesson("01_diplomatic_defense").prompts if prompt.id == "one-message"
    )
    assert squeezed(plain(asked_then)) in flat(first)
    assert squeezed(words()["export"]["earlier-stand"].format(claim="A2")) in flat(first)
    assert squeezed(plain(catalog.claims()["A2"].says)) in flat(first)


@pytest.mark.parametrize("stem", lessons.stems())
def test_a_booklet_prints_the_tables_that_its_questions_name(stem):
    lesson = lessons.lesson(stem)
    text = flat(booklet.booklet(lesson))
    for prompt in lesson.prompts:
        if re.search(r"\brow of the table|in the table as a hint", f"{prompt.setting} {prompt.reason}"):
            assert prompt.prints
        if prompt.prints:
            shown = next(look for look in lesson.looks if look.id == prompt.prints)
            assert [cell for row in shown.rows for cell in row if squeezed(plain(cell)) not in text] == []


@pytest.mark.parametrize("stem", lessons.stems())
def test_what_a_look_asks_for_is_blank_on_paper_and_stands_at_the_end(stem):
    lesson = lessons.lesson(stem)
    asking = [look for look in asking_looks(lesson) if look.ask and not isinstance(look.ask, Finding)]
    above, found, below = booklet.booklet(lesson).partition(words()["export"]["guess-answers"])
    assert bool(found) == bool(asking_looks(lesson))
    for look in asking:
        assert plain(look.ask.asks) in html.unescape(above)
        # A finding, and what there is to see, come after everything else.
        assert plain(look.finding) not in html.unescape(above)
        assert plain(look.finding) in html.unescape(below)


def test_a_booklet_carries_our_map_of_each_claim_that_it_files_on():
    lesson = lessons.lesson("05_why_come_to_the_table")
    markup = booklet.booklet(lesson)
    for filing in lesson.filings:
        claim = catalog.claims()[filing.claim].shown_in(lesson.stem)
        assert all(str(phrase(piece.says)) in markup for piece in claim.pieces)


SEVERAL = [stem for stem in lessons.stems() if len(lessons.lesson(stem).sessions) > 1]


@pytest.mark.parametrize("stem", SEVERAL)
def test_what_is_filed_marked_and_guessed_stands_in_its_session(stem):
    lesson = lessons.lesson(stem)
    text, placed = flat(booklet.booklet(lesson)), sessions_of(lesson)
    said = words()["opening"]
    starts = [text.find(squeezed(session_title(said, n, one))) for n, one in enumerate(lesson.sessions, 1)]
    end = text.index(squeezed(words()["prompt"]["perspectives"]))
    bounds = [*(start for start in starts if start >= 0), end]
    assert bounds == sorted(bounds)

    def session_at(place):
        return max((n for n, start in enumerate(starts, 1) if 0 <= start <= place), default=0)

    for filing in lesson.filings:
        title = squeezed(f"{filing.claim} · {words()['trial']['met']}")
        assert session_at(text.index(title)) == placed["weigh", filing.claim], filing.claim
    for look in asking_looks(lesson):
        place = text.find(squeezed(plain(look.ask.asks)))
        if look.id not in {one.prints for one in lesson.prompts}:
            assert session_at(place) == placed["look", look.id], look.id


@pytest.mark.parametrize("stem", lessons.stems())
def test_no_booklet_sends_its_reader_to_itself_as_to_another_lesson(stem):
    lesson = lessons.lesson(stem)
    before, _, _ = words()["export"]["earlier"].partition("*")
    assert squeezed(before.format(lesson=lesson.number)) not in flat(booklet.booklet(lesson))


def test_an_answer_from_the_same_booklet_is_looked_up_in_it():
    lesson = lessons.lesson("05_why_come_to_the_table")
    asks = next(one.asks for one in lesson.prompts if one.id == "go-or-wait")
    said = words()["export"]["earlier-here"].format(asks=asks)
    assert squeezed(plain(said)) in flat(booklet.booklet(lesson))
