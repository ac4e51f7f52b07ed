import Contracts
import Foundation
import TestSupport

/// A broker user of the product and what it may do (S24). What is not named is denied.
///
/// Written down from what the services do, not from the patterns they are given it by: those come from
/// `dev/lib/broker-definitions`, the one place that development, containers and tests have them from.
struct ServiceUser: Sendable {
  let name: String
  /// Exchanges it publishes to.
  let publishes: Set<Exchange>
  /// Exchanges whose messages it may have sent to a queue.
  let subscribes: Set<Exchange>
  let declaresExchanges: Bool
  /// Queues it takes messages from, makes, and binds.
  let consumes: Set<String>
  let declares: Set<String>
  let binds: Set<String>
  /// Routing keys of events, one of each kind that matters.
  let publishesEvents: Set<String>
  let followsEvents: Set<String>

  static let endpoint = Queue.endpoint(UUID()).name
  static let replies = Queue.replies(instance: "1").name
  static let runEvents = Queue.runEvents(instance: "1").name
  static let executors = Queue.executors(instance: "1").name
  static let endpointEvents = Queue.endpointEvents(instance: "1").name
  static let control = Queue.control(instance: "1").name
  static let runEnds = Queue.runEnds(instance: "1").name
  static let journal = Queue.journalName

  /// Every kind of queue there is, and one that has nothing to do with the product.
  static let queues: Set<String> = [
    Queue.commands.name, Queue.requests.name, Queue.webhooks.name, Queue.dead.name, journal, endpoint,
    replies, runEvents,
    executors, endpointEvents, control, runEnds, "stranger",
  ]
  static let events: Set<String> = [
    "run.started.x", "run.queued.x", "endpoint.registered.x", "endpoint.health-changed.x",
    "change-set.proposed.x", "api-key.revoked.x", "collection.changed.x",
  ]

  static let gateway = ServiceUser(
    name: "nucleus_gateway", publishes: [.commands, .dead],
    subscribes: [.replies, .events, .control, .journal], declaresExchanges: false,
    consumes: [replies, runEvents, executors, journal], declares: [replies, runEvents, executors],
    // Of its own queues it files what it cannot read, at the exchange of the same name as the queue.
    binds: [replies, runEvents, executors, Queue.dead.name], publishesEvents: [],
    followsEvents: ["run.started.x", "run.queued.x"])

  static let scheduler = ServiceUser(
    name: "nucleus_scheduler", publishes: Set(Exchange.allCases), subscribes: Set(Exchange.allCases),
    declaresExchanges: true, consumes: queues.subtracting(["stranger"]),
    declares: queues.subtracting(["stranger"]),
    binds: queues.subtracting(["stranger"]), publishesEvents: events, followsEvents: events)

  static let executor = ServiceUser(
    name: "nucleus_executor", publishes: [.events, .replies, .triggers, .control, .dead, .journal],
    subscribes: [.events, .control, .journal], declaresExchanges: false,
    consumes: [endpoint, Queue.requests.name, Queue.webhooks.name, endpointEvents, control, journal],
    declares: [endpointEvents, control],
    // Dead letters and copies for the journal are sent to exchanges of the same names as their queues, which lets
    // the queues be bound as well.
    binds: [
      endpointEvents, control, Queue.requests.name, Queue.webhooks.name, Queue.dead.name, journal,
    ],
    publishesEvents: [
      "run.started.x", "run.queued.x", "endpoint.health-changed.x", "change-set.proposed.x",
    ],
    followsEvents: events)

  static let all = [gateway, scheduler, executor]

  var password: String { "private-\(name)" }

  /// What the broker is given, as the product's own script writes it.
  static func definitions() async throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [ConformanceProgram.root.appending(path: "dev/lib/broker-definitions").path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let passwords = all.map { "\($0.name)=\($0.password)\n" } + ["nucleus=private-owner\n"]
    try input.fileHandleForWriting.write(contentsOf: Data(passwords.joined().utf8))
    try input.fileHandleForWriting.close()
    let definitions = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return definitions
  }
}
