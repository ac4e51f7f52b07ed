import Connectors
import Contracts
import Domain
import Foundation

/// Tries a connection that is not registered yet.
struct ConnectionTester: Sendable {
  let connectors: ConnectorRegistry
  let credentials: CredentialOpening
  let addressPolicy: AddressPolicy
  let deadline: Duration

  func test(_ request: TestEndpoint) async -> ConnectionDiagnosis {
    guard let connector = connectors.connector(for: request.kind) else {
      return Self.refusal(
        .configuration("this executor has no connector for \(request.kind)", field: "templateId"))
    }
    let opened: [String: String]
    do {
      opened = try credentials.open(request.sealed, boundTo: request.testID)
    } catch {
      return Self.refusal(error)
    }
    let connection = ConnectorConnection(
      parameters: request.parameters, credentials: opened, addressPolicy: addressPolicy)
    return Self.sanitised(await diagnose(connection, with: connector), knowing: opened)
  }

  private func diagnose(
    _ connection: ConnectorConnection, with connector: any Connector
  ) async -> ConnectionDiagnosis {
    await withTaskGroup(of: ConnectionDiagnosis?.self) { group in
      group.addTask { await connector.test(connection) }
      group.addTask {
        try? await Task.sleep(for: deadline)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      let seconds = deadline.components.seconds
      return first
        ?? Self.failure(
          ErrorCode.connectionTestFailed, "the source did not answer within \(seconds) s",
          hint: "Check host, port and firewalls.")
    }
  }

  private static func refusal(_ failure: RunFailure) -> ConnectionDiagnosis {
    let diagnostic = ConnectionDiagnosis.Diagnostic(
      level: .error, code: failure.code, message: failure.message, field: failure.field)
    return ConnectionDiagnosis(ok: false, diagnostics: [diagnostic])
  }

  private static func failure(_ code: ErrorCode, _ message: String, hint: String?) -> ConnectionDiagnosis {
    let diagnostic = ConnectionDiagnosis.Diagnostic(
      level: .error, code: code.rawValue, message: message, hint: hint)
    return ConnectionDiagnosis(ok: false, diagnostics: [diagnostic])
  }

  private static func sanitised(
    _ diagnosis: ConnectionDiagnosis, knowing credentials: [String: String]
  ) -> ConnectionDiagnosis {
    let redactor = Redactor(secrets: credentials.values)
    var diagnosis = diagnosis
    for index in diagnosis.diagnostics.indices {
      diagnosis.diagnostics[index].message = redactor.sanitise(diagnosis.diagnostics[index].message)
      diagnosis.diagnostics[index].hint = diagnosis.diagnostics[index].hint.map { redactor.sanitise($0) }
    }
    // A failure always says why.
    if !diagnosis.ok, !diagnosis.diagnostics.contains(where: { $0.level == .error }) {
      diagnosis.diagnostics += failure(.connectionTestFailed, "the connection failed", hint: nil).diagnostics
    }
    return diagnosis
  }
}
