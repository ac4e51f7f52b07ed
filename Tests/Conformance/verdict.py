"""What the reference implementation says of a document."""

from graphql import (
    ExecutableDefinitionsRule,
    GraphQLError,
    GraphQLSyntaxError,
    ParallelVisitor,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    parse,
    visit,
)

import differences


class RuleContext:
    """The context that all rules share, with errors noted under the name of one."""

    def __init__(self, shared, rule, source, found):
        self.shared, self.source, self.found = shared, source, found
        self.name = rule.__name__.removesuffix("Rule")

    def __getattr__(self, attribute):
        return getattr(self.shared, attribute)

    def report_error(self, error):
        self.found.append([self.name, places(error, self.source)])


def places(error, source):
    return [differences.place(source, location) for location in error.locations or []]


def syntax(source):
    """(document, None), or (None, the place of the first error)."""
    try:
        return parse(source, **differences.PARSER_OPTIONS), None
    except GraphQLSyntaxError as error:
        return None, places(error, source)


def validation(schema, document, source):
    """Each error as [rule, places], sorted. All rules see the document in one walk."""
    found, types = [], TypeInfo(schema)
    part = differences.executable_part(document)
    shared = ValidationContext(schema, part, types, lambda _error: None)
    rules = [rule(RuleContext(shared, rule, source, found)) for rule in differences.RULES]
    visit(part, TypeInfoVisitor(types, ParallelVisitor(rules)))
    for node in document.definitions:
        if node not in part.definitions:
            RuleContext(shared, ExecutableDefinitionsRule, source, found).report_error(GraphQLError("", node))
    return sorted(found)
