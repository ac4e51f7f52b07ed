import GraphQL
import JSON
import Testing

@Suite struct GraphQLEngineTests {
  private func response(
    _ query: String, operation: String? = nil, options: ExecutionOptions = ExecutionOptions()
  ) async throws -> GraphQLResponse {
    try await Library.engine().execute(
      GraphQLRequest(query: query, operationName: operation), context: 0, options: options)
  }

  @Test(arguments: [
    ("{", RequestErrors.Kind.syntax), ("{ nope }", .validation),
    ("query A { extended } query B { extended }", .operation),
    ("fragment F on Query { extended }", .validation), ("query($a: Int!) { legacy(new: $a) }", .variables),
    ("subscription { bookAdded { id } }", .refused), ("type A { b: Int }", .validation),
    (String(repeating: "{a", count: 100_000), .limit),
    ("{ f(a: " + String(repeating: "[", count: 100_000), .limit),
  ])
  func requestErrorsHaveNoData(query: String, kind: RequestErrors.Kind) async throws {
    let response = try await response(query)
    #expect(response.kind == .requestError(kind))
    #expect(!response.errors.isEmpty)
    #expect(response.json["data"] == nil)
  }

  @Test func theNamedOperationIsExecuted() async throws {
    let text = "query A { extended } mutation B { step(name: \"x\") }"
    #expect(try await response(text, operation: "A").data == ["extended": true])
    #expect(try await response(text, operation: "B").data == ["step": "x"])
    #expect(try await response(text, operation: "C").kind == .requestError(.operation))
    let refused = try await response(
      text, operation: "B", options: ExecutionOptions(allowedOperations: [.query]))
    #expect(refused.kind == .requestError(.refused))
    #expect(try Library.engine().prepare(GraphQLRequest(query: text, operationName: "B")).kind == .mutation)
  }

  @Test func documentsAreCachedWithoutMixingThemUp() async throws {
    let engine = try Library.engine(Library.resolvers(), EngineConfiguration(cacheCapacity: 4))
    for round in 0..<3 {
      for index in 0..<10 {
        let response = await engine.execute(
          GraphQLRequest(
            query: "query($p: Boolean!) { book(id: \(index)) { id title @include(if: $p) } }",
            variables: ["p": .bool(round == 1)]), context: 0)
        #expect(response.data?["book"]?["id"] == .string("\(index)"))
        #expect((response.data?["book"]?["title"] == nil) == (round != 1))
      }
    }
  }

  @Test func limitsCountThroughFragmentsInLinearTime() async throws {
    // Each fragment spreads the next twice: 2^30 fields, were they counted one by one.
    var text = "{ ...F0 } "
    for level in 0..<30 {
      text +=
        "fragment F\(level) on Query { a\(level): book(id: 1) { id } ...F\(level + 1) b: extended ...F\(level + 1) } "
    }
    text += "fragment F30 on Query { extended }"
    let doubling = try await response(text)
    #expect(doubling.errors.first?.code == .tooComplex)

    let operations = (0..<33).map { "query Q\($0) { extended } " }.joined()
    #expect(try await response(operations, operation: "Q0").errors.first?.code == .tooComplex)
    let aliases = "{ " + (0..<300).map { "a\($0): extended " }.joined() + "}"
    #expect(try await response(aliases).errors.first?.code == .tooComplex)
    let directives = "{ extended " + String(repeating: "@skip(if: false) ", count: 300) + "}"
    #expect(try await response(directives).errors.first?.code == .tooComplex)
    var deep = "{ book(id: 1) { author { ...G0 } } } "
    for level in 0..<40 { deep += "fragment G\(level) on Author { books { author { ...G\(level + 1) } } } " }
    deep += "fragment G40 on Author { id }"
    #expect(try await response(deep).errors.first?.code == .tooDeep)
  }

  @Test func aChainOfFragmentsAsLongAsTheLimitsAllowIsAnswered() async throws {
    var text = "{ ...F0 } "
    for index in 0..<1_200 { text += "fragment F\(index) on Query { ...F\(index + 1) } " }
    text += "fragment F1200 on Query { extended }"
    #expect(try await response(text).data == ["extended": true])
  }

  @Test func fragmentCyclesAreRefused() async throws {
    for text in [
      "{ ...A } fragment A on Query { ...A extended }",
      "{ book(id: 1) { ...A } } fragment A on Book { author { ...B } } fragment B on Author { books { ...A } }",
    ] {
      let response = try await response(text)
      #expect(response.kind == .requestError(.validation))
      #expect(response.errors.contains { $0.message.contains("spreads itself") })
    }
  }

  static let wrongShapes: [(json: String, named: String)] = [
    ("[]", "JSON object"), ("{}", "\"query\""), (#"{"query": 1}"#, "\"query\""),
    (#"{"query": "{a}", "variables": []}"#, "\"variables\""),
    (#"{"query": "{a}", "operationName": 1}"#, "\"operationName\""),
    (#"{"query": "{a}", "extensions": "x"}"#, "\"extensions\""),
  ]

  @Test(arguments: wrongShapes)
  func requestsOfTheWrongShapeAreRefused(json: String, named: String) throws {
    let value = try JSONValue(parsing: json)
    do throws(GraphQLError) {
      _ = try GraphQLRequest(json: value)
      Issue.record("the request was taken")
    } catch {
      #expect(error.code == .invalidRequest)
      #expect(error.message.contains(named))
    }
  }

  @Test func requestsAreReadFromJSON() throws {
    let request = try GraphQLRequest(
      json: ["query": "{a}", "operationName": nil, "variables": ["a": 1], "extensions": nil])
    #expect(request.query == "{a}")
    #expect(request.operationName == nil)
    #expect(request.variables == ["a": 1])
  }

  @Test func namesAreSuggestedOnlyWhereAllowed() async throws {
    let hidden = try await response("{ extendd }")
    #expect(hidden.errors.map(\.message) == ["Type \"Query\" has no field \"extendd\"."])
    let shown = try await response("{ extendd }", options: ExecutionOptions(suggestsNames: true))
    #expect(
      shown.errors.map(\.message) == ["Type \"Query\" has no field \"extendd\". Did you mean \"extended\"?"])
  }
}
