"""The notebooks of the site: the committed ones for Python in the browser, and the listing that JupyterLite reads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.site.workshop import ROOT

FOLDERS = ("notebooks", "exercises")
KERNEL = {"display_name": "Python", "language": "python", "name": "python"}
MADE = "2026-01-01T00:00:00Z"
"""JupyterLite wants a date for every file. What decides is the content, so every file has the same."""


def adapt(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook as the site has it: with the name of the kernel there, and trusted.

    At home a signature says which notebooks are ours. JupyterLite has none; what it reads is this mark in the cells,
    and only what comes with the site has it.
    """
    cells = [
        {**cell, "metadata": {**cell["metadata"], "trusted": True}} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells, "metadata": {**notebook["metadata"], "kernelspec": KERNEL}}


def write_notebooks(site: Path) -> list[str]:
    """Write the notebooks of the course, and the listing of each folder; return their paths in the site."""
    files = site / "files"
    paths = [
        path.relative_to(ROOT)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.ipynb"))
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    ]
    for path in paths:
        place = files / path
        place.parent.mkdir(parents=True, exist_ok=True)
        made = adapt(json.loads((ROOT / path).read_text("utf-8")))
        place.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
    list_contents(site)
    return [path.as_posix() for path in paths]


def list_contents(site: Path) -> None:
    """Write the listing of every folder of files."""
    files = site / "files"
    for folder in [files, *(path for path in files.rglob("*") if path.is_dir())]:
        listing = site / "api" / "contents" / folder.relative_to(files) / "all.json"
        listing.parent.mkdir(parents=True, exist_ok=True)
        listing.write_text(json.dumps({**_model(folder, files), "content": [*_list(folder, files)]}), "utf-8")


def _list(folder: Path, files: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.iterdir()):
        yield _model(path, files)


def _model(path: Path, files: Path) -> dict[str, Any]:
    """Return what a listing says of a file or a folder."""
    is_folder = path.is_dir()
    kind = "directory" if is_folder else "notebook"
    return {
        "name": "" if path == files else path.name,
        "path": "" if path == files else path.relative_to(files).as_posix(),
        "type": kind,
        "format": "json" if is_folder else None,
        "mimetype": None,
        "content": None,
        "created": MADE,
        "last_modified": MADE,
        "size": None if is_folder else path.stat().st_size,
        "writable": True,
        "hash": None,
        "hash_algorithm": None,
    }
