/// A property of sources whose type is looked at each time.
struct ErasedProperty: PropertyResolver {
  let needsInfo: Bool
  let body: @Sendable (any Sendable, ResolveInfo?) throws -> ResolvedValue

  init(_ body: @escaping @Sendable (any Sendable) throws -> ResolvedValue) {
    needsInfo = false
    self.body = { source, _ in try body(source) }
  }

  func write(_ sources: inout Sources, _ info: ResolveInfo?, to leaf: inout LeafWriter) {
    for result in values(&sources, info) { leaf.write(row: result) }
  }

  func values(_ sources: inout Sources, _ info: ResolveInfo?) -> [Result<ResolvedValue, any Error>] {
    sources.erased.map { source in Result { try body(source, info) } }
  }
}
