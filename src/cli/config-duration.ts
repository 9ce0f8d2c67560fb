// Durations as the configuration writes them: ISO 8601 of days, hours, minutes and seconds, into milliseconds.

const DURATION =
  /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.(\d{1,3}))?S)?)?$/
const LOOSE = /^(\d{1,9})\s*(ms|s|m|min|h|d)$/i

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

/** What was probably meant by `5m`, `30 s` or `2h`; null when nothing can be guessed. */
export function suggestDuration(text: string): string | null {
  const parts = LOOSE.exec(text.trim())
  if (parts === null) return null
  const amount = parts[1]!
  switch (parts[2]!.toLowerCase()) {
    case 'ms':
      return `PT${Number(amount) / 1000}S`
    case 's':
      return `PT${amount}S`
    case 'h':
      return `PT${amount}H`
    case 'd':
      return `P${amount}D`
    default:
      return `PT${amount}M`
  }
}
