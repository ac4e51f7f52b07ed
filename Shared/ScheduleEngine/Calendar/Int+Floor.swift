/// Division that rounds down also below zero, as counting from 1970 needs.
extension Int {
  func dividedDown(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// `self × factor ÷ divisor`, rounded down.
  func dividedDown(by divisor: Int, times factor: Int) -> Int { (self * factor).dividedDown(by: divisor) }

  func dividedUp(by divisor: Int) -> Int { -(-self).dividedDown(by: divisor) }

  /// From 0 to the divisor less 1.
  func remainder(by divisor: Int) -> Int { self - dividedDown(by: divisor) * divisor }
}
