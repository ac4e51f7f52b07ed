import JSON

/// What all parts of one execution have in common.
final class ExecutionState: Sendable {
  let schema: ExecutableSchema
  let operation: AST.OperationDefinition
  let fragments: [String: AST.FragmentDefinition]
  let variables: [String: JSONValue]
  let context: any Sendable

  init(
    schema: ExecutableSchema, operation: AST.OperationDefinition,
    fragments: [String: AST.FragmentDefinition], variables: [String: JSONValue], context: any Sendable
  ) {
    self.schema = schema
    self.operation = operation
    self.fragments = fragments
    self.variables = variables
    self.context = context
  }

  /// The same for another context.
  func with(context: any Sendable) -> ExecutionState {
    ExecutionState(
      schema: schema, operation: operation, fragments: fragments, variables: variables, context: context)
  }

  var compiler: PlanCompiler {
    PlanCompiler(schema: schema, fragments: fragments, variables: variables)
  }
}
