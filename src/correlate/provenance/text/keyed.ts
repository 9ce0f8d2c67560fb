// Keyed hashes: values and words are compared, kept and told by these, never in clear.
import { createHmac, createSecretKey } from 'node:crypto'
import { FORM_CHARS, SECRET_WITHOUT_KEY, WORD_CHARS } from '../../../model/mentions.js'

export interface Keyed {
  /** FORM_CHARS of the hash of a value's form */
  form(text: string): string
  /** WORD_CHARS of the hash of a word */
  word(text: string): string
}

/** Words whose hash is remembered while the process lives, as most words come again. Values are never remembered. */
export const WORDS_REMEMBERED_MAX = 16_384

/**
 * HMAC-SHA-256, cut short: 48 bits of a value's form, 36 of a word. Whoever knows the key and guesses a value can tell
 * whether it is that one, so without a key of the deployment's own the hashes hide little: the fixed one only serves so
 * that nothing has to be configured, and every process and replay has the same.
 */
export function createKeyed(key: string | null): Keyed {
  // A key that is made once halves the time of a hash.
  const secret = createSecretKey(key ?? SECRET_WITHOUT_KEY, 'utf8')
  const known = new Map<string, string>()
  const hash = (text: string, chars: number): string =>
    createHmac('sha256', secret).update(text).digest('base64url').slice(0, chars)
  return {
    form: (text) => hash(`value:${text}`, FORM_CHARS),
    word(text) {
      let found = known.get(text)
      if (found === undefined) {
        if (known.size >= WORDS_REMEMBERED_MAX) known.clear()
        found = hash(`word:${text}`, WORD_CHARS)
        known.set(text, found)
      }
      return found
    },
  }
}
