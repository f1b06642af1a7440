"""The live class in a hub, with a stand-in for the hub: who comes in, as whom, and what they may do."""

import html
import http.cookies
import re
import secrets
from typing import Any
from urllib.parse import urljoin

import pytest

from course.content.interface import words
from course.hub import service
from course.pages.server import hub_login
from course.record import read_backup
from course.teacher.verbs.command import Refused
from tests.hub.conftest import BASE, HOST, PAGE, PREFIX, STEM, VISIT, House, asked_of

STAND = "stand.A7.1"


def turn(house: House, room: str, **change: Any) -> None:
    reply = house.browser("teacher").post(f"{PREFIX}t/{room}/turn", json=change, headers=PAGE)
    assert reply.status_code == 200, reply.text


def put(browser: Any, room: str, answer: dict[str, Any], rev: int = 1) -> Any:
    sent = {"press": secrets.token_hex(16), "rev": rev, "answer": answer}
    return browser.put(f"{PREFIX}r/{room}/answers/{STAND}", json=sent, headers=PAGE)


def test_a_visit_leads_to_the_login_and_back_to_where_it_was_meant(house: House) -> None:
    browser = house.browser()
    there = f"{PREFIX}j/ABCD-EFGH?t=ticket"
    sent = browser.get(there, headers=VISIT)
    assert sent.status_code == 302
    asked = asked_of(sent.headers["location"])
    assert sent.headers["location"].startswith(house.hub.login_url)
    assert asked("code_challenge") == "the challenge"
    house.hub.codes["a-code"] = ("aminas-token", "the verifier")
    back = browser.get(f"{PREFIX}oauth_callback?code=a-code&state={asked('state')}", headers=VISIT)
    assert (back.status_code, back.headers["location"]) == (303, there)
    kept = [http.cookies.SimpleCookie(line) for line in back.headers.get_list("set-cookie")]
    token = next(cookie["service-live"] for cookie in kept if "service-live" in cookie)
    assert (token["path"], token["samesite"]) == (PREFIX, "lax")
    assert token["httponly"]
    assert token["secure"]
    assert len(kept) == 2, "the cookie of the login is deleted"
    page = browser.get(there, headers=VISIT)
    assert page.status_code == 200
    assert "amina" not in page.text


def test_a_login_goes_on_after_a_new_start_of_the_service(house: House) -> None:
    sent = house.browser().get(PREFIX, headers=VISIT)
    state = asked_of(sent.headers["location"])("state")
    house.start()
    house.hub.codes["a-code"] = ("aminas-token", "the verifier")
    browser = house.browser()
    for name, value in sent.cookies.items():
        browser.cookies.set(name, value, domain="hub.test", path=PREFIX)
    assert browser.get(f"{PREFIX}oauth_callback?code=a-code&state={state}").status_code == 303


def test_a_teacher_opens_a_class_and_two_presses_open_one(house: House) -> None:
    teacher = house.browser("teacher")
    front = teacher.get(PREFIX, headers=VISIT)
    assert (front.status_code, front.headers["location"]) == (303, f"{PREFIX}teach")
    assert teacher.get(f"{PREFIX}?join", headers=VISIT).status_code == 200, "a teacher may learn in another's class"
    page = teacher.get(f"{PREFIX}teach", headers=VISIT)
    assert page.headers["referrer-policy"] == "same-origin", "or the form's origin would be null"
    room, code = house.open()
    assert house.open()[0] == room
    page = teacher.get(f"{PREFIX}teach", headers=VISIT)
    assert code in page.text
    for place in ("console", "projector"):
        assert f'href="t/{room}/{place}"' in page.text
        assert teacher.get(f"{PREFIX}t/{room}/{place}", headers=VISIT).status_code == 200
    assert BASE.partition("://")[2].rstrip("/") in teacher.get(f"{PREFIX}t/{room}/console", headers=VISIT).text
    entered = teacher.get(f"{PREFIX}t/{room}?page=projector")
    assert (entered.status_code, entered.headers["location"]) == (303, f"{PREFIX}t/{room}/projector")
    odd = teacher.post(f"{PREFIX}teach", data={"lesson": "../05"}, headers=PAGE)
    assert odd.status_code == 422


def test_a_second_device_is_the_same_person_and_names_stay_their_own(house: House) -> None:
    room, code = house.open()
    turn(house, room, slide=STAND, state="open")
    phone = house.join("amina", code, "Minnie")
    assert put(phone, room, {"value": 2, "why": "because"}).status_code == 200
    laptop = house.browser("amina")
    mine = laptop.get(f"{PREFIX}r/{room}/mine").json()
    assert (mine["name"], mine["answers"][0]["answer"]["value"]) == ("Minnie", 2)
    assert laptop.post(f"{PREFIX}join", json={"code": code}, headers=PAGE).status_code == 200
    desk = house.browser("teacher").get(f"{PREFIX}t/{room}/state").json()
    assert [person["name"] for person in desk["persons"]] == ["Minnie"]
    assert not re.search(r"\bamina\b", str(desk)), "the hub's name for somebody is not told"


def test_who_did_not_join_is_not_in_the_class(house: House) -> None:
    room, _ = house.open()
    reply = house.browser("bilal").get(f"{PREFIX}r/{room}/mine")
    assert (reply.status_code, reply.json()["trouble"]) == (401, "not-joined")


def test_who_had_their_part_deleted_comes_back_as_somebody_new(house: House) -> None:
    room, code = house.open()
    turn(house, room, slide=STAND, state="open")
    amina = house.join("amina", code)
    assert put(amina, room, {"value": 2}).status_code == 200
    assert amina.delete(f"{PREFIX}r/{room}/me", headers=PAGE).status_code == 200
    assert amina.get(f"{PREFIX}r/{room}/mine").status_code == 401
    again = house.join("amina", code)
    assert again.get(f"{PREFIX}r/{room}/mine").json()["answers"] == []
    assert put(again, room, {"value": 3}).status_code == 200


def test_a_new_start_keeps_answers_and_who_teaches(house: House) -> None:
    room, code = house.open()
    turn(house, room, slide=STAND, state="open")
    assert put(house.join("amina", code), room, {"value": 4}).status_code == 200
    house.start()
    assert house.browser("amina").get(f"{PREFIX}r/{room}/mine").json()["answers"][0]["answer"]["value"] == 4
    assert house.browser("teacher").get(f"{PREFIX}t/{room}/state").status_code == 200


def test_a_script_is_told_that_the_login_ended(house: House) -> None:
    room, code = house.open()
    amina = house.join("amina", code)
    del house.hub.users["aminas-token"]
    told = amina.get(f"{PREFIX}r/{room}/mine")
    assert (told.status_code, told.json()["trouble"]) == (401, "logged-out")
    assert amina.get(f"{PREFIX}r/{room}/", headers=VISIT).status_code == 302


def test_while_the_hub_is_away_nobody_is_logged_out(house: House) -> None:
    room, code = house.open()
    amina = house.join("amina", code)
    house.hub.is_away = True
    told = amina.get(f"{PREFIX}r/{room}/mine")
    assert (told.status_code, told.json()["trouble"]) == (503, "hub-away")
    assert told.headers["retry-after"]
    assert amina.get(f"{PREFIX}health").status_code == 200


def test_guests_join_only_where_they_are_let(house: House) -> None:
    _, code = house.open()
    join = {"json": {"code": code}, "headers": PAGE}
    assert house.browser().post(f"{PREFIX}join", **join).status_code == 401
    house.start(guests=True)
    guest = house.browser()
    assert guest.get(f"{PREFIX}j/{code}", headers=VISIT).status_code == 200
    joined = guest.post(f"{PREFIX}join", **join)
    assert joined.status_code == 200
    cookie = next(iter(http.cookies.SimpleCookie(joined.headers["set-cookie"]).values()))
    assert (cookie["path"], bool(cookie["secure"])) == (PREFIX, True)
    room = joined.json()["room"]
    assert guest.get(f"{PREFIX}r/{room}/mine").status_code == 200
    assert guest.get(f"{PREFIX}t/{room}/state").status_code == 401
    assert guest.get(f"{PREFIX}teach", headers=VISIT).status_code == 302


def test_every_page_stands_below_the_services_path(house: House) -> None:
    room, code = house.open()
    amina, teacher = house.join("amina", code), house.browser("teacher")
    taught = [f"t/{room}/{page}" for page in ("console", "projector", "tables/", "results/")]
    for browser, paths in ((amina, ["", f"j/{code}", f"r/{room}/", f"r/{room}/table/"]), (teacher, ["teach", *taught])):
        for path in paths:
            page = browser.get(f"{PREFIX}{path}", headers=VISIT)
            assert page.status_code == 200, path
            for address in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
                assert not address.startswith("/") or address == "/hub/logout", (path, address)
                if address.endswith((".js", ".css")):
                    assert browser.get(urljoin(f"{PREFIX}{path}", address)).status_code == 200, (path, address)


def test_https_is_known_though_a_proxy_before_the_hub_ends_it(house: House) -> None:
    _, code = house.open()
    house.start(guests=True)
    joined = house.browser().post(f"http://hub.test{PREFIX}join", json={"code": code}, headers=PAGE)
    assert "secure" in joined.headers["set-cookie"].lower()


def test_paths_outside_the_service_are_nobodys(house: House) -> None:
    browser = house.browser("teacher")
    assert browser.get("/services/live", headers=VISIT).headers["location"] == PREFIX
    for path in ("/", "/teach", "/services/lively/teach", "/services/live2/"):
        assert browser.get(path, headers=VISIT).status_code == 404


def test_a_notebook_in_the_hub_joins_with_its_own_token(house: House) -> None:
    room, code = house.open()
    said = {
        "JUPYTERHUB_API_TOKEN": house.hub.add("kernels-token", "amina"),
        "JUPYTERHUB_PUBLIC_HUB_URL": f"{HOST}/hub/",
    }
    kernel = {"x-course-client": "notebook"}
    sent = {"json": {"code": code}}
    assert house.browser().post(f"{PREFIX}join", **sent, headers=kernel).status_code == 401
    joined = house.browser().post(f"{PREFIX}join", **sent, headers={**kernel, **hub_login(BASE.rstrip("/"), said)})
    assert joined.status_code == 200, joined.text
    mine = house.browser().get(f"{PREFIX}r/{room}/mine", headers={"authorization": f"Bearer {joined.json()['token']}"})
    assert mine.status_code == 200
    assert house.browser("amina").get(f"{PREFIX}r/{room}/mine").status_code == 200, "the phone is the same person"


def test_a_phone_and_a_notebook_of_one_person_are_one_record(house: House) -> None:
    room, code = house.open()
    house.hub.add("kernels-token", "amina")
    kernel = {"x-course-client": "notebook", "authorization": "token kernels-token"}
    house.join("amina", code)
    joined = house.browser().post(f"{PREFIX}join", json={"code": code, "record": "a" * 32}, headers=kernel)
    assert joined.status_code == 200
    house.join("amina", code, "from the phone once more")
    take = house.browser("amina").get(f"{PREFIX}r/{room}/take").content
    assert read_backup(take).record == "a" * 32


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.test/services/live",
        "http://hub.test/services/live",
        "https://hub.test:99/services/live",
        "https://hub.test/user/bilal/proxy/8000",
        "https://hub.test/services/../user/bilal",
        "https://hub.test",
    ],
)
def test_a_notebooks_token_goes_to_no_other_place(address: str) -> None:
    said = {"JUPYTERHUB_API_TOKEN": "kernels-token", "JUPYTERHUB_PUBLIC_HUB_URL": f"{HOST}/hub/"}
    assert hub_login(BASE, said)
    assert hub_login(address, said) == {}
    assert hub_login(BASE, {**said, "JUPYTERHUB_PUBLIC_HUB_URL": ""}) == {}


def test_the_command_says_what_a_hub_has_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    options = service.command_line({}).parse_args([])
    with pytest.raises(Refused, match="jupyterhub_config"):
        service.hold(options, {})
    said = dict.fromkeys(service.NEEDED, "x")
    with pytest.raises(Refused, match="public_url"):
        service.hold(options, said)
    said |= {"COURSE_HUB_TEACHERS": "staff", "COURSE_HUB_FILE": "there", "JUPYTERHUB_PUBLIC_URL": BASE}
    options = service.command_line(said).parse_args([])
    assert (options.teachers, options.file, options.public, options.guests) == ("staff", "there", BASE, False)
    with pytest.raises(Refused, match="days"):
        service.hold(service.command_line(said).parse_args(["--keep", "0"]), said)


def test_words_say_which_group_opens_classes(house: House) -> None:
    page = house.browser("amina").get(f"{PREFIX}teach", headers=VISIT)
    assert page.status_code == 403
    assert words()["hub"]["only-teachers"].format(group="teachers") in html.unescape(page.text)
    assert house.browser("amina").post(f"{PREFIX}teach", data={"lesson": STEM}, headers=PAGE).status_code == 403
