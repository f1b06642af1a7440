"""The head of a page or of a session: what it is for, how long it takes, the way through it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from course.html.element import b, bullets, element, join, p, section, strong
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.lesson import LessonBlock, Session


def opening(
    ready: str,
    rows: Sequence[tuple[str, str]],
    list_title: str = "",
    listed: Sequence[str] = (),
    below: Sequence[Face] = (),
) -> tuple[Markup, Face]:
    """Return the head for a live widget, and as a static face.

    ``rows`` are names ("" for none) with what they say, as Markdown; so are the things ``listed``. ``below`` stands
    below the list.
    """
    head = [
        p(strong(ready)),
        *(p(b(name) if name else None, " " if name else None, phrase(says)) for name, says in rows),
    ]
    if listed:
        head += [p(b(list_title)), bullets(phrase(item) for item in listed)]
    head += [face.markup for face in below]
    text = lines(
        ready,
        *(f"{name} {plain(says)}".strip() for name, says in rows),
        list_title if listed else "",
        *(f"- {plain(item)}" for item in listed),
        *(face.text for face in below),
    )
    return join(head), Face(section("opening", *head), text)


def length(words: Mapping[str, str], sessions: Sequence[Session]) -> str:
    """Return how long sessions are together: "45 minutes", "2 sessions of 45 minutes". ``words`` is [opening]."""
    minutes = [session.minutes for session in sessions]
    if len(minutes) == 1:
        return words["minutes"].format(minutes=minutes[0])
    if len(set(minutes)) == 1:
        each = words["minutes"].format(minutes=minutes[0])
        return words["sessions-alike"].format(count=len(minutes), length=each)
    # The last number decides in which form "minutes" stands, in languages that have several.
    *first, last = minutes
    told = words["and"].join((words["comma"].join(map(str, first)), words["minutes"].format(minutes=last)))
    return words["sessions"].format(count=len(minutes), length=told)


def session_title(words: Mapping[str, str], number: int, session: Session) -> str:
    """Return what the heading of a session says: "Session 2 · Title". ``words`` is [opening]."""
    return words["session"].format(number=number, title=plain(session.title))


def session_way(wording: Wording, lead: str, session: Session, counted: Mapping[str, float]) -> Face:
    """Return the blocks of a session below ``lead``: its core with the minutes ``counted``, then what is more."""
    words = wording.words["opening"]
    core = [_block(words, block, counted) for block in session.blocks if not block.more]
    more = [plain(block.title) for block in session.blocks if block.more]
    parts = [p(b(lead)), bullets(core)]
    if more:
        parts.append(p(b(words["more"]), " ", words["semicolon"].join(more)))
    listed = words["semicolon"].join(more)
    text = lines(lead, *(f"- {title}" for title in core), f"{words['more']} {listed}" if more else "")
    return Face(join(parts), text)


def _block(words: Mapping[str, str], block: LessonBlock, counted: Mapping[str, float]) -> str:
    """Return a block with whole minutes, to the nearest; without them where nothing was counted."""
    title, minutes = plain(block.title), counted.get(block.title)
    return words["block"].format(title=title, minutes=max(1, int(minutes + 0.5))) if minutes else title


def other_sessions(wording: Wording, sessions: Sequence[Session]) -> Face:
    """Return the sessions after the first, each with a link to its heading in the notebook."""
    words = wording.words["opening"]
    titles = [session_title(words, number, session) for number, session in enumerate(sessions, 1)][1:]
    lengths = [words["minutes"].format(minutes=session.minutes) for session in sessions[1:]]
    # JupyterLab names a heading by its words, with hyphens for spaces.
    links = [element("a", title, href=f"#{title.replace(' ', '-')}") for title in titles]
    comma = words["comma"]
    items = [join((link, comma, minutes)) for link, minutes in zip(links, lengths, strict=True)]
    text = lines(
        words["other"], *(f"- {title}{comma}{minutes}" for title, minutes in zip(titles, lengths, strict=True))
    )
    return Face(join((p(b(words["other"])), bullets(items))), text)


def session_head(wording: Wording, number: int, session: Session, counted: Mapping[str, float]) -> Face:
    """Return the head of a session, which stands under its heading in the notebook."""
    lead = wording.word("opening", "path-of-session", number=number, minutes=session.minutes)
    way = session_way(wording, lead, session, counted)
    return Face(section("opening", way.markup), way.text)
