/// Decides whether a caller who has opened a stream may go on listening: a key can be revoked and a token can
/// expire while the stream is open.
///
/// It is asked before every event and at least every ``EventStreamSettings/authorityInterval``, so it has to be
/// quick.
protocol StreamAuthority: Sendable {
  func admits(_ caller: Caller) async -> Bool
}

/// For callers whose right lasts as long as the process: those with the administrator's key of its settings.
struct StandingAuthority: StreamAuthority {
  func admits(_ caller: Caller) async -> Bool { true }
}
