// Links correlations to the rules they name, and checks them against each other: what is not there, runs in a circle, or never completes.
import type { CorrelationRule, Head } from '../rule.js'
import { renamed } from './condition.js'
import type { Draft } from './correlation.js'
import { impossible } from './plan.js'
import type { Complain } from '../said.js'

/** A correlation as it was read, with what its document says besides. */
export interface Unlinked {
  readonly head: Head
  readonly draft: Draft
}

export interface LinkOptions {
  /** id of the document that a name or an id stands for; null: there is none */
  readonly resolve: (name: string) => string | null
  /** names and ids that can be referred to, for proposals */
  readonly known: readonly string[]
  /** a sentence where no event of a detection rule has this field; '' where one may. The rule is told by its id */
  readonly field: (rule: string, name: string) => string
  /** `, did you mean "…"?`, or '' */
  readonly near: (word: string, known: readonly string[]) => string
  /** `correlation` is the place in the list of what is complained about; paths start below `correlation:` */
  readonly complain: (correlation: number, ...said: Parameters<Complain>) => void
}

/** The correlations with ids in the place of names; those that anything is wrong with are left out and told. */
export function linkCorrelations(
  unlinked: readonly Unlinked[],
  options: LinkOptions,
): CorrelationRule[] {
  const places = new Map(unlinked.map(({ head }, place) => [head.id, place]))
  const childrenOf = (place: number): readonly { name: string; id: string }[] =>
    (unlinked[place]?.draft.rules ?? []).flatMap(({ given }) => {
      const id = options.resolve(given)
      return id === null ? [] : [{ name: given, id }]
    })
  const linked: CorrelationRule[] = []
  for (const [index, { head, draft }] of unlinked.entries()) {
    let sound = true
    const fault: Complain = (...said) => {
      sound = false
      options.complain(index, ...said)
    }
    checkNames(draft, options, fault)
    const circle = circleFrom(index, places, childrenOf)
    if (circle !== null)
      fault(['rules'], `it runs in a circle: ${[head.name || head.title, ...circle].join(' → ')}`)
    else checkFields(draft, index, places, childrenOf, options, fault)
    const reason = impossible(draft)
    if (reason !== null)
      fault(draft.bounds.length === 0 && draft.together === null ? [] : ['condition'], reason)
    if (sound) linked.push(link(head, draft, options.resolve))
  }
  return linked
}

function link(head: Head, draft: Draft, resolve: LinkOptions['resolve']): CorrelationRule {
  const idOf = (name: string): string => resolve(name) ?? name
  return {
    ...head,
    kind: 'correlation',
    ...draft,
    rules: draft.rules.map((reference) => ({ ...reference, id: idOf(reference.given) })),
    aliases: new Map(
      [...draft.aliases].map(([alias, of]) => [
        alias,
        new Map([...of].map(([rule, field]) => [idOf(rule), field])),
      ]),
    ),
    together: draft.together === null ? null : renamed(draft.together, idOf),
  }
}

function checkNames({ rules }: Draft, options: LinkOptions, fault: Complain): void {
  const { resolve, known, near } = options
  const meant = new Map<string, string>()
  for (const [step, { given }] of rules.entries()) {
    const id = resolve(given)
    if (id === null) {
      fault(['rules', step], `there is no rule "${given}"${near(given, known)}`)
      continue
    }
    const before = meant.get(id)
    if (before !== undefined) fault(['rules', step], `"${given}" is the same rule as "${before}"`)
    meant.set(id, given)
  }
}

type ChildrenOf = (place: number) => readonly { readonly name: string; readonly id: string }[]

/** The names on the way from a correlation back to itself; null where no way leads back. */
function circleFrom(
  start: number,
  places: ReadonlyMap<string, number>,
  childrenOf: ChildrenOf,
): readonly string[] | null {
  const seen = new Set<number>()
  const walk = (at: number): string[] | null => {
    for (const { name, id } of childrenOf(at)) {
      const place = places.get(id)
      if (place === start) return [name]
      if (place === undefined || seen.has(place)) continue
      seen.add(place)
      const rest = walk(place)
      if (rest !== null) return [name, ...rest]
    }
    return null
  }
  return walk(start)
}

/** A field counts as unknown where the events of one of the rules below can never have it: they would be in no group. */
function checkFields(
  draft: Draft,
  index: number,
  places: ReadonlyMap<string, number>,
  childrenOf: ChildrenOf,
  { field, resolve }: LinkOptions,
  fault: Complain,
): void {
  const leavesOf = (id: string, depth = 0): readonly string[] => {
    const place = places.get(id)
    if (place === undefined || depth > places.size) return [id]
    return childrenOf(place).flatMap((child) => leavesOf(child.id, depth + 1))
  }
  const lacking = (name: string, rule: string): string => {
    for (const leaf of leavesOf(rule)) {
      const sentence = field(leaf, name)
      if (sentence !== '') return sentence
    }
    return ''
  }
  const told = new Set<string>()
  const tell = (path: readonly (string | number)[], sentence: string): void => {
    if (sentence === '' || told.has(path.join())) return
    told.add(path.join())
    fault(path, sentence)
  }
  for (const { id } of childrenOf(index)) {
    const check = (name: string, path: readonly (string | number)[]): void => {
      const alias = [...(draft.aliases.get(name) ?? [])].find(([rule]) => resolve(rule) === id)
      if (alias === undefined) tell(path, lacking(name, id))
      else tell(['aliases', name, alias[0]], lacking(alias[1], id))
    }
    for (const [i, name] of draft.groupBy.entries()) check(name, ['group-by', i])
    for (const name of draft.fields) check(name, ['condition', 'field'])
  }
}
