import GraphQL
import JSON
import Testing

/// Every limit has its own code, and counts through fragments (S01).
@Suite struct OperationLimitsTests {
  private func code(
    _ query: String, _ limits: OperationLimits = OperationLimits(), variables: JSONObject = [:]
  ) async throws -> ErrorCode? {
    let engine = try Library.engine(Library.resolvers(), EngineConfiguration(operationLimits: limits))
    let response = await engine.execute(
      GraphQLRequest(query: query, operationName: query.contains("Q0") ? "Q0" : nil, variables: variables),
      context: 0)
    if let error = response.errors.first { #expect(response.kind == .requestError(.limit), "\(error)") }
    return response.errors.first?.code
  }

  @Test func operationsAreCounted() async throws {
    func text(_ count: Int) -> String { (0..<count).map { "query Q\($0) { extended } " }.joined() }
    #expect(try await code(text(32)) == nil)
    #expect(try await code(text(33)) == .tooManyOperations)
  }

  @Test(arguments: ["", "x: "])
  func fieldsAndAliasesAreCounted(alias: String) async throws {
    let text = "{ extended ...F ...F } fragment F on Query { \(alias)books { id title } }"
    let limits = OperationLimits(maximumFields: 7, maximumAliases: 2)
    #expect(try await code(text, limits) == nil)
    #expect(try await code(text, OperationLimits(maximumFields: 6)) == .tooManyFields)
    let aliased = try await code(text, OperationLimits(maximumAliases: 1))
    #expect(aliased == (alias.isEmpty ? nil : .tooManyAliases))
  }

  @Test func directivesAreCountedWhereverTheyStand() async throws {
    let text = """
      { ...F @skip(if: false) ... @include(if: true) { extended @tag(name: "a") @tag(name: "b") } }
      fragment F on Query { books { id @skip(if: false) } }
      """
    #expect(try await code(text, OperationLimits(maximumDirectives: 5)) == nil)
    #expect(try await code(text, OperationLimits(maximumDirectives: 4)) == .tooManyDirectives)
  }

  @Test func depthIsCountedThroughFragments() async throws {
    let text = "{ books { ...F } } fragment F on Book { author { ... { books { id } } } }"
    #expect(try await code(text, OperationLimits(maximumDepth: 4)) == nil)
    #expect(try await code(text, OperationLimits(maximumDepth: 3)) == .tooDeep)
  }

  @Test func unusedFragmentsAreMeasuredToo() async throws {
    let text = "{ extended } fragment F on Book { author { books { id } } }"
    #expect(try await code(text, OperationLimits(maximumDepth: 2)) == .tooDeep)
  }

  @Test func theLimitsOfTheEngineAreTheDocumentedOnes() {
    let limits = OperationLimits()
    #expect(limits.maximumComplexity == 100_000)
    #expect(OperationLimits(maximumDepth: .max).maximumDepth == DocumentLimits.deepestNesting)
  }
}
