"""Writes everything around JupyterLite: front page, pages to read, styles and scripts, icons, the service worker.

`write_shell` comes when JupyterLite and the notebooks lie in the folder, since the service worker lists every file.
"""

import hashlib
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from course import __version__
from course.content.interface import words
from course.content.language import SWITCH, chosen
from course.content.place import PACKAGE
from course.html.document import write
from course.html.style import FONTS, alone, part
from course.model.language import ENGLISH
from course.site.frame import Edition, editions, own, way_home
from course.site.front import front_page
from course.site.pages import page_around, pages, read_notebook, sum_of
from course.site.workshop import call

STATIC = Path(__file__).parent / "static"
WORKER = "service-worker.js"
"""JupyterLite looks for its service worker under this name, beside its own start page."""
THEIRS = "lite-worker.js"
"""JupyterLite's own: it answers the files that Python reads and writes."""
MANIFEST = "site.webmanifest"
OPENS = "lab/index.html?path="
"""Which of JupyterLite's pages shows a notebook."""
_OURS = "const SITE = "
_WRITE = """
import sys
from pathlib import Path
from course.site.shell import write_edition
folder, root, app = sys.argv[1:]
write_edition(Path(folder), Path(root), app=app)
"""
_LEFT_OUT = (".map", ".gz", ".br", ".LICENSE.txt")
_LOOK = re.compile(r"\Alook-(?:(?P<code>[a-z]{2,3})-)?\w+/.*\Z")
_SHOWN = re.compile(
    r"\A(?:(?P<code>[a-z]{2,3})/)?(index\.html|(lessons|exercises|atlas|teacher)/.*|site\.webmanifest)\Z"
)
_ALIVE = re.compile(
    r"\A(?:files/(?:notebooks|exercises)/(?:(?P<code>[a-z]{2,3})/)?(?:solutions/)?[^/]*\.ipynb|.*/mediation_course_(?P<texts>[a-z]{2,3})-.*\.whl)\Z"
)


def write_shell(
    folder: Path,
    root: Path,
    *,
    app: str = "",
    is_extra: Callable[[str], bool] = lambda path: False,
) -> None:
    """Write the shell into ``folder``. ``root`` holds ``notebooks/``, ``app`` is JupyterLite's folder in the site.

    ``is_extra`` says of a path whether only few lessons need it: it is stored on a device when it is asked for, and
    never ahead.
    """
    write_edition(folder, root, app=app)
    for edition in editions(root)[1:]:
        # A process speaks one language.
        variables = {**os.environ, SWITCH: edition.code, "PYTHONPATH": str(PACKAGE.parent)}
        call([sys.executable, "-c", _WRITE, folder.absolute(), root, app], "write the pages", variables=variables)
    write_worker(folder, app=app, is_extra=is_extra)


def write_edition(folder: Path, root: Path, *, app: str = "") -> None:
    """Write the look and the pages of the language that this process speaks."""
    write_pages(folder, root, write_look(folder), app=app)


def write_look(folder: Path) -> str:
    """Write styles, scripts and icons into a folder that is named by what they say; return its name.

    Each language has one, since its letters may need a style and a font that no other page should fetch.
    """
    files = {
        path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.name not in (WORKER, "types.d.ts")
    }
    # Before the style is asked for: until a language is chosen, every process speaks English.
    here = chosen()
    files["course.css"] = alone().encode()
    if here.letters == "Arab":
        files |= {font.name: font.read_bytes() for font in FONTS.values()}
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + content)
    code = "" if here is ENGLISH else f"{here.code}-"
    look = f"look-{code}{digest.hexdigest()[:10]}"
    (folder / look).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / look / name).write_bytes(content)
    return look


def write_pages(folder: Path, root: Path, look: str, *, app: str = "") -> list[str]:
    """Write the front page and a page around every notebook, in the language that this process speaks.

    Return their paths.
    """
    among = editions(root)
    here = own(among)
    python = folder / app / "static" / "pyodide"
    texts = [path.relative_to(folder).as_posix() for path in python.glob(f"mediation_course_{here.code}-*.whl")]
    data = {
        "version": __version__,
        "lite": {"app": app, "version": _version_of_lite(folder / app)},
        "texts": texts,
    }
    front = front_page(among=among, look=look, repository=repository(root), data=data)
    written = [write(folder / here.folder / "index.html", front)]
    for page in pages():
        text = page_around(
            page,
            read_notebook(root, page),
            among=among,
            look=look,
            app=app + OPENS,
            sum=sum_of(root, page),
            data=data,
        )
        written.append(write(folder / page.address / "index.html", text))
    manifest = json.dumps(_manifest(here, look), indent=1, ensure_ascii=False) + "\n"
    written.append(write(folder / here.folder / MANIFEST, manifest))
    return [path.relative_to(folder).as_posix() for path in written]


def _version_of_lite(app: Path) -> str:
    """Return the version of JupyterLite, which it compares before it keeps a service worker; "" where it is not."""
    settings = app / "jupyter-lite.json"
    if not settings.is_file():
        return ""
    return str(json.loads(settings.read_text("utf-8"))["jupyter-config-data"]["appVersion"])


def repository(root: Path) -> str:
    """Return the public address of the course."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Repository"])


def write_worker(folder: Path, *, app: str = "", is_extra: Callable[[str], bool] = lambda path: False) -> None:
    """Write the service worker, with the sum and the size of every file of the site.

    JupyterLite's own is kept beside it: there can be one for one place, and ours hands on what is theirs.
    """
    theirs = folder / app / WORKER
    if theirs.is_file() and not theirs.read_bytes().startswith(_OURS.encode()):
        (folder / THEIRS).write_bytes(theirs.read_bytes())
    files: dict[str, tuple[str, int, str]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (WORKER, THEIRS) and not name.endswith(_LEFT_OUT):
            content = path.read_bytes()
            files[name] = (hashlib.sha256(content).hexdigest()[:32], len(content), group_of(name, is_extra))
    listed = json.dumps(files, separators=(",", ":"), ensure_ascii=True)
    edition = hashlib.sha256(listed.encode()).hexdigest()[:12]
    head = f"{_OURS}{json.dumps({'edition': edition})};\nSITE.files = {listed};\n"
    # In braces, since the names in JupyterLite's worker are nobody's business here.
    write(folder / WORKER, f"{head}{{\n{(STATIC / WORKER).read_text('utf-8')}}}\n")


def group_of(name: str, is_extra: Callable[[str], bool] = lambda path: False) -> str:
    """Return who needs a file: who reads ("shown") or answers ("alive") in any language or in one, or few ("extra")."""
    for group, pattern in (("shown", _SHOWN), ("alive", _ALIVE)):
        found = pattern.match(name)
        if found:
            return f"{group}-{found['code'] or found.groupdict().get('texts') or ENGLISH.code}"
    look = _LOOK.match(name)
    if look:
        return f"shown-{look['code'] or ENGLISH.code}"
    return "extra" if is_extra(name) else "alive"


def _manifest(here: Edition, look: str) -> Mapping[str, object]:
    said, home = words()["site"], way_home(here, "")
    icons = [
        {
            "src": f"{home}{look}/icon-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    return {
        "name": said["name"],
        "short_name": said["name"],
        "description": said["about-page"],
        "lang": here.code,
        "dir": here.direction,
        "start_url": "./",
        # All of the site: whoever changes the language stays in the same window.
        "scope": home or "./",
        "display": "standalone",
        "background_color": _color("paper"),
        "theme_color": _color("accent"),
        "icons": icons,
    }


def _color(name: str) -> str:
    found = re.search(rf"--course-{name}: ([^;]+);", part("colors"))
    assert found is not None, f"no color {name} in course/html/styles/colors.css"
    return found[1]
