/// How long what is over is kept.
public struct RetentionSettings: Sendable {
  /// The log lines of runs.
  public var runLogs: Duration
  /// What webhooks were told.
  public var webhookLog: Duration
  /// Dead letters, from the decision about them.
  public var deadLetters: Duration
  /// How long messages of the journal can be found, with their bodies for as long as the stream holds them.
  public var journalIndex: Duration

  /// How long most things are kept.
  public static let month = Duration.seconds(30 * 86_400)

  public init(
    runLogs: Duration = month, webhookLog: Duration = month, deadLetters: Duration = month,
    journalIndex: Duration = month
  ) {
    self.runLogs = runLogs
    self.webhookLog = webhookLog
    self.deadLetters = deadLetters
    self.journalIndex = journalIndex
  }
}
