"""Whether the packages that the course pins are here and whole. The environment's own Python runs this."""

import base64
import hashlib
import importlib
import json
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

# What a lesson, the server and its kernel begin with. The rest is reached from these.
IMPORTED = (
    "course",
    "jupyterlab.labapp",
    "jupyter_server.serverapp",
    "ipykernel.kernelapp",
    "tornado.web",
    "nbformat",
    "ipywidgets",
    "anywidget",
    "msgspec",
    "numpy",
    "pandas",
    "markdown_it",
    "nh3",
)


class Trouble(NamedTuple):
    """What is wrong with the packages: the pins of those that are missing or damaged, and the imports that fail."""

    damaged: list[str]
    failing: list[str]

    def __bool__(self) -> bool:
        return bool(self.damaged or self.failing)


def pins_here(requirements: str) -> list[str]:
    """The pins of a list, as "name==version", that count on this computer and with this Python."""
    version = sys.version_info[:3]
    pins = []
    for line in requirements.splitlines():
        pin, _, marker = line.partition(";")
        if "==" not in pin or pin.lstrip().startswith("#"):
            continue
        platform = re.search(r"sys_platform\s*([!=]=)\s*'(\w+)'", marker)
        if platform and (platform[1] == "==") != (platform[2] == sys.platform):
            continue
        bound = re.search(r"python_full_version\s*(<|>=)\s*'([\d.]+)'", marker)
        if bound and (bound[1] == "<") != (version < tuple(int(part) for part in bound[2].split("."))):
            continue
        pins.append(pin.strip())
    return pins


def damaged_pins(requirements: str, every_byte: bool = False) -> list[str]:
    """The pins whose package is missing here or has lost a file; with `every_byte`, also those with an altered one."""
    return [pin for pin in pins_here(requirements) if not is_whole(pin.partition("==")[0].strip(), every_byte)]


def is_whole(name: str, every_byte: bool) -> bool:
    """Whether each file is here that came with a package."""
    try:
        distribution = metadata.distribution(name)
        files = distribution.files
    except (metadata.PackageNotFoundError, OSError, ValueError):
        return False
    if not files:
        return False
    for file in files:
        if file.suffix == ".pyc":
            continue
        path = Path(str(distribution.locate_file(file)))
        try:
            if not path.is_file():
                return False
            if every_byte and file.hash and file.hash.mode == "sha256" and sha256(path) != file.hash.value:
                return False
        except OSError:
            return False
    return True


def sha256(path: Path) -> str:
    """The sum of a file in the form in which a package lists it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def failing_imports(modules: tuple[str, ...] = IMPORTED) -> list[str]:
    """The modules that cannot be imported, each with what it says."""
    failing = []
    for module in modules:
        try:
            importlib.import_module(module)
        # Whatever a broken package raises.
        except Exception as error:
            failing.append(f"{module} ({type(error).__name__}: {error})")
    return failing


def main() -> None:
    """Prints what is wrong with the packages as JSON. The arguments: a file of pins, and more pins."""
    file, *more = sys.argv[1:]
    every_byte = "--every-byte" in more
    requirements = "\n".join([Path(file).read_text("utf-8"), *more])
    trouble = Trouble(damaged_pins(requirements, every_byte), failing_imports())
    # What a package prints while it is imported comes before this line.
    print("\n" + json.dumps(trouble._asdict()))


if __name__ == "__main__":
    main()
