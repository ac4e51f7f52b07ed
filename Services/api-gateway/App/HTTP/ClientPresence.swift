import NIOCore
import NIOHTTPTypes
import Synchronization

/// Knows which clients are still there, so that nobody works for one who has left.
final class ClientPresence: Sendable {
  // One request at a time per connection: HTTP/1.1 answers in order.
  private let callbacks = Mutex<[ObjectIdentifier: @Sendable () -> Void]>([:])

  /// Calls back once when the client of a connection leaves, until ``forget(_:)``.
  func notify(_ channel: any Channel, _ callback: @escaping @Sendable () -> Void) {
    callbacks.withLock { $0[ObjectIdentifier(channel)] = callback }
  }

  func forget(_ channel: any Channel) { callbacks.withLock { $0[ObjectIdentifier(channel)] = nil } }

  fileprivate func leave(_ channel: any Channel) {
    let callback = callbacks.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    callback?()
  }

  /// Watches one connection.
  func handler() -> any RemovableChannelHandler { ClientPresenceHandler(presence: self) }
}

/// Reports the end of a connection's input or of the connection itself.
private final class ClientPresenceHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart

  private let presence: ClientPresence

  init(presence: ClientPresence) { self.presence = presence }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // A client that closes its socket is seen as one that sends no more.
    if case .inputClosed? = event as? ChannelEvent { presence.leave(context.channel) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    presence.leave(context.channel)
    context.fireChannelInactive()
  }
}
