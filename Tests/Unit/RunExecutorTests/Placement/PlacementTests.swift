import Foundation
import TestSupport
import Testing

@testable import RunExecutor

/// Who consumes which endpoint: even parts, little movement, the same everywhere.
@Suite struct PlacementTests {
  private static func ids(_ count: Int, _ random: inout SeededGenerator) -> [UUID] {
    (0..<count).map { _ in
      let (high, low) = (
        UInt64.random(in: .min ... .max, using: &random), UInt64.random(in: .min ... .max, using: &random)
      )
      return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes in
        UUID(uuid: bytes.load(as: uuid_t.self))
      }
    }
  }

  private static func parts(_ placement: Placement) -> [UUID: Int] {
    placement.places.values.reduce(into: [:]) { $0[$1.owner, default: 0] += 1 }
  }

  /// `NUCLEUS_EXECUTORS=3 make up` spreads 300 endpoints within a fifth of even.
  @Test(arguments: [UInt64](1...100)) func threeShareThreeHundredEvenly(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let members = Self.ids(3, &random)
    let parts = Self.parts(Placement(of: Self.ids(300, &random), over: members))
    #expect(parts.count == 3)
    for part in parts.values { #expect((80...120).contains(part), "\(parts)") }
  }

  @Test(arguments: [(10, 2_000), (50, 2_500), (100, 3_000)])
  func manyShareEvenly(members: Int, endpoints: Int) {
    var random = SeededGenerator(seed: 7)
    let parts = Self.parts(
      Placement(of: Self.ids(endpoints, &random), over: Self.ids(members, &random)))
    let even = Double(endpoints) / Double(members)
    #expect(parts.count == members)
    #expect(Double(parts.values.max() ?? 0) <= even * 1.3)
    #expect(Double(parts.values.min() ?? 0) >= even * 0.5)
  }

  @Test(arguments: [UInt64](1...20)) func oneThatComesTakesItsPartAndLittleElseMoves(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...9, using: &random)
    let members = Self.ids(count, &random)
    let endpoints = Self.ids(1_000, &random)
    let before = Placement(of: endpoints, over: members)
    let newcomer = Self.ids(1, &random)
    let after = Placement(of: endpoints, over: members + newcomer)
    let moved = endpoints.count { before.places[$0]?.owner != after.places[$0]?.owner }
    let taken = endpoints.count { after.places[$0]?.owner == newcomer[0] }
    let part = 1_000.0 / Double(count + 1)
    #expect(Double(taken) >= part * 0.7 && Double(taken) <= part * 1.1 + 1)
    #expect(Double(moved - taken) <= part * 0.3, "\(moved - taken) moved between others")
  }

  /// Whoever dies, one that is subscribed already takes over.
  @Test func theStandbyIsThereWhenTheOwnerGoes() {
    var random = SeededGenerator(seed: 3)
    let members = Self.ids(5, &random)
    let endpoints = Self.ids(1_000, &random)
    let before = Placement(of: endpoints, over: members)
    let dead = members[2]
    let after = Placement(of: endpoints, over: members.filter { $0 != dead })
    let orphans = endpoints.filter { before.places[$0]?.owner == dead }
    let caught = orphans.count { endpoint in
      let place = after.places[endpoint]
      let standby = before.places[endpoint]?.standby
      return place?.owner == standby || place?.standby == standby
    }
    #expect(!orphans.isEmpty && caught == orphans.count)
  }

  /// Members that see different endpoints for a moment leave none without a consumer.
  @Test func differentViewsLeaveNoEndpointAlone() {
    var random = SeededGenerator(seed: 11)
    let members = Self.ids(3, &random)
    let endpoints = Self.ids(301, &random).sorted { $0.uuidString < $1.uuidString }
    let views = members.enumerated().map { index, member in
      (member, Placement(of: endpoints.dropLast(index * 40), over: members))
    }
    for endpoint in endpoints.dropLast(80) {
      #expect(views.contains { member, view in view.role(of: member, for: endpoint) != nil })
    }
  }

  @Test func orderMeansNothing() {
    var random = SeededGenerator(seed: 5)
    let (members, endpoints) = (Self.ids(4, &random), Self.ids(100, &random))
    let placement = Placement(of: endpoints, over: members)
    #expect(
      Placement(of: endpoints.shuffled(using: &random), over: members.shuffled(using: &random)) == placement)
  }

  @Test func aloneOneOwnsAll() {
    var random = SeededGenerator(seed: 9)
    let member = Self.ids(1, &random)
    let endpoints = Self.ids(10, &random)
    let placement = Placement(of: endpoints, over: member)
    for endpoint in endpoints {
      #expect(placement.places[endpoint] == .init(owner: member[0], standby: nil))
    }
    #expect(Placement(of: endpoints, over: []).places.isEmpty)
  }
}
