"""A teacher's changes: the laws of merging, what stays, and what a mistake in a file says."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import lessons, overrides
from course.content.overrides import changed_keys, entries_of, fingerprint, merge, my_course, removed_ids
from course.content.reader import ContentError

STEM = "05_why_come_to_the_table"
LESSON = f"my_course/lessons/{STEM}.toml"

KEYS = st.sampled_from("abc")
SCALARS = st.integers(0, 3) | st.sampled_from(["x", "y"]) | st.booleans()
IDS = st.sampled_from("pqr")


def nested(inner):
    entry = st.dictionaries(KEYS | st.just("remove"), inner, max_size=3)
    entries = st.lists(st.builds(lambda id, table: {**table, "id": id}, IDS, entry), max_size=3)
    return st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=3) | entries


TABLES = st.dictionaries(KEYS, st.recursive(SCALARS, nested, max_leaves=12), max_size=3)


def distinct(value):
    """Without entries that say an id again: a file that does is refused."""
    if isinstance(value, dict):
        return {key: distinct(one) for key, one in value.items()}
    if overrides.carries_ids(value):
        return [distinct(one) for one in {one["id"]: one for one in value}.values()]
    return [distinct(one) for one in value] if isinstance(value, list) else value


# --- Laws ---


@given(TABLES)
def test_empty_override_changes_nothing(base):
    assert merge(base, {}) == base


@given(TABLES.map(distinct), TABLES.map(distinct))
def test_laying_it_on_twice_is_laying_it_on_once(base, over):
    once = merge(base, over)
    assert merge(once, over) == once


@given(TABLES, TABLES)
def test_nothing_given_is_changed(base, over):
    kept = copy.deepcopy((base, over))
    merge(base, over)
    assert (base, over) == kept


@given(st.lists(IDS, unique=True), st.permutations("pqr"), st.sets(IDS))
def test_order_of_the_course_is_kept_and_new_ones_come_last(base, over, gone):
    entries = [{"id": id} for id in over if id not in gone] + [{"id": id, "remove": True} for id in gone]
    found = [one["id"] for one in merge({"q": [{"id": id} for id in base]}, {"q": entries})["q"]]
    stay = [id for id in base if id not in gone]
    assert found == stay + [id for id in over if id not in gone and id not in base]


@given(TABLES.map(distinct), TABLES)
def test_tables_keep_every_key_that_is_not_named(base, over):
    found = merge(base, over)
    assert {key: found[key] for key in base.keys() - over.keys()} == {
        key: base[key] for key in base.keys() - over.keys()
    }


# --- Cases ---


def test_same_id_replaces_its_keys_and_leaves_the_others():
    base = {"prompts": [{"id": "p", "asks": "A?", "minutes": 3, "options": [{"id": "x", "says": "X"}, {"id": "y"}]}]}
    over = {"prompts": [{"id": "p", "asks": "B?", "options": [{"id": "y", "remove": True}, {"id": "z"}]}]}
    assert merge(base, over) == {
        "prompts": [{"id": "p", "asks": "B?", "minutes": 3, "options": [{"id": "x", "says": "X"}, {"id": "z"}]}]
    }


def test_lists_without_ids_are_replaced_as_a_whole():
    assert merge({"a": [{"who": "x"}, {"who": "y"}]}, {"a": [{"who": "z"}]}) == {"a": [{"who": "z"}]}


def test_removed_names_what_is_taken_out():
    over = {"prompts": [{"id": "a", "remove": True}, {"id": "b"}], "checks": [{"id": "c", "remove": True}]}
    assert removed_ids(over) == {"a", "c"}


def test_fingerprint_tells_which_key_changed():
    kept = fingerprint({"id": "p", "asks": "A?", "low": "x"})
    assert changed_keys(kept, {"id": "p", "asks": "A?", "low": "x"}) == []
    assert changed_keys(kept, {"id": "p", "asks": "B?", "high": "x"}) == ["asks", "high", "low"]


def test_entries_have_a_name_each():
    tables = {"title": "T", "prompts": [{"id": "p"}], "teacher": {"purpose": "x"}, "sources": ["s"]}
    assert entries_of(tables) == {
        "lesson": {"title": "T", "sources": ["s"]},
        "prompts/p": {"id": "p"},
        "teacher": {"purpose": "x"},
    }


# --- Where they lie ---


def test_place_is_named_turned_off_or_beside_the_notebooks(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert my_course({}) == tmp_path / "my_course"
    assert my_course({"COURSE_MY_COURSE": ""}) is None
    assert my_course({"COURSE_MY_COURSE": " "}) is None
    assert my_course({"COURSE_MY_COURSE": str(tmp_path / "mine")}) == tmp_path / "mine"


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Write an override and turn overrides on."""
    folder = tmp_path / "my_course"
    monkeypatch.setenv("COURSE_MY_COURSE", str(folder))

    def write(text, stem=STEM, kind="lessons"):
        path = folder / kind / f"{stem}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def test_without_a_file_the_lesson_is_the_published_one(mine):
    assert lessons.lesson(STEM) == lessons.lesson(STEM, as_published=True)
    mine("")
    assert lessons.lesson(STEM) == lessons.lesson(STEM, as_published=True)
    assert lessons.left_out("lessons", STEM) == frozenset()


def test_lesson_is_read_through_the_override_and_again_when_it_is_saved_again(mine):
    mine('[[prompts]]\nid = "go-or-wait"\nasks = "Fly?"\n')
    first = lessons.lesson(STEM)
    published = lessons.lesson(STEM, as_published=True)
    assert first.prompts[0].asks == "Fly?"
    assert first.prompts[0].low == published.prompts[0].low
    assert first.prompts[1:] == published.prompts[1:]
    mine('[[prompts]]\nid = "go-or-wait"\nasks = "Fly now?"\n')
    assert lessons.lesson(STEM).prompts[0].asks == "Fly now?"
    mine('[[prompts]]\nid = "go-or-wait"\nremove = true\n')
    assert lessons.lesson(STEM).prompts == published.prompts[1:]
    assert lessons.left_out("lessons", STEM) == {"go-or-wait"}


def test_exercise_is_read_through_its_own_override(mine):
    task = lessons.exercise(STEM).tasks[0]
    mine(f'[[tasks]]\nid = "{task.id}"\nminutes = 19\n', kind="exercises")
    assert lessons.exercise(STEM).tasks[0].minutes == 19
    assert lessons.exercise(STEM, as_published=True).tasks[0].minutes == task.minutes


def test_fingerprints_are_no_content(mine):
    mine('[base]\n"prompts/go-or-wait" = "asks:000000"\n')
    assert lessons.lesson(STEM) == lessons.lesson(STEM, as_published=True)


P = "[[prompts]]\nid = "
SESSION = "[[sessions]]\ntitle = 'x'\nminutes = 45\n[[sessions.blocks]]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = = 1", r": Invalid value \(at line 1, column 9\)\. Mend the TOML"),
        ("titles = 'x'", r": there is no key 'titles'; did you mean 'title'"),
        (P + "'go-or-wait'\nask = 'x'", r", prompts 'go-or-wait': there is no key 'ask'; did you mean 'asks'"),
        (P + "'why-not-the-brothers'\noptions = [{id='timing', say=''}]", r"options 'timing': .*'say'; .*'says'"),
        (P + "'go-or-wiat'\nasks = 'x'", r"the course has no 'go-or-wiat' here; did you mean 'go-or-wait'"),
        (P + "'what-is-missing'\nasks = 'x'", r"'what-is-missing' stands under \[\[checks\]\]"),
        (P + "'go-or-wait'\nkind = 'one'", r"the course's kind is 'scale'"),
        (P + "'new'\nkind = 'quiz'", r"prompts 'new', kind: there is no such kind here\. Kinds: one, several"),
        (P + "'x'\n" + P + "'x'", r"prompts 'x': this id stands twice"),
        (
            P + "'go-or-wait'\noptions = [{id='x', remove=true}, {id='x'}]",
            r"prompts 'go-or-wait', options 'x': this id stands twice",
        ),
        ("[[prompts]]\nasks = 'x'", r"an entry has no 'id'"),
        ("[[checks]]\nid = 'new'\nkind = 'number'", r"checks 'new': the course has no 'new' here.*also say '"),
        (P + "'go-or-wait'\nsteps = 'x'", r"prompts 'go-or-wait', steps: a whole number without"),
        ("stem = 'x'", r"stem: the name of the file"),
        ("[prompts]\nid = 'go-or-wait'", r"prompts: write \[\[prompts\]\], with two brackets"),
        ("[[prompts]]\nid = ['x']", r"prompts number 1, id: a text in quotation marks belongs here"),
        ("prompts = 'x'", r", prompts: a list in square brackets"),
        ("teacher = 1", r", teacher: a table with keys"),
        ("[teacher]\npurpos = 'x'", r", teacher: there is no key 'purpos'; did you mean 'purpose'"),
        (
            "[[teacher.plan_45]]\nminutes = 5\nblock = 'x'\ncut = 1",
            r", teacher: there is no key 'plan_45' any more.*sessions",
        ),
        ("[teacher]\nplan_90 = []", r", teacher: there is no key 'plan_90' any more.*copy all \[\[sessions\]\]"),
        (
            SESSION + "block = 'x'",
            r"sessions number 1, blocks number 1: there is no key 'block' any more.*its title now",
        ),
        (
            SESSION + "title = 'x'\nminutes = 5",
            r"there is no key 'minutes' any more: how long a block takes is counted",
        ),
    ],
)
def test_mistake_is_told_with_file_place_and_remedy(mine, text, said):
    mine(text)
    with pytest.raises(ContentError, match=said) as told:
        lessons.lesson(STEM)
    assert str(told.value).startswith(LESSON)
    assert "\n" not in str(told.value)


def test_file_with_the_mark_of_windows_editors_is_read(mine):
    mine("\ufefftitle = 'Mine'\n")
    assert lessons.lesson(STEM).title == "Mine"


def test_file_that_cannot_be_read_is_told(mine, tmp_path):
    (tmp_path / LESSON).mkdir(parents=True)
    with pytest.raises(ContentError, match=rf"{LESSON}: cannot be read"):
        lessons.lesson(STEM)


def test_id_of_a_prompt_given_to_a_check_is_refused(mine):
    mine(
        "[[checks]]\nkind = 'number'\nid = 'go-or-wait'\nasks = '?'\nanswer = 1\n"
        "model = 'm'\nright = 'r'\ntoo_low = 'l'\ntoo_high = 'h'"
    )
    with pytest.raises(ContentError, match=f"{LESSON}: the id 'go-or-wait' stands twice"):
        lessons.lesson(STEM)


def test_a_teachers_own_setting_is_printed_too():
    base = {"tasks": [{"id": "a", "setting": "cell", "on_paper": {"setting": "pen", "table": "cases"}}, {"id": "b"}]}

    def printed(change):
        over = {"tasks": [{"id": "a", **change}]}
        return overrides.reworded_on_paper(merge(base, over), over)["tasks"][0]["on_paper"]

    assert printed({"setting": "mine"}) == {"setting": "mine", "table": "cases"}
    assert printed({"setting": "mine", "on_paper": {"setting": "my pen"}}) == {"setting": "my pen", "table": "cases"}
    assert printed({"asks": "mine"}) == {"setting": "pen", "table": "cases"}
