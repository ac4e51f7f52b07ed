import Foundation
import Synchronization

/// How far the client of a stream has come: the `id` of events, and what `Last-Event-ID` tells of an earlier
/// stream.
final class StreamPosition: Sendable {
  /// A client that was away for longer reads anew by itself.
  private static let longestAbsence: TimeInterval = 3_600
  /// Clocks of machines differ, and what is committed is seen a little later.
  private static let margin: TimeInterval = 10

  /// From when on the client has missed changes; nil for a first stream.
  let resumption: Date?
  private let reached = Mutex<Date?>(nil)

  init(lastEventID: String?, at now: Date = Date()) {
    guard let lastEventID, let milliseconds = Int64(lastEventID) else {
      resumption = nil
      return
    }
    let moment = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    resumption =
      moment > now ? now : max(moment, now.addingTimeInterval(-Self.longestAbsence)) - Self.margin
  }

  /// Everything that was read before this moment has been handed out.
  func reach(_ moment: Date) { reached.withLock { $0 = moment } }

  /// The id of an event that carries what was handed out last.
  var eventID: String? {
    reached.withLock { $0 }.map { String(Int64(($0.timeIntervalSince1970 * 1_000).rounded(.down))) }
  }
}
