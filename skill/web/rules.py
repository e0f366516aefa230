"""Amazon's rules for signed requests: where its certificates are, whose name they bear, how old a request may be.

From "Host a Custom Skill as a Web Service"; the tests compare them with Amazon's own package.
"""

from __future__ import annotations

from datetime import timedelta

CERTIFICATE_HEADER = "SignatureCertChainUrl"
"""Says where the certificate is."""

SIGNATURE_HEADER = "Signature-256"
"""Holds the signature of the body, in base64."""

SCHEME = "https"
HOST = "s3.amazonaws.com"
PORT = 443
FOLDER = "/echo.api/"
"""Where certificates are kept."""

SIGNS_FOR = "echo-api.amazon.com"
"""The name that the signing certificate bears."""

TOLERANCE = timedelta(seconds=150)
"""How far a request's timestamp may lie from now, either way."""

EVENT_TOLERANCE = timedelta(hours=1)
"""The same for skill events, which Amazon delivers again for an hour."""
