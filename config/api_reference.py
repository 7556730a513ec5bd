"""The API's reference page: its OpenAPI schema, told for people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from config.api_schema import openapi

# A question to each resource that the starter base answers.
EXAMPLES = {
    "alerts": "?open=true",
    "arms": "?study=mulcahy-2021",
    "candidates": "?cycle=bcbsma-292/review-1&title_abstract=undecided",
    "certainty-of-evidence": "?condition=hcc&endpoint=os",
    "codes": "?policy=bcbsma-292&system=HCPCS",
    "compare/policies": "?ids=bcbsma-292,med140",
    "compare/studies": "?ids=mulcahy-2021,van-hazel-2016&format=csv",
    "compare/versions": "?ids=bcbsma-292/before-2016-08,bcbsma-292/2024-09&format=csv",
    "conditions": "?parent=liver-metastases",
    "coverage-matrix": "?condition=liver-metastases",
    "criteria": "?statement=med140/i&format=csv",
    "devices": "?intervention=radioembolization",
    "documents": "?kind=policy",
    "drafts": "?status=draft",
    "effect-estimates": "?study=mulcahy-2021&measure=HR",
    "evidence-links": "?statement=bcbsma-292/hcc&bearing=supports",
    "evidence-map": "?endpoint=os&format=csv",
    "flags": "?grade=impossible&accepted=false",
    "formulas": "?document=el-haddad-2021",
    "guidelines": "?body=nccn",
    "history": "?type=document&key=med140",
    "impact": "?study=mulcahy-2021",
    "indications": "?condition=hcc&purpose=bridge_to_transplant",
    "interventions": "?parent=any-intervention",
    "measurements": "?condition=hcc&endpoint=os&statistic=median&format=csv",
    "ongoing-trials": "?policy=bcbsma-292",
    "outcomes": "?study=mulcahy-2021&endpoint=pfs",
    "payers": "",
    "policies": "?condition=hcc&position=investigational",
    "policy-guidelines": "?policy=bcbsma-292&format=csv",
    "policy-health": "?policy=bcbsma-292",
    "policy-versions": "?policy=med140",
    "pool": "?ids=med140/dhondt-2022/os-hr,med140/yang-2020/os-hr-re-tace&method=dl",
    "recommendations": "?body=nccn&kind=recommends",
    "references": "?document=bcbsma-292&year=2021&format=bibtex",
    "review-cycles": "?policy=bcbsma-292&state=closed",
    "requests": "?policy=bcbsma-292",
    "review-imports": "?state=done",
    "risk-of-bias": "?study=mulcahy-2021&current=true",
    "search": "?q=radioembolization&condition=hcc&design=rct",
    "search-runs": "?cycle=bcbsma-292/review-2",
    "search-strategies": "?policy=bcbsma-292&source=pubmed",
    "statements": "?condition=hcc&position=medically_necessary",
    "studies": "?condition=hcc&design=rct",
    "thresholds": "?kind=exclusion",
    "trials": "?study=mulcahy-2021",
    "verifications": "?state=disputed",
}
COMMON = ("page", "page_size", "format")  # told after the parameters of a resource's own
BASIC = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "object": "object",
}
FORMATS = {"uri": "address", "date": "date", "date-time": "date and time", "year": "year", "key": "key"}
WORD = re.compile(r"^\* `(.*)` - (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Kind:
    """What values there are: "list of" and the vocabulary `words`, `or_else` null, say."""

    text: str
    words: str = ""
    or_else: str = ""


@dataclass(frozen=True)
class Entry:
    """A parameter, or a field of the answer; a field of a field has both in its name: `arms[].name`."""

    name: str
    kind: Kind
    meaning: SafeString


@dataclass(frozen=True)
class Resource:
    name: str
    about: list[SafeString]
    address: str
    row_address: str
    parameters: list[Entry]
    fields: list[Entry]
    formats: list[str]
    example: str


@dataclass(frozen=True)
class Write:
    """What changes something: a request with a body."""

    method: str
    address: str
    about: SafeString
    fields: list[Entry]


@dataclass(frozen=True)
class Vocabulary:
    name: str
    words: list[tuple[str, str]]  # as the API prints it, as people read it


class Schema:
    """An OpenAPI document, asked for what the page tells."""

    def __init__(self, document: dict):
        self._paths = document["paths"]
        self._parts = document["components"]["schemas"]
        self._vocabularies = {
            tuple(part["enum"]): name for name, part in self._parts.items() if part.get("enum", [""]) != [""]
        }

    def resources(self) -> list[Resource]:
        return [self._resource(address) for address in self._paths if "{" not in address]

    def writes(self) -> list[Write]:
        return [
            Write(method.upper(), address, prose(operation["description"]), list(self._body(operation)))
            for address, operations in self._paths.items()
            for method, operation in operations.items()
            if method not in ("get", "parameters")
        ]

    def _body(self, operation: dict) -> Iterator[Entry]:
        content = operation.get("requestBody", {}).get("content", {})
        return self._fields(self._part(content.get("application/json", {}).get("schema", {"properties": {}})))

    def vocabularies(self) -> list[Vocabulary]:
        return [
            Vocabulary(name, WORD.findall(self._parts[name]["description"]))
            for name in sorted(self._vocabularies.values())
        ]

    def _resource(self, address: str) -> Resource:
        name = address.removeprefix("/api/v1/").rstrip("/")
        row_address = f"{address}{{key}}/"
        operation = self._paths[address]["get"]
        of_row = self._paths.get(row_address, {}).get("get", operation)
        row = self._row(of_row["responses"]["200"]["content"]["application/json"]["schema"])
        parameters = {each["name"]: each for each in operation["parameters"]}
        told = [operation["description"], row.get("description", "")]
        return Resource(
            name=name,
            about=[prose(text) for each in dict.fromkeys(told) for text in each.split("\n\n") if text],
            address=address,
            row_address=row_address if row_address in self._paths else "",
            parameters=[
                Entry(name, self._kind(each["schema"].get("items", each["schema"])), prose(each["description"]))
                for name, each in sorted(parameters.items(), key=lambda pair: pair[0] in COMMON)
            ],
            fields=list(self._fields(row)),
            formats=sorted(parameters["format"]["schema"]["enum"], key=lambda format: format != "json"),
            example=address + EXAMPLES[name],
        )

    def _fields(self, part: dict, prefix: str = "") -> Iterator[Entry]:
        for name, schema in part["properties"].items():
            yield Entry(prefix + name, self._kind(schema), prose(schema["description"]))
            for key, sign in (("items", "[]"), ("additionalProperties", ".*")):
                inner = self._part(schema.get(key, {}))
                if "properties" in inner:
                    yield from self._fields(inner, f"{prefix}{name}{sign}.")

    def _row(self, schema: dict) -> dict:
        """What the answer holds; of a list without addresses for its rows, a row."""
        part = self._part(schema)
        is_list = set(part["properties"]) == {"count", "next", "previous", "results"}
        return self._part(part["properties"]["results"]["items"]) if is_list else part

    def _part(self, schema: dict) -> dict:
        """The schema itself, or the one it refers to."""
        return self._parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def _kind(self, schema: dict) -> Kind:
        or_else = "or null" if schema.get("nullable") else ""
        for alternative in schema.get("oneOf", []):
            if self._part(alternative).get("enum") == [""]:
                or_else = "or empty"
        # All that a schema of ours is put together from: one other, and perhaps the empty text.
        schema = self._part((schema.get("allOf") or schema.get("oneOf") or [schema])[0])
        if words := self._vocabularies.get(tuple(schema.get("enum", ()))):
            return Kind("a word of", words, or_else)
        if "enum" in schema:
            return Kind(" or ".join(schema["enum"]), or_else=or_else)
        if schema["type"] == "array":
            return Kind(f"list of {self._kind(schema['items']).text}s", or_else=or_else)
        if "additionalProperties" in schema:
            return Kind("object of objects", or_else=or_else)
        return Kind(FORMATS.get(schema.get("format", "")) or BASIC[schema["type"]], or_else=or_else)


def prose(text: str) -> SafeString:
    """With `what is typed` set as code."""
    pieces = text.split("`")
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", piece) if number % 2 else piece,) for number, piece in enumerate(pieces)),
    )


@cache
def contents() -> dict:
    schema = Schema(openapi())
    return {"resources": schema.resources(), "writes": schema.writes(), "vocabularies": schema.vocabularies()}


@require_safe
def page(request):
    return render(request, "api/reference.html", contents() | {"origin": request.build_absolute_uri("/")[:-1]})
