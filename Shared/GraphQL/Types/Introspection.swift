import JSON
import OrderedCollections

/// The parts of every schema: scalars, directives and the types of introspection (GraphQL specification, 4).
enum Introspection {
  static let typename = FieldDefinition(
    AST.FieldDefinition(
      description: "The name of the current Object type at runtime.", name: AST.Name("__typename"),
      arguments: [], type: .nonNull(.named(AST.Name("String"))), directives: [], location: .none),
    arguments: [:])

  /// The fields that the query type has beside its own.
  static let rootFields: [String: FieldDefinition] = {
    let name = AST.InputValueDefinition(
      description: nil, name: AST.Name("name"), type: .nonNull(.named(AST.Name("String"))), defaultValue: nil,
      directives: [], location: .none)
    return [
      "__schema": FieldDefinition(
        AST.FieldDefinition(
          description: "Access the current type schema of this server.", name: AST.Name("__schema"),
          arguments: [], type: .nonNull(.named(AST.Name("__Schema"))), directives: [], location: .none),
        arguments: [:]),
      "__type": FieldDefinition(
        AST.FieldDefinition(
          description: "Request the type information of a single type.", name: AST.Name("__type"),
          arguments: [name], type: .named(AST.Name("__Type")), directives: [], location: .none),
        arguments: ["name": InputValueDefinition(name, defaultValue: nil)]),
    ]
  }()

  static let definitions = """
    "A whole number between -(2^31) and 2^31 - 1."
    scalar Int
    "A double-precision number (IEEE 754)."
    scalar Float
    "Text in Unicode."
    scalar String
    "`true` or `false`."
    scalar Boolean
    "An identifier, written as a string and not meant to be read by people. Whole numbers are taken as input."
    scalar ID

    "Includes the field or fragment only when the argument is true."
    directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
    "Leaves the field or fragment out when the argument is true."
    directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
    "Marks an element of the schema that should not be used any more."
    directive @deprecated(
      "Why the element is deprecated and what to use instead, in Markdown."
      reason: String! = "No longer supported"
    ) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
    "Says where the behaviour of a custom scalar is specified."
    directive @specifiedBy(url: String!) on SCALAR
    "Marks an input object of which exactly one field is given, and not as null."
    directive @oneOf on INPUT_OBJECT

    "The types, root types and directives of this server."
    type __Schema {
      description: String
      types: [__Type!]!
      queryType: __Type!
      mutationType: __Type
      subscriptionType: __Type
      directives: [__Directive!]!
    }
    "A type; which fields are set depends on its kind."
    type __Type {
      kind: __TypeKind!
      name: String
      description: String
      specifiedByURL: String
      fields(includeDeprecated: Boolean! = false): [__Field!]
      interfaces: [__Type!]
      possibleTypes: [__Type!]
      enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]
      inputFields(includeDeprecated: Boolean! = false): [__InputValue!]
      ofType: __Type
      isOneOf: Boolean
    }
    "The kinds of types."
    enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
    "A field of an object or interface type."
    type __Field {
      name: String!
      description: String
      args(includeDeprecated: Boolean! = false): [__InputValue!]!
      type: __Type!
      isDeprecated: Boolean!
      deprecationReason: String
    }
    "An argument, or a field of an input object type."
    type __InputValue {
      name: String!
      description: String
      type: __Type!
      "The default as a GraphQL literal."
      defaultValue: String
      isDeprecated: Boolean!
      deprecationReason: String
    }
    "A value of an enum type."
    type __EnumValue {
      name: String!
      description: String
      isDeprecated: Boolean!
      deprecationReason: String
    }
    "A directive that documents may use."
    type __Directive {
      name: String!
      description: String
      isRepeatable: Boolean!
      locations: [__DirectiveLocation!]!
      args(includeDeprecated: Boolean! = false): [__InputValue!]!
    }
    "Where a directive may stand."
    enum __DirectiveLocation {
      \(DirectiveLocation.allCases.map(\.rawValue).joined(separator: " "))
    }
    """
}
