"""The configuration of JupyterHub that ``python -m course hub start`` starts it with.

An administrator writes hub.toml. Who needs more of JupyterHub writes a configuration of their own that loads this one
(``load_subconfig``) and changes what they want.
"""

import os
from pathlib import Path

from course.hub.configuration import NAME, read
from course.hub.settings import tell

tell(get_config(), read(Path(os.environ[NAME])))  # type: ignore[name-defined]  # noqa: F821
