/// A day of the proleptic Gregorian calendar.
struct CivilDate: Hashable {
  let year: Int64
  let month: Int64
  let day: Int64

  /// The day by its distance from 1970-01-01. Years are counted from March on, so that the leap day is their last:
  /// then months of any year begin at the same distances.
  init(daysSince1970 days: Int64) {
    // 1 March 0000 lies 719,468 days before; 400 years have 146,097 days.
    let (era, dayOfEra) = (days + 719_468).floored(by: 146_097)
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}

extension Int64 {
  /// The quotient rounded down, and what is left, which is never negative.
  func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
