"""``python -m course.hub.server``: a learner's own server, on one machine and in a container alike.

It runs as the learner: it lays out the lessons in their folder, marks those that are as shipped as trusted, and becomes
the Jupyter server that the hub waits for.
"""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import course
from course.hub import lessons
from course.launch import lab, language, shipped
from course.launch.environment import course_root
from course.launch.repair import replace

HOME = "COURSE_HUB_HOME"
"""The variable that names a learner's folder; otherwise it is their home."""
COURSE = "COURSE_HUB_COURSE"
"""The variable that names the folder of the course; otherwise it is the one that this module comes from."""
LANGUAGE = "COURSE_HUB_LANGUAGE"
"""The variable that says which language a new learner begins in."""
TRUSTED = ".course/trusted.txt"


def prepare(root: Path, home: Path, code: str = "") -> list[str]:
    """Make a learner's folder ready; return what is to be noted in the hub's log, a sentence each.

    Whatever fails, the server starts: a full disk or a damaged lesson must not keep a learner from their work.
    """
    said = []
    try:
        laid = lessons.lay_out(root, home)
        said += [f"A newer {name} came; what had been changed is {copy}." for name, copy in laid.copies.items()]
        if code in language.codes() and not (home / "my_work" / language.FILE).exists():
            _remember(home, code)
    except OSError as problem:
        said.append(f"The lessons in '{home}' were not brought up to date: {problem}.")
    try:
        trust(root, home)
    except Exception as problem:  # a notebook or Jupyter's own database of signatures may be damaged in any way
        said.append(f"The lessons in '{home}' are not trusted, so each waits for 'Start the lesson': {problem}.")
    return said


def _remember(home: Path, code: str) -> None:
    replace(home / "my_work" / language.FILE, f"{code}\n".encode())


def trust(root: Path, home: Path) -> None:
    """Sign those notebooks that are as shipped with the learner's own key, so that they run by themselves."""
    goal = shipped.read_manifest(root)
    sums = {name: shipped.sum_of(home / name) for name in goal}
    fingerprint = hashlib.sha256(repr(sorted(sums.items())).encode()).hexdigest()
    stamp = home / TRUSTED
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    from nbformat import read
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for name, value in sums.items():
        if value and value == goal[name]:
            notary.sign(read(home / name, as_version=4))
    replace(stamp, fingerprint.encode())


def arguments(home: Path) -> list[str]:
    """Return what the Jupyter server is told besides what the hub says."""
    return [
        *lab.LIGHTER,
        f"--ServerApp.root_dir={home}",
        f"--ServerApp.default_url={lab.first_page(home)}",
        "--ServerApp.answer_yes=True",
        # In a container, or where an administrator chose one account for all.
        *(["--allow-root"] if os.geteuid() == 0 else []),
    ]


def main(environment: Mapping[str, str] = os.environ) -> None:
    """Make the folder ready, and be the server."""
    home = Path(environment.get(HOME) or Path.home())
    root = Path(environment.get(COURSE) or course_root(Path(course.__file__).parent))
    for line in prepare(root, home, environment.get(LANGUAGE, "")):
        print(line, file=sys.stderr, flush=True)
    sys.modules.update(dict.fromkeys(lab.UNUSED))  # type: ignore[arg-type]
    sys.argv[1:1] = arguments(home)
    from jupyterhub.singleuser import main as serve

    serve()


if __name__ == "__main__":
    main()
