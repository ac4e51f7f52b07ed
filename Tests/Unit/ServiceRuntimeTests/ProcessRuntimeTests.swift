import ArgumentParser
import Foundation
import Glibc
import JSON
import Logging
import ServiceLifecycle
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(3))) struct ProcessRuntimeTests {
  private struct Failing: Service {
    let error: any Error
    func run() async throws { throw error }
  }

  private struct Kill: Service {
    let signal: Int32
    func run() async throws {
      kill(getpid(), signal)
      try await gracefulShutdown()
    }
  }

  /// Ends neither on shutdown nor before it is cancelled.
  private struct Stubborn: Service {
    func run() async throws {
      kill(getpid(), SIGTERM)
      while !Task.isCancelled { await Task.yield() }
    }
  }

  private static func run(_ service: any Service, grace: Duration = .seconds(20)) async -> Int32 {
    let runtime = ProcessRuntime.bootstrap(
      service: "sample", settings: RuntimeSettings(instance: "sample-1", shutdownGrace: grace))
    do {
      try await runtime.run([service])
      return runtime.readiness.report().isReady ? 99 : 0
    } catch {
      return error.rawValue
    }
  }

  @Test(arguments: [SIGTERM, SIGINT]) func signalsEndTheProcessGracefully(signal: Int32) async throws {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardErrorContent]) {
      [signal] in
      exit(await Self.run(Kill(signal: signal)))
    }
    let log = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    let messages = try log.split(separator: "\n").map {
      try JSONValue(parsing: String($0)).objectValue?["msg"]
    }
    let own = messages.compactMap { $0?.stringValue }.filter {
      ["Starting.", "Stopping.", "Stopped."].contains($0)
    }
    #expect(own == ["Starting.", "Stopping.", "Stopped."], "\(log)")
  }

  @Test func wrongSettingsFoundLateAreCode78() async throws {
    let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
      exit(await Self.run(Failing(error: SettingsError(name: "NUCLEUS_X", reason: "is odd"))))
    }
    let log = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(log.contains("sample: NUCLEUS_X is odd\n"), "\(log)")
  }

  @Test func otherErrorsAreCode1AndLogged() async throws {
    struct Broken: Error, CustomStringConvertible { let description = "broken at amqp://u:hunter2@h" }
    let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
      exit(await Self.run(Failing(error: Broken())))
    }
    let log = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(
      log.contains("Ended by an error.") && log.contains("amqp://***@h") && !log.contains("hunter2"), "\(log)"
    )
  }

  @Test func theGracePeriodEnds() async {
    await #expect(processExitsWith: .success) {
      exit(await Self.run(Stubborn(), grace: .milliseconds(100)))
    }
  }
}
