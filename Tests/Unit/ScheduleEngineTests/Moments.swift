import Foundation
import Testing

@testable import ScheduleEngine

/// A moment written as `2025-03-30T01:00:00Z` or with an offset.
func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

func plan(
  _ expression: String, _ zone: String, startAt: Date? = nil, endAt: Date? = nil
) throws -> FirePlan {
  FirePlan(
    try CronExpression(expression), in: try #require(IANAZone(zone)), startAt: startAt, endAt: endAt)
}
