"""TypeScript's compiler, which checks the types of the scripts. It runs on Node, and only the checks need it.

The same installation brings what two browser tests load into a page, axe-core and a screen reader, and the proxy of the
JupyterHub that another test starts.
"""

import json
import re
import shutil
from pathlib import Path

from course.launch.environment import Environment, run
from course.launch.problem import Problem

COMPILER = Path("node_modules", "typescript", "bin", "tsc")
UNREACHABLE = re.compile(r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b")


def compile_command() -> list[str]:
    """The command line that checks every script; tsconfig.json says which and how strictly."""
    return [shutil.which("node") or "node", str(COMPILER), "--project", "tsconfig.json", "--pretty", "false"]


def prepare_typescript(env: Environment) -> str:
    """Puts the pinned compiler into ``node_modules``, once. Returns "" or why the check cannot run here.

    Raises Problem when the compiler could be installed and something of ours is in the way.
    """
    if not shutil.which("node"):
        return "no Node here; whoever installs it gets this check"
    if locked_versions(env.root / "package-lock.json") == locked_versions(
        env.root / "node_modules" / ".package-lock.json"
    ):
        return ""
    npm = shutil.which("npm")
    if not npm:
        return "no npm here to install TypeScript"
    print("Installing TypeScript (once)", flush=True)
    done = run(env, [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"])
    if done.returncode == 0:
        return ""
    unreachable = UNREACHABLE.search(done.stdout)
    if unreachable:
        return f"TypeScript is not installed yet, and npm reaches no packages ({unreachable[0]})"
    raise Problem(f"npm could not install what package-lock.json pins. Its last words: {done.stdout.strip()[-500:]}")


def locked_versions(lock: Path) -> dict[str, str]:
    """The version of each package in a lock of npm; {} where there is none that can be read."""
    try:
        packages = json.loads(lock.read_text("utf-8"))["packages"]
        # The project itself stands there with no name, and only in the lock that we commit.
        return {name: str(entry["version"]) for name, entry in packages.items() if name}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
