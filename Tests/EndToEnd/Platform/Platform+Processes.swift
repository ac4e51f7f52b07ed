import Foundation
import TestSupport

extension Platform {
  /// Starts one process alone, unless it lives, and waits until it works.
  func start(_ process: PlatformProcess, settings: [String: String] = [:]) async throws {
    try await script("start", process.startArguments, settings: settings)
  }

  /// Starts whatever is missing.
  func startMissing() async throws { try await script("up") }

  /// Stops a process and starts it again with further settings, which hold for this start alone where they begin
  /// with `NUCLEUS_CRASH`.
  func restart(_ process: PlatformProcess, settings: [String: String] = [:]) async throws {
    try await end(process, with: SIGTERM)
    try await start(process, settings: settings)
  }

  /// The process id; nil when it is not alive.
  func pid(of process: PlatformProcess) -> pid_t? {
    guard
      let text = try? String(contentsOf: home.appending(path: "run/\(process.name).pid"), encoding: .utf8),
      let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)), Self.isAlive(pid)
    else { return nil }
    return pid
  }

  /// A killed process that nobody has waited for yet is dead.
  static func isAlive(_ pid: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let state = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].dropFirst(2).first
    else { return false }
    return state != "Z" && state != "X"
  }

  /// Sends the signal and returns when the process is gone.
  func end(_ process: PlatformProcess, with signal: Int32, within limit: Duration = .seconds(40)) async throws
  {
    guard let pid = pid(of: process) else { throw PlatformError("\(process.name) is not running") }
    kill(pid, signal)
    try await eventually("\(process.name) ends", within: limit, every: .milliseconds(10)) {
      !Self.isAlive(pid)
    }
  }

  /// Waits until a process that is to crash by itself is gone.
  func waitForCrash(of process: PlatformProcess, pid: pid_t, within limit: Duration = .seconds(20))
    async throws
  {
    try await eventually("\(process.name) crashes", within: limit, every: .milliseconds(10)) {
      !Self.isAlive(pid)
    }
  }

  /// Everything a process has written so far.
  func log(of process: PlatformProcess) -> String {
    (try? String(contentsOf: home.appending(path: "log/\(process.name).log"), encoding: .utf8)) ?? ""
  }

  /// The HTTP port of a service: of the API for gateways, of probes and metrics for the others.
  func port(of process: PlatformProcess) throws -> Int {
    if case .gateway(let number) = process { return httpPort + number - 1 }
    let text = try String(contentsOf: home.appending(path: "ports/\(process.name)"), encoding: .utf8)
    guard let port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw PlatformError("\(process.name) has no port")
    }
    return port
  }

  /// The status of `/health/ready`; nil when the service does not answer.
  func readiness(of process: PlatformProcess) async -> Int? {
    guard let port = try? port(of: process) else { return nil }
    return try? await HTTPExchange(port: port, path: "/health/ready", timeout: .seconds(3)).answer().status
  }
}
