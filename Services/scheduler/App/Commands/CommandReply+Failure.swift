import Contracts
import Logging
import Postgres

extension CommandReply {
  /// The answer to a command whose transaction failed for good. It is not recorded, so the command may come
  /// again.
  static func failed(_ error: any Error, logger: Logger) -> CommandReply {
    let failure = (error as? PostgresError)?.transactionFailure
    switch failure {
    case .tryAgain, .unavailable:
      logger.debug("Command not decided.", metadata: ["error": "\(error)"])
      return .unavailable(message: "the database cannot be reached or is busy")
    case .broken, nil:
      if error is JournalUnavailable { return .unavailable(message: "the journal cannot be read now") }
      if error is CancellationError { return .unavailable(message: "the scheduler is stopping") }
      logger.error("Command failed.", metadata: ["error": "\(error)"])
      return .refused(Refusal(.internal, "the scheduler met an unexpected error"))
    }
  }
}
