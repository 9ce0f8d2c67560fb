// What a declared purpose covers: described purposes by name, and the lists that tasks bring themselves.
import {
  CAPABILITY_INDEX,
  capabilityNamed,
  type Ability,
  type Coverage,
} from '../model/capability.js'

/** One described purpose. `capabilities` are classes (`read`) or a domain's class (`email.send`); `also` are other names. */
export interface PurposeEntry {
  readonly name: string
  readonly capabilities: readonly string[]
  readonly also: readonly string[]
  /** domains whose content may say what is to be done; `prompt` and `any` beside those of the catalogue */
  readonly follows: readonly string[]
}

/** A coverage that a task brought itself, and those of its entries that nobody knows: ignored, but to be counted. */
export interface OwnCoverage extends Coverage {
  readonly unknown: readonly string[]
}

export interface Purposes {
  /** What a purpose covers; null where nobody has described it, which counts as undeclared. */
  coverage(purpose: string): Coverage | null
  covers(coverage: Coverage, ability: Ability): boolean
  /** What `task.capabilities` covers. */
  own(list: readonly string[]): OwnCoverage
}

/** Purposes whose name is longer than this (UTF-16 units) are texts, not names, and described by nobody. */
export const PURPOSE_LENGTH_MAX = 200
/** A task's own list is read up to here; what follows is counted as unknown. */
export const OWN_ENTRIES_MAX = 256

/** Makes the purposes from what the rule folders say, in the order they were read: the later entry of a name replaces it. */
export function createPurposes(entries: readonly PurposeEntry[]): Purposes {
  const byName = new Map<string, Coverage>()
  // A name outranks another purpose's second name, whichever was read last.
  for (const entry of entries) {
    for (const name of entry.also) byName.set(purposeName(name), described(entry))
  }
  for (const entry of entries) byName.set(purposeName(entry.name), described(entry))
  return {
    coverage(purpose) {
      if (typeof purpose !== 'string' || purpose.length > PURPOSE_LENGTH_MAX) return null
      return byName.get(purpose) ?? byName.get(purposeName(purpose)) ?? null
    },
    covers(coverage, ability) {
      if ((coverage.classes & (1 << CAPABILITY_INDEX[ability.capability])) !== 0) return true
      for (const one of coverage.inDomain) {
        if (one.capability === ability.capability && one.domain === ability.domain) return true
      }
      return false
    },
    own: coverageOf,
  }
}

/**
 * The name by which purposes are compared: letters in lower case, ends trimmed, and any run of spaces, `-` and `_` the same,
 * so that `Code review`, `code_review` and `code-review` are one purpose.
 */
export function purposeName(purpose: string): string {
  return purpose
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .join('-')
}

/** Reads `read` or `email.send`; null for anything else. An empty domain stands for every domain. */
export function abilityNamed(text: string): Ability | null {
  const plain = text.trim().toLowerCase()
  const dot = plain.lastIndexOf('.')
  const capability = capabilityNamed(dot < 0 ? plain : plain.slice(dot + 1))
  if (capability === null || dot === 0) return null
  return { capability, domain: dot < 0 ? '' : plain.slice(0, dot) }
}

function described({ capabilities, follows }: PurposeEntry): Coverage {
  const coverage = coverageOf(capabilities)
  if (follows.length === 0) return coverage
  return Object.freeze({
    ...coverage,
    follows: Object.freeze(follows.map((one) => one.trim().toLowerCase())),
  })
}

function coverageOf(list: readonly string[]): OwnCoverage {
  let classes = 0
  const inDomain: Ability[] = []
  const unknown: string[] = []
  for (const [at, text] of list.entries()) {
    const ability = typeof text === 'string' && at < OWN_ENTRIES_MAX ? abilityNamed(text) : null
    if (ability === null) unknown.push(String(text))
    else if (ability.domain === '') classes |= 1 << CAPABILITY_INDEX[ability.capability]
    else inDomain.push(Object.freeze(ability))
  }
  return Object.freeze({
    classes,
    inDomain: Object.freeze(inDomain),
    unknown: Object.freeze(unknown),
  })
}
