"""What one line in a cell calls: each page of the course joins content, record and widgets."""

import sys

if sys.platform == "emscripten":  # the browser
    from course.pages.packages import prepare_fetching

    prepare_fetching()
