// SPDX-License-Identifier: Apache-2.0
/**
 * What an alert sets off in a cluster: a pod is deleted or labelled, a network policy is made, a node is cordoned. Names
 * are those of Falco Talon.
 */
@NullMarked
package io.kguard.reaction;

import org.jspecify.annotations.NullMarked;
