import Domain
import JSON

/// What is known of one relation so far.
struct RelationDraft: Sendable {
  struct Key: Sendable {
    let name: String
    let columns: [Int]
  }

  struct ForeignKey: Sendable {
    let key: Key
    let target: QualifiedName
    let targetColumns: [String]
  }

  struct Index: Sendable {
    let name: String
    let method: String
    let isUnique: Bool
    let isPrimary: Bool
    let isValid: Bool
    /// How many of the columns are searched by; the rest are only stored along.
    let keyCount: Int
    /// Numbers of columns; 0 for an expression.
    let columns: [Int]
    /// The text of every column, where one is an expression.
    let texts: [String?]?
    /// Where it cannot be made up from the rest.
    let definition: String?
  }

  let name: QualifiedName
  let kind: RelationKind
  /// Of a partition.
  let parent: Int?
  let owner: String
  let isReadable: Bool
  let comment: String?
  let foreignServer: String?
  let partitionKey: String?

  /// Nil: never counted.
  var rows: Int64?
  var bytes: Int64?
  var isSizeEstimated = false
  var partitionCount = 0
  /// Partitions that were never counted.
  var uncountedPartitions = 0
  var fields: [DatasetField] = []
  /// The number of each field's column; numbers of dropped columns are missing.
  var numbers: [Int] = []
  var primaryKey: Key?
  var foreignKeys: [ForeignKey] = []
  var indexes: [Index] = []
  var parents: [QualifiedName] = []

  mutating func add(_ field: DatasetField, number: Int) {
    guard let last = numbers.last, last > number else {
      fields.append(field)
      numbers.append(number)
      return
    }
    let place = numbers.firstIndex { $0 > number } ?? numbers.endIndex
    fields.insert(field, at: place)
    numbers.insert(number, at: place)
  }

  /// Takes in what a partition holds.
  mutating func add(partition: RelationDraft) {
    partitionCount += 1
    if let counted = partition.rows { rows = (rows ?? 0) + counted } else { uncountedPartitions += 1 }
    if let size = partition.bytes { bytes = (bytes ?? 0) + size }
    isSizeEstimated = isSizeEstimated || partition.isSizeEstimated
  }

  func column(_ number: Int) -> String? {
    // Without dropped columns the number is the place.
    if numbers.indices.contains(number - 1), numbers[number - 1] == number { return fields[number - 1].name }
    return numbers.firstIndex(of: number).map { fields[$0].name }
  }
}
