#!/usr/bin/env python3
"""changes.py --schema FILE… --seed N --pairs N: schemas, edited at random, and what graphql-core says of the edits.

Writes one JSON object a line: `old` and `new`, two schemas in the schema definition language, and `changes`, each as
[kind, description]: those that break clients and those that may surprise them.
"""

import argparse
import json
import random
import sys

from graphql import (
    BreakingChange,
    DangerousChange,
    GraphQLError,
    Source,
    TokenKind,
    build_schema,
    validate_schema,
)
from graphql.language import Lexer
from graphql.utilities.find_schema_changes import find_schema_changes

TYPES = ["Int", "String", "Boolean", "ID", "Float"]


def tokens_of(sdl):
    """The tokens as written, without descriptions of schemas, which nobody compares."""
    lexer, result = Lexer(Source(sdl)), []
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        result.append(sdl[token.start : token.end])
    return result


def edit(tokens, source, definitions):
    """One edit that may well leave a schema: of a type, a default, a member, a value, a definition."""
    tokens = list(tokens)
    at = source.randrange(len(tokens))
    match source.randrange(8):
        case 0 if tokens[at] == "!":
            del tokens[at]
        case 1 if tokens[at - 1] == ":":
            tokens.insert(at + 1, "!")
        case 2 if tokens[at] in TYPES:
            tokens[at] = source.choice(TYPES)
        case 3 if tokens[at - 1] == ":" and tokens[at] in TYPES:
            tokens[at : at + 1] = ["[", tokens[at], "]"]
        case 4 if tokens[at] == "=":
            tokens[at + 1] = source.choice(["1", "2", '"x"', "null", "true", "{}", "[]"])
        case 5:
            # Takes away a field, a value, a member, an argument with what belongs to it.
            del tokens[at : at + source.randint(1, 6)]
        case 6:
            tokens[at:at] = source.choice(
                [["added", ":", "Int"], ["added", ":", "Int", "!"], ["ADDED"], ["|", "Stone"], ["&", "Empty"], ["repeatable"]]
            )
        case _:
            tokens[at:at] = source.choice(definitions)
    return tokens


def valid(tokens):
    sdl = " ".join(tokens)
    try:
        schema = build_schema(sdl)
    except (GraphQLError, TypeError):
        return None
    return None if validate_schema(schema) else (sdl, schema)


def edited(tokens, source, definitions):
    """The schema after one to four edits that each leave one."""
    result, wanted = None, source.randint(1, 4)
    for _ in range(400):
        if wanted == 0:
            break
        changed = edit(tokens, source, definitions)
        if found := valid(changed):
            tokens, result, wanted = changed, found, wanted - 1
    return result


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--schema", action="append", required=True)
    options.add_argument("--seed", default="1")
    options.add_argument("--pairs", type=int, required=True)
    options = options.parse_args()
    schemas = []
    for path in options.schema:
        with open(path, encoding="utf-8") as file:
            schemas.append(tokens_of(file.read()))
    definitions = [["enum", "Added", "{", "A", "}"], ["scalar", "Added"], ["directive", "@", "added", "on", "FIELD"]]
    for number in range(options.pairs):
        source = random.Random(f"{options.seed}/{number}")
        tokens = source.choice(schemas)
        old, new = valid(tokens), edited(tokens, source, definitions)
        if source.random() < 0.5:
            old, new = new or old, old
        if new is None:
            continue
        found = find_schema_changes(old[1], new[1])
        changes = [
            [change.type.name, change.description]
            for change in found
            # Schemas of the product hold the scalars of the specification, used or not.
            if isinstance(change, (BreakingChange, DangerousChange)) and not change.description.startswith("Standard scalar")
        ]
        sys.stdout.write(json.dumps({"old": old[0], "new": new[0], "changes": changes}) + "\n")


main()
