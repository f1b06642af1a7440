"""The language in which the course speaks, and its catalogs, which are laid over the English content as it is read.

A process speaks one language, chosen when it is first asked for: so nothing that was read can be in another one.
English is what the content files say. Of every other language a file of ``languages/<code>/made/`` says how the texts
of one content file are said in it; translators write the catalogs beside it (``languages/README.md``), never these
files.

A text that was not translated, or whose English has changed since, is said in English and marked: ``MARK`` stands
before it, and signs around it keep its words in their order within a line that runs from right to left. The mark is
three letters in brackets and no sign of a font that a phone may lack; it can be read, copied, searched and heard.
"""

import contextlib
import functools
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from course.content import host
from course.content.place import CONTENT, PACKAGE, root
from course.model.error import CourseError
from course.model.language import ENGLISH, ENGLISH_MARK, LEFT_TO_RIGHT, UNTIL_HERE, Edition, Language, speak, steady

SWITCH = "COURSE_LANGUAGE"
"""The variable that names a language by its code, or by the folder of its catalogs."""
LANGUAGES = CONTENT / "languages"
FILE = "language.toml"
MADE = "made"
TEXTS = "mediation-course-{}"
"""The package in which the site carries the texts of a language."""
REMEMBERED = "language.txt"
"""The file in ``my_work`` that keeps the choice: the launcher writes it, and a press on a page's switch."""

MARK = f"{ENGLISH_MARK} "
ISOLATED = LEFT_TO_RIGHT
_PREFIX = re.compile(r"(?:\s*(?:#{1,6}|[-*+>]|\d+\.)\s+)?")

NAMED_BY = {"third_parties.csv": ("case", "actor", "role")}
"""The columns that tell a row of a table from every other; of other tables it is the first."""

Made: TypeAlias = Mapping[str, tuple[int, str | list[str]] | None]
"""By place in the file: the sum of the English text and what is said for it; None is said in English."""

_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


class NoSuchLanguage(CourseError):
    """A language that the course does not speak. The message names those that it speaks."""


class Counted(str):
    """A sentence that has another form for other numbers: filling it in chooses the form.

    ``counts`` is the name in braces that decides. Unfilled it is the form for many.
    """

    __slots__ = ("counts", "forms", "rule")
    counts: str
    forms: tuple[str, ...]
    rule: str

    def __new__(cls, forms: Sequence[str], counts: str, plural_forms: str) -> "Counted":
        """Make a sentence of ``forms`` in the order of a catalog whose header has this line ``plural_forms``."""
        self = super().__new__(cls, forms[-1])
        self.forms, self.counts, self.rule = tuple(forms), counts, plural_forms
        return self

    def format(self, *args: object, **values: object) -> str:
        """Return the sentence filled in, in the form that goes with the number."""
        number = values.get(self.counts)
        form = choose_form(self.rule, number) if isinstance(number, int) else len(self.forms) - 1
        return self.forms[min(form, len(self.forms) - 1)].format(*args, **values)


@functools.lru_cache(maxsize=8)
def _rule(plural_forms: str) -> Any:
    # The standard library reads this line for its own catalogs. Loaded late: few processes count in another language.
    import gettext

    return gettext.c2py(plural_forms.partition("plural=")[2].rstrip("; "))


def choose_form(plural_forms: str, number: int) -> int:
    """Return which form, from 0, goes with a number."""
    return int(_rule(plural_forms)(abs(number)))


def codes() -> tuple[str, ...]:
    """Return the codes of all languages that the course speaks, English first."""
    return (ENGLISH.code, *sorted(path.parent.name for path in LANGUAGES.glob(f"*/{FILE}")))


def read_language(folder: Path) -> Language:
    """Return the language whose catalogs lie in ``folder``; raise NoSuchLanguage where there is none."""
    import tomllib

    try:
        return msgspec.convert(tomllib.loads((folder / FILE).read_text(encoding="utf-8")), Language)
    except FileNotFoundError:
        known = ", ".join(codes())
        raise NoSuchLanguage(f"The course does not speak '{folder.name}'. It speaks: {known}.") from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, OSError) as error:
        raise NoSuchLanguage(f"languages/{folder.name}/{FILE}: {error}. Compare it with another language.") from None


def other_editions(folder: str, stem: str) -> tuple[Edition, ...]:
    """Return the other languages in which the notebook ``stem`` of ``folder`` ("notebooks", "exercises") lies here.

    A page stays in the language of its notebook, whatever was chosen: an English one that was opened on purpose is
    read in English, and offers the others.
    """
    here = spoken_code()
    back = "../" if here == ENGLISH.code else "../../"
    found = []
    for code in codes():
        path = f"{folder}/{stem}.ipynb" if code == ENGLISH.code else f"{folder}/{code}/{stem}.ipynb"
        if code == here or not (root() / path).is_file():
            continue
        language = ENGLISH if code == ENGLISH.code else read_language(LANGUAGES / code)
        found.append(Edition(code=code, name=language.name, direction=language.direction, href=back + path))
    return tuple(found)


def spoken_code() -> str:
    """Return the code of the language that this process speaks."""
    return chosen().code


def remember(folder: Path, code: str) -> None:
    """Keep in ``folder``, a learner's ``my_work``, what the course speaks from the next start on.

    Raises NoSuchLanguage for a language that the course does not speak, and OSError where nothing can be written.
    """
    if code not in codes():
        raise NoSuchLanguage(f"The course does not speak '{code}'. It speaks: {', '.join(codes())}.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REMEMBERED).write_text(f"{code}\n", encoding="utf-8")


def home() -> Path | None:
    """Return the folder of the chosen language; None for English."""
    return _chosen()[1]


def chosen() -> Language:
    """Return the language that this process speaks; raise NoSuchLanguage where the variable names none.

    ``COURSE_LANGUAGE`` decides; else the folder of the notebook that runs (``notebooks/ar``); else what a learner
    chose earlier, but for an English notebook of which there is one in that language.
    """
    return _chosen()[0]


def _bring(language: Language, folder: Path) -> bool:
    """Fetch the texts of a language that lie on the host of the site alone; return whether they are here."""
    if not host.IN_BROWSER or (folder / MADE).is_dir():
        return True
    try:
        host.unpack(host.packages()[TEXTS.format(language.code)], host.fetch, PACKAGE.parent)
    except (OSError, KeyError):
        return False
    return True


def _speak(language: Language, folder: Path | None) -> tuple[Language, Path | None]:
    # English in the blocks is better than blocks that cannot be answered.
    if folder and not _bring(language, folder):
        language, folder = ENGLISH, None
    speak(language)
    return language, folder


@functools.cache
def _chosen() -> tuple[Language, Path | None]:
    named = os.environ.get(SWITCH, "").strip()
    if named:
        folder = Path(named).expanduser() if "/" in named or os.sep in named else LANGUAGES / named
        return _speak(ENGLISH, None) if named == ENGLISH.code else _speak(read_language(folder), folder)
    code = _of_folder() or _remembered()
    if code in codes()[1:]:
        # What was chosen long ago must not keep a lesson shut.
        with contextlib.suppress(NoSuchLanguage):
            return _speak(read_language(LANGUAGES / code), LANGUAGES / code)
    return _speak(ENGLISH, None)


def _of_folder() -> str:
    try:
        here = Path.cwd()
    except OSError:
        return ""
    for folder, around in ((here, here.parent), (here.parent, here.parent.parent)):
        if around.name in ("notebooks", "exercises") and folder.name in codes():
            return folder.name
    is_english = here.name in ("notebooks", "exercises", "solutions")
    return ENGLISH.code if is_english and (root() / "notebooks" / _remembered()).is_dir() and _remembered() else ""


def _remembered() -> str:
    work = os.environ.get("COURSE_MY_WORK", "").strip()
    with contextlib.suppress(OSError, RuntimeError, UnicodeDecodeError):
        path = (Path(work).expanduser() if work else root() / "my_work") / REMEMBERED
        return path.read_text(encoding="utf-8").strip()[:20]
    return ""


@contextlib.contextmanager
def as_written() -> Iterator[None]:
    """Within this, content is read as it is written, in English. What is cached elsewhere is not read again."""
    token = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(token)


def is_english() -> bool:
    """Return whether content is read as it is written."""
    return chosen() is ENGLISH or _as_written.get()


def lay_over(tables: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return what the content file at ``path`` says, in the chosen language; what is not our content stays as it is."""
    made = None if is_english() else _made_for(path)
    return {key: _say(value, key, made) for key, value in tables.items()} if made else tables


def lay_over_row(cells: dict[str, str], path: Path) -> dict[str, str]:
    """Return a row of the table at ``path`` in the chosen language."""
    made = None if is_english() else _made_for(path)
    if not made:
        return cells
    place = row_place(path.name, cells)
    return {column: _say(text, f"{place}/{column}", made) for column, text in cells.items()}


def row_place(file: str, cells: Mapping[str, str]) -> str:
    """Return the words that tell a row of a table from every other."""
    columns = NAMED_BY.get(file) or (next(iter(cells)),)
    return "/".join(cells[column] for column in columns)


def say_prose(markdown: str, file: str) -> str:
    """Return Markdown of the notebook ``file`` ("notebooks/02_….ipynb") in the chosen language."""
    made = None if is_english() else _read_made(file)
    if not made:
        return markdown
    # Whoever asks for a word of the interface needs no Markdown.
    from course.content.prose import translate_prose

    return translate_prose(markdown, prose_from(made))


def prose_from(made: Made, speaks: Language | None = None) -> Callable[[str], str]:
    """Return what says a text of a notebook in another language: ``speaks``, or the one that this process speaks."""

    def said(text: str) -> str:
        entry = made.get(text, ...)
        if entry is ...:
            return text
        return steady(str(entry[1]), speaks) if entry else mark(text)

    return said


def _made_for(path: Path) -> Made | None:
    try:
        return _read_made(path.resolve().relative_to(CONTENT).as_posix())
    except ValueError:
        return None


@functools.cache
def _read_made(file: str) -> Made | None:
    folder = home()
    try:
        return msgspec.json.decode(made_path(folder, file).read_bytes(), type=Made) if folder else None
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError):
        # English is better than a page that does not open; the check says what is wrong.
        return None


def made_path(folder: Path, file: str) -> Path:
    """Return where the texts of a content file or a notebook lie in the folder of a language."""
    return folder / MADE / f"{file}.json"


def place_of(around: str, key: int | str, value: object) -> str:
    """Return the place of an entry of a list or a table: by its id, where it has one, so that others may move."""
    id = value.get("id") if isinstance(key, int) and isinstance(value, dict) else None
    return f"{around}/{id if isinstance(id, str) else key}"


_NOT_READ = re.compile(r"/worked$|/ways/")
"""Places of Python, and of signs that a sentence is searched for: a mark for the eye would make other ones of them."""


def _say(value: Any, place: str, made: Made) -> Any:
    if isinstance(value, str):
        if place not in made:
            return value
        return _say_text(value, made[place], str if _NOT_READ.search(place) else steady)
    if isinstance(value, dict):
        return {key: _say(inside, f"{place}/{key}", made) for key, inside in value.items()}
    if isinstance(value, list):
        return [_say(inside, place_of(place, number, inside), made) for number, inside in enumerate(value)]
    return value


def _say_text(english: str, entry: tuple[int, str | list[str]] | None, hold: Callable[[str], str] = steady) -> str:
    if entry is None or entry[0] != checksum(english):
        return mark(english)
    if isinstance(entry[1], str):
        return hold(entry[1])
    counts, *forms = entry[1]
    return Counted([steady(form) for form in forms], counts, chosen().plural_forms)


def checksum(english: str) -> int:
    """Return a number that tells a text from an earlier one in its place."""
    return zlib.crc32(english.encode())


def mark(english: str) -> str:
    """Return an English text as it stands among texts of another language."""
    prefix = _PREFIX.match(english)
    start = prefix.end() if prefix else 0
    return f"{english[:start]}{ISOLATED}{MARK}{english[start:]}{UNTIL_HERE}" if english[start:].strip() else english
