import Foundation
import FoundationNetworking
import JSON
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(3))) struct HealthTests {
  @Test func readinessNamesEveryComponent() {
    let readiness = Readiness()
    #expect(readiness.report().isReady)
    #expect(readiness.report().json.encodedString == #"{"status":"ready","components":{}}"#)
    let isUp = Atomic(true)
    readiness.add("database") { isUp.load(ordering: .relaxed) }
    readiness.add("broker", state: { .notReady("connecting") })
    #expect(
      readiness.report().json.encodedString
        == #"{"status":"not ready","components":{"database":"ready","broker":"connecting"}}"#)
    isUp.store(false, ordering: .relaxed)
    #expect(readiness.report().json.encodedString.contains(#""database":"not ready""#))
  }

  @Test func aShutdownMakesTheProcessNotReady() {
    let readiness = Readiness()
    readiness.beginShutdown()
    #expect(!readiness.report().isReady)
    #expect(readiness.report().json.encodedString.contains(#""process":"shutting down""#))
  }

  @Test func theServerAnswersHealthAndMetrics() async throws {
    let readiness = Readiness()
    let isUp = Atomic(true)
    readiness.add("database") { isUp.load(ordering: .relaxed) }
    let metrics = PrometheusRegistry()
    metrics.addGauge("probe", help: "Here.") { 1 }
    try await Self.withServer(readiness, metrics) { port in
      let live = try await get(port, "/health/live")
      #expect(live.status == 200 && live.body == #"{"status":"live"}"# && live.type == "application/json")
      #expect(try await get(port, "/health/ready").status == 200)
      isUp.store(false, ordering: .relaxed)
      let ready = try await get(port, "/health/ready")
      #expect(ready.status == 503)
      #expect(ready.body == #"{"status":"not ready","components":{"database":"not ready"}}"#)
      #expect(try await get(port, "/health/live").status == 200)
      let scrape = try await get(port, "/metrics")
      #expect(scrape.status == 200 && scrape.type.hasPrefix("text/plain; version=0.0.4"))
      #expect(try PrometheusParser.parse(scrape.body)["probe"]?.samples.first?.value == 1)
      #expect(try await get(port, "/nothing").status == 404)
    }
  }

  @Test func aTakenPortIsAWrongSetting() async throws {
    try await Self.withServer(Readiness(), PrometheusRegistry()) { port in
      let second = OperationsServer(
        settings: MetricsSettings(port: port), readiness: Readiness(), metrics: PrometheusRegistry(),
        logger: .quiet)
      let error = await #expect(throws: SettingsError.self) { try await second.run() }
      #expect(error?.issues.map(\.name) == ["NUCLEUS_METRICS_PORT"])
      #expect(error?.description.contains("127.0.0.1:\(port)") == true)
    }
  }

  /// Runs a server on a free port for as long as the body takes, then shuts it down gracefully.
  static func withServer(
    _ readiness: Readiness, _ metrics: PrometheusRegistry, _ body: (Int) async throws -> Void
  ) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
    let server = OperationsServer(
      settings: MetricsSettings(port: 0), readiness: readiness, metrics: metrics, logger: .quiet
    ) { port.yield($0) }
    let group = ServiceGroup(configuration: .init(services: [server], logger: .quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      for await port in ports {
        try await body(port)
        break
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  private func get(_ port: Int, _ path: String) async throws -> (status: Int, type: String, body: String) {
    let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
    let (data, response) = try await URLSession.shared.data(from: url)
    let http = try #require(response as? HTTPURLResponse)
    return (
      http.statusCode, http.value(forHTTPHeaderField: "Content-Type") ?? "",
      String(decoding: data, as: UTF8.self)
    )
  }
}

extension Logger {
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
