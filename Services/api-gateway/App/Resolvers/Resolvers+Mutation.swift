import Contracts
import GraphQL

extension Resolvers {
  /// Adds a mutation: what is to be sent, made from the arguments, and the answer that sending it leads to.
  ///
  /// What is refused while it is made never reaches the scheduler, so the audit log is told of it here.
  mutating func mutation<Order: Sendable>(
    _ field: String, _ order: @escaping @Sendable (ResolveInfo) throws -> Order,
    answer: @escaping @Sendable (Order, ResolveInfo) async throws -> some ResolvedConvertible
  ) {
    self["Mutation", field] = .root { info in
      let made: Order
      do {
        made = try order(info)
      } catch let refusal as Refusal {
        try info.reportToAudit(refusal)
        throw refusal
      }
      return try await answer(made, info)
    }
  }
}

extension ResolveInfo {
  /// Tells the audit log of a mutation that is refused before it becomes a command.
  func reportToAudit(_ refusal: Refusal) throws {
    let gateway = try gateway
    gateway.services.audit.report(
      fieldName, objectID: AuditedObject.id(in: arguments.values), refusedWith: refusal.code,
      in: gateway.request)
  }
}
