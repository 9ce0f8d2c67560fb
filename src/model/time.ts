// Times of the wire as epoch milliseconds: RFC 3339 text or a whole number, parsed without Date as
// it is on the hot path.

/** 9999-12-31T23:59:59.999Z */
export const TIME_MS_MAX = 253_402_300_799_999
/** Numbers from here to there are the years 2001 to 2286 in seconds, and as milliseconds the spring of 1970. */
const SECONDS_FROM = 1e9
const SECONDS_TO = 1e10

const DAY_MS = 86_400_000
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const ZERO = 48
const DASH = 45
const COLON = 58
const DOT = 46
const PLUS = 43
const UPPER_T = 84
const UPPER_Z = 90
// stands for two characters that are no digits: outweighs whatever is added to it
const NO_DIGITS = -0x20000000

/**
 * Epoch ms of an event's time: RFC 3339 text (`2026-01-02T03:04:05.678Z`, offsets allowed, digits
 * past ms cut off) or a whole number of epoch ms. NaN for everything else, and for what lies
 * outside of 1970 to 9999. Source: RFC 3339, 5.6.
 */
export function timeMsOf(value: unknown): number {
  if (typeof value === 'string') return rfc3339Ms(value)
  if (typeof value !== 'number' || !Number.isInteger(value)) return NaN
  return value >= 0 && value <= TIME_MS_MAX ? value : NaN
}

/** When a credential ends: in seconds too, as a JWT's `exp` has it, as no credential ended in the spring of 1970. */
export function expiryMsOf(value: unknown): number {
  const ms = timeMsOf(value)
  return isSeconds(value) ? ms * 1000 : ms
}

/** Whether it is a time of our days in seconds, as a JWT or a Unix log has it. */
export function isSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= SECONDS_FROM && value < SECONDS_TO
}

// The last day that was read, as its eight digits, and its start in epoch ms: most times
// follow one of their own day. A memo of a pure function, so that nothing depends on it but speed.
let memoDay = -1
let memoDayMs = NaN

function rfc3339Ms(text: string): number {
  if (
    text.length !== 24 ||
    text.charCodeAt(23) !== UPPER_Z ||
    text.charCodeAt(4) !== DASH ||
    text.charCodeAt(7) !== DASH ||
    text.charCodeAt(10) !== UPPER_T ||
    text.charCodeAt(13) !== COLON ||
    text.charCodeAt(16) !== COLON ||
    text.charCodeAt(19) !== DOT
  ) {
    return wholeRfc3339Ms(text)
  }
  const day = pair(text, 0) * 1e6 + pair(text, 2) * 1e4 + pair(text, 5) * 100 + pair(text, 8)
  const hour = pair(text, 11)
  const minute = pair(text, 14)
  const second = pair(text, 17)
  const ms = pair(text, 20) * 10 + text.charCodeAt(22) - ZERO
  const last = text.charCodeAt(22)
  // whatever is not plainly of this form is left to the whole grammar
  if (
    day < 0 ||
    hour < 0 ||
    minute < 0 ||
    second < 0 ||
    ms < 0 ||
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    last < ZERO ||
    last > ZERO + 9
  ) {
    return wholeRfc3339Ms(text)
  }
  const withinMs = (hour * 3600 + minute * 60 + second) * 1000 + ms
  if (day !== memoDay) {
    const total = wholeRfc3339Ms(text)
    if (!(total >= 0)) return NaN
    memoDay = day
    memoDayMs = total - withinMs
  }
  return memoDayMs + withinMs
}

/** Two digits, or NO_DIGITS. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? NO_DIGITS : tens * 10 + ones
}

function wholeRfc3339Ms(text: string): number {
  const length = text.length
  if (length < 20 || length > 64) return NaN
  if (
    text.charCodeAt(4) !== DASH ||
    text.charCodeAt(7) !== DASH ||
    (text.charCodeAt(10) | 32) !== (UPPER_T | 32) ||
    text.charCodeAt(13) !== COLON ||
    text.charCodeAt(16) !== COLON
  ) {
    return NaN
  }
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  // 60 is a leap second, which lies on the first moment of the next minute for everybody who counts
  // in epoch ms
  if (!(month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 60)) return NaN
  const leap = (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && leap ? 29 : (DAYS_IN_MONTH[month] as number)
  if (!(year >= 1969 && day >= 1 && day <= days)) return NaN
  const dayOfYear = (DAYS_BEFORE_MONTH[month] as number) + (leap && month > 2 ? 1 : 0) + day - 1
  const y = year - 1
  const dayNumber = y * 365 + (y >> 2) - ((y / 100) | 0) + ((y / 400) | 0) - 719_162 + dayOfYear
  let at = 19
  let ms = 0
  if (text.charCodeAt(19) === DOT) {
    let scale = 100
    at = 20
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - ZERO
      if (digit < 0 || digit > 9) break
      ms += digit * scale
      // past the third digit the scale is 0: what is finer than a ms is cut off
      scale = (scale / 10) | 0
    }
    if (at === 20) return NaN
  }
  const offset = offsetMs(text, at)
  const total =
    dayNumber * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms - offset
  return total >= 0 && total <= TIME_MS_MAX ? total : NaN
}

/** `Z` or `±hh:mm` up to the end of the text, as ms east of UTC; NaN for anything else. */
function offsetMs(text: string, at: number): number {
  const mark = text.charCodeAt(at)
  if ((mark | 32) === (UPPER_Z | 32)) return text.length === at + 1 ? 0 : NaN
  if (mark !== PLUS && mark !== DASH) return NaN
  if (text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return NaN
  const hours = two(text, at + 1)
  const minutes = two(text, at + 4)
  if (!(hours <= 23 && minutes <= 59)) return NaN
  return (hours * 60 + minutes) * (mark === PLUS ? 60_000 : -60_000)
}

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

const DURATION =
  /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/

/**
 * `PT5M` → 300000. Years, months and weeks are refused: their length depends on the calendar or invites mistakes.
 * Null when the text is no such duration (`P`, `PT`, `P1DT`, a sign, more than three decimals).
 */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text)
  if (parts === null || text.endsWith('T') || text === 'P') return null
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 1000 + Number(fraction.padEnd(3, '0'))
}
