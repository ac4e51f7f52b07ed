/// Calls `body` for all elements at once; the results are in the elements' order.
func concurrently<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    for (index, element) in elements.enumerated() { group.addTask { (index, try await body(element)) } }
    var results: [Int: Result] = [:]
    for try await (index, result) in group { results[index] = result }
    return elements.indices.compactMap { results[$0] }
  }
}
