/// Lets everyone through when the given number has arrived.
actor Barrier {
  private let count: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  init(count: Int) { self.count = count }

  func arrive() async {
    if waiting.count + 1 == count {
      for continuation in waiting { continuation.resume() }
      waiting = []
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }
}
