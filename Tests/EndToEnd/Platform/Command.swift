import Foundation

/// A program that runs to its end.
///
/// Foundation's `Process` will not do: on Linux it takes a program for running as long as anything that it has
/// started runs, and the scripts start services that stay.
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
    let identifier = try spawn(output: files[0], errors: files[1])
    let status = try await withThrowingTaskGroup(of: Int32.self) { group in
      group.addTask { await Self.end(of: identifier) }
      group.addTask { [deadline, program, arguments] in
        try await Task.sleep(for: deadline)
        kill(identifier, SIGKILL)
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

  private func spawn(output: String, errors: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
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
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    let failure = posix_spawn(&identifier, program, &actions, &attributes, words, variables)
    guard failure == 0 else { throw PlatformError("\(program): \(String(cString: strerror(failure)))") }
    return identifier
  }

  /// What stays behind must not hold the tests' own connections open.
  private static func keepDescriptorsToItself() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
      guard let descriptor = Int32(name), descriptor > 2 else { continue }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  private static func end(of identifier: pid_t) async -> Int32 {
    await withCheckedContinuation { continuation in
      // A thread, since nothing else can wait for a process without polling.
      Thread.detachNewThread {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        continuation.resume(returning: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
      }
    }
  }
}
