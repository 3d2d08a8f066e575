"""The published JSON Schema of the agreement file (draft 2020-12), made of the models that read it.

An editor that knows it completes keys and words and shows what each means. It checks shape; whether an agreement
contradicts itself is for ``pactline check``. Editors read ``20`` as a number where the file means text: both pass.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from pactline.agreement.calendars import DAYS
from pactline.agreement.model import Vocabulary
from pactline.agreement.schema import TIER_KEYS, CalendarShape, ChargeShape, Language, Promise, WeekdayShape
from pactline.agreement.terms import NAME

_REF = "#/$defs/{model}"
_REFERRED = re.compile(r'"#/\$defs/([^"]+)"')
_NAME = NAME.replace(
    r"[^\W_][\w .-]", "[A-Za-z0-9\u00c0-\uffff][A-Za-z0-9_\u00c0-\uffff .-]"
)  # JSON Schema has no \w for all


class WithMeanings(GenerateJsonSchema):
    """Closed lists as one entry per word, so that an editor can show what the word means; no titles made of keys."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        found = super().enum_schema(schema)
        words = {str(word.value): getattr(word, "meaning", "") for word in schema["members"]}
        if not any(words.values()):
            return found
        listed = [{"const": word, "description": meaning} for word, meaning in words.items()]
        return {key: value for key, value in found.items() if key not in ("enum", "type")} | {"oneOf": listed}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # a key is left out, never null

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # what is left out is described, not filled in

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A list that may be written as its only entry is shown as both."""
        found = super().function_before_schema(schema)
        if getattr(schema["function"]["function"], "__name__", "").lstrip("_") != "as_list":
            return found
        ways = found.get("anyOf", [found])
        return {"anyOf": [*ways, *(way["items"] for way in ways if way.get("type") == "array")]}


def agreement_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema of ``agreement.yaml`` under a vocabulary."""
    language = Language(vocabulary)
    promises = {name: language.promise(name) for name in vocabulary.metrics}
    rules = {name: rule.terms for name, rule in vocabulary.rules.items() if rule.named}
    models: list[Any] = [
        language.heading,
        CalendarShape,
        WeekdayShape,
        ChargeShape,
        language.service,
        *promises.values(),
        *rules.values(),
    ]
    _, whole = models_json_schema(
        [(model, "validation") for model in models], by_alias=True, ref_template=_REF, schema_generator=WithMeanings
    )
    defs: dict[str, Any] = whole["$defs"]
    _allow_weekdays(defs)
    for name, model in promises.items():
        _allow_tiers(defs[model.__name__], language, name)
    for shape_model in ("RemedyShape", "BonusShape"):  # exactly one shape; modifiers and the mark stand beside it
        defs[shape_model] |= {"oneOf": [{"required": [shape]} for shape in vocabulary.remedies]}
    heading = defs.pop(language.heading.__name__)
    heading["properties"] |= {
        "conventions": {"enum": sorted(vocabulary.conventions), "description": "a published set of usual readings"},
        "calendars": _names({"$ref": _REF.format(model="CalendarShape")}, "opening hours, by name"),
        "charges": _names({"$ref": _REF.format(model="ChargeShape")}, "what the client pays, by name"),
        "services": _names({"$ref": _REF.format(model="ServiceShape")}, "what is promised for, by name", least=1),
        "commitments": _names(_one_of_the_metrics(promises), "the promises, by name", least=1),
    } | {
        name: _names({"$ref": _REF.format(model=model.__name__)}, vocabulary.rules[name].title)
        for name, model in rules.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Pactline agreement",
        **{key: value for key, value in heading.items() if key != "title"},
        "$defs": _used(heading, defs),
    }


def _used(whole: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    """The definitions that something refers to: what a term becomes once it is read has no place in the file."""
    found: dict[str, Any] = {}
    waiting = [whole]
    while waiting:
        for name in _REFERRED.findall(json.dumps(waiting.pop())):
            if name not in found:
                found[name] = defs[name]
                waiting.append(defs[name])
    return dict(sorted(found.items()))


def _names(value: dict[str, Any], description: str, least: int = 0) -> dict[str, Any]:
    found = {"type": "object", "description": description, "propertyNames": {"pattern": _NAME}}
    return found | {"additionalProperties": value} | ({"minProperties": least} if least else {})


def _one_of_the_metrics(promises: dict[str, Any]) -> dict[str, Any]:
    """A commitment: which keys it has follows from its metric."""
    choices = [
        {
            "if": {"properties": {"metric": {"const": name}}, "required": ["metric"]},
            "then": {"$ref": _REF.format(model=model.__name__)},
        }
        for name, model in promises.items()
    ]
    titles = [
        {"const": name, "description": model.model_fields["metric"].description} for name, model in promises.items()
    ]
    return {
        "type": "object",
        "required": ["metric"],
        "properties": {"metric": {"description": "what is measured", "oneOf": titles}},
        "allOf": choices,
    }


def _allow_weekdays(defs: dict[str, Any]) -> None:
    hours = defs.pop(WeekdayShape.__name__)["properties"]["hours"]
    several = {key: value for key, value in hours.items() if key not in ("title", "description")}
    either = {"anyOf": [several["items"], several, {"const": "closed"}], "description": hours["description"]}
    calendar = defs[CalendarShape.__name__]
    calendar["patternProperties"] = {DAYS: either}
    special = calendar["properties"]["special"]
    special.pop("additionalProperties", None)
    special |= {"type": "object", "patternProperties": {"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": either}}
    calendar["properties"]["special"] = special | {"additionalProperties": False}


def _allow_tiers(promise: dict[str, Any], language: Language, metric: str) -> None:
    """A commitment may have tiers, which then say what tells them apart; conventions may make the shared choices."""
    properties: dict[str, Any] = promise["properties"]
    arguments = language.vocabulary.metrics[metric].terms.model_fields
    own = [key for key in properties if key in TIER_KEYS or key in arguments]
    tier = {"type": "object", "properties": {key: properties[key] for key in own}, "additionalProperties": False}
    usual = {key for readings in language.vocabulary.conventions.values() for key in readings}
    always = [key for key, info in Promise.model_fields.items() if info.is_required() and key != "target"]
    needed = [key for key in promise["required"] if key not in usual and key not in always]
    properties["tiers"] = _names(tier, "promises of the same kind on the same contacts, by name", least=1)
    promise["required"] = always
    promise["anyOf"] = [{"required": needed}, {"required": ["tiers"]}]
