import Foundation

extension TraceID {
  /// The id of a request or run as that of its trace, so that whoever knows the one finds the other. Of a version 7
  /// UUID the last 7 bytes are random, as the recommendation wants it.
  public init?(_ id: UUID) {
    let (high, low) = withUnsafeBytes(of: id.uuid) { bytes in
      (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
  }
}
