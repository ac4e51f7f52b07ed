import Contracts
import JSON
import NIOHTTP1
import Testing

@testable import APIGateway

/// The gateway follows GraphQL over HTTP: every audit of the foundation, and what the working draft asks for beyond them.
///
/// Where the two differ the audits count, since clients are written against them: newer drafts recommend 422 in place of
/// some 400s and 294 for what succeeded in part.
@Suite struct HTTPAuditTests {
  private static let all =
    HTTPAudit.mediaTypes + HTTPAudit.parameters + HTTPAudit.methods + HTTPAudit.statuses

  @Test(arguments: all) func follows(audit: HTTPAudit) async throws {
    try await GatewayFixture.with(commands: RecordingCommands { _ in .done(result: true) }) { gateway in
      let answer = try await gateway.send(
        audit.method, "/graphql\(audit.query)", headers: audit.headers,
        key: audit.hasKey ? GatewayFixture.key : nil, body: audit.body)
      for expectation in audit.expected { Self.check(expectation, answer) }
    }
  }

  @Test func countsEachAuditOnce() {
    #expect(Set(Self.all.map(\.id)).count == Self.all.count)
    #expect(Self.all.count > 70)
  }

  private static func check(_ expectation: HTTPAudit.Expectation, _ answer: GatewayFixture.Answer) {
    let errors = answer.json["errors"]?.arrayValue
    switch expectation {
    case .status(let status): #expect(answer.status == status, "\(answer.text)")
    case .statusWithin(let range): #expect(range.contains(answer.status), "\(answer.text)")
    case .mediaType(let type):
      #expect(answer.headers.first(name: "Content-Type") == "\(type); charset=utf-8")
    case .header(let name, let value): #expect(answer.headers.first(name: name) == value)
    case .noErrors: #expect(answer.json["errors"] == nil, "\(answer.text)")
    case .errors:
      #expect(errors?.isEmpty == false)
      #expect(errors?.allSatisfy { $0["message"]?.stringValue?.isEmpty == false } == true, "\(answer.text)")
    case .noData: #expect(answer.json["data"] == nil && answer.json.objectValue != nil, "\(answer.text)")
    case .data(let name, let value): #expect(answer.json["data"]?[name] == value, "\(answer.text)")
    }
  }
}
