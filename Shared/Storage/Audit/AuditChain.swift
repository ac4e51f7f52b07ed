import Crypto
import Foundation

/// The chain of hashes over the audit log: each covers its entry and, through the hash before it, all earlier ones.
public struct AuditChain: Sendable, Equatable {
  /// The hash of the last link.
  public private(set) var head: [UInt8]

  /// The chain before its first link.
  public init() { head = [UInt8](repeating: 0, count: SHA256.byteCount) }

  init(head: [UInt8]) { self.head = head }

  /// Adds a link.
  /// - Returns: its hash.
  @discardableResult
  mutating func append(_ entry: SealableEntry) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: head)
    hash.update(data: entry.canonicalForm)
    head = Array(hash.finalize())
    return head
  }
}
