#!/usr/bin/env python3
"""reprint.py FILE: whether documents that were printed anew still say the same.

FILE holds one JSON object a line: `document`, and `printed` by the product. Writes one JSON object a line: first those
pairs whose syntax differs, with `problem`; last `compared`, the number of pairs.
"""

import json
import sys

from graphql import GraphQLSyntaxError, ast_to_dict, parse

import differences


def meaning(text):
    """The syntax without what is only spelling: places, and how a string is quoted."""
    return without_spelling(ast_to_dict(parse(text, no_location=True, **differences.PARSER_OPTIONS)))


def without_spelling(node):
    if isinstance(node, dict):
        return {name: without_spelling(value) for name, value in node.items() if name not in ("block", "loc")}
    return [without_spelling(item) for item in node] if isinstance(node, list) else node


def problem(pair):
    try:
        return None if meaning(pair["document"]) == meaning(pair["printed"]) else "it says something else"
    except GraphQLSyntaxError as error:
        return f"it cannot be parsed: {error.message}"


def main():
    compared = 0
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            pair = json.loads(line)
            compared += 1
            if found := problem(pair):
                print(json.dumps({"problem": found, **pair}))
    print(json.dumps({"compared": compared}))


main()
