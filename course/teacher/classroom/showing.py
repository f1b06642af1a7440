"""What a class sees of one lesson: the picture of its answers, and the texts that may be shown."""

from markupsafe import Markup

from course.content import lessons
from course.html.element import join
from course.teacher.classroom import classview_page
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.view import Text


def lesson_picture(room: Classroom, stem: str) -> Markup:
    """Return the class view of one lesson for a projector."""
    view, ticked = room.view, room.ticked()
    claims = lessons.lesson(stem).claims
    parts = [
        classview_page.lesson_part(lesson, view, ticked, projector=True)
        for lesson in view.lessons
        if lesson.stem == stem
    ]
    stands = [stand for stand in view.stands if stand.claim in claims or not claims]
    parts += [classview_page.stand_part(stand, view, ticked, projector=True) for stand in stands]
    return join(parts)


def texts_of(room: Classroom, stem: str) -> list[tuple[str, Text]]:
    """Return the texts of one lesson with what they answer, those to its exit questions first.

    They stand in the order of their random ids: the order of the hand-ins would tell who wrote what.
    """
    claims = lessons.lesson(stem).claims
    worked = [lesson for lesson in room.view.lessons if lesson.stem == stem]
    prompts = [prompt for lesson in worked for prompt in lesson.prompts]
    exits = [(prompt.asks, text) for prompt in prompts if prompt.exit for text in prompt.texts]
    texts = [(prompt.asks, text) for prompt in prompts if not prompt.exit for text in prompt.texts]
    texts += [(task.asks, text) for lesson in worked for task in lesson.tasks for text in task.texts]
    texts += [(f"{look.title}: {look.asks}", text) for lesson in worked for look in lesson.looks for text in look.texts]
    read = [(f"{part.title}: {part.asks}", part.texts) for lesson in worked for part in lesson.documents]
    met = [(f"{person.name}: {person.asks}", person.texts) for lesson in worked for person in lesson.people]
    texts += [(asks, text) for asks, written in (*read, *met) for text in written]
    texts += [(stand.says, text) for stand in room.view.stands if stand.claim in claims for text in stand.texts]
    return [*sorted(exits, key=_random_id), *sorted(texts, key=_random_id)]


def _random_id(asked: tuple[str, Text]) -> str:
    return asked[1].id


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
