"""The words of the interface: every one is asked for somewhere, and every one that is asked for is there.

``Reader`` follows the tables of ``interface.toml`` through the code: ``words()["form"]``, variables, attributes and
parameters that hold a table, ``word("form", key)`` and functions that pass a key on. A key is a text, one of several
texts, or a family such as ``f"scale{n}"``. In a script, ``words.key`` asks the tables that its widget hands over.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

import course
from course.content.interface import words
from course.model.case import VOCABULARY
from course.model.region import SEASONS

PACKAGE = Path(course.__file__).parent
READ = (
    *(ast.Assign, ast.AnnAssign, ast.arg, ast.For, ast.comprehension, ast.Call, ast.FunctionDef, ast.Compare),
    *(ast.Subscript, ast.Dict),
)
KEY = re.compile(r"[\w -]{1,40}")


class Root:
    """All tables of the interface."""


ROOT = Root()


def family(parts):
    """A pattern for a text of which only some parts are known; None is the unknown."""
    return "".join(".*" if part is None else re.escape(part) for part in parts)


class Reader:
    """What Python and JavaScript ask of the interface: ``asked`` holds pairs of a table and a pattern for keys."""

    def __init__(self, sources, scripts, tables):
        self.tables = tables
        self.modules = {name: ast.parse(text) for name, text in sources.items()}
        self.scripts = {name: without_comments(text) for name, text in scripts.items()}
        self.asked = set()
        self.plainly_asked = set()
        self.unclear = set()
        self.constants = {}
        self.written = {}
        self.classes = defaultdict(list)
        # What a parameter, a local variable or an attribute may hold: tables, the root, or texts (as patterns).
        self.holds = defaultdict(set)
        self.functions = defaultdict(list)
        self.handed = defaultdict(list)
        for name, tree in self.modules.items():
            for node in ast.walk(tree):
                for child in ast.iter_child_nodes(node):
                    child.parent = node
            for node in tree.body:
                target = getattr(node, "targets", [getattr(node, "target", None)])[0]
                if isinstance(target, ast.Name) and getattr(node, "value", None):
                    self.constants[target.id] = node.value
            for node in ast.walk(tree):
                node.module = name
                if isinstance(node, ast.FunctionDef | ast.Lambda):
                    for called in self.names_of(node):
                        self.functions[called].append(node)
                elif isinstance(node, ast.ClassDef):
                    self.classes[node.name].append(node)
                    for item in node.body:
                        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
                            self.functions[node.name].append(item)
        nodes = [node for tree in self.modules.values() for node in ast.walk(tree) if isinstance(node, READ)]
        before = None
        while (now := (sum(map(len, self.holds.values())), len(self.asked))) != before:
            before = now
            self.unclear.clear()
            for node in nodes:
                self.read(node)
        self.read_scripts()

    @staticmethod
    def names_of(function):
        """The names by which a function is called: its own, and that of the generic one which it is registered for."""
        if isinstance(function, ast.Lambda):
            target = getattr(function.parent, "targets", [None])[0]
            return {target.id} if isinstance(target, ast.Name) else set()
        generic = (getattr(decorator, "func", decorator) for decorator in function.decorator_list)
        return {function.name} | {
            decorator.value.id for decorator in generic if getattr(decorator, "attr", "") == "register"
        }

    # --- Python ---

    def scope(self, node):
        """The function around a node, or its module."""
        around = node
        while not isinstance(around, ast.FunctionDef | ast.Lambda | ast.Module):
            around = getattr(around, "around", around.parent)
        if around is not node:
            node.around = around
        return around

    def read(self, node):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self.bind(target, node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value:
                self.bind(node.target, node.value)
            if isinstance(node.parent, ast.ClassDef):
                self.holds["attribute", node.target.id] |= self.literals(node.annotation)
        elif isinstance(node, ast.arg) and node.annotation:
            self.holds[self.scope(node.parent), node.arg] |= self.literals(node.annotation)
        elif isinstance(node, ast.For | ast.comprehension):
            self.bind_each(node.target, node.iter)
        elif isinstance(node, ast.Call):
            self.read_call(node)
        elif isinstance(node, ast.FunctionDef):
            self.read_defaults(node)
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In) and isinstance(node.left, ast.Name):
            self.bind_each(node.left, node.comparators[0])
        elif isinstance(node, ast.Subscript):
            self.ask(self.tables_of(node.value), node.slice)
        elif isinstance(node, ast.Dict):
            self.read_handed(node)

    def bind(self, target, value):
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for part, given in zip(target.elts, value.elts, strict=False):
                self.bind(part, given)
        elif isinstance(target, ast.Name):
            self.holds[self.scope(target), target.id] |= self.value(value)
            self.written[self.scope(target), target.id] = value
        elif isinstance(target, ast.Attribute):
            for owner in self.classes_of(target.value)[:1]:
                self.holds[owner.name, target.attr] |= self.value(value)

    def bind_each(self, target, values):
        if isinstance(values, ast.Name):
            values = self.written.get((self.scope(values), values.id)) or self.constant(values.id) or values
        if isinstance(values, ast.Call) and isinstance(values.func, ast.Name) and values.func.id == "enumerate":
            return self.bind_each(target.elts[1], values.args[0])
        if isinstance(values, ast.Call) and isinstance(values.func, ast.Attribute) and values.func.attr == "items":
            values = values.func.value
            if isinstance(values, ast.Name):
                values = self.constant(values.id) or values
            if isinstance(values, ast.Dict) and isinstance(target, ast.Tuple):
                for key, value in zip(values.keys, values.values, strict=True):
                    self.bind(target.elts[0], key)
                    self.bind(target.elts[1], value)
            return None
        if isinstance(values, ast.Dict):
            for key in values.keys:
                self.bind(target, key)
        for value in getattr(values, "elts", ()):
            inner = value.value if isinstance(value, ast.Starred) else value
            self.bind(target, inner.elt if isinstance(inner, ast.GeneratorExp) else inner)
        return None

    def constant(self, name):
        """The value of a constant of some module."""
        return self.constants.get(name)

    def literals(self, annotation):
        """The texts that an annotation allows: ``Literal["a", "b"]``, or a name for it."""
        if isinstance(annotation, ast.Name) and annotation.id in self.constants:
            return self.literals(self.constants[annotation.id])
        if isinstance(annotation, ast.Subscript) and getattr(annotation.value, "id", "") == "Literal":
            allowed = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
            return set().union(*map(self.value, allowed))
        return set()

    def read_defaults(self, function):
        taken = [*function.args.posonlyargs, *function.args.args]
        given = [*zip(taken[::-1], function.args.defaults[::-1], strict=False)]
        for parameter, default in (*given, *zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)):
            if default is not None:
                self.holds[function, parameter.arg] |= self.value(default)

    def classes_of(self, node):
        """The classes that an object may be of, bases included, where the code says it: ``self``, or an annotation."""
        kinds = []
        if isinstance(node, ast.Name) and node.id == "self":
            while node and not isinstance(node, ast.ClassDef):
                node = getattr(node, "parent", None)
            kinds = [node] if node else []
        elif isinstance(node, ast.Name):
            kinds = [*self.classes[self.annotation_of(node)]]
        for kind in kinds:
            kinds += [known for base in kind.bases for known in self.classes[getattr(base, "id", "")]]
        return kinds

    def annotation_of(self, name):
        """The name of the class that a parameter or a caught error is said to be of."""
        around = name
        while not isinstance(around, ast.FunctionDef | ast.Lambda | ast.Module):
            if isinstance(around, ast.ExceptHandler) and around.name == name.id:
                return getattr(around.type, "id", "")
            around = around.parent
        for parameter in getattr(getattr(around, "args", None), "args", ()):
            if parameter.arg == name.id:
                return getattr(parameter.annotation, "id", "")
        return ""

    def called(self, node, name):
        """The functions that a call may mean: a method of one's own class or its bases, or one of that name."""
        kinds = self.classes_of(node.func.value) if isinstance(node.func, ast.Attribute) else []
        if kinds:
            return [function for function in self.functions[name] if function.parent in kinds]
        here = [function for function in self.functions[name] if function.module == node.module]
        return here or (self.functions[name] if not name.startswith("_") else [])

    def value(self, node):
        """What an expression may hold: tables by name, the root, and texts as patterns ("=…")."""
        held = set()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A key is short; what is longer is a sentence.
            held |= {"=" + re.escape(node.value)} if KEY.fullmatch(node.value) else set()
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            known = "".join(part or "" for part in parts)
            held |= {"=" + family(parts)} if KEY.fullmatch(known) else set()
        elif isinstance(node, ast.IfExp):
            held = self.value(node.body) | self.value(node.orelse)
        elif isinstance(node, ast.BoolOp):
            held = set().union(*map(self.value, node.values))
        elif isinstance(node, ast.Name):
            held = self.named(node)
        elif isinstance(node, ast.Attribute):
            held = set().union(*(self.holds[kind.name, node.attr] for kind in self.classes_of(node.value)))
            if not held:
                held = {ROOT} if node.attr == "words" else set(self.holds["attribute", node.attr])
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "words":
                held.add(ROOT)
            elif isinstance(node.func, ast.Name) and node.func.id == "dict" and node.args:
                held = self.value(node.args[0])
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
                held = self.entries(node.func.value)
        elif isinstance(node, ast.Dict):
            laid_in = (value for key, value in zip(node.keys, node.values, strict=True) if key is None)
            held = set().union(*map(self.value, laid_in))
        elif isinstance(node, ast.Subscript):
            if ROOT in self.value(node.value):
                held = {table for key in self.texts(node.slice) for table in self.tables if re.fullmatch(key, table)}
            held |= self.entries(node.value)
        return held

    def entries(self, node):
        """The texts in a dictionary that is written out, here or as a constant."""
        if isinstance(node, ast.Name):
            node = self.constant(node.id) or node
        return set().union(*map(self.value, node.values)) if isinstance(node, ast.Dict) and node.values else set()

    def named(self, node):
        """What a name holds: in its function, in those around it, and at the top of any module."""
        held, scope = set(), self.scope(node)
        while True:
            held |= self.holds[scope, node.id]
            if isinstance(scope, ast.Module):
                break
            scope = self.scope(scope.parent)
        if not held and node.id.isupper() and node.id in self.constants:
            held |= self.value(self.constants[node.id])
        return held

    def tables_of(self, node):
        return {held for held in self.value(node) if isinstance(held, str) and not held.startswith("=")}

    def texts(self, node):
        return {held[1:] for held in self.value(node) if isinstance(held, str) and held.startswith("=")}

    def ask(self, tables, key):
        keys = self.texts(key)
        if tables and not keys and not isinstance(key, ast.Slice):
            self.unclear |= {(table, f"{key.module}:{key.lineno} {ast.unparse(key)}") for table in tables}
        self.asked |= {(table, text) for table in tables for text in keys}
        if isinstance(key, ast.Constant) and len(tables) == 1:
            self.plainly_asked |= {(table, text) for table in tables for text in keys}

    def read_call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owners = self.classes_of(node.func.value) if isinstance(node.func, ast.Attribute) else []
        if name == "word" and len(node.args) > 1 and (not owners or "Wording" in [owner.name for owner in owners]):
            tables = {table for text in self.texts(node.args[0]) for table in self.tables if re.fullmatch(text, table)}
            self.ask(tables, node.args[1])
        if name == "get" and node.args:
            self.ask(self.tables_of(node.func.value), node.args[0])
        if name == "partial" and node.args and isinstance(node.args[0], ast.Name):
            name, parent = node.args[0].id, node.parent
            node = ast.Call(func=node.args[0], args=node.args[1:], keywords=node.keywords, parent=parent)
            node.module = parent.module
        for keyword in node.keywords if name[:1].isupper() else ():
            self.holds["attribute", keyword.arg] |= self.value(keyword.value)
        if name == "word":
            return
        for function in self.called(node, name):
            taken = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            if taken[:1] in (["self"], ["cls"]):
                taken = taken[1:]
            for parameter, given in zip(taken, node.args, strict=False):
                self.holds[function, parameter] |= self.value(given)
            for keyword in node.keywords:
                if keyword.arg:
                    self.holds[function, keyword.arg] |= self.value(keyword.value)

    # --- JavaScript ---

    def read_handed(self, node):
        """``"words": {**tables}`` in a widget's spec hands these tables to its scripts, the last one first."""
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "words":
                parts = value.values if isinstance(value, ast.Dict) else [value]
                tables = [table for part in parts for table in sorted(self.tables_of(part))]
                self.handed[node.module] = tables[::-1]

    def read_scripts(self):
        for module, tables in self.handed.items():
            for name in scripts_of(self.modules[module], self.modules, self.scripts):
                for key in keys_in(self.scripts[name]):
                    table = next(
                        (table for table in tables if any(re.fullmatch(key, k) for k in self.tables[table])), ""
                    )
                    self.asked.add((table or f"{module} → {name}", key))
                    self.plainly_asked.add((table or f"{module} → {name}", key))


def scripts_of(tree, modules, scripts):
    """The names of the scripts that a widget's module puts together, its base's when it has none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "entry":
            return joined_scripts(f"{node.value.value}.js", scripts)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course.widgets."):
            base = modules.get(node.module.removeprefix("course.").replace(".", "/") + ".py")
            found = base and scripts_of(base, modules, scripts)
            if found:
                return found
    return []


# The head of a lesson tells the bar above the notebook, which is drawn by the extension of JupyterLab.
HANDED_ON = {"opening.js": ["reading.js", "folding.js", "citing.js"]}


def joined_scripts(name, scripts):
    """The script ``name``, those that it imports, and the one to which it hands its words."""
    imports = re.findall(r"""^import .*? from "\./(\w+\.js)";$""", scripts[name], re.M | re.S)
    imported = [*HANDED_ON.get(name, []), *imports]
    return [name, *(script for other in imported for script in joined_scripts(other, scripts))]


def without_comments(script):
    return re.sub(r"(?m)(?:^|\s)//.*$", "", re.sub(r"(?s)/\*\*.*?\*/", "", script))


def keys_in(script):
    """The keys that a script asks ``words`` for, as patterns: plain, quoted, built, or handed through a function."""
    keys = {re.escape(key) for key in re.findall(r"\bwords\.(\w+)", script)}
    keys |= {re.escape(key) for key in re.findall(r"""\bwords\[["']([^"']+)["']\]""", script)}
    for built in re.findall(r"\bwords\[`([^`]+)`\]", script):
        keys.add(family([part or None for part in re.split(r"\$\{[^}]*\}", built)]))
    for variable in set(re.findall(r"\bwords\[([a-z]\w*)\]", script)):
        # A parameter: whatever text is handed to the function that has it.
        for function in re.findall(rf"\bconst (\w+) = \((?:[^()]*\b)?{variable}\b[^()]*\) =>", script):
            for arguments in re.findall(rf"\b{function}\(([^()]*)\)", script):
                keys |= {re.escape(text) for text in re.findall(r"""["']([^"']+)["']""", arguments)}
            for texts in re.findall(rf"\[([^\]]*)\]\.map\({function}\)", script):
                keys |= {re.escape(text) for text in re.findall(r"""["']([^"']+)["']""", texts)}
        # A part of an entry in a list: whatever text such a part is given.
        keys |= {re.escape(text) for text in re.findall(rf"""\b{variable}: ["']([^"']+)["']""", script)}
    return keys


def unused(tables, asked):
    """The words that nobody asks for. What codes of the case table mean is asked for with what stands in a row."""
    asked = {pair for pair in asked if pair[0] != "coded"}
    asked |= {("coded", re.escape(code)) for codes in (*VOCABULARY.values(), SEASONS) for code in codes}
    return [
        f"[{table}] {key}"
        for table, entries in tables.items()
        for key in entries
        if not any(name == table and re.fullmatch(pattern, key) for name, pattern in asked)
    ]


@pytest.fixture(scope="module")
def read():
    """The whole course as it stands, read."""
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    places = ("widgets", "jupyter/extension/static", "live/static", "site/static")
    folders = [PACKAGE / place for place in places]
    scripts = {path.name: path.read_text("utf-8") for folder in folders for path in folder.glob("*.js")}
    scripts["opening.js"] = (PACKAGE / "widgets" / "opening.js").read_text("utf-8")
    return Reader(sources, scripts, words())


def test_every_word_is_asked_for(read):
    assert unused(words(), read.asked) == []


def test_every_key_can_be_followed(read):
    assert sorted(read.unclear) == []


def test_every_word_that_is_asked_for_is_there(read):
    assert len(read.plainly_asked) > 300
    missing = [
        f"[{table}] {pattern}"
        for table, pattern in read.plainly_asked
        if not any(re.fullmatch(pattern, key) for key in words().get(table, {}))
    ]
    assert missing == []


ORDINARY = ("title", "text", "name", "table", "all", "none", "saved", "look", "choose", "how", "where", "file")


@pytest.mark.parametrize("word", ORDINARY)
def test_an_ordinary_word_is_used_only_where_it_is_asked_for(word, read):
    """Every one of these is a key of some table: in any other table it is one too many."""
    assert any(word in entries for entries in words().values())
    for table, entries in words().items():
        if word not in entries:
            assert unused({table: {word: "…"}}, read.asked) == [f"[{table}] {word}"], table


SMALL = {
    "form": {"saved": "", "scale1": "", "scale2": "", "left": "", "from-script": "", "gone": ""},
    "note": {"title": "", "saved": "", "long": "", "short": "", "yes": "", "no": ""},
}
SOURCES = {
    "widgets/small.py": """
class Base:
    def __init__(self, setting):
        self.names = setting.words["note"]
    def _say(self, key, **values):
        return self.setting.word("note", key, **values)

class Small(Base):
    entry = "small"
    def draw(self, size):
        word, table = self.setting.word, words()["form"]
        self.spec = {"words": {**words()["note"], **table}}
        key = "long" if size else "short"
        return [table[f"scale{size}"], self._say(key), *(self.names[part] for part in ("yes", "no")), "title", "gone"]
"""
}
SCRIPT = {"small.js": "const a = words.saved; // words.gone\nconst b = words[`from-${x}`] + 'left';"}


def test_the_reader_finds_what_is_asked_for_and_nothing_else():
    asked = Reader(SOURCES, SCRIPT, SMALL).asked
    # "saved" is the form's, which is laid over the note's; "gone" stands in a comment and in a list, not as a key.
    assert unused(SMALL, asked) == ["[form] left", "[form] gone", "[note] title", "[note] saved"]


NOUNS = (
    "attempts cases days dinars entries files groups hand-ins issues learners marks minutes months notebooks options"
    " packages pairs people points rounds rows stands steps students texts tries votes words years"
)
COUNTED = re.compile(rf"\{{\w+\}} (?:more |other |own )?(?:{NOUNS.replace(' ', '|')})\b")
NEVER_ONE = {
    "bar.more": "there is bar.more-one",
    "opening.minutes": "a lesson takes more than a minute",
    "opening.path": "a session takes more than a minute",
    "opening.path-first": "a session takes more than a minute",
    "opening.path-of-session": "a session takes more than a minute",
    "plan.none-fits": "ten at least",
    "plan.next-session": "a session takes more than a minute",
    "bar.left": "in steps of five",
    "verdict.too-long": "more than the most",
    "verdict.all-parts": "at least the least",
    "export.write-words": "the most of a text",
    "table.how-long": "a scenario's own",
    "table.batna": "a scenario's own",
    "table.needs": "a scenario's own",
    "table.chosen": "all issues of a scenario",
    "table.so-far": "all issues of a scenario",
    "table.finding-exclusion": "a scenario's own",
    "table.guess-right": "three issues make three pairs",
    "table.plan-was": "what a party aims at",
    "seats.batna": "a scenario's own",
    "seats.synergy": "a scenario's own",
    "seats.guarantee": "a scenario's own",
    "seats.ratify": "a scenario's own",
    "plan.title": "ten at least",
    "plan.home-exercise": "an exercise takes more than a minute",
    "plan.pairs": "one-pair is for one",
    "plan.groups": "one-group is for one",
    "work.unread": "unread-one is for one",
    "work.altered": "altered-one is for one",
    "collect.one-record": "two at least",
    "collect.one-number": "two at least",
    "collect.many": "a limit",
    "collect.lonely-number": "a verb",
    "collect.half-marked": "a part of two at least",
    "atlas.face": "the whole table",
    "atlas.count": "of the whole table",
    "data.rows": "a table has more",
    "doctor.packages": "all pins",
    "doctor.notebooks": "all notebooks",
    "doctor.several-right": "two at least",
    "site.exercise-length": "an exercise takes more than a minute",
    "site.atlas-told": "the whole table",
}


def test_no_sentence_says_1_words():
    """What is counted may be one: then the number stands behind its name, or the sentence has a form for one."""
    plural = {
        f"{section}.{key}" for section, table in words().items() for key, text in table.items() if COUNTED.search(text)
    }
    assert plural - NEVER_ONE.keys() == set()
    assert NEVER_ONE.keys() - plural == set()


@pytest.mark.parametrize(
    ("part", "shown", "name"),
    [("form", "put-back", "put-back-of"), ("trial", "keep-own", "keep-own-of"), ("console", "own", "own-session")],
)
def test_a_button_that_says_more_to_a_screen_reader_begins_with_what_stands_on_it(part, shown, name):
    """WCAG 2.5.3: who speaks to the browser presses a button by the words that are seen."""
    assert words()[part][name].startswith(words()[part][shown])


DIGITS = re.compile(r"(?:lessons?|exercise|الدرس|الدروس|التمرين|درس|تمرين)(?: |\xa0)0\d", re.IGNORECASE)


def test_people_are_told_of_lesson_2_and_never_of_lesson_02():
    """In the interface, in every notebook and on every page made from it, in both languages."""
    root = PACKAGE.parent
    files = [PACKAGE / "content" / "interface.toml", *(PACKAGE / "content" / "languages").glob("*/interface.po")]
    files += [path for folder in ("notebooks", "exercises") for path in (root / folder).rglob("*.ipynb")]
    files += (*root.glob("README*.md"), root / "LEARNING.md")
    found = {path.name: DIGITS.findall(path.read_text("utf-8")) for path in files}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_sentence_is_filled_with_the_digits_of_a_stem():
    """``number_of`` is what people are told; "02" is for what is sorted or typed."""
    sliced = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg in ("number", "lesson", "lessons") and _is_of_digits(node.value)
    ]
    assert sliced == []


def _is_of_digits(value):
    return isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice)


COUNTS = (
    "all answered both cases concessions count days done entries files filed fits found free have kilometers learners"
    " least left lines low many marked mean minutes most moved needed now pairs people points right round rounds row"
    " rows seats shown size step steps stayed students tables total"
)
"""Names in braces that hold a number."""
FOLLOWED = re.compile(r"\{(\w+)\}[%\u2069]? ([^\W\d_]+)")
STEADY = {
    "من": "of",
    "إلى": "to",
    "و": "and",
    "هو": "is",
    "د": "the sign for minutes",
    "كم": "the sign for kilometers",
    "ميغابايت": "has one form beside every number",
}
"""What follows a number in Arabic and is the same beside every number."""


def arabic():
    polib = pytest.importorskip("polib")
    return polib.pofile(str(PACKAGE / "content" / "languages" / "ar" / "interface.po"))


def test_no_arabic_word_has_to_agree_with_a_number_that_has_one_form():
    """Six forms go with numbers in Arabic: a word has them, or the number stands behind its name."""
    found = {
        entry.msgctxt: entry.msgstr
        for entry in arabic()
        if not entry.msgid_plural
        for name, after in FOLLOWED.findall(entry.msgstr)
        if name in COUNTS.split() and after not in STEADY
    }
    assert found == {}


def test_a_name_that_stands_beside_a_number_alone_has_its_forms():
    """The site's facts: "13" above, "lessons" below."""
    forms = {entry.msgctxt: entry.msgstr_plural for entry in arabic() if "site/fact-" in (entry.msgctxt or "")}
    keys = [key for key in words()["site"] if key.startswith("fact-")]
    assert sorted(forms) == sorted(f"interface.toml site/{key}" for key in keys)
    assert all(len(said) == 6 and len(set(said.values())) >= 3 for said in forms.values())


def test_what_a_script_fills_in_has_one_form():
    """A script gets a text without its forms: the number stands behind its name there."""
    from course.dev.translation.units import COUNTED as COUNTED_WORDS

    filled = {
        key
        for path in PACKAGE.rglob("*.js")
        for pair in re.findall(r"fill\(\s*[\w.]*(?:words|said)(?:\.(\w+)|\[\"([\w-]+)\"\])", path.read_text("utf-8"))
        for key in pair
        if key
    }
    assert "saved-here" in filled
    assert {word for word in COUNTED_WORDS if word.partition("/")[2] in filled} == set()
