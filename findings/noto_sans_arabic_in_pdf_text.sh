#!/usr/bin/env bash
# Noto Sans Arabic 2.12 (PyPI fontpkg-noto-sans-arabic) and IBM Plex Sans Arabic 5.3.0 (npm @fontsource): can Arabic words
# be found again in a PDF that is set in them?
#
# fpdf2 2.8.9 shapes both with HarfBuzz (uharfbuzz 0.57.0), pypdf 7.1.1 reads the text back. One would guess that the font
# makes no difference: both look right, letters are joined, and both name the characters of their glyphs.
# What happens: in Noto Sans Arabic the dots of many letters are glyphs of their own, which stand for no character. A
# reader of the PDF finds them between the letters and parts the words there: "الوساطة" comes back as "الوساط ة", and "اتفاق" in
# three pieces with control characters between. In IBM Plex Sans Arabic a letter is one glyph with its dots, and every word comes back whole. Chromium's
# PDF of a page set in the two fonts shows the same.
#
# Whom it hurts: whoever gives out Arabic papers as PDF. They look perfect; nobody can search them or copy a sentence out of
# them, and a screen reader spells pieces. No test that looks at the page sees it.
# What we do: printed pages carry a subset of IBM Plex Sans Arabic, and a test searches the words in the PDF.
#
# Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check fpdf2==2.8.9 uharfbuzz==0.57.0 pypdf==7.1.1 fonttools==4.68.0 \
    brotli==1.2.1 fontpkg-noto-sans-arabic==2.12 2>/dev/null
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @fontsource/ibm-plex-sans-arabic@5.3.0
cat >look.py <<'PY'
import io
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from pypdf import PdfReader

SENTENCES = ["الوساطة بلا شروط", "لا اتفاق إلا بالتراضي"]
plex = TTFont("node_modules/@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2")
plex.flavor = None
plex.save("plex.ttf")
noto = next(Path(".venv").glob("lib/*/site-packages/fontpkg_noto_sans_arabic/files/*.ttf"))
for name, font in (("Noto Sans Arabic", noto), ("IBM Plex Sans Arabic", Path("plex.ttf"))):
    pdf = FPDF()
    pdf.add_page()
    pdf.add_font("Arabic", fname=str(font))
    pdf.set_font("Arabic", size=14)
    pdf.set_text_shaping(True)
    for sentence in SENTENCES:
        pdf.cell(0, 12, sentence, new_x="LMARGIN", new_y="NEXT")
    read = PdfReader(io.BytesIO(bytes(pdf.output()))).pages[0].extract_text()
    words = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFKC", read)).split()
    wanted = [word for sentence in SENTENCES for word in sentence.split()]
    print(f"{name}: {sum(word in words for word in wanted)} of {len(wanted)} words found: {' '.join(words)}")
PY
.venv/bin/python look.py | tee found.txt
grep -q "^IBM Plex Sans Arabic: 7 of 7 words found" found.txt || { echo "changed: IBM Plex Sans Arabic" >&2; exit 1; }
if grep -q "^Noto Sans Arabic: 7 of 7" found.txt; then echo "changed: Noto Sans Arabic" >&2; exit 1; fi
