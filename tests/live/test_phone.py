"""The student's page as the server gives it: its routes, what binds it, and what stands in none of it."""

import json
import re
from typing import Any

import pytest

from course.content.interface import words
from course.content.language import LANGUAGES, read_language
from course.live import command, files, frame, hall
from course.live.access import show_code
from course.model.error import CourseError
from tests.live.conftest import HOST, Room

PHONE = {"origin": HOST}


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="page">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found.group(1))


def join(room: Room, **more: Any) -> Any:
    """Join as a page does: what comes back is a cookie, which the client keeps."""
    return room.client.post("/join", json={"code": room.code, **more}, headers=PHONE)


def test_pages_run_only_our_own_scripts_and_load_by_relative_addresses(room: Room) -> None:
    for path, home in (("/", ""), (f"/j/{show_code(room.code)}", "../"), (f"/r/{room.id}/", "../../")):
        reply = room.client.get(path)
        assert reply.status_code == 200, path
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        text = reply.text
        assert data_of(text)["home"] == home
        assert re.findall(r'(?:src|href)="([^"]*)"', text) == [
            *("data:,", f"{home}static/course.css", f"{home}static/live.css", f"{home}static/phone.js")
        ]
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)


def test_everything_that_the_page_imports_is_given(room: Room) -> None:
    waiting, seen = ["phone.js"], set()
    while waiting:
        name = waiting.pop()
        reply = room.client.get(f"/static/{name}")
        assert reply.status_code == 200, name
        assert reply.headers["content-type"].startswith("text/javascript")
        seen.add(name)
        waiting += set(re.findall(r'^import .*? from "\./(\w+\.js)";$', reply.text, re.M | re.S)) - seen
    assert {"controls.js", "question.js", "outbox.js"} <= seen
    assert room.client.get("/static/live.css").status_code == 200
    assert room.client.get("/static/phone.py").status_code == 404
    assert room.client.get("/static/..%2fphone.py").status_code == 404


def test_no_secret_of_the_class_stands_in_its_page(room: Room) -> None:
    room.open("check.recall-mandate")
    opened = room.opened.room
    text = room.client.get(f"/r/{room.id}/").text
    for secret in (opened.secret, opened.teacher, room.token, room.code, show_code(room.code), opened.title):
        assert secret not in text
    assert "The mandate" not in text, "a question is asked for with a cookie, and stands in no page"


def test_a_class_that_is_not_there_has_a_page_that_says_so(room: Room) -> None:
    reply = room.client.get(f"/r/{'0' * 32}/")
    assert reply.status_code == 404
    assert data_of(reply.text)["words"]["kept-here"]
    odd = room.client.get("/r/%3Cscript%3Ealert(1)%3C%2Fscript%3E/")
    assert odd.status_code == 404
    assert "<script>alert" not in odd.text


def test_a_code_in_the_address_is_cut_to_what_a_code_may_be(room: Room) -> None:
    assert data_of(room.client.get("/j/abcd-efgh").text)["code"] == "ABCD-EFGH"
    hostile = room.client.get("/j/%3Cscript%3E%3Cb%3E" + "x" * 3000).text
    assert "<b>" not in hostile
    assert len(data_of(hostile)["code"]) <= 9


def test_a_class_goes_on_in_the_language_in_which_its_server_is_started_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = room.client.portal
    assert portal
    assert '<html lang="en" dir="ltr">' in room.client.get(f"/r/{room.id}/").text
    arabic = read_language(LANGUAGES / "ar")
    monkeypatch.setattr(frame, "spoken", lambda: arabic)
    monkeypatch.setattr(hall, "chosen", lambda: arabic)
    before = room.client.app.state.hall  # type: ignore[attr-defined]
    found, _ = portal.call(lambda: before.reopen(room.opened.room.lesson, ""))
    assert (found.room.id, found.room.code) == (room.id, found.room.code)
    assert found.room.language == "ar"
    for page in (f"/r/{room.id}/", "/"):
        assert '<html lang="ar" dir="rtl">' in room.client.get(page).text


def test_the_page_to_join_offers_the_server_that_speaks_another_language(room: Room) -> None:
    path = f"/j/{show_code(room.code)}"
    assert "also" not in data_of(room.client.get(path).text)
    room.client.app.state.also = (command._read_also("ar=https://ar.example.org/"),)  # type: ignore[attr-defined]
    told = {"code": "ar", "name": "العربية", "direction": "rtl"}
    assert data_of(room.client.get(path).text)["also"] == [{**told, "href": f"https://ar.example.org{path}"}]
    assert data_of(room.client.get("/").text)["also"] == [{**told, "href": "https://ar.example.org/"}]
    with pytest.raises(CourseError, match="names no server"):
        command._read_also("ar")
    with pytest.raises(CourseError, match="does not speak 'xx'"):
        command._read_also("xx=https://ar.example.org")


def test_a_phone_gets_a_cookie_and_no_token(room: Room) -> None:
    reply = join(room, name="Amina", record="a" * 32)
    assert "token" not in reply.json()
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert room.client.get(f"/r/{room.id}/mine").json()["name"] == "Amina"
    assert b"a" * 32 in room.client.get(f"/r/{room.id}/take").content


def test_another_page_cannot_join_or_answer_for_a_phone(room: Room) -> None:
    join(room)
    other = {"origin": "http://elsewhere.test"}
    assert room.client.post("/join", json={"code": room.code}, headers=other).status_code == 403
    assert room.client.delete(f"/r/{room.id}/me", headers=other).status_code == 403


def test_a_verdict_comes_back_after_a_reload(room: Room) -> None:
    join(room)
    room.open("check.recall-mandate")
    room.put(PHONE, "check.recall-mandate", {"chosen": "elders"})
    sent = room.put(PHONE, "check.recall-mandate", {"chosen": "gaps"}, rev=2).json()
    kept = room.client.get(f"/r/{room.id}/mine").json()["answers"][0]
    assert kept["verdict"] == sent["verdict"]
    assert words()["verdict"]["correct"] in kept["verdict"]


def test_a_prompt_has_no_verdict(room: Room) -> None:
    join(room)
    room.open("discuss.go-or-wait.1")
    assert "verdict" not in room.put(PHONE, "discuss.go-or-wait.1", {"value": 2}).json()
    assert "verdict" not in room.client.get(f"/r/{room.id}/mine").json()["answers"][0]


def test_a_link_has_its_picture_only_for_a_page_of_this_server(room: Room) -> None:
    join(room)
    told = room.client.get(f"/r/{room.id}/link", params={"page": f"{HOST}/r/{room.id}/"}).json()
    assert told["picture"].startswith("data:image/svg+xml")
    for page in ("", "http://elsewhere.test/", "class.test"):
        assert "picture" not in room.client.get(f"/r/{room.id}/link", params={"page": page}).json()


def test_who_left_joins_anew_as_somebody_else(room: Room) -> None:
    """The cookie of a second device still names the person that is gone."""
    join(room, name="Amina")
    cookies = dict(room.client.cookies)
    assert room.client.delete(f"/r/{room.id}/me", headers=PHONE).status_code == 200
    room.client.cookies.update(cookies)
    assert room.client.get(f"/r/{room.id}/mine").status_code == 410
    assert join(room, name="Amina").status_code == 200
    assert room.client.get(f"/r/{room.id}/mine").json() == {"name": "Amina", "answers": [], "pair": None}


def test_the_page_is_small() -> None:
    """A class of thirty loads it at once, over one access point."""
    ours = [path for path in files.FOLDER.iterdir() if path.name in OURS]
    assert {path.name for path in ours} == OURS
    sizes = {path.name: len(files.packed(path.name) or b"") for path in ours}
    assert sum(sizes.values()) <= 25_000, sizes


OURS = {
    *("answer.js", "bars.js", "joining.js", "live.css", "memory.js", "mine.js", "news.js", "outbox.js", "phone.js"),
    *("question.js", "room.js", "server.js"),
}


def test_what_is_packed_is_what_is_given(room: Room) -> None:
    packed = room.client.get("/static/room.js", headers={"accept-encoding": "gzip"})
    plain = room.client.get("/static/room.js", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
