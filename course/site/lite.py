"""JupyterLite, set up as a course to read: one document, no sidebars, our extension, our settings."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from course.content.place import PACKAGE
from course.site.kernel import write_kernel
from course.site.notebooks import write_notebooks
from course.site.shell import write_shell
from course.site.trouble import NotBuilt
from course.site.wheels import Wheel
from course.site.workshop import ROOT, Workshop, call

KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension:kernel"
APP = "lab"
NAME = "Course"
MARK = "jupyter-lite.json"

# Every browser that runs Python takes fonts as woff2; the others are for those of ten years ago.
NEEDLESS = (
    *("doc", "lab/tree", "lab/workspaces", "index.html", "package.json", "rspack.config*.js"),
    *(f"build/fa-*.{kind}" for kind in ("eot", "svg", "ttf", "woff")),
)

# What a lesson never shows and nobody who learns with it opens: views of other kinds of files, tools of programmers,
# entries of bars that are hidden. Each would be loaded, set up and kept in memory with every lesson.
_KINDS = "audio csvviewer htmlviewer imageviewer javascript json json-lines markdownviewer mermaid pdf video"
_TOOLS = (
    "cell-toolbar celltags completer console documentsearch fileeditor help inspector launcher logconsole lsp "
    "metadataform running settingeditor statusbar terminal toc tooltip workspaces"
)
_OF_NOTEBOOKS = (
    "active-cell-tool cell-counter-status cloned-outputs code-console completer copy-output cursor-position "
    "execution-indicator export kernel-status language-server log-output metadata-editor mode-status "
    "open-with-no-kernel search toc tools trust-status update-raw-mimetype"
)
_OF_THE_FRAME = (
    "kernel-status licenses-plugin movable-section-registry move-sections palette-restorer running-sessions-status "
    "subshell-settings themes-palette-menu toggle-header workspaces"
)
NOT_FOR_LEARNERS = (
    *(f"@jupyterlab/{name}-extension" for name in f"{_KINDS} {_TOOLS}".split()),
    *(f"@jupyterlab/notebook-extension:{name}" for name in _OF_NOTEBOOKS.split()),
    *(f"@jupyterlab/apputils-extension:{name}" for name in _OF_THE_FRAME.split()),
    "@jupyterlab/application-extension:property-inspector",
    "@jupyterlab/codemirror-extension:line-col-status",
    *(f"@jupyterlite/application-extension:{name}" for name in ("about", "lsp-connection-manager", "plugin-manager")),
    "@jupyterlite/application-extension:share-file",
)

# What the page does beside what it does at home.
SETTINGS: dict[str, Any] = {
    "@jupyterlab/application-extension:shell": {"startMode": "single"},
    # The page around the lesson is dark where the device is.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    # Seconds. A page in a browser goes away by a swipe, and no phone asks first whether a gray cell is to be saved.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 2},
}


def build_site(workshop: Workshop, folder: Path) -> None:
    """Build the whole site in ``folder``, in place of an earlier one; NotBuilt where something else lies there."""
    if folder.exists() and not is_site(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise NotBuilt(f"'{folder}' holds something that is no site of the course. Name a new folder, or an empty one.")
    draft = workshop.folder / "lite"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    wheels = write_kernel(workshop, draft / "static" / "pyodide")
    write_settings(draft, wheels)
    run_jupyterlite(workshop, draft, folder)
    leave_out(folder)
    write_notebooks(folder)
    add_extension(folder)
    starts_with = {wheel.path.name for wheel in wheels}
    write_shell(folder, ROOT, is_extra=lambda path: path.endswith(".whl") and Path(path).name not in starts_with)


def is_site(folder: Path) -> bool:
    """Whether a folder was written by this command, so that it may be replaced."""
    try:
        return str(json.loads((folder / MARK).read_text("utf-8"))["jupyter-config-data"]["appName"]) == NAME
    except (OSError, ValueError, KeyError, TypeError):
        return False


def leave_out(folder: Path) -> None:
    """Delete what no page of the site asks for: other starts of the application, its building, old kinds of fonts."""
    for name in NEEDLESS:
        for path in folder.glob(name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def write_settings(draft: Path, wheels: Sequence[Wheel]) -> None:
    """Write what JupyterLite is told: which packages Python starts with, how the page looks."""
    options = {"packages": [wheel.name for wheel in wheels]}
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": options}
    config = {
        "appName": NAME,
        "exposeAppInBrowser": True,
        "mode": "single-document",
        "contentsAllJsonFile": "all.json",
        "disabledExtensions": NOT_FOR_LEARNERS,
        "litePluginSettings": {KERNEL_EXTENSION: kernel},
    }
    _write(draft / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": config})
    ours = json.loads((PACKAGE / "jupyter" / "settings" / "course.json").read_text("utf-8"))
    _write(draft / "overrides.json", {**ours, **SETTINGS})


def run_jupyterlite(workshop: Workshop, draft: Path, folder: Path) -> None:
    """Let JupyterLite put its application together, without what helps only those who develop it."""
    command: list[str | Path] = [
        workshop.python,
        "-m",
        "jupyterlite_core",
        "build",
        "--lite-dir",
        draft,
        "--output-dir",
        folder,
    ]
    call([*command, "--no-sourcemaps", "--apps", APP], "build JupyterLite", folder=draft)


def add_extension(folder: Path) -> None:
    """Add the extension that opens a lesson alive, and let the application load it."""
    shutil.copytree(PACKAGE / "jupyter" / "extension", folder / "extensions" / "course-opening")
    package = json.loads((PACKAGE / "jupyter" / "extension" / "package.json").read_text("utf-8"))
    path = folder / "jupyter-lite.json"
    whole = json.loads(path.read_text("utf-8"))
    ours = {"name": package["name"], **package["jupyterlab"]["_build"]}
    whole["jupyter-config-data"]["federated_extensions"].append(ours)
    _write(path, whole)


def _write(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True), "utf-8")
