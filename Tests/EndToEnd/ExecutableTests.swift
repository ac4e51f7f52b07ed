import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// The executables alone, without a platform.
  @Suite struct Executables {
    private static let names = ["api-gateway", "scheduler", "run-executor"]

    private func run(
      _ name: String, _ arguments: String..., settings: [String: String] = [:]
    ) async throws -> Command.Outcome {
      try await Command(
        program: "\(Platform.executables)/\(name)", arguments: arguments,
        environment: Platform.baseEnvironment.merging(settings) { _, new in new }, deadline: .seconds(20)
      ).run()
    }

    /// Enough to start; nothing listens at these addresses.
    private static let settings = [
      "NUCLEUS_AMQP_URL": "amqp://user:sesame@127.0.0.1:1/nucleus",
      "NUCLEUS_DATABASE_URL": "postgresql://user:sesame@127.0.0.1:1/nucleus",
      "NUCLEUS_SEAL_PUBLIC_KEY": "none", "NUCLEUS_SEAL_PRIVATE_KEY_FILE": "/nonexistent",
      "NUCLEUS_ADMIN_KEY_FILE": "/nonexistent",
    ]

    @Test(arguments: names)
    func helpListsTheSettings(_ name: String) async throws {
      let help = try await run(name, "--help")
      #expect(help.status == 0)
      for variable in ["NUCLEUS_AMQP_URL", "NUCLEUS_DATABASE_URL", "NUCLEUS_LOG_LEVEL"] {
        #expect(help.output.contains(variable))
      }
      let version = try await run(name, "--version")
      #expect(version.status == 0)
      #expect(version.output.split(separator: "\n").count == 1)
      #expect(version.output.contains { $0.isNumber })
    }

    @Test(arguments: names)
    func missingSettingsAreNamedInOneLine(_ name: String) async throws {
      let outcome = try await run(name, "serve")
      #expect(outcome.status == 78)
      #expect(outcome.output.isEmpty)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 1, "\(outcome.errors)")
      #expect(lines.first?.contains("NUCLEUS_AMQP_URL") == true)
      #expect(lines.first?.contains("NUCLEUS_DATABASE_URL") == true)
    }

    @Test(
      arguments: names,
      [
        ("NUCLEUS_AMQP_URL", "http://user:sesame@host"), ("NUCLEUS_AMQP_URL", "amqp://"),
        ("NUCLEUS_DATABASE_URL", "mysql://user:sesame@host"), ("NUCLEUS_LOG_LEVEL", "loud"),
        ("NUCLEUS_LOG_FORMAT", "xml"),
      ])
    func wrongSettingsAreNamedInOneLineAndNotShown(_ name: String, _ wrong: (String, String)) async throws {
      let outcome = try await run(
        name, "serve", settings: Self.settings.merging([wrong.0: wrong.1]) { _, new in new })
      #expect(outcome.status == 78)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 1, "\(outcome.errors)")
      #expect(lines.first?.contains(wrong.0) == true, "\(outcome.errors)")
      #expect(!outcome.errors.contains("sesame"))
    }

    @Test func wrongKeysAreNamed() async throws {
      let gateway = try await run("api-gateway", "serve", settings: Self.settings)
      #expect(gateway.status == 78)
      #expect(
        gateway.errors.contains("NUCLEUS_SEAL_PUBLIC_KEY")
          && gateway.errors.contains("NUCLEUS_ADMIN_KEY_FILE"))
      let executor = try await run("run-executor", "serve", settings: Self.settings)
      #expect(executor.status == 78)
      #expect(executor.errors.contains("NUCLEUS_SEAL_PRIVATE_KEY_FILE"))
      let scheduler = try await run("scheduler", "migrate")
      #expect(scheduler.status == 78)
      #expect(scheduler.errors.contains("NUCLEUS_DATABASE_URL"))
    }

    @Test func unknownCrashPointsAreNamed() async throws {
      let wrong = ["NUCLEUS_CRASH_AT": "scheduler.nowhere", "NUCLEUS_METRICS_PORT": "0"]
      let outcome = try await run(
        "scheduler", "serve", settings: Self.settings.merging(wrong) { _, new in new })
      #expect(outcome.status == 78)
      #expect(outcome.errors.contains("NUCLEUS_CRASH_AT"))
    }

    /// Images, compose file and manifests, each service against what it says of itself.
    @Test func whatDeploysTheProductKnowsItsSettings() async throws {
      let script = ConformanceProgram.root.appending(path: "dev/lib/check-deployment").path
      let outcome = try await Command(
        program: "/usr/bin/python3", arguments: [script, "--executables", Platform.executables],
        environment: Platform.baseEnvironment, deadline: .seconds(30)
      ).run()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// What every installation begins with, also the second time (S24, S29).
    @Test func secretsAreMadeOnceAndKept() async throws {
      let script = ConformanceProgram.root.appending(path: "dev/lib/check-secrets").path
      let outcome = try await Command(
        program: "/usr/bin/python3", arguments: [script, Platform.executables],
        environment: Platform.baseEnvironment, deadline: .seconds(60)
      ).run()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func theSchemaIsPrinted() async throws {
      let outcome = try await run("api-gateway", "schema")
      #expect(outcome.status == 0)
      for piece in [
        "type Query", "type Mutation", "triggerEndpointCollection(endpointId: ID!", "scalar DateTime",
      ] {
        #expect(outcome.output.contains(piece))
      }
    }

    @Test(arguments: names)
    func healthOfNobodyIsAFailure(_ name: String) async throws {
      let port = name == "api-gateway" ? "NUCLEUS_HTTP_PORT" : "NUCLEUS_METRICS_PORT"
      let outcome = try await run(name, "health", settings: [port: "1"])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("127.0.0.1:1 is not listening"))
      let wrong = try await run(name, "health", settings: [port: "none"])
      #expect(wrong.status == 78 && wrong.errors.contains(port))
    }

    @Test(arguments: names)
    func wrongArgumentsAreRefused(_ name: String) async throws {
      let outcome = try await run(name, "sevre")
      #expect(outcome.status == 64)
    }
  }
}
