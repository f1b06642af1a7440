"""The invented region below its map: who the states are, how each side tells a quarrel, what has happened so far."""

from course.html.element import bullets, details, p, section
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.region import Region, Step


def region_face(wording: Wording, region: Region, told: list[Step]) -> Face:
    """Return the region as a static face, folded; ``told`` are the steps of the crisis that are told."""
    words = wording.words["region"]
    names = {state.id: state.name for state in region.states}
    states = [
        wording.word(
            "region",
            "state",
            name=state.name,
            government=state.government,
            lies=state.lies,
            wants=state.wants,
            fears=state.fears,
        )
        for state in region.states
    ]
    readings = [
        (
            quarrel.over,
            [wording.word("region", "reading", state=names[each.of], says=each.says) for each in quarrel.readings],
        )
        for quarrel in region.quarrels
    ]
    places = [wording.word("region", "place", name=place.name, says=place.says) for place in region.places]
    crisis = [
        wording.word(
            "region",
            "step",
            season=wording.words["coded"][step.season],
            year=step.year_of_crisis,
            happened=step.happened,
        )
        for step in told
    ]
    parts = [
        details(words["states"], bullets(phrase(state) for state in states)),
        details(words["places"], bullets(phrase(place) for place in places)),
        details(
            words["quarrels"],
            *(item for over, says in readings for item in (p(phrase(f"**{over}**")), bullets(map(phrase, says)))),
        ),
        details(words["so-far"], bullets(phrase(step) for step in crisis)) if crisis else None,
    ]
    text = lines(
        words["states"],
        *(f"- {plain(state)}" for state in states),
        words["places"],
        *(f"- {plain(place)}" for place in places),
        words["quarrels"],
        *(f"- {over}: {' / '.join(map(plain, says))}" for over, says in readings),
        words["so-far"] if crisis else "",
        *(f"- {plain(step)}" for step in crisis),
    )
    return Face(section("region", *parts), text)
