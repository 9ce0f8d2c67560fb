// Values as numbers, and the parts of dates, read as they are written.
import type { Scalar, TimePart } from '../rule.js'

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i

/** A number, or a text that is one; NaN for all else. */
export function numberOf(value: Scalar): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : NaN
}

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?\s?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/

/** A part of an ISO 8601 date as it is written, whatever its zone; epoch ms in UTC. `week` is that of ISO 8601. NaN where it has no such part. */
export function timePartOf(part: TimePart, value: Scalar): number {
  if (typeof value === 'number') return numericPart(part, value)
  const found = typeof value === 'string' ? DATE.exec(value.trim()) : null
  if (found === null) return NaN
  const [year, month, day, hour, minute] = found.slice(1).map((text) => Number(text ?? NaN)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31) || hour > 24 || minute > 59) return NaN
  return { year, month, day, hour, minute, week: weekOf(year, month, day) }[part]
}

const DAY_MS = 86_400_000

function numericPart(part: TimePart, ms: number): number {
  if (!(Math.abs(ms) <= 8.64e15)) return NaN
  const days = Math.floor(ms / DAY_MS)
  const minutes = Math.floor((ms - days * DAY_MS) / 60_000)
  if (part === 'minute') return minutes % 60
  if (part === 'hour') return Math.floor(minutes / 60)
  const [year, month, day] = dateOf(days)
  return part === 'week' ? weekOf(year, month, day) : { year, month, day }[part]
}

/** Year, month and day of a day counted from 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function dateOf(days: number): [year: number, month: number, day: number] {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const ofEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return [
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  ]
}

function daysOf(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS)
}

/** Weeks begin on Monday; the first one is that with the year's first Thursday. */
function weekOf(year: number, month: number, day: number): number {
  const days = daysOf(year, month, day)
  const thursday = days - ((((days + 3) % 7) + 7) % 7) + 3
  const [itsYear] = dateOf(thursday)
  return Math.floor((thursday - daysOf(itsYear, 1, 1)) / 7) + 1
}
