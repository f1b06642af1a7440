"""The concept test, from ``concept_test.toml``. No teacher's changes are laid over it: classes are to be comparable."""

from functools import cache

from course.content.place import CONTENT
from course.content.reader import convert, read_toml
from course.model.concept import ConceptTest

FILE = "concept_test.toml"


@cache
def concept_test() -> ConceptTest:
    """Return the concept test; raise ContentError when its file cannot be used."""
    return convert(read_toml(CONTENT / FILE), ConceptTest, FILE)
