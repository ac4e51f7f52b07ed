import Foundation
import Synchronization

/// A PostgreSQL server of a test's own, in a temporary folder, listening on `127.0.0.1` and a Unix socket.
///
/// The server refuses to run as root; then it runs as the system's `postgres` user. A server that an earlier,
/// crashed test process left behind on the same port is ended first.
public final class PrivateDatabase: Sendable {
  public let host = "127.0.0.1"
  public let port: Int
  /// The directory of the Unix socket.
  public let socketDirectory: String
  public let superuser = "postgres"
  public let password = "private-database-password"
  /// The certificate of the authority that signed the server's, valid for `localhost`; `nil` without TLS.
  public let rootCertificatePath: String?

  private let folder: PrivateDatabaseFolder
  private let settings: [String: String]
  private let process = Mutex<ChildProcess?>(nil)

  private init(folder: PrivateDatabaseFolder, port: Int, tls: Bool, settings: [String: String]) {
    self.folder = folder
    self.port = port
    socketDirectory = folder.root
    rootCertificatePath = tls ? folder.path("root.crt") : nil
    self.settings = settings
  }

  /// Creates and starts a server.
  /// - Parameter settings: further ones of `postgresql.conf`.
  public static func start(
    port: Int, tls: Bool = false, settings: [String: String] = [:]
  ) async throws -> PrivateDatabase {
    let folder = try await PrivateDatabaseFolder.create(port: port)
    let database = PrivateDatabase(folder: folder, port: port, tls: tls, settings: settings)
    try Data(database.password.utf8).write(to: URL(fileURLWithPath: folder.path("password")))
    try await folder.giveToServer()
    try await folder.run(
      "initdb", "-D", folder.data, "-U", database.superuser, "--auth=scram-sha-256",
      "--pwfile=\(folder.path("password"))", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
    if tls { try await folder.createCertificates() }
    try await database.start()
    return database
  }

  /// Starts a server for `body` and removes it afterwards.
  public static func with<R: Sendable>(
    port: Int, tls: Bool = false, settings: [String: String] = [:],
    _ body: (PrivateDatabase) async throws -> R
  ) async throws -> R {
    let database = try await start(port: port, tls: tls, settings: settings)
    do {
      let result = try await body(database)
      await database.remove()
      return result
    } catch {
      await database.remove()
      throw error
    }
  }

  /// Of the database `postgres`, as the superuser.
  public var url: String { url() }

  public func url(database: String = "postgres", user: String? = nil, password: String? = nil) -> String {
    "postgres://\(user ?? superuser):\(password ?? self.password)@\(host):\(port)/\(database)"
  }

  /// Runs SQL as the superuser.
  public func run(_ sql: String, database: String = "postgres") async throws {
    try await folder.run(
      "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", socketDirectory, "-p", String(port), "-U", superuser,
      "-d", database, "-c", sql, environment: ["PGPASSWORD": password])
  }

  public func createDatabase(_ name: String) async throws { try await run("create database \"\(name)\"") }

  // MARK: Life

  /// Starts the stopped or killed server and returns once it answers.
  public func start() async throws {
    var arguments = [
      "-D", folder.data, "-p", String(port), "-k", socketDirectory, "-c", "listen_addresses=127.0.0.1",
      "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
      "-c", "shared_buffers=32MB",
    ]
    if rootCertificatePath != nil {
      arguments += [
        "-c", "ssl=on", "-c", "ssl_cert_file=\(folder.path("server.crt"))",
        "-c", "ssl_key_file=\(folder.path("server.key"))",
      ]
    }
    for (name, value) in settings { arguments += ["-c", "\(name)=\(value)"] }
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      let started = try folder.spawn("postgres", arguments)
      process.withLock { $0 = started }
      while started.isRunning, ContinuousClock.now < deadline {
        if await isReady { return }
        try await Task.sleep(for: .milliseconds(30))
      }
      // After a kill the memory of the old server may be in use for a moment.
      guard ContinuousClock.now < deadline else {
        throw PrivateDatabaseError("the server does not start: \(folder.log)")
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private var isReady: Bool {
    get async {
      let status = try? await folder.status(
        "pg_isready", "-q", "-h", socketDirectory, "-p", String(port), "-d", "postgres")
      return status == 0
    }
  }

  /// Shuts down at once, ending all sessions, and returns when the server is gone.
  public func stop() async throws { try await end(with: SIGINT) }

  /// Kills the server as a crash would.
  public func kill() async throws { try await end(with: SIGKILL) }

  public func restart() async throws {
    try await stop()
    try await start()
  }

  /// Stops all of the server's processes from running: it accepts connections, and never answers.
  public func freeze() { signalAll(SIGSTOP) }

  /// The opposite of ``freeze()``.
  public func thaw() { signalAll(SIGCONT) }

  private func signalAll(_ signal: Int32) {
    guard let process = process.withLock({ $0 }) else { return }
    for pid in [process.identifier] + children(of: process) { Foundation.kill(pid, signal) }
  }

  private func children(of process: ChildProcess) -> [pid_t] {
    let file = "/proc/\(process.identifier)/task/\(process.identifier)/children"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { pid_t($0) }
  }

  private func end(with signal: Int32) async throws {
    guard let process = process.withLock({ $0 }) else { return }
    let children = signal == SIGKILL ? children(of: process) : []
    Foundation.kill(process.identifier, signal)
    for child in children { Foundation.kill(child, signal) }
    await process.waitUntilEnded()
  }

  /// Ends the server and deletes its folder.
  public func remove() async {
    thaw()
    try? await end(with: SIGQUIT)
    folder.delete()
  }
}
