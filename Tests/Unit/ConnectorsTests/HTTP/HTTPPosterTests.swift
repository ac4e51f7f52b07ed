import Foundation
import TestSupport
import Testing

@testable import Connectors

/// Requests to servers of others: to the address that was checked and to no other (S14).
@Suite struct HTTPPosterTests {
  private static let open = AddressPolicy(allowsPrivateNetworks: true)
  private static let limit = Duration.seconds(30)

  private func send(
    _ url: String, policy: AddressPolicy = Self.open, resolver: HostResolver = .system, choice: Int = 0,
    limit: Duration = Self.limit
  ) async -> Result<HTTPAnswer, HTTPPostFailure> {
    do throws(HTTPPostFailure) {
      return try await HTTPPoster.with(
        url, policy: policy, resolver: resolver, choice: choice, limit: Self.limit
      ) { poster in
        do throws(HTTPPostFailure) {
          let post = HTTPPost(headers: [("X-Sample", "1")], body: [UInt8]("hello".utf8))
          return .success(try await poster.send(post, limit: limit))
        } catch {
          return .failure(error)
        }
      }
    } catch {
      return .failure(error)
    }
  }

  @Test func carriesHeadersAndBody() async throws {
    let receiver = try await StubReceiver.start { _, _ in .answer(202) }
    let answer = await send("http://127.0.0.1:\(receiver.port)/hooks?a=1")
    #expect(try answer.get() == HTTPAnswer(status: 202))
    let request = try #require(receiver.requests.first)
    #expect(request.path == "/hooks?a=1" && request.text == "hello" && request.header("X-Sample") == "1")
    await receiver.stop()
  }

  /// A name that resolves to something else by the time of the connection gains nothing: nobody asks again.
  @Test func connectsToWhatWasChecked() async throws {
    let receiver = try await StubReceiver.start()
    let resolver = HostResolver { host, _ in host == "receiver.invalid" ? ["127.0.0.1"] : [] }
    let answer = await send("http://receiver.invalid:\(receiver.port)/", resolver: resolver)
    #expect(try answer.get().status == 200)
    #expect(receiver.requests.first?.header("Host") == "receiver.invalid:\(receiver.port)")
    await receiver.stop()
  }

  @Test(arguments: [
    "http://127.0.0.1:9/", "http://0x7f.1:9/", "http://2130706433:9/", "http://017700000001:9/",
    "http://localhost:9/", "http://[::1]:9/", "http://[::ffff:127.0.0.1]:9/", "https://10.0.0.1/",
  ])
  func inNoSpellingToPrivateAddressesWhereThatIsForbidden(url: String) async {
    let failure = await send(url, policy: AddressPolicy(allowsPrivateNetworks: false))
    #expect(throws: HTTPPostFailure.self) { try failure.get() }
    if case .failure(let failure) = failure { #expect(!failure.isFinal, "\(failure)") }
  }

  @Test(arguments: ["http://169.254.169.254/latest", "http://2852039166/", "http://0xa9fea9fe/"])
  func neverToMetadata(url: String) async {
    guard case .failure(let failure) = await send(url) else {
      Issue.record("it was sent")
      return
    }
    #expect(!failure.isFinal && failure.description.contains("never allowed"))
  }

  /// One refused address among good ones refuses all.
  @Test func aMixedAnswerOfTheResolverIsRefused() async {
    let resolver = HostResolver { _, _ in ["127.0.0.1", "169.254.169.254"] }
    guard case .failure(let failure) = await send("http://receiver.invalid/", resolver: resolver) else {
      Issue.record("it was sent")
      return
    }
    #expect(!failure.isFinal && failure.description.contains("must not be connected to"))
  }

  /// What a wrong answer of a name server or an executor's policy refuses may pass; what is no URL may not.
  @Test(arguments: ["", "http://", "/hooks"])
  func onlyWhatIsNoURLIsFinal(url: String) async {
    guard case .failure(let failure) = await send(url) else {
      Issue.record("it was sent")
      return
    }
    #expect(failure.isFinal)
  }

  @Test func redirectsAreAnswersAndNoMore() async throws {
    let receiver = try await StubReceiver.start { _, _ in
      .answer(302, headers: [("Location", "http://127.0.0.1:1/elsewhere")])
    }
    #expect(try await send("http://127.0.0.1:\(receiver.port)/").get().status == 302)
    #expect(receiver.requests.count == 1)
    await receiver.stop()
  }

  /// It hangs for good, so the words alone tell that the limit has ended it.
  @Test(.timeLimit(.minutes(3))) func aReceiverThatHangsCostsNoMoreThanTheLimit() async throws {
    let receiver = try await StubReceiver.start { _, _ in .hang }
    let answer = await send("http://127.0.0.1:\(receiver.port)/", limit: .milliseconds(200))
    #expect(answer == .failure(.unreachable("the receiver did not answer within 0.2 s")))
    await receiver.stop()
  }

  /// The head of an answer decides; its body may take its time.
  @Test func anAnswerCountsWhoseBodyNeverEnds() async throws {
    let receiver = try await StubReceiver.start { _, _ in .dawdle(202) }
    #expect(try await send("http://127.0.0.1:\(receiver.port)/").get() == HTTPAnswer(status: 202))
    await receiver.stop()
  }

  @Test func failuresAreToldInOurOwnWords() async throws {
    let receiver = try await StubReceiver.start { _, _ in .hangUp }
    let closed = await send("http://127.0.0.1:\(receiver.port)/")
    #expect(closed == .failure(.unreachable("the receiver closed the connection without an answer")))
    await receiver.stop()
    let nobody = try BoundSocket()
    defer { withExtendedLifetime(nobody) {} }
    let refused = await send("http://127.0.0.1:\(nobody.port)/")
    #expect(refused == .failure(.unreachable("the connection failed: Connection refused")))
    let unknown = await send("http://receiver.invalid/", resolver: HostResolver { _, _ in [] })
    #expect(unknown == .failure(.unreachable("the name of the host has no address")))
  }

  @Test func triesAnotherAddressAnotherTime() async throws {
    let receiver = try await StubReceiver.start()
    let resolver = HostResolver { _, _ in ["127.0.0.2", "127.0.0.1"] }
    let url = "http://receiver.invalid:\(receiver.port)/"
    let first = await send(url, resolver: resolver)
    #expect(throws: HTTPPostFailure.self) { try first.get() }
    #expect(try await send(url, resolver: resolver, choice: 3).get().status == 200)
    await receiver.stop()
  }

  @Test func readsHowLongToWait() {
    let now = Date(timeIntervalSince1970: 784_111_777)
    #expect(HTTPPoster.seconds("120", now: now) == 120)
    #expect(HTTPPoster.seconds(" 0 ", now: now) == 0)
    #expect(HTTPPoster.seconds("Sun, 06 Nov 1994 08:50:37 GMT", now: now) == 60)
    #expect(HTTPPoster.seconds("Sun, 06 Nov 1994 08:00:00 GMT", now: now) == 0)
    #expect(HTTPPoster.seconds("-1", now: now) == nil)
    #expect(HTTPPoster.seconds("soon", now: now) == nil)
    #expect(HTTPPoster.seconds("99999999999", now: now) == 7 * 86_400)
    #expect(HTTPPoster.seconds(nil, now: now) == nil)
  }
}
