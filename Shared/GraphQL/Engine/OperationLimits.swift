/// What an operation may ask for, counted through its fragments: a fragment counts as often as it is spread. Every
/// limit has a code of its own.
public struct OperationLimits: Hashable, Sendable {
  /// Operations in one document (`tooManyOperations`).
  public var maximumOperations: Int
  /// Nested selections of fields (`tooDeep`); the introspection query of the usual tools needs 15.
  public var maximumDepth: Int
  /// Selected fields (`tooManyFields`).
  public var maximumFields: Int
  /// Selected fields with an alias (`tooManyAliases`).
  public var maximumAliases: Int
  /// Directives on operations, their variables, fragments and selections (`tooManyDirectives`).
  public var maximumDirectives: Int
  /// What ``ComplexityModel`` makes of an operation (`tooComplex`). The default lets 500 objects with 60 fields, ten
  /// of them lists, pass several times over.
  public var maximumComplexity: Int
  /// Nested fields from `__schema` or `__type` on, these included (`introspectionTooDeep`). The introspection query
  /// of the usual tools needs 15: it follows `ofType` nine times.
  public var maximumIntrospectionDepth: Int
  /// Nested lists below `__schema` or `__type` (`introspectionTooDeep`), each of which multiplies the answer. The
  /// introspection query of the usual tools needs 3: types, fields, args.
  public var maximumIntrospectionLists: Int

  /// - Parameter maximumDepth: at most ``DocumentLimits/deepestNesting``; more is cut to it.
  public init(
    maximumOperations: Int = 32, maximumDepth: Int = 32, maximumFields: Int = 2_000,
    maximumAliases: Int = 200, maximumDirectives: Int = 200, maximumComplexity: Int = 100_000,
    maximumIntrospectionDepth: Int = 15, maximumIntrospectionLists: Int = 3
  ) {
    self.maximumOperations = maximumOperations
    self.maximumDepth = min(maximumDepth, DocumentLimits.deepestNesting)
    self.maximumFields = maximumFields
    self.maximumAliases = maximumAliases
    self.maximumDirectives = maximumDirectives
    self.maximumComplexity = maximumComplexity
    self.maximumIntrospectionDepth = maximumIntrospectionDepth
    self.maximumIntrospectionLists = maximumIntrospectionLists
  }

  func check(_ cost: OperationCost, at location: NodeLocation) throws(GraphQLError) {
    func refused(_ message: String, _ code: ErrorCode) -> GraphQLError {
      GraphQLError(message, at: [location], code: code)
    }
    if cost.depth > maximumDepth {
      throw refused("The operation nests deeper than \(maximumDepth) levels.", .tooDeep)
    }
    if cost.introspectionDepth > maximumIntrospectionDepth {
      throw refused(
        "Introspection nests deeper than \(maximumIntrospectionDepth) levels.", .introspectionTooDeep)
    }
    if cost.introspectionLists > maximumIntrospectionLists {
      throw refused(
        "Introspection nests more than \(maximumIntrospectionLists) lists.", .introspectionTooDeep)
    }
    for (what, count, maximum, code) in [
      ("fields", cost.fields, maximumFields, ErrorCode.tooManyFields),
      ("aliases", cost.aliases, maximumAliases, .tooManyAliases),
      ("directives", cost.directives, maximumDirectives, .tooManyDirectives),
    ] where count > maximum {
      throw refused("The operation has more than \(maximum) \(what), those of its fragments included.", code)
    }
  }

  func check(operations: Int) throws(GraphQLError) {
    guard operations > maximumOperations else { return }
    throw GraphQLError(
      "The document has more than \(maximumOperations) operations.", code: .tooManyOperations)
  }

  func check(complexity: Int, at location: NodeLocation) throws(GraphQLError) {
    guard complexity > maximumComplexity else { return }
    throw GraphQLError(
      "The operation has a complexity of more than \(maximumComplexity). Select fewer fields, or ask for shorter lists.",
      at: [location], code: .tooComplex)
  }
}
