import Foundation

/// A queue of the product, with all that its declaration needs.
public struct Queue: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Replicated, durable, with a limit on deliveries.
    case quorum(singleActiveConsumer: Bool, deadLetters: Bool)
    /// Lives with one connection.
    case exclusive
    /// An append-only log that may be read from any place; it forgets what is too old or too much.
    case stream(StreamLimits)
  }

  public struct Binding: Sendable, Hashable {
    public let exchange: Exchange
    public let routingKey: String
  }

  public let name: String
  public let kind: Kind
  public let bindings: [Binding]

  /// How often a quorum queue hands out one message before it is a dead letter.
  public static let deliveryLimit = 20

  /// How often a message of a shared queue is tried. The broker drops what has reached ``deliveryLimit`` there without
  /// a word, so its consumers put it away before; the deliveries between are for the tries to do that.
  public static let triesOfSharedQueues = 15

  /// Commands, shared by all schedulers.
  public static let commands = Queue(
    name: "nucleus.scheduler.commands", kind: .quorum(singleActiveConsumer: false, deadLetters: false),
    bindings: [Binding(exchange: .commands, routingKey: "scheduler")])

  /// Short requests without an endpoint queue, shared by all executors.
  public static let requests = Queue(
    name: "nucleus.executor.requests", kind: .quorum(singleActiveConsumer: false, deadLetters: false),
    bindings: [Binding(exchange: .requests, routingKey: "executor")])

  /// Webhooks that have something due, shared by all executors.
  public static let webhooks = Queue(
    name: "nucleus.executor.webhooks", kind: .quorum(singleActiveConsumer: false, deadLetters: false),
    bindings: [Binding(exchange: .requests, routingKey: RoutingKey.webhook)])

  /// Poison and exhausted messages.
  public static let dead = Queue(
    name: "nucleus.dead", kind: .quorum(singleActiveConsumer: false, deadLetters: false),
    bindings: [Binding(exchange: .dead, routingKey: "")])

  /// The journal: every command, trigger, event and dead letter.
  ///
  /// See ``Exchange/journalWay-swift.property`` for how they come there.
  public static func journal(_ limits: StreamLimits) -> Queue {
    Queue(
      name: journalName, kind: .stream(limits),
      bindings: [
        Binding(exchange: .commands, routingKey: RoutingKey.scheduler),
        Binding(exchange: .events, routingKey: "#"), Binding(exchange: .journal, routingKey: ""),
      ])
  }

  public static let journalName = "nucleus.journal"

  /// Triggers of one endpoint. One consumer is active at a time, so that an endpoint's limits need no
  /// coordination; the others stand by.
  public static func endpoint(_ id: UUID) -> Queue {
    Queue(
      name: endpointPrefix + id.lowercased, kind: .quorum(singleActiveConsumer: true, deadLetters: true),
      bindings: [Binding(exchange: .triggers, routingKey: id.lowercased)])
  }

  /// Answers to the commands of one gateway process.
  public static func replies(instance: String) -> Queue {
    let name = "nucleus.replies.\(instance)"
    return Queue(name: name, kind: .exclusive, bindings: [Binding(exchange: .replies, routingKey: name)])
  }

  /// Events about endpoints, for one executor process.
  public static func endpointEvents(instance: String) -> Queue {
    Queue(
      name: "nucleus.executor.\(instance)", kind: .exclusive,
      bindings: [Binding(exchange: .events, routingKey: "endpoint.#")])
  }

  /// What is said to all executors at once, for one executor process.
  public static func control(instance: String) -> Queue {
    Queue(
      name: "nucleus.executor.control.\(instance)", kind: .exclusive,
      bindings: [Binding(exchange: .control, routingKey: "")])
  }

  /// Events about runs, for one gateway process.
  public static func runEvents(instance: String) -> Queue {
    Queue(
      name: "nucleus.live.\(instance)", kind: .exclusive,
      bindings: [Binding(exchange: .events, routingKey: "run.#")])
  }

  /// Events about ended runs, for one scheduler process.
  public static func runEnds(instance: String) -> Queue {
    Queue(
      name: "nucleus.scheduler.ends.\(instance)", kind: .exclusive,
      bindings: ["succeeded", "failed", "skipped"].map {
        Binding(exchange: .events, routingKey: "run.\($0).#")
      })
  }

  /// What executors say of themselves, for one gateway process.
  public static func executors(instance: String) -> Queue {
    Queue(
      name: "nucleus.live.executors.\(instance)", kind: .exclusive,
      bindings: [Binding(exchange: .control, routingKey: "")])
  }

  public static let endpointPrefix = "nucleus.endpoint."

  /// Whether the broker itself puts what is rejected or exhausted in the queue of this name to the dead letters.
  public static func deadLettersByItself(_ name: String) -> Bool { name.hasPrefix(endpointPrefix) }

  /// The endpoint whose queue has the name; nil for other queues.
  public static func endpoint(of name: String) -> UUID? {
    guard name.hasPrefix(endpointPrefix) else { return nil }
    return UUID(uuidString: String(name.dropFirst(endpointPrefix.count)))
  }
}
