"""`python3 -m course test`: every check of the project, one after the other, and a table at the end."""

import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from course.launch import language
from course.launch.environment import Environment
from course.launch.problem import Problem
from course.launch.typescript import compile_command, prepare_typescript

NOTEBOOK_FOLDERS = ("notebooks", "exercises", "exercises/solutions")
# Not the program of that name: its first line names the folder in which it was installed.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
NOTHING_RAN = 5  # pytest's exit code when it collected no test
OUTCOME = re.compile(r"(\d+) (passed|failed|skipped|errors?)\b")
# Below this heading pytest lists what was tried twice: "RERUN name", and then how the second try ended.
TRIED_TWICE = re.compile(r"^=+ rerun test summary info =+$")


def prepare_nothing(env: Environment) -> str:
    """Says that nothing keeps a step from running."""
    return ""


class Check(NamedTuple):
    """A step: its heading, its command line, and what comes before: it returns "" or why the step cannot run here."""

    title: str
    command: list[str]
    prepare: Callable[[Environment], str] = prepare_nothing


class Result(NamedTuple):
    """How a step ended: "passed", "skipped: why" or "FAILED", the seconds, and for pytest the counts of its tests.

    Those that passed only at the second try, `second`, are among those that passed.
    """

    title: str
    verdict: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    second: int = 0


def steps(env: Environment, fast: bool, long: bool = False) -> list[Check]:
    """The checks, cheapest first."""
    python = str(env.python)
    # One worker holds a whole notebook, because its cells share a kernel, and a whole file of tests, because they
    # share a server. Two are enough: each starts a kernel or a browser more.
    parallel = ["-n", "2", "--dist", "loadfile"] if (os.cpu_count() or 1) > 1 else []
    chosen = ["-m", "not browser and not slow"] if fast else ["--long"] if long else []
    return [
        Check("Style (ruff)", [python, "-m", "ruff", "check", "."]),
        Check("Format (ruff)", [python, "-m", "ruff", "format", "--check", "."]),
        Check("Architecture (import-linter)", [python, "-c", LINT_IMPORTS]),
        Check("Types (mypy)", [python, "-m", "mypy"]),
        Check("Spelling (codespell)", [python, "-m", "codespell_lib"]),
        Check("JavaScript types (tsc)", compile_command(), prepare_typescript),
        *(
            Check(f"Language: {code} (translate check)", [python, "-m", "course.dev.translate", "check", code])
            for code in language.codes()[1:]
        ),
        # In the order of tests/conftest.py, slow files first; by itself xdist begins with those of many tests.
        Check(
            "Tests (pytest)",
            [python, "-m", "pytest", "--rerun-show-tracebacks", *parallel, "--no-loadscope-reorder", *chosen, "tests"],
        ),
        Check(
            "Lessons, exercises, solutions in every language (nbval)",
            [python, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", *parallel, *NOTEBOOK_FOLDERS[:2]],
        ),
    ]


def notebooks(root: Path) -> list[Path]:
    """Every notebook that the checks should run."""
    return [path for folder in NOTEBOOK_FOLDERS for path in sorted((root / folder).glob("*.ipynb"))]


def outcomes(lines: list[str]) -> dict[str, int]:
    """The numbers in pytest's closing line, and how many passed only at the second try; an error counts as failed."""
    counts = {"passed": 0, "failed": 0, "skipped": 0, "second": 0}
    for line in reversed(lines):
        if re.search(r"\bin \d+(\.\d+)?s\b", line):
            for number, word in OUTCOME.findall(line):
                counts["failed" if word.startswith("error") else word] += int(number)
            break
    told = itertools.dropwhile(lambda line: not TRIED_TWICE.match(line), lines)
    return {**counts, "second": sum(line.startswith("PASSED ") for line in told)}


def judge(title: str, code: int, seconds: float, lines: list[str], is_pytest: bool) -> Result:
    """The result of one step; a run of pytest in which no test ran has failed."""
    counts = outcomes(lines) if is_pytest else {}
    if is_pytest and (code == NOTHING_RAN or (code == 0 and not counts["passed"])):
        return Result(title, "FAILED: no test ran", seconds, **counts)
    second = f", {counts['second']} only at the second try" if is_pytest and counts["second"] else ""
    return Result(title, ("passed" if code == 0 else "FAILED") + second, seconds, **counts)


def run_step(check: Check, env: Environment, my_work: str) -> Result:
    """Runs one check, shows what it says while it says it, and remembers the end."""
    print(f"\n== {check.title}", flush=True)
    began = time.monotonic()
    lines: list[str] = []
    try:
        obstacle = check.prepare(env)
    except Problem as problem:
        print(problem, flush=True)
        return Result(check.title, "FAILED: could not start", time.monotonic() - began)
    if obstacle:
        print(f"-- {check.title}: skipped: {obstacle}", flush=True)
        return Result(check.title, f"skipped: {obstacle}", time.monotonic() - began)
    try:
        process = subprocess.Popen(
            check.command,
            cwd=env.root,
            # A notebook speaks the language of its folder, where nothing else names one.
            env=env.variables(COURSE_MY_WORK=my_work, COURSE_MY_COURSE="", COURSE_LANGUAGE=""),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        print(error, flush=True)
        return Result(check.title, "FAILED: could not start", time.monotonic() - began)
    with process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    seconds = time.monotonic() - began
    result = judge(check.title, process.returncode, seconds, lines, "pytest" in check.command)
    print(f"-- {check.title}: {result.verdict} ({seconds:.1f} s)", flush=True)
    return result


def table(results: list[Result]) -> str:
    """What the run came to, a line for each step, and the counts of the tests in the last line."""
    width = max(len(result.title) for result in results)
    rows = [f"{result.title:<{width}}  {result.seconds:7.1f} s  {result.verdict}" for result in results]
    total = sum(result.seconds for result in results)
    counts = ", ".join(
        f"{sum(getattr(result, word) for result in results)} {word}" for word in ("passed", "failed", "skipped")
    )
    if second := sum(result.second for result in results):
        counts += f", {second} only at the second try"
    return "\n".join(["", "== Summary", *rows, f"{'All steps':<{width}}  {total:7.1f} s", counts])


def run(env: Environment, fast: bool = False, long: bool = False) -> int:
    """Runs every check, also after one failed. Returns 1 if one failed, 0 otherwise."""
    if sys.platform == "win32":
        sys.stdout.reconfigure(errors="replace")
    books = notebooks(env.root)
    # A learner's own answers must neither change nor matter, nor what a teacher changed.
    with tempfile.TemporaryDirectory(prefix="course-checks-") as my_work:
        results = [run_step(check, env, my_work) for check in steps(env, fast, long)]
    if not books:
        results.append(Result("Notebooks found", f"FAILED: none in {', '.join(NOTEBOOK_FOLDERS)}", 0.0))
    print(table(results), flush=True)
    return 1 if any(result.verdict.startswith("FAILED") for result in results) else 0
