import Foundation
import TestSupport
import Testing

@testable import Storage

/// Whatever is done to a sealed log shows, and where.
@Suite struct AuditWalkTests {
  private static func entries(_ count: Int, _ random: inout SeededGenerator) -> [SealableEntry] {
    var sequence: Int64 = 0
    return (0..<count).map { index in
      // Numbers have gaps where a transaction was rolled back.
      sequence += Int64.random(in: 1...3, using: &random)
      return entry(sequence, "entry \(index)")
    }
  }

  private static func entry(_ sequence: Int64, _ text: String) -> SealableEntry {
    SealableEntry(sequence: sequence, id: id(sequence), fields: [text, nil, "x"])
  }

  private static func id(_ sequence: Int64) -> UUID {
    UUID(uuidString: "01900000-0000-7000-8000-" + String(format: "%012d", Int(sequence))) ?? UUID()
  }

  private static func seals(of entries: [SealableEntry]) -> [AuditWalk.Seal] {
    var chain = AuditChain()
    return entries.map { AuditWalk.Seal(sequence: $0.sequence, hash: chain.append($0)) }
  }

  private static func finding(
    _ entries: [SealableEntry], _ seals: [AuditWalk.Seal], head: [UInt8]? = nil
  ) -> AuditFinding? {
    var walk = AuditWalk(expecting: head)
    do throws(AuditFinding) {
      try walk.take(seals: seals, entries: entries)
      try walk.finish()
      return nil
    } catch {
      return error
    }
  }

  @Test func aWholeLogIsFoundWholeInStretchesOfAnyLength() throws {
    var random = SeededGenerator(seed: 3)
    let entries = Self.entries(100, &random)
    let seals = Self.seals(of: entries)
    for length in [1, 7, 99, 100] {
      var walk = AuditWalk(expecting: seals[41].hash)
      for start in stride(from: 0, to: 100, by: length) {
        let part = start..<min(start + length, 100)
        try walk.take(seals: Array(seals[part]), entries: Array(entries[part]))
      }
      try walk.finish()
      #expect(walk.count == 100 && walk.chain.head == seals.last?.hash)
    }
  }

  @Test func everyChangeIsNamed() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let entries = Self.entries(20, &random)
      let seals = Self.seals(of: entries)
      let place = Int.random(in: 0..<20, using: &random)
      let victim = entries[place]
      var tampered = entries
      var broken = seals
      let expected: AuditFinding
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        tampered[place] = Self.entry(victim.sequence, "other")
        expected = .changed(sequence: victim.sequence, id: victim.id)
      case 1:
        tampered.remove(at: place)
        expected = .removed(sequence: victim.sequence)
      case 2:
        broken.remove(at: place)
        expected = .inserted(sequence: victim.sequence, id: victim.id)
      default:
        // Gone together with its seal: the next one no longer fits.
        guard place < 19 else { continue }
        tampered.remove(at: place)
        broken.remove(at: place)
        expected = .changed(sequence: entries[place + 1].sequence, id: entries[place + 1].id)
      }
      #expect(Self.finding(tampered, broken) == expected)
    }
  }

  @Test func aCutEndIsFoundByTheHeadThatWasNoted() {
    var random = SeededGenerator(seed: 5)
    let entries = Self.entries(10, &random)
    let seals = Self.seals(of: entries)
    let head = seals[9].hash
    #expect(Self.finding(entries, seals, head: head) == nil)
    #expect(Self.finding(Array(entries.dropLast()), seals.dropLast(), head: nil) == nil)
    #expect(Self.finding(Array(entries.dropLast()), seals.dropLast(), head: head) == .headMissing)
    // The head of an empty log is part of every chain.
    #expect(Self.finding(entries, seals, head: AuditChain().head) == nil)
  }

  @Test func theFormIsUnambiguous() {
    let texts: [[String?]] = [
      ["ab", "c"], ["a", "bc"], ["abc", ""], ["abc", nil], ["", "abc"], [nil, "abc"], ["1:a", "b"],
      ["-", nil],
      [nil, nil], ["", ""],
    ]
    let forms = texts.map { SealableEntry(sequence: 1, id: Self.id(1), fields: $0).canonicalForm }
    #expect(Set(forms).count == texts.count)
  }
}
