// Provenance of one judging task: learns what the events of each task mention, and says of each call what steers it.
import { CAPABILITY_INDEX, SENSITIVITIES } from '../../model/capability.js'
import { usesAuthority } from '../../model/event.js'
import type { Use } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import type { Mentions } from '../../model/mentions.js'
import type { Steering } from '../../model/provenance.js'
import { judge } from './judge.js'
import { createLedger, type Ledger, type Told } from './ledger.js'

export interface Provenances {
  readonly ledger: Ledger
  /** whether there is anything in it to keep */
  concerns(identity: string, joined: Joined): boolean
  /** the task under which an event is kept; null where it is not */
  taskOf(identity: string, topic: string, eventId: string): string | null
  /** keeps what an event mentions; true where a call that is kept was judged without it */
  learn(identity: string, task: string, joined: Joined): boolean
  /** keeps uses of secrets that came before anything was known to mention something, and happened after that */
  learnSecrets(identity: string, taskOf: (use: Use) => string, uses: readonly Use[]): boolean
  /** whether anything is known that could steer a call of this task */
  hasGround(identity: string, task: string): boolean
  /** what steers a call that `learn` was told of; null where nothing does, or it is no longer at hand */
  steering(
    identity: string,
    task: string,
    topic: string,
    eventId: string,
    follows: readonly string[],
  ): Steering | null
}

/** A use of a secret that mentions nothing itself: kept as what may flow out later. */
const MERELY_READ: Mentions = Object.freeze({
  role: 'call',
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
})

function isSecret(joined: Joined): boolean {
  return (
    usesAuthority(joined.type) &&
    readsSecret(CAPABILITY_INDEX[joined.capability], joined.sensitivity)
  )
}

function readsSecret(capability: number, sensitivity: string): boolean {
  return (
    capability === CAPABILITY_INDEX.secret ||
    (capability >= 0 && SENSITIVITIES.indexOf(sensitivity as never) >= CONFIDENTIAL)
  )
}

const CONFIDENTIAL = SENSITIVITIES.indexOf('confidential')

export function createProvenances(sizeMax: number): Provenances {
  const ledger = createLedger(sizeMax)

  /** What is known of the task, and of what this identity did outside of any; of a call in no task, all that is known of it. */
  function scope(identity: string, task: string): readonly Told[] {
    if (task === '') return ledger.tasksOf(identity).flatMap((one) => ledger.of(identity, one))
    const outside = ledger.of(identity, '')
    const own = ledger.of(identity, task)
    return outside.length === 0 ? own : [...own, ...outside]
  }

  function hasGround(identity: string, task: string): boolean {
    if (task === '') return ledger.tasksOf(identity).some((one) => ledger.hasGround(identity, one))
    return ledger.hasGround(identity, task) || ledger.hasGround(identity, '')
  }

  return {
    ledger,
    concerns: (identity, joined) =>
      joined.mentions !== null || (isSecret(joined) && ledger.knows(identity)),
    taskOf(identity, topic, eventId) {
      for (const task of ledger.tasksOf(identity))
        if (ledger.of(identity, task).some((one) => one.eventId === eventId && one.topic === topic))
          return task
      return null
    },
    learn(identity, task, joined) {
      const { eventId, timeMs } = joined
      const mentions = joined.mentions ?? MERELY_READ
      const { topic } = joined.origin
      ledger.add(identity, task, {
        eventId,
        topic,
        timeMs,
        capability: CAPABILITY_INDEX[joined.capability],
        domain: joined.domain,
        tool: joined.toolName,
        secret: isSecret(joined),
        named: joined.taskNamed,
        credentialId: joined.credentialId,
        mentions,
      })
      if (!hasGround(identity, task)) return false
      for (const one of scope(identity, task))
        if (one.timeMs >= timeMs && one.mentions.role === 'call' && one.eventId !== eventId)
          return true
      return false
    },
    learnSecrets(identity, taskOf, uses) {
      let learned = false
      for (const use of uses) {
        const { eventId, topic, timeMs, capability, domain, taskId, credentialId } = use
        if (!readsSecret(capability, use.sensitivity)) continue
        if (this.taskOf(identity, topic, eventId) !== null) continue
        ledger.add(identity, taskOf(use), {
          ...{ eventId, topic, timeMs, capability, domain, credentialId },
          tool: '',
          secret: true,
          named: taskId !== '',
          mentions: MERELY_READ,
        })
        learned = true
      }
      return learned
    },
    hasGround,
    steering(identity, task, topic, eventId, follows) {
      if (!hasGround(identity, task)) return null
      const told = scope(identity, task)
      const call = told.find((one) => one.eventId === eventId && one.topic === topic)
      return call === undefined || call.mentions.role !== 'call' ? null : judge(call, told, follows)
    },
  }
}
