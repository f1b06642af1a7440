"""The whole course as a file: both kinds hold together, every question is in it and graded as the course grades."""

import html
import io
import json
import posixpath
import re
import zipfile
from collections import Counter
from decimal import Decimal
from urllib.parse import unquote
from xml.etree import ElementTree as Xml

import msgspec
import pytest

from course.content import catalog, lessons, points
from course.content.notebook import notebook_of
from course.html import document
from course.html.text import phrase, plain
from course.model import task as tasks
from course.teacher.cartridge import contents, lesson_page, package, profile
from course.teacher.quizzes import quiz
from course.teacher.quizzes.qti_item import name_of

STANDARD = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
CANVAS = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
SETTINGS = "{http://canvas.instructure.com/xsd/cccv1p0}"
Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
# Which types version 1.3 knows (imscc_Overview-v1p3, table of resource types), the extension of assignments among them.
TYPES = {
    "webcontent",
    "imsdt_xmlv1p3",
    "imswl_xmlv1p3",
    "imsqti_xmlv1p2/imscc_xmlv1p3/assessment",
    "assignment_xmlv1p0",
}
EXTRA = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
SITE = "https://example.org/course"


@pytest.fixture(scope="module")
def course():
    return contents.course(SITE + "/")


class Opened:
    """A package as whoever imports it reads it."""

    def __init__(self, data, namespace):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            assert len(names) == len(set(names))
            self.files = {name: archive.read(name) for name in names}
        self.manifest = self.xml("imsmanifest.xml")
        self.resources = {one.get("identifier"): one for one in self.manifest.iter(f"{namespace}resource")}
        self.n = namespace

    def xml(self, path):
        return Xml.fromstring(self.files[path])

    def of_type(self, ending):
        return {id: one for id, one in self.resources.items() if one.get("type").endswith(ending)}

    def paths(self, resource):
        return [one.get("href") for one in resource.iter(f"{self.n}file")]

    def path(self, id):
        return self.paths(self.resources[id])[0]


@pytest.fixture(scope="module")
def standard(course):
    return Opened(package.standard(course), STANDARD)


@pytest.fixture(scope="module")
def canvas(course):
    return Opened(package.for_canvas(course), CANVAS)


@pytest.fixture(scope="module", params=["standard", "canvas"])
def either(request):
    return request.getfixturevalue(request.param)


def words_of(markup):
    apart = re.sub(r"</(?:p|li|ul|ol|pre|blockquote|h\d|div|th|td|tr|dt|dd)>|<[bh]r>", " ", str(markup))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", apart)).split())


def test_the_manifest_names_every_file_once_and_nothing_else(either):
    listed = Counter(path for one in either.resources.values() for path in either.paths(one))
    assert set(listed) == set(either.files) - {"imsmanifest.xml"}
    assert max(listed.values()) == 1
    assert all(one.get("href") in either.paths(one) for one in either.resources.values() if one.get("href"))


def test_every_id_is_once_and_every_reference_leads_somewhere(either):
    ids = [one.get("identifier") for one in either.manifest.iter() if one.get("identifier")]
    assert len(ids) == len(set(ids))
    references = [one.get("identifierref") for one in either.manifest.iter() if one.get("identifierref")]
    assert set(references) <= set(either.resources)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id) for id in ids)


def test_types_are_those_of_the_version(standard, canvas):
    assert {one.get("type") for one in standard.resources.values()} == TYPES
    kinds = {one.get("type") for one in canvas.resources.values()}
    # Canvas's reader asks for discussions by exactly this name.
    assert "imsdt_xmlv1p1" in kinds
    assert kinds == {"webcontent", "imsdt_xmlv1p1", "imswl_xmlv1p1", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", EXTRA}


def test_the_same_course_gives_the_same_bytes_and_ids_do_not_hang_on_words(course):
    again = contents.course(SITE)
    assert package.standard(again) == package.standard(course)
    assert package.for_canvas(again) == package.for_canvas(course)
    for item in contents.listing(course):
        stem, _, rest = item.id.partition("/")
        assert stem in lessons.stems()
        assert rest


def test_a_module_for_each_lesson_with_everything_that_is_asked(course, standard):
    listed = standard.manifest.findall(f".//{STANDARD}organization/{STANDARD}item/{STANDARD}item")
    assert [one.find(f"{STANDARD}title").text for one in listed] == [module.title for module in course.modules]
    assert len(listed) == len(lessons.stems())
    for stem, module in zip(lessons.stems(), course.modules, strict=True):
        kinds = Counter(type(item) for item in module.items)
        lesson = lessons.lesson(stem)
        written = lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
        assert kinds[contents.Topic] == len(lesson.prompts)
        assert kinds[contents.Test] == bool(quiz.checks(stem)) + bool(quiz.exercise(stem))
        assert kinds[contents.Assignment] == sum(isinstance(task, tasks.Writing) for task in written)
        assert kinds[contents.Page] == 2
        assert [item.url for item in module.items if isinstance(item, contents.Link)] == [
            f"{SITE}/{kind}/{stem[:2]}/" for kind in ("lessons", "exercises")[: 1 + bool(written)]
        ]


@pytest.mark.parametrize("stem", lessons.stems())
def test_a_page_holds_all_words_and_nothing_that_needs_a_kernel(stem, standard):
    page = standard.files[f"pages/{lesson_page.page_name(stem)}.html"].decode()
    read = words_of(page)
    for cell in notebook_of(stem)[0]["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        for line in "".join(cell["source"]).splitlines():
            if re.match(r"(## )?[A-Za-z*][^|`<#]*$", line):
                assert words_of(document.prose(line)) in read
    for look in lessons.lesson(stem).looks:
        assert plain(look.finding) in read
    assert not re.search(r"<(script|button|input|select|textarea|svg|style|form)\b", page)
    # What a record is for is true where there is one.
    assert "Run this notebook" not in read
    assert "Restore a backup" not in read
    assert page.count("<h1") == 1
    # How others answer is for whoever has answered.
    for prompt in lessons.lesson(stem).prompts:
        assert all(words_of(phrase(view.says)) not in read for view in prompt.perspectives)


def test_links_of_pages_lead_on(standard):
    for path, data in standard.files.items():
        if not path.endswith(".html"):
            continue
        page = data.decode()
        ids = set(re.findall(r'\bid="([^"]+)"', page))
        for address in re.findall(r'(?:href|src)="([^"]*)"', page):
            if address.startswith(("https://", "http://", "$IMS-CC-FILEBASE$/")):
                target = address.removeprefix("$IMS-CC-FILEBASE$/") if address.startswith("$") else None
            elif address.startswith("#"):
                assert unquote(html.unescape(address[1:])) in ids
                continue
            else:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            assert target is None or target in standard.files


@pytest.fixture(scope="module")
def moodle(course):
    return Opened(package.for_moodle(course), CANVAS)


def test_moodle_gets_the_last_version_that_it_restores_and_no_quizzes(course, moodle):
    # Moodle 4.5 finds no way to convert a manifest of version 1.3, and takes 1.1 by its namespace.
    assert moodle.manifest.tag == f"{CANVAS}manifest"
    assert moodle.manifest.findtext(f".//{CANVAS}schemaversion") == "1.1.0"
    assert {one.get("type") for one in moodle.resources.values()} == {"webcontent", "imsdt_xmlv1p1", "imswl_xmlv1p1"}
    titles = [
        [entry.findtext(f"{CANVAS}title") for entry in module.findall(f"{CANVAS}item")]
        for module in moodle.manifest.findall(f".//{CANVAS}organization/{CANVAS}item/{CANVAS}item")
    ]
    assert titles == [
        [item.title for item in module.items if not isinstance(item, contents.Test)] for module in course.modules
    ]
    references = [one.get("identifierref") for one in moodle.manifest.iter() if one.get("identifierref")]
    assert set(references) <= set(moodle.resources)


def test_no_page_in_moodle_has_a_link_that_leads_nowhere(course, moodle):
    # It gives pages addresses of its own, and drops each id; it finds pictures by the way from page to file.
    pictures = 0
    for path, data in moodle.files.items():
        if path.endswith(".svg"):
            continue
        page = html.unescape(data.decode())
        assert not re.search(r'href="(#|page:|\.\./|[\w-]+\.html)', page)
        for name in re.findall(r'src="([^"]+)"', page):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) in moodle.files
            pictures += 1
    assert pictures > 10
    (page,) = (item for item in contents.listing(course) if item.id == "05_why_come_to_the_table/page")
    assert words_of(page.html) in words_of(moodle.files[f"pages/{page.name}.html"].decode())


def test_a_term_and_a_citation_say_what_they_mean(standard):
    page = standard.files["pages/05-why-come-to-the-table.html"].decode()
    term = re.search(r'<a [^>]*href="#term-readiness"[^>]*title="([^"]+)"', page)
    assert plain(catalog.glossary()["readiness"].meaning) == html.unescape(term[1])
    cited = re.findall(r'<a href="https://[^"]+" class="page-cited"[^>]*title="([^"]+)"', page)
    assert len(cited) > 5


def test_links_in_canvas_go_by_its_own_tokens(canvas):
    pages = {
        posixpath.basename(path).removesuffix(".html") for path in canvas.files if path.startswith("wiki_content/")
    }
    led = 0
    for path, data in canvas.files.items():
        text = html.unescape(data.decode()) if not path.endswith(".svg") else ""
        assert 'href="page:' not in text
        assert 'src="file:' not in text
        for name in re.findall(r"\$WIKI_REFERENCE\$/pages/([\w-]+)", text):
            assert name in pages
            led += 1
        for name in re.findall(r"\$IMS-CC-FILEBASE\$/([^\"]+)", text):
            assert f"web_resources/{name}" in canvas.files
    assert led > 20


def test_what_is_drawn_is_a_file_with_its_words(standard):
    drawn = {path: data for path, data in standard.files.items() if path.endswith(".svg")}
    assert len(drawn) > 10
    for path, data in drawn.items():
        picture = Xml.fromstring(data)
        assert picture.tag == "{http://www.w3.org/2000/svg}svg"
        shown = [page.decode() for name, page in standard.files.items() if name.startswith("pages/")]
        (tag,) = (tag for page in shown for tag in re.findall(r"<img [^>]*>", page) if path in tag)
        assert len(re.search(r'alt="([^"]*)"', tag)[1]) > 30
        assert html.unescape(re.search(r'alt="([^"]*)"', tag)[1]) == picture.get("aria-label")


def test_a_discussion_asks_and_tells_nobody_how_others_answer(course, either):
    topics = either.of_type("imsdt_xmlv1p3") | either.of_type("imsdt_xmlv1p1")
    for stem in lessons.stems():
        for prompt in lessons.lesson(stem).prompts:
            root = either.xml(either.path(name_of(f"{stem}/prompt/{prompt.id}")))
            text = words_of(root[1].text)
            assert words_of(phrase(prompt.asks)) in text
            assert all(words_of(phrase(option.says)) in text for option in getattr(prompt, "options", ()))
            assert all(words_of(phrase(view.says)) not in text for view in prompt.perspectives)
            assert len(root[0].text) <= 255
    assert len(topics) == sum(len(lessons.lesson(stem).prompts) for stem in lessons.stems())
    views = [item for item in contents.listing(course) if item.id.endswith("/views")]
    for item in views:
        told = words_of(item.html)
        stem = item.id.partition("/")[0]
        for prompt in lessons.lesson(stem).prompts:
            assert all(words_of(phrase(view.says)) in told for view in prompt.perspectives)


def holds(condition, given):
    tag = condition.tag.removeprefix(Q)
    if tag in ("conditionvar", "and", "or"):
        return (any if tag == "or" else all)(holds(one, given) for one in condition)
    if tag == "not":
        return not holds(condition[0], given)
    if tag == "other":
        return True
    fold = str.lower if condition.get("case") == "No" else str
    return fold(condition.text) in [fold(one) for one in given]


def graded(item, given):
    """Whether an answer is right, and the feedback shown, by the rules of the item."""
    right, shown = False, []
    for rule in item.iter(f"{Q}respcondition"):
        if holds(rule.find(f"{Q}conditionvar"), given):
            right = right or rule.findtext(f"{Q}setvar") == "100"
            shown += [one.get("linkrefid") for one in rule.findall(f"{Q}displayfeedback")]
            if rule.get("continue") == "No":
                break
    told = {one.get("ident"): one.find(f".//{Q}mattext").text for one in item.iter(f"{Q}itemfeedback")}
    return right, [words_of(told[one] or "") for one in shown]


def named(item):
    """What a simple reader takes for right: whatever a rule names, until one rule ends it (cc2olx reads so)."""
    found = []
    for rule in item.iter(f"{Q}respcondition"):
        condition = rule.find(f"{Q}conditionvar")
        found += [one.text for one in (*condition.findall(f"{Q}varequal"), *condition.findall(f"{Q}and/{Q}varequal"))]
        if rule.get("continue") == "No":
            break
    return found


def test_quizzes_grade_as_the_course_does(either):
    made = 0
    for stem in lessons.stems():
        for kind, questions in (("checks", quiz.checks(stem)), ("tasks", quiz.exercise(stem))):
            if not questions:
                continue
            items = list(either.xml(either.path(name_of(f"{stem}/{kind}"))).iter(f"{Q}item"))
            wanted = [(question, one) for question in questions for one in profile.singles(question)]
            assert len(items) == len(wanted)
            for item, (question, one) in zip(items, wanted, strict=True):
                compare(item, question, one)
                made += 1
    assert made > 300


def compare(item, question, one):
    fields = {field[0].text: field[1].text for field in item.iter(f"{Q}qtimetadatafield")}
    assert fields == {"cc_profile": profile.profile(one)}
    feedback = {made.get("ident") for made in item.iter(f"{Q}itemfeedback")}
    assert {made.get("linkrefid") for made in item.iter(f"{Q}displayfeedback")} <= feedback
    assert words_of(document.prose(question.explanation)) in graded(item, [])[1]
    if isinstance(one, quiz.Typed):
        for way in profile.ways(one):
            right, told = graded(item, [way.upper()])
            assert right
            assert words_of(document.prose(one.right)) in told
            assert words_of(document.prose(one.wrong)) not in told
        right, told = graded(item, ["-987654"])
        assert not right
        assert words_of(document.prose(one.wrong)) in told
        assert named(item) == list(profile.ways(one))
        return
    idents = {made.get("ident"): words_of(made.find(f".//{Q}mattext").text) for made in item.iter(f"{Q}response_label")}
    assert list(idents.values()) == [words_of(phrase(option.says)) for option in one.options]
    rights = [ident for ident, option in zip(idents, one.options, strict=True) if option.right]
    assert named(item) == rights
    assert graded(item, rights)[0]
    assert not one.several or not graded(item, list(idents))[0]
    for ident, option in zip(idents, one.options, strict=True):
        right, told = graded(item, [ident])
        assert right == (rights == [ident])
        assert not option.feedback or words_of(phrase(option.feedback)) in told


def test_a_matching_question_is_a_choice_for_each_thing():
    (question,) = (one for one in quiz.checks("02_ways_to_settle") if one.name == "recall-two-readings")
    made = list(profile.singles(question))
    assert [next(option.says for option in one.options if option.right) for one in made] == [
        pair.partner for pair in question.pairs
    ]
    assert all(pair.says in one.asks for pair, one in zip(question.pairs, made, strict=True))
    # Whoever is right is not told what to look at again.
    assert all(option.right == (not option.feedback) for one in made for option in one.options)


def number(answer, tolerance):
    return quiz.Typed(
        id="x", name="x", asks="x", explanation="x", answers=(answer,), tolerance=tolerance, right="r", wrong="w"
    )


def test_a_number_is_right_in_every_writing_within_its_tolerance():
    assert set(profile.ways(number(35.0, 0))) == {"35"}
    assert set(profile.ways(number(22.6, 0.2))) == {"22.4", "22.5", "22.6", "22.7", "22.8"}
    assert {"4", "4.00", "3.99", "4.01"} == set(profile.ways(number(4.0, 0.01)))
    assert {"-0.625", "-0.63", "-0.620", "-0.62"} <= set(profile.ways(number(-0.625, 0.01)))
    for stem in lessons.stems():
        for one in quiz.exercise(stem):
            if isinstance(one, quiz.Typed) and one.is_number:
                assert len(profile.ways(one)) < 60
                values = [Decimal(way) for way in profile.ways(one)]
                edge = Decimal(str(one.tolerance))
                assert max(values) - min(values) == 2 * edge


def test_a_text_to_mark_is_an_assignment_with_its_rubric(standard, course):
    assignments = [item for item in contents.listing(course) if isinstance(item, contents.Assignment)]
    assert len(assignments) == 12
    for item in assignments:
        page = standard.resources[name_of(item.id)]
        (variant,) = (one for one in page if one.tag.endswith("variant"))
        # What comes after files and dependencies in the schema.
        assert list(page)[-1] is variant
        root = standard.xml(standard.path(variant.get("identifierref")))
        tags = [one.tag.rpartition("}")[2] for one in root]
        assert tags == ["title", "text", "instructor_text", "gradable", "submission_formats"]
        assert float(root[3].get("points_possible")) == points.points().marked
        read = words_of(root[1].text)
        for criterion in item.essay.rubric:
            assert all(plain(text) in read for text in (criterion.says, criterion.weak, criterion.strong))
        assert not any(words_of(document.prose(model.text)) in read for model in item.essay.models)


def test_canvas_knows_a_package_of_its_own(canvas):
    (settings,) = (one for one in canvas.resources.values() if one.get("href") == "course_settings/canvas_export.txt")
    assert settings.get("type") == EXTRA
    assert "course_settings/canvas_export.txt" in canvas.paths(settings)


def test_modules_of_canvas_list_what_is_there_published(canvas, course):
    root = canvas.xml("course_settings/module_meta.xml")
    assert len(root) == len(course.modules)
    for module, made in zip(course.modules, root, strict=True):
        assert made.findtext(f"{SETTINGS}workflow_state") == "active"
        items = made.findall(f"{SETTINGS}items/{SETTINGS}item")
        assert [one.findtext(f"{SETTINGS}title") for one in items] == [item.title for item in module.items]
        for one in items:
            assert one.findtext(f"{SETTINGS}identifierref") in canvas.resources
            assert one.findtext(f"{SETTINGS}workflow_state") == "active"
    for path, data in canvas.files.items():
        if path.startswith("wiki_content/"):
            found = re.search(r'<meta name="identifier" content="(\w+)">', data.decode())
            assert canvas.path(found[1]) == path


def test_canvas_finds_settings_and_questions_of_every_quiz(canvas):
    quizzes = canvas.of_type("/assessment")
    for id, resource in quizzes.items():
        (need,) = resource.iter(f"{CANVAS}dependency")
        meta, own = canvas.paths(canvas.resources[need.get("identifierref")])
        assert (meta, own) == (f"{id}/assessment_meta.xml", f"non_cc_assessments/{id}.xml.qti")
        settings = canvas.xml(meta)
        read = {name: settings.findtext(f"{SETTINGS}{name}") for name in ("allowed_attempts", "available")}
        assert read == {"allowed_attempts": "-1", "available": "true"}
        assert settings.get("identifier") == canvas.xml(own)[0].get("ident") == id
        assert settings.findtext(f"{SETTINGS}show_correct_answers") == "false"
    assert len(quizzes) == 25


def test_canvas_finds_the_rubric_of_every_text(canvas):
    rubrics = {one.get("identifier"): one for one in canvas.xml("course_settings/rubrics.xml")}
    groups = [one.get("identifier") for one in canvas.xml("course_settings/assignment_groups.xml")]
    paths = [path for path in canvas.files if path.endswith("/assignment_settings.xml")]
    assert len(paths) == len(rubrics) == 12
    for path in paths:
        root = canvas.xml(path)
        rubric = rubrics.pop(root.findtext(f"{SETTINGS}rubric_identifierref"))
        assert root.findtext(f"{SETTINGS}assignment_group_identifierref") in groups
        assert root.findtext(f"{SETTINGS}workflow_state") == "published"
        worth = float(root.findtext(f"{SETTINGS}points_possible"))
        criteria = list(rubric.iter(f"{SETTINGS}criterion"))
        given = [[float(one.text) for one in criterion.iter(f"{SETTINGS}points")] for criterion in criteria]
        # Of the criterion, then of its levels from the best down to none.
        assert all(numbers[0] == numbers[1] > numbers[2] > numbers[3] == 0 for numbers in given)
        assert sum(numbers[0] for numbers in given) == pytest.approx(worth, abs=0.001)
        assert root.get("identifier") in canvas.resources
        # Canvas shows the title above the text.
        assert b"<h1" not in canvas.files[path.replace("assignment_settings.xml", "text.html")]


def test_a_discussion_of_canvas_shows_the_others_after_an_answer(canvas):
    for id, resource in canvas.of_type("imsdt_xmlv1p1").items():
        (need,) = resource.iter(f"{CANVAS}dependency")
        root = canvas.xml(canvas.path(need.get("identifierref")))
        assert root.findtext(f"{SETTINGS}topic_id") == id
        assert root.findtext(f"{SETTINGS}require_initial_post") == "true"


def test_what_a_teacher_changed_is_on_the_page(monkeypatch):
    lesson = lessons.lesson("02_ways_to_settle")
    first = msgspec.structs.replace(lesson.prompts[0], asks="What would the harbor master say?")
    changed = msgspec.structs.replace(lesson, prompts=(first, *lesson.prompts[2:]))
    monkeypatch.setattr(lessons, "lesson", lambda stem: changed)
    page, _ = lesson_page.lesson_page("02_ways_to_settle")
    assert "What would the harbor master say?" in page
    assert words_of(phrase(lesson.prompts[1].asks)) not in words_of(page)


def test_without_a_site_nothing_leads_to_one():
    made = contents.course()
    assert not any(isinstance(item, contents.Link) for item in contents.listing(made))
    text = json.dumps([str(item.html) for item in contents.listing(made) if isinstance(item, contents.Page)])
    assert 'href=\\"\\"' not in text
    assert ".ipynb" not in text
