import NIOCore
import NIOHTTPTypes
import Synchronization

/// Knows which clients are still there, so that nobody works for one who has left.
final class ClientPresence: Sendable {
  private struct State {
    // One request at a time per connection: HTTP/1.1 answers in order.
    var callbacks: [ObjectIdentifier: @Sendable () -> Void] = [:]
    /// Connections that are still open although their clients have left.
    var left: Set<ObjectIdentifier> = []
  }

  private let state = Mutex(State())

  /// Calls back once when the client of a connection leaves, until ``forget(_:)``; at once where it has left.
  func notify(_ channel: any Channel, _ callback: @escaping @Sendable () -> Void) {
    let hasLeft = state.withLock { state in
      // A connection that closes right after this look finds the callback.
      let hasLeft = !channel.isActive || state.left.contains(ObjectIdentifier(channel))
      if !hasLeft { state.callbacks[ObjectIdentifier(channel)] = callback }
      return hasLeft
    }
    if hasLeft { callback() }
  }

  func forget(_ channel: any Channel) { state.withLock { $0.callbacks[ObjectIdentifier(channel)] = nil } }

  fileprivate func leave(_ channel: any Channel, isClosed: Bool) {
    let callback = state.withLock { state in
      if isClosed {
        state.left.remove(ObjectIdentifier(channel))
      } else {
        state.left.insert(ObjectIdentifier(channel))
      }
      return state.callbacks.removeValue(forKey: ObjectIdentifier(channel))
    }
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
    if case .inputClosed? = event as? ChannelEvent { presence.leave(context.channel, isClosed: false) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    presence.leave(context.channel, isClosed: true)
    context.fireChannelInactive()
  }
}
