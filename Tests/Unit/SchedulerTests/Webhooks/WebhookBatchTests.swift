import Testing

@testable import Scheduler

/// How much is planned for webhooks at a time.
@Suite struct WebhookBatchTests {
  @Test func getsSmallerUntilItIsDone() {
    var batch = WebhookBatch()
    #expect(batch.runs == 500 && batch.notices == 5_000)
    for _ in 0..<20 { batch.noteFailure() }
    #expect(batch.runs == 1)
    for _ in 0..<20 { batch.noteSuccess() }
    #expect(batch == WebhookBatch())
  }
}
