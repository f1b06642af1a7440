"""Makes the font of the edition in Arabic letters: ``python -m course.dev.font <package>``.

``<package>`` is the unpacked ``npm pack @fontsource/ibm-plex-sans-arabic@5.3.0``. Of its letters those stay that the
style sheet says are taken from it. fonttools 4.68 with brotli does it, in an environment of its own: nothing else of
the course needs them.

Why this font: whoever searches or copies in a PDF that Chromium printed finds the words. Of a font whose weight can be
chosen, or whose dots are glyphs of their own (Noto Sans Arabic), only pieces of words are found. For the same reason
every form of a letter keeps its code, and of ligatures that nobody must write only lam with alef stays.
"""

import importlib
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from course.html import style

SOURCE = "files/ibm-plex-sans-arabic-{letters}-{weight}-normal.woff2"
LICENSE = "LICENSE"
NAME = "Course Arabic"
"""A font that was changed has a name of its own: the license asks for that."""
FEATURES = ("ccmp", "init", "medi", "fina", "isol", "rlig", "mark", "mkmk", "locl")
ALWAYS = "U+200C-200F,U+2066-2069"
"""What holds words together or apart; it is shaped together with them."""
FORMS = "U+FB56-FB59,U+FB6A-FB6D,U+FB7A-FB7D,U+FB8A-FB8B,U+FB8E-FB95,U+FBFC-FBFF,U+FE70-FEFC"
"""The codes of the forms of a letter, by which a PDF says what a glyph is."""
LAM, ALEF = ("uniFEDF", "uniFEE0"), ("uniFE8E", "uniFE88", "uniFE84", "uniFE82")


def codes(ranges: str) -> list[int]:
    """Return the codes of ranges as a style sheet writes them."""
    found: list[int] = []
    for some in ranges.split(","):
        first, _, last = some.strip().removeprefix("U+").partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def letters(css: str) -> str:
    """Return the ranges of the style sheet that come from the font."""
    found = re.search(r"unicode-range:\s*([^;]+);", css)
    if found is None:
        raise LookupError("The style sheet names no unicode-range.")
    return found[1]


def make_font(package: Path, weight: int, target: Path) -> None:
    """Write the part of a font that the course uses: letters, and the digits and punctuation between them.

    A line whose spaces came from another font would be printed word by word, and copied in the wrong order.
    """
    wanted = set(codes(f"{letters(style.part('arabic'))},{ALWAYS},{FORMS}"))
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for name, features in (("arabic", FEATURES), ("latin", ())):
            font = take(package / SOURCE.format(letters=name, weight=weight), wanted, features)
            wanted -= set(font.getBestCmap())
            parts.append(Path(folder) / f"{name}.ttf")
            font.flavor = None
            font.save(parts[-1])
        merged = importlib.import_module("fontTools.merge").Merger().merge([str(path) for path in parts])
    for name in merged["name"].names:
        if name.nameID in (1, 4, 6):
            name.string = NAME.replace(" ", "") if name.nameID == 6 else NAME
    merged.flavor = "woff2"
    merged.save(target)


def take(source: Path, wanted: set[int], features: tuple[str, ...]) -> Any:
    """Return a font with the glyphs of these codes and what these features make of them."""
    subset: Any = importlib.import_module("fontTools.subset")
    options = subset.Options(hinting=False, layout_features=features, name_IDs=(0, 1, 2, 4, 5, 6, 14))
    font = subset.load_font(source, options)
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(part, "ExtSubTable", part) for part in lookup.SubTable):
            if hasattr(table, "ligatures"):
                table.ligatures = {
                    first: [one for one in table.ligatures.get(first, ()) if one.Component[0] in ALEF] for first in LAM
                }
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


if __name__ == "__main__":
    package = Path(sys.argv[1])
    for weight, path in style.FONTS.items():
        make_font(package, weight, path)
    (style.FOLDER.parent / "fonts" / "OFL.txt").write_bytes((package / LICENSE).read_bytes())
