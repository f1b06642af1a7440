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
from pathlib import Path
from typing import Any

from course.launch.problem import Problem, explain_install, explain_os_error, no_checkout, no_venv, read_only
from course.launch.progress import Step

STAMP = "course.json"


class Environment:
    """Where things lie in a course folder, and the environment's Python."""

    def __init__(self, root: Path):
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")
        self.log = self.folder / "install.log"
        self.stamp = self.folder / STAMP

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
        rest = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
        return {**rest, **own, **more}


def course_root(package: Path) -> Path:
    """The folder that holds the package and the notebooks."""
    root = package.parent
    if (root / "requirements.txt").is_file() and (root / "notebooks").is_dir():
        return root
    raise no_checkout(package)


def pins(root: Path) -> str:
    """A fingerprint of everything that decides what is installed: the same text, the same environment."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    decides = [
        (root / "requirements.txt").read_text("utf-8"),
        json.dumps([project["build-system"], project["project"]["dependencies"]]),
        json.dumps(project.get("tool", {}).get("hatch", {}), sort_keys=True),
    ]
    # These are copied into the environment, not linked.
    copied = sorted((root / "course" / "jupyter").rglob("*"))
    decides += [path.read_text("utf-8") for path in copied if path.is_file()]
    return hashlib.sha256("\0".join(decides).encode()).hexdigest()


def check_tools(root: Path) -> list[str]:
    """The pinned tools that only the checks need."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    tools: list[str] = project["project"]["optional-dependencies"]["checks"]
    return tools


def wanted_stamp(root: Path, with_checks: bool) -> dict[str, Any]:
    """What the stamp says when the environment is as it should be."""
    return {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "folder": str(root),
        "pins": pins(root),
        "checks": check_tools(root) if with_checks else [],
    }


def read_stamp(path: Path) -> dict[str, Any]:
    """The stamp that the last complete installation left, or an empty one."""
    try:
        stamp = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def next_step(stamp: dict[str, Any], wanted: dict[str, Any], exists: bool, works: bool, begun: bool) -> str:
    """What to do with the environment: "nothing", "create", "recreate", "install" or "add checks".

    An environment cannot be moved and serves one Python, so a new folder or Python means a new environment. So does
    an installation of ours that has begun and left no stamp: pip takes a half-written package for a whole one. An
    environment that somebody else made is kept, if its Python starts.
    """
    if not exists:
        return "create"
    if (
        not works
        or (begun and not stamp)
        or (stamp and any(stamp.get(key) != wanted[key] for key in ("python", "folder")))
    ):
        return "recreate"
    if stamp.get("pins") != wanted["pins"]:
        return "install"
    if wanted["checks"] and stamp.get("checks") != wanted["checks"]:
        return "add checks"
    return "nothing"


def expected_packages(requirements: str) -> int:
    """About how many packages the pinned list brings to this computer."""
    version = sys.version_info[:3]
    count = 0
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
        count += 1
    return count


def starts(env: Environment) -> bool:
    """Whether the environment's Python and pip still start."""
    try:
        command = [str(env.python), "-c", "import pip"]
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


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
            if env.folder.exists():
                shutil.rmtree(env.folder)
            venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(env.folder)
        except subprocess.CalledProcessError as error:
            output = (error.output or b"").decode("utf-8", "replace")
            raise (explain_install(output, env.log) if output.strip() else no_venv()) from error
        except OSError as error:
            raise explain_os_error(error, env.folder) from error


def install(env: Environment, requirements: list[str], title: str, expected: int) -> None:
    """Lets pip install the given arguments, with a count that a person can follow; the raw log goes to a file."""
    command = [str(env.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-color"]
    # Python compiles what it imports. Compiling all the rest would take a third of the time and 110 MB.
    command += ["--progress-bar", "off", "--no-compile", "--retries", "2", "--no-warn-script-location", *requirements]
    seen: set[str] = set()
    tail: list[str] = []
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
                        step.watch(env.folder, line.count(",") + 1)
                code = process.wait()
            except BaseException:
                process.terminate()
                raise
        if code:
            raise explain_install("".join(tail), env.log)


def prepare(root: Path, with_checks: bool = False) -> Environment:
    """The environment, complete: made, repaired or brought up to date first if that is needed."""
    env = Environment(root)
    wanted = wanted_stamp(root, with_checks)
    stamp = read_stamp(env.stamp)
    exists = env.folder.exists()
    # A stamp is written last, so an environment that has one needs no trial start.
    works = env.python.exists() and (bool(stamp) or starts(env))
    step = next_step(stamp, wanted, exists, works, begun=env.log.exists())
    if step == "nothing":
        return env
    if not os.access(root, os.W_OK) or (exists and not os.access(env.folder, os.W_OK)):
        raise read_only(root)
    if exists and not stamp and step == "recreate":
        print("The last installation did not finish. It is repaired now.", flush=True)
    elif step == "recreate":
        print("The course folder or its Python has changed. The packages are installed anew.", flush=True)
    elif step == "install" and stamp:
        print("The course needs other packages than before. They are installed now.", flush=True)
    try:
        if step in ("create", "recreate"):
            create(env)
        installed = {**wanted, "checks": []}
        if step != "add checks":
            env.stamp.unlink(missing_ok=True)
            expected = expected_packages((root / "requirements.txt").read_text("utf-8"))
            title = "Installing the packages (once; some minutes on a slow line)"
            install(env, ["-r", "requirements.txt"], title, expected)
            write_stamp(env, installed)
        if with_checks:
            install(env, wanted["checks"], "Installing the tools for the checks", len(wanted["checks"]))
            write_stamp(env, wanted)
    except OSError as error:
        raise explain_os_error(error, env.folder) from error
    return env


def write_stamp(env: Environment, stamp: dict[str, Any]) -> None:
    """Writes the stamp in one move, so that half of it is never there."""
    draft = env.stamp.with_suffix(".draft")
    draft.write_text(json.dumps(stamp, indent=1), "utf-8")
    os.replace(draft, env.stamp)
