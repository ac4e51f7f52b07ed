import Domain
import Foundation
import ServiceRuntime
import Synchronization

/// What keys are checked against, kept for so short a time that a revoked key is refused within seconds.
final class CredentialCache: Sendable {
  /// How long an answer of the database counts. With a read of up to a second this stays well below the five
  /// seconds after which a revoked key must be refused (S10).
  static let lifetime = Duration.seconds(2)
  /// Ids are made up easily, so only so many are kept in mind.
  static let capacity = 10_000
  private static let batchSize = 100

  private struct Entry {
    var credential: APIKeyCredential?
    var readAt: ContinuousClock.Instant
  }

  private let entries = Mutex<[UUID: Entry]>([:])
  private let reads: Coalescer<UUID, APIKeyCredential?>
  private let now: @Sendable () -> ContinuousClock.Instant

  /// - Parameter read: finds the credentials of many ids with one statement.
  init(
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    read: @escaping @Sendable ([UUID]) async throws -> [UUID: APIKeyCredential]
  ) {
    self.now = now
    reads = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: 2) { ids in
      let found = try await read(ids)
      return ids.map { .success(found[$0]) }
    }
  }

  /// What a key that claims this id is checked against; nil where there is no such key.
  /// - Throws: what reading throws; a key that cannot be looked up is not taken on trust.
  func credential(_ id: UUID) async throws -> APIKeyCredential? {
    let time = now()
    if let known = entries.withLock({ $0[id] }), known.readAt + Self.lifetime > time {
      return known.credential
    }
    let credential = try await reads.submit(id)
    entries.withLock { entries in
      if entries.count >= Self.capacity {
        entries = entries.filter { $0.value.readAt + Self.lifetime > time }
        if entries.count >= Self.capacity { entries = [:] }
      }
      // The age counts from before the read: what is revoked while it runs must not be kept for longer.
      entries[id] = Entry(credential: credential, readAt: time)
    }
    return credential
  }
}
