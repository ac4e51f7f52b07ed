import Foundation
import Synchronization

/// A child process whose end can be awaited.
final class PrivateDatabaseProcess: Sendable {
  private struct State {
    var status: Int32?
    var waiters: [CheckedContinuation<Int32, Never>] = []
  }

  private final class Ending: Sendable {
    let state = Mutex(State())
  }

  let identifier: pid_t
  private let ending: Ending

  /// - Parameters:
  ///   - command: the program's path and its arguments.
  ///   - log: where its output is appended.
  init(_ command: [String], folder: String, log: String, environment: [String: String] = [:]) throws {
    guard let program = command.first else { throw PrivateDatabaseError("there is no program to run") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    if !FileManager.default.fileExists(atPath: log) {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
    }
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try output.seekToEnd()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    let ending = Ending()
    process.terminationHandler = { process in
      let waiters = ending.state.withLock { state in
        state.status = process.terminationStatus
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume(returning: process.terminationStatus) }
    }
    try process.run()
    try output.close()
    self.ending = ending
    identifier = process.processIdentifier
  }

  var isRunning: Bool { ending.state.withLock { $0.status == nil } }

  var children: [pid_t] {
    let file = "/proc/\(identifier)/task/\(identifier)/children"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { pid_t($0) }
  }

  /// - Returns: the exit status, or the signal that ended it.
  @discardableResult
  func waitUntilEnded() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = ending.state.withLock { state in
        if state.status == nil { state.waiters.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }
}
