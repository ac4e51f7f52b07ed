import Domain

/// How many runs of a kind are in one of the states that are no end.
public struct ActiveRunCount: Sendable, Equatable {
  public struct Key: Sendable, Hashable {
    public var kind: RunKind
    public var status: RunStatus

    public init(kind: RunKind, status: RunStatus) {
      self.kind = kind
      self.status = status
    }
  }

  public var key: Key
  public var count: Int
}
