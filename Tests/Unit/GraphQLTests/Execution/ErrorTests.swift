import GraphQL
import JSON
import Synchronization
import Testing

@Suite struct ErrorTests {
  @Test func errorsThatMayBeShownBringTheirExtensions() async throws {
    var resolvers = Library.resolvers()
    resolvers["Book", "title"] = .property(Book.self) { _ -> String in throw ShownError() }
    let answer = try await Library.answer("{\n  book(id: 1) { title }\n}", resolvers: resolvers)
    #expect(
      answer
        == #"{"errors":[{"message":"shown","locations":[{"line":2,"column":17}],"path":["book","title"],"extensions":{"code":"E_SHOWN","field":"title"}}],"data":{"book":null}}"#
    )
  }

  @Test func allOtherErrorsAreMaskedAndReportedToTheHost() async throws {
    let reports = CallLog()
    var resolvers = Library.resolvers()
    resolvers["Book", "pages"] = .property(Book.self) { _ -> Int in throw SecretError() }
    let engine = try Library.engine(
      resolvers,
      EngineConfiguration(
        maskedError: MaskedError(message: "hidden", code: "E_HIDDEN"),
        onInternalError: { report in
          reports.add(
            "\(report.error is SecretError) \(report.coordinate) \(report.path.count) \(report.context)")
          return ["correlationId": "c1"]
        }))
    let response = await engine.execute(GraphQLRequest(query: "{ book(id: 1) { pages } }"), context: "ctx")
    #expect(response.errors.map(\.message) == ["hidden"])
    #expect(response.errors.first?.extensions == ["code": "E_HIDDEN", "correlationId": "c1"])
    #expect(reports.all == ["true Book.pages 2 ctx"])
  }

  @Test func aBatchThatFailsIsReportedOnceAndShownForEverySource() async throws {
    let reports = CallLog()
    var resolvers = Library.resolvers()
    resolvers["Book", "author"] = .batch(Book.self) { _, _ in throw SecretError() }
    let engine = try Library.engine(
      resolvers,
      EngineConfiguration(onInternalError: { report in
        reports.add(report.coordinate)
        return [:]
      }))
    let response = await engine.execute(GraphQLRequest(query: "{ books { author { id } } }"), context: 0)
    #expect(response.errors.count == 3)
    #expect(response.errors.allSatisfy { $0.extensions["code"] == "E_INTERNAL" })
    #expect(reports.all == ["Book.author"])
  }

  @Test func aBatchOfTheWrongLengthIsAnInternalError() async throws {
    var resolvers = Library.resolvers()
    resolvers["Book", "author"] = .batch(Book.self) { _, _ in [] }
    let answer = try await Library.answer("{ books { author { id } } }", resolvers: resolvers)
    #expect(answer.contains("internal error"))
    #expect(!answer.contains("batch"))
  }
}
