"""The skill as a web endpoint: verifies that a request is Amazon's, then lets the skill answer it.

Nothing here knows what the skill talks about, and nothing but `create_app` is for the outside.
"""

from skill.web.endpoint import create_app

__all__ = ["create_app"]
