import Synchronization

/// The places that a reading has begun at and come to.
final class SeenOffsets: Sendable {
  private let offsets = Mutex<(first: Int64, last: Int64)?>(nil)

  var first: Int64? { offsets.withLock { $0?.first } }
  var last: Int64? { offsets.withLock { $0?.last } }

  func note(_ offset: Int64) {
    offsets.withLock { $0 = ($0?.first ?? offset, offset) }
  }
}
