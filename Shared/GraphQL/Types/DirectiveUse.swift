import OrderedCollections

/// The rules for directives on the elements of a schema.
enum DirectiveUse {
  static func check(
    _ directives: [AST.Directive], at place: DirectiveLocation, _ builder: inout SchemaBuilder
  ) {
    var seen: Set<String> = []
    for directive in directives {
      let name = directive.name.value
      guard let definition = builder.directiveDefinitions[name] else {
        builder.report("Unknown directive \"@\(name)\".", at: directive.location)
        continue
      }
      if !definition.locations.contains(place) {
        builder.report("Directive \"@\(name)\" may not be used on \(place.rawValue).", at: directive.location)
      }
      if !seen.insert(name).inserted, !definition.isRepeatable {
        builder.report(
          "The directive \"@\(name)\" can only be used once at this location.", at: directive.location)
      }
      checkArguments(of: directive, definition, &builder)
    }
  }

  private static func checkArguments(
    of directive: AST.Directive, _ definition: AST.DirectiveDefinition, _ builder: inout SchemaBuilder
  ) {
    for argument in directive.arguments
    where !definition.arguments.contains(where: { $0.name == argument.name }) {
      builder.report(
        "Unknown argument \"\(argument.name.value)\" on directive \"@\(directive.name.value)\".",
        at: argument.location)
    }
    for argument in definition.arguments
    where argument.type.isNonNull && argument.defaultValue == nil
      && directive.argument(argument.name.value) == nil
    {
      builder.report(
        "Directive \"@\(directive.name.value)\" argument \"\(argument.name.value)\" is required.",
        at: directive.location)
    }
  }
}
