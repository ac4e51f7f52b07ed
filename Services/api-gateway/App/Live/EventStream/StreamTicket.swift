/// The right to hold one stream open; given back when nobody holds it any more.
final class StreamTicket: Sendable {
  private let release: @Sendable () -> Void

  init(release: @escaping @Sendable () -> Void) { self.release = release }

  deinit { release() }
}
