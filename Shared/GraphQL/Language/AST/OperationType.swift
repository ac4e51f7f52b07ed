/// The three kinds of operations.
public enum OperationType: String, Hashable, Sendable, CaseIterable {
  case query, mutation, subscription
}
