"""The joiner: modules in order, each once, one default export; and a clear refusal of everything it does not read."""

import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.widgets import (
    atlas,
    boundary,
    concepts,
    desk,
    document,
    lab,
    look,
    opening,
    person,
    portfolio,
    prompt,
    stands,
    table,
    task,
    trial,
    work,
    writing,
)
from course.widgets.script import FOLDER, ScriptError, script
from course.widgets.widget import CourseWidget

WIDGETS = {
    "AskedLook": look.AskedLook,
    "Atlas": atlas.Atlas,
    "BoundaryDesk": boundary.BoundaryDesk,
    "ConceptForm": concepts.ConceptForm,
    "DocumentDesk": document.DocumentDesk,
    "DeskPanel": desk.DeskPanel,
    "LabBench": lab.LabBench,
    "NegotiationTable": table.NegotiationTable,
    "Opening": opening.Opening,
    "PersonCard": person.PersonCard,
    "PortfolioDesk": portfolio.PortfolioDesk,
    "PromptForm": prompt.PromptForm,
    "Stands": stands.Stands,
    "TaskForm": task.TaskForm,
    "Trial": trial.Trial,
    "MyWork": work.MyWork,
    "WritingForm": writing.WritingForm,
}
ENTRIES = sorted({"shared", *(widget.entry for widget in WIDGETS.values())})
END = "export default { render };\n"


@pytest.fixture
def join(tmp_path):
    """Join modules that are given by name; the first is the entry."""

    def joining(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, "utf-8")
        return script(next(iter(modules)), tmp_path)

    return joining


def test_modules_come_before_what_imports_them_each_once(join):
    joined = join(
        card='import { draw } from "./draw.js";\nimport { fill } from "./text.js";\nconst render = () => draw(fill);\n'
        + END,
        draw='import {\n  fill,\n  cut,\n} from "./text.js";\n\nexport const draw = (x) => fill(cut(x));\n',
        text="export const fill = (x) => x;\nexport function cut(x) {\n  return x;\n}\n",
    )
    assert joined == (
        "const fill = (x) => x;\nfunction cut(x) {\n  return x;\n}\n\n"
        "const draw = (x) => fill(cut(x));\n\n"
        "const render = () => draw(fill);\nexport default { render };\n"
    )


def test_comments_with_a_line_of_their_own_stay_at_home(join):
    joined = join(
        card="// import it\n/** @import { X } from './types.d.ts' */\n/**\n * @param {X} x\n */\n"
        "const render = (/** @type {number} */ x) => `//${x}`; // so\n" + END
    )
    assert joined == "const render = (/** @type {number} */ x) => `//${x}`; // so\n" + END


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ('import draw from "./draw.js";', "write 'import { name }"),
        ('import * as draw from "./draw.js";', "write 'import { name }"),
        ('import { a as b } from "./draw.js";', "draw.js, which does not export it"),
        ('import { draw } from "https://elsewhere.org/draw.js";', "write 'import { name }"),
        ('import { draw } from "../draw.js";', "write 'import { name }"),
        ('import "./draw.js";', "write 'import { name }"),
        ('const draw = await import("./draw.js");', "may not load anything"),
        ("const here = import.meta.url;", "may not load anything"),
        ("export { draw };", "write 'export' before"),
        ('export * from "./draw.js";', "write 'export' before"),
        ("export const { draw } = {};", "a 'const' of its own"),
        ("const [first, second] = [1, 2];", "a 'const' of its own"),
        ("const text = `one", "end a template"),
    ],
)
def test_what_it_cannot_read_is_refused_with_file_and_remedy(join, line, remedy):
    with pytest.raises(ScriptError) as refused:
        join(card=f"{line}\n{END}", draw="export const draw = 1;\n")
    assert "card.js" in str(refused.value)
    assert remedy in str(refused.value)


def test_two_modules_may_not_declare_the_same_name(join):
    with pytest.raises(ScriptError, match=r"draw\.js and card\.js both declare 'count'"):
        join(
            card='import { draw } from "./draw.js";\nconst count = 1;\n' + END,
            draw="let count = 0;\nexport const draw = () => (count += 1);\n",
        )


def test_modules_in_a_circle_are_named(join):
    with pytest.raises(ScriptError, match=r"draw\.js → text\.js → draw\.js"):
        join(
            card='import { draw } from "./draw.js";\n' + END,
            draw='import { fill } from "./text.js";\nexport const draw = 1;\n',
            text='import { draw } from "./draw.js";\nexport const fill = 1;\n',
        )


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        ({"card": 'import { draw } from "./drow.js";\n' + END}, r"no script drow\.js, which card\.js imports"),
        ({"card": "const render = 1;\n"}, r"card\.js must end with 'export default'"),
        (
            {"card": 'import { draw } from "./draw.js";\n' + END, "draw": "export const draw = 1;\n" + END},
            r"draw\.js is imported and may not",
        ),
        (
            {"card": 'import { drew } from "./draw.js";\n' + END, "draw": "export const draw = 1;\n"},
            r"card\.js imports drew from draw\.js",
        ),
    ],
)
def test_a_fault_between_modules_is_named(join, modules, complaint):
    with pytest.raises(ScriptError, match=complaint):
        join(**modules)


@given(st.lists(st.sets(st.integers(0, 7)), min_size=1, max_size=8))
def test_any_modules_without_a_circle_are_joined_in_an_order_that_works(tmp_path_factory, links):
    folder = tmp_path_factory.mktemp("modules")
    # Module n may import those with a lower number.
    for number, wanted in enumerate(links):
        imports = "".join(f'import {{ m{n} }} from "./m{n}.js";\n' for n in wanted if n < number)
        end = END if number == len(links) - 1 else ""
        (folder / f"m{number}.js").write_text(f"{imports}export const m{number} = 1;\n{end}", "utf-8")
    joined = script(f"m{len(links) - 1}", folder)
    order = [int(number) for number in re.findall(r"const m(\d+)", joined)]
    assert len(order) == len(set(order))
    for number in order:
        assert {n for n in links[number] if n < number} <= set(order[: order.index(number)])


# --- The scripts of the course ---


def test_every_widget_has_a_script_and_every_script_a_widget():
    def below(kind):
        return {kind, *(found for child in kind.__subclasses__() for found in below(child))}

    named = {
        kind.__name__ for kind in below(CourseWidget) if "entry" in vars(kind) or kind.__base__ is not CourseWidget
    }
    assert named - {"CourseWidget", "Form"} <= set(WIDGETS)
    used = "\n".join(script(entry) for entry in ENTRIES)
    for path in FOLDER.glob("*.js"):
        exported = re.findall(r"^export const (\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert path.stem in ENTRIES or exported, path.name
        assert all(f"const {name} =" in used for name in exported), f"{path.name} is imported nowhere"


@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_script_is_one_module_with_one_default_export(entry):
    joined = script(entry)
    assert len(re.findall(r"^export default", joined, re.MULTILINE)) == 1
    assert not re.search(r"^import\b", joined, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("node"), reason="no Node on this computer; .ci/run installs it")
@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_script_parses(entry, tmp_path):
    path = tmp_path / f"{entry}.mjs"
    path.write_text(script(entry), "utf-8")
    done = subprocess.run(["node", "--check", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
