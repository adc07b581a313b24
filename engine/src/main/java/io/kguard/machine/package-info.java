/**
 * What events tell about the machine they happened on: threads, their descriptors, containers and users, as Falco keeps
 * them. Applying an event reads nothing but the event: the same events give the same machine everywhere.
 */
@NullMarked
package io.kguard.machine;

import org.jspecify.annotations.NullMarked;
