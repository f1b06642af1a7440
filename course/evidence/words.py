"""Fills sentences with numbers counted from the table."""

import re
from collections.abc import Mapping
from typing import Any

from course.model.language import with_commas


def fill(template: str, numbers: Mapping[str, Any]) -> str:
    """Put ``numbers`` in the place of their {names}; any other brace stays as it is."""
    return re.sub(r"\{(\w+)\}", lambda match: str(numbers.get(match[1], match[0])), template)


def listing(names: list[str]) -> str:
    """Return names as a list in a sentence, without a final "and" (which other languages place elsewhere)."""
    return with_commas(names)
