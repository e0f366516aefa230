"""Why a request is turned away. The reasons are fixed sentences: nothing of the request is ever in them."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a name that reads as what happened
    """The request gets no answer but 400; the message says why, for our log and never for the sender."""


class NotFromAmazon(Refused):
    """Nothing proves that Amazon sent this request, and that it did so just now."""


class NotAnEnvelope(Refused):
    """The body is not the JSON of an Alexa request."""


class Replayed(Refused):
    """Amazon sent this request, and it was answered already."""
