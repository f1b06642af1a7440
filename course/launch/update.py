"""`python3 -m course update`: brings a newer course, and keeps everything that a person made."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TypedDict

from course.launch import shipped
from course.launch.archive import Archive, is_own
from course.launch.environment import Environment, pins, read_stamp
from course.launch.lab import running_server
from course.launch.lock import locked
from course.launch.problem import NO_INDEX_SIGNS, Problem, has_any
from course.launch.repair import replace

STAGE = ".update"
# Folders that are wholly the course's: what is in them and no longer shipped is taken away.
WHOLE = ("course", "tests", ".ci", "findings")
GIT_LIMIT_SECONDS = 300


class Plan(TypedDict):
    """What is left to do once everything new lies ready: what to take away, and the sums of the notebooks before."""

    remove: list[str]
    before: dict[str, str]


def update(root: Path, zip_file: Path | None) -> int:
    """Updates a clone, or lays a downloaded zip file over a downloaded folder. Returns the exit code."""
    env = Environment(root)
    with locked(root, "being changed"):
        if running_server(env):
            raise Problem(
                "The course is open in another window. Close it there (Ctrl+C), so that no lesson changes while you "
                "work in it, and type the same command again."
            )
        finish(root)
        is_clone = (root / ".git").exists()
        if zip_file is None and not is_clone:
            raise Problem(
                "This folder was downloaded, so it does not know where newer lessons are. Download the course from its "
                "page (Code, then Download ZIP) and type, with the name of that file: python3 -m course update FILE.zip"
            )
        if zip_file is not None and is_clone:
            raise Problem(
                "This folder is a clone, so it is updated by git and not from a file. Type: python3 -m course update"
            )
        changed = update_clone(root) if zip_file is None else update_folder(root, zip_file)
    if not changed:
        print("The course is up to date. Nothing was changed.", flush=True)
        return 0
    print("The course is up to date now. Your answers and your own folders were not touched.", flush=True)
    if read_stamp(env.stamp).get("pins") != pins(root):
        print("It needs other packages than before: the next start installs them and needs the internet.", flush=True)
    return 0


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs git, which asks nothing and speaks English."""
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    quiet["GIT_SSH_COMMAND"] = os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    try:
        return subprocess.run(
            ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments],
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=GIT_LIMIT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise Problem(
            "This folder is a clone, and git, which updates it, is not installed. Get it from https://git-scm.com/ and "
            "type the same command again."
        ) from None
    except subprocess.TimeoutExpired:
        raise Problem(
            f"git did not answer within {GIT_LIMIT_SECONDS} seconds. Nothing was changed. Look whether this computer "
            "is online and type the same command again."
        ) from None


def ask(root: Path, *arguments: str) -> str:
    """What git answers; Problem with its last words where it refuses."""
    done = git(root, *arguments)
    if done.returncode:
        raise refused(done.stderr)
    return done.stdout


def refused(words: str) -> Problem:
    """What git said when it refused, in one sentence."""
    if has_any(
        words,
        (
            *NO_INDEX_SIGNS,
            "could not resolve host",
            "could not read from remote",
            "unable to access",
            "couldn't connect",
        ),
    ):
        return Problem(
            "The place that this copy came from could not be reached, so nothing was changed. Look whether this "
            "computer is online and type the same command again."
        )
    last = " ".join(words.split())[-300:] or "it said nothing"
    return Problem(f"git could not update this folder, and nothing was changed. Its words: {last}")


def update_clone(root: Path) -> bool:
    """Brings the branch that is checked out forward; returns whether there was anything new."""
    branch = git(root, "symbolic-ref", "--short", "--quiet", "HEAD").stdout.strip()
    if not branch and git(root, "rev-parse", "HEAD").returncode == 0:
        raise Problem("No branch is checked out here, so there is none to update. Type: git switch main")
    goal = git(root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    if goal.returncode:
        if "no upstream" not in goal.stderr:
            raise refused(goal.stderr)
        raise Problem(
            f"The branch '{branch}' follows no other, so it is not known where newer lessons are. Type: git switch main"
        )
    upstream = goal.stdout.strip()
    ask(root, "fetch", "--quiet")
    behind = int(ask(root, "rev-list", "--count", f"HEAD..{upstream}"))
    ahead = int(ask(root, "rev-list", "--count", f"{upstream}..HEAD"))
    if not behind:
        return False
    if ahead:
        raise Problem(
            f"This copy has commits of its own ({ahead}) that '{upstream}' does not have, so it is not brought forward "
            f"by itself. Nothing was changed. Join the two with git (for example: git rebase {upstream})."
        )
    incoming = paths(ask(root, "diff", "--name-only", "--no-renames", "-z", "HEAD", upstream))
    touched = paths(ask(root, "diff", "--name-only", "--no-renames", "-z", "HEAD"))
    tracked = paths(ask(root, "ls-files", "-z"))
    touched |= {name for name in incoming - tracked if (root / name).exists()}
    clash = sorted(touched & incoming)
    stubborn = [name for name in clash if not is_notebook(name)]
    if stubborn:
        raise Problem(
            f"Files of the course were changed here that the update changes too: {', '.join(stubborn[:4])}. Nothing "
            "was changed. Keep what you want of them elsewhere, take the changes back (git restore FILE) and type the "
            "same command again. Questions are better changed with: python3 -m course adapt"
        )
    bring_forward(root, upstream, clash, tracked)
    return True


def bring_forward(root: Path, upstream: str, clash: list[str], tracked: set[str]) -> None:
    """Puts aside the notebooks that stand in the way, and moves on; puts them back where git refuses."""
    before = {name: (root / name).read_bytes() for name in clash if (root / name).is_file()}
    copies = put_aside_changed(root, clash, shipped.read_manifest(root))
    try:
        for name in clash:
            if name in tracked:
                ask(root, "checkout", "--quiet", "HEAD", "--", name)
            else:
                (root / name).unlink(missing_ok=True)
        ask(root, "merge", "--ff-only", "--quiet", upstream)
    except BaseException:
        for name, content in before.items():
            replace(root / name, content)
        raise
    tell_copies(copies)


def paths(listing: str) -> set[str]:
    """The paths in what git lists with a zero byte after each."""
    return {path for path in listing.split("\0") if path}


def is_notebook(name: str) -> bool:
    """Whether a path is that of a notebook, of which a copy is kept."""
    return name.endswith(".ipynb") and name.split("/")[0] in shipped.FOLDERS


def put_aside_changed(root: Path, names: Iterable[str], before: shipped.Manifest) -> dict[str, str]:
    """Copies those of the notebooks that are not as they were shipped; returns where each is now."""
    day = time.strftime("%Y-%m-%d")
    copies = {}
    for name in names:
        path = root / name
        if is_notebook(name) and path.is_file() and shipped.sum_of(path) != before.get(name, "none"):
            copies[name] = shipped.put_aside(path, day).relative_to(root).as_posix()
    return copies


def tell_copies(copies: dict[str, str]) -> None:
    """Says where the notebooks are now that somebody had changed."""
    for name, copy in copies.items():
        print(f"You had changed {name}. Your copy is {copy}.", flush=True)


def version_of(project: dict[str, object]) -> tuple[int, ...]:
    """A version as numbers that can be compared."""
    return tuple(int(number) for number in re.findall(r"\d+", str(project.get("version", "")))[:3])


def update_folder(root: Path, zip_file: Path) -> bool:
    """Lays a downloaded course over the folder; returns whether anything in it was new.

    Everything new is taken out beside the old first, and tried. Then each file goes to its place in one move.
    """
    archive = Archive(zip_file)
    here = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    if version_of(archive.project()) < version_of(here):
        raise archive.refusal(f"it is older ({archive.project().get('version')}) than this course ({here['version']})")
    stage = root / STAGE
    shutil.rmtree(stage / "new", ignore_errors=True)
    try:
        fresh = take_out(root, archive, stage / "new")
        remove = obsolete(root, archive)
        if not fresh and not remove:
            return False
        try_out(archive, root, stage)
    except BaseException:
        shutil.rmtree(stage / "new", ignore_errors=True)
        raise
    shutil.rmtree(stage / "before", ignore_errors=True)
    plan: Plan = {"remove": remove, "before": shipped.read_manifest(root)}
    replace(stage / "ready.json", json.dumps(plan).encode())
    finish(root, resumed=False)
    return True


def take_out(root: Path, archive: Archive, new: Path) -> list[str]:
    """Writes each file that differs from what is here into a folder of its own; returns their paths."""
    fresh = []
    for name in sorted(archive.names):
        content = archive.read(name)
        path = root / name
        if path.is_file() and path.read_bytes() == content:
            continue
        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if archive.is_program(name):
            target.chmod(0o755)
        fresh.append(name)
    return fresh


def obsolete(root: Path, archive: Archive) -> list[str]:
    """The paths of what this version shipped and the new one does not."""
    own = [
        path.relative_to(root).as_posix()
        for folder in WHOLE
        if (root / folder).is_dir() and any(name.startswith(folder + "/") for name in archive.names)
        for path in (root / folder).rglob("*")
        if path.is_file() and not is_own(PurePosixPath(path.relative_to(root).as_posix()))
    ]
    return sorted(name for name in {*own, *shipped.read_manifest(root)} - archive.names if (root / name).is_file())


def try_out(archive: Archive, root: Path, stage: Path) -> None:
    """Starts the command line of the new version once: it may need another Python."""
    trial = stage / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    for name in archive.names:
        if name.startswith("course/launch/") or name in ("course/__init__.py", "course/__main__.py"):
            (trial / name).parent.mkdir(parents=True, exist_ok=True)
            (trial / name).write_bytes(archive.read(name))
    command = [sys.executable, "-B", "-m", "course", "--help"]
    done = subprocess.run(command, cwd=trial, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    shutil.rmtree(trial, ignore_errors=True)
    if done.returncode:
        last = " ".join(done.stderr.split())[-300:]
        raise Problem(f"The new version does not start here, so nothing was changed. Its words: {last}")


def is_half_done(root: Path) -> bool:
    """Whether an update was stopped while it put things into their places."""
    return (root / STAGE / "ready.json").is_file()


def finish(root: Path, resumed: bool = True) -> None:
    """Puts what lies ready into its place, and may be stopped at any moment and called again.

    Each old file is kept in `.update/before` until the next update. The launcher comes first, so that it is never for
    long half old and half new.
    """
    stage = root / STAGE
    ready, new = stage / "ready.json", stage / "new"
    if not is_half_done(root):
        return
    if resumed:
        print("The last update was interrupted. It is finished now.", flush=True)
    plan: Plan = json.loads(ready.read_text("utf-8"))
    names = sorted(
        (path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()),
        key=lambda name: ((root / name).exists(), not name.startswith("course/launch/"), name),
    )
    copies = put_aside_changed(root, [*names, *plan["remove"]], plan["before"])
    for name in names:
        keep_before(root, name)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(new / name, root / name)
    for name in plan["remove"]:
        if (root / name).is_file():
            keep_before(root, name)
            (root / name).unlink()
            remove_empty(root / name, root)
    ready.unlink()
    shutil.rmtree(new, ignore_errors=True)
    tell_copies(copies)


def keep_before(root: Path, name: str) -> None:
    """Copies a file to where the old files are kept."""
    if (root / name).is_file():
        copy = root / STAGE / "before" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, copy)


def remove_empty(path: Path, root: Path) -> None:
    """Takes away the folders above a removed file that hold nothing more but what Python compiled."""
    for folder in path.parents:
        if folder == root or {entry.name for entry in folder.iterdir()} - {"__pycache__"}:
            return
        shutil.rmtree(folder)
