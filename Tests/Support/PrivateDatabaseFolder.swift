import Foundation

/// The folder of a private server, and running the server's programs as a user who may.
struct PrivateDatabaseFolder: Sendable {
  let root: String
  /// Put before every command; empty when the tests do not run as root.
  private let dropPrivileges: [String]
  private let owner: ServerAccount?

  var data: String { path("data") }
  func path(_ name: String) -> String { root + "/" + name }

  var log: String {
    let text = (try? String(contentsOfFile: path("log"), encoding: .utf8)) ?? ""
    return String(text.suffix(2_000))
  }

  /// Well known by its port, so that what a crashed process left is found again; short, because the path of a
  /// Unix socket has 107 characters at most.
  static func create(port: Int) async throws -> PrivateDatabaseFolder {
    let root = "/tmp/nucleus-private-postgres-\(port)"
    endStaleServer(data: root + "/data")
    try? FileManager.default.removeItem(atPath: root)
    try FileManager.default.createDirectory(
      atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    guard geteuid() == 0 else { return PrivateDatabaseFolder(root: root, dropPrivileges: [], owner: nil) }
    guard let owner = ServerAccount(named: "postgres") ?? ServerAccount(named: "nobody") else {
      throw PrivateDatabaseError("there is no user to run as")
    }
    let prefix = [
      "/usr/bin/setpriv", "--reuid=\(owner.user)", "--regid=\(owner.group)", "--clear-groups",
    ]
    return PrivateDatabaseFolder(root: root, dropPrivileges: prefix, owner: owner)
  }

  private static func endStaleServer(data: String) {
    guard let file = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8),
      let pid = file.split(separator: "\n").first.flatMap({ pid_t($0) }),
      let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8),
      command.contains(data)
    else { return }
    kill(pid, SIGCONT)
    kill(pid, SIGKILL)
  }

  func giveToServer() async throws {
    guard let owner else { return }
    for name in [root] + (try FileManager.default.contentsOfDirectory(atPath: root)).map(path) {
      try owner.own(name)
    }
  }

  func delete() { try? FileManager.default.removeItem(atPath: root) }

  // MARK: Programs

  private static let programs = [
    "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin",
    "/usr/local/bin",
    "/usr/bin",
  ].first { FileManager.default.isExecutableFile(atPath: $0 + "/postgres") }

  private func command(_ program: String, _ arguments: [String]) throws -> [String] {
    guard let programs = Self.programs else { throw PrivateDatabaseError("PostgreSQL is not installed") }
    return dropPrivileges + [programs + "/" + program] + arguments
  }

  func spawn(_ program: String, _ arguments: [String]) throws -> ChildProcess {
    try start(try command(program, arguments), log: "log")
  }

  private func start(_ command: [String], log: String, _ environment: [String: String] = [:]) throws
    -> ChildProcess
  {
    guard let program = command.first else { throw PrivateDatabaseError("there is no program to run") }
    return try ChildProcess(
      program, Array(command.dropFirst()),
      environment: ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
      folder: root, output: path(log))
  }

  func status(_ program: String, _ arguments: String...) async throws -> Int32 {
    try await start(try command(program, arguments), log: "tools.log").waitUntilEnded()
  }

  func run(_ program: String, _ arguments: String..., environment: [String: String] = [:]) async throws {
    try await run(try command(program, arguments), environment)
  }

  private func run(_ command: [String], _ environment: [String: String] = [:]) async throws {
    let status = try await start(command, log: "tools.log", environment).waitUntilEnded()
    guard status == 0 else {
      let text = (try? String(contentsOfFile: path("tools.log"), encoding: .utf8)) ?? ""
      throw PrivateDatabaseError("\(command.last ?? "") ended with \(status): \(text.suffix(2_000))")
    }
  }

  // MARK: Certificates

  /// An authority, and a certificate of the server for the name `localhost` but not for its address.
  func createCertificates() async throws {
    try Data("subjectAltName=DNS:localhost\n".utf8).write(to: URL(fileURLWithPath: path("extensions")))
    let openssl = "/usr/bin/openssl"
    try await run([
      openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
      "/CN=private authority",
      "-keyout", path("root.key"), "-out", path("root.crt"),
    ])
    try await run([
      openssl, "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout",
      path("server.key"),
      "-out", path("server.csr"),
    ])
    try await run([
      openssl, "x509", "-req", "-in", path("server.csr"), "-CA", path("root.crt"), "-CAkey", path("root.key"),
      "-CAcreateserial", "-days", "30", "-extfile", path("extensions"), "-out", path("server.crt"),
    ])
    // An authority that has signed nothing here.
    try await run([
      openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
      "/CN=foreign authority",
      "-keyout", path("foreign.key"), "-out", path("foreign.crt"),
    ])
    chmod(path("server.key"), 0o600)
    chmod(path("root.crt"), 0o644)
    chmod(path("foreign.crt"), 0o644)
    try await giveToServer()
  }
}
