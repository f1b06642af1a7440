"""What search engines read in the site: LearningResource of schema.org, for the course and for each lesson."""

import json
import re

import pytest

from course.content import lessons
from course.content.about import about, count_facts
from course.html.document import linked_data
from course.site import found


def test_the_course_has_every_lesson_with_its_address_and_minutes():
    said = found.course()
    assert "LearningResource" in said["@type"]
    assert [part["url"] for part in said["hasPart"]] == [f"lessons/{stem[:2]}/" for stem in lessons.stems()]
    minutes = [int(part["timeRequired"].removeprefix("PT").removesuffix("M")) for part in said["hasPart"]]
    assert sum(minutes) == count_facts().minutes == int(said["timeRequired"][2:-1])
    assert all(part["teaches"] for part in said["hasPart"])


def test_a_lesson_says_of_itself_what_the_course_says_of_it():
    whole = {part["position"]: part for part in found.course()["hasPart"]}
    one = found.lesson_page("05_why_come_to_the_table")
    assert one["name"] == whole[5]["name"]
    assert one["license"] == [license.url for license in about().licenses]
    assert one["isAccessibleForFree"] is True


@pytest.mark.parametrize("text", ["</script><b>", "a & b", "«ص»"])
def test_nothing_that_is_said_ends_the_element_it_stands_in(text):
    markup = linked_data({"name": text})
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', markup)[1]
    assert "<" not in inside
    assert json.loads(inside) == {"name": text}
