"""Who somebody is by a launch of the platform: names that never collide, a group for each course."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

pytest.importorskip("ltiauthenticator", reason="jupyterhub-ltiauthenticator is not installed: the extra 'hub' has it")

from ltiauthenticator.lti13.error import LoginError

from course.hub.launches import Launch, Launches, group_name, groups_of, since_days, user_name
from course.hub.lti import CLAIM, LoginHandler, launch_of

ISSUER = "https://lms.example.org"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership"


def came(subject: str, context: str, teaches: bool = False, days: int = 0) -> Launch:
    at = datetime.now(UTC) - timedelta(days=days)
    return Launch(name=user_name(ISSUER, subject), subject=subject, context=context, teaches=teaches, at=at)


@given(some.text(min_size=1), some.text(min_size=1))
def test_two_ids_are_two_accounts_whatever_stands_in_them(one: str, other: str) -> None:
    names = {user_name(ISSUER, one), user_name(ISSUER, other)}
    assert len(names) == len({one, other})
    assert all(name == name.lower() and name.isalnum() and name.isascii() for name in names)


def test_ids_that_differ_in_capitals_or_hold_a_slash_are_persons_of_their_own() -> None:
    ids = ["amina", "Amina", "../amina", "amina/", "a/mina", "amina ", "آمنة"]
    assert len({user_name(ISSUER, one) for one in ids}) == len(ids)
    assert user_name(ISSUER, "amina") != user_name("https://other.example.org", "amina")


def test_who_teaches_one_course_teaches_no_other(tmp_path: Path) -> None:
    kept = Launches(tmp_path / "platform.sqlite3")
    kept.note(came("lee", "A", teaches=True))
    kept.note(came("lee", "B"))
    kept.note(came("amina", "A"))
    a, b = group_name(ISSUER, "A"), group_name(ISSUER, "B")
    lee = groups_of(kept.of_person(user_name(ISSUER, "lee"), since_days(1)), ISSUER, "teachers")
    assert lee == sorted([a, f"{a}-teachers", b, "teachers"])
    assert groups_of(kept.of_person(user_name(ISSUER, "amina"), since_days(1)), ISSUER, "teachers") == [a]
    assert [one.subject for one in kept.of_course("A") if one.teaches] == ["lee"]


def test_who_teaches_no_more_or_came_long_ago_is_no_teacher(tmp_path: Path) -> None:
    kept = Launches(tmp_path / "platform.sqlite3")
    kept.note(came("lee", "A", teaches=True, days=2))
    kept.note(came("kim", "A", teaches=True, days=300))
    kept.note(came("lee", "A"))
    for who in ("lee", "kim"):
        mine = kept.of_person(user_name(ISSUER, who), since_days(200))
        assert "teachers" not in groups_of(mine, ISSUER, "teachers")


@pytest.mark.parametrize(
    ("roles", "teaches"),
    [
        ([f"{MEMBER}#Instructor"], True),
        ([f"{MEMBER}/Instructor#TeachingAssistant", f"{MEMBER}#Instructor"], True),
        (["Instructor"], True),
        ([f"{MEMBER}#Learner"], False),
        ([f"{MEMBER}/Learner#Instructor", f"{MEMBER}#Learner"], False),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor", f"{MEMBER}#Learner"], False),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Faculty"], False),
        ([], False),
        ("Instructor", False),
        ([["Instructor"], {}], False),
        (None, False),
    ],
)
def test_only_the_role_in_the_course_of_the_launch_teaches(roles: object, teaches: bool) -> None:
    assert launch_of({"sub": "lee", f"{CLAIM}roles": roles}, ISSUER).teaches is teaches


@pytest.mark.parametrize("subject", [None, "", 7, "a" * 256, ["amina"]])
def test_a_launch_of_nobody_is_refused(subject: object) -> None:
    with pytest.raises(LoginError):
        launch_of({"sub": subject}, ISSUER)


def test_a_launch_counts_once_also_after_a_new_start(tmp_path: Path) -> None:
    file = tmp_path / "platform.sqlite3"
    assert Launches(file).use_nonce("n1", 1000.0, 600)
    assert not Launches(file).use_nonce("n1", 1500.0, 600)
    assert Launches(file).use_nonce("n2", 1500.0, 600)
    assert file.stat().st_mode & 0o077 == 0


def test_nothing_of_a_person_stays_who_is_forgotten(tmp_path: Path) -> None:
    kept = Launches(tmp_path / "platform.sqlite3")
    kept.note(came("amina", "A"))
    kept.note(came("amina", "B"))
    kept.note(came("bilal", "B"))
    assert kept.forget(user_name(ISSUER, "amina")) == 2
    assert [one.subject for one in kept.of_course("B")] == ["bilal"]


@pytest.mark.parametrize(("scheme", "site"), [("https", {"samesite": "None", "secure": True}), ("http", {})])
def test_only_a_logins_own_cookies_come_with_a_form_of_another_site(scheme: str, site: dict[str, object]) -> None:
    """The platform's page sends a form here; browsers send no other cookie along with it."""
    kept: dict[str, object] = {}
    handler = SimpleNamespace(
        authenticator=SimpleNamespace(uri_scheme=scheme), _set_cookie=lambda key, value, **how: kept.update(how)
    )
    LoginHandler._set_oauth_cookie(handler, "state", "value")
    assert kept == {"expires_days": 1, "httponly": True, "encrypted": True, **site}
