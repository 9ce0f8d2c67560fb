// Capability classes, their weight, and what a purpose covers (contract, section 9).

export const CAPABILITIES = [
  'read',
  'search',
  'summarise',
  'write',
  'send',
  'execute',
  'network',
  'unknown',
  'delete',
  'pay',
  'admin',
  'identity',
  'secret',
] as const
export type Capability = (typeof CAPABILITIES)[number]

/** passive < active < privileged */
export type Weight = 'passive' | 'active' | 'privileged'

/** Position in CAPABILITIES: 0–2 passive, 3–7 active, 8–12 privileged. Also the bit in a capability set. */
export const CAPABILITY_INDEX: Readonly<Record<Capability, number>> = Object.fromEntries(
  CAPABILITIES.map((name, i) => [name, i]),
) as Record<Capability, number>
export const FIRST_ACTIVE = CAPABILITY_INDEX.write
export const FIRST_PRIVILEGED = CAPABILITY_INDEX.delete

export function weightOf(capability: Capability): Weight {
  const i = CAPABILITY_INDEX[capability]
  return i >= FIRST_PRIVILEGED ? 'privileged' : i >= FIRST_ACTIVE ? 'active' : 'passive'
}

/** The class that a word names, or null: the thirteen classes, and the American spelling of one of them. */
export function capabilityNamed(word: string): Capability | null {
  if (word === 'summarize') return 'summarise'
  return Object.hasOwn(CAPABILITY_INDEX, word) ? (word as Capability) : null
}

/** What an event does, as the catalogue names it. `domain` may be empty. One frozen object per distinct answer. */
export interface Ability {
  readonly capability: Capability
  readonly domain: string
}

/** What the catalogue says of a resource; null where it says nothing. */
export interface ResourceTraits {
  readonly sensitivity: Sensitivity | null
  readonly kind: string | null
}

export const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const
export type Sensitivity = (typeof SENSITIVITIES)[number]

export type Tier = 'low' | 'medium' | 'high'

/** What a described purpose covers: a set of classes (bit i = CAPABILITIES[i]) and single classes of a domain (`email.send`). */
export interface Coverage {
  readonly classes: number
  readonly inDomain: readonly Ability[]
  /** domains whose content may say what is to be done (`prompt`: prompts of outsiders; `any`: all); none where it is left out */
  readonly follows?: readonly string[]
}
