/// What follows when an executor's role for an endpoint changes.
///
/// The broker lets the consumer that came first be the active one. So an owner subscribes at once, a standby a little later, and
/// who is owner no more leaves its place, once nothing of the endpoint runs here any more, to come back behind the new owner.
enum RoleChange: Sendable, Equatable {
  case nothing
  /// Consume now.
  case subscribe
  /// Consume a little later, so that the owner comes first.
  case subscribeBehindOwner
  /// Stop consuming once nothing of the endpoint runs here any more.
  case leave
  /// The same, and then consume again, behind the new owner.
  case fallBehind

  static func from(_ former: Placement.Role?, to role: Placement.Role?) -> RoleChange {
    switch (former, role) {
    case (nil, nil), (.owner, .owner), (.standby, .standby): .nothing
    case (nil, .owner), (.standby, .owner): .subscribe
    case (nil, .standby): .subscribeBehindOwner
    case (.owner, .standby): .fallBehind
    case (.owner, nil), (.standby, nil): .leave
    }
  }
}
