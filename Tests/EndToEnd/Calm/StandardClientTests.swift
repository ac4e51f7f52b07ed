import Foundation
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// Clients of other authors work with the running product as they are.
  @Suite struct StandardClients {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func everyClientDoesItsWork() async throws {
      let schema = try await Command(
        program: "\(Platform.executables)/api-gateway", arguments: ["schema"],
        environment: Platform.baseEnvironment, deadline: .seconds(20)
      ).run()
      #expect(schema.status == 0)
      let file = platform.home.appending(path: "printed.graphql")
      try Data(schema.output.utf8).write(to: file)

      let outcome = try await Command(
        program: ConformanceProgram.interpreter,
        arguments: [ConformanceProgram.folder.appending(path: "clients.py").path],
        environment: Platform.baseEnvironment.merging([
          "NUCLEUS_URL": "http://127.0.0.1:\(platform.httpPort)/graphql", "NUCLEUS_KEY": try platform.api.key,
          "NUCLEUS_SDL": file.path, "PYTHONDONTWRITEBYTECODE": "1",
        ]) { $1 }
      ).run()
      let lines = outcome.output.split(separator: "\n")
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(lines.count >= 8)
      #expect(lines.allSatisfy { $0.hasPrefix("ok ") }, "\(outcome.output)")
    }
  }
}
