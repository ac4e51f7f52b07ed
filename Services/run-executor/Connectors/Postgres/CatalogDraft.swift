import Domain
import JSON

/// A catalog that is being put together from the results of several queries.
struct CatalogDraft: Sendable {
  private var relations: [RelationDraft] = []
  /// `oid` → place in `relations`.
  private var places: [Int: Int] = [:]
  /// Rows of one relation mostly follow each other.
  private var latest: (oid: Int, place: Int)?

  var count: Int { relations.count }

  mutating func add(_ relation: RelationDraft, oid: Int) {
    places[oid] = relations.count
    relations.append(relation)
  }

  /// Changes a relation; one that is not listed is left alone.
  mutating func update(_ oid: Int, _ change: (inout RelationDraft) -> Void) {
    if latest?.oid != oid {
      guard let place = places[oid] else { return }
      latest = (oid, place)
    }
    if let latest { change(&relations[latest.place]) }
  }

  /// The datasets by schema and name. Partitions are not among them: their rows and bytes are those of the
  /// partitioned table at the top.
  consuming func datasets() -> [DiscoveredDataset] {
    foldPartitions()
    var taken: Set<String> = []
    return relations.filter { $0.parent == nil }
      .sorted { ($0.name.schema, $0.name.name) < ($1.name.schema, $1.name.name) }
      .map { relation in
        var dataset = relation.dataset()
        // Names in no valid encoding become alike when they are repaired.
        var number = 2
        while !taken.insert(dataset.upstreamID).inserted {
          dataset.upstreamID = "\(relation.name) (\(number))"
          number += 1
        }
        return dataset
      }
  }

  private mutating func foldPartitions() {
    for partition in relations where partition.parent != nil && partition.kind != .partitionedTable {
      guard let top = top(of: partition) else { continue }
      relations[top].add(partition: partition)
    }
    for place in relations.indices where relations[place].kind == .partitionedTable {
      let relation = relations[place]
      // Without partitions there is nowhere for a row to be.
      if relation.partitionCount == 0 { relations[place].rows = 0 }
    }
  }

  /// - Returns: nil when the table at the top is not listed.
  private func top(of partition: RelationDraft) -> Int? {
    var parent = partition.parent
    var top: Int?
    // No cycles in the catalog are expected, but a source may be anything.
    for _ in 0..<100 {
      guard let oid = parent else { return top }
      guard let place = places[oid] else { return nil }
      top = place
      parent = relations[place].parent
    }
    return nil
  }
}
