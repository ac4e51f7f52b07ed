import GraphQL
import Testing

@Suite struct ParserTests {
  static let kitchenSink = #"""
    query named($a: Int = 1 @x, $b: [String!]! = ["s", """block"""], $c: In = {k: [{e: E}, null], v: true}) @on {
      alias: field(a: $a, list: [1, -2.5e3, $b], object: {nested: {deep: $c}}) @skip(if: $a) @include(if: false) {
        ...Spread @d
        ... on Type @d { id }
        ... @include(if: true) { type }
        ... { on: fragment }
      }
    }
    mutation { query subscription mutation fragment extend schema }
    subscription onEvent { event }
    { __typename }
    fragment Spread on Type @d(a: ENUM) { id }
    """#

  @Test func everyProductionOfTheExecutableGrammarIsRead() throws {
    let document = try AST.Document(parsing: Self.kitchenSink)
    #expect(document.definitions.count == 5)
    #expect(try AST.Document(parsing: document.printed) == document)
    #expect(document.printed == (try AST.Document(parsing: document.printed).printed))
  }

  @Test func everyProductionOfTheTypeSystemGrammarIsRead() throws {
    let text = #"""
      """
      A schema
        in two lines
      """
      schema @d { query: Q mutation: M }
      extend schema @e
      extend schema { subscription: S }
      "s" scalar S @specifiedBy(url: "u")
      extend scalar S @e
      type T implements & A & B @d { "f" f("a" a: Int = 1 @d, b: [In!]! = []): [T!]! @deprecated(reason: "r") }
      type Empty
      extend type T implements C
      interface I implements A { id: ID }
      extend interface I @d
      union U @d = | A | B
      union V
      extend union U = C
      enum E { A @d "b" B }
      extend enum E { C }
      input In { a: Int = 1 @d b: [In] = [{a: 1}] }
      extend input In @d
      directive @d(a: Int) repeatable on | FIELD | OBJECT
      directive @e on SCHEMA
      """#
    let document = try AST.Document(parsing: text)
    #expect(document.definitions.count == 19)
    #expect(try AST.Document(parsing: document.printed) == document)
  }

  @Test(arguments: [
    "", "{", "}", "{}", "{ a: }", "{ a( }", "{ a() }", "query", "query {", "query Q( {a}", "query Q() {a}",
    "{ ...on }",
    "{ ... on {a} }", "fragment on on T {a}", "fragment F {a}", "fragment F on T", "{ f(a: $) }",
    "{ f(a: ) }", "{ f(a: [) }",
    "{ f(a: {b}) }", "query($a) {a}", "query($a: Int = $b) {a}", "query($a: [Int) {a}",
    "query($a: Int!!) {a}", "{ a @ }",
    "notAKeyword {a}", "\"d\" {a}", "\"d\" nope A", "\"d\" extend type A @d", "extend type A",
    "extend schema",
    "type A {}", "type A { a }", "enum E { true }", "enum E {}", "union U =", "schema {}",
    "schema { foo: A }", "input A {}",
    "directive @a on", "directive @a on FOO", "directive a on FIELD", "type A implements { a: B }",
    "extend query",
    "{ a } trailing", "interface",
  ])
  func whatIsNoDocumentIsRefusedWithItsPlace(text: String) {
    do {
      _ = try AST.Document(parsing: text)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.code == .syntax)
      #expect(error.locations.count == 1)
      #expect(error.message.hasPrefix("Syntax Error: "))
    }
  }

  @Test(arguments: 0..<600)
  func printedDocumentsReadTheSame(seed: Int) throws {
    var writer = RandomDocument(seed: UInt64(seed))
    let document = try AST.Document(parsing: writer.text())
    #expect(try AST.Document(parsing: document.printed) == document)
  }

  @Test func mutatedDocumentsNeverCrash() throws {
    var random = SeededGenerator(seed: 42)
    let validator = Validator(schema: try Library.schema())
    let alphabet = Array("{}()[]!$@:=|&\"\\#.,-0eu \n\u{FEFF}aé".utf8)
    var read = 0
    for seed in 0..<3_000 {
      var writer = RandomDocument(seed: UInt64(seed))
      var bytes = Array(seed % 3 == 0 ? Self.kitchenSink.utf8 : writer.text().utf8)
      for _ in 0..<random.int(0...3) where !bytes.isEmpty {
        let index = random.int(0...(bytes.count - 1))
        switch random.int(0...2) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = alphabet[random.int(0...(alphabet.count - 1))]
        default: bytes.insert(alphabet[random.int(0...(alphabet.count - 1))], at: index)
        }
      }
      guard let document = try? AST.Document(parsing: String(decoding: bytes, as: UTF8.self)) else {
        continue
      }
      read += 1
      #expect(try AST.Document(parsing: document.printed) == document)
      _ = validator.validate(document)
    }
    #expect(read > 500)
  }
}
