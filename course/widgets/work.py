"""My work: what a learner has written here, a backup to take away, and a backup to bring back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from course.answers import profile
from course.answers.events import READER, Profile, to_body
from course.html.element import NOTHING, join, p
from course.html.work import Written, answers, work_face
from course.model.language import with_commas
from course.record import BackupError, RecordError, Survey, backup_name, pack_record, restore
from course.widgets.message import read_press, read_text
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class MyWork(CourseWidget):
    """The learner's answers in this lesson, and backup and restore for the whole course.

    Backup and restore stand whatever is in the record: the list of answers is made after them, and where it cannot be
    made a sentence says so in its place.
    """

    entry = "work"

    def __init__(self, setting: Setting, written: Callable[[], Sequence[Written]]):
        self._written = written
        words = setting.words["work"]
        super().__init__(
            setting,
            face=work_face(setting),
            spec={
                "pocket": setting.pocket("profile/name"),
                "words": {**setting.words["form"], **words},
                "where": setting.word("work", "where", folder=str(setting.record.where.parent)),
                "name": profile.read_name(setting.record.events(item=profile.ITEM)),
            },
        )
        self.state = self._state()

    def _state(self, *, afresh: bool = False) -> dict[str, Any]:
        damaged = ""
        notes = NOTHING
        try:
            survey = self.setting.record.examine(READER, afresh=afresh)
            notes = join((self._unread(survey.unread), self._altered(survey)))
        except RecordError as trouble:
            damaged = str(trouble) if trouble.code == "damaged" else ""
        return {"answers": join((self._answers(), notes)), "damaged": damaged}

    def _answers(self) -> Markup:
        try:
            written = self._written()
        except RecordError:
            raise
        except Exception as problem:
            # Whatever it was, it must not take away the only way to a backup.
            about = f"{type(problem).__name__}: {problem}"
            return p(self.setting.word("work", "no-list", problem=about))
        return answers(self.setting, written)

    def _unread(self, count: int) -> Markup:
        if not count:
            return NOTHING
        unread = self.setting.word("work", "unread-one" if count == 1 else "unread", count=count)
        return p(unread, class_="course-note")

    def _altered(self, survey: Survey) -> Markup:
        """Say which entries a disk has altered; their text is shown as it now reads."""
        if not survey.altered:
            return NOTHING
        named = dict.fromkeys(f"{lesson} · {item}" if lesson else "?" for lesson, item in survey.places)
        where = with_commas(named) + (" …" if survey.altered > len(survey.places) else "")
        key = "altered-one" if survey.altered == 1 else "altered"
        return p(self.setting.word("work", key, count=survey.altered, where=where), class_="course-note")

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what is saved by now; who asks for it has all of the file looked through."""
        return self._state(afresh=True)

    def on_set_aside(self, content: dict[str, Any]) -> dict[str, Any]:
        """Put a damaged file aside and go on in a new one with everything that can still be read."""
        aside = self.setting.record.set_aside()
        said = self.setting.word("work", "aside", file=aside.file.name, count=aside.events)
        return {**self._state(), "said": said}

    def on_backup(self, content: dict[str, Any]) -> dict[str, Any]:
        """Make a backup and hand it to the page, which downloads it."""
        name = read_text(content, "name").strip()[:120]
        record = self.setting.record
        if name:
            record.save(
                self.setting.stem,
                profile.ITEM,
                lambda known: None if profile.read_name(known) == name else to_body(Profile(name=name)),
                among={"item": profile.ITEM},
                id=read_press(content),
            )
        packed = pack_record(record, name)
        file = backup_name(record, datetime.now(), name)
        self.send({"file": file}, buffers=[packed.data])
        said = self.setting.word("work", "made", name=file, count=packed.events)
        if packed.left_out:
            said += " " + self.setting.word("work", "left-out", count=packed.left_out)
        return {**self._state(), "said": said}

    def on_restore(self, content: dict[str, Any]) -> dict[str, Any]:
        """Take in a backup. A file that is not one changes nothing."""
        try:
            data = content.get("data")
            found = restore(self.setting.record, data if isinstance(data, bytes) else b"")
        except BackupError as error:
            return {"said": "", "trouble": str(error)}
        said = self.setting.word("work", "restored", new=found.new, known=found.known)
        return {**self._state(), "said": said}
