import Contracts
import Domain
import Foundation
import JSON
import Testing

extension GatewayTests {
  /// However many rows, a nested query sends one statement for each field position.
  @Suite struct BatchingTests {
    @Test func sendsOneStatementForEachFieldPosition() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "batching", endpoints: 20, finishedRuns: 4)
      try await history.addDatasets(50, on: platform)
      _ = platform.reader.takeCount()

      let nested = try await platform.ask(
        """
        { endpoints(projectSlug: "batching") {
            id
            runs { id endpoint { id } collection { id endpoint { name } } transitions { to } activities { name } }
            collections { id runs { id } activeRun { id } lastRun { id } endpoint { id } }
            datasets { id sourceEndpoint { id } lastCollectionRun { id collection { id } } }
          } }
        """)
      #expect(nested.json["errors"] == nil)
      let endpoints = try #require(nested.data?["endpoints"]?.arrayValue)
      #expect(endpoints.count == 20)
      #expect(endpoints.allSatisfy { $0["runs"]?.arrayValue?.count == 5 })
      // endpoints; runs and 5 below it; collections and 4 below it; datasets and 3 below it.
      #expect(platform.reader.takeCount() == 1 + 6 + 5 + 4)

      let runs = try await platform.ask(
        "{ collectionRuns(first: 500) { id endpoint { id name } collection { id } transitions { at } } }")
      #expect((runs.data?["collectionRuns"]?.arrayValue?.count ?? 0) >= 100)
      #expect(platform.reader.takeCount() == 4)
    }

    /// A thousand rows in a nested list take no more statements than one.
    @Test func aThousandRowsTakeTheStatementsOfOne() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      for (project, endpoints, finishedRuns) in [("one", 1, 0), ("thousand", 40, 24)] {
        _ = try await SampleHistory.make(
          on: platform, project: project, endpoints: endpoints, finishedRuns: finishedRuns)
        _ = platform.reader.takeCount()
        let answer = try await platform.ask(
          """
          { endpoints(projectSlug: "\(project)", first: 40) {
              runs(limit: 25) { id endpoint { name } collection { name } } } }
          """)
        let rows = try #require(answer.data?["endpoints"]?.arrayValue, "\(answer.json)").flatMap {
          $0["runs"]?.arrayValue ?? []
        }
        #expect(rows.count == endpoints * (finishedRuns + 1))
        #expect(platform.reader.takeCount() == 4)
      }
    }

    /// The wide columns are read only where somebody asks for them, by whichever way.
    @Test(arguments: [
      ("{ collectionRuns(first: 2) { id status } }", []),
      ("{ collectionRuns(first: 2) { id filters } }", ["r.filters"]),
      (
        "{ runConnection(first: 2) { nodes { id stats } edges { node { ...E } } } } fragment E on MetadataCollectionRun { error }",
        ["r.error,", "r.stats"]
      ),
      ("{ runConnection(first: 2) { nodes { endpoint { id name } } } }", []),
      ("{ runConnection(first: 2) { nodes { endpoint { config } } } }", ["e.parameters"]),
      ("{ endpoints(first: 2) { id runs { id error } datasets { id } } }", ["r.error,"]),
      (
        "{ endpoints(first: 2) { id datasets { fields { name } lastCollectionRun { stats } } } }",
        ["d.fields", "r.stats"]
      ),
      ("{ catalogDatasetConnection(first: 2) { edges { node { id } } } }", []),
      ("{ catalogDatasetConnection(first: 2) { edges { node { id statistics } } } }", ["d.statistics"]),
      ("{ collections(first: 2) { lastRun { id } activeRun { filters } } }", ["r.filters"]),
    ])
    func readsTheWideColumnsThatAreSelected(query: String, expected: [String]) async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "wide-\(UUID.v7())", endpoints: 1, finishedRuns: 1)
      try await history.addDatasets(1, on: platform)
      _ = platform.reader.takeTexts()
      let answer = try await platform.ask(query)
      #expect(answer.json["errors"] == nil, "\(answer.json)")
      let texts = platform.reader.takeTexts()
      for column in ["r.filters", "r.stats", "r.error,", "e.parameters", "d.fields", "d.statistics"] {
        #expect(texts.contains { $0.contains(column) } == expected.contains(column), "\(column)")
      }
    }

    @Test func countsAndLooksBackOnlyWhereAsked() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "counted", endpoints: 1, finishedRuns: 4)
      let filter = "filter: { endpointId: \"\(history.endpoints[0].id)\" }"
      _ = platform.reader.takeCount()
      let first = try await platform.ask(
        "{ runConnection(\(filter), first: 2) { totalCount totalCountIsEstimate pageInfo { hasPreviousPage endCursor } } }"
      )
      #expect(first.data?["runConnection"]?["totalCount"] == 5)
      #expect(first.data?["runConnection"]?["totalCountIsEstimate"] == false)
      #expect(first.data?["runConnection"]?["pageInfo"]?["hasPreviousPage"] == false)
      #expect(platform.reader.takeCount() == 2)
      let cursor = try #require(first.data?["runConnection"]?["pageInfo"]?["endCursor"]?.stringValue)
      let second = try await platform.ask(
        "{ runConnection(\(filter), first: 2, after: \"\(cursor)\") { pageInfo { hasPreviousPage } } }")
      #expect(second.data?["runConnection"]?["pageInfo"]?["hasPreviousPage"] == true)
      // No active run of another status comes before the cursor.
      let other = try await platform.ask(
        """
        { runConnection(filter: { endpointId: "\(history.endpoints[0].id)", status: FAILED }, after: "\(cursor)") {
            nodes { id } pageInfo { hasPreviousPage } } }
        """)
      #expect(other.data?["runConnection"]?["pageInfo"]?["hasPreviousPage"] == false)
    }

    @Test func readsNothingThatIsNotAskedFor() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      _ = platform.reader.takeCount()
      _ = try await platform.ask("{ health { status } endpointTemplates { id fields { key } } }")
      #expect(platform.reader.takeCount() == 0)
      _ = try await platform.ask("{ runConnection(first: 5) { nodes { id } pageInfo { hasNextPage } } }")
      #expect(platform.reader.takeCount() == 1)
    }
  }
}
