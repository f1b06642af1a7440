"""A chart that is its own table: one row for each option, its number as a bar and in digits. It prints, and wraps."""

from collections.abc import Sequence

from course.html.text import escape
from course.teacher.classroom.distribution import Bar, Distribution

# For printed pages; the notebook has the same names in its style sheet.
STYLE = """
table.tally td { border-inline: 0; vertical-align: middle; } table.tally td:first-child { width: 46%; }
.tally-bar { display: flex; align-items: center; gap: 1.5mm; margin: 0.4mm 0; } .tally-bar b { font-weight: 600; }
.tally-bar i { display: block; height: 4mm; min-width: 0.4mm; border: 0.4mm solid #0b5c63;
  background: #0b5c63; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.tally-bar.tally-first i { background: white; }
"""


def tally(rounds: Sequence[Sequence[float]], labels: Sequence[str], heads: Sequence[str], notes: Sequence[str]) -> str:
    """Return bars as HTML. ``rounds`` holds one list of numbers, or two: the first is drawn hollow, the second full.

    ``labels`` and ``notes`` (what stands small below a label, "" for nothing) are plain text; ``heads`` says what
    each round is.
    """
    longest = max((count for one in rounds for count in one), default=0) or 1
    rows = []
    for n, label in enumerate(labels):
        bars = []
        for m, counts in enumerate(rounds):
            kind = " tally-first" if len(rounds) > 1 and m == 0 else ""
            said = f' aria-label="{escape(heads[m])}: {counts[n]:g}"' if len(rounds) > 1 else ""
            # Nothing is no bar, not a thin one.
            bar = f'<i style="inline-size:{88 * counts[n] / longest:.1f}%"></i>' if counts[n] else ""
            bars.append(f'<div class="tally-bar{kind}"{said}>{bar}<b>{counts[n]:g}</b></div>')
        note = f"<br><small>{escape(notes[n])}</small>" if notes and notes[n] else ""
        rows.append(f'<tr><td dir="auto">{escape(label)}{note}</td><td>{"".join(bars)}</td></tr>')
    key = " ".join(f"{'▭' if n == 0 else '■'} {escape(one)}" for n, one in enumerate(heads)) if len(rounds) > 1 else ""
    caption = f"<caption><small>{key}</small></caption>" if key else ""
    return f'<table class="tally">{caption}<tbody>{"".join(rows)}</tbody></table>'


def of(rounds: Sequence[Distribution], heads: Sequence[str], mean: str, *, by_mean: bool = False) -> str:
    """Return the bars of one or two rounds of answers; ``mean`` is a template for the mean place of an option.

    Where everybody places everything, the bar is the mean step, and a count would say nothing.
    """
    if not rounds or not rounds[0].bars:
        return ""
    bars: Sequence[Bar] = rounds[0].bars
    labels = [bar.says for bar in bars]
    if by_mean:
        return tally([[round(bar.mean or 0, 1) for bar in one.bars] for one in rounds], labels, heads, ())
    notes = [
        " → ".join(mean.format(mean=f"{one.bars[n].mean:.1f}") for one in rounds if one.bars[n].mean is not None)
        for n in range(len(bars))
    ]
    return tally([[bar.count for bar in one.bars] for one in rounds], labels, heads, notes)
