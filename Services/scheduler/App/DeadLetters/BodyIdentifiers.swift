import Foundation
import JSON

/// The run and the endpoint that a body names, where it can be read.
struct BodyIdentifiers: Sendable, Equatable {
  var run: UUID?
  var endpoint: UUID?

  /// - Parameter limit: a larger body is not read.
  init(_ body: [UInt8], limit: Int) {
    guard body.count <= limit, let value = try? JSONValue(parsing: body) else { return }
    run = value["runID"]?.stringValue.flatMap(UUID.init(uuidString:))
    endpoint = value["endpointID"]?.stringValue.flatMap(UUID.init(uuidString:))
  }
}
