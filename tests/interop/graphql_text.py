"""Renders structures with prefect.utilities.graphql: descriptions in JSON on stdin, texts in JSON on stdout."""

import json
import sys

from prefect.utilities.graphql import EnumValue, parse_graphql, with_args


def argument(description):
    (kind, value), = description.items()
    if kind == "enum":
        return EnumValue(value)
    if kind == "list":
        return [argument(each) for each in value]
    if kind == "object":
        return {name: argument(each) for name, each in value}
    return value


def key(description):
    if "args" not in description:
        return description["field"]
    return with_args(description["field"], argument(description["args"]))


def selection(description):
    (kind, value), = description.items()
    if kind == "field":
        return value
    if kind == "enum":
        return EnumValue(value)
    if kind == "true":
        return True
    if kind == "dots":
        return ...
    if kind == "list":
        return [selection(each) for each in value]
    if kind == "tuple":
        return tuple(selection(each) for each in value)
    if kind == "set":
        return {selection(each) for each in value}
    return {key(each): selection(below) for each, below in value}


json.dump([parse_graphql({"query": selection(each)}) for each in json.load(sys.stdin)], sys.stdout)
