"""A file of entries, decoded one by one, gives what decoding it as a whole gives, and the same errors."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.entries import Entries
from course.content.place import CONTENT as FOLDER
from course.content.reader import ContentError, read_entries
from course.model.source import Source


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    text: str = ""
    many: tuple[str, ...] = ()


GOOD = '# Things.\n\n[one] # the first\ntext = "[not a header]"\nmany = [\n  "a",\n  "b",\n]\n\n["two"]\ntext = "b"\n'


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "things.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_all_sources_one_by_one_are_all_sources():
    path = FOLDER / "sources.toml"
    whole = read_entries(path, Source)
    assert list(Entries(path, Source).items()) == list(whole.items())


def test_only_what_is_asked_for_is_decoded(written, monkeypatch):
    entries = Entries(written(GOOD + "[three]\ntext = ]\n"), Thing)
    monkeypatch.setattr("course.content.entries.read_entries", None)
    assert entries["two"] == Thing("two", "b")
    assert entries["one"] == Thing("one", "[not a header]", ("a", "b"))
    assert list(entries) == ["one", "two", "three"]
    assert len(entries) == 3
    assert "three" in entries
    with pytest.raises(KeyError):
        entries["four"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[one]\ntext = "a\n', "at line 2"),
        ('[one]\ntext = "a"\n[two]\n\ntext = b\n', "at line 5"),
        ('[one]\ntext = "a"\n[one]\ntext = "b"\n', "at line 3"),
        ('text = "a"\n[one]\n', "'text' stands outside any"),
        ("[one]\ntext = 1\n", r"things.toml \[one\]: Expected `str`"),
        ('[one]\ntexts = "a"\n', r"things.toml \[one\]: .*unknown field `texts`"),
    ],
)
def test_an_unsound_file_says_what_and_where(written, text, error):
    path = written(text)
    with pytest.raises(ContentError, match=error):
        dict(Entries(path, Thing))
    with pytest.raises(ContentError, match=error):
        read_entries(path, Thing)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ContentError, match="no such file"):
        Entries(tmp_path / "things.toml", Thing)


@pytest.mark.parametrize(
    "text",
    [
        '[one]\ntext = """\n[two]\ntext = 1\n"""\n',
        "[one]\ntext = '''\n[two]\n'''\n",
        '[one]\nmany = [\n["a"],\n]\n',
        '  [one]\n  text = "a"\n',
        '[one]\ntext = "a"\n[[two]]\ntext = "b"\n',
        '[one]\n[one.two]\ntext = "b"\n',
    ],
    ids=["quotes", "apostrophes", "list in a list", "indented", "array of tables", "table in a table"],
)
def test_what_cannot_be_cut_is_decoded_as_a_whole(written, text):
    assert everything(Entries, written(text)) == everything(read_entries, written(text))


def everything(read, path):
    """All entries, or what is wrong with them."""
    try:
        return list(read(path, Thing).items())
    except ContentError as error:
        return str(error)


@given(
    st.lists(
        st.sampled_from(
            [
                "[one]",
                '["two"]',
                "[three]",
                'text = "a"',
                "text = '''",
                "many = [",
                '"x",',
                "]",
                "'''",
                "# [c]",
                "",
                "[[two]]",
                "[one.two]",
            ]
        )
    )
)
def test_any_file_is_read_as_it_is_as_a_whole(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("any") / "things.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    expected = everything(read_entries, path)
    if isinstance(expected, str):
        # Where two things are wrong, either may be named first.
        assert isinstance(everything(Entries, path), str)
    else:
        assert everything(Entries, path) == expected
