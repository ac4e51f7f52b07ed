import Foundation
import Synchronization

/// A child process whose output goes to a file.
final class PrivateBrokerProcess: Sendable {
  private struct State {
    var status: Int32?
    var waiters: [CheckedContinuation<Int32, Never>] = []
  }

  private let identifier: Int32
  private let state: Mutex<State>

  init(
    executable: String, arguments: [String], environment: [String: String], log: URL, pidFile: URL?
  ) throws {
    try Data().write(to: log)
    let output = try FileHandle(forWritingTo: log)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    let ended = EndSignal()
    process.terminationHandler = { ended.send($0.terminationStatus) }
    try process.run()
    identifier = process.processIdentifier
    state = Mutex(State())
    if let pidFile { try Data("\(identifier)".utf8).write(to: pidFile) }
    ended.receive { [weak self] status in self?.finish(status) }
  }

  var isRunning: Bool { state.withLock { $0.status == nil } }

  func signal(_ signal: Int32) {
    if isRunning { _ = Foundation.kill(identifier, signal) }
  }

  /// Sends the signal and returns when the process has ended.
  func end(with signal: Int32) async {
    self.signal(signal)
    _ = await waitForEnd()
  }

  func waitForEnd() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiters.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  private func finish(_ status: Int32) {
    let waiters = state.withLock { state in
      state.status = status
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: status) }
  }

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

/// Carries the exit status from the termination handler, which may come first, to its receiver.
private final class EndSignal: Sendable {
  private struct State {
    var status: Int32?
    var receiver: (@Sendable (Int32) -> Void)?
  }

  private let state = Mutex(State())

  func send(_ status: Int32) {
    let receiver = state.withLock { state in
      state.status = status
      return state.receiver
    }
    receiver?(status)
  }

  func receive(_ receiver: @escaping @Sendable (Int32) -> Void) {
    let status = state.withLock { state in
      state.receiver = receiver
      return state.status
    }
    if let status { receiver(status) }
  }
}
