/// What has changed between the fields a dataset had and those it has, by name.
///
/// A field that was renamed is one removed and one added: no source tells more. The order of fields is no difference.
/// Of fields that share a name the first one counts.
public struct FieldsDifference: Sendable, Equatable {
  /// One field with another shape.
  public struct Change: Sendable, Hashable {
    public let former: FieldShape
    public let current: FieldShape

    /// `name: old → new`.
    public var text: String {
      "\(current.name): \(former.words(beside: current)) → \(current.words(beside: former))"
    }
  }

  /// In the order of the new fields.
  public let added: [FieldShape]
  /// In the order of the former fields.
  public let removed: [FieldShape]
  /// In the order of the new fields.
  public let changed: [Change]

  public init(from former: [DatasetField], to current: [DatasetField]) {
    let before = Self.shapes(former)
    let after = Self.shapes(current)
    let formerOnes = Dictionary(uniqueKeysWithValues: before.map { ($0.name, $0) })
    let currentNames = Set(after.map(\.name))
    added = after.filter { formerOnes[$0.name] == nil }
    removed = before.filter { !currentNames.contains($0.name) }
    changed = after.compactMap { shape in
      guard let former = formerOnes[shape.name], former != shape else { return nil }
      return Change(former: former, current: shape)
    }
  }

  public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  private static func shapes(_ fields: [DatasetField]) -> [FieldShape] {
    var names = Set<String>(minimumCapacity: fields.count)
    return fields.filter { names.insert($0.name).inserted }.map(FieldShape.init)
  }
}
