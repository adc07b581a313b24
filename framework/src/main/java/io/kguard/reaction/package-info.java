// SPDX-License-Identifier: Apache-2.0
/**
 * What an alert triggers in a cluster: deleting or labelling a pod, creating a network policy, cordoning a node. Names
 * are Falco Talon's.
 */
@NullMarked
package io.kguard.reaction;

import org.jspecify.annotations.NullMarked;
