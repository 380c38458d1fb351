"""The DCAT catalogue of the open data, in JSON-LD and Turtle, for data.gouv.fr to harvest.

A very small RDF: nodes with properties, whose values are addresses or texts. The two writers
describe the same graph (a test compares them with an RDF library).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
FRANCE = "http://publications.europa.eu/resource/authority/country/FRA"
FRENCH = "http://publications.europa.eu/resource/authority/language/FRA"
KEYWORDS = ("o2r", "insertion", "emploi", "territoire")
_MEDIA = "http://www.iana.org/assignments/media-types/"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Address:
    """A value that is another thing."""

    iri: str


@dataclass(frozen=True, slots=True)
class Text:
    """A value that is words: in a language, or of a type (``xsd:date``)."""

    words: str
    language: str = ""
    datatype: str = ""


Value = Address | Text


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, its type and what is said of it."""

    iri: str
    type: str
    properties: Sequence[tuple[str, Sequence[Value]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """A file offered for download."""

    address: str
    title: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """What some files hold. ``code``: its stable name; ``schema``: the address of their schema."""

    code: str
    title: str
    description: str
    schema: str
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class Publication:
    """What the catalogue says of the instance. ``homepage`` is the page of the open data."""

    homepage: str
    site_name: str
    publisher: str
    contact_email: str
    modified_on: date
    datasets: Sequence[Dataset]

    def address_of(self, dataset: Dataset) -> Address:
        return Address(f"{self.homepage}#{dataset.code}")


def nodes(publication: Publication) -> list[Node]:
    """The catalogue, its datasets, their files and its publisher."""
    home = publication.homepage
    publisher, contact = f"{home}#editeur", f"{home}#contact"
    return [
        _catalogue_node(publication, publisher),
        *(
            _dataset_node(publication, dataset, publisher, contact)
            for dataset in publication.datasets
        ),
        Node(publisher, "foaf:Agent", [("foaf:name", [Text(publication.publisher, "fr")])]),
        Node(
            contact,
            "vcard:Organization",
            [
                ("vcard:fn", [Text(publication.publisher, "fr")]),
                ("vcard:hasEmail", [Address(f"mailto:{publication.contact_email}")]),
            ],
        ),
        *(
            _file_node(file, _day(publication))
            for dataset in publication.datasets
            for file in dataset.files
        ),
    ]


def _day(publication: Publication) -> Text:
    return Text(publication.modified_on.isoformat(), datatype="xsd:date")


def _catalogue_node(publication: Publication, publisher: str) -> Node:
    home = publication.homepage
    return Node(
        f"{home}#catalogue",
        "dcat:Catalog",
        [
            ("dct:title", [Text(f"Données ouvertes de {publication.site_name}", "fr")]),
            ("dct:description", [Text("Les projets de l’O2R et leurs conventions.", "fr")]),
            ("dct:publisher", [Address(publisher)]),
            ("dct:language", [Address(FRENCH)]),
            ("dct:modified", [_day(publication)]),
            ("foaf:homepage", [Address(home)]),
            ("dcat:dataset", [publication.address_of(one) for one in publication.datasets]),
        ],
    )


def _dataset_node(publication: Publication, dataset: Dataset, publisher: str, contact: str) -> Node:
    return Node(
        publication.address_of(dataset).iri,
        "dcat:Dataset",
        [
            ("dct:identifier", [Text(dataset.code)]),
            ("dct:title", [Text(dataset.title, "fr")]),
            ("dct:description", [Text(dataset.description, "fr")]),
            ("dct:publisher", [Address(publisher)]),
            ("dcat:contactPoint", [Address(contact)]),
            ("dct:license", [Address(LICENCE)]),
            ("dct:conformsTo", [Address(dataset.schema)]),
            ("dct:spatial", [Address(FRANCE)]),
            ("dct:language", [Address(FRENCH)]),
            ("dct:modified", [_day(publication)]),
            ("dcat:landingPage", [Address(publication.homepage)]),
            ("dcat:keyword", [Text(word, "fr") for word in KEYWORDS]),
            ("dcat:distribution", [Address(file.address) for file in dataset.files]),
        ],
    )


def _file_node(file: File, day: Text) -> Node:
    return Node(
        file.address,
        "dcat:Distribution",
        [
            ("dct:title", [Text(file.title, "fr")]),
            ("dcat:accessURL", [Address(file.address)]),
            ("dcat:downloadURL", [Address(file.address)]),
            ("dcat:mediaType", [Address(_MEDIA + file.media_type)]),
            ("dct:license", [Address(LICENCE)]),
            ("dct:modified", [day]),
        ],
    )


def as_json_ld(things: Iterable[Node]) -> dict[str, Any]:
    """The nodes as a JSON-LD document, with its context inside: nothing to fetch."""
    graph = []
    for node in things:
        document: dict[str, Any] = {"@id": node.iri, "@type": node.type}
        for name, values in node.properties:
            document[name] = [_json_value(value) for value in values]
        graph.append(document)
    return {"@context": PREFIXES, "@graph": graph}


def _json_value(value: Value) -> dict[str, str]:
    if isinstance(value, Address):
        return {"@id": value.iri}
    if value.language:
        return {"@value": value.words, "@language": value.language}
    return {"@value": value.words, **({"@type": value.datatype} if value.datatype else {})}


def as_turtle(things: Iterable[Node]) -> str:
    """The nodes as a Turtle document."""
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    for node in things:
        lines += ["", f"<{_iri(node.iri)}> a {node.type}"]
        for name, values in node.properties:
            lines[-1] += " ;"
            lines.append(f"  {name} {', '.join(map(_turtle_value, values))}")
        lines[-1] += " ."
    return "\n".join(lines) + "\n"


def _turtle_value(value: Value) -> str:
    if isinstance(value, Address):
        return f"<{_iri(value.iri)}>"
    # JSON escapes a string exactly as Turtle reads it.
    quoted = json.dumps(value.words, ensure_ascii=False)
    if value.language:
        return f"{quoted}@{value.language}"
    return f"{quoted}^^{value.datatype}" if value.datatype else quoted


def _iri(iri: str) -> str:
    """An address without the characters that Turtle forbids between < and >."""
    return "".join(f"%{ord(c):02X}" if c <= " " or c in '<>"{}|^`\\' else c for c in iri)
