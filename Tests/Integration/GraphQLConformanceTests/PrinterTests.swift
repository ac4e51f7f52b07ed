import GraphQL
import JSON
import TestSupport
import Testing

/// What our printer writes says to the reference implementation what the document said.
@Suite struct PrinterTests {
  private static let documents = 600

  @Test func printsWhatWasParsed() async throws {
    var pairs: [String] = []
    let corpus = ConformanceProgram(
      "corpus.py", ConformanceSchemas.arguments + ["--seed", "printer", "--documents", "\(Self.documents)"])
    for try await line in corpus.lines() {
      let entry = try #require(try CorpusEntry(line: line))
      guard let document = try? AST.Document(parsing: entry.document, limits: .trusted) else { continue }
      let pair: JSONValue = ["document": .string(entry.document), "printed": .string(document.printed)]
      pairs.append(pair.encodedString)
    }
    #expect(pairs.count > Self.documents / 2)
    try await ScratchFolder.with { folder in
      let path = try folder.write(pairs.joined(separator: "\n").utf8, as: "pairs")
      var last: JSONValue = nil
      for try await line in ConformanceProgram("reprint.py", [path]).lines() {
        last = try JSONValue(parsing: line)
        if let problem = last["problem"]?.stringValue { Issue.record("\(problem):\n\(line)") }
      }
      #expect(last["compared"]?.intValue == Int64(pairs.count))
    }
  }
}
