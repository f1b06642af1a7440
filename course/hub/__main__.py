"""``python -m course.hub``: its verbs as a hub or an administrator starts them, in an environment that is there."""

import sys

from course.hub.command import main

if __name__ == "__main__":
    sys.exit(main())
