"""The words of the interface stand alone."""

import subprocess
import sys


def test_the_words_load_without_a_teachers_changes():
    """Every widget asks for words: they must not bring lessons, overrides and tables along."""
    code = (
        "import sys; from course.content.interface import words; words();"
        "print(sorted(m.split('.')[-1] for m in sys.modules if m.startswith('course.content.')))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "['host', 'interface', 'language', 'place', 'reader']"
