import JSON
import Postgres
import Testing

extension EndToEnd.Calm {
  /// What the product is for: an endpoint is registered, triggered, collected, and its catalog read.
  @Suite struct MainWay {
    private let platform: Platform

    init() throws { platform = try .shared }

    private static let schema = """
      create table customer (
        id bigint generated always as identity primary key, email text not null unique, note varchar(40),
        balance numeric(10, 2) not null default 0);
      comment on table customer is 'People who buy';
      comment on column customer.email is 'Where bills go';
      create table purchase (
        id uuid not null, placed_at timestamptz not null, customer_id bigint references customer,
        primary key (id, placed_at)) partition by range (placed_at);
      create table purchase_2025 partition of purchase for values from ('2025-01-01') to ('2026-01-01');
      create view debtor as select id, email from customer where balance < 0;
      create materialized view total as select count(*) as customers from customer;
      create schema "Größe & Co";
      create table "Größe & Co"."Über""sicht" ("Spalte 1" int[], "select" jsonb);
      insert into customer (email) select n || '@example.org' from generate_series(1, 250) n;
      analyze;
      """

    @Test func aRealDatabaseIsCollected() async throws {
      try await platform.makeSource("shop", password: "shop's own", Self.schema)
      let endpoint = try await platform.register(
        "Shop", template: "postgres", try platform.sourceParameters("shop", password: "shop's own"))

      let queued = try await platform.api.value(
        "mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id) { \(RunView.fields) } }",
        ["id": .string(endpoint)])
      #expect(RunView(json: queued).status == "QUEUED")
      #expect(RunView(json: queued).attempt == 0)

      let run = try await platform.end(of: RunView(json: queued).id)
      #expect(run.status == "SUCCEEDED", "\(run.json.encodedString)")
      #expect(run.states == ["QUEUED", "RUNNING", "SUCCEEDED"])
      #expect(run.attempt == 1)
      #expect(run.executor?.hasPrefix("run-executor-1@") == true)
      #expect(run.transitions.first?["from"]?.isNull == true)
      #expect(!run.activities.isEmpty)
      #expect(run.activities.allSatisfy { $0["outcome"] == "ok" && $0["attempt"] == 1 })

      let catalog = try await platform.catalog(of: endpoint)
      #expect(Int(run.datasets ?? 0) == catalog.count)
      let customer = try #require(catalog["public.customer"])
      #expect(customer["description"] == "People who buy")
      #expect(customer["schema"] == "public")
      #expect(customer["profile"]?["recordCount"] == 250)
      #expect(customer["isStale"] == false)
      #expect(customer["lastCollectionRun"]?["id"] == .string(run.id))
      let fields = customer["fields"]?.arrayValue ?? []
      #expect(fields.map { $0["name"]?.stringValue } == ["id", "email", "note", "balance"])
      #expect(
        fields.map { $0["type"]?.stringValue } == [
          "bigint", "text", "character varying(40)", "numeric(10,2)",
        ])
      #expect(fields.map { $0["nullable"]?.boolValue } == [false, false, true, false])
      #expect(fields.map { $0["primaryKey"]?.boolValue ?? false } == [true, false, false, false])
      #expect(fields[1]["description"] == "Where bills go")
      for name in ["public.purchase", "public.debtor", "public.total"] {
        #expect(catalog[name] != nil, "\(name)")
      }
      let odd = catalog.values.filter { $0["schema"] == "Größe & Co" }
      #expect(odd.count == 1)
      #expect(odd.first?["fields"]?.arrayValue?.map { $0["name"]?.stringValue } == ["Spalte 1", "select"])
      try await platform.expectInvariants()
    }

    @Test func aSecondCollectionSeesWhatHasChanged() async throws {
      try await platform.makeSource(
        "changing", password: "x", "create table a (id int); create table b (id int);")
      let endpoint = try await platform.register(
        "Changing", template: "postgres", try platform.sourceParameters("changing", password: "x"))
      _ = try await platform.collect(endpoint)
      try await platform.withDatabase("changing") { source in
        try await source.executeScript(
          "set role changing; drop table a; alter table b add column name text; create table c (id int);")
      }

      let run = try await platform.collect(endpoint)
      #expect(run.status == "SUCCEEDED")
      #expect(run.json["stats"]?["added"] == 1)
      #expect(run.json["stats"]?["changed"] == 1)
      #expect(run.json["stats"]?["stale"] == 1)
      let catalog = try await platform.catalog(of: endpoint)
      #expect(catalog["public.a"]?["isStale"] == true)
      #expect(catalog["public.b"]?["fields"]?.arrayValue?.count == 2)
      #expect(catalog["public.c"]?["isStale"] == false)
      try await platform.expectInvariants()
    }

    @Test func aRunIsSeenRunningWhileItRuns() async throws {
      let endpoint = try await platform.registerSynthetic("Slow", ["latencyMs": 2_000])
      let id = try await platform.trigger(endpoint: endpoint)
      try await platform.await("RUNNING", of: id)
      let active = try await platform.api.value(
        "query ($id: ID!) { endpoint(id: $id) { collections { name activeRun { id status } lastRun { id } } } }",
        ["id": .string(endpoint)])
      #expect(active["collections"]?.arrayValue?.first?["name"] == "default")
      #expect(active["collections"]?.arrayValue?.first?["activeRun"]?["id"] == .string(id))
      #expect(try await platform.end(of: id).status == "SUCCEEDED")
    }

    @Test(arguments: [
      ("error", "FAILED", "E_UPSTREAM_ERROR"), ("skip", "SKIPPED", nil), ("none", "SUCCEEDED", nil),
    ])
    func everyWayToEnd(_ failure: String, _ status: String, _ code: String?) async throws {
      let endpoint = try await platform.registerSynthetic("Ends \(failure)", ["failure": .string(failure)])
      let run = try await platform.collect(endpoint)
      #expect(run.status == status)
      #expect(run.errorCode == code)
      if failure == "error" {
        let tries = run.activities.filter { $0["outcome"] != "ok" }
        #expect(tries.map { $0["outcome"]?.stringValue } == ["retry", "retry", "failed"])
        #expect(tries.map { $0["attempt"]?.intValue } == [1, 2, 3])
      }
      if failure == "skip" {
        #expect(run.transitions.last?["reason"]?.stringValue?.hasPrefix("NOTHING_TO_DO: ") == true)
      }
    }
  }
}
