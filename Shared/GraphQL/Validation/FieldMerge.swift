import OrderedCollections

/// Decides whether the fields of selection sets can be merged.
struct FieldMerge {
  /// A field node, with all that the decision asks of it.
  private struct Entry {
    let node: AST.Field
    let parent: NamedType?
    let definition: FieldDefinition?
    /// The entries below it, when they were asked for.
    var below: [Int]?
  }

  private let context: ValidationContext
  private let rule: OverlappingFieldsCanBeMerged
  private var entries: [Entry] = []
  private var fragmentEntries: [String: [Int]] = [:]
  private var shapesChecked: Set<[Int]> = []
  private var fieldsChecked: Set<[Int]> = []

  init(context: ValidationContext, rule: OverlappingFieldsCanBeMerged) {
    self.context = context
    self.rule = rule
  }

  mutating func check(_ set: AST.SelectionSet, of type: NamedType?) {
    let fields = collect(set, of: type)
    checkShapes(fields)
    checkFields(fields)
  }

  // MARK: Collecting

  /// The entries of a selection set, those of its fragments included, each once, in order.
  private mutating func collect(_ set: AST.SelectionSet, of type: NamedType?) -> [Int] {
    var result: [Int] = []
    collect(set, of: type, &result)
    return Self.unique(result)
  }

  private mutating func collect(_ set: AST.SelectionSet, of type: NamedType?, _ result: inout [Int]) {
    for selection in set.selections {
      switch selection {
      case .field(let field):
        let definition = type.flatMap { context.schema.field(field.name.value, of: $0) }
        entries.append(Entry(node: field, parent: type, definition: definition))
        result.append(entries.count - 1)
      case .inline(let inline):
        let condition = inline.typeCondition.map { context.schema.types[$0.value] } ?? type
        collect(inline.selectionSet, of: condition, &result)
      case .spread(let spread): result += collect(fragment: spread.name.value)
      }
    }
  }

  private mutating func collect(fragment name: String) -> [Int] {
    if let known = fragmentEntries[name] { return known }
    guard let fragment = context.fragments[name] else { return [] }
    let fields = collect(fragment.selectionSet, of: context.schema.types[fragment.typeCondition.value])
    fragmentEntries[name] = fields
    return fields
  }

  private mutating func below(_ group: [Int]) -> [Int] {
    var result: [Int] = []
    for index in group {
      if let known = entries[index].below {
        result += known
        continue
      }
      guard let set = entries[index].node.selectionSet else { continue }
      let type = entries[index].definition.flatMap { context.schema.namedType(of: $0.type) }
      let fields = collect(set, of: type)
      entries[index].below = fields
      result += fields
    }
    return Self.unique(result)
  }

  private static func unique(_ indices: [Int]) -> [Int] {
    indices.count < 2 ? indices : Set(indices).sorted()
  }

  private func groupedByKey(_ fields: [Int]) -> [[Int]] {
    var positions: [String: Int] = [:]
    var groups: [[Int]] = []
    for index in fields {
      let key = entries[index].node.responseKey
      if let position = positions[key] {
        groups[position].append(index)
      } else {
        positions[key] = groups.count
        groups.append([index])
      }
    }
    return groups
  }

  // MARK: Same shape, whatever the type of the object

  private mutating func checkShapes(_ fields: [Int]) {
    guard !fields.isEmpty, !context.isFull, shapesChecked.insert(fields).inserted else { return }
    for group in groupedByKey(fields) {
      let typed = group.filter { entries[$0].definition != nil }
      if let first = typed.first, let firstType = entries[first].definition?.type {
        for other in typed.dropFirst() {
          guard let type = entries[other].definition?.type, !haveSameShape(firstType, type) else { continue }
          report(first, other, "they return \"\(firstType)\" and \"\(type)\"")
          break
        }
      }
      checkShapes(below(group))
    }
  }

  private func haveSameShape(_ first: AST.TypeReference, _ second: AST.TypeReference) -> Bool {
    switch (first, second) {
    case (.nonNull(let first), .nonNull(let second)), (.list(let first), .list(let second)):
      return haveSameShape(first, second)
    case (.named(let first), .named(let second)):
      guard let a = context.schema.types[first.value], let b = context.schema.types[second.value] else {
        return true
      }
      return a.name == b.name || (!a.isLeaf && !b.isLeaf)
    default: return false
    }
  }

  // MARK: Same field, where the object may be the same

  private mutating func checkFields(_ fields: [Int]) {
    guard !fields.isEmpty, !context.isFull, fieldsChecked.insert(fields).inserted else { return }
    for group in groupedByKey(fields) {
      for candidates in groupedByParent(group) {
        if let first = candidates.first {
          for other in candidates.dropFirst() {
            guard let difference = difference(first, other) else { continue }
            report(first, other, difference)
            break
          }
        }
        checkFields(below(candidates))
      }
    }
  }

  /// Fields of one object type, together with those of abstract types: an object has one of its fields only.
  private func groupedByParent(_ group: [Int]) -> [[Int]] {
    guard group.count > 1 else { return [group] }
    var abstract: [Int] = []
    var concrete: [String: [Int]] = [:]
    for index in group {
      if case .object(let type)? = entries[index].parent {
        concrete[type.name, default: []].append(index)
      } else {
        abstract.append(index)
      }
    }
    guard !concrete.isEmpty else { return [abstract] }
    return concrete.sorted { $0.key < $1.key }.map { $0.value + abstract }
  }

  private func difference(_ first: Int, _ second: Int) -> String? {
    let a = entries[first].node
    let b = entries[second].node
    if a.name != b.name { return "\"\(a.name.value)\" and \"\(b.name.value)\" are different fields" }
    return Self.areSame(a.arguments, b.arguments) ? nil : "they have different arguments"
  }

  private static func areSame(_ first: [AST.Argument], _ second: [AST.Argument]) -> Bool {
    guard first.count == second.count else { return false }
    return first.allSatisfy { argument in
      second.contains { $0.name == argument.name && $0.value.isEquivalent(to: argument.value) }
    }
  }

  private func report(_ first: Int, _ second: Int, _ reason: String) {
    let key = entries[first].node.responseKey
    let places = [entries[first].node.location, entries[second].node.location]
      .sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    rule.report(
      context, "Fields \"\(key)\" conflict: \(reason). Use different aliases to fetch both.", at: places[0],
      places[1])
  }
}

extension AST.Value {
  /// Whether two values mean the same: the order of an object's fields does not matter.
  fileprivate func isEquivalent(to other: AST.Value) -> Bool {
    switch (kind, other.kind) {
    case (.list(let first), .list(let second)):
      first.count == second.count && zip(first, second).allSatisfy { $0.isEquivalent(to: $1) }
    case (.object(let first), .object(let second)):
      first.count == second.count
        && first.allSatisfy { field in
          second.contains { $0.name == field.name && $0.value.isEquivalent(to: field.value) }
        }
    default: self == other
    }
  }
}
