"""Grades to a learning platform: sent once and in order, after any interruption; what is refused is said."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

pytest.importorskip("jwt", reason="pyjwt is not installed: the extra 'hub' brings it")

from course.content import lessons
from course.content.interface import words
from course.dev import platform as platforms
from course.hub import command, grading
from course.hub.ags import Closed, Course
from course.hub.configuration import Platform
from course.hub.key import own_key, public_half
from course.hub.launches import Launch, Launches, user_name
from course.hub.scores import Scores
from course.model.prompt import OneChoice
from course.record import Record

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
STAND = {"round": 1, "stand": 2, "sure": 2, "why": ""}
LESSON, OTHER = "05_why_come_to_the_table", "06_accords_and_recognition"


@pytest.fixture(scope="module")
def running() -> Iterator[platforms.Platform]:
    made = platforms.Platform()
    yield made
    made.stop()


@pytest.fixture
def platform(running: platforms.Platform, tmp_path: Path) -> platforms.Platform:
    running.items, running.scores, running.asked, running.refuse = {}, {}, [], []
    running.tokens.clear()
    running.tool_key = own_key(tmp_path / "key.pem").public_key()
    return running


@pytest.fixture
def scores(tmp_path: Path) -> Scores:
    return Scores(tmp_path / "grades.sqlite3")


@pytest.fixture
def course(platform: platforms.Platform, tmp_path: Path) -> Iterator[Course]:
    with httpx.Client(verify=False) as client:
        yield make(platform, tmp_path, client)


def make(
    platform: platforms.Platform, folder: Path, client: httpx.Client, scopes: tuple[str, ...] = platforms.SCOPES
) -> Course:
    said = Platform(
        issuer=platform.origin,
        clients=(platforms.CLIENT,),
        authorize=f"{platform.origin}/authorize",
        keys=f"{platform.origin}/keys",
        token=f"{platform.origin}/token",
    )
    return Course(said, folder / "key.pem", f"{platform.origin}/A/items", scopes, client)


def put(scores: Scores, given: float, now: datetime = NOON, who: str = "amina", lesson: str = LESSON) -> bool:
    return scores.put("A", lesson, user_name("x", who), who, given, 10, now)


def posts(platform: platforms.Platform) -> int:
    return sum(path.split("?")[0].endswith("/scores") for _, path in platform.asked)


def grade_of(platform: platforms.Platform, who: str = "amina", lesson: str = LESSON) -> Any:
    [item] = [item["id"] for item in platform.items["A"] if item["resourceId"] == lesson]
    return platform.scores.get((item, who), {}).get("scoreGiven")


def test_a_grade_is_sent_once(platform: platforms.Platform, course: Course, scores: Scores) -> None:
    assert put(scores, 7)
    assert grading.send_due(scores, {"A": course}, NOON).sent == 1
    assert grade_of(platform) == 7
    assert not put(scores, 7, NOON + timedelta(hours=1))
    assert grading.send_due(scores, {"A": course}, NOON + timedelta(hours=1)).sent == 0
    assert posts(platform) == 1


def test_a_better_grade_is_newer_also_where_a_clock_was_set_back(
    platform: platforms.Platform, course: Course, scores: Scores
) -> None:
    for points, now in ((7, NOON), (8, NOON - timedelta(days=1)), (9, NOON - timedelta(days=1))):
        assert put(scores, points, now)
        assert grading.send_due(scores, {"A": course}, NOON).sent == 1
    assert grade_of(platform) == 9


def test_columns_are_made_once_and_found_on_every_page(
    platform: platforms.Platform, course: Course, scores: Scores, tmp_path: Path
) -> None:
    others = [{"id": f"{platform.origin}/A/items/{n}", "label": f"Essay {n}", "scoreMaximum": 5} for n in range(1, 6)]
    platform.items["A"] = others
    for who in ("amina", "bilal"):
        for lesson in (LESSON, OTHER):
            put(scores, 5, who=who, lesson=lesson)
    assert grading.send_due(scores, {"A": course}, NOON).sent == 4
    assert [item["resourceId"] for item in platform.items["A"][5:]] == [LESSON, OTHER]
    put(scores, 6)
    with httpx.Client(verify=False) as client:
        assert grading.send_due(scores, {"A": make(platform, tmp_path, client)}, NOON).sent == 1
    assert len(platform.items["A"]) == 7, "the second program found them on the last page"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again_later(
    platform: platforms.Platform, course: Course, scores: Scores, status: int
) -> None:
    platform.refuse = [status, status]
    put(scores, 7)
    put(scores, 7, who="bilal")
    made = grading.send_due(scores, {"A": course}, NOON)
    assert (made.sent, posts(platform)) == (0, 1), "the others keep their turn"
    slept: list[float] = []
    now = NOON

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += timedelta(seconds=seconds)

    made = grading.send(scores, {"A": course}, 600, lambda: now, sleep)
    assert (made.sent, scores.waiting()) == (2, [])
    assert slept


def test_waiting_gets_longer_and_ends_at_some_hours(scores: Scores) -> None:
    put(scores, 7)
    waits = []
    for _ in range(20):
        [score] = scores.waiting()
        scores.begin(score)
        scores.wait(score, NOON)
        waits.append((scores.waiting()[0].due - NOON).total_seconds())
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (15, 6 * 3600)


def test_a_refused_grade_is_told_and_not_sent_again(
    platform: platforms.Platform, course: Course, scores: Scores
) -> None:
    platform.refuse = [422]
    put(scores, 7)
    put(scores, 8, who="bilal")
    assert grading.send_due(scores, {"A": course}, NOON).sent == 1
    [refused] = scores.refused("A")
    assert refused.says.startswith("422")
    assert grading.send_due(scores, {"A": course}, NOON + timedelta(days=1)).sent == 0
    put(scores, 9)
    assert grading.send_due(scores, {"A": course}, NOON + timedelta(days=1)).sent == 1
    assert grade_of(platform) == 9
    assert scores.refused("A") == []


def test_an_answer_that_was_lost_is_no_second_grade(
    platform: platforms.Platform, course: Course, scores: Scores, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(scores, 7)
    real = Scores.done

    def stopped(self: Scores, score: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scores, "done", stopped)
    with pytest.raises(KeyboardInterrupt):
        grading.send_due(scores, {"A": course}, NOON)
    monkeypatch.setattr(Scores, "done", real)
    assert (grade_of(platform), len(scores.waiting())) == (7, 1)
    again = Scores(scores.file)
    grading.send_due(again, {"A": course}, NOON)
    assert (again.waiting(), again.refused("A")) == ([], [])
    assert grade_of(platform) == 7


def test_a_grade_that_changes_while_the_old_one_is_sent_is_sent_too(scores: Scores) -> None:
    put(scores, 7)
    [score] = scores.due(NOON)
    put(scores, 8)
    scores.done(score)
    assert [score.given for score in scores.waiting()] == [8]


@settings(max_examples=15)
@given(some.lists(some.tuples(some.sampled_from([3.0, 4.0]), some.integers(-3, 3), some.booleans()), max_size=8))
def test_whatever_happens_moments_rise_and_the_last_grade_is_the_one_that_waits_or_was_sent(
    changes: list[tuple[float, int, bool]],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        scores, sent, last = Scores(Path(folder) / "grades.sqlite3"), [], None
        for given, hours, goes_out in changes:
            put(scores, given, NOON + timedelta(hours=hours))
            last = given
            for score in scores.waiting() if goes_out else ():
                sent.append((score.at, score.given))
                scores.done(score)
        moments = [at for at, _ in sent]
        assert moments == sorted(set(moments))
        waiting = [score.given for score in scores.waiting()]
        assert not changes or (waiting or [sent[-1][1]]) == [last]


@pytest.mark.parametrize("scopes", [(), (f"{platforms.AGS}scope/score",)])
def test_a_platform_that_does_not_offer_it_is_told_of_and_everything_waits(
    platform: platforms.Platform, scores: Scores, tmp_path: Path, scopes: tuple[str, ...]
) -> None:
    put(scores, 7)
    with httpx.Client(verify=False) as client:
        made = grading.send_due(scores, {"A": make(platform, tmp_path, client, scopes)}, NOON)
    assert "A" in made.closed
    assert len(scores.waiting()) == 1


def test_a_key_that_the_platform_does_not_know_is_told_of(
    platform: platforms.Platform, course: Course, scores: Scores, tmp_path: Path
) -> None:
    platform.tool_key = own_key(tmp_path / "another.pem").public_key()
    put(scores, 7)
    assert grading.send_due(scores, {"A": course}, NOON).closed["A"].startswith("400")
    assert len(scores.waiting()) == 1


def test_a_page_of_the_platform_is_told_by_its_title(platform: platforms.Platform, tmp_path: Path) -> None:
    # Moodle 4.5 answers so where it may not fetch the hub's key: a private address, or a port other than 80 and 443.
    page = '<!DOCTYPE html>\n<html dir="ltr"><head><title>Error | A &amp; B</title><link rel="icon"></head></html>'
    reply = httpx.Response(404, html=page)
    with httpx.Client(transport=httpx.MockTransport(lambda request: reply)) as client:
        course = make(platform, tmp_path, client)
        with pytest.raises(Closed, match=r"\A404 Error \| A & B\Z"):
            course.column(LESSON, "x")


def test_a_token_that_ended_is_fetched_anew(platform: platforms.Platform, course: Course, scores: Scores) -> None:
    for points in (7, 8):
        put(scores, points)
        assert grading.send_due(scores, {"A": course}, NOON).sent == 1
        platform.tokens.clear()


def test_the_right_to_grade_goes_to_no_other_host(platform: platforms.Platform, course: Course, scores: Scores) -> None:
    platform.items["A"] = [{"id": "https://evil.example/1", "resourceId": LESSON, "tag": "mediation-course"}]
    put(scores, 7)
    assert "evil.example" in grading.send_due(scores, {"A": course}, NOON).closed["A"]


def test_a_platform_that_is_away_is_waited_for(scores: Scores, tmp_path: Path) -> None:
    away = platforms.Platform()
    away.stop()
    put(scores, 7)
    with httpx.Client(verify=False) as client:
        made = grading.send_due(scores, {"A": make(away, tmp_path, client)}, NOON)
    assert made.later
    assert len(scores.waiting()) == 1


def test_the_key_is_made_once_and_for_the_hub_alone(tmp_path: Path) -> None:
    half = public_half(own_key(tmp_path / "s" / "key.pem"))
    assert public_half(own_key(tmp_path / "s" / "key.pem")) == half
    assert (tmp_path / "s" / "key.pem").stat().st_mode & 0o077 == 0


# --- The whole way: records in learners' folders, the verb, the platform ---


def settle(folder: Path, platform: platforms.Platform) -> Path:
    """A hub with three learners and a teacher of course A, of whom one began nothing and one took another's record."""
    file = folder / "hub.toml"
    file.write_text(
        f"""
address = "http://127.0.0.1:8000"
folder = "hub"
shared-account = true
[platform]
issuer = "{platform.origin}"
clients = ["{platforms.CLIENT}"]
authorize = "{platform.origin}/authorize"
keys = "{platform.origin}/keys"
token = "{platform.origin}/token"
"""
    )
    (folder / "hub").mkdir()
    launches = Launches(folder / "hub" / "platform.sqlite3")
    for who in ("amina", "bilal", "carla", "lee"):
        name = user_name(platform.origin, who)
        launches.note(
            Launch(
                name=name,
                subject=who,
                context="A",
                title="Peace studies",
                teaches=who == "lee",
                at=datetime.now(UTC),
                items=f"{platform.origin}/A/items",
                scopes=platforms.SCOPES,
            )
        )
        home = folder / "hub" / "learners" / name
        home.mkdir(parents=True)
        if who in ("amina", "lee"):
            [prompt, *_] = (one for one in lessons.lesson(LESSON).prompts if isinstance(one, OneChoice))
            for number in (1, 2):
                body = {"answer": {"chosen": prompt.options[0].id}, "round": number}
                Record(home / "my_work").append(LESSON, prompt.id, "answer", body)
    platform.tool_key = own_key(folder / "hub" / "secrets" / "platform_key.pem").public_key()
    return file


def test_the_verb_sends_what_learners_did_and_nothing_of_the_teachers(
    platform: platforms.Platform, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = settle(tmp_path, platform)
    assert command.main(["grades", str(file), "--course", "peace studies"], {}) == 0
    said = capsys.readouterr().out
    assert words()["hub-grades"]["sent"].format(count=1) in said, said
    assert {who for _, who in platform.scores} == {"amina"}
    assert command.main(["grades", str(file), "--course", "A"], {}) == 0
    assert words()["hub-grades"]["sent"].format(count=0) in capsys.readouterr().out
    assert posts(platform) == 1
    assert command.main(["grades", str(file), "--course", "B"], {}) == 2
    assert "Peace studies" in capsys.readouterr().err


def test_a_deleted_person_leaves_nothing(
    platform: platforms.Platform, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = settle(tmp_path, platform)
    command.main(["grades", str(file)], {})
    assert command.main(["delete", str(file), "--person", "amina"], {}) == 0
    assert command.main(["delete", str(file), "--person", "amina"], {}) == 2
    held = b"".join(path.read_bytes() for path in (tmp_path / "hub").rglob("*") if path.is_file())
    assert user_name(platform.origin, "amina").encode() not in held
    assert user_name(platform.origin, "bilal").encode() in held
    capsys.readouterr()


def test_reading_a_record_writes_nothing_into_the_learners_folder(tmp_path: Path) -> None:
    record = Record(tmp_path / "my_work")
    record.append(LESSON, "claim/A7", "stand", STAND)
    before = {path.name for path in (tmp_path / "my_work").iterdir()}
    done = subprocess.run([sys.executable, "-m", "course.hub.backup", str(tmp_path)], capture_output=True, check=True)
    assert b"claim/A7" in done.stdout
    assert {path.name for path in (tmp_path / "my_work").iterdir()} == before
