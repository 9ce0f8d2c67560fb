// What waits for a person, as the log itself says it: questions that nobody took back, nobody decided, and that are not over.
import { ruleOf } from '../model/finding.js'
import type { TopicNames } from '../model/settings.js'
import type { Command, Decision } from '../model/wire.js'
import { createDecoder } from '../transport/decode.js'
import type { Transport } from '../transport/port.js'

/** What is shown of a question; an engine at work says more. Times are epoch ms. */
export interface Waiting {
  readonly id: string
  readonly deadline: number
  readonly on_timeout: string
  readonly reason: string
  readonly blast_radius: number
  readonly evidence: readonly string[]
  readonly rules: readonly string[]
  /** by what id it and alike questions are answered, and how many they are; an engine at work says so */
  readonly bundle?: string | null
  readonly bundled?: number
}

/** Earliest deadline first. Reads commands and decisions whole. */
export async function waitingIn(
  transport: Pick<Transport, 'read'>,
  topics: Pick<TopicNames, 'commands' | 'decisions'>,
  nowMs: number,
): Promise<readonly Waiting[]> {
  const asked = new Map<string, Asks>()
  const decoder = createDecoder()
  for await (const batch of transport.read(topics.commands))
    for (const { value } of batch) {
      const command = value === null ? null : decoded<Command>(decoder, 'command', value)
      if (command === null) continue
      const { approval } = command
      if (command.undoes !== null) asked.delete(command.undoes)
      else if (approval !== null && (approval.deadline >= nowMs || waitsForRoom(command)))
        asked.set(command.id, { ...command, approval })
      else if (command.type === 'revoke') forgetAlike(asked, command)
    }
  const waiting = new Map<string, Waiting>()
  const inOrder = [...asked.values()].sort(byDeadline)
  for (const { approval, reason, blast_radius, evidence, rules } of inOrder)
    waiting.set(approval.id, { ...approval, reason, blast_radius, evidence, rules })
  if (waiting.size === 0) return []
  for await (const batch of transport.read(topics.decisions))
    for (const { value } of batch) {
      const decision = value === null ? null : decoded<Decision>(decoder, 'decision', value)
      // Of two who have to allow it, one is not enough.
      if (decision !== null && decision.outcome !== 'escalate') waiting.delete(decision.event)
    }
  return [...waiting.values()]
}

/** Asked about a silence that could not revoke as the budget was spent, it waits until somebody answers or there is room. */
function waitsForRoom({ rules, approval }: Command): boolean {
  return rules.includes(REFUSED) && approval?.on_timeout === 'revoke'
}
const REFUSED = ruleOf({ row: 'approval.refused' })

/** There was room: silence revoked by itself what was asked about. */
function forgetAlike(asked: Map<string, Asks>, revoke: Command): void {
  if (!revoke.rules.includes(REFUSED)) return
  for (const [id, one] of asked)
    if (one.rules.includes(REFUSED) && actOf(one) === actOf(revoke)) asked.delete(id)
}

function actOf({ agent_id, workload_id, credential_id, task_id, evidence }: Command): string {
  return JSON.stringify([agent_id, workload_id, credential_id, task_id, evidence])
}

type Asks = Command & { readonly approval: NonNullable<Command['approval']> }

/** As an engine at work lists them. */
function byDeadline(a: Asks, b: Asks): number {
  const [one, other] = [a.approval, b.approval]
  return one.deadline - other.deadline || a.time - b.time || (one.id < other.id ? -1 : 1)
}

/** Whether this is a command that can be taken back: given, with effect, and not undone. Reads commands whole. */
export async function standsIn(
  transport: Pick<Transport, 'read'>,
  topics: Pick<TopicNames, 'commands'>,
  id: string,
): Promise<boolean> {
  const decoder = createDecoder()
  let stands = false
  for await (const batch of transport.read(topics.commands))
    for (const { value } of batch) {
      const command = value === null ? null : decoded<Command>(decoder, 'command', value)
      if (command === null) continue
      if (command.undoes === id) stands = false
      else if (command.id === id && command.attempt === 1)
        stands = command.type === 'revoke' || command.type === 'contain'
    }
  return stands
}

/** Others may write to these topics too: a strange record is passed over. */
function decoded<T>(
  decoder: ReturnType<typeof createDecoder>,
  record: 'command' | 'decision',
  value: Buffer,
): T | null {
  try {
    return decoder.decode(record, value) as T
  } catch {
    return null
  }
}
