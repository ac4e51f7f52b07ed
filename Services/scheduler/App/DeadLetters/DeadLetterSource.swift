import AMQP
import Contracts
import Messaging

/// What a dead letter says about how it became one.
struct DeadLetterSource: Sendable, Equatable {
  /// Who put it to the dead letters.
  enum Origin: Sendable, Equatable {
    /// A consumer of the product: which failure it is, where it says so. It does not say so where it may have put the
    /// message away before.
    case consumer(failure: String?)
    /// A consumer of what is said to many at once.
    case broadcast
    /// The broker, with what tells one death from another.
    case broker(death: String)
    /// Somebody who said nothing about it.
    case nobody
  }

  var origin: Origin
  var queue: String
  var reason: DeadLetterReason
  var words: String
  var exchange: Exchange?
  var routingKey: String?
}

extension DeadLetterSource {
  init(_ message: AMQPMessage) {
    let headers = message.properties.headers
    if let queue = headers[EnvelopeHeader.deadQueue]?.stringValue {
      self.init(consumer: queue, headers)
    } else if case .list(let deaths) = headers["x-death"], case .table(let death) = deaths.first,
      let queue = death["queue"]?.stringValue
    {
      self.init(broker: queue, death, message)
    } else {
      let fault = Self.fault(of: message).map { "; \($0.reason)" } ?? ""
      self.init(
        origin: .nobody, queue: Queue.dead.name, reason: .unknown, words: "came without a reason" + fault)
    }
  }

  private init(consumer queue: String, _ headers: [String: AMQPFieldValue]) {
    func text(_ name: String) -> String? { headers[name]?.stringValue }
    let words = text(EnvelopeHeader.deadReason) ?? "no reason was given"
    // Releases before the class had reasons of two sorts.
    let reason =
      text(EnvelopeHeader.deadClass).map { DeadLetterReason(rawValue: $0) ?? .unknown }
      ?? (words.hasPrefix("unknown type") ? .unknownType : .malformed)
    let exchange = text(EnvelopeHeader.deadExchange).flatMap(Exchange.init(rawValue:))
    let isRedelivered = headers[EnvelopeHeader.deadRedelivered]?.boolValue ?? false
    let failure = isRedelivered ? nil : text(EnvelopeHeader.deadID)
    let isBroadcast = exchange == .events || exchange == .control
    self.init(
      origin: isBroadcast ? .broadcast : .consumer(failure: failure),
      // Each process hears a broadcast in a queue of its own, whose name says nothing.
      queue: isBroadcast ? exchange?.rawValue ?? queue : queue, reason: reason, words: words,
      exchange: exchange, routingKey: text(EnvelopeHeader.deadRoutingKey))
  }

  private init(broker queue: String, _ death: [String: AMQPFieldValue], _ message: AMQPMessage) {
    let (reason, words) = Self.reason(ofBroker: death["reason"]?.stringValue, message)
    self.init(
      origin: .broker(death: "\(death["time"] ?? .void) \(death["count"] ?? .void)"), queue: queue,
      reason: reason, words: words,
      exchange: death["exchange"]?.stringValue.flatMap(Exchange.init(rawValue:)))
    if case .list(let keys) = death["routing-keys"] { routingKey = keys.first?.stringValue }
  }

  private static func reason(
    ofBroker reason: String?, _ message: AMQPMessage
  ) -> (DeadLetterReason, words: String) {
    switch reason {
    case "delivery_limit":
      return (.exhausted, "delivered as often as its queue allows, and nobody was ever done with it")
    case "expired": return (.expired, "waited longer than it may")
    case "maxlen": return (.overflow, "its queue had no room")
    case "rejected":
      // A consumer could not say why: the dead letters were out of its reach.
      let fault = Self.fault(of: message)
      return (fault?.kind ?? .rejected, fault?.reason ?? "its consumer gave it up")
    default: return (.unknown, "the broker gave it up")
    }
  }

  /// Why the message cannot be read, as far as that shows without knowing its consumer.
  private static func fault(of message: AMQPMessage) -> EnvelopeError? {
    do throws(EnvelopeError) {
      _ = try Envelope(message)
      return nil
    } catch {
      return error
    }
  }
}
