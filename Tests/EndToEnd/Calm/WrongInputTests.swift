import Foundation
import JSON
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// Wrong input gets the coded error of the contract, naming the field, and changes nothing.
  @Suite struct WrongInputs {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test(arguments: WrongInput.all)
    func isRefused(_ wrong: WrongInput) async throws {
      let endpoint = try await platform.registerSynthetic("Known")
      let before = try await changes()
      let answer = try await platform.api.send(
        wrong.document, wrong.variables.mapValues { $0.replacing(WrongInput.known, with: endpoint) })
      #expect(answer.code == wrong.code, "\(answer.text.prefix(500))")
      if let field = wrong.field {
        #expect(answer.errors.first?.field == field, "\(answer.text.prefix(500))")
      }
      #expect(try await changes() == before)
    }

    private func changes() async throws -> Int {
      try await platform.number(
        """
        select (select count(*) from nucleus.endpoint) + (select count(*) from nucleus.collection)
          + (select count(*) from nucleus.run)
        """)
    }

    @Test func unknownObjectsAreNull() async throws {
      for field in [
        "endpoint", "metadataEndpoint", "collection", "collectionRun", "dataset", "metadataDataset",
      ] {
        let answer = try await platform.api.send(
          "query ($id: ID!) { \(field)(id: $id) { id } }", ["id": .string(WrongInput.unknown)])
        #expect(answer.errors.isEmpty, "\(field): \(answer.text)")
        #expect(answer.data?[field]?.isNull == true, "\(field)")
      }
    }

    @Test func anAmbiguousTriggerNamesTheCandidates() async throws {
      let endpoint = try await platform.registerSynthetic("Ambiguous")
      let one = try await platform.createCollection(of: endpoint, name: "one")
      let two = try await platform.createCollection(of: endpoint, name: "two")
      func trigger() async throws -> GraphQLAnswer {
        try await platform.api.send(Platform.triggerEndpoint, ["id": .string(endpoint)])
      }
      func delete(_ collection: String) async throws {
        _ = try await platform.api.value(
          "mutation ($id: ID!) { deleteCollection(id: $id) }", ["id": .string(collection)])
      }
      // With the one that every endpoint begins with, it is clear what is meant.
      let standard = try await trigger().data?["triggerEndpointCollection"]?["id"]?.stringValue
      let run = try await platform.end(of: try #require(standard))
      try await delete(try #require(run.json["collectionId"]?.stringValue))
      let answer = try await trigger()
      #expect(answer.code == "E_COLLECTION_AMBIGUOUS")
      let candidates = answer.errors.first?.extensions["collectionIds"]?.arrayValue ?? []
      #expect(Set(candidates.compactMap(\.stringValue)) == [one, two])
      try await delete(one)
      let last = try await platform.end(
        of: try Platform.identifier(try #require(try await trigger().data?["triggerEndpointCollection"])))
      #expect(last.json["collectionId"]?.stringValue == two)
      try await delete(two)
      #expect(try await trigger().code == "E_COLLECTION_NOT_FOUND")
    }

    @Test func aSourceIdNamesOneEndpoint() async throws {
      let document = "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }"
      let input: JSONValue = ["name": "Twin", "sourceId": "twin", "config": ["templateId": "synthetic"]]
      let answers = try await concurrently(Array(1...5)) { _ in
        try await platform.api.send(document, ["input": input])
      }
      #expect(answers.filter(\.errors.isEmpty).count == 1)
      #expect(answers.flatMap(\.errors).allSatisfy { $0.code == "E_DUPLICATE_SOURCE_ID" })
    }

    @Test(arguments: [
      "wrong", "", "Bearer", "nk_0000000000000000000000000000000000000000000000000000000000000000",
    ])
    func onlyTheKeyOpens(_ key: String) async throws {
      let stranger = GraphQLClient(port: platform.httpPort, key: key)
      let answer = try await stranger.send("{ health { status } }")
      #expect(answer.status == 401)
      #expect(answer.code == "E_AUTH_REQUIRED")
      #expect(answer.data?["health"] == nil)
    }

    @Test func absurdSizesAreRefused() async throws {
      let big = String(repeating: "x", count: 2_000_000)
      let deep = String(repeating: "{ a", count: 5_000) + String(repeating: "}", count: 5_000)
      let list = String(repeating: "[", count: 20_000)
      let key = try platform.api.key
      let bodies: [[UInt8]] = [
        (["query": .string("{ health { status } } # \(big)")] as JSONValue).encodedBytes,
        (["query": .string(deep)] as JSONValue).encodedBytes, Array("{\"query\": \(list)".utf8),
        Array("{".utf8), [],
        Array("{\"query\": 5}".utf8), [0xFF, 0xFE],
      ]
      for body in bodies {
        let answer = try await HTTPExchange(
          port: platform.httpPort, method: .POST, path: "/graphql",
          headers: [("Content-Type", "application/json"), ("Authorization", "Bearer \(key)")], body: body
        ).answer()
        #expect(answer.status == 200 || (400..<500).contains(answer.status), "\(answer.status)")
        #expect(
          try GraphQLAnswer(answer).code == "E_INVALID_INPUT",
          "\(answer.status) to \(String(decoding: body.prefix(40), as: UTF8.self)): \(answer.text.prefix(200))"
        )
      }
      #expect(await platform.readiness(of: .gateway()) == 200)
    }
  }
}
