"""Joins the modules of a widget's script into one module, so that nothing has to be built and nothing is fetched.

Each file here is an ES module of its own, and a type checker reads it as such. anywidget takes one text, so the modules
that a script imports are put before it, each once. What this does not understand it refuses: it reads lines, it is no
parser. A top-level statement begins in the first column, everything else is indented.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from course.model.error import CourseError

FOLDER = Path(__file__).parent

IMPORT = re.compile(r'^import \{([\w\s,]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function|class) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)
DECLARATION = re.compile(r"^(?:async )?(?:const|let|var|function|class) (\w+)", re.MULTILINE)
REFUSED = (
    (re.compile(r"^\s*import\b"), "write 'import { name } from \"./module.js\";' at the top"),
    (re.compile(r"\bimport\s*[(.]"), "a script may not load anything while it runs"),
    (re.compile(r"^(?:export )?(?:const|let|var)\s*[\[{]"), "give every name of a module a 'const' of its own"),
    (re.compile(r"^\s*export\b"), "write 'export' before a 'const', 'let', 'function' or 'class'"),
    (re.compile(r"^[^`]*(?:`[^`]*`[^`]*)*`[^`]*$"), "end a template on the line on which it begins"),
)


class ScriptError(CourseError):
    """A module that cannot be joined. The message names the file, what is wrong, and the remedy."""


class Module(NamedTuple):
    """A module without its comments, imports and exports. ``imports`` holds pairs of module and names."""

    name: str
    body: str
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    exports: frozenset[str]
    declared: tuple[str, ...]
    has_default: bool


@cache
def script(entry: str, folder: Path = FOLDER) -> str:
    """Return the script ``entry`` with all that it imports, as one module with one default export."""
    modules = tuple(_ordered(entry, folder))
    _check_names(modules)
    return "\n".join(module.body for module in modules)


def _ordered(entry: str, folder: Path) -> Iterator[Module]:
    """Yield what a module needs before the module, each once."""
    done: dict[str, Module] = {}

    def visit(name: str, way: tuple[str, ...]) -> Iterator[Module]:
        if name in way:
            circle = " → ".join(f"{step}.js" for step in (*way[way.index(name) :], name))
            raise ScriptError(f"Modules import each other: {circle}. Move what both need into a module of its own.")
        if name in done:
            return
        module = read_module(name, folder, way[-1] if way else "")
        for imported, names in module.imports:
            yield from visit(imported, (*way, name))
            missing = sorted(set(names) - done[imported].exports)
            if missing:
                raise ScriptError(
                    f"{name}.js imports {', '.join(missing)} from {imported}.js, which does not export it. "
                    "Correct the name, or write 'export' before it there."
                )
        if module.has_default is bool(way):
            remedy = "must end with 'export default'" if not way else "is imported and may not have an 'export default'"
            raise ScriptError(f"{name}.js {remedy}.")
        done[name] = module
        yield module

    yield from visit(entry, ())


def _check_names(modules: tuple[Module, ...]) -> None:
    """Refuse two modules that declare the same name: joined, they would share it."""
    owners: dict[str, str] = {}
    for module in modules:
        for name in module.declared:
            owner = owners.setdefault(name, module.name)
            if owner != module.name:
                raise ScriptError(f"{owner}.js and {module.name}.js both declare '{name}'. Give one another name.")


def read_module(name: str, folder: Path, importer: str = "") -> Module:
    """Read one module and take its syntax apart."""
    path = folder / f"{name}.js"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        by = f", which {importer}.js imports" if importer else ""
        raise ScriptError(f"There is no script {name}.js{by}. Correct the name, or write the file.") from None
    body = "".join(_without_comments(text))
    imports = tuple((module, tuple(re.findall(r"\w+", names))) for names, module in IMPORT.findall(body))
    body = IMPORT.sub("", body)
    exports = frozenset(EXPORT.findall(body))
    bare = EXPORT.sub("", body)
    for line in DEFAULT.sub("", bare).splitlines():
        for pattern, remedy in REFUSED:
            if pattern.search(line):
                raise ScriptError(f"{name}.js has a line that cannot be joined: '{line.strip()}'. Mend it: {remedy}.")
    return Module(name, bare, imports, exports, tuple(DECLARATION.findall(bare)), bool(DEFAULT.search(bare)))


def _without_comments(text: str) -> Iterator[str]:
    """Yield the lines that hold code; comments with a line of their own are for who reads the file."""
    in_comment = False
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if in_comment or stripped.startswith("/*"):
            in_comment = not stripped.endswith("*/")
        # What follows a comment on its line is code: such a comment stays.
        elif stripped and not stripped.startswith("//"):
            yield line if line.endswith("\n") else f"{line}\n"
