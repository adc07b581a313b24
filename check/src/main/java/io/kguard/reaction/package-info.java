// SPDX-License-Identifier: Apache-2.0
/**
 * What an alert triggers in a cluster, as rules of Falco Talon say it: {@link io.kguard.reaction.ReactionFiles} reads them.
 * The sandbox's room {@code reactor} acts. Names are Falco Talon's.
 */
@NullMarked
package io.kguard.reaction;

import org.jspecify.annotations.NullMarked;
