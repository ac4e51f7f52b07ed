import Foundation

/// The first place where the audit log is not what was sealed.
public enum AuditFinding: Error, Sendable, Equatable, CustomStringConvertible {
  /// The entry, or the seal of it or of the one before, is not what it was.
  case changed(sequence: Int64, id: UUID)
  /// There is a seal, and no entry.
  case removed(sequence: Int64)
  /// There is an entry among sealed ones that nobody sealed.
  case inserted(sequence: Int64, id: UUID)
  /// A head that somebody had noted is no longer part of the chain: its end, or all of it, was replaced.
  case headMissing

  public var description: String {
    switch self {
    case .changed(let sequence, let id):
      "entry \(id.uuidString.lowercased()) (number \(sequence)) was changed"
    case .removed(let sequence): "the entry with the number \(sequence) was removed"
    case .inserted(let sequence, let id):
      "entry \(id.uuidString.lowercased()) (number \(sequence)) was put in later"
    case .headMissing: "the given head is not part of the chain"
    }
  }
}
