"""What the course says and judges, told as data: run at home and in the Python of the browser, the same is told.

In the browser's Python, ``/folder`` holds the notebooks of the site; what is told is written there.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import msgspec

FOLDER = Path("/folder")


def judged():
    """Every question with what can be chosen, and the verdict on each choice and on the worked answer."""
    from course.checks.judge import judge, solved
    from course.content import lessons
    from course.model.answer import Answer

    told = {}
    for kind, stems, read in (
        ("lesson", lessons.stems(), lessons.lesson),
        ("exercise", lessons.exercise_stems(), lessons.exercise),
    ):
        for stem in stems:
            content = read(stem)
            for one in (
                *getattr(content, "prompts", ()),
                *getattr(content, "checks", ()),
                *getattr(content, "tasks", ()),
            ):
                said = {"content": json.loads(msgspec.json.encode(one))}
                if not hasattr(one, "perspectives"):
                    options = [option.id for option in getattr(one, "options", ())]
                    answers = [Answer(chosen=(option,)) for option in options]
                    answers += [Answer(text=text) for text in ("12", "What each side needs, and why.")]
                    worked = solved(one)
                    said["verdicts"] = [
                        json.loads(msgspec.json.encode(judge(one, answer))) for answer in [*answers, worked, None]
                    ]
                told[f"{kind}/{stem}/{one.id}"] = said
    return told


def drawn():
    """What the page gets of every chart of the case table, as JSON."""
    from course.content import charts
    from course.html.chart import VEGA_LITE, chart_bundle
    from course.pages.cases import draw_chart

    bundles = {name: chart_bundle(draw_chart(name)) for name in charts.charts()}
    return {name: json.loads(_sent(bundle))[VEGA_LITE] for name, bundle in bundles.items()}


def _sent(bundle):
    """Return a bundle as it comes out of Python, the way the kernel of the browser takes it there."""
    if sys.platform != "emscripten":
        return json.dumps(bundle)
    from pyodide.code import run_js
    from pyodide.ffi import create_proxy

    return run_js("(bundle) => JSON.stringify(bundle.toJs())")(create_proxy(bundle))


def texts(bundle):
    """What of an output can be compared: its HTML and its text."""
    return {kind: data for kind, data in bundle.items() if kind in ("text/html", "text/plain")}


def shown():
    """What every cell of every notebook shows, a cell at a time: its HTML and its text."""
    from IPython.utils.capture import capture_output
    from pyodide_kernel import kernel_instance

    shell = kernel_instance.interpreter
    # There is no page here that a widget could reach.
    shell.send_comm = lambda *message: None
    told = {}
    for path in sorted(FOLDER.rglob("*.ipynb")):
        name = path.relative_to(FOLDER).as_posix()
        shell.reset(new_session=False)
        # A learner who is new to every notebook.
        os.environ["COURSE_MY_WORK"] = str(Path(tempfile.gettempdir(), path.parent.name, path.stem))
        os.chdir(path.parent)
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            with capture_output() as captured:
                result = shell.run_cell("".join(cell["source"]), store_history=True)
                # The kernel's own hook sends what a cell comes to, and keeps nothing.
                last = [] if result.result is None else [shell.display_formatter.format(result.result)[0]]
            bundles = [output.data for output in captured.outputs] + [bundle for bundle in last if bundle]
            error = repr(result.error_in_exec or result.error_before_exec or "")
            told[f"{name}#{cell['id']}"] = {
                "shown": [texts(bundle) for bundle in bundles],
                "printed": captured.stdout,
                "error": error.strip("'"),
            }
    return told


if __name__ == "__main__" and sys.platform == "emscripten":
    os.environ["COURSE_MY_COURSE"] = ""
    (FOLDER / "judged.json").write_text(json.dumps(judged()))
    (FOLDER / "drawn.json").write_text(json.dumps(drawn()))
    (FOLDER / "shown.json").write_text(json.dumps(shown()))
