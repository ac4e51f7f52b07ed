import JSON

/// Resolves the fields of an operation, position by position (GraphQL specification, 6.3 and 6.4).
///
/// All objects of a type at one position are resolved together: a batch resolver is called once for a field
/// position however many objects there are. Fields next to each other are resolved at the same time, except
/// the root fields of a mutation, which follow one after another.
struct Executor: Sendable {
  let execution: ExecutionState
  /// How many sources of a field position are resolved at the same time by a resolver for single sources.
  let maximumConcurrency: Int

  /// - Throws: `CancellationError`, and nothing else.
  /// - Parameter event: the value of the root field of a subscription; nil for other operations.
  func run(
    _ plan: SelectionPlan, source: any Sendable, event: ResolvedValue? = nil
  ) async throws -> RowGroup {
    if let event { return try await self.event(plan, event) }
    var sources = Sources([source])
    guard execution.operation.operation == .mutation else { return try await rows(plan, sources) }
    // The fields of a mutation follow one after another, whatever they are.
    var columns: [Column] = []
    columns.reserveCapacity(plan.others.count)
    for field in plan.others { columns.append(try await column(field, sources)) }
    return RowGroup(plan: plan, leaves: leaves(plan, &sources), columns: columns)
  }

  private func event(_ plan: SelectionPlan, _ event: ResolvedValue) async throws -> RowGroup {
    var columns: [Column] = []
    for field in plan.others {
      var completion = ValueCompletion(field: field, execution: execution)
      let cell = completion.complete(event)
      columns.append(Column(.uniform(cell), groups: try await groups(completion.groups)))
    }
    var sources = Sources([RootSource()])
    return RowGroup(plan: plan, leaves: leaves(plan, &sources), columns: columns)
  }

  private func groups(_ pending: [PendingGroup]) async throws -> [RowGroup] {
    var groups: [RowGroup] = []
    groups.reserveCapacity(pending.count)
    for group in pending { groups.append(try await rows(group.plan, group.sources)) }
    return groups
  }

  private func rows(_ plan: SelectionPlan, _ sources: Sources) async throws -> RowGroup {
    if plan.isSynchronous || sources.isEmpty { return synchronousRows(plan, sources) }
    var sources = sources
    let leaves = leaves(plan, &sources)
    var columns: [Column?] = Array(repeating: nil, count: plan.others.count)
    var waiting: [Int] = []
    for (index, field) in plan.others.enumerated() {
      if field.isSynchronous {
        columns[index] = synchronousColumn(field, &sources)
      } else {
        waiting.append(index)
      }
    }
    if waiting.count == 1, let index = waiting.first {
      columns[index] = try await column(plan.others[index], sources)
    } else {
      try await withThrowingTaskGroup(of: (Int, Column).self) { [sources] group in
        for index in waiting {
          group.addTask { (index, try await column(plan.others[index], sources)) }
        }
        for try await (index, column) in group { columns[index] = column }
      }
    }
    return RowGroup(plan: plan, leaves: leaves, columns: columns.compactMap { $0 })
  }

  private func column(_ field: FieldPlan, _ sources: Sources) async throws -> Column {
    try Task.checkCancellation()
    var sources = sources
    if field.isSynchronous { return synchronousColumn(field, &sources) }
    if let refusal = refusal(of: field) { return Column(.uniform(.failed(refusal))) }
    let values: Column.Values
    let pending: [PendingGroup]
    switch field.resolver {
    case .constant, .property, .stream: (values, pending) = resolve(field, &sources)
    case .single(let body):
      (values, pending) = complete(
        await withInfo(field, sources) { await singles(body, sources, $0) }, field)
    case .batch(let body):
      (values, pending) = complete(await withInfo(field, sources) { await batch(body, sources, $0) }, field)
    }
    try Task.checkCancellation()
    return Column(values, groups: try await groups(pending))
  }

  private func complete(
    _ results: [Result<ResolvedValue, any Error>], _ field: FieldPlan
  ) -> (Column.Values, [PendingGroup]) {
    var completion = ValueCompletion(field: field, execution: execution)
    return (.cells(completion.complete(results)), completion.groups)
  }

  // MARK: Waiting resolvers

  private func withInfo(
    _ field: FieldPlan, _ sources: Sources,
    _ body: (ResolveInfo) async -> [Result<ResolvedValue, any Error>]
  ) async -> [Result<ResolvedValue, any Error>] {
    do {
      return await body(try info(field))
    } catch {
      return failures(error, sources.count)
    }
  }

  private func failures(_ error: any Error, _ count: Int) -> [Result<ResolvedValue, any Error>] {
    Array(repeating: .failure(error), count: count)
  }

  private func batch(
    _ body: Resolver.Batch, _ sources: Sources, _ info: ResolveInfo
  ) async -> [Result<ResolvedValue, any Error>] {
    do {
      let results = try await body(sources, info)
      guard results.count == sources.count else {
        throw InvalidResultError(
          "a batch resolver gave \(results.count) results for \(sources.count) sources")
      }
      return results
    } catch {
      return failures(error is InvalidResultError ? error : SharedFailure(underlying: error), sources.count)
    }
  }

  private func singles(
    _ body: @escaping Resolver.Single, _ sources: Sources, _ info: ResolveInfo
  ) async -> [Result<ResolvedValue, any Error>] {
    @Sendable func result(_ index: Int) async -> Result<ResolvedValue, any Error> {
      do { return .success(try await body(sources, index, info)) } catch { return .failure(error) }
    }
    if sources.count == 1 { return [await result(0)] }
    var results = failures(CancellationError(), sources.count)
    await withTaskGroup(of: (Int, Result<ResolvedValue, any Error>).self) { group in
      var next = 0
      func start() {
        guard next < sources.count, !Task.isCancelled else { return }
        let index = next
        next += 1
        group.addTask { (index, await result(index)) }
      }
      for _ in 0..<maximumConcurrency { start() }
      while let (index, result) = await group.next() {
        results[index] = result
        start()
      }
    }
    return results
  }
}
