"""`python -m course collect FOLDER`: reads what a class handed in, and writes the class view and the gradebook."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from course.content.interface import words
from course.content.reader import ContentError
from course.record import RecordError
from course.teacher.classroom.room import Classroom


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="python -m course collect",
        description="Reads every backup in FOLDER, its subfolders and zip files, and writes what the class thinks, "
        "who did what, gradebooks, and the files with your marks for each learner.",
    )
    top.add_argument("folder", type=Path, metavar="FOLDER", help="where the files that were handed in lie")
    top.add_argument("--out", type=Path, metavar="FOLDER", help="where to write (FOLDER/class_results)")
    top.add_argument("--marks", type=Path, metavar="FILE", help="take in marks: what the marking page downloaded")
    top.add_argument("--lesson", action="append", metavar="NN", help="only this lesson, such as 05; may be repeated")
    top.add_argument("--out-of", type=float, default=0, metavar="POINTS", help="scale Moodle and Canvas grades to this")
    return top


def chosen_stems(numbers: Sequence[str] | None) -> list[str] | None:
    """Return the stems of the lessons that were asked for; raise ContentError with what there is."""
    from course.content import lessons

    if not numbers:
        return None
    known = {stem[:2]: stem for stem in lessons.stems()}
    missing = [one for one in numbers if one.zfill(2) not in known and one not in known.values()]
    if missing:
        raise ContentError(f"There is no lesson '{missing[0]}'. Choose from: {', '.join(known)}.")
    return [one if one in known.values() else known[one.zfill(2)] for one in numbers]


def opened(options: argparse.Namespace) -> Classroom | None:
    """Return the class in the folder that was named, or None after saying what is wrong."""
    try:
        room = Classroom(options.folder, options.out, chosen_stems(options.lesson))
    except (ContentError, RecordError) as problem:
        return _told(str(problem))
    except FileNotFoundError:
        return _told(f"There is no folder '{options.folder}'. Check the name, or put the hand-ins into it.")
    except NotADirectoryError:
        return _told(f"'{options.folder}' is a file. Name the folder in which it lies.")
    except OSError as problem:
        return _told(f"The folder '{options.folder}' cannot be read ({problem.strerror}).")
    tell(room)
    return room if room.handed.learners else None


def _told(problem: str) -> None:
    print(problem, file=sys.stderr)


def tell(room: Classroom) -> None:
    """Print what was read, and name every file that was left out."""
    said, handed = words()["collect"], room.handed
    counts = {"files": handed.files, "learners": len(handed.learners), "skipped": len(handed.skipped)}
    print(said["read"].format(**counts))
    for key, found in (("skipped", handed.skipped), ("counted-once", handed.doubles)):
        if found:
            print(said[key])
        for one in found:
            print(f"  {shown(one.file)}: {one.why}")
    if handed.shared:
        print(said["look-at"])
    for pair in handed.shared:
        print("  " + said["shared"].format(one=shown(pair.one), other=shown(pair.other), count=pair.count))
    if not handed.learners:
        print(said["nothing"])


def shown(name: str) -> str:
    """Return a file name without characters that could steer a terminal."""
    return "".join(one if one.isprintable() else "�" for one in name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the class and write the results; return the exit code, 2 for what a person can mend."""
    options = parser().parse_args(arguments)
    room = opened(options)
    if room is None:
        return 2
    said = words()["collect"]
    try:
        if options.marks:
            print(said["marks"].format(count=room.marking.take_in(options.marks.read_bytes(), room.writings())))
        made = room.write(options.out_of)
    except RecordError as problem:
        _told(str(problem))
        return 2
    except ContentError as problem:
        _told(str(problem))
        return 2
    except OSError as problem:
        _told(f"'{problem.filename}' cannot be read or written ({problem.strerror}). Close it, or choose --out.")
        return 2
    print(said["written"].format(folder=room.out))
    for path in made:
        print(f"  {shown(path.relative_to(room.out).as_posix())}")
    return 0
