/// Counts open streams and refuses those beyond the limits.
struct StreamAdmission: Sendable {
  enum Refusal: Error, Hashable {
    /// The caller has as many streams as one caller may have.
    case caller
    /// The process holds as many as it may.
    case process
  }

  private let perCaller: Int
  private let total: Int
  private var open: [String: Int] = [:]
  private(set) var count = 0

  init(perCaller: Int, total: Int) {
    self.perCaller = perCaller
    self.total = total
  }

  mutating func admit(_ caller: String) throws(Refusal) {
    guard count < total else { throw .process }
    guard open[caller, default: 0] < perCaller else { throw .caller }
    open[caller, default: 0] += 1
    count += 1
  }

  mutating func release(_ caller: String) {
    guard let streams = open[caller] else { return }
    open[caller] = streams > 1 ? streams - 1 : nil
    count -= 1
  }
}
