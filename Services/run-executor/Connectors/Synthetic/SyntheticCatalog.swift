import Domain
import JSON

/// Makes up a catalog from a seed: the same parameters give the same datasets.
struct SyntheticCatalog: Sendable {
  static let schema = "synthetic"

  private static let types = [
    "bigint", "integer", "text", "boolean", "numeric(12,2)", "timestamp", "date", "uuid", "json",
  ]
  private static let words = [
    "amount", "city", "code", "country", "email", "flag", "label", "level", "note", "owner", "price", "rank",
    "region", "score", "state", "total",
  ]

  let parameters: SyntheticParameters

  func datasets() -> [DiscoveredDataset] { (0..<parameters.datasets).map(dataset) }

  private func dataset(_ index: Int) -> DiscoveredDataset {
    var random = SplitMix64(mixing: UInt64(bitPattern: parameters.seed), UInt64(index))
    let name = Self.name(index)
    return DiscoveredDataset(
      upstreamID: "\(Self.schema).\(name)", displayName: name,
      description: "Made-up dataset \(index + 1) of \(parameters.datasets)",
      entity: random.next(below: 8) == 0 ? "view" : "table", schema: Self.schema, labels: ["synthetic"],
      fields: (0..<parameters.fields).map { field($0, from: &random) }, recordCount: parameters.rows,
      statistics: ["seed": .int(parameters.seed)])
  }

  private func field(_ index: Int, from random: inout SplitMix64) -> DatasetField {
    if index == 0 { return DatasetField(name: "id", type: "bigint", nullable: false, primaryKey: true) }
    let word = Self.words[random.next(below: Self.words.count)]
    return DatasetField(
      name: "\(word)_\(index)", type: Self.types[random.next(below: Self.types.count)],
      nullable: random.next(below: 4) != 0, primaryKey: false)
  }

  private static func name(_ index: Int) -> String {
    let digits = String(index + 1)
    return "dataset_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
