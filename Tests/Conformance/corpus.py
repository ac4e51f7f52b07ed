#!/usr/bin/env python3
"""corpus.py --schema NAME=FILE… --seed N --documents N [--first N]: documents and what graphql-core says of them.

Writes one JSON object a line: `number`, `schema` (the name), `kind` (how the document was made), `document`, `syntax`
(null, or the places of the syntax error), `errors` (null, or each validation error as [rule, places]). Document n of a
seed is the same whatever the other numbers are.
"""

import argparse
import json
import random
import sys

from graphql import build_schema, parse

import differences
import documents
import layout
import verdict


class Corpus:
    def __init__(self, name, sdl):
        self.name = name
        self.schema = build_schema(sdl)
        differences.refuse_numbers_beyond_double(self.schema)
        self.definitions = [
            layout.tokens_of(sdl[node.loc.start : node.loc.end]) for node in parse(sdl).definitions
        ]

    def document(self, source):
        """(how it is made, text)"""
        roll = source.random()
        if roll < 0.10:
            return "definitions", self.definition_text(source)
        mischief = 0.0 if roll < 0.35 else source.choice([0.01, 0.03, 0.08])
        tokens = documents.DocumentWriter(self.schema, source, mischief).document()
        if roll < 0.80:
            return ("valid" if mischief == 0 else "mischief"), layout.text(tokens, source)
        if roll < 0.93:
            return "tokens", layout.text(layout.spoil_tokens(tokens, source, layout.ODD_TOKENS), source)
        return "text", layout.spoil_text(layout.text(tokens, source), source)

    def definition_text(self, source):
        tokens = []
        for _ in range(source.randint(1, 2)):
            tokens += source.choice(self.definitions)
        if source.random() < 0.8:
            tokens = layout.spoil_tokens(tokens, source, source.choice(self.definitions))
        return layout.text(tokens, source)

    def line(self, number, seed):
        source = random.Random(f"{seed}/{self.name}/{number}")
        kind, text = self.document(source)
        document, syntax = verdict.syntax(text)
        errors = None if document is None else verdict.validation(self.schema, document, text)
        return {
            "number": number, "schema": self.name, "kind": kind, "document": text, "syntax": syntax, "errors": errors,
        }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--schema", action="append", required=True, metavar="NAME=FILE")
    options.add_argument("--seed", default="1")
    options.add_argument("--documents", type=int, required=True)
    options.add_argument("--first", type=int, default=0)
    options = options.parse_args()
    corpora = []
    for entry in options.schema:
        name, path = entry.split("=", 1)
        with open(path, encoding="utf-8") as file:
            corpora.append(Corpus(name, file.read()))
    for number in range(options.first, options.first + options.documents):
        corpus = corpora[number % len(corpora)]
        sys.stdout.write(json.dumps(corpus.line(number, options.seed)) + "\n")


main()
