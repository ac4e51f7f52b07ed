extension Duration {
  /// Rounded down, never negative.
  var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return max(0, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
  }
}
