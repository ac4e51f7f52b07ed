import Foundation
import NIOCore
import NIOPosix
import TestSupport
import Testing

extension EndToEnd {
  /// What holds for each service from its first moment, whatever it lacks.
  @Suite struct Standalone {
    private func isAlive(_ port: Int) async throws -> Bool {
      try await HTTPExchange(port: port, path: "/health/live", timeout: .seconds(5)).answer().status == 200
    }

    @Test(arguments: ["api-gateway", "scheduler", "run-executor"])
    func leavesNoCoreDump(_ name: String) async throws {
      try await StandaloneProcess.with(name) { process in
        #expect(try await isAlive(process.port(of: name)))
        let limits = try String(contentsOfFile: "/proc/\(process.pid)/limits", encoding: .utf8)
        let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
        #expect(core?.split(separator: " ").suffix(3) == ["0", "0", "bytes"], "\(limits)")
      }
    }

    /// Clients that take all connections do not make the gateway look dead.
    @Test func aFullGatewayStillAnswersProbes() async throws {
      try await StandaloneProcess.with("api-gateway", settings: ["NUCLEUS_HTTP_CONNECTIONS": "1"]) {
        process in
        let clients = try await process.port(of: "api-gateway.http")
        let probes = try await process.port(of: "api-gateway")
        let idle = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
          .connect(host: "127.0.0.1", port: clients).get()
        // Others are taken by the system and wait for the server, which accepts several at a time: one that came at the
        // same moment as the idle one may still be served.
        let another = HTTPExchange(port: clients, path: "/health/live", timeout: .seconds(1))
        _ = try? await another.answer()
        await #expect(throws: (any Error).self) { _ = try await another.answer() }
        #expect(try await isAlive(probes))
        try await idle.close().get()
        #expect(try await isAlive(clients))
      }
    }
  }
}
