import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import tables
from course.content.reader import ContentError
from course.model.case import VOCABULARY, Case, ThirdParty
from course.model.state import State

README = (tables.CONTENT / "README.md").read_text(encoding="utf-8")
STATES = {"IDN": "state", "FIN": "small-state", "OMN": "small-state"}
SOURCES = {"aceh-mou-2005", "aspinall-2005"}
CASE = {
    "id": "aceh-2005",
    "name": "Helsinki Memorandum",
    "scope": "internal",
    "start_year": "2005",
    "end_year": "2005",
    "agreement_date": "2005-08-15",
    "place": "Helsinki",
    "region": "Southeast Asia",
    "parties": "IDN;Free Aceh Movement",
    "oic_parties": "IDN",
    "method": "mediation",
    "strategy": "formulation",
    "issue": "self-government",
    "outcome": "full-settlement",
    "durability": "held",
    "durability_year": "",
    "durability_reason": "The war did not come back.",
    "summary": "Independence was given up for self-government.",
    "sources": "aceh-mou-2005;aspinall-2005",
    "confidence": "high",
    "as_of": "2018-02",
}
THIRD = {
    "case": "aceh-2005",
    "actor": "Oman",
    "iso3": "OMN",
    "role": "host",
    "kind": "small-state",
    "person": "",
}
STATE = dict.fromkeys(State.__struct_fields__, "") | {
    "iso3": "OMN",
    "name": "Oman",
    "arabic": "عُمان",
    "region": "Gulf and Arabia",
    "kind": "small-state",
    "oic_member": "yes",
    "oic_year": "1972",
    "sources": "aspinall-2005",
}


def write(path, *rows):
    text = io.StringIO()
    table = csv.DictWriter(text, rows[0], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def read_case(tmp_path, *changes):
    rows = [CASE | change for change in changes] or [CASE]
    return tables.read_cases(write(tmp_path / "cases.csv", *rows), STATES, SOURCES)


def read_third(tmp_path, *changes):
    path = write(tmp_path / "third_parties.csv", *[THIRD | change for change in changes])
    oman = State(iso3="OMN", name="Oman", region="Gulf and Arabia", kind="small-state", oic_member="yes", arabic="عُمان")
    return tables.read_third_parties(path, {"aceh-2005"}, {"OMN": oman})


def read_state(tmp_path, *changes):
    path = write(tmp_path / "states.csv", *[STATE | change for change in changes])
    return tables.read_states(path, SOURCES)


def message_of(call, *arguments):
    with pytest.raises(ContentError) as caught:
        call(*arguments)
    message = str(caught.value)
    assert "\n" not in message
    assert re.search(r"[.?)]$", message)
    return message


def test_reads_a_row(tmp_path):
    (case,) = read_case(tmp_path)
    assert case.parties == ("IDN", "Free Aceh Movement")
    assert case.year == case.agreement_year == 2005
    assert case.years == "2005"
    assert case.agreed
    assert case.teachable
    assert case.involves("IDN")


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"parties": "IDO;Free Aceh Movement"}, "parties", "'IDO' is no ISO3 code of states.csv; did you mean"),
        ({"parties": "idn"}, "parties", "'idn' is no ISO3 code"),
        ({"oic_parties": "INDONESIA"}, "oic_parties", "'INDONESIA' is no ISO3 code"),
        ({"sources": "aceh-mou-2006"}, "sources", "not in sources.toml; did you mean 'aceh-mou-2005'"),
        ({"sources": ""}, "sources", "the cell is empty"),
        ({"agreement_date": "2005-13"}, "agreement_date", "'2005-13' is no date"),
        ({"agreement_date": "15.8.2005"}, "agreement_date", "Write 2005, 2005-08 or 2005-08-15"),
        ({"agreement_date": "2005-02-30"}, "agreement_date", "is no date"),
        ({"agreement_date": "2004-12-31"}, "agreement_date", "lies outside 2005 to 2005"),
        ({"as_of": ""}, "as_of", "the cell is empty"),
        ({"as_of": "2004"}, "as_of", "lies before what the row reports"),
        ({"start_year": "05"}, "start_year", "'05' is no year"),
        ({"end_year": "2004"}, "end_year", "2004 lies before the start, 2005"),
        ({"durability_year": "2001"}, "durability_year", "2001 lies before the agreement"),
        ({"outcome": "full settlement"}, "outcome", "did you mean 'full-settlement'"),
        ({"method": "mediation;meditation"}, "method", "'meditation' is not a word of this column"),
        ({"issue": "water;water"}, "issue", "'water' stands there twice"),
        ({"strategy": "persuasion"}, "strategy", "'persuasion' is not a word"),
        ({"region": "Asia"}, "region", "'Asia' is not a word"),
        ({"scope": "international"}, "scope", "did you mean"),
        ({"confidence": "certain"}, "confidence", "'certain' is not a word"),
        ({"durability": "not-applicable"}, "durability", "does not go with outcome 'full-settlement'"),
        ({"outcome": "no-agreement"}, "durability", "'held' does not go with outcome 'no-agreement'"),
        ({"id": "Aceh 2005"}, "id", "'Aceh 2005' is no id"),
        ({"summary": " "}, "summary", "the cell is empty"),
    ],
)
def test_a_bad_cell_is_named_with_file_row_column_and_remedy(tmp_path, change, column, says):
    message = message_of(read_case, tmp_path, {"id": "first-1999"}, change)
    assert message.startswith("cases.csv, row 3 (")
    assert f"column {column}:" in message
    assert says in message


def test_a_duplicate_id_is_refused(tmp_path):
    message = message_of(read_case, tmp_path, {}, {})
    assert message.startswith("cases.csv, row 3 (aceh-2005), column id: 'aceh-2005' already stands in row 2")


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"case": "aceh-2006"}, "case", "no case of cases.csv; did you mean 'aceh-2005'"),
        ({"iso3": "OMA"}, "iso3", "'OMA' is no ISO3 code of states.csv; did you mean 'OMN'"),
        ({"iso3": ""}, "iso3", "a small-state needs its code"),
        ({"actor": "Sultanate of Oman"}, "actor", "Write 'Oman' as states.csv does"),
        ({"kind": "state"}, "kind", "Write 'small-state' as states.csv does"),
        ({"role": "hosts"}, "role", "did you mean 'host'"),
        ({"kind": "club", "iso3": ""}, "kind", "'club' is not a word"),
    ],
)
def test_a_bad_third_party_is_named(tmp_path, change, column, says):
    message = message_of(read_third, tmp_path, change)
    assert message.startswith("third_parties.csv, row 2 (")
    assert f"column {column}:" in message
    assert says in message


def test_one_actor_may_have_two_roles_but_not_one_role_twice(tmp_path):
    assert len(read_third(tmp_path, {}, {"role": "mediator"})) == 2
    assert "already stands in row 2" in message_of(read_third, tmp_path, {}, {})


@pytest.mark.parametrize(
    ("change", "column", "says"),
    [
        ({"iso3": "OM"}, "iso3", "'OM' is no ISO3 code"),
        ({"kind": "ngo"}, "kind", "'ngo' is not for states"),
        ({"oic_member": "no?"}, "oic_member", "neither yes nor no"),
        ({"oic_suspensions": "1984-1979"}, "oic_suspensions", "no span of years"),
        ({"oic_year": "197"}, "oic_year", "'197' is no year"),
        ({"arabic": ""}, "arabic", "the cell is empty"),
        ({"sources": "atlas"}, "sources", "'atlas' is not in sources.toml"),
    ],
)
def test_a_bad_state_is_named(tmp_path, change, column, says):
    message = message_of(read_state, tmp_path, change)
    assert message.startswith("states.csv, row 2 (")
    assert f"column {column}:" in message
    assert says in message


def broken(tmp_path, change):
    path = write(tmp_path / "cases.csv", CASE)
    path.write_bytes(change(path.read_bytes()))
    return message_of(tables.read_cases, path, STATES, SOURCES)


def test_a_broken_file_is_named(tmp_path):
    assert "no such file" in message_of(tables.read_cases, tmp_path / "cases.csv", STATES, SOURCES)
    assert "column 'parites'; did you mean 'parties'" in broken(
        tmp_path, lambda raw: raw.replace(b"parties", b"parites", 1)
    )
    assert "column 'place' is missing" in broken(
        tmp_path, lambda raw: raw.replace(b",place", b"").replace(b",Helsinki,", b",")
    )
    assert "stands there twice" in broken(tmp_path, lambda raw: raw.replace(b"place", b"name", 1))
    assert "Save the table with commas" in broken(tmp_path, lambda raw: raw.replace(b",", b";"))
    assert "row 2: 20 cells under 21 columns" in broken(tmp_path, lambda raw: raw.replace(b"high,", b"", 1))
    assert "Save the table as 'CSV UTF-8'" in broken(tmp_path, lambda raw: raw.replace(b"war", b"w\xe9r"))
    assert "double quote" in broken(tmp_path, lambda raw: raw.replace(b"Helsinki Mem", b'"Helsinki Mem'))
    assert "the table has no rows" in broken(tmp_path, lambda raw: raw.split(b"\n")[0] + b"\n")


def test_a_table_saved_by_a_spreadsheet_can_be_read(tmp_path):
    path = write(tmp_path / "cases.csv", CASE)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b",,,\r\n")
    assert [case.id for case in tables.read_cases(path, STATES, SOURCES)] == ["aceh-2005"]


def test_a_table_a_hundred_times_as_large_can_be_read(tmp_path):
    rows = [CASE | {"id": f"aceh-{number}"} for number in range(100 * len(tables.cases()))]
    assert len(tables.read_cases(write(tmp_path / "cases.csv", *rows), STATES, SOURCES)) == len(rows)


@given(date=st.dates(), length=st.sampled_from([4, 7, 10]))
def test_every_iso_date_of_any_length_is_a_date(date, length):
    text = date.isoformat()[:length]
    row = tables.Row("cases.csv", 2, {"id": "x", "as_of": text}, "id")
    assert row.date("as_of") == text


@given(text=st.text(min_size=1).filter(lambda text: text.strip() and not re.fullmatch(r"[\d-]+", text.strip())))
def test_nothing_else_is_a_date(text):
    row = tables.Row("cases.csv", 2, {"id": "x", "as_of": text}, "id")
    with pytest.raises(ContentError):
        row.date("as_of")


def test_the_real_tables_belong_together():
    case_ids = [case.id for case in tables.cases()]
    codes = {state.iso3 for state in tables.states()}
    assert len(case_ids) > 110
    assert {third.case for third in tables.third_parties()} <= set(case_ids)
    assert {third.iso3 for third in tables.third_parties() if third.iso3} <= codes
    named = {code for case in tables.cases() for code in case.oic_parties}
    named |= {party for case in tables.cases() for party in case.parties if re.fullmatch("[A-Z]{3}", party)}
    assert named <= codes
    assert codes <= named | {third.iso3 for third in tables.third_parties()} | {
        state.iso3 for state in tables.states() if state.is_oic
    }


def test_oic_parties_are_members_and_every_member_party_is_listed():
    members = {state.iso3 for state in tables.states() if state.is_oic}
    assert len(members) == 57
    for case in tables.cases():
        assert set(case.oic_parties) <= members, case.id
        assert set(case.parties) & members <= set(case.oic_parties), case.id


def test_a_case_without_third_parties_was_negotiated():
    helped = {third.case for third in tables.third_parties()}
    for case in tables.cases():
        assert case.id in helped or case.method == ("negotiation",), case.id
        assert not (case.method == ("negotiation",) and case.strategy) or case.id in helped, case.id


def test_a_row_of_weak_sources_is_marked_low():
    grades = dict(
        re.findall(
            r'^\[([\w-]+)\]$.*?^grade = "([ABC])"',
            (tables.CONTENT / "sources.toml").read_text(encoding="utf-8"),
            re.M | re.S,
        )
    )
    for case in tables.cases():
        if {grades[source] for source in case.sources} == {"C"}:
            assert not case.teachable, case.id


def test_every_case_that_oman_hosted_is_one_filter():
    hosted = {third.case for third in tables.third_parties() if third.iso3 == "OMN" and third.role == "host"}
    assert {"oman-jcpoa-2015", "saudi-iran-2023", "oman-us-iran-2025"} <= hosted


def test_texts_are_sentences():
    for case in tables.cases():
        assert case.summary.endswith("."), case.id
        assert not case.durability_reason or case.durability_reason.endswith("."), case.id
        assert "—" not in case.summary + case.durability_reason, case.id


def test_states_know_their_memberships():
    by_code = {state.iso3: state for state in tables.states()}
    assert by_code["QAT"].memberships == ("OIC", "Arab League", "GCC")
    assert by_code["IDN"].memberships == ("OIC", "ASEAN")
    assert by_code["MAR"].au == 2017
    assert by_code["SYR"].oic_suspensions == ("2012-2025",)
    assert by_code["SUN"].historic
    assert sum(state.gcc is not None for state in tables.states()) == 6
    assert sum(state.arab_league is not None and not state.historic for state in tables.states()) == 22
    founders = [state for state in tables.states() if state.oic_year == 1969]
    assert len(founders) == 25


def test_the_readme_explains_every_column_and_word():
    for kind in (Case, ThirdParty, State):
        for column in kind.__struct_fields__:
            assert f"`{column}`" in README, column
    for column, words in VOCABULARY.items():
        for word in words:
            assert f"`{word}`" in README, f"{column}: {word}"


def test_the_readme_counts_what_is_there():
    assert f"{len(tables.cases())} cases" in README
    low = sum(not case.teachable for case in tables.cases())
    assert f"{low} {'row is' if low == 1 else 'rows are'} low" in README
