import GraphQL
import OrderedCollections

/// The page that describes a schema to people, in Markdown.
struct SchemaReference {
  let schema: Schema
  /// The least role for a root field, by the name of its type and its own; nil where the page shall not tell.
  var role: (_ type: String, _ field: String) -> String? = { _, _ in nil }
  /// The error codes, each with its meaning, under the title of their section.
  var errors: [(title: String, codes: [(code: String, meaning: String)])] = []
  /// What stands before everything else.
  var introduction = ""

  var markdown: String {
    var sections = [introduction]
    for (operation, title) in [
      (OperationType.query, "Queries"), (.mutation, "Mutations"), (.subscription, "Subscriptions"),
    ] {
      guard let root = schema.rootType(of: operation) else { continue }
      sections.append("## \(title)")
      sections += root.fields.values.map { rootField($0, of: root.name) }
    }
    sections += types("Types") {
      if case .object(let type) = $0, !isRoot(type) { table(type.fields) } else { nil }
    }
    sections += types("Interfaces") { if case .interface(let type) = $0 { table(type.fields) } else { nil } }
    sections += types("Unions") { type in
      guard case .union(let union) = type else { return nil }
      return "One of \(union.members.map { link($0, to: $0) }.joined(separator: ", "))."
    }
    sections += types("Input objects") { if case .inputObject(let type) = $0 { table(type) } else { nil } }
    sections += types("Enums") { if case .enumeration(let type) = $0 { table(type) } else { nil } }
    sections += types("Scalars") { type in
      guard case .scalar(let scalar) = type else { return nil }
      return scalar.specifiedByURL.map { "Specified by <\($0)>." } ?? ""
    }
    for (title, codes) in errors where !codes.isEmpty {
      sections.append("## \(title)")
      sections.append(
        MarkdownTable.text(["code", "meaning"], codes.map { ["`\($0.code)`", $0.meaning] }))
    }
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func isRoot(_ type: ObjectType) -> Bool {
    OperationType.allCases.contains { schema.rootType(of: $0)?.name == type.name }
  }

  // MARK: Root fields

  private func rootField(_ field: FieldDefinition, of root: String) -> String {
    var parts = ["### \(field.name)"]
    if let text = Self.meaning(field.description, field.deprecationReason) { parts.append(text) }
    parts.append(
      "Gives \(reference(field.type))."
        + (role(root, field.name).map { " Takes the role \($0)." } ?? ""))
    if !field.arguments.isEmpty { parts.append(table(inputs: field.arguments, called: "argument")) }
    return parts.joined(separator: "\n\n")
  }

  // MARK: Types

  /// The section of one kind of types: those for which the body gives something.
  private func types(_ title: String, _ body: (NamedType) -> String?) -> [String] {
    let entries = schema.types.values.filter { !$0.name.hasPrefix("__") }.compactMap { type -> String? in
      guard let text = body(type) else { return nil }
      let interfaces = type.definition.interfaces.map { link($0.value, to: $0.value) }
      let parts = [
        "### \(Self.anchor(type.name))\(type.name)", type.definition.description ?? "",
        interfaces.isEmpty ? "" : "Implements \(interfaces.joined(separator: ", ")).", text,
      ]
      return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
    return entries.isEmpty ? [] : ["## \(title)"] + entries
  }

  private func table(_ fields: OrderedDictionary<String, FieldDefinition>) -> String {
    MarkdownTable.text(
      ["field", "type", "meaning"],
      fields.values.map { field in
        [
          "`\(field.name)\(Self.arguments(field))`", reference(field.type),
          Self.meaning(field.description, field.deprecationReason) ?? "",
        ]
      })
  }

  private func table(_ type: InputObjectType) -> String {
    let rule = type.isOneOf ? "Exactly one field is given.\n\n" : ""
    return rule + table(inputs: type.fields, called: "field")
  }

  private func table(_ type: EnumType) -> String {
    MarkdownTable.text(
      ["value", "meaning"],
      type.values.values.map { ["`\($0.name)`", Self.meaning($0.description, $0.deprecationReason) ?? ""] })
  }

  private func table(
    inputs: OrderedDictionary<String, InputValueDefinition>, called name: String
  ) -> String {
    MarkdownTable.text(
      [name, "type", "default", "meaning"],
      inputs.values.map { input in
        [
          "`\(input.name)`", reference(input.type), input.defaultLiteral.map { "`\($0.printed)`" } ?? "",
          Self.meaning(input.description, input.deprecationReason) ?? "",
        ]
      })
  }

  // MARK: Pieces

  private static func arguments(_ field: FieldDefinition) -> String {
    guard !field.arguments.isEmpty else { return "" }
    let arguments = field.arguments.values.map { argument in
      "\(argument.name): \(argument.type)" + (argument.defaultLiteral.map { " = \($0.printed)" } ?? "")
    }
    return "(\(arguments.joined(separator: ", ")))"
  }

  private static func meaning(_ description: String?, _ deprecation: String?) -> String? {
    let parts = [description, deprecation.map { "**Deprecated:** \($0)" }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// A type where it is used, leading to its definition.
  private func reference(_ type: AST.TypeReference) -> String { link("\(type)", to: type.namedType.value) }

  private func link(_ text: String, to type: String) -> String { "[`\(text)`](#type-\(type.lowercased()))" }

  /// Root fields and types may have one name, so types have places of their own.
  private static func anchor(_ type: String) -> String { "<a id=\"type-\(type.lowercased())\"></a>" }
}
