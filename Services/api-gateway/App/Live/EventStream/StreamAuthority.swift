/// Decides whether a caller who has opened a stream may go on listening: a key can be revoked and a token can
/// expire while the stream is open.
///
/// It is asked before every event and at least every ``EventStreamSettings/authorityInterval``, so it has to be
/// quick.
protocol StreamAuthority: Sendable {
  func standing(of caller: Caller) async -> StreamStanding
}

/// Whether a caller may go on.
enum StreamStanding: Sendable, Hashable {
  case admitted
  case refused
  /// It cannot be told now.
  case unknown
}

extension Authenticator: StreamAuthority {
  func standing(of caller: Caller) async -> StreamStanding {
    do {
      return try await mayStay(caller) ? .admitted : .refused
    } catch {
      guard case .unavailable = error else { return .refused }
      return .unknown
    }
  }
}
