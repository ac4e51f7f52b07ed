import Contracts
import Metrics

/// Counts and times commands. The series are made once, since looking one up costs more than counting.
struct CommandMetrics: Sendable {
  private let handled: [MessageType: [CommandOutcome: Counter]]
  private let duration = Timer(label: "nucleus.command.duration")
  /// Messages that are no commands.
  private let poison = Counter(label: "nucleus.commands.poison")

  private static let commands: [MessageType] = [
    .endpointRegister, .endpointUpdate, .endpointDelete, .endpointTest, .endpointTrigger, .collectionCreate,
    .collectionUpdate, .collectionDelete, .collectionTrigger, .collectionPause, .collectionResume,
    .collectionsPause, .collectionsResume, .collectionBackfill, .backfillCancel, .runCancel, .changeSetApply,
    .changeSetReject, .runReplay, .messageReplay, .messagesReplay, .apiKeyCreate, .apiKeyRevoke, .apiKeyTouch,
    .webhookCreate, .webhookUpdate, .webhookDelete, .webhookTest, .webhookRedeliver,
    .auditRecord,
    .deadLetterRedrive, .deadLetterDiscard, .deadLettersRedrive, .deadLettersDiscard,
  ]

  init() {
    handled = Dictionary(
      uniqueKeysWithValues: Self.commands.map { type in
        let counters = CommandOutcome.allCases.map { outcome in
          let dimensions = [("type", type.rawValue), ("outcome", outcome.rawValue)]
          return (outcome, Counter(label: "nucleus.commands.handled", dimensions: dimensions))
        }
        return (type, Dictionary(uniqueKeysWithValues: counters))
      })
  }

  func record(_ type: MessageType, _ outcome: CommandOutcome, took: Duration) {
    handled[type]?[outcome]?.increment()
    let (seconds, attoseconds) = took.components
    duration.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func recordPoison() { poison.increment() }
}
