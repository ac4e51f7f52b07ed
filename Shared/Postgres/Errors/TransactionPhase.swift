/// The step of a transaction that failed; errors of its body carry none.
public enum TransactionPhase: String, Sendable {
  case begin, commit
}
