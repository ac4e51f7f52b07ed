import Contracts
import Domain
import ServiceRuntime
import Storage

/// Counts the runs that this process has ended: lost, cancelled and skipped ones. All of them leave an event in its
/// outbox, whatever ended them, and none before its transaction has committed.
struct SentRunEnds: Sendable {
  private let counters = RunEndCounters(
    showing: [ErrorCode.internal.rawValue, ErrorCode.runLost.rawValue, ErrorCode.runCancelled.rawValue])

  /// - Parameter messages: of the outbox, that the broker has confirmed.
  func count(_ messages: [OutboxMessage]) {
    for end in messages.compactMap(Self.end) { counters.count(end.status, code: end.code, of: end.kind) }
  }

  /// The end of a run that a message tells of.
  static func end(_ message: OutboxMessage) -> (status: RunStatus, code: String?, kind: RunKind)? {
    guard [.runSucceeded, .runFailed, .runSkipped].contains(message.type), message.exchange == .events,
      // A message that is put back tells of an end that was counted.
      message.replayOf == nil, message.journalOf == nil,
      let event = try? MessageCodec.decode(RunEvent.self, from: Array(message.body.utf8)),
      let status = RunStatus(rawValue: event.status), status.isTerminal,
      let kind = RunKind(rawValue: event.kind)
    else { return nil }
    return (status, event.errorCode, kind)
  }
}
