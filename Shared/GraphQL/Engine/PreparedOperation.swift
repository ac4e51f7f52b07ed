import JSON

/// An operation that was parsed and validated, ready to be executed many times.
public final class PreparedOperation: Sendable {
  public var kind: OperationType { definition.operation }
  public var name: String? { definition.name?.value }

  let definition: AST.OperationDefinition
  let fragments: [String: AST.FragmentDefinition]
  let schema: ExecutableSchema
  let usesIntrospection: Bool
  /// Whether variables decide about the complexity, so that every execution has to reckon it.
  let hasVariableComplexity: Bool
  /// The plan, when it is the same for all variables.
  let constantPlan: SelectionPlan?

  init(
    definition: AST.OperationDefinition, fragments: [String: AST.FragmentDefinition],
    schema: ExecutableSchema, cost: OperationCost, hasVariableComplexity: Bool
  ) {
    self.definition = definition
    self.fragments = fragments
    self.schema = schema
    usesIntrospection = cost.usesIntrospection
    self.hasVariableComplexity = hasVariableComplexity
    if !cost.dependsOnVariables, let root = schema.schema.rootType(of: definition.operation) {
      constantPlan = PlanCompiler(schema: schema, fragments: fragments, variables: [:])
        .selection(of: root, in: [definition.selectionSet])
    } else {
      constantPlan = nil
    }
  }

  func plan(_ execution: ExecutionState) -> SelectionPlan? {
    if let constantPlan { return constantPlan }
    return schema.schema.rootType(of: kind).map {
      execution.compiler.selection(of: $0, in: [definition.selectionSet])
    }
  }
}
