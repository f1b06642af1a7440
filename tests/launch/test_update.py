"""Updating a clone and a downloaded folder: what a person made stays, and nothing is ever half done."""

import json
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from course.launch import archive, shipped, update
from course.launch.archive import Archive
from course.launch.problem import Problem

PROJECT = """[build-system]
requires = []
[project]
name = "mediation-course"
version = "{version}"
dependencies = []
"""
LESSON, OTHER, GONE = (f"notebooks/{stem}.ipynb" for stem in ("01_one", "02_two", "03_three"))


def book(text):
    return json.dumps({"cells": [{"cell_type": "markdown", "source": text}], "nbformat": 4})


def lay_out(root, version, books):
    """A small course of a version."""
    files = {
        "course/__init__.py": f"__version__ = '{version}'\n",
        "course/__main__.py": "print('help')\n",
        "course/launch/command_line.py": f"# {version}\n",
        "requirements.txt": "-e .\n",
        "pyproject.toml": PROJECT.format(version=version),
        "README.md": f"read me {version}\n",
        ".gitignore": "my_work/\nmy_copies/\n.course.lock*\n.update/\n",
        **{name: book(text) for name, text in books.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    shipped.write_manifest(root)
    return root


def old_course(root):
    lay_out(root, "0.1.0", {LESSON: "one", OTHER: "two", GONE: "three"})
    (root / "course" / "old").mkdir()
    (root / "course" / "old" / "module.py").touch()
    return root


def new_course(root):
    lay_out(root, "0.2.0", {LESSON: "one, newer", OTHER: "two", "notebooks/04_four.ipynb": "four"})
    (root / "course" / "fresh.py").touch()
    return root


def own_things(root):
    """What a person has: answers, a change in a lesson, a notebook of their own."""
    (root / "my_work").mkdir()
    (root / "my_work" / "record").write_text("answers")
    (root / LESSON).write_text(book("one, and my note"))
    (root / "notebooks" / "mine.ipynb").write_text(book("mine"))


def state(root):
    """Every file and its bytes, but for git's and ours."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] not in (".git", ".update")
    }


def check_updated(root):
    assert (root / "course" / "__init__.py").read_text() == "__version__ = '0.2.0'\n"
    assert (root / LESSON).read_text() == book("one, newer")
    assert (root / "notebooks/04_four.ipynb").is_file()
    assert (root / "my_work" / "record").read_text() == "answers"
    assert (root / "notebooks" / "mine.ipynb").read_text() == book("mine")
    [copy] = (root / "notebooks" / "my_copies").iterdir()
    assert copy.read_text() == book("one, and my note")
    assert not (root / GONE).exists()
    assert not (root / "course" / "old").exists()
    assert shipped.Sorted(root).changed == []


# A clone


def git(root, *arguments):
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", str(root), *identity, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def clone(tmp_path):
    """A clone of an old course whose remote has a newer one; and the remote."""
    source, remote, clone = tmp_path / "source", tmp_path / "remote.git", tmp_path / "clone"
    old_course(source)
    git(source, "init", "-q", "-b", "main")
    git(source, "add", ".")
    git(source, "commit", "-qm", "old")
    git(tmp_path, "clone", "-q", "--bare", "source", "remote.git")
    git(tmp_path, "clone", "-q", "remote.git", "clone")
    git(source, "rm", "-rqf", ".")
    new_course(source)
    git(source, "add", ".")
    git(source, "commit", "-qm", "new")
    git(source, "push", "-q", str(remote), "main")
    return clone, remote


def test_clone_moves_on_and_keeps_what_a_person_made(clone, capsys):
    root, _ = clone
    own_things(root)
    assert update.update(root, None) == 0
    check_updated(root)
    told = capsys.readouterr().out
    assert "Your copy is notebooks/my_copies/01_one" in told
    assert "up to date now" in told
    assert update.update(root, None) == 0
    assert "Nothing was changed" in capsys.readouterr().out


def test_changed_notebook_that_the_update_does_not_touch_stays_in_its_place(clone):
    root, _ = clone
    (root / OTHER).write_text(book("two, and my note"))
    update.update(root, None)
    assert (root / OTHER).read_text() == book("two, and my note")


def test_notebook_that_was_only_saved_again_leaves_no_copy(clone):
    root, _ = clone
    (root / LESSON).write_text(json.dumps(json.loads((root / LESSON).read_text()), indent=3))
    update.update(root, None)
    assert (root / LESSON).read_text() == book("one, newer")
    assert not (root / "notebooks" / "my_copies").exists()


def refusal(root, zip_file=None):
    """Why an update was refused; it must have changed nothing."""
    before = state(root)
    with pytest.raises(Problem) as caught:
        update.update(root, zip_file)
    assert state(root) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_commits_of_ones_own_are_not_lost(clone):
    root, _ = clone
    (root / "README.md").write_text("mine")
    git(root, "commit", "-qam", "mine")
    assert "commits of its own (1)" in refusal(root)


def test_changed_file_that_the_update_changes_too_is_named(clone):
    root, _ = clone
    own_things(root)
    (root / "README.md").write_text("mine")
    assert "README.md" in refusal(root)


def test_own_notebook_with_the_name_of_a_new_one_is_copied(clone):
    root, _ = clone
    (root / "notebooks/04_four.ipynb").write_text(book("my four"))
    update.update(root, None)
    assert (root / "notebooks/04_four.ipynb").read_text() == book("four")
    [copy] = (root / "notebooks" / "my_copies").iterdir()
    assert copy.read_text() == book("my four")


def test_unreachable_remote_is_one_sentence(clone):
    root, remote = clone
    own_things(root)
    remote.rename(remote.with_name("elsewhere"))
    assert "could not be reached, so nothing was changed" in refusal(root)


def test_detached_and_lonely_branches_are_told(clone):
    root, _ = clone
    git(root, "switch", "-q", "-c", "alone")
    assert "follows no other" in refusal(root)
    git(root, "switch", "-q", "--detach")
    assert "No branch is checked out" in refusal(root)


def test_notebook_comes_back_where_git_refuses(clone, monkeypatch):
    root, _ = clone
    own_things(root)
    really = update.ask
    monkeypatch.setattr(
        update, "ask", lambda root, *words: really(root, *(["merge", "no-such"] if "merge" in words else words))
    )
    with pytest.raises(Problem, match="git could not"):
        update.update(root, None)
    assert (root / LESSON).read_text() == book("one, and my note")


def test_without_git_the_remedy_is_named(clone, monkeypatch):
    root, _ = clone
    monkeypatch.setenv("PATH", "")
    assert "git-scm.com" in refusal(root)


def test_open_course_is_not_updated(clone, monkeypatch):
    root, _ = clone
    monkeypatch.setattr(update, "running_server", lambda env: True)
    assert "Close it there" in refusal(root)


# A downloaded folder


def packed(source, path, top="mediation-course-main"):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in state(source).items():
            file.writestr(f"{top}/{name}", content)
    return path


@pytest.fixture
def folder(tmp_path):
    """A downloaded old course with things of a person in it, and a newer zip file."""
    root = old_course(tmp_path / "course folder")
    own_things(root)
    return root, packed(new_course(tmp_path / "newer"), tmp_path / "newer.zip")


def test_zip_is_laid_over_and_keeps_what_a_person_made(folder, capsys):
    root, zip_file = folder
    assert update.update(root, zip_file) == 0
    check_updated(root)
    assert (root / ".update/before/README.md").read_text() == "read me 0.1.0\n"
    assert (root / ".update/before/course/old/module.py").is_file()
    assert not (root / ".update/new").exists()
    assert update.update(root, zip_file) == 0
    assert "Nothing was changed" in capsys.readouterr().out


@pytest.mark.parametrize("stops_at", range(7))
def test_interrupted_update_goes_on_wherever_it_stopped(folder, monkeypatch, stops_at):
    root, zip_file = folder
    really, calls = os.replace, []

    def replace(source, target):
        if Path(target).is_relative_to(root) and ".update" not in Path(target).relative_to(root).parts:
            calls.append(target)
            if len(calls) == stops_at + 1:
                raise KeyboardInterrupt
        really(source, target)

    monkeypatch.setattr(update.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        update.update(root, zip_file)
    monkeypatch.undo()
    assert update.is_half_done(root)
    assert update.update(root, zip_file) == 0
    check_updated(root)


def test_update_interrupted_while_it_unpacks_has_changed_nothing(folder, monkeypatch):
    root, zip_file = folder
    before = state(root)
    monkeypatch.setattr(update, "try_out", lambda *arguments: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        update.update(root, zip_file)
    assert state(root) == before
    assert not update.is_half_done(root)


def test_downloaded_folder_without_a_file_is_told_what_to_do(folder):
    assert "update FILE.zip" in refusal(folder[0])


def test_things_of_somebody_else_in_a_packed_folder_are_left_out(folder, tmp_path):
    root, _ = folder
    other = new_course(tmp_path / "other")
    own_things(other)
    (other / "my_work" / "record").write_text("of somebody else")
    (other / LESSON).write_text(book("one, newer"))
    (other / "notebooks" / "mine.ipynb").unlink()
    update.update(root, packed(other, tmp_path / "other.zip"))
    assert (root / "my_work" / "record").read_text() == "answers"


def test_older_version_is_refused(folder, tmp_path):
    root, zip_file = folder
    update.update(root, zip_file)
    older = packed(old_course(tmp_path / "older"), tmp_path / "older.zip")
    assert "it is older (0.1.0)" in refusal(root, older)


def test_version_that_does_not_start_here_is_refused(folder, tmp_path):
    source = new_course(tmp_path / "source")
    (source / "course" / "__main__.py").write_text("raise SystemExit('needs Python 9')")
    assert "needs Python 9" in refusal(folder[0], packed(source, tmp_path / "bad.zip"))


def with_member(zip_file, name, content=b"x", mode=0o644):
    member = zipfile.ZipInfo(name)
    member.external_attr = mode << 16
    with zipfile.ZipFile(zip_file, "a") as file:
        file.writestr(member, content)
    return zip_file


@pytest.mark.parametrize(
    ("name", "mode", "why"),
    [
        ("mediation-course-main/../../evil.py", 0o644, "leads out"),
        ("mediation-course-main/a/./b", 0o644, "leads out"),
        ("/etc/evil", 0o644, "one folder"),
        ("another/file", 0o644, "one folder"),
        ("mediation-course-main/a\\..\\..\\evil", 0o644, "leads out"),
        ("mediation-course-main/C:evil", 0o644, "none on every computer"),
        ("mediation-course-main/link", stat.S_IFLNK | 0o777, "is a link"),
        ("mediation-course-main/readme.MD", 0o644, "twice"),
    ],
)
def test_hostile_member_is_refused(folder, name, mode, why):
    root, zip_file = folder
    assert why in refusal(root, with_member(zip_file, name, mode=mode))
    assert not (root.parent / "evil.py").exists()


def test_too_much_is_refused(folder, monkeypatch):
    root, zip_file = folder
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    assert "more than" in refusal(root, with_member(zip_file, "mediation-course-main/big", bytes(5000)))
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    assert "entries" in refusal(root, zip_file)


def test_what_is_no_course_is_refused(folder, tmp_path):
    root, _ = folder
    (tmp_path / "no.zip").write_text("no zip")
    assert "cannot be read as a zip file" in refusal(root, tmp_path / "no.zip")
    assert "cannot be read" in refusal(root, tmp_path / "missing.zip")
    source = new_course(tmp_path / "source")
    (source / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert "another project" in refusal(root, packed(source, tmp_path / "other.zip"))
    shutil.rmtree(source / "course")
    assert "not the course" in refusal(root, packed(source, tmp_path / "half.zip"))


@pytest.mark.parametrize("kind", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_member_is_refused_however_it_was_packed(folder, kind):
    root, zip_file = folder
    with zipfile.ZipFile(zip_file, "a") as file:
        file.writestr("mediation-course-main/notes.txt", b"Notes of a newer course", kind)
        place = (
            file.getinfo("mediation-course-main/notes.txt").header_offset + 30 + len("mediation-course-main/notes.txt")
        )
    content = bytearray(zip_file.read_bytes())
    content[place + 4 : place + 16] = b"\xff" * 12
    zip_file.write_bytes(content)
    assert "notes.txt' in it is damaged" in refusal(root, zip_file)


def test_list_of_contents_with_a_name_that_is_no_text_is_refused(folder):
    root, zip_file = folder
    with_member(zip_file, "mediation-course-main/\u00e4\u00e4")
    zip_file.write_bytes(zip_file.read_bytes().replace("\u00e4\u00e4".encode(), b"\xff\xfe\xff\xfe"))
    assert "cannot be read as a zip file" in refusal(root, zip_file)


def test_damaged_member_is_refused(folder):
    root, zip_file = folder
    content = bytearray(zip_file.read_bytes())
    place = content.index(b"read me 0.2.0")
    content[place] ^= 1
    zip_file.write_bytes(content)
    assert "README.md' in it is damaged" in refusal(root, zip_file)


def test_what_a_mac_adds_to_a_zip_is_passed_over(folder):
    assert Archive(with_member(folder[1], "__MACOSX/._x")).names


def test_clone_takes_no_file(clone, tmp_path):
    assert "is a clone" in refusal(clone[0], tmp_path / "x.zip")
