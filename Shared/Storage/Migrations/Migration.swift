import Contracts
import Crypto
import Foundation

/// One numbered step of the database's history. Steps are additive and never edited once released.
public struct Migration: Sendable, Equatable {
  public let version: Int
  public let name: String
  public let script: String

  public init(version: Int, name: String, script: String) {
    self.version = version
    self.name = name
    self.script = script
  }

  /// SHA-256 of the script, in hex.
  public var checksum: String { SHA256.hash(data: Data(script.utf8)).hexDigits }

  /// All steps that ship with this release, in order.
  public static func bundled() throws -> [Migration] {
    guard let folder = Bundle.module.url(forResource: "SQL", withExtension: nil) else {
      throw MigrationError(kind: .missingResources)
    }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "sql" }
      .map { file in
        let stem = file.deletingPathExtension().lastPathComponent
        guard let version = Int(stem.prefix(4)) else {
          throw MigrationError(kind: .badFileName(file.lastPathComponent))
        }
        return Migration(
          version: version, name: String(stem.dropFirst(5)),
          script: try String(contentsOf: file, encoding: .utf8))
      }
      .sorted { $0.version < $1.version }
  }
}
