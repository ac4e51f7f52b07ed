import Contracts
import CoreMetrics

/// Counts commands by type and outcome, and how long their answers took.
struct CommandMetrics: Sendable {
  private static let name = "nucleus.gateway.commands"
  private static let durationName = "nucleus.gateway.command.duration"

  func record(_ type: MessageType, _ reply: CommandReply, since start: ContinuousClock.Instant) {
    switch reply {
    case .done: record(type, outcome: "done", since: start)
    case .refused(let refusal): record(type, outcome: refusal.code.rawValue, since: start)
    case .unavailable: record(type, outcome: ErrorCode.unavailable.rawValue, since: start)
    }
  }

  func record(_ type: MessageType, _ error: any Error, since start: ContinuousClock.Instant) {
    let code =
      switch error {
      case let refusal as Refusal: refusal.code.rawValue
      case is CancellationError: "cancelled"
      default: ErrorCode.internal.rawValue
      }
    record(type, outcome: code, since: start)
  }

  private func record(_ type: MessageType, outcome: String, since start: ContinuousClock.Instant) {
    let dimensions = [("type", type.rawValue), ("outcome", outcome)]
    Counter(label: Self.name, dimensions: dimensions).increment()
    Timer(label: Self.durationName, dimensions: [("type", type.rawValue)])
      .recordNanoseconds((ContinuousClock.now - start).nanoseconds)
  }
}
