import Foundation

/// A program of `Tests/Conformance`, which compares the product with other implementations.
public struct ConformanceProgram: Sendable {
  /// The program could not be started, or ended with a failure.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// The folder of the whole product.
  public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  public static let folder = root.appending(path: "Tests/Conformance")

  /// The interpreter that has the packages; `make install` makes it.
  public static let interpreter =
    ProcessInfo.processInfo.environment["NUCLEUS_TEST_PYTHON"]
    ?? root.appending(path: ".nucleus/venv/bin/python").path

  public let name: String
  public var arguments: [String]
  /// Variables beside those that every program needs.
  public var environment: [String: String]

  /// - Parameter name: the file in `Tests/Conformance`.
  public init(_ name: String, _ arguments: [String] = [], environment: [String: String] = [:]) {
    self.name = name
    self.arguments = arguments
    self.environment = environment
  }

  /// The lines that the program writes, as they come. Ends with a ``Failure`` when the program does.
  public func lines() -> AsyncThrowingStream<String, any Error> {
    AsyncThrowingStream { continuation in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.interpreter)
      process.arguments = [Self.folder.appending(path: name).path] + arguments
      let base = ProcessInfo.processInfo.environment.filter {
        ["PATH", "HOME", "TMPDIR"].contains($0.key)
      }
      process.environment = base.merging(["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"]) { $1 }
        .merging(environment) { $1 }
      let output = Pipe()
      process.standardOutput = output
      process.standardInput = FileHandle.nullDevice
      do {
        try process.run()
      } catch {
        return continuation.finish(
          throwing: Failure(description: "\(Self.interpreter) cannot be run; make install makes it: \(error)")
        )
      }
      continuation.onTermination = { if case .cancelled = $0 { process.terminate() } }
      // Reading blocks, so it has a thread of its own.
      Thread.detachNewThread {
        var rest = Data()
        while true {
          let data = output.fileHandleForReading.availableData
          if data.isEmpty { break }
          rest += data
          while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
            rest = Data(rest[(end + 1)...])
          }
        }
        process.waitUntilExit()
        let status = process.terminationStatus
        continuation.finish(
          throwing: status == 0 ? nil : Failure(description: "\(name) ended with \(status)"))
      }
    }
  }
}
