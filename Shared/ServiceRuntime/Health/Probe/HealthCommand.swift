import ArgumentParser
import Foundation

/// `health`: tells by its exit code whether the process that serves on this machine is well.
///
/// Made for the health checks of container engines: the images hold neither a shell nor an HTTP client. The address
/// comes from the same settings by which the process serves, and no other setting is looked at.
public struct HealthCommand<Address: OperationsAddress>: ParsableCommand {
  public static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "health", abstract: "Asks the process that serves on this machine how it is.",
      discussion: """
        Exit code: 0 when it is well, 1 when it is not or does not answer. Without an option it is asked whether it lives; \
        one that has lost its database or its broker lives and is not ready.

        \(Address.helpText)
        """)
  }

  @Flag(help: "Ask whether it can do its work right now.")
  var ready = false

  public init() {}

  public func run() throws {
    let executable = ProcessInfo.processInfo.processName
    let address = try SettingsReader(executable: executable).loadOrExit(Address.self)
    let probe = HealthProbe(listening: address.host, port: address.port)
    do {
      let answer = try probe.ask(ready ? .ready : .live)
      guard answer.status == 200 else {
        throw HealthProbeError("answers \(answer.status): \(answer.body.prefix(500))")
      }
    } catch let error as HealthProbeError {
      FileHandle.standardError.write(
        Data("\(executable): the process at \(probe.host):\(probe.port) \(error)\n".utf8))
      throw ExitCode.failure
    }
  }
}
