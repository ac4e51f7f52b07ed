/// What an operation may ask for, counted through its fragments: a fragment counts as often as it is spread.
public struct OperationLimits: Hashable, Sendable {
  /// Operations in one document.
  public var maximumOperations: Int
  /// Nested selections of fields, the introspection query included, which needs 13 at most.
  public var maximumDepth: Int
  /// Selected fields.
  public var maximumFields: Int
  /// Selected fields with an alias.
  public var maximumAliases: Int
  /// Directives on selections.
  public var maximumDirectives: Int

  /// - Parameter maximumDepth: at most ``DocumentLimits/deepestNesting``; more is cut to it.
  public init(
    maximumOperations: Int = 32, maximumDepth: Int = 32, maximumFields: Int = 2_000,
    maximumAliases: Int = 200,
    maximumDirectives: Int = 200
  ) {
    self.maximumOperations = maximumOperations
    self.maximumDepth = min(maximumDepth, DocumentLimits.deepestNesting)
    self.maximumFields = maximumFields
    self.maximumAliases = maximumAliases
    self.maximumDirectives = maximumDirectives
  }

  func check(_ cost: OperationCost, at location: NodeLocation) throws(GraphQLError) {
    if cost.depth > maximumDepth {
      throw GraphQLError(
        "The operation nests deeper than \(maximumDepth) levels.", at: [location], code: .tooDeep)
    }
    for (what, count, maximum) in [
      ("fields", cost.fields, maximumFields), ("aliases", cost.aliases, maximumAliases),
      ("directives", cost.directives, maximumDirectives),
    ] where count > maximum {
      throw GraphQLError(
        "The operation has more than \(maximum) \(what), those of its fragments included.", at: [location],
        code: .tooComplex)
    }
  }
}
