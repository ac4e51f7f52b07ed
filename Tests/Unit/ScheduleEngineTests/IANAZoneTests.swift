import Foundation
import Testing

@testable import ScheduleEngine

@Suite struct IANAZoneTests {
  @Test(arguments: [
    "UTC", "GMT", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+2", "Etc/GMT-14", "CET",
    "Asia/Calcutta",
    "US/Pacific", "Japan", "GB", "GMT0", "EST5EDT", "Australia/Lord_Howe", "Africa/Casablanca", "W-SU",
    "Zulu",
  ])
  func knows(name: String) {
    #expect(IANAZone(name)?.name == name)
  }

  @Test(arguments: [
    "", "Mars/Phobos", "GMT+2", "UTC+1", "GMT+0200", "PST", "AST", "BST", "IST", "ACT", "VST", "+02:00",
    "europe/berlin",
    "Europe/Berlin ", "SystemV/PST8PDT", "posix/Europe/Berlin", "localtime",
    String(repeating: "A/b", count: 40),
    "../etc/passwd", "Europe/Berlin\0",
  ])
  func refuses(name: String) {
    #expect(IANAZone(name) == nil)
  }

  /// Every zone of the system's own database, whose text form lists zones and links.
  @Test func knowsAllOfTheSystemsDatabase() throws {
    let path = "/usr/share/zoneinfo/tzdata.zi"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    var names: [String] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "Z", words.count > 1 { names.append(String(words[1])) }
      if words.first == "L", words.count > 2 { names.append(String(words[2])) }
    }
    #expect(names.count > 500)
    #expect(names.filter { IANAZone($0) == nil } == [])
  }

  /// The steps from one stretch to the next are exactly the changes of the offset.
  @Test(arguments: [
    "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Gaza", "Antarctica/Troll", "Asia/Kathmandu", "UTC", "America/Caracas", "Africa/Monrovia",
  ])
  func stretchesAreWhereTheOffsetIsTheSame(name: String) throws {
    let zone = try #require(IANAZone(name))
    let range = 0...2_200_000_000
    var boundaries: Set<Int> = []
    for stretch in ZoneWalk(zone, from: range.lowerBound) {
      guard range.contains(stretch.span.lowerBound) else { break }
      #expect(zone.offset(at: stretch.span.lowerBound) == stretch.offset)
      #expect(zone.offset(at: stretch.span.upperBound - 1) == stretch.offset)
      boundaries.insert(stretch.span.lowerBound)
    }
    // Found by halving: every change of the offset between samples two days apart.
    var last = range.lowerBound
    while last < range.upperBound {
      var (low, high) = (last, last + 2 * 86_400)
      last = high
      guard zone.offset(at: low) != zone.offset(at: high) else { continue }
      while high - low > 1 {
        let middle = (low + high) / 2
        if zone.offset(at: low) == zone.offset(at: middle) { low = middle } else { high = middle }
      }
      #expect(boundaries.contains(high) || high > range.upperBound, "\(high)")
    }
  }
}
