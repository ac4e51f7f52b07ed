import Glibc
import Testing

@testable import AMQP

@Suite("The guard of a stuck socket")
struct StallGuardTests {
  /// Two connected sockets.
  private static func pair() -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return (ends[0], ends[1])
  }

  /// Whether the other end was shut down; does not wait.
  private static func hasEnded(_ descriptor: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT)) == 0
  }

  @Test("shuts down a socket whose call takes too long, and no other")
  func stall() {
    let (own, peer) = Self.pair()
    defer {
      close(own)
      close(peer)
    }
    let guardian = StallGuard()
    let now = ContinuousClock.now
    guardian.handshakeBegan(on: own)
    guardian.handshakeEnded()
    #expect(!guardian.breakStall(longerThan: .zero, now: now + .seconds(60)))
    guardian.enter()
    #expect(!guardian.breakStall(longerThan: .seconds(10), now: now + .seconds(9)))
    guardian.leave()
    #expect(!guardian.breakStall(longerThan: .seconds(10), now: now + .seconds(60)))
    #expect(!Self.hasEnded(peer))
    guardian.enter()
    #expect(guardian.breakStall(longerThan: .seconds(10), now: now + .seconds(60)))
    #expect(Self.hasEnded(peer))
    guardian.forget()
    #expect(!guardian.breakStall(longerThan: .zero, now: now + .seconds(60)))
  }

  @Test("ends handshakes at shutdown, present and future, but not an established connection")
  func handshakes() {
    let (established, peer) = Self.pair()
    let (second, secondPeer) = Self.pair()
    let (third, thirdPeer) = Self.pair()
    defer {
      for descriptor in [established, peer, second, secondPeer, third, thirdPeer] { close(descriptor) }
    }
    let guardian = StallGuard()
    guardian.handshakeBegan(on: established)
    guardian.handshakeEnded()
    guardian.refuseHandshakes()
    #expect(!Self.hasEnded(peer))
    #expect(guardian.refusesHandshakes)
    guardian.handshakeBegan(on: second)
    #expect(Self.hasEnded(secondPeer))
    let other = StallGuard()
    other.handshakeBegan(on: third)
    #expect(!Self.hasEnded(thirdPeer))
    other.refuseHandshakes()
    #expect(Self.hasEnded(thirdPeer))
  }
}
