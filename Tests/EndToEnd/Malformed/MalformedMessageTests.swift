import AMQP
import Contracts
import Foundation
import JSON
import Postgres
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// Whatever is thrown at a queue, every service is still well, and every piece of it is found once among the dead letters
  /// (B7, R15).
  @Suite struct MalformedMessages {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func nothingHarmsAnybodyAndNothingIsLost() async throws {
      #expect(PoisonKind.all.count >= 30)
      let endpoint = try await platform.registerSynthetic("Poisoned")
      #expect(try await platform.collect(endpoint).status == "SUCCEEDED")
      let sibling = try await platform.collect(try await platform.registerSynthetic("Poisoned sibling")).id
      let places = PoisonPlace.all(
        endpoint: try #require(UUID(uuidString: endpoint)), replies: try await repliesQueue())
      let pids = PlatformProcess.services.map(platform.pid)
      let before = try await stored()

      let publisher = try publisher()
      for place in places {
        for kind in PoisonKind.all {
          try publisher.send(
            kind.message(at: place), exchange: place.exchange, routingKey: place.routingKey)
        }
      }
      // What only copies are meant for is indexed as it is; nobody puts it away.
      for kind in PoisonKind.all {
        try publisher.send(kind.message(at: places[0]), exchange: "nucleus.journal", routingKey: "")
      }
      try throwHarmless(at: places[2], through: publisher, namingRunOf: sibling)
      try publisher.waitForConfirms()
      // The next good messages, behind all of that.
      let run = try await platform.trigger(endpoint: endpoint)
      #expect(try await platform.end(of: run, within: .seconds(20)).status == "SUCCEEDED")
      #expect(try await testsAConnection())
      try await eventually("the journal's index has got past all of it", within: .seconds(20)) {
        try await isInJournal(run)
      }

      let thrown = places.count * PoisonKind.all.count
      try await eventually("all are filed", within: .seconds(20)) { try await stored() >= before + thrown }
      #expect(try await stored() == before + thrown)
      try await checkLetters(from: places)
      #expect(PlatformProcess.services.map(platform.pid) == pids)
      for process in PlatformProcess.services {
        #expect(await platform.readiness(of: process) == 200, "\(process.name) is ready")
      }
      try await platform.withBroker { broker in
        for queue in ["nucleus.dead", "nucleus.scheduler.commands", "nucleus.executor.requests"] {
          let count = try await broker.messageCount(of: queue)
          #expect(count == 0, "\(queue) is empty")
        }
      }
      try await decideAboutAll(places)
    }

    /// The broker itself takes no message whose time is nonsense, and says so to its sender alone.
    @Test func theBrokerRefusesNonsenseTimes() async throws {
      for expiration in ["-5", "soon", "99999999999999999999"] {
        var message = RawMessage(body: [])
        message.expiration = Array(expiration.utf8)
        let publisher = try publisher()
        #expect(throws: RawPublisher.Failure.self) {
          try publisher.publish(message, exchange: "nucleus.commands", routingKey: "scheduler")
        }
      }
    }

    /// Triggers that can be read and lead nowhere: nothing is wrong with them that anybody could mend.
    private func throwHarmless(
      at place: PoisonPlace, through publisher: RawPublisher, namingRunOf run: String
    ) throws {
      for run in [UUID.v7().lowercased, run] {
        var message = RawMessage(
          body: Array(#"{"endpointID":"\#(place.routingKey)","runID":"\#(run)"}"#.utf8))
        message.messageID = Array(UUID.v7().lowercased.utf8)
        message.type = Array(place.type.rawValue.utf8)
        try publisher.send(message, exchange: place.exchange, routingKey: place.routingKey)
      }
    }

    private func checkLetters(from places: [PoisonPlace]) async throws {
      var letters: [String: [JSONValue]] = [:]
      for place in Set(places.map(\.queue)) {
        let page = try await platform.api.value(
          """
          query ($queue: String) { deadLetters(queue: $queue, first: 500) {
            id sender queue reason reasonClass bodySize headers status } }
          """, ["queue": .string(place)])
        for letter in page.arrayValue ?? [] {
          letters[letter["sender"]?.stringValue ?? "", default: []].append(letter)
        }
      }
      for place in places {
        for kind in PoisonKind.all {
          let found = letters[kind.sender(at: place)] ?? []
          #expect(found.count == 1, "\(kind.sender(at: place))")
          #expect(found.first?["queue"]?.stringValue == place.queue, "\(kind.sender(at: place))")
          #expect(found.first?["reason"]?.stringValue?.isEmpty == false, "\(kind.sender(at: place))")
        }
      }
    }

    /// One is sent again and is well this time, since it gets what it was missing; the others are given up.
    private func decideAboutAll(_ places: [PoisonPlace]) async throws {
      let trigger = try await platform.api.value(
        """
        query ($queue: String) { deadLetters(queue: $queue, first: 500) { id sender body } }
        """, ["queue": .string(places[2].queue)])
      let letter = try #require(
        trigger.arrayValue?.first { $0["sender"]?.stringValue == "poison no id at endpoint" })
      let body = #"{"endpointID":"\#(places[2].routingKey)","runID":"\#(UUID.v7().lowercased)"}"#
      let isRedriven = try await platform.api.value(
        "mutation ($id: ID!, $body: String) { redriveDeadLetter(id: $id, body: $body) }",
        ["id": letter["id"] ?? .null, "body": .string(body)])
      #expect(isRedriven == true)
      for queue in Set(places.map(\.queue)) {
        let outcome = try await platform.api.value(
          """
          mutation ($queue: String) { discardDeadLetters(queue: $queue, note: "a test") { done refused remaining } }
          """, ["queue": .string(queue)])
        #expect(outcome["remaining"] == 0 && outcome["refused"] == 0, "\(queue): \(outcome.encodedString)")
      }
      #expect(try await platform.api.value("{ deadLetters(first: 1) { id } }") == [])
    }

    private func publisher() throws -> RawPublisher {
      let owner = try platform.brokerConfiguration()
      return try RawPublisher(
        port: owner.port, virtualHost: owner.virtualHost, username: owner.username, password: owner.password)
    }

    private func stored() async throws -> Int {
      try await platform.number("select count(*)::int8 from nucleus.dead_letter")
    }

    private func isInJournal(_ run: String) async throws -> Bool {
      let id = try #require(UUID(uuidString: run))
      return try await platform.number(
        "select count(*)::int8 from nucleus.journal_entry where run_id = \(id) and exchange = 'nucleus.triggers'"
      ) > 0
    }

    /// The queue that the gateway has its answers sent to.
    private func repliesQueue() async throws -> String {
      let names = try await platform.control(
        "list_queues", "--vhost", "nucleus", "--no-table-headers", "name")
      return try #require(
        names.split(whereSeparator: \.isNewline).first { $0.hasPrefix("nucleus.replies.") }.map(String.init))
    }

    private func testsAConnection() async throws -> Bool {
      let input: JSONValue = [
        "templateId": "synthetic", "type": "synthetic", "connection": ["datasets": 1],
      ]
      let result = try await platform.api.value(
        "mutation ($input: TestEndpointInput!) { testEndpoint(input: $input) { ok } }", ["input": input])
      return result["ok"] == true
    }
  }
}
