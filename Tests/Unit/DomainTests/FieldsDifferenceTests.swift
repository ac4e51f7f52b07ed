import Domain
import TestSupport
import Testing

@Suite struct FieldsDifferenceTests {
  private func field(
    _ name: String, _ type: String = "text", nullable: Bool? = true, key: Bool? = false,
    about: String? = nil, preset: String? = nil
  ) -> DatasetField {
    DatasetField(
      name: name, type: type, description: about, nullable: nullable, primaryKey: key, defaultValue: preset)
  }

  @Test func theFirstSightAddsAllInTheirOrder() {
    let difference = FieldsDifference(from: [], to: [field("b"), field("a")])
    #expect(difference.added.map(\.name) == ["b", "a"])
    #expect(difference.removed.isEmpty && difference.changed.isEmpty && !difference.isEmpty)
    #expect(FieldsDifference(from: [], to: []).isEmpty)
  }

  @Test func saysOnlyWhatDiffers() {
    let former = [
      field("id", "integer", nullable: false, key: true), field("price", "integer"), field("note"),
      field("gone"), field("both", "integer", nullable: false), field("unknown", nullable: nil),
    ]
    let current = [
      field("both", "bigint", nullable: true), field("id", "integer", nullable: false, key: nil),
      field("price", "numeric(10,2)"), field("note", nullable: false), field("new"),
      field("unknown", nullable: true),
    ]
    let difference = FieldsDifference(from: former, to: current)
    #expect(difference.added.map(\.name) == ["new"])
    #expect(difference.removed.map(\.name) == ["gone"])
    #expect(
      difference.changed.map(\.text) == [
        "both: integer, not null → bigint, nullable", "id: primary key → no primary key",
        "price: integer → numeric(10,2)", "note: nullable → not null",
        "unknown: nullability unknown → nullable",
      ])
  }

  @Test func wordsAndOrderAreNoVersion() {
    let former = [field("a", about: "old", preset: "1"), field("b", key: nil)]
    let current = [field("b", key: false), field("a", about: "new", preset: "2")]
    #expect(FieldsDifference(from: former, to: current).isEmpty)
  }

  @Test func ofTwinsTheFirstCounts() {
    let twins = [field("a", "text"), field("a", "integer")]
    #expect(FieldsDifference(from: twins, to: [field("a", "text")]).isEmpty)
    #expect(FieldsDifference(from: [], to: twins).added == [FieldShape(field("a", "text"))])
  }

  private func fields(_ random: inout SeededGenerator) -> [DatasetField] {
    let names = (0..<8).map { "f\($0)" }.shuffled(using: &random).prefix(
      Int.random(in: 0...8, using: &random))
    let types = ["text", "integer", "bigint"]
    return names.map { name in
      field(
        name, types.randomElement(using: &random) ?? "text",
        nullable: [true, false, nil].randomElement(using: &random) ?? nil,
        key: [true, false, nil].randomElement(using: &random) ?? nil,
        about: Bool.random(using: &random) ? "x" : nil)
    }
  }

  /// What was there, with the difference carried out, is what is there.
  @Test(arguments: 0..<20) func appliedToTheOldItGivesTheNew(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let (former, current) = (fields(&random), fields(&random))
      let difference = FieldsDifference(from: former, to: current)
      var shapes = Set(former.map(FieldShape.init))
      for shape in difference.removed { #expect(shapes.remove(shape) != nil) }
      for change in difference.changed {
        #expect(shapes.remove(change.former) != nil && change.former.name == change.current.name)
        #expect(shapes.insert(change.current).inserted)
        let sides = change.text.dropFirst(change.current.name.count + 2).split(separator: " → ")
        #expect(sides.count == 2 && sides[0] != sides[1])
      }
      for shape in difference.added { #expect(shapes.insert(shape).inserted) }
      #expect(shapes == Set(current.map(FieldShape.init)))
      #expect(difference.isEmpty == (Set(former.map(FieldShape.init)) == shapes))
    }
  }
}
