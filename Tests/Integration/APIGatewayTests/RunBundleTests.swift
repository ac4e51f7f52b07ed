import Contracts
import Crypto
import Domain
import Foundation
import JSON
import NIOHTTP1
import Postgres
import Storage
import TestSupport
import Testing

@testable import APIGateway

extension GatewayTests {
  /// `GET /api/runs/{id}/bundle`
  @Suite struct RunBundleTests {
    private struct Download {
      var status: Int
      var disposition: String?
      var text: String
      var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
      var code: String? { json["error"]?["code"]?.stringValue }
    }

    /// A run that was skipped, with all that a bundle looks for.
    private struct Sample {
      let run: Run
      let viewerKey: String

      static func make(on platform: GatewayPlatform) async throws -> Sample {
        let history = try await SampleHistory.make(
          on: platform, project: "bundle-\(UUID())", endpoints: 1, finishedRuns: 1)
        let run = try #require(history.runs.first)
        let executor = try await platform.database.connect(as: .executor)
        let line = RunLogLine(
          runID: run.id, at: Date(), level: .debug, message: "statement sent",
          metadata: ["statement": "columns"],
          attempt: 1, executor: "run-executor-7@bundle")
        try await RunLogStore.append([line], in: executor)
        try await executor.execute(
          """
          insert into nucleus.process_start (name, started_at, service, version, settings)
          select 'run-executor-7@bundle', clock_timestamp() - n * interval '1 hour', 'run-executor', v,
                 '{"NUCLEUS_LEASE": {"value": "15", "source": "default"}}'
          from (values (1, '9.9.9'), (2, '8.8.8')) as t (n, v) on conflict do nothing
          """)
        await executor.close()
        // What people typed where it does not belong.
        try await platform.writer.execute(
          "update nucleus.run set filters = '{\"password\": \"hunter2-canary\"}' where id = \(run.id)")
        try await platform.writer.execute(
          """
          update nucleus.endpoint set url = 'postgresql://me:hunter2-canary@db/0' where id = \(run.endpointID)
          """)
        let id = UUID.v7()
        let key = APIKeyText.make(id: id, secret: (0..<32).map { _ in UInt8.random(in: 0...255) })
        let stored = try await platform.writer.transaction {
          try await APIKeyStore.insert(
            APIKey(id: id, name: "bundle", role: .viewer, createdAt: Date()),
            digest: Array(SHA256.hash(data: Data(key.utf8))), by: "test", in: $0)
        }
        _ = try #require(stored)
        return Sample(run: run, viewerKey: key)
      }
    }

    private func download(
      _ id: String, _ platform: GatewayPlatform, key: String? = GatewayPlatform.key
    ) async throws -> Download {
      var request = HTTPExchange(port: platform.port)
      request.path = "/api/runs/\(id)/bundle"
      if let key { request.headers = [("Authorization", "Bearer \(key)")] }
      let answer = try await request.answer()
      return Download(
        status: answer.status,
        disposition: answer.headers.first(name: "content-disposition"),
        text: String(decoding: answer.body, as: UTF8.self))
    }

    @Test func aBundleHoldsAllThatIsKnownAndNoSecret() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await Sample.make(on: platform)
      let run = history.run
      let answer = try await download(run.id.lowercased, platform)
      #expect(answer.status == 200)
      #expect(answer.disposition == "attachment; filename=\"run-\(run.id.lowercased).json\"")
      let json = answer.json
      #expect(json["schema"] == "nucleus.run-bundle" && json["schemaVersion"] == 1)
      #expect(json["run"]?["id"]?.stringValue == run.id.lowercased)
      #expect(json["run"]?["status"] == "SKIPPED")
      #expect(json["transitions"]?.arrayValue?.count == 1)
      #expect(json["logs"]?.arrayValue?.first?["message"] == "statement sent")
      #expect(json["logs"]?.arrayValue?.first?["metadata"] == ["statement": "columns"])
      #expect(json["endpoint"]?["parameters"]?["password"] == "sealed")
      #expect(json["endpoint"]?["parameters"]?["host"] == "db")
      #expect(json["collection"]?["name"] == "default")
      #expect(json["settings"]?["limits.maxConcurrentRuns"] == ["value": 1, "source": "default"])
      let executors = json["processes"]?["executors"]?.arrayValue
      #expect(executors?.map { $0["version"] } == ["9.9.9"])
      #expect(executors?.first?["settings"]?["NUCLEUS_LEASE"] == ["value": "15", "source": "default"])
      // What is sealed has no business here, not even as it is stored.
      #expect(!answer.text.contains("nsl1."))
      #expect(!answer.text.contains("hunter2-canary"))
      #expect(json["endpoint"]?["url"] == "postgresql://***@db/0")
    }

    @Test func theLogIsShownByTheAPI() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await Sample.make(on: platform)
      let answer = try await platform.ask(
        "query ($id: ID!) { collectionRun(id: $id) { logs { at level message attempt executor metadata } } }",
        variables: ["id": .string(history.run.id.lowercased)])
      let line = answer.data?["collectionRun"]?["logs"]?.arrayValue?.first
      #expect(line?["level"] == "debug" && line?["message"] == "statement sent" && line?["attempt"] == 1)
      #expect(line?["executor"] == "run-executor-7@bundle" && line?["metadata"]?["statement"] == "columns")
    }

    @Test func refusalsHaveTheirStatusAndCode() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await Sample.make(on: platform)
      let unknown = try await download(UUID().lowercased, platform)
      #expect(unknown.status == 404 && unknown.code == "E_RUN_NOT_FOUND")
      let malformed = try await download("seven", platform)
      #expect(malformed.status == 400 && malformed.code == "E_INVALID_INPUT")
      #expect(try await download(history.run.id.lowercased, platform, key: nil).status == 401)
      let viewer = try await download(history.run.id.lowercased, platform, key: history.viewerKey)
      #expect(viewer.status == 403 && viewer.code == "E_ROLE_FORBIDDEN")
      #expect(viewer.json["error"]?["message"]?.stringValue?.contains("OPERATOR") == true)
    }

    /// Puts messages about a run into the index, of a stream that is gone.
    private func index(_ count: Int, about run: UUID, _ platform: GatewayPlatform) async throws {
      try await platform.writer.execute(
        """
        insert into nucleus.journal_entry (generation, stream_offset, message_id, type, exchange, routing_key,
                                           published_at, sender, run_id)
        select -1, (select coalesce(max(stream_offset), 0) from nucleus.journal_entry where generation = -1) + n,
               \(run.lowercased) || ':' || n, 'run.triggered.v1', 'nucleus.triggers', 'x', now(), 'scheduler-1@bundle',
               \(run)
        from generate_series(1, \(Int64(count))) n
        """)
    }

    /// What sources say and what people type may stand anywhere.
    @Test func noPartGivesAwayASecret() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await Sample.make(on: platform).run
      let canary = "postgresql://me:hunter2-canary@db/0"
      let executor = try await platform.database.connect(as: .executor)
      try await executor.execute(
        """
        insert into nucleus.run_activity (run_id, fence, name, attempt, started_at, ended_at, outcome, error)
        values (\(run.id), 1, 'collectMetadata', 1, now(), now(), 'failed', \(canary))
        """)
      try await executor.execute(
        """
        insert into nucleus.endpoint_health_change (endpoint_id, from_health, to_health, reason, run_id)
        values (\(run.endpointID), 'HEALTHY', 'DEGRADED', \("E_UPSTREAM_AUTH: " + canary), \(run.id))
        """)
      try await executor.execute(
        """
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, reason)
        values (\(run.id), 'RUNNING', 'FAILED', 1, 1, \("E_UPSTREAM_AUTH: " + canary))
        """)
      let line = RunLogLine(
        runID: run.id, at: Date(), level: .info, message: canary, metadata: ["said": .string(canary)],
        attempt: 1, executor: nil)
      try await RunLogStore.append([line], in: executor)
      await executor.close()
      try await platform.writer.execute(
        "update nucleus.run set error = \(canary), error_code = 'E_UPSTREAM_AUTH' where id = \(run.id)")
      try await platform.writer.execute(
        """
        update nucleus.collection set filters = jsonb_build_object('url', \(canary)::text)
        where id = \(run.collectionID)
        """)
      try await platform.writer.execute(
        """
        update nucleus.endpoint set parameters = parameters || jsonb_build_object('dsn', \(canary)::text), name = \(canary)
        where id = \(run.endpointID)
        """)
      try await index(1, about: run.id, platform)
      var bundle = try await RunBundleReader(
        reader: platform.services.reader, journal: platform.services.journal, role: .operator
      ).read(run.id)
      let entry = try #require(bundle.messages.first?.entry)
      bundle.messages.append(
        RunBundle.Message(entry: entry, body: .shown(["filters": ["password": "hunter2-canary"]])))
      let json = bundle.json(madeBy: "test", at: Date())
      #expect(!json.encodedString.contains("hunter2-canary"))
      for part in ["transitions", "activities", "logs", "messages", "health"] {
        #expect(json[part]?.arrayValue?.isEmpty == false, "\(part)")
      }
      #expect(json.encodedString.components(separatedBy: "***").count > 9, "every one of them is masked")
    }

    @Test func aRunThatIsNotOverHasNoEnd() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "bundle-\(UUID())", endpoints: 1, finishedRuns: 0)
      let run = try #require(history.runs.first)
      let executor = try await platform.database.connect(as: .executor)
      _ = try await RunClaims.claim(
        [run.id], executor: "run-executor-7@bundle", ttl: .seconds(60), in: executor)
      await executor.close()
      let json = try await download(run.id.lowercased, platform).json
      #expect(json["run"]?["status"] == "RUNNING" && json["run"]?["completedAt"] == .null)
      #expect(json["transitions"]?.arrayValue?.count == 2)
      #expect(json["settingsChangedSinceStart"] == false && json["settingsAsOf"]?.stringValue != nil)
      #expect(json["messagesTruncated"] == false)
      try await platform.writer.execute(
        "update nucleus.endpoint set updated_at = clock_timestamp() where id = \(run.endpointID)")
      #expect(try await download(run.id.lowercased, platform).json["settingsChangedSinceStart"] == true)
    }

    /// Of very many messages the end is there: it is what one looks for.
    @Test func veryManyMessagesLoseTheirMiddle() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await Sample.make(on: platform).run
      try await index(620, about: run.id, platform)
      let json = try await download(run.id.lowercased, platform).json
      #expect(json["messagesTruncated"] == true)
      let ids = json["messages"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
      let expected = (Array(1...100) + Array(221...620)).map { "\(run.id.lowercased):\($0)" }
      #expect(ids == expected)
    }
  }
}
