"""Where the reference implementation is made to say what the published specification says, or what the product says on
purpose. With KnownDifference.swift this is the whole list of differences; README.md has it for reading.
"""

import math

from graphql import (
    DocumentNode,
    FloatValueNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLScalarType,
    IntValueNode,
    OperationDefinitionNode,
    Visitor,
    introspection_types,
    is_specified_scalar_type,
    specified_rules,
    value_from_ast_untyped,
    visit,
)

# drafts: what has been agreed on since the edition of September 2025 is not in a published specification yet. Selection
# sets without selections, and directives that are deprecated.
PARSER_OPTIONS = {"allow_empty_selection_sets": False}
introspection_types["__Schema"].fields["directives"].args.pop("includeDeprecated")
for _field in ("isDeprecated", "deprecationReason"):
    introspection_types["__Directive"].fields.pop(_field)

# other rules: of directives that neither schema has, and a limit on introspection that no specification knows; the
# product has one of its own among its limits of operations.
OTHER_RULES = {
    "DeferStreamDirectiveOnRootField", "DeferStreamDirectiveOnValidOperationsRule", "DeferStreamDirectiveLabel",
    "StreamDirectiveOnListField", "MaxIntrospectionDepthRule",
}
RULES = [rule for rule in specified_rules if rule.__name__ not in OTHER_RULES]


class BeyondDouble(Visitor):
    """Finds numbers that no double can hold."""

    def enter_int_value(self, node, *_):
        self.check(node)

    def enter_float_value(self, node, *_):
        self.check(node)

    @staticmethod
    def check(node):
        if math.isinf(float(node.value)):
            raise GraphQLError("beyond the range of a double", node)


def refuse_numbers_beyond_double(schema):
    """numbers beyond double: JSON values of the product are doubles, so a scalar that takes any value cannot take these."""

    def parse(node, variables=None):
        visit(node, BeyondDouble())
        return value_from_ast_untyped(node, variables)

    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLScalarType) and not is_specified_scalar_type(type_):
            type_.parse_literal = parse


def executable_part(document):
    """type systems: definitions of a type system are refused by ExecutableDefinitions and not looked into."""
    kinds = (OperationDefinitionNode, FragmentDefinitionNode)
    return DocumentNode(
        definitions=tuple(node for node in document.definitions if isinstance(node, kinds)), loc=document.loc
    )


def place(source, location):
    """byte order marks: one at the start is no part of the first line. No editor counts it."""
    shift = 1 if location.line == 1 and source.startswith("\ufeff") else 0
    return [location.line, location.column - shift]
