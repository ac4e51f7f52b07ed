import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(3))) struct HealthProbeTests {
  /// The probe blocks, so it gets a thread that nobody else waits for.
  private func ask(
    _ question: HealthQuestion, host: String = "127.0.0.1", port: Int
  ) async throws -> HealthAnswer {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result { try HealthProbe(listening: host, port: port).ask(question) })
      }
    }
  }

  @Test(arguments: ["127.0.0.1", "0.0.0.0", "localhost", ""])
  func asksARunningProcess(_ host: String) async throws {
    let readiness = Readiness()
    let isUp = Atomic(true)
    readiness.add("broker") { isUp.load(ordering: .relaxed) }
    try await HealthTests.withServer(readiness, PrometheusRegistry()) { port in
      let live = try await ask(.live, host: host, port: port)
      #expect(live.status == 200 && live.body == #"{"status":"live"}"#)
      #expect(try await ask(.ready, host: host, port: port).status == 200)
      isUp.store(false, ordering: .relaxed)
      #expect(try await ask(.live, host: host, port: port).status == 200)
      let ready = try await ask(.ready, host: host, port: port)
      #expect(ready.status == 503 && ready.body.contains(#""broker":"not ready""#))
    }
  }

  @Test func nobodyThereIsToldAtOnce() async throws {
    let nobody = try BoundSocket()
    defer { withExtendedLifetime(nobody) {} }
    let error = await #expect(throws: HealthProbeError.self) { _ = try await ask(.live, port: nobody.port) }
    #expect(error?.description == "is not listening")
    let unknown = await #expect(throws: HealthProbeError.self) {
      _ = try await ask(.live, host: "nowhere.invalid", port: nobody.port)
    }
    #expect(unknown?.description == "has no address")
  }

  @Test func readsAnAnswer() {
    let answer = HealthAnswer(response: "HTTP/1.1 503 Service Unavailable\r\nA: b\r\n\r\n{}\r\n\r\n!")
    #expect(answer?.status == 503)
    #expect(answer?.body == "{}\r\n\r\n!")
    #expect(HealthAnswer(response: "HTTP/1.1 200\r\n\r\n")?.body == "")
  }

  @Test(arguments: [
    "", "HTTP/1.1", "HTTP/1.1 x\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 9999 x\r\n", "220 smtp\r\n",
  ])
  func whatIsNoAnswerIsNotTakenForOne(_ text: String) {
    #expect(HealthAnswer(response: text) == nil)
  }
}
