import Foundation

/// A child process whose output goes to a file.
final class PrivateBrokerProcess: Sendable {
  private let child: ChildProcess

  init(
    executable: String, arguments: [String], environment: [String: String], log: URL, pidFile: URL?
  ) throws {
    try Data().write(to: log)
    child = try ChildProcess(executable, arguments, environment: environment, output: log.path)
    if let pidFile { try Data("\(child.identifier)".utf8).write(to: pidFile) }
  }

  var isRunning: Bool { child.isRunning }

  func signal(_ signal: Int32) { child.signal(signal) }

  /// Sends the signal and returns when the process has ended.
  func end(with signal: Int32) async {
    child.signal(signal)
    await child.waitUntilEnded()
  }

  func waitForEnd() async -> Int32 { await child.waitUntilEnded() }

  /// Kills what an earlier test process that crashed has left.
  static func endLeftover(pidFile: URL) {
    guard let text = try? String(contentsOf: pidFile, encoding: .utf8), let identifier = Int32(text),
      let environment = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(identifier)/environ")),
      // The number may belong to another process by now.
      String(decoding: environment, as: UTF8.self).contains(pidFile.deletingLastPathComponent().path)
    else { return }
    _ = Foundation.kill(identifier, SIGKILL)
  }

  static func acceptsConnections(port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
