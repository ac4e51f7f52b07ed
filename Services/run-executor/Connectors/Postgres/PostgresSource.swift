import Logging
import Postgres
import Synchronization
import ThreadActor

/// A source that can be connected to.
struct PostgresSource: Sendable {
  let parameters: PostgresParameters
  let addressPolicy: AddressPolicy
  let deadlines: PostgresDeadlines
  let thread: PollingThread
  let logger: Logger

  var reading: PostgresFaultReading { PostgresFaultReading(parameters: parameters, deadlines: deadlines) }

  /// Connects for `body` and closes the connection afterwards.
  func withConnection<R: Sendable>(
    _ body: (PostgresConnection, ServerVersion) async throws -> R
  ) async throws(PostgresFault) -> R {
    logger.debug(
      "connecting to the source",
      metadata: [
        "host": "\(parameters.host)", "port": "\(parameters.port)", "database": "\(parameters.database)",
      ])
    let connection = try await connect()
    let outcome: Result<R, PostgresFault>
    do {
      let version = ServerVersion(number: await connection.serverVersion)
      logger.debug("connected to the source", metadata: ["version": "\(version)"])
      guard version >= .oldest else { throw reading.fault(.tooOld, said: "it is \(version)") }
      outcome = .success(try await body(connection, version))
    } catch {
      outcome = .failure(reading.fault(error))
    }
    await connection.close()
    return try outcome.get()
  }

  private func connect() async throws(PostgresFault) -> PostgresConnection {
    let refusal = Mutex<String?>(nil)
    do {
      return try await PostgresConnection.connect(configuration, on: thread, logger: logger) { addresses in
        do throws(AddressRefusal) {
          try addressPolicy.check(addresses)
        } catch {
          refusal.withLock { $0 = error.description }
          throw error
        }
      }
    } catch {
      throw reading.fault(error, refusal: refusal.withLock { $0 })
    }
  }

  private var configuration: PostgresConfiguration {
    var configuration = PostgresConfiguration(
      host: parameters.host, port: parameters.port, database: parameters.database,
      username: parameters.username,
      password: parameters.password, tls: parameters.tls)
    configuration.applicationName = "nucleus-collector"
    configuration.connectTimeout = deadlines.connect
    configuration.statementTimeout = deadlines.statement
    configuration.cancelGrace = deadlines.cancelGrace
    // Every statement is sent once.
    configuration.statementCacheCapacity = 0
    return configuration
  }
}
