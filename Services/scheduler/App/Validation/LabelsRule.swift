import Contracts

/// The labels of an endpoint.
enum LabelsRule {
  static let maximum = 50

  static func check(_ labels: [String]?, _ field: String) throws(Refusal) -> [String] {
    let labels = labels ?? []
    guard labels.count <= maximum else { throw .invalid(field, "must be at most \(maximum) labels") }
    for label in labels { _ = try TextRule.label.required(label, field) }
    return labels
  }
}
