// Scopes of credentials in the catalogue's words: what class a scope grants, and whether an action is within it.
import type { Ability } from '../model/capability.js'
import type { Catalogue } from './catalogue.js'

export interface Scopes {
  /** What a scope grants, in one or more ways of saying it; none where nobody knows. */
  abilitiesOf(scope: string): readonly Ability[]
  /** whether what was done is within the scope */
  allows(scope: string, action: string): boolean
}

const SCOPE_LENGTH_MAX = 512
const REMEMBERED_MAX = 4_096
const NONE: readonly Ability[] = Object.freeze([])

/** Scopes are read as actions (`s3:GetObject`), else as words (`crm.read`, `read:org`, `…/auth/gmail.readonly`). `*` stands for any text. */
export function createScopes({ classify }: Pick<Catalogue, 'classify'>): Scopes {
  const known = new Map<string, readonly Ability[]>()

  function read(scope: string): readonly Ability[] {
    const plain = scope.slice(scope.lastIndexOf('/') + 1).trim()
    if (plain === '' || plain.includes('*')) return NONE
    const asAction = /^[\w-]+:[A-Z]\w+$/.test(plain) ? classify(plain, null, null) : null
    if (asAction !== null && asAction.capability !== 'unknown') return [asAction]
    const words = plain.replace(/read_?only/gi, 'read')
    const said = classify(null, words.replace(/[^A-Za-z0-9]+/g, '_'), null)
    if (said.capability === 'unknown') return NONE
    const [first = ''] = words.toLowerCase().split(/[^a-z0-9]+/)
    return said.domain === first ? [said] : [said, { capability: said.capability, domain: first }]
  }

  function abilitiesOf(scope: string): readonly Ability[] {
    const before = known.get(scope)
    if (before !== undefined) return before
    const found = scope.length > SCOPE_LENGTH_MAX ? NONE : read(scope)
    if (known.size >= REMEMBERED_MAX) known.clear()
    known.set(scope, found)
    return found
  }

  return {
    abilitiesOf,
    allows(scope, action) {
      if (matches(scope.toLowerCase(), action.toLowerCase())) return true
      const granted = abilitiesOf(scope)
      if (granted.length === 0) return false
      const done = abilitiesOf(action)
      return granted.some(({ capability, domain }) =>
        done.some((one) => one.capability === capability && one.domain === domain),
      )
    },
  }
}

/** Whether a text is what a pattern says, `*` being any text; in steps that grow with both lengths only. */
function matches(pattern: string, text: string): boolean {
  let at = 0
  let place = 0
  let star = -1
  let from = 0
  while (place < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++
      from = place
    } else if (at < pattern.length && pattern[at] === text[place]) {
      at++
      place++
    } else if (star >= 0) {
      at = star + 1
      place = ++from
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}
