import Foundation
import Glibc
import Testing

@testable import Sealing

@Suite struct SealingKeyTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "sealing-\(UUID())")

  @Test func keysSurviveTheirTextForm() throws {
    let key = SealingPrivateKey()
    let again = try SealingPrivateKey(text: key.text)
    #expect(again.publicKey == key.publicKey)
    #expect(try SealingPublicKey(text: key.publicKey.text) == key.publicKey)
    #expect(SealingPrivateKey().publicKey != key.publicKey)
    #expect(key.publicKey.keyID.count == 16)
  }

  @Test func damagedPublicKeysAreRefused() {
    let text = SealingPrivateKey().publicKey.text
    let other = SealingPrivateKey().publicKey
    let body = text.split(separator: ".")[1]
    for wrong in ["", "x", "\(other.keyID).\(body)", text + "A", String(text.dropLast()), "\(body)", "a.b.c"]
    {
      #expect(code { try SealingPublicKey(text: wrong) } == .invalidKey, "\(wrong)")
    }
  }

  @Test func damagedPrivateKeysAreRefused() {
    let text = SealingPrivateKey().text
    for wrong in ["", "nsk1", "nsk1.", "nsk2" + text.dropFirst(4), text + "A", String(text.dropLast())] {
      #expect(code { try SealingPrivateKey(text: wrong) } == .invalidKey, "\(wrong)")
    }
  }

  @Test func aKeyFileHoldsSeveralKeysAndComments() throws {
    let keys = [SealingPrivateKey(), SealingPrivateKey()]
    let text = "# first\n\(keys[0].text)\r\n\n  # second\n  \(keys[1].text)  \n"
    #expect(try PrivateKeyFile.parse(text).map(\.publicKey) == keys.map(\.publicKey))
    #expect(code { try PrivateKeyFile.parse("# nothing\n\n") } == .noKey)
    let error = #expect(throws: SealingError.self) { try PrivateKeyFile.parse("\n# x\nhunter2\n") }
    #expect(error?.code == .invalidKey)
    #expect(error?.description.contains("line 3") == true)
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test func aCreatedFileIsPrivateAndReadsBack() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "seal.key").path
    let keys = [SealingPrivateKey(), SealingPrivateKey()]
    try PrivateKeyFile.create(path: path, keys: keys)
    #expect(try PrivateKeyFile.load(path: path).map(\.publicKey) == keys.map(\.publicKey))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(code { try PrivateKeyFile.create(path: path, keys: keys) } == .unreadableKeyFile)
    #expect(try PrivateKeyFile.load(path: path).count == 2)
  }

  @Test func aFileOfSomebodyElsesMayBeReadThroughItsGroup() {
    for mode: mode_t in [0o400, 0o600, 0o100_400] {
      #expect(!PrivateKeyFile.isExposed(mode: mode, owner: 10_001, reader: 10_001))
    }
    for mode: mode_t in [0o440, 0o640, 0o404, 0o420, 0o410] {
      #expect(PrivateKeyFile.isExposed(mode: mode, owner: 10_001, reader: 10_001), "\(mode)")
    }
    // As an orchestrator mounts a secret for a group of the container's.
    for mode: mode_t in [0o440, 0o400, 0o100_440] {
      #expect(!PrivateKeyFile.isExposed(mode: mode, owner: 0, reader: 10_001), "\(mode)")
    }
    for mode: mode_t in [0o444, 0o460, 0o441, 0o450] {
      #expect(PrivateKeyFile.isExposed(mode: mode, owner: 0, reader: 10_001), "\(mode)")
    }
  }

  @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o620] as [mode_t])
  func aFileOthersCanReadIsRefused(mode: mode_t) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "seal.key").path
    try PrivateKeyFile.create(path: path, keys: [SealingPrivateKey()])
    chmod(path, mode)
    let error = #expect(throws: SealingError.self) { try PrivateKeyFile.load(path: path) }
    #expect(error?.code == .exposedKeyFile)
    #expect(error?.description.contains("chmod 600") == true)
  }

  @Test func aMissingFileIsNamed() {
    let path = folder.appending(path: "none").path
    let error = #expect(throws: SealingError.self) { try PrivateKeyFile.load(path: path) }
    #expect(error?.code == .unreadableKeyFile)
    #expect(error?.description.contains(path) == true)
  }
}
