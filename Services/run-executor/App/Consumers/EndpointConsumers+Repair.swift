import Foundation

extension EndpointConsumers {
  /// The endpoints that this executor should consume and does not, though nothing is under way for them.
  var missing: [UUID] {
    guard !isClosed else { return [] }
    return roles.keys.filter { consumers[$0] == nil && inMotion[$0] == nil }
  }

  /// The consumers of some endpoints, without those on their way to another executor.
  func settled(among endpoints: [UUID]) -> [UUID: DeafnessJudge.Consumer] {
    var settled: [UUID: DeafnessJudge.Consumer] = [:]
    for endpoint in endpoints where consumers[endpoint] != nil && inMotion[endpoint] == nil {
      guard let role = roles[endpoint], let reading = pulse[endpoint] else { continue }
      settled[endpoint] = .init(role: role, inHand: reading.inHand, lastHeard: reading.lastHeard)
    }
    return settled
  }

  /// - Returns: whether there is one now that was not before.
  func makeMissing(_ endpoint: UUID) async -> Bool {
    guard !isClosed, roles[endpoint] != nil, consumers[endpoint] == nil, inMotion[endpoint] == nil else {
      return false
    }
    await subscribe(endpoint)
    return consumers[endpoint] != nil
  }

  /// Tears a consumer down and makes it again, on a channel of its own.
  /// - Returns: whether that was done; not where it has got work or another place meanwhile.
  func rebuild(_ endpoint: UUID) async -> Bool {
    guard !isClosed, consumers[endpoint] != nil, inMotion[endpoint] == nil,
      pulse[endpoint]?.inHand == 0
    else { return false }
    await unsubscribe(endpoint)
    // Its role may have gone meanwhile.
    guard roles[endpoint] != nil, inMotion[endpoint] == nil else { return false }
    await subscribe(endpoint)
    return true
  }
}
