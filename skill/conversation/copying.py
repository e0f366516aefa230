"""Copies of frozen dataclasses with some fields changed, as a turn makes a dozen of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(original, /, **changes):  # noqa: ANN001, ANN003, ANN201 - typed as the original is
        """Do what `dataclasses.replace` does, in a sixth of the time.

        That one looks at each field and sets each anew by way of `__init__`. Here all that the original holds is copied
        at once. So its class may have neither slots nor `__post_init__`, nor a `cached_property` to be copied along.
        """
        copy = object.__new__(type(original))
        copy.__dict__.update(original.__dict__, **changes)
        return copy


__all__ = ["replace"]
