"""A scripted pupil with a phone in a real browser: joins, reads the question, answers it with fingers on the glass.

What a pupil will answer is decided before anything is pressed, so that at the end the class's file can be compared with
what was meant and not with what was sent.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from course.checks.judge import solved
from course.content.interface import words
from course.html import controls as kinds
from course.live.deck import SURES, Slide
from course.model.answer import Answer

PATIENCE_MS = 60_000
OPENERS = (
    "I think",
    "My guess is that",
    "As I see it,",
    "It looks as if",
    "In our street people say that",
    "I changed my mind:",
    "Somebody may laugh, but",
    "After the second reading",
    "My neighbor and I agree that",
    "The time line shows that",
)
CORES = (
    "both sides still believed in winning",
    "nobody at home would have forgiven a step back",
    "a promise without a guard at the border is only paper",
    "the war cost them more than any deal could have",
    "the first who stops shooting looks weak to his own army",
    "they needed somebody whom both could blame",
    "money came from outside and kept the guns alive",
    "a leader who says yes too early loses his chair",
    "the neighbors waited for somebody else to go first",
    "trust grows when small promises are kept for some months",
)
ENDINGS = (
    "",
    ", and that takes time",
    ", so waiting was no answer",
    ", as in 1988, when an hour was fixed for it",
    ", and nobody wrote it down",
    ", at least until the front stood still",
    ", whatever the mediator promised",
    "; I would want to see the next year first",
)
ARABIC = (
    "كل طرف كان يظن أنه سينتصر بعد شهر.",
    "لا أحد يثق بوعد من دون مراقبين على الحدود، وهذا ما تغيّر عام 1988.",
    "من يتنازل أولاً يخسر أمام شعبه.",
    "كان الوسيط ضعيفاً، ولم يملك مالاً ولا جنوداً.",
    "الوقت لم يكن مناسباً لأن الجبهة كانت تتحرك.",
    "أظن أن الجيران انتظروا أن يبدأ غيرهم بالخطوة الأولى.",
)
NAMES = (
    "Amina Zahrani", "Bilal", "Chadia", "", "Dunya", "Emre Yıldız", "Fatou", "Giorgos", "Hanan al-Khatib", "İpek",
    "Jomana", "", "Karim", "Lamis", "Mehmet", "Nkechi", "Omid", "Priyanka", "Qasim", "Rania-Christina Vandenbroucke",
    "Salma", "Tomasz", "", "Umut", "Vesna", "Widad", "Xiaoling", "ياسمين", "Zeynep", "عبد الرحمن",
)  # fmt: skip
"""What they call themselves; two write it in Arabic, three give no name."""
RIGHT = 0.6
"""So many of a hundred get a check right at once."""


def sentences(chance: random.Random) -> Iterator[str]:
    """Yield sentences of 5 to 25 words, none twice."""
    made = [f"{one} {core}{end}." for one in OPENERS for core in CORES for end in ENDINGS]
    chance.shuffle(made)
    yield from made


class Faults:
    """What went wrong on a page that nobody looks at: errors of scripts, requests that failed or were refused."""

    def __init__(self, page: Page, who: str):
        self.who = who
        self.found: list[str] = []
        self.is_forgiven = False
        """While a phone is without a network its requests fail, as they should."""
        page.on("pageerror", lambda error: self._note(f"error: {error}"))
        page.on("console", self._hear)
        page.on("requestfailed", self._fail)
        page.on("response", self._reply)

    def _note(self, what: str) -> None:
        if not self.is_forgiven:
            self.found.append(f"{self.who}: {what}")

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self._note(f"console {said.type}: {said.text}")

    def _fail(self, request: Request) -> None:
        # A stream of news ends when its page is closed or loaded anew.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"{request.failure}: {request.method} {request.url}")

    def _reply(self, reply: Response) -> None:
        if reply.status >= 400:
            self._note(f"{reply.status}: {reply.request.method} {reply.url}")


class Pupil:
    """Somebody with a phone. ``meant`` is what they answered last to each question, ``presses`` how often they sent."""

    def __init__(self, number: int, name: str, *, writes_arabic: bool, chance: random.Random):
        self.number = number
        self.name = name
        self.writes_arabic = writes_arabic
        self.chance = chance
        self.record = ""
        self.meant: dict[str, Answer] = {}
        self.presses = 0

    async def come(self, browser: Browser, *, width: int, height: int, scheme: str) -> None:
        """Take out the phone."""
        self.context: BrowserContext = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="ar" if self.writes_arabic else "en-US",
            has_touch=True,
            is_mobile=True,
            device_scale_factor=2,
        )
        self.page = await self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.faults = Faults(self.page, self.called)

    @property
    def called(self) -> str:
        """Return what a report calls this pupil."""
        return f"phone {self.number} ({self.name or 'no name'})"

    async def join(self, address: str) -> None:
        """Scan the code, give the name, and see that the class is there."""
        said = words()["phone"]
        await self.page.goto(address)
        await self.page.get_by_label(said["name"]).fill(self.name)
        await self.page.get_by_role("button", name=said["join"], exact=True).tap()
        await self.page.wait_for_url("**/r/*/")
        await self.page.locator(".live-head").wait_for()
        self.record = await self.page.evaluate("localStorage.getItem('course-live/record')")

    def decide(self, slide: Slide, sentence: str, usual: random.Random) -> Answer:
        """Return what this pupil answers to ``slide``. ``usual`` leans the whole class to some of the options."""
        answer = _choose(slide, self.chance, usual, sentence)
        if slide.reason and self.chance.random() < 0.8:
            answer = _with(answer, why=sentence)
        if slide.sure and self.chance.random() < 0.7:
            answer = _with(answer, values={"sure": self.chance.choice(SURES)})
        return answer

    async def fill(self, slide: Slide, answer: Answer) -> None:
        """Give the answer with fingers and keys, without sending it."""
        form = self.page.locator(f".live-question[data-slide='{slide.id}']")
        await form.wait_for()
        await _give(form, slide, answer)
        if answer.why:
            await form.locator("textarea").last.fill(answer.why)
        if answer.values:
            await form.locator(".course-chip").nth(SURES.index(int(str(answer.values["sure"])))).tap()

    async def send(self, slide: Slide, answer: Answer, *, twice: bool = False) -> None:
        """Press the button; ``twice`` as somebody who is impatient."""
        button = self.page.locator(".live-question button[type=submit]")
        await (button.dblclick() if twice else button.tap())
        self.meant[slide.id] = answer
        self.presses += 1

    async def is_saved(self) -> None:
        """Wait until the phone says that the answer is saved; TimeoutError where it does not."""
        saved = words()["phone"]["saved"].partition("{")[0]
        await self.page.locator(".live-question .course-status").filter(has_text=saved).wait_for()

    async def go_on_with_another_device(self, browser: Browser) -> Page:
        """Take the link out of My answers, open it on a second device and put this one away; return its page."""
        said = words()["phone"]
        await self.page.get_by_role("button", name=said["mine"]).tap()
        await self.page.get_by_role("button", name=said["device-show"]).tap()
        link = await self.page.get_by_label(said["device-link"]).first.input_value()
        await self.page.get_by_role("button", name=said["close"], exact=True).tap()
        other = await browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)
        first, self.page = self.page, await other.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        faults, self.faults = self.faults, Faults(self.page, f"{self.called}, second device")
        self.faults.found = faults.found
        await self.page.goto(link)
        await self.page.locator(".live-head").wait_for()
        return first

    def picture(self, folder: Path) -> Path:
        """Return where a picture of this phone goes."""
        return folder / f"phone-{self.number:02}.png"


def _with(answer: Answer, **more: object) -> Answer:
    return msgspec.structs.replace(answer, **more)


def _ids(options: object) -> list[str]:
    return [option.id for option in options]  # type: ignore[attr-defined]


def _lean(chance: random.Random, usual: random.Random, many: int) -> int:
    """Return one of ``many`` places: each class has its favorites, and every place somebody who takes it."""
    weights = [usual.uniform(0.2, 2) for _ in range(many)]
    return chance.choices(range(many), weights)[0]


def _choose(slide: Slide, chance: random.Random, usual: random.Random, sentence: str) -> Answer:
    # An order is brought about by many presses; one is enough to see that they work.
    if slide.call == "check" and not isinstance(slide.control, kinds.Rank) and chance.random() < RIGHT:
        right = solved(slide.about)  # type: ignore[arg-type]
        return right if right.text is None else Answer(text=sentence)
    match slide.control:
        case kinds.One(options=options):
            return Answer(chosen=_ids(options)[_lean(chance, usual, len(options))])
        case kinds.Several(options=options, most=most):
            many = chance.randint(1, most or len(options))
            first = _ids(options)[_lean(chance, usual, len(options))]
            rest = chance.sample([id for id in _ids(options) if id != first], many - 1)
            return Answer(chosen=tuple(id for id in _ids(options) if id == first or id in rest))
        case kinds.Rank(start=start):
            return Answer(order=(start[1], start[0], *start[2:]))
        case kinds.Place(options=options, steps=steps):
            return Answer(placed={id: 1 + _lean(chance, usual, steps) for id in _ids(options)})
        case kinds.Scale(steps=steps):
            return Answer(value=1 + _lean(chance, usual, steps))
        case kinds.Sort(items=items, groups=groups):
            return Answer(placed={id: _ids(groups)[_lean(chance, usual, len(groups))] for id in _ids(items)})
        case kinds.Number():
            return Answer(value=str(chance.choice((5, 10, 12, 15, 20, 30, 45))))
    return Answer(text=sentence)


async def _give(form: Locator, slide: Slide, answer: Answer) -> None:
    match slide.control:
        case kinds.One(options=options) | kinds.Several(options=options):
            for id in answer.choices:
                await form.locator(".course-option").nth(_ids(options).index(id)).tap()
        case kinds.Rank():
            await form.locator(".course-rank li").first.locator("button").last.tap()
        case kinds.Place(options=options):
            for id, step in (answer.placed or {}).items():
                row = form.locator(".course-place").nth(_ids(options).index(id))
                await row.locator(".course-step").nth(int(step) - 1).tap()
        case kinds.Scale():
            box = ".course-option" if slide.call == "stand" else ".course-step"
            await form.locator(box).nth(int(str(answer.value)) - 1).tap()
        case kinds.Sort(items=items):
            for id, group in (answer.placed or {}).items():
                await form.locator(".course-sort select").nth(_ids(items).index(id)).select_option(str(group))
        case kinds.Number():
            await form.locator(".course-number input").fill(str(answer.value))
        case kinds.Text():
            await form.locator("textarea").first.fill(answer.text or "")
