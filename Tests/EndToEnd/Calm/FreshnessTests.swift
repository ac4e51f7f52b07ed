import JSON
import Postgres
import Testing

extension EndToEnd.Calm {
  /// What becomes of a catalog whose source changes (A18).
  @Suite struct Freshness {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func change(_ source: String, _ script: String) async throws {
      try await platform.withDatabase(source) {
        try await $0.executeScript("set role \"\(source)\"; \(script)")
      }
    }

    private func register(_ source: String, _ script: String) async throws -> String {
      try await platform.makeSource(source, password: "x", script)
      return try await platform.register(
        source, template: "postgres", try platform.sourceParameters(source, password: "x"))
    }

    private func stale(_ endpoint: String) async throws -> [String] {
      let datasets = try await platform.api.value(
        "query ($id: ID!) { catalogDatasets(endpointId: $id, isStale: true) { upstreamId staleSince staleRun { id } } }",
        ["id": .string(endpoint)])
      #expect(
        datasets.arrayValue?.allSatisfy {
          $0["staleSince"]?.stringValue != nil && $0["staleRun"]?["id"] != nil
        } == true)
      return (datasets.arrayValue ?? []).compactMap { $0["upstreamId"]?.stringValue }
    }

    private func versions(_ endpoint: String, _ name: String) async throws -> [JSONValue] {
      let datasets = try await platform.api.value(
        "query ($id: ID!) { catalogDatasets(endpointId: $id) { upstreamId versions { version added removed changed } } }",
        ["id": .string(endpoint)])
      return datasets.arrayValue?.first { $0["upstreamId"]?.stringValue == name }?["versions"]?.arrayValue
        ?? []
    }

    private func decide(_ mutation: String, _ id: JSONValue?) async throws -> JSONValue {
      try await platform.api.value(
        "mutation ($id: ID!) { \(mutation)(id: $id) { state marked missing datasets { upstreamId } } }",
        ["id": id ?? .null])
    }

    @Test func tablesGoReturnAndChange() async throws {
      let endpoint = try await register(
        "aging",
        "create table a (id int primary key, note text); create table b (id int); create table c (id int);")
      _ = try await platform.collect(endpoint)
      try await change("aging", "drop table c")
      #expect(try await platform.collect(endpoint).json["stats"]?["stale"] == 1)
      #expect(try await stale(endpoint) == ["public.c"])

      // Limited to what is not there, or failing: nothing is known about the rest.
      let limited = try await platform.api.value(
        """
        mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id, schemaOverride: ["public"]) { id } }
        """, ["id": .string(endpoint)])
      try await change("aging", "drop table b")
      let run = try await platform.end(of: try Platform.identifier(limited))
      #expect(run.status == "SUCCEEDED" && run.json["stats"]?["stale"] == 0)
      let wrong = try await platform.api.value(
        """
        mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id, schemaOverride: ["nowhere"]) { id } }
        """, ["id": .string(endpoint)])
      #expect(try await platform.end(of: try Platform.identifier(wrong)).status == "FAILED")
      #expect(try await stale(endpoint) == ["public.c"])

      try await change(
        "aging",
        """
        create table b (id int); create table c (id int);
        alter table a alter column id type bigint; alter table a add column "at" date not null;
        alter table a drop column note; comment on column a.id is 'Number';
        """)
      let back = try await platform.collect(endpoint)
      #expect(back.json["stats"]?["stale"] == 0 && back.json["stats"]?["added"] == 0)
      #expect(try await stale(endpoint).isEmpty)
      #expect(
        try await versions(endpoint, "public.a") == [
          ["version": 1, "added": ["id", "note"], "removed": [], "changed": []],
          ["version": 2, "added": ["at"], "removed": ["note"], "changed": ["id: integer → bigint"]],
        ])
      #expect(try await versions(endpoint, "public.c").count == 1)
      try await platform.expectInvariants()
    }

    @Test func aCatalogThatShrinksTooFarWaitsForAWord() async throws {
      let endpoint = try await register(
        "shrinking",
        "create table a (); create table b (); create table c (); create table d (id int);")
      _ = try await platform.collect(endpoint)
      try await change("shrinking", "drop table a; drop table b; drop table c")
      let first = try await platform.collect(endpoint)
      #expect(first.json["stats"]?["pending"] == 3 && first.json["stats"]?["stale"] == 0)
      #expect(try await stale(endpoint).isEmpty)
      let rejected = try await decide("rejectCatalogChangeSet", first.json["stats"]?["changeSetId"])
      #expect(rejected["state"] == "REJECTED")

      let second = try await platform.collect(endpoint)
      let id = try #require(second.json["stats"]?["changeSetId"])
      #expect(id != first.json["stats"]?["changeSetId"])
      let open = try await platform.api.value(
        "query ($id: ID!) { catalogChangeSets(endpointId: $id, state: PENDING) { id missing live run { id } } }",
        ["id": .string(endpoint)])
      #expect(open == [["id": id, "missing": 3, "live": 4, "run": ["id": .string(second.id)]]])
      let applied = try await decide("applyCatalogChangeSet", id)
      #expect(applied["state"] == "APPLIED" && applied["marked"] == 3)
      #expect(applied["datasets"]?.arrayValue?.count == 3)
      #expect(try await stale(endpoint) == ["public.a", "public.b", "public.c"])
      #expect(try await platform.collect(endpoint).json["stats"]?["pending"] == 0)
      try await platform.expectInvariants()
    }
  }
}
