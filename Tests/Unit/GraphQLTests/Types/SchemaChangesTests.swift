import Testing

@testable import GraphQL

@Suite struct SchemaChangesTests {
  private static let query = "type Query { a: A }\n"

  private func changes(_ old: String, _ new: String) throws -> SchemaChanges {
    SchemaChanges(from: try Schema(sdl: Self.query + old), to: try Schema(sdl: Self.query + new))
  }

  @Test(arguments: [
    ("type A { b: Int }", "type A { b: Int! c: Int @deprecated }"),
    ("type A { b: [Int] }", "type A { b: [Int!]! }"),
    ("type A { b(c: Int! = 1): Int }", "type A { b(c: Int = 1): Int }"),
    ("type A { b(c: [Int!]): Int }", "type A { b(c: [Int]): Int }"),
    ("type A { b(c: Int): Int }", "type A { b(c: Int = 1): Int }"),
    ("\"Old.\" type A { b: Int @deprecated(reason: \"x\") }", "\"New.\" type A { b: Int }"),
    ("scalar A", "scalar A directive @b on FIELD enum C { D }"),
    ("directive @b on FIELD scalar A", "directive @b(c: Int) repeatable on FIELD | QUERY scalar A"),
    (
      "input B { c: C = { d: 1, e: [2] } } input C { d: Int e: [Int] } type A { b(b: B): Int }",
      "input B { c: C = { e: [2], d: 1 } } input C { d: Int e: [Int] } type A { b(b: B): Int }"
    ),
    ("type A { b(c: B): Int } input B @oneOf { d: Int }", "type A { b(c: B): Int } input B { d: Int }"),
  ])
  func letsSafeChangesBe(old: String, new: String) throws {
    #expect(try changes(old, new).all == [])
    #expect(try changes(old, old).all == [])
  }

  @Test(arguments: [
    ("scalar A scalar B", "scalar A", "B was removed"),
    ("type A { b: Int }", "scalar A", "A changed from an object type to a scalar"),
    (
      "union A = B | C type B { d: Int } type C { d: Int }",
      "union A = B type B { d: Int } type C { d: Int }",
      "A lost its member C"
    ),
    ("enum A { B C }", "enum A { B }", "A.C was removed"),
    (
      "type A implements I { b: Int } interface I { b: Int }", "type A { b: Int } interface I { b: Int }",
      "A does not implement I any more"
    ),
    ("type A { b: Int c: Int }", "type A { b: Int }", "A.c was removed"),
    ("type A { b: Int! }", "type A { b: Int }", "A.b changed its type from Int! to Int"),
    ("type A { b: Int }", "type A { b: [Int] }", "A.b changed its type from Int to [Int]"),
    ("type A { b: [Int]! }", "type A { b: Int! }", "A.b changed its type from [Int]! to Int!"),
    ("interface A { b: Int }", "interface A { b: String }", "A.b changed its type from Int to String"),
    ("type A { b: Int }", "type A { b(c: Int!): Int }", "A.b(c:) was added and has to be given"),
    ("type A { b(c: Int): Int }", "type A { b: Int }", "A.b(c:) was removed"),
    ("type A { b(c: Int): Int }", "type A { b(c: Int!): Int }", "A.b(c:) changed its type from Int to Int!"),
    (
      "type A { b(c: [Int]): Int }", "type A { b(c: [Int!]): Int }",
      "A.b(c:) changed its type from [Int] to [Int!]"
    ),
    (
      "type A { b(c: C): Int } input C { d: Int }", "type A { b(c: C): Int } input C { d: Int e: Int! }",
      "C.e was added and has to be given"
    ),
    (
      "type A { b(c: C): Int } input C { d: Int e: Int }", "type A { b(c: C): Int } input C { d: Int }",
      "C.e was removed"
    ),
    (
      "type A { b(c: C): Int } input C { d: Int }", "type A { b(c: C): Int } input C { d: Float }",
      "C.d changed its type from Int to Float"
    ),
    (
      "type A { b(c: C): Int } input C { d: Int }", "type A { b(c: C): Int } input C @oneOf { d: Int }",
      "C takes exactly one of its fields now"
    ),
    ("scalar A directive @b on FIELD", "scalar A", "@b was removed"),
    ("scalar A directive @b(c: Int) on FIELD", "scalar A directive @b on FIELD", "@b(c:) was removed"),
    (
      "scalar A directive @b on FIELD", "scalar A directive @b(c: Int!) on FIELD",
      "@b(c:) was added and has to be given"
    ),
    (
      "scalar A directive @b repeatable on FIELD", "scalar A directive @b on FIELD",
      "@b cannot be repeated any more"
    ),
    (
      "scalar A directive @b on FIELD | QUERY", "scalar A directive @b on FIELD",
      "@b cannot be used on QUERY any more"
    ),
    (
      "scalar A type Mutation { b: Int }", "scalar A type Mutation { b: Int } schema { query: Query }",
      "Mutation is not the type of mutation operations any more"
    ),
  ])
  func findsWhatBreaks(old: String, new: String, change: String) throws {
    let changes = try changes(old, new)
    #expect(changes.breaking.map(\.description) == [change])
    #expect(changes.dangerous == [])
  }

  @Test(arguments: [
    ("enum A { B }", "enum A { B C }", "A.C was added"),
    (
      "union A = B type B { d: Int } type C { d: Int }",
      "union A = B | C type B { d: Int } type C { d: Int }",
      "A got the member C"
    ),
    (
      "type A { b: Int } interface I { b: Int }", "type A implements I { b: Int } interface I { b: Int }",
      "A implements I now"
    ),
    ("type A { b: Int }", "type A { b(c: Int): Int }", "A.b(c:) was added"),
    ("type A { b: Int }", "type A { b(c: Int! = 1): Int }", "A.b(c:) was added"),
    (
      "type A { b(c: C): Int } input C { d: Int }", "type A { b(c: C): Int } input C { d: Int e: Int }",
      "C.e was added"
    ),
    (
      "type A { b(c: Int = 1): Int }", "type A { b(c: Int = 2): Int }",
      "A.b(c:) changed its default from 1 to 2"
    ),
    ("type A { b(c: Int = 1): Int }", "type A { b(c: Int): Int }", "A.b(c:) lost its default 1"),
    (
      "type A { b(c: C): Int } input C { d: Int = 1 }", "type A { b(c: C): Int } input C { d: Int }",
      "C.d lost its default 1"
    ),
  ])
  func findsWhatMaySurprise(old: String, new: String, change: String) throws {
    let changes = try changes(old, new)
    #expect(changes.dangerous.map(\.description) == [change])
    #expect(changes.breaking == [])
  }
}
