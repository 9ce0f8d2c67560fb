// Durations as the configuration writes them, and what was probably meant where they are none.
export { parseDuration } from '../model/time.js'

const LOOSE = /^(\d{1,9})\s*(ms|s|m|min|h|d)$/i

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
