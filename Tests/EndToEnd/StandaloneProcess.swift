import Foundation
import JSON
import TestSupport

/// One service without a platform: it starts, answers probes, and waits for a broker and a database that are not there.
struct StandaloneProcess {
  let pid: pid_t
  private let log: URL

  /// Runs one for the time of `body`, with keys of its own and free ports.
  static func with(
    _ name: String, settings: [String: String] = [:], _ body: (StandaloneProcess) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "nucleus-standalone-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = Platform.baseEnvironment.merging(try await keys(in: folder)) { $1 }
      .merging([
        "NUCLEUS_AMQP_URL": "amqp://user:sesame@127.0.0.1:1/nucleus",
        "NUCLEUS_DATABASE_URL": "postgresql://user:sesame@127.0.0.1:1/nucleus",
        "NUCLEUS_HTTP_PORT": "0", "NUCLEUS_METRICS_PORT": "0", "NUCLEUS_SHUTDOWN_GRACE": "1",
      ]) { $1 }
      .merging(settings) { $1 }
    let log = folder.appending(path: "log")
    let process = try ChildProcess(
      "\(Platform.executables)/\(name)", ["serve"], environment: environment,
      output: folder.appending(path: "output").path, errors: log.path)
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(StandaloneProcess(pid: process.identifier, log: log)))
    } catch {
      result = .failure(error)
    }
    process.signal(SIGTERM)
    await process.waitUntilEnded()
    try result.get()
  }

  /// The port that the part with this logger has opened.
  func port(of logger: String) async throws -> Int {
    try await eventually("\(logger) listens", within: .seconds(10)) {
      try String(contentsOf: log, encoding: .utf8).split(separator: "\n").lazy
        .compactMap { (try? JSONValue(parsing: String($0)))?.objectValue }
        .first { $0["msg"] == "Listening." && $0["logger"] == .string(logger) }
        .flatMap { $0["port"]?.stringValue }.flatMap { Int($0) }
    }
  }

  private static func keys(in folder: URL) async throws -> [String: String] {
    let sealing = folder.appending(path: "seal-keys").path
    let made = try await Command(
      program: "\(Platform.executables)/run-executor", arguments: ["keygen", "--private-key-file", sealing],
      environment: Platform.baseEnvironment
    ).run()
    let admin = folder.appending(path: "admin-key")
    try Data("an admin key of a test, long enough".utf8).write(to: admin)
    return [
      "NUCLEUS_SEAL_PRIVATE_KEY_FILE": sealing, "NUCLEUS_ADMIN_KEY_FILE": admin.path,
      "NUCLEUS_SEAL_PUBLIC_KEY": made.output.trimmingCharacters(in: .whitespacesAndNewlines),
    ]
  }
}
