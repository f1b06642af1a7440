"""Catalogs: nothing forgotten, nothing lost when the English changes, and a check that sees what a slip does."""

import json
import shutil

import msgspec
import nbformat
import polib
import pytest

from course.content import language
from course.content.place import CONTENT
from course.content.prose import comments_of, texts_of, translate_comments, translate_prose
from course.dev import translate
from course.dev.translation import catalogs, check, fields, notebooks, pseudo, rendered, units
from course.dev.translation.units import Unit
from course.model.language import ENGLISH
from course.model.prompt import Prompt
from course.teacher.verbs.command import Refused

ARABIC = language.read_language(CONTENT / "languages" / "ar")


@pytest.fixture(scope="module")
def found():
    return units.units()


def test_every_field_is_a_text_or_an_id_and_none_is_declared_that_is_gone():
    for struct in units.content_structs():
        for field in msgspec.structs.fields(struct):
            if units.holds_text(struct, field):
                fields.note_on(struct, field.name)
    for struct, name in fields.declared():
        assert name in struct.__struct_fields__, f"{struct.__name__}.{name} is gone: take it out of fields.py"


def test_every_table_of_the_interface_has_a_note(found):
    tables = {unit.place.partition("/")[0] for unit in found["interface"]}
    assert {*fields.WORDS} <= tables, "tables that are gone"
    assert next(unit for unit in found["interface"] if unit.place == "form/saved").note.startswith("a word of the")


def test_a_new_field_is_refused_until_somebody_says_what_it_is():
    grown = msgspec.defstruct("Grown", [("motto", str)], bases=(Prompt,), kw_only=True, frozen=True)
    with pytest.raises(fields.Undeclared, match=r"Grown\.motto: is this a text .*fields\.py"):
        fields.note_on(grown, "motto")


def test_every_file_of_the_content_is_translated_or_said_to_have_no_text():
    known = {*units.FILES, *units.NO_TEXT, *units.TABLES, "tiles.csv"}
    assert {path.name for path in CONTENT.iterdir() if path.suffix in (".toml", ".csv")} == known
    assert {path.parent.name for path in CONTENT.glob("*/*.toml")} == {*units.FOLDERS}


def test_ids_numbers_and_sources_are_no_units(found):
    lesson = {unit.place for unit in found["lessons/02_ways_to_settle"]}
    assert "prompts/you-first/asks" in lesson
    assert not [place for place in lesson if place.rpartition("/")[2] in ("id", "kind", "sources", "carries", "stem")]
    assert not [unit for part in found.values() for unit in part if unit.english.startswith("http")]
    assert {unit.context for unit in found["interface"]} >= {"interface.toml form/saved"}


def test_a_notebook_taken_apart_and_put_together_is_the_same(found):
    root = CONTENT.parents[1]
    for path in notebooks.english_notebooks(root):
        for cell in units.read_notebook(path)["cells"]:
            source = "".join(cell["source"])
            cut = translate_prose if cell["cell_type"] == "markdown" else translate_comments
            assert cut(source, lambda text: text) == source
    assert texts_of(
        "# Head\n\n- one\n  more\n- two **b**\n\n| a | b |\n|---|---|\n| c | 4 |\n\n```\ncode\n```\nend"
    ) == [
        *("Head", "one\n  more", "two **b**", "a", "b", "c", "end"),
    ]
    assert comments_of('# Do it.\nx = "a # b"  \ny = 3  # Here too.\n') == ["Do it.", "Here too."]


def test_what_is_written_twice_is_the_same(tmp_path, found):
    part = {name: found[name] for name in ("interface", "lessons/02_ways_to_settle")}
    for name, several in part.items():
        path = catalogs.path_of(tmp_path, name)
        assert catalogs.write(path, catalogs.merge(several, catalogs.read(path), ARABIC), ARABIC)
        assert not catalogs.write(path, catalogs.merge(several, catalogs.read(path), ARABIC), ARABIC)


def unit(english, place="form/a", **more):
    return Unit(catalog="interface", file="interface.toml", place=place, english=english, **more)


def book(*several, **said):
    entries = [catalogs.entry_of(one, ARABIC) for one in several]
    for entry in entries:
        entry.msgstr = said.get(entry.msgctxt.rpartition("/")[2], "")
    made = polib.POFile(wrapwidth=0)
    made.extend(entries)
    return made


def test_english_that_changed_is_fuzzy_with_the_earlier_english_and_is_said_in_english_with_a_mark():
    old = book(unit("Save it"), a="احفظ")
    [entry] = catalogs.merge([unit("Keep it")], old, ARABIC)
    assert (entry.fuzzy, entry.msgstr, entry.previous_msgid) == (True, "احفظ", "Save it")
    again = polib.POFile(wrapwidth=0)
    again.append(entry)
    # A second change keeps what was translated first, and a second update changes nothing.
    [later] = catalogs.merge([unit("Keep it")], again, ARABIC)
    assert (later.fuzzy, later.previous_msgid) == (True, "Save it")
    made = catalogs.made("interface", [unit("Keep it")], catalogs.saying_of(again))
    assert made == {"interface.toml": {"form/a": None}}


def test_english_that_moved_keeps_its_translation_and_what_is_gone_is_obsolete():
    old = book(unit("Save"), unit("Open", "form/b"), a="حفظ", b="فتح")
    moved, gone = catalogs.merge([unit("Save", "form/c")], old, ARABIC)
    assert (moved.msgctxt, moved.msgstr, moved.fuzzy) == ("interface.toml form/c", "حفظ", False)
    assert (gone.msgid, gone.msgstr, gone.obsolete) == ("Open", "فتح", True)
    back = polib.POFile(wrapwidth=0)
    back.extend([moved, gone])
    kept = catalogs.merge([unit("Save", "form/c"), unit("Open", "form/b")], back, ARABIC)
    assert [(entry.msgstr, entry.fuzzy, bool(entry.obsolete)) for entry in kept] == [
        ("حفظ", False, False),
        ("فتح", False, False),
    ]


def test_what_is_gone_for_a_while_comes_back_with_its_forms_and_still_to_be_looked_at():
    counted = unit("{count} hints", "form/b", counts="count")
    old = book(unit("Open"), counted, a="فتح")
    [opened, hints] = old
    opened.flags, opened.tcomment = ["fuzzy"], "Is it the button?"
    hints.msgstr_plural = {n: f"شكل {n}" for n in hints.msgstr_plural}
    gone = polib.POFile(wrapwidth=0)
    gone.extend(catalogs.merge([], old, ARABIC))
    assert all(entry.obsolete for entry in gone)
    # As it is written and read again.
    back = catalogs.merge([unit("Open"), counted], polib.pofile(f"{gone}", wrapwidth=0), ARABIC)
    assert [(entry.fuzzy, entry.tcomment) for entry in back] == [(True, "Is it the button?"), (False, "")]
    assert back[1].msgstr_plural == hints.msgstr_plural


def test_a_paragraph_that_was_reworded_finds_its_translation():
    def paragraph(text):
        return Unit(catalog="lessons/x", file="notebooks/x.ipynb", place="", english=text)

    old = book(paragraph("Two capitals did not speak with each other."), paragraph("A bank waited."))
    for entry, says in zip(old, ("عاصمتان", "مصرف"), strict=True):
        entry.msgstr = says
    first, second = catalogs.merge(
        [paragraph("A bank waited."), paragraph("Two capitals did not talk with each other.")], old, ARABIC
    )
    assert (first.msgstr, first.fuzzy) == ("مصرف", False)
    assert (second.msgstr, second.fuzzy) == ("عاصمتان", True)


@pytest.mark.parametrize(
    ("english", "says", "trouble"),
    [
        ("Saved {at}.", "تم الحفظ.", r"name in braces \{at\} is lost"),
        ("In 1981, 52 people", "في 1981 كان الناس", "number 52 is lost"),
        ("See [the text](#term-batna)", "انظر النص", "link #term-batna is lost"),
        ("Hold **both**", "أمسك بهما", "bold marks"),
        ("A *holding* place", "مكان", "italic marks"),
        ("And **‘holding’** on", "و**«المسك»** باليد", "no page draws as bold"),
        ("Write `batna`", "اكتب باتنا", "code `batna` is lost"),
        ("Save my answer", "حفظ my answer", "English is left: my, answer"),
        ("Save my answer", "Save my answer", "this is the English text"),
        ("The mediation ended.", "انتهت المفاوضات.", "term “mediation” is الوساطة"),
        ("One\n\nTwo", "واحد", "another number of paragraphs"),
    ],
)
def test_a_check_sees_what_is_lost_and_what_is_left(english, says, trouble):
    entry = catalogs.entry_of(unit(english), ARABIC)
    terms = [check.TermRow("mediation", "الوساطة", hold=True)]
    entry.msgstr = says
    lines = [*check.troubles(unit(english), entry, ARABIC, terms)]
    with pytest.raises(AssertionError, match=trouble):
        raise AssertionError(" ".join(lines))


@pytest.mark.parametrize(
    ("english", "says"),
    [
        ("Since 1981 **mediation** by {n} states", "**وساطة** {n} دول منذ ١٩٨١"),
        ("Best alternative", "أفضل بديل (BATNA) لدى UN"),
        ("By mediation", "بالوساطة"),
        ("And **‘holding’** on", "**و«المسك»** باليد"),
    ],
)
def test_a_sound_translation_passes(english, says):
    entry = catalogs.entry_of(unit(english), ARABIC)
    entry.msgstr = says
    assert [*check.troubles(unit(english), entry, ARABIC, [check.TermRow("mediation", "الوساطة", hold=True)])] == []


def test_arabic_has_six_forms_for_numbers():
    samples = (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111, 200)
    assert [language.choose_form(ARABIC.plural_forms, n) for n in samples] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3, 4, 5]
    hints = language.Counted(
        ["لا", "واحد", "اثنان", "{n} تلميحات", "{n} تلميحًا", "{n} تلميح"], "n", ARABIC.plural_forms
    )
    assert [hints.format(n=n) for n in (1, 2, 7, 30, 100)] == ["واحد", "اثنان", "7 تلميحات", "30 تلميحًا", "100 تلميح"]
    assert language.choose_form(ENGLISH.plural_forms, 1) == 0


@pytest.mark.parametrize("code", language.codes()[1:])
def test_every_language_that_is_there_is_sound_and_in_step(code, capsys):
    """Catalogs, what is read of them, notebooks, numbers, links; of a complete one nothing is left in English."""
    assert translate.main(["check", code]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "not begun" in said
    assert said.rstrip().endswith("nothing else is left.")


def test_arabic_is_complete_but_for_originals_that_were_not_found(found):
    assert ARABIC.complete
    originals = check.read_originals(CONTENT / "languages" / "ar")
    assert all(name.startswith("documents/") and original.wanted for name, original in originals.items())
    paragraphs = [[unit for unit in found[name] if unit.place.startswith(check.QUOTED)] for name in originals]
    assert [original.units for original in originals.values()] == [*map(len, paragraphs)]


def left(saying, original=None, *, is_complete=True):
    document = [unit("Article 1.", "text/0"), unit("Article 2.", "text/1"), unit("A pact", "title")]
    return [*check.left_in_english("documents/pact", document, saying.get, original, is_complete=is_complete)]


def test_what_is_left_in_english_is_told_of_a_complete_language_unless_an_original_is_missing():
    one, two, title = (
        unit(*pair) for pair in (("Article 1.", "text/0"), ("Article 2.", "text/1"), ("A pact", "title"))
    )
    listed = check.Original(2, "UN Treaty Series")
    assert left({title: "ميثاق"}, listed) == []
    assert left({}, listed) == ["documents/pact.po, title: left in English, in a language that is complete."]
    assert left({}, listed, is_complete=False) == []
    assert [line.split(":")[0] for line in left({title: "ميثاق"})] == [
        "documents/pact.po, text/0",
        "documents/pact.po, text/1",
    ]
    # A list that says less or more than there is would hide what is lost.
    [line] = left({title: "ميثاق", one: "المادة 1"}, listed)
    assert "1 paragraphs stand in English, and not 2. Write 1" in line
    [line] = left({title: "ميثاق", one: "المادة 1", two: "المادة 2"}, listed)
    assert "Take the row out" in line


def test_a_complete_language_has_its_notebooks(tmp_path):
    (tmp_path / "notebooks").mkdir()
    shutil.copy(CONTENT.parents[1] / "notebooks" / "02_ways_to_settle.ipynb", tmp_path / "notebooks")
    [line] = notebooks.out_of_step(CONTENT / "languages" / "ar", tmp_path)
    assert line.startswith("notebooks/ar/02_ways_to_settle.ipynb: out of step")


def test_a_catalog_that_is_behind_the_english_is_stale_and_one_that_says_something_else_is_wrong(tmp_path, monkeypatch):
    spoken = (CONTENT / "languages" / "ar" / "language.toml").read_text("utf-8")
    (tmp_path / "language.toml").write_text(spoken.replace("complete = true", "complete = false"), "utf-8")
    now = [unit("Save"), unit("Open", "form/b")]
    monkeypatch.setattr(units, "units", lambda: {"interface": now})
    catalogs.write(tmp_path / "interface.po", list(book(*now, a="حفظ")), ARABIC)
    catalogs.make_read(tmp_path)
    report = check.check(tmp_path)
    assert (report.lines, report.stale) == ((), ())
    assert report.coverage == {"interface": catalogs.Coverage(translated=1, missing=1)}
    assert "interface" in check.table(report.coverage)
    monkeypatch.setattr(units, "units", lambda: {"interface": [unit("Save it"), unit("Open", "form/b")]})
    report = check.check(tmp_path)
    assert report.lines == ()
    assert "interface.po: the English has changed" in report.stale[0]
    monkeypatch.setattr(units, "units", lambda: {"interface": now})
    read = tmp_path / "made" / "interface.toml.json"
    read.write_text(read.read_text("utf-8").replace("حفظ", "فتح"), "utf-8")
    assert "form/a: not what the catalog says" in check.check(tmp_path).lines[0]


def test_a_notebook_is_made_alike_whatever_the_process_speaks():
    """Else a check, which speaks English, would find every notebook out of step that was made in Arabic."""
    says = language.prose_from({"From 1980–1988.": (0, "من 1980–1988.")}, ARABIC)
    assert says("From 1980–1988.") == "من \u20661980–1988\u2069."


def test_links_of_a_made_notebook_lead_on_in_its_language(tmp_path):
    path = tmp_path / "notebooks" / "02_x.ipynb"
    text = "[a](../exercises/02_x.ipynb) [b](03_y.ipynb) [c](#term-x) [d](../my_course/x.toml) [e](https://a.b/c.ipynb)"
    assert notebooks.lead(text, path, "ar") == (
        "[a](../../exercises/ar/02_x.ipynb) [b](03_y.ipynb) [c](#term-x) [d](../../my_course/x.toml) "
        "[e](https://a.b/c.ipynb)"
    )


def seen(folder, name, *cells):
    path = folder / name
    book = nbformat.v4.new_notebook()
    for cell in cells:
        if cell.startswith("<"):
            data = {"text/html": cell, "text/plain": ""}
            shown = nbformat.v4.new_output("display_data", data=data)
            book.cells.append(nbformat.v4.new_code_cell("lesson.look()", outputs=[shown]))
        else:
            book.cells.append(nbformat.v4.new_markdown_cell(cell))
    nbformat.write(book, path)
    return rendered.Seen(path)


ENGLISH_CELLS = (
    "## Session 2 · Fear\n\nIn 1981, 52 people, from the 1960s. [a](#Session-2-·-Fear) [x](03_y.ipynb) [b](#term-b)",
    '<section class="course" data-n="7"><p>2 hints of 14.5 <a href="https://a.b/c">d</a></p></section><style>9px</style>',
    '<section class="course course-opening"><ul><li>Read (13 min)</li></ul></section>',
)
ARABIC_CELLS = (
    "## الجلسة 2 · خوف\n\nفي ١٩٨١ كان 52 شخصًا منذ الستينيات. [a](#الجلسة-2-·-خوف) [x](03_y.ipynb) [b](#term-b)",
    '<section class="course" data-n="8"><p>تلميحان من 14.5 <a href="https://a.b/c">d</a></p></section>',
    '<section class="course course-opening"><ul><li>قراءة (11 د)</li></ul></section>',
)


def test_a_made_notebook_shows_the_numbers_and_links_of_the_english_one(tmp_path):
    english = seen(tmp_path, "en.ipynb", *ENGLISH_CELLS)
    assert english.numbers == {"1981": 1, "52": 1, "1960": 1, "2": 2, "14.5": 1}
    arabic = seen(tmp_path, "ar.ipynb", *ARABIC_CELLS)
    assert [*rendered.differences(english, arabic, ["1960"])] == []
    assert [*rendered.differences(english, arabic)] == [
        "the number 1960 stands in it 0 times, and 1 times in the English one."
    ]


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("52", "53", ["number 52 stands in it 0", "number 53 stands in it 1"]),
        ("14.5", "145", ["number 14.5 stands in it 0", "number 145 stands in it 1"]),
        ("https://a.b/c", "https://a.b/d", ["link https://a.b/c stands in it 0", "link https://a.b/d stands in it 1"]),
        ("03_y.ipynb", "04_z.ipynb", ["link 03_y.ipynb stands in it 0", "link 04_z.ipynb stands in it 1"]),
        ("(#الجلسة-2-·-خوف)", "(#الجلسة-2-·-الخوف)", ["no heading is called"]),
    ],
)
def test_a_number_a_link_or_a_place_that_is_another_one_is_seen(tmp_path, good, bad, told):
    english = seen(tmp_path, "en.ipynb", *ENGLISH_CELLS)
    arabic = seen(tmp_path, "ar.ipynb", *(cell.replace(good, bad) for cell in ARABIC_CELLS))
    lines = [*rendered.differences(english, arabic, ["1960"])]
    assert len(lines) == len(told)
    assert all(said in line for said, line in zip(told, lines, strict=True))


def test_what_the_made_up_language_says_keeps_what_every_language_keeps(found):
    for several in found.values():
        for one in several:
            says = pseudo.pseudo(one)
            if says is not None:
                entry = catalogs.entry_of(one, pseudo.PSEUDO)
                entry.msgstr_plural, entry.msgstr = (
                    ({}, says) if isinstance(says, str) else ({0: says[0], 1: says[1]}, "")
                )
                assert [*check.troubles(one, entry, pseudo.PSEUDO)] == []


def test_what_is_read_is_one_line_a_text(tmp_path):
    [(path, text)] = catalogs.written(tmp_path, "interface", [unit("Save")], lambda _: "حفظ")
    assert path == tmp_path / "made" / "interface.toml.json"
    assert json.loads(text) == {"form/a": [language.checksum("Save"), "حفظ"]}


def test_the_verb_says_how_far_a_language_is_and_refuses_what_is_not_there(tmp_path, capsys):
    assert translate.main(["extract", str(tmp_path)]) == 0
    assert (tmp_path / "lessons" / "02_ways_to_settle.pot").is_file()
    assert "0 templates changed" not in capsys.readouterr().out
    assert translate.main(["extract", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("0 templates changed")
    assert translate.main(["check", "xx"]) == 2
    assert "does not speak 'xx'" in capsys.readouterr().err
    assert translate.find_stems("02") == ["02_ways_to_settle"]
    with pytest.raises(Refused, match="no notebook '99'"):
        translate.find_stems("99")


def test_the_heading_of_a_session_is_what_the_link_to_it_says():
    def of(file, place, english):
        return Unit(catalog="lessons/x", file=file, place=place, english=english)

    title = of("lessons/x.toml", "sessions/1/title", "The pen")
    heading = of("notebooks/x.ipynb", "", "Session 2 · The pen")
    said = {title: "القلم", heading: "الجلسة 2 · القلم"}
    assert [*check.heading_troubles([title, heading], said.get, "الجلسة {number} · {title}")] == []
    [line] = check.heading_troubles(
        [title, heading], {**said, heading: "الجلسة الثانية"}.get, "الجلسة {number} · {title}"
    )
    assert "must be “الجلسة 2 · القلم”" in line
