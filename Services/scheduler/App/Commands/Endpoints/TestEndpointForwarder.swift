import Contracts
import Domain
import JSON
import Storage

/// Passes connection tests on to an executor.
struct TestEndpointForwarder: Sendable {
  let requests: RequestForwarder

  func forward(_ command: TestEndpoint, _ envelope: Envelope) async -> CommandAnswer {
    var entry = NewAuditEntry(
      envelope, requestedBy: command.requestedBy, subject: nil, outcome: AuditEntry.forwarded)
    entry.after = Redactor().redact(
      .object([
        "templateId": .string(command.kind), "parameters": command.parameters,
        "credentials": .array(command.sealed.keys.sorted().map { .string($0) }),
      ]))
    return await requests.forward(envelope, auditing: entry)
  }
}
