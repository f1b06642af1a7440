"""``python -m course.dev.documents [file …]``: says all that is wrong in documents, people and boundaries.

Without a file it looks at every one. A page says only the first thing that is wrong.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from course.content import boundaries, documents, people
from course.content.entries import Entries
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.boundary import Boundary
from course.model.document import Document
from course.model.person import Person
from course.model.source import Source


def find_troubles(path: Path) -> Iterator[str]:
    """Yield a line for everything that is wrong in one file."""
    where = f"{path.parent.name}/{path.name}"
    try:
        tables = {"id": path.stem, **read_toml(path)}
        content: Document | Person | Boundary
        if path.parent.name == documents.FOLDER.name:
            content = convert(tables, Document, where)
            found = documents.troubles(content)
        elif path.parent.name == boundaries.FOLDER.name:
            content = convert(tables, Boundary, where)
            found = boundaries.troubles(content)
        else:
            content = convert(tables, Person, where)
            found = people.troubles(content)
        yield from (f"{where}, {trouble}" for trouble in found)
        # Beside the file, so that a file of another copy of the course is held to the sources of that copy.
        sources = Entries(path.parent.parent / "sources.toml", Source)
        beside = [id for feature in content.features for id in feature.sources] if isinstance(content, Boundary) else []
        for id in (*content.sources, *beside):
            if id not in sources:
                near = did_you_mean(id, sources) or ". Mend the id, or add the source there."
                yield f"{where}, sources: '{id}' is not in sources.toml{near}"
    except ContentError as error:
        yield str(error)


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    every = [*documents.FOLDER.glob("*.toml"), *people.FOLDER.glob("*.toml"), *boundaries.FOLDER.glob("*.toml")]
    paths = [Path(name).resolve() for name in sys.argv[1:]] or sorted(every)
    lines = [line for path in paths for line in find_troubles(path)]
    for line in lines:
        print(line)
    print(f"{len(paths)} files, {len(lines)} troubles")
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
