import Domain
import Foundation
import JSON
import Testing

@testable import Connectors

@Suite struct SyntheticConnectorTests {
  private let connector = SyntheticConnector()

  private func job(
    _ parameters: JSONObject, filters: JSONValue? = nil, schemas: [String]? = nil, run: UUID = UUID(),
    attempt: Int = 1
  ) -> CollectJob {
    CollectJob(
      connection: ConnectorConnection(parameters: .object(parameters)), filters: filters, schemas: schemas,
      runID: run, attempt: attempt)
  }

  @Test func makesWhatItIsTold() async throws {
    let catalog = try await connector.collect(job(["datasets": 12, "fields": 4, "rows": 77]))
    #expect(catalog.isComplete)
    #expect(catalog.datasets.count == 12)
    #expect(catalog.datasets.first?.upstreamID == "synthetic.dataset_0001")
    #expect(catalog.datasets.last?.upstreamID == "synthetic.dataset_0012")
    #expect(catalog.datasets.allSatisfy { $0.fields.count == 4 && $0.recordCount == 77 })
    #expect(catalog.datasets.allSatisfy { Set($0.fields.map(\.name)).count == 4 })
    #expect(catalog.datasets.first?.fields.first?.primaryKey == true)
  }

  @Test func defaultsHold() async throws {
    let catalog = try await connector.collect(job([:]))
    #expect(catalog.datasets.count == 3)
    #expect(catalog.datasets.allSatisfy { $0.fields.count == 5 && $0.recordCount == 100 })
  }

  @Test func theSameSeedMakesTheSameCatalog() async throws {
    let first = try await connector.collect(job(["datasets": 30, "seed": 42]))
    let second = try await connector.collect(job(["datasets": 30, "seed": 42], attempt: 2))
    let other = try await connector.collect(job(["datasets": 30, "seed": 43]))
    #expect(first == second)
    #expect(first.datasets.map(\.upstreamID) == other.datasets.map(\.upstreamID))
    #expect(first.datasets.map(\.fields) != other.datasets.map(\.fields))
  }

  @Test func aSeedOutlivesReleases() async throws {
    let catalog = try await connector.collect(job(["datasets": 1, "fields": 3, "seed": 1]))
    #expect(catalog.datasets.first?.fields.map(\.name) == Self.fieldsOfSeed1)
  }

  private static let fieldsOfSeed1 = ["id", "note_1", "score_2"]

  @Test(arguments: [
    ("datasets", -1 as JSONValue), ("datasets", 100_001), ("fields", "many"), ("latencyMs", 1.5),
    ("failure", "sometimes"), ("failureRate", 1.1), ("seed", "x"),
  ]) func wrongParametersAreNamed(_ name: String, _ value: JSONValue) async throws {
    let failure = try await #require(throws: RunFailure.self) {
      try await connector.prepare(job([name: value]))
    }
    #expect(failure.code == "E_CONFIG_INVALID")
    #expect(failure.field == name)
    #expect(failure.retryClass == .configuration)
  }

  @Test func errorsAreRetryable() async throws {
    let failure = try await #require(throws: RunFailure.self) {
      try await connector.collect(job(["failure": "error"]))
    }
    #expect(failure.code == "E_UPSTREAM_ERROR")
    #expect(failure.retryClass == .retryable)
  }

  @Test func skipFindsNothingToDo() async throws {
    let preparation = try await connector.prepare(job(["failure": "skip"]))
    guard case .skip(.nothingToDo, _) = preparation else {
      Issue.record("expected a skip, got \(preparation)")
      return
    }
    #expect(try await connector.prepare(job([:])) == .ready)
  }

  @Test(arguments: [0.0, 0.2, 0.5, 1.0]) func flakyFailsAtItsRate(_ rate: Double) throws {
    var parameters = SyntheticParameters()
    parameters.failureRate = rate
    let draws = (0..<4_000).map { index in
      let run = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(index >> 8), UInt8(index & 255)))
      return SyntheticConnector.fails(parameters, job([:], run: run))
    }
    #expect(abs(Double(draws.filter(\.self).count) / 4_000 - rate) < 0.03)
  }

  @Test func flakyIsDrawnAnewForEachTryAndRepeatable() {
    let parameters = SyntheticParameters()
    let run = UUID()
    let draws = (1...64).map { SyntheticConnector.fails(parameters, job([:], run: run, attempt: $0)) }
    #expect(Set(draws).count == 2)
    #expect(draws == (1...64).map { SyntheticConnector.fails(parameters, job([:], run: run, attempt: $0)) })
  }

  @Test(.timeLimit(.minutes(3)), arguments: ["hang", "none"]) func cancellationEndsTheWait(_ failure: String)
    async throws
  {
    let job = job(["failure": .string(failure), "latencyMs": 3_600_000])
    let collecting = Task { try await connector.collect(job) }
    let start = ContinuousClock.now
    collecting.cancel()
    await #expect(throws: RunFailure.self) { try await collecting.value }
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test(.timeLimit(.minutes(3))) func latencyIsThatOfTheRun() async throws {
    // A second try that waited again would run into the limit of time.
    let catalog = try await connector.collect(job(["latencyMs": 3_600_000], attempt: 2))
    #expect(catalog.datasets.count == 3)
  }

  @Test func whatIsLimitedIsNotComplete() async throws {
    #expect(try await !connector.collect(job([:], schemas: ["synthetic"])).isComplete)
    #expect(try await !connector.collect(job([:], filters: ["name": "x"])).isComplete)
    #expect(try await connector.collect(job([:], schemas: ["other"])).datasets.isEmpty)
  }

  @Test func testsAsItIsTold() async {
    let good = await connector.test(ConnectorConnection(parameters: ["datasets": 2]))
    #expect(good.ok)
    let bad = await connector.test(ConnectorConnection(parameters: ["failure": "error"]))
    #expect(!bad.ok)
    #expect(bad.diagnostics.map(\.code) == ["E_UPSTREAM_ERROR"])
    let wrong = await connector.test(ConnectorConnection(parameters: ["rows": -1]))
    #expect(wrong.diagnostics.map(\.field) == ["rows"])
  }
}
