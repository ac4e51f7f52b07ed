extension PostgresFaultReading {
  /// That wanted schemas do not exist, with those that do.
  func missingSchemas(_ missing: [String], existing: [String]) -> PostgresFault {
    fault(
      .schemaMissing, said: Self.list(missing) + (existing.isEmpty ? "" : "; it has " + Self.list(existing)))
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
  }
}
