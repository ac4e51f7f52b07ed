import Foundation
import Testing

extension EndToEnd.Calm {
  /// `run-executor replay` by the script that people use. What it does with a run is told by ``LastNight``.
  @Suite struct Replay {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func replay(_ run: String, settings: [String: String] = [:]) async throws -> Command.Outcome {
      try await platform.outcome(of: "replay", [run], settings: settings)
    }

    @Test func whatCannotBeReplayedIsToldByTheExitCode() async throws {
      let unknown = try await replay(UUID().uuidString)
      #expect(unknown.status == 4 && unknown.errors.contains("there is no run"))
      #expect(try await replay("seven").status == 64)
      let keyless = try await replay(
        UUID().uuidString, settings: ["NUCLEUS_SEAL_PRIVATE_KEY_FILE": "/nowhere/private.key"])
      #expect(keyless.status == 78 && keyless.errors.contains("NUCLEUS_SEAL_PRIVATE_KEY_FILE"))
    }
  }
}
