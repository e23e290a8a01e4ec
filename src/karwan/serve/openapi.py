"""What the OpenAPI document says besides what the endpoints say of themselves."""

from __future__ import annotations

import re
import threading
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from karwan.serve.faults import ERROR_SCHEMA


def described(app: FastAPI) -> None:
    """Makes the document of an application once, with one schema for errors and none that is never sent."""
    making = threading.Lock()  # the first requests come together, and FastAPI makes no two at once

    def document() -> dict[str, Any]:
        """The document, made by the first that asks for it."""
        if app.openapi_schema is None:
            with making:
                app.openapi_schema = app.openapi_schema or _made(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _made(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Error"] = ERROR_SCHEMA
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    return made


def methods_at(app: FastAPI, path: str) -> list[str]:
    """The methods that the document has at a path, as it was asked; none if it has no such path."""
    found: set[str] = set()
    for template, operations in app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path):
            found |= {method.upper() for method in operations}
    return sorted(found)
