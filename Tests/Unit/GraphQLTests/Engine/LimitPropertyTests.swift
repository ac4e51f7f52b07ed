import JSON
import Testing

@testable import GraphQL

@Suite struct LimitPropertyTests {
  /// A document with fragments that spread fragments, and the same with the fragments written in place.
  private struct Pair {
    var random: SeededGenerator
    var fragments: [(set: String, inlined: String)] = []

    mutating func selections(depth: Int) -> (set: String, inlined: String) {
      var set = ""
      var inlined = ""
      for _ in 0...random.int(0...2) {
        switch random.int(0...6) {
        case 0 where !fragments.isEmpty:
          let index = random.int(0...fragments.count - 1)
          set += "...F\(index) "
          inlined += "... on Author { \(fragments[index].inlined) } "
        case 1:
          let inner = selections(depth: depth + 1)
          set += "... on Author { \(inner.set) } "
          inlined += "... on Author { \(inner.inlined) } "
        case 2, 3:
          guard depth < 4 else { continue }
          let inner = selections(depth: depth + 1)
          let size = ["", "(first: 3)", "(first: $n)"][random.int(0...2)]
          set += "books\(size) { author { \(inner.set) } } "
          inlined += "books\(size) { author { \(inner.inlined) } } "
        default:
          let leaf = ["id", "x: name", "born @tag(name: \"t\")"][random.int(0...2)] + " "
          set += leaf
          inlined += leaf
        }
      }
      return set.isEmpty ? ("id ", "id ") : (set, inlined)
    }

    mutating func documents() -> (String, String) {
      for _ in 0..<random.int(1...8) { fragments.append(selections(depth: 0)) }
      let body = selections(depth: 0)
      let definitions = fragments.enumerated().map { "fragment F\($0) on Author { \($1.set) } " }.joined()
      let start = "query($n: Int) { books { author { "
      return ("\(start)\(body.set) } } } \(definitions)", "\(start)\(body.inlined) } } }")
    }
  }

  @Test func fragmentsWrittenInPlaceCountTheSame() throws {
    let schema = try Library.schema()
    for seed in 0..<500 {
      var pair = Pair(random: SeededGenerator(seed: UInt64(seed)))
      let (text, inlined) = pair.documents()
      let (first, second) = try (measured(text, schema), measured(inlined, schema))
      #expect(first == second, "\(text)\n\(inlined)")
    }
  }

  private func measured(_ text: String, _ schema: Schema) throws -> [Int] {
    let document = try AST.Document(
      parsing: text,
      limits: DocumentLimits(
        maximumBytes: .max, maximumTokens: .max, maximumDepth: DocumentLimits.deepestNesting))
    let fragments = Dictionary(uniqueKeysWithValues: document.fragments.map { ($0.name.value, $0) })
    let operation = try #require(document.operations.first)
    var measure = OperationMeasure(fragments: fragments)
    let cost = measure.cost(of: operation)
    let complexities = [nil, 4].map { (size: JSONValue?) in
      var complexity = ComplexityMeasure(
        schema: schema, model: ComplexityModel(), fragments: fragments, variables: size.map { ["n": $0] })
      return complexity.complexity(of: operation).total
    }
    return [cost.depth, cost.fields, cost.aliases, cost.directives] + complexities
  }
}
