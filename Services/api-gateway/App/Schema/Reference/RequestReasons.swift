import GraphQL

/// What `extensions.reason` of `E_INVALID_INPUT` says about a request that was not executed, for people.
enum RequestReasons {
  static let meanings: [(code: GraphQL.ErrorCode, meaning: String)] = [
    (.invalidRequest, "The request is not of the form that GraphQL over HTTP asks for."),
    (.syntax, "The document does not follow the grammar."),
    (.validation, "The document breaks a rule of validation."),
    (.operationNotFound, "The document holds no operation, or not the one that was named."),
    (
      .operationNotAllowed,
      "The operation is not allowed this way: mutations go by POST, subscriptions as a stream."
    ),
    (.invalidVariables, "A variable is missing, or its value is not of its type."),
    (.invalidArgument, "The value of an argument is not of its type."),
    (.documentTooLarge, "The document has too many bytes."),
    (.tooManyTokens, "The document has too many tokens."),
    (.tooManyOperations, "The document has too many operations."),
    (.tooDeep, "The selection nests too deep."),
    (.tooManyFields, "The operation selects too many fields, those of fragments counted."),
    (.tooManyAliases, "The operation has too many aliases, those of fragments counted."),
    (.tooManyDirectives, "The operation has too many directives, those of fragments counted."),
    (.introspectionTooDeep, "The introspection nests too deep."),
    (.variablesTooLarge, "The variables have too many bytes or values."),
    (.tooComplex, "The operation is too complex: ask for shorter lists or fewer fields below them."),
  ]
}
