"""From the notebook to the live class: whoever joined with the code, their answers go along as they are saved.

A thread of its own sends them. A lesson never waits for it, and nothing that goes wrong there stops a lesson.
"""

import sys
import threading
import weakref
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from course.answers.profile import read_name
from course.answers.to_class import Sent, all_to_class
from course.content import lessons
from course.model.event import write_moment
from course.pages.membership import Membership, is_open_to_all, read_address, read_membership, write_membership
from course.pages.server import Reply, Unreachable, ask, hub_login
from course.record import RecordError
from course.widgets.opening import InClass, Joined
from course.widgets.setting import Setting

IN_BROWSER = sys.platform == "emscripten"
"""Whether Python runs in a browser, which gives it no threads, and no way to another host that does not ask for it."""
EVERY = 3.0
"""Seconds between two looks at which questions are open, while an answer waits for its question."""
LATE = 5
"""So many times longer are the pauses while only such answers wait whose question was closed before they came."""
SLOWEST = 30.0
"""Seconds to which the pauses grow while nobody answers."""
_COOKIE = "course_live_{}={}"
_OPEN: dict[tuple[Path, str], "ClassLink"] = {}


class ClassLink:
    """The way from one lesson's notebook to a class. ``slides`` are what a class can be asked in this lesson."""

    def __init__(self, setting: Setting, slides: Collection[str], *, every: float = EVERY):
        self.setting = setting
        self.record = setting.record
        self.folder = setting.record.where.parent
        self._slides = slides
        self._every = every
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._unfollow: Callable[[], object] = lambda: None
        self._followers: list[weakref.WeakMethod[Callable[[], None]]] = []
        self._forget("")
        here = self._here()
        if here:
            self.record.begin_as(here.record)
            self._start()

    # --- What the head of the lesson shows and does ---

    def follow(self, changed: Callable[[], None]) -> None:
        """Call ``changed``, a method of something, whenever the state is another."""
        self._followers.append(weakref.WeakMethod(changed))

    def state(self) -> InClass:
        """Return how it stands."""
        known, here = read_membership(self.folder), self._here()
        with self._lock:
            counts = {"there": len(self._there), "waits": self._waits}
            told = self._told
        return InClass(
            joined=here is not None,
            title=here.title if here else "",
            address=known.address if known else "",
            name="" if here else read_name(self.record.events(kind="profile")),
            counts=self._word("counts", **counts) if here else "",
            told=told,
        )

    def join(self, code: str, address: str, name: str) -> Joined:
        """Join the class; say why where that cannot be."""
        base, code = read_address(address, code)
        if not base:
            return Joined(trouble=self._word("no-address"))
        if not code:
            return Joined(trouble=self._word("no-code"))
        if is_open_to_all(base):
            return Joined(trouble=self._word("open-to-all"))
        if IN_BROWSER:
            page = f"{base}/j/{quote(code)}"
            return Joined(
                trouble=self._word("in-browser" if base.startswith("https:") else "in-browser-near", page=page)
            )
        before = read_membership(self.folder)
        id = self.record.identity()
        # Who left this class and comes back is the same person, and counts once.
        known = {"cookie": _COOKIE.format(before.room[:12], before.token)} if before else {}
        try:
            reply = ask(base, "POST", "/join", {"code": code, "name": name, "record": id}, {**known, **hub_login(base)})
        except Unreachable:
            return Joined(trouble=self._word("unreachable", address=base))
        made = _membership(reply, base, id, self._since())
        if made is None:
            says = reply.told.get("says")
            trouble = says if isinstance(says, str) else self._word("unreachable", address=base)
            return Joined(trouble=trouble)
        if made.lesson != self.setting.stem:
            if not before or made.room != before.room:
                self._take_back(made)
            return Joined(trouble=self._word("other-lesson", lesson=lessons.named(made.lesson)))
        try:
            write_membership(self.folder, made)
        except OSError as problem:
            return Joined(trouble=self._word("unkept", problem=problem.strerror or problem))
        self._forget("")
        self._start()
        return Joined()

    def leave(self) -> None:
        """Send nothing any more. What is in the class stays there."""
        self._part(self._word("left"))

    def stop(self) -> None:
        """End the thread; the membership stays."""
        self._stopped.set()
        self._wake.set()
        self._unfollow()

    def _word(self, key: str, **values: object) -> str:
        return self.setting.word("joining", key, **values)

    def _here(self) -> Membership | None:
        """Return the membership that is about this lesson and was not left."""
        kept = read_membership(self.folder)
        return kept if kept and kept.lesson == self.setting.stem and not kept.left else None

    def _since(self) -> str:
        """Return the moment after which answers go along. A record's clock may be ahead of this computer's."""
        events = self.record.events(self.setting.stem)
        return max(write_moment(datetime.now(UTC)), events[-1].at if events else "")

    def _take_back(self, made: Membership) -> None:
        """Leave a class that is about another lesson, without a trace."""
        try:
            ask(made.address, "DELETE", f"/r/{made.room}/me", None, _bearer(made))
        except Unreachable:
            return

    def _part(self, told: str) -> None:
        here = self._here()
        if here:
            try:
                write_membership(self.folder, msgspec.structs.replace(here, left=True))
            except OSError:
                self.stop()
        self._forget(told)
        self._wake.set()

    def _forget(self, told: str) -> None:
        with self._lock:
            self._there: set[str] = set()
            self._done: set[str] = set()
            self._revs: dict[str, int] = {}
            self._shut: set[str] = set()
            # What came after its question was closed, by press. It goes along where the question is opened again.
            self._late: set[str] = set()
            self._open: set[str] = set()
            self._waits = 0
            self._only_late = False
            self._told = told

    # --- The thread ---

    def _start(self) -> None:
        self._wake.set()
        if self._thread is None or not self._thread.is_alive():
            self._unfollow()
            self._unfollow = self.record.listen(self._wake.set)
            self._stopped.clear()
            self._thread = threading.Thread(target=self._run, name="course-class", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        pause: float | None = None
        failures = 0
        while True:
            self._wake.wait(pause)
            self._wake.clear()
            if self._stopped.is_set():
                return
            here = self._here()
            if here is None:
                # Left, or joined from another lesson: this one is silent until somebody joins here again.
                pause = None
                continue
            try:
                self._send_all(here)
                failures = 0
            except (Unreachable, RecordError):
                failures += 1
            every = self._every * (LATE if self._only_late else 2**failures)
            pause = min(every, SLOWEST) if failures or self._waits else None
            self._tell()

    def _tell(self) -> None:
        for follower in list(self._followers):
            changed = follower()
            if changed is None:
                self._followers.remove(follower)
            else:
                changed()

    def _send_all(self, here: Membership) -> None:
        """Send what was not sent yet; raise Unreachable where the class does not answer."""
        events = self.record.events(self.setting.stem)
        found = all_to_class(events, here.joined_at, self._slides)
        left = [sent for sent in found if sent.press not in self._done]
        self._count(left)
        # A new answer says that its question may be open: then the late ones before it are tried with it.
        tried = {sent.slide for sent in left if sent.press not in self._late}
        if any(sent.slide in self._shut or sent.slide not in tried for sent in left):
            if not self._look(here):
                return
            tried |= self._open
        for sent in left:
            # What was answered first is sent first, so what stands in the class is the latest.
            if sent.slide in tried - self._shut and not self._send(here, sent):
                return
        self._count(left)

    def _count(self, left: Iterable[Sent]) -> None:
        """Count what waits, and whether all of it is late."""
        waiting = [sent for sent in left if sent.press not in self._done]
        with self._lock:
            self._waits = len({sent.slide for sent in waiting})
            self._only_late = bool(waiting) and all(sent.press in self._late for sent in waiting)

    def _look(self, here: Membership) -> bool:
        """Look which questions are open; return whether the class goes on."""
        reply = ask(here.address, "GET", f"/r/{here.room}/state", None, _bearer(here))
        if self._is_over(reply):
            return False
        if reply.status != 200:
            raise Unreachable
        if reply.told.get("ended"):
            self._part(self._word("ended"))
            return False
        slides = reply.told.get("slides")
        listed = [entry for entry in slides if isinstance(entry, dict)] if isinstance(slides, list) else []
        paused = reply.told.get("paused")
        self._open = {str(entry.get("id")) for entry in listed if entry.get("state") == "open" and not paused}
        # What is closed is tried too: it says that it is.
        self._shut -= {str(entry.get("id")) for entry in listed if not (paused and entry.get("state") == "open")}
        return True

    def _send(self, here: Membership, sent: Sent) -> bool:
        """Send one answer; return whether the class goes on. Raises Unreachable where it is to be tried again."""
        for _ in range(2):
            rev = self._revs.get(sent.slide, 0) + 1
            message = {"press": sent.press, "rev": rev, "answer": sent.answer.plain()}
            path = f"/r/{here.room}/answers/{quote(sent.slide)}"
            reply = ask(here.address, "PUT", path, message, _bearer(here))
            if self._is_over(reply):
                return False
            kept = reply.told.get("rev")
            with self._lock:
                if isinstance(kept, int):
                    self._revs[sent.slide] = max(kept, self._revs.get(sent.slide, 0))
                if reply.status == 200:
                    self._done.add(sent.press)
                    self._there.add(sent.slide)
                    self._late.discard(sent.press)
                    if not self._late and self._told == self._word("closed"):
                        self._told = ""
                    return True
            if reply.status != 409:
                break
        if reply.status == 404 or reply.told.get("outcome") == "paused":
            self._shut.add(sent.slide)
        elif reply.status == 423:
            with self._lock:
                self._late.add(sent.press)
                self._told = self._word("closed")
        elif reply.status in (409, 413, 422):
            with self._lock:
                self._done.add(sent.press)
                self._told = self._word("not-taken")
        else:
            raise Unreachable
        return True

    def _is_over(self, reply: Reply) -> bool:
        """Return whether the class knows us no more; then it is left, and the head says so."""
        gone = reply.status in (401, 410) or (reply.status == 404 and reply.told.get("trouble") == "no-class")
        if gone:
            self._part(self._word("gone"))
        return gone


def link_of(setting: Setting, slides: Collection[str]) -> ClassLink:
    """Return the way from this lesson to a class; a lesson that is opened again has one, and not two."""
    key = (setting.record.where, setting.stem)
    before = _OPEN.pop(key, None)
    if before:
        before.stop()
    _OPEN[key] = ClassLink(setting, slides)
    return _OPEN[key]


def _bearer(here: Membership) -> dict[str, str]:
    return {"authorization": f"Bearer {here.token}"}


def _membership(reply: Reply, address: str, record: str, since: str) -> Membership | None:
    """Return the membership that a class gave, None where it gave none."""
    told: dict[str, Any] = {key: reply.told.get(key) for key in ("room", "token", "lesson", "title")}
    if reply.status != 200 or not all(isinstance(value, str) for value in told.values()):
        return None
    room = told["room"]
    if not room.isalnum() or not told["token"].isprintable():
        return None
    return Membership(address=address, joined_at=since, record=record, **told)
