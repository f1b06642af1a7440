"""Two servers over one PostgreSQL: students at one, the teacher at the other."""

import re
import secrets
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from course.dev.postgres import Cluster, programs
from course.dev.served import Served, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed (Debian: apt-get install postgresql)"),
]
STAND = "stand.A7.1"
CHECK = "check.recall-mandate"


def put(server: Served, who: dict[str, str], rev: int, press: str = "") -> int:
    sent = {"press": press or secrets.token_hex(16), "rev": rev, "answer": {"value": 2, "why": f"reason {rev}"}}
    return server.ask("PUT", f"/r/{server.room}/answers/{STAND}", sent, who)[0]


def answered(server: Served) -> int:
    _, desk = server.ask("GET", f"/t/{server.room}/state", None, server.teacher)
    return next(slide["answered"] for slide in desk["slides"] if slide["id"] == STAND)


def class_file(server: Served, table: str) -> int:
    import psycopg

    with psycopg.connect(str(server.file)) as connection:
        row = connection.execute(f"select count(*) from {table} where room = %s", (server.room,)).fetchone()
        return int(row[0]) if row else -1


def test_closed_at_one_is_closed_at_the_other(two: tuple[Served, Served]) -> None:
    """What the close found is what stays: the state is read in the transaction that keeps the answer."""
    teacher, students = two
    for _ in range(3):
        people = [students.join() for _ in range(8)]
        assert teacher.turn(slide=STAND, state="open") == 200
        statuses: list[int] = []
        stop = threading.Event()

        def answer(who: dict[str, str], statuses: list[int] = statuses, stop: threading.Event = stop) -> None:
            rev = 0
            while not stop.is_set():
                rev += 1
                time.sleep(0.03)
                statuses.append(put(students, who, rev))

        with ThreadPoolExecutor(8) as pool:
            running = [pool.submit(answer, who) for who in people]
            until(lambda statuses=statuses: statuses.count(200) > 20)  # type: ignore[misc]
            assert teacher.turn(slide=STAND, state="closed") == 200
            kept = class_file(teacher, "live_event")
            time.sleep(0.3)
            stop.set()
            for one in running:
                one.result()
        assert class_file(teacher, "live_event") == kept, "nothing came after the close was told"
        assert set(statuses) <= {200, 423, 429}
        assert 423 in statuses


def test_the_teacher_hears_what_came_in_at_the_other(two: tuple[Served, Served]) -> None:
    teacher, students = two
    amina = students.join("Amina")
    assert teacher.turn(slide=STAND, state="open") == 200
    ask = f"GET /t/{teacher.room}/news HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {teacher.key}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", teacher.port), timeout=10) as line:
        line.sendall(ask.encode())
        heard = b""
        while b"event: desk" not in heard or b'"kept"' not in heard:
            heard += line.recv(65536)
        for rev in range(1, 6):
            heard = b""
            assert put(students, amina, rev) == 200
            while f'"rev":{rev},'.encode() not in heard:
                heard += (news := line.recv(65536))
                assert news, "the line ended before the teacher heard"


def test_students_hear_what_the_teacher_opened_at_the_other(two: tuple[Served, Served]) -> None:
    teacher, students = two
    amina = students.join("Amina")
    assert teacher.turn(slide=STAND, state="open", current=STAND) == 200

    def sees() -> bool:
        return students.ask("GET", f"/r/{students.room}/state", None, amina)[1]["current"] == STAND

    assert until(sees, 5) < 2


def test_two_servers_hold_one_class_in_two_languages(two: tuple[Served, Served]) -> None:
    """Whoever joins at the second reads and is answered in Arabic; the answers are those of one class."""
    teacher, _ = two
    assert teacher.turn(slide=CHECK, state="open", current=CHECK) == 200
    with Served(teacher.file, language="ar") as arabic:
        arabic.room, arabic.key, arabic.code = teacher.room, teacher.key, teacher.code
        layla, sam = arabic.join("ليلى"), teacher.join("Sam")
        asked = {
            server: server.ask("GET", f"/r/{server.room}/slides/{CHECK}", None, who)[1]
            for server, who in ((arabic, layla), (teacher, sam))
        }
        said, english = asked[arabic]["control"]["options"], asked[teacher]["control"]["options"]
        assert [option["id"] for option in said] == [option["id"] for option in english]
        assert all(re.search("[ء-ي]{3}", option["html"]) for option in said)
        assert not re.search("[ء-ي]{3}", str(english))
        for server, who in ((arabic, layla), (teacher, sam)):
            sent = {"press": secrets.token_hex(16), "rev": 1, "answer": {"chosen": said[0]["id"]}}
            status, told = server.ask("PUT", f"/r/{server.room}/answers/{CHECK}", sent, who)
            assert status == 200, told
        desk = teacher.ask("GET", f"/t/{teacher.room}/state", None, teacher.teacher)[1]
        assert next(slide["answered"] for slide in desk["slides"] if slide["id"] == CHECK) == 2
        assert '<html lang="ar" dir="rtl">' in arabic.ask("GET", f"/r/{arabic.room}/", None, layla)[1]


def test_a_press_sent_to_both_is_one_answer(two: tuple[Served, Served]) -> None:
    teacher, students = two
    amina = students.join("Amina")
    assert teacher.turn(slide=STAND, state="open") == 200
    for rev in range(1, 9):
        press = secrets.token_hex(16)
        with ThreadPoolExecutor(4) as pool:
            statuses = list(pool.map(lambda server, p=press, r=rev: put(server, amina, r, p), [*two, *two]))
        assert statuses == [200] * 4
    assert class_file(teacher, "live_event") == 8
    assert class_file(teacher, "live_answer") == 1


def test_nothing_comes_back_of_somebody_who_left_at_the_other(two: tuple[Served, Served]) -> None:
    teacher, students = two
    assert teacher.turn(slide=STAND, state="open") == 200
    for _ in range(5):
        amina = students.join("Amina")

        def answer(who: dict[str, str] = amina) -> set[int]:
            return {put(students, who, rev) for rev in range(1, 16)}

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(answer)
            time.sleep(0.05)
            assert teacher.ask("DELETE", f"/r/{teacher.room}/me", None, amina)[0] == 200
            assert running.result() <= {200, 410}
    assert class_file(teacher, "live_event") == 0
    assert class_file(teacher, "live_answer") == 0


def test_what_was_deleted_is_in_no_file_of_the_database(two: tuple[Served, Served], cluster: Cluster) -> None:
    """Neither in tables nor in what the planner remembers of them. The log is written over as time goes on."""
    import psycopg

    teacher, _ = two
    mark, name = f"deleted {secrets.token_hex(16)}", f"name {secrets.token_hex(8)}"
    people = [teacher.join(name if number == 8 else f"P{number}") for number in range(9)]
    assert teacher.turn(slide=STAND, state="open") == 200
    for number, who in enumerate(people):
        # It is the last on its page of the file: the usual vacuum leaves the bytes of that one.
        sent = {"value": 2, "why": mark if number == 8 else "an answer that is longer than that " * 9}
        body = {"press": secrets.token_hex(16), "rev": 1, "answer": sent}
        assert teacher.ask("PUT", f"/r/{teacher.room}/answers/{STAND}", body, who)[0] == 200

    def files() -> list[str]:
        with psycopg.connect(cluster.address, autocommit=True) as connection:
            connection.execute("checkpoint")
        data = cluster.folder / "data"
        read = {path: path.read_bytes() for path in (data / "base").rglob("*") if path.is_file()}
        return [path.name for path, held in read.items() if mark.encode() in held or name.encode() in held]

    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute("analyze")
    assert len(files()) == 3, "answer, event and name"
    assert teacher.ask("DELETE", f"/r/{teacher.room}/me", None, people[8])[0] == 200
    until(lambda: not files(), 60)
    assert class_file(teacher, "live_answer") == 8
    assert put(teacher, people[0], 2) == 200


def test_a_careless_database_is_told_to_write_through(cluster: Cluster) -> None:
    import psycopg

    from course.live.database import open_engine

    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute("alter system set synchronous_commit = off")
        connection.execute("alter system set default_transaction_isolation = 'repeatable read'")
        connection.execute("select pg_reload_conf()")
        until(lambda: _setting(cluster, "synchronous_commit") == "off")
    engine = open_engine(cluster.address)
    with engine.begin() as ours:
        assert ours.exec_driver_sql("show synchronous_commit").scalar() == "on"
        assert ours.exec_driver_sql("show transaction_isolation").scalar() == "read committed"
        assert ours.exec_driver_sql("show lock_timeout").scalar() == "5s"
    engine.dispose()


def _setting(cluster: Cluster, name: str) -> str:
    import psycopg

    with psycopg.connect(cluster.address) as connection:
        row = connection.execute(f"show {name}").fetchone()
        return str(row[0]) if row else ""
