"""The description of the feed in OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from marketplace.reports.feed.guard import MOST_A_MINUTE
from marketplace.reports.rules import Dimension, Indicator

Plain = dict[str, Any]
_COUNT: Plain = {"type": "integer", "minimum": 0}
_TEXT_OR_NULL: Plain = {"type": ["string", "null"]}


def openapi(server: str) -> Plain:
    """The whole description. ``server`` is the address under which the feed answers."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chợ phiên OCOP: số liệu (figures)",
            "version": "1.0.0",
            "description": "Read-only. Every figure as of the end of any day in Vietnam, as it is"
            " known now or as it was known on an earlier day. No personal data.",
        },
        "servers": [{"url": server}],
        "security": [{"key": []}],
        "paths": {
            "/figures": {"get": _get("every_figure", "Every figure of a day", "Figures")},
            "/figures/{code}": {
                "get": _get("one_figure", "One figure of a day", "OneFigure", _CODE)
            },
            "/rows/{name}": {"get": _get("rows", "The rows behind the figures", "Rows", _NAME)},
            "/openapi.json": {"get": _description()},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "parameters": _PARAMETERS,
            "responses": _RESPONSES,
            "schemas": _SCHEMAS,
        },
    }


_CODE: Plain = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "I1 listing share; I1f by platform; I2 e-payment share; I2s shop and account;"
    " I3 promoted; I4 sales; I5 active accounts; I6 to re-assess; I6e no longer in force;"
    " I7 trained; N1 products; N2 producers; N3 communes.",
    "schema": {"type": "string", "enum": [indicator.value for indicator in Indicator]},
}
_NAME: Plain = {
    "name": "name",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": ["products", "over", "producers"]},
}
_DAYS = {"type": "string", "format": "date"}
_PARAMETERS: Plain = {
    "day": {
        "name": "day",
        "in": "query",
        "description": "As of the end of this day in Vietnam. Left out: today.",
        "schema": _DAYS,
    },
    "known_on": {
        "name": "known_on",
        "in": "query",
        "description": "As it was known at the end of this day. Left out: as it is known now.",
        "schema": _DAYS,
    },
    "province": {
        "name": "province",
        "in": "query",
        "description": "Code of a province of today.",
        "schema": {"type": "string"},
    },
    "commune": {
        "name": "commune",
        "in": "query",
        "description": "Code of a commune of today.",
        "schema": {"type": "string"},
    },
    "if_none_match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of the answer that is held already.",
        "schema": {"type": "string"},
    },
}


def _get(name: str, summary: str, schema: str, *more: Plain) -> Plain:
    common = [{"$ref": f"#/components/parameters/{one}"} for one in _PARAMETERS]
    failures = {
        status: {"$ref": f"#/components/responses/{answer}"}
        for status, answer in (
            ("304", "Held"),
            ("401", "Problem"),
            ("404", "Problem"),
            ("422", "Problem"),
            ("429", "Problem"),
        )
    }
    good = {
        "description": summary,
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
    return {
        "operationId": name,
        "summary": summary,
        "description": f"At most {MOST_A_MINUTE} requests a minute for each key.",
        "parameters": [*more, *common],
        "responses": {"200": good, **failures},
    }


def _description() -> Plain:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "description",
        "summary": "This description",
        "security": [],
        "responses": {"200": {"description": "OpenAPI 3.1", "content": content}},
    }


_RESPONSES: Plain = {
    "Held": {"description": "What is held already is still right."},
    "Problem": {
        "description": "Why there is no answer.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    },
}


def _object(**properties: Plain) -> Plain:
    return {"type": "object", "required": sorted(properties), "properties": properties}


_VALUES: Plain = {
    "Share": _object(part=_COUNT, whole=_COUNT, percent=_TEXT_OR_NULL),
    "Count": _object(number=_COUNT),
    "Sales": _object(orders=_COUNT, value_vnd=_COUNT, is_declared={"type": "boolean"}),
    "Flow": _object(new=_COUNT, reassessed=_COUNT, upgraded=_COUNT, lost=_COUNT),
}
_VALUE: Plain = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in _VALUES]}
_BREAKDOWNS: Plain = {
    "type": "object",
    "propertyNames": {"enum": [dimension.value for dimension in Dimension]},
    "additionalProperties": {"$ref": "#/components/schemas/Breakdown"},
}
_FIGURE: Plain = _object(value={"anyOf": [_VALUE, {"type": "null"}]}, breakdowns=_BREAKDOWNS)
_ROW_LIST: Plain = {"type": "array", "items": {"type": "object"}}
_SCHEMAS: Plain = {
    **_VALUES,
    "Line": {
        "type": "object",
        "required": ["key", "name"],
        "properties": {"key": {"type": "string"}, "name": {"type": "string"}},
        "anyOf": _VALUE["anyOf"],
    },
    "Breakdown": _object(
        overlaps={"type": "boolean"},
        lines={"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
    ),
    "Figure": _FIGURE,
    "Figures": _object(
        day=_DAYS,
        known_at=_TEXT_OR_NULL,
        figures={
            "type": "object",
            "additionalProperties": {"$ref": "#/components/schemas/Figure"},
        },
    ),
    "OneFigure": {
        "allOf": [
            {"$ref": "#/components/schemas/Figure"},
            _object(day=_DAYS, known_at=_TEXT_OR_NULL, code={"type": "string"}),
        ]
    },
    "Rows": {
        "type": "object",
        "required": ["day"],
        "properties": {
            "day": _DAYS,
            "products": _ROW_LIST,
            "over": _ROW_LIST,
            "producers": _ROW_LIST,
        },
    },
    "Problem": _object(status={"type": "integer"}, detail={"type": "string"}),
}
