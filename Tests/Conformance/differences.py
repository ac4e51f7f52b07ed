"""Where the reference implementation is made to say what the published specification says, or what the product says on
purpose. With KnownDifference.swift this is the whole list of differences; README.md has it for reading.
"""

import math

from graphql import (
    DirectiveDefinitionNode,
    DocumentNode,
    FloatValueNode,
    FragmentDefinitionNode,
    GraphQLFloat,
    GraphQLScalarType,
    IntValueNode,
    OperationDefinitionNode,
    StringValueNode,
    TokenKind,
    Visitor,
    introspection_types,
    is_specified_scalar_type,
    specified_rules,
    visit,
)
from graphql.language.ast import QUERY_DOCUMENT_KEYS
from graphql.language.parser import Parser
from graphql.validation.rules import overlapping_fields_can_be_merged

# drafts: what has been agreed on since the edition of September 2025 is not in a published specification yet. Selection
# sets without selections; directives on definitions of directives, extensions of those, and directives that are deprecated.
PARSER_OPTIONS = {"allow_empty_selection_sets": False}


def parse_directive_definition(parser):
    start = parser._lexer.token
    description = parser.parse_description()
    parser.expect_keyword("directive")
    parser.expect_token(TokenKind.AT)
    name = parser.parse_name()
    arguments = parser.parse_argument_defs()
    repeatable = parser.expect_optional_keyword("repeatable")
    parser.expect_keyword("on")
    return DirectiveDefinitionNode(
        description=description, name=name, arguments=arguments, directives=(), repeatable=repeatable,
        locations=parser.parse_directive_locations(), loc=parser.loc(start),
    )


Parser.parse_directive_definition = parse_directive_definition
Parser._parse_type_extension_method_names = {
    keyword: method for keyword, method in Parser._parse_type_extension_method_names.items() if keyword != "directive"
}
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
            raise ValueError("beyond the range of a double")


def refuse_numbers_beyond_double(schema):
    """numbers beyond double: no Float is infinite (specification, 3.5.2), and the values of scalars that take anything are
    JSON, whose numbers are doubles here.
    """

    def wrapped(parse):
        def checked(node, *variables):
            visit(node, BeyondDouble())
            return parse(node, *variables)

        return checked

    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLScalarType) and not is_specified_scalar_type(type_):
            type_.parse_literal = wrapped(type_.parse_literal)
    if GraphQLFloat.coerce_input_literal.__name__ != "checked":
        GraphQLFloat.coerce_input_literal = wrapped(GraphQLFloat.coerce_input_literal)


# descriptions: the one of a variable is taken for a value of its type.
QUERY_DOCUMENT_KEYS["variable_definition"] = tuple(
    key for key in QUERY_DOCUMENT_KEYS["variable_definition"] if key != "description"
)


# strings: two arguments are the same when they say the same, in a block string or not. The reference tells them apart.
_value_structure = overlapping_fields_can_be_merged.get_value_structure


def value_structure(node, variables):
    if isinstance(node, StringValueNode):
        return ["StringValue", node.value, False]
    return _value_structure(node, variables)


overlapping_fields_can_be_merged.get_value_structure = value_structure


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
