import AMQP
import Foundation
import Logging
import TestSupport
import Testing

extension Conformance {
  /// Runs a client that is not expected to connect and returns why.
  private func connectFailure(
    _ configuration: AMQPConfiguration, timeout: Duration = .seconds(10)
  ) async throws -> AMQPError? {
    let client = AMQPClient(configuration: configuration, logger: Logger(label: "test"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await client.run() }
      let error = await failure { () throws(AMQPError) in
        try await client.waitUntilConnected(timeout: timeout)
      }
      #expect(!client.isConnected)
      let refused = await failure { () throws(AMQPError) in
        try await client.publish(message("a"), exchange: "x", routingKey: "k")
      }
      #expect(refused?.code == .notConnected)
      group.cancelAll()
      try await group.waitForAll()
      return error
    }
  }

  @Test("a wrong password is told at once and never repeated")
  func wrongPassword() async throws {
    var configuration = try configuration()
    configuration.password = "canary-password"
    let error = try await connectFailure(configuration)
    #expect(error?.code == .authenticationFailed)
    #expect(error?.replyCode == 403)
    #expect("\(String(describing: error)) \(error?.brokerText ?? "")".contains("canary") == false)
  }

  @Test("an unknown virtual host is told at once")
  func wrongVirtualHost() async throws {
    var configuration = try configuration()
    configuration.virtualHost = "nowhere"
    let error = try await connectFailure(configuration)
    #expect(error?.code == .notFound)
    #expect(error?.isRetriable == false)
  }

  @Test(
    "a broker that accepts and never answers costs the connect timeout, and shutdown does not wait for it")
  func silentBroker() async throws {
    let listener = try SilentListener()
    var configuration = try configuration()
    configuration.port = listener.port
    configuration.connectTimeout = .milliseconds(300)
    let error = try await connectFailure(configuration, timeout: .seconds(2))
    #expect(error?.code == .connectionFailed)

    configuration.connectTimeout = .seconds(60)
    let start = ContinuousClock.now
    _ = try await connectFailure(configuration, timeout: .milliseconds(300))
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test("nobody listening is connection failed")
  func nobodyListening() async throws {
    var configuration = try configuration()
    configuration.port = try broker.amqpPort + 9
    let unreachable = try await connectFailure(configuration, timeout: .seconds(1))
    #expect(unreachable?.code == .connectionFailed)
  }

  @Test("TLS connects with the right authority and host name")
  func tls() async throws {
    var configuration = try configuration()
    configuration.port = try broker.tlsPort
    configuration.tls = AMQPTLSConfiguration(caFile: try broker.caFile.path)
    let (exchange, queue) = (fresh("x"), fresh("q"))
    try await withClient(configuration, topology: topology(AMQPQueue(name: queue), exchange: exchange)) {
      client in
      let seen = Recorder<Int>()
      try await client.consume(queue: queue, prefetch: 1) { delivery in
        await seen.record(delivery.message.body.count)
        await delivery.ack()
      }
      let batch = [10, 100_000, 1_000_000].map {
        AMQPOutgoing(
          AMQPMessage(body: [UInt8](repeating: 1, count: $0)), exchange: exchange, routingKey: queue)
      }
      let results = await client.publish(batch: batch)
      #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
      try await eventually("all are delivered") { await seen.elements == [10, 100_000, 1_000_000] }
    }
  }

  @Test("TLS refuses a certificate for another host, an unknown authority and a plain broker")
  func tlsRefusals() async throws {
    var configuration = try configuration()
    configuration.port = try broker.tlsPort
    configuration.tls = AMQPTLSConfiguration(caFile: try broker.caFile.path)
    configuration.host = "127.0.0.1"
    let wrongHost = try await connectFailure(configuration)
    #expect(wrongHost?.code == .tlsFailed)
    configuration.host = "localhost"
    configuration.tls = AMQPTLSConfiguration(caFile: try broker.otherCAFile.path)
    let wrongAuthority = try await connectFailure(configuration)
    #expect(wrongAuthority?.code == .tlsFailed)
    configuration.tls = AMQPTLSConfiguration(caFile: "/nonexistent/ca.pem")
    let noAuthority = try await connectFailure(configuration)
    #expect(noAuthority?.code == .tlsFailed)
    configuration.tls = AMQPTLSConfiguration(caFile: try broker.caFile.path)
    configuration.port = try broker.amqpPort
    let plain = try await connectFailure(configuration, timeout: .seconds(2))
    #expect(plain?.code == .tlsFailed)
  }
}
