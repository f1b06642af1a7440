"""The files by which the course is found and cited are those that are made, and other programs read them."""

import json
import re

import pytest
import yaml

from course import __version__
from course.content.about import about, count_facts
from course.dev import metadata


@pytest.mark.parametrize("name", ["CITATION.cff", ".zenodo.json", "README.md"])
def test_what_is_made_lies_there(name):
    assert (metadata.ROOT / name).read_text("utf-8") == metadata.made()[name], "run: python -m course metadata"


def test_a_citation_is_yaml_with_what_the_format_asks_for():
    said = yaml.safe_load(metadata.citation(about()))
    assert {"cff-version", "message", "title", "authors"} <= said.keys()
    assert said["version"] == __version__
    assert said["license"] == ["MIT", "CC-BY-4.0"]


def test_a_deposit_names_a_license_and_creators():
    said = json.loads(metadata.zenodo(about(), count_facts()))
    assert said["license"] == "cc-by-4.0"
    assert all(creator["name"] for creator in said["creators"])


def test_facts_are_put_where_their_place_is_and_nowhere_else():
    facts = count_facts()
    text = f"before\n{metadata._BEGIN}\nold\n{metadata._END}\nafter\n"
    new = metadata.readme(text, facts)
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert "old" not in new
    assert f"{facts.cases} cases" in new
    with pytest.raises(ValueError, match="place for the facts"):
        metadata.readme("nothing here", facts)


def test_the_paper_has_the_head_that_its_journal_reads():
    head = (metadata.ROOT / "paper.md").read_text("utf-8").split("---")[1]
    said = yaml.safe_load(head)
    assert {"title", "tags", "authors", "affiliations", "date", "bibliography"} <= said.keys()
    assert (metadata.ROOT / said["bibliography"]).is_file()


def test_every_work_that_the_paper_cites_is_in_its_list():
    text = (metadata.ROOT / "paper.md").read_text("utf-8")
    cited = set(re.findall(r"@([a-z]+\d{4})", text))
    listed = set(re.findall(r"^@\w+\{(\w+),", (metadata.ROOT / "paper.bib").read_text("utf-8"), re.M))
    assert cited == listed
