"""Threats to a class in a hub: acting as another user, as the teacher, for a stranger's page, coming in uninvited."""

import secrets
from typing import Any

import pytest

from course.live import access
from tests.hub.conftest import HOST, PAGE, PREFIX, STEM, VISIT, House, asked_of
from tests.hub.test_service import STAND, put, turn
from tests.live.test_threats_access import TAUGHT

# --- Nobody is let in who is not logged in ---


@pytest.mark.parametrize(
    "path", ["", "join", "j/ABCD-EFGH", "r/{room}/", "r/{room}/mine", "r/{room}/news", "teach", "nowhere"]
)
def test_logged_out_is_outside(house: House, path: str) -> None:
    room, _ = house.open()
    place = f"{PREFIX}{path}".format(room=room)
    assert house.browser().get(place, headers=VISIT).headers["location"].startswith(house.hub.login_url)
    assert house.browser().get(place).status_code == 401
    assert house.browser().post(place, headers=PAGE).status_code == 401


@pytest.mark.parametrize(
    "token",
    [
        "no-such-token",
        "",
        "a b",
        "x" * 5000,
        "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc",
    ],
)
def test_a_token_that_the_hub_does_not_know_is_nobodys(house: House, token: str) -> None:
    reply = house.browser().get(f"{PREFIX}teach", headers={"cookie": f"service-live={token}".encode("latin-1")})
    assert (reply.status_code, reply.json()["trouble"]) == (401, "logged-out")
    header = {"authorization": b"token " + token.encode("latin-1"), "x-course-client": "notebook"}
    assert house.browser().post(f"{PREFIX}join", json={}, headers=header).status_code == 401


def test_a_token_for_something_else_is_nobodys(house: House) -> None:
    house.hub.add("for-another-service", "amina", scopes=["access:services!service=grades", "self"])
    house.hub.add("a-services-own", "cull-idle", "teachers", kind="service")
    for token in ("for-another-service", "a-services-own"):
        browser = house.browser()
        browser.cookies.set("service-live", token, domain="hub.test", path=PREFIX)
        assert browser.get(f"{PREFIX}teach").status_code == 401
        sent = {"authorization": f"token {token}", "x-course-client": "notebook"}
        assert house.browser().post(f"{PREFIX}join", json={}, headers=sent).status_code == 401


# --- Another hub user ---


def test_a_computer_that_somebody_else_used_before_gives_nothing_of_theirs(house: House) -> None:
    room, code = house.open()
    turn(house, room, slide=STAND, state="open")
    amina = house.join("amina", code, "Amina")
    assert put(amina, room, {"value": 2, "why": "my private reason"}).status_code == 200
    # A key of hers, as a class without accounts would keep it in a cookie, and as her page shows it for another device.
    key = amina.get(f"{PREFIX}r/{room}/link").json()["key"]
    bilal = house.join("bilal", code, "Bilal")
    bilal.cookies.set(f"course_live_{room[:12]}", key, domain="hub.test", path=PREFIX)
    for headers in ({}, {"authorization": f"Bearer {key}"}):
        for path in ("mine", "take", "state"):
            told = bilal.get(f"{PREFIX}r/{room}/{path}", headers=headers)
            assert told.status_code == 200
            assert "my private reason" not in told.text
    assert put(bilal, room, {"value": 5}).status_code == 200
    again = bilal.post(f"{PREFIX}r/{room}/again", json={"key": key}, headers=PAGE)
    assert (again.status_code, again.json()["trouble"]) == (401, "not-joined")
    assert "set-cookie" not in again.headers
    assert amina.get(f"{PREFIX}r/{room}/mine").json()["answers"][0]["answer"]["value"] == 2


def test_each_account_has_a_place_of_its_own_in_a_browser(house: House) -> None:
    marks = {access.Account(name).mark for name in ("amina", "bilal")}
    assert len(marks) == 2
    pages = [house.browser(name).get(PREFIX, headers=VISIT).text for name in ("amina", "bilal")]
    assert {mark for mark in marks for page in pages if mark in page} == marks
    assert all(sum(mark in page for mark in marks) == 1 for page in pages)


def test_who_somebody_is_follows_from_the_class_and_cannot_be_reckoned_without_its_secret(house: House) -> None:
    amina = access.Account("amina")
    assert amina.person("secret of one") != amina.person("secret of another")
    assert amina.person("one", 0) != amina.person("one", 1)
    assert amina.person("one") != access.Account("0/amina").person("one")


# --- The teacher ---

FORGED: tuple[dict[str, str], ...] = (
    {},
    {"x-forwarded-user": "teacher"},
    {"remote-user": "teacher", "x-remote-group": "teachers"},
    {"authorization": "token kernels-token-of-the-teacher"},
    {"cookie": "service-live=kernels-token-of-the-teacher"},
    {"authorization": "Bearer {token}"},
    {"cookie": "course_teach_{short}={token}; service-live={own}"},
)


@pytest.mark.parametrize(("method", "path", "body"), TAUGHT)
def test_a_learner_is_no_teacher_whatever_the_headers_say(house: House, method: str, path: str, body: Any) -> None:
    room, code = house.open()
    opened = house.first.portal.call(house.first.app.state.hall.find, room)  # type: ignore[union-attr]
    token = access.teacher_token(opened.room.secret, room)
    # Whatever runs in the teacher's server has this token, and the class of the teacher does not open to it.
    house.hub.add("kernels-token-of-the-teacher", "teacher", "teachers")
    house.join("amina", code)
    before = opened.room.version
    for who in ("amina", "other", ""):
        for forged in FORGED:
            browser = house.browser(who)
            own = house.people.get(who, "")
            headers = {name: value.format(token=token, short=room[:12], own=own) for name, value in forged.items()}
            reply = browser.request(method, f"{PREFIX}t/{room}/{path}", json=body, headers={**PAGE, **headers})
            assert reply.status_code in (401, 403), (who, forged)
            assert reply.json()["trouble"] in ("not-your-class", "logged-out")
    for page in ("console", "projector", "tables"):
        assert house.browser("amina").get(f"{PREFIX}t/{room}/{page}", headers=VISIT).status_code == 403
    entered = house.browser("amina").get(f"{PREFIX}t/{room}?key={token}")
    assert entered.status_code == 403
    assert opened.room.version == before


def test_who_leaves_the_group_teaches_no_more(house: House) -> None:
    room, _ = house.open()
    house.hub.users["teachers-token"]["groups"] = []
    assert house.browser("teacher").get(f"{PREFIX}t/{room}/state").status_code == 403
    assert house.browser("teacher").post(f"{PREFIX}teach", data={"lesson": STEM}, headers=PAGE).status_code == 403


def test_a_class_that_no_account_opened_is_no_accounts(house: House) -> None:
    opened, _ = house.first.portal.call(house.first.app.state.hall.open, STEM)  # type: ignore[union-attr]
    assert house.browser("teacher").get(f"{PREFIX}t/{opened.room.id}/state").status_code == 403


# --- A stranger's page ---


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://hub.test.evil.example", "http://[", "", None]
)
def test_a_foreign_page_changes_nothing(house: House, origin: str | None) -> None:
    room, code = house.open()
    turn(house, room, slide=STAND, state="open")
    amina, teacher = house.join("amina", code), house.browser("teacher")
    given = {} if origin is None else {"origin": origin}
    sent = {"press": secrets.token_hex(16), "rev": 1, "answer": {"value": 2}}
    for browser, method, path, body in (
        (amina, "PUT", f"r/{room}/answers/{STAND}", sent),
        (amina, "DELETE", f"r/{room}/me", None),
        (teacher, "POST", f"t/{room}/turn", {"ended": True}),
        (teacher, "POST", "teach", {"lesson": STEM}),
    ):
        # What passes the guard as a kernel's, with no origin, does not bring a browser's login along.
        for more in ({}, {"x-course-client": "notebook"}, {"authorization": "Bearer x"}):
            reply = browser.request(method, f"{PREFIX}{path}", json=body, headers={**given, **more})
            assert reply.status_code in (401, 403), (path, more)
    assert not teacher.get(f"{PREFIX}t/{room}/state").json()["ended"]
    assert amina.get(f"{PREFIX}r/{room}/mine").json()["answers"] == []


def test_a_foreign_name_is_refused(house: House) -> None:
    assert house.browser("amina").get(PREFIX, headers={"host": "evil.example"}).status_code == 421


# --- The login ---


def test_a_login_that_another_browser_began_logs_nobody_in(house: House) -> None:
    """A link of Bilal's, half of his own login, must not make Amina answer as Bilal."""
    bilal, amina = house.browser(), house.browser()
    state = asked_of(bilal.get(PREFIX, headers=VISIT).headers["location"])("state")
    own = asked_of(amina.get(PREFIX, headers=VISIT).headers["location"])("state")
    house.hub.codes["bilals-code"] = ("bilals-token", "the verifier")
    tries = [state, own[:-1] + ("x" if own[-1] != "x" else "y"), own[:8], "", "\u00fc" * 24]
    for tried in tries:
        back = amina.get(f"{PREFIX}oauth_callback", params={"code": "bilals-code", "state": tried}, headers=VISIT)
        assert back.status_code == 403, tried
        assert "service-live=" not in back.headers.get("set-cookie", "")
    assert amina.get(f"{PREFIX}oauth_callback?code=bilals-code").status_code == 403
    assert "bilals-code" in house.hub.codes, "it was not even tried"
    # His own browser is let in by it, once.
    there = f"{PREFIX}oauth_callback?code=bilals-code&state={state}"
    assert bilal.get(there).status_code == 303
    assert bilal.get(there).status_code == 403


def test_a_state_that_was_not_signed_here_logs_nobody_in(house: House) -> None:
    state = "a" * 32
    house.hub.codes["a-code"] = ("bilals-token", "the verifier")
    browser = house.browser()
    for kept in (state, f'["{state}", "the verifier", "https://evil.example/"]', "e30.e30.e30"):
        browser.cookies.set(f"service-live-oauth-state-{state[:8]}", kept, domain="hub.test", path=PREFIX)
        assert browser.get(f"{PREFIX}oauth_callback?code=a-code&state={state}").status_code == 403


def test_whom_the_hub_refuses_is_told_so_and_kept_out(house: House) -> None:
    browser = house.browser()
    state = asked_of(browser.get(PREFIX, headers=VISIT).headers["location"])("state")
    refused = browser.get(f"{PREFIX}oauth_callback?error=access_denied&state={state}", headers=VISIT)
    assert refused.status_code == 403
    wrong = browser.get(f"{PREFIX}oauth_callback?code=used-before&state={state}", headers=VISIT)
    assert wrong.status_code == 502
    assert "service-live=" not in wrong.headers.get("set-cookie", "")


def test_the_login_leads_nowhere_else(house: House) -> None:
    for path in (f"{PREFIX}//evil.example", f"{PREFIX}?next=https://evil.example"):
        browser = house.browser()
        state = asked_of(browser.get(path, headers=VISIT).headers["location"])("state")
        house.hub.codes["a-code"] = ("aminas-token", "the verifier")
        back = browser.get(f"{PREFIX}oauth_callback?code=a-code&state={state}")
        assert back.headers["location"].startswith(PREFIX)


def test_wrong_codes_of_one_account_stop_nobody_else(house: House) -> None:
    _, code = house.open()
    hall = house.first.app.state.hall  # type: ignore[union-attr]
    hall.limits = access.Limits(now=lambda: 0)
    bilal = house.browser("bilal")
    tries = [
        bilal.post(f"{PREFIX}join", json={"code": access.make_code()}, headers=PAGE).status_code for _ in range(15)
    ]
    assert (tries.count(404), tries.count(429)) == (10, 5)
    house.join("amina", code)


def test_no_address_of_another_host_is_the_services_own(house: House) -> None:
    room, _ = house.open()
    forged = {**VISIT, "x-forwarded-host": "evil.example"}
    page = house.browser("teacher").get(f"{PREFIX}t/{room}/console", headers=forged)
    assert "evil.example" not in page.text
    assert HOST.partition("://")[2] in page.text
