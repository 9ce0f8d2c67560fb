// Reads a `logsource`: category, product and service; what else stands there is for people.
import type { LogSource } from '../rule.js'
import { isGroup, type Path, type Reading } from '../said.js'

const KEYS = ['category', 'product', 'service'] as const
const NONE: LogSource = Object.freeze({ category: '', product: '', service: '' })

/** Null where it is wrong; nothing said is every event. */
export function readLogSource(said: unknown, path: Path, options: Reading): LogSource | null {
  if (said === undefined || said === null) return NONE
  if (!isGroup(said)) {
    options.complain(path, '"logsource" takes a group of keys: category, product, service')
    return null
  }
  const source = { category: '', product: '', service: '' }
  let sound = true
  for (const [key, value] of Object.entries(said)) {
    const known = KEYS.find((one) => one === key)
    if (known === undefined) {
      const guess = options.near(key, [...KEYS, 'definition'])
      if (key !== 'definition' && guess !== '')
        options.lint([...path, key], `nothing reads the key "${key}"${guess}`, true)
    } else if (typeof value !== 'string' || value.trim() === '') {
      if (value !== null) {
        options.complain([...path, key], `"${key}" takes a text`)
        sound = false
      }
    } else {
      const word = value.trim()
      if (word !== word.toLowerCase())
        options.lint([...path, key], `log sources are written in lower case: ${word.toLowerCase()}`)
      source[known] = word.toLowerCase()
    }
  }
  return sound ? source : null
}
