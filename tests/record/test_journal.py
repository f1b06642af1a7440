"""The journal of a browser: no tab takes anything from another, and none takes anything with it when it is closed."""

import errno
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from course.answers.events import READER
from course.record import (
    BrowserStorage,
    RecordError,
    journal,
    make_backup,
    open_record,
    restore,
    shelf,
    tell_storage,
    told_storage,
)
from course.record.journal import Journal
from course.record.journaled import JournaledRecord
from tests.record.drive import Drive, TabClosed

STEM = "02_ways_to_settle"
tabs = st.integers(0, 1)
steps = st.integers(0, 16)


@pytest.fixture
def drive(monkeypatch):
    """The storage of a browser."""
    drive = Drive()
    monkeypatch.setattr(shelf, "os", drive)
    return drive


def tab(folder: Path) -> JournaledRecord:
    return JournaledRecord(folder, journal=Journal(folder / journal.FOLDER))


class TwoTabs(RuleBasedStateMachine):
    """Two tabs of one browser, each of which may act or be closed while the other is in the middle of something."""

    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.drive = Drive()
        self.patch.setattr(shelf, "os", self.drive)
        self.patch.setattr(shelf.Shelf, "_make_folder", lambda self: None)
        self.patch.setattr(journal, "FULL", 1500)
        self.patch.setattr(journal, "MOST_BOOKS", 2)
        self.folder = Path("/drive/my_work")
        self.tabs = [tab(self.folder) for _ in range(2)]
        self.promised: set[str] = set()
        self.tried: set[str] = set()

    @initialize()
    def begin(self):
        self._save(0)

    def _save(self, which):
        id = secrets.token_hex(16)
        self.tried.add(id)
        known = set(self.promised)

        def decide(events):
            assert known <= {event.id for event in events}
            return "answer", {"text": "word " * 20}

        with suppress(RecordError):  # it says "unkept": nothing was promised
            assert self.tabs[which].save(STEM, "p", decide, id=id).event.id == id
            self.promised.add(id)

    def _tidy(self, which):
        trouble = self.tabs[which].writable()
        assert trouble is None or trouble.code == "unkept"

    def _reopen(self, which):
        self.tabs[which] = tab(self.folder)

    def _closed(self):
        raise TabClosed

    def _other_acts(self, which, what):
        return lambda: [self._save, self._tidy, self._reopen][what](1 - which)

    @rule(which=tabs, is_save=st.booleans(), plan=st.dictionaries(steps, st.integers(0, 2), max_size=4))
    def act_while_the_other_does(self, which, is_save, plan):
        self.drive.meanwhile({step: self._other_acts(which, what) for step, what in plan.items()})
        self._save(which) if is_save else self._tidy(which)
        self.drive.meanwhile({})

    @rule(which=tabs, is_save=st.booleans(), step=steps, then=st.integers(0, 2))
    def close_in_the_middle(self, which, is_save, step, then):
        self.drive.meanwhile({step: self._closed})
        self._until_closed(which, is_save, then)

    @rule(which=tabs, is_save=st.booleans(), torn=st.floats(0, 1), then=st.integers(0, 2))
    def close_in_the_middle_of_a_file(self, which, is_save, torn, then):
        self.drive.torn = torn
        self._until_closed(which, is_save, then)

    def _until_closed(self, which, is_save, then):
        try:
            self._save(which) if is_save else self._tidy(which)
        except TabClosed:
            self._reopen(which)
        self.drive.meanwhile({})
        self.drive.torn = None
        self._other_acts(which, then)()

    @rule(which=tabs, files=st.integers(1, 5))
    def lose_what_was_written(self, which, files):
        self.drive.losing = files
        self._save(which)
        self.drive.losing = 0

    @rule(which=tabs)
    def reopen(self, which):
        self._reopen(which)

    @invariant()
    def what_was_promised_is_there_once(self):
        records = (tab(self.folder), *self.tabs)
        for record in records:
            there = [event.id for event in record.events(STEM, "p")]
            assert len(there) == len(set(there))
            assert self.promised <= set(there) <= self.tried
        assert len({record.record_id() for record in records}) == 1

    def teardown(self):
        try:
            assert tab(self.folder).examine(READER).altered == 0
        finally:
            self.patch.undo()


TwoTabs.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a failure small takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
test_two_tabs_lose_nothing_whatever_happens_between = TwoTabs.TestCase


def books(record):
    return sorted(record.where.glob("*.txt"))


def again(record):
    return JournaledRecord(record.where.parent)


def fill(record, count=4):
    return [record.append(STEM, f"p{n}", "answer", {"text": f"Peace number {n}. سلام"}) for n in range(count)]


def test_everything_works_where_content_shows_only_after_closing(drive, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "FULL", 2000)
    one, other = tab(tmp_path / "my_work"), tab(tmp_path / "my_work")
    events = [record.append(STEM, "p", "answer", {"text": "word " * 30}) for _ in range(12) for record in (one, other)]
    assert one.events() == other.events() == tab(tmp_path / "my_work").events() == events
    assert max(map(len, drive.files.values())) < 3000  # a save never writes all of the work again
    assert tab(tmp_path / "my_work").writable() is None


def test_a_save_that_is_not_there_afterwards_is_no_save(drive, tmp_path):
    record = tab(tmp_path)
    saved = record.append(STEM, "p", "answer", {"n": 1})
    drive.losing = 1000
    with pytest.raises(RecordError) as caught:
        record.append(STEM, "p", "answer", {"n": 2})
    assert caught.value.code == "unkept"
    assert "browser" in caught.value.message
    assert record.writable().code == "unkept"
    assert record.events() == [saved]
    drive.losing = 0
    again_saved = record.append(STEM, "p", "answer", {"n": 3})
    assert tab(tmp_path).events() == record.events() == [saved, again_saved]


@pytest.mark.parametrize("which", [0, 1])
def test_either_file_of_a_book_may_be_cut_off_anywhere_but_the_last_promise(in_journal, which):
    """Only what was added by the save that wrote the longer file can be missing from the other."""
    *before, last = fill(in_journal)
    files = sorted(books(in_journal), key=lambda path: path.stat().st_size)
    whole = files[which].read_bytes()
    for cut in range(0, len(whole), 23):
        files[which].write_bytes(whole[:cut])
        there = again(in_journal).events()
        assert there == (before if which else [*before, last])
        assert again(in_journal).examine(READER).altered == 0
    files[which].write_bytes(whole)
    assert again(in_journal).events() == [*before, last]


def test_a_line_that_cannot_be_read_is_told_and_takes_nothing_else_away(in_journal):
    events = fill(in_journal)
    backup = make_backup(in_journal)
    for path in books(in_journal):
        path.write_bytes(path.read_bytes().replace(b'{"text":"Peace number 1.', b'{"text"!"Peace number 1.'))
    opened = again(in_journal)
    assert opened.writable() is None
    assert opened.events() == [events[0], *events[2:]]
    assert (opened.examine(READER).altered, opened.examine(READER).places) == (1, (("", ""),))
    new = opened.append(STEM, "q", "answer", {})
    assert restore(opened, backup).new == 1
    assert opened.events() == again(opened).events() == [*events, new]
    assert opened.examine(READER, afresh=True).altered == 0
    assert any(b'{"text"!"Peace number 1.' in path.read_bytes() for path in books(in_journal))  # nothing is deleted


def test_what_one_file_of_a_book_has_lost_the_other_still_has(in_journal):
    events = fill(in_journal)
    shorter = min(books(in_journal), key=lambda path: path.stat().st_size)
    shorter.write_bytes(shorter.read_bytes().replace(b"Peace number 1", b"Pease number 1"))
    assert again(in_journal).events() == events
    assert again(in_journal).examine(READER).altered == 0


def test_a_flipped_bit_is_noticed_and_a_backup_puts_it_right(in_journal):
    events = fill(in_journal)
    backup = make_backup(in_journal)
    for path in books(in_journal):
        path.write_bytes(path.read_bytes().replace(b"Peace number 1", b"Pease number 1"))
    opened = again(in_journal)
    assert opened.examine(READER).places == ((STEM, "p1"),)
    assert opened.events()[1].body["text"].startswith("Pease")
    assert restore(opened, backup).known == len(events)
    for record in (opened, again(opened)):
        assert record.events() == events
        assert record.examine(READER).altered == 0


def test_a_newer_journal_is_refused_with_the_remedy_and_left_alone(in_journal):
    fill(in_journal)
    for path in books(in_journal):
        path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    before = {path: path.read_bytes() for path in books(in_journal)}
    opened = again(in_journal)
    for attempt in (opened.events, lambda: opened.append(STEM, "p", "answer", {}), lambda: make_backup(opened)):
        with pytest.raises(RecordError) as caught:
            attempt()
        assert caught.value.code == "newer"
    assert opened.writable().code == "newer"
    assert {path: path.read_bytes() for path in books(in_journal)} == before


def test_what_a_later_version_adds_to_a_line_is_read_over(in_journal):
    events = fill(in_journal)
    for path in books(in_journal):
        path.write_bytes(
            path.read_bytes().replace(b'{"id"', b'{"mood":[1],"id"').replace(b'"format"', b'"x":{},"format"')
        )
    assert again(in_journal).events() == events
    assert again(in_journal).examine(READER).altered == 0


def test_many_small_books_become_one_and_nothing_is_lost(in_journal, monkeypatch):
    events = [again(in_journal).append(STEM, "p", "answer", {"n": n}) for n in range(journal.MOST_BOOKS + 3)]
    open_tab = again(in_journal)
    events.append(open_tab.append(STEM, "p", "answer", {"n": "open"}))
    assert again(in_journal).writable() is None
    assert len(books(in_journal)) == 1
    assert open_tab.events() == again(in_journal).events() == events
    assert open_tab.record_id() == in_journal.record_id()
    events.append(open_tab.append(STEM, "p", "answer", {"n": "after"}))
    assert open_tab.notice() is None
    assert again(in_journal).events() == events


def test_a_book_with_a_line_that_cannot_be_read_is_never_removed(in_journal):
    for n in range(journal.MOST_BOOKS + 3):
        again(in_journal).append(STEM, "p", "answer", {"n": n})
    torn, broken = books(in_journal)[:2]
    torn.write_bytes(torn.read_bytes()[:-5])
    broken.write_bytes(broken.read_bytes().replace(b'{"n"', b'{"n!'))
    kept = {path: path.read_bytes() for path in (torn, broken)}
    assert again(in_journal).writable() is None
    assert len(books(in_journal)) == 3
    assert {path: path.read_bytes() for path in kept} == kept


def test_work_that_the_browser_has_cleared_is_told_once_and_the_answer_is_saved(in_journal):
    fill(in_journal)
    for path in books(in_journal):
        path.unlink()
    event = in_journal.append(STEM, "p", "answer", {"text": "after"})
    assert in_journal.events() == again(in_journal).events() == [event]
    notice = in_journal.notice()
    assert notice.code == "gone"
    assert "browser" in notice.message
    assert in_journal.notice() is None


def test_work_that_another_record_has_replaced_is_told(in_journal, tmp_path):
    fill(in_journal)
    friend = JournaledRecord(tmp_path / "friend")
    friend.append(STEM, "p", "answer", {})
    for path in books(in_journal):
        path.unlink()
    for path in books(friend):
        (in_journal.where / path.name).write_bytes(path.read_bytes())
    in_journal.append(STEM, "p", "answer", {})
    assert in_journal.notice().code == "replaced"


def test_two_tabs_that_begin_in_one_moment_agree_on_one_record(drive, tmp_path):
    one, other = tab(tmp_path / "my_work"), tab(tmp_path / "my_work")
    one.begin_as("a" * 32)
    kept: list = []

    def begin_elsewhere():
        other.begin_as("b" * 32)
        kept.append(other.append(STEM, "p", "answer", {"n": 2}))

    drive.meanwhile({1: begin_elsewhere})  # after the first tab has looked, and before it has written
    kept.append(one.append(STEM, "p", "answer", {"n": 1}))
    assert {event.id for event in kept} == {event.id for event in one.events()}
    later = [record.append(STEM, "p", "answer", {"n": n}) for n, record in enumerate((one, other), start=3)]
    assert (one.notice(), other.notice()) == (None, None)
    assert one.record_id() == other.record_id() == tab(tmp_path / "my_work").record_id()
    assert tab(tmp_path / "my_work").events()[-2:] == later


def test_there_is_nothing_to_set_aside(in_journal):
    with pytest.raises(RecordError) as caught:
        in_journal.set_aside()
    assert caught.value.code == "nothing"
    fill(in_journal)
    with pytest.raises(RecordError) as caught:
        in_journal.set_aside()
    assert caught.value.code == "sound"


def test_reading_makes_no_second_look_while_the_first_is_fresh(drive, tmp_path):
    place = tmp_path / "my_work"
    one = JournaledRecord(place, journal=Journal(place / journal.FOLDER, freshness=1e9))
    other = tab(place)
    first = other.append(STEM, "p", "answer", {"n": 1})
    assert one.events() == [first]
    second = other.append(STEM, "p", "answer", {"n": 2})
    assert one.events() == [first]
    third = one.append(STEM, "p", "answer", {"n": 3})  # before something is saved there is always a look
    assert one.events() == [first, second, third]


def test_open_record_gives_a_journal_where_it_is_asked_for(tmp_path, monkeypatch):
    named = {"COURSE_MY_WORK": str(tmp_path), "COURSE_RECORD": "journal"}
    one, other = open_record(environment=named), open_record(tmp_path, named)
    assert one.where == other.where == tmp_path / "journal"
    event = one.append(STEM, "p", "answer", {})
    assert other.events() == [event]
    assert open_record(tmp_path, {}).where == tmp_path / "course.sqlite3"
    monkeypatch.setattr("sys.platform", "emscripten")
    assert open_record(tmp_path, {}).events() == [event]


@pytest.mark.parametrize(
    ("storage", "why"),
    [
        (BrowserStorage(), "browser"),
        (BrowserStorage(persisted=False, usage=1, quota=10**9), "browser"),
        (BrowserStorage(persisted=True, usage=1, quota=10**9), ""),
        (BrowserStorage(persisted=True, usage=10**9 - 10, quota=10**9), "little-room"),
    ],
)
def test_why_a_browser_may_forget_is_what_the_page_has_told(in_journal, in_file, storage, why):
    before = told_storage()
    try:
        tell_storage(storage)
        assert (in_journal.forgets(), in_journal.is_temporary()) == (why, why != "")
        assert in_file.forgets() == ""
    finally:
        tell_storage(before)


def test_a_storage_that_stumbles_is_not_taken_for_an_empty_one(drive, tmp_path, monkeypatch):
    record = tab(tmp_path / "my_work")
    events = [record.append(STEM, "p", "answer", {"n": n}) for n in range(3)]
    listed, stumbles = drive.listdir, iter([True, False, True, True, True, True] * 9)

    def stumble(folder):
        if folder == record.where and next(stumbles):
            raise OSError(errno.EINVAL, "a file was removed while it was listed")
        return ["journal", "my_work"] if folder != record.where else listed(folder)

    monkeypatch.setattr(drive, "listdir", stumble)
    assert record.events() == events
    with pytest.raises(RecordError):
        record.events()  # four times in a row
    stumbles = iter([False] * 99)
    assert record.append(STEM, "p", "answer", {"n": 4}) in record.events()
    assert record.notice() is None


def a_browser(drive, folder):
    """Books of two closed tabs, and of one that is open in both of its files; return what was promised, and the tab."""
    drive.files.clear()
    open_tab = tab(folder)
    promised = [record.append(STEM, "p", "answer", {}) for record in (tab(folder), tab(folder), open_tab, open_tab)]
    assert len(drive.files) == 4
    return promised, open_tab


def is_all_there(folder, promised, *tabs):
    assert [record.events() == promised for record in (tab(folder), *tabs)] == [True] * (1 + len(tabs))


def test_a_tab_may_save_at_any_moment_in_which_another_takes_its_book_over(drive, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MOST_BOOKS", 3)
    folder = tmp_path / "my_work"
    reached, step = 0, -1
    while reached == step + 1:
        step += 1
        promised, open_tab = a_browser(drive, folder)
        saves = lambda: promised.append(open_tab.append(STEM, "p", "answer", {"n": 4}))  # noqa: B023, E731
        taker = tab(folder)
        drive.meanwhile({step: saves})
        assert taker.writable() is None
        drive.meanwhile({})
        reached += len(promised) == 5
        is_all_there(folder, promised, taker, open_tab)
        assert open_tab.notice() is None
    assert step > 30  # so many moments there are


def test_books_may_be_taken_over_at_any_moment_in_which_a_tab_saves(drive, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MOST_BOOKS", 3)
    folder = tmp_path / "my_work"
    for step in range(12):
        for is_new in (False, True):
            promised, open_tab = a_browser(drive, folder)
            saving = tab(folder) if is_new else open_tab
            drive.meanwhile({step: lambda: tab(folder).writable()})
            known = list(promised)
            saved = saving.save(STEM, "p", lambda events: ("answer", {"n": len(events)}))
            drive.meanwhile({})
            assert saved.events[:4] == known
            is_all_there(folder, saved.events, saving, open_tab)
            assert (saving.notice(), open_tab.notice()) == (None, None)


@pytest.mark.parametrize("second", range(0, 45, 4))
def test_two_tabs_may_take_over_the_same_books(drive, tmp_path, monkeypatch, second):
    monkeypatch.setattr(journal, "MOST_BOOKS", 3)
    folder = tmp_path / "my_work"
    for step in range(second, 45, 3):
        promised, open_tab = a_browser(drive, folder)
        saves = lambda: promised.append(open_tab.append(STEM, "p", "answer", {"n": 4}))  # noqa: B023, E731
        taker, other = tab(folder), tab(folder)
        drive.meanwhile({second: other.writable, step: saves})
        assert taker.writable() is None
        drive.meanwhile({})
        is_all_there(folder, promised, taker, other, open_tab)


def test_the_record_keeps_its_id_when_the_book_that_began_it_is_taken_over(drive, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MOST_BOOKS", 1)
    folder = tmp_path / "my_work"
    moments = [datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (10, 11)]
    one, other = (
        JournaledRecord(folder, now=lambda at=at: at, journal=Journal(folder / journal.FOLDER)) for at in moments
    )
    one.begin_as("f" * 32)

    def begin_elsewhere():
        other.begin_as("a" * 32)
        other.append(STEM, "p", "answer", {"n": 1})

    drive.meanwhile({1: begin_elsewhere})
    one.append(STEM, "p", "answer", {"n": 0})
    assert tab(folder).record_id() == one.record_id() == "f" * 32
    assert other.writable() is None
    assert not any(one._journal._book.stem in name for name in drive.files)
    assert tab(folder).record_id() == "f" * 32
