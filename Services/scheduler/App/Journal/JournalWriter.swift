import Foundation
import Postgres
import Storage

/// Writes entries to the index, whatever they are: where the database refuses one, only its place is noted, so that
/// no message can stop the others.
struct JournalWriter: Sendable {
  let database: PostgresPool
  let holder: String
  let ttl: Duration

  /// - Parameters:
  ///   - entries: what lies from `position` on, in its order.
  ///   - next: the place behind the last of them.
  /// - Returns: false when the position is not the caller's any more.
  func record(_ entries: [JournalEntry], from position: JournalPlace, to next: Int64) async throws -> Bool {
    do {
      return try await JournalIndex.record(
        entries, from: position, to: next, by: holder, during: ttl, in: database)
    } catch let error as PostgresError where error.isAboutData {
      return try await recordParts(of: entries, from: position, to: next, after: error)
    }
  }

  private func recordParts(
    of entries: [JournalEntry], from position: JournalPlace, to next: Int64, after error: PostgresError
  ) async throws -> Bool {
    guard entries.count > 1 else {
      let bare = entries.map { JournalEntry.unreadable(at: $0.place, $0.publishedAt) }
      guard bare != entries else { throw error }
      return try await record(bare, from: position, to: next)
    }
    let middle = entries.count / 2
    let place = entries[middle].place
    guard try await record(Array(entries[..<middle]), from: position, to: place.offset) else { return false }
    return try await record(Array(entries[middle...]), from: place, to: next)
  }
}

extension PostgresError {
  /// Whether the values of a statement are to blame: they cannot be sent, converted or stored.
  fileprivate var isAboutData: Bool {
    switch code {
    case .invalidStatement: true
    case .server: ["22", "23", "54"].contains { sqlState?.rawValue.hasPrefix($0) == true }
    default: false
    }
  }
}
