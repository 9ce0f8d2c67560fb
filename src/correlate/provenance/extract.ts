// An event as what it mentions: the values, words and instructions in its prompt, arguments or result, as keyed hashes.
import type { Ability } from '../../model/capability.js'
import { CAPABILITY_INDEX, FIRST_ACTIVE } from '../../model/capability.js'
import { COMMANDS, type Mentions, type ValueMention } from '../../model/mentions.js'
import type { Event } from '../../model/wire.js'
import { CARRIES, DEED, deedsIn, deedsOfTool, verb, verbsOfTool } from './text/deeds.js'
import { stretchesIn } from './text/instructions.js'
import type { Keyed } from './text/keyed.js'
import { isSmall, UnreadCall, type Call } from './extract-call.js'
import { Content, VALUES_MAX } from './extract-content.js'
import { documentsIn, leavesIn, trustOfPrompt, trustOfResult } from './extract-trust.js'
import { leavesOf, type Leaf } from './text/leaves.js'
import { encodedTexts } from './text/normal.js'
import { AIMS, KIND_INDEX, readable, valuesIn, type Found } from './text/values.js'
import { CHANNEL, thingsIn } from './text/things.js'
import { points, wordsIn } from './text/words.js'

export const PROMPT_WORDS_MAX = 400
export const ARGUMENTS_MAX = 32
const ARGUMENT_WORDS_MAX = 24
/** Words of an argument that may be a name; longer ones are texts. */
const NAME_WORDS_MAX = 10
/** Two digits stand in any text: that another has them as well says nothing. */
const SMALL_NUMBER = /^\s{0,4}\d{1,2}\s{0,4}$/
/** Things with a name this short have no other: a vm, a pr. */
const SHORT = /^\p{L}{2}$/u
/** Longer texts are no ids. */
const ID_LENGTH_MAX = 256

/** null for events that mention nothing, as most do. */
export type Extract = (event: Event, ability: Ability) => Mentions | null

const NOTHING = {
  trust: 'untold',
  deeds: 0,
  leaves: 0,
  things: 0,
  words: '',
  points: '',
  arguments: [],
  values: [],
  records: [],
  entries: [],
  instructions: [],
  dropped: 0,
} as const satisfies Omit<Mentions, 'role'>

export function createExtract(
  keyed: Keyed,
  wordsOfTool: (name: string) => readonly string[],
): Extract {
  const pack = (words: readonly string[]): string => words.map(keyed.word).join('')

  function valueOf(
    found: Found,
    place: Pick<ValueMention, 'record' | 'manner' | 'whole'>,
  ): ValueMention {
    return {
      kind: KIND_INDEX[found.kind],
      exact: keyed.form(found.exact),
      near: found.near.map(keyed.form).join(''),
      look: found.look === '' ? '' : keyed.form(found.look),
      house: found.house === '' ? '' : keyed.form(`@${found.house}`),
      words: '',
      ...place,
    }
  }

  function ofPrompt(event: Event): Mentions | null {
    const text = event.prompt?.text
    if (typeof text !== 'string' || text === '') return null
    const plain = readable(text)
    const found = valuesIn(plain)
    const words = wordsIn(plain, PROMPT_WORDS_MAX)
    const trust = trustOfPrompt(event)
    return {
      ...NOTHING,
      role: 'prompt',
      trust,
      deeds: deedsIn(plain),
      leaves: leavesIn(plain),
      things: thingsIn(words) | (found.some(({ kind }) => kind === 'channel') ? CHANNEL : 0),
      words: pack(words),
      points: pack(words.filter(points)),
      records: [pack(wordsIn(documentsIn(plain), ARGUMENT_WORDS_MAX))],
      values: found
        .slice(0, VALUES_MAX)
        .map((one) => valueOf(one, { record: -1, manner: 0, whole: true })),
      dropped: Math.max(0, found.length - VALUES_MAX),
      // What outsiders ask for is content as any other.
      ...(trust === 'external' ? contentOf(text) : {}),
    }
  }

  function argumentsOf(given: unknown, acts: boolean): readonly string[] {
    if (given == null) return []
    return leavesOf(given)
      .leaves.filter((leaf) => !(acts ? isSmallNumber(leaf) : QUANTITY.test(leaf.key)))
      .slice(0, ARGUMENTS_MAX)
      .map((leaf) => pack(wordsIn(readable(leaf.text), ARGUMENT_WORDS_MAX)))
      .filter((words) => words !== '')
  }

  /** Most calls are never compared with anything: what the small ones hold is looked at when somebody asks. */
  function ofCall(event: Event, ability: Ability): Mentions {
    const { tool } = event
    // A reader may say of the call already that outsiders wrote what it reads.
    const trust = event.source?.trust === 'external' ? 'external' : 'untold'
    const resource = event.resource?.id ?? ''
    const name = tool?.name ?? ''
    const given = tool?.arguments
    return isSmall(resource.length, given)
      ? new UnreadCall(trust, name, given, resource, ability, readCall)
      : readCall({ trust, name, given, resource, ability })
  }

  function readCall(call: Call): Mentions {
    const { ability, resource, trust } = call
    const name = wordsOfTool(call.name)
    const acts = CAPABILITY_INDEX[ability.capability] >= FIRST_ACTIVE
    const { leaves, dropped } = leavesOf(call.given)
    const values: ValueMention[] = []
    let left = dropped
    const aimed =
      resource === '' ? leaves : [...leaves, { text: resource, key: 'resource', record: 0 }]
    for (const leaf of aimed)
      for (const value of steering(leaf, acts)) {
        if (values.length < VALUES_MAX) values.push(value)
        else left++
      }
    const deeds = acts
      ? deedsOfTool(name, ability.capability, ability.domain) |
        (leaves.some(hands) ? DEED.send : 0) |
        (leaves.some(opens) ? DEED.share : 0) |
        (leaves.some(carries) ? CARRIES : 0)
      : DEED.visit
    const named = wordsIn(name.join(' '), ARGUMENT_WORDS_MAX)
    const keys = wordsIn(leaves.map((leaf) => leaf.key).join(' '), ARGUMENT_WORDS_MAX)
    return {
      ...NOTHING,
      role: 'call',
      trust,
      deeds,
      things: thingsIn(named),
      words: pack(named),
      points: pack(wordsIn(verbsOfTool(name).join(' '), ARGUMENT_WORDS_MAX)),
      arguments: argumentsOf(call.given, acts),
      // The keys of the arguments say what is done as well as the tool's name does; not all of it is said every day.
      records: [
        pack(keys),
        pack([...new Set([...named, ...keys])].filter((one) => points(one) || SHORT.test(one))),
      ],
      values,
      dropped: left,
    }
  }

  /** What an argument holds: values that fill it, values within its text, or a name. */
  function steering(leaf: Leaf, acts: boolean): ValueMention[] {
    if (QUANTITY.test(leaf.key)) return []
    const plain = readable(leaf.text)
    const texts = TEXTUAL.test(leaf.key)
    const found = valuesIn(plain)
      .filter(({ kind }) => kind !== 'host' || !USER.test(leaf.key))
      .map((one) =>
        REPOSITORY.test(leaf.key) && one.kind === 'path'
          ? { ...one, kind: 'repository' as const }
          : one,
      )
    const besides = blanked(plain, found)
    const whole = !texts && found.length > 0 && wordsIn(besides, 99).length <= 3 * found.length + 1
    const values = found.map((one) => valueOf(one, { record: -1, manner: 0, whole }))
    if (!acts) return values.filter((one) => one.whole && (AIMS.has(one.kind) || WEB.has(one.kind)))
    const words = texts || whole ? [] : wordsIn(plain, NAME_WORDS_MAX + 1)
    if (words.length === 0 || words.length > NAME_WORDS_MAX) return values
    const kind = COMMAND.test(leaf.key)
      ? 'command'
      : !SMALL_NUMBER.test(plain) &&
          /^\W*(?:[\w.-]*\d[\w.-]*|[A-Za-z]+[-_][\w-]+|[A-Z]{3,})\W*$/.test(
            plain.slice(0, ID_LENGTH_MAX),
          )
        ? 'id'
        : 'name'
    return [
      ...values,
      {
        kind: KIND_INDEX[kind],
        exact: keyed.form(words.join(' ')),
        near: '',
        look: '',
        house: '',
        words: pack(words),
        record: -1,
        manner: 0,
        whole: true,
      },
    ]
  }

  function ofResult(event: Event, ability: Ability): Mentions | null {
    const { tool } = event
    const name = wordsOfTool(tool?.name ?? '')
    const trust = trustOfResult(event, ability, name)
    const base = {
      ...NOTHING,
      role: 'result',
      trust,
      words: pack(wordsIn(name.join(' '), ARGUMENT_WORDS_MAX)),
      points: pack(
        wordsIn(
          [...name.filter((word) => verb(word) === 0), ability.domain].join(' '),
          ARGUMENT_WORDS_MAX,
        ),
      ),
      arguments: argumentsOf(tool?.arguments, false),
    } as const
    if (tool?.result == null) return base
    return { ...base, ...contentOf(tool.result) }
  }

  function contentOf(
    result: unknown,
  ): Pick<Mentions, 'values' | 'records' | 'entries' | 'instructions' | 'dropped'> {
    const { leaves, dropped } = leavesOf(result)
    const content = new Content()
    content.dropped = dropped
    for (const leaf of leaves) {
      const plain = readable(leaf.text)
      const stretches = stretchesIn(plain)
      content.learn(plain, leaf.record, stretches, false)
      for (const hidden of encodedTexts(plain)) {
        const text = readable(hidden)
        const inner = stretchesIn(text)
        // Nobody encodes what he asks of a person.
        for (const one of inner) one.manner = Math.max(one.manner, COMMANDS)
        content.learn(text, leaf.record, inner, true)
      }
    }
    return content.packed(valueOf, pack)
  }

  return (event: Event, ability: Ability): Mentions | null => {
    switch (event.type) {
      case 'prompt.received':
        return ofPrompt(event)
      case 'tool.called':
        return event.tool == null ? null : ofCall(event, ability)
      case 'tool.returned':
        return event.tool == null ? null : ofResult(event, ability)
      case 'resource.accessed':
        return LEAVES_THE_HOUSE.has(ability.capability) ? ofCall(event, ability) : null
      default:
        return null
    }
  }
}

/** An amount that says nothing; a number that something is called by does. */
function isSmallNumber({ key, text }: Leaf): boolean {
  return SMALL_NUMBER.test(text) && !/(?:^|_)i?(?:id|number|no|nr)$/.test(key)
}

function blanked(text: string, found: readonly Found[]): string {
  let plain = text
  for (const { start, end } of found)
    plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end)
  return plain
}

/** A request that hands something over, as its method or a body of its own says. */
function hands({ key, text }: Leaf): boolean {
  return (
    (/^(method|verb|http_method)$/.test(key) && /^(post|put|patch|delete)$/i.test(text.trim())) ||
    /^(payload|form_data|json_body|request_body)$/.test(key)
  )
}

/** What is set to public is shared with everybody. */
function opens({ key, text }: Leaf): boolean {
  return (
    /(?:^|_)(scope|visibility|access|acl|audience|type|role|privacy|who|mode)$/.test(key) &&
    /^(public|anyone|anybody|everyone|everybody|world|all_?users|public[-_ ]?read(?:[-_ ]?write)?)$/i.test(
      text.trim(),
    )
  )
}

/** A command that installs what it names, or reaches out. */
function carries({ key, text }: Leaf): boolean {
  return COMMAND.test(key) && CARRIER.test(text)
}

const CARRIER =
  /\b(?:install|i|add|get|require|pull|clone|exec|dlx)\s{1,4}(?:-\S{1,40}\s{1,4}){0,4}[\w@.~/"']|\b(?:npx|bunx|pipx|uvx|curl|wget|nc|ncat|ssh|scp|sftp|rsync|push|publish|eval|base64)\b/i
const QUANTITY =
  /^(amount|price|sum|quantity|qty|count|limit|offset|page|top|per_page|\w*max\w*|size|width|height|top_k|n|max_\w+|min_\w+|\w*date|\w*time|start|end|day|month|year|hours?|minutes?|duration|timezone|currency|rating|stars|priority|recurring|temperature)$/
/** Keys of arguments that hold text for somebody to read: what is in it is said, not aimed at. */
const TEXTUAL =
  /^(body|text|content|contents|message|messages|msg|description|desc|details|summary|note|notes|comment|comments|html|markdown|caption|subject|title|reason|memo|reference|purpose|prompt|query|q|question|answer|review|feedback|data|payload|code|diff|patch|old_str(?:ing)?|new_str(?:ing)?|file_text|insert_text|old_text|new_text|replacement|\w*_(body|text|content|message|description|summary|notes?|comment))$/
const REPOSITORY = /^(repo|repository|repo_name|repository_name|full_name|project|remote|fork)$/
/** Users are called `first.last` as often as hosts are. */
const USER =
  /^(users?|user_?ids?|user_?names?|members?|assignees?|reviewers?|owners?|authors?|people|persons?|logins?|handles?|accounts?|mentions?|invitees?)$/
const COMMAND = /^(command|cmd|script|shell|commands|args|argv|exec|statement|sql|expression)$/
/** Classes whose effect a resource's owner sees go out, without the arguments that an agent would report. */
const LEAVES_THE_HOUSE = new Set(['send', 'network', 'pay'])
const WEB = new Set([KIND_INDEX['address of the web'], KIND_INDEX.host])
