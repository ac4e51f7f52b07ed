import Foundation

/// Which executor consumes which endpoint: an owner and one standby for each, the two members that want it most.
///
/// The one that wants it more owns it, unless that one has more than its share already. So parts are even, and two members that
/// see different endpoints for a moment may differ in who of the two is the owner, but both consume.
struct Placement: Sendable, Equatable {
  enum Role: Sendable, Equatable {
    case owner
    /// Takes over at once when the owner's connection is gone.
    case standby
  }

  struct Place: Sendable, Equatable {
    var owner: UUID
    /// Nil where there is only one member.
    var standby: UUID?
  }

  private(set) var places: [UUID: Place] = [:]

  /// How far above an even part the part of a member may be.
  static let overload = 1.1

  /// - Returns: no places without members.
  init(of endpoints: some Collection<UUID>, over members: some Collection<UUID>) {
    guard !members.isEmpty else { return }
    let limit = Int((Double(endpoints.count) / Double(members.count) * Self.overload).rounded(.up))
    var parts: [UUID: Int] = [:]
    // In one order everywhere; ids begin with their time, so a new endpoint comes last and moves no other.
    for endpoint in endpoints.sorted(by: Self.precedes) {
      var place = Self.favourites(members, for: endpoint)
      if let standby = place.standby, parts[place.owner, default: 0] >= limit,
        parts[standby, default: 0] < limit
      {
        place = Place(owner: standby, standby: place.owner)
      }
      parts[place.owner, default: 0] += 1
      places[endpoint] = place
    }
  }

  /// What a member is to an endpoint; nil: nothing.
  func role(of member: UUID, for endpoint: UUID) -> Role? {
    guard let place = places[endpoint] else { return nil }
    if place.owner == member { return .owner }
    return place.standby == member ? .standby : nil
  }

  private static func favourites(_ members: some Collection<UUID>, for endpoint: UUID) -> Place {
    var first: (member: UUID, weight: UInt64)?
    var second: (member: UUID, weight: UInt64)?
    for member in members {
      let candidate = (member: member, weight: RendezvousWeight.of(member, for: endpoint))
      if first.map({ isAhead(candidate, of: $0) }) ?? true {
        (first, second) = (candidate, first)
      } else if second.map({ isAhead(candidate, of: $0) }) ?? true {
        second = candidate
      }
    }
    return Place(owner: first?.member ?? endpoint, standby: second?.member)
  }

  private static func isAhead(
    _ one: (member: UUID, weight: UInt64), of other: (member: UUID, weight: UInt64)
  ) -> Bool {
    one.weight != other.weight ? one.weight > other.weight : precedes(one.member, other.member)
  }

  private static func precedes(_ one: UUID, _ other: UUID) -> Bool {
    withUnsafeBytes(of: one.uuid) { one in
      withUnsafeBytes(of: other.uuid) { one.lexicographicallyPrecedes($0) }
    }
  }
}
