"""What a class sees of one lesson: the picture of its answers, and the texts that may be shown."""

from course.content import lessons
from course.teacher.classroom import classview_page
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.view import Text


def lesson_picture(room: Classroom, stem: str) -> str:
    """Return the class view of one lesson as HTML for a projector."""
    view, ticked = room.view, room.ticked()
    found = [one for one in view.lessons if one.stem == stem]
    claims = lessons.lesson(stem).claims
    parts = [classview_page.lesson_part(one, view, ticked, projector=True) for one in found]
    stands = [one for one in view.stands if one.claim in claims or not claims]
    parts += [classview_page.stand_part(one, view, ticked, projector=True) for one in stands]
    return "".join(parts)


def texts_of(room: Classroom, stem: str) -> list[tuple[str, Text]]:
    """Return the texts of one lesson with what they answer.

    They stand in the order of their random ids: the order of the hand-ins would tell who wrote what.
    """
    claims = lessons.lesson(stem).claims
    parts = [part for one in room.view.lessons if one.stem == stem for part in (*one.prompts, *one.tasks)]
    found = [(one.asks, text) for one in parts for text in one.texts]
    found += [(one.says, text) for one in room.view.stands if one.claim in claims for text in one.texts]
    return sorted(found, key=lambda pair: pair[1].id)


def ticked_texts(room: Classroom, stem: str) -> list[dict[str, str]]:
    """Return the texts of one lesson that the class may see, without names."""
    ticked = room.ticked()
    return [{"id": text.id, "text": text.text} for _, text in texts_of(room, stem) if text.id in ticked]


def grouped_texts(room: Classroom, stem: str) -> list[dict[str, object]]:
    """Return all texts of one lesson by what they answer, without names."""
    groups: dict[str, list[dict[str, str]]] = {}
    for asks, text in texts_of(room, stem):
        groups.setdefault(asks, []).append({"id": text.id, "text": text.text})
    return [{"asks": asks, "texts": texts} for asks, texts in groups.items()]
