/// The leaf values of all objects at one position as JSON text, field after field and in each object after object.
///
/// All in one text, so that writing an object costs no counting of references.
struct LeafBlock: Sendable {
  let rows: Int
  let bytes: [UInt8]
  /// Where the text of each value ends.
  let ends: [Int]
  /// The errors of the values that have one, by the number of the value; nil without any. Their text is `null`.
  let failures: [Int: any Error]?

  func index(slot: Int, row: Int) -> Int { slot * rows + row }
}
