import JSON
import OrderedCollections

/// Builds a schema from syntax, collecting every error on the way.
struct SchemaBuilder {
  var errors: [GraphQLError] = []
  var schemaDefinition: AST.SchemaDefinition?
  /// The built-in definitions first, then the schema's own, extensions merged in.
  var definitions: OrderedDictionary<String, AST.TypeDefinition> = [:]
  var directiveDefinitions: OrderedDictionary<String, AST.DirectiveDefinition> = [:]
  private var ownTypes: [String] = []
  private var ownDirectives: [String] = []
  private let scalars: [String: ScalarCoercion]

  init(scalars: [String: ScalarCoercion]) { self.scalars = scalars }

  mutating func report(_ message: String, at location: NodeLocation...) {
    errors.append(GraphQLError(message, at: location, code: .schema))
  }

  /// Registers the definitions of a document, then its extensions.
  mutating func add(_ document: AST.Document, isBuiltIn: Bool) {
    for definition in document.definitions {
      switch definition {
      case .schema(let schema):
        if let first = schemaDefinition {
          report("There can be only one schema definition.", at: first.location, schema.location)
        } else {
          schemaDefinition = schema
        }
      case .type(let type):
        if let first = definitions[type.name.value] {
          report(
            "There can be only one type named \"\(type.name.value)\".", at: first.name.location,
            type.name.location)
        } else {
          definitions[type.name.value] = type
          if !isBuiltIn { ownTypes.append(type.name.value) }
        }
      case .directive(let directive):
        if directiveDefinitions[directive.name.value] != nil {
          report(
            "There can be only one directive named \"@\(directive.name.value)\".", at: directive.name.location
          )
        } else {
          directiveDefinitions[directive.name.value] = directive
          if !isBuiltIn { ownDirectives.append(directive.name.value) }
        }
      case .operation, .fragment:
        report("A schema holds definitions of types only.", at: definition.location)
      case .typeExtension, .schemaExtension: break
      }
    }
    for definition in document.definitions {
      switch definition {
      case .typeExtension(let type): merge(type)
      case .schemaExtension(let schema):
        if schemaDefinition == nil {
          report("Cannot extend a schema without definition.", at: schema.location)
        }
        schemaDefinition?.directives += schema.directives
        schemaDefinition?.operationTypes += schema.operationTypes
      default: break
      }
    }
  }

  private mutating func merge(_ type: AST.TypeDefinition) {
    let name = type.name.value
    guard var target = definitions[name] else {
      return report("Cannot extend type \"\(name)\" because it is not defined.", at: type.name.location)
    }
    guard target.kind == type.kind else {
      return report(
        "Cannot extend \(target.kind.rawValue) \"\(name)\" as \(type.kind.rawValue).", at: type.name.location)
    }
    target.interfaces += type.interfaces
    target.directives += type.directives
    target.fields += type.fields
    target.members += type.members
    target.values += type.values
    target.inputFields += type.inputFields
    definitions[name] = target
  }

  /// The finished schema.
  mutating func build() throws(SchemaErrors) -> Schema {
    SchemaValidation.check(&self)
    for name in scalars.keys.sorted() where definitions[name]?.kind != .scalar {
      report("A coercion is given for \"\(name)\", which is no scalar of the schema.")
    }
    guard errors.isEmpty else { throw SchemaErrors(errors: errors) }
    // Defaults of input fields may rest on each other, so they are read from the syntax first and the types
    // are built once more with the values.
    let draft = try schema(defaults: nil)
    let defaults = DefaultValues(schema: draft, builder: &self)
    guard errors.isEmpty else { throw SchemaErrors(errors: errors) }
    return try schema(defaults: defaults)
  }

  private func schema(defaults: DefaultValues?) throws(SchemaErrors) -> Schema {
    var types: OrderedDictionary<String, NamedType> = [:]
    for (name, definition) in definitions {
      types[name] = type(definition, defaults: defaults)
    }
    let roots = rootNames()
    func object(_ operation: OperationType) -> ObjectType? {
      guard let name = roots[operation]?.value, case .object(let type)? = types[name] else { return nil }
      return type
    }
    guard let query = object(.query) else {
      throw SchemaErrors(errors: [GraphQLError("Query root type must be provided.", code: .schema)])
    }
    return Schema(
      types: types,
      directives: directiveDefinitions.mapValues {
        DirectiveDefinition(
          definition: $0, arguments: inputs($0.arguments, of: "@\($0.name.value)", defaults: defaults))
      },
      description: schemaDefinition?.description, queryType: query, mutationType: object(.mutation),
      subscriptionType: object(.subscription), document: ownDocument())
  }

  /// The names of the root types; without a schema definition the usual ones, where they exist.
  func rootNames() -> [OperationType: AST.Name] {
    if let schemaDefinition {
      return Dictionary(
        schemaDefinition.operationTypes.map { ($0.operation, $0.type) },
        uniquingKeysWith: { first, _ in first })
    }
    var names: [OperationType: AST.Name] = [:]
    for (operation, name) in [
      (OperationType.query, "Query"), (.mutation, "Mutation"), (.subscription, "Subscription"),
    ] {
      if let type = definitions[name] { names[operation] = type.name }
    }
    return names
  }

  private func type(_ definition: AST.TypeDefinition, defaults: DefaultValues?) -> NamedType {
    let name = definition.name.value
    switch definition.kind {
    case .scalar:
      let coercion = ScalarCoercion.builtIn[name] ?? scalars[name] ?? .any
      return .scalar(ScalarType(definition, coercion: coercion))
    case .object: return .object(ObjectType(definition, fields: fields(definition, defaults: defaults)))
    case .interface:
      return .interface(InterfaceType(definition, fields: fields(definition, defaults: defaults)))
    case .union: return .union(UnionType(definition))
    case .enumeration: return .enumeration(EnumType(definition))
    case .inputObject:
      return .inputObject(
        InputObjectType(definition, fields: inputs(definition.inputFields, of: name, defaults: defaults)))
    }
  }

  private func fields(
    _ definition: AST.TypeDefinition, defaults: DefaultValues?
  ) -> OrderedDictionary<String, FieldDefinition> {
    OrderedDictionary(
      definition.fields.map { field in
        let owner = "\(definition.name.value).\(field.name.value)"
        return (
          field.name.value,
          FieldDefinition(field, arguments: inputs(field.arguments, of: owner, defaults: defaults))
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  private func inputs(
    _ definitions: [AST.InputValueDefinition], of owner: String, defaults: DefaultValues?
  ) -> OrderedDictionary<String, InputValueDefinition> {
    OrderedDictionary(
      definitions.map { input in
        (
          input.name.value,
          InputValueDefinition(input, defaultValue: defaults?.values["\(owner).\(input.name.value)"])
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  private func ownDocument() -> AST.Document {
    var document = AST.Document(definitions: [])
    if let schemaDefinition, !Self.isImplied(schemaDefinition) {
      document.definitions.append(.schema(schemaDefinition))
    }
    document.definitions += ownDirectives.compactMap { directiveDefinitions[$0].map { .directive($0) } }
    document.definitions += ownTypes.compactMap { definitions[$0].map { .type($0) } }
    return document
  }

  /// Whether a schema definition says nothing that would not hold without it.
  private static func isImplied(_ schema: AST.SchemaDefinition) -> Bool {
    schema.description == nil && schema.directives.isEmpty
      && schema.operationTypes.allSatisfy { $0.type.value == $0.operation.rawValue.capitalizedASCII }
  }
}

extension String {
  fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}

extension Schema {
  /// Builds a schema from text in the schema definition language.
  /// - Parameter scalars: how the values of custom scalars are read and written; ``ScalarCoercion/any`` for
  ///   the ones left out.
  /// - Throws: every error that was found, with its place in the text.
  public convenience init(sdl: String, scalars: [String: ScalarCoercion] = [:]) throws(SchemaErrors) {
    let schema = try Self.parse(sdl: sdl, scalars: scalars)
    self.init(
      types: schema.types, directives: schema.directives, description: schema.description,
      queryType: schema.queryType, mutationType: schema.mutationType,
      subscriptionType: schema.subscriptionType, document: schema.document)
  }

  private static func parse(
    sdl: String, scalars: [String: ScalarCoercion]
  ) throws(SchemaErrors) -> Schema {
    var builder = SchemaBuilder(scalars: scalars)
    do {
      let builtIn = try AST.Document(parsing: Introspection.definitions, limits: .trusted)
      let own = try AST.Document(parsing: sdl, limits: .trusted)
      builder.add(builtIn, isBuiltIn: true)
      builder.add(own, isBuiltIn: false)
    } catch {
      throw SchemaErrors(errors: [error])
    }
    return try builder.build()
  }
}
