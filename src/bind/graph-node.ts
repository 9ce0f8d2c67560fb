// What the identity graph knows of one credential.
import type { Link } from './link.js'

/** A credential: what it is bound to, and the ledger of its use where nobody issued it. Times are NaN until known. */
export interface CredentialNode {
  agents: Link | null
  workloads: Link | null
  tasks: Link | null
  issuedMs: number
  firstUseMs: number
  lastUseMs: number
  uses: number
  /** the identity that it was reported under as issued by nobody; '' mostly */
  unissuedFor: string
  /** the credential it took over from, '' mostly */
  replaces: string
  /** its last issue by its issuer; NaN until there is one */
  lastIssuedMs: number
  /** its last revocation, where it was not issued again since */
  revoked: { readonly timeMs: number; readonly eventId: string } | null
}

export function createNode(): CredentialNode {
  return {
    agents: null,
    workloads: null,
    tasks: null,
    issuedMs: NaN,
    firstUseMs: NaN,
    lastUseMs: NaN,
    uses: 0,
    unissuedFor: '',
    replaces: '',
    lastIssuedMs: NaN,
    revoked: null,
  }
}
