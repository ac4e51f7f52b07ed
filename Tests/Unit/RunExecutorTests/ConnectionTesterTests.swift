import Connectors
import Contracts
import Domain
import Foundation
import JSON
import Sealing
import Testing

@testable import RunExecutor

@Suite(.timeLimit(.minutes(3))) struct ConnectionTesterTests {
  private let key = SealingPrivateKey()

  private func tester(
    deadline: Duration = .seconds(30),
    _ diagnose: @escaping @Sendable (ConnectorConnection) async -> ConnectionDiagnosis
  ) throws -> ConnectionTester {
    ConnectionTester(
      connectors: ConnectorRegistry([StubConnector(diagnose: diagnose)]),
      credentials: CredentialOpening(opener: try CredentialOpener(privateKeys: [key])),
      addressPolicy: AddressPolicy(), deadline: deadline)
  }

  private func request(kind: String = "postgres", password: String? = nil) throws -> TestEndpoint {
    let id = UUID()
    var sealed: [String: String] = [:]
    if let password {
      sealed["password"] = try CredentialSealer(publicKey: key.publicKey)
        .seal(password, context: SealingContext(id.lowercased, "password"))
    }
    return TestEndpoint(testID: id, requestedBy: "test", kind: kind, parameters: [:], sealed: sealed)
  }

  @Test func passesOnWhatTheConnectorFound() async throws {
    let found = ConnectionDiagnosis(
      ok: true, diagnostics: [.init(level: .info, code: "CONNECTED", message: "PostgreSQL 15")])
    #expect(try await tester { _ in found }.test(request()) == found)
  }

  @Test func secretsInDiagnosticsAreMasked() async throws {
    let diagnosis = try await tester { connection in
      let password = connection.credentials["password"] ?? ""
      return ConnectionDiagnosis(
        ok: false,
        diagnostics: [.init(level: .error, code: "X", message: "tried \(password)", hint: "not \(password)")])
    }.test(request(password: "canary-5519-geheim"))
    #expect(diagnosis.diagnostics.map(\.message) == ["tried ***"])
    #expect(diagnosis.diagnostics.map(\.hint) == ["not ***"])
  }

  @Test func aSilentSourceMeetsTheDeadline() async throws {
    let diagnosis = try await tester(deadline: .milliseconds(50)) { _ in
      while !Task.isCancelled { await Task.yield() }
      return ConnectionDiagnosis(ok: true, diagnostics: [])
    }.test(request())
    #expect(!diagnosis.ok)
    #expect(diagnosis.diagnostics.map(\.code) == ["E_CONN_TEST_FAILED"])
  }

  @Test func aFailureWithoutAReasonGetsOne() async throws {
    let diagnosis = try await tester { _ in ConnectionDiagnosis(ok: false, diagnostics: []) }.test(request())
    #expect(diagnosis.diagnostics.map(\.code) == ["E_CONN_TEST_FAILED"])
  }

  @Test func anUnknownKindAndForeignCredentialsAreRefused() async throws {
    let tester = try tester { _ in ConnectionDiagnosis(ok: true, diagnostics: []) }
    #expect(try await tester.test(request(kind: "synthetic")).diagnostics.map(\.code) == ["E_CONFIG_INVALID"])
    var foreign = try request(password: "geheim")
    foreign.testID = UUID()
    let diagnosis = await tester.test(foreign)
    #expect(!diagnosis.ok)
    #expect(diagnosis.diagnostics.map(\.field) == ["password"])
  }
}
