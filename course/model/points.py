"""What work is worth in a gradebook."""

from typing import Annotated

import msgspec

Worth = Annotated[float, msgspec.Meta(ge=0, le=1000)]


class Points(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number for each kind of work. ``per_try`` is taken off for each try after the first.

    ``text`` is for a text that was written, ``marked`` the most that a marked one gets in its place.
    """

    prompt: Worth
    stand: Worth
    correct: Worth
    tried: Worth
    per_try: Worth
    text: Worth
    marked: Worth
