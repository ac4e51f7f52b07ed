"""Schemas in the forms that the product gives them."""

from graphql import (
    GraphQLError,
    build_client_schema,
    build_schema,
    get_introspection_query,
    lexicographic_sort_schema,
    print_schema,
    validate_schema,
)

QUERY = get_introspection_query(
    descriptions=True, specified_by_url=True, directive_is_repeatable=True, schema_description=True,
    input_value_deprecation=True, one_of=True,
)


def checked(schema):
    """The schema, if it follows all rules of the specification."""
    if errors := validate_schema(schema):
        raise GraphQLError("; ".join(error.message for error in errors))
    return schema


def of_sdl(text):
    return checked(build_schema(text))


def of_introspection(data):
    return checked(build_client_schema(data))


def text(schema):
    """The schema in a form that does not depend on the order of definitions."""
    return print_schema(lexicographic_sort_schema(schema))
