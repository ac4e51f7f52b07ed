import AMQP
import Contracts
import Foundation
import Postgres
import Testing

extension EndToEnd.Calm {
  /// Each service's logins can do what the service does, and nothing else.
  @Suite struct Access {
    private let platform: Platform

    init() throws { platform = try .shared }

    private static let services: [Platform.Login] = [.gateway, .scheduler, .executor]

    @Test func publishing() async throws {
      let allowed: [Platform.Login: Set<String>] = [
        .gateway: ["nucleus.commands", "nucleus.dead"],
        .scheduler: Set(Exchange.allCases.map(\.rawValue)),
        .executor: [
          "nucleus.events", "nucleus.replies", "nucleus.triggers", "nucleus.control", "nucleus.dead",
          "nucleus.journal",
        ],
      ]
      for login in Self.services {
        try await platform.withBroker(as: login) { broker in
          // The empty name is the default exchange, which reaches every queue.
          for exchange in Exchange.allCases.map(\.rawValue) + ["", "amq.topic"]
          where exchange != "nucleus.dead" {
            let outcome = await refusal {
              try await broker.publish(
                AMQPMessage(body: []), exchange: exchange, routingKey: "run.nobody", mandatory: false)
            }
            let expected: AMQPError.Code? =
              allowed[login, default: []].contains(exchange) ? nil : .accessRefused
            #expect(outcome == expected, "\(login.rawValue) on “\(exchange)”")
          }
        }
      }
    }

    @Test func topicsOfEvents() async throws {
      let cases: [(Platform.Login, String, isAllowed: Bool)] = [
        (.scheduler, "endpoint.registered.x", true), (.executor, "run.started.x", true),
        (.executor, "endpoint.deleted.x", false), (.gateway, "run.started.x", false),
      ]
      for (login, key, isAllowed) in cases {
        try await platform.withBroker(as: login) { broker in
          let outcome = await refusal {
            try await broker.publish(
              AMQPMessage(body: []), exchange: Exchange.events.rawValue, routingKey: key, mandatory: false)
          }
          #expect(outcome == (isAllowed ? nil : .accessRefused), "\(login.rawValue) with \(key)")
        }
      }
    }

    @Test func declaring() async throws {
      let suffix = UUID().uuidString.lowercased()
      let cases: [(Platform.Login, String, isAllowed: Bool)] = [
        (.gateway, "nucleus.replies.\(suffix)", true), (.gateway, "nucleus.live.\(suffix)", true),
        (.executor, "nucleus.live.\(suffix)", false), (.gateway, "nucleus.endpoint.\(suffix)", false),
        (.gateway, "other.\(suffix)", false), (.scheduler, "nucleus.endpoint.\(suffix)", true),
        (.scheduler, "other.\(suffix)", false), (.executor, "nucleus.executor.\(suffix)", true),
        (.executor, "nucleus.endpoint.\(suffix)", false), (.executor, "nucleus.replies.\(suffix)", false),
        (.executor, "nucleus.executor.requests", false),
      ]
      for (login, queue, isAllowed) in cases {
        try await platform.withBroker(as: login) { broker in
          let declared = AMQPQueue(name: queue, isDurable: false, isExclusive: true, isAutoDelete: true)
          let outcome = await refusal { try await broker.declare(declared) }
          #expect(outcome == (isAllowed ? nil : .accessRefused), "\(login.rawValue) and \(queue)")
          if isAllowed { try await broker.deleteQueue(queue) }
        }
      }
    }

    @Test func bindingToEvents() async throws {
      let cases: [(Platform.Login, prefix: String, key: String, isAllowed: Bool)] = [
        (.gateway, "nucleus.live.", "run.#", true), (.gateway, "nucleus.live.", "endpoint.#", false),
        (.gateway, "nucleus.live.", "#", false), (.executor, "nucleus.executor.", "endpoint.#", true),
        (.scheduler, "nucleus.live.", "#", true),
      ]
      for (login, prefix, key, isAllowed) in cases {
        try await platform.withBroker(as: login) { broker in
          let name = prefix + UUID().uuidString.lowercased()
          try await broker.declare(
            AMQPQueue(name: name, isDurable: false, isExclusive: true, isAutoDelete: true))
          let outcome = await refusal {
            try await broker.declare(
              AMQPBinding(queue: name, exchange: Exchange.events.rawValue, routingKey: key))
          }
          #expect(outcome == (isAllowed ? nil : .accessRefused), "\(login.rawValue) with \(key)")
          try await broker.deleteQueue(name)
        }
      }
      // Triggers and commands are nobody's to listen to but those they are for.
      for exchange in [Exchange.triggers, .commands, .replies, .requests] {
        try await platform.withBroker(as: .gateway) { broker in
          let name = "nucleus.live.\(UUID().uuidString.lowercased())"
          try await broker.declare(
            AMQPQueue(name: name, isDurable: false, isExclusive: true, isAutoDelete: true))
          let outcome = await refusal {
            try await broker.declare(
              AMQPBinding(queue: name, exchange: exchange.rawValue, routingKey: "run.x"))
          }
          #expect(outcome == (exchange == .replies ? nil : .accessRefused), "\(exchange.rawValue)")
        }
      }
    }

    @Test func consuming() async throws {
      let endpoint = try await platform.registerSynthetic("Consumed by others")
      let queue = Queue.endpoint(try #require(UUID(uuidString: endpoint))).name
      try await platform.withBroker { broker in
        try await eventually("the queue is there") { (try? await broker.messageCount(of: queue)) != nil }
      }
      let cases: [(Platform.Login, String, isAllowed: Bool)] = [
        (.gateway, queue, false), (.gateway, "nucleus.scheduler.commands", false),
        (.gateway, "nucleus.executor.requests", false), (.gateway, "nucleus.dead", false),
        (.executor, queue, true), (.executor, "nucleus.scheduler.commands", false),
        (.executor, "nucleus.dead", false),
        (.scheduler, queue, true),
      ]
      for (login, name, isAllowed) in cases {
        try await platform.withBroker(as: login) { broker in
          let consumer = try await broker.consume(queue: name, prefetch: 1) { await $0.reject(requeue: true) }
          let outcome = try await eventually("\(login.rawValue) consumes \(name) or may not") {
            consumer.isConsuming ? .some(nil) : consumer.lastError.map(\.code)
          }
          #expect(outcome == (isAllowed ? nil : .accessRefused), "\(login.rawValue) and \(name)")
          await consumer.cancel()
        }
      }
    }

    @Test func databaseRoles() async throws {
      // A taste of it over the platform's own logins; the grants are tried one by one where the schema is tested.
      let cases: [(Platform.Login, SQL, isAllowed: Bool)] = [
        (.gateway, "select 1 from nucleus.endpoint", true),
        (.gateway, "select 1 from nucleus.endpoint_secret", false),
        (.gateway, "delete from nucleus.run", false),
        (.gateway, "update nucleus.endpoint set name = 'x'", false),
        (.scheduler, "delete from nucleus.run", false),
        (.scheduler, "update nucleus.catalog_dataset set entity = ''", false),
        (.executor, "select 1 from nucleus.endpoint_secret", true),
        (.executor, "update nucleus.endpoint set name = 'x'", false),
        (.executor, "delete from nucleus.run", false),
        (.executor, "create table nucleus.mine (id int)", false),
        (.gateway, "create temporary table mine (id int)", false),
      ]
      for (login, statement, isAllowed) in cases {
        try await platform.withDatabase(as: login) { connection in
          do {
            try await connection.execute(statement)
            #expect(isAllowed, "\(login.rawValue): \(statement.text)")
          } catch let error as PostgresError {
            #expect(
              !isAllowed && error.sqlState == .insufficientPrivilege, "\(login.rawValue): \(statement.text)")
          }
        }
      }
    }

    private func refusal(_ body: () async throws -> Void) async -> AMQPError.Code? {
      do {
        try await body()
        return nil
      } catch {
        return (error as? AMQPError)?.code ?? .closed
      }
    }
  }
}
