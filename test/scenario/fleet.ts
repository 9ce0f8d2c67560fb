// Generates fleets: agents with workloads, tasks and credentials, and what they do, in and out of bounds.
import fc from 'fast-check'
import { at, type Said, type Wire } from './play.js'

const PURPOSES = ['summarise', 'coding', 'iam-maintenance', 'something else', undefined] as const
const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  'iam:CreateAccessKey',
  'secretsmanager:GetSecretValue',
  's3:DeleteObject',
] as const
/** Seconds in which a fleet's events lie: less than the lateness, so that any order of arrival is inside it. */
export const SPAN_S = 280

const moment = fc.integer({ min: 0, max: SPAN_S })
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })

interface Sharing {
  readonly credential: number
  readonly agent: number
  readonly task: number
  readonly atS: number
  readonly granted: boolean
}

interface Holding {
  readonly agent: number
  readonly task: number
  readonly atS: number
}

const task = fc.record({
  startS: moment,
  lastsS: maybe(fc.integer({ min: 1, max: 200 })),
  againS: maybe(fc.integer({ min: 1, max: 200 })),
  purpose: fc.constantFrom(...PURPOSES),
  own: maybe(fc.subarray(['read', 'write', 'email.send', 'aws.secret', 'nonsense'])),
})

const credential = fc.record({
  agent: fc.nat(2),
  task: fc.nat(1),
  issuedS: maybe(moment),
  byWorkload: fc.boolean(),
  revokedS: maybe(moment),
  renewedS: maybe(moment),
  replacedS: maybe(moment),
})

const use = fc.record({
  atS: moment,
  agent: fc.nat(2),
  credential: maybe(fc.nat(2)),
  /** the new one, where the credential was replaced */
  next: fc.boolean(),
  names: fc.constantFrom('nobody', 'itself', 'itself', 'another'),
  task: maybe(fc.nat(1)),
  elsewhere: fc.boolean(),
  silentWorkload: fc.boolean(),
  action: fc.constantFrom(...ACTIONS),
  outcome: fc.constantFrom('allow', 'allow', 'deny', undefined),
})

export interface FleetOptions {
  /** whether agents share credentials: two that hold one, with uses that say which of them they are */
  readonly sharing: boolean
}

/** Events of a fleet in the order of their times. Ids are unique. */
export function fleet(options: FleetOptions): fc.Arbitrary<Wire[]> {
  return fc
    .record({
      tiers: fc.array(fc.constantFrom('low', 'medium', 'high', undefined), {
        minLength: 3,
        maxLength: 3,
      }),
      tasks: fc.array(fc.array(task, { minLength: 2, maxLength: 2 }), {
        minLength: 3,
        maxLength: 3,
      }),
      credentials: fc.array(credential, { minLength: 3, maxLength: 3 }),
      shared: options.sharing
        ? fc.array(
            fc.record({
              credential: fc.nat(2),
              agent: fc.nat(2),
              task: fc.nat(1),
              atS: moment,
              granted: fc.boolean(),
            }),
            { maxLength: 3 },
          )
        : fc.constant([]),
      uses: fc.array(use, { maxLength: 12 }),
    })
    .map((drawn) => {
      // Which of several agents holds a credential is known by its tasks from their start on. So where agents share
      // them, credentials are given out to tasks that have started, and revoked when they have been given out: what is
      // issued to a task that starts a minute later, or revoked before, is nobody's until then, and told to nobody.
      const startOf = (agent: number, index: number): number =>
        drawn.tasks[agent]?.[index]?.startS ?? 0
      const from = (one: { agent: number; task: number }, atS: number): number =>
        options.sharing ? Math.max(atS, startOf(one.agent, one.task)) : atS
      const plan = {
        ...drawn,
        credentials: drawn.credentials.map((one) =>
          one.issuedS === undefined
            ? one
            : {
                ...one,
                issuedS: from(one, one.issuedS),
                revokedS:
                  one.revokedS === undefined || !options.sharing
                    ? one.revokedS
                    : Math.max(one.revokedS, from(one, one.issuedS) + 1),
              },
        ),
        shared: (drawn.shared as readonly Sharing[]).map((one) => ({
          ...one,
          atS: from(one, one.atS),
        })),
      }
      const events: Wire[] = []
      const push = (second: number, type: string, said: Said): void =>
        void events.push(at(second, type, { ...said, id: `e${events.length}` }))
      const tier = (agent: number): Said =>
        plan.tiers[agent] === undefined ? {} : { tier: plan.tiers[agent] as string }
      plan.tasks.forEach((tasks, agent) =>
        tasks.forEach((one, index) => {
          const said: Said = {
            agent: `a${agent}`,
            ...tier(agent),
            task: `a${agent}t${index}`,
            ...(one.purpose === undefined ? {} : { purpose: one.purpose }),
            ...(one.own === undefined ? {} : { capabilities: one.own }),
          }
          push(one.startS, 'task.started', said)
          if (one.lastsS === undefined) return
          const endS = one.startS + one.lastsS
          if (endS > SPAN_S) return
          push(endS, 'task.ended', { agent: `a${agent}`, task: `a${agent}t${index}` })
          // Of another agent's task only its last end is told: where credentials are shared, tasks do not start again.
          if (!options.sharing && one.againS !== undefined && endS + one.againS <= SPAN_S)
            push(endS + one.againS, 'task.started', said)
        }),
      )
      const holders: Holding[][] = plan.credentials.map((one) => [
        { agent: one.agent, task: one.task, atS: one.issuedS ?? 0 },
      ])
      plan.credentials.forEach((one, index) => {
        const holder: Said = {
          credential: `c${index}`,
          task: `a${one.agent}t${one.task}`,
          // Issues that leave it to the task to say whose a credential is belong to the fleets without sharing: whether an
          // agent was told of another's hold on a credential would rest on which of the two was heard of first.
          ...(one.byWorkload && !options.sharing
            ? { workload: `spiffe://corp/w${one.agent}` }
            : { agent: `a${one.agent}` }),
        }
        if (one.issuedS !== undefined) push(one.issuedS, 'credential.issued', holder)
        if (one.revokedS !== undefined)
          push(one.revokedS, 'credential.revoked', { credential: `c${index}` })
        // Revoked and issued again within one and the same millisecond it may be either.
        if (
          one.issuedS !== undefined &&
          one.renewedS !== undefined &&
          one.renewedS > one.issuedS &&
          one.renewedS !== one.revokedS
        )
          push(one.renewedS, 'credential.renewed', holder)
        // A renewal that names nobody, of a credential that two hold, is nobody's.
        if (
          !options.sharing &&
          one.issuedS !== undefined &&
          one.replacedS !== undefined &&
          one.replacedS > one.issuedS
        )
          push(one.replacedS, 'credential.renewed', {
            credential: `c${index}n`,
            more: { attributes: { replaces: `c${index}` } },
          })
      })
      for (const one of plan.shared) {
        const first = plan.credentials[one.credential] as {
          agent: number
          task: number
          issuedS: number | undefined
        }
        if (first.issuedS === undefined || one.atS < first.issuedS || first.agent === one.agent)
          continue
        holders[one.credential]?.push(one)
        if (one.granted)
          push(one.atS, 'delegation.granted', {
            agent: `a${first.agent}`,
            credential: `c${one.credential}`,
            task: `a${first.agent}t${first.task}`,
            more: { delegation: { to: `a${one.agent}`, task: `a${one.agent}t${one.task}` } },
          })
        else
          push(one.atS, 'credential.issued', {
            agent: `a${one.agent}`,
            credential: `c${one.credential}`,
            task: `a${one.agent}t${one.task}`,
          })
      }
      for (const one of plan.uses) {
        const held = one.credential === undefined ? undefined : holders[one.credential]
        // Where two agents hold a credential, a use that names neither may be anybody's.
        const shared = held !== undefined && held.length > 1
        const user =
          held === undefined ? one.agent : (held[one.agent % held.length] as Holding).agent
        const claims = shared ? 'itself' : one.names
        const named = claims === 'another' ? (user + 1) % 3 : user
        const replaced =
          !options.sharing &&
          one.credential !== undefined &&
          plan.credentials[one.credential]?.replacedS !== undefined
        push(one.atS, 'resource.accessed', {
          ...(claims === 'nobody' && one.credential !== undefined ? {} : { agent: `a${named}` }),
          ...(one.credential === undefined
            ? {}
            : { credential: `c${one.credential}${one.next && replaced ? 'n' : ''}` }),
          ...(one.task === undefined ? {} : { task: `a${user}t${one.task}` }),
          ...(one.silentWorkload
            ? {}
            : { workload: `spiffe://corp/w${one.elsewhere ? (user + 1) % 3 : user}` }),
          action: one.action,
          resource: 'r',
          ...(one.outcome === undefined ? {} : { outcome: one.outcome }),
        })
      }
      return events.sort((a, b) => (a['time'] as number) - (b['time'] as number))
    })
}
