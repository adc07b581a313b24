// SPDX-License-Identifier: Apache-2.0
/**
 * What events tell about the machine they happened on: threads, their descriptors, containers and users, as Falco keeps
 * them. Applying an event reads nothing but the event: the same events give the same machine everywhere.
 */
@NullMarked
package io.kguard.internal.machine;

import org.jspecify.annotations.NullMarked;
