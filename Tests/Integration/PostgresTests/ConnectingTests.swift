import Postgres
import Synchronization
import TestSupport
import Testing

@Suite(.databaseServer(port: 25734, tls: true), .timeLimit(.minutes(2))) struct ConnectingTests {
  private struct Refusal: Error {}

  private func connectFailure(
    _ change: (inout PostgresConfiguration) -> Void
  ) async throws -> PostgresError {
    let database = try PrivateDatabase.ofThisSuite
    let error = try await failure {
      try await database.connect {
        $0.connectTimeout = .seconds(20)
        change(&$0)
      }
    }
    #expect(!"\(error)".contains("sesame"))
    #expect(error.serverMessage?.contains("sesame") != true)
    return error
  }

  @Test func wrongPassword() async throws {
    let error = try await connectFailure { $0.password = "sesame" }
    #expect(error.code == .connectionFailed)
    #expect(error.connectFailure == .authentication)
    #expect(error.sqlState == .invalidPassword)
    #expect(error.serverMessage?.contains("password authentication failed") == true)
  }

  @Test func missingPasswordUserAndDatabase() async throws {
    #expect(try await connectFailure { $0.password = nil }.connectFailure == .authentication)
    #expect(try await connectFailure { $0.username = "nobody here" }.connectFailure == .authentication)
    let error = try await connectFailure { $0.database = "nowhere" }
    #expect(error.connectFailure == .databaseMissing)
    #expect(error.serverMessage?.contains("nowhere") == true)
  }

  @Test func wrongPortAndHost() async throws {
    let refused = try await connectFailure { $0.port = 25758 }
    #expect(refused.connectFailure == .refused)
    #expect(refused.isRetriable)
    #expect(refused.serverMessage?.contains("Connection refused") == true)
    let unknown = try await connectFailure {
      $0.host = "no-such-host.invalid"
      // Where no name server answers, looking it up takes longer than a test should.
      $0.connectTimeout = .seconds(2)
    }
    #expect(unknown.connectFailure == .hostNotFound || unknown.connectFailure == .timedOut)
    #expect(try await connectFailure { $0.host = "127.0.0.1,10.0.0.1" }.code == .configuration)
    #expect(try await connectFailure { $0.host = "/nowhere" }.connectFailure == .refused)
  }

  @Test func aHungServerTimesOut() async throws {
    let proxy = try FaultyProxy(port: 25743, to: 0, .hang)
    defer { proxy.stop() }
    let start = ContinuousClock.now
    let error = try await connectFailure {
      $0.port = 25743
      $0.connectTimeout = .milliseconds(300)
    }
    #expect(error.code == .connectionFailed)
    #expect(error.connectFailure == .timedOut)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func somethingElseOnThePort() async throws {
    let proxy = try FaultyProxy(port: 25744, to: 0, .greet("HTTP/1.1 400 Bad Request\r\n\r\n"))
    defer { proxy.stop() }
    let error = try await connectFailure {
      $0.port = 25744
      $0.tls = .require
    }
    #expect(error.connectFailure == .notPostgres)
  }

  @Test func connectingIsCancelled() async throws {
    let proxy = try FaultyProxy(port: 25745, to: 0, .hang)
    defer { proxy.stop() }
    let database = try PrivateDatabase.ofThisSuite
    let task = Task {
      try await database.connect {
        $0.port = 25745
        $0.connectTimeout = .seconds(60)
      }
    }
    task.cancel()
    #expect(try await failure { try await task.value }.code == .cancelled)
  }

  @Test func theUnixSocketAndTheName() async throws {
    let database = try PrivateDatabase.ofThisSuite
    let local = try await database.connect { $0.host = database.socketDirectory }
    #expect(try await local.query("select inet_client_addr() is null as local")[0].decode("local"))
    let named = try await database.connect { $0.host = "localhost" }
    #expect(try await named.query("select 1").count == 1)
  }

  @Test func theAddressCheckSeesAddressesAndRefuses() async throws {
    let database = try PrivateDatabase.ofThisSuite
    var configuration = database.configuration
    configuration.host = "localhost"
    let seen = Mutex<[String]>([])
    let error = try await failure {
      try await PostgresConnection.connect(
        configuration, on: TestThread.shared, logger: .silent,
        addressCheck: { addresses in
          seen.withLock { $0 = addresses }
          throw Refusal()
        })
    }
    #expect(error.code == .addressRefused)
    #expect(!error.isRetriable)
    #expect(seen.withLock { $0.contains("127.0.0.1") })
    let accepted = try await PostgresConnection.connect(
      configuration, on: TestThread.shared, logger: .silent, addressCheck: { _ in })
    #expect(accepted.isUsable)
  }

  // MARK: TLS

  private func isEncrypted(_ tls: TLSMode, host: String = "localhost") async throws -> Bool {
    let connection = try await PrivateDatabase.ofThisSuite.connect {
      $0.tls = tls
      $0.host = host
    }
    return try await connection.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()")[0].decode(
      at: 0)
  }

  @Test func encryptionByMode() async throws {
    let root = try PrivateDatabase.ofThisSuite.rootCertificatePath
    #expect(try await !isEncrypted(.disable))
    #expect(try await isEncrypted(.prefer))
    #expect(try await isEncrypted(.require))
    #expect(try await isEncrypted(.verifyCA(rootCertificatePath: root), host: "127.0.0.1"))
    #expect(try await isEncrypted(.verifyFull(rootCertificatePath: root)))
  }

  @Test func theWrongHostIsNotAccepted() async throws {
    let root = try PrivateDatabase.ofThisSuite.rootCertificatePath
    let error = try await connectFailure { $0.tls = .verifyFull(rootCertificatePath: root) }
    #expect(error.connectFailure == .tls)
    #expect(error.serverMessage?.contains("does not match host name") == true)
  }

  @Test func aForeignAuthorityIsNotAccepted() async throws {
    let root = try #require(try PrivateDatabase.ofThisSuite.rootCertificatePath)
    let foreign = root.replacing("root.crt", with: "foreign.crt")
    for tls in [
      TLSMode.verifyFull(rootCertificatePath: foreign), .verifyCA(rootCertificatePath: foreign),
      .verifyFull(rootCertificatePath: nil), .verifyFull(rootCertificatePath: "/nowhere"),
    ] {
      let error = try await connectFailure {
        $0.host = "localhost"
        $0.tls = tls
      }
      #expect(error.connectFailure == .tls)
      #expect(!error.isRetriable)
    }
  }

  @Test func aServerWithoutTLSIsNotAccepted() async throws {
    let proxy = try FaultyProxy(port: 25746, to: 0, .greet("N"))
    defer { proxy.stop() }
    let error = try await connectFailure {
      $0.port = 25746
      $0.tls = .require
    }
    #expect(error.connectFailure == .tls)
  }

  @Test func hundredsOfHungConnectionsDisturbNobody() async throws {
    let proxy = try FaultyProxy(port: 25747, to: 0, .hang)
    defer { proxy.stop() }
    let database = try PrivateDatabase.ofThisSuite
    let connection = try await database.connect()
    func timeOfQueries() async throws -> Duration {
      let start = ContinuousClock.now
      for number in 0..<200 {
        #expect(try await connection.query("select \(number) as n")[0].decode("n") == number)
      }
      return ContinuousClock.now - start
    }
    // Other suites are at work as well, and they are no less so a moment later.
    let undisturbed = try await timeOfQueries()
    try await withThrowingTaskGroup(of: PostgresError.self) { group in
      for _ in 0..<300 {
        group.addTask {
          try await failure {
            try await database.connect {
              $0.port = 25747
              $0.connectTimeout = .seconds(2)
            }
          }
        }
      }
      let disturbed = try await timeOfQueries()
      #expect(disturbed < undisturbed * 5 + .seconds(1))
      for try await error in group { #expect(error.connectFailure == .timedOut) }
    }
  }
}
