// The rules in force of a process at work, and how others take their place: all or none, between two batches.
import type { Logger } from 'pino'
import type { Policies } from '../authorize/policies.js'
import type { Knowledge } from '../engine.js'
import type { Flow } from '../flow.js'
import type { RulesVersion } from '../model/finding.js'
import type { Settings } from '../model/settings.js'
import { countUp, type Metrics } from '../web/metrics.js'
import { Complaints } from './config.js'
import { loadKnowledge } from './replay.js'
import { policiesAtWork } from './rules-policies.js'
import { rulesVersion } from './rules-version.js'

/** Rules and policies as they were read together. */
export interface InForce {
  readonly knowledge: Knowledge
  readonly policies: Policies
  readonly version: RulesVersion
}

/** Files that change while they are read are read again, so often. */
const READ_MAX = 5

/** Reads the rule folders; throws `Complaints` with all that is wrong in them. */
export function readInForce(settings: Settings): InForce {
  for (let n = 1; ; n++) {
    const version = versionOf(settings)
    const knowledge = loadKnowledge(settings)
    const policies = policiesAtWork(settings.rules)
    const after = rulesVersion(settings)
    if (version !== null && (n >= READ_MAX || after.digest === version.digest))
      return { knowledge, policies, version }
  }
}

/** Null where a folder or a file cannot be read: that is told, at its place, where it is loaded. */
function versionOf(settings: Settings): RulesVersion | null {
  try {
    return rulesVersion(settings)
  } catch {
    return null
  }
}

/** The flow with the rules that it runs on. */
export interface Working {
  readonly flow: Flow
  readonly inForce: InForce
  /** the rules are being changed: nothing is judged just now, and nothing is lost */
  readonly switching: boolean
  /** rejects when the flow can go on no more */
  readonly failed: Promise<never>
  /** reads the rules again; never rejects */
  reload(): Promise<void>
  stop(): Promise<void>
}

export interface WorkingOptions {
  readonly settings: Settings
  readonly metrics: Pick<Metrics, 'rules' | 'reloads'>
  readonly log: Logger
  readonly first: InForce
  readonly startFlow: (inForce: InForce) => Promise<Flow>
}

/**
 * Other rules take over where a batch ended: the flow is drained, which commits what it decided with its state and place,
 * and begins anew from there. The state of rules that say the same is found again; each task writes into its state
 * which rules decide from its next batch on, and a checkpoint of the audit chain ends with what the others decided.
 */
export async function createWorking(options: WorkingOptions): Promise<Working> {
  const { settings, metrics, log } = options
  let inForce = options.first
  let switching = false
  let stopped = false
  let turn: Promise<void> = Promise.resolve()
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => {})

  async function begin(): Promise<Flow> {
    const flow = await options.startFlow(inForce)
    metrics.rules = inForce.version.digest
    flow.failed.catch(fail)
    return flow
  }

  let flow = await begin()

  async function change(): Promise<void> {
    if (stopped) return
    const next = readOrComplain()
    if (next === null) return
    const before = inForce.version.digest
    if (next.version.digest === before) {
      countUp(metrics.reloads, 'unchanged')
      log.info({ rules: before }, 'the rules were read again and say what they said')
      return
    }
    switching = true
    try {
      await flow.stop()
      inForce = next
      flow = await begin()
      countUp(metrics.reloads, 'switched')
      log.info({ rules: next.version.digest, before }, 'other rules are in force')
    } catch (error) {
      // A supervisor starts the process anew, with the rules that are there then
      fail(error)
    } finally {
      switching = false
    }
  }

  function readOrComplain(): InForce | null {
    try {
      return readInForce(settings)
    } catch (error) {
      const said = error instanceof Complaints ? error.problems : [error]
      for (const one of said) log.error(String(one))
      countUp(metrics.reloads, 'kept')
      log.error({ rules: inForce.version.digest }, 'the rules in force are kept')
      return null
    }
  }

  return {
    get flow() {
      return flow
    },
    get inForce() {
      return inForce
    },
    get switching() {
      return switching
    },
    failed,
    reload: () => (turn = turn.then(change)),
    async stop() {
      stopped = true
      await turn
      await flow.stop()
    },
  }
}
