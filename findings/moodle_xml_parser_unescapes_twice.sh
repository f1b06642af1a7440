#!/usr/bin/env bash
# moodle-xml-parser 0.3.1 (PyPI): is the HTML of an option the HTML that stands in the file?
#
# A text of Moodle's XML is HTML, held in CDATA or escaped once more as XML asks; both mean the same. Where an author
# writes "x &lt; 3" in the editor, the HTML is "x &lt; 3", and one expects to be given that.
# What happens: after XML has been read the parser undoes HTML's own escapes too, with html.unescape. "x &lt; 3" becomes
# "x < 3", and a tag that an author shows as text, "&lt;b&gt;", becomes a tag and is no longer seen. What it returns is
# no longer the markup of the file.
#
# Whom it hurts: whoever shows such questions in a page, above all in courses on mathematics, or on the web itself.
# What we do: where our exports are read with it, words are compared and not markup.
#
# Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check moodle-xml-parser==0.3.1
cat >look.py <<'PY'
from moodle_xml_parser.parser import parse_string

TEXTS = ("<p>x &lt; 3</p>", "<p>Write &lt;b&gt; for bold</p>")
answers = "".join(
    f'<answer fraction="0" format="html"><text><![CDATA[{text}]]></text><feedback><text/></feedback></answer>' for text in TEXTS
)
quiz = f'<quiz><question type="multichoice"><name><text>q</text></name><questiontext format="html"><text/></questiontext>{answers}</question></quiz>'
for text, option in zip(TEXTS, parse_string(quiz)["multichoice"][0].options, strict=True):
    print(f"{text} -> {option.answer}")
PY
env/bin/python look.py | tee found.txt
for expected in "<p>x &lt; 3</p> -> <p>x < 3</p>" "<p>Write &lt;b&gt; for bold</p> -> <p>Write <b> for bold</p>"; do
    grep -qxF -- "$expected" found.txt || { echo "changed: $expected" >&2; exit 1; }
done
