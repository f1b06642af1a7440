"""My work: what a learner has written here, a backup to take away, and a backup to bring back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from course.html.work import Written, answers, work_face
from course.record import BackupError, backup_name, make_backup, restore
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget, script


class MyWork(CourseWidget):
    """The learner's answers in this lesson, and backup and restore for the whole course."""

    _esm = script("controls", "work")

    def __init__(self, setting: Setting, written: Callable[[], Sequence[Written]]):
        self._written = written
        words = setting.words["work"]
        profile = setting.record.events(kind="profile")
        super().__init__(
            setting,
            face=work_face(setting),
            spec={
                "words": {**setting.words["form"], **words},
                "where": setting.word("work", "where", folder=str(setting.record.where.parent)),
                "name": profile[-1].body.get("name", "") if profile else "",
            },
        )
        self.state = self._state()

    def _state(self) -> dict[str, Any]:
        trouble = self.setting.record.writable()
        damaged = trouble is not None and trouble.code == "damaged"
        return {"answers": answers(self.setting, self._written()), "damaged": str(trouble) if damaged else ""}

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what is saved by now."""
        return self._state()

    def on_set_aside(self, content: dict[str, Any]) -> dict[str, Any]:
        """Put a damaged file aside and go on in a new one with everything that can still be read."""
        kept = self.setting.record.set_aside()
        return {**self._state(), "said": self.setting.word("work", "aside", file=kept.name)}

    def on_backup(self, content: dict[str, Any]) -> dict[str, Any]:
        """Make a backup and hand it to the page, which downloads it."""
        name = str(content.get("name") or "").strip()[:120]
        record = self.setting.record
        if name:
            known = record.events(kind="profile")
            if not known or known[-1].body.get("name") != name:
                record.append(self.setting.stem, "profile", "profile", {"name": name})
        data = make_backup(record, name)
        file = backup_name(record, datetime.now(), name)
        self.send({"file": file}, buffers=[data])
        count = len(record.events())
        return {**self._state(), "said": self.setting.word("work", "made", name=file, count=count)}

    def on_restore(self, content: dict[str, Any]) -> dict[str, Any]:
        """Take in a backup. A file that is not one changes nothing."""
        try:
            found = restore(self.setting.record, content.get("data", b""))
        except BackupError as error:
            return {"said": "", "trouble": str(error)}
        said = self.setting.word("work", "restored", new=found.new, known=found.known)
        return {**self._state(), "said": said}
