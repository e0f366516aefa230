"""How the site is built: `make docs`. Nothing is fetched from anywhere, and every warning is an error."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the pages are made of the code beside them, installed or not

project = "Leg Day Coach"
author = "the Leg Day Coach contributors"
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "docs.generate"]
exclude_patterns = ["generate", "pictures", "README.md"]

# MyST: attributes give paragraphs their class, an anchor for each heading lets pages point into each other.
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
myst_heading_anchors = 3

# The public functions and tables of `skill.advice`, in the order of its sources, with their types.
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
default_role = "literal"
add_module_names = False
napoleon_use_ivar = True
nitpick_ignore = [("py:class", "Case"), ("py:class", "skill.advice.rules.Case")]  # a rule's own business

html_theme = "furo"
html_title = "Leg Day Coach"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
