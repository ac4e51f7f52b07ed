import JSON
import OrderedCollections

/// Turns the selections of a valid operation into plans (GraphQL specification, 6.3.2, CollectFields).
struct PlanCompiler {
  let schema: ExecutableSchema
  let fragments: [String: AST.FragmentDefinition]
  /// What the conditions of selections are read from. Empty where no condition needs a variable.
  let variables: [String: JSONValue]

  func selection(of type: ObjectType, in sets: [AST.SelectionSet]) -> SelectionPlan {
    var collected: OrderedDictionary<String, [AST.Field]> = [:]
    var visited: Set<String> = []
    for set in sets { collect(set, for: type, &collected, &visited) }
    return SelectionPlan(
      type: type, fields: collected.compactMap { key, nodes in field(key, nodes, of: type) })
  }

  private func collect(
    _ set: AST.SelectionSet, for type: ObjectType,
    _ collected: inout OrderedDictionary<String, [AST.Field]>, _ visited: inout Set<String>
  ) {
    for selection in set.selections {
      switch selection {
      case .field(let field):
        guard Conditions.includes(field.directives, variables: variables) else { continue }
        collected[field.responseKey, default: []].append(field)
      case .spread(let spread):
        guard Conditions.includes(spread.directives, variables: variables),
          visited.insert(spread.name.value).inserted, let fragment = fragments[spread.name.value],
          schema.schema.isPossibleType(type.name, of: fragment.typeCondition.value)
        else { continue }
        collect(fragment.selectionSet, for: type, &collected, &visited)
      case .inline(let inline):
        guard Conditions.includes(inline.directives, variables: variables) else { continue }
        if let condition = inline.typeCondition,
          !schema.schema.isPossibleType(type.name, of: condition.value)
        {
          continue
        }
        collect(inline.selectionSet, for: type, &collected, &visited)
      }
    }
  }

  /// nil for a field that the type does not have, which validation has refused.
  private func field(_ key: String, _ nodes: [AST.Field], of type: ObjectType) -> FieldPlan? {
    guard let node = nodes.first,
      let definition = schema.schema.field(node.name.value, of: .object(type)),
      let shape = OutputShape(definition.type, in: schema.schema),
      let resolver = schema.resolver(of: definition.name, on: type.name)
    else { return nil }
    let sets = nodes.compactMap(\.selectionSet)
    var selection: SelectionPlan?
    if case .object(let object) = shape.innermost { selection = self.selection(of: object, in: sets) }
    return FieldPlan(
      responseKey: key, parentType: type.name, definition: definition, resolver: resolver, shape: shape,
      arguments: arguments(of: node, definition), locations: nodes.compactMap(\.location.sourceLocation),
      selectionSets: sets, selection: selection)
  }

  private func arguments(of node: AST.Field, _ definition: FieldDefinition) -> FieldPlan.ArgumentsPlan {
    if node.arguments.contains(where: { $0.value.containsVariable }) { return .dynamic(node.arguments) }
    do {
      let values = try InputCoercion(schema: schema.schema).arguments(
        definition.arguments, given: node.arguments, variables: [:])
      return .constant(Arguments(values: values))
    } catch {
      return .invalid(error)
    }
  }
}
