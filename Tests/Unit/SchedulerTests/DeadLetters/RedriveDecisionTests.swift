import Contracts
import Foundation
import JSON
import TestSupport
import Testing

@testable import Scheduler
@testable import Storage

/// What can be sent again, and what is said where it cannot.
@Suite struct RedriveDecisionTests {
  private static func letter(
    _ change: (inout DeadLetter) -> Void = { _ in }
  ) -> DeadLetter {
    var letter = DeadLetter(
      id: .v7(), at: Date(), queue: Queue.commands.name, reason: .malformed, words: "no type", messageID: "m",
      exchange: "nucleus.commands", routingKey: "scheduler", headers: [:],
      body: DeadLetterBody(bytes: [], size: 2, isText: true), status: .waiting)
    change(&letter)
    return letter
  }

  private static func refusal(
    _ letter: DeadLetter, isEdited: Bool = false, _ facts: RedriveDecision.Facts = .init()
  ) -> Refusal? {
    do throws(Refusal) {
      try RedriveDecision.decide(letter, isEdited: isEdited, facts: facts)
      return nil
    } catch {
      return error
    }
  }

  @Test func anEditedBodySaysWhichRunItIsAbout() {
    let (first, second) = (UUID.v7(), UUID.v7())
    let letter = Self.letter { $0.runID = first }
    let named = RedriveOrder(of: letter, edited: #"{"runID": "\#(second)"}"#, for: nil)
    #expect(named.headers[EnvelopeHeader.runID]?.stringValue == second.lowercased)
    for edited in [nil, "{}", "[]"] {
      let order = RedriveOrder(of: letter, edited: edited, for: nil)
      #expect(order.headers[EnvelopeHeader.runID]?.stringValue == first.lowercased)
    }
  }

  @Test func whatWaitsCanBeSentAgain() { #expect(Self.refusal(Self.letter()) == nil) }

  @Test func whatWasDecidedCannot() {
    let id = UUID.v7()
    let redriven = Self.letter {
      $0.status = .redriven
      $0.decidedBy = "Ada"
      $0.redrivenAs = id
    }
    let refusal = Self.refusal(redriven)
    #expect(refusal?.code == .messageNotFound && refusal?.message.contains(id.lowercased) == true)
    #expect(refusal?.message.contains("Ada") == true)
    #expect(Self.refusal(Self.letter { $0.status = .discarded })?.code == .messageNotFound)
  }

  @Test func whatSaysNotWhereToCannot() {
    let refusal = Self.refusal(
      Self.letter {
        $0.exchange = nil
        $0.routingKey = nil
      })
    #expect(refusal?.code == .invalidInput && refusal?.message.contains("discarded") == true)
  }

  @Test func aTriggerNeedsItsEndpoint() {
    let endpoint = UUID.v7()
    let letter = Self.letter {
      $0.exchange = "nucleus.triggers"
      $0.routingKey = endpoint.lowercased
    }
    #expect(Self.refusal(letter)?.code == .endpointNotFound)
    #expect(Self.refusal(letter, .init(liveEndpoints: [endpoint])) == nil)
  }

  /// Under a new id it would have its effect a second time.
  @Test func aCommandThatWasAnsweredIsSentAgainOnlyWithOtherContent() {
    let facts = RedriveDecision.Facts(answered: ["m"])
    #expect(Self.refusal(Self.letter(), facts)?.code == .invalidInput)
    #expect(Self.refusal(Self.letter(), isEdited: true, facts) == nil)
    // The log of commands forgets; the row does not.
    #expect(Self.refusal(Self.letter { $0.wasAnswered = true })?.code == .invalidInput)
  }

  @Test func aBodyOfWhichPartsAreMissingNeedsAnother() {
    let letter = Self.letter { $0.body.size = FilingDecision.bodyLimit + 1 }
    #expect(Self.refusal(letter)?.field == "body")
    #expect(Self.refusal(letter, isEdited: true) == nil)
  }

  /// A body for people: text stays text where it is cut, whatever it is cut in.
  @Test func cutsBetweenCharacters() {
    let text = Array("aé€😀".utf8)
    for limit in 0...text.count {
      let body = DeadLetterBody(text, limit: limit)
      #expect(!body.shown.contains("\u{FFFD}"))
      #expect(body.isText && body.isWhole == (limit == text.count))
      if !body.isWhole { #expect(body.shown.hasSuffix("… (\(text.count - limit) more bytes)")) }
    }
    #expect(DeadLetterBody([0x61, 0], limit: 10).shown == "base64:YQA=")
    #expect(DeadLetterBody([], limit: 10).shown.isEmpty)
  }
}
