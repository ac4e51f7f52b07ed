import Testing

@testable import Messaging

/// Whatever a text holds, a row can hold what is made of it.
@Suite struct StorableTextTests {
  @Test(arguments: [
    ("", 4, ""), ("abcd", 4, "abcd"), ("abcde", 4, "abcd…"), ("a\0b", 8, "a\u{FFFD}b"),
    ("\0\0", 4, "\u{FFFD}…"),
    ("aé", 2, "a…"), ("🛠🛠", 7, "🛠…"), ("e\u{301}\u{301}\u{301}", 5, "e\u{301}\u{301}…"),
  ])
  func isCutByBytes(_ text: String, _ limit: Int, _ expected: String) {
    #expect(text.storable(limit) == expected)
    #expect(text.isStorable(limit) == (text == expected))
  }

  @Test func marksOfOneLetterAreCutAsWell() {
    let letter = "e" + String(repeating: "\u{301}", count: 10_000)
    #expect(letter.count == 1 && letter.storable(255).utf8.count <= 258)
  }
}
