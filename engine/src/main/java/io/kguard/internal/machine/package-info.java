// SPDX-License-Identifier: Apache-2.0
/**
 * The machine on which events happened: threads, descriptors, containers and users, as Falco keeps them. Applying an
 * event reads only the event, so the same events give the same machine everywhere.
 */
@NullMarked
package io.kguard.internal.machine;

import org.jspecify.annotations.NullMarked;
