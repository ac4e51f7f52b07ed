import Foundation
import JSON
import Testing

/// A message as an earlier release wrote it.
struct StoredMessage: Sendable, CustomTestStringConvertible {
  let release: String
  /// As its golden file is called.
  let name: String
  let bytes: [UInt8]

  var testDescription: String { "\(release)/\(name)" }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Stored")

  static let releases: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.first?.isNumber == true }.sorted()
  }()

  static let all: [StoredMessage] = releases.flatMap { release in
    let folder = folder.appending(path: release)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name -> StoredMessage? in
      guard let data = FileManager.default.contents(atPath: folder.appending(path: name).path) else {
        return nil
      }
      return StoredMessage(release: release, name: String(name.dropLast(5)), bytes: [UInt8](data))
    }
  }

  /// The message of today that has its name.
  func current() throws -> GoldenMessage {
    try #require(
      GoldenMessage.all.first { $0.name == name }, "\(name) is gone: readers of \(release) may still send it")
  }
}
