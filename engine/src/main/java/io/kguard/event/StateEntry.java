// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** Something that was there before the first event: a thread, a descriptor, an interface, a user, the machine. */
@API(status = API.Status.EXPERIMENTAL)
public sealed interface StateEntry permits ProcessEntry, FdEntry, InterfaceEntry, UserEntry, GroupEntry, MachineEntry {}
