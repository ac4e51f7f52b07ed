import Testing

@testable import Sealing

@Suite struct SealingTests {
  private let key = SealingPrivateKey()
  private let context = SealingContext("0191f1d2-endpoint", "password")

  @Test(arguments: ["", "x", "hunter2", "pässwörd €", String(repeating: "long ", count: 2_000), "a\u{0}b\n"])
  func opensWhatWasSealed(secret: String) throws {
    let sealed = try CredentialSealer(publicKey: key.publicKey).seal(secret, context: context)
    #expect(try CredentialOpener(privateKeys: [key]).open(sealed, context: context) == secret)
    #expect(sealed.hasPrefix("nsl1.\(key.publicKey.keyID)."))
    #expect(try CredentialOpener.keyID(of: sealed) == key.publicKey.keyID)
  }

  @Test func roundTripsRandomSecretsAndContexts() throws {
    var generator = Weyl(state: 1)
    let opener = try CredentialOpener(privateKeys: [key])
    for _ in 0..<200 {
      let secret = generator.text(upTo: 60)
      let context = SealingContext(generator.text(upTo: 20), generator.text(upTo: 20))
      let sealed = try CredentialSealer(publicKey: key.publicKey).seal(secret, context: context)
      #expect(try opener.open(sealed, context: context) == secret)
      #expect(secret.count < 4 || !sealed.contains(secret))
    }
  }

  @Test func sealingTwiceGivesDifferentTexts() throws {
    let sealer = CredentialSealer(publicKey: key.publicKey)
    #expect(try sealer.seal("hunter2", context: context) != sealer.seal("hunter2", context: context))
  }

  @Test func rotationOpensOldAndNew() throws {
    let next = SealingPrivateKey()
    let old = try CredentialSealer(publicKey: key.publicKey).seal("old", context: context)
    let new = try CredentialSealer(publicKey: next.publicKey).seal("new", context: context)
    let both = try CredentialOpener(privateKeys: [next, key, next])
    #expect(try both.open(old, context: context) == "old")
    #expect(try both.open(new, context: context) == "new")
    #expect(both.keyIDs == [key.publicKey.keyID, next.publicKey.keyID].sorted())
    #expect(code { try CredentialOpener(privateKeys: [next]).open(old, context: context) } == .unknownKey)
  }

  /// Swapping sealed values between rows or fields must not work, nor shifting text between the parts.
  @Test(arguments: [
    SealingContext("other-endpoint", "password"), SealingContext("0191f1d2-endpoint", "apiToken"),
    SealingContext("0191f1d2-endpointp", "assword"), SealingContext("0191f1d2-endpoint"), SealingContext(),
    SealingContext("0191f1d2-endpoint", "password", ""),
  ])
  func otherContextsAreRefused(other: SealingContext) throws {
    let sealed = try CredentialSealer(publicKey: key.publicKey).seal("hunter2", context: context)
    #expect(code { try CredentialOpener(privateKeys: [key]).open(sealed, context: other) } == .notAuthentic)
  }

  @Test func changingAnyCharacterIsNoticed() throws {
    let sealed = try CredentialSealer(publicKey: key.publicKey).seal("hunter2-canary", context: context)
    let opener = try CredentialOpener(privateKeys: [key])
    let replacements = Array("AZaz09-_.%\u{E9}")
    for index in sealed.indices {
      for replacement in replacements where replacement != sealed[index] {
        var changed = sealed
        changed.replaceSubrange(index...index, with: String(replacement))
        #expect(code { try opener.open(changed, context: context) } != nil, "\(changed)")
      }
      var shorter = sealed
      shorter.remove(at: index)
      #expect(code { try opener.open(shorter, context: context) } != nil, "\(shorter)")
    }
  }

  @Test func relabellingToAnotherOwnKeyIsNoticed() throws {
    let other = SealingPrivateKey()
    let sealed = try CredentialSealer(publicKey: key.publicKey).seal("hunter2", context: context)
    let relabelled = sealed.split(separator: ".").enumerated()
      .map { $0 == 1 ? other.publicKey.keyID : String($1) }.joined(separator: ".")
    let opener = try CredentialOpener(privateKeys: [key, other])
    #expect(code { try opener.open(relabelled, context: context) } == .notAuthentic)
  }

  @Test(arguments: [
    "", "nsl1", "nsl1...", "nsl1.abc.def.ghi", "nsl2.0011223344556677.AAAA.AAAA", "hunter2", "....",
    "nsl1.0011223344556677.\(String(repeating: "A", count: 43)).AAAA",
    "nsl1.0011223344556677.AAAA.\(String(repeating: "A", count: 43))",
    "nsl1.001122334455667G.\(String(repeating: "A", count: 43)).\(String(repeating: "A", count: 43))",
    "nsl1.0011223344556677.\(String(repeating: "A", count: 43)).\(String(repeating: "A", count: 43)).x",
  ])
  func malformedTextsAreRefused(text: String) throws {
    let opener = try CredentialOpener(privateKeys: [key])
    #expect(code { try opener.open(text, context: context) } == .malformed)
    #expect(code { try CredentialOpener.keyID(of: text) } == .malformed)
  }

  @Test func errorsAndDescriptionsHoldNoSecret() throws {
    let sealed = try CredentialSealer(publicKey: key.publicKey).seal("hunter2-canary", context: context)
    let raw = key.text.dropFirst(5)
    var texts = ["\(key)", String(reflecting: key), "\(try CredentialOpener(privateKeys: [key]))"]
    dump(key, to: &texts[0])
    for attempt in [sealed + "A", "hunter2-canary"] {
      do {
        _ = try CredentialOpener(privateKeys: [key]).open(attempt, context: context)
        Issue.record("opened \(attempt)")
      } catch {
        texts.append("\(error)" + String(reflecting: error))
      }
    }
    for text in texts { #expect(!text.contains(raw) && !text.contains("canary"), "\(text)") }
  }

  @Test func anOpenerNeedsAKey() {
    #expect(code { try CredentialOpener(privateKeys: []) } == .noKey)
  }
}

func code<Value>(_ body: () throws -> Value) -> SealingError.Code? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? SealingError)?.code
  }
}

private struct Weyl: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 32)
  }

  mutating func text(upTo length: Int) -> String {
    let scalars = (0..<Int.random(in: 0...length, using: &self)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 0x20...0x24F, using: &self))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
