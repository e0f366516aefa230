"""The stock verifier of ``ask-sdk-webservice-support``, imported where it does not import by itself.

It fails on OpenSSL 3.0.10 and later, inside ``certvalidator``. A stand-in takes that module's place while the stock
one is imported; what it would check, chains, is then out of use, and all the rest is as Amazon wrote it.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {
    "certvalidator": ("CertificateValidator",),
    "certvalidator.errors": ("ValidationError", "PathError"),
}


def verifier_module() -> Any:  # noqa: ANN401 - an untyped module
    """The stock module ``ask_sdk_webservice_support.verifier``."""
    with _stand_ins():
        return importlib.import_module("ask_sdk_webservice_support.verifier")


@contextmanager
def _stand_ins() -> Iterator[None]:
    before = {name: sys.modules.get(name) for name in _NAMES}
    sys.modules.update({name: _stand_in(name, classes) for name, classes in _NAMES.items()})
    try:
        yield
    finally:
        for name, module in before.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module


def _stand_in(name: str, classes: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name)
    for class_name in classes:
        setattr(module, class_name, type(class_name, (Exception,), {}))
    return module
