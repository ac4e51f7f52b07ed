import GraphQL

/// Fields that lead from a row to other rows, read with one statement for all rows of a field position.
extension ObjectResolvers {
  /// The row that a key names; null without a key or without a row.
  mutating func link<Key: Hashable & Sendable, Target: ResolvedConvertible>(
    _ field: String, by key: @escaping @Sendable (Source) -> Key?,
    _ load: @escaping @Sendable ([Key], ResolveInfo) async throws -> [Key: Target]
  ) {
    batch(field) { sources, info in
      let keys = sources.map(key)
      let targets = try await Self.load(keys, info, load)
      return keys.map { key in .success(key.flatMap { targets[$0] }?.resolved ?? .null) }
    }
  }

  /// The rows that belong to a key; empty without any.
  mutating func links<Key: Hashable & Sendable, Target: ResolvedConvertible>(
    _ field: String, by key: @escaping @Sendable (Source) -> Key,
    _ load: @escaping @Sendable ([Key], ResolveInfo) async throws -> [Key: [Target]]
  ) {
    batch(field) { sources, info in
      let keys = sources.map(key)
      let targets = try await Self.load(keys, info, load)
      return keys.map { key in .success((targets[key] ?? []).resolved) }
    }
  }

  /// Asks for each key once, and not at all where there is none.
  private static func load<Key: Hashable, Value>(
    _ keys: [Key?], _ info: ResolveInfo, _ load: ([Key], ResolveInfo) async throws -> [Key: Value]
  ) async throws -> [Key: Value] {
    var seen: Set<Key> = []
    let distinct = keys.compactMap { $0 }.filter { seen.insert($0).inserted }
    return distinct.isEmpty ? [:] : try await load(distinct, info)
  }
}
