#!/usr/bin/env bash
# gift-pegjs 1.0.2 (npm): are escaped characters of a GIFT file read alike wherever they stand?
#
# In GIFT a backslash stands before ~ = # { } and : where they mean themselves. Moodle undoes that everywhere: in the
# question, in options, in both halves of a matching pair. An author who sees the parser give "A window: open" for an
# option expects the same of a partner.
# What happens: in the second half of a pair each escaped character comes back as the parser's own mark for it, "&&058;"
# for a colon, "&&061;" for "=", and in the first half, in options and in questions as itself. Nothing is reported.
#
# Whom it hurts: whoever shows or compares pairs that this parser read, such as an editor with a preview: the learner
# reads "A window&&058; open", and two partners that are the same are no longer equal.
# What we do: the check that reads our exports with it turns these marks back in partners.
#
# Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund gift-pegjs@1.0.2
cat >look.mjs <<'JS'
import parser from "gift-pegjs";

const text = "::Pairs:: Match {\n=One\\: two -> A window\\: open\n=Three -> a \\= b\n=Four -> plain\n}\n\n";
const [pairs] = parser.parse(text);
for (const pair of pairs.matchPairs) console.log("pair:", pair.subquestion.text, "->", pair.subanswer);
const [choice] = parser.parse("::Choice:: Choose\\: one {\n=A window\\: open\n~a \\= b\n}\n\n");
console.log("asks:", choice.stem.text);
for (const one of choice.choices) console.log("option:", one.text.text);
JS
node look.mjs | tee found.txt
for expected in "pair: One: two -> A window&&058; open" "pair: Three -> a &&061; b" "pair: Four -> plain" \
    "asks: Choose: one" "option: A window: open" "option: a = b"; do
    grep -qxF "$expected" found.txt || { echo "changed: $expected" >&2; exit 1; }
done
