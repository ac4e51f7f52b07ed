import Domain
import Foundation
import Storage
import Testing

@testable import APIGateway

@Suite struct SubscriptionMailboxTests {
  private func state(_ id: UUID, fence: Int64) -> LiveRun {
    LiveRun(
      RunState(
        run: Run(
          id: id, kind: .collection, trigger: .manual, endpointID: UUID(), collectionID: nil,
          status: .running, requestedBy: nil, requestedAt: Date()), fence: fence), readAt: Date())
  }

  private func fence(_ content: SubscriptionMailbox.Content?) -> Int64? {
    if case .run(let state)? = content { state.fence } else { nil }
  }

  @Test func holdsOneStateOfARunInTheOrderOfReading() {
    var mailbox = SubscriptionMailbox()
    let (one, other) = (UUID(), UUID())
    #expect(mailbox.put(state(one, fence: 1), capacity: 2) == 0)
    #expect(mailbox.put(state(other, fence: 5), capacity: 2) == 0)
    #expect(mailbox.put(state(one, fence: 2), capacity: 2) == 1)
    #expect(mailbox.put(state(one, fence: 1), capacity: 2) == 1)
    #expect(mailbox.count == 2)
    #expect(fence(mailbox.take()) == 5)
    #expect(fence(mailbox.take()) == 2)
    #expect(mailbox.take() == nil)
  }

  @Test func giveUpEverythingWhenFull() {
    var mailbox = SubscriptionMailbox()
    for _ in 0..<2 { mailbox.put(state(UUID(), fence: 1), capacity: 2) }
    #expect(mailbox.put(state(UUID(), fence: 1), capacity: 2) == 3)
    #expect(mailbox.count == 0)
    mailbox.put(state(UUID(), fence: 1), capacity: 2)
    #expect(mailbox.count == 0)
    guard case .end(.lost)? = mailbox.take() else {
      Issue.record("the end is not told")
      return
    }
  }
}

extension SubscriptionMailbox.Content: Equatable {
  public static func == (one: Self, other: Self) -> Bool {
    switch (one, other) {
    case (.run(let one), .run(let other)): one === other
    case (.end(let one), .end(let other)): one == other
    default: false
    }
  }
}
