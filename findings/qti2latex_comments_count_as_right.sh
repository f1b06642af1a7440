#!/usr/bin/env bash
# qti2latex 0.1.6 (PyPI): which options are right in the answer key of a quiz that Canvas exported?
#
# Canvas writes a comment on an answer as a rule of its own: if the learner chose 2, show the comment on 2. Another rule, which
# sets the score, says which answer is right. A converter that prints an exam "with the answers marked" should go by the
# score; for a question without comments it does.
# What happens: every rule that names an option makes it right. With a comment on each option all of them are right, and a
# question with one right answer that has no kind written in its metadata is taken for one with several. Nothing is said.
#
# Whom it hurts: a teacher who comments on wrong answers, which is what comments are for, and prints the key: the better
# the quiz explains itself, the more of the key is wrong.
# What we do: this reader checks the questions, options and typed answers of our exports; what is right is graded in our
# tests by the rules of each item. In cartridges the rule that scores comes first and ends it: others read that far only.
#
# Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check qti2latex==0.1.6
cat >look.py <<'PY'
from xml.etree import ElementTree

import qti2latex

LABELS = "".join(
    f'<response_label ident="{n}"><material><mattext>{text}</mattext></material></response_label>'
    for n, text in ((1, "Cairo"), (2, "Rabat"), (3, "Tunis"))
)
RIGHT = (
    '<respcondition continue="No"><conditionvar><varequal respident="r">2</varequal></conditionvar>'
    '<setvar action="Set" varname="SCORE">100</setvar></respcondition>'
)


def item(commented):
    rules = "".join(
        f'<respcondition continue="Yes"><conditionvar><varequal respident="r">{n}</varequal></conditionvar>'
        f'<displayfeedback feedbacktype="Response" linkrefid="{n}_fb"/></respcondition>'
        for n in commented
    )
    return ElementTree.fromstring(
        '<item ident="i"><presentation><material><mattext>The capital of Morocco?</mattext></material>'
        f'<response_lid ident="r" rcardinality="Single"><render_choice>{LABELS}</render_choice></response_lid>'
        f"</presentation><resprocessing>{rules}{RIGHT}</resprocessing></item>"
    )


for says, commented in (("no comment", ()), ("one comment, on 1", (1,)), ("a comment on each", (1, 2, 3))):
    one = item(commented)
    right = sorted(qti2latex.get_correct_idents(one))
    print(f"{says}: right {' '.join(right)}, {qti2latex.guess_type({}, one)}")
PY
env/bin/python look.py | tee found.txt
for expected in "no comment: right 2, multiple_choice_question" "one comment, on 1: right 1 2, multiple_answers_question" \
    "a comment on each: right 1 2 3, multiple_answers_question"; do
    grep -qxF "$expected" found.txt || { echo "changed: $expected" >&2; exit 1; }
done
