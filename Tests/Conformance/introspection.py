#!/usr/bin/env python3
"""introspection.py query: the introspection query of the reference implementation, with everything it can ask for.

introspection.py compare SDL ANSWER: whether a schema as the product prints it (the file SDL) and as its introspection
tells it (the file ANSWER, a response in JSON) are the same one. Writes what differs, one line each, and at the end
`compared N types`.
"""

import difflib
import json
import sys

import schemas


def compare(sdl_path, answer_path):
    with open(sdl_path, encoding="utf-8") as file:
        printed = schemas.of_sdl(file.read())
    with open(answer_path, encoding="utf-8") as file:
        told = schemas.of_introspection(json.load(file)["data"])
    first, second = schemas.text(printed), schemas.text(told)
    for line in difflib.unified_diff(first.splitlines(), second.splitlines(), "printed", "introspection", lineterm=""):
        print(line)
    print(f"compared {len(printed.type_map)} types")


if sys.argv[1] == "query":
    print(json.dumps(schemas.QUERY))
else:
    compare(*sys.argv[2:])
