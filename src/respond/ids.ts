// Ids that follow from what they name: the same on any replay, restart or machine.
import { hash } from 'node:crypto'

/** 128 bits of SHA-256 over the parts, as hex behind a prefix that says what it is. */
export function deriveId(prefix: string, ...parts: readonly (string | number)[]): string {
  let said = ''
  for (const part of parts) {
    const text = String(part)
    said += `${text.length}:${text},`
  }
  return `${prefix}-${hash('sha256', said, 'hex').slice(0, 32)}`
}
