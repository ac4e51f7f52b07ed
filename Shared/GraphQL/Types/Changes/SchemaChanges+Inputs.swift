import OrderedCollections

extension SchemaChanges {
  mutating func compareArguments(
    _ old: OrderedDictionary<String, InputValueDefinition>,
    _ new: OrderedDictionary<String, InputValueDefinition>, of owner: String
  ) {
    for argument in old.values {
      let coordinate = "\(owner)(\(argument.name):)"
      if let other = new[argument.name] {
        compare(argument, other, coordinate, type: .argumentChangedType, default: .argumentDefaultChanged)
      } else {
        add(.argumentRemoved, coordinate, "was removed")
      }
    }
    for argument in new.values where old[argument.name] == nil {
      add(
        argument.isRequired ? .requiredArgumentAdded : .optionalArgumentAdded, "\(owner)(\(argument.name):)",
        "was added" + (argument.isRequired ? " and has to be given" : ""))
    }
  }

  mutating func compare(_ old: InputObjectType, _ new: InputObjectType) {
    if new.isOneOf, !old.isOneOf { add(.oneOfAdded, old.name, "takes exactly one of its fields now") }
    for field in old.fields.values {
      let coordinate = "\(old.name).\(field.name)"
      if let other = new.fields[field.name] {
        compare(field, other, coordinate, type: .fieldChangedType, default: .inputFieldDefaultChanged)
      } else {
        add(.fieldRemoved, coordinate, "was removed")
      }
    }
    for field in new.fields.values where old.fields[field.name] == nil {
      add(
        field.isRequired ? .requiredInputFieldAdded : .optionalInputFieldAdded, "\(old.name).\(field.name)",
        "was added" + (field.isRequired ? " and has to be given" : ""))
    }
  }

  mutating func compare(_ old: DirectiveDefinition, _ new: DirectiveDefinition) {
    let coordinate = "@\(old.name)"
    for argument in old.arguments.values {
      let place = "\(coordinate)(\(argument.name):)"
      if let other = new.arguments[argument.name] {
        compare(argument, other, place, type: .argumentChangedType, default: .argumentDefaultChanged)
      } else {
        add(.directiveArgumentRemoved, place, "was removed")
      }
    }
    for argument in new.arguments.values where old.arguments[argument.name] == nil && argument.isRequired {
      add(
        .requiredDirectiveArgumentAdded, "\(coordinate)(\(argument.name):)", "was added and has to be given")
    }
    if old.isRepeatable, !new.isRepeatable {
      add(.directiveRepeatableRemoved, coordinate, "cannot be repeated any more")
    }
    for location in old.locations where !new.locations.contains(location) {
      add(.directiveLocationRemoved, coordinate, "cannot be used on \(location.rawValue) any more")
    }
  }

  /// A default that appears where there was none changes nothing for who gave a value, and nobody else could be sure.
  private mutating func compare(
    _ old: InputValueDefinition, _ new: InputValueDefinition, _ coordinate: String, type: SchemaChangeKind,
    default kind: SchemaChangeKind
  ) {
    guard TypeCompatibility.isInputSafe(old.type, new.type) else {
      return add(type, coordinate, "changed its type from \(old.type) to \(new.type)")
    }
    guard let before = old.defaultLiteral?.sorted else { return }
    guard let after = new.defaultLiteral?.sorted else {
      return add(kind, coordinate, "lost its default \(before.printed)")
    }
    if before != after {
      add(kind, coordinate, "changed its default from \(before.printed) to \(after.printed)")
    }
  }
}

extension AST.Value {
  /// The value with the fields of its objects in the order of their names, which says the same.
  fileprivate var sorted: AST.Value {
    switch kind {
    case .list(let elements): AST.Value(.list(elements.map(\.sorted)), location: location)
    case .object(let fields):
      AST.Value(
        .object(
          fields.map { field in
            var field = field
            field.value = field.value.sorted
            return field
          }.sorted { $0.name.value < $1.name.value }), location: location)
    default: self
    }
  }
}
