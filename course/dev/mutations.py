"""Damages the course's content, one place at a time, and counts how often the doctor and the loaders say so.

``python -m course mutate`` copies the course, makes seeded changes of every kind that people make by mistake (an id
that is named nowhere, a placeholder misspelled, a number out of range, a text emptied), asks the doctor each time, and
prints how many it found. ``--survivors`` names those that it accepted. Each change is one that somebody would want to
be told: an optional text taken out, or an option's id that nothing else names, is no fault and is not made.
"""

import argparse
import functools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from course.content import lessons
from course.content.overrides import SWITCH
from course.content.place import PACKAGE
from course.teacher.changes import doctor
from course.teacher.changes.adapted import examine_changes
from course.teacher.changes.finding import Finding
from course.teacher.verbs.command import CommandLine, Refused
from course.teacher.verbs.command import run as run_verb

ROOT = PACKAGE.parent
FOLDERS = ("notebooks", "exercises")
REFERENCES = re.compile(
    r"^\s*(?:sources|claims|cases|labs|terms|concepts|source|carries|finding|shown_by|claim|required)\s*=\s*"
    r"(?=\[?\s*\")|\{ claim = |\bsources = (?=\[\")|\bfinding = (?=\")",
    re.MULTILINE,
)
NUMBER = re.compile(
    r"^(minutes|steps|rows|rounds|part|year|most|least|cut|tolerance|votes|needed) = (-?\d+(?:\.\d+)?)",
    re.MULTILINE,
)
TEXT = re.compile(
    r"\b(asks|says|model|feedback|title|finding|summary|keep|guide|who|goal|needs|right|too_low|wrong|meaning|text|"
    r"thought|answer|definition|sample|years|question|label|note|help|purpose|public_brief|brief|story|hint|rule|"
    r"name|author|publisher|low|high|why|alternative|caution|worked|missing|notice) = \"([^\"\\]+)\""
)
QUESTION = re.compile(r"^\[\[(?:prompts|checks|looks|tasks|questions)\]\]\n(?:kind = .*\n)?id = \"([^\"]+)\"", re.M)
HEADER = re.compile(r"^\[([A-Za-z0-9_-]+)\]$", re.MULTILINE)
ENTRY = re.compile(r"^([\w-]+) = \"", re.MULTILINE)
BLANK = re.compile(r"\{(\w+)(:[^}]*)?\}")
CALL = re.compile(r"\b(?:lesson|exercise|atlas)\.\w+\(\\\"([\w-]+)\\\"")
OPTIONS = re.compile(r"^options = \[\n((?:  \{.*\n)+)\]", re.MULTILINE)
TABLES = ("tiles.csv", "states.csv", "cases.csv", "third_parties.csv")


class Mutation(NamedTuple):
    """A file and its damaged text; ``place`` says in a few words what was done to it."""

    file: str
    text: str
    place: str


class Text(NamedTuple):
    """A content file as it stands."""

    file: str
    text: str

    def with_span(self, start: int, end: int, new: str) -> Mutation:
        """Return the file with one span replaced."""
        line = self.text.count("\n", 0, start) + 1
        excerpt = " ".join(self.text[start:end].split())[:60]
        return Mutation(self.file, self.text[:start] + new + self.text[end:], f"line {line}: {excerpt} → {new[:40]!r}")


def texts(pattern: str, root: Path = ROOT) -> list[Text]:
    """Return the files of the course that fit a pattern."""
    return [
        Text(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(root.glob(pattern))
    ]


def dangling(root: Path) -> Iterator[Mutation]:
    """Yield references to an id that stands nowhere."""
    for text in texts("course/content/**/*.toml", root):
        if text.file.endswith("interface.toml"):
            continue
        for match in REFERENCES.finditer(text.text):
            quoted = re.compile(r"\"([^\"]+)\"").search(text.text, match.end())
            if quoted and quoted.start() - match.end() < 12:
                yield text.with_span(quoted.start(1), quoted.end(1), f"no-{quoted[1]}")


def dangling_calls(root: Path) -> Iterator[Mutation]:
    """Yield calls in notebooks that name an id that stands nowhere."""
    for pattern in ("notebooks/*.ipynb", "exercises/*.ipynb"):
        for text in texts(pattern, root):
            for match in CALL.finditer(text.text):
                yield text.with_span(match.start(1), match.end(1), f"no-{match[1]}")


def renamed(root: Path) -> Iterator[Mutation]:
    """Yield ids of questions and entries that were renamed where they stand, and nowhere else."""
    for text in texts("course/content/**/*.toml", root):
        for match in QUESTION.finditer(text.text):
            yield text.with_span(match.start(1), match.end(1), f"{match[1]}-new")
    content = "".join(text.text for text in texts("course/content/**/*.toml", root))
    for name in ("sources", "findings", "claims", "glossary", "charts"):
        for text in texts(f"course/content/{name}.toml", root):
            for match in HEADER.finditer(text.text):
                if f'"{match[1]}"' not in content:
                    continue
                yield text.with_span(match.start(1), match.end(1), f"{match[1]}-new")


def templates(root: Path) -> list[Text]:
    """Return the files whose sentences are filled in."""
    names = ("interface.toml", "negotiation.toml", "charts.toml", "labs/*.toml")
    return [text for name in names for text in texts(f"course/content/{name}", root)]


def placeholders(root: Path) -> Iterator[Mutation]:
    """Yield sentences with a placeholder misspelled, left out, or with a brace that was not closed."""
    for text in templates(root):
        for number, match in enumerate(BLANK.finditer(text.text)):
            new = (f"{{{match[1]}x{match[2] or ''}}}", "", f"{{{match[1]}")[number % 3]
            yield text.with_span(match.start(), match.end(), new)


def numbers(root: Path) -> Iterator[Mutation]:
    """Yield numbers that are negative, zero or huge."""
    for text in texts("course/content/**/*.toml", root):
        for number, match in enumerate(NUMBER.finditer(text.text)):
            zero = match[1] not in ("part", "cut", "most", "tolerance")
            new = ("-5", "0" if zero else "-1", "99999")[number % 3]
            yield text.with_span(match.start(2), match.end(2), new)


def emptied(root: Path) -> Iterator[Mutation]:
    """Yield texts that were emptied; of those that may be empty, none."""
    optional = {"low", "high", "note", "caution", "unit", "name"}
    for text in texts("course/content/**/*.toml", root):
        for match in TEXT.finditer(text.text):
            if match[1] not in optional:
                yield text.with_span(match.start(2), match.end(2), "")


def removed_keys(root: Path) -> Iterator[Mutation]:
    """Yield files of words from which a line or a whole section was deleted."""
    for text in templates(root):
        for match in ENTRY.finditer(text.text):
            end = text.text.find("\n", match.start()) + 1
            if text.text.count('"""', match.start(), end) != 1:
                yield text.with_span(match.start(), end, "")
        heads = [match.start() for match in re.finditer(r"^\[[\w.-]+\]", text.text, re.MULTILINE)]
        for start, end in zip(heads, [*heads[1:], len(text.text)], strict=True):
            yield text.with_span(start, end, "")


def damaged_rows(root: Path) -> Iterator[Mutation]:
    """Yield tables with a cell too few, a row twice, a row gone that others name, or a garbled first cell."""
    for name in TABLES:
        for text in texts(f"course/content/{name}", root):
            lines = text.text.splitlines(keepends=True)
            for number, line in enumerate(lines[1:], 1):
                row = line.rstrip("\n")
                garbled = re.sub(r"^[^,]+", "@@", row)
                kinds = [row.rsplit(",", 1)[0], f"{row}\n{row}", garbled]
                if name == "tiles.csv":
                    kinds += ["", re.sub(r"\d+$", "x", row)]
                new = kinds[number % len(kinds)] + "\n"
                changed = "".join([*lines[:number], new, *lines[number + 1 :]])
                yield Mutation(text.file, changed, f"row {number + 1} → {new.strip()[:40]!r}")


def flipped(root: Path) -> Iterator[Mutation]:
    """Yield questions with one right answer in which none or a second one is called right."""
    for text in texts("course/content/**/*.toml", root):
        for block in re.split(r"(?=^\[\[(?:checks|tasks|questions)\]\])", text.text, flags=re.MULTILINE):
            if 'kind = "choose"' not in block:
                continue
            start = text.text.index(block)
            for match in re.finditer(r"(?:, |\n)right = true", block):
                yield text.with_span(start + match.start(), start + match.end(), "")
            other = re.search(r"^  \{ id = [^\n]*(?<!right = true), feedback", block, re.MULTILINE)
            if other and "right = true" not in other[0]:
                yield text.with_span(start + other.end() - 10, start + other.end() - 10, ", right = true")


def doubled(root: Path) -> Iterator[Mutation]:
    """Yield questions, options and items that got the id of the one before them."""
    for text in texts("course/content/**/*.toml", root):
        for pattern in (QUESTION, re.compile(r"^  \{ id = \"([^\"]+)\"", re.MULTILINE)):
            before: re.Match[str] | None = None
            for match in pattern.finditer(text.text):
                near = before and (pattern is QUESTION or text.text.count("\n", before.end(), match.start()) == 1)
                if before and near and before[0].split("\n")[0][:6] == match[0].split("\n")[0][:6]:
                    yield text.with_span(match.start(1), match.end(1), before[1])
                before = match


def one_option(root: Path) -> Iterator[Mutation]:
    """Yield questions with a single option left."""
    for text in texts("course/content/**/*.toml", root):
        for match in OPTIONS.finditer(text.text):
            yield text.with_span(match.start(1), match.end(1), match[1].splitlines()[0] + "\n")


def adaptations(root: Path) -> Iterator[Mutation]:
    """Yield a teacher's files with a number out of range, an odd id, one option, an empty text or a dangling source."""
    del root
    for stem in lessons.stems():
        prompt = lessons.lesson(stem, as_published=True).prompts[0].id
        new = 'kind = "one"\nasks = "Why?"\nminutes = 4\ngrouping = "pairs"\nguide = "Listen."\n'
        options = 'options = [{ id = "a", says = "A" }, { id = "b", says = "B" }]\n'
        view = 'perspectives = [{ who = "W", says = "S", sources = ["fearon-1995"] }]\n'
        doubled_options = options.replace('"b"', '"a"')
        for place, text in (
            ("minutes = -5", f'[[prompts]]\nid = "{prompt}"\nminutes = -5\n'),
            ("minutes = 0", f'[[prompts]]\nid = "{prompt}"\nminutes = 0\n'),
            ("minutes = 500", "minutes = 500\n"),
            ("asks emptied", f'[[prompts]]\nid = "{prompt}"\nasks = ""\n'),
            ("summary blank", 'summary = "  "\n'),
            ("id with a blank", f'[[prompts]]\nid = "my own"\n{new}{options}{view}'),
            ("one option", f'[[prompts]]\nid = "mine"\n{new}options = [{{ id = "a", says = "A" }}]\n{view}'),
            (
                "two options, one id",
                f'[[prompts]]\nid = "mine"\n{new}{doubled_options}{view}',
            ),
            ("dangling source", f'[[prompts]]\nid = "mine"\n{new}{options}{view.replace("fearon-1995", "no-one")}'),
            ("dangling case", 'cases = ["no-such-case"]\n'),
            ("dangling carries", f'[[prompts]]\nid = "{prompt}"\ncarries = "05/nothing"\n'),
            ("curly quotes", f"[[prompts]]\nid = \u201c{prompt}\u201d\n"),
            ("wrong type", f'[[prompts]]\nid = "{prompt}"\nminutes = "ten"\n'),
        ):
            yield Mutation(f"my_course/lessons/{stem}.toml", text, f"{stem[:2]}, {place}")


KINDS: dict[str, tuple[Callable[[Path], Iterator[Mutation]], int]] = {
    "dangling reference": (dangling, 60),
    "dangling call in a notebook": (dangling_calls, 30),
    "renamed id": (renamed, 40),
    "placeholder": (placeholders, 60),
    "number out of range": (numbers, 50),
    "emptied text": (emptied, 60),
    "removed key or section": (removed_keys, 50),
    "damaged table": (damaged_rows, 40),
    "flipped right": (flipped, 30),
    "id twice": (doubled, 30),
    "one option": (one_option, 20),
    "my_course": (adaptations, 60),
}
"""Each kind of damage, and how many of it are made."""


def forget() -> None:
    """Empty every cache of the course, so that files are read again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("course."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def look(root: Path) -> Sequence[Finding]:
    """Ask the doctor about the content and a teacher's changes."""
    forget()
    return [*doctor.content(), *examine_changes()]


def caught(mutation: Mutation, root: Path, before: frozenset[str]) -> bool:
    """Return whether the doctor finds something new to be broken; a traceback is a fault that it has not found."""
    path = root / mutation.file
    text = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(mutation.text, encoding="utf-8")
    try:
        return any(finding.mark == "broken" and finding.says not in before for finding in look(root))
    except Exception:
        # Whatever it is: somebody who runs the doctor gets a traceback instead of a line.
        return False
    finally:
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


def examine(root: Path, seed: int, share: float, survivors: bool) -> Iterator[str]:
    """Yield the lines of the table: of each kind how many changes were made, and how many were found."""
    before = frozenset(finding.says for finding in look(root))
    sums = [0, 0]
    yield f"{'kind':30} {'made':>5} {'found':>6} {'score':>6}"
    for kind, (make, most) in KINDS.items():
        mutations = list(make(root))
        chosen = random.Random(f"{seed} {kind}").sample(mutations, min(len(mutations), max(1, round(most * share))))
        missed = [mutation for mutation in chosen if not caught(mutation, root, before)]
        hits = len(chosen) - len(missed)
        sums = [sums[0] + len(chosen), sums[1] + hits]
        yield f"{kind:30} {len(chosen):5} {hits:6} {hits / len(chosen):6.2f}"
        if survivors:
            yield from (f"    {mutation.file}: {mutation.place}" for mutation in missed)
    yield f"{'all':30} {sums[0]:5} {sums[1]:6} {sums[1] / sums[0]:6.2f}"


def copy_course(folder: Path) -> None:
    """Copy what the doctor reads into a folder in which anything may be damaged."""
    shutil.copytree(PACKAGE, folder / "course", ignore=shutil.ignore_patterns("__pycache__"))
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))


def command_line() -> CommandLine:
    """Return what the verb takes."""
    line = CommandLine("mutate", __doc__)
    line.add_argument("--seed", type=int, default=1, metavar="N", help="which changes are made (1)")
    line.add_argument("--share", type=float, default=1.0, metavar="X", help="part of the changes, 0.1 for a tenth (1)")
    line.add_argument("--survivors", action="store_true", help="name the changes that nobody noticed")
    line.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage a copy of the course and print the table; return the exit code."""
    return run_verb(command_line(), mutate, arguments)


def mutate(options: argparse.Namespace) -> int:
    """Copy the course and run there; or, in the copy, print the table."""
    if options.here:
        if options.here.resolve() != ROOT:
            raise Refused("--here is for the copy of the course that this verb makes. Leave it out.")
        tomllib.loads = functools.cache(tomllib.loads)
        for line in examine(ROOT, options.seed, options.share, options.survivors):
            print(line, flush=True)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        copy_course(folder)
        (folder / "my_course").mkdir()
        command = [sys.executable, "-m", "course.dev.mutations", "--here", str(folder), f"--seed={options.seed}"]
        command += [f"--share={options.share}", *(["--survivors"] if options.survivors else [])]
        environment = {"PYTHONPATH": str(folder), SWITCH: str(folder / "my_course"), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
