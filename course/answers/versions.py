"""Every text that ever stood in one box: which one stands there now, and which earlier ones somebody may want back."""

from collections.abc import Iterable, Sequence

import msgspec

from course.model.answer import Answer


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What stood in a box when the event ``id`` was made.

    ``typed`` says that it was kept while it was being typed, and not by a button. A version that is ``aside`` never was
    the one that the record shows; ``over`` is the id of the one in whose place this one was kept.
    """

    id: str
    at: str
    answer: Answer
    typed: bool = False
    aside: bool = False
    over: str = ""

    @property
    def words(self) -> str:
        """Return what was written, "" where something was only chosen."""
        comments = [text for sides in (self.answer.values or {}).values() for text in _texts(sides)]
        return "\n".join(part for part in (self.answer.text, *comments, self.answer.why) if part)


def _texts(sides: object) -> list[str]:
    """Return the comments beside one criterion of a rubric, or what was guessed of one row of a table."""
    if isinstance(sides, str):
        return [sides]
    # A level is chosen, and not written.
    return [str(text) for side, text in sides.items() if side != "level"] if isinstance(sides, dict) else []


def current(versions: Iterable[Version]) -> Version | None:
    """Return the version that the record shows: the newest that is not aside."""
    return next((version for version in reversed(list(versions)) if not version.aside), None)


def earlier(versions: Sequence[Version]) -> list[Version]:
    """Return the earlier versions of a text, newest first, each wording once; ``versions`` are all, oldest first.

    Drafts are kept every few words. One that only was a step on the way to the next is no version of its own.
    """
    replaced = {version.over for version in versions if version.over}
    lasting = [
        version
        for place, version in enumerate(versions)
        if version.words and (not version.typed or version.id in replaced or not _is_step(place, versions))
    ]
    now = current(versions)
    distinct: dict[bytes, Version] = {}
    for version in reversed(lasting):
        if now is None or version.answer != now.answer:
            distinct.setdefault(msgspec.json.encode(version.answer), version)
    return list(distinct.values())


def _is_step(place: int, versions: Sequence[Version]) -> bool:
    """Return whether a draft went on into what the same page kept next: one half of it still stands there."""
    draft = versions[place]
    # What is typed on a page that is behind stays aside, until it is kept over what that page had not shown.
    following = next(
        (later for later in versions[place + 1 :] if later.aside is draft.aside or (draft.aside and later.over)), None
    )
    if following is None:
        return False
    middle = len(draft.words) // 2
    return following.words.startswith(draft.words[:middle]) or following.words.endswith(draft.words[middle:])
