import Foundation
import JSON

extension Platform {
  /// Registers many endpoints of the synthetic source at once.
  func registerSynthetics(_ count: Int, _ parameters: JSONObject = [:]) async throws -> [String] {
    try await concurrently(Array(1...count)) { try await registerSynthetic("Synthetic \($0)", parameters) }
  }

  /// Triggers all of them at once.
  /// - Returns: the runs, in order.
  func triggerAll(_ endpoints: [String]) async throws -> [String] {
    try await concurrently(endpoints) { try await trigger(endpoint: $0) }
  }

  /// Triggers as a careful caller does: with a key, again and again until there is an answer.
  /// - Returns: the run's id.
  func triggerPersistently(
    _ endpoint: String, key: String = UUID().uuidString, within limit: Duration = .seconds(60)
  ) async throws -> String {
    let api = try api
    return try await eventually("\(endpoint) is triggered", within: limit, every: .milliseconds(100)) {
      let answer: GraphQLAnswer
      do {
        answer = try await api.send(
          Self.triggerEndpoint, ["id": .string(endpoint)], headers: [("Idempotency-Key", key)])
      } catch {
        // The gateway is not there or went away in the middle.
        return nil
      }
      if let error = answer.errors.first {
        guard ["E_UNAVAILABLE", "E_TIMEOUT"].contains(error.code) else { throw error }
        return nil
      }
      return answer.data?["triggerEndpointCollection"]?["id"]?.stringValue
    }
  }

  /// Triggers each endpoint `rounds` times, one run after another, all endpoints at once.
  /// - Parameter progress: called after each run that has ended.
  /// - Returns: all runs.
  func load(
    _ endpoints: [String], rounds: Int, progress: @escaping @Sendable () -> Void = {}
  ) async throws -> [RunView] {
    try await concurrently(endpoints) { endpoint in
      var runs: [RunView] = []
      for _ in 0..<rounds {
        let run = try await triggerPersistently(endpoint)
        runs.append(try await end(of: run, within: .seconds(60)))
        progress()
      }
      return runs
    }.flatMap(\.self)
  }
}
