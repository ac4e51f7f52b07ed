/// A set of whole numbers from 0 to 63, one bit each.
struct ValueSet: Sendable, Hashable {
  private(set) var bits: UInt64

  init(bits: UInt64 = 0) { self.bits = bits }

  init(_ values: some Sequence<Int>) {
    bits = 0
    for value in values { insert(value) }
  }

  var isEmpty: Bool { bits == 0 }
  var count: Int { bits.nonzeroBitCount }
  var min: Int? { bits == 0 ? nil : bits.trailingZeroBitCount }
  var max: Int? { bits == 0 ? nil : 63 - bits.leadingZeroBitCount }
  /// The values, smallest first.
  var values: [Int] { (0..<64).filter { bits >> UInt64($0) & 1 == 1 } }

  mutating func insert(_ value: Int) { bits |= 1 << UInt64(value) }
  mutating func remove(_ value: Int) { bits &= ~(1 << UInt64(value)) }
  mutating func formUnion(_ other: Self) { bits |= other.bits }

  func contains(_ value: Int) -> Bool { 0..<64 ~= value && bits >> UInt64(value) & 1 == 1 }
  func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
  func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }

  func first(atOrAfter value: Int) -> Int? { Self(bits: bits & Self.mask(from: value)).min }
  func last(atOrBefore value: Int) -> Int? { Self(bits: bits & ~Self.mask(from: value + 1)).max }

  /// How many of the values lie in a range.
  func count(in range: Range<Int>) -> Int {
    (bits & Self.mask(from: range.lowerBound) & ~Self.mask(from: range.upperBound)).nonzeroBitCount
  }

  private static func mask(from value: Int) -> UInt64 { value >= 64 ? 0 : ~0 << UInt64(Swift.max(value, 0)) }
}
