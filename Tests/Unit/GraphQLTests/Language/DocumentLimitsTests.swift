import GraphQL
import Testing

@Suite struct DocumentLimitsTests {
  private func code(_ text: String, _ limits: DocumentLimits = DocumentLimits()) -> ErrorCode? {
    do {
      _ = try AST.Document(parsing: text, limits: limits)
      return nil
    } catch { return error.code }
  }

  private static let huge = DocumentLimits(
    maximumBytes: 10_000_000, maximumTokens: 10_000_000, maximumDepth: .max)

  @Test(arguments: [
    ("", "{a"), ("{ f(a: ", "["), ("{ f(a: ", "{b:"), ("query($a: ", "["), ("{", "... {"),
    ("type A { a: ", "["),
    ("input A { a: B = ", "["), ("", "{ ... on A "), ("{ f(a: ", "[{b:"),
  ])
  func noNestingReachesTheEndOfTheStack(start: String, repeated: String) {
    let text = start + String(repeating: repeated, count: 100_000)
    #expect(code(text, Self.huge) == .tooDeep)
    #expect(code(text, DocumentLimits(maximumBytes: 10_000_000)) == .tooDeep)
  }

  @Test func depthIsExact() {
    func nested(_ depth: Int) -> String {
      String(repeating: "{a", count: depth) + String(repeating: "}", count: depth)
    }
    #expect(code(nested(64)) == nil)
    #expect(code(nested(65)) == .tooDeep)
    #expect(code(nested(DocumentLimits.deepestNesting), Self.huge) == nil)
    #expect(code(nested(DocumentLimits.deepestNesting + 1), Self.huge) == .tooDeep)
  }

  @Test func tokensAreCountedWithoutTheIgnoredOnes() {
    let limits = DocumentLimits(maximumTokens: 4)
    #expect(code("{a,,, b} # c c c c c", limits) == nil)
    #expect(code("{a b c}", limits) == .tooManyTokens)
  }

  @Test func bytesAreCounted() {
    #expect(code("{ab}", DocumentLimits(maximumBytes: 4)) == nil)
    #expect(code("{ab} ", DocumentLimits(maximumBytes: 4)) == .documentTooLarge)
  }

  @Test func aMillionTokensOnOneLineTakeLinearTime() {
    let text = "{" + String(repeating: "a ", count: 1_000_000) + "}"
    let time = ContinuousClock().measure { _ = code(text, Self.huge) }
    #expect(time < .seconds(20))
  }
}
