import Domain
import JSON

extension RelationDraft {
  /// The finished dataset.
  func dataset() -> DiscoveredDataset {
    var fields = fields
    for number in primaryKey?.columns ?? [] {
      if let place = numbers.firstIndex(of: number) { fields[place].primaryKey = true }
    }
    return DiscoveredDataset(
      upstreamID: name.description, displayName: name.name, description: comment, entity: kind.entity,
      schema: name.schema, fields: fields, recordCount: rows, statistics: .object(statistics))
  }

  private var statistics: JSONObject {
    var statistics: JSONObject = ["owner": .string(owner), "readable": .bool(isReadable)]
    if let bytes { statistics["totalBytes"] = .int(bytes) }
    if isSizeEstimated { statistics["sizeIsEstimate"] = true }
    if let primaryKey { statistics["primaryKey"] = .object(json(primaryKey)) }
    if !foreignKeys.isEmpty {
      statistics["foreignKeys"] = .array(foreignKeys.sorted { $0.key.name < $1.key.name }.map(json))
    }
    if !indexes.isEmpty {
      statistics["indexes"] = .array(indexes.sorted { $0.name < $1.name }.map(json))
    }
    if kind == .partitionedTable { statistics["partitions"] = .object(partitions) }
    if !parents.isEmpty { statistics["inherits"] = .array(parents.map { .string($0.description) }) }
    if let foreignServer { statistics["foreignServer"] = .string(foreignServer) }
    return statistics
  }

  private var partitions: JSONObject {
    var partitions: JSONObject = ["count": .int(Int64(partitionCount))]
    if let partitionKey { partitions["key"] = .string(partitionKey) }
    if uncountedPartitions > 0 { partitions["uncounted"] = .int(Int64(uncountedPartitions)) }
    return partitions
  }

  private func json(_ key: Key) -> JSONObject {
    ["name": .string(key.name), "columns": names(key.columns)]
  }

  private func json(_ foreignKey: ForeignKey) -> JSONValue {
    var members = json(foreignKey.key)
    members["references"] = [
      "table": .string(foreignKey.target.description),
      "columns": .array(foreignKey.targetColumns.map { .string($0) }),
    ]
    return .object(members)
  }

  private func json(_ index: Index) -> JSONValue {
    let columns = index.columns.enumerated().map { place, number -> JSONValue in
      if let name = column(number) { return .string(name) }
      // An expression, which is unknown while somebody holds the table.
      let texts = index.texts ?? []
      return texts.indices.contains(place) ? texts[place].map { .string($0) } ?? .null : .null
    }
    var members: JSONObject = [
      "name": .string(index.name), "unique": .bool(index.isUnique), "primary": .bool(index.isPrimary),
      "method": .string(index.method), "columns": .array(Array(columns.prefix(index.keyCount))),
    ]
    let stored = columns.dropFirst(index.keyCount)
    if !stored.isEmpty { members["include"] = .array(Array(stored)) }
    if let definition = index.definition { members["definition"] = .string(definition) }
    if !index.isValid { members["valid"] = false }
    return .object(members)
  }

  private func names(_ numbers: [Int]) -> JSONValue {
    .array(numbers.map { number in column(number).map { .string($0) } ?? .null })
  }
}
