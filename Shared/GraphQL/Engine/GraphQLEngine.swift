import JSON
import OrderedCollections

/// Answers GraphQL requests: parses, validates, executes.
public final class GraphQLEngine: Sendable {
  public let schema: ExecutableSchema
  public let configuration: EngineConfiguration
  private let cache: DocumentCache

  public init(_ schema: ExecutableSchema, configuration: EngineConfiguration = EngineConfiguration()) {
    self.schema = schema
    self.configuration = configuration
    cache = DocumentCache(
      capacity: configuration.cacheCapacity, capacityInFields: configuration.cacheCapacityInFields)
  }

  /// Answers a request.
  /// - Parameter context: given to every resolver.
  ///
  /// Cancelling the task ends the execution: no further resolver is called, and running ones see the
  /// cancellation.
  public func execute(
    _ request: GraphQLRequest, context: any Sendable, options: ExecutionOptions = ExecutionOptions()
  ) async -> GraphQLResponse {
    do {
      let operation = try prepare(request, options: options)
      return await execute(
        operation, variables: request.variables, context: context, suggestsNames: options.suggestsNames)
    } catch {
      return GraphQLResponse(error)
    }
  }

  /// Parses and validates the document of a request, or finds it in the cache, and picks the operation.
  public func prepare(
    _ request: GraphQLRequest, options: ExecutionOptions = ExecutionOptions()
  ) throws(RequestErrors) -> PreparedOperation {
    let document = try document(request.query, options)
    let operation = try document.operation(named: request.operationName)
    guard options.allowedOperations.contains(operation.kind) else {
      throw Self.refused("A \(operation.kind.rawValue) is not allowed in this request.")
    }
    guard options.allowsIntrospection || !operation.usesIntrospection else {
      throw Self.refused("Introspection is not allowed in this request.")
    }
    return operation
  }

  /// Executes an operation of this engine.
  /// - Parameter suggestsNames: see ``ExecutionOptions/suggestsNames``.
  public func execute(
    _ operation: PreparedOperation, variables: JSONObject, context: any Sendable,
    suggestsNames: Bool = true
  ) async -> GraphQLResponse {
    await response(to: operation, variables, context).worded(suggestsNames: suggestsNames)
  }

  private func response(
    to operation: PreparedOperation, _ variables: JSONObject, _ context: any Sendable
  ) async -> GraphQLResponse {
    do throws(RequestErrors) {
      guard operation.kind != .subscription else {
        throw Self.refused("Subscriptions are not supported by this request.")
      }
      let execution = try execution(of: operation, variables, context)
      guard let plan = operation.plan(execution) else {
        throw Self.refused("The schema has no \(operation.kind.rawValue) type.")
      }
      return try await run(plan, execution)
    } catch {
      return GraphQLResponse(error)
    }
  }

  func execution(
    of operation: PreparedOperation, _ variables: JSONObject, _ context: any Sendable
  ) throws(RequestErrors) -> ExecutionState {
    do {
      try configuration.variableLimits.check(variables)
    } catch {
      throw RequestErrors(kind: .limit, errors: [error])
    }
    let values = try InputCoercion(schema: schema.schema).variables(
      operation.definition.variables, given: variables)
    if operation.hasVariableComplexity { try checkComplexity(of: operation, values) }
    return ExecutionState(
      schema: schema, operation: operation.definition, fragments: operation.fragments, variables: values,
      context: context)
  }

  private func checkComplexity(
    of operation: PreparedOperation, _ variables: [String: JSONValue]
  ) throws(RequestErrors) {
    var measure = ComplexityMeasure(
      schema: schema.schema, model: configuration.complexity, fragments: operation.fragments,
      variables: variables)
    do {
      try configuration.operationLimits.check(
        complexity: measure.complexity(of: operation.definition).total, at: operation.definition.location)
    } catch {
      throw RequestErrors(kind: .limit, errors: [error])
    }
  }

  func executor(of execution: ExecutionState) -> Executor {
    Executor(execution: execution, maximumConcurrency: configuration.maximumConcurrency)
  }

  /// - Parameter event: the value of the root field of a subscription.
  func run(
    _ plan: SelectionPlan, _ execution: ExecutionState, event: ResolvedValue? = nil
  ) async throws(RequestErrors) -> GraphQLResponse {
    let rows: RowGroup
    do {
      rows = try await executor(of: execution).run(plan, source: RootSource(), event: event)
      try Task.checkCancellation()
    } catch {
      throw Self.cancelled
    }
    var writer = writer(of: execution)
    let hasData = writer.write(rows, row: 0)
    return GraphQLResponse(encodedData: hasData ? writer.json.bytes : nil, errors: writer.errors)
  }

  func writer(of execution: ExecutionState) -> ResponseWriter {
    ResponseWriter { [configuration] error, field, path in
      let report = InternalErrorReport(
        error: error, coordinate: "\(field.parentType).\(field.definition.name)", path: path,
        context: execution.context)
      var extensions: JSONObject = ["code": .string(configuration.maskedError.code)]
      extensions.merge(configuration.onInternalError(report)) { $1 }
      return (configuration.maskedError.message, extensions)
    }
  }

  private func document(
    _ text: String, _ options: ExecutionOptions
  ) throws(RequestErrors) -> PreparedDocument {
    if let known = cache[text] { return known }
    let document = try DocumentPreparation(schema: schema, configuration: configuration)
      .prepare(text, suggestsNames: options.suggestsNames)
    if text.utf8.count <= configuration.cacheableDocumentBytes { cache.insert(document, for: text) }
    return document
  }

  static func refused(_ message: String) -> RequestErrors {
    RequestErrors(kind: .refused, errors: [GraphQLError(message, code: .operationNotAllowed)])
  }

  static let cancelled = RequestErrors(
    kind: .cancelled, errors: [GraphQLError("The request was cancelled.", code: .cancelled)])
}
