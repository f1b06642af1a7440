"""A person who mediated, and one decision of theirs, to be made before it is read."""

import msgspec


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that could be done in the scene. None is right."""

    id: str
    says: str


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mediator's profile. ``said`` tells how the name is said, ``years`` the years of their life ("" unknown).

    ``before`` is the scene up to the decision, ``did`` what they did, ``after`` what became of it. ``chose`` is the
    option that comes nearest to what they did, "" where none does.
    """

    id: str
    name: str
    said: str
    years: str = ""
    role: str
    before: str
    asks: str
    options: tuple[Choice, ...]
    did: str
    after: str
    chose: str = ""
    sources: tuple[str, ...]

    def option(self, id: str) -> Choice | None:
        """Return the option ``id``, None where there is none."""
        return next((option for option in self.options if option.id == id), None)
