import Foundation
import JSON
import NIOHTTP1
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// One trace leads from a mutation to what the run asked of its source, and what processes tell of themselves gives
  /// away nothing (G3, A11, S30).
  @Suite struct Telemetry {
    private static let password = "traced's own secret"
    private static let name = "Traced Endpoint of Somebody"

    private let platform: Platform
    private let collector: TraceCollector

    init() throws {
      platform = try .shared
      collector = try TraceCollector.shared.get()
    }

    @Test func oneTraceLeadsFromTheMutationToTheSource() async throws {
      try await platform.makeSource("traced", password: Self.password, "create table clue (id int)")
      let endpoint = try await platform.register(
        Self.name, template: "postgres", try platform.sourceParameters("traced", password: Self.password))
      let trace = UUID().uuidString.lowercased().filter { $0 != "-" }
      let strange = UUID().uuidString.lowercased().filter { $0 != "-" }
      let refused = try await HTTPExchange(
        port: platform.httpPort, method: .POST, path: "/graphql",
        headers: [
          ("Content-Type", "application/json"), ("Authorization", "Bearer of nothing"),
          ("traceparent", "00-\(strange)-00f067aa0ba902b7-01"),
        ], body: Array(#"{"query":"{ __typename }"}"#.utf8)
      ).answer()
      #expect(refused.status == 401)
      let queued = try await platform.api.value(
        Platform.triggerEndpoint, ["id": .string(endpoint)],
        headers: [("traceparent", "00-\(trace)-00f067aa0ba902b7-01")])
      let run = try await platform.end(of: try Platform.identifier(queued))
      #expect(run.status == "SUCCEEDED")

      // What each process ends last; processes send at times of their own.
      let last: Set = [
        "POST /graphql", "process nucleus.scheduler.commands", "send nucleus.triggers", "run COLLECTION",
      ]
      let spans = try await eventually("the trace is complete", within: .seconds(8), toleratingErrors: true) {
        let spans = try collector.spans(of: trace)
        return last.isSubset(of: spans.map(\.name)) ? spans : nil
      }
      // The gateway sends its spans in order: what was asked for before would have come before.
      #expect(try collector.spans(of: strange).isEmpty, "a stranger has a trace recorded")
      #expect(Set(spans.map(\.service)) == ["api-gateway", "scheduler", "run-executor"])
      let copy = try #require(spans.first { $0.name == "COPY" })
      #expect(
        Self.way(to: copy, in: spans) == [
          "api-gateway: POST /graphql", "api-gateway: command endpoint.trigger.v1",
          "api-gateway: send nucleus.commands", "scheduler: process nucleus.scheduler.commands",
          "scheduler: send nucleus.triggers", "run-executor: process nucleus.endpoint",
          "run-executor: run COLLECTION",
          "run-executor: activity collectMetadata", "run-executor: COPY",
        ])
      for name in ["claim run", "connect", "activity prepareCollectionJob", "activity markRunCompleted"] {
        #expect(spans.contains { $0.name == name && $0.service == "run-executor" }, "\(name)")
      }
      let root = try #require(spans.first { $0.name == "POST /graphql" })
      #expect(root.parent == "00f067aa0ba902b7")
      #expect(root.attributes["http.response.status_code"] == "200")
      let work = try #require(spans.first { $0.name == "run COLLECTION" })
      #expect(work.attributes["nucleus.run.id"] == run.id)
      #expect(work.attributes["nucleus.run.status"] == "SUCCEEDED")

      let told = collector.bodies.joined()
      for secret in [Self.password, Self.name, "clue", "127.0.0.1"] {
        #expect(!told.contains(secret), "a span gives away \(secret)")
      }
      try await expectScrapesGiveAwayNothing(endpoint: endpoint, run: run.id)
    }

    /// A counter that shows up with its first count has not grown, to a scraper: what alerts wait for is there before.
    @Test func whatAlertsWaitForIsThereFromTheStart() async throws {
      let folder = Platform.root.appending(path: "docs/operations")
      let rules = try String(contentsOf: folder.appending(path: "alerts.yaml"), encoding: .utf8)
      let page = try String(contentsOf: folder.appending(path: "metrics.md"), encoding: .utf8)
      let waits = rules.matches(of: /increase\((\w+)(?:\{(\w+)=~?"([^"]+)"\})?\[/)
      try #require(waits.count > 10)
      for process in PlatformProcess.services {
        let shown = try await HTTPExchange(port: platform.port(of: process), path: "/metrics").answer().text
          .split(separator: "\n")
        let service = process.name.replacing(/-\d+$/, with: "")
        for wait in waits {
          let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| `\(wait.1)` ") })
          let services = row.split(separator: "|")[3]
          guard services.contains(service) || services.contains("all") else { continue }
          for value in (wait.3 ?? "").split(separator: "|", omittingEmptySubsequences: false) {
            #expect(
              shown.contains {
                $0.hasPrefix(wait.1) && (value.isEmpty || $0.contains("\(wait.2 ?? "")=\"\(value)\""))
              }, "\(process.name) does not show \(wait.1) \(value)")
          }
        }
      }
    }

    /// Unless a caller asks for it, nothing is recorded, but ids are there.
    @Test func withoutAskingNothingIsRecorded() async throws {
      let answer = try await HTTPExchange(
        port: platform.httpPort, method: .POST, path: "/graphql",
        headers: [
          ("Content-Type", "application/json"), ("Authorization", "Bearer \(try platform.api.key)"),
        ], body: Array(#"{"query":"{ __typename }"}"#.utf8)
      ).answer()
      #expect(answer.status == 200)
      let id = try #require(answer.headers.first(name: "X-Correlation-Id")).filter { $0 != "-" }
      #expect(try collector.spans(of: id).isEmpty)
    }

    /// The names from the outermost span to this one.
    private static func way(to span: CollectedSpan, in spans: [CollectedSpan]) -> [String] {
      var way = ["\(span.service): \(span.name)"]
      var parent = span.parent
      while let next = spans.first(where: { $0.id == parent }), way.count < 20 {
        way.insert("\(next.service): \(next.name)", at: 0)
        parent = next.parent
      }
      return way
    }

    /// Every metric is one that the reference page lists, with labels it lists, and no label holds what is a user's.
    private func expectScrapesGiveAwayNothing(endpoint: String, run: String) async throws {
      let page = try String(
        contentsOf: Platform.root.appending(path: "docs/operations/metrics.md"), encoding: .utf8)
      let listed = Dictionary(
        page.matches(of: /\| `(\w+)` \| \w+ \| (.*?) \|/).map { match in
          (String(match.1), Set(match.2.matches(of: /`(\w+)`/).map { String($0.1) }))
        }
      ) { $1 }
      for process in PlatformProcess.services {
        let answer = try await HTTPExchange(port: platform.port(of: process), path: "/metrics").answer()
        let text = answer.text
        for match in text.matches(of: /# TYPE (\w+)/) {
          #expect(listed[String(match.1)] != nil, "\(process.name): \(match.1) is not listed")
        }
        for match in text.matches(of: /\n(\w+)\{(.*)\}/) {
          let name = String(match.1).replacing(/_(bucket|sum|count)$/, with: "")
          let labels = Set(match.2.matches(of: /(\w+)="/).map { String($0.1) }).subtracting(["le"])
          #expect(labels.isSubset(of: listed[name] ?? listed[String(match.1)] ?? []), "\(match.0)")
          #expect(match.2.firstMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}/) == nil, "\(match.0)")
        }
        for word in [endpoint, run, Self.name, "traced", "clue"] { #expect(!text.contains(word), "\(word)") }
      }
    }
  }
}
