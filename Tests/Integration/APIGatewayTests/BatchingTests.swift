import Domain
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
