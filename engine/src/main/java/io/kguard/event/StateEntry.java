// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * Part of the machine's state before the first event: a thread, a descriptor, an interface, a user, a group, the
 * machine itself.
 */
@API(status = API.Status.INTERNAL)
public sealed interface StateEntry
        permits ProcessEntry, FdEntry, InterfaceEntry, UserEntry, GroupEntry, ContainerNames, MachineEntry {}
