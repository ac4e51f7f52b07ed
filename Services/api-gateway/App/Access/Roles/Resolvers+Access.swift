import Contracts
import Domain
import GraphQL

extension Resolvers {
  /// Has every field check the caller's role against the ``AccessTable``.
  ///
  /// Whoever got as far as a resolver is a viewer at least, so fields for viewers need no check.
  mutating func enforceRoles() {
    guardFields { type, field in
      guard let role = AccessTable.leastRole(for: type, field) else {
        return { _ in throw Refusal(.roleForbidden, "\(type).\(field) is open to nobody") }
      }
      guard role > .viewer else { return nil }
      return { info in try info.requireRole(role, for: field) }
    }
  }
}

extension ResolveInfo {
  fileprivate func requireRole(_ role: Role, for field: String) throws {
    let gateway = try gateway
    let caller = gateway.request.caller
    guard caller.role < role else { return }
    if operation == .mutation, parentType == "Mutation" {
      gateway.services.audit.report(
        field, objectID: AuditedObject.id(in: arguments.values), refusedWith: .roleForbidden,
        in: gateway.request)
    }
    throw Refusal(
      .roleForbidden, "\(field) needs the role \(role.rawValue); this key has \(caller.role.rawValue)")
  }
}
