import JSON
import Synchronization

/// One field position of an operation: everything about it that does not depend on data.
final class FieldPlan: Sendable {
  /// The coerced arguments, when they are the same in every request.
  enum ArgumentsPlan: Sendable {
    case constant(Arguments)
    case dynamic([AST.Argument])
    case invalid(GraphQLError)
  }

  let responseKey: String
  let parentType: String
  let definition: FieldDefinition
  let resolver: Resolver.Kind
  /// Decides whether the caller may have the field.
  let admission: Resolver.Guard?
  let shape: OutputShape
  /// How the values are written, when they are leaves and no lists of leaves.
  let leaf: LeafFormat?
  let arguments: ArgumentsPlan
  let locations: [SourceLocation]
  /// The selections below the field, of all its occurrences.
  let selectionSets: [AST.SelectionSet]
  /// The plan below the field, when it has an object type.
  let selection: SelectionPlan?
  /// Whether the values are leaves that are read without waiting.
  let isWrittenAtOnce: Bool
  /// Whether nothing at or below the field has to wait.
  let isSynchronous: Bool
  /// The plans below a field of an abstract type, made when an object of the type is first met.
  private let selectionsByType = Mutex<[String: SelectionPlan]>([:])

  init(
    responseKey: String, parentType: String, definition: FieldDefinition, resolver: Resolver,
    shape: OutputShape, arguments: ArgumentsPlan, locations: [SourceLocation],
    selectionSets: [AST.SelectionSet], selection: SelectionPlan?
  ) {
    self.responseKey = responseKey
    self.parentType = parentType
    self.definition = definition
    self.resolver = resolver.kind
    admission = resolver.admission
    self.shape = shape
    leaf = LeafFormat(shape, definition.type)
    isWrittenAtOnce = leaf != nil && resolver.isSynchronous
    self.arguments = arguments
    self.locations = locations
    self.selectionSets = selectionSets
    self.selection = selection
    let below: Bool =
      switch shape.innermost {
      case .scalar, .enumeration: true
      case .object: selection?.isSynchronous ?? false
      case .abstract, .list, .nonNull: false
      }
    isSynchronous = resolver.isSynchronous && below
  }

  /// The plan below the field for one of the types that its abstract type can be.
  func selection(for type: ObjectType, compile: (ObjectType) -> SelectionPlan) -> SelectionPlan {
    if let known = selectionsByType.withLock({ $0[type.name] }) { return known }
    // Compiled outside the lock: two may do so at once, the first one in is kept.
    let plan = compile(type)
    return selectionsByType.withLock { plans in
      if let known = plans[type.name] { return known }
      plans[type.name] = plan
      return plan
    }
  }
}
