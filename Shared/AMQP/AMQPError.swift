/// Why an operation on the broker failed.
///
/// ``description`` names the operation and the kind of failure and nothing else; it holds no credential, body
/// or header and may be shown to a user. ``brokerText`` is the broker's own sentence and belongs in logs.
public struct AMQPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened.
  public let code: Code
  /// The broker's reply code (404, 406, 312, …) where it gave one.
  public let replyCode: Int?
  /// What was being done, for example `publish` or `declare queue`.
  public let operation: String
  /// The broker's or the library's own words; they may name queues, exchanges and users.
  public let brokerText: String?
  /// Whether a message was written to the broker and its confirmation was not seen: it may or may not have
  /// been taken, so publishing it again may duplicate it.
  public let isOutcomeUnknown: Bool
  /// Whether the same operation may succeed later without a change to it.
  public let isRetriable: Bool

  public init(
    _ code: Code, replyCode: Int? = nil, operation: String, brokerText: String? = nil,
    isOutcomeUnknown: Bool = false, isRetriable: Bool? = nil
  ) {
    self.code = code
    self.replyCode = replyCode
    self.operation = operation
    self.brokerText = brokerText
    self.isOutcomeUnknown = isOutcomeUnknown
    self.isRetriable = isRetriable ?? code.isUsuallyRetriable
  }

  public var description: String {
    let reply = replyCode.map { " (\($0))" } ?? ""
    return "AMQP \(operation): \(code)\(reply)"
  }
}

extension AMQPError {
  /// The kinds of failure; more may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: String {
      case notConnected = "not connected"
      case connectionFailed = "connection failed"
      case connectionLost = "connection lost"
      case connectionClosed = "connection closed by the broker"
      case channelClosed = "channel closed by the broker"
      case authenticationFailed = "authentication failed"
      case accessRefused = "access refused"
      case notFound = "not found"
      case preconditionFailed = "precondition failed"
      case resourceLocked = "resource locked"
      case tlsFailed = "TLS failed"
      case timedOut = "timed out"
      case blocked = "blocked by a resource alarm of the broker"
      case unroutable = "no queue takes the message"
      case nacked = "refused by the queue"
      case invalidArgument = "invalid argument"
      case tooManyConsumers = "too many consumers"
      case closed = "client closed"
    }

    private let kind: Kind
    private init(_ kind: Kind) { self.kind = kind }

    /// There is no connection now; nothing was sent.
    public static let notConnected = Code(.notConnected)
    /// No connection could be made: address, network or handshake.
    public static let connectionFailed = Code(.connectionFailed)
    /// The connection broke while the operation was under way.
    public static let connectionLost = Code(.connectionLost)
    /// The broker closed the connection for a reason without a code of its own here.
    public static let connectionClosed = Code(.connectionClosed)
    /// The broker closed the channel for a reason without a code of its own here.
    public static let channelClosed = Code(.channelClosed)
    /// The broker does not know the user or the password is wrong.
    public static let authenticationFailed = Code(.authenticationFailed)
    /// The user may not do this (403).
    public static let accessRefused = Code(.accessRefused)
    /// The queue, exchange or virtual host does not exist.
    public static let notFound = Code(.notFound)
    /// An existing queue or exchange differs from the declaration (406).
    public static let preconditionFailed = Code(.preconditionFailed)
    /// Another connection holds the exclusive queue (405).
    public static let resourceLocked = Code(.resourceLocked)
    /// The broker's certificate or host name was not accepted, or no common TLS version was found.
    public static let tlsFailed = Code(.tlsFailed)
    /// The deadline passed.
    public static let timedOut = Code(.timedOut)
    /// The deadline passed while the broker refused to read because of a memory or disk alarm.
    public static let blocked = Code(.blocked)
    /// A mandatory message was returned: no queue is bound for it.
    public static let unroutable = Code(.unroutable)
    /// The broker negatively confirmed the message, for example because the queue is full.
    public static let nacked = Code(.nacked)
    /// A value does not fit the protocol or the configuration is not valid.
    public static let invalidArgument = Code(.invalidArgument)
    /// ``AMQPClient/maximumConsumers`` are in use.
    public static let tooManyConsumers = Code(.tooManyConsumers)
    /// The client was shut down.
    public static let closed = Code(.closed)

    public var description: String { kind.rawValue }

    var isUsuallyRetriable: Bool {
      switch kind {
      case .notConnected, .connectionFailed, .connectionLost, .connectionClosed, .channelClosed,
        .resourceLocked, .timedOut, .blocked, .unroutable, .nacked, .notFound:
        true
      case .authenticationFailed, .accessRefused, .preconditionFailed, .tlsFailed, .invalidArgument,
        .tooManyConsumers, .closed:
        false
      }
    }
  }
}
