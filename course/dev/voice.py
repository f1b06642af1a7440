"""`python -m course.dev.voice 05`: how the lessons speak, beside how they spoke before they were written anew.

Counted are the sentences of a lesson's prose and of its looks, prompts and checks: how long they are, how many are
short, how many longer paragraphs end on a punch line; and mannerisms, each a pattern in ``voice.toml``. Of an exercise
only the mannerisms are compared. `--store COMMIT` measures the files and keeps the numbers as those before.
"""

import argparse
import json
import re
import statistics
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from course.content.place import CONTENT

HOME = Path(__file__).parent
ROOT = HOME.parents[1]
DATA = HOME / "voice.toml"
MEASURED = "\n# --- Before, as measured ---\n"
Kind = Literal["lessons", "exercises"]
FOLDERS: Mapping[Kind, str] = {"lessons": "notebooks", "exercises": "exercises"}
SHOWN: Mapping[Kind, tuple[str, ...]] = {"lessons": ("looks", "prompts", "checks"), "exercises": ("tasks",)}
"""The lists of a content file that a learner reads."""
CODES = {"id", "kind", "sources", "chart", "grouping", "worked", "guide"}
"""Keys whose texts no learner reads, or not as the course's own voice."""
SHORT = 8
"""A sentence of fewer words is short."""
LONG_PARAGRAPH, PUNCH = 40, 7
"""A paragraph of more words is long; its last sentence of at most so many words is a punch line."""

_LINK = re.compile(r"\[([^\]]*)\]\((#source-)?[^)]*\)")
_MARK = re.compile(r"<[^>]+>|[*_`#>|]")
_WORD = re.compile(r"\w+(?:['’\-.,/]\w+)*")
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_NOT_AN_END = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|Art|Arts|No|vol|doc|cf|ca|e\.g|i\.e|U\.S|U\.N)|\b[A-Z])\.$")


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted in one text: ``counts`` holds the mannerisms by name. Sums of several texts add up."""

    words: int
    sentences: int
    mean: float
    spread: float
    short: int
    long_paragraphs: int
    punch_lines: int
    counts: dict[str, int]

    @property
    def short_share(self) -> float:
        """Return the share of sentences under ``SHORT`` words."""
        return self.short / self.sentences if self.sentences else 0.0

    @property
    def punch_share(self) -> float:
        """Return the share of long paragraphs that end on a punch line."""
        return self.punch_lines / self.long_paragraphs if self.long_paragraphs else 0.0


class Before(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers before the lessons were written anew, by kind and stem, and the commit that was measured."""

    commit: str
    lessons: dict[str, Voice]
    exercises: dict[str, Voice]


class Known(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``voice.toml`` holds: ``phrases`` are looked for in every text, ``cited`` in running prose alone."""

    phrases: dict[str, str]
    cited: dict[str, str]
    before: Before = Before(commit="", lessons={}, exercises={})


def known() -> Known:
    """Return the mannerisms that are counted, and what was counted before."""
    return msgspec.toml.decode(DATA.read_bytes(), type=Known)


def store(commit: str, voices: Mapping[Kind, Mapping[str, Voice]]) -> None:
    """Keep these numbers as those before."""
    lines = ["[before]", f"commit = {json.dumps(commit)}"]
    for kind, measured in voices.items():
        for stem, voice in measured.items():
            fields = msgspec.structs.asdict(voice)
            counts = ", ".join(f"{json.dumps(name)} = {count}" for name, count in fields.pop("counts").items())
            lines += ["", f"[before.{kind}.{stem}]", *(f"{name} = {value}" for name, value in fields.items())]
            lines.append(f"counts = {{ {counts} }}")
    patterns = DATA.read_text(encoding="utf-8").partition(MEASURED)[0]
    DATA.write_text("\n".join((patterns + MEASURED, *lines, "")), encoding="utf-8", newline="\n")


def prose(path: Path) -> list[str]:
    """Return the paragraphs of a notebook as they are written, without the line of its start button."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    blocks = (block.strip() for text in texts for block in re.split(r"\n\s*\n|\n(?=[-#]|\d+\. )", text))
    return [block for block in blocks if block and "<button" not in block and not block.startswith("#")]


def asked(path: Path, kind: Kind) -> list[str]:
    """Return the texts of a content file that a learner reads: of looks, prompts, checks and tasks."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return [text for name in SHOWN[kind] for table in tables.get(name, ()) for text in _texts(table)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in CODES:
                yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)


def sentences(paragraph: str, cited: Iterable[re.Pattern[str]] = ()) -> list[str]:
    """Return the sentences of a paragraph of Markdown, without citations; a fragment without an end is none."""
    text = _LINK.sub(lambda link: "" if link[2] else link[1], paragraph)
    for pattern in cited:
        text = pattern.sub("", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_MARK.sub(" ", text).split()))
    found: list[str] = []
    for part in _END.split(text):
        if found and _NOT_AN_END.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return [sentence for sentence in found if re.search(r"[.!?][\"”’')\]]*$", sentence.strip())]


def count_words(text: str) -> int:
    """Return how many words stand in a text without markup."""
    return len(_WORD.findall(text))


def measure(notebook: Path, content: Path, kind: Kind, sought: Known) -> Voice:
    """Return how the lesson or exercise speaks that has these two files."""
    running, others = prose(notebook), asked(content, kind)
    cited = [re.compile(pattern) for pattern in sought.cited.values()]
    paragraphs = [split for text in (*running, *others) if (split := sentences(text, cited))]
    lengths = [count_words(sentence) for paragraph in paragraphs for sentence in paragraph]
    long = [split for split in paragraphs if sum(map(count_words, split)) > LONG_PARAGRAPH]
    whole, read = "\n\n".join((*running, *others)), "\n\n".join(running)
    return Voice(
        words=sum(lengths),
        sentences=len(lengths),
        mean=round(statistics.fmean(lengths), 1) if lengths else 0.0,
        spread=round(statistics.pstdev(lengths), 1) if lengths else 0.0,
        short=sum(length < SHORT for length in lengths),
        long_paragraphs=len(long),
        punch_lines=sum(count_words(split[-1]) <= PUNCH for split in long),
        counts={name: len(re.findall(pattern, whole)) for name, pattern in sought.phrases.items()}
        | {name: len(re.findall(pattern, read)) for name, pattern in sought.cited.items()},
    )


def measure_all(kind: Kind, root: Path = ROOT) -> dict[str, Voice]:
    """Return how every lesson or every exercise of the course at ``root`` speaks, by stem."""
    sought = known()
    folder = root / CONTENT.relative_to(ROOT) / kind
    stems = sorted(path.stem for path in folder.glob("*.toml"))
    return {
        stem: measure(root / FOLDERS[kind] / f"{stem}.ipynb", folder / f"{stem}.toml", kind, sought) for stem in stems
    }


def add(voices: Iterable[Voice]) -> Voice:
    """Return the whole of several texts: sums, and mean and spread of all their sentences."""
    voices = list(voices)
    count = sum(voice.sentences for voice in voices) or 1
    mean = sum(voice.mean * voice.sentences for voice in voices) / count
    square = sum((voice.spread**2 + voice.mean**2) * voice.sentences for voice in voices) / count
    names = dict.fromkeys(name for voice in voices for name in voice.counts)
    return Voice(
        words=sum(voice.words for voice in voices),
        sentences=sum(voice.sentences for voice in voices),
        mean=round(mean, 1),
        spread=round(max(0.0, square - mean**2) ** 0.5, 1),
        short=sum(voice.short for voice in voices),
        long_paragraphs=sum(voice.long_paragraphs for voice in voices),
        punch_lines=sum(voice.punch_lines for voice in voices),
        counts={name: sum(voice.counts.get(name, 0) for voice in voices) for name in names},
    )


def rows(now: Voice, then: Voice) -> Iterator[tuple[str, str, str]]:
    """Yield what is measured with its value now and before."""
    yield "words", str(now.words), str(then.words)
    yield "sentences", str(now.sentences), str(then.sentences)
    yield "words in a sentence", f"{now.mean:.1f} ± {now.spread:.1f}", f"{then.mean:.1f} ± {then.spread:.1f}"
    yield f"sentences under {SHORT} words", f"{now.short_share:.0%}", f"{then.short_share:.0%}"
    yield "long paragraphs ending on a punch line", f"{now.punch_share:.0%}", f"{then.punch_share:.0%}"
    for name, count in now.counts.items():
        yield name, str(count), str(then.counts.get(name, 0))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the numbers of the lessons named by the first digits of their stems, and of all; return the exit code."""
    line = argparse.ArgumentParser(prog="python -m course.dev.voice", description=__doc__)
    line.add_argument("stem", nargs="*", help="the first digits of lessons; without any, only the whole is printed")
    line.add_argument("--store", metavar="COMMIT", help="keep the numbers of the files under --root as those before")
    line.add_argument("--root", type=Path, default=ROOT, help="where the notebooks and course/content lie")
    options = line.parse_args(arguments)
    now = {kind: measure_all(kind, options.root) for kind in FOLDERS}
    if options.store:
        store(options.store, now)
        return 0
    then = known().before
    earlier: dict[Kind, dict[str, Voice]] = {"lessons": then.lessons, "exercises": then.exercises}
    for kind, voices in now.items():
        chosen = [stem for stem in voices if options.stem and stem.startswith(tuple(options.stem))]
        tables = [(f"{kind}/{stem}", voices[stem], earlier[kind].get(stem, add(()))) for stem in chosen]
        tables.append((f"all {kind}", add(voices.values()), add(earlier[kind].values())))
        for title, voice, old in tables:
            print(f"\n{title:<42}{'now':>14}{'at ' + then.commit:>14}")
            for name, value, former in rows(voice, old):
                print(f"  {name:<40}{value:>14}{former:>14}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
