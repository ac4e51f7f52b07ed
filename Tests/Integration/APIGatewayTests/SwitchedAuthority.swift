import Synchronization

@testable import APIGateway

/// Lets callers listen until it is switched off.
final class SwitchedAuthority: StreamAuthority {
  private let isOn = Atomic(true)

  func set(_ isOn: Bool) { self.isOn.store(isOn, ordering: .relaxed) }

  func admits(_ caller: Caller) async -> Bool { isOn.load(ordering: .relaxed) }
}
