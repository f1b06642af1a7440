"""Weakens the live class in one place at a time and looks whether a test notices: ``python -m course.dev.weakenings``.

Every threat to a class (below) has a defense, at least one test, and at least one weakening here that takes the
defense away. The tests run in a copy of the course, first as it is, then weakened. Where a weakening turns no test red,
the test proves nothing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from course.content.overrides import SWITCH
from course.content.place import PACKAGE

ROOT = PACKAGE.parent
THREATS = {
    "lost": "an answer that was acknowledged is lost",
    "doubled": "an answer is doubled, or an older one overtakes a newer",
    "late": "an answer is taken after the question was closed",
    "others": "somebody reads what another wrote",
    "released": "what was not released is seen: a hidden question, what is right, another role's folder",
    "teacher": "a student acts as the teacher",
    "forged": "a token is forged",
    "guessing": "a code is guessed",
    "shut-out": "a flood of guesses shuts the class out",
    "markup": "what was typed runs as a script",
    "rude": "a text shows that the teacher did not let through",
    "letters": "control and direction marks steer what stands around them",
    "formulas": "a hand-in becomes a formula in a spreadsheet",
    "small": "a small group, or one more answer, is unmasked",
    "flood": "floods, sizes and types break the server",
    "name": "a stranger's name points here (DNS rebinding)",
    "page": "a stranger's page sends what its visitor did not want (CSRF)",
    "privacy": "more is kept of people than is needed, or longer",
    "logs": "answers stand in logs",
    "network": "somebody listens in the network",
}
"""What could happen to a class. Against a listener there is no defense without HTTPS: that is said, and a class is open
to this machine alone unless somebody asks for more."""


class Weakening(NamedTuple):
    """In ``file`` of course/live, ``old`` becomes ``new``; ``test`` (file::function of tests/live) has to turn red.

    Both may lie beside it: "../hub/gate.py".
    """

    threat: str
    what: str
    file: str
    old: str
    new: str
    test: str


ANSWERS, ACCESS, CONTENT = "test_threats_answers.py", "test_threats_access.py", "test_threats_content.py"
PRIVACY, PATIENCE, HUB = "test_threats_privacy.py", "test_patience.py", "../hub/test_threats.py"
PRIVACY, PATIENCE, TABLES = "test_threats_privacy.py", "test_patience.py", "test_tables.py"
WEAKENINGS = (
    Weakening(
        "lost",
        "acknowledged before the commit",
        "writer.py",
        "                results = [result for run in _runs(jobs) for result in _run(connection, run)]\n"
        "        except Exception as error:",
        "                results = [result for run in _runs(jobs) for result in _run(connection, run)]\n"
        "        except Exception as error:\n"
        "            return results\n"
        "        except BaseException as error:",
        f"{ANSWERS}::test_what_is_not_committed_is_not_acknowledged",
    ),
    Weakening(
        "lost",
        "a rollback by the file itself is passed over",
        "database.py",
        '        connection.exec_driver_sql("commit")\n',
        "        pass\n",
        f"{ANSWERS}::test_a_transaction_that_the_file_ended_keeps_nobody_believing",
    ),
    Weakening(
        "lost",
        "the disk need not have it (NORMAL)",
        "database.py",
        '"synchronous=full"',
        '"synchronous=normal"',
        f"{ANSWERS}::test_the_file_is_written_through",
    ),
    Weakening(
        "lost",
        "a failed commit leaves its transaction open",
        "writer.py",
        "            _end_transaction(connection)\n",
        "",
        f"{ANSWERS}::test_what_is_not_committed_is_not_acknowledged",
    ),
    Weakening(
        "lost",
        "a dead writer leaves people waiting",
        "writer.py",
        "            self._fail([*group, *self._rest()])\n",
        "",
        f"{ANSWERS}::test_a_dead_writer_leaves_nobody_waiting",
    ),
    Weakening(
        "doubled",
        "a press that came before is an answer again",
        "jobs.py",
        "            elif pressed == job.content:",
        "            elif False:",
        f"{ANSWERS}::test_a_double_click_is_one_answer",
    ),
    Weakening(
        "doubled",
        "an older answer overtakes",
        "jobs.py",
        "            elif job.rev <= rev:",
        "            elif False:",
        f"{ANSWERS}::test_a_late_answer_does_not_overtake_a_newer_one",
    ),
    Weakening(
        "doubled",
        "the same press for something else is called saved",
        "jobs.py",
        "            elif pressed == job.content:",
        "            elif pressed is not None:",
        f"{ANSWERS}::test_a_press_used_again_for_something_else_is_not_called_saved",
    ),
    Weakening(
        "doubled",
        "a clock set back turns answers round",
        "clock.py",
        "max(self._now(), self._last + max(gone, _TICK))",
        "self._now()",
        f"{ANSWERS}::test_a_clock_set_back_turns_no_answers_round",
    ),
    Weakening(
        "late",
        "closed questions take answers",
        "jobs.py",
        '!= "open":\n',
        '== "hidden":\n',
        f"{ANSWERS}::test_closing_is_final_also_while_thirty_answer",
    ),
    Weakening(
        "late",
        "pause and end are not looked at",
        "jobs.py",
        '"closed" if room.ended else "paused" if paused else row.state',
        "row.state",
        f"{ANSWERS}::test_what_takes_no_answers_says_so_and_a_sent_one_stays_saved",
    ),
    Weakening(
        "others",
        "one's own answers are everybody's",
        "students.py",
        "store.answers_in(connection, found.room.id, person=who))",
        "store.answers_in(connection, found.room.id))",
        f"{ACCESS}::test_nobody_reads_what_another_wrote",
    ),
    Weakening(
        "others",
        "the part that is taken away is everybody's",
        "students.py",
        "store.events_of(connection, found.room.id, who))",
        "store.events_of(connection, found.room.id))",
        f"{ACCESS}::test_nobody_reads_what_another_wrote",
    ),
    Weakening(
        "released",
        "hidden questions are told",
        "students.py",
        ' or states[asked.id].state == "hidden":',
        ":",
        f"{ACCESS}::test_a_hidden_question_is_nowhere",
    ),
    Weakening(
        "released",
        "what is right is told with the question",
        "deck.py",
        '        "sure": slide.sure,\n',
        '        "sure": slide.sure,\n        "right": repr(slide.about),\n',
        f"{ACCESS}::test_no_page_is_told_what_is_right",
    ),
    Weakening(
        "released",
        "the folders of all seats go to each",
        "tables/views.py",
        '"folder": _folder(wording, bargain, role),',
        '"folder": "".join(_folder(wording, bargain, seat.id) for seat in bargain.scenario.roles),',
        f"{TABLES}::test_no_secret_is_in_another_view",
    ),
    Weakening(
        "released",
        "a folder that was made for one seat is given to another",
        "tables/views.py",
        "    if role not in bargain.folders:\n",
        "    role = next(iter(bargain.folders), role)\n    if role not in bargain.folders:\n",
        f"{TABLES}::test_no_secret_is_in_another_view",
    ),
    Weakening(
        "released",
        "a seat is told another's points",
        "tables/views.py",
        '"points": view.points(),',
        '"points": SeatView(wording, speech(), session, bargain.scenario.parties[0].id).points(),',
        f"{TABLES}::test_no_secret_is_in_another_view",
    ),
    Weakening(
        "released",
        "what a package is worth to another seat is told",
        "tables/routes.py",
        "role not in bargain.roles_of(who)",
        "role is None",
        f"{TABLES}::test_nobody_acts_in_another_seat_or_without_one",
    ),
    Weakening(
        "released",
        "what others wrote and whispered goes home with a game",
        "tables/replay.py",
        "        if event.seq and event.to and not mine:\n",
        "        if False:\n",
        f"{TABLES}::test_a_learner_takes_the_game_home_as_they_saw_it",
    ),
    Weakening(
        "released",
        "a game goes home before the briefs are opened",
        "tables/replay.py",
        'row.state == "over" and row.released == "all"',
        'row.state == "over"',
        f"{TABLES}::test_a_learner_takes_the_game_home_as_they_saw_it",
    ),
    Weakening(
        "released",
        "folders go before the teacher deals them",
        "tables/views.py",
        '        "legal": [],\n    }\n    if not row.dealt:\n',
        '        "legal": [],\n    }\n    if False:\n',
        f"{TABLES}::test_no_secret_is_told_before_the_folders_are_dealt",
    ),
    Weakening(
        "teacher",
        "who asks is not looked at",
        "teachers.py",
        "    if not access.is_token(token, found.room.teacher):\n        raise",
        "    if False:\n        raise",
        f"{ACCESS}::test_a_student_is_no_teacher",
    ),
    Weakening(
        "teacher",
        "the hash in the file is a key",
        "access.py",
        "hmac.compare_digest(hash_of(token), hashed)",
        "hashed in (token, hash_of(token))",
        f"{ACCESS}::test_a_student_is_no_teacher",
    ),
    Weakening(
        "others",
        "in a hub, keys that a computer kept count",
        "students.py",
        "    if account is not None:\n        # What a computer",
        "    if account is not None and not request.cookies.get(cookie_of(found.room.id)):\n        # What a computer",
        f"{HUB}::test_a_computer_that_somebody_else_used_before_gives_nothing_of_theirs",
    ),
    Weakening(
        "others",
        "in a hub, a link makes somebody somebody else",
        "students.py",
        "(account is not None and await _joined(found, account) != who)",
        "False",
        f"{HUB}::test_a_computer_that_somebody_else_used_before_gives_nothing_of_theirs",
    ),
    Weakening(
        "teacher",
        "in a hub, every teacher has every console",
        "teachers.py",
        "not account.teaches or found.owner != account.name",
        "not account.teaches",
        f"{HUB}::test_a_learner_is_no_teacher_whatever_the_headers_say",
    ),
    Weakening(
        "teacher",
        "in a hub, nobody looks at the group",
        "teachers.py",
        "not account.teaches or found.owner != account.name",
        "found.owner != account.name",
        f"{HUB}::test_who_leaves_the_group_teaches_no_more",
    ),
    Weakening(
        "teacher",
        "in a hub, what runs in a teacher's server teaches",
        "../hub/login.py",
        'teaches=is_login and self.teachers in user.get("groups", ())',
        'teaches=self.teachers in user.get("groups", ())',
        f"{HUB}::test_a_learner_is_no_teacher_whatever_the_headers_say",
    ),
    Weakening(
        "forged",
        "any token of the hub opens the class",
        "../hub/login.py",
        " or not self.auth.check_scopes(self.auth.access_scopes, user)",
        "",
        f"{HUB}::test_a_token_for_something_else_is_nobodys",
    ),
    Weakening(
        "page",
        "in a hub, a login goes along that no page sent",
        "../hub/gate.py",
        'if request.method not in _SAFE and not request.headers.get("origin"):',
        "if False:",
        f"{HUB}::test_a_foreign_page_changes_nothing",
    ),
    Weakening(
        "page",
        "in a hub, a login is taken that another browser began",
        "../hub/login.py",
        " or not hmac.compare_digest(state, str(kept))",
        "",
        f"{HUB}::test_a_login_that_another_browser_began_logs_nobody_in",
    ),
    Weakening(
        "forged",
        "a key that everybody knows",
        "access.py",
        'URLSafeTimedSerializer(secret, salt=f"course-live-{role}").loads(',
        'URLSafeTimedSerializer(["dev-secret-key", secret], salt=f"course-live-{role}").loads(',
        f"{ACCESS}::test_a_forged_token_is_nobodys",
    ),
    Weakening(
        "forged",
        "tokens of other classes pass",
        "access.py",
        "len(said) == 2 and said[0] == room and said[1]",
        "len(said) == 2 and said[1]",
        f"{ACCESS}::test_a_forged_token_is_nobodys",
    ),
    Weakening(
        "guessing",
        "wrong codes of one address are not counted",
        "students.py",
        "            hall.limits.codes.take(address)\n",
        "",
        f"{ACCESS}::test_guessing_a_code_is_limited_and_joining_is_not",
    ),
    Weakening(
        "guessing",
        "right codes are counted too",
        "students.py",
        "        if found is None:\n            hall.limits.codes.take(address)\n",
        "        hall.limits.codes.take(address)\n        if found is None:\n",
        f"{ACCESS}::test_guessing_a_code_is_limited_and_joining_is_not",
    ),
    Weakening(
        "guessing",
        "wrong codes of all addresses are not counted",
        "students.py",
        '            hall.limits.all_codes.take("")\n',
        "",
        f"{ACCESS}::test_guessing_from_many_addresses_is_limited_too",
    ),
    Weakening(
        "shut-out",
        "who scans waits as well",
        "students.py",
        "    if found is None:\n        if hall.limits.codes.left(address) < 1 or",
        '    if hall.limits.codes.left(address) < 1:\n        return refuse("slow-down", 429)\n'
        "    if found is None:\n        if",
        f"{ACCESS}::test_a_flood_of_guesses_shuts_nobody_out_who_scans",
    ),
    Weakening(
        "shut-out",
        "any ticket passes",
        "students.py",
        'return found if access.read_token(found.room.secret, "ticket", room, token) else None',
        "return found",
        f"{ACCESS}::test_a_flood_of_guesses_shuts_nobody_out_who_scans",
    ),
    Weakening(
        "markup",
        "scripts in the page run",
        "guard.py",
        "script-src 'self';",
        "script-src 'self' 'unsafe-inline';",
        f"{CONTENT}::test_markup_is_told_as_text_and_nothing_runs",
    ),
    Weakening(
        "rude",
        "every text shows",
        "results.py",
        'for answer in given if answer.approved == "approved"]',
        'for answer in given if answer.approved != "declined"]',
        f"{CONTENT}::test_no_text_is_seen_before_the_teacher_lets_it",
    ),
    Weakening(
        "rude",
        "a changed text stays approved",
        "jobs.py",
        '("rev", "press", "answer", "verdict", "at", "approved")',
        '("rev", "press", "answer", "verdict", "at")',
        f"{CONTENT}::test_no_text_is_seen_before_the_teacher_lets_it",
    ),
    Weakening(
        "rude",
        "an old reading approves a newer text",
        "jobs.py",
        "            ANSWER.c.rev == self.rev,\n",
        "",
        f"{CONTENT}::test_no_text_is_seen_before_the_teacher_lets_it",
    ),
    Weakening(
        "letters",
        "marks are kept",
        "answering.py",
        '_UNWANTED.sub("", _BREAK.sub("\\n", text))',
        "text",
        f"{CONTENT}::test_names_stay_names",
    ),
    Weakening(
        "formulas",
        "a cell begins as it was typed",
        "../teacher/classroom/gradebook.py",
        '    return f"\'{flat}" if seen[:1] in',
        '    return f"{flat}" if seen[:1] in',
        f"{CONTENT}::test_no_formula_comes_through_collect",
    ),
    Weakening(
        "small",
        "four are enough",
        "seen.py",
        "FEWEST = 5",
        "FEWEST = 4",
        f"{CONTENT}::test_under_five_answers_nothing_is_told_of_them",
    ),
    Weakening(
        "small",
        "bars grow with every answer",
        "results.py",
        "hidden = few or live or withheld",
        "hidden = few or withheld",
        f"{CONTENT}::test_bars_that_grow_would_tell_who_answered_what",
    ),
    Weakening(
        "small",
        "how many moved grows with every answer",
        "board.py",
        "any(vote.live or vote.still for vote in (earlier, now))",
        "False",
        f"{CONTENT}::test_how_many_moved_stands_still_while_somebody_may_move",
    ),
    Weakening(
        "small",
        "a question that is opened once more shows what one changed",
        "results.py",
        "    still = changed_since(before, given) > 0\n",
        "    still = False\n",
        f"{CONTENT}::test_what_one_changed_after_the_results_is_not_told_by_the_next",
    ),
    Weakening(
        "small",
        "each picture is compared with the first and not with the last",
        "seen.py",
        "(not before or changes(before, now) >= FEWEST)",
        "(not before or len(now) >= FEWEST)",
        f"{CONTENT}::test_what_one_changed_after_the_results_is_not_told_by_the_next",
    ),
    Weakening(
        "small",
        "results without whoever left tell what they answered",
        "results.py",
        "    withheld = still and ",
        "    withheld = False and ",
        f"{CONTENT}::test_whoever_leaves_is_not_told_by_what_is_missing",
    ),
    Weakening(
        "small",
        "what the class saw of somebody outlives their part",
        "jobs.py",
        "        seen.forget(connection, self.room, self.person)\n",
        "",
        f"{CONTENT}::test_whoever_leaves_is_not_told_by_what_is_missing",
    ),
    Weakening(
        "small",
        "results show by themselves",
        "board.py",
        "    if not state.shown:\n",
        "    if False:\n",
        f"{CONTENT}::test_results_are_hidden_unless_the_teacher_shows_them",
    ),
    Weakening(
        "flood",
        "one person may send without an end",
        "students.py",
        "    if not hall.limits.answers.take(who):",
        "    if False:",
        f"{ANSWERS}::test_a_flood_of_one_person_stops_and_others_go_on",
    ),
    Weakening(
        "flood",
        "a body without an end is read",
        "guard.py",
        "        if read > LARGEST_BODY:",
        "        if False:",
        f"{PATIENCE}::test_a_body_without_an_end_is_ended",
    ),
    Weakening(
        "flood",
        "bytes that are no UTF-8 break it",
        "answering.py",
        "        return _SENT.decode(data)\n    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):",
        "        return _SENT.decode(data)\n    except (msgspec.DecodeError, RecursionError):",
        f"{ANSWERS}::test_what_is_no_answer_is_refused_and_nothing_breaks",
    ),
    Weakening(
        "flood",
        "a step beside the scale is an answer",
        "answering.py",
        "case Scale(steps=steps) if type(answer.value) is int and 1 <= answer.value <= steps:",
        "case Scale(steps=steps) if type(answer.value) is int:",
        f"{ANSWERS}::test_what_is_no_answer_is_refused_and_nothing_breaks",
    ),
    Weakening(
        "flood",
        "one value is an answer to several lines",
        "answering.py",
        "            if not isinstance(control, Place):\n",
        "            if control:\n",
        f"{CONTENT}::test_one_step_is_no_answer_to_several_lines",
    ),
    Weakening(
        "flood",
        "a class takes people without an end",
        "jobs.py",
        "            if connection.execute(people).scalar_one() >= MOST_PEOPLE:",
        "            if False:",
        f"{ANSWERS}::test_a_class_takes_no_end_of_people",
    ),
    Weakening(
        "flood",
        "who stands still is waited for",
        "guard.py",
        "asyncio.wait_for(receive(), PATIENCE)",
        "asyncio.wait_for(receive(), 60)",
        f"{PATIENCE}::test_a_body_that_does_not_come_is_not_waited_for",
    ),
    Weakening(
        "flood",
        "phones that go away fill the log",
        "guard.py",
        "            except ClientDisconnect:",
        "            except TooSlow:",
        f"{PATIENCE}::test_a_phone_that_goes_away_is_no_fault",
    ),
    Weakening(
        "name",
        "any name will do",
        "guard.py",
        "        if _name(host) not in self.hosts:",
        "        if False:",
        f"{ACCESS}::test_a_foreign_name_is_refused",
    ),
    Weakening(
        "page",
        "any page will do",
        "guard.py",
        "        if not (is_kernel or is_joining) and _place(origin) != host:",
        "        if False:",
        f"{ACCESS}::test_a_foreign_page_changes_nothing",
    ),
    Weakening(
        "page",
        "a page without an origin will do",
        "guard.py",
        "is_kernel or is_joining) and _place",
        "not origin or is_kernel or is_joining) and _place",
        f"{ACCESS}::test_a_foreign_page_changes_nothing",
    ),
    Weakening(
        "page",
        "cookies go along from foreign pages",
        "students.py",
        'samesite="strict"',
        'samesite="none"',
        f"{ACCESS}::test_no_foreign_page_reads_an_answer",
    ),
    Weakening(
        "privacy",
        "what is deleted stays in the log of the file",
        "writer.py",
        "self._forgets = not remove_traces(connection)",
        "self._forgets = False",
        f"{PRIVACY}::test_what_is_deleted_leaves_the_disk",
    ),
    Weakening(
        "privacy",
        "what is deleted stays in free pages",
        "database.py",
        '"secure_delete=on"',
        '"secure_delete=off"',
        f"{PRIVACY}::test_what_is_deleted_leaves_the_disk",
    ),
    Weakening(
        "privacy",
        "classes stay for good",
        "hall.py",
        "        await self.store.forget(self.keep)\n        self._tasks",
        "        self._tasks",
        f"{PRIVACY}::test_a_server_deletes_at_its_start_what_is_kept_no_longer",
    ),
    Weakening(
        "privacy",
        "a class in use is deleted",
        "jobs.py",
        "ROOM.c.made_at < self.before, ~used)",
        "ROOM.c.made_at < self.before)",
        f"{PRIVACY}::test_use_and_not_age_is_what_counts",
    ),
    Weakening(
        "privacy",
        "the address is kept with the name",
        "students.py",
        'name = clean_name(text_in(sent, "name", 1000))\n',
        'name = clean_name(text_in(sent, "name", 1000)) + address_of(request)\n',
        f"{PRIVACY}::test_no_address_of_a_person_is_kept",
    ),
    Weakening(
        "logs",
        "the database's driver shows what it was given",
        "database.py",
        "        address, hide_parameters=True, connect_args",
        "        address, hide_parameters=False, connect_args",
        f"{PRIVACY}::test_no_answer_comes_into_a_log_whatever_breaks",
    ),
    Weakening(
        "logs",
        "what an error says of itself is logged",
        "guard.py",
        '.error("%s\\n%s", type(fault).__name__, steps)',
        '.error("%r\\n%s", fault, steps)',
        f"{PRIVACY}::test_no_answer_comes_into_a_log_whatever_breaks",
    ),
    Weakening(
        "network",
        "everybody in the network is let in unasked",
        "serve.py",
        '    host: str = "127.0.0.1",',
        '    host: str = "0.0.0.0",',
        f"{PRIVACY}::test_only_this_machine_hears_unless_it_is_said",
    ),
    Weakening(
        "network",
        "tokens go along without HTTPS too",
        "students.py",
        "secure=secure",
        "secure=False",
        f"{PRIVACY}::test_over_https_a_token_never_goes_unencrypted",
    ),
)
BROKEN = "broken"


def apply(weakening: Weakening, root: Path = ROOT) -> tuple[Path, str]:
    """Return the file and its weakened text; ValueError where what is to be weakened does not stand there once."""
    path = (root / "course" / "live" / weakening.file).resolve()
    text = path.read_text(encoding="utf-8")
    if text.count(weakening.old) != 1:
        raise ValueError(f"{weakening.file} has {text.count(weakening.old)} times: {weakening.old}")
    return path, text.replace(weakening.old, weakening.new)


def outcome(root: Path, tests: Sequence[str]) -> str:
    """Return "red" or "green", or that the tests could not even run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(root), SWITCH: "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *(f"tests/live/{test}" for test in tests)],
        cwd=root,
        env=environment,
        check=False,
        capture_output=True,
        timeout=300,
    )
    if done.returncode not in (0, 1):
        print(done.stdout.decode(errors="replace")[-2000:], file=sys.stderr)
    return {0: "green", 1: "red"}.get(done.returncode, BROKEN)


def copy_course(folder: Path) -> None:
    """Copy what the tests read."""
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("course", "tests", "notebooks", "exercises"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Weaken the course in each place, print the table; return 1 where a weakening was not noticed."""
    line = argparse.ArgumentParser(prog="python -m course.dev.weakenings", description=__doc__)
    line.add_argument("threats", nargs="*", metavar="THREAT", help=f"all, or some of: {', '.join(THREATS)}")
    chosen = line.parse_args(arguments)
    some = [one for one in WEAKENINGS if not chosen.threats or one.threat in chosen.threats]
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        copy_course(root)
        for test in sorted({one.test for one in some}):
            if outcome(root, [test]) != "green":
                print(f"{test} is not green as the course is. Mend that first.")
                return 1
        print(f"{'threat':10} {'weakened':50} {'outcome':8} test")
        for one in some:
            path, text = apply(one, root)
            whole = path.read_text(encoding="utf-8")
            path.write_text(text, encoding="utf-8")
            seen = outcome(root, [one.test])
            path.write_text(whole, encoding="utf-8")
            missed += seen != "red"
            print(f"{one.threat:10} {one.what:50} {seen:8} {one.test}", flush=True)
    print(f"{len(some)} weakenings, {len(some) - missed} noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
