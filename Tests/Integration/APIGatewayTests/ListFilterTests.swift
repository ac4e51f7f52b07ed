import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import Testing

extension GatewayTests {
  /// What lists can be narrowed to and sorted by, over HTTP.
  @Suite struct ListFilterTests {
    @Test func narrowsAndSorts() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "narrow", endpoints: 3, finishedRuns: 1)
      let first = history.endpoints[0].id.lowercased
      let batch = UUID()
      try await platform.writer.execute(
        """
        update nucleus.run set batch_id = \(batch) where endpoint_id = \(history.endpoints[0].id) and status = 'QUEUED'
        """)
      try await platform.writer.execute(
        """
        update nucleus.collection set schedule_cron = '0 9 * * 1-5', schedule_timezone = 'Europe/Berlin'
        where id = \(history.collections[0].id)
        """)
      let answer = try await platform.ask(
        """
        { byName: endpoints(projectSlug: "narrow", orderBy: NAME) { name }
          kind: endpoints(projectSlug: "narrow", kind: "postgres", isEnabled: true, label: "sample", health: UNKNOWN) { id }
          none: endpoints(projectSlug: "narrow", label: "sampl") { id }
          scheduled: collections(endpointId: "\(first)", hasSchedule: true, isPaused: false, search: "EFAULT",
            label: "sample", orderBy: NAME) { schedule { description } }
          manual: collections(endpointId: "\(first)", hasSchedule: false) { id }
          some: collectionRuns(endpointId: "\(first)", filter: {statuses: [SKIPPED, FAILED]}) { status }
          both: collectionRuns(endpointId: "\(first)", status: QUEUED, filter: {statuses: [SKIPPED]}) { id }
          batch: runConnection(filter: {batchId: "\(batch)"}) { totalCount nodes { status batchId } }
          failed: runConnection(filter: {endpointId: "\(first)", errorCode: "E_RUN_LOST"}) { totalCount nodes { id } } }
        """)
      #expect(answer.json["errors"] == nil)
      #expect(
        answer.data?["byName"]?.arrayValue?.map { $0["name"] } == ["Endpoint 0", "Endpoint 1", "Endpoint 2"])
      #expect(answer.data?["kind"]?.arrayValue?.count == 3)
      #expect(answer.data?["none"] == [] && answer.data?["manual"] == [])
      #expect(
        answer.data?["scheduled"] == [["schedule": ["description": "Every weekday at 09:00, Berlin time"]]])
      #expect(answer.data?["some"] == [["status": "SKIPPED"]])
      #expect(answer.data?["both"] == [])
      #expect(answer.data?["batch"]?["totalCount"] == 1)
      #expect(
        answer.data?["batch"]?["nodes"] == [
          ["status": "QUEUED", "batchId": .string(batch.uuidString.lowercased())]
        ])
      #expect(answer.data?["failed"]?["totalCount"] == 0)
      let empty = try await platform.ask("{ collectionRuns(filter: {statuses: []}) { id } }")
      #expect(empty.error?["field"] == "filter.statuses")
    }
  }
}
