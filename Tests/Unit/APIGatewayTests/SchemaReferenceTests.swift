import Contracts
import Foundation
import GraphQL
import JSON
import TestSupport
import Testing

@testable import APIGateway

@Suite struct SchemaReferenceTests {
  @Test func theCommittedPageIsCurrent() throws {
    let file = ConformanceProgram.root.appending(path: "docs/graphql.md")
    let isCurrent = try String(contentsOf: file, encoding: .utf8) == GatewaySchema.reference()
    #expect(isCurrent, "docs/graphql.md is older than the schema: make docs renews it")
  }

  @Test func everyReasonHasAMeaning() {
    let codes = RequestReasons.meanings.map(\.code)
    #expect(Set(codes) == GraphQL.ErrorCode.ofRequests)
    #expect(codes.count == GraphQL.ErrorCode.ofRequests.count)
  }

  @Test func everyRootFieldTellsItsRole() throws {
    let page = try GatewaySchema.reference()
    let schema = try GatewaySchema.load()
    let fields = OperationType.allCases.reduce(0) { $0 + (schema.rootType(of: $1)?.fields.count ?? 0) }
    #expect(page.components(separatedBy: " Takes the role `").count - 1 == fields)
  }

  @Test func describesEveryPartOfASchema() throws {
    let schema = try Schema(
      sdl: #"""
        "Says | hello."
        scalar Day @specifiedBy(url: "https://example.org/day")
        enum Colour { "Like fire." RED BLUE @deprecated(reason: "Too cold.") }
        interface Node { id: ID! }
        "A thing."
        type Thing implements Node { id: ID! "Its\nname." name(short: Boolean = true): String @deprecated }
        union Any = Thing
        input By @oneOf { id: ID name: String }
        type Query { "Finds." find("What." by: By!, colours: [Colour!] = [RED]): [Thing!]! any: Any }
        """#)
    let page = SchemaReference(
      schema: schema, role: { $1 == "find" ? "\($0) reader" : nil },
      errors: [("Codes", [("E_X", "Bad.")]), ("None", [])], introduction: "# Title"
    ).markdown
    for piece in [
      "# Title\n\n## Queries\n\n### find\n\nFinds.\n\nGives [`[Thing!]!`](#type-thing). Takes the role Query reader.\n\n",
      "| argument | type | default | meaning |\n| --- | --- | --- | --- |\n| `by` | [`By!`](#type-by) |  | What. |\n",
      "| `colours` | [`[Colour!]`](#type-colour) | `[RED]` |  |\n\n### any\n\nGives [`Any`](#type-any).\n\n## Types\n\n",
      "### <a id=\"type-thing\"></a>Thing\n\nA thing.\n\nImplements [`Node`](#type-node).\n\n| field | type | meaning |",
      "| `name(short: Boolean = true)` | [`String`](#type-string) | Its name. **Deprecated:** No longer supported |",
      "## Interfaces\n\n### <a id=\"type-node\"></a>Node\n\n",
      "## Unions\n\n### <a id=\"type-any\"></a>Any\n\nOne of [`Thing`](#type-thing).",
      "Exactly one field is given.\n\n| field | type | default | meaning |",
      "| `RED` | Like fire. |\n| `BLUE` | **Deprecated:** Too cold. |",
      "Day\n\nSays | hello.\n\nSpecified by <https://example.org/day>.",
      "## Codes\n\n| code | meaning |\n| --- | --- |\n| `E_X` | Bad. |\n",
    ] {
      #expect(page.contains(piece), "\(piece)\n\n\(page)")
    }
    #expect(!page.contains("## None") && !page.contains("__Schema"))
  }
}
