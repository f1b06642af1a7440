"""The course's own Python environment, `.venv`: made once, repaired when needed, left alone otherwise."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TypedDict, cast

from course.launch.lock import locked
from course.launch.packages import Trouble, pins_here
from course.launch.problem import (
    NotFetched,
    Problem,
    explain_install,
    explain_os_error,
    no_checkout,
    no_such_place,
    no_venv,
    not_installed,
    read_only,
)
from course.launch.progress import Step

STAMP = "course.json"
# What an environment that is made again keeps.
KEEPS = ("shipped",)
# How pip reaches an index. Every other setting of its own may lead the packages elsewhere, so none is passed on.
PIP_MAY = {
    "INDEX_URL",
    "EXTRA_INDEX_URL",
    "FIND_LINKS",
    "NO_INDEX",
    "TRUSTED_HOST",
    "CERT",
    "CLIENT_CERT",
    "PROXY",
    "CONFIG_FILE",
    "CACHE_DIR",
    "NO_CACHE_DIR",
    "TIMEOUT",
    "DEFAULT_TIMEOUT",
    "RETRIES",
    "KEYRING_PROVIDER",
    "USE_FEATURE",
    "USE_DEPRECATED",
    "CONSTRAINT",
    "BUILD_CONSTRAINT",
    "PREFER_BINARY",
    "ONLY_BINARY",
}
# These give Python another library or another place for packages.
REDIRECTING = {
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONUSERBASE",
    "PYTHONPLATLIBDIR",
    "PYTHONEXECUTABLE",
    "PYTHONSAFEPATH",
    "PYTHONINSPECT",
    "PYTHONSTARTUP",
    "__PYVENV_LAUNCHER__",
}
# Images of containers often forbid Python to keep what it compiles. The packages come uncompiled, and a start that
# compiles them anew takes twice as long; what is kept lies in our own environment and beside the course's own modules.
SLOWING = {"PYTHONDONTWRITEBYTECODE"}


class Stamp(TypedDict, total=False):
    """What the last complete installation left: what it was made from, and what lay in site-packages then.

    `damaged` stands there once something was found missing or damaged; the next start mends that.
    """

    python: str
    folder: str
    pins: str
    copied: str
    extras: list[str]
    holds: list[str]
    damaged: bool


class Environment:
    """Where things lie in a course folder, and the environment's Python."""

    def __init__(self, root: Path):
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")
        self.log = self.folder / "install.log"
        self.stamp = self.folder / STAMP
        self.shipped = self.folder / "shipped"
        # Always here: a second start looks in it for the server that runs.
        self.runtime = self.folder / "run"

    def variables(self, **more: str) -> dict[str, str]:
        """The variables for a process inside: Jupyter keeps its files in the environment, not in the home folder.

        A Jupyter that somebody installed before may have settings, kernels and extensions in the home folder that
        would win over ours. Whoever sets these variables on purpose is heard.
        """
        own = {
            "VIRTUAL_ENV": str(self.folder),
            "PATH": str(self.scripts) + os.pathsep + os.environ.get("PATH", ""),
            "PYTHONNOUSERSITE": "1",
            "PYTHONUTF8": "1",
        }
        for name in ("config", "data"):
            variable = f"JUPYTER_{name.upper()}_DIR"
            own[variable] = os.environ.get(variable) or str(self.folder / "jupyter" / name)
        own["JUPYTER_RUNTIME_DIR"] = str(self.runtime)
        return {**pass_on(os.environ), **own, **more}

    @property
    def site_packages(self) -> Path:
        """Where pip puts the packages."""
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        return self.folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def pass_on(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of the surroundings without those that lead Python or pip to another place, or slow each start."""
    harmless = {}
    for name, value in variables.items():
        harms = name.upper() in REDIRECTING | SLOWING
        if name.upper().startswith("PIP_"):
            harms = name.upper().removeprefix("PIP_") not in PIP_MAY
        if not harms:
            harmless[name] = value
    return harmless


def course_root(package: Path) -> Path:
    """The folder that holds the package and the notebooks."""
    root = package.parent
    if (root / "requirements.txt").is_file() and (root / "notebooks").is_dir():
        return root
    raise no_checkout(package)


def pins(root: Path) -> str:
    """A fingerprint of everything that decides which packages are installed: the same text, the same packages."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    decides = [
        (root / "requirements.txt").read_text("utf-8"),
        json.dumps([project["build-system"], project["project"]["dependencies"]]),
    ]
    return hashlib.sha256("\0".join(decides).encode()).hexdigest()


def copied_folders(root: Path) -> dict[str, str]:
    """The folders of the course that are copied into the environment, not linked, each with its place there."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    wheel = project.get("tool", {}).get("hatch", {}).get("build", {}).get("targets", {}).get("wheel", {})
    folders: dict[str, str] = wheel.get("shared-data", {})
    return folders


def copied(root: Path) -> str:
    """A fingerprint of what is copied into the environment."""
    digest = hashlib.sha256()
    for source, place in sorted(copied_folders(root).items()):
        for path in sorted((root / source).rglob("*")):
            if path.is_file():
                digest.update(f"{place}/{path.relative_to(root / source).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def copy_folders(env: Environment) -> None:
    """Puts the folders that are copied into the environment; needs no index, so an update may be started offline."""
    for source, place in copied_folders(env.root).items():
        # Only what lies in a folder of our own there is taken away.
        if place.startswith("share/jupyter/labextensions/"):
            shutil.rmtree(env.folder / place, ignore_errors=True)
        if (env.root / source).is_dir():
            shutil.copytree(env.root / source, env.folder / place, dirs_exist_ok=True)


def extra_pins(root: Path, extras: Collection[str]) -> list[str]:
    """The pins of what only some need: the checks, the live class. Each stands in `pyproject.toml` under its name."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    pins: dict[str, list[str]] = project["project"]["optional-dependencies"]
    return [pin for extra in extras for pin in pins[extra]]


def wanted_stamp(root: Path, extras: Collection[str]) -> Stamp:
    """What the stamp says when the environment is as it should be, with the `extras` that are needed now."""
    return {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "folder": str(root),
        "pins": pins(root),
        "copied": copied(root),
        "extras": extra_pins(root, extras),
    }


def read_stamp(path: Path) -> Stamp:
    """The stamp that the last complete installation left, or an empty one."""
    try:
        stamp = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast(Stamp, stamp) if isinstance(stamp, dict) else {}


def holdings(env: Environment) -> list[str]:
    """The names of what lies in site-packages."""
    try:
        return sorted(name for name in os.listdir(env.site_packages) if name != "__pycache__")
    except OSError:
        return []


def is_incomplete(env: Environment, stamp: Stamp) -> bool:
    """Whether something is gone that lay in site-packages, or was found damaged. One look into one folder."""
    return bool(stamp.get("damaged")) or not set(stamp.get("holds", [])) <= set(holdings(env))


def next_step(stamp: Stamp, wanted: Stamp, exists: bool, works: bool, begun: bool, incomplete: bool = False) -> str:
    """What to do with the environment, as a word; "nothing" when it is as it should be.

    An environment serves one Python, so a new one means a new environment. So does an installation of ours that has
    begun and left no stamp: pip takes a half-written package for a whole one. An environment that somebody else made
    is kept, if its Python starts. In a folder that was moved the packages are still there, and only what names the
    folder is written again.
    """
    if not exists:
        return "create"
    if not works or (begun and not stamp) or (stamp and stamp.get("python") != wanted["python"]):
        return "recreate"
    if stamp and stamp.get("folder") != wanted["folder"]:
        return "move"
    if incomplete:
        return "mend"
    if stamp.get("pins") != wanted["pins"]:
        return "install"
    if stamp.get("copied") != wanted["copied"]:
        return "copy"
    if not set(wanted["extras"]) <= set(stamp.get("extras", [])):
        return "add extras"
    return "nothing"


def expected_packages(requirements: str) -> int:
    """About how many packages the pinned list brings to this computer."""
    return len(pins_here(requirements))


def starts(env: Environment) -> bool:
    """Whether the environment's Python and pip still start."""
    return run_inside(env, "-c", "import pip").returncode == 0


def run_inside(env: Environment, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs the environment's Python as ``run`` does."""
    return run(env, [str(env.python), *arguments], seconds)


def run(env: Environment, command: list[str], seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command in the course folder and returns what it says; 127 where it does not start, or not end in time."""
    try:
        return subprocess.run(
            command,
            cwd=env.root,
            env=env.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 127, str(error))


def trouble_inside(env: Environment, every_byte: bool = False) -> Trouble:
    """What is wrong with the packages of the environment."""
    options = [*(["--every-byte"] if every_byte else []), *read_stamp(env.stamp).get("extras", [])]
    # With -P the environment alone says where the course is, as for a notebook.
    script = str(env.root / "course" / "launch" / "packages.py")
    done = run_inside(env, "-P", script, "requirements.txt", *options, seconds=300)
    try:
        trouble = json.loads(done.stdout.strip().splitlines()[-1])
        return Trouble(list(trouble["damaged"]), list(trouble["failing"]))
    except (ValueError, IndexError, KeyError, TypeError):
        return Trouble([], [f"python ({done.stdout.strip()[-200:] or 'it says nothing'})"])


def note_damage(env: Environment) -> Trouble:
    """Looks at every byte of the packages after something failed; what is wrong is mended at the next start."""
    trouble = trouble_inside(env, every_byte=True)
    stamp = read_stamp(env.stamp)
    if trouble and stamp:
        write_stamp(env, {**stamp, "damaged": True})
    return trouble


def create(env: Environment) -> None:
    """Makes an empty environment, in place of a broken one."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise no_venv()
    if Path(sys.prefix) == env.folder:
        raise Problem(
            f"The environment {env.folder} must be made again, and this is its own Python. Leave it (type 'deactivate' "
            "or open a new terminal) and type 'python3 -m course' (on Windows: 'py -m course')."
        )
    with Step("Making a place for the course's packages (.venv)"):
        try:
            clear(env.folder)
            venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(env.folder)
        except subprocess.CalledProcessError as error:
            output = (error.output or b"").decode("utf-8", "replace")
            raise (explain_install(output, env.log) if output.strip() else no_venv()) from error
        except OSError as error:
            raise explain_os_error(error, env.folder) from error


def clear(folder: Path) -> None:
    """Empties the folder of an environment, but for the copies of the lessons."""
    if not folder.is_dir() or folder.is_symlink():
        folder.unlink(missing_ok=True)
        return
    for path in folder.iterdir():
        if path.name in KEEPS:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def move(env: Environment, old: str) -> bool:
    """Writes again, in an environment that came here from the folder `old`, what names that folder.

    Returns whether the course is imported from here afterwards. The programs in `bin` keep their old first line;
    nothing of ours calls them.
    """
    with Step("Moving the packages to the new place of the folder"):
        for link in env.scripts.glob("python*"):
            if link.is_symlink():
                link.unlink()
        venv.EnvBuilder(symlinks=os.name != "nt").create(env.folder)
        for path in env.site_packages.glob("*.pth"):
            lines = path.read_text("utf-8").splitlines()
            if old in lines:
                path.write_text("".join(f"{env.root if line == old else line}\n" for line in lines), "utf-8")
    place = run_inside(env, "-P", "-c", "import course; print(course.__file__)")
    return place.returncode == 0 and place.stdout.strip() == str(env.root / "course" / "__init__.py")


def install(env: Environment, requirements: list[str], title: str, expected: int) -> None:
    """Lets pip install the given arguments, with a count that a person can follow; the raw log goes to a file."""
    command = [str(env.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-color"]
    # Python compiles what it imports. Compiling all the rest would take a third of the time and 110 MB.
    command += ["--progress-bar", "off", "--no-compile", "--retries", "2", "--no-warn-script-location"]
    # A settings file may ask for the home folder instead.
    command += ["--no-user", *requirements]
    seen: set[str] = set()
    tail: list[str] = []
    unpacking = False
    with Step(title) as step, open(env.log, "a", encoding="utf-8") as log:
        log.write(f"\n== {time.strftime('%Y-%m-%d %H:%M:%S')} {' '.join(command)}\n")
        with subprocess.Popen(
            command,
            cwd=env.root,
            env=env.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            try:
                for line in process.stdout or ():
                    log.write(line)
                    tail = [*tail[-199:], line]
                    name = re.match(r"\s*(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line)
                    if name:
                        seen.add(re.sub(r"[-_.]+", "-", name[1]).lower())
                        step.show(f"{len(seen)} of about {max(expected, len(seen))} packages found")
                    elif line.startswith("Installing collected packages:"):
                        unpacking = True
                        step.watch(env.folder, line.count(",") + 1)
                code = process.wait()
            except BaseException:
                process.terminate()
                raise
        if code:
            problem = explain_install("".join(tail), env.log)
            raise problem if unpacking else NotFetched(str(problem))


def prepare(root: Path, extras: Collection[str] = ()) -> Environment:
    """The environment, complete: made, repaired or brought up to date first if that is needed."""
    if os.pathsep in str(root):
        raise no_such_place(root)
    env = Environment(root)
    if step_for(env, extras) == "nothing":
        return env
    if not os.access(root, os.W_OK) or (env.folder.exists() and not os.access(env.folder, os.W_OK)):
        raise read_only(root)
    try:
        with locked(root, "being installed"):
            # Another window may have done it while this one waited.
            step = step_for(env, extras)
            if step != "nothing":
                bring_about(env, step, extras)
    except OSError as error:
        raise explain_os_error(error, env.folder) from error
    return env


def step_for(env: Environment, extras: Collection[str]) -> str:
    """What the environment needs now."""
    stamp = read_stamp(env.stamp)
    # A stamp is written last, so an environment that has one needs no trial start.
    works = env.python.exists() and (bool(stamp) or starts(env))
    exists = env.folder.is_dir() and any(path.name not in KEEPS for path in env.folder.iterdir())
    wanted = wanted_stamp(env.root, extras)
    if env.folder.is_symlink():
        # Shared with another folder of the course: to move it here would take it away from there.
        wanted["folder"] = stamp.get("folder", wanted["folder"])
    return next_step(stamp, wanted, exists, works, env.log.exists(), is_incomplete(env, stamp))


def bring_about(env: Environment, step: str, extras: Collection[str]) -> None:
    """Does what the environment needs, and leaves a stamp."""
    stamp, wanted = read_stamp(env.stamp), wanted_stamp(env.root, extras)
    if step == "move":
        print("The course folder was moved.", flush=True)
        if move(env, stamp.get("folder", "")):
            stamp["folder"] = wanted["folder"]
            write_stamp(env, stamp)
            step = step_for(env, extras)
            if step == "nothing":
                return
        else:
            step = "recreate"
    if step == "mend" and not starts(env):
        step = "recreate"
    if env.log.exists() and not stamp and step == "recreate":
        print("The last installation did not finish. It is repaired now.", flush=True)
    elif step == "recreate":
        print("The course folder or its Python has changed. The packages are installed anew.", flush=True)
    elif step == "install" and stamp:
        print("The course needs other packages than before. They are installed now.", flush=True)
    if step in ("create", "recreate"):
        create(env)
    had = stamp.get("extras", [])
    if step == "copy":
        copy_folders(env)
        write_stamp(env, {**stamp, "copied": wanted["copied"]})
    if step == "mend":
        mend(env)
        if stamp.get("pins") == wanted["pins"] and not trouble_inside(env):
            copy_folders(env)
            write_stamp(env, {**wanted, "extras": had, "holds": holdings(env)})
        else:
            step = "install"
    if step in ("create", "recreate", "install"):
        env.stamp.unlink(missing_ok=True)
        title = "Installing the packages (once; some minutes on a slow line)"
        requirements = (env.root / "requirements.txt").read_text("utf-8")
        try:
            install(env, ["-r", "requirements.txt"], title, expected_packages(requirements))
        except NotFetched:
            # What was here is untouched: the next start goes on from it, and makes nothing anew.
            if stamp and step == "install":
                write_stamp(env, stamp)
            raise
        had = []
        trouble = trouble_inside(env)
        if trouble:
            raise not_installed(trouble.failing or trouble.damaged, env.log)
        write_stamp(env, {**wanted, "extras": [], "holds": holdings(env)})
    missing = [pin for pin in wanted["extras"] if pin not in had]
    if missing:
        # What was added for another verb stays, in the version that is pinned now.
        install(env, missing, "Installing what this needs besides", len(missing))
        names = {name_of(pin) for pin in missing}
        kept = [pin for pin in had if name_of(pin) not in names]
        write_stamp(env, {**wanted, "extras": [*kept, *missing], "holds": holdings(env)})


def name_of(pin: str) -> str:
    """The package that a pin names."""
    return re.split(r"[\[=<>;\s]", pin, maxsplit=1)[0].lower()


def mend(env: Environment) -> None:
    """Installs again the packages that are missing or damaged, and those alone."""
    damaged = trouble_inside(env, every_byte=True).damaged
    if not damaged:
        return
    names = ", ".join(pin.partition("==")[0] for pin in damaged[:5]) + (", …" if len(damaged) > 5 else "")
    print(f"Missing or damaged: {names}. It is installed again now.", flush=True)
    # pip cannot take away a package whose list of files is gone, so it writes over what is left.
    install(env, ["--ignore-installed", "--no-deps", *damaged], "Installing what is missing", len(damaged))


def write_stamp(env: Environment, stamp: Stamp) -> None:
    """Writes the stamp in one move, so that half of it is never there."""
    draft = env.stamp.with_suffix(".draft")
    draft.write_text(json.dumps(stamp, indent=1), "utf-8")
    os.replace(draft, env.stamp)
