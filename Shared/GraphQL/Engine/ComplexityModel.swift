import JSON

/// How the complexity of operations is reckoned: each field costs its weight; a list of objects multiplies the cost
/// of what is selected of each by its size.
///
/// The size of a list is the value of its size argument, written out, from a variable or by default. Where a field
/// with a size argument is no list itself, the argument sizes the lists directly below it (`nodes`, `edges`). Fields
/// that `@skip` and `@include` leave out count as well.
public struct ComplexityModel: Sendable {
  /// The arguments that say how many objects a list has at most; of several the largest counts.
  public var sizeArguments: Set<String>
  /// The size of a list of objects that nothing tells the size of, at least 1.
  public var unsizedList: Int
  /// The largest size any list has, for hosts that refuse more; larger arguments count as this.
  public var largestList: Int
  /// What a field costs, at least 0, by the name of the type it is selected on and its own.
  public var weight: @Sendable (_ type: String, _ field: String) -> Int

  public init(
    sizeArguments: Set<String> = ["first", "limit", "count"], unsizedList: Int = 10,
    largestList: Int = .max,
    weight: @escaping @Sendable (_ type: String, _ field: String) -> Int = { _, _ in 1 }
  ) {
    self.sizeArguments = sizeArguments
    self.unsizedList = max(1, unsizedList)
    self.largestList = max(1, largestList)
    self.weight = weight
  }
}
