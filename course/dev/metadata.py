"""Makes the files by which the course is found and cited from ``content/about.toml``: `python -m course metadata`.

``CITATION.cff`` (Citation File Format 1.2.0), ``.zenodo.json`` (the deposit metadata that Zenodo reads from a
repository) and the facts in ``README.md``. What search engines read in the pages of the site comes from there as well:
``course/site/found.py``.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from course import __version__
from course.content.about import About, Facts, about, count_facts
from course.content.place import PACKAGE
from course.teacher.verbs.command import CommandLine, run

ROOT = PACKAGE.parent
_BEGIN, _END = "<!-- facts: python -m course metadata -->", "<!-- end of facts -->"
NAMES = {"en": "English", "ar": "Arabic"}


def citation(said: About) -> str:
    """Return CITATION.cff."""
    authors = "\n".join(f"  - name: {_quoted(name)}" for name in said.authors)
    licenses = "\n".join(f"  - {license.spdx}" for license in said.licenses)
    keywords = "\n".join(f"  - {_quoted(word)}" for word in said.keywords)
    return f"""\
# Made from course/content/about.toml: python -m course metadata
cff-version: 1.2.0
title: {_quoted(said.title)}
message: {_quoted(said.message)}
type: software
authors:
{authors}
version: {__version__}
license:
{licenses}
repository-code: {_quoted(said.repository)}
abstract: {_quoted(said.summary)}
keywords:
{keywords}
"""


def _quoted(text: str) -> str:
    # A string of JSON is one of YAML.
    return json.dumps(text, ensure_ascii=False)


def zenodo(said: About, facts: Facts) -> str:
    """Return .zenodo.json. A deposit has one license: that of the text, with the other one in the notes."""
    text = next(license for license in said.licenses if license.of != "code")
    code = next(license for license in said.licenses if license.of == "code")
    deposit = {
        "title": said.title,
        "description": said.summary,
        "version": __version__,
        "upload_type": "lesson",
        "creators": [{"name": name} for name in said.authors],
        "license": text.spdx.lower(),
        "notes": f"Code: {code.spdx}. Text and data: {text.spdx}.",
        "keywords": list(said.keywords),
        "language": "eng" if facts.languages == ("en",) else "mul",
    }
    return json.dumps(deposit, indent=2, ensure_ascii=False) + "\n"


def readme(text: str, facts: Facts) -> str:
    """Return README.md with the facts as they are counted; raise ValueError where their place is gone."""
    languages = " and ".join(NAMES.get(code, code) for code in facts.languages)
    line = (
        f"{facts.lessons} lessons in {facts.sessions} sessions ({facts.minutes // 60} hours of class), "
        f"{facts.exercises} exercises, {facts.claims} claims on trial, {facts.labs} labs, "
        f"{facts.scenarios} negotiations, {facts.cases} cases with {facts.dossiers} long ones, "
        f"{facts.documents} documents, {facts.people} people with a decision to make, "
        f"{facts.terms} terms, {facts.sources} sources, in {languages}."
    )
    before, begun, rest = text.partition(_BEGIN)
    _, ended, after = rest.partition(_END)
    if not begun or not ended:
        raise ValueError(f"README.md has no place for the facts. Write {_BEGIN} and {_END} where they belong.")
    return f"{before}{_BEGIN}\n{_wrapped(line)}\n{_END}{after}"


def _wrapped(line: str, most: int = 120) -> str:
    return re.sub(rf"(.{{1,{most}}})(?: |$)", r"\1\n", line).rstrip("\n")


def made(root: Path = ROOT) -> dict[str, str]:
    """Return all files that are made, by their name in ``root``."""
    said, facts = about(), count_facts()
    text = (root / "README.md").read_text(encoding="utf-8")
    return {
        "CITATION.cff": citation(said),
        ".zenodo.json": zenodo(said, facts),
        "README.md": readme(text, facts),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; return the exit code."""
    return run(CommandLine("metadata", __doc__), lambda _: write(), arguments)


def write(root: Path = ROOT) -> int:
    """Write what has changed, and say so."""
    for name, text in made(root).items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name} written.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
