"""How an answer is judged: nouns in, verdict out; no display.

``judge(task, answer)`` finds the rule for the task's kind; ``None`` or an empty answer is "not answered".
"""

from course.checks.judge import judge, solved

__all__ = ["judge", "solved"]
