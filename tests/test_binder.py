"""What Binder would build, and that everything the course needs is inside the package that it installs."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from course.launch.lab import FIRST_PAGE

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def buildpack():
    """The build pack that repo2docker would choose; it asks no container engine for that."""
    app = pytest.importorskip("repo2docker.app", reason="repo2docker comes with the tools for the checks")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for kind in app.Repo2Docker().buildpacks:
            pack = kind(base_image=app.Repo2Docker().base_image)
            pack.platform = "linux/amd64"
            if pack.detect():
                yield pack
                return
    pytest.fail("repo2docker finds nothing to build")


def test_binder_builds_a_python_environment(buildpack):
    assert type(buildpack).__name__ == "PythonBuildPack"


def test_binder_uses_the_python_of_runtime_txt(buildpack):
    wanted = (ROOT / "runtime.txt").read_text("utf-8").strip()
    assert f"python-{buildpack.python_version}" == wanted


def test_binder_installs_the_pins_and_then_the_package(buildpack):
    steps = " ".join(script for _, script in [*buildpack.get_assemble_scripts(), *buildpack.get_build_scripts()])
    pins, package = steps.find('-r "requirements.txt"'), steps.rfind("pip install --no-cache-dir .")
    assert -1 < pins < package, steps


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that `pip install .` makes, built here without an index."""
    pytest.importorskip("hatchling", reason="hatchling comes with the tools for the checks")
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


FROM_A_CLONE = ("dev", "site")
"""The folders of the package that are run from a clone alone: what contributors run, and what builds the site."""


def shipped() -> set[str]:
    """Every file of the package that learners get: no caches, and nothing that is run from a clone alone."""
    files = (path.relative_to(ROOT) for path in (ROOT / "course").rglob("*") if path.is_file())
    return {path.as_posix() for path in files if "__pycache__" not in path.parts and path.parts[1] not in FROM_A_CLONE}


def test_wheel_carries_every_file_of_the_package(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    # The two folders for Jupyter go to share/jupyter instead of the package.
    elsewhere = {
        name for name in shipped() if name.startswith(("course/jupyter/extension/", "course/jupyter/settings/"))
    }
    assert shipped() - elsewhere - names == set()
    assert {Path(name).suffix for name in names} >= {".py", ".toml", ".csv"}


def test_wheel_leaves_out_what_is_run_from_a_clone(wheel):
    folders = tuple(f"course/{folder}/" for folder in FROM_A_CLONE)
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(folders)]
    users = [
        path.name
        for path in (ROOT / "course").rglob("*.py")
        if path.relative_to(ROOT).parts[1] not in FROM_A_CLONE
        and re.search(rf"^\s*(?:from|import) course\.(?:{'|'.join(FROM_A_CLONE)})\b", path.read_text("utf-8"), re.M)
    ]
    assert users == []


def test_wheel_places_the_extension_and_the_settings(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    data = {name.partition(".data/data/")[2] for name in names}
    extension = "share/jupyter/labextensions/course-opening"
    assert {f"{extension}/package.json", f"{extension}/static/opening.js"} <= data
    assert "share/jupyter/lab/settings/overrides.d/course.json" in data


def test_course_works_from_the_unpacked_wheel(wheel, tmp_path):
    """Away from the checkout, as on Binder: content is read from inside the package."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import sys; sys.path[:] = [p for p in sys.path if p != sys.argv[2]]; sys.path.insert(0, sys.argv[1]); "
        "import course; assert course.__file__.startswith(sys.argv[1]), course.__file__; "
        "[getattr(course, name) for name in dir(course) if not name.startswith('_')]"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site"), str(ROOT)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_extension_names_the_file_that_it_loads():
    package = json.loads((ROOT / "course/jupyter/extension/package.json").read_text("utf-8"))
    assert (ROOT / "course/jupyter/extension" / package["jupyterlab"]["_build"]["load"]).is_file()
    script = (ROOT / "course/jupyter/extension/static/opening.js").read_text("utf-8")
    assert f"const NAME = '{package['name']}';" in script


def test_jupyterlab_is_held_at_the_version_the_extension_is_written_for():
    assert "jupyterlab==4.6.*" in PROJECT["dependencies"]


def binder_link(repository: str) -> str:
    """Where Binder opens lesson 00 of a public repository, from the address in pyproject.toml."""
    owner_and_name = repository.removeprefix("https://github.com/").removesuffix("/")
    return f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD?urlpath={FIRST_PAGE.lstrip('/')}"


def test_badge_in_the_readme_leads_to_this_repository():
    readme = (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"https://mybinder\.org/v2/[^\s)\"'>]+", readme)
    assert links
    assert set(links) == {binder_link(PROJECT["urls"]["Repository"])}
