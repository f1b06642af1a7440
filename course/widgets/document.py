"""One document, or two side by side: words are marked and checked, questions answered, a line is written.

What is saved, on the item ``document/<id>``: ``marked`` events (one for each try), ``replied`` (one for each choice)
and ``missing`` (the line). The markings and the line are boxes; the replies are choices that are saved at one click.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from course.answers.document import MISSING, DocumentWork, document_item, mark_box, marked_in, read_document
from course.answers.events import Body, Marked, MissingSaid, Replied, to_body
from course.answers.versions import Version
from course.checks.marking import judge_marks
from course.html.element import NOTHING
from course.html.extract import (
    about_source,
    document_eyebrow,
    document_face,
    marked_panel,
    missing_panel,
    of_when,
    reply_panel,
)
from course.html.text import phrase, plain, prose
from course.model.answer import Answer
from course.model.document import Document, DocumentQuestion
from course.model.event import Event
from course.model.language import ENGLISH_MARK
from course.widgets.boxes import Boxed
from course.widgets.message import OddMessage, read_ids, read_press, read_text
from course.widgets.setting import Setting

Works = Mapping[str, DocumentWork]
"""What was done with each document, by its id."""


class DocumentDesk(Boxed[Works]):
    """One document or two. The name of a box begins with the id of its document: ``letters-1993/mark/binds``."""

    entry = "document"

    def __init__(self, setting: Setting, documents: Sequence[Document]):
        self.documents = {document.id: document for document in documents}
        names = [box for document in documents for box in boxes_of(document)]
        self._boxes = tuple(names)
        where = "+".join(self.documents)
        super().__init__(
            setting,
            face=document_face(setting, documents),
            spec={
                **setting.pocket(f"{setting.stem}/{document_item(where)}"),
                "eyebrow": document_eyebrow(setting, documents),
                "texts": [_text(setting, document) for document in documents],
                "words": {**setting.words["form"], **setting.words["document"]},
            },
        )
        self.state = self.fresh(self.read_work())

    @property
    def boxes(self) -> Sequence[str]:
        """Return the names of the boxes of all documents."""
        return self._boxes

    def _document(self, id: str) -> Document:
        if id not in self.documents:
            raise OddMessage("no such document")
        return self.documents[id]

    def read_work(self) -> Works:
        """Return what the record has on the documents."""
        record, stem = self.setting.record, self.setting.stem
        return {id: read_document(record.events(stem, document_item(id))) for id in self.documents}

    def add(self, content: dict[str, Any], box: str, decide: Callable[[Works], Body | None]) -> Works:
        """Save what ``decide`` makes of the work so far with the document of the box."""
        id = box.partition("/")[0]
        works = dict(self.read_work())

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide({**works, id: read_document(events)})
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, document_item(id), decided, id=read_press(content))
        return {**works, id: read_document(saved.events)}

    def versions(self, work: Works, box: str) -> list[Version]:
        """Return every marking, or every line."""
        id, _, inside = box.partition("/")
        return work[id].versions(inside)

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps a marking or a line aside."""
        mark = marked_in(box.partition("/")[2])
        if mark:
            return Marked(mark=mark, phrases=answer.choices, aside=True)
        return MissingSaid(text=answer.text or "", aside=True)

    def has_text(self, box: str) -> bool:
        """Return whether something is written there: phrases are marked."""
        return box.endswith(f"/{MISSING}")

    def tell(self, box: str, answer: Answer) -> str:
        """Return marked phrases, or a line, as plain text."""
        return answer.text or " · ".join(self.documents[box.partition("/")[0]].words_of(answer.choices))

    def fresh(self, work: Works) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        documents = self.documents.values()
        return {
            **self.standing(work),
            "ticked": all(work[document.id].is_done(document) for document in documents),
            "at": max(work[document.id].at for document in documents),
            "texts": {document.id: self._state(document, work[document.id]) for document in documents},
        }

    def _state(self, document: Document, work: DocumentWork) -> dict[str, Any]:
        marks = {}
        for marking in document.marks:
            tries = work.checked(marking.id)
            phrases = tries[-1].body.phrases if tries else ()
            panel = marked_panel(self.setting, document, marking, phrases, len(tries)) if tries else NOTHING
            verdicts = judge_marks(document, marking, phrases) if tries else ()
            fits = {verdict.phrase.key: verdict.fit for verdict in verdicts}
            marks[marking.id] = {"phrases": list(phrases), "fits": fits, "panel": panel}
        replies = {}
        for question in document.questions:
            entry = work.replies.get(question.id)
            option = question.option(entry.body.option) if entry else None
            if entry and option:
                panel = reply_panel(self.setting, option)
                replies[question.id] = {"chosen": option.id, "based": entry.id, "panel": panel}
        ours = missing_panel(self.setting, document) if work.missing.strip() else NOTHING
        return {"marks": marks, "replies": replies, "missing": work.missing, "ours": ours}

    def on_check(self, content: dict[str, Any]) -> dict[str, Any]:
        """Check what was marked: each time is a try of its own, unless nothing was changed."""
        box, answer = self.read_box(content)
        id, _, inside = box.partition("/")
        document, mark = self._document(id), marked_in(inside)
        keys = {phrase.key for phrase in document.phrases}
        phrases = tuple(key for key in answer.choices if key in keys)
        if document.marking(mark) is None or not phrases:
            raise OddMessage("nothing is marked")
        marked = Marked(mark=mark, phrases=phrases, over=self.over(content))
        work, newer = self.place(content, box, Answer(chosen=phrases), marked)
        return {**self.fresh(work), "newer": newer}

    def on_reply(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save an answer to a question, unless the record holds another that this page has not shown."""
        document = self._document(read_text(content, "document"))
        question = document.question(read_text(content, "question"))
        option = read_text(content, "option")
        if question is None or question.option(option) is None:
            raise OddMessage("no such answer")
        known = read_ids(content, "based") or frozenset()
        asked: DocumentQuestion = question

        def is_unseen(works: Works) -> bool:
            entry = works[document.id].replies.get(asked.id)
            return entry is not None and entry.id not in known and entry.body.option != option

        def decide(works: Works) -> Body | None:
            entry = works[document.id].replies.get(asked.id)
            if is_unseen(works) or (entry is not None and entry.body.option == option):
                return None
            return Replied(question=asked.id, option=option)

        works = self.add(content, document.id, decide)
        newer = self.setting.words["document"]["newer-reply"] if is_unseen(works) else ""
        return {**self.fresh(works), "said": newer}

    def on_miss(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save what the learner misses; ours is shown then."""
        box, answer = self.read_box(content)
        if not self.has_text(box) or not (answer.text or "").strip():
            raise OddMessage("nothing is written")
        said = MissingSaid(text=answer.text or "", over=self.over(content))
        work, newer = self.place(content, box, answer, said)
        return {**self.fresh(work), "newer": newer}


def boxes_of(document: Document) -> list[str]:
    """Return the names of the boxes of one document: each marking, and the line."""
    inside = [*(mark_box(marking.id) for marking in document.marks), MISSING]
    return [f"{document.id}/{box}" for box in inside]


def _text(setting: Setting, document: Document) -> dict[str, Any]:
    """Return one document as the page draws it."""
    total = len(document.marks)
    return {
        "id": document.id,
        "title": phrase(document.title),
        "name": plain(document.title),
        "when": of_when(setting, document),
        "before": prose(document.before),
        "paragraphs": [
            [{"key": part.key, "text": part.words} for part in paragraph] for paragraph in document.paragraphs
        ],
        # Of each paragraph: what stands before it where it is English among texts of another language.
        "english": [
            ENGLISH_MARK if document.is_english(number) else "" for number, _ in enumerate(document.paragraphs)
        ],
        "source": about_source(setting, document),
        "marks": [
            {
                "id": marking.id,
                "number": setting.word("document", "number", number=number, total=total) if total > 1 else "",
                "html": phrase(marking.asks),
            }
            for number, marking in enumerate(document.marks, 1)
        ],
        "questions": [
            {
                "id": question.id,
                "html": phrase(question.asks),
                "options": [{"id": option.id, "html": phrase(option.says)} for option in question.options],
            }
            for question in document.questions
        ],
        "missing": phrase(document.missing.asks),
    }
