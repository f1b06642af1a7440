"""``python -m course.dev.placeholders``: writes anew which {names} the sentences of the course hold.

Run it after a sentence was added, renamed or taken out, or after the code fills in another name; look at the diff.
"""

import json

from course.content.place import CONTENT
from course.content.templates import LIST, Fields, read_fields

HEAD = (
    "# Which sentences there must be, and which {names} the course fills into each. Written by\n"
    "# python -m course.dev.placeholders; the doctor compares the sentences with it.\n"
)


def listing(fields: Fields) -> str:
    """Return the list as a TOML file."""
    parts = [HEAD]
    for file, keys in fields.items():
        parts.append(f"\n[{json.dumps(file)}]\n")
        parts += [f"{json.dumps(key)} = {json.dumps(names)}\n" for key, names in keys.items()]
    return "".join(parts)


def main() -> int:
    """Write the list; return the exit code."""
    (CONTENT / LIST).write_text(listing(read_fields()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
