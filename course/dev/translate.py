"""Brings the course into other languages: catalogs for translators, checks of what they wrote, notebooks made from it.

    python -m course translate extract FOLDER     templates of all catalogs
    python -m course translate update ar          merge what changed into the catalogs of a language
    python -m course translate check ar           what is lost, left or not the term, and how far each catalog is
    python -m course translate make ar 02         the notebooks of a language (all, or of one lesson)
    python -m course translate pseudo FOLDER      a made-up language in which everything is marked

``ar`` may be the folder of a language anywhere: ``COURSE_LANGUAGE=FOLDER python -m course`` then speaks it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from course.content import language
from course.content.place import PACKAGE
from course.dev.translation import catalogs, check, notebooks, pseudo
from course.launch import shipped
from course.teacher.verbs.command import CommandLine, Refused
from course.teacher.verbs.command import run as run_verb

ROOT = PACKAGE.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code, 1 where a check found something."""
    line = CommandLine("translate", __doc__)
    line.add_argument("what", choices=("extract", "update", "check", "make", "pseudo"))
    line.add_argument("language", help="the code of a language, or a folder")
    line.add_argument("only", nargs="*", help="catalogs to update, or lessons to make, by number or name")
    return run_verb(line, translate, arguments)


def translate(options: argparse.Namespace) -> int:
    """Do one of the five things."""
    if options.what in ("extract", "pseudo"):
        folder = Path(options.language)
        if options.what == "extract":
            print(f"{catalogs.extract(folder)} templates changed in {folder}.")
        else:
            pseudo.make_pseudo(folder)
            print(f"Written. To see it: COURSE_LANGUAGE={folder.resolve()} python -m course")
        return 0
    folder = catalogs.folder_of(options.language)
    code = language.read_language(folder).code
    if options.what == "update":
        print(f"{catalogs.update(folder, options.only)} files changed for {code}.")
        return 0
    if options.what == "check":
        return report(folder)
    stems = [stem for wanted in options.only for stem in find_stems(wanted)]
    changed = notebooks.make(folder, ROOT, stems)
    shipped.write_manifest(ROOT)
    print(f"{changed} notebooks changed for {code}.")
    return 0


def report(folder: Path) -> int:
    """Print what a check found."""
    found = check.check(folder)
    lines = [*found.lines, *found.stale, *notebooks.out_of_step(folder, ROOT)]
    lines += notebooks.unlike(folder, ROOT, found.worded)
    print(check.table(found.coverage))
    if found.originals:
        print(check.table_of_originals(found.originals))
    print("\n".join(lines) or "Nothing is lost and nothing else is left.")
    return 1 if lines else 0


def find_stems(wanted: str) -> list[str]:
    """Return the notebooks that a person means by a number or a name; raise Refused where there is none."""
    stems = {path.stem for path in notebooks.english_notebooks(ROOT)}
    found = sorted(stem for stem in stems if stem == wanted or stem.partition("_")[0] == wanted)
    if not found:
        raise Refused(f"There is no notebook '{wanted}'. Name one of: {', '.join(sorted(stems))}.")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
