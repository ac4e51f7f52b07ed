import JSON
import OrderedCollections

/// Reckons the complexity of operations. Every fragment is measured once, so the time is linear in the document,
/// whatever its spreads and lists multiply to.
struct ComplexityMeasure {
  private let schema: Schema
  private let model: ComplexityModel
  private let fragments: [String: AST.FragmentDefinition]
  /// nil to take every variable for the smallest size.
  private let variables: [String: JSONValue]?
  private var known: [String: Complexity] = [:]
  private var open: Set<String> = []

  init(
    schema: Schema, model: ComplexityModel, fragments: [String: AST.FragmentDefinition],
    variables: [String: JSONValue]? = nil
  ) {
    self.schema = schema
    self.model = model
    self.fragments = fragments
    self.variables = variables
  }

  /// The complexity of an operation, and whether variables decide about it.
  mutating func complexity(of operation: AST.OperationDefinition) -> (total: Int, dependsOnVariables: Bool) {
    let root = schema.rootType(of: operation.operation).map(NamedType.object)
    let complexity = complexity(of: operation.selectionSet, root)
    return (complexity.total(size: model.unsizedList), complexity.dependsOnVariables)
  }

  private mutating func complexity(of set: AST.SelectionSet, _ type: NamedType?) -> Complexity {
    var total = Complexity()
    for selection in set.selections {
      switch selection {
      case .field(let field): total.add(complexity(of: field, type))
      case .spread(let spread):
        if let fragment = fragments[spread.name.value] { total.add(complexity(of: fragment)) }
      case .inline(let inline):
        let condition = inline.typeCondition.flatMap { schema.types[$0.value] } ?? type
        total.add(complexity(of: inline.selectionSet, condition))
      }
    }
    return total
  }

  private mutating func complexity(of fragment: AST.FragmentDefinition) -> Complexity {
    let name = fragment.name.value
    if let complexity = known[name] { return complexity }
    guard open.insert(name).inserted else { return Complexity() }
    let complexity = complexity(of: fragment.selectionSet, schema.types[fragment.typeCondition.value])
    open.remove(name)
    known[name] = complexity
    return complexity
  }

  private mutating func complexity(of field: AST.Field, _ type: NamedType?) -> Complexity {
    let weight = max(0, type.map { model.weight($0.name, field.name.value) } ?? 1)
    guard let type, let definition = schema.field(field.name.value, of: type), let set = field.selectionSet
    else { return Complexity(fixed: weight) }
    let below = complexity(of: set, schema.namedType(of: definition.type))
    let size = size(of: field, definition)
    var result = Complexity(
      fixed: weight, dependsOnVariables: below.dependsOnVariables || size.dependsOnVariables)
    if definition.type.listElement == nil {
      result.fixed = Complexity.sum(weight, below.total(size: size.count ?? model.unsizedList))
      return result
    }
    let element = below.total(size: model.unsizedList)
    if let count = size.count {
      result.fixed = Complexity.sum(weight, Complexity.product(count, element))
    } else {
      result.perElement = element
    }
    return result
  }

  /// - Returns: the size as the arguments tell it; no count where none does.
  private func size(
    of field: AST.Field, _ definition: FieldDefinition
  ) -> (count: Int?, dependsOnVariables: Bool) {
    var count: Int?
    var dependsOnVariables = false
    for argument in definition.arguments.values where model.sizeArguments.contains(argument.name) {
      var value = argument.defaultValue?.intValue
      if let given = field.arguments.first(where: { $0.name.value == argument.name })?.value {
        switch given.kind {
        case .int(let digits): value = Int64(digits) ?? .max
        case .variable(let name):
          dependsOnVariables = true
          if let variables {
            if let known = variables[name] { value = known.intValue }
          } else {
            value = 1
          }
        default: value = nil
        }
      }
      guard let value else { continue }
      count = max(count ?? 1, min(Int(clamping: value), model.largestList))
    }
    return (count, dependsOnVariables)
  }
}
