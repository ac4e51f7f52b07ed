import Contracts
import Crypto
import Foundation
import JSON

/// A dead letter that is to be filed.
public struct NewDeadLetter: Sendable, Equatable {
  /// How a second copy of the same failure is told from a second failure.
  public enum Copies: Sendable, Equatable {
    /// It says which failure it is: filed once, ever.
    case identified(by: String)
    /// The same content within the time is the same failure: said to many at once, or delivered again.
    case alike(within: Duration)
    /// Nothing says that it came before.
    case none
  }

  public var queue: String
  public var reason: DeadLetterReason
  public var words: String
  public var copies: Copies
  /// SHA-256 over all that makes the message what it is.
  public var digest: [UInt8]
  public var messageID: String?
  public var type: String?
  public var runID: UUID?
  public var endpointID: UUID?
  public var correlationID: String?
  public var causationID: String?
  public var traceparent: String?
  public var appID: String?
  public var contentType: String?
  public var exchange: Exchange?
  public var routingKey: String?
  public var headers: JSONObject
  public var body: DeadLetterBody

  public init(
    queue: String, reason: DeadLetterReason, words: String, copies: Copies, content: [[UInt8]],
    body: DeadLetterBody
  ) {
    self.queue = queue
    self.reason = reason
    self.words = words
    self.copies = copies
    digest = Self.digest(of: content)
    headers = [:]
    self.body = body
  }

  /// Tells this failure from all others; nil where nothing says which it is.
  public var identity: [UInt8]? {
    guard case .identified(let failure) = copies else { return nil }
    return Self.digest(of: [digest, Array(failure.utf8)])
  }

  /// No two lists of parts have the same one: each part goes in with its length.
  private static func digest(of parts: [[UInt8]]) -> [UInt8] {
    var hash = SHA256()
    for part in parts {
      withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: part)
    }
    return Array(hash.finalize())
  }
}
