import Foundation
import Synchronization
import Testing

@testable import Connectors

/// Look-ups of hosts that take longer than anybody waits.
@Suite struct HostLookUpsTests {
  private static let patience = Duration.milliseconds(50)

  /// Look-ups that block until the test lets them go.
  private final class SlowNames: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let asked = Mutex<[String]>([])
    /// Each look-up as it begins.
    let begun: AsyncStream<String>
    private let note: AsyncStream<String>.Continuation

    init() { (begun, note) = AsyncStream.makeStream() }

    var hosts: [String] { asked.withLock { $0 } }

    func lookUp(_ host: String) -> [String] {
      asked.withLock { $0.append(host) }
      note.yield(host)
      if host.hasPrefix("slow") { gate.wait() }
      return [host + ".address"]
    }

    func letGo() { gate.signal() }
  }

  @Test func oneOfEachHostAtATime() async throws {
    let names = SlowNames()
    let lookUps = HostLookUps(atOnce: 4) { names.lookUp($0) }
    try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<3 { group.addTask { try await lookUps.resolve("slow", within: .seconds(60)) } }
      await #expect(throws: HTTPPostFailure.unresolvedInTime) {
        try await lookUps.resolve("slow", within: Self.patience)
      }
      // Three threads are free.
      #expect(try await lookUps.resolve("other", within: .seconds(60)) == ["other.address"])
      names.letGo()
      for try await addresses in group { #expect(addresses == ["slow.address"]) }
    }
    #expect(names.hosts.count { $0 == "slow" } == 1)
  }

  /// What had to wait says nothing about the host, and is not looked up once nobody waits for it.
  @Test func whatNobodyWaitsForIsSkipped() async throws {
    let names = SlowNames()
    let lookUps = HostLookUps(atOnce: 1) { names.lookUp($0) }
    async let slow = lookUps.resolve("slow", within: .seconds(60))
    // The only thread is taken.
    for await host in names.begun where host == "slow" { break }
    let failure = await #expect(throws: HTTPPostFailure.self) {
      try await lookUps.resolve("late", within: Self.patience)
    }
    #expect(failure?.isOurs == true)
    names.letGo()
    #expect(try await slow == ["slow.address"])
    #expect(try await lookUps.resolve("next", within: .seconds(60)) == ["next.address"])
    #expect(names.hosts == ["slow", "next"])
  }
}
