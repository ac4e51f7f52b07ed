/// Why a stream ends.
enum StreamEnd: Sendable, Hashable {
  /// Its source has nothing more.
  case completed
  /// The process is stopping.
  case stopping
  /// Nobody reads any more.
  case clientLeft
}
