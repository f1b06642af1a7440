"""The administrator's one file: what it takes, what it refuses, and that the example is one."""

from pathlib import Path

import msgspec
import pytest

import course.hub
from course.hub.configuration import Configuration, Misconfigured, bytes_of, parse, read

EXAMPLE = Path(course.hub.__file__).with_name("hub.example.toml")
TRIAL = """
address = "http://127.0.0.1:8000"
folder = "here"
[trial]
password = "pass-of-the-house"
"""


def made(text: str = TRIAL, **environment: str) -> Configuration:
    return parse(text, Path("/srv/hub.toml"), environment)


def test_the_example_is_one() -> None:
    assert read(EXAMPLE, {}).platform


def test_the_example_names_every_key() -> None:
    text = EXAMPLE.read_text()

    def keys(kind: type) -> set[str]:
        found = set()
        for field in msgspec.structs.fields(kind):
            inner = [one for one in getattr(field.type, "__args__", (field.type,)) if hasattr(one, "__struct_fields__")]
            found |= {field.encode_name} | set().union(*(keys(one) for one in inner))
        return found

    # What few need stands in the class alone.
    few = {"teachers-group", "guests", "keep-days", "first-account", "proxy"}
    assert {key for key in keys(Configuration) if key not in text} <= few


def test_a_folder_is_found_beside_the_file() -> None:
    assert made().volumes == Path("/srv/here/learners")
    assert made().database_of("hub") == "sqlite:////srv/here/hub.sqlite3"


def test_a_password_may_stand_outside_the_file() -> None:
    said = made(COURSE_HUB_DATABASE="postgresql://hub:secret@127.0.0.1/hub")
    assert said.database_of("hub") == "postgresql+psycopg://hub:secret@127.0.0.1/hub"


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('"http://127.0.0.1:8000"', '"http://hub.example.org"', "HTTPS"),
        ('"http://127.0.0.1:8000"', '"hub.example.org"', "address"),
        ('"http://127.0.0.1:8000"', '"https://hub.example.org"', "for this computer alone"),
        ('folder = "here"', 'folder = "here"\nlisten = "0.0.0.0"', "for this computer alone"),
        ("[trial]", "[trail]", "trail"),
        ('[trial]\npassword = "pass-of-the-house"', "", "exactly one"),
        ("pass-of-the-house", "short", "8"),
        ("[trial]", "[system]\n[trial]", "exactly one"),
        ('[trial]\npassword = "pass-of-the-house"', "[system]", "nobody would come in"),
        ("[trial]", '[limits]\nmemory = "lots"\n[trial]', "limits.memory"),
        ('folder = "here"', 'folder = "here"\nteachers-group = "../a"', "teachers-group"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy(was: str, becomes: str, says: str) -> None:
    assert was in TRIAL
    with pytest.raises(Misconfigured, match=says):
        made(TRIAL.replace(was, becomes))


@pytest.mark.parametrize("key", ["keys", "token", "authorize"])
def test_a_platform_without_https_is_refused(key: str) -> None:
    text = EXAMPLE.read_text()
    line = next(line for line in text.splitlines() if line.startswith(f"{key} ="))
    with pytest.raises(Misconfigured, match=f"platform.{key}"):
        made(text.replace(line, line.replace("https://", "http://")))


def test_sizes() -> None:
    assert (bytes_of("512M"), bytes_of("1.5G")) == (536_870_912, 1_610_612_736)
