// The half of the corpus that is held out from tuning, in four sets with attackers of their own.
import type { Half } from './corpus.js'
import { fillers, goals, manners } from './held-attacks.js'
import * as fourthAttacks from './held-fourth-attacks.js'
import * as fourth from './held-fourth.js'
import * as freshAttacks from './held-fresh-attacks.js'
import * as fresh from './held-fresh.js'
import * as thirdAttacks from './held-third-attacks.js'
import * as third from './held-third.js'
import { scenes } from './held-scenes.js'

export const HELD: readonly Half[] = [
  { name: 'held', scenes, goals, manners, fillers },
  { name: 'held, fresh', scenes: fresh.scenes, ...freshAttacks },
  { name: 'held, third', scenes: third.scenes, ...thirdAttacks },
  { name: 'held, fourth', scenes: fourth.scenes, ...fourthAttacks },
]
