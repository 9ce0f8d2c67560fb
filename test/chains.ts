// Chains of decisions for tests: a signer, a chain as long as is asked for, and what somebody who can write to the log does to it.
import { generateKeyPairSync } from 'node:crypto'
import { createAudit, type AuditOptions, type CheckpointRecord } from '../src/audit/audit.js'
import { CHAIN_HEADER } from '../src/audit/link.js'
import { createSigner, type Signer } from '../src/audit/signer.js'
import { createVerifier, type Named, type Verdict } from '../src/audit/verify.js'
import type { Settings } from '../src/model/settings.js'
import type { Decision } from '../src/model/wire.js'

export const signer: Signer = freshSigner()

export function freshSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  return createSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

export const rules = { program: '0.0.0', digest: 'of the rules of a test' }

export function auditOptions({ topics, audit }: Pick<Settings, 'topics' | 'audit'>): AuditOptions {
  const { every, withinMs } = audit
  return { signer, rules, topic: topics.audit, every, withinMs }
}

export interface ChainedDecision {
  readonly key: string
  readonly value: Decision
  readonly header: string
}

export interface Chain {
  readonly records: ChainedDecision[]
  readonly checkpoints: CheckpointRecord[]
  readonly named: Named
}

export const CHAIN = 'judge/ambit.repartition/0'

export function decision(n: number): Decision {
  return {
    id: `resource-events:${n}`,
    time: 1_795_507_200_000 + n,
    event: `e${n}`,
    agent_id: `agent-${n % 100}`,
    workload_id: `spiffe://example.org/w${n % 100}`,
    credential_id: `c${n % 100}`,
    task_id: `T${n % 100}`,
    purpose: 'summarise',
    capability: 'read',
    action: 's3:GetObject',
    resource_id: `arn:aws:s3:::reports/${n}`,
    sensitivity: 'internal',
    outcome: 'allow',
    reasons: ['the purpose covers it'],
    rules: [],
    blast_radius: n % 70,
    mode: 'enforce',
  }
}

/** A chain of so many decisions, with a checkpoint after every `every` of them and one at its end. */
export function chainOf(length: number, { every = 1_000, by = signer } = {}): Chain {
  const audit = createAudit(CHAIN, { signer: by, rules, topic: 'a', every, withinMs: Infinity })
  const records: ChainedDecision[] = []
  const checkpoints: CheckpointRecord[] = []
  for (let n = 1; n <= length; n++) {
    const value = decision(n)
    const record = { topic: 'd', key: value.agent_id, value: null }
    const { headers } = audit.link('decisions', record, value, value.time)
    records.push({ key: value.agent_id, value, header: String(headers?.[CHAIN_HEADER]) })
    for (const { value: said } of audit.checkpoints(n, n === length))
      checkpoints.push(JSON.parse(String(said)) as CheckpointRecord)
  }
  const named = JSON.parse(audit.save() as string) as Pick<Named, 'heads' | 'n'>
  return { records, checkpoints, named: { ...named, chain: CHAIN, by: 'the state of the task' } }
}

/** What `verify` says of a chain, as it would of a log that holds it in one partition. */
export async function verdictOn(
  { records, checkpoints, named }: Omit<Chain, 'named'> & { readonly named?: Named },
  { keys = [signer.key], onlyTheseKeys = true } = {},
): Promise<Verdict> {
  const verifier = createVerifier({
    keys,
    onlyTheseKeys,
    beginningLeftOut: false,
    letGo: () => new Map(),
  })
  for (const [at, checkpoint] of checkpoints.entries())
    await verifier.checkpoint(checkpoint, `ambit.audit/0@${at}`)
  if (named !== undefined) verifier.atLeast(named)
  for (const [at, { key, value, header }] of records.entries())
    verifier.record({
      stream: 'decisions',
      key,
      value,
      header,
      partition: '0',
      place: `ambit.decisions/0@${at}`,
    })
  if (named !== undefined) verifier.atMost(named)
  return verifier.verdict()
}
