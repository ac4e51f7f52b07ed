import GraphQL
import JSON

/// Feeds documents that are right, nearly right and damaged to the engine. Every input must give an answer or a located
/// error of the client's; the same seed gives the same inputs.
struct DocumentFuzz {
  /// What an input did wrong.
  struct Finding: Error, CustomStringConvertible {
    let input: String
    let problem: String
    var description: String { "\(problem): \(input.debugDescription)" }
  }

  private static let pieces: [[UInt8]] =
    [
      "{", "}", "(", ")", "[", "]", "!", "$", "...", ":", "=", "@", "|", "&", "\"", "\"\"\"", "\\", "\\u{",
      "\\uD83D",
      "#", "\r\n", "\u{FEFF}", "é", "😀", "\u{0}", "0", "-", ".", "e", "_", " on ", "null", "true", "query",
      "fragment F on ",
      "...F", "{a", "@skip(if:true)", "$a:", "\"d\" ",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  private let engine: GraphQLEngine
  private var random: SeededGenerator
  private let queries: [[UInt8]]
  private var corpus: [[UInt8]]
  private(set) var parsed = 0
  private(set) var valid = 0

  /// - Parameter queries: documents that are valid for the engine's schema.
  init(engine: GraphQLEngine, queries: [String], seed: UInt64) {
    self.engine = engine
    random = SeededGenerator(seed: seed)
    self.queries = queries.map { Array($0.utf8) }
    corpus = []
    for index in 0..<300 {
      var document = RandomDocument(seed: seed &* 1_000 &+ UInt64(index))
      corpus.append(Array(document.text().utf8))
    }
  }

  mutating func run(inputs: Int) async throws {
    for _ in 0..<inputs { try await check(String(decoding: input(), as: UTF8.self)) }
  }

  private mutating func element(_ count: Int) -> Int { random.int(0...count - 1) }

  private mutating func input() -> [UInt8] {
    var bytes = random.flip() ? queries[element(queries.count)] : corpus[element(corpus.count)]
    if random.flip(5) {
      // The front of one document and the end of another.
      let other = corpus[element(corpus.count)]
      bytes = Array(bytes.prefix(element(bytes.count + 1)) + other.suffix(element(other.count + 1)))
    }
    for _ in 0..<random.int(0...3) {
      let index = element(bytes.count + 1)
      switch random.int(0...4) {
      case 0: bytes.insert(contentsOf: Self.pieces[element(Self.pieces.count)], at: index)
      case 1: bytes.removeSubrange(index..<min(bytes.count, index + random.int(1...4)))
      case 2 where index < bytes.count: bytes[index] = UInt8(truncatingIfNeeded: random.int(0...255))
      case 3 where index < bytes.count: bytes[index] ^= 1 << UInt8(random.int(0...7))
      default: bytes.insert(contentsOf: bytes.suffix(element(bytes.count + 1)).prefix(12), at: index)
      }
    }
    return bytes
  }

  private mutating func check(_ text: String) async throws {
    let document: AST.Document
    do {
      document = try AST.Document(parsing: text)
    } catch {
      let isExpected = error.code == .syntax || error.code.map(ErrorCode.ofLimits.contains) == true
      guard isExpected, error.code == .documentTooLarge || !error.locations.isEmpty else {
        throw Finding(input: text, problem: "\(error)")
      }
      return
    }
    parsed += 1
    try checkPrinted(document, text)
    let response = await engine.execute(GraphQLRequest(query: text), context: 0)
    switch response.kind {
    case .result: valid += 1
    case .requestError(.syntax): throw Finding(input: text, problem: "parsed once only")
    case .requestError:
      if response.errors.isEmpty { throw Finding(input: text, problem: "refused without an error") }
    }
    guard (try? JSONValue(parsing: response.encodedBytes)) == .object(response.json) else {
      throw Finding(input: text, problem: "an answer that is no JSON")
    }
  }

  /// What is printed says the same, and prints the same again.
  private func checkPrinted(_ document: AST.Document, _ text: String) throws {
    let printed = document.printed
    guard let again = try? AST.Document(parsing: printed, limits: .trusted), again == document,
      again.printed == printed
    else { throw Finding(input: text, problem: "printed differently") }
  }
}
