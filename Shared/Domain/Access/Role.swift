/// What a caller may do. Each role may do all that the ones below it may.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// Reads everything but audit and keys.
  case viewer = "VIEWER"
  /// Also starts, stops and pauses work.
  case `operator` = "OPERATOR"
  /// Also changes endpoints, collections, configuration and keys.
  case admin = "ADMIN"
}

extension Role: Comparable {
  private var rank: Int {
    switch self {
    case .viewer: 0
    case .operator: 1
    case .admin: 2
    }
  }

  public static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }
}
