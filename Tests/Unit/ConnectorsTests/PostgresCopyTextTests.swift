import Postgres
import TestSupport
import Testing

@testable import Connectors

@Suite("Rows of COPY")
struct PostgresCopyTextTests {
  private func rows(_ text: String) throws -> [[String?]] {
    var rows: [[String?]] = []
    try CopyTextReader.read(Array(text.utf8)) { row in
      rows.append(try row.ends.indices.map { try row.decode($0, as: String?.self) })
    }
    return rows
  }

  @Test func `values, NULL and escapes`() throws {
    #expect(try rows("a\tb\n\\N\t\n") == [["a", "b"], [nil, ""]])
    #expect(try rows(#"\b\f\n\r\t\v\\"# + "\t\\\\N\n") == [["\u{8}\u{c}\n\r\t\u{b}\\", "\\N"]])
    #expect(try rows("") == [])
  }

  @Test func `what was written is read again`() throws {
    let alphabet: [Character] = ["a", "\\", "\t", "\n", "\r", "\u{b}", "N", "é", "🐘", "\"", " "]
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let width = Int.random(in: 1...5, using: &random)
      let table: [[String?]] = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<width).map { _ in
          guard Int.random(in: 0..<5, using: &random) > 0 else { return nil }
          return String(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
              alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            })
        }
      }
      let bytes = table.flatMap { CopyRow($0).bytes }
      #expect(try rows(String(decoding: bytes, as: UTF8.self)) == table)
    }
  }

  @Test func `a value that does not fit is an error that names its column`() throws {
    try CopyTextReader.read(Array("12\tx\t\\N\n".utf8)) { row throws in
      #expect(try row.decode(0, as: Int.self) == 12)
      #expect(try row.decode(2, as: Int?.self) == nil)
      for index in 1...3 {
        let error = #expect(throws: PostgresError.self) { try row.decode(index, as: Int.self) }
        #expect(error?.code == .decoding)
        #expect(error?.description.contains("column \(index + 1)") == true)
      }
    }
  }
}
