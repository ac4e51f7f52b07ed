/// What a consumer asks of the broker.
struct ConsumerSpecification: Sendable, Hashable {
  let queue: String
  let prefetch: UInt16
  let isExclusive: Bool
}
