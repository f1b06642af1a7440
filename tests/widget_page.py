"""Pages on which a widget is alive without JupyterLab: its own script over a model whose kernel is this process."""

import json
from dataclasses import replace

from course.html.style import screen
from course.record import Record
from course.widgets.script import script
from tests.chromium import open_page

ADDRESS = "http://course.test/"
EMPTY = "<!doctype html><html lang=en><title>Widget</title></html>"

DRAW = """async ({ code, spec, state }) => {
  document.body.replaceChildren();
  const hears = new Set();
  const values = { spec, state };
  const model = {
    get: name => values[name],
    on: (name, hear) => name === 'change:state' && hears.add(hear),
    off: (name, hear) => hears.delete(hear),
    send: content => {
      if (window.isDead) throw new Error('the kernel has gone');
      window.answer(content).then(state => {
        values.state = state;
        for (const hear of [...hears]) hear();
      });
    },
  };
  const { default: widget } = await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  const el = document.createElement('main');
  document.body.append(el);
  widget.initialize().render({ model, el });
}"""


def plain(value):
    """Return a spec or a state as it goes to a page."""
    return json.loads(json.dumps(value, default=str))


def draw(page, widget, **changes):
    """Draw a widget on a page; ``changes`` stand in its state instead of what is there."""
    state = {**plain(widget.state), **changes}
    page.evaluate(DRAW, {"code": script(widget.entry), "spec": plain(widget.spec), "state": state})


class Pages:
    """The pages of one browser, which share what a browser remembers; each has a kernel and a record of its own."""

    def __init__(self, context, setting):
        self.context, self.setting, self.opened = context, setting, []

    def __call__(self, opening, page=None):
        """Show what ``opening`` makes of a setting on a new page; the same page again is the page loaded again."""
        if page is None:
            page = open_page(self.context)
            page.expose_function("answer", lambda content, page=page: answer(page.widget, content))
            self.opened.append(page)
        page.goto(ADDRESS)
        page.add_style_tag(content=screen())
        page.widget = opening(replace(self.setting, record=Record(self.setting.record.where.parent)))
        draw(page, page.widget)
        return page

    def close(self):
        """Close all, and return what broke on them."""
        errors = [error for page in self.opened for error in page.errors]
        for page in self.opened:
            page.close()
        return errors


def answer(widget, content):
    """Do what the page asks for, as the kernel would, and return the state that answers."""
    widget.receive(content)
    return plain(widget.state)
