// The catalogue: what class an event's action or tool belongs to, on what domain, and how sensitive a resource is.
import {
  CAPABILITY_INDEX,
  FIRST_ACTIVE,
  type Ability,
  type Capability,
  type ResourceTraits,
  type Sensitivity,
} from '../model/capability.js'
import { abilityOfAction, normalAction } from './catalogue-actions.js'
import { createGlobList, type GlobList } from './catalogue-glob.js'
import { capabilityOfWords, domainOfWords, isPrivileged, wordsOf } from './catalogue-names.js'

/** What one glob says; a null member says nothing, so that a less specific glob or the built-in tables may. */
export interface AbilityEntry {
  readonly glob: string
  readonly capability: Capability | null
  readonly domain: string | null
}
export interface ResourceEntry {
  readonly glob: string
  readonly sensitivity: Sensitivity | null
  readonly kind: string | null
}

/** What the folders under `rules:` say, in the order they were read: between equally specific globs the later one wins. */
export interface CatalogueEntries {
  readonly tools: readonly AbilityEntry[]
  readonly actions: readonly AbilityEntry[]
  readonly resources: readonly ResourceEntry[]
}

export interface Catalogue {
  /**
   * The class and domain of what an event does: its action where that says anything, else its tool. Never throws; what
   * nothing knows is `unknown`. Equal answers are the same frozen object.
   */
  classify(
    action: string | null | undefined,
    toolName: string | null | undefined,
    annotations: Readonly<Record<string, unknown>> | null | undefined,
  ): Ability
  /** What the catalogue says of a resource's id. Equal answers are the same frozen object. */
  resource(id: string): ResourceTraits
}

/** Distinct actions, tools and resources whose answer is remembered, each; at the limit all are forgotten and asked anew. */
export const ANSWERS_MAX = 8_192
/** Texts longer than this (UTF-16 units) are judged but not remembered, so that memory stays bounded. */
const REMEMBERED_LENGTH_MAX = 512
/** No more than this of a text is looked at: no real action or tool name is longer. */
const JUDGED_LENGTH_MAX = 8_192

export const NO_ENTRIES: CatalogueEntries = { tools: [], actions: [], resources: [] }
const NOTHING_KNOWN: ResourceTraits = Object.freeze({ sensitivity: null, kind: null })

// What a tool's name says, before its annotations. `fixed` came from the catalogue's globs, which annotations do not move.
interface ToolAnswer {
  readonly fixed: boolean
  readonly said: Ability
  readonly byHints: (Ability | undefined)[]
}

/** Makes the catalogue from what the rule folders say; the built-in tables stand behind it. */
export function createCatalogue(entries: CatalogueEntries): Catalogue {
  const toolGlobs = foldedGlobs(entries.tools)
  const actionGlobs = foldedGlobs(entries.actions)
  const resourceGlobs = createGlobList(
    entries.resources.map((entry) => [entry.glob, entry] as const),
  )
  const actions = new Map<string, Ability>()
  const tools = new Map<string, ToolAnswer>()
  const resources = new Map<string, ResourceTraits>()
  const interned = new Map<string, Ability>()
  const unknown = ability('unknown', '')
  const traits = new Map<string, ResourceTraits>()

  function ability(capability: Capability, domain: string): Ability {
    const key = `${capability} ${domain}`
    let one = interned.get(key)
    if (one === undefined) {
      one = Object.freeze({ capability, domain })
      remember(interned, key, one)
    }
    return one
  }

  function judgeAction(text: string): Ability {
    const said = actionGlobs.size === 0 ? SAYS_NOTHING : fromGlobs(actionGlobs, actionNames(text))
    const built = abilityOfAction(text)
    return ability(said.capability ?? built.capability, said.domain ?? built.domain)
  }

  function judgeTool(text: string): ToolAnswer {
    const words = wordsOf(text)
    const said = fromGlobs(toolGlobs, namesOf(text, words))
    const domain = said.domain ?? domainOfWords(words)
    const capability = said.capability ?? capabilityOfWords(words)
    return { fixed: said.capability !== null, said: ability(capability, domain), byHints: [] }
  }

  function toolAbility(
    name: string,
    annotations: Readonly<Record<string, unknown>> | null | undefined,
  ): Ability {
    let answer = tools.get(name)
    if (answer === undefined) {
      answer = judgeTool(name.length > JUDGED_LENGTH_MAX ? name.slice(0, JUDGED_LENGTH_MAX) : name)
      remember(tools, name, answer)
    }
    if (annotations === null || annotations === undefined || answer.fixed) return answer.said
    const hints = hintsOf(annotations)
    if (hints === 0) return answer.said
    return (answer.byHints[hints] ??= ability(
      hinted(answer.said.capability, hints),
      answer.said.domain,
    ))
  }

  function actionAbility(action: string): Ability {
    let answer = actions.get(action)
    if (answer === undefined) {
      answer = judgeAction(
        action.length > JUDGED_LENGTH_MAX ? action.slice(0, JUDGED_LENGTH_MAX) : action,
      )
      remember(actions, action, answer)
    }
    return answer
  }

  // Neither the tables nor the tool knew: the verb in the action itself is the last word before `unknown`.
  function lastResort(action: string, tool: Ability | null, said: Ability): Ability {
    const words = wordsOf(
      action.length > JUDGED_LENGTH_MAX ? action.slice(0, JUDGED_LENGTH_MAX) : action,
    )
    return ability(capabilityOfWords(words), said.domain || tool?.domain || domainOfWords(words))
  }

  return {
    classify(action, toolName, annotations) {
      const named = typeof toolName === 'string' && toolName !== ''
      if (typeof action !== 'string' || action === '') {
        return named ? toolAbility(toolName, annotations) : unknown
      }
      const said = actionAbility(action)
      if (said.capability !== 'unknown' && (said.domain !== '' || !named)) return said
      const tool = named ? toolAbility(toolName, annotations) : null
      if (said.capability !== 'unknown') return ability(said.capability, tool!.domain)
      return tool !== null && tool.capability !== 'unknown' ? tool : lastResort(action, tool, said)
    },
    resource(id) {
      if (resourceGlobs.size === 0 || typeof id !== 'string') return NOTHING_KNOWN
      let found = resources.get(id)
      if (found === undefined) {
        found = traitsOf(resourceGlobs, id, traits)
        remember(resources, id, found)
      }
      return found
    },
  }
}

function remember<V>(memory: Map<string, V>, key: string, value: V): void {
  if (key.length > REMEMBERED_LENGTH_MAX) return
  if (memory.size >= ANSWERS_MAX) memory.clear()
  memory.set(key, value)
}

function foldedGlobs(entries: readonly AbilityEntry[]): GlobList<AbilityEntry> {
  return createGlobList(entries.map((entry) => [entry.glob.toLowerCase(), entry] as const))
}

interface Said {
  readonly capability: Capability | null
  readonly domain: string | null
}
const SAYS_NOTHING: Said = { capability: null, domain: null }

// Each member is taken from the most specific glob that says it.
function fromGlobs(globs: GlobList<AbilityEntry>, texts: readonly string[]): Said {
  let capability: Capability | null = null
  let domain: string | null = null
  globs.each(texts, (entry) => {
    capability ??= entry.capability
    domain ??= entry.domain
    return capability === null || domain === null
  })
  return { capability, domain }
}

function traitsOf(
  globs: GlobList<ResourceEntry>,
  id: string,
  interned: Map<string, ResourceTraits>,
): ResourceTraits {
  let sensitivity: Sensitivity | null = null
  let kind: string | null = null
  globs.each([id.length > JUDGED_LENGTH_MAX ? id.slice(0, JUDGED_LENGTH_MAX) : id], (entry) => {
    sensitivity ??= entry.sensitivity
    kind ??= entry.kind
    return sensitivity === null || kind === null
  })
  const key = `${sensitivity} ${kind === null ? '' : `=${kind}`}`
  let one = interned.get(key)
  if (one === undefined) interned.set(key, (one = Object.freeze({ sensitivity, kind })))
  return one
}

function actionNames(text: string): string[] {
  const normal = normalAction(text)
  return normal === text ? [text.toLowerCase()] : [text.toLowerCase(), normal.toLowerCase()]
}

// A glob may name the tool as it is reported, in snake case, or without its MCP server: `github_*`, `create_issue`.
function namesOf(text: string, words: readonly string[]): string[] {
  const names = [text.toLowerCase(), words.join('_')]
  const server = /^mcp__/i.test(text) ? text.indexOf('__', 5) : -1
  if (server > 0) names.push(wordsOf(text.slice(server + 2)).join('_'))
  return names
}

// --- MCP annotations (specification of the Model Context Protocol, ToolAnnotations) ---
// Each hint is absent (0), true (1) or false (2); three of them make a number in base 3, and 0 says nothing.

function hintsOf(annotations: Readonly<Record<string, unknown>>): number {
  const readOnly = hint(annotations.readOnlyHint)
  const destructive = hint(annotations.destructiveHint)
  const openWorld = hint(annotations.openWorldHint)
  // Some servers write out the specification's defaults for every tool; that says as much as writing nothing.
  if (readOnly === 2 && destructive === 1 && openWorld === 1) return 0
  return readOnly + 3 * destructive + 9 * openWorld
}

function hint(value: unknown): 0 | 1 | 2 {
  return value === true ? 1 : value === false ? 2 : 0
}

/**
 * What the hints make of the class in the name. They come from the tool's own server, so they are believed where they raise
 * a class. `readOnlyHint` may lower an active verb (`run_query`), but not one that contradicts it outright: a privileged one
 * (`delete_user`), one that sends, and a request to the open world stay what their name says.
 */
function hinted(verb: Capability, hints: number): Capability {
  const readOnly = hints % 3
  const destructive = Math.floor(hints / 3) % 3
  const openWorld = Math.floor(hints / 9)
  if (isPrivileged(verb)) return verb
  const passive = CAPABILITY_INDEX[verb] < FIRST_ACTIVE
  if (readOnly === 1) {
    const contradicts = verb === 'send' || (verb === 'network' && openWorld !== 2)
    return passive || contradicts ? verb : 'read'
  }
  if (destructive === 1) return 'delete'
  if (passive) return readOnly === 2 ? 'write' : verb
  if (verb !== 'unknown') return verb
  if (openWorld === 1) return 'network'
  return readOnly === 2 || destructive === 2 ? 'write' : 'unknown'
}
