// Where a credential stands in its life, from what is known of its tasks, its issuer, its uses and the commands about it.
import { taskIn, type Context, type CredentialContext, type OpenCause } from './context.js'
import { runAt, runOf, runsOf, type Run } from './life.js'

/*
 * The life of a credential.
 *
 * - `unissued`: it is in use, and nobody is known to have issued it.
 * - `issued`: its issuer gave it out; no task is known to hold it.
 * - `bound`: a task that is open holds it. Several may: each is counted, and it lives as long as one of them. A suspended
 *   task goes on to hold it, until its rest lasts too long and counts as its end. A credential that takes over from
 *   another inherits the tasks of that one; both live while they overlap.
 * - `used`: the same, and it was let in somewhere.
 * - `task ended`: none of its tasks is open any more, and no command about it stands: it is to be revoked.
 * - `revoke sent`: a command revokes it, its task, or cuts off its agent; nobody said yet that this was done.
 * - `acknowledged`: whoever carries commands out said so.
 * - `revoked`: its issuer said itself that it is dead.
 * - `verified dead`: no use that was let in was seen since then, although propagation and lateness have passed.
 * - `ineffective`: one was.
 * - `failed`, `unconfirmed`: the command was not carried out, or nobody knows; it stays so until somebody sees to it.
 * - `expired`: its own time is over, and nobody said that it was renewed.
 *
 * Issued again it begins anew, as only its issuer can bring it back.
 */
export type CredentialState =
  | 'unissued'
  | 'issued'
  | 'bound'
  | 'used'
  | 'task ended'
  | 'revoke sent'
  | 'acknowledged'
  | 'revoked'
  | 'verified dead'
  | 'ineffective'
  | 'failed'
  | 'unconfirmed'
  | 'expired'

/** How far a command has come; null where nobody follows it. */
export type StepOf = (commandId: string) => string | null

export interface LifeOptions {
  readonly propagationMs: number
  readonly latenessMs: number
  readonly stepOf: StepOf
}

export interface Standing {
  readonly state: CredentialState
  /** the command that it is about; '' none */
  readonly commandId: string
}

/** Of a time of the stream, epoch ms. */
export function standingOf(
  context: Context,
  credential: CredentialContext,
  atMs: number,
  options: LifeOptions,
): Standing {
  const life = lifeNow(credential, atMs)
  const settledMs = options.propagationMs + options.latenessMs
  const command = commandAbout(context, credential, life, options.stepOf)
  const step = command === null ? null : options.stepOf(command.commandId)
  // How far a command has come says more than the end that it brought about.
  if (command !== null && step !== null && step !== 'sent') {
    const state = STATE_OF_STEP[step]
    if (state !== undefined) return { state, commandId: command.commandId }
  }
  if (life.endMs <= atMs) {
    if (credential.usedMs > life.endMs + options.propagationMs) return stands('ineffective')
    return stands(atMs > life.endMs + settledMs ? 'verified dead' : 'revoked')
  }
  if (command !== null && (step === null || step === 'sent'))
    return { state: 'revoke sent', commandId: command.commandId }
  if (!credential.openEnded && credential.expiresMs <= atMs) return stands('expired')
  if (Number.isNaN(credential.issuedMs)) return stands('unissued')
  if (credential.tasks.length === 0) return stands('issued')
  const isHeld = credential.tasks.some(({ id }) => {
    const task = taskIn(context, id)
    return task === undefined || runOf(task, atMs).endMs > atMs
  })
  if (!isHeld) return stands('task ended')
  return stands(credential.usedMs >= 0 ? 'used' : 'bound')
}

/** What was undone, or lapsed, says nothing of the credential any more. */
const STATE_OF_STEP: Readonly<Record<string, CredentialState | undefined>> = {
  acknowledged: 'acknowledged',
  verified: 'verified dead',
  ineffective: 'ineffective',
  failed: 'failed',
  unconfirmed: 'unconfirmed',
}

function stands(state: CredentialState): Standing {
  return { state, commandId: '' }
}

function lifeNow(credential: CredentialContext, atMs: number): Run {
  if (credential.marks !== null) return runAt(runsOf(credential.marks), atMs)
  const { issuedMs, issuedEvent, revokedMs, revokedEvent } = credential
  return { startMs: issuedMs, startEvent: issuedEvent, endMs: revokedMs, endEvent: revokedEvent }
}

/** What is certain of one command is not hidden by another that came after it. */
const CERTAIN: Readonly<Record<string, number | undefined>> = {
  acknowledged: 1,
  verified: 2,
  ineffective: 3,
}

/** The command that ends this life of it: the one of which most is certain, of several the latest. */
export function commandAbout(
  context: Context,
  credential: CredentialContext,
  life: Run = lifeNow(credential, Infinity),
  stepOf: StepOf = () => null,
): OpenCause | null {
  let found: OpenCause | null = null
  let foundAt = 0
  for (const open of context.causes?.values() ?? []) {
    const { cause, commandId, commandType, commandScope, withdrawn } = open
    if (withdrawn || commandId === '' || cause.timeMs < life.startMs) continue
    const meant =
      commandType === 'contain' ||
      (commandType === 'revoke' &&
        (commandScope === 'credential'
          ? cause.credentialId === credential.id
          : credential.tasks.some(({ id }) => id === cause.taskId)))
    if (!meant) continue
    const at = CERTAIN[stepOf(commandId) ?? ''] ?? 0
    if (found !== null && (at < foundAt || (at === foundAt && cause.timeMs <= found.cause.timeMs)))
      continue
    found = open
    foundAt = at
  }
  return found
}
