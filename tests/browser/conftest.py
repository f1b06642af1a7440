"""What several tests in a browser share: widgets that are alive on pages without JupyterLab."""

import pytest


@pytest.fixture(scope="module")
def context(browser):
    """One browser for the module: what it remembers outlives a page."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def show(context, setting):
    """Open pages on which a widget is alive: ``show(opening)``, and ``show(opening, page)`` loads a page again."""
    from tests.widget_page import EMPTY, Pages

    context.route("**/*", lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
    pages = Pages(context, setting)
    yield pages
    assert pages.close() == []
    context.unroute("**/*")
