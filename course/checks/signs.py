"""Signs: what stands in a sentence that does something. How they are written, and which sentences count at all.

A sign is words in their order, in any letter case. ``word*`` takes any ending, ``#`` any number in digits; ``..``
leaves room for up to six words, ``..3`` for up to three. ``@time``, ``@duty`` and so on stand for the many ways in
which English says a time or a duty: see ``CLASSES``.
"""

import functools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable

_JOINERS = "\u200c\u200d\u00ad\u2060"
_HYPHENS = "'’-‐‑"
_WORD = re.compile(r"wm*(?:[wm]|h(?=w))*")


def count_words(text: str) -> int:
    """Return the number of words in ``text``.

    Letters and digits make a word. Marks (vowel signs, accents that stand alone) and joiners belong to the letter
    before them, and an apostrophe or hyphen inside a word belongs to the word. widgets/text.js counts alike.
    """
    return len(_WORD.findall("".join(_kind(character) for character in text)))


def _kind(character: str) -> str:
    """Return what a character is in a word: "w" a letter or digit, "m" what belongs to one, "h" a hyphen, " " none."""
    category = unicodedata.category(character)
    if category[0] in "LN" or character == "_":
        return "w"
    if category[0] == "M" or character in _JOINERS:
        return "m"
    return "h" if character in _HYPHENS else " "


def _bare(text: str) -> str:
    """Return ``text`` without marks, joiners and the stroke that lengthens Arabic words; signs are found without."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(character for character in apart if _kind(character) != "m" and character != "\u0640")


# --- Sentences ---

_ENDS = re.compile(r"(?:(?<=[.!?…؟])|(?<=[.!?…؟][\"'”’)\]]))\s+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\Z")
_CLOSED = (".", "!", "?", "…", ":", ";", "؟", '"', "”", "’", ")")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")
_HEADING = 8
_LONGEST_PAIR = 4
_LEAST_FUNCTION = 0.12
_LISTED = 2.5
_MARK = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text. A line ends one, unless the next goes on in small letters."""
    found: list[str] = []
    for line in _lines(text):
        before = ""
        for piece in _ENDS.split(line):
            sentence = f"{before} {piece}".strip()
            # "1." begins a sentence and is none.
            before = sentence if _ENUMERATOR.search(sentence) and len(sentence) < 6 else ""
            if sentence and not before:
                found.append(sentence)
        if before:
            found.append(before)
    return found


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        goes_on = (line[0].islower() or line[0].isdigit()) and not _NUMBERED.match(line)
        if lines and goes_on and not lines[-1].endswith((".", "!", "?")):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


# Words that only a sentence has: a list of bare words and most headings do without them.
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        """the a an of to in on at by for with from and or but that which who whom whose is are was were be been being
        has have had it its they them their we us our you your he him his she her i me my this these those not no nor if
        when as than will shall must would may might can could should do does did both each every all any nobody nothing
        there after before until within between into what how so then while because unless whether once only more""",
    )
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# What speaks about the writing does not do it: instructions, plans, and words that are only quoted.
_ABOUT_WRITING = re.compile(
    r"""\A\W*(?:say|write|name|explain|describe|mention|list|remember|state|think\ about|consider|include|discuss|add
      |begin\ with\ (?:a|one)\ (?:text|line|sentence|word|question))\b
    |\b(?:memo|paragraph|section|essay|task|exercise|rubric|hint|assignment|homework|heading|chapter|lesson|course)s?\W+
      (?:\w+\W+)?(?:says?|asks?|wants?|names?|explains?|describes?|discuss\w*|mentions?|contains?|includes?|covers?|
      answers?|addresses|tells?|is\ about|are\ about|lacks?|needs?|teaches)\b
    |\bI\W+(?:will|shall|should|must|have\ to|need\ to|want\ to|would\ like\ to|am\ going\ to|still\ have\ to)\W+
      (?:\w+\W+)?
      (?:say|write|name|explain|describe|discuss|mention|talk|think|look\ at|add|admit|compare)\b
    |\bI\W+(?:write|think\ about)\b
    |\b(?:use|uses|with|by)\ the\ words?\b|\bwords?\ like\b""",
    re.IGNORECASE | re.VERBOSE,
)

# The same in Arabic: what tells a class to write, what somebody means to write, what a part of the exercise says.
_ABOUT_WRITING_IN_ARABIC = re.compile(
    _bare(
        r"""\A\W*(?:ثم\ |و|ف)?(?:اكتبوا|اكتب|قولوا|سموا|اذكروا|اذكر|صفوا|صف|اشرحوا|اشرح|عددوا|أدرجوا|تذكروا|ناقشوا)\b
      |\A\W*(?:ثم\ |و|ف)?ابد(?:ؤوا|أ)\ (?:ب)(?:سطر|جملة|نص|كلمة|سؤال|فقرة)
      |\bس(?:أكتب|أذكر|أشرح|أصف|أسمي|أناقش)\b
      |\b(?:علي|يجب|أريد|أود)\ أن\ (?:أكتب|أقول|أذكر|أشرح|أصف|أسمي|أناقش|أفكر)\b
      |\b(?:الفقرة|القسم|المهمة|التمرين|التلميح|العنوان|الدرس|الدورة)\W+(?:لا\W+)?
        (?:ت|ي)(?:قول|سأل|ريد|طلب|سمي|شرح|صف|ذكر|ناقش|حتوي|تضمن|جيب)\b"""
    ),
    re.VERBOSE,
)


def is_plain_sentence(sentence: str, least: int, *, may_ask: bool = False) -> bool:
    """Tell whether ``sentence`` says something, in at least ``least`` words.

    A heading, a list of bare words, a line about the writing itself and, unless it ``may_ask``, a question do not.
    """
    words = _MARK.findall(sentence)
    is_question = sentence.rstrip("\"'”’) ").endswith(("?", "؟"))
    if len(words) < least or (is_question and not may_ask):
        return False
    if _ARABIC.search(sentence):
        return not _ABOUT_WRITING_IN_ARABIC.search(_bare(sentence))
    if not sentence.endswith(_CLOSED) and len(words) <= _HEADING:
        return False
    pieces = [piece for piece in re.split(r"[,;/|•]", sentence) if piece.strip()]
    if len(pieces) >= _LONGEST_PAIR and len(words) < _LISTED * len(pieces):
        return False
    common = sum(word.casefold() in _FUNCTION for word in words)
    return common >= _LEAST_FUNCTION * len(words) and not _ABOUT_WRITING.search(sentence)


# --- Signs ---

_NUMBERS = (
    "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|half|several|few"
)
_UNIT = r"(?:second|minute|hour|day|week|fortnight|month|quarter|year|season|session|night|morning)s?"
_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter"
    "|ramadan|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|midnight|dawn|dusk|sunset|sunrise|harvest)"
)
_ORDINAL = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|tenth|last|next|same|following|very)"
CLASSES = {
    # Who bears a duty, and that they bear one.
    "duty": r"(?:shall|must|undertakes?(?:\W+to)?|(?:has|have|is|are|was|were)\W+to|(?:agrees?|promises?|commits?"
    r"|pledges?|binds?)(?:\W+itself|\W+themselves)?\W+to|(?:is|are)\W+(?:obliged|bound|required)\W+to|will|needs?\W+to)",
    "number": rf"(?:\d[\d.,:]*|{_NUMBERS})",
    "unit": _UNIT,
    # A number with its unit, a date, or a word that says when.
    "time": rf"(?:(?:\d+|{_NUMBERS})(?:\W+(?:\d+|hundred|more|full|working|whole|quiet|calm|dozen|clear))*\W+{_UNIT}"
    rf"|\d+\W*(?:h|am|pm|a\.m|p\.m)\b|\d{{1,2}}:\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\W+(?:of\W+)?{_MONTH}|{_MONTH}\W+\d{{1,4}}"
    rf"|(?:by|before|until|till|after|in|on|at|from|since|this|next|each|every|of|the)\W+(?:the\W+)?"
    rf"(?:(?:end|middle|beginning|start|close)\W+of\W+(?:the\W+|this\W+|next\W+)?)?(?:{_ORDINAL}\W+)?"
    rf"(?:{_MONTH}|{_UNIT})"
    rf"|(?:this|next|each|every|same)\W+(?:working\W+)?{_UNIT}|{_ORDINAL}\W+{_UNIT}|(?:{_UNIT})\W+(?:\d+|{_NUMBERS})"
    r"|today|tonight|tomorrow|at\W+once|immediately|without\W+delay|annual(?:ly)?|monthly|weekly|daily|yearly"
    r"|fortnight|overnight|straight\W+away|right\W+away)",
    # A condition; what follows from it must stand beside it.
    "if": r"(?:if|unless|otherwise|in\W+case|in\W+the\W+event|failing\W+(?:that|this|which)|should|whenever|where|when"
    r"|as\W+soon\W+as|once|provided|or\W+else|even\W+if|without)",
    "fails": r"(?:deadline\W+passes|fail\w*|refus\w*|break\w*|broken|breach\w*|late|delay\w*|miss\w*|ignor\w*|cheat\w*"
    r"|violat\w*|stop\w*|withdraw\w*|not|never|no|nobody|none|nothing|n't|silent|silence|unanswered|short|fewer|less|unless|otherwise"
    r"|or\W+else|lapse\w*|deni\w*|den(?:y|ies)|object\w*|walk\w*|attack\w*|closed?|without|hold\w*\W+back|doubt\w*"
    r"|doesn['’]t|isn['’]t|hasn['’]t|don['’]t|won['’]t|haven['’]t|can['’]t|cannot)",
    "who": r"(?:Darwan|Velaya|Jazra|Sahl|Nakhla|Wahat|both|each|either|neither|side|sides|government|governments|party"
    r"|parties|state|states|they|we|it|nobody|officer|officers|commander|commanders|arbiters?|ministers?|bank|mediator)",
}
_GAP = re.compile(r"\.\.(\d*)\Z")


@functools.cache
def pattern(sign: str) -> re.Pattern[str]:
    """Return the pattern of one sign. What stands for no class is found nowhere."""
    parts: list[str] = []
    gap = r"\W+"
    for token in _bare(sign).split():
        if found := _GAP.match(token):
            gap = rf"(?:\W+[\w'’-]+){{0,{found[1] or 6}}}?\W+"
            continue
        parts.append((gap if parts else "") + _token(token))
        gap = r"\W+"
    return re.compile(rf"(?<!\w)(?:{''.join(parts)})(?!\w)", re.IGNORECASE)


def _token(token: str) -> str:
    if token.startswith("@"):
        return CLASSES.get(token[1:], r"(?!)")
    stem = re.escape(token.rstrip("*")).replace(r"\#", r"\d[\d.,]*").replace("'", "['’]")
    return rf"{stem}\w*" if token.endswith("*") else rf"{stem}(?:['’]s)?"


def signs_of(group: str) -> list[str]:
    """Return the signs of a group."""
    return [sign for sign in (sign.strip() for sign in group.split("|")) if sign]


def places(sentence: str, group: str) -> list[tuple[int, int]]:
    """Return from which word to which signs of ``group`` stand in ``sentence``."""
    bare = _bare(sentence)
    begins = [match.start() for match in _MARK.finditer(bare)]
    spans = sorted({match.span() for sign in signs_of(group) for match in pattern(sign).finditer(bare)})
    return [(bisect_left(begins, start), bisect_left(begins, end)) for start, end in spans]


def meet(sentence: str, groups: Iterable[str], near: int) -> bool:
    """Tell whether a sign of each group stands in ``sentence``, all of them within ``near`` words (0: anywhere)."""
    found = [places(sentence, group) for group in groups]
    if not all(found):
        return False
    if not near:
        return True
    # The smallest stretch begins where some sign begins: take of every other group what ends first after it. Looked at
    # from the last sign to the first, so that each is looked at once, however long a sentence somebody pastes.
    ends: dict[int, int] = {}
    places_left = sorted((start, end, number) for number, spans in enumerate(found) for start, end in spans)
    while places_left:
        start, end, number = places_left.pop()
        ends[number] = min(end, ends.get(number, end))
        is_last_here = not places_left or places_left[-1][0] < start
        if is_last_here and len(ends) == len(found) and max(ends.values()) - start <= near:
            return True
    return False
