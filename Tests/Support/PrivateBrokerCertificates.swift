import Foundation

/// Certificates that live for a day, made by the `openssl` command.
enum PrivateBrokerCertificates {
  /// Writes `ca.pem`, `other-ca.pem`, `server.pem` and `server.key` for the host `localhost`.
  static func make(in folder: URL) async throws {
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    for name in ["ca", "other-ca"] {
      try await openssl(
        ["req", "-x509"] + curve + [
          "-subj", "/CN=private-\(name)", "-keyout", "\(name).key", "-out", "\(name).pem",
        ],
        in: folder)
    }
    try Data("subjectAltName=DNS:localhost\n".utf8).write(to: folder.appending(path: "server.ext"))
    try await openssl(
      ["req"] + curve.dropLast(2) + [
        "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr",
      ],
      in: folder)
    try await openssl(
      [
        "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
        "1", "-extfile", "server.ext", "-out", "server.pem",
      ], in: folder)
  }

  private static func openssl(_ arguments: [String], in folder: URL) async throws {
    let log = folder.appending(path: "openssl.log").path
    let status = try await ChildProcess(
      "/usr/bin/openssl", arguments, environment: ProcessInfo.processInfo.environment, folder: folder.path,
      output: log
    ).waitUntilEnded()
    guard status == 0 else {
      throw PrivateBrokerFailure(reason: "openssl \(arguments[0]) ended with \(status); see \(log)")
    }
  }
}
