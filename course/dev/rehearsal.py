"""Plays a whole lesson with a class of scripted phones: ``python -m course.dev.rehearsal 05 --pictures FOLDER``.

The steps are those of the run-sheet that a teacher prints. Beside the teacher's console and the projector stand N
phones in one Chromium, each a context of its own. Minutes are not waited for. At every step pictures are taken and the
pages are looked at: what is wrong with one is told at the end, and the exit code is 1. The pictures are for somebody to
look at: what is merely ugly, unclear or too long no check finds.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import msgspec
from playwright.async_api import Browser, Error, Page, async_playwright

from course.content import lessons
from course.content.interface import words
from course.content.outline import outline
from course.content.place import PACKAGE
from course.dev.pupil import ARABIC, NAMES, Faults, Pupil, sentences
from course.dev.served import Served
from course.live import steps
from course.live.deck import Deck, Slide, deck_of
from course.model.answer import Answer
from course.teacher.handouts.runsheet import Slot, run_sheet

AXE = PACKAGE.parent / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")
SCREEN = {"width": 1280, "height": 720}
LEAST_PX = 32
"""What is smaller on the projector is not read from the last row."""
AT_ONCE = 6
"""So many phones are tapped at the same time: more would only wait for the computer."""
BESIDE = 2
"""So many texts stand beside each other."""
ENOUGH = 5
"""From so many answers on the class sees bars."""
ARABIC_PUPILS, SMALL, DARK = (4, 27), (2, 11, 23), (1, 7, 15, 23, 28)
"""Places of those who write Arabic, of phones 360 px wide, of those whose phones are dark."""
CUT_OFF, RELOADS, MOVES = 5, 6, 8
"""Places of who loses the network for a while, who loads the page anew in a sentence, who goes on elsewhere."""
SMALLEST = """() => {
  const walker = document.createTreeWalker(document.getElementById("live"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!textContent.trim() || !parentElement.checkVisibility()) continue;
    found.push([parseFloat(getComputedStyle(parentElement).fontSize), textContent.trim().slice(0, 60)]);
  }
  return found.sort((one, other) => one[0] - other[0])[0] ?? [99, ""];
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RULES = """async () => {
  const told = await axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  });
  return told.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is rehearsed: the first ``steps`` questions of each session, or all with 0. Pictures go to ``pictures``."""

    stem: str
    phones: int = 30
    sessions: tuple[int, ...] = ()
    minutes: int = 45
    steps: int = 0
    seed: int = 1
    pictures: Path | None = None
    dark: bool = False


class Told(msgspec.Struct, kw_only=True):
    """What came of it: answers that were sent and kept, and everything that was wrong."""

    sent: int = 0
    kept: int = 0
    lost: int = 0
    doubled: int = 0
    seen: list[str] = []
    troubles: list[str] = []


class Asked(msgspec.Struct, frozen=True):
    """A question on the way, its time in the run-sheet, and whether the console's next leads to it."""

    slide: Slide
    slot: Slot
    is_next: bool


def way_of(wanted: Wanted, deck: Deck) -> list[Asked]:
    """Return what is asked, as the run-sheets of the wanted minutes say.

    Where the rehearsal or a run-sheet leaves questions out, the teacher chooses the following one in the list.
    """
    notebook, lesson = outline(wanted.stem), deck.lesson
    way = steps.stops(deck)
    after: dict[str, str] = {}
    following = ""
    for stop in reversed(way):
        after[stop.id] = following
        following = stop.id if stop.core else following
    asked: list[Asked] = []
    for number in wanted.sessions or range(1, len(lesson.sessions) + 1):
        found = [
            (slide, slot)
            for slot in run_sheet(lesson, wanted.minutes, notebook, number).slots
            for slide in deck.slides.values()
            if slide.session == number and slide.block in [step.block.title for step in slot.steps]
        ]
        for slide, slot in found[: wanted.steps or None]:
            # Before the first question next leads to the first of the core, which is what "following" ended at.
            expected = after[asked[-1].slide.id] if asked else following
            asked.append(Asked(slide, slot, slide.id == expected))
    return asked


class Rehearsal:
    """A class that plays a lesson."""

    def __init__(self, wanted: Wanted, server: Served, browser: Browser):
        self.wanted = wanted
        self.server = server
        self.browser = browser
        self.deck: Deck = deck_of(wanted.stem)
        self.told = Told()
        self.pupils: list[Pupil] = []
        self.approved: set[str] = set()
        self.shots = 0
        self._looked: set[str] = set()
        self._few_at_once = asyncio.Semaphore(AT_ONCE)
        self._sentences = sentences(random.Random(wanted.seed))
        self._arabic = iter(ARABIC * 40)

    # --- Everybody comes ---

    async def open(self) -> None:
        """Open console and projector, and let everybody join."""
        base = f"http://127.0.0.1:{self.server.port}"
        scheme: Literal["dark", "light"] = "dark" if self.wanted.dark else "light"
        self.context = await self.browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
        self.console = await self.context.new_page()
        self.projector = await self.context.new_page()
        await self.projector.set_viewport_size({"width": SCREEN["width"], "height": SCREEN["height"]})
        self.faults = [Faults(self.console, "console"), Faults(self.projector, "projector")]
        for page, more in ((self.console, ""), (self.projector, "page=projector&")):
            await page.goto(f"{base}/t/{self.server.room}?{more}key={self.server.key}")
        await self.projector.locator(".code").wait_for()
        await self.console.locator(".desk-list button").first.wait_for()
        await self.look("nobody-yet")
        for place in range(self.wanted.phones):
            name = NAMES[place % len(NAMES)] + ("" if place < len(NAMES) else f" {place}")
            chance = random.Random(f"{self.wanted.seed}/{place}")
            pupil = Pupil(place + 1, name, writes_arabic=place in ARABIC_PUPILS, chance=chance)
            width = 360 if place in SMALL else 390
            await pupil.come(self.browser, width=width, height=844, scheme="dark" if place in DARK else "light")
            self.pupils.append(pupil)
        await self.everybody(lambda pupil: pupil.join(f"{base}/j/{self.server.code}"))
        here = words()["projector"]["here"].format(people=self.wanted.phones)
        await self.projector.get_by_text(here).first.wait_for()
        await self.look("everybody-here")

    async def everybody(self, do: Callable[[Pupil], Awaitable[object]], pupils: Sequence[Pupil] | None = None) -> None:
        """Let everybody do something, some at the same time; who cannot is noted."""

        async def one(pupil: Pupil) -> None:
            async with self._few_at_once:
                try:
                    await do(pupil)
                except Error as trouble:
                    self.note(f"{pupil.called}: {' '.join(str(trouble).split())[:300]}")
                    await self.shoot(
                        pupil.page, f"trouble-{len(self.told.troubles)}-phone-{pupil.number:02}", whole=True
                    )

        await asyncio.gather(*(one(pupil) for pupil in (self.pupils if pupils is None else pupils)))

    def is_at(self, pupil: Pupil, place: int) -> bool:
        """Return whether a pupil has that place; of a small class somebody has it too."""
        return (pupil.number - 1) == place % len(self.pupils)

    def note(self, trouble: str) -> None:
        """Note something that is wrong."""
        self.told.troubles.append(trouble)
        print(f"  ! {trouble}", flush=True)

    # --- The lesson ---

    async def play(self) -> None:
        """Go through the sessions as their run-sheets say."""
        for asked in way_of(self.wanted, self.deck):
            await self.try_to_ask(asked)
        await self.end()

    async def try_to_ask(self, asked: Asked) -> None:
        """Play a question; what does not come is noted, and the lesson goes on."""
        slide = asked.slide
        try:
            await self.ask(asked)
        except Error as trouble:
            self.note(f"{slide.id}: {' '.join(str(trouble).split())[:300]}")
            await self.look(f"trouble-{slide.id.replace('.', '-')}", "")

    async def ask(self, asked: Asked) -> None:
        """Go on to a question, let everybody answer, look at what they said."""
        slide, slot = asked.slide, asked.slot
        begun = time.monotonic()
        await self.go_to(asked)
        kind = f"{slide.call} {type(slide.control).__name__}"
        name = slide.id.replace(".", "-")
        await self.look(f"{name}-open", kind)
        if slide.control is None:
            return
        if slide.first:
            await self.settle("pairs")
        await self.answer(slide)
        await self.look(f"{name}-answered", f"{kind} answered")
        if self.deck.find(f"{slide.id[:-1]}2") and slide.round == 1 and slide.call == "discuss":
            await self.pair(slide)
        if len(self.told.seen) == 3:
            await self.pause()
        await self.press_next("close")
        await self.settle(slide.id, "closed")
        follows = self.deck.slides.get(f"{slide.id[:-1]}2")
        is_first_vote = slide.round == 1 and follows is not None and slide.call == "discuss"
        if not is_first_vote:
            await self.show(slide, kind, name)
        took = time.monotonic() - begun
        at = f"{slot.start}:00, {slot.minutes} min"
        self.told.seen.append(slide.id)
        print(f"{at:>14}  {slide.block} · {slide.id} ({took:.0f} s)", flush=True)

    async def go_to(self, asked: Asked) -> None:
        """Press next, as the teacher does, until the class is at this question; choose it if next leads elsewhere."""
        slide = asked.slide
        if not asked.is_next:
            await self.jump_to(slide)
        for _ in range(4):
            state = self.desk()
            now = next(one for one in state["slides"] if one["id"] == slide.id)
            if state["current"] == slide.id and now["state"] != "hidden":
                break
            await self.press_next()
        else:
            self.note(f"{slide.id}: the console's next leads elsewhere than the run-sheet, to {self.desk()['current']}")
            await self.jump_to(slide)
        await self.settle(slide.id, "open")

    async def jump_to(self, slide: Slide) -> None:
        """Choose a question in the console's list and open it, as at the beginning of a second session."""
        await self.console.locator(f".desk-list [data-key='{slide.id}']").click()
        await self.console.get_by_role("button", name=words()["console"]["open"], exact=True).click()
        for _ in range(200):
            if self.desk()["current"] == slide.id:
                return
            await asyncio.sleep(0.05)

    def desk(self) -> dict:  # type: ignore[type-arg]
        """Return what the server tells the teacher."""
        return self.server.ask("GET", f"/t/{self.server.room}/state", headers=self.server.teacher)[1]  # type: ignore[no-any-return]

    async def press_next(self, doing: str = "") -> None:
        """Press the console's large button, after it says what is expected of it."""
        mark = self.desk()["mark"]
        button = self.console.locator("[data-key='next']")
        if doing:
            await self.console.get_by_role("button", name=words()["console"][f"ahead-{doing}"], exact=True).wait_for()
        await button.click()
        for _ in range(200):
            if self.desk()["mark"] != mark:
                return
            await asyncio.sleep(0.05)
        self.note(f"next did nothing at {mark}")

    async def settle(self, slide: str, state: str = "") -> None:
        """Wait until every page shows how the class stands."""
        if not state:
            return
        said = words()["console"]
        shown = {"open": said["is-open"], "closed": said["is-closed"], "shown": said["is-shown"]}[state]
        await self.console.locator(".desk-now b").filter(has_text=shown).first.wait_for()
        if state == "open":
            await self.everybody(lambda pupil: pupil.page.locator(f"[data-slide='{slide}']").wait_for())

    async def answer(self, slide: Slide) -> None:
        """Let everybody answer, each in their own way, and see that each phone says that it is saved."""
        usual = f"{self.wanted.seed}/{slide.item}"
        answers: dict[int, Answer] = {}
        for pupil in self.pupils:
            writes = slide.is_text or bool(slide.reason)
            sentence = next(self._arabic if pupil.writes_arabic else self._sentences) if writes else ""
            answers[pupil.number] = pupil.decide(slide, sentence, random.Random(usual))
        is_second = len(self.told.seen) == 1

        async def one(pupil: Pupil) -> None:
            answer = answers[pupil.number]
            if self.is_at(pupil, CUT_OFF) and is_second:
                await self.without_network(pupil, slide, answer)
                return
            if self.is_at(pupil, MOVES) and len(self.told.seen) == 2:
                first = await pupil.go_on_with_another_device(self.browser)
                await pupil.fill(slide, answer)
                await pupil.send(slide, answer)
                await pupil.is_saved()
                await first.context.close()
                return
            await pupil.fill(slide, answer)
            if self.is_at(pupil, RELOADS) and is_second:
                await pupil.page.wait_for_timeout(500)
                await pupil.page.reload()
                await pupil.page.locator(".live-question button[type=submit]").wait_for()
            await pupil.send(slide, answer, twice=pupil.number % 7 == 0)
            await pupil.is_saved()

        await self.everybody(one)
        answered = words()["projector"]["answered"].format(count=len(self.pupils), people=len(self.pupils))
        try:
            await self.projector.get_by_text(answered).wait_for()
        except Error:
            self.note(f"{slide.id}: the projector does not say '{answered}'")

    async def without_network(self, pupil: Pupil, slide: Slide, answer: Answer) -> None:
        """Answer where there is no network, see that the phone says so, and come back."""
        said = words()["phone"]
        pupil.faults.is_forgiven = True
        await pupil.context.set_offline(True)
        await pupil.fill(slide, answer)
        await pupil.send(slide, answer)
        await pupil.page.locator(".live-question .course-status").filter(has_text=said["unreachable"]).wait_for()
        await self.shoot(pupil.page, f"phone-{pupil.number:02}-offline")
        await pupil.context.set_offline(False)
        await pupil.is_saved()
        pupil.faults.is_forgiven = False

    async def pair(self, slide: Slide) -> None:
        """Send those who differ into pairs."""
        said = words()["console"]
        await self.console.get_by_text(said["pairs"], exact=True).click()
        await self.console.get_by_role("button", name=said["pairs-send"], exact=True).click()
        await self.console.get_by_text(said["pairs-sent"]).wait_for()
        await self.everybody(lambda pupil: pupil.page.locator(".live-pair").filter(has_text="1").first.wait_for(), [])
        await self.everybody(lambda pupil: pupil.page.locator("p.live-pair").first.wait_for())
        await self.look(f"{slide.id.replace('.', '-')}-pairs", "pairs")

    async def pause(self) -> None:
        """Stop all screens, and go on."""
        said = words()["console"]
        await self.console.get_by_role("button", name=said["pause"], exact=True).click()
        await self.projector.get_by_text(words()["projector"]["paused"], exact=True).wait_for()
        await self.everybody(lambda pupil: pupil.page.get_by_text(words()["phone"]["paused-note"]).wait_for())
        await self.look("paused", "paused")
        await self.console.get_by_role("button", name=said["resume"], exact=True).click()
        await self.projector.locator("h1:not(.huge)").first.wait_for()

    async def show(self, slide: Slide, kind: str, name: str) -> None:
        """Approve what may be seen, show what the class said, and turn the texts over."""
        said = words()["console"]
        has_texts = slide.is_text or bool(slide.reason)
        if has_texts:
            await self.approve(slide)
            await self.look(f"{name}-approved", "")
        await self.press_next("show")
        await self.settle(slide.id, "shown")
        if len(self.pupils) >= ENOUGH and not slide.is_text:
            await self.projector.locator(".chart").wait_for()
        await self.look(f"{name}-shown", f"{kind} shown")
        if not has_texts:
            return
        for view in ("one", "cloud", *(["groups"] if slide.exit or slide.is_text else [])):
            if view == "groups":
                await self.group(slide)
            await self.console.locator(f"[data-key='view-{view}']").check()
            if view != "one":
                await self.projector.locator(".alone").wait_for(state="detached")
            await self.projector.locator(
                {"one": ".alone", "cloud": ".cloud, .quiet", "groups": ".columns"}[view]
            ).first.wait_for()
            await self.look(f"{name}-{view}", view)
        await self.console.locator("[data-key='view-wall']").check()
        for place in (0, 1):
            await self.console.locator(".desk-approved").nth(place).get_by_label(said["compare"]).check()
        await self.console.get_by_role("button", name=said["beside"], exact=True).click()
        await self.projector.locator(".beside blockquote").nth(1).wait_for()
        await self.everybody(lambda pupil: pupil.page.locator(".live-quotes").first.wait_for())
        await self.look(f"{name}-beside", "beside")
        await self.console.get_by_role("button", name=said["beside-off"], exact=True).click()
        await self.projector.locator(".beside").wait_for(state="detached")

    async def approve(self, slide: Slide) -> None:
        """Let the class see some texts, and not others: at most six, one is declined, the rest waits."""
        said = words()["console"]
        for place in range(min(7, max(2, len(self.pupils) - 1))):
            waiting = self.console.locator(".desk-text.desk-new")
            if place < BESIDE:
                # The console fetches texts when it looks at a question: none are there yet, and two will be compared.
                await waiting.first.wait_for()
            if not await waiting.count():
                break
            first = waiting.first
            how = "decline" if place == 3 else "approve"
            key = await first.locator("[data-key^='first-']").get_attribute("data-key")
            text = await first.locator(".course-typed").inner_text()
            if how == "approve":
                self.approved.add(text)
            await first.get_by_role("button", name=said[how], exact=True).click()
            button = self.console.locator(f"[data-key='{key}']")
            await button.filter(has_text=said["take-back"]).wait_for()

    async def group(self, slide: Slide) -> None:
        """Sort three texts into two groups."""
        said = words()["console"]
        for place, name in enumerate(("Hope", "No promise", "Hope")):
            texts = self.console.locator(".desk-text.desk-approved")
            if place >= await texts.count():
                break
            if place < 2:
                await self.console.get_by_label(said["new-group"]).fill(name)
                await self.console.get_by_role("button", name=said["make-group"], exact=True).click()
            select = texts.nth(place).locator("select")
            await select.select_option(name)
            # Not `wait_for_function`: it asks again from within the page, where nobody may evaluate a string.
            for _ in range(100):
                if await select.input_value() == name:
                    break
                await asyncio.sleep(0.05)
            for _ in range(100):
                groups = self.desk()["board"].get("groups", {}).get(slide.id, {})
                if len(groups) > place:
                    break
                await asyncio.sleep(0.05)

    async def end(self) -> None:
        """End the class, and compare the file with what everybody meant."""
        said = words()["console"]
        await self.console.get_by_text(said["more"], exact=True).click()
        await self.console.get_by_role("button", name=said["end"], exact=True).click()
        await self.look("end-asked", "")
        await self.console.get_by_role("button", name=said["end-now"], exact=True).click()
        await self.projector.get_by_text(words()["projector"]["over"]).wait_for()
        await self.everybody(lambda pupil: pupil.page.get_by_text(words()["phone"]["ended"]).first.wait_for())
        await self.look("over", "over")
        for faults in (*self.faults, *(pupil.faults for pupil in self.pupils)):
            for fault in faults.found:
                self.note(fault)

    # --- Looking ---

    async def look(self, name: str, kind: str = "start") -> None:
        """Take pictures of projector, console and three phones, and look at what a machine can see."""
        self.shots += 1
        here = f"{self.shots:03}-{name}"
        await self.shoot(self.projector, f"{here}-projector")
        await self.shoot(self.console, f"{here}-console")
        places = dict.fromkeys((self.shots % max(1, len(self.pupils)), *ARABIC_PUPILS[:1], *SMALL[:1]))
        phones = [self.pupils[place] for place in places if place < len(self.pupils)]
        for pupil in phones:
            await self.shoot(pupil.page, f"{here}-phone-{pupil.number:02}", whole=True)
        size, text = await self.projector.evaluate(SMALLEST)
        if size < LEAST_PX:
            self.note(f"{here}: {size} px on the projector: {text}")
        await self.keep_secrets(here)
        pages: list[tuple[str, Page]] = [("projector", self.projector), ("console", self.console)]
        pages += [(pupil.called, pupil.page) for pupil in phones[:1]]
        for who, page in pages:
            if await page.evaluate(SIDEWAYS) > 0:
                self.note(f"{here}: the {who} goes on sideways")
            if kind and f"{who[:5]} {kind}" not in self._looked:
                self._looked.add(f"{who[:5]} {kind}")
                for trouble in await rules(page):
                    self.note(f"{here}: {who}: {trouble}")

    async def keep_secrets(self, here: str) -> None:
        """Note a name, or a text that was not approved, on the projector."""
        shown = await self.projector.evaluate("document.documentElement.outerHTML")
        for pupil in self.pupils:
            if pupil.name and pupil.name in shown:
                self.note(f"{here}: the projector names {pupil.name}")
            for answer in pupil.meant.values():
                for text in (answer.text, answer.why):
                    if text and text not in self.approved and text in shown:
                        self.note(f"{here}: the projector shows what was not approved: {text}")

    async def shoot(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Take a picture."""
        if self.wanted.pictures:
            await page.screenshot(path=self.wanted.pictures / f"{name}.png", full_page=whole)

    # --- What the file has ---

    def compare(self) -> Told:
        """Compare the class's file with what everybody meant: nothing lost, nothing doubled."""
        told = self.told
        with sqlite3.connect(f"file:{self.server.file}?mode=ro", uri=True) as file:
            persons = dict(file.execute("select person, record from live_person where gone = 0"))
            kept = {
                (persons[person], slide): msgspec.json.decode(answer, type=Answer)
                for person, slide, answer in file.execute("select person, slide, answer from live_answer")
            }
            events = Counter(persons[person] for (person,) in file.execute("select person from live_event"))
        meant = {(pupil.record, slide): answer for pupil in self.pupils for slide, answer in pupil.meant.items()}
        for (record, slide), answer in meant.items():
            there = kept.pop((record, slide), None)
            if there is None or msgspec.json.encode(there) != msgspec.json.encode(answer):
                told.lost += 1
                self.note(f"{slide}: meant {answer}, kept {there}")
        for pupil in self.pupils:
            told.doubled += max(0, events[pupil.record] - pupil.presses)
        told.sent, told.kept = sum(pupil.presses for pupil in self.pupils), sum(events.values())
        if kept or told.doubled or told.sent != told.kept:
            self.note(f"sent {told.sent}, in the file {told.kept}, doubled {told.doubled}, from nobody {len(kept)}")
        return told


async def rules(page: Page) -> list[str]:
    """Return what a page breaks of WCAG 2.2, as far as a machine finds it."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = await page.evaluate(RULES)
    return found


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Open the computer's own Chromium."""
    import shutil

    path = next((found for found in map(shutil.which, CHROMIUMS) if found), None)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


async def rehearse(wanted: Wanted) -> Told:
    """Play the lesson, and return what came of it."""
    if wanted.pictures:
        wanted.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        with Served(Path(folder) / "class.sqlite3", stem=wanted.stem) as server:
            async with chromium() as browser:
                rehearsal = Rehearsal(wanted, server, browser)
                await rehearsal.open()
                await rehearsal.play()
            server.stop()
        return rehearsal.compare()


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the lesson and say what was wrong; return 1 where something was."""
    line = argparse.ArgumentParser(prog="python -m course.dev.rehearsal", description=__doc__)
    line.add_argument("lesson", help="the first digits of its stem: 05")
    line.add_argument("--phones", type=int, default=30)
    line.add_argument("--minutes", type=int, default=45, help="of each session (45)")
    line.add_argument("--session", type=int, action="append", default=[], help="one session alone; otherwise all")
    line.add_argument("--steps", type=int, default=0, help="only so many questions of each session")
    line.add_argument("--seed", type=int, default=1)
    line.add_argument("--dark", action="store_true", help="console and projector in the dark")
    line.add_argument("--pictures", type=Path, metavar="FOLDER", help="where pictures of every step go")
    chosen = line.parse_args(arguments)
    wanted = Wanted(
        stem=next(stem for stem in lessons.stems() if stem.startswith(chosen.lesson)),
        phones=chosen.phones,
        sessions=tuple(chosen.session),
        minutes=chosen.minutes,
        steps=chosen.steps,
        seed=chosen.seed,
        pictures=chosen.pictures,
        dark=chosen.dark,
    )
    told = asyncio.run(rehearse(wanted))
    print(
        f"\n{wanted.phones} phones, {len(told.seen)} questions: {told.sent} answers sent, {told.kept} kept, "
        f"{told.lost} lost, {told.doubled} doubled; troubles: {len(told.troubles)}"
    )
    print(*told.troubles, sep="\n")
    return 1 if told.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
