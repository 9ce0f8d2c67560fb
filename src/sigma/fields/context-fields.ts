// The fields of what is known of an identity, each as it was at the time of the event: nothing that came after it counts.
import { CAPABILITIES, SENSITIVITIES } from '../../model/capability.js'
import { delegationOf } from '../../model/context-delegation.js'
import { firstFor } from '../../model/context-habits.js'
import { type Context, rests, tierAt } from '../../model/context.js'
import type { Joined } from '../../model/joined.js'
import type { FieldValue } from '../rule.js'
import {
  before,
  classNames,
  classesBefore,
  credentialOf,
  isDeclaredAt,
  lifeOf,
  runAtEvent,
  scopesBeyond,
  scopesUnused,
  secondsBetween,
  sensitivityBefore,
  taskOf,
  useOf,
  within,
} from './context-look.js'
import type { KnownField } from './fields.js'

type Of = (joined: Joined, context: Context) => FieldValue

/** What only the context says. */
function known(name: string, type: KnownField['type'], says: string, of: Of): KnownField {
  return {
    name,
    place: 'context',
    type,
    says,
    of: (joined, context) => (context === null ? undefined : of(joined, context)),
  }
}

/** Rates are counted over this time, and no further than uses are kept. */
const RATE_MS = 60_000

const ABOUT_TASK: readonly KnownField[] = [
  {
    name: 'agent.owner',
    place: 'context',
    type: 'text',
    says: 'who answers for the agent',
    of: (joined, context) => joined.owner || context?.owner || undefined,
  },
  {
    name: 'agent.tier',
    place: 'context',
    type: 'text',
    says: 'the risk tier: low, medium (where none was said) or high',
    of: (joined, context) =>
      joined.tier || (context === null ? 'medium' : tierAt(context, joined.timeMs)),
  },
  {
    name: 'task.purpose',
    place: 'context',
    type: 'text',
    says: 'the declared purpose of the task',
    of(joined, context) {
      if (joined.purpose !== '') return joined.purpose
      const run = runAtEvent(joined, context)
      return (run !== null && isDeclaredAt(run, joined) && run.purpose) || undefined
    },
  },
  known(
    'task.described',
    'boolean',
    'whether the purpose is one that a purposes file describes',
    (joined, context) => {
      const run = runAtEvent(joined, context)
      return run === null ? undefined : run.coverage !== null && isDeclaredAt(run, joined)
    },
  ),
  known('task.age', 'number', 'seconds since the task started', (joined, context) =>
    secondsBetween(runAtEvent(joined, context)?.startMs, joined.timeMs),
  ),
  known('task.suspended', 'boolean', 'whether the task rests', (joined, context) => {
    const task = taskOf(joined, context)
    return task === undefined ? undefined : rests(task, joined.timeMs)
  }),
  known(
    'delegation.depth',
    'number',
    'delegations from agent to agent down to this task; 0 where there is none',
    (joined, context) => delegationOf(context.kin, joined.taskId, joined.credentialId)?.depth ?? 0,
  ),
  known(
    'delegation.from',
    'text',
    'the agent that delegated this task',
    (joined, context) =>
      delegationOf(context.kin, joined.taskId, joined.credentialId)?.parentAgent || undefined,
  ),
]

const ABOUT_CREDENTIAL: readonly KnownField[] = [
  known('credential.age', 'number', 'seconds since the credential was issued', (joined, context) =>
    secondsBetween(lifeOf(joined, context)?.startMs, joined.timeMs),
  ),
  known('credential.left', 'number', 'seconds until the credential expires', (joined, context) => {
    const expiresMs = credentialOf(joined, context)?.expiresMs ?? NaN
    return Number.isNaN(expiresMs) ? undefined : (expiresMs - joined.timeMs) / 1000
  }),
  known(
    'credential.granted',
    'texts',
    'the scopes that it was issued with',
    (joined, context) => credentialOf(joined, context)?.scopes ?? undefined,
  ),
  known(
    'credential.unused',
    'texts',
    'scopes that it was issued with and, by their names, was never used for',
    (joined, context) => {
      const unused = scopesUnused(credentialOf(joined, context))
      return unused.length === 0 ? undefined : unused
    },
  ),
  known(
    'credential.beyond',
    'boolean',
    'whether the action is, by its name, in none of the scopes that it was issued with',
    (joined, context) => scopesBeyond(joined.action, credentialOf(joined, context)),
  ),
]

const FIRST_SAYS = {
  identity:
    'what of this use is new to this identity, where it declares no purpose: capability, resource, destination',
  owner:
    'what of it is new to the identities of its owner as well, those that the same partition has, up to the lateness before',
  fleet: 'what of it is new to all identities of its partition, up to the lateness before',
} as const

const ABOUT_HISTORY: readonly KnownField[] = [
  known(
    'context.capabilities',
    'texts',
    'classes that this identity used before',
    (joined, context) => {
      const classes = classNames(classesBefore(joined, context, null))
      return classes.length === 0 ? undefined : classes
    },
  ),
  known(
    'context.task_capabilities',
    'texts',
    'classes used before in this task',
    (joined, context) => {
      const task = taskOf(joined, context)
      const classes = task === undefined ? [] : classNames(classesBefore(joined, context, task))
      return classes.length === 0 ? undefined : classes
    },
  ),
  known(
    'context.capability_before',
    'text',
    'the class of the use before this one',
    (joined, context) => {
      const last = before(joined, context, (use) => use.acts)
      return last === null ? undefined : CAPABILITIES[last.capability]
    },
  ),
  known(
    'context.action_before',
    'text',
    'the action or tool of the use before this one',
    (joined, context) => before(joined, context, (use) => use.acts)?.action || undefined,
  ),
  known(
    'context.new_capability',
    'boolean',
    'whether this identity never used the class of this event before',
    (joined, context) => {
      const use = useOf(joined, context)
      if (use === null || !use.acts) return undefined
      return (classesBefore(joined, context, null) & (1 << use.capability)) === 0
    },
  ),
  ...(['identity', 'owner', 'fleet'] as const).map((whom) =>
    known(`context.first_for_${whom}`, 'texts', FIRST_SAYS[whom], (joined, context) => {
      if (context.habits === null) return undefined
      const use = useOf(joined, context)
      const kinds = use === null || !use.acts ? null : firstFor(whom, joined, use, context)
      return kinds === null || kinds.length === 0 ? undefined : kinds
    }),
  ),
  known(
    'context.sensitivity',
    'text',
    'the highest sensitivity that this identity reached before',
    (joined, context) => SENSITIVITIES[sensitivityBefore(joined, context)],
  ),
  known(
    'context.provenance',
    'text',
    'where what steers the call came from: untrusted, unnamed, vouched, trusted or named',
    (joined, context) => useOf(joined, context)?.steering?.provenance,
  ),
  known(
    'context.uses',
    'number',
    'uses of authority in the minute up to this one, at most 32',
    (joined, context) => within(joined, context, RATE_MS, (use) => use.capability >= 0),
  ),
  known('context.denials', 'number', 'uses in that minute that were denied', (joined, context) =>
    within(joined, context, RATE_MS, (use) => use.outcome === 'deny'),
  ),
  known(
    'context.tasks',
    'number',
    'tasks of this identity that are open',
    (joined, context) =>
      context.tasks.filter((task) => task.startMs <= joined.timeMs && joined.timeMs <= task.endMs)
        .length,
  ),
]

export const CONTEXT_FIELDS: readonly KnownField[] = [
  ...ABOUT_TASK,
  ...ABOUT_CREDENTIAL,
  ...ABOUT_HISTORY,
]
