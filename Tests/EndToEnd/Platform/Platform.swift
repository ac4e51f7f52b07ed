import Foundation
import ThreadActor

/// A whole platform of the tests' own, started and stopped by the same scripts that people use, with the
/// executables that were built together with the tests.
struct Platform: Sendable {
  /// `NUCLEUS_HOME`
  let home: URL
  let httpPort: Int
  /// What every script gets.
  let environment: [String: String]
  let thread = PollingThread(name: "end-to-end")

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the executables: the one of the running tests, unless told otherwise.
  static let executables: String =
    ProcessInfo.processInfo.environment["NUCLEUS_TEST_BIN_DIR"]
    ?? ((try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) as NSString? ?? "")
    .deletingLastPathComponent

  private static let ports = ProcessInfo.processInfo.environment["NUCLEUS_PORTS"] ?? PortRange.mine
  private static let prefix = "nucleus-e2e-"

  /// Starts one and returns when all of it is ready.
  /// - Parameter settings: variables for `dev/up` and the services.
  static func start(_ settings: [String: String] = [:]) async throws -> Platform {
    await removeLeftovers()
    let folder = FileManager.default.temporaryDirectory
    let home = folder.appending(path: prefix + UUID().uuidString.prefix(8).lowercased())
    try FileManager.default.createDirectory(
      at: home.appending(path: "ports"), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o711])
    try Data("\(getpid())".utf8).write(to: home.appending(path: "owner.pid"))
    let port = try await freePort()
    // Kept from being given to another part meanwhile.
    try Data("\(port)\n".utf8).write(to: home.appending(path: "ports/http"))
    let own = [
      "NUCLEUS_HOME": home.path, "NUCLEUS_HTTP_PORT": "\(port)", "NUCLEUS_PORTS": ports,
      "NUCLEUS_BIN_DIR": executables, "NUCLEUS_SYNTHETIC": "on",
    ]
    let environment = baseEnvironment.merging(own) { _, new in new }.merging(settings) { _, new in new }
    let platform = Platform(home: home, httpPort: port, environment: environment)
    do {
      try await platform.script("up")
    } catch {
      await platform.remove()
      throw error
    }
    return platform
  }

  /// What programs need to run at all; nothing of Nucleus is inherited.
  static let baseEnvironment = ProcessInfo.processInfo.environment.filter { name, _ in
    ["PATH", "HOME", "LANG", "TMPDIR", "USER"].contains(name)
  }

  /// Stops everything and deletes it.
  /// - Parameter name: the logs are kept under this name with the results of the tests.
  func remove(keepingLogsAs name: String? = nil) async {
    _ = try? await Command(
      program: Self.root.appending(path: "dev/down").path,
      environment: environment.merging(["NUCLEUS_STOP_TIMEOUT": "10"]) { _, new in new }
    ).run()
    if let name {
      let kept = Self.root.appending(path: ".nucleus/test/end-to-end/\(name)")
      try? FileManager.default.removeItem(at: kept)
      try? FileManager.default.createDirectory(
        at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? FileManager.default.copyItem(at: home.appending(path: "log"), to: kept)
    }
    // Where PostgreSQL's user cannot reach the home, its data are elsewhere, with a link in the home.
    if let data = try? FileManager.default.destinationOfSymbolicLink(
      atPath: home.appending(path: "postgres").path)
    {
      try? FileManager.default.removeItem(atPath: data)
    }
    try? FileManager.default.removeItem(at: home)
  }

  /// Platforms of test processes that were killed.
  private static func removeLeftovers() async {
    let folder = FileManager.default.temporaryDirectory
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let home = folder.appending(path: name)
      let owner = (try? String(contentsOf: home.appending(path: "owner.pid"), encoding: .utf8)).flatMap {
        pid_t($0)
      }
      guard let owner, kill(owner, 0) != 0 else { continue }
      let environment = baseEnvironment.merging(["NUCLEUS_HOME": home.path, "NUCLEUS_BIN_DIR": executables]) {
        $1
      }
      await Platform(home: home, httpPort: 0, environment: environment).remove()
    }
  }

  private static func freePort() async throws -> Int {
    let found = try await Command(
      program: "/usr/bin/env",
      arguments: ["python3", root.appending(path: "dev/lib/free-port").path, ports, ""],
      environment: baseEnvironment
    ).run()
    guard let port = Int(found.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw PlatformError("no free port in \(ports)")
    }
    return port
  }

  /// Runs `dev/<name>`, however it ends.
  func outcome(
    of name: String, _ arguments: [String] = [], settings: [String: String] = [:]
  ) async throws -> Command.Outcome {
    try await Command(
      program: Self.root.appending(path: "dev/\(name)").path, arguments: arguments,
      environment: environment.merging(settings) { _, new in new }
    ).run()
  }

  /// Runs `dev/<name>`.
  /// - Throws: ``PlatformError`` with all it said, which includes the tail of the log of what did not start.
  func script(_ name: String, _ arguments: [String] = [], settings: [String: String] = [:]) async throws {
    let outcome = try await outcome(of: name, arguments, settings: settings)
    guard outcome.status == 0 else {
      throw PlatformError(
        "dev/\(name) \(arguments.joined(separator: " ")) ended with \(outcome.status):\n\(outcome.output)\(outcome.errors)"
      )
    }
  }
}
