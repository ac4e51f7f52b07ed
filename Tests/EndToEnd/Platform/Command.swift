import Foundation
import TestSupport

/// A program that runs to its end.
struct Command: Sendable {
  struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number where one ended it.
    let status: Int32
    /// Standard output.
    let output: String
    /// Standard error.
    let errors: String
  }

  let program: String
  var arguments: [String] = []
  /// All of it: nothing is inherited.
  var environment: [String: String] = [:]
  var deadline = Duration.seconds(120)

  /// - Throws: ``PlatformError`` when it cannot be started or does not end within the deadline.
  func run() async throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "nucleus-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["output", "errors"].map { folder.appending(path: $0).path }
    let process = try ChildProcess(
      program, arguments, environment: environment, output: files[0], errors: files[1])
    let status = try await withThrowingTaskGroup(of: Int32.self) { group in
      group.addTask { await process.waitUntilEnded() }
      group.addTask { [deadline, program, arguments] in
        try await Task.sleep(for: deadline)
        process.signal(SIGKILL)
        throw PlatformError("\(program) \(arguments.joined(separator: " ")) did not end within \(deadline)")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? -1
    }
    let texts = files.map {
      String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: $0))) ?? Data(), as: UTF8.self)
    }
    return Outcome(status: status, output: texts[0], errors: texts[1])
  }
}
