import GraphQL
import Testing

@Suite struct LexerTests {
  private func string(_ literal: String) throws -> String? {
    let document = try AST.Document(parsing: "{ f(a: \(literal)) }")
    guard case .operation(let operation)? = document.definitions.first,
      case .field(let field)? = operation.selectionSet.selections.first,
      case .string(let text)? = field.arguments.first?.value.kind
    else { return nil }
    return text
  }

  private func failure(_ text: String) -> GraphQLError? {
    do {
      _ = try AST.Document(parsing: text)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00E9""#, "é"),
    (#""\u{1F600}""#, "😀"), (#""\u{00000041}""#, "A"), (#""\uD83D\uDE00""#, "😀"), ("\"ü😀\"", "ü😀"),
    ("\"\"\"\"\"\"", ""), ("\"\"\"a\"\"\"", "a"), (#""""say \""" it""""#, "say \"\"\" it"),
    ("\"\"\"\n    Hello,\n      World!\n\n    Yours\n  \"\"\"", "Hello,\n  World!\n\nYours"),
    ("\"\"\"\r\n  a\r  b\n\"\"\"", "a\nb"),
    ("\"\"\"  first\n    second\n      third\"\"\"", "  first\nsecond\n  third"),
    (#""""no \n escape""""#, #"no \n escape"#),
  ])
  func stringsMeanWhatTheSpecificationSays(literal: String, meaning: String) throws {
    #expect(try string(literal) == meaning)
  }

  @Test(arguments: [
    #""\u{110000}""#, #""\u{}""#, #""\uD83D""#, #""\uDE00""#, #""\uD83Dx""#, #""\uD83D\u0041""#, #""\u00G0""#,
    #""\x""#,
    #""\u{D800}""#, "\"open", "\"line\nbreak\"", "\"\"\"open", "00", "01", "-", "1.", "1.e1", "1e", "1a",
    "1.2.3", "0x1",
    "-a", "..", "?", "'a'", "\u{7}", "é", "1_000",
  ])
  func brokenTokensAreRefused(token: String) {
    #expect(failure("{ f(a: \(token)) }")?.code == .syntax)
  }

  @Test(arguments: ["0", "-0", "12", "-1.5", "1e10", "1E-3", "0.0e+1"])
  func numbersKeepTheirDigits(number: String) throws {
    #expect(try AST.Document(parsing: "{f(a:\(number))}").printed.contains("a: \(number))"))
  }

  @Test(arguments: [
    ("{ ?", 1, 3), ("\n\n   ?", 3, 4), ("\r\n\r?", 3, 1), ("{ f(a: \"ü😀\", b: ?", 1, 17),
    ("#é\n{ a } }", 2, 7),
    ("\u{FEFF}?", 1, 1), ("{ f(a: \"\"\"\n\n\"\"\" ?", 3, 5),
  ])
  func errorsStandWhereTheCharacterIs(text: String, line: Int, column: Int) {
    #expect(failure(text)?.locations == [SourceLocation(line: line, column: column)])
  }

  @Test func ignoredTokensAreIgnored() throws {
    let plain = try AST.Document(parsing: "{a b}")
    #expect(try AST.Document(parsing: "\u{FEFF}\t,{,\r\na # c\r b,,}\u{FEFF}#") == plain)
  }

  @Test func controlCharactersStandInStringsOnly() throws {
    #expect(try string("\"\u{1}\"") == "\u{1}")
    #expect(failure("{ \u{1} a }")?.code == .syntax)
  }
}
