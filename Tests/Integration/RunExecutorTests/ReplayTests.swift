import AMQP
import Connectors
import Contracts
import Domain
import Foundation
import JSON
import Logging
import Postgres
import RunExecutor
import Sealing
import Storage
import Synchronization
import TestSupport
import Testing
import ThreadActor

extension ExecutorTests {
  /// Runs walked once more by `run-executor replay`: with a real source, and without a trace.
  @Suite struct ReplayTests {
    private static let thread = PollingThread(name: "replay-tests")
    private static let connectors: [any Connector] = [
      SyntheticConnector(), PostgresConnector(thread: thread, logger: .silent),
    ]

    private final class Printed: Sendable {
      let events = Mutex<[ReplayEvent]>([])
      var texts: [String] { events.withLock { $0.map { "\($0.kind.rawValue) \($0.text)" } } }
      func contains(_ part: String) -> Bool { texts.contains { $0.contains(part) } }
    }

    private func replay(
      _ run: UUID, _ platform: Platform, _ printed: Printed, hasTimeouts: Bool = true, attempts: Int = 1,
      trigger: RunTriggered? = nil
    ) async throws -> ReplayOutcome {
      let database = platform.database.configuration(.executor)
      let replay = RunReplay(
        RunReplay.Options(run: run, hasTimeouts: hasTimeouts, attempts: attempts),
        RunReplay.Parts(
          connect: { try await PostgresConnection.connect(database, on: Self.thread, logger: .silent) },
          connectors: ConnectorRegistry(Self.connectors),
          opener: try CredentialOpener(privateKeys: [platform.key]), addressPolicy: AddressPolicy(),
          name: "replay@test"),
        report: { event in printed.events.withLock { $0.append(event) } })
      return try await replay.run(trigger: trigger.map { (message: $0, source: "test") })
    }

    /// Everything the platform stores, as one text.
    private func digest(_ platform: Platform) async throws -> String {
      let owner = try await platform.database.connect(as: .owner)
      let tables = try await owner.query(
        "select tablename::text as name from pg_tables where schemaname = 'nucleus' order by 1")
      var digests: [String] = []
      for table in try tables.map({ try $0.decode("name", as: String.self) }) {
        let rows = try await owner.query(
          """
          select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest
          from nucleus.\(identifier: table) t
          """)
        digests.append("\(table) \(try rows[0].decode("digest", as: String.self))")
      }
      await owner.close()
      #expect(digests.count > 15)
      return digests.joined(separator: "\n")
    }

    /// Replays, and proves that nothing has changed and nothing was sent.
    private func expectNoTrace(
      of body: () async throws -> Void, on platform: Platform
    ) async throws {
      try await eventually("the outbox is empty") {
        try await platform.scheduler.query("select 1 from nucleus.outbox").isEmpty
      }
      let queue = AMQPQueue(name: "test.replay.\(UUID().lowercased)")
      try await platform.client.declare(queue)
      try await platform.client.declare(
        AMQPBinding(queue: queue.name, exchange: Exchange.events.rawValue, routingKey: "#"))
      let before = try await digest(platform)
      try await body()
      #expect(try await digest(platform) == before)
      #expect(try await platform.client.messageCount(of: queue.name) == 0)
      try await platform.client.deleteQueue(queue.name)
    }

    @Test func aFailedRunOfARealSourceFailsAgainAndSucceedsOnceTheSourceIsRepaired() async throws {
      let platform = try Platform.ofThisSuite
      let server = platform.database.server
      let source: JSONValue = [
        "host": .string(server.host), "port": .int(Int64(server.port)), "database": "postgres",
        "username": "postgres", "sslmode": "disable",
      ]
      let registered = try await platform.register(source) { $0.kind = "postgres" }
      let id = try await platform.trigger(registered)
      try await Executor.with(platform, connectors: Self.connectors) { _ in
        let run = try await platform.end(of: id)
        #expect(run.errorCode == "E_UPSTREAM_AUTH", "\(run)")
      }
      try await expectNoTrace(
        of: {
          let printed = Printed()
          let outcome = try await replay(id, platform, printed)
          guard case .failed("E_UPSTREAM_AUTH", let error) = outcome else {
            Issue.record("\(outcome)")
            return
          }
          #expect(printed.contains("activity collectMetadata, try 1: failed after"))
          #expect(printed.contains(error))
          #expect(printed.contains("log debug connecting to the source database=postgres"))
          #expect(printed.contains("record transition RUNNING → FAILED: E_UPSTREAM_AUTH"))
          #expect(printed.contains("message received run.triggered.v1 (made from the run's row)"))
          #expect(printed.contains("message would send run.started.v1"))
          #expect(printed.contains("message would send run.failed.v1"))
          #expect(printed.texts.last?.contains("as now; nothing was written or sent") == true)
        }, on: platform)

      let sealed = try CredentialSealer(publicKey: platform.key.publicKey).seal(
        server.password, context: SealingContext(registered.endpoint.id.lowercased, "password"))
      try await platform.scheduler.execute(
        """
        insert into nucleus.endpoint_secret (endpoint_id, field, sealed)
        values (\(registered.endpoint.id), 'password', \(sealed))
        """)
      try await expectNoTrace(
        of: {
          let printed = Printed()
          let outcome = try await replay(id, platform, printed, hasTimeouts: false)
          #expect(outcome == .succeeded)
          #expect(printed.contains("activity persistCatalogRecords, try 1: ok after"))
          #expect(printed.contains("log debug statement answered"))
          #expect(printed.contains("record stats {"))
          #expect(printed.contains("message would send run.succeeded.v1"))
          #expect(!printed.texts.joined().contains(server.password))
          #expect(printed.events.withLock { $0.allSatisfy { $0.jsonLine.hasPrefix("{\"at\":") } })
        }, on: platform)
      #expect(try await platform.run(id).status == .failed)
    }

    @Test func whatCannotBeReplayedIsRefusedWithItsReason() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1])
      let first = try await platform.trigger(registered)
      try await expectRefusal("QUEUED", of: first, platform)
      try await expectRefusal("there is no run", of: .v7(), platform)
      try await Executor.with(platform) { _ in _ = try await platform.end(of: first) }
      let other = RunTriggered(runID: .v7(), endpointID: registered.endpoint.id)
      try await expectRefusal("the trigger is for the run", of: first, platform, trigger: other)
      let second = try await platform.trigger(registered)
      try await expectRefusal(second.lowercased, of: first, platform)
      try await platform.delete(registered)
      try await expectRefusal("endpoint was deleted", of: first, platform)
    }

    private func expectRefusal(
      _ reason: String, of run: UUID, _ platform: Platform, trigger: RunTriggered? = nil,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let printed = Printed()
      let refusal = await #expect(throws: ReplayRefusal.self, sourceLocation: sourceLocation) {
        _ = try await replay(run, platform, printed, trigger: trigger)
      }
      #expect(
        refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")",
        sourceLocation: sourceLocation)
      #expect(!printed.contains("activity"), sourceLocation: sourceLocation)
    }

    @Test func anOpenBreakerDoesNotHinder() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register([
        "failure": "error", "limits": ["breaker": ["failures": 1, "openSeconds": 3_600]],
      ])
      var id = UUID()
      try await Executor.with(platform, OneRunTests.fastRetries) { _ in
        id = try await platform.trigger(registered)
        _ = try await platform.end(of: id)
        let second = try await platform.end(of: platform.trigger(registered))
        #expect(second.errorCode == "E_ENDPOINT_UNAVAILABLE")
      }
      let printed = Printed()
      let outcome = try await replay(id, platform, printed, attempts: 2)
      guard case .failed("E_UPSTREAM_ERROR", _) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(printed.contains("the breaker of the endpoint is open"))
      #expect(printed.contains("collectMetadata, try 2: failed"))
      #expect(!printed.contains("collectMetadata, try 3"))
    }
  }
}
