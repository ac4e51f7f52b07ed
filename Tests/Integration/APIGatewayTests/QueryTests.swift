import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Postgres
import ServiceRuntime
import Storage
import TestSupport
import Testing

extension GatewayTests {
  /// What queries answer, over HTTP and a real database.
  @Suite struct QueryTests {
    private func ids(_ value: JSONValue?) -> [String] {
      value?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    }

    @Test func masksCredentials() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(on: platform, project: "mask", endpoints: 1, finishedRuns: 0)
      let answer = try await platform.ask(
        "{ endpoint(id: \"\(history.endpoints[0].id)\") { config labels health isDeleted createdAt } }")
      let endpoint = answer.data?["endpoint"]
      let parameters = try #require(endpoint?["config"]?["parameters"]?.objectValue)
      #expect(parameters.count == 3)
      #expect(parameters["password"] == "••••" && parameters["host"] == "db")
      #expect(endpoint?["config"]?["templateId"] == "postgres")
      #expect(endpoint?["health"] == "UNKNOWN")
      let created = try #require(endpoint?["createdAt"]?.stringValue)
      #expect(created.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test func findsDeletedOnesByIdAlone() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "deleted", endpoints: 2, finishedRuns: 1)
      let gone = history.endpoints[0]
      _ = try await platform.writer.transaction {
        try await EndpointStore.delete(gone.id, reason: "test", in: $0)
      }
      let answer = try await platform.ask(
        """
        { endpoints(projectSlug: "deleted") { id }
          some: metadataEndpoints(projectId: "deleted") { id }
          all: metadataEndpoints(projectId: "deleted", includeDeleted: true) { id isDeleted }
          endpoint(id: "\(gone.id)") { isDeleted deletionReason collections { id } runs { id } }
          endpointBySourceId(sourceId: "\(gone.sourceID)") { id }
          collection(id: "\(history.collections[0].id)") { isDeleted endpoint { isDeleted } }
          collections(endpointId: "\(gone.id)") { id }
          collectionRuns(endpointId: "\(gone.id)") { collection { isDeleted } endpoint { isDeleted } } }
        """)
      #expect(answer.json["errors"] == nil)
      #expect(ids(answer.data?["endpoints"]) == [history.endpoints[1].id.lowercased])
      #expect(ids(answer.data?["some"]) == [history.endpoints[1].id.lowercased])
      #expect(ids(answer.data?["all"]).count == 2)
      #expect(answer.data?["endpoint"]?["deletionReason"] == "test")
      #expect(answer.data?["endpoint"]?["collections"] == [])
      #expect(ids(answer.data?["endpoint"]?["runs"]).count == 2)
      #expect(answer.data?["endpointBySourceId"] == .null)
      #expect(answer.data?["collection"]?["isDeleted"] == true)
      #expect(answer.data?["collection"]?["endpoint"] == ["isDeleted": true])
      #expect(answer.data?["collections"] == [])
      #expect(
        answer.data?["collectionRuns"]?.arrayValue?.allSatisfy {
          $0["collection"] == ["isDeleted": true] && $0["endpoint"] == ["isDeleted": true]
        } == true)
    }

    @Test func pagesThroughRuns() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "paging", endpoints: 1, finishedRuns: 6)
      let endpoint = history.endpoints[0].id.lowercased
      let expected = history.runs.reversed().map(\.id.lowercased)
      var found: [String] = []
      var after: JSONValue = .null
      var pages = 0
      while pages < 10 {
        pages += 1
        let answer = try await platform.ask(
          """
          query ($id: ID!, $after: ID) { runConnection(filter: {endpointId: $id}, first: 3, after: $after) {
            nodes { id } edges { cursor node { id } } totalCount
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
          """, variables: ["id": .string(endpoint), "after": after])
        let page = try #require(answer.data?["runConnection"])
        #expect(page["totalCount"] == 7)
        #expect(page["pageInfo"]?["hasPreviousPage"]?.boolValue == !found.isEmpty)
        found += ids(page["nodes"])
        #expect(page["edges"]?.arrayValue?.last?["cursor"] == page["pageInfo"]?["endCursor"])
        after = page["pageInfo"]?["endCursor"] ?? .null
        if page["pageInfo"]?["hasNextPage"] == false { break }
      }
      #expect(pages == 3)
      #expect(found == expected)
      let rest = try await platform.ask(
        "{ collectionRuns(endpointId: \"\(endpoint)\", after: \"\(expected[4])\") { id } }")
      #expect(ids(rest.data?["collectionRuns"]) == Array(expected[5...]))
    }

    @Test func filtersRuns() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "filters", endpoints: 2, finishedRuns: 2)
      let first = history.endpoints[0].id.lowercased
      let second = history.endpoints[1].id.lowercased
      let middle = Timestamp.format(history.runs[1].requestedAt)
      let answer = try await platform.ask(
        """
        { skipped: collectionRuns(endpointId: "\(first)", status: SKIPPED) { id status }
          both: collectionRuns(endpointId: "\(first)", filter: {status: QUEUED}) { id }
          never: collectionRuns(endpointId: "\(first)", filter: {endpointId: "\(second)"}) { id }
          limited: metadataCollectionRuns(filter: {endpointId: "\(first)"}, limit: 2) { id }
          previews: collectionRuns(endpointId: "\(first)", filter: {kind: PREVIEW}) { id }
          from: collectionRuns(endpointId: "\(first)", from: "\(middle)") { id }
          to: collectionRuns(endpointId: "\(first)", to: "\(middle)") { id }
          collection(id: "\(history.collections[0].id)") {
            activeRun { id status filters } lastRun { id } schedule { cron } temporalScheduleId } }
        """)
      #expect(answer.json["errors"] == nil)
      let runs = history.runs.prefix(3).map(\.id.lowercased)
      #expect(ids(answer.data?["skipped"]) == [runs[1], runs[0]])
      #expect(ids(answer.data?["both"]) == [runs[2]])
      #expect(answer.data?["never"] == [])
      #expect(ids(answer.data?["limited"]) == [runs[2], runs[1]])
      #expect(answer.data?["previews"] == [])
      // Milliseconds are what a caller sees; the row may be a part of one later.
      let from = Set(ids(answer.data?["from"]))
      let to = Set(ids(answer.data?["to"]))
      #expect(from.contains(runs[1]) && from.contains(runs[2]))
      #expect(from.isDisjoint(with: to))
      #expect(from.count + to.count == 3)
      let collection = answer.data?["collection"]
      #expect(collection?["activeRun"]?["id"]?.stringValue == runs[2])
      #expect(collection?["activeRun"]?["filters"] == ["number": 2])
      #expect(collection?["lastRun"]?["id"]?.stringValue == runs[2])
      #expect(collection?["schedule"] == .null)
    }

    @Test func refusesUnknownCursors() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let unknown = UUID.v7().lowercased
      for list in ["collectionRuns", "endpoints", "collections"] {
        let answer = try await platform.ask("{ \(list)(after: \"\(unknown)\") { id } }")
        #expect(answer.code == "E_INVALID_INPUT")
        #expect(answer.error?["field"] == "after")
      }
      for list in ["runConnection", "catalogDatasetConnection"] {
        let answer = try await platform.ask("{ \(list)(after: \"\(unknown)\") { nodes { id } } }")
        #expect(answer.error?["field"] == "after")
      }
    }

    @Test func readsTheCatalog() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "catalog", endpoints: 1, finishedRuns: 0)
      try await history.addDatasets(30, on: platform)
      let endpoint = history.endpoints[0].id.lowercased
      let answer = try await platform.ask(
        """
        { all: catalogDatasets(endpointId: "\(endpoint)") { id upstreamId }
          even: catalogDatasets(projectId: "catalog", labels: ["even"]) { id }
          odd: catalogDatasetConnection(endpointId: "\(endpoint)", unlabeledOnly: true, first: 10) {
            totalCount nodes { id } pageInfo { hasNextPage } }
          found: catalogDatasets(endpointId: "\(endpoint)", search: "TABLE_29") { upstreamId }
          literal: catalogDatasets(endpointId: "\(endpoint)", search: "%") { upstreamId }
          endpoint(id: "\(endpoint)") { datasets(limit: 5) { id } } }
        """)
      #expect(answer.json["errors"] == nil)
      #expect(answer.data?["all"]?.arrayValue?.count == 30)
      #expect(answer.data?["even"]?.arrayValue?.count == 15)
      #expect(answer.data?["odd"]?["totalCount"] == 15)
      #expect(answer.data?["odd"]?["nodes"]?.arrayValue?.count == 10)
      #expect(answer.data?["odd"]?["pageInfo"]?["hasNextPage"] == true)
      #expect(answer.data?["found"] == [["upstreamId": "public.table_29"]])
      #expect(answer.data?["literal"] == [])
      #expect(answer.data?["endpoint"]?["datasets"]?.arrayValue?.count == 5)

      let first = try #require(
        answer.data?["all"]?.arrayValue?.first { $0["upstreamId"] == "public.table_0" }?["id"]?.stringValue)
      let one = try await platform.ask(
        """
        { dataset(id: "\(first)") { displayName source projectIds labels schema entity isStale sampleRows versions { at }
            profile { recordCount raw } statistics fields { name type nullable primaryKey } preview { isStale }
            lastCollectionRun { id } sourceEndpoint { id } ingestionConfig { id } }
          catalogDatasetPreview(id: "\(first)") { isStale }
          metadataDataset(id: "\(UUID.v7())") { id } }
        """)
      #expect(one.json["errors"] == nil)
      let dataset = one.data?["dataset"]
      #expect(dataset?["source"] == "catalog-0")
      #expect(dataset?["projectIds"] == ["catalog"])
      #expect(dataset?["profile"]?["recordCount"] == .null)
      #expect(dataset?["profile"]?["raw"] == ["recordCount": 5_000_000_000])
      let field = try #require(dataset?["fields"]?.arrayValue?.first)
      #expect(field["name"] == "id" && field["type"] == "bigint")
      #expect(field["nullable"] == false && field["primaryKey"] == true)
      #expect(dataset?["versions"]?.arrayValue?.count == 1)
      #expect(dataset?["preview"] == .null)
      #expect(one.data?["metadataDataset"] == .null)
    }

    @Test func saysThatTheDatabaseIsAwayAndReturns() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { _ in .done(result: true) }
      try await platform.database.server.stop()
      try await eventually("the loss is noticed") { !platform.readiness.report().isReady }
      _ = platform.reader.takeCount()
      let start = ContinuousClock.now
      #expect(try await platform.ask("{ endpoints { id } }").code == "E_UNAVAILABLE")
      let deletion = "mutation { deleteCollection(id: \"\(UUID.v7())\") }"
      #expect(try await platform.ask(deletion).code == "E_UNAVAILABLE")
      // Nothing is tried, so nothing is waited for.
      #expect(platform.reader.takeCount() == 0 && platform.scheduler.received.isEmpty)
      #expect(ContinuousClock.now - start < .seconds(5))
      try await platform.database.server.start()
      try await platform.becomeReady()
      try await eventually("the catalog is read again") {
        try await platform.ask("{ endpoints { id } }").json["errors"] == nil
      }
      #expect(try await platform.ask(deletion).data?["deleteCollection"] == true)
    }

    @Test func keepsCredentialsOutOfMessages() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let canary = "canary-\(UUID().uuidString)"
      platform.scheduler.answer { _ in .refused(Refusal(.duplicateSourceID, "taken")) }
      let parameters: JSONValue = [
        "host": "db", "database": "d", "username": "u", "password": .string(canary),
      ]
      let config: JSONValue = ["templateId": "postgres", "parameters": parameters]
      let answers = [
        try await platform.ask(
          "mutation ($c: JSON) { registerEndpoint(input: {name: \"x\", config: $c}) { id } }",
          variables: ["c": config]),
        try await platform.ask(
          "mutation ($c: JSON) { updateEndpoint(id: \"\(UUID.v7())\", patch: {config: $c}) { id } }",
          variables: ["c": config]),
        try await platform.ask(
          "mutation ($c: JSON!) { testEndpoint(input: {templateId: \"postgres\", type: \"t\", connection: $c}) { ok } }",
          variables: ["c": parameters]),
      ]
      #expect(answers.map(\.code) == Array(repeating: "E_DUPLICATE_SOURCE_ID", count: 3))
      #expect(answers.allSatisfy { !$0.json.encodedString.contains(canary) })
      let messages = platform.scheduler.received
      #expect(messages.count == 3)
      for message in messages {
        #expect(!String(decoding: message.body, as: UTF8.self).contains(canary))
        #expect(!"\(message.properties)".contains(canary))
        #expect(String(decoding: message.body, as: UTF8.self).contains("nsl1."))
      }
    }
  }
}
