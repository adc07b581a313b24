// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.tool.mutant.Mutant;

/**
 * A change of a rule that no derived act notices.
 *
 * @param mutant the change
 * @param why why there is no act, with the clauses that are the reason
 */
record UnshownMutant(Mutant mutant, String why) {}
