import Foundation
import Synchronization

/// A program that runs beside the tests, and whose end can be awaited.
///
/// Foundation's `Process` will not do: on Linux it learns of a program's end when nobody holds a certain socket any more.
/// What the program has started holds it, and so does whatever was started at the same moment.
public final class ChildProcess: Sendable {
  private struct State {
    var status: Int32?
    var waiters: [CheckedContinuation<Int32, Never>] = []
  }

  private final class Ending: Sendable {
    let state = Mutex(State())

    func come(_ status: Int32) {
      let waiters = state.withLock { state in
        state.status = status
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume(returning: status) }
    }
  }

  public let identifier: pid_t
  private let ending = Ending()

  /// - Parameters:
  ///   - environment: all of it: nothing is inherited, and no descriptor either.
  ///   - folder: where it runs.
  ///   - output: the file that its standard output is appended to.
  ///   - errors: the same for its standard error; nil: where its output goes.
  /// - Throws: `POSIXError` when it cannot be started.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String], folder: String? = nil,
    output: String, errors: String? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let mode = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, mode, 0o644)
    if let errors {
      posix_spawn_file_actions_addopen(&actions, 2, errors, mode, 0o644)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    Self.keepDescriptorsToItself()
    // The threads of the tests block signals, and what is started would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let command = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + [program] + arguments
    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    let failure = posix_spawn(&identifier, command[0], &actions, &attributes, words, variables)
    guard failure == 0 else { throw POSIXError(POSIXError.Code(rawValue: failure) ?? .EINVAL) }
    self.identifier = identifier
    // A thread, since nothing else can wait for a process without polling.
    Thread.detachNewThread { [ending, identifier] in
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      ending.come(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
    }
  }

  /// What stays behind must not hold the tests' own connections open.
  private static func keepDescriptorsToItself() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
      guard let descriptor = Int32(name), descriptor > 2 else { continue }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  public var isRunning: Bool { ending.state.withLock { $0.status == nil } }

  public func signal(_ signal: Int32) {
    if isRunning { _ = kill(identifier, signal) }
  }

  /// - Returns: the exit status; 128 and the signal's number where one ended it.
  @discardableResult
  public func waitUntilEnded() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = ending.state.withLock { state in
        if state.status == nil { state.waiters.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }
}
