import Domain
import JSON

/// What a command did to one object, without secrets.
struct AuditChange: Sendable, Equatable {
  var subject: AuditSubject
  var before: JSONValue?
  var after: JSONValue?

  /// Nothing was done.
  init(_ subject: AuditSubject) { self.subject = subject }

  init<Object: Audited>(from former: Object?, to object: Object) {
    subject = object.auditSubject
    before = former.map(Self.view)
    after = Self.view(object)
  }

  init(removing former: some Audited) {
    subject = former.auditSubject
    before = Self.view(former)
  }

  /// Tells which sealed credentials were replaced: before and after look the same, since both are masked.
  mutating func note(replacedCredentials fields: [String]) {
    guard !fields.isEmpty, var members = after?.objectValue else { return }
    members["replacedCredentials"] = .array(fields.map { .string($0) })
    after = .object(members)
  }

  /// Adds what was said about the change.
  mutating func note(_ member: String, _ text: String?) {
    guard let text, var members = after?.objectValue else { return }
    members[member] = .string(Redactor().sanitise(text))
    after = .object(members)
  }

  private static func view(_ object: some Audited) -> JSONValue {
    Redactor().redact(.object(object.auditMembers))
  }
}
