/// Whom to tell how a message ended. Each is told exactly once.
enum PublishAnswer: Sendable {
  case single(CheckedContinuation<Result<Void, AMQPError>, Never>)
  case batch(PublishBatch, index: Int)

  func complete(_ error: AMQPError?) {
    let result: Result<Void, AMQPError> = error.map { .failure($0) } ?? .success(())
    switch self {
    case .single(let continuation): continuation.resume(returning: result)
    case .batch(let batch, let index): batch.complete(index, result)
    }
  }
}
