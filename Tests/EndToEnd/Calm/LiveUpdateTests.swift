import Foundation
import JSON
import NIOHTTP1
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// Clients watch runs as they happen, through the whole platform.
  @Suite struct LiveUpdates {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func follow(_ arguments: String) async throws -> HTTPEventStream {
      let document = "subscription { runChanged(\(arguments)) { id status attempt transitions { to } } }"
      let key = try platform.api.key
      let query = try #require(document.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      return try await HTTPEventStream.open(
        HTTPExchange(
          port: platform.httpPort, path: "/graphql/stream?query=\(query)",
          headers: [("Authorization", "Bearer \(key)")]))
    }

    /// The states of a run as its follower sees them, up to its end.
    private func states(_ stream: HTTPEventStream) async throws -> [String] {
      var states: [String] = []
      while let event = try await stream.next() {
        let run = try #require(event.json["data"]?["runChanged"], "\(event.data)")
        states.append(run["status"]?.stringValue ?? "")
        if RunView.terminal.contains(states.last ?? "") { break }
      }
      return states
    }

    @Test func aRunIsFollowedToItsEnd() async throws {
      let endpoint = try await platform.registerSynthetic("Watched", ["latencyMs": 2_500])
      let wide = try await follow("endpointId: \"\(endpoint)\"")
      let run = try await platform.trigger(endpoint: endpoint)
      let named = try await follow("runId: \"\(run)\"")
      #expect(named.status == 200)
      try await platform.await("RUNNING", of: run)
      let late = try await follow("runId: \"\(run)\"")
      let order = ["QUEUED", "RUNNING", "SUCCEEDED"]
      for stream in [wide, named] {
        let seen = try await states(stream)
        // States that follow one another too fast may be left out, the last one never.
        #expect(seen.last == "SUCCEEDED")
        #expect(seen == order.filter { seen.contains($0) })
      }
      #expect(try await states(late) == ["RUNNING", "SUCCEEDED"])
    }

    @Test func everyEndIsTold() async throws {
      let endpoints = try await platform.registerSynthetics(8, ["latencyMs": 50])
      let streams = try await concurrently(endpoints) { try await follow("endpointId: \"\($0)\"") }
      _ = try await platform.triggerAll(endpoints)
      for stream in streams { #expect(try await states(stream).last == "SUCCEEDED") }
    }

    @Test func aFailureIsTold() async throws {
      let endpoint = try await platform.registerSynthetic("Watched and lost", ["failure": "error"])
      let run = try await platform.trigger(endpoint: endpoint)
      #expect(try await states(try await follow("runId: \"\(run)\"")).last == "FAILED")
      // One that has ended is shown as it is.
      #expect(try await states(try await follow("runId: \"\(run)\"")) == ["FAILED"])
    }
  }
}
