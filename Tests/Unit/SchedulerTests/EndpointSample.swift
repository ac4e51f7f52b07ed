import Contracts
import Domain
import Foundation
import JSON

@testable import Scheduler

/// Commands and rows that tests change in one place.
enum EndpointSample {
  static let config = EndpointConfigRule(templates: EndpointTemplate.all(synthetic: true))
  static let parameters: JSONValue = ["host": "db.example.com", "database": "shop", "username": "reader"]

  static func registration(_ change: (inout RegisterEndpoint) -> Void = { _ in }) -> RegisterEndpoint {
    var command = RegisterEndpoint(
      endpointID: .v7(), requestedBy: "test", name: "Shop", kind: "postgres", parameters: parameters,
      sealed: ["password": "sealed"])
    change(&command)
    return command
  }

  static func register(_ change: (inout RegisterEndpoint) -> Void = { _ in }) throws(Refusal) -> Endpoint {
    try RegisterEndpointDecision(config: config).decide(registration(change))
  }

  static func update(
    _ endpoint: Endpoint, _ change: (inout UpdateEndpoint) -> Void
  ) throws(Refusal) -> Endpoint {
    var command = UpdateEndpoint(endpointID: endpoint.id, requestedBy: "test")
    change(&command)
    return try UpdateEndpointDecision(config: config).decide(command, on: endpoint)
  }
}

/// What a decision refuses with; nil when it does not.
func refusal(of decision: () throws(Refusal) -> some Any) -> Refusal? {
  do {
    _ = try decision()
    return nil
  } catch {
    return error
  }
}
