"""What a lesson makes of a negotiation: questions before and after, and a memo with its rubric."""

import msgspec


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the rubric for the memo: what is judged, and what three levels look like."""

    id: str
    label: str
    levels: tuple[str, str, str]


class Teaching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lesson asks before and after play. ``case`` names a row of the case table to compare with."""

    concepts: tuple[str, ...]
    plan_questions: tuple[str, ...]
    debrief_questions: tuple[str, ...]
    case: str
    case_question: str
    memo: str
    rubric: tuple[Criterion, ...]
