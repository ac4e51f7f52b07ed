import NIOCore
import Synchronization

/// Work for one request that ends early when its time is over or its client has gone.
final class BoundedWork: Sendable {
  /// Why the work was ended.
  enum End: Sendable { case overdue, clientLeft }

  private let end = Mutex<End?>(nil)

  /// Runs the operation.
  /// - Throws: ``HTTPRefusal/overdue`` when the time was over, else what the operation throws.
  static func run<Value: Sendable>(
    limit: TimeAmount, channel: any Channel, presence: ClientPresence,
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let work = BoundedWork()
    // The bridge to what ends the work from outside: a timer and the connection's handler know nothing of
    // tasks, so the operation needs one that they can cancel.
    let task = Task { try await operation() }
    let timer = channel.eventLoop.scheduleTask(in: limit) { work.finish(.overdue, task) }
    presence.notify(channel) { work.finish(.clientLeft, task) }
    defer {
      timer.cancel()
      presence.forget(channel)
    }
    let result = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    if work.end.withLock({ $0 }) == .overdue { throw HTTPRefusal.overdue }
    return try result.get()
  }

  private func finish<Value>(_ reason: End, _ task: Task<Value, any Error>) {
    end.withLock { $0 = $0 ?? reason }
    task.cancel()
  }
}
