/// The fields to resolve of the objects at one position, in the order of the response.
final class SelectionPlan: Sendable {
  let type: ObjectType
  let fields: [FieldPlan]
  let keys: [String]
  /// Whether nothing at or below the position has to wait.
  let isSynchronous: Bool

  init(type: ObjectType, fields: [FieldPlan]) {
    self.type = type
    self.fields = fields
    keys = fields.map(\.responseKey)
    isSynchronous = fields.allSatisfy(\.isSynchronous)
  }
}
