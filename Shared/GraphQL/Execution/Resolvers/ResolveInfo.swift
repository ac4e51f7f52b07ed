import JSON
import OrderedCollections

/// What a resolver knows beside its sources.
public struct ResolveInfo: Sendable {
  public let arguments: Arguments
  let field: FieldPlan
  let execution: ExecutionState

  public var fieldName: String { field.definition.name }
  /// The key of the field in the response.
  public var responseKey: String { field.responseKey }
  /// The name of the object type that the field belongs to.
  public var parentType: String { field.parentType }
  public var returnType: AST.TypeReference { field.definition.type }
  public var operation: OperationType { execution.operation.operation }

  /// What the host gave with the request.
  public func context<Context>(_: Context.Type = Context.self) throws -> Context {
    guard let context = execution.context as? Context else {
      throw InvalidResultError("the request's context is a \(type(of: execution.context))")
    }
    return context
  }

  /// Whether a field below this one is selected, at the given way of field names (not aliases).
  ///
  /// Type conditions are not looked at: a field counts as selected when it is for any type.
  public func selects(_ path: String...) -> Bool { lookAhead.selects(path[...]) }

  /// The names of the fields selected directly below this one, each once, in the order of the document.
  public var selectedFields: [String] { Array(lookAhead.names) }

  /// The names of the fields selected of the objects at a way of field names below this one, or directly below it;
  /// without `__typename`, which needs no data. For reading only what is asked for:
  /// `info.fields(below: "edges", "node")`.
  ///
  /// Type conditions are not looked at: the fields selected for any type are among them.
  public func fields(below path: String...) -> Set<String> {
    var names = Set(lookAhead.below(path[...]).names)
    names.remove(Introspection.typename.name)
    return names
  }

  private var lookAhead: LookAhead {
    LookAhead(
      sets: field.selectionSets, fragments: execution.fragments, variables: execution.variables)
  }
}
