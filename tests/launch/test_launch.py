"""The two commands: what they decide, what they say when something is missing. Nothing here needs a network."""

import errno
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import __main__ as entry
from course.dev.jupyter import running_jupyter
from course.launch import checks, command_line, environment, lab, packages
from course.launch.environment import Environment, expected_packages, next_step, pins, wanted_stamp
from course.launch.packages import Trouble
from course.launch.problem import NotFetched, NotStarted, Problem, explain_install, explain_os_error

ROOT = Path(__file__).parents[2]
STAMP = {"python": "3.11", "folder": "/course", "pins": "p1", "copied": "c1", "extras": []}

INSTALL_LOGS = {
    "could not be reached": [
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(': Failed to establish a "
        "new connection: [Errno -3] Temporary failure in name resolution')': /simple/altair/\nERROR: Could not find a "
        "version that satisfies the requirement altair==5.5.0 (from versions: none)\nERROR: No matching distribution",
        "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden'))",
        "socket.gaierror: [Errno 11001] getaddrinfo failed",
    ],
    "certificate": ["SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"],
    "disk is full": [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "OSError: [WinError 112] There is not enough space on the disk",
    ],
    "may not write": ["ERROR: Could not install packages due to an OSError: [Errno 30] Read-only file system: '/x'"],
    "no fitting version": [
        "ERROR: Could not find a version that satisfies the requirement numpy==2.5.5 (from versions: 1.26.4, 2.0.0)"
    ],
    "last words: something odd": ["Collecting altair\n\nsomething odd\n\n"],
}


@pytest.fixture
def checkout(tmp_path):
    """A folder that looks like the course to the launcher."""
    for folder in ("notebooks", "exercises/solutions", "course/content/lessons", "course/jupyter"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("-e .\nnumpy==2.4.6\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    return tmp_path


def one_paragraph(text: str) -> bool:
    return "\n" not in text and "Traceback" not in text and text.endswith((".", "log", "8889")) and len(text) < 700


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 0), (3, 10, 14)])
def test_old_python_is_told_what_to_do(version):
    assert "3.11" in entry.too_old(version)
    assert f"{version[0]}.{version[1]}" in entry.too_old(version)


def test_new_python_is_not_too_old():
    assert entry.too_old((3, 11, 0)) == entry.too_old((4, 0, 0)) == ""


@pytest.mark.parametrize("name", ["__main__.py", "__init__.py"])
def test_what_runs_first_parses_on_old_pythons(name):
    """`python -m course` imports these two before it can say that Python is too old."""
    import ast

    ast.parse((ROOT / "course" / name).read_text("utf-8"), feature_version=(3, 6))


def test_launch_needs_the_standard_library_only():
    """Without site-packages, the command line still comes up."""
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-I",
            "-c",
            "import sys; sys.path.insert(0, sys.argv.pop()); import course.launch.command_line",
        ]
        + [str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("sign", "log"), [(sign, log) for sign, logs in INSTALL_LOGS.items() for log in logs])
def test_install_failure_is_explained(sign, log, tmp_path):
    text = str(explain_install(log, tmp_path / "install.log"))
    assert sign in text
    assert one_paragraph(text)


@pytest.mark.parametrize(
    ("number", "sign"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "may not write"), (errno.EACCES, "may not write")],
)
def test_system_refusal_is_explained(number, sign, tmp_path):
    text = str(explain_os_error(OSError(number, os.strerror(number)), tmp_path))
    assert sign in text
    assert one_paragraph(text)


@pytest.mark.parametrize(
    ("change", "state", "step"),
    [
        ({}, {}, "nothing"),
        ({}, {"exists": False, "works": False}, "create"),
        ({}, {"works": False}, "recreate"),
        ({"python": "3.10"}, {}, "recreate"),
        ({"folder": "/elsewhere"}, {}, "move"),
        ({"folder": "/elsewhere", "python": "3.10"}, {}, "recreate"),
        ({}, {"incomplete": True}, "mend"),
        ({"pins": "p0"}, {}, "install"),
        ({"copied": "c0"}, {}, "copy"),
        ({"extras": ["ruff==1"]}, {}, "nothing"),
    ],
)
def test_stamp_decides_what_to_do(change, state, step):
    assert next_step({**STAMP, **change}, STAMP, **{"exists": True, "works": True, "begun": True, **state}) == step


def test_interrupted_installation_is_made_again():
    """The stamp is written last, and pip would take a half-written package for a whole one."""
    assert next_step({}, STAMP, exists=True, works=True, begun=True) == "recreate"
    assert next_step({}, STAMP, exists=True, works=False, begun=False) == "recreate"


def test_environment_that_somebody_else_made_is_kept():
    assert next_step({}, STAMP, exists=True, works=True, begun=False) == "install"


def test_checks_add_their_tools_only_once():
    wanted = {**STAMP, "extras": ["ruff==1"]}
    assert next_step(STAMP, wanted, exists=True, works=True, begun=True) == "add extras"
    assert next_step(wanted, wanted, exists=True, works=True, begun=True) == "nothing"


@pytest.mark.parametrize("damage", ["", "{", "[]", '"text"'])
def test_damaged_stamp_counts_as_none(damage, tmp_path):
    (tmp_path / "stamp").write_text(damage)
    assert environment.read_stamp(tmp_path / "stamp") == {}


def test_changed_pins_are_noticed_and_tool_settings_are_not(checkout):
    before = pins(checkout)
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace("line-length", "# \nline-length"), "utf-8")
    assert pins(checkout) == before
    (checkout / "requirements.txt").write_text("-e .\nnumpy==2.4.7\n")
    assert pins(checkout) != before


def test_changed_extension_is_copied_without_an_installation(checkout, monkeypatch):
    """So an update can be started without the internet."""
    done = fake_install(monkeypatch)
    extension = checkout / "course/jupyter/extension"
    extension.mkdir()
    (extension / "old.js").touch()
    env = environment.prepare(checkout)
    environment.copy_folders(env)
    (extension / "old.js").rename(extension / "new.js")
    environment.prepare(checkout)
    assert len(done) == 2
    assert [*(env.folder / "share/jupyter/labextensions/course-opening").iterdir()] == [
        env.folder / "share/jupyter/labextensions/course-opening/new.js"
    ]
    assert environment.step_for(env, ()) == "nothing"


def test_an_environment_that_another_folder_shares_is_not_moved_here(checkout, tmp_path, monkeypatch):
    """A second working tree with a link to the first one's environment would take it away from there."""
    fake_install(monkeypatch)
    env = environment.prepare(checkout)
    other = tmp_path / "second tree"
    shutil.copytree(checkout, other, ignore=shutil.ignore_patterns(".venv"))
    (other / ".venv").symlink_to(checkout / ".venv")
    shared = Environment(other)
    monkeypatch.setattr(environment, "move", lambda env, old: pytest.fail("it was moved"))
    assert environment.step_for(shared, ()) == "nothing"
    environment.prepare(other)
    assert environment.read_stamp(env.stamp)["folder"] == str(checkout)


def test_packages_that_cannot_be_fetched_leave_the_old_ones_in_place(checkout, monkeypatch):
    fake_install(monkeypatch)
    env = environment.prepare(checkout)
    before = environment.read_stamp(env.stamp)
    (checkout / "requirements.txt").write_text("-e .\nnumpy==2.4.7\n")

    def install(env, requirements, title, expected):
        raise NotFetched("no line")

    monkeypatch.setattr(environment, "install", install)
    with pytest.raises(Problem, match="no line"):
        environment.prepare(checkout)
    assert environment.read_stamp(env.stamp) == before
    assert environment.step_for(env, ()) == "install"


def fake_install(monkeypatch, fail_at=None):
    """Records what would be installed, and may fail there."""
    done = []

    def install(env, requirements, title, expected):
        done.append(requirements)
        env.log.touch()
        if fail_at == len(done):
            raise Problem("the line went dead")

    def create(env):
        env.scripts.mkdir(parents=True, exist_ok=True)
        env.python.touch()
        done.append("create")

    monkeypatch.setattr(environment, "install", install)
    monkeypatch.setattr(environment, "create", create)
    monkeypatch.setattr(environment, "trouble_inside", lambda env, every_byte=False: Trouble([], []))
    monkeypatch.setattr(environment, "starts", lambda env: True)
    return done


def test_second_start_installs_nothing(checkout, monkeypatch):
    done = fake_install(monkeypatch)
    environment.prepare(checkout)
    assert done == ["create", ["-r", "requirements.txt"]]
    environment.prepare(checkout)
    assert len(done) == 2


def test_failed_installation_is_repaired_at_the_next_start(checkout, monkeypatch, capsys):
    done = fake_install(monkeypatch, fail_at=2)
    with pytest.raises(Problem):
        environment.prepare(checkout)
    environment.prepare(checkout)
    assert done == ["create", ["-r", "requirements.txt"]] * 2
    assert "repaired" in capsys.readouterr().out
    assert environment.read_stamp(checkout / ".venv" / "course.json") == {**wanted_stamp(checkout, ()), "holds": []}


def test_installation_that_cannot_be_imported_leaves_no_stamp(checkout, monkeypatch):
    """As with a settings file of pip that leads the packages elsewhere."""
    fake_install(monkeypatch)
    monkeypatch.setattr(environment, "trouble_inside", lambda env: Trouble([], ["jupyterlab (No module)"]))
    with pytest.raises(Problem, match="jupyterlab"):
        environment.prepare(checkout)
    assert not (checkout / ".venv" / "course.json").exists()


def test_what_was_deleted_is_installed_again_and_nothing_else(checkout, monkeypatch, capsys):
    done = fake_install(monkeypatch)
    env = Environment(checkout)
    (env.site_packages / "tornado").mkdir(parents=True)
    (env.site_packages / "numpy").mkdir()
    environment.prepare(checkout)
    (env.site_packages / "tornado").rmdir()
    reports = iter([Trouble(["tornado==6.5"], ["tornado.web (gone)"]), Trouble([], [])])
    monkeypatch.setattr(environment, "trouble_inside", lambda env, every_byte=False: next(reports))
    environment.prepare(checkout)
    assert done[2:] == [["--ignore-installed", "--no-deps", "tornado==6.5"]]
    assert "tornado" in capsys.readouterr().out
    environment.prepare(checkout)
    assert len(done) == 3


def test_damage_that_was_found_is_mended_at_the_next_start(checkout, monkeypatch):
    done = fake_install(monkeypatch)
    env = environment.prepare(checkout)
    monkeypatch.setattr(environment, "trouble_inside", lambda env, every_byte=False: Trouble(["numpy==2.4.6"], []))
    assert environment.note_damage(env)
    assert environment.step_for(env, ()) == "mend"
    assert len(done) == 2


def test_start_that_fails_with_whole_packages_takes_nothing_away(checkout, monkeypatch):
    """Whoever is offline must not lose a good environment to a fault that lies elsewhere."""
    fake_install(monkeypatch)
    env = environment.prepare(checkout)
    assert not environment.note_damage(env)
    assert environment.step_for(env, ()) == "nothing"


def test_damaged_course_mends_itself_at_the_failed_start(checkout, monkeypatch):
    done = []
    opens = iter([NotStarted("no"), 0])

    def open_course(env, port, browser):
        outcome = next(opens)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(command_line, "prepare", lambda root: done.append("prepare"))
    monkeypatch.setattr(command_line.lab, "open_course", open_course)
    monkeypatch.setattr(command_line, "note_damage", lambda env: Trouble(["numpy==2.4.6"], []))
    assert command_line.open_and_mend(checkout, None, False) == 0
    assert done == ["prepare", "prepare"]


def test_settings_that_lead_pip_or_python_elsewhere_or_slow_a_start_are_not_passed_on():
    leads = [
        "PIP_PREFIX",
        "PIP_TARGET",
        "PIP_USER",
        "PIP_NO_DEPS",
        "PIP_PYTHON",
        "PIP_ROOT",
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONDONTWRITEBYTECODE",
    ]
    keeps = ["PIP_INDEX_URL", "PIP_CERT", "PIP_PROXY", "HTTPS_PROXY", "LANG"]
    assert [*environment.pass_on(dict.fromkeys(leads + keeps, "x"))] == keeps


def test_folder_that_no_environment_may_lie_in_is_named(tmp_path):
    with pytest.raises(Problem, match="Python refuses that") as caught:
        environment.prepare(tmp_path / f"a{os.pathsep}b")
    assert one_paragraph(str(caught.value))


def test_environment_that_is_made_again_keeps_the_copies_of_the_lessons(tmp_path):
    for name in ("shipped/a.ipynb", "lib/b", "c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    environment.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["shipped"]


def made_package(folder, name="things", version="1.0"):
    """A package as pip leaves it: a module, and the list of its files with their sums."""
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text("x = 1\n")
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    listed = f"{name}/__init__.py,sha256={packages.sha256(folder / name / '__init__.py')},6\n{name}/gone.pyc,,\n"
    (info / "RECORD").write_text(f"{listed}{info.name}/RECORD,,\n")


def test_missing_and_altered_files_of_a_package_are_seen(tmp_path, monkeypatch):
    made_package(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    pins = "things==1.0\n"
    assert packages.damaged_pins(pins, every_byte=True) == []
    (tmp_path / "things" / "__init__.py").write_text("x = 2\n")
    assert packages.damaged_pins(pins) == []
    assert packages.damaged_pins(pins, every_byte=True) == ["things==1.0"]
    (tmp_path / "things" / "__init__.py").unlink()
    assert packages.damaged_pins(pins) == ["things==1.0"]
    assert packages.damaged_pins("others==2.0\n") == ["others==2.0"]


def test_failing_import_is_told_with_its_words(tmp_path, monkeypatch):
    (tmp_path / "broken_thing.py").write_text("raise RuntimeError('half of it')")
    monkeypatch.syspath_prepend(tmp_path)
    [words] = packages.failing_imports(("json", "broken_thing"))
    assert words == "broken_thing (RuntimeError: half of it)"


def test_verb_whose_package_is_missing_ends_with_a_code_of_its_own(tmp_path):
    (tmp_path / "some_verb.py").write_text("import no_such_package_at_all\n")
    command = [sys.executable, "-c", command_line.CALL, "some_verb", "python -m course some"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == command_line.NO_IMPORT
    assert done.stderr.strip() == "No module named 'no_such_package_at_all'"


# Says that it runs, and goodbye a while after it was asked to end.
SERVING = """
import signal, sys, time
def end(number, frame):
    time.sleep(1)
    print("goodbye", flush=True)
    sys.exit({code})
signal.signal(signal.{ends}, end)
print("open", flush=True)
time.sleep(60)
"""
ATTENDING = """
import sys
from course.launch.command_line import attend
try:
    code = attend([sys.executable, "-c", sys.argv[1]])
except KeyboardInterrupt:
    code = "interrupted"
print(code, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals to send")
@pytest.mark.parametrize(
    ("ends", "code", "is_group", "told"),
    [
        pytest.param("SIGTERM", 0, False, "0", id="asked-to-end"),
        pytest.param("SIGINT", 0, True, "0", id="ctrl-c"),
        pytest.param("SIGINT", 130, True, "interrupted", id="ctrl-c-in-the-middle"),
    ],
)
def test_a_verb_that_is_asked_to_end_says_goodbye_first(ends, code, is_group, told):
    child = SERVING.format(ends=ends, code=code)
    with subprocess.Popen(
        [sys.executable, "-c", ATTENDING, child], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout.readline() == "open\n"
        (os.killpg if is_group else os.kill)(parent.pid, getattr(signal, ends))
        assert parent.stdout.read().split() == ["goodbye", told]


@pytest.mark.parametrize("name", ["doctor", "collect"])
def test_doctor_and_other_verbs_name_what_is_missing(checkout, monkeypatch, capsys, name):
    monkeypatch.setattr(command_line, "course_root", lambda package: checkout)
    monkeypatch.setattr(command_line, "prepare", lambda root, extras=(): Environment(root))
    monkeypatch.setattr(command_line, "attend", lambda *a: command_line.NO_IMPORT)
    monkeypatch.setattr(command_line, "note_damage", lambda env: Trouble(["msgspec==0.22.0"], ["msgspec (gone)"]))
    assert command_line.main([name]) == 2
    told = capsys.readouterr().err.strip()
    assert "missing or damaged: msgspec. Type 'python3 -m course'" in told
    assert one_paragraph(told)


@pytest.fixture
def server(checkout):
    """A stand-in for an open JupyterLab, and the file that it keeps."""
    env = Environment(checkout)
    env.runtime.mkdir(parents=True)

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            fits = self.headers["Authorization"] == "token secret"
            self.send_response(200 if fits else 403)
            self.end_headers()
            self.wfile.write(b'{"kernels": 0}' if fits else b"{}")

        def log_message(self, *words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        told = {"port": service.server_port, "token": "secret", "pid": os.getpid(), "root_dir": str(checkout)}
        (env.runtime / "jpserver-1.json").write_text(json.dumps(told))
        yield env, told
        service.shutdown()


def test_second_start_shows_the_course_that_is_open(server, monkeypatch, capsys):
    env, told = server
    pages = []
    monkeypatch.setattr(lab.webbrowser, "open", pages.append)
    monkeypatch.setattr(lab, "start", lambda *arguments: pytest.fail("a second server"))
    monkeypatch.setattr(lab.signal, "signal", lambda *arguments: None)
    assert lab.open_course(env) == 0
    assert pages == [f"http://127.0.0.1:{told['port']}/lab/tree/notebooks/00_start_here.ipynb?token=secret"]
    assert "open already" in capsys.readouterr().out


@pytest.mark.parametrize("change", [{"token": "other"}, {"port": 1}, {"pid": 0}, {"root_dir": "/elsewhere"}])
def test_another_or_a_dead_server_is_not_taken_for_ours(server, change):
    env, told = server
    (env.runtime / "jpserver-1.json").write_text(json.dumps({**told, **change}))
    assert lab.running_server(env) is None
    assert (env.runtime / "jpserver-1.json").exists() == ("root_dir" in change)


@pytest.mark.slow
def test_moved_environment_installs_nothing(tmp_path, monkeypatch, capsys):
    """A real environment, really moved, with no index to reach."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    old, new = tmp_path / "old place", tmp_path / "new place"
    for folder in ("notebooks", "course/jupyter"):
        (old / folder).mkdir(parents=True)
    (old / "course" / "__init__.py").touch()
    (old / "requirements.txt").write_text("-e .\n")
    (old / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    env = Environment(old)
    environment.create(env)
    (env.site_packages / "_editable_impl_course.pth").write_text(f"{old}\n")
    made_package(env.site_packages)
    environment.write_stamp(env, {**wanted_stamp(old, ()), "copied": "", "holds": environment.holdings(env)})
    old.rename(new)
    monkeypatch.setattr(environment, "install", lambda *arguments: pytest.fail("installs"))
    env = environment.prepare(new)
    assert "was moved" in capsys.readouterr().out
    assert environment.step_for(env, ()) == "nothing"
    done = environment.run_inside(env, "-P", "-c", "import course, things, sys; print(course.__file__, sys.prefix)")
    assert done.stdout.split("\n")[0] == f"{new / 'course' / '__init__.py'} {new / '.venv'}"
    assert str(old) not in (env.folder / "pyvenv.cfg").read_text()


def test_missing_ensurepip_names_the_debian_package(checkout, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"apt install python3\.\d+-venv"):
        environment.create(Environment(checkout))


def test_environment_that_cannot_be_made_is_explained(checkout):
    (checkout / "file").write_text("not a folder")
    with pytest.raises(Problem) as caught:
        environment.create(Environment(checkout / "file"))
    assert str(checkout / "file") in str(caught.value)


def test_failing_pip_becomes_a_problem_and_its_words_stay_in_the_log(checkout):
    """A real process in the place of the environment's Python: pip is not there, so it ends with an error."""
    env = Environment(checkout)
    env.scripts.mkdir(parents=True)
    env.python.write_text(
        "#!/bin/sh\necho 'Collecting numpy==2.4.6'\necho 'OSError: [Errno 28] No space left'\nexit 1\n"
    )
    env.python.chmod(0o755)
    if os.name == "nt":
        pytest.skip("the stand-in is a shell script")
    with pytest.raises(Problem, match="disk is full"):
        environment.install(env, ["-r", "requirements.txt"], "Installing", 1)
    assert "No space left" in env.log.read_text("utf-8")


def test_every_direct_dependency_is_pinned():
    project = environment.tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pinned = {line.partition("==")[0] for line in lines if "==" in line and not line.startswith("#")}
    direct = {environment.re.split(r"[<>=!~]", line, maxsplit=1)[0] for line in project["dependencies"]}
    assert direct <= pinned
    assert "-e ." in lines
    assert all("==" in tool for tool in project["optional-dependencies"]["checks"])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("numpy==2.4.6", 1),
        ("-e .", 0),
        ("# numpy==1", 0),
        (f"here==1; sys_platform == '{sys.platform}'", 1),
        (f"elsewhere==1; sys_platform != '{sys.platform}'", 0),
        ("old==1; python_full_version < '3.0'", 0),
        ("new==1; python_full_version >= '3.11'", 1),
    ],
)
def test_packages_to_expect_follow_the_markers(line, expected):
    assert expected_packages(line) == expected


def test_taken_port_is_named_with_a_free_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem) as caught:
            lab.choose_port(port)
        suggested = int(str(caught.value).split()[-1])
        assert f"Port {port} is taken" in str(caught.value)
        assert suggested != port
        assert lab.is_free(suggested)


def test_lab_opens_the_first_lesson(checkout):
    command = lab.lab_command(Environment(checkout), 8890, browser=False)
    assert "--port=8890" in command
    assert "--no-browser" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in command
    assert "--no-browser" not in lab.lab_command(Environment(checkout), 8890, browser=True)


def test_slow_grammar_is_not_made_at_every_start():
    """What it is for still works: jsonschema looks whether it can be imported."""
    code = lab.LAB.replace("sys.exit(main())", "print('rfc3987_syntax.syntax_helpers' in sys.modules, callable(main))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"], done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a Node of two lines of shell")
def test_node_is_asked_nothing_at_every_start(tmp_path):
    node, path = tmp_path / "node", f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    node.write_text(f"#!/bin/sh\necho asked >> {tmp_path / 'asked'}\n", "utf-8")
    node.chmod(0o755)
    code = lab.LAB.replace("sys.exit(main())", "print(os.environ['PATH'])")
    variables = {**os.environ, "PATH": path}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=variables)
    assert done.stdout.strip() == path, done.stderr
    assert not (tmp_path / "asked").exists()


@pytest.mark.slow
def test_server_works_without_what_a_start_leaves_out(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    (root / "text.txt").write_text("words", "utf-8")
    with running_jupyter(tmp_path, root, [ROOT / lab.FIRST_LESSON], "key") as address:

        def ask(path, method="GET", body=None):
            headers = {"Authorization": "token key"}
            data = None if body is None else json.dumps(body).encode()
            request = urllib.request.Request(address + path, data, headers, method=method)
            with lab.LOCAL.open(request, timeout=60) as answer:
                return answer.read()

        assert b"jupyter-config-data" in ask("/lab")
        assert json.loads(ask("/api/contents/text.txt"))["content"] == "words"
        settings = json.loads(ask("/lab/api/settings"))["settings"]
        assert "@jupyterlab/notebook-extension:tracker" in {setting["id"] for setting in settings}
        assert isinstance(json.loads(ask("/lab/api/extensions")), list)
        assert "data" in json.loads(ask("/lab/api/translations/en"))
        # Every change of a kernel is an event that is held against a schema with formats.
        kernel = json.loads(ask("/api/kernels", "POST", {"name": "python3"}))["id"]
        ask(f"/api/kernels/{kernel}", "DELETE")
        assert json.loads(ask("/api/kernels")) == []
    log = (tmp_path / "server.log").read_text("utf-8")
    complaints = [line for line in log.splitlines() if line.startswith(("[W", "[E", "[C")) and "stopping" not in line]
    assert complaints == []
    assert "Extension Manager is 'readonly'" in log
    assert "notebook_shim" not in log


def test_installed_package_says_where_the_lessons_are(tmp_path):
    with pytest.raises(Problem, match="Download ZIP"):
        environment.course_root(tmp_path / "site-packages" / "course")


@pytest.mark.parametrize(
    "arguments", [["--port", "0"], ["--port", "x"], ["nonsense"], ["--nonsense"], ["test", "extra"]]
)
def test_wrong_command_line_ends_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        command_line.main(arguments)
    assert caught.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_problem_goes_to_the_error_output_and_ends_with_two(monkeypatch, capsys):
    def fails(root, extras=()):
        raise Problem("The disk is full.")

    monkeypatch.setattr(command_line, "prepare", fails)
    assert command_line.main(["test"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.strip()) == ("", "The disk is full.")


def test_verb_is_called_with_the_rest_of_the_line(tmp_path):
    (tmp_path / "some_verb.py").write_text("import sys\ndef main():\n    print(sys.argv)\n    return 3\n")
    command = [sys.executable, "-c", command_line.CALL, "some_verb", "python -m course some", "--much"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stdout.strip() == "['python -m course some', '--much']"


@given(passed=st.integers(1, 9999), failed=st.integers(0, 99), skipped=st.integers(0, 99), errors=st.integers(0, 9))
def test_closing_line_of_pytest_is_counted(passed, failed, skipped, errors):
    parts = [f"{failed} failed"] * bool(failed) + [f"{passed} passed"] + [f"{skipped} skipped"] * bool(skipped)
    parts += [f"{errors} error{'s' * (errors > 1)}"] * bool(errors)
    line = f"======= {', '.join(parts)} in 12.34s (0:00:12) ======="
    assert checks.outcomes(["5 passed earlier", line]) == {
        "passed": passed,
        "failed": failed + errors,
        "skipped": skipped,
        "second": 0,
    }


@pytest.mark.parametrize(
    ("code", "line", "verdict"),
    [
        (0, "3 passed in 0.1s", "passed"),
        (1, "1 failed, 3 passed in 0.1s", "FAILED"),
        (5, "no tests ran in 0.1s", "FAILED: no test ran"),
        (0, "4 skipped in 0.1s", "FAILED: no test ran"),
    ],
)
def test_run_without_a_test_has_failed(code, line, verdict):
    assert checks.judge("Tests", code, 0.1, [line], is_pytest=True).verdict == verdict


def run_checks(checkout, monkeypatch, code: str):
    """Runs one stand-in step in a checkout."""
    step = checks.Check("Step", [sys.executable, "-c", code])
    monkeypatch.setattr(checks, "steps", lambda env, fast, long: [step])
    return checks.run(Environment(checkout))


def test_checks_fail_without_a_notebook(checkout, monkeypatch, capsys):
    assert run_checks(checkout, monkeypatch, "pass") == 1
    assert "FAILED: none in notebooks" in capsys.readouterr().out
    (checkout / "notebooks" / "00_start_here.ipynb").write_text("{}")
    assert run_checks(checkout, monkeypatch, "pass") == 0
    assert run_checks(checkout, monkeypatch, "raise SystemExit(1)") == 1


def test_checks_keep_away_from_the_learners_own_work(checkout, monkeypatch, capfd):
    (checkout / "notebooks" / "00_start_here.ipynb").write_text("{}")
    run_checks(checkout, monkeypatch, "import os; print('work at', os.environ['COURSE_MY_WORK'])")
    place = next(line for line in capfd.readouterr().out.splitlines() if line.startswith("work at"))
    assert str(checkout) not in place
    assert not Path(place.removeprefix("work at ")).exists()


def test_checks_keep_away_from_what_a_teacher_changed(checkout, monkeypatch, capfd):
    monkeypatch.setenv("COURSE_MY_COURSE", "somewhere")
    run_checks(checkout, monkeypatch, "import os; print('changes', repr(os.environ['COURSE_MY_COURSE']))")
    assert "changes ''" in capfd.readouterr().out.splitlines()


def test_checks_hear_no_language_but_that_of_a_folder(checkout, monkeypatch, capfd):
    monkeypatch.setenv("COURSE_LANGUAGE", "ar")
    run_checks(checkout, monkeypatch, "import os; print('speaks', repr(os.environ['COURSE_LANGUAGE']))")
    assert "speaks ''" in capfd.readouterr().out.splitlines()


def test_every_language_is_a_step_and_its_notebooks_are_run_strictly(checkout):
    steps = {step.title: step.command for step in checks.steps(Environment(checkout), fast=True)}
    assert steps["Language: ar (translate check)"][1:] == ["-m", "course.dev.translate", "check", "ar"]
    # Its notebooks lie below the folders of the English ones, and pytest goes into every folder.
    [strict] = [command for title, command in steps.items() if title.endswith("in every language (nbval)")]
    assert ("--nbval" in strict, strict[-2:]) == (True, ["notebooks", "exercises"])
    assert list((ROOT / "exercises" / "ar" / "solutions").glob("*.ipynb"))


def test_last_line_of_the_table_counts_the_tests():
    results = [checks.Result("A", "passed", 1.0, passed=2, skipped=1), checks.Result("B", "FAILED", 1.0, failed=3)]
    assert checks.table(results).splitlines()[-1] == "2 passed, 3 failed, 1 skipped"


def test_what_passed_only_at_the_second_try_is_told_beside_its_step_and_in_the_last_line():
    lines = [
        "PASSED stands here where somebody asked for it\n",
        "===== rerun test summary info =====\n",
        "RERUN tests/browser/test_a.py::test_one\n",
        "E   playwright._impl._errors.TimeoutError: Locator.wait_for: Timeout 10ms exceeded.\n",
        "PASSED tests/browser/test_a.py::test_one\n",
        "RERUN tests/browser/test_a.py::test_two\n",
        "FAILED tests/browser/test_a.py::test_two\n",
        "===== 1 failed, 7 passed, 2 rerun in 12.34s =====\n",
    ]
    result = checks.judge("Tests", 1, 12.34, lines, is_pytest=True)
    assert (result.passed, result.failed, result.second) == (7, 1, 1)
    assert result.verdict == "FAILED, 1 only at the second try"
    good = checks.judge("Tests", 0, 12.34, [*lines[:5], "===== 7 passed, 1 rerun in 12.34s =====\n"], is_pytest=True)
    assert good.verdict == "passed, 1 only at the second try"
    assert checks.table([result, good]).splitlines()[-1] == "14 passed, 1 failed, 0 skipped, 2 only at the second try"


def test_notebook_with_the_first_lesson_is_where_the_command_opens_it():
    if not any((ROOT / "notebooks").glob("*.ipynb")):
        pytest.skip("no lesson is written yet")
    assert json.loads((ROOT / lab.FIRST_LESSON).read_text("utf-8"))["nbformat"] == 4


def test_a_long_run_tells_pytest_so(checkout):
    usual, long = (checks.steps(Environment(checkout), fast=False, long=long) for long in (False, True))
    assert [one.title for one, other in zip(usual, long, strict=True) if one != other] == ["Tests (pytest)"]
    assert [word for one in long for word in one.command].count("--long") == 1
