"""The filing of what a lesson taught, inside a trial: what the page gets of it, and what a press on the page says.

What is saved: ``filed`` events (the side, or the reason: each changes one of them), an ``opened`` event when our map is
opened, and an ``argument`` where something that is not on our map is kept as one of the learner's own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from course.answers.claim import ClaimWork
from course.answers.events import Argument, Filed
from course.answers.filing import Filing, choices
from course.answers.lessons import is_open
from course.html.filing import SIDES, beside
from course.html.text import phrase, plain
from course.model.claim import Claim
from course.model.lesson import Met
from course.widgets.message import OddMessage, read_text
from course.widgets.setting import Setting

_KEPT = "met-"


def filing_spec(setting: Setting, met: Sequence[Met]) -> dict[str, Any]:
    """Return what there is to file, and the places where it can be filed."""
    words = setting.words["trial"]
    return {
        "met": [{"id": item.id, "html": phrase(item.says), "text": plain(item.says)} for item in met],
        "sides": [{"value": side, "text": words[f"file-{side}"]} for side in SIDES],
    }


def filing_state(setting: Setting, claim: Claim, met: Sequence[Met], work: ClaimWork) -> dict[str, Any]:
    """Return how things are filed, and beside them our map, once it is open.

    Where a map was worked with in an older version of the course, which knew no filing, it is open and nothing is
    asked.
    """
    has_opened = is_open(work, setting.stem) if met else True
    filed = {item.id: work.filed.get(item.id, Filing()) for item in met}
    count = sum(filing.side != "" for filing in filed.values())
    asked = any(item.id in work.filed for item in met) or any(entry.lesson == setting.stem for entry in work.opened)
    return {
        "isOpen": has_opened,
        "isAsked": bool(met) and (asked or not has_opened),
        "filed": {id: {"side": filing.side, "why": filing.why} for id, filing in filed.items() if filing != Filing()},
        "sided": {id: entry.id for id, entry in choices(work.filings).items()},
        "count": setting.word("trial", "filed-count", filed=count, total=len(met)),
        "beside": {item.id: _beside(setting, claim, item, work) for item in met} if has_opened else {},
    }


def _beside(setting: Setting, claim: Claim, item: Met, work: ClaimWork) -> dict[str, Any]:
    ours = beside(setting, claim, item, work.filed.get(item.id, Filing()))
    is_kept = any(argument.id == kept_id(item) for argument in work.own)
    return {
        "says": ours.says,
        "html": ours.piece,
        "parts": ours.parts,
        "keeps": "kept" if is_kept else "offered" if ours.can_keep else "",
    }


def kept_id(item: Met) -> str:
    """Return the id of the own argument that something filed becomes: pressed on two pages, it is one argument."""
    return f"{_KEPT}{item.id}"


def keep(item: Met, filing: Filing) -> Argument | None:
    """Return what was filed as an argument of the learner's own, None where it was filed on neither side."""
    if filing.side not in ("for", "against"):
        return None
    text = "\n".join(part for part in (plain(item.says), filing.why) if part)
    return Argument(id=kept_id(item), side=filing.side, text=text)


def read_filed(content: Mapping[str, Any], met: Sequence[Met]) -> Filed:
    """Return what a choice of a side files."""
    id = read_met(content, met).id
    if content.get("side") not in SIDES:
        raise OddMessage("no such side")
    return msgspec.convert({"id": id, "side": content.get("side")}, Filed)


def read_met(content: Mapping[str, Any], met: Sequence[Met]) -> Met:
    """Return what a message is about."""
    id = read_text(content, "id")
    item = next((item for item in met if item.id == id), None)
    if item is None:
        raise OddMessage("nothing of that name is to be filed")
    return item
