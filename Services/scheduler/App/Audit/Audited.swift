import JSON

/// An object whose changes the audit log tells of.
protocol Audited: Sendable {
  var auditSubject: AuditSubject { get }
  /// What may be told: a list of what to show, not of what to hide, so that a new member is no leak.
  var auditMembers: JSONObject { get }
}
