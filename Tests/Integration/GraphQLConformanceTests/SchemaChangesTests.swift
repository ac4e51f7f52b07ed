import Foundation
import GraphQL
import JSON
import TestSupport
import Testing

/// What counts as a change that clients notice is what the reference implementation counts.
@Suite struct SchemaChangesTests {
  private static let pairs = 120

  @Test func findsTheSameChanges() async throws {
    let schemas = ["rich", "plain"].compactMap { ConformanceSchemas.files[$0]?.path }
    let program = ConformanceProgram(
      "changes.py", schemas.flatMap { ["--schema", $0] } + ["--pairs", "\(Self.pairs)"])
    var compared = 0
    var kinds: Set<SchemaChangeKind> = []
    for try await line in program.lines() {
      let json = try JSONValue(parsing: line)
      let theirs = try #require(json["changes"]?.arrayValue).compactMap(ReferenceChange.init(json:))
      let ours = SchemaChanges(
        from: try Schema(sdl: try #require(json["old"]?.stringValue)),
        to: try Schema(sdl: try #require(json["new"]?.stringValue))
      ).all.filter { !ReferenceChange.unknownKinds.contains($0.kind) }
      compared += 1
      kinds.formUnion(ours.map(\.kind))
      var open = ours
      for their in theirs {
        guard let index = open.firstIndex(where: { their.isSame(as: $0) }) else {
          Issue.record("only the reference: \(their.kind) \(their.description)\n\(line)")
          continue
        }
        open.remove(at: index)
      }
      #expect(open == [], "only ours\n\(line)")
    }
    #expect(compared > Self.pairs * 3 / 4)
    #expect(kinds.count > 8)
  }
}
