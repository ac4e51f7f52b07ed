import Logging

extension PostgresPool {
  private static let probeInterval: Duration = .milliseconds(500)
  private static let probeTimeout: Duration = .milliseconds(1_500)

  /// Keeps one connection for itself and tells the pool by it whether the server answers.
  func superviseServer() async {
    var backoff = Backoff(first: .milliseconds(50), longest: .seconds(1))
    var generator = SystemRandomNumberGenerator()
    var configuration = configuration
    configuration.applicationName += " probe"
    while !Task.isCancelled {
      do throws(PostgresError) {
        let (lost, signal) = AsyncStream<Never>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let probe = try await PostgresConnection.connect(
          configuration, on: thread, logger: logger, onBroken: { signal.finish() })
        serverAnswers()
        backoff.reset()
        await watch(probe, until: lost)
        await probe.close()
      } catch {
        guard !Task.isCancelled else { return }
        serverIsLost(error)
        try? await Task.sleep(for: backoff.pause(using: &generator))
      }
    }
  }

  /// Returns when the connection is lost: one attempt to replace it tells whether the server is, too. A server
  /// that takes the connection and does not answer is lost at once.
  private func watch(_ probe: PostgresConnection, until lost: AsyncStream<Never>) async {
    await withTaskGroup(of: Void.self) { group in
      // The stream is awaited once for the whole watch: cancelling who awaits it ends it for good.
      group.addTask { for await _ in lost {} }
      group.addTask { await self.ask(probe) }
      await group.next()
      group.cancelAll()
    }
  }

  /// Asks the server at regular times and returns when it does not answer.
  private func ask(_ probe: PostgresConnection) async {
    while (try? await Task.sleep(for: Self.probeInterval)) != nil, probe.isUsable {
      do throws(PostgresError) {
        try await probe.execute("select 1", timeout: Self.probeTimeout)
      } catch {
        if error.code == .statementTimeout { serverIsLost(error) }
        return
      }
    }
  }
}
