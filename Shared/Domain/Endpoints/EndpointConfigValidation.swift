import JSON
import OrderedCollections

/// Checks the parameters of an endpoint against its template and parts the credentials from the rest.
public struct EndpointConfigValidation: Sendable {
  /// Parameters that passed.
  public struct Accepted: Sendable, Equatable {
    /// Everything but credentials.
    public var parameters: JSONObject
    /// Credentials in the clear: to be sealed at once.
    public var credentials: [String: String]
    /// Credential fields given as null.
    public var dropped: [String]
  }

  private let template: EndpointTemplate

  public init(_ template: EndpointTemplate) { self.template = template }

  /// - Throws: the first ``ConfigIssue`` in the order of the template.
  public func accept(_ parameters: JSONObject) throws(ConfigIssue) -> Accepted {
    for key in parameters.keys where !template.fields.contains(where: { $0.key == key }) {
      let known = template.fields.map(\.key).joined(separator: ", ")
      throw ConfigIssue(key, "is not a parameter of \(template.kind.rawValue); known are \(known)")
    }
    var accepted = Accepted(parameters: [:], credentials: [:], dropped: [])
    for field in template.fields {
      guard let value = parameters[field.key], !value.isNull else {
        if field.isRequired { throw ConfigIssue(field.key, "is required") }
        if field.isSensitive, parameters[field.key] != nil { accepted.dropped.append(field.key) }
        continue
      }
      try check(value, of: field)
      if field.isSensitive {
        // The mask stands for the stored credential, which stays.
        if let text = value.stringValue, text != Endpoint.mask { accepted.credentials[field.key] = text }
      } else {
        accepted.parameters[field.key] = value
      }
    }
    try EndpointLimitsValidation.check(parameters)
    return accepted
  }

  private func check(_ value: JSONValue, of field: EndpointField) throws(ConfigIssue) {
    switch field.valueType {
    case .string: try checkText(value, of: field)
    case .choice:
      guard let text = value.stringValue, field.choices.contains(text) else {
        throw ConfigIssue(field.key, "must be one of \(field.choices.joined(separator: ", "))")
      }
    case .integer:
      guard let number = value.intValue, field.range?.contains(Double(number)) ?? true else {
        throw ConfigIssue(field.key, "must be a whole number\(bounds(of: field))")
      }
    case .number:
      guard let number = value.doubleValue, field.range?.contains(number) ?? true else {
        throw ConfigIssue(field.key, "must be a number\(bounds(of: field))")
      }
    case .boolean:
      guard value.boolValue != nil else { throw ConfigIssue(field.key, "must be true or false") }
    case .list:
      guard let items = value.arrayValue, items.count <= 1_000,
        items.allSatisfy({ 1...200 ~= ($0.stringValue?.utf8.count ?? 0) })
      else { throw ConfigIssue(field.key, "must be a list of at most 1,000 names of 1 to 200 bytes") }
    case .object:
      guard value.objectValue != nil else { throw ConfigIssue(field.key, "must be an object") }
    }
  }

  private func checkText(_ value: JSONValue, of field: EndpointField) throws(ConfigIssue) {
    guard let text = value.stringValue else { throw ConfigIssue(field.key, "must be a text") }
    guard 1...4_096 ~= text.utf8.count else {
      throw ConfigIssue(field.key, "must be 1 to 4,096 bytes long")
    }
    guard !text.utf8.contains(0) else { throw ConfigIssue(field.key, "must not contain a NUL byte") }
  }

  private func bounds(of field: EndpointField) -> String {
    guard let range = field.range else { return "" }
    let isWhole = range.upperBound >= 1 && field.valueType == .integer
    return isWhole
      ? " from \(Int64(range.lowerBound)) to \(Int64(range.upperBound))"
      : " from \(range.lowerBound) to \(range.upperBound)"
  }
}
