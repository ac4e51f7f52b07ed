import JSON
import Postgres
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// A source that never answers costs its own endpoint the time it may take, and no other endpoint anything.
  @Suite struct HangingSources {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func theyEndInTheirTimeAndDisturbNobody() async throws {
      let listener = try SilentListener()
      let healthy = try await platform.registerSynthetic("Healthy")
      _ = try await platform.collect(healthy)
      var alone = try await latencies(of: healthy)

      var hanging: [(run: String, seconds: Int64)] = []
      for number in 1...20 {
        let seconds: Int64 = number == 1 ? 3 : 6
        let endpoint = try await platform.register(
          "Hanging \(number)", template: "postgres",
          [
            "host": "127.0.0.1", "port": .int(Int64(listener.port)), "database": "d", "username": "u",
            "password": "never asked for", "limits": ["runTimeoutSeconds": .int(seconds)],
          ])
        hanging.append((try await platform.trigger(endpoint: endpoint), seconds))
      }
      let last = try #require(hanging.last).run
      try await platform.await("RUNNING", of: last)
      let beside = try await latencies(of: healthy, besideRunning: last)
      #expect(beside.count >= 3, "the comparison was made beside hanging runs")

      for (id, seconds) in hanging {
        let run = try await platform.end(of: id, within: .seconds(15))
        #expect(run.status == "FAILED")
        #expect(
          ["E_RUN_TIMEOUT", "E_UPSTREAM_UNREACHABLE"].contains(run.errorCode), "\(run.errorCode ?? "none")")
        let took = try await platform.rows(
          "select extract(epoch from completed_at - started_at)::float8 from nucleus.run where id::text = \(id)"
        )
        let duration = try #require(took.first).decode(at: 0, as: Double.self)
        #expect(duration < Double(seconds) + 2, "\(duration) of \(seconds) s")
      }
      // Where the machine has become busy meanwhile, healthy runs take longer without hanging ones, too.
      if beside.median >= Self.mostBeside(alone) { alone = try await latencies(of: healthy) }
      #expect(beside.median < Self.mostBeside(alone), "alone \(alone), beside \(beside)")
      try await platform.expectInvariants()
    }

    /// Wide enough for a busy machine; a run that waited for a hanging one would take seconds.
    private static func mostBeside(_ alone: [Duration]) -> Duration { alone.median * 3 + .milliseconds(150) }

    /// From the trigger's call to the run's end.
    /// - Parameter other: what is measured counts as long as this run has not ended.
    private func latencies(of endpoint: String, besideRunning other: String? = nil) async throws -> [Duration]
    {
      var all: [Duration] = []
      for _ in 0..<10 {
        let start = ContinuousClock.now
        let run = try await platform.collect(endpoint)
        let latency = ContinuousClock.now - start
        #expect(run.status == "SUCCEEDED")
        if let other, try await platform.run(other).status != "RUNNING" { break }
        all.append(latency)
      }
      return all
    }
  }
}

extension [Duration] {
  fileprivate var median: Duration { isEmpty ? .zero : sorted()[count / 2] }
}
