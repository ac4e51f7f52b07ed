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
}
